//! Literals of several types, one type after the other, go in; what a stream says where the type changes comes out.

use super::code::{self, write_count};
use crate::huffman::{Bits, Code};

/// Each code of a length: the least it stands for, and in how many bits it is said how much more.
const LENGTHS: [(usize, u32); 26] = [
    (1, 2),
    (5, 2),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 3),
    (41, 3),
    (49, 4),
    (65, 4),
    (81, 4),
    (97, 4),
    (113, 5),
    (145, 5),
    (177, 5),
    (209, 5),
    (241, 6),
    (305, 6),
    (369, 7),
    (497, 8),
    (753, 9),
    (1265, 10),
    (2289, 11),
    (4337, 12),
    (8433, 13),
    (16625, 24),
];

/// The blocks that are still to come.
pub(super) struct Blocks {
    to_come: std::vec::IntoIter<Block>,
    /// Of changes of type and of lengths; none where there is one type.
    codes: Option<[Code; 2]>,
    /// How many literals of this block are still to come.
    left: usize,
}

/// Literals of one type in a row.
struct Block {
    /// The symbol for the change to its type.
    change: usize,
    length: usize,
}

impl Blocks {
    /// Writes how many types there are, and where there are several, their codes and the first block's length. `types` has
    /// one for each literal.
    pub fn begin(types: &[usize], count: usize, bits: &mut Bits) -> Self {
        write_count(count, bits);
        let blocks = blocks(types, count);
        if count < 2 {
            return Self { to_come: blocks.into_iter(), codes: None, left: usize::MAX };
        }
        let (mut changes, mut lengths) = (vec![0; count + 2], vec![0; LENGTHS.len()]);
        blocks.iter().skip(1).for_each(|block| changes[block.change] += 1);
        for block in &blocks {
            lengths[length_code(block.length)] += 1;
        }
        let codes = [changes, lengths].map(|counts| code::write(&counts, bits));
        let mut begun = Self { to_come: blocks.into_iter(), codes: Some(codes), left: 0 };
        begun.block(true, bits);
        begun
    }

    /// A literal comes: writes what is to be said before it.
    pub fn next(&mut self, bits: &mut Bits) {
        if self.left == 0 {
            self.block(false, bits);
        }
        self.left = self.left.saturating_sub(1);
    }

    fn block(&mut self, is_first: bool, bits: &mut Bits) {
        let (Some(block), Some([changes, lengths])) = (self.to_come.next(), &self.codes) else { return };
        if !is_first {
            changes.put(block.change, bits);
        }
        let code = length_code(block.length);
        lengths.put(code, bits);
        bits.put((block.length - LENGTHS[code].0) as u32, LENGTHS[code].1);
        self.left = block.length;
    }
}

/// The first block is of type 0, and so are the literals of a stream that has none.
fn blocks(types: &[usize], count: usize) -> Vec<Block> {
    // The types of the last two blocks, the last first, as a reader has them at the beginning.
    let mut before = [0, 1];
    let mut blocks = Vec::new();
    for run in types.chunk_by(|a, b| a == b) {
        let change = match run[0] {
            same if same == before[1] => 0,
            next if next == (before[0] + 1) % count => 1,
            other => other + 2,
        };
        if !blocks.is_empty() {
            before = [run[0], before[0]];
        }
        blocks.push(Block { change, length: run.len() });
    }
    blocks
}

fn length_code(length: usize) -> usize {
    LENGTHS.partition_point(|&(least, _)| least <= length) - 1
}
