//! Rows of pixels go in, a zlib stream of them comes out (RFC 1950 and 1951), for pictures of flat areas and small letters.
//!
//! Most rows of such a picture are like the one above, and most pixels like the one before: both are found without a
//! search. What is left is looked up pixel by pixel. Whole numbers only, so the same rows give the same bytes everywhere.

mod huffman;

use crate::huffman::Bits;
use simd_adler32::Adler32;

/// Bytes of a pixel.
const PIXEL: usize = 3;

/// The longest match, and the largest multiple of a pixel at that.
const LONGEST: usize = 258;

/// How far back a match may lie.
const WINDOW: usize = 32_768;

/// A single pixel farther back than this costs less when it is said anew.
const NEAR: usize = 4096;

/// A match of which every pixel is remembered has at most so many bytes.
const SHORT: usize = 16 * PIXEL;

/// Symbols that share a pair of codes.
const BLOCK: usize = 1 << 14;

/// Says in front of a row that the row is as it is, and that it is told as the difference from the row above.
const AS_IT_IS: u8 = 0;
const FROM_ABOVE: u8 = 2;

/// Packs rows of three bytes a pixel, all of the same length, with a PNG filter's number in front of each.
pub(super) fn pack<'a>(rows: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut rows = rows.peekable();
    let mut packer = Packer::new(rows.peek().map_or(0, |row| row.len() + 1));
    let mut above: Option<&[u8]> = None;
    for row in rows {
        if above == Some(row) {
            packer.repeat(row.len());
        } else {
            packer.row(row);
        }
        above = Some(row);
    }
    packer.finish()
}

/// A symbol of the stream: a byte, or how much to take from how far back.
#[derive(Clone, Copy)]
enum Symbol {
    Byte(u8),
    Match { length: u16, distance: u16 },
}

/// All places are counted from the start of what the stream stands for.
struct Packer {
    /// What the stream stands for so far, as far back as a match may lie at least.
    data: Vec<u8>,
    /// Where it begins.
    base: usize,
    sum: Adler32,
    /// Where the last row begins that is told as it is, past its filter's number.
    last: Option<usize>,
    /// By the hash of one and of two pixels: where they were seen last, and one more.
    ones: Vec<u32>,
    pairs: Vec<u32>,
    symbols: Vec<Symbol>,
    bits: Bits,
}

const HASH_BITS: u32 = 12;

/// What is too far back is forgotten when there is so much.
const KEPT: usize = 4 * WINDOW;

impl Packer {
    /// A packer of rows of so many bytes.
    fn new(width: usize) -> Self {
        let table = || vec![0; 1 << HASH_BITS];
        let mut bits = Bits::default();
        // A window of 32 KB, packed fast.
        bits.bytes([0x78, 0x01]);
        let data = Vec::with_capacity(KEPT + width);
        let (sum, symbols) = (Adler32::new(), Vec::with_capacity(BLOCK + width));
        Self { data, base: 0, sum, last: None, ones: table(), pairs: table(), symbols, bits }
    }

    /// Begins a row.
    fn begin(&mut self, filter: u8) {
        if self.data.len() > KEPT {
            let far = self.data.len() - WINDOW;
            self.data.drain(..far);
            self.base += far;
        }
        self.data.push(filter);
        self.sum.write(&[filter]);
        self.symbols.push(Symbol::Byte(filter));
    }

    /// A row that is like the one above.
    fn repeat(&mut self, length: usize) {
        self.begin(FROM_ABOVE);
        self.data.resize(self.data.len() + length, 0);
        self.sum = past_zeros(&self.sum, length);
        let mut left = length;
        if left > 0 {
            self.symbols.push(Symbol::Byte(0));
            left -= 1;
        }
        while left > 0 {
            // Less than three are too few for a match.
            let length = if left > LONGEST && left < LONGEST + 3 { LONGEST - 3 } else { left.min(LONGEST) };
            if length < 3 {
                self.symbols.push(Symbol::Byte(0));
                left -= 1;
                continue;
            }
            self.symbols.push(Symbol::Match { length: length as u16, distance: 1 });
            left -= length;
        }
        self.flush_full();
    }

    fn row(&mut self, row: &[u8]) {
        self.begin(AS_IT_IS);
        let start = self.end();
        self.data.extend_from_slice(row);
        self.sum.write(row);
        let mut at = start;
        while at + PIXEL <= self.end() {
            let Some((length, distance)) = self.best(start, at) else {
                let pixel = [0, 1, 2].map(|byte| self.from(at)[byte]);
                self.symbols.extend(pixel.map(Symbol::Byte));
                self.remember(at);
                at += PIXEL;
                continue;
            };
            self.symbols.push(Symbol::Match { length: length as u16, distance: distance as u16 });
            self.remember_within(at, length, distance);
            at += length;
        }
        self.last = Some(start);
        self.flush_full();
    }

    /// The best match of what begins at `at` in the row that begins at `start`.
    fn best(&self, start: usize, at: usize) -> Option<(usize, usize)> {
        let mut best = (0, 0);
        if at > start {
            best = (self.alike(at - PIXEL, at), PIXEL);
        }
        if best.0 + PIXEL > LONGEST {
            return Some(best);
        }
        let above = self.last.map(|last| last + (at - start));
        let pair = (at + 2 * PIXEL <= self.end()).then(|| self.pairs[hash_pair(self.from(at))]);
        let pair = pair.and_then(|seen| seen.checked_sub(1)).map(|from| from as usize);
        for from in [above, pair].into_iter().flatten().filter(|from| at - from <= WINDOW) {
            let length = self.alike(from, at);
            if length > best.0 {
                best = (length, at - from);
            }
        }
        if best.0 == 0 {
            let from = self.ones[hash_one(self.from(at))].checked_sub(1)? as usize;
            if at - from <= NEAR {
                best = (self.alike(from, at), at - from);
            }
        }
        (best.0 > 0).then_some(best)
    }

    /// How many bytes are the same from both places on, in whole pixels.
    fn alike(&self, from: usize, at: usize) -> usize {
        let most = (self.end() - at).min(LONGEST);
        let (a, b) = (&self.from(from)[..most], &self.from(at)[..most]);
        let (a8, b8) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
        let mut length = 0;
        for (a, b) in a8.iter().zip(b8) {
            let differs = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
            if differs != 0 {
                return (length + differs.trailing_zeros() as usize / 8) / PIXEL * PIXEL;
            }
            length += 8;
        }
        while length < most && a[length] == b[length] {
            length += 1;
        }
        length / PIXEL * PIXEL
    }

    /// Remembers the pixels of a match: those of a short one, of a long one where it begins and where it ends.
    fn remember_within(&mut self, at: usize, length: usize, distance: usize) {
        self.remember(at);
        if distance != PIXEL && length <= SHORT {
            (at + PIXEL..at + length).step_by(PIXEL).for_each(|inner| self.remember(inner));
        } else {
            self.remember(at + length - PIXEL);
        }
    }

    fn remember(&mut self, at: usize) {
        let hash = hash_one(self.from(at));
        self.ones[hash] = at as u32 + 1;
        if at + 2 * PIXEL <= self.end() {
            let hash = hash_pair(self.from(at));
            self.pairs[hash] = at as u32 + 1;
        }
    }

    /// Where what the stream stands for ends.
    fn end(&self) -> usize {
        self.base + self.data.len()
    }

    /// The bytes from a place on that is not too far back.
    fn from(&self, at: usize) -> &[u8] {
        &self.data[at - self.base..]
    }

    fn flush_full(&mut self) {
        if self.symbols.len() >= BLOCK {
            huffman::write(&self.symbols, false, &mut self.bits);
            self.symbols.clear();
        }
    }

    fn finish(mut self) -> Vec<u8> {
        huffman::write(&self.symbols, true, &mut self.bits);
        let mut packed = self.bits.finish();
        packed.extend(self.sum.finish().to_be_bytes());
        packed
    }
}

/// A checksum after so many zeros more: of its two sums, the first is that of the bytes, and the second adds it up at each.
fn past_zeros(sum: &Adler32, zeros: usize) -> Adler32 {
    const PRIME: u64 = 65_521;
    let (bytes, sums) = (sum.finish() & 0xffff, sum.finish() >> 16);
    let sums = (u64::from(sums) + u64::from(bytes) * (zeros as u64 % PRIME)) % PRIME;
    Adler32::from_checksum((sums as u32) << 16 | bytes)
}

fn hash_one(data: &[u8]) -> usize {
    let value = u32::from_le_bytes([data[0], data[1], data[2], 0]);
    (value.wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)) as usize
}

fn hash_pair(data: &[u8]) -> usize {
    let value = u64::from_le_bytes([data[0], data[1], data[2], data[3], data[4], data[5], 0, 0]);
    (value.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// The rows that a stream stands for, as a reader that knows nothing of us finds them.
    fn unpacked(packed: &[u8], width: usize) -> Vec<Vec<u8>> {
        let mut data = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut data).expect("it is a zlib stream");
        let mut rows: Vec<Vec<u8>> = Vec::new();
        for told in data.chunks(width + 1) {
            let mut row = told[1..].to_vec();
            if told[0] == FROM_ABOVE {
                let above = rows.last().expect("the first row stands for itself");
                row.iter_mut().zip(above).for_each(|(byte, above)| *byte = byte.wrapping_add(*above));
            }
            rows.push(row);
        }
        rows
    }

    fn holds(rows: &[Vec<u8>], what: &str) {
        let packed = pack(rows.iter().map(Vec::as_slice));
        assert!(unpacked(&packed, rows[0].len()) == rows, "{what}");
    }

    /// Numbers that look like chance.
    fn chance(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }

    #[test]
    fn rows_of_any_width_come_back() {
        for width in (1..300).chain([1280, 11_000]) {
            let flat = vec![7; width * PIXEL];
            let mut marked = flat.clone();
            marked[width / 2 * PIXEL] = 9;
            holds(
                &[flat.clone(), flat.clone(), marked.clone(), flat, marked.clone(), marked],
                &format!("{width} pixels"),
            );
        }
    }

    #[test]
    fn noise_comes_back() {
        let mut state = 1;
        for colors in [1, 2, 5, 100, 256] {
            let mut row = || (0..200 * PIXEL).map(|_| (chance(&mut state) % colors) as u8).collect::<Vec<u8>>();
            let rows: Vec<_> = (0..90).map(|_| row()).collect();
            holds(&rows, &format!("{colors} levels"));
        }
    }

    #[test]
    fn patches_at_any_distance_come_back() {
        let mut state = 2;
        let mut rows = vec![vec![255; 500 * PIXEL]; 300];
        for _ in 0..400 {
            let (x, y) = (chance(&mut state) as usize % 480, chance(&mut state) as usize % 290);
            let color = (chance(&mut state) % 6 * 40) as u8;
            for row in &mut rows[y..y + 10] {
                row[x * PIXEL..(x + 20) * PIXEL].fill(color);
            }
        }
        holds(&rows, "patches");
    }

    #[test]
    fn a_flat_picture_takes_a_few_bytes_a_row() {
        let row = vec![200; 1280 * PIXEL];
        assert!(pack((0..720).map(|_| row.as_slice())).len() < 720 * 8);
    }

    /// Rows of zeros are added to the checksum without a look at them; a reader looks at each.
    #[test]
    fn long_pictures_come_back() {
        let row = |index: usize| [1, 2, 3].map(|byte| byte * (index / 700 % 80) as u8).repeat(100);
        let rows: Vec<_> = (0..4000).map(row).collect();
        holds(&rows, "4000 rows");
        holds(&vec![vec![9; 30_000 * PIXEL]; 4], "rows longer than the window");
    }

    /// Counts of a Fibonacci series make the deepest tree there is.
    #[test]
    fn the_rarest_symbols_have_codes_that_fit() {
        let mut rows = Vec::new();
        let (mut a, mut b) = (1_usize, 1);
        for byte in 0..22_u8 {
            // Alone among pixels that never come again, so that nothing matches.
            rows.extend((0..a).map(|index| [byte, (index % 251) as u8, (index / 251) as u8]));
            (a, b) = (b, a + b);
        }
        let bytes: Vec<u8> = rows.concat();
        holds(&bytes.chunks_exact(PIXEL * 30).map(<[u8]>::to_vec).collect::<Vec<_>>(), "steep counts");
    }
}
