//! Which pixels differ goes in; the rectangles around those that are near each other come out.

use crate::encode::PixelRect;

/// Side of a tile: pixels in tiles that touch count as neighbours.
pub(super) const TILE: usize = 8;

/// The rectangle of each group of neighbours among the pixels of the mask, sorted from the top, then from the left.
pub(super) fn find(mask: &[bool], width: u32) -> Vec<PixelRect> {
    let width = width as usize;
    let columns = width.div_ceil(TILE);
    let mut tiles = tiles(mask, width, columns);
    let mut regions = Vec::new();
    for first in 0..tiles.len() {
        let Some(mut region) = tiles[first].take() else { continue };
        let mut open = vec![first];
        while let Some(tile) = open.pop() {
            for near in around(tile, columns, tiles.len()) {
                if let Some(rect) = tiles[near].take() {
                    region = region.union(rect);
                    open.push(near);
                }
            }
        }
        regions.push(region);
    }
    regions.sort_by_key(|rect| (rect.y, rect.x));
    regions
}

/// What each tile has, row by row.
fn tiles(mask: &[bool], width: usize, columns: usize) -> Vec<Option<PixelRect>> {
    let mut tiles: Vec<Option<PixelRect>> = vec![None; columns * (mask.len() / width).div_ceil(TILE)];
    for (index, _) in mask.iter().enumerate().filter(|(_, differs)| **differs) {
        let (x, y) = (index % width, index / width);
        let pixel = PixelRect { x: x as u32, y: y as u32, w: 1, h: 1 };
        let tile = &mut tiles[y / TILE * columns + x / TILE];
        *tile = Some(tile.map_or(pixel, |rect| rect.union(pixel)));
    }
    tiles
}

/// The up to eight tiles around one.
fn around(tile: usize, columns: usize, count: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (tile % columns, tile / columns);
    let xs = x.saturating_sub(1)..=(x + 1).min(columns - 1);
    let rows = y.saturating_sub(1)..=(y + 1).min(count / columns - 1);
    rows.flat_map(move |row| xs.clone().map(move |column| row * columns + column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(pixels: &[(usize, usize)]) -> Vec<PixelRect> {
        let mut mask = vec![false; 100 * 50];
        for (x, y) in pixels {
            mask[y * 100 + x] = true;
        }
        find(&mask, 100)
    }

    #[test]
    fn pixels_far_apart_are_regions_of_their_own() {
        let expected = [PixelRect { x: 99, y: 0, w: 1, h: 1 }, PixelRect { x: 0, y: 49, w: 1, h: 1 }];
        assert_eq!(regions(&[(0, 49), (99, 0)]), expected);
    }

    #[test]
    fn pixels_near_each_other_are_one_region_as_large_as_they_reach() {
        let expected = [PixelRect { x: 3, y: 7, w: 21, h: 4 }];
        assert_eq!(regions(&[(3, 7), (12, 10), (23, 9)]), expected);
    }

    #[test]
    fn without_a_difference_there_is_no_region() {
        assert_eq!(regions(&[]), []);
    }
}
