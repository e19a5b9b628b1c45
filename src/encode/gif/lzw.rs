//! Indices of a palette go in, the codes that a GIF frame holds come out (variable-length LZW, at most 12 bits a code).
//!
//! A pixel may have two indices that look the same: its own colour, and that of a hole where it stays as it was. Whatever
//! makes the longer string is taken, pixel by pixel. Runs of one index, which flat art consists of, are told without a look
//! at each pixel.

/// Packs pixels, each by its index in `pixels` or, where that is shorter, by the one in `instead`. The code size comes first,
/// as in a file; it is that of `pixels`, and an index in `instead` that it cannot say is not taken.
pub(super) fn pack(pixels: &[u8], instead: &[u8]) -> Vec<u8> {
    let most = pixels.iter().copied().max().unwrap_or(0);
    let code_size = (u32::from(most) + 1).max(4).next_power_of_two().trailing_zeros();
    let mut packer =
        Packer { pixels, instead, code_size, strings: Strings::new(code_size), codes: Codes::new(code_size) };
    packer.pack();
    packer.codes.finish()
}

struct Packer<'a> {
    pixels: &'a [u8],
    instead: &'a [u8],
    /// Bits of an index.
    code_size: u32,
    strings: Strings,
    codes: Codes,
}

/// A string that the pixels from some place on may stand for.
#[derive(Clone, Copy)]
struct Found {
    code: u16,
    /// Its first index.
    first: u8,
    length: usize,
}

/// How many strings of one length are followed at a time.
const ABREAST: usize = 16;

/// No string has a number from here on: 4095 would be one too many for some readers.
const FULL: u16 = 4095;

/// How many codes with a full table are looked at together.
const WINDOW: usize = 100;

/// What the strings are worth: pixels a code, while they become more, and since there is no room for more.
#[derive(Default)]
struct Worth {
    /// Pixels and codes while strings were added.
    growing: (usize, usize),
    /// The same in the window that is under way.
    full: (usize, usize),
}

impl Worth {
    /// Counts a string; true where those that are known have come to fit so badly that new ones would do better: a code
    /// tells less than seven tenths of what one told on the way there.
    fn faded(&mut self, pixels: usize, full: bool) -> bool {
        let count = if full { &mut self.full } else { &mut self.growing };
        *count = (count.0 + pixels, count.1 + 1);
        if self.full.1 < WINDOW {
            return false;
        }
        let (full, growing) = (std::mem::take(&mut self.full), self.growing);
        full.0 * growing.1 * 10 < growing.0 * full.1 * 7
    }
}

impl Packer<'_> {
    fn pack(&mut self) {
        let clear = 1 << self.code_size;
        self.codes.put(clear);
        let mut before: Option<u16> = None;
        let mut worth = Worth::default();
        let mut at = 0;
        while at < self.pixels.len() {
            let full = self.strings.next >= FULL;
            let growing = before.filter(|_| !full);
            let found = self.best(at, growing);
            if let Some(before) = growing {
                self.strings.add(before, found.first);
                self.codes.widen(self.strings.next);
            }
            self.codes.put(found.code);
            before = Some(found.code);
            at += found.length;
            if worth.faded(found.length, full) {
                self.codes.put(clear);
                self.codes.narrow();
                self.strings = Strings::new(self.code_size);
                (before, worth) = (None, Worth::default());
            }
        }
        if before.is_some() && self.strings.next < FULL {
            // The reader makes a string of the last code, too.
            self.codes.widen(self.strings.next + 1);
        }
        self.codes.put(clear + 1);
    }

    /// The longest string from a place on, after the string `before`; of two, the one that begins as the pixel does.
    fn best(&mut self, at: usize, before: Option<u16>) -> Found {
        let (own, other) = self.both(at);
        let best = self.best_with(own, at, before);
        if own == other {
            return best;
        }
        let second = self.best_with(other, at, before);
        if second.length > best.length { second } else { best }
    }

    /// The same for strings that begin with this index: the one that is added then may be among them.
    fn best_with(&mut self, first: u8, at: usize, before: Option<u16>) -> Found {
        if let Some(before) = before {
            self.strings.add(before, first);
        }
        let found = self.longest(first, at);
        if before.is_some() {
            self.strings.take_back();
        }
        found
    }

    /// The longest string that is known: a run of one index as far as it goes, and what is known to follow.
    fn longest(&self, first: u8, at: usize) -> Found {
        let run = self.run(first, at);
        let mut length = run;
        let mut abreast = [0; ABREAST];
        abreast[0] = self.strings.run(first, run);
        let mut count = 1;
        while at + length < self.pixels.len() {
            let (own, other) = self.both(at + length);
            let mut longer = [0; ABREAST];
            let mut found = 0;
            for &code in &abreast[..count] {
                for index in [own, other].into_iter().take(1 + usize::from(own != other)) {
                    if let Some(code) = self.strings.get(code, index).filter(|_| found < ABREAST) {
                        longer[found] = code;
                        found += 1;
                    }
                }
            }
            if found == 0 {
                break;
            }
            (abreast, count) = (longer, found);
            length += 1;
        }
        Found { code: abreast[0], first, length }
    }

    /// How far the pixels may be a run of this index, and one that has a string.
    fn run(&self, index: u8, at: usize) -> usize {
        let end = (at + self.strings.longest_run(index)).min(self.pixels.len());
        let pairs = self.pixels[at..end].iter().zip(&self.instead[at..end]);
        // The first pixel is this index, one way or the other.
        pairs.take_while(|&(&own, &other)| own == index || other == index).count().max(1)
    }

    /// The indices that a pixel may have.
    fn both(&self, at: usize) -> (u8, u8) {
        let (own, other) = (self.pixels[at], self.instead[at]);
        (own, if u32::from(other) >> self.code_size == 0 { other } else { own })
    }
}

/// The strings that have a code: each is another one and an index.
struct Strings {
    /// The code that the next string gets.
    next: u16,
    /// Where a string is that is longer by an index: its shorter one, the index and its own code, by their hash.
    slots: Vec<u32>,
    /// By index: the codes of its runs, from that of two on.
    runs: Vec<Vec<u16>>,
    /// Where the last one was put.
    last: usize,
}

const SLOT_BITS: u32 = 13;
const EMPTY: u32 = u32::MAX;

impl Strings {
    /// The indices alone.
    fn new(code_size: u32) -> Self {
        let slots = vec![EMPTY; 1 << SLOT_BITS];
        Self { next: (1 << code_size) + 2, slots, runs: vec![Vec::new(); 1 << code_size], last: 0 }
    }

    /// The code of a string and an index.
    fn get(&self, code: u16, index: u8) -> Option<u16> {
        let key = key(code, index);
        let mut slot = slot(key);
        while self.slots[slot] != EMPTY {
            if self.slots[slot] >> 12 == key {
                return Some((self.slots[slot] & 0xfff) as u16);
            }
            slot = (slot + 1) % self.slots.len();
        }
        None
    }

    /// Gives the next code to a string and an index that have none.
    fn add(&mut self, code: u16, index: u8) {
        let key = key(code, index);
        // Half of the slots stay empty.
        let mut slot = slot(key);
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) % self.slots.len();
        }
        self.slots[slot] = key << 12 | u32::from(self.next);
        self.last = slot;
        let runs = &mut self.runs[usize::from(index)];
        if runs.last().copied().unwrap_or(u16::from(index)) == code {
            runs.push(self.next);
        }
        self.next += 1;
    }

    /// Undoes the last `add`, once.
    fn take_back(&mut self) {
        self.next -= 1;
        let index = (self.slots[self.last] >> 12) as u8;
        let runs = &mut self.runs[usize::from(index)];
        if runs.last() == Some(&self.next) {
            runs.pop();
        }
        self.slots[self.last] = EMPTY;
    }

    /// The code of a run that is no longer than the longest.
    fn run(&self, index: u8, length: usize) -> u16 {
        length.checked_sub(2).map_or(u16::from(index), |at| self.runs[usize::from(index)][at])
    }

    fn longest_run(&self, index: u8) -> usize {
        self.runs[usize::from(index)].len() + 1
    }
}

fn key(code: u16, index: u8) -> u32 {
    u32::from(code) << 8 | u32::from(index)
}

fn slot(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (32 - SLOT_BITS)) as usize
}

/// Codes as bits, the lowest first.
struct Codes {
    bytes: Vec<u8>,
    code_size: u32,
    /// Bits of the next code.
    width: u32,
    held: u32,
    count: u32,
}

impl Codes {
    fn new(code_size: u32) -> Self {
        Self { bytes: vec![code_size as u8], code_size, width: code_size + 1, held: 0, count: 0 }
    }

    fn put(&mut self, code: u16) {
        self.held |= u32::from(code) << self.count;
        self.count += self.width;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// Makes room for codes where the writer's next string has this one; the reader is a string behind.
    fn widen(&mut self, next: u16) {
        if u32::from(next) > 1 << self.width && self.width < 12 {
            self.width += 1;
        }
    }

    /// Begins again after a clear code.
    fn narrow(&mut self) {
        self.width = self.code_size + 1;
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.held as u8);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader makes of a stream, by the letter of the format.
    fn unpacked(data: &[u8]) -> Vec<u8> {
        let (code_size, bits) = (u32::from(data[0]), &data[1..]);
        let (clear, mut at) = (1_usize << code_size, 0);
        let mut code = |width: u32| {
            let bit = |at: usize| usize::from(bits[at / 8] >> (at % 8) & 1);
            let code = (0..width as usize).map(|shift| bit(at + shift) << shift).sum::<usize>();
            at += width as usize;
            code
        };
        let alone = || (0..clear + 2).map(|index| vec![index as u8]).collect::<Vec<_>>();
        let (mut strings, mut width, mut before) = (alone(), code_size + 1, None::<Vec<u8>>);
        let mut pixels = Vec::new();
        loop {
            let next = code(width);
            if next == clear {
                (strings, width, before) = (alone(), code_size + 1, None);
                continue;
            }
            if next == clear + 1 {
                return pixels;
            }
            if let Some(mut string) = before {
                let first = strings.get(next).map_or(string[0], |next| next[0]);
                string.push(first);
                if strings.len() < 4096 {
                    strings.push(string);
                }
                if strings.len() == 1 << width && width < 12 {
                    width += 1;
                }
            }
            pixels.extend(&strings[next]);
            before = Some(strings[next].clone());
        }
    }

    /// Numbers that look like chance.
    fn chance(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }

    #[test]
    fn pixels_come_back() {
        let mut state = 1;
        for colors in [1, 2, 3, 5, 16, 17, 100, 256] {
            for length in [0, 1, 2, 3, 70, 5_000, 50_000] {
                let pixels: Vec<u8> = (0..length).map(|_| (chance(&mut state) % colors) as u8).collect();
                assert!(unpacked(&pack(&pixels, &pixels)) == pixels, "{length} of {colors} colours");
            }
        }
    }

    #[test]
    fn runs_of_any_length_come_back() {
        for length in (1..300).chain([9_000, 200_000]) {
            let pixels = [vec![7; length], vec![3; 5], vec![7; length]].concat();
            assert!(unpacked(&pack(&pixels, &pixels)) == pixels, "{length}");
        }
    }

    /// Strings of a run are longer by one each, so some 630 of them tell 200,000 pixels, in at most 10 bits each.
    #[test]
    fn a_run_takes_as_few_codes_as_there_can_be() {
        let pixels = vec![1; 200_000];
        assert!(pack(&pixels, &pixels).len() < 640 * 10 / 8);
    }

    /// Words in an order that looks like chance, of some indices.
    fn words(state: &mut u64, count: usize, indices: std::ops::Range<u64>) -> Vec<u8> {
        let index = |state: &mut u64| (indices.start + chance(state) % (indices.end - indices.start)) as u8;
        let known: Vec<Vec<u8>> = (0..50).map(|_| (0..30).map(|_| index(state)).collect()).collect();
        (0..count).flat_map(|_| known[chance(state) as usize % known.len()].clone()).collect()
    }

    #[test]
    fn a_full_table_is_kept_while_it_fits() {
        let mut state = 3;
        let pixels = words(&mut state, 2_000, 0..100);
        let [half, all] = [pixels.len() / 2, pixels.len()].map(|end| pack(&pixels[..end], &pixels[..end]).len());
        // With a new table each time, both would take the same.
        assert!((all - half) * 20 < half * 19, "the first half takes {half} bytes, the other {}", all - half);
        assert!(unpacked(&pack(&pixels, &pixels)) == pixels);
    }

    #[test]
    fn a_full_table_that_no_longer_fits_is_given_up() {
        let mut state = 4;
        let (first, other) = (words(&mut state, 2_000, 0..100), words(&mut state, 2_000, 100..200));
        let both = [&first[..], &other[..]].concat();
        let [first, other, packed] = [&first, &other, &both].map(|pixels| pack(pixels, pixels).len());
        // What is known of the first words does no harm to the others, but for a window in which that is found out.
        assert!(packed < first + other + 2 * WINDOW, "{first} and {other} bytes, together {packed}");
        assert!(unpacked(&pack(&both, &both)) == both);
    }

    #[test]
    fn where_a_pixel_may_have_two_indices_it_has_one_of_them() {
        let mut state = 2;
        let mut pixels = vec![0; 40_000];
        let mut instead = vec![0; 40_000];
        let mut at = 0;
        while at < pixels.len() {
            let (length, own) = (chance(&mut state) as usize % 40 + 1, (chance(&mut state) % 9 + 1) as u8);
            let (end, stays) = ((at + length).min(pixels.len()), !chance(&mut state).is_multiple_of(3));
            pixels[at..end].fill(if stays { 0 } else { own });
            instead[at..end].fill(own);
            at = end;
        }
        let packed = pack(&pixels, &instead);
        let shown = unpacked(&packed);
        assert_eq!(shown.len(), pixels.len());
        let pairs = pixels.iter().zip(&instead);
        assert!(shown.iter().zip(pairs).all(|(shown, (own, other))| shown == own || shown == other));
        assert!(packed.len() < pack(&pixels, &pixels).len().min(pack(&instead, &instead).len()));
    }

    #[test]
    fn an_index_that_takes_more_bits_is_not_taken_instead() {
        let (pixels, instead) = (vec![0; 100], vec![200; 100]);
        let packed = pack(&pixels, &instead);
        assert_eq!((packed[0], unpacked(&packed)), (2, pixels));
    }
}
