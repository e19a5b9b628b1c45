//! What a build makes of a compiled lesson: [`File`]s, one after the other, into a sink.

mod clock;
mod film;
mod fit;
mod moment;
mod pool;
mod reel;
mod sketch;
mod still;
mod stretch;
mod subtitles;
mod work;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

pub use crate::encode::Repeat;
use crate::encode::png;
use crate::raster::Painter;
use crate::theme::Theme;
use crate::{Compiled, scene, site};
pub use fit::{Fit, fit};
pub use moment::{Moment, moment};
pub use reel::frames_of as frames;
pub use sketch::sketch;
use still::LazyPainter;
use work::{Made, Task};

/// Which outputs are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is wanted or not, whatever the others are.
pub struct Outputs {
    /// The slideshow.
    pub html: bool,
    /// A still of every step as SVG.
    pub svg: bool,
    /// A still of every step as PNG.
    pub png: bool,
    /// A reel of every page and of the whole lesson.
    pub gif: bool,
    /// The same reels with every colour as it is.
    pub apng: bool,
    /// The whole lesson as a video, with captions beside it.
    pub mp4: bool,
}

/// What is made where nothing else is asked for: all but what is as large again as the rest.
impl Default for Outputs {
    fn default() -> Self {
        Export::DEFAULT.only
    }
}

impl Outputs {
    /// Nothing at all.
    pub const NONE: Self = Self { html: false, svg: false, png: false, gif: false, apng: false, mp4: false };

    /// The kinds of files that are made.
    pub fn kinds(self) -> Vec<Kind> {
        let all = [
            (self.html, Kind::Html),
            (self.svg, Kind::Svg),
            (self.png, Kind::Png),
            (self.gif, Kind::Gif),
            (self.apng, Kind::Apng),
            (self.mp4, Kind::Mp4),
            (self.mp4, Kind::Vtt),
            (self.mp4, Kind::Srt),
            (self.mp4, Kind::Poster),
        ];
        all.into_iter().filter_map(|(wanted, kind)| wanted.then_some(kind)).collect()
    }
}

/// How a lesson is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Which outputs are wanted.
    pub only: Outputs,
    /// Width and height of a still, and of the video, in pixels; a video's are even.
    pub size: (u32, u32),
    /// Width and height of a reel in pixels.
    pub reel_size: (u32, u32),
    /// Frames a second of a reel.
    pub fps: u32,
    /// Frames a second of the video.
    pub video_fps: u32,
    /// Light or dark.
    pub theme: Theme,
    /// How many threads draw; the bytes are the same for any number.
    pub jobs: usize,
    /// The first and the last page, from 1, of those that stills and what moves are made of; `None`: all.
    pub pages: Option<(u32, u32)>,
    /// How things move.
    pub motion: Motion,
}

/// How things move in reels and the video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Motion {
    /// How often a reel is shown.
    pub repeat: Repeat,
    /// Whether each step's caption is in the picture, in the strip below the panels.
    pub captions: bool,
    /// Whether time stands still for as long as it takes to read; else there is nothing but motion.
    pub holds: bool,
    /// In percent of the lesson's own time; 0 is 1.
    pub speed: u32,
}

impl Motion {
    /// The lesson's own time, with captions, again and again.
    pub const DEFAULT: Self = Self { repeat: Repeat::Forever, captions: true, holds: true, speed: 100 };
}

impl Default for Motion {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Default for Export {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Export {
    /// Stills and a video of 1280 × 720, at 30 frames a second, reels of 960 × 540 at 20, light, drawn by one thread.
    pub const DEFAULT: Self = Self {
        only: Outputs { html: true, svg: true, png: true, gif: true, ..Outputs::NONE },
        size: (1280, 720),
        reel_size: (960, 540),
        fps: 20,
        video_fps: 30,
        theme: Theme::Light,
        jobs: 1,
        pages: None,
        motion: Motion::DEFAULT,
    };

    /// What the pages are, in words.
    fn part(&self) -> String {
        match self.pages {
            None => "the whole lesson".to_owned(),
            Some((first, last)) if first == last => format!("page {first}"),
            Some((first, last)) => format!("pages {first} to {last}"),
        }
    }

    /// The pages, from 0, that have steps and are wanted.
    fn pages_of(&self, compiled: &Compiled) -> Vec<usize> {
        let (first, last) = self.pages.unwrap_or((1, u32::MAX));
        let pages = compiled.timeline.pages.iter().enumerate();
        let wanted = |page: usize| (first as usize..=last as usize).contains(&(page + 1));
        pages.filter(|(page, time)| wanted(*page) && !time.steps.is_empty()).map(|(page, _)| page).collect()
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A page for a browser.
    Html,
    /// A still.
    Svg,
    /// A still.
    Png,
    /// A reel.
    Gif,
    /// A reel.
    Apng,
    /// A video.
    Mp4,
    /// The captions of a video, or its chapters.
    Vtt,
    /// The captions of a video.
    Srt,
    /// A still that stands for a video until it plays.
    Poster,
}

/// A finished file of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it goes, in the lesson's folder, with `/` between the parts.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What the manifest says of it.
    pub about: About,
}

/// What a manifest says of a file beyond its path and bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub kind: Kind,
    /// The page that it shows, from 1.
    pub page: Option<u32>,
    /// The step that it shows, from 1.
    pub step: Option<u32>,
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    /// How long it plays.
    pub duration_ms: Option<u32>,
    /// What it shows, for those who cannot see it.
    pub alt: Option<String>,
}

/// What an export hands over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A whole file.
    File(File),
    /// A piece of a file that may be too large for memory. Other files may come between its pieces.
    Piece {
        /// Where the file goes, as in [`File::path`].
        path: String,
        /// What follows on the pieces before.
        bytes: Vec<u8>,
        /// With the last piece, what the manifest says of the file.
        last: Option<About>,
    },
    /// The first bytes of a file that comes in pieces. They come before its pieces, when not all is known that they say, and
    /// again, as many and true, before the last piece: these go over the first ones.
    Head {
        /// Where the file goes, as in [`File::path`].
        path: String,
        /// What is at the very beginning.
        bytes: Vec<u8>,
    },
}

impl From<File> for Part {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are finished.
    pub done: usize,
    /// Files that there will be.
    pub total: usize,
    /// Frames of reels and of the video that are packed.
    pub frames: usize,
    /// Frames that there will be.
    pub all_frames: usize,
}

/// Counts how far an export has come, and tells.
struct Tally<'a> {
    now: Cell<Progress>,
    tell: &'a dyn Fn(Progress),
}

impl Tally<'_> {
    fn file(&self) {
        self.count(|now| Progress { done: now.done + 1, ..now });
    }

    fn frames(&self, more: usize) {
        self.count(|now| Progress { frames: now.frames + more, ..now });
    }

    fn count(&self, counted: impl Fn(Progress) -> Progress) {
        self.now.set(counted(self.now.get()));
        (self.tell)(self.now.get());
    }
}

/// Makes every file that `options` asks for and hands each to `sink`, in the same order and with the same bytes
/// for any number of jobs.
///
/// What is made of a whole lesson is in memory until it is finished: see [`export_in_parts`].
///
/// `name` is what the lesson's folder is called; its reel is called so too.
///
/// # Errors
///
/// The first error of the sink ends the export.
pub fn export(
    name: &str,
    compiled: &Compiled,
    options: &Export,
    sink: &mut dyn FnMut(File) -> io::Result<()>,
    progress: &dyn Fn(Progress),
) -> io::Result<()> {
    let mut begun: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut collect = |part: Part| match part {
        Part::File(file) => sink(file),
        Part::Piece { path, bytes: more, last } => {
            let mut bytes = begun.remove(&path).unwrap_or_default();
            bytes.extend(more);
            if let Some(about) = last {
                return sink(File { path, bytes, about });
            }
            begun.insert(path, bytes);
            Ok(())
        }
        Part::Head { path, bytes: head } => {
            let bytes = begun.entry(path).or_default();
            bytes.splice(..head.len().min(bytes.len()), head);
            Ok(())
        }
    };
    export_in_parts(name, compiled, options, &mut collect, progress)
}

/// As [`export`], but what grows with the lesson comes in pieces. At most a few files a job wait for the sink, so that nothing
/// but the compiled lesson and its slideshow makes memory grow with the number of pages.
///
/// # Errors
///
/// The first error of the sink ends the export.
pub fn export_in_parts(
    name: &str,
    compiled: &Compiled,
    options: &Export,
    sink: &mut dyn FnMut(Part) -> io::Result<()>,
    progress: &dyn Fn(Progress),
) -> io::Result<()> {
    let alts = scene::describe(&compiled.timeline);
    let pages = options.pages_of(compiled);
    let tasks = work::tasks(compiled, options, &pages);
    let ahead = work::ahead(compiled, options, &pages, &tasks);
    let tally = Tally { now: Cell::new(ahead), tell: progress };
    let mut deliver = |part: Part| {
        let ends = !matches!(part, Part::Piece { last: None, .. } | Part::Head { .. });
        sink(part)?;
        if ends {
            tally.file();
        }
        Ok(())
    };
    let maker = reel::Maker { name, compiled, options, pages: &pages };
    let ready = OnceLock::new();
    let mut taker = work::Taker::new(&maker, &ready, &tally);
    let painters =
        || (LazyPainter::new(options.theme, options.size), LazyPainter::new(options.theme, options.reel_size));
    let work = |(stills, frames): &mut (LazyPainter, LazyPainter), index: usize| match tasks[index] {
        Task::Html => Ok(Made::Files(vec![slideshow(compiled, &alts, options.jobs)])),
        Task::Stills { page, first, count } => {
            let mut still = |step| still::make(compiled, options, &alts, (page, step), stills);
            let files: io::Result<Vec<_>> = (first..first + count).map(&mut still).collect();
            Ok(Made::Files(files?.into_iter().flatten().collect()))
        }
        Task::Record { page } => Ok(Made::Recorded(page, Box::new(maker.record(page, frames.get())))),
        Task::Gif { stretch } => {
            Ok(Made::Gif(stretch, ready.get().and_then(|ready| maker.pack_gif(stretch, ready, frames))))
        }
        Task::Apng { stretch } => Ok(Made::Apng(stretch, maker.pack_apng(stretch, frames.get()))),
    };
    let order = pool::Order {
        after: |index: usize| work::after(&tasks, options.jobs, index),
        goes_on: |last: usize, next: usize| work::goes_on(tasks[last], tasks[next]),
    };
    let take = |made: io::Result<Made>| taker.take(made?, &mut deliver);
    pool::in_order_of(options.jobs, tasks.len(), &order, painters, work, take)?;
    if options.only.mp4 && !pages.is_empty() {
        film::make(&maker, &tally, &mut deliver)?;
    }
    Ok(())
}

fn slideshow(compiled: &Compiled, alts: &[Vec<String>], jobs: usize) -> File {
    let page = site::slideshow(&compiled.timeline, &compiled.boards, alts, jobs);
    let duration_ms = compiled.timeline.pages.iter().map(|page| page.duration_ms).sum();
    let lesson = &compiled.timeline.trace.lesson;
    let alt = format!("{}: the slideshow", lesson.title);
    let about = About { duration_ms: Some(duration_ms), alt: Some(alt), ..About::of(Kind::Html) };
    File { path: "index.html".to_owned(), bytes: page.into_bytes(), about }
}

impl About {
    fn of(kind: Kind) -> Self {
        Self { kind, page: None, step: None, width: None, height: None, duration_ms: None, alt: None }
    }
}

/// A number in a file name: as many digits as the largest needs, at least two, so that names sort.
fn numeral(number: usize, largest: usize) -> String {
    let digits = largest.to_string().len().max(2);
    format!("{number:0digits$}")
}

/// The page that leads to every lesson of a build: `index.html` of the target. Each lesson comes with its folder's name.
///
/// A lesson's poster is one of its stills, small, inside the page: the page needs no other file.
///
/// # Errors
///
/// If a poster cannot be compressed, which it has no reason to.
pub fn index(lessons: &[(&str, &Compiled)], options: &Export) -> io::Result<File> {
    let card = |&(folder, compiled): &(&str, &Compiled)| {
        let timeline = &compiled.timeline;
        let lesson = &timeline.trace.lesson;
        io::Result::Ok(site::Card {
            title: lesson.title.clone(),
            summary: lesson.summary.clone(),
            folder: folder.to_owned(),
            poster: poster(compiled, options)?,
            pages: lesson.pages.len(),
            steps: timeline.pages.iter().map(|page| page.steps.len()).sum(),
            duration_ms: timeline.pages.iter().map(|page| u64::from(page.duration_ms)).sum(),
        })
    };
    let cards = lessons.iter().map(card).collect::<io::Result<Vec<_>>>()?;
    let page = site::index(&cards);
    Ok(File { path: "index.html".to_owned(), bytes: page.into_bytes(), about: About::of(Kind::Html) })
}

/// Width and height of a poster in pixels.
const POSTER: (u32, u32) = (640, 360);

fn poster(compiled: &Compiled, options: &Export) -> io::Result<Option<String>> {
    let timeline = &compiled.timeline;
    let pages: Vec<usize> = (0..timeline.pages.len()).collect();
    let Some((page, step)) = telling_step(compiled, &pages) else { return Ok(None) };
    let mut painter = Painter::new(options.theme, POSTER);
    let board = compiled.board(page);
    painter.show(&board.at(timeline.pages[page].steps[step].still_ms));
    let mut bytes = Vec::new();
    png::write(painter.bitmap(), &mut bytes)?;
    Ok(Some(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(bytes))))
}

/// A quarter of the way through the packets of some pages: things are under way, and the end is not told.
fn telling_step(compiled: &Compiled, pages: &[usize]) -> Option<(usize, usize)> {
    let timeline = &compiled.timeline;
    let mut steps = Vec::new();
    for &page in pages {
        let (traced, time) = (&timeline.trace.pages[page], &timeline.pages[page]);
        for (step, (traced, time)) in traced.steps.iter().zip(&time.steps).enumerate() {
            let mut events = traced.events.iter().zip(&time.events);
            if events.any(|(event, time)| event.packet.is_some() && time.drawn) {
                steps.push((page, step));
            }
        }
    }
    let first = || pages.iter().find(|page| !timeline.pages[**page].steps.is_empty()).map(|page| (*page, 0));
    steps.get(steps.len() / 4).copied().or_else(first)
}

#[cfg(test)]
mod tests;
