//! Where a block that changed was in earlier pictures.

use super::choose::{Choice, Chooser};
use super::motion;

/// Which earlier picture, and a shift in whole pixels.
pub type Seen = (i8, [i16; 2]);

/// How far it is looked for what moved, in pixels to both sides, and up and down.
const REACH: [i16; 2] = [64, 40];

/// How many shifts are remembered.
const REMEMBERED: usize = 6;

/// From this sum of differences on, a block of 256 pixels is looked for further, and told by itself if that is cheaper.
const FAR: u32 = 512;

/// Shifts that were found of late, and how often one may still be looked for in this picture.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    shifts: Vec<[i16; 2]>,
    searches: u32,
}

impl Memory {
    /// At the head of a picture.
    pub fn allow(&mut self, searches: u32) {
        self.searches = searches;
    }

    fn keep(&mut self, shift: [i16; 2]) {
        if shift != [0, 0] {
            self.shifts.retain(|known| *known != shift);
            self.shifts.insert(0, shift);
            self.shifts.truncate(REMEMBERED);
        }
    }
}

impl Chooser<'_> {
    /// The cheapest way to tell a block that changed.
    pub fn changed(&mut self, memory: &mut Memory) -> Choice {
        let mut seen = vec![(0, [0, 0])];
        if self.earlier.len() > 1 {
            seen.push((1, [0, 0]));
        }
        let expected = self.neighbours.expected(0).map(|part| part / 4);
        seen.extend([expected].iter().chain(&memory.shifts).map(|shift| (0, *shift)));
        let mut found: Vec<(Seen, [u32; 4])> =
            seen.into_iter().filter_map(|seen| Some((seen, self.off(seen)?))).collect();
        let far = |found: &[(Seen, [u32; 4])]| found.iter().map(|(_, off)| off.iter().sum()).min().unwrap_or(u32::MAX);
        if far(&found) > FAR && memory.searches > 0 {
            memory.searches -= 1;
            let seen = (0, self.search());
            found.extend(self.off(seen).map(|off| (seen, off)));
        }
        let best = |weight: &dyn Fn(&[u32; 4]) -> u32| {
            found.iter().min_by_key(|(_, off)| weight(off)).map_or((0, [0, 0]), |best| best.0)
        };
        let whole = best(&|off| off.iter().sum());
        memory.keep(whole.1);
        let quarters = [0, 1, 2, 3].map(|quarter| best(&|off| off[quarter] * 4 + off.iter().sum::<u32>() / 64));
        let mut choice = self.back([whole; 4]);
        if quarters != [whole; 4] {
            let other = self.back(quarters);
            choice = if other.cost < choice.cost { other } else { choice };
        }
        if far(&found) > FAR {
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
            [(0, 0), (8, 0), (0, 8), (8, 8)]
                .map(|(right, down)| self.differs::<8>(from, (at.0 + right, at.1 + down), shift, u32::MAX))
        })
    }

    /// The sum of the differences of a square of brightness; no longer exact once it is `enough`.
    fn differs<const SIDE: usize>(
        &self,
        from: i8,
        (x, y): (usize, usize),
        [right, down]: [i16; 2],
        enough: u32,
    ) -> u32 {
        let (source, seen) = (&self.source.planes[0], &self.earlier[from as usize].planes[0]);
        let (left, top) = (x.wrapping_add_signed(isize::from(right)), y.wrapping_add_signed(isize::from(down)));
        let mut sum = 0;
        for row in 0..SIDE {
            let rows = source.row(x, y + row)[..SIDE].iter().zip(&seen.row(left, top + row)[..SIDE]);
            sum += rows.map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>();
            if sum >= enough {
                break;
            }
        }
        sum
    }

    /// The best shift of all within reach.
    fn search(&self) -> [i16; 2] {
        let at = self.corner();
        let plane = &self.earlier[0].planes[0];
        let mut best = ([0, 0], self.differs::<16>(0, at, [0, 0], u32::MAX));
        for down in -REACH[1]..=REACH[1] {
            for right in -REACH[0]..=REACH[0] {
                if motion::is_inside(plane, at, 16, [right, down]) {
                    let sum = self.differs::<16>(0, at, [right, down], best.1);
                    if sum < best.1 {
                        best = ([right, down], sum);
                    }
                }
            }
        }
        best.0
    }
}
