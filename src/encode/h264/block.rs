//! What is told of a block of 16 by 16 pixels, in the order of H.264, with the likelihoods that its neighbours suggest.

use super::arithmetic::Bins;
use super::levels::{List, tell_list, tell_rest};
use super::predict::MEAN;
use super::transform::Levels;

/// How a block is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As its neighbours move, and nothing else.
    Skipped,
    /// From one place of an earlier picture.
    Moved,
    /// Each quarter from a place of its own.
    Quarters,
    /// From its edge, as a whole.
    Whole,
    /// From its edge, in squares of four by four pixels.
    Squares,
}

impl Kind {
    /// True where it is told from the picture itself.
    pub fn is_alone(self) -> bool {
        matches!(self, Self::Whole | Self::Squares)
    }
}

/// A shift in quarters of a pixel: to the right, and down.
pub type Shift = [i16; 2];

/// What neighbours have to know of a block.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// How it is told.
    pub kind: Kind,
    /// A bit for each quarter of the brightness of which levels are told.
    pub bright: u8,
    /// Of the colours: nothing, the four first values, or all.
    pub color: u8,
    /// A bit for each list of levels that is not all zeros: sixteen of brightness, row by row, four of blue, four of red; the
    /// first values of brightness, blue and red.
    pub told: u32,
    /// The ways of the sixteen squares, row by row, for [`Kind::Squares`]; else those that neighbours expect by.
    pub ways: [u8; 16],
    /// The way of the whole brightness, for [`Kind::Whole`].
    pub way: u8,
    /// The way of the colours.
    pub color_way: u8,
    /// How coarse its levels are.
    pub qp: i32,
    /// Which earlier picture each quarter is from; −1 where none.
    pub from: [i8; 4],
    /// Where in it.
    pub shifts: [Shift; 4],
    /// How far that is from what was to be expected.
    pub off: [Shift; 4],
}

/// The bit in [`Block::told`] of the first values of brightness; those of blue and red follow.
pub const FIRSTS: usize = 24;

impl Block {
    /// A block that is told by nothing yet.
    pub const fn new(kind: Kind) -> Self {
        let from = if matches!(kind, Kind::Whole | Kind::Squares) { -1 } else { 0 };
        Self {
            kind,
            bright: 0,
            color: 0,
            told: 0,
            ways: [MEAN; 16],
            way: 0,
            color_way: 0,
            qp: 0,
            from: [from; 4],
            shifts: [[0; 2]; 4],
            off: [[0; 2]; 4],
        }
    }

    /// True where levels are told of it.
    pub fn has_levels(&self) -> bool {
        self.kind == Kind::Whole || self.bright > 0 || self.color > 0
    }

    fn tells(&self, list: usize) -> bool {
        self.told >> list & 1 == 1
    }
}

/// All levels of a block.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The first values of the squares of a [`Kind::Whole`].
    pub firsts: Levels,
    /// The squares of brightness, row by row.
    pub bright: [Levels; 16],
    /// The first values of the squares of blue and red.
    pub color_firsts: [[i32; 4]; 2],
    /// The squares of blue and red.
    pub color: [[Levels; 4]; 2],
}

/// What neighbours a block has.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// At the left.
    pub left: Option<&'a Block>,
    /// Above.
    pub above: Option<&'a Block>,
    /// Whether all blocks of the picture stand by themselves.
    pub alone: bool,
    /// How many earlier pictures there are to choose from.
    pub earlier: usize,
    /// How coarse the block before is, in the order in which they are told, and whether it is so for the first time.
    pub before: (i32, bool),
}

/// Squares in the order in which they are told: their places in rows of four.
pub const TURNS: [usize; 16] = [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15];

impl Around<'_> {
    fn both(&self, holds: impl Fn(&Block) -> bool) -> usize {
        usize::from(self.left.is_some_and(&holds)) + usize::from(self.above.is_some_and(&holds))
    }

    /// Tells a block.
    pub fn tell(&self, block: &Block, told: &Told, bins: &mut impl Bins) {
        if !self.alone {
            bins.bin(11 + self.both(|block| block.kind != Kind::Skipped), block.kind == Kind::Skipped);
            if block.kind == Kind::Skipped {
                return;
            }
        }
        self.kind(block, bins);
        match block.kind {
            Kind::Squares => self.ways(block, bins),
            Kind::Moved => self.shifts(block, &[0], bins),
            Kind::Quarters => {
                (0..4).for_each(|_| bins.bin(21, true));
                self.shifts(block, &[0, 1, 2, 3], bins);
            }
            _ => {}
        }
        if block.kind.is_alone() {
            self.color_way(block, bins);
        }
        if block.kind != Kind::Whole {
            self.coded(block, bins);
        }
        if block.has_levels() {
            self.coarseness(block.qp, bins);
            self.levels(block, told, bins);
        }
    }

    fn kind(&self, block: &Block, bins: &mut impl Bins) {
        let alone = block.kind.is_alone();
        if !self.alone {
            bins.bin(14, alone);
            if !alone {
                bins.bin(15, false);
                bins.bin(16, block.kind == Kind::Quarters);
                return;
            }
        }
        let whole = block.kind == Kind::Whole;
        let first = if self.alone { 3 + self.both(|block| block.kind != Kind::Squares) } else { 17 };
        bins.bin(first, whole);
        if !whole {
            return;
        }
        // Not as bare pixels.
        bins.end(false);
        let [bright, some, all, high, low] = if self.alone { [6, 7, 8, 9, 10] } else { [18, 19, 19, 20, 20] };
        bins.bin(bright, block.bright > 0);
        bins.bin(some, block.color > 0);
        if block.color > 0 {
            bins.bin(all, block.color == 2);
        }
        bins.bin(high, block.way & 2 > 0);
        bins.bin(low, block.way & 1 > 0);
    }

    /// The way that is to be expected of a square.
    pub fn expected_way(&self, ways: &[u8; 16], square: usize) -> u8 {
        let (x, y) = (square % 4, square / 4);
        let left = if x > 0 { Some(ways[square - 1]) } else { self.left.map(|block| block.ways[square + 3]) };
        let above = if y > 0 { Some(ways[square - 4]) } else { self.above.map(|block| block.ways[square + 12]) };
        match (left, above) {
            (Some(left), Some(above)) => left.min(above),
            _ => MEAN,
        }
    }

    fn ways(&self, block: &Block, bins: &mut impl Bins) {
        for square in TURNS {
            tell_way(block.ways[square], self.expected_way(&block.ways, square), bins);
        }
    }

    fn color_way(&self, block: &Block, bins: &mut impl Bins) {
        let context = 64 + self.both(|block| block.kind.is_alone() && block.color_way > 0);
        bins.bin(context, block.color_way > 0);
        if block.color_way > 0 {
            bins.bin(67, block.color_way > 1);
            if block.color_way > 1 {
                bins.bin(67, block.color_way > 2);
            }
        }
    }

    /// Which earlier pictures, and where in them.
    fn shifts(&self, block: &Block, quarters: &[usize], bins: &mut impl Bins) {
        if self.earlier > 1 {
            for &quarter in quarters {
                let (left, above) = self
                    .beside(block, quarter, |block, quarter| block.from[quarter] > 0 && block.kind != Kind::Skipped);
                bins.bin(54 + usize::from(left) + 2 * usize::from(above), block.from[quarter] > 0);
                if block.from[quarter] > 0 {
                    bins.bin(58, false);
                }
            }
        }
        for &quarter in quarters {
            for (axis, first) in [40, 47].into_iter().enumerate() {
                let (left, above) =
                    self.beside(block, quarter, |block, quarter| block.off[quarter][axis].unsigned_abs());
                tell_off(i32::from(block.off[quarter][axis]), left + above, first, bins);
            }
        }
    }

    /// Something of the quarters at the left and above; nothing where there is none.
    fn beside<T: Default>(&self, block: &Block, quarter: usize, of: impl Fn(&Block, usize) -> T) -> (T, T) {
        let left =
            if quarter % 2 == 1 { Some(of(block, quarter - 1)) } else { self.left.map(|block| of(block, quarter + 1)) };
        let above =
            if quarter > 1 { Some(of(block, quarter - 2)) } else { self.above.map(|block| of(block, quarter + 2)) };
        (left.unwrap_or_default(), above.unwrap_or_default())
    }

    /// Which parts levels are told of.
    fn coded(&self, block: &Block, bins: &mut impl Bins) {
        for quarter in 0..4 {
            let missing = |block: &Block, quarter: usize| block.bright >> quarter & 1 == 0;
            let (left, above) = self.beside(block, quarter, missing);
            bins.bin(73 + usize::from(left) + 2 * usize::from(above), block.bright >> quarter & 1 == 1);
        }
        let context = |least: u8| {
            let has = |block: Option<&Block>| usize::from(block.is_some_and(|block| block.color >= least));
            has(self.left) + 2 * has(self.above)
        };
        bins.bin(77 + context(1), block.color > 0);
        if block.color > 0 {
            bins.bin(81 + context(2), block.color == 2);
        }
    }

    fn coarseness(&self, qp: i32, bins: &mut impl Bins) {
        let more = qp - self.before.0;
        let number = if more > 0 { more * 2 - 1 } else { -more * 2 };
        let first = 60 + usize::from(self.before.1);
        for step in 0..=number {
            let context = match step {
                0 => first,
                1 => 62,
                _ => 63,
            };
            bins.bin(context, step < number);
        }
    }

    fn levels(&self, block: &Block, told: &Told, bins: &mut impl Bins) {
        let whole = block.kind == Kind::Whole;
        if whole {
            tell_list(&told.firsts, List::Firsts, self.told_beside(block, FIRSTS), bins);
        }
        for square in TURNS {
            if block.bright >> quarter_of(square) & 1 == 1 {
                let beside = self.told_beside(block, square);
                let (levels, list) =
                    if whole { (&told.bright[square][1..], List::Rest) } else { (&told.bright[square][..], List::All) };
                tell_list(levels, list, beside, bins);
            }
        }
        for color in 0..2 {
            if block.color > 0 {
                let beside = self.told_beside(block, FIRSTS + 1 + color);
                tell_list(&told.color_firsts[color], List::ColorFirsts, beside, bins);
            }
        }
        for color in 0..2 {
            for square in 0..4 {
                if block.color == 2 {
                    let beside = self.told_beside(block, 16 + color * 4 + square);
                    tell_list(&told.color[color][square][1..], List::ColorRest, beside, bins);
                }
            }
        }
    }

    /// Whether the lists at the left and above are told; beyond the edge, as is usual for such a block. As one number.
    pub fn told_beside(&self, block: &Block, list: usize) -> usize {
        let outside = block.kind.is_alone();
        let in_left = |list: usize| self.left.map_or(outside, |block| block.tells(list));
        let in_above = |list: usize| self.above.map_or(outside, |block| block.tells(list));
        let (left, above) = match list {
            FIRSTS.. => (in_left(list), in_above(list)),
            16.. => (
                if list % 2 == 1 { block.tells(list - 1) } else { in_left(list + 1) },
                if list % 4 > 1 { block.tells(list - 2) } else { in_above(list + 2) },
            ),
            _ => (
                if list.is_multiple_of(4) { in_left(list + 3) } else { block.tells(list - 1) },
                if list > 3 { block.tells(list - 4) } else { in_above(list + 12) },
            ),
        };
        usize::from(left) + 2 * usize::from(above)
    }
}

/// The quarter in which a square is.
pub fn quarter_of(square: usize) -> usize {
    square / 8 * 2 + square % 4 / 2
}

/// The way of a square, where another is to be expected or not.
pub fn tell_way(way: u8, expected: u8, bins: &mut impl Bins) {
    bins.bin(68, way == expected);
    if way != expected {
        let rest = if way < expected { way } else { way - 1 };
        (0..3).for_each(|bit| bins.bin(69, rest >> bit & 1 == 1));
    }
}

/// A part of a shift, where its neighbours' are off by so much together.
fn tell_off(off: i32, around: u16, first: usize, bins: &mut impl Bins) {
    let size = off.unsigned_abs();
    let start = match around {
        0..3 => 0,
        3..=32 => 1,
        _ => 2,
    };
    let contexts = [start, 3, 4, 5, 6, 6, 6, 6, 6];
    for (step, context) in contexts.into_iter().enumerate() {
        bins.bin(first + context, size > step as u32);
        if size <= step as u32 {
            break;
        }
    }
    if size >= 9 {
        tell_rest(size - 9, 3, bins);
    }
    if size > 0 {
        bins.even(off < 0);
    }
}
