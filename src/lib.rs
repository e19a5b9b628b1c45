//! packetreel turns a Markdown lesson about a protocol exchange into frames, reels and a slideshow.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod embedded;
pub mod encode;
pub mod export;
pub mod font;
pub mod lesson;
pub mod output;
pub mod protocol;
pub mod raster;
pub mod scene;
pub mod site;
pub mod svg;
pub mod theme;
pub mod timeline;

use diagnostic::{Diagnostics, Source};
pub use export::{Export, export};
use scene::Storyboard;
use timeline::{Pacing, Timeline};

/// A lesson that was found right, ready for every output.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// What happens when.
    pub timeline: Timeline,
    /// What is seen, a page each.
    pub boards: Vec<Storyboard>,
    /// Warnings.
    pub diagnostics: Diagnostics,
}

/// Reads, proves, schedules and lays out a lesson.
///
/// # Errors
///
/// Everything that is wrong with it, warnings included, when at least one diagnostic is an error.
pub fn compile(source: &Source, pacing: &Pacing) -> Result<Compiled, Diagnostics> {
    let (lesson, mut diagnostics) = lesson::parse(source);
    let (trace, mistakes) = protocol::check(&lesson);
    diagnostics.extend(mistakes);
    diagnostics.sort();
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let timeline = timeline::schedule(trace, pacing);
    let (boards, remarks) = scene::compose(&timeline);
    diagnostics.extend(remarks);
    diagnostics.sort();
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(Compiled { timeline, boards, diagnostics }) }
}

/// The example in `README.md` is one of the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
