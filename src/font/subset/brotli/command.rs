//! Lengths and distances go in; the symbols that stand for them come out (RFC 7932, sections 4 and 5), each with what
//! more is said of it.

use super::cost::BIT;

/// How many symbols there are of commands and of distances.
pub(super) const COMMANDS: usize = 704;
pub(super) const DISTANCES: usize = 64;

/// Literals, then a copy.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Command {
    /// How many literals.
    pub insert: usize,
    /// How many bytes are copied. 0 for the last, which may copy nothing.
    pub copy: usize,
    /// From where.
    pub distance: Distance,
}

/// A distance's symbol, and what more is said of it in how many bits. The symbol 0 says: the last one again.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Distance {
    pub symbol: usize,
    pub more: u32,
    pub bits: u32,
}

impl Command {
    /// The command's symbol, and what more is said: of the literals and of the copy, each a value and its bits.
    pub fn symbol(&self) -> (usize, [(u32, u32); 2]) {
        // A last one that copies nothing says that it copies two.
        let (copy, again) = (self.copy.max(2), self.copy > 0 && self.distance.symbol == 0);
        let (insert_code, copy_code) = (insert_code(self.insert), copy_code(copy));
        let more = [(self.insert, INSERTS[insert_code]), (copy, COPIES[copy_code])];
        let more = more.map(|(value, (least, bits))| ((value - least) as u32, bits));
        (symbol_of(insert_code, copy_code, again).0, more)
    }

    /// Whether the distance is said after the command's symbol.
    pub fn names_distance(&self) -> bool {
        self.copy > 0 && self.symbol().0 >= WITH_DISTANCE
    }
}

/// The first symbol of a command whose distance has a symbol of its own; those before are at the last distance.
pub(super) const WITH_DISTANCE: usize = 128;

/// The symbol of a distance that is unlike those before.
pub(super) fn distance(back: u32) -> Distance {
    let value = back + 3;
    let bits = value.ilog2() - 1;
    let half = (value >> bits) & 1;
    Distance { symbol: (16 + 2 * (bits - 1) + half) as usize, more: value & ((1 << bits) - 1), bits }
}

/// How many codes there are of each of a command's two lengths.
pub(super) const LENGTH_CODES: usize = 24;

/// Each code of a length: the least it stands for, and in how many bits it is said how much more.
const INSERTS: [(usize, u32); LENGTH_CODES] = [
    (0, 0),
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 1),
    (8, 1),
    (10, 2),
    (14, 2),
    (18, 3),
    (26, 3),
    (34, 4),
    (50, 4),
    (66, 5),
    (98, 5),
    (130, 6),
    (194, 7),
    (322, 8),
    (578, 9),
    (1090, 10),
    (2114, 12),
    (6210, 14),
    (22594, 24),
];
const COPIES: [(usize, u32); LENGTH_CODES] = [
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 1),
    (12, 1),
    (14, 2),
    (18, 2),
    (22, 3),
    (30, 3),
    (38, 4),
    (54, 4),
    (70, 5),
    (102, 5),
    (134, 6),
    (198, 7),
    (326, 8),
    (582, 9),
    (1094, 10),
    (2118, 24),
];

/// The codes of most lengths that come, ready to be looked up.
const INSERT_CODES: [u8; 130] = codes(&INSERTS);
const COPY_CODES: [u8; 134] = codes(&COPIES);

const fn codes<const N: usize>(lengths: &[(usize, u32); LENGTH_CODES]) -> [u8; N] {
    let mut codes = [0; N];
    let (mut length, mut code) = (0, 0);
    while length < N {
        if length >= lengths[code as usize + 1].0 {
            code += 1;
        }
        codes[length] = code;
        length += 1;
    }
    codes
}

pub(super) fn insert_code(insert: usize) -> usize {
    let known = INSERT_CODES.get(insert).map(|&code| usize::from(code));
    known.unwrap_or_else(|| INSERTS.partition_point(|&(least, _)| least <= insert) - 1)
}

pub(super) fn copy_code(copy: usize) -> usize {
    let known = COPY_CODES.get(copy).map(|&code| usize::from(code));
    known.unwrap_or_else(|| COPIES.partition_point(|&(least, _)| least <= copy) - 1)
}

/// The symbol of a command of these codes, and how many bits follow on it. `again`: at the last distance, where the symbol
/// may say so.
pub(super) fn symbol_of(insert: usize, copy: usize, again: bool) -> (usize, u32) {
    const CELLS: [[usize; 3]; 3] = [[128, 192, 384], [256, 320, 512], [448, 576, 640]];
    let low = (insert & 7) << 3 | copy & 7;
    let cell = if again && insert < 8 && copy < 16 { copy >> 3 << 6 } else { CELLS[insert >> 3][copy >> 3] };
    (cell | low, INSERTS[insert].1 + COPIES[copy].1)
}

/// What the symbols of commands cost in most streams, about: more, the longer they are.
pub(super) fn usual_commands() -> Vec<u32> {
    let mut prices = vec![0; COMMANDS];
    for (insert, copy) in (0..INSERTS.len()).flat_map(|insert| (0..COPIES.len()).map(move |copy| (insert, copy))) {
        for again in [false, true] {
            prices[symbol_of(insert, copy, again).0] = 4 * BIT + insert as u32 * BIT / 2 + copy as u32 * BIT;
        }
    }
    prices
}

/// The same of distances.
pub(super) fn usual_distances() -> Vec<u32> {
    let price = |symbol| match symbol {
        0..4 => 5 * BIT,
        4..16 => 6 * BIT,
        _ => 4 * BIT,
    };
    (0..DISTANCES).map(price).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_are_looked_up_are_those_of_the_tables() {
        let code = |lengths: &[(usize, u32)], length| lengths.iter().rposition(|&(least, _)| least <= length);
        for length in 2..300 {
            assert_eq!(Some(insert_code(length)), code(&INSERTS, length), "{length}");
            assert_eq!(Some(copy_code(length)), code(&COPIES, length), "{length}");
        }
        assert_eq!([0, 1].map(insert_code), [0, 1]);
    }
}
