//! Frames in motion: a GIF or an animated PNG of each page that has steps, and one of all of them.

use std::collections::BTreeMap;
use std::io;

use super::clock::Clock;
use super::still::LazyPainter;
use super::{About, Export, File, Kind, Part, numeral};
use crate::Compiled;
use crate::encode::palette::{Histogram, Palette};
use crate::encode::tape::{Recorder, Tape};
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

/// How many bytes of frames are kept until they are packed: those of some eighty steps. So a lesson of that length is drawn
/// once, and memory does not grow with a longer one.
const KEPT: usize = 16 << 20;

/// What the pages' frames were found to be, and what is needed to pack them.
#[derive(Default)]
pub(super) struct Recorded {
    histogram: Histogram,
    palette: Palette,
    /// A page's frames, by the page; one whose frames were not kept is drawn again.
    tapes: BTreeMap<usize, Tape>,
    /// The size of all tapes.
    bytes: usize,
}

impl Recorded {
    /// Adds the frames of a page.
    pub(super) fn add(&mut self, page: usize, (histogram, tape): (Histogram, Option<Tape>)) {
        self.histogram.merge(&histogram);
        if let Some(tape) = tape.filter(|tape| self.bytes + tape.bytes() <= KEPT) {
            self.bytes += tape.bytes();
            self.tapes.insert(page, tape);
        }
    }

    /// Once all pages were added, chooses their palette.
    pub(super) fn finish(self) -> Self {
        Self { palette: self.histogram.palette(), histogram: Histogram::default(), ..self }
    }
}

/// How many frames a page's reel has before those that are alike become one.
pub(super) fn frames(compiled: &Compiled, options: &Export, page: usize) -> usize {
    let length = Clock::new(&compiled.board(page), &options.motion).duration_ms();
    (u64::from(length) * u64::from(options.fps)).div_ceil(1000) as usize
}

impl Maker<'_> {
    /// Draws a page's frames, counts their colours and records them.
    pub(super) fn record(&self, page: usize, painter: &mut Painter) -> (Histogram, Option<Tape>) {
        let mut recorder = Recorder::new(self.options.reel_size, KEPT / 4);
        each_frame(self.compiled, self.options, page, painter, |bitmap, changed, delay_ms| {
            recorder.frame(bitmap, changed, delay_ms);
        });
        recorder.finish()
    }

    /// Packs a page's frames, which are drawn again where they were not kept.
    pub(super) fn pack_gif(&self, page: usize, recorded: &Recorded, painter: &mut LazyPainter) -> gif::Reel {
        let mut encoder = gif::Encoder::new(recorded.palette.clone(), gif_size(self.options));
        match recorded.tapes.get(&page) {
            Some(tape) => encoder.tape(tape),
            None => each_frame(self.compiled, self.options, page, painter.get(), |bitmap, changed, delay_ms| {
                encoder.frame(bitmap, changed, delay_ms);
            }),
        }
        encoder.finish()
    }

    /// The same with every colour as it is.
    pub(super) fn pack_apng(&self, page: usize, painter: &mut Painter) -> apng::Reel {
        let mut encoder = apng::Encoder::new(self.options.reel_size);
        each_frame(self.compiled, self.options, page, painter, |bitmap, changed, delay_ms| {
            encoder.frame(bitmap, changed, delay_ms);
        });
        encoder.finish()
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

/// Writes the pages' GIFs as they are packed and, piece by piece, that of them all.
pub(super) struct Gifs<'a> {
    maker: &'a Maker<'a>,
    whole: Option<gif::Writer>,
}

impl<'a> Gifs<'a> {
    pub(super) fn new(maker: &'a Maker<'a>) -> Self {
        Self { maker, whole: None }
    }

    /// Adds the next page.
    pub(super) fn add(
        &mut self,
        page: usize,
        reel: gif::Reel,
        recorded: &Recorded,
        deliver: Deliver,
    ) -> io::Result<()> {
        let Maker { options, pages, .. } = self.maker;
        let (palette, repeat) = (&recorded.palette, options.motion.repeat);
        let mut bytes = Vec::new();
        gif::write(&reel, palette, repeat, &mut bytes)?;
        deliver(self.maker.file(Some(page), Kind::Gif, "gif", bytes))?;
        let mut whole = match self.whole.take() {
            Some(whole) => whole,
            None => gif::Writer::new(palette, gif_size(options), repeat)?,
        };
        let path = self.maker.path(None, "gif");
        deliver(Part::Piece { path: path.clone(), bytes: whole.add(reel)?, last: None })?;
        if pages.last() == Some(&page) {
            let last = Some(self.maker.about(None, Kind::Gif));
            return deliver(Part::Piece { path, bytes: whole.finish()?, last });
        }
        self.whole = Some(whole);
        Ok(())
    }
}

/// Writes the pages' animated PNGs as they are packed and, piece by piece, that of them all. Its head says how many frames there
/// are, and so goes over the first one at the end.
pub(super) struct Apngs<'a> {
    maker: &'a Maker<'a>,
    whole: Option<apng::Writer>,
}

impl<'a> Apngs<'a> {
    pub(super) fn new(maker: &'a Maker<'a>) -> Self {
        Self { maker, whole: None }
    }

    /// Adds the next page.
    pub(super) fn add(&mut self, page: usize, reel: apng::Reel, deliver: Deliver) -> io::Result<()> {
        let Maker { options, pages, .. } = self.maker;
        let (path, repeat) = (self.maker.path(None, "apng"), options.motion.repeat);
        let mut bytes = Vec::new();
        apng::write(&reel, repeat, &mut bytes)?;
        deliver(self.maker.file(Some(page), Kind::Apng, "apng", bytes))?;
        let whole = match &mut self.whole {
            Some(whole) => whole,
            begun => {
                let whole = begun.insert(apng::Writer::new(options.reel_size, repeat));
                deliver(Part::Head { path: path.clone(), bytes: whole.head()? })?;
                whole
            }
        };
        deliver(Part::Piece { path: path.clone(), bytes: whole.add(reel)?, last: None })?;
        if pages.last() == Some(&page) {
            let (bytes, last) = (whole.finish()?, Some(self.maker.about(None, Kind::Apng)));
            deliver(Part::Head { path: path.clone(), bytes: whole.head()? })?;
            deliver(Part::Piece { path, bytes, last })?;
        }
        Ok(())
    }
}

/// What takes finished files and pieces of files.
pub(super) type Deliver<'a> = &'a mut dyn FnMut(Part) -> io::Result<()>;

/// Sizes are limited to far below what GIF can say.
fn gif_size(options: &Export) -> (u16, u16) {
    (options.reel_size.0 as u16, options.reel_size.1 as u16)
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
