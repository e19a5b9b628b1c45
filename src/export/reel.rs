//! Frames in motion: a GIF of each page that has steps, and one of the whole lesson.

use std::io;

use super::{About, Export, File, Kind, numeral, pool};
use crate::Compiled;
use crate::encode::palette::{Histogram, Palette};
use crate::encode::{Bitmap, PixelRect, gif};
use crate::raster::Painter;

/// The pages that have steps.
pub(super) fn pages(compiled: &Compiled) -> Vec<usize> {
    let pages = compiled.timeline.pages.iter().enumerate();
    pages.filter(|(_, time)| !time.steps.is_empty()).map(|(page, _)| page).collect()
}

/// The colours of a page's frames.
pub(super) fn count(compiled: &Compiled, options: &Export, page: usize, painter: &mut Painter) -> Histogram {
    let mut histogram = Histogram::default();
    each_frame(compiled, options, page, painter, |bitmap, changed, _| histogram.add(bitmap, changed));
    histogram
}

/// Packs each page's frames once, and writes them as reels of the pages and of the lesson.
pub(super) fn make(
    name: &str,
    compiled: &Compiled,
    options: &Export,
    pages: &[usize],
    seen: &Histogram,
    deliver: &mut dyn FnMut(File) -> io::Result<()>,
) -> io::Result<()> {
    if pages.is_empty() {
        return Ok(());
    }
    let palette = seen.palette();
    let lesson = &compiled.timeline.trace.lesson;
    let mut reels = Vec::new();
    let painter = || Painter::new(options.theme, options.reel_size);
    let work = |painter: &mut Painter, index: usize| pack(compiled, options, pages[index], &palette, painter);
    pool::in_order(options.jobs, pages.len(), painter, work, |reel: gif::Reel| {
        let page = pages[reels.len()];
        let file_name = format!("{}-{}", numeral(page + 1, lesson.pages.len()), lesson.pages[page].slug);
        let alt = format!("{}: {}, animated", lesson.title, lesson.pages[page].title);
        let duration = compiled.timeline.pages[page].duration_ms;
        deliver(file(&file_name, &reel, &palette, (Some(page), duration), alt)?)?;
        reels.push(reel);
        Ok(())
    })?;
    let duration = compiled.timeline.pages.iter().map(|page| page.duration_ms).sum();
    let Some(whole) = gif::join(&reels) else { return Ok(()) };
    let alt = format!("{}: the whole lesson, animated", lesson.title);
    deliver(file(name, &whole, &palette, (None, duration), alt)?)
}

fn file(
    name: &str,
    reel: &gif::Reel,
    palette: &Palette,
    (page, duration_ms): (Option<usize>, u32),
    alt: String,
) -> io::Result<File> {
    let mut bytes = Vec::new();
    gif::write(reel, palette, gif::Repeat::Forever, &mut bytes)?;
    let (width, height) = reel.size();
    let about = About {
        page: page.map(|page| page as u32 + 1),
        width: Some(width.into()),
        height: Some(height.into()),
        duration_ms: Some(duration_ms),
        alt: Some(alt),
        ..About::of(Kind::Gif)
    };
    Ok(File { path: format!("reels/{name}.gif"), bytes, about })
}

fn pack(compiled: &Compiled, options: &Export, page: usize, palette: &Palette, painter: &mut Painter) -> gif::Reel {
    let (width, height) = options.reel_size;
    // Sizes are limited to far below what GIF can say.
    let mut encoder = gif::Encoder::new(palette.clone(), (width as u16, height as u16));
    each_frame(compiled, options, page, painter, |bitmap, changed, delay_ms| encoder.frame(bitmap, changed, delay_ms));
    encoder.finish()
}

/// Draws a page's frames: the picture, where it may have changed, and for how long it stays, in milliseconds.
/// The first frame counts as changed all over, whatever the painter has shown before.
fn each_frame(
    compiled: &Compiled,
    options: &Export,
    page: usize,
    painter: &mut Painter,
    mut frame: impl FnMut(&Bitmap, &[PixelRect], u32),
) {
    let board = &compiled.boards[page];
    let at = |index: u32| (u64::from(index) * 1000 / u64::from(options.fps.max(1))) as u32;
    let mut index = 0;
    while at(index) < board.duration_ms {
        let (now, next) = (at(index), at(index + 1).min(board.duration_ms));
        let changed = painter.show(&board.at(now)).to_vec();
        let changed = if index == 0 { vec![painter.bitmap().rect()] } else { changed };
        frame(painter.bitmap(), &changed, next - now);
        index += 1;
    }
}
