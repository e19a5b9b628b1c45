//! Values go in, the bits of H.264's parameter sets and heads come out; and units, free of what looks like a mark.

/// A row of bits.
#[derive(Debug, Clone, Default)]
pub struct Bits {
    bytes: Vec<u8>,
    /// How many bits of the last byte are taken; 0 where all are.
    taken: u32,
}

impl Bits {
    /// The lowest `bits` of a value, the highest of them first.
    pub fn put(&mut self, value: u32, bits: u32) {
        for bit in (0..bits).rev() {
            if self.taken == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << (7 - self.taken);
            }
            self.taken = (self.taken + 1) % 8;
        }
    }

    /// A count: the value and one, with a zero in front for each digit but the first.
    pub fn count(&mut self, value: u32) {
        let digits = u32::BITS - (value + 1).leading_zeros();
        self.put(0, digits - 1);
        self.put(value + 1, digits);
    }

    /// A number that may be negative, as a count: 0, 1, −1, 2, −2 …
    pub fn signed(&mut self, value: i32) {
        self.count(if value > 0 { value.unsigned_abs() * 2 - 1 } else { value.unsigned_abs() * 2 });
    }

    /// Ones up to a whole byte.
    pub fn fill_with_ones(&mut self) {
        while self.taken != 0 {
            self.put(1, 1);
        }
    }

    /// With a one at the end, and zeros up to a whole byte.
    pub fn finish(mut self) -> Vec<u8> {
        self.put(1, 1);
        self.bytes
    }

    /// What was put so far; zeros up to a whole byte.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// With a 3 wherever 0, 0 would look like the mark of a unit.
pub fn escaped(bytes: &[u8]) -> Vec<u8> {
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

    fn written(put: impl Fn(&mut Bits)) -> Vec<u8> {
        let mut bits = Bits::default();
        put(&mut bits);
        bits.into_bytes()
    }

    #[test]
    fn counts_are_written_as_h264_has_them() {
        assert_eq!(written(|bits| bits.count(0)), [0b1000_0000]);
        assert_eq!(written(|bits| bits.count(1)), [0b0100_0000]);
        assert_eq!(written(|bits| bits.count(4)), [0b0010_1000]);
        // 1 is 010, −1 is 011, 2 is 00100.
        assert_eq!(
            written(|bits| [1, -1, 2].into_iter().for_each(|value| bits.signed(value))),
            [0b0100_1100, 0b1000_0000]
        );
    }

    #[test]
    fn the_end_is_a_one_and_zeros() {
        assert_eq!(Bits::default().finish(), [0b1000_0000]);
        let mut bits = Bits::default();
        bits.put(0b101, 3);
        bits.fill_with_ones();
        assert_eq!(bits.finish(), [0b1011_1111, 0b1000_0000]);
    }

    #[test]
    fn what_looks_like_a_mark_is_kept_apart() {
        for bytes in [&[1, 0, 0, 0, 0, 0, 1][..], &[0, 0, 3, 0, 0, 2], &[5], &[]] {
            let unit = escaped(bytes);
            assert!(unit.windows(3).all(|three| three[..2] != [0, 0] || three[2] == 3), "{unit:?}");
        }
        assert_eq!(escaped(&[0, 0, 0, 0, 0, 4]), [0, 0, 3, 0, 0, 3, 0, 4]);
    }
}
