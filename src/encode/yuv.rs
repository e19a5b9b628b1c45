//! Bitmaps go in, planes of brightness and colour as video has them come out: BT.709, limited range, 4:2:0.
//!
//! Whole numbers only, so that the planes are the same on every machine.

use super::{Bitmap, PixelRect};

/// A picture of an even width and height: one brightness a pixel, and two colour differences for each square of four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planes {
    /// Pixels in a row; even.
    pub width: u32,
    /// Rows; even.
    pub height: u32,
    /// Brightness, 16 (black) to 235 (white).
    pub y: Vec<u8>,
    /// How blue it is, 16 to 240; 128 is grey.
    pub u: Vec<u8>,
    /// How red it is, 16 to 240; 128 is grey.
    pub v: Vec<u8>,
}

/// Parts of 65,536: how much red, green and blue add to the brightness (0.2126, 0.7152 and 0.0722, times 219 / 255), and to
/// the differences of blue and red from it (halves of the distance, times 224 / 255). Those of a difference add up to 0.
const BRIGHTNESS: [i32; 3] = [11_966, 40_254, 4_064];
const BLUE: [i32; 3] = [-6_596, -22_189, 28_785];
const RED: [i32; 3] = [28_784, -26_145, -2_639];

impl Planes {
    /// A black picture; odd sides become even ones, one pixel longer.
    pub fn black((width, height): (u32, u32)) -> Self {
        let [width, height] = [width, height].map(|side| side.max(2).next_multiple_of(2));
        let pixels = width as usize * height as usize;
        Self { width, height, y: vec![16; pixels], u: vec![128; pixels / 4], v: vec![128; pixels / 4] }
    }

    /// Takes over some parts of a bitmap of the same size; true where that changed anything.
    pub fn take(&mut self, bitmap: &Bitmap, rects: &[PixelRect]) -> bool {
        let whole = PixelRect { x: 0, y: 0, w: self.width, h: self.height };
        if bitmap.rect() != whole {
            return false;
        }
        let mut changed = false;
        for rect in rects.iter().filter_map(|rect| even(*rect).intersection(whole)) {
            for y in (0..rect.h).step_by(2) {
                changed |= self.take_rows(bitmap, rect, y);
            }
        }
        changed
    }

    /// Takes over two rows of a rectangle with even sides.
    fn take_rows(&mut self, bitmap: &Bitmap, rect: PixelRect, y: u32) -> bool {
        let (upper, lower) = (bitmap.row(rect, y).as_chunks::<3>().0, bitmap.row(rect, y + 1).as_chunks::<3>().0);
        let (width, row, left) = (self.width as usize, (rect.y + y) as usize, rect.x as usize);
        let length = rect.w as usize;
        let mut changed = false;
        for (pixels, row) in [(upper, row), (lower, row + 1)] {
            let start = row * width + left;
            for (slot, pixel) in self.y[start..start + length].iter_mut().zip(pixels) {
                changed |= put(slot, brightness(*pixel));
            }
        }
        let start = row / 2 * (width / 2) + left / 2;
        let colors = start..start + length / 2;
        let slots = self.u[colors.clone()].iter_mut().zip(&mut self.v[colors]);
        let squares = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
        for ((u, v), ([a, b], [c, d])) in slots.zip(squares) {
            let sums = [0, 1, 2].map(|at| [a, b, c, d].iter().map(|pixel| i32::from(pixel[at])).sum());
            changed |= put(u, difference(sums, BLUE));
            changed |= put(v, difference(sums, RED));
        }
        changed
    }
}

/// The rectangle of whole squares of four pixels around a rectangle.
fn even(rect: PixelRect) -> PixelRect {
    let (x, y) = (rect.x / 2 * 2, rect.y / 2 * 2);
    let (right, bottom) = ((rect.x + rect.w).next_multiple_of(2), (rect.y + rect.h).next_multiple_of(2));
    PixelRect { x, y, w: right - x, h: bottom - y }
}

#[inline]
fn put(slot: &mut u8, value: u8) -> bool {
    let changes = *slot != value;
    *slot = value;
    changes
}

#[inline]
fn brightness(pixel: [u8; 3]) -> u8 {
    let sum: i32 = pixel.iter().zip(BRIGHTNESS).map(|(&value, part)| i32::from(value) * part).sum();
    (((sum + (1 << 15)) >> 16) + 16) as u8
}

/// Of the sums of four pixels.
#[inline]
fn difference(sums: [i32; 3], parts: [i32; 3]) -> u8 {
    let sum: i32 = sums.iter().zip(parts).map(|(value, part)| value * part).sum();
    (((sum + (1 << 17)) >> 18) + 128) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rgb: [u8; 3]) -> (u8, u8, u8) {
        let mut planes = Planes::black((4, 2));
        let bitmap = Bitmap::filled(4, 2, rgb);
        planes.take(&bitmap, &[bitmap.rect()]);
        (planes.y[7], planes.u[1], planes.v[1])
    }

    #[test]
    fn the_corners_of_the_colours_are_where_bt_709_has_them() {
        assert_eq!(of([0, 0, 0]), (16, 128, 128));
        assert_eq!(of([255, 255, 255]), (235, 128, 128));
        // 16 + 219 × 0.2126 = 62.6; 128 − 224 × 0.2126 / 1.8556 = 102.3; 128 + 112.
        assert_eq!(of([255, 0, 0]), (63, 102, 240));
        assert_eq!(of([0, 255, 0]), (173, 42, 26));
        assert_eq!(of([0, 0, 255]), (32, 240, 118));
    }

    #[test]
    fn every_grey_is_grey() {
        for grey in 0..=255 {
            let (_, u, v) = of([grey; 3]);
            assert_eq!((u, v), (128, 128), "{grey}");
        }
    }

    #[test]
    fn only_the_squares_around_a_rectangle_are_taken() {
        let mut planes = Planes::black((8, 8));
        let white = Bitmap::filled(8, 8, [255; 3]);
        assert!(planes.take(&white, &[PixelRect { x: 3, y: 5, w: 1, h: 1 }]));
        assert_eq!(planes.y.iter().map(|&y| u32::from(y) - 16).sum::<u32>(), 4 * 219);
        assert!(!planes.take(&white, &[PixelRect { x: 2, y: 4, w: 2, h: 2 }]), "it was taken before");
    }

    #[test]
    fn sides_are_even_and_other_bitmaps_do_no_harm() {
        let mut planes = Planes::black((5, 3));
        assert_eq!((planes.width, planes.height, planes.y.len(), planes.u.len()), (6, 4, 24, 6));
        assert!(!planes.take(&Bitmap::filled(90, 90, [9; 3]), &[PixelRect { x: 80, y: 80, w: 9, h: 9 }]));
    }
}
