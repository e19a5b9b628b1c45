//! What a build makes of a compiled lesson: [`File`]s, one after the other, into a sink.

use crate::Compiled;
use crate::theme::Theme;
use serde::Serialize;
use std::io;

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
}

/// How a lesson is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Which outputs are wanted.
    pub only: Outputs,
    /// Width and height of a still in pixels.
    pub size: (u32, u32),
    /// Width and height of a reel in pixels.
    pub reel_size: (u32, u32),
    /// Frames a second of a reel.
    pub fps: u32,
    /// Light or dark.
    pub theme: Theme,
    /// How many threads draw; the bytes are the same for any number.
    pub jobs: usize,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are finished.
    pub done: usize,
    /// Files that there will be.
    pub total: usize,
}

/// Makes every file that `options` asks for and hands each to `sink`, in the same order every time.
///
/// # Errors
///
/// The first error of the sink ends the export.
pub fn export(
    _compiled: &Compiled,
    _options: &Export,
    _sink: &mut dyn FnMut(File) -> io::Result<()>,
    _progress: &dyn Fn(Progress),
) -> io::Result<()> {
    Ok(())
}

/// The page that leads to every lesson of a build: `index.html` of the target. Each lesson comes with its folder's name.
pub fn index(_lessons: &[(&str, &Compiled)]) -> File {
    let about =
        About { kind: Kind::Html, page: None, step: None, width: None, height: None, duration_ms: None, alt: None };
    File { path: "index.html".to_owned(), bytes: Vec::new(), about }
}
