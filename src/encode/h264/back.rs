//! The ways to tell a block from earlier pictures.

use super::block::{Block, Kind};
use super::choose::{Choice, Chooser};
use super::motion;
use super::pixels::{Pixels, add, difference, lay};
use super::seek::Seen;
use super::transform::{forward, inverse, is_told};

impl Chooser<'_> {
    /// The whole block or each quarter from earlier pictures; which one and the shift in whole pixels for each quarter.
    pub fn back(&self, seen: [Seen; 4]) -> Choice {
        let mut choice = Choice::new(Kind::Moved);
        if seen.iter().all(|quarter| *quarter == seen[0]) {
            choice.block = motion::moved(seen[0].0, seen[0].1, self.neighbours.expected(seen[0].0));
        } else {
            choice.block = self.quarters(seen);
        }
        let (x, y) = self.corner();
        let (mut bright, mut colors) = (choice.bright, choice.colors);
        for (quarter, &(from, shift)) in seen.iter().enumerate() {
            let (right, down) = (quarter % 2 * 8, quarter / 2 * 8);
            let picture = self.earlier[from as usize];
            lay(&mut bright, &motion::bright(picture, (x + right, y + down), shift), right, down);
            for (plane, pixels) in picture.planes[1..].iter().zip(&mut colors) {
                let (right, down) = (right / 2, down / 2);
                lay(pixels, &motion::color(plane, (x / 2 + right, y / 2 + down), shift), right, down);
            }
        }
        self.tell_rest(&bright, &colors, &mut choice);
        if choice.block.kind == Kind::Moved
            && choice.block.told == 0
            && choice.block.from[0] == 0
            && choice.block.shifts[0] == self.neighbours.skipped()
        {
            choice.block = Block { shifts: choice.block.shifts, ..Block::new(Kind::Skipped) };
        }
        self.priced(choice)
    }

    fn quarters(&self, seen: [Seen; 4]) -> Block {
        let mut block = Block::new(Kind::Quarters);
        block.from = seen.map(|seen| seen.0);
        for (quarter, (_, to)) in seen.into_iter().enumerate() {
            let shift = to.map(|part| part * 4);
            let expected = self.neighbours.expected_quarter(&block, quarter);
            block.shifts[quarter] = shift;
            block.off[quarter] = [shift[0] - expected[0], shift[1] - expected[1]];
        }
        block
    }

    /// What an earlier picture leaves to tell.
    fn tell_rest(&self, bright: &Pixels<16>, colors: &[Pixels<8>; 2], choice: &mut Choice) {
        let (x, y) = self.corner();
        let source: Pixels<16> = self.source.planes[0].cut(x, y);
        let scale = self.fineness.back[0];
        choice.bright = *bright;
        for quarter in 0..4 {
            for inner in 0..4 {
                let (column, row) = (quarter % 2 * 2 + inner % 2, quarter / 2 * 2 + inner / 2);
                let rest = difference(&source, bright, column * 4, row * 4);
                if rest == [[0; 4]; 4] {
                    continue;
                }
                let levels = scale.levels(&forward(&rest), 0);
                if !is_told(&levels) {
                    continue;
                }
                let at = row * 4 + column;
                choice.block.bright |= 1 << quarter;
                choice.block.told |= 1 << at;
                choice.told.bright[at] = levels;
                add(&mut choice.bright, bright, column * 4, row * 4, &inverse(&scale.values(&levels)));
            }
        }
        let source = std::array::from_fn(|color| self.source.planes[1 + color].cut(x / 2, y / 2));
        choice.tell_colors(&source, colors, self.fineness.back[1]);
    }
}
