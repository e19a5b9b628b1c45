//! A block's pixels and what is around them go in; how it is told comes out: what costs least in bits and in what is lost.

use super::arithmetic::Meter;
use super::block::{Around, Block, FIRSTS, Kind, Told};
use super::motion::Neighbours;
use super::picture::Picture;
use super::pixels::{Pixels, add, difference, lost};
use super::transform::{Scale, Square, forward, inverse, is_told};

/// One way to tell a block, and what a decoder makes of it.
#[derive(Clone)]
pub struct Choice {
    /// What neighbours have to know of it.
    pub block: Block,
    /// Its levels.
    pub told: Told,
    /// The brightness that a decoder makes of it.
    pub bright: Pixels<16>,
    /// The colours that a decoder makes of it.
    pub colors: [Pixels<8>; 2],
    /// What is lost and what it takes, added up.
    pub cost: u64,
}

/// How finely pictures are told.
#[derive(Debug, Clone, Copy)]
pub struct Fineness {
    /// Coarseness, 0 to 51.
    pub qp: i32,
    /// Of brightness and colour, where blocks stand by themselves.
    pub alone: [Scale; 2],
    /// The same where they look back.
    pub back: [Scale; 2],
    /// What a bit is worth, in squares of differences, times 256.
    pub bit: u64,
}

/// What is added before a level is rounded down, in 64ths of a step: less where most levels are 0 anyway.
const ALONE_BIAS: i64 = 26;
const BACK_BIAS: i64 = 16;

impl Fineness {
    /// Of a coarseness from 0 to 51; with three more, a bit is worth twice as much.
    pub fn new(coarseness: i32) -> Self {
        let coarseness = coarseness.clamp(0, 51);
        let color = (coarseness + super::head::COLOR_OFFSET).max(0);
        let color = COLOR_COARSENESS[(color - 30).max(0) as usize].min(color);
        let scales = |bias| [Scale::new(coarseness, bias), Scale::new(color, bias)];
        let bit = [164_u64, 206, 259][(coarseness % 3) as usize] << (coarseness / 3) >> 4;
        Self { qp: coarseness, alone: scales(ALONE_BIAS), back: scales(BACK_BIAS), bit }
    }
}

/// The coarseness of colours from 30 on.
const COLOR_COARSENESS: [i32; 22] =
    [29, 30, 31, 32, 32, 33, 34, 34, 35, 35, 36, 36, 37, 37, 37, 38, 38, 38, 39, 39, 39, 39];

/// What a block is chosen by.
pub struct Chooser<'a> {
    /// What is to be told.
    pub source: &'a Picture,
    /// What a decoder will see; the block's own pixels are written to while ways are tried.
    pub now: &'a mut Picture,
    /// The earlier pictures: the one before, and the first one unless they are the same.
    pub earlier: &'a [&'a Picture],
    /// The blocks before.
    pub neighbours: Neighbours<'a>,
    /// Those of them that the block is told after.
    pub around: Around<'a>,
    /// What it takes to tell something.
    pub meter: Meter<'a>,
    /// How finely it is told.
    pub fineness: Fineness,
}

impl Chooser<'_> {
    /// The block's left top pixel.
    pub fn corner(&self) -> (usize, usize) {
        (self.neighbours.at.0 * 16, self.neighbours.at.1 * 16)
    }

    /// Whether there are blocks at the left and above.
    pub fn sides(&self) -> (bool, bool) {
        (self.around.left.is_some(), self.around.above.is_some())
    }

    /// With its cost.
    pub fn priced(&self, mut choice: Choice) -> Choice {
        choice.block.qp = self.fineness.qp;
        let mut meter = self.meter;
        self.around.tell(&choice.block, &choice.told, &mut meter);
        let (x, y) = self.corner();
        let bright = &self.source.planes[0];
        let mut lost = lost(&bright.cut(x, y), &choice.bright);
        for (plane, pixels) in self.source.planes[1..].iter().zip(&choice.colors) {
            lost += self::lost(&plane.cut(x / 2, y / 2), pixels);
        }
        choice.cost = u64::from(lost) * 65_536 + u64::from(meter.bits) * self.fineness.bit;
        choice
    }
}

impl Choice {
    /// A block of which nothing is told yet.
    pub fn new(kind: Kind) -> Self {
        Self {
            block: Block::new(kind),
            told: Told::default(),
            bright: [[0; 16]; 16],
            colors: [[[0; 8]; 8]; 2],
            cost: 0,
        }
    }

    /// What is told of the colours where something is to be expected.
    pub fn tell_colors(&mut self, source: &[Pixels<8>; 2], expected: &[Pixels<8>; 2], scale: Scale) {
        for color in 0..2 {
            let values: [Square; 4] = std::array::from_fn(|at| {
                forward(&difference(&source[color], &expected[color], at % 2 * 4, at / 2 * 4))
            });
            self.told.color_firsts[color] = scale.color_levels(values.map(|values| values[0][0]));
            self.told.color[color] = values.map(|values| scale.levels(&values, 1));
            self.block.told |= u32::from(self.told.color_firsts[color] != [0; 4]) << (FIRSTS + 1 + color);
            for (at, levels) in self.told.color[color].iter().enumerate() {
                self.block.told |= u32::from(is_told(levels)) << (16 + color * 4 + at);
            }
            let firsts = scale.color_values(self.told.color_firsts[color]);
            self.colors[color] = expected[color];
            for (at, first) in firsts.into_iter().enumerate() {
                let mut values = scale.values(&self.told.color[color][at]);
                values[0][0] = first;
                add(&mut self.colors[color], &expected[color], at % 2 * 4, at / 2 * 4, &inverse(&values));
            }
        }
        self.block.color = match (self.block.told >> 16 & 255 > 0, self.block.told >> (FIRSTS + 1) > 0) {
            (true, _) => 2,
            (false, true) => 1,
            _ => 0,
        };
    }
}
