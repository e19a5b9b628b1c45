//! `packetreel frames --raw`: a lesson in, the pixels of every frame of its reel out, for other encoders.

use super::arguments::{ThemeName, size};
use super::lessons;
use super::numbers::whole;
use super::{Outcome, Setback, no_output, terminal};
use clap::Args;
use packetreel::export::{self, Export};
use packetreel::timeline::Pacing;
use std::path::PathBuf;

pub const EXAMPLES: &str = "\
Examples:
  packetreel frames lesson.md --raw > lesson.rgb        960 × 540 pixels of three bytes a frame, 20 frames a second
  packetreel frames lesson.md --raw --size 1280x720 --fps 30 | ffmpeg -f rawvideo -pix_fmt rgb24 -s 1280x720 -r 30 -i - x.mp4";

/// `packetreel frames`.
#[derive(Debug, Args)]
pub struct Frames {
    /// A lesson's file, a folder with one lesson, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Red, green and blue of each pixel, row by row, frame by frame, and nothing else, to standard output
    #[arg(long, required = true)]
    pub raw: bool,
    /// Size of a frame in pixels, 16 to 8192 a side
    #[arg(long, value_name = "WxH", default_value = "960x540", value_parser = size)]
    pub size: (u32, u32),
    /// Frames a second
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = whole::<u32>(1..=60, "frames a second are", "20"))]
    pub fps: u32,
    /// Colours of the pictures
    #[arg(long, default_value = "light")]
    pub theme: ThemeName,
}

/// Draws every frame and writes it.
pub fn run(arguments: &Frames) -> Outcome {
    match write(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

fn write(arguments: &Frames) -> Result<(), Setback> {
    let compiled = lessons::find_one(&arguments.path)?.compile_and_tell(&Pacing::default())?;
    let options =
        Export { reel_size: arguments.size, fps: arguments.fps, theme: arguments.theme.theme(), ..Export::default() };
    export::frames(&compiled, &options, &mut |frame| terminal::print_bytes(&frame.pixels))
        .map_err(|error| no_output(&error))
}
