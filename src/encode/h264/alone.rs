//! The ways to tell a block from what stands around it in the same picture.

use super::block::{Block, FIRSTS, Kind, TURNS, quarter_of, tell_way};
use super::choose::{Choice, Chooser};
use super::levels::{List, tell_list};
use super::pixels::{Pixels, add, difference, lost, rough_square, roughness};
use super::predict::{Edge, MEAN, Way};
use super::transform::{Levels, Square, forward, inverse, is_told};

/// A block that takes no more bits than these as a whole is not looked at any closer.
const CHEAP: u64 = 12;

/// How many ways to expect a square are tried in full.
const TRIED: usize = 4;

/// How much another way than the expected one is held back, in differences.
const RELUCTANCE: u32 = 3;

impl Chooser<'_> {
    /// The cheapest way from the block's edge.
    pub fn alone(&mut self) -> Choice {
        let colors = self.colors_alone();
        let whole = self.whole(&colors);
        if whole.cost <= self.fineness.bit * 256 * CHEAP {
            return whole;
        }
        let squares = self.squares(&colors);
        if squares.cost < whole.cost { squares } else { whole }
    }

    /// The whole brightness one way.
    fn whole(&self, colors: &Choice) -> Choice {
        let ((x, y), (left, above)) = (self.corner(), self.sides());
        let source: Pixels<16> = self.source.planes[0].cut(x, y);
        let ways = Way::open(left, above).map(|way| {
            let expected: Pixels<16> = way.block(&self.now.planes[0], x, y, left, above);
            (roughness(&source, &expected), way, expected)
        });
        let mut choice = colors.clone();
        choice.block.kind = Kind::Whole;
        let Some((_, way, expected)) = ways.min_by_key(|(rough, ..)| *rough) else { return choice };
        choice.block.way = way.bright();
        self.tell_whole(&source, &expected, &mut choice);
        self.priced(choice)
    }

    fn tell_whole(&self, source: &Pixels<16>, expected: &Pixels<16>, choice: &mut Choice) {
        let scale = self.fineness.alone[0];
        let values: [Square; 16] =
            std::array::from_fn(|at| forward(&difference(source, expected, at % 4 * 4, at / 4 * 4)));
        let firsts: Square = std::array::from_fn(|row| std::array::from_fn(|column| values[row * 4 + column][0][0]));
        choice.told.firsts = scale.first_levels(&firsts);
        choice.told.bright = values.map(|values| scale.levels(&values, 1));
        let mut told = 0;
        for (at, levels) in choice.told.bright.iter().enumerate() {
            told |= u32::from(is_told(levels)) << at;
        }
        choice.block.bright = if told > 0 { 15 } else { 0 };
        choice.block.told |= told | u32::from(is_told(&choice.told.firsts)) << FIRSTS;
        let firsts = scale.first_values(&choice.told.firsts);
        for at in 0..16 {
            let mut values = scale.values(&choice.told.bright[at]);
            values[0][0] = firsts[at / 4][at % 4];
            add(&mut choice.bright, expected, at % 4 * 4, at / 4 * 4, &inverse(&values));
        }
    }

    /// Every square of brightness its own way.
    fn squares(&mut self, colors: &Choice) -> Choice {
        let (x, y) = self.corner();
        let mut choice = colors.clone();
        choice.block.kind = Kind::Squares;
        for at in TURNS {
            let (pixels, way, levels) = self.square(at, &choice.block);
            choice.block.ways[at] = way;
            if is_told(&levels) {
                choice.block.told |= 1 << at;
                choice.block.bright |= 1 << quarter_of(at);
            }
            choice.told.bright[at] = levels;
            self.now.planes[0].put(x + at % 4 * 4, y + at / 4 * 4, &pixels);
        }
        choice.bright = self.now.planes[0].cut(x, y);
        self.priced(choice)
    }

    /// The best way for a square, after the squares before it: its pixels, the way, and its levels.
    fn square(&self, at: usize, block: &Block) -> (Pixels<4>, u8, Levels) {
        let (x, y) = self.corner();
        let (x, y) = (x + at % 4 * 4, y + at / 4 * 4);
        let source: Pixels<4> = self.source.planes[0].cut(x, y);
        let expected_way = self.around.expected_way(&block.ways, at);
        let beside = self.around.told_beside(block, at);
        let scale = self.fineness.alone[0];
        let tried = Self::likely_ways(&self.edge(at), &source, expected_way).into_iter().map(|(_, way, expected)| {
            let levels = scale.levels(&forward(&difference(&source, &expected, 0, 0)), 0);
            let mut pixels = expected;
            if is_told(&levels) {
                add(&mut pixels, &expected, 0, 0, &inverse(&scale.values(&levels)));
            }
            let mut meter = self.meter;
            tell_way(way, expected_way, &mut meter);
            tell_list(&levels, List::All, beside, &mut meter);
            let cost = u64::from(lost(&source, &pixels)) * 65_536 + u64::from(meter.bits) * self.fineness.bit;
            (cost, (pixels, way, levels))
        });
        tried.min_by_key(|(cost, _)| *cost).map_or((source, MEAN, [0; 16]), |best| best.1)
    }

    /// What is around a square; some of what is above and to the right may not be told yet.
    fn edge(&self, at: usize) -> Edge {
        let ((x, y), (left, above)) = (self.corner(), self.sides());
        let (column, row) = (at % 4, at / 4);
        let right = match (column, row) {
            (3, 0) => self.neighbours.block(1, -1).is_some(),
            (_, 0) => above,
            (1, 1 | 3) | (3, _) => false,
            _ => true,
        };
        let there = [left || column > 0, above || row > 0, right];
        Edge::of(&self.now.planes[0], x + column * 4, y + row * 4, there)
    }

    /// The ways that leave least of a square, and what they lead to expect; only one where it leaves nothing.
    fn likely_ways(edge: &Edge, source: &Pixels<4>, expected_way: u8) -> Vec<(u32, u8, Pixels<4>)> {
        let rough = |way: u8| {
            let square = edge.square(way);
            let more = if way == expected_way { 0 } else { RELUCTANCE };
            (rough_square(&difference(source, &square, 0, 0)) + more, way, square)
        };
        let mut ways: Vec<(u32, u8, Pixels<4>)> = edge.ways().map(rough).collect();
        ways.sort_unstable_by_key(|(rough, way, _)| (*rough, *way));
        let nothing_is_left = ways.first().is_some_and(|way| way.0 == 0);
        ways.truncate(if nothing_is_left { 1 } else { TRIED });
        ways
    }

    /// The colours from the block's edge; nothing of its brightness.
    fn colors_alone(&self) -> Choice {
        let ((x, y), (left, above)) = (self.corner(), self.sides());
        let (x, y) = (x / 2, y / 2);
        let source: [Pixels<8>; 2] = std::array::from_fn(|color| self.source.planes[1 + color].cut(x, y));
        let ways = Way::open(left, above).map(|way| {
            let expected: [Pixels<8>; 2] =
                std::array::from_fn(|color| way.block(&self.now.planes[1 + color], x, y, left, above));
            let rough: u32 = source.iter().zip(&expected).map(|(a, b)| roughness(a, b)).sum();
            (rough, way.color(), expected)
        });
        let mut choice = Choice::new(Kind::Whole);
        if let Some((_, way, expected)) = ways.min_by_key(|(rough, way, _)| (*rough, *way)) {
            choice.block.color_way = way;
            choice.tell_colors(&source, &expected, self.fineness.alone[1]);
        }
        choice
    }
}
