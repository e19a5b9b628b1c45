//! The sprites of a panel go in; the way that most of them move together comes out: the ladder and the terminal scroll.

use std::collections::BTreeMap;

use super::motion::{self, Move};
use crate::scene::{Part, Ramp, Sprite, Track};

/// A shift that sprites have in common.
pub(super) type Camera = Track<[f32; 2]>;

/// As near as two shifts come by the rounding of numbers.
const SAME: f32 = 0.004;

/// The common way of the sprites that move without being packets on theirs; `None` where there is none.
pub(super) fn of(sprites: &[&Sprite]) -> Option<Camera> {
    let scrolled = sprites.iter().filter(|sprite| !matches!(sprite.part, Part::Packet { .. }) && is_shifted(sprite));
    let mut moves: BTreeMap<u32, Move<[f32; 2]>> = BTreeMap::new();
    let mut begin: Option<(u32, [f32; 2])> = None;
    for sprite in scrolled {
        let own = motion::moves(sprite.shift.keys());
        let first = own.first().map_or(u32::MAX, |first| first.from_ms);
        if begin.is_none_or(|(earliest, _)| first < earliest) {
            begin = Some((first, sprite.shift.keys()[0].value));
        }
        for one in own {
            moves.entry(one.from_ms).or_insert(one);
        }
    }
    let mut camera = Track::still(begin?.1);
    for one in moves.into_values() {
        camera.go(
            one.from_ms,
            one.from_ms + one.length_ms,
            one.to,
            if one.smooth { Ramp::Smooth } else { Ramp::Linear },
        );
    }
    Some(camera)
}

fn is_shifted(sprite: &Sprite) -> bool {
    sprite.shift.keys().iter().any(|key| key.value != [0.0, 0.0])
}

/// Whether the sprite is where the camera puts it whenever it is seen.
pub(super) fn carries(camera: &Camera, sprite: &Sprite) -> bool {
    let [from_ms, to_ms] = seen(sprite);
    let keys = camera.keys();
    let inside = &keys[keys.partition_point(|key| key.at_ms < from_ms)..keys.partition_point(|key| key.at_ms <= to_ms)];
    let own = sprite.shift.keys().iter().map(|key| key.at_ms);
    let mut times: Vec<u32> = own.chain(inside.iter().map(|key| key.at_ms)).chain([from_ms]).collect();
    times.sort_unstable();
    times.extend(times.clone().windows(2).map(|pair| u32::midpoint(pair[0], pair[1])));
    times.into_iter().filter(|&at_ms| sprite.opacity.at(at_ms) > 0).all(|at_ms| {
        let (here, there) = (sprite.shift.at(at_ms), camera.at(at_ms));
        (0..2).all(|axis| (here[axis] - there[axis]).abs() < SAME)
    })
}

/// From when to when the sprite may be seen.
fn seen(sprite: &Sprite) -> [u32; 2] {
    let keys = sprite.opacity.keys();
    let visible = |index: &usize| keys[*index].value > 0;
    let first = (0..keys.len()).find(visible).map_or(0, |index| keys[index.saturating_sub(1)].at_ms);
    let last = (0..keys.len()).rfind(visible).and_then(|index| keys.get(index + 1));
    [first, last.map_or(u32::MAX, |key| key.at_ms)]
}
