//! Frames in motion: a GIF or an animated PNG of each page that has steps, and one of all of them.

use std::io;

use super::clock::Clock;
use super::{About, Export, File, Kind, Part, Tally, numeral, pool};
use crate::Compiled;
use crate::encode::palette::{Histogram, Palette};
use crate::encode::{Bitmap, PixelRect, apng, gif};
use crate::raster::Painter;
use crate::scene::{Panel, Scene, Shape, Sprite, Storyboard};

/// What reels are made of.
pub(super) struct Maker<'a> {
    /// What the reel of all pages is called.
    pub(super) name: &'a str,
    pub(super) compiled: &'a Compiled,
    pub(super) options: &'a Export,
    /// The pages, from 0, that have a reel.
    pub(super) pages: &'a [usize],
}

/// The colours of a page's frames.
pub(super) fn count(compiled: &Compiled, options: &Export, page: usize, painter: &mut Painter) -> Histogram {
    let mut histogram = Histogram::default();
    each_frame(compiled, options, page, painter, |bitmap, changed, _| histogram.add(bitmap, changed));
    histogram
}

/// How many frames a page's reel has before those that are alike become one.
pub(super) fn frames(compiled: &Compiled, options: &Export, page: usize) -> usize {
    let length = Clock::new(&compiled.board(page), &options.motion).duration_ms();
    (u64::from(length) * u64::from(options.fps)).div_ceil(1000) as usize
}

impl Maker<'_> {
    /// Packs each page's frames once, and writes them as GIFs of the pages and, piece by piece, of them all.
    pub(super) fn gif(&self, seen: &Histogram, tally: &Tally, deliver: Deliver) -> io::Result<()> {
        let palette = seen.palette();
        let repeat = self.options.motion.repeat;
        let pack = |page: usize, painter: &mut Painter| pack_gif(self.compiled, self.options, page, &palette, painter);
        let mut whole = gif::Writer::new(&palette, gif_size(self.options), repeat)?;
        let path = self.path(None, "gif");
        self.each_page(pack, tally, |page, reel| {
            let mut bytes = Vec::new();
            gif::write(&reel, &palette, repeat, &mut bytes)?;
            deliver(self.file(Some(page), Kind::Gif, "gif", bytes))?;
            deliver(Part::Piece { path: path.clone(), bytes: whole.add(reel)?, last: None })
        })?;
        if self.pages.is_empty() {
            return Ok(());
        }
        deliver(Part::Piece { path, bytes: whole.finish()?, last: Some(self.about(None, Kind::Gif)) })
    }

    /// The same as animated PNGs. They say how many frames they have before the first one, so that of the pages together is
    /// in memory as a whole.
    pub(super) fn apng(&self, tally: &Tally, deliver: Deliver) -> io::Result<()> {
        let file = |page: Option<usize>, reel: &apng::Reel| {
            let mut bytes = Vec::new();
            apng::write(reel, self.options.motion.repeat, &mut bytes)?;
            io::Result::Ok(self.file(page, Kind::Apng, "apng", bytes))
        };
        let pack = |page: usize, painter: &mut Painter| pack_apng(self.compiled, self.options, page, painter);
        let mut whole: Option<apng::Reel> = None;
        self.each_page(pack, tally, |page, reel| {
            deliver(file(Some(page), &reel)?)?;
            match &mut whole {
                Some(whole) => whole.append(reel),
                None => whole = Some(reel),
            }
            Ok(())
        })?;
        whole.map_or(Ok(()), |whole| deliver(file(None, &whole)?))
    }

    /// Packs the frames of each page, on any number of threads, and hands over what was packed, page by page.
    fn each_page<T: Send>(
        &self,
        pack: impl Fn(usize, &mut Painter) -> T + Sync,
        tally: &Tally,
        mut done: impl FnMut(usize, T) -> io::Result<()>,
    ) -> io::Result<()> {
        let painter = || Painter::new(self.options.theme, self.options.reel_size);
        let work = |painter: &mut Painter, index: usize| pack(self.pages[index], painter);
        let mut pages = self.pages.iter();
        pool::in_order(self.options.jobs, pool::FEW, self.pages.len(), painter, work, |reel: T| {
            let Some(&page) = pages.next() else { return Ok(()) };
            tally.frames(frames(self.compiled, self.options, page));
            done(page, reel)
        })
    }

    /// Where the reel of a page goes, or that of all pages.
    fn path(&self, page: Option<usize>, extension: &str) -> String {
        let lesson = &self.compiled.timeline.trace.lesson;
        match page {
            Some(page) => {
                let number = numeral(page + 1, lesson.pages.len());
                format!("reels/{number}-{}.{extension}", lesson.pages[page].slug)
            }
            None => format!("reels/{}.{extension}", self.name),
        }
    }

    fn file(&self, page: Option<usize>, kind: Kind, extension: &str, bytes: Vec<u8>) -> Part {
        Part::File(File { path: self.path(page, extension), bytes, about: self.about(page, kind) })
    }

    fn about(&self, page: Option<usize>, kind: Kind) -> About {
        let lesson = &self.compiled.timeline.trace.lesson;
        let alt = match page {
            Some(page) => format!("{}: {}, animated", lesson.title, lesson.pages[page].title),
            None => format!("{}: {}, animated", lesson.title, self.options.part()),
        };
        let length = |&page: &usize| Clock::new(&self.compiled.board(page), &self.options.motion).duration_ms();
        let (width, height) = self.options.reel_size;
        About {
            page: page.map(|page| page as u32 + 1),
            width: Some(width),
            height: Some(height),
            duration_ms: Some(page.map_or_else(|| self.pages.iter().map(length).sum(), |page| length(&page))),
            alt: Some(alt),
            ..About::of(kind)
        }
    }
}

/// What takes finished files and pieces of files.
pub(super) type Deliver<'a> = &'a mut dyn FnMut(Part) -> io::Result<()>;

/// Sizes are limited to far below what GIF can say.
fn gif_size(options: &Export) -> (u16, u16) {
    (options.reel_size.0 as u16, options.reel_size.1 as u16)
}

fn pack_gif(compiled: &Compiled, options: &Export, page: usize, palette: &Palette, painter: &mut Painter) -> gif::Reel {
    let mut encoder = gif::Encoder::new(palette.clone(), gif_size(options));
    each_frame(compiled, options, page, painter, |bitmap, changed, delay_ms| encoder.frame(bitmap, changed, delay_ms));
    encoder.finish()
}

fn pack_apng(compiled: &Compiled, options: &Export, page: usize, painter: &mut Painter) -> apng::Reel {
    let mut encoder = apng::Encoder::new(options.reel_size);
    each_frame(compiled, options, page, painter, |bitmap, changed, delay_ms| encoder.frame(bitmap, changed, delay_ms));
    encoder.finish()
}

/// Draws the frames of a lesson's reel, page by page, before those that are alike become one, and shows each to `see`. The last
/// frame of a page may be shorter than the others.
///
/// # Errors
///
/// The first error of `see`; no frame is drawn after its page.
pub fn frames_of(
    compiled: &Compiled,
    options: &Export,
    see: &mut dyn FnMut(&Bitmap) -> io::Result<()>,
) -> io::Result<()> {
    let mut painter = Painter::new(options.theme, options.reel_size);
    for page in options.pages_of(compiled) {
        let mut outcome = Ok(());
        each_frame(compiled, options, page, &mut painter, |bitmap, _, _| {
            if outcome.is_ok() {
                outcome = see(bitmap);
            }
        });
        outcome?;
    }
    Ok(())
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
    let board = &compiled.board(page);
    let clock = Clock::new(board, &options.motion);
    let at = |index: u32| (u64::from(index) * 1000 / u64::from(options.fps.max(1))) as u32;
    let mut index = 0;
    while at(index) < clock.duration_ms() {
        let (now, next) = (at(index), at(index + 1).min(clock.duration_ms()));
        let changed = painter.show(&scene(board, clock.page_ms(now), options)).to_vec();
        let changed = if index == 0 { vec![painter.bitmap().rect()] } else { changed };
        frame(painter.bitmap(), &changed, next - now);
        index += 1;
    }
}

/// What a frame shows of a page at a time of the page.
pub(super) fn scene<'a>(board: &'a Storyboard, t_ms: u32, options: &Export) -> Scene<'a> {
    let mut scene = board.at(t_ms);
    if !options.motion.captions {
        scene.placed.retain(|placed| !is_caption(board, placed.sprite));
    }
    scene
}

/// True for text that belongs to the frame and stands below all panels.
fn is_caption(board: &Storyboard, sprite: &Sprite) -> bool {
    let bottom = board.panels.iter().map(|panel| panel.rect.y + panel.rect.h).fold(0.0, f32::max);
    let below = |shape: &Shape| matches!(shape, Shape::Text { at: [_, y], .. } if *y > bottom);
    sprite.panel == Panel::Frame && sprite.shapes.iter().all(below)
}
