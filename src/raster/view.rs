//! Scene units go in, device pixels come out.

use tiny_skia::Transform;

use crate::encode::PixelRect;
use crate::scene::{HEIGHT, Rect, WIDTH};

/// How a scene stands on a bitmap: as large as fits, in the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Pixels a scene unit.
    pub scale: f32,
    /// The part of the bitmap that shows the scene.
    pub rect: PixelRect,
}

/// Beyond this many pixels from the origin nothing is drawn: a float still counts whole pixels there.
const FAR: f32 = 8_388_608.0;

impl View {
    /// The view on a bitmap of this size, both sides at least 1.
    pub fn fit(width: u32, height: u32) -> Self {
        let scale = (width as f32 / WIDTH).min(height as f32 / HEIGHT);
        let side = |units: f32, limit: u32| ((units * scale).round() as u32).clamp(1, limit);
        let (w, h) = (side(WIDTH, width), side(HEIGHT, height));
        Self { scale, rect: PixelRect { x: (width - w) / 2, y: (height - h) / 2, w, h } }
    }

    /// From scene units to pixels of a bitmap whose left top corner lies at (`left`, `top`).
    pub fn transform(self, left: i32, top: i32) -> Transform {
        let x = f64::from(self.rect.x) - f64::from(left);
        let y = f64::from(self.rect.y) - f64::from(top);
        Transform::from_row(self.scale, 0.0, 0.0, self.scale, x as f32, y as f32)
    }

    /// A distance in pixels. Rounded, so that what moves keeps its pixels and does not shimmer.
    pub fn whole_pixels(self, shift: [f32; 2]) -> [i32; 2] {
        shift.map(|units| (units * self.scale).round() as i32)
    }

    /// The whole pixels that a part of the scene touches: left, top, width, height. What lies further out than a whole
    /// frame on any side is left out; `None` where nothing remains.
    pub fn touched(self, rect: Rect) -> Option<(i32, i32, u32, u32)> {
        let span = |from: f32, length: f32, origin: u32, side: u32| {
            if !(from.is_finite() && length.is_finite()) {
                return None;
            }
            let (origin, side) = (origin as f32, side as f32);
            let low = (from * self.scale + origin).floor();
            let high = ((from + length) * self.scale + origin).ceil();
            // A sprite far outside may be shifted into view; only one that is far too large loses its ends.
            let huge = high - low > 3.0 * side;
            let (low, high) = if huge { (low.max(origin - side), high.min(origin + 2.0 * side)) } else { (low, high) };
            (high > low && low.abs() < FAR).then_some((low as i32, (high - low) as u32))
        };
        let (left, width) = span(rect.x, rect.w, self.rect.x, self.rect.w)?;
        let (top, height) = span(rect.y, rect.h, self.rect.y, self.rect.h)?;
        Some((left, top, width, height))
    }

    /// The part of a rectangle of pixels that is in view.
    pub fn visible(self, left: i32, top: i32, width: u32, height: u32) -> Option<PixelRect> {
        let span = |from: i32, length: u32, origin: u32, side: u32| {
            let low = i64::from(from).max(i64::from(origin));
            let high = (i64::from(from) + i64::from(length)).min(i64::from(origin) + i64::from(side));
            (high > low).then(|| (low as u32, (high - low) as u32))
        };
        let (x, w) = span(left, width, self.rect.x, self.rect.w)?;
        let (y, h) = span(top, height, self.rect.y, self.rect.h)?;
        Some(PixelRect { x, y, w, h })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_frame_shows_the_scene_in_the_middle() {
        let view = View::fit(640, 640);
        assert_eq!((view.scale, view.rect), (0.5, PixelRect { x: 0, y: 140, w: 640, h: 360 }));
    }

    #[test]
    fn the_smallest_frame_has_a_view() {
        assert_eq!(View::fit(1, 1).rect, PixelRect { x: 0, y: 0, w: 1, h: 1 });
        assert_eq!(View::fit(1, 9000).rect.w, 1);
    }

    #[test]
    fn what_is_far_below_is_kept_for_when_it_is_shifted_up() {
        let view = View::fit(1280, 720);
        assert_eq!(view.touched(Rect { x: 10.0, y: 9000.0, w: 10.0, h: 20.0 }), Some((10, 9000, 10, 20)));
    }

    #[test]
    fn what_is_not_a_number_touches_nothing() {
        let view = View::fit(1280, 720);
        for odd in [f32::NAN, f32::NEG_INFINITY] {
            assert_eq!(view.touched(Rect { x: odd, y: 0.0, w: 10.0, h: 10.0 }).map(|touched| touched.2), None);
        }
        let all = Rect { x: -1e30, y: -1e30, w: 2e30, h: 2e30 };
        assert_eq!(view.touched(all), Some((-1280, -720, 3840, 2160)));
    }
}
