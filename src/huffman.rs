//! How often symbols come goes in, how long their codes are comes out, and the bits of them, for the compression of PNG and of
//! WOFF2.

/// The longest code that deflate and Brotli have.
pub const MOST_BITS: u8 = 15;

/// Bits, the lowest first.
#[derive(Default)]
pub struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    /// Whole bytes, at the start.
    pub fn bytes(&mut self, bytes: [u8; 2]) {
        self.bytes.extend(bytes);
    }

    /// At most 32 bits at a time.
    pub fn put(&mut self, value: u32, count: u32) {
        self.held |= u64::from(value) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// The bytes; the last one is filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        let rest = self.count.div_ceil(8) as usize;
        self.bytes.extend(&self.held.to_le_bytes()[..rest]);
        self.bytes
    }
}

/// A code a symbol: its bits, in the order in which they are written, and how many.
pub struct Code(Vec<(u16, u8)>);

impl Code {
    /// The code of these lengths, none of which is over [`MOST_BITS`].
    pub fn of(lengths: &[u8]) -> Self {
        let mut next = [0_u16; MOST_BITS as usize + 2];
        for &length in lengths.iter().filter(|&&length| length > 0) {
            next[usize::from(length) + 1] += 1;
        }
        // The first code of each length: all shorter ones, and a bit more.
        for length in 1..next.len() {
            next[length] = (next[length] + next[length - 1]) << 1;
        }
        let code = |&length: &u8| {
            if length == 0 {
                return (0, 0);
            }
            let code = next[usize::from(length)];
            next[usize::from(length)] += 1;
            (code.reverse_bits() >> (16 - u16::from(length)), length)
        };
        Self(lengths.iter().map(code).collect())
    }

    /// Writes a symbol.
    pub fn put(&self, symbol: usize, bits: &mut Bits) {
        self.put_with(symbol, 0, 0, bits);
    }

    /// Writes a symbol and at most 13 bits that say more.
    pub fn put_with(&self, symbol: usize, more: u32, more_count: u32, bits: &mut Bits) {
        let (value, count) = self.0[symbol];
        bits.put(u32::from(value) | more << count, u32::from(count) + more_count);
    }
}

/// How long the code of each symbol is that comes so often, none longer than `most`; 0 for those that do not come.
pub fn lengths(counts: &[u32], most: u8) -> Vec<u8> {
    let mut counts = counts.to_vec();
    loop {
        let lengths = unbounded(&counts);
        if lengths.iter().all(|&length| length <= most) {
            return lengths;
        }
        // The rarest get shorter codes where counts are closer to each other.
        for count in counts.iter_mut().filter(|count| **count > 0) {
            *count = *count / 2 + 1;
        }
    }
}

/// Huffman's lengths.
fn unbounded(counts: &[u32]) -> Vec<u8> {
    let mut leaves: Vec<usize> = (0..counts.len()).filter(|&symbol| counts[symbol] > 0).collect();
    let mut lengths = vec![0; counts.len()];
    if let [only] = leaves[..] {
        lengths[only] = 1;
        return lengths;
    }
    leaves.sort_by_key(|&symbol| (counts[symbol], symbol));
    // Nodes in the order of their weight: leaves first, then what joins two, each with its place above.
    let mut weights: Vec<u64> = leaves.iter().map(|&symbol| u64::from(counts[symbol])).collect();
    let mut above = vec![0; weights.len()];
    let (mut leaf, mut joint) = (0, leaves.len());
    while (leaves.len() - leaf) + (weights.len() - joint) > 1 {
        let mut lightest = || {
            let is_leaf = leaf < leaves.len() && (joint >= weights.len() || weights[leaf] <= weights[joint]);
            let index = if is_leaf { &mut leaf } else { &mut joint };
            *index += 1;
            *index - 1
        };
        let (first, second) = (lightest(), lightest());
        let top = weights.len();
        (above[first], above[second]) = (top, top);
        weights.push(weights[first] + weights[second]);
        above.push(0);
    }
    let mut depths = vec![0_u8; weights.len()];
    for index in (0..weights.len().saturating_sub(1)).rev() {
        depths[index] = depths[above[index]] + 1;
    }
    for (index, &symbol) in leaves.iter().enumerate() {
        lengths[symbol] = depths[index];
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_more_often_has_a_shorter_code() {
        assert_eq!(lengths(&[1, 0, 8, 2, 1], 15), [3, 0, 1, 2, 3]);
        assert_eq!(lengths(&[0, 5], 15), [0, 1], "a single symbol takes a bit");
    }

    #[test]
    fn no_code_is_longer_than_it_may_be_and_all_together_fill_the_space() {
        // Each comes as often as the two before it: unbounded, the rarest would have 29 bits.
        let mut counts = vec![1, 1];
        while counts.len() < 30 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        let lengths = lengths(&counts, 15);
        assert!(lengths.iter().all(|&length| (1..=15).contains(&length)), "{lengths:?}");
        assert_eq!(lengths.iter().map(|&length| 1_u32 << (15 - length)).sum::<u32>(), 1 << 15);
    }
}
