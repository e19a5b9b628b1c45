//! How tall a face is: a size in pixels goes in, heights in pixels come out.

use super::Face;

/// The distance between the baselines of two lines at this size, in px.
pub fn line_height(size: f32) -> f32 {
    // 1.4 suits captions of a few lines; one figure for all faces keeps mixed lines even.
    size * 1.4
}

/// How far the face reaches above the baseline, in px.
pub fn ascent(face: Face, size: f32) -> f32 {
    let line = face.font().metrics().hhea_line.unwrap_or_default();
    in_px(face, line.ascender.to_f64(), size)
}

/// How tall a capital letter without an accent is, in px.
pub fn cap_height(face: Face, size: f32) -> f32 {
    let metrics = face.font().metrics();
    // DejaVu's tables are too old to say it.
    match metrics.cap_height.unwrap_or_default().to_f64() {
        0.0 => size * 0.729,
        height => in_px(face, height, size),
    }
}

fn in_px(face: Face, units: f64, size: f32) -> f32 {
    units as f32 * size / f32::from(face.font().units_per_em())
}
