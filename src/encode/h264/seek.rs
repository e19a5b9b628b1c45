//! Where a block that changed was in earlier pictures.

use super::choose::{Choice, Chooser};
use super::motion;

/// Which earlier picture, and a shift in whole pixels.
pub type Seen = (i8, [i16; 2]);

/// How many guesses are looked at.
const GUESSED: usize = 8;

/// From this sum of differences on, a block of 256 pixels is told by itself if that is cheaper.
const FAR: u32 = 512;

/// How far a shift may reach to both sides, and up and down, in pixels, in a video of any size.
const REACH: [u16; 2] = [2047, 63];

/// Moves in pixels as shifts, as far as these reach.
pub fn guesses(moves: &[[i32; 2]]) -> Vec<[i16; 2]> {
    let shift = |by: &[i32; 2]| {
        let [right, down] = by.map(|part| i16::try_from(part).unwrap_or(i16::MAX));
        (right.unsigned_abs() <= REACH[0] && down.unsigned_abs() <= REACH[1]).then_some([right, down])
    };
    moves.iter().filter_map(shift).take(GUESSED).collect()
}

impl Chooser<'_> {
    /// The cheapest way to tell a block that changed; it may have been where one of the guesses says.
    pub fn changed(&mut self, guesses: &[[i16; 2]]) -> Choice {
        let mut seen = vec![(0, [0, 0])];
        if self.earlier.len() > 1 {
            seen.push((1, [0, 0]));
        }
        let expected = self.neighbours.expected(0).map(|part| part / 4);
        seen.extend([expected].iter().chain(guesses).map(|shift| (0, *shift)));
        let found: Vec<(Seen, [u32; 4])> = seen.into_iter().filter_map(|seen| Some((seen, self.off(seen)?))).collect();
        let best = |weight: &dyn Fn(&[u32; 4]) -> u32| {
            found.iter().min_by_key(|(_, off)| weight(off)).map_or((0, [0, 0]), |best| best.0)
        };
        let whole = best(&|off| off.iter().sum());
        let quarters = [0, 1, 2, 3].map(|quarter| best(&|off| off[quarter] * 4 + off.iter().sum::<u32>() / 64));
        let mut choice = self.back([whole; 4]);
        if quarters != [whole; 4] {
            let other = self.back(quarters);
            choice = if other.cost < choice.cost { other } else { choice };
        }
        let least = found.iter().map(|(_, off)| off.iter().sum()).min().unwrap_or(u32::MAX);
        if least > FAR {
            let other = self.alone();
            choice = if other.cost < choice.cost { other } else { choice };
        }
        choice
    }

    /// How much each quarter differs from what is seen there; `None` outside of the picture.
    fn off(&self, (from, shift): Seen) -> Option<[u32; 4]> {
        let at = self.corner();
        let plane = &self.earlier[from as usize].planes[0];
        motion::is_inside(plane, at, 16, shift).then(|| {
            [(0, 0), (8, 0), (0, 8), (8, 8)].map(|(right, down)| self.differs(from, (at.0 + right, at.1 + down), shift))
        })
    }

    /// The sum of the differences of a quarter's brightness.
    fn differs(&self, from: i8, (x, y): (usize, usize), [right, down]: [i16; 2]) -> u32 {
        let (source, seen) = (&self.source.planes[0], &self.earlier[from as usize].planes[0]);
        let (left, top) = (x.wrapping_add_signed(isize::from(right)), y.wrapping_add_signed(isize::from(down)));
        let row = |row: usize| {
            let rows = source.row(x, y + row)[..8].iter().zip(&seen.row(left, top + row)[..8]);
            rows.map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>()
        };
        (0..8).map(row).sum()
    }
}
