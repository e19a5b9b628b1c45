//! What stood and what stands go in, the rectangles that have to be drawn anew come out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::stamp::Stamp;
use crate::encode::PixelRect;

/// A stamp at its place.
#[derive(Debug, Clone)]
pub struct Spot {
    /// What lies there.
    pub stamp: Arc<Stamp>,
    /// Where the stamp's left edge lies on the bitmap.
    pub left: i32,
    /// Where the stamp's top edge lies on the bitmap.
    pub top: i32,
    /// The part of it that is in view.
    pub rect: PixelRect,
    /// 0 to 100.
    pub opacity: u8,
}

/// Two rectangles become one where that draws at most this many pixels more than needed.
const SPARE: u64 = 2048;

/// The rectangles in which two scenes, both back to front, may differ. None of them overlap.
pub fn between(before: &[Spot], after: &[Spot]) -> Vec<PixelRect> {
    let mut rects = Vec::new();
    for rect in changed(before, after) {
        join(&mut rects, rect);
    }
    rects
}

/// Where stamps come from that both scenes have at different places: how far to the right and down of where they are now they
/// were before, those of the largest stamps first. Each is there once.
pub fn moves(before: &[Spot], after: &[Spot]) -> Vec<[i32; 2]> {
    let mut places: BTreeMap<u64, VecDeque<&Spot>> = BTreeMap::new();
    for spot in before {
        places.entry(spot.stamp.serial).or_default().push_back(spot);
    }
    let mut moves = Vec::new();
    for now in after {
        let Some(then) = places.get_mut(&now.stamp.serial).and_then(VecDeque::pop_front) else { continue };
        if (then.left, then.top) != (now.left, now.top) {
            moves.push((now.rect.area(), [then.left.saturating_sub(now.left), then.top.saturating_sub(now.top)]));
        }
    }
    moves.sort_by_key(|&(area, by)| (std::cmp::Reverse(area), by));
    let mut each = Vec::new();
    for (_, by) in moves {
        if !each.contains(&by) {
            each.push(by);
        }
    }
    each
}

/// The rectangles of the spots that only one of the scenes has. All others are in both in the same order, so what lies
/// outside of these rectangles looks the same.
fn changed(before: &[Spot], after: &[Spot]) -> Vec<PixelRect> {
    let key = |spot: &Spot| (spot.stamp.serial, spot.left, spot.top, spot.opacity);
    let mut places: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for (index, spot) in after.iter().enumerate() {
        places.entry(key(spot)).or_default().push_back(index);
    }
    let mut kept = vec![false; after.len()];
    let mut next = 0;
    let mut rects = Vec::new();
    for spot in before {
        let place = places.get_mut(&key(spot)).and_then(VecDeque::pop_front).filter(|&place| place >= next);
        match place {
            Some(place) => {
                kept[place] = true;
                next = place + 1;
            }
            None => rects.push(spot.rect),
        }
    }
    rects.extend(after.iter().zip(kept).filter(|(_, kept)| !kept).map(|(spot, _)| spot.rect));
    rects
}

/// Adds a rectangle, joined with those that it overlaps or that are close enough.
fn join(rects: &mut Vec<PixelRect>, mut rect: PixelRect) {
    let close =
        |a: PixelRect, b: PixelRect| a.intersection(b).is_some() || a.union(b).area() <= a.area() + b.area() + SPARE;
    while let Some(index) = rects.iter().position(|&other| close(other, rect)) {
        rect = rect.union(rects.swap_remove(index));
    }
    rects.push(rect);
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: u32, y: u32, w: u32, h: u32) -> PixelRect {
        PixelRect { x, y, w, h }
    }

    fn spot(serial: u64, at: PixelRect) -> Spot {
        let stamp = Stamp { serial, left: 0, top: 0, width: at.w, height: at.h, data: Vec::new() };
        Spot { stamp: Arc::new(stamp), left: at.x.cast_signed(), top: at.y.cast_signed(), rect: at, opacity: 100 }
    }

    const FAR: [PixelRect; 3] = [rect(0, 0, 50, 50), rect(500, 0, 50, 50), rect(0, 500, 50, 50)];

    #[test]
    fn the_same_scene_changes_nothing() {
        let scene = [spot(1, FAR[0]), spot(2, FAR[1]), spot(1, FAR[0])];
        assert_eq!(between(&scene, &scene), []);
    }

    #[test]
    fn what_moves_changes_where_it_was_and_where_it_is() {
        let before = [spot(1, FAR[0]), spot(2, FAR[1])];
        let after = [spot(1, FAR[0]), spot(2, FAR[2])];
        assert_eq!(between(&before, &after), [FAR[1], FAR[2]]);
    }

    #[test]
    fn moves_tell_where_each_stamp_was_the_largest_first() {
        let large = |x, y| spot(1, rect(x, y, 90, 90));
        let small = |x, y| spot(2, rect(x, y, 9, 9));
        let still = spot(3, FAR[2]);
        let before = [small(10, 10), large(200, 200), small(10, 30), still.clone(), spot(4, FAR[0])];
        let after = [small(13, 10), large(200, 194), small(13, 30), still, spot(5, FAR[0])];
        assert_eq!(moves(&before, &after), [[0, 6], [-3, 0]]);
        assert_eq!(moves(&after, &after), [[0; 2]; 0]);
    }

    #[test]
    fn what_comes_to_the_front_changes() {
        let before = [spot(1, FAR[0]), spot(2, FAR[0])];
        let after = [spot(2, FAR[0]), spot(1, FAR[0])];
        assert_eq!(between(&before, &after), [FAR[0]]);
    }

    #[test]
    fn rectangles_that_overlap_become_one() {
        let before = [spot(1, rect(0, 0, 300, 100)), spot(2, rect(600, 0, 300, 100))];
        let after = [spot(3, rect(200, 50, 500, 300))];
        assert_eq!(between(&before, &after), [rect(0, 0, 900, 350)]);
    }
}
