//! A track goes in; its moves come out, with times that count from what happens in the page, so that one list of moves
//! serves every sprite that moves alike.

use super::short::Short;
use crate::scene::{Key, Ramp};
use crate::timeline::PageTime;

/// When something happens in a page: each step's start, and after it the end of each of its events.
///
/// They never go back. In a page whose undrawn packets are drawn, the same happens at other times.
pub(super) struct Moments(Vec<u32>);

impl Moments {
    pub fn of(time: &PageTime) -> Self {
        let of_step = |step: &crate::timeline::StepTime| {
            [step.start_ms].into_iter().chain(step.events.iter().map(|event| event.end_ms)).collect::<Vec<_>>()
        };
        Self(time.steps.iter().flat_map(of_step).collect())
    }

    /// The number of the last moment that is not after `at_ms`, and the time since then.
    pub fn before(&self, at_ms: u32) -> (usize, u32) {
        let number = self.0.partition_point(|&moment| moment <= at_ms).saturating_sub(1);
        (number, at_ms - self.0.get(number).copied().unwrap_or_default().min(at_ms))
    }
}

/// One change of a value: from a time on, over a length, to another value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Move<T> {
    pub from_ms: u32,
    pub length_ms: u32,
    pub smooth: bool,
    pub to: T,
}

/// The moves of a track; what does not change its value is left out. The value before them is that of the first key.
pub(super) fn moves<T: Copy + PartialEq>(keys: &[Key<T>]) -> Vec<Move<T>> {
    let change = |pair: &[Key<T>]| {
        let [before, key] = [pair[0], pair[1]];
        let from_ms = if key.ramp == Ramp::Jump { key.at_ms } else { before.at_ms };
        let (length_ms, smooth) = (key.at_ms - from_ms, key.ramp == Ramp::Smooth);
        (before.value != key.value).then_some(Move { from_ms, length_ms, smooth, to: key.value })
    };
    keys.windows(2).filter_map(change).collect()
}

/// The moves as the player reads them, one after the other: which moment from `base` on, the time since then, the length
/// (negative where the way is smooth), the value or values.
pub(super) fn written<T: Copy>(
    moves: &[Move<T>],
    (moments, base): (&Moments, usize),
    values: impl Fn(T) -> Vec<Short>,
) -> Vec<Short> {
    let written = |one: &Move<T>| {
        let (moment, since_ms) = moments.before(one.from_ms);
        let length = i64::from(one.length_ms) * if one.smooth { -1 } else { 1 };
        let mut written =
            vec![Short::from(moment.saturating_sub(base)), Short::whole(since_ms.into()), Short::whole(length)];
        written.extend(values(one.to));
        written
    };
    moves.iter().flat_map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Track;
    use crate::timeline::{EventTime, StepTime};

    fn moments(steps: &[(u32, u32)]) -> Moments {
        let step = |&(start_ms, event): &(u32, u32)| StepTime {
            start_ms,
            end_ms: event,
            still_ms: event,
            events: vec![EventTime { start_ms, end_ms: event, drawn: true }],
        };
        Moments::of(&PageTime { steps: steps.iter().map(step).collect(), duration_ms: 0 })
    }

    #[test]
    fn a_time_counts_from_the_last_thing_that_happened() {
        let moments = moments(&[(0, 500), (900, 900), (2000, 2500)]);
        let before = [0, 499, 500, 900, 1999, 9999].map(|at_ms| moments.before(at_ms));
        assert_eq!(before, [(0, 0), (0, 499), (1, 0), (3, 0), (3, 1099), (5, 7499)]);
        assert_eq!(Moments(Vec::new()).before(7), (0, 7));
    }

    #[test]
    fn only_changes_are_moves() {
        let mut track = Track::still(0_u8);
        track.go(100, 300, 80, Ramp::Smooth);
        track.go(400, 500, 80, Ramp::Linear);
        track.then(600, 10, Ramp::Jump);
        let expected = [
            Move { from_ms: 100, length_ms: 200, smooth: true, to: 80 },
            Move { from_ms: 600, length_ms: 0, smooth: false, to: 10 },
        ];
        assert_eq!(moves(track.keys()), expected);
    }

    #[test]
    fn moves_that_are_alike_are_written_alike_wherever_they_happen() {
        let moments = moments(&[(0, 500), (900, 1200)]);
        let written = |from_ms| {
            let moves = [Move { from_ms, length_ms: 200, smooth: true, to: 30_u8 }];
            let base = moments.before(from_ms).0;
            written(&moves, (&moments, base), |value| vec![Short::whole(value.into())])
        };
        assert_eq!(written(600), [0, 100, -200, 30].map(Short::whole));
        assert_eq!(written(600), written(1300));
    }
}
