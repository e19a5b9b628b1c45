//! Counts of symbols go in; a prefix code comes out, as lengths, as bits and as what the stream says of it (RFC 7932,
//! section 3).

use crate::huffman::{Bits, Code, MOST_BITS, lengths};

/// How long the codes of the lengths may be.
const MOST_LENGTH_BITS: u8 = 5;

/// The order in which the lengths of the lengths' codes come.
const ORDER: [usize; 18] = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// How the length of a length's code is written: the bits and how many.
const FIXED: [(u32, u32); 6] = [(0, 2), (7, 4), (3, 3), (2, 2), (1, 2), (15, 4)];

/// Makes the code for symbols that come so often, and writes what a reader has to know of it.
pub(super) fn write(counts: &[u32], bits: &mut Bits) -> Code {
    let used: Vec<usize> = (0..counts.len()).filter(|&symbol| counts[symbol] > 0).collect();
    if used.len() <= 4 {
        return write_few(counts, used, bits);
    }
    let lengths = lengths(counts, MOST_BITS);
    write_lengths(&lengths, bits);
    Code::of(&lengths)
}

/// Up to four symbols are named one by one.
fn write_few(counts: &[u32], mut used: Vec<usize>, bits: &mut Bits) -> Code {
    if used.is_empty() {
        used.push(0);
    }
    let width = usize::BITS - (counts.len() - 1).leading_zeros();
    let mut lengths = lengths(counts, MOST_BITS);
    if let [only] = used[..] {
        lengths[only] = 0;
    }
    used.sort_by_key(|&symbol| (lengths[symbol], symbol));
    bits.put(1, 2);
    bits.put(used.len() as u32 - 1, 2);
    for &symbol in &used {
        bits.put(symbol as u32, width);
    }
    if used.len() == 4 {
        bits.put(u32::from(lengths[used[0]] == 1), 1);
    }
    Code::of(&lengths)
}

/// Writes the lengths of at least two codes, with runs of equal ones in short.
fn write_lengths(lengths: &[u8], bits: &mut Bits) {
    let used = lengths.iter().rposition(|&length| length > 0).map_or(0, |last| last + 1);
    let mut last = 8;
    let mut said = Vec::new();
    for run in lengths[..used].chunk_by(|a, b| a == b) {
        in_short(run, &mut last, &mut said);
    }
    let mut counts = [0_u32; 18];
    for &(symbol, ..) in &said {
        counts[usize::from(symbol)] += 1;
    }
    let mut lengths = self::lengths(&counts, MOST_LENGTH_BITS);
    let several = counts.iter().filter(|&&count| count > 0).count() > 1;
    let ordered = ORDER.map(|symbol| usize::from(lengths[symbol]));
    let end = if several { ordered.iter().rposition(|&length| length > 0).map_or(0, |last| last + 1) } else { 18 };
    let skipped = match ordered {
        [0, 0, 0, ..] => 3,
        [0, 0, ..] => 2,
        _ => 0,
    };
    bits.put(skipped as u32, 2);
    for &length in &ordered[skipped..end] {
        let (value, count) = FIXED[length];
        bits.put(value, count);
    }
    if !several {
        lengths.fill(0);
    }
    let code = Code::of(&lengths);
    for (symbol, more, count) in said {
        code.put(usize::from(symbol), bits);
        bits.put(more, count);
    }
}

/// A run of equal lengths as symbols, each with what more is said of it in how many bits. `last`: the last length that was
/// not 0.
fn in_short(run: &[u8], last: &mut u8, said: &mut Vec<(u8, u32, u32)>) {
    let (length, mut left) = (run[0], run.len() as u32);
    if length > 0 && *last != length {
        said.push((length, 0, 0));
        *last = length;
        left -= 1;
    }
    // These are cheaper by one said plainly.
    let plainly = match (length, left) {
        (_, ..3) => left,
        (0, 11) | (1.., 7) => 1,
        _ => 0,
    };
    said.extend((0..plainly).map(|_| (length, 0, 0)));
    left -= plainly;
    if left == 0 {
        return;
    }
    let (symbol, bits) = if length == 0 { (17, 3) } else { (16, 2) };
    // One run says how many times in several digits, the highest first.
    let mut digits = Vec::new();
    left -= 3;
    loop {
        digits.push((symbol, left & ((1 << bits) - 1), bits));
        left >>= bits;
        if left == 0 {
            break;
        }
        left -= 1;
    }
    said.extend(digits.into_iter().rev());
}

/// Writes a number from 1 to 256: of block types or of codes.
pub(super) fn write_count(count: usize, bits: &mut Bits) {
    let more = count as u32 - 1;
    let Some(log) = more.checked_ilog2() else { return bits.put(0, 1) };
    bits.put(1 | log << 1, 4);
    bits.put(more - (1 << log), log);
}
