//! One picture of any moment of a compiled lesson, as SVG or PNG bytes.

use std::io;

use super::{Kind, still};
use crate::raster::Painter;
use crate::theme::Theme;
use crate::{Compiled, encode::png, scene};

/// Which picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Index of the page.
    pub page: usize,
    /// Index of the step; its words are the picture's alternative text.
    pub step: usize,
    /// When, counted from the start of the page.
    pub at_ms: u32,
    /// [`Kind::Svg`] or [`Kind::Png`].
    pub kind: Kind,
    /// Width and height in pixels, for PNG.
    pub size: (u32, u32),
    /// Light or dark.
    pub theme: Theme,
}

/// Draws one moment: at the `still_ms` of its step, the same bytes as the step's still in a build.
///
/// # Errors
///
/// If the lesson has no such page or step, or the kind is no picture's.
pub fn moment(compiled: &Compiled, wanted: &Moment) -> io::Result<Vec<u8>> {
    let Moment { page, step, at_ms, .. } = *wanted;
    let alts = scene::describe(&compiled.timeline);
    let alt = alts.get(page).and_then(|steps| steps.get(step));
    let Some(alt) = alt else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the lesson has no such page or step"));
    };
    let board = compiled.board(page);
    let scene = board.at(at_ms);
    match wanted.kind {
        Kind::Svg => Ok(still::svg(compiled, page, &scene, alt, wanted.theme)),
        Kind::Png => {
            let mut painter = Painter::new(wanted.theme, wanted.size);
            painter.show(&scene);
            let mut bytes = Vec::new();
            png::write(painter.bitmap(), &mut bytes)?;
            Ok(bytes)
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "a moment is drawn as SVG or PNG")),
    }
}
