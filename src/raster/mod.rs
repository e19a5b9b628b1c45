//! Scenes go in, pixels come out: a [`Painter`] draws onto its bitmap what has changed since the scene before.
//!
//! Each sprite is drawn once into a stamp; a scene is its stamps laid over each other with whole numbers.

mod changes;
mod icon;
mod shape;
mod stamp;
mod view;

use std::sync::Arc;

use crate::encode::{Bitmap, PixelRect};
use crate::scene::{Placed, Scene};
use crate::theme::{Color, Role, Theme};

use changes::Spot;
use stamp::Stamps;
use view::View;

/// Draws scenes, one after the other, onto one bitmap.
///
/// What it shows depends on the scene alone, never on the scenes before, so scenes of several storyboards may come in turn.
pub struct Painter {
    view: View,
    background: [u8; 3],
    stamps: Stamps,
    bitmap: Bitmap,
    /// What stands on the bitmap, back to front; `None`: nothing has been shown.
    shown: Option<Vec<Spot>>,
    /// What stood there before that.
    before: Vec<Spot>,
    changed: Vec<PixelRect>,
}

impl Painter {
    /// A painter of bitmaps of `size` (width, height) in pixels; a side of 0 becomes 1.
    ///
    /// The scene is scaled to fit, in the middle, on the theme's background.
    pub fn new(theme: Theme, size: (u32, u32)) -> Self {
        let Color(r, g, b) = theme.color(Role::Background);
        let bitmap = Bitmap::filled(size.0, size.1, [r, g, b]);
        let view = View::fit(bitmap.width, bitmap.height);
        Self {
            view,
            background: [r, g, b],
            stamps: Stamps::new(theme, view),
            bitmap,
            shown: None,
            before: Vec::new(),
            changed: Vec::new(),
        }
    }

    /// Shows a scene. Returns the rectangles in which the bitmap may have changed: none of them overlap, and the first time
    /// there is one, the whole bitmap.
    pub fn show(&mut self, scene: &Scene<'_>) -> &[PixelRect] {
        let spots: Vec<Spot> = scene.placed.iter().filter_map(|placed| self.spot(placed)).collect();
        self.changed = match &self.shown {
            Some(before) => changes::between(before, &spots),
            None => vec![self.bitmap.rect()],
        };
        for &rect in &self.changed {
            fill(&mut self.bitmap, rect, self.background);
            for spot in &spots {
                if let Some(part) = rect.intersection(spot.rect) {
                    lay(&mut self.bitmap, part, spot);
                }
            }
        }
        self.before = self.shown.replace(spots).unwrap_or_default();
        &self.changed
    }

    /// How what was shown last differs from the scene before by places alone: how far to the right and down of where they are
    /// now, in pixels, sprites were then. Those of the largest come first.
    pub fn moves(&self) -> Vec<[i32; 2]> {
        self.shown.as_ref().map_or_else(Vec::new, |shown| changes::moves(&self.before, shown))
    }

    /// What was shown last; before that, the background.
    pub fn bitmap(&self) -> &Bitmap {
        &self.bitmap
    }

    /// Where a sprite's stamp comes to lie; `None` where nothing of it is in view.
    fn spot(&mut self, placed: &Placed<'_>) -> Option<Spot> {
        let stamp = self.stamps.of(&placed.sprite.shapes, placed.typed)?;
        let [dx, dy] = self.view.whole_pixels(placed.shift);
        let (left, top) = (stamp.left.saturating_add(dx), stamp.top.saturating_add(dy));
        let rect = self.view.visible(left, top, stamp.width, stamp.height)?;
        Some(Spot { stamp: Arc::clone(stamp), left, top, rect, opacity: placed.opacity.min(100) })
    }
}

fn fill(bitmap: &mut Bitmap, rect: PixelRect, rgb: [u8; 3]) {
    let row = rgb.repeat(rect.w as usize);
    for y in 0..rect.h {
        bitmap.row_mut(rect, y).copy_from_slice(&row);
    }
}

/// Lays a stamp over a part of the bitmap.
fn lay(bitmap: &mut Bitmap, part: PixelRect, spot: &Spot) {
    // `part` lies inside the stamp, so neither difference is negative.
    let from_x = (i64::from(part.x) - i64::from(spot.left)) as usize;
    let from_y = (i64::from(part.y) - i64::from(spot.top)) as usize;
    let strength = (u32::from(spot.opacity) * 255 + 50) / 100;
    for y in 0..part.h {
        let source = spot.stamp.pixels(from_x, from_y + y as usize, part.w as usize);
        let target = bitmap.row_mut(part, y).as_chunks_mut().0;
        lay_row(target, source, strength);
    }
}

/// How many pixels are looked at together.
const ABREAST: usize = 4;

/// Where they have their alpha.
const ALPHA: u128 = 0xff00_0000_ff00_0000_ff00_0000_ff00_0000;

/// Lays a row of premultiplied pixels over another of the same length. Most of them are clear or cover what is beneath, like
/// their neighbours.
fn lay_row(target: &mut [[u8; 3]], source: &[[u8; 4]], strength: u32) {
    let (target, target_rest) = target.as_chunks_mut::<ABREAST>();
    let (source, source_rest) = source.as_chunks::<ABREAST>();
    for (target, source) in target.iter_mut().zip(source) {
        let alpha = u128::from_le_bytes(*source.as_flattened().first_chunk().unwrap_or(&[0; 16])) & ALPHA;
        if alpha == 0 {
            continue;
        }
        if alpha == ALPHA && strength == 255 {
            *target = source.map(|[r, g, b, _]| [r, g, b]);
        } else {
            lay_pixels(target, source, strength);
        }
    }
    lay_pixels(target_rest, source_rest, strength);
}

fn lay_pixels(target: &mut [[u8; 3]], source: &[[u8; 4]], strength: u32) {
    if strength == 255 {
        target.iter_mut().zip(source).for_each(|(under, over)| cover(under, *over));
    } else {
        target.iter_mut().zip(source).for_each(|(under, over)| mix(under, *over, strength));
    }
}

/// Lays one premultiplied pixel over another.
#[inline]
fn cover(under: &mut [u8; 3], over: [u8; 4]) {
    match over {
        [.., 0] => {}
        [r, g, b, 255] => *under = [r, g, b],
        _ => mix(under, over, 255),
    }
}

/// As [`cover`], with the upper pixel weakened; `strength` is 0 to 255.
#[inline]
fn mix(under: &mut [u8; 3], [r, g, b, a]: [u8; 4], strength: u32) {
    if a == 0 {
        return;
    }
    let through = 255 - scale(a, strength);
    for (under, over) in under.iter_mut().zip([r, g, b]) {
        *under = (scale(over, strength) + scale(*under, through)).min(255) as u8;
    }
}

/// `value` × `part` / 255, rounded; both are at most 255.
#[inline]
fn scale(value: u8, part: u32) -> u32 {
    let product = u32::from(value) * part + 128;
    (product + (product >> 8)) >> 8
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
