//! How often symbols come goes in, how long their codes are comes out, for the compression of PNG and of WOFF2.

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
