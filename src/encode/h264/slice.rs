//! The units of an H.264 stream: taken apart, given other frame numbers, and written where nothing changes.

/// A picture that changes the one before.
pub const CHANGES: u8 = 1;
/// A picture that stands by itself, and from which on no other is looked back to.
pub const ALONE: u8 = 5;
/// What all pictures have in common.
pub const SEQUENCE: u8 = 7;
/// What pictures have in common beyond that.
pub const PICTURE: u8 = 8;

/// What a unit holds.
pub fn kind(unit: &[u8]) -> u8 {
    unit.first().map_or(0, |head| head & 31)
}

/// The units of a stream, without the marks (0, 0, 1, with another 0 in front or none) before each.
pub fn units(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut starts: Vec<usize> =
        stream.windows(3).enumerate().filter(|(_, mark)| *mark == [0, 0, 1]).map(|(at, _)| at + 3).collect();
    starts.push(stream.len() + 3);
    let units: Vec<&[u8]> = starts.windows(2).map(|pair| trimmed(&stream[pair[0]..pair[1] - 3])).collect();
    units.into_iter()
}

/// A unit never ends in 0: what follows its last bit belongs to the next mark.
fn trimmed(unit: &[u8]) -> &[u8] {
    let end = unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &unit[..end]
}

/// How many bits a frame number has in the streams of this encoder.
const NUMBER_BITS: usize = 15;

/// A slice with another frame number: how many pictures came since the last one that stands by itself.
pub fn numbered(unit: &[u8], number: u32) -> Vec<u8> {
    let mut bytes = unescaped(unit);
    // After the head: the first block, the kind of slice, the parameter set.
    let mut at = 8;
    for _ in 0..3 {
        at = after_count(&bytes, at);
    }
    for bit in 0..NUMBER_BITS {
        let value = number >> (NUMBER_BITS - 1 - bit) & 1;
        if let Some(byte) = bytes.get_mut((at + bit) / 8) {
            let mask = 0x80 >> ((at + bit) % 8);
            *byte = if value == 1 { *byte | mask } else { *byte & !mask };
        }
    }
    escaped(&bytes)
}

/// Where the next value begins, after a count (as many zeros as digits follow after a one).
fn after_count(bytes: &[u8], at: usize) -> usize {
    let bit = |at: usize| bytes.get(at / 8).is_none_or(|byte| byte >> (7 - at % 8) & 1 == 1);
    let zeros = (at..=bytes.len() * 8).take_while(|at| !bit(*at)).count();
    at + 2 * zeros + 1
}

/// A picture in which every block is like that of the picture before.
pub fn unchanged(number: u32, (width, height): (u32, u32)) -> Vec<u8> {
    let mut bits = Bits::default();
    // A slice that others may look back to.
    bits.put(0x60 | u32::from(CHANGES), 8);
    // From the first block on; all slices of the picture look back; the only parameter set.
    for value in [0, 5, 0] {
        bits.count(value);
    }
    bits.put(number, NUMBER_BITS as u32);
    // As many pictures to look back to as usual, in the usual order, kept as usual.
    bits.put(0, 3);
    // The usual coarseness; no smoothing at the edges of blocks.
    for value in [0, 1] {
        bits.count(value);
    }
    bits.count(width.div_ceil(16) * height.div_ceil(16));
    escaped(&bits.finish())
}

/// A row of bits.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    length: usize,
}

impl Bits {
    /// The lowest `bits` of a value, the highest of them first.
    fn put(&mut self, value: u32, bits: u32) {
        for bit in (0..bits).rev() {
            if self.length.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << (7 - self.length % 8);
            }
            self.length += 1;
        }
    }

    /// A count: the value and one, with a zero in front for each digit but the first.
    fn count(&mut self, value: u32) {
        let digits = u32::BITS - (value + 1).leading_zeros();
        self.put(0, digits - 1);
        self.put(value + 1, digits);
    }

    /// With a one at the end, and zeros up to a whole byte.
    fn finish(mut self) -> Vec<u8> {
        self.put(1, 1);
        self.bytes
    }
}

/// Without the 3 that keeps 0, 0 from looking like the mark of a unit.
fn unescaped(unit: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(unit.len());
    let mut zeros = 0;
    for &byte in unit {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        bytes.push(byte);
    }
    bytes
}

/// With a 3 wherever 0, 0 would look like the mark of a unit.
fn escaped(bytes: &[u8]) -> Vec<u8> {
    let mut unit = Vec::with_capacity(bytes.len() + 4);
    let mut zeros = 0;
    for &byte in bytes {
        if zeros >= 2 && byte <= 3 {
            unit.push(3);
            zeros = 0;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        unit.push(byte);
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_taken_apart_at_its_marks() {
        let stream = [0, 0, 0, 1, 0x67, 9, 0, 0, 3, 1, 0, 0, 1, 0x68, 7, 0, 0, 0, 1, 0x65, 1];
        let found: Vec<&[u8]> = units(&stream).collect();
        assert_eq!(found, [&[0x67, 9, 0, 0, 3, 1][..], &[0x68, 7], &[0x65, 1]]);
        assert_eq!(found.into_iter().map(kind).collect::<Vec<_>>(), [SEQUENCE, PICTURE, ALONE]);
        assert_eq!(units(&[]).count(), 0);
    }

    #[test]
    fn what_looks_like_a_mark_is_kept_apart() {
        for bytes in [&[1, 0, 0, 0, 0, 0, 1][..], &[0, 0, 3, 0, 0, 2], &[5], &[]] {
            let unit = escaped(bytes);
            assert!(unit.windows(3).all(|three| three[..2] != [0, 0] || three[2] == 3), "{unit:?}");
            assert_eq!(unescaped(&unit), bytes);
        }
    }

    #[test]
    fn counts_are_written_as_h264_has_them() {
        let bits = |value| {
            let mut bits = Bits::default();
            bits.count(value);
            (bits.bytes, bits.length)
        };
        assert_eq!(bits(0), (vec![0b1000_0000], 1));
        assert_eq!(bits(1), (vec![0b0100_0000], 3));
        assert_eq!(bits(4), (vec![0b0010_1000], 5));
        assert_eq!(after_count(&[0b0010_1000], 0), 5);
    }

    #[test]
    fn a_slice_gets_another_number_and_keeps_the_rest() {
        let one = unchanged(1, (64, 48));
        assert_eq!(numbered(&one, 300), unchanged(300, (64, 48)));
        assert_eq!(numbered(&numbered(&one, 32_767), 1), one);
    }

    #[test]
    fn a_broken_slice_does_no_harm() {
        assert_eq!(numbered(&[], 1), [0_u8; 0]);
        assert_eq!(numbered(&[0x61], 1), [0x61]);
        assert_eq!(numbered(&[0x61, 0, 0], 1), [0x61, 0, 0]);
    }
}
