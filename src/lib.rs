//! packetreel turns a Markdown lesson about a protocol exchange into frames, reels and a slideshow.
//!
//! # Steps
//!
//! A lesson goes through phases. Each takes plain data and gives plain data, and none knows of those after it.
//!
//! - **Reading**: [`lesson::parse`] finds the hosts, connections, pages, steps and events in the Markdown and gives a
//!   [`Lesson`](lesson::Lesson): what its author said, with the place of every word.
//! - **Proving**: [`protocol::check`] replays each event against the life of its connection and the rules of its
//!   protocol. What contradicts is a [`Diagnostic`](diagnostic::Diagnostic) at its place; a lesson without errors has a
//!   [`Trace`](protocol::Trace) that holds every packet's way, fate, number and fields.
//! - **Timing**: [`timeline::schedule`] gives every event its time in whole milliseconds: a [`Timeline`].
//! - **Laying out**: [`Boards`] make of each page a [`Storyboard`]: sprites, with tracks that say when, where
//!   and how strongly, for a frame or for a phone ([`scene::Format`]). [`Storyboard::at`] is the [`Scene`](scene::Scene) at one moment.
//! - **Drawing**: [`svg::write`] makes text of a scene, and a [`raster::Painter`] pixels, which [`encode`] packs as PNG,
//!   GIF, animated PNG or video. [`site::slideshow`] makes one self-contained page of all storyboards.
//!
//! [`compile`] goes through the phases up to the storyboards, [`export`](fn@export) draws what is asked for and hands
//! over each file, and [`output`] puts files into a folder that it keeps clean. [`font`] measures and outlines text for
//! all of them, and [`theme`] knows the colours.
//!
//! [`format`](mod@format) writes the text of a lesson one way, whatever it says.
//!
//! # Use
//!
//! A build script compiles a lesson, shows what is wrong with it, and writes what it gets:
//!
//! ```
//! use packetreel::diagnostic::Source;
//! use packetreel::export::{Export, File, Outputs};
//! use packetreel::theme::Theme;
//! use packetreel::timeline::Pacing;
//! # // A build script is given OUT_DIR by cargo.
//! # let folder = tempfile::tempdir()?;
//! # let out_dir = folder.path();
//!
//! let text = "\
//! ---
//! title: Echo
//! hosts: { A: { address: 192.0.2.1 }, B: { address: 192.0.2.2 } }
//! ---
//!
//! ## Ping
//!
//! 1. `A -> B: Echo request`
//!    A asks whether B is there.
//! 2. `B -> A: Echo reply`
//!    B is.
//! ";
//! let source = Source::new("echo.md", text);
//! let compiled = packetreel::compile(&source, &Pacing::default()).map_err(|mistakes| mistakes.render(&source, false))?;
//!
//! let options = Export {
//!     only: Outputs { html: false, gif: false, ..Outputs::default() },
//!     size: (640, 360),
//!     theme: Theme::Dark,
//!     jobs: 2,
//!     ..Export::default()
//! };
//! let mut write = |file: File| {
//!     let path = out_dir.join(&file.path);
//!     std::fs::create_dir_all(path.parent().unwrap_or(out_dir))?;
//!     std::fs::write(path, &file.bytes)
//! };
//! packetreel::export("echo", &compiled, &options, &mut write, &|_| {})?;
//!
//! assert!(out_dir.join("frames/01-ping/02.png").is_file());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The same bytes everywhere
//!
//! Files depend on the lesson, the [`Pacing`] and the [`Export`] alone, and not on its `jobs`: any number of threads
//! gives the same files in the same order. Up to the storyboards there are no threads at all. Nothing looks at the clock,
//! the environment, the locale or the fonts of the machine; only [`output`] touches a disk. So files can be compared
//! with those of another machine byte for byte.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod embedded;
pub mod encode;
pub mod export;
pub mod font;
pub mod format;
mod huffman;
pub mod lesson;
pub mod output;
pub mod protocol;
pub mod raster;
pub mod regression;
pub mod scene;
pub mod site;
pub mod svg;
pub mod theme;
pub mod timeline;

use diagnostic::{Diagnostics, Source};
pub use export::{Export, export};
use scene::{Boards, Format, Storyboard};
use std::sync::Arc;
use timeline::{Pacing, Timeline};

/// A lesson that was found right, ready for every output.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// What happens when.
    pub timeline: Timeline,
    /// What is seen: a storyboard a page.
    pub boards: Boards,
    /// Warnings.
    pub diagnostics: Diagnostics,
}

impl Compiled {
    /// What is seen of a page, counted from 0. Kept for as long as pages near it are asked for.
    pub fn board(&self, page: usize) -> Arc<Storyboard> {
        self.boards.page(&self.timeline, page)
    }
}

/// Reads, proves, schedules and lays out a lesson.
///
/// # Errors
///
/// Everything that is wrong with it, warnings included, when at least one diagnostic is an error.
pub fn compile(source: &Source, pacing: &Pacing) -> Result<Compiled, Diagnostics> {
    let (lesson, mut diagnostics) = lesson::parse(source);
    let (trace, mut mistakes) = protocol::check(&lesson);
    if diagnostics.has_errors() {
        protocol::leave_out_loose_ends(&mut mistakes);
    }
    diagnostics.extend(mistakes);
    diagnostics.sort();
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let timeline = timeline::schedule(trace, pacing);
    let boards = Boards::new(Format::Wide);
    diagnostics.extend(boards.remarks(&timeline));
    diagnostics.sort();
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(Compiled { timeline, boards, diagnostics }) }
}

/// The example in `README.md` is one of the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// So are those in `docs/library.md`.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Library;
