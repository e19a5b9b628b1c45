//! Where blocks were in earlier pictures: what neighbours suggest, and what is found there.

use super::block::{Block, Kind, Shift};
use super::picture::{Picture, Plane};

/// The blocks of a picture that are told already, and one that is being told.
#[derive(Clone, Copy)]
pub struct Neighbours<'a> {
    /// All blocks, row by row.
    pub blocks: &'a [Block],
    /// How many are in a row.
    pub across: usize,
    /// The place of the one that is being told.
    pub at: (usize, usize),
}

/// An earlier picture and a shift in it.
type Seen = (i8, Shift);

impl<'a> Neighbours<'a> {
    /// The block so many to the right and further down.
    pub fn block(&self, right: isize, down: isize) -> Option<&'a Block> {
        let (x, y) = (self.at.0.checked_add_signed(right)?, self.at.1.checked_add_signed(down)?);
        if x >= self.across { None } else { self.blocks.get(y * self.across + x) }
    }

    fn seen(&self, right: isize, down: isize, quarter: usize) -> Option<Seen> {
        self.block(right, down).map(|block| (block.from[quarter], block.shifts[quarter]))
    }

    /// The shift to be expected of a whole block that is from an earlier picture.
    pub fn expected(&self, from: i8) -> Shift {
        let corner = self.seen(1, -1, 2).or_else(|| self.seen(-1, -1, 3));
        middle(from, self.seen(-1, 0, 1), self.seen(0, -1, 2), corner)
    }

    /// The shift to be expected of a quarter; the quarters before it are in `own`.
    pub fn expected_quarter(&self, own: &Block, quarter: usize) -> Shift {
        let inside = |quarter: usize| Some((own.from[quarter], own.shifts[quarter]));
        let from = own.from[quarter];
        match quarter {
            0 => middle(
                from,
                self.seen(-1, 0, 1),
                self.seen(0, -1, 2),
                self.seen(0, -1, 3).or_else(|| self.seen(-1, -1, 3)),
            ),
            1 => middle(from, inside(0), self.seen(0, -1, 3), self.seen(1, -1, 2).or_else(|| self.seen(0, -1, 2))),
            2 => middle(from, self.seen(-1, 0, 3), inside(0), inside(1)),
            _ => middle(from, inside(2), inside(1), inside(0)),
        }
    }

    /// A block in which nothing changed.
    pub fn still(&self) -> Block {
        if self.skipped() == [0, 0] { Block::new(Kind::Skipped) } else { moved(0, [0, 0], self.expected(0)) }
    }

    /// The shift of a block of which nothing is told.
    pub fn skipped(&self) -> Shift {
        let still = |seen: Option<Seen>| seen.is_none_or(|seen| seen == (0, [0, 0]));
        if still(self.seen(-1, 0, 1)) || still(self.seen(0, -1, 2)) { [0, 0] } else { self.expected(0) }
    }
}

/// The shift in the middle of three, or that of the only one that is from the same picture.
fn middle(from: i8, left: Option<Seen>, above: Option<Seen>, corner: Option<Seen>) -> Shift {
    let (above, corner) = if above.is_none() && corner.is_none() { (left, left) } else { (above, corner) };
    let three = [left, above, corner].map(|seen| seen.unwrap_or((-1, [0, 0])));
    let mut same = three.iter().filter(|seen| seen.0 == from);
    if let (Some(only), None) = (same.next(), same.next()) {
        return only.1;
    }
    [0, 1].map(|axis| {
        let [a, b, c] = three.map(|seen| seen.1[axis]);
        a.max(b).min(a.min(b).max(c))
    })
}

/// True where a square of `side` pixels that is shifted by whole pixels lies inside.
pub fn is_inside(plane: &Plane, (x, y): (usize, usize), side: usize, [right, down]: Shift) -> bool {
    let fits = |at: usize, by: i16, length: usize| {
        at.checked_add_signed(isize::from(by)).is_some_and(|at| at + side <= length)
    };
    fits(x, right, plane.width) && fits(y, down, plane.height)
}

/// The brightness of a quarter of eight pixels, shifted by whole pixels; it lies inside.
pub fn bright(picture: &Picture, (x, y): (usize, usize), [right, down]: Shift) -> [[u8; 8]; 8] {
    let (x, y) = (x.wrapping_add_signed(isize::from(right)), y.wrapping_add_signed(isize::from(down)));
    picture.planes[0].cut(x, y)
}

/// A colour of a quarter, of four pixels, at a place in the colour's plane. A shift by an odd number of pixels of
/// brightness falls between two of them.
pub fn color(plane: &Plane, (x, y): (usize, usize), [right, down]: Shift) -> [[u8; 4]; 4] {
    let whole = [right >> 1, down >> 1].map(isize::from);
    let between = [right, down].map(|part| isize::from(part & 1 == 1));
    let mut square = [[0; 4]; 4];
    for (row, pixels) in square.iter_mut().enumerate() {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            let at = |right: isize, down: isize| {
                u32::from(plane.near((x + column, y + row), [whole[0] + right, whole[1] + down]))
            };
            let [right, down] = between;
            *pixel = ((at(0, 0) + at(right, 0) + at(0, down) + at(right, down) + 2) >> 2) as u8;
        }
    }
    square
}

/// A block that is told by a shift of the whole in quarters of a pixel, where `to` is in whole ones.
pub fn moved(from: i8, to: Shift, expected: Shift) -> Block {
    let mut block = Block::new(Kind::Moved);
    let shift = to.map(|part| part * 4);
    block.from = [from; 4];
    block.shifts = [shift; 4];
    block.off = [[shift[0] - expected[0], shift[1] - expected[1]]; 4];
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shift_in_the_middle_is_expected() {
        let three = [Some((0, [4, 8])), Some((0, [12, 0])), Some((0, [8, 40]))];
        assert_eq!(middle(0, three[0], three[1], three[2]), [8, 8]);
        // Only one is from the other picture.
        assert_eq!(middle(1, Some((1, [4, 4])), three[1], three[2]), [4, 4]);
        // Above, there is nothing: the left one counts for all.
        assert_eq!(middle(1, three[0], None, None), [4, 8]);
        assert_eq!(middle(0, None, None, None), [0, 0]);
    }

    #[test]
    fn a_block_beside_one_that_moved_with_it_is_skipped_along() {
        let moving = moved(0, [3, 0], [0, 0]);
        let blocks = [moving; 5];
        let at = |at| Neighbours { blocks: &blocks, across: 3, at };
        assert_eq!(at((2, 1)).skipped(), [12, 0]);
        assert_eq!(at((0, 1)).skipped(), [0, 0], "at the edge, nothing moves");
        assert_eq!(at((2, 1)).still().kind, Kind::Moved);
        assert_eq!(at((0, 1)).still().kind, Kind::Skipped);
    }

    #[test]
    fn half_a_pixel_of_colour_is_between_two() {
        let mut picture = Picture::new((1, 1));
        picture.planes[1].put(2, 0, &[[100; 4]; 4]);
        let colour = |shift| color(&picture.planes[1], (1, 0), shift)[0];
        assert_eq!(colour([0, 0]), [0, 100, 100, 100]);
        assert_eq!(colour([1, 0]), [50, 100, 100, 100]);
        assert_eq!(colour([2, 0]), [100, 100, 100, 100]);
        assert_eq!(colour([-2, 0]), [0, 0, 100, 100]);
    }
}
