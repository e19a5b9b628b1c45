//! The pixels around a square go in, what is to be expected inside comes out: the ways that H.264 has for it.

use super::picture::Plane;

/// Ways to expect 4 × 4 pixels, by the standard's numbers.
pub const MEAN: u8 = 2;

/// What lies around a square of four pixels: the left column from the bottom, the corner, and eight pixels above.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// From left bottom over the corner (at 4) to the right top.
    line: [i32; 13],
    left: bool,
    above: bool,
}

impl Edge {
    /// The edge of the square at a place of a plane. `left` and `above` tell what is there; `right` whether the four
    /// pixels above and to the right are known yet.
    pub fn of(plane: &Plane, x: usize, y: usize, [left, above, right]: [bool; 3]) -> Self {
        let mut line = [0; 13];
        if left {
            for row in 0..4 {
                line[3 - row] = i32::from(plane.at(x - 1, y + row));
            }
        }
        if left && above {
            line[4] = i32::from(plane.at(x - 1, y - 1));
        }
        if above {
            let row = plane.row(x, y - 1);
            let known = if right { 8 } else { 4 };
            for (slot, at) in line[5..].iter_mut().zip(0..8) {
                *slot = i32::from(row[at.min(known - 1)]);
            }
        }
        Self { line, left, above }
    }

    /// The ways that are open here.
    pub fn ways(&self) -> impl Iterator<Item = u8> + use<> {
        let (left, above) = (self.left, self.above);
        (0..9).filter(move |way| match way {
            0 | 3 | 7 => above,
            1 | 8 => left,
            4..=6 => left && above,
            _ => true,
        })
    }

    /// The square that a way leads to expect.
    pub fn square(&self, way: u8) -> [[u8; 4]; 4] {
        let mut square = [[0; 4]; 4];
        for (y, row) in (0..).zip(&mut square) {
            for (x, pixel) in (0..).zip(row) {
                *pixel = self.pixel(way, x, y) as u8;
            }
        }
        square
    }

    /// The pixel above column `x` (−1 is the corner), or beside row `−2 − x` where that is less.
    fn line(&self, x: isize) -> i32 {
        self.line[(x + 5).clamp(0, 12) as usize]
    }

    /// The middle of two neighbours.
    fn two(&self, x: isize) -> i32 {
        (self.line(x) + self.line(x + 1) + 1) >> 1
    }

    /// The middle of three neighbours, the one in the middle twice.
    fn three(&self, x: isize) -> i32 {
        (self.line(x - 1) + 2 * self.line(x) + self.line(x + 1) + 2) >> 2
    }

    fn pixel(&self, way: u8, x: isize, y: isize) -> i32 {
        match way {
            0 => self.line(x),
            1 => self.line(-2 - y),
            // Down to the left; past the last pixel, that one goes on.
            3 => self.three(x + y + 1),
            // Down to the right.
            4 => self.three(x - y - 1),
            // More down than to the right.
            5 => match 2 * x - y {
                -1 => self.three(-1),
                steep @ (-3 | -2) => self.three(steep),
                even if even % 2 == 0 => self.two(x - (y >> 1) - 1),
                _ => self.three(x - (y >> 1) - 1),
            },
            // More to the right than down.
            6 => match 2 * y - x {
                -1 => self.three(-1),
                flat @ (-3 | -2) => self.three(-2 - flat),
                even if even % 2 == 0 => self.two(-2 - (y - (x >> 1))),
                _ => self.three(-1 - (y - (x >> 1))),
            },
            // More down than to the left.
            7 if y % 2 == 0 => self.two(x + (y >> 1)),
            7 => self.three(x + (y >> 1) + 1),
            // More to the left than down; past the last pixel of the left side, that one goes on.
            8 => match x + 2 * y {
                past if past > 5 => self.line(-5),
                5 => (self.line(-4) + 3 * self.line(-5) + 2) >> 2,
                even if even % 2 == 0 => self.two(-3 - (y + (x >> 1))),
                _ => self.three(-3 - (y + (x >> 1))),
            },
            _ => self.mean(),
        }
    }

    fn mean(&self) -> i32 {
        let (left, above): (i32, i32) = (self.line[..4].iter().sum(), self.line[5..9].iter().sum());
        match (self.left, self.above) {
            (true, true) => (left + above + 4) >> 3,
            (true, false) => (left + 2) >> 2,
            (false, true) => (above + 2) >> 2,
            (false, false) => 128,
        }
    }
}

/// Ways to expect a whole block, by names: their numbers differ between brightness and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the row above.
    Down,
    /// As the column at the left.
    Across,
    /// All the same.
    Mean,
    /// A slope.
    Slope,
}

impl Way {
    /// The ways that are open with these neighbours.
    pub fn open(left: bool, above: bool) -> impl Iterator<Item = Self> {
        let open = move |way: &Self| match way {
            Self::Down => above,
            Self::Across => left,
            Self::Mean => true,
            Self::Slope => left && above,
        };
        [Self::Down, Self::Across, Self::Mean, Self::Slope].into_iter().filter(open)
    }

    /// The number for brightness.
    pub fn bright(self) -> u8 {
        self as u8
    }

    /// The number for colours.
    pub fn color(self) -> u8 {
        match self {
            Self::Mean => 0,
            Self::Across => 1,
            Self::Down => 2,
            Self::Slope => 3,
        }
    }

    /// What is to be expected of a block of brightness (16 pixels) or colour (8) at a place.
    pub fn block<const SIDE: usize>(
        self,
        plane: &Plane,
        x: usize,
        y: usize,
        left: bool,
        above: bool,
    ) -> [[u8; SIDE]; SIDE] {
        let mut block = [[0; SIDE]; SIDE];
        match self {
            Self::Down => block.fill(std::array::from_fn(|column| plane.at(x + column, y - 1))),
            Self::Across => {
                block.iter_mut().enumerate().for_each(|(row, pixels)| pixels.fill(plane.at(x - 1, y + row)));
            }
            Self::Mean => means(&mut block, plane, x, y, left, above),
            Self::Slope => slope(&mut block, plane, x, y),
        }
        block
    }
}

/// One mean for brightness; for colours one a square of four pixels.
fn means<const SIDE: usize>(
    block: &mut [[u8; SIDE]; SIDE],
    plane: &Plane,
    x: usize,
    y: usize,
    left: bool,
    above: bool,
) {
    let part = if SIDE == 8 { 4 } else { SIDE };
    let sum_left = |from: usize| (from..from + part).map(|row| u32::from(plane.at(x - 1, y + row))).sum::<u32>();
    let sum_above = |from: usize| (from..from + part).map(|column| u32::from(plane.at(x + column, y - 1))).sum::<u32>();
    let half = part as u32 / 2;
    for top in (0..SIDE).step_by(part) {
        for start in (0..SIDE).step_by(part) {
            // The squares beside the diagonal look to one side only, where they can.
            let (use_left, use_above) = match (start > 0, top > 0) {
                (true, false) => (left && !above, above),
                (false, true) => (left, above && !left),
                _ => (left, above),
            };
            let mean = match (use_left, use_above) {
                (true, true) => (sum_left(top) + sum_above(start) + half * 2) / (half * 4),
                (true, false) => (sum_left(top) + half) / (half * 2),
                (false, true) => (sum_above(start) + half) / (half * 2),
                (false, false) => 128,
            };
            for row in &mut block[top..top + part] {
                row[start..start + part].fill(mean as u8);
            }
        }
    }
}

fn slope<const SIDE: usize>(block: &mut [[u8; SIDE]; SIDE], plane: &Plane, x: usize, y: usize) {
    let half = if SIDE == 16 { 8 } else { 4 };
    let above = |column: i32| i32::from(plane.near((x, y - 1), [column as isize, 0]));
    let left = |row: i32| i32::from(plane.near((x - 1, y), [0, row as isize]));
    let across: i32 = (1..=half).map(|step| step * (above(half - 1 + step) - above(half - 1 - step))).sum();
    let down: i32 = (1..=half).map(|step| step * (left(half - 1 + step) - left(half - 1 - step))).sum();
    let (across, down) = if SIDE == 16 {
        ((5 * across + 32) >> 6, (5 * down + 32) >> 6)
    } else {
        ((34 * across + 32) >> 6, (34 * down + 32) >> 6)
    };
    let start = 16 * (above(2 * half - 1) + left(2 * half - 1));
    for (row, pixels) in (1 - half..).zip(block) {
        for (column, pixel) in (1 - half..).zip(pixels) {
            let value = start + across * column + down * row;
            *pixel = ((value + 16) >> 5).clamp(0, 255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::h264::picture::Picture;

    /// A picture of two by two blocks whose brightness grows to the right and down.
    fn gradient() -> Picture {
        let mut picture = Picture::new((2, 2));
        for plane in &mut picture.planes {
            for y in 0..plane.height {
                for x in 0..plane.width {
                    plane.put(x, y, &[[(10 + 3 * x + 2 * y) as u8]]);
                }
            }
        }
        picture
    }

    #[test]
    fn a_slope_goes_on_as_it_was() {
        let picture = gradient();
        let block: [[u8; 16]; 16] = Way::Slope.block(&picture.planes[0], 16, 16, true, true);
        assert_eq!(block, picture.planes[0].cut(16, 16));
        let block: [[u8; 8]; 8] = Way::Slope.block(&picture.planes[1], 8, 8, true, true);
        assert_eq!(block, picture.planes[1].cut(8, 8));
    }

    #[test]
    fn without_neighbours_all_is_grey() {
        let picture = gradient();
        let block: [[u8; 16]; 16] = Way::Mean.block(&picture.planes[0], 0, 0, false, false);
        assert_eq!(block, [[128; 16]; 16]);
        assert_eq!(Way::open(false, false).collect::<Vec<_>>(), [Way::Mean]);
        let edge = Edge::of(&picture.planes[0], 0, 0, [false; 3]);
        assert_eq!((edge.ways().collect::<Vec<_>>(), edge.square(MEAN)), (vec![MEAN], [[128; 4]; 4]));
    }

    #[test]
    fn squares_are_expected_along_their_ways() {
        let picture = gradient();
        let edge = Edge::of(&picture.planes[0], 8, 8, [true; 3]);
        assert_eq!(edge.ways().count(), 9);
        // Above: 10 + 24 + 14 = 48, 51, 54 …; at the left: 10 + 21 + 16 = 47, 49, 51, 53; in the corner 45.
        assert_eq!(edge.square(0)[3], [48, 51, 54, 57]);
        assert_eq!(edge.square(1)[3], [53; 4]);
        // Down to the left, the pixel above and one further to the right: (48 + 2 × 51 + 54 + 2) / 4.
        assert_eq!(edge.square(3)[0][0], 51);
        // Down to the right: around the corner, (47 + 2 × 45 + 48 + 2) / 4.
        let down_right = edge.square(4);
        assert!((0..4).all(|at| down_right[at][at] == 46));
        // To the left and down, past the last pixel at the left.
        assert_eq!(edge.square(8)[3], [53; 4]);
    }

    #[test]
    fn colours_beside_the_diagonal_look_to_one_side() {
        let plane = &gradient().planes[1];
        let block: [[u8; 8]; 8] = Way::Mean.block(plane, 8, 8, true, true);
        // Above the right half: 10 + 2 × 7 + 3 × (12 … 15) = 60, 63, 66, 69.
        assert_eq!(block[0][4], 65);
        // At the left of the lower half: 10 + 3 × 7 + 2 × (12 … 15) = 55, 57, 59, 61.
        assert_eq!(block[4][0], 58);
    }
}
