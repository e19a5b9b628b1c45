//! A lesson's poster, sooner: the same still as in the index of a build, as SVG instead of pixels.

use base64::prelude::{BASE64_STANDARD, Engine};

use super::{still, telling_step};
use crate::Compiled;
use crate::theme::Theme;

/// The telling still of the lesson as a `data:` address of an SVG, for a [`Card`](crate::site::Card); `None` for a lesson
/// without steps. It takes a fraction of the time that the index's poster takes, and more bytes.
pub fn sketch(compiled: &Compiled, theme: Theme) -> Option<String> {
    let pages: Vec<usize> = (0..compiled.timeline.pages.len()).collect();
    let (page, step) = telling_step(compiled, &pages)?;
    let board = compiled.board(page);
    let scene = board.at(compiled.timeline.pages[page].steps[step].still_ms);
    let svg = still::svg(compiled, page, &scene, "", theme);
    Some(format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(svg)))
}
