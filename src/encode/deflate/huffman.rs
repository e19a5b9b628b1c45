//! Symbols go in, a block of a deflate stream comes out, with codes made for it (RFC 1951, section 3.2.7).

use super::Symbol;
use crate::huffman::{Bits, Code, MOST_BITS, lengths};

/// How long the codes of the lengths may be.
const MOST_LENGTH_BITS: u8 = 7;

/// What ends a block.
const END: usize = 256;

/// The order in which the lengths of the lengths' codes come.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Writes a block.
pub(super) fn write(symbols: &[Symbol], last: bool, bits: &mut Bits) {
    let (mut literals, mut distances) = ([0_u32; 286], [0_u32; 30]);
    for symbol in symbols {
        match *symbol {
            Symbol::Byte(byte) => literals[usize::from(byte)] += 1,
            Symbol::Match { length, distance } => {
                literals[length_code(length).0] += 1;
                distances[distance_code(distance).0] += 1;
            }
        }
    }
    literals[END] = 1;
    let (literals, distances) = (lengths(&literals, MOST_BITS), lengths(&distances, MOST_BITS));
    bits.put(u32::from(last), 1);
    bits.put(2, 2);
    write_codes(&literals, &distances, bits);
    let (literals, distances) = (Code::of(&literals), Code::of(&distances));
    for symbol in symbols {
        match *symbol {
            Symbol::Byte(byte) => literals.put(usize::from(byte), bits),
            Symbol::Match { length, distance } => {
                let (code, more, count) = length_code(length);
                literals.put_with(code, more, count, bits);
                let (code, more, count) = distance_code(distance);
                distances.put_with(code, more, count, bits);
            }
        }
    }
    literals.put(END, bits);
}

/// A length's symbol, and what more is said of it in how many bits.
fn length_code(length: u16) -> (usize, u32, u32) {
    let (code, more, count) = LENGTHS[usize::from(length - 3) % LENGTHS.len()];
    (usize::from(code), u32::from(more), u32::from(count))
}

/// The same for each length from 3 on.
static LENGTHS: [(u16, u8, u8); 256] = {
    let mut lengths = [(0, 0, 0); 256];
    let mut value = 0_u32;
    while value < 256 {
        lengths[value as usize] = match value {
            0..8 => (257 + value as u16, 0, 0),
            255 => (285, 0, 0),
            _ => {
                let count = value.ilog2() - 2;
                let group = (value >> count) & 3;
                ((261 + 4 * count + group) as u16, (value & ((1 << count) - 1)) as u8, count as u8)
            }
        };
        value += 1;
    }
    lengths
};

/// The same of a distance.
fn distance_code(distance: u16) -> (usize, u32, u32) {
    let value = u32::from(distance) - 1;
    if value < 4 {
        return (value as usize, 0, 0);
    }
    let count = value.ilog2() - 1;
    let half = (value >> count) & 1;
    (2 + 2 * count as usize + half as usize, value & ((1 << count) - 1), count)
}

/// Writes both codes as lengths, with runs of equal lengths in short.
fn write_codes(literals: &[u8], distances: &[u8], bits: &mut Bits) {
    let used = |lengths: &[u8], least: usize| {
        lengths.iter().rposition(|&length| length > 0).map_or(0, |last| last + 1).max(least)
    };
    let (literal_count, distance_count) = (used(literals, 257), used(distances, 1));
    let all = [&literals[..literal_count], &distances[..distance_count]].concat();
    let runs: Vec<(u8, u32, u32)> = all.chunk_by(|a, b| a == b).flat_map(in_short).collect();
    let mut counts = [0_u32; 19];
    for &(symbol, ..) in &runs {
        counts[usize::from(symbol)] += 1;
    }
    let lengths = lengths(&counts, MOST_LENGTH_BITS);
    let ordered = ORDER.map(|symbol| lengths[symbol]);
    let count = used(&ordered, 4);
    bits.put(literal_count as u32 - 257, 5);
    bits.put(distance_count as u32 - 1, 5);
    bits.put(count as u32 - 4, 4);
    for &length in &ordered[..count] {
        bits.put(u32::from(length), 3);
    }
    let code = Code::of(&lengths);
    for (symbol, more, count) in runs {
        code.put_with(usize::from(symbol), more, count, bits);
    }
}

/// A run of equal lengths as symbols, each with what more is said of it in how many bits.
fn in_short(run: &[u8]) -> Vec<(u8, u32, u32)> {
    let (length, mut left) = (run[0], run.len() as u32);
    let mut short = Vec::new();
    if length > 0 {
        short.push((length, 0, 0));
        left -= 1;
    }
    while left > 0 {
        let (taken, said) = match (length, left) {
            (0, 11..) => (left.min(138), (18, left.min(138) - 11, 7)),
            (0, 3..) => (left, (17, left - 3, 3)),
            (1.., 3..) => (left.min(6), (16, left.min(6) - 3, 2)),
            _ => (1, (length, 0, 0)),
        };
        short.push(said);
        left -= taken;
    }
    short
}
