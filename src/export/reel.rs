//! Frames in motion: a GIF or an animated PNG of each page that has steps, and one of all of them.

use std::collections::BTreeMap;
use std::io;

use super::clock::Clock;
use super::still::LazyPainter;
use super::stretch::Stretch;
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
    pub(super) palette: Palette,
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
        each_frame(self.compiled, self.options, Stretch::whole(page), painter, |bitmap, changed, delay_ms| {
            recorder.frame(bitmap, changed, delay_ms);
        });
        recorder.finish()
    }

    /// Packs some frames, which are drawn again where those of their page were not kept. Those that were kept are packed all at
    /// once, with the first of them.
    pub(super) fn pack_gif(
        &self,
        stretch: Stretch,
        recorded: &Recorded,
        painter: &mut LazyPainter,
    ) -> Option<gif::Reel> {
        let (palette, size) = (recorded.palette.clone(), gif_size(self.options));
        if let Some(tape) = recorded.tapes.get(&stretch.page) {
            let mut encoder = gif::Encoder::new(palette, size);
            return stretch.begins_page().then(|| {
                encoder.tape(tape);
                encoder.finish()
            });
        }
        let painter = painter.get();
        let begin_ms = u64::from(frame_ms(stretch.first, self.options));
        let mut encoder = match self.before(stretch, painter) {
            Some(before) => gif::Encoder::after(palette, size, before, begin_ms),
            None => gif::Encoder::new(palette, size),
        };
        each_frame(self.compiled, self.options, stretch, painter, |bitmap, changed, delay_ms| {
            encoder.frame(bitmap, changed, delay_ms);
        });
        Some(encoder.finish())
    }

    /// Packs some frames with every colour as it is.
    pub(super) fn pack_apng(&self, stretch: Stretch, painter: &mut Painter) -> apng::Reel {
        let mut encoder = match self.before(stretch, painter) {
            Some(before) => apng::Encoder::after(before.clone()),
            None => apng::Encoder::new(self.options.reel_size),
        };
        each_frame(self.compiled, self.options, stretch, painter, |bitmap, changed, delay_ms| {
            encoder.frame(bitmap, changed, delay_ms);
        });
        encoder.finish()
    }

    /// Shows the frame before a stretch; nothing where a page begins.
    fn before<'p>(&self, stretch: Stretch, painter: &'p mut Painter) -> Option<&'p Bitmap> {
        let board = &self.compiled.board(stretch.page);
        let time = frame_ms(stretch.first.checked_sub(1)?, self.options);
        painter.show(&scene(board, Clock::new(board, &self.options.motion).page_ms(time), self.options));
        Some(painter.bitmap())
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

/// Writes the pages' GIFs as they are packed and, piece by piece, that of them all and those of long pages.
pub(super) struct Gifs<'a> {
    maker: &'a Maker<'a>,
    page: Option<gif::Writer>,
    whole: Option<gif::Writer>,
}

impl<'a> Gifs<'a> {
    pub(super) fn new(maker: &'a Maker<'a>) -> Self {
        Self { maker, page: None, whole: None }
    }

    /// Adds the next stretch.
    pub(super) fn add(
        &mut self,
        stretch: Stretch,
        reel: Option<&gif::Reel>,
        recorded: &Recorded,
        deliver: Deliver,
    ) -> io::Result<()> {
        let (maker, page, palette) = (self.maker, stretch.page, &recorded.palette);
        match reel.filter(|_| stretch.is_whole()) {
            Some(reel) => {
                let mut bytes = Vec::new();
                gif::write(reel, palette, maker.options.motion.repeat, &mut bytes)?;
                deliver(maker.file(Some(page), Kind::Gif, "gif", bytes))?;
            }
            None => maker.add_gif(&mut self.page, Some(page), (reel, stretch.ends_page), palette, deliver)?,
        }
        let ends = stretch.ends_page && maker.pages.last() == Some(&page);
        maker.add_gif(&mut self.whole, None, (reel, ends), palette, deliver)
    }
}

impl Maker<'_> {
    /// Adds a reel to the file of a page, or to that of all pages; the last one ends the file.
    fn add_gif(
        &self,
        file: &mut Option<gif::Writer>,
        page: Option<usize>,
        (reel, is_last): (Option<&gif::Reel>, bool),
        palette: &Palette,
        deliver: Deliver,
    ) -> io::Result<()> {
        let mut writer = match file.take() {
            Some(writer) => writer,
            None => gif::Writer::new(palette, gif_size(self.options), self.options.motion.repeat)?,
        };
        let path = self.path(page, "gif");
        if let Some(reel) = reel {
            deliver(Part::Piece { path: path.clone(), bytes: writer.add(reel)?, last: None })?;
        }
        if is_last {
            let last = Some(self.about(page, Kind::Gif));
            return deliver(Part::Piece { path, bytes: writer.finish()?, last });
        }
        *file = Some(writer);
        Ok(())
    }
}

/// Writes the pages' animated PNGs as they are packed and, piece by piece, that of them all and those of long pages. Their heads
/// say how many frames there are, and so go over the first ones at the end.
pub(super) struct Apngs<'a> {
    maker: &'a Maker<'a>,
    page: Option<apng::Writer>,
    whole: Option<apng::Writer>,
}

impl<'a> Apngs<'a> {
    pub(super) fn new(maker: &'a Maker<'a>) -> Self {
        Self { maker, page: None, whole: None }
    }

    /// Adds the next stretch.
    pub(super) fn add(&mut self, stretch: Stretch, reel: &apng::Reel, deliver: Deliver) -> io::Result<()> {
        let (maker, page) = (self.maker, stretch.page);
        if stretch.is_whole() {
            let mut bytes = Vec::new();
            apng::write(reel, maker.options.motion.repeat, &mut bytes)?;
            deliver(maker.file(Some(page), Kind::Apng, "apng", bytes))?;
        } else {
            maker.add_apng(&mut self.page, Some(page), (reel, stretch.ends_page), deliver)?;
        }
        let ends = stretch.ends_page && maker.pages.last() == Some(&page);
        maker.add_apng(&mut self.whole, None, (reel, ends), deliver)
    }
}

impl Maker<'_> {
    /// Adds a reel to the file of a page, or to that of all pages; the last one ends the file.
    fn add_apng(
        &self,
        file: &mut Option<apng::Writer>,
        page: Option<usize>,
        (reel, is_last): (&apng::Reel, bool),
        deliver: Deliver,
    ) -> io::Result<()> {
        let path = self.path(page, "apng");
        let is_new = file.is_none();
        let begun = || apng::Writer::new(self.options.reel_size, self.options.motion.repeat);
        let mut writer = file.take().unwrap_or_else(begun);
        if is_new {
            deliver(Part::Head { path: path.clone(), bytes: writer.head()? })?;
        }
        deliver(Part::Piece { path: path.clone(), bytes: writer.add(reel)?, last: None })?;
        if is_last {
            let (bytes, last) = (writer.finish()?, Some(self.about(page, Kind::Apng)));
            deliver(Part::Head { path: path.clone(), bytes: writer.head()? })?;
            return deliver(Part::Piece { path, bytes, last });
        }
        *file = Some(writer);
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
        each_frame(compiled, options, Stretch::whole(page), &mut painter, |bitmap, _, _| {
            if outcome.is_ok() {
                outcome = see(bitmap);
            }
        });
        outcome?;
    }
    Ok(())
}

/// When a frame of a page begins in its reel.
fn frame_ms(frame: u32, options: &Export) -> u32 {
    (u64::from(frame) * 1000 / u64::from(options.fps.max(1))) as u32
}

/// Draws frames of a page: the picture, where it may have changed, and for how long it stays, in milliseconds.
/// The first frame of a page counts as changed all over, whatever the painter has shown before; that of another stretch as what
/// differs from what the painter shows.
fn each_frame(
    compiled: &Compiled,
    options: &Export,
    stretch: Stretch,
    painter: &mut Painter,
    mut frame: impl FnMut(&Bitmap, &[PixelRect], u32),
) {
    let board = &compiled.board(stretch.page);
    let clock = Clock::new(board, &options.motion);
    let mut index = stretch.first;
    while index < stretch.end && frame_ms(index, options) < clock.duration_ms() {
        let (now, next) = (frame_ms(index, options), frame_ms(index + 1, options).min(clock.duration_ms()));
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
