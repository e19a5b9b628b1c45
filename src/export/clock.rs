//! A page's own time in, the time of a reel out, and back: a reel may play at another speed, and leave out what stands still.

use crate::scene::{Key, Ramp, Sprite, Storyboard};

use super::Motion;

/// How the time of a page's reel runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clock {
    /// The parts of the page's time that are shown, in order: from, to.
    spans: Vec<(u32, u32)>,
    /// In percent.
    speed: u32,
}

impl Clock {
    /// The clock of a page.
    pub(super) fn new(board: &Storyboard, motion: &Motion) -> Self {
        let spans = if motion.holds { vec![(0, board.duration_ms)] } else { moving(board) };
        Self { spans, speed: motion.speed.max(1) }
    }

    /// How long the reel plays; at least a millisecond, so that there is a frame.
    pub(super) fn duration_ms(&self) -> u32 {
        self.slowed(self.spans.iter().map(|(from, to)| to - from).sum()).max(1)
    }

    /// The page's time at a time of the reel.
    pub(super) fn page_ms(&self, reel_ms: u32) -> u32 {
        let mut left = (u64::from(reel_ms) * u64::from(self.speed) / 100) as u32;
        for &(from, to) in &self.spans {
            if left < to - from {
                return from + left;
            }
            left -= to - from;
        }
        self.spans.last().map_or(0, |&(_, to)| to)
    }

    /// The first time of the reel that shows the page at this time or later.
    pub(super) fn reel_ms(&self, page_ms: u32) -> u32 {
        let before = |&(from, to): &(u32, u32)| page_ms.clamp(from, to) - from;
        self.slowed(self.spans.iter().map(before).sum())
    }

    /// A page's length of time in the reel's, rounded up, so that at its end the length has passed.
    fn slowed(&self, ms: u32) -> u32 {
        (u64::from(ms) * 100).div_ceil(u64::from(self.speed)).min(u64::from(u32::MAX)) as u32
    }
}

/// When anything on the board moves, fades or is typed: apart from each other and in order.
fn moving(board: &Storyboard) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = board.sprites.iter().flat_map(motions).collect();
    spans.sort_unstable();
    let mut apart: Vec<(u32, u32)> = Vec::new();
    for (from, to) in spans {
        let (from, to) = (from.min(board.duration_ms), to.min(board.duration_ms));
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart.retain(|(from, to)| from < to);
    apart
}

fn motions(sprite: &Sprite) -> impl Iterator<Item = (u32, u32)> {
    let typed = sprite.typed.map(|typed| (typed.from_ms, typed.to_ms));
    ramps(sprite.opacity.keys()).chain(ramps(sprite.shift.keys())).chain(typed)
}

/// When a value changes, other than at once.
fn ramps<T: PartialEq>(keys: &[Key<T>]) -> impl Iterator<Item = (u32, u32)> {
    let changes = |pair: &&[Key<T>]| pair[1].ramp != Ramp::Jump && pair[0].value != pair[1].value;
    keys.windows(2).filter(changes).map(|pair| (pair[0].at_ms, pair[1].at_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Panel, Part, Track, Typed};

    /// Fades in from 100 to 200 ms, moves from 150 to 300 ms, is typed from 600 to 700 ms; the page ends at 1000 ms.
    fn board() -> Storyboard {
        let (mut opacity, mut shift) = (Track::still(0_u8), Track::still([0.0_f32, 0.0]));
        opacity.go(100, 200, 100, Ramp::Linear);
        opacity.go(800, 900, 100, Ramp::Linear);
        shift.go(150, 300, [9.0, 0.0], Ramp::Smooth);
        let typed = Some(Typed { from_ms: 600, to_ms: 700, clusters: 3 });
        let sprite = Sprite { panel: Panel::Stage, part: Part::Still, shapes: Vec::new(), opacity, shift, typed };
        Storyboard { panels: Vec::new(), sprites: vec![sprite], duration_ms: 1000 }
    }

    #[test]
    fn by_itself_a_reel_keeps_the_time_of_its_page() {
        let clock = Clock::new(&board(), &Motion::default());
        assert_eq!(clock.duration_ms(), 1000);
        assert_eq!((clock.page_ms(0), clock.page_ms(999), clock.reel_ms(640)), (0, 999, 640));
    }

    #[test]
    fn without_holds_only_what_changes_between_two_values_takes_time() {
        let clock = Clock::new(&board(), &Motion { holds: false, ..Motion::default() });
        assert_eq!(clock.spans, [(100, 300), (600, 700)]);
        assert_eq!(clock.duration_ms(), 300);
        assert_eq!([0, 199, 200, 299, 300].map(|ms| clock.page_ms(ms)), [100, 299, 600, 699, 700]);
        // What happens in a time that is left out happens at the next that is not.
        assert_eq!([0, 100, 450, 600, 1000].map(|ms| clock.reel_ms(ms)), [0, 0, 200, 200, 300]);
    }

    #[test]
    fn at_double_speed_a_reel_lasts_half_as_long() {
        let clock = Clock::new(&board(), &Motion { speed: 200, ..Motion::default() });
        assert_eq!((clock.duration_ms(), clock.page_ms(250), clock.reel_ms(501)), (500, 500, 251));
        let clock = Clock::new(&board(), &Motion { speed: 50, ..Motion::default() });
        assert_eq!((clock.duration_ms(), clock.page_ms(250), clock.reel_ms(501)), (2000, 125, 1002));
    }

    #[test]
    fn the_time_of_a_moment_shows_that_moment() {
        for speed in [0, 33, 50, 77, 100, 150, 200] {
            let clock = Clock::new(&board(), &Motion { speed, ..Motion::default() });
            for page_ms in 0..1000 {
                assert!(clock.page_ms(clock.reel_ms(page_ms)) >= page_ms, "{page_ms} at {speed}");
            }
        }
    }

    #[test]
    fn a_page_on_which_nothing_moves_is_one_moment_without_holds() {
        let still = Storyboard { panels: Vec::new(), sprites: Vec::new(), duration_ms: 1000 };
        let clock = Clock::new(&still, &Motion { holds: false, ..Motion::default() });
        assert_eq!((clock.duration_ms(), clock.page_ms(0), clock.reel_ms(500)), (1, 0, 0));
    }
}
