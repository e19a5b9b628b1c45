//! Two bitmaps of one size go in, what differs between them comes out.

use super::region;
use crate::encode::{Bitmap, PixelRect};

/// How much two pictures may differ and still count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// The largest difference of a channel that is let pass, in any number of pixels.
    pub threshold: u8,
    /// Lets pixels pass that differ by the smoothing of an edge alone.
    pub ignore_antialiasing: bool,
}

impl Default for Tolerance {
    /// At most 1 per channel, and no pixel beyond.
    fn default() -> Self {
        Self { threshold: 1, ignore_antialiasing: false }
    }
}

/// What differs between two pictures; at least one pixel does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// How many pixels differ by more than the tolerance.
    pub pixels: u64,
    /// How many there are.
    pub total: u64,
    /// The largest difference of a channel.
    pub largest: u8,
    /// The smallest rectangle that holds them all.
    pub bounds: PixelRect,
    /// The same for each group of neighbours, from the top.
    pub regions: Vec<PixelRect>,
    /// True for each pixel that differs, row by row.
    pub mask: Vec<bool>,
}

/// Compares two pictures of one size. Where they are the same: how many pixels were let pass because they differ by the
/// smoothing of an edge.
///
/// # Errors
///
/// What differs.
pub fn compare(expected: &Bitmap, actual: &Bitmap, tolerance: Tolerance) -> Result<u64, Difference> {
    debug_assert_eq!((expected.width, expected.height), (actual.width, actual.height));
    let (mut pixels, mut largest, mut passed) = (0, 0, 0);
    let mut mask = vec![false; expected.pixels.len() / 3];
    let pairs = expected.pixels.as_chunks::<3>().0.iter().zip(actual.pixels.as_chunks::<3>().0);
    for (index, (old, new)) in pairs.enumerate() {
        let distance = distance(*old, *new);
        if distance <= tolerance.threshold {
            continue;
        }
        if tolerance.ignore_antialiasing && is_smoothing(expected, actual, index) {
            passed += 1;
            continue;
        }
        mask[index] = true;
        pixels += 1;
        largest = largest.max(distance);
    }
    let regions = region::find(&mask, expected.width);
    let Some(bounds) = regions.iter().copied().reduce(PixelRect::union) else { return Ok(passed) };
    Err(Difference { pixels, total: mask.len() as u64, largest, bounds, regions, mask })
}

/// The largest difference of a channel.
pub(super) fn distance(one: [u8; 3], other: [u8; 3]) -> u8 {
    one.iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap_or_default()
}

/// True where the pixel looks like the smoothing of an edge in one of the pictures.
fn is_smoothing(expected: &Bitmap, actual: &Bitmap, index: usize) -> bool {
    let at = (index % expected.width as usize, index / expected.width as usize);
    on_edge(expected, actual, at) || on_edge(actual, expected, at)
}

/// A pixel between a darker and a brighter neighbour, each of which belongs to an area of one colour in both pictures,
/// and few of whose neighbours are like itself: then it is a step between two areas, and not a thing of its own.
fn on_edge(one: &Bitmap, other: &Bitmap, at: (usize, usize)) -> bool {
    let here = brightness(one, at);
    let (mut darkest, mut brightest, mut alike) = ((0, at), (0, at), 0);
    for near in neighbours(one, at) {
        let step = brightness(one, near) - here;
        if step == 0 {
            alike += 1;
        } else if step < darkest.0 {
            darkest = (step, near);
        } else if step > brightest.0 {
            brightest = (step, near);
        }
    }
    let between = darkest.0 < 0 && brightest.0 > 0 && alike < 3;
    let flat = |at| is_flat(one, at) && is_flat(other, at);
    between && (flat(darkest.1) || flat(brightest.1))
}

/// True where at least three neighbours have the pixel's very colour.
fn is_flat(bitmap: &Bitmap, at: (usize, usize)) -> bool {
    let here = pixel(bitmap, at);
    neighbours(bitmap, at).filter(|&near| pixel(bitmap, near) == here).count() >= 3
}

/// Weighted as the eye does, in thousandths.
fn brightness(bitmap: &Bitmap, at: (usize, usize)) -> i32 {
    let [r, g, b] = pixel(bitmap, at).map(i32::from);
    299 * r + 587 * g + 114 * b
}

fn pixel(bitmap: &Bitmap, (x, y): (usize, usize)) -> [u8; 3] {
    let start = (y * bitmap.width as usize + x) * 3;
    [bitmap.pixels[start], bitmap.pixels[start + 1], bitmap.pixels[start + 2]]
}

/// The up to eight pixels around one.
fn neighbours(bitmap: &Bitmap, (x, y): (usize, usize)) -> impl Iterator<Item = (usize, usize)> + use<> {
    let (right, bottom) = (bitmap.width as usize - 1, bitmap.height as usize - 1);
    let rows = y.saturating_sub(1)..=(y + 1).min(bottom);
    let columns = x.saturating_sub(1)..=(x + 1).min(right);
    rows.flat_map(move |row| columns.clone().map(move |column| (column, row))).filter(move |near| *near != (x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(bitmap: &mut Bitmap, x: usize, y: usize, rgb: [u8; 3]) {
        let start = (y * bitmap.width as usize + x) * 3;
        bitmap.pixels[start..start + 3].copy_from_slice(&rgb);
    }

    /// A dark left half and a bright right one, with a smoothed column of this brightness between them.
    fn edge(between: u8) -> Bitmap {
        let mut bitmap = Bitmap::filled(9, 9, [20; 3]);
        for y in 0..9 {
            put(&mut bitmap, 4, y, [between; 3]);
            (5..9).for_each(|x| put(&mut bitmap, x, y, [220; 3]));
        }
        bitmap
    }

    #[test]
    fn one_pixel_is_enough_and_one_step_of_a_channel_is_not() {
        let expected = Bitmap::filled(40, 30, [100; 3]);
        let mut actual = Bitmap::filled(40, 30, [101, 99, 100]);
        assert_eq!(compare(&expected, &actual, Tolerance::default()), Ok(0));
        put(&mut actual, 17, 29, [100, 100, 102]);
        let difference = compare(&expected, &actual, Tolerance::default()).expect_err("a pixel differs");
        assert_eq!((difference.pixels, difference.total, difference.largest), (1, 1200, 2));
        assert_eq!(difference.bounds, PixelRect { x: 17, y: 29, w: 1, h: 1 });
        assert_eq!(difference.regions, [difference.bounds]);
        assert_eq!(difference.mask.iter().position(|&differs| differs), Some(29 * 40 + 17));
    }

    #[test]
    fn a_threshold_lets_smaller_differences_pass() {
        let (expected, actual) = (Bitmap::filled(4, 4, [100; 3]), Bitmap::filled(4, 4, [100, 100, 110]));
        let threshold = |threshold| Tolerance { threshold, ..Tolerance::default() };
        assert_eq!(compare(&expected, &actual, threshold(10)), Ok(0));
        assert!(compare(&expected, &actual, threshold(9)).is_err());
        assert!(compare(&expected, &expected, threshold(0)).is_ok());
    }

    #[test]
    fn smoothing_passes_where_that_is_asked_for_and_a_spot_does_not() {
        let asked = Tolerance { ignore_antialiasing: true, ..Tolerance::default() };
        assert!(compare(&edge(90), &edge(150), Tolerance::default()).is_err());
        assert_eq!(compare(&edge(90), &edge(150), asked), Ok(9));
        let mut spotted = edge(90);
        put(&mut spotted, 1, 4, [90; 3]);
        assert_eq!(compare(&edge(90), &spotted, asked).expect_err("a spot is no edge").pixels, 1);
        assert!(compare(&edge(90), &Bitmap::filled(9, 9, [20; 3]), asked).is_err());
    }
}
