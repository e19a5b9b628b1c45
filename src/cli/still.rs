//! `packetreel still`: a lesson and a moment in, one picture out, to a file or to standard output.

use super::arguments::{ThemeName, size};
use super::lessons::{self, Found};
use super::numbers::{self, Pages, whole};
use super::terminal::{self, count};
use super::{Outcome, Setback, no_output};
use clap::{Args, ValueEnum};
use packetreel::Compiled;
use packetreel::diagnostic::visible;
use packetreel::export::{self, Kind, Moment};
use packetreel::lesson::Page;
use packetreel::output::{self, Replace};
use packetreel::timeline::Pacing;
use std::path::{Path, PathBuf};

pub const EXAMPLES: &str = "\
Examples:
  packetreel still lesson.md --page 3 --step 2               lesson-3-2.png, in this folder
  packetreel still lesson.md --page 3 -o request.svg         the first step of page 3
  packetreel still lesson.md --step 2 --at-ms 600 -o x.png   600 ms after the step begins
  packetreel still lesson.md --format svg -o - | wc -c       to another program";

/// `packetreel still`.
#[derive(Debug, Args)]
pub struct Still {
    /// A lesson's file, a folder with one lesson, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Which page, from 1, or by its name in file names; `packetreel list` shows them
    #[arg(long, value_name = "PAGE", default_value = "1", value_parser = numbers::pages)]
    pub page: Pages,
    /// Which step of the page, from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<usize>(1..=u64::from(u32::MAX), "a step is", "2"))]
    pub step: usize,
    /// Milliseconds after the step begins [default: the step's telling moment, as in a build]
    #[arg(long, value_name = "MS", value_parser = whole::<u32>(0..=u64::from(u32::MAX), "milliseconds are", "600"))]
    pub at_ms: Option<u32>,
    /// Where to write, over what is there; `-` is standard output [default: LESSON-PAGE-STEP.png, if no such file exists]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write [default: as the file's name says, or else png]
    #[arg(long)]
    pub format: Option<StillFormat>,
    /// Size of a PNG in pixels, 16 to 8192 a side; another shape than 16:9 gets margins; SVG has any size
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = size)]
    pub size: (u32, u32),
    /// Colours of the picture
    #[arg(long, default_value = "light")]
    pub theme: ThemeName,
    /// Draw the packets that the lesson leaves undrawn (`~>`), too
    #[arg(long)]
    pub every_packet: bool,
}

/// A format of one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StillFormat {
    /// Sharp at any size
    Svg,
    /// Pixels
    Png,
}

/// Draws the moment and writes it.
pub fn run(arguments: &Still) -> Outcome {
    match draw(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

fn draw(arguments: &Still) -> Result<(), Setback> {
    let format = format(arguments)?;
    let lesson = lessons::find_one(&arguments.path)?;
    let pacing = Pacing { every_packet: arguments.every_packet, ..Pacing::default() };
    let compiled = match lesson.compile(&pacing) {
        Ok(compiled) => compiled,
        Err(_) => lesson.compile_and_tell(&pacing)?,
    };
    // What is wrong with the call comes before what could be better in the lesson.
    let moment = moment(arguments, format, &compiled)?;
    terminal::show(&compiled.diagnostics, &lesson.source);
    let bytes = export::moment(&compiled, &moment).map_err(|error| Setback::Refused(error.to_string()))?;
    write(arguments, moment.page + 1, format, &lesson, &bytes)
}

/// What `--format` says, or the name of the file; both must agree.
fn format(arguments: &Still) -> Result<StillFormat, Setback> {
    let output = arguments.output.as_deref().filter(|path| !lessons::is_standard_input(path));
    let ending = output.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    let named = match ending.as_deref() {
        Some("svg") => Some(StillFormat::Svg),
        Some("png") => Some(StillFormat::Png),
        _ => None,
    };
    match (arguments.format, named) {
        (Some(asked), Some(named)) if asked != named => Err(Setback::Misused(format!(
            "--format {} does not fit a file that ends in .{}",
            asked.name(),
            named.name()
        ))),
        (Some(asked), _) => Ok(asked),
        (None, Some(named)) => Ok(named),
        (None, None) => match output {
            None => Ok(StillFormat::Png),
            Some(path) => {
                let shown = visible(&path.to_string_lossy()).into_owned();
                Err(Setback::Misused(format!(
                    "{shown} ends in neither .svg nor .png: add --format svg or --format png"
                )))
            }
        },
    }
}

/// The moment that is asked for, if the lesson has it.
fn moment(arguments: &Still, format: StillFormat, compiled: &Compiled) -> Result<Moment, Setback> {
    let pages = &compiled.timeline.pages;
    let told = &compiled.timeline.trace.lesson.pages;
    let (page, step) = match arguments.page.find(told) {
        Ok((first, last)) if first == last => (first as usize, arguments.step),
        Ok(_) => return Err(Setback::Misused("a still is of one page: name one, such as --page 3".to_owned())),
        Err(which) => {
            let pages = count(pages.len(), "page");
            return Err(Setback::Misused(format!("there is no page {which}: the lesson has {pages}")));
        }
    };
    let time = &pages[page - 1];
    if time.steps.is_empty() {
        return Err(Setback::Misused(without_steps(told, page)));
    }
    let Some(span) = step.checked_sub(1).and_then(|step| time.steps.get(step)) else {
        let steps = count(time.steps.len(), "step");
        return Err(Setback::Misused(format!("there is no step {step} on page {page}: it has {steps}")));
    };
    let length_ms = span.end_ms - span.start_ms;
    if let Some(at_ms) = arguments.at_ms.filter(|at_ms| *at_ms > length_ms) {
        return Err(Setback::Misused(format!("--at-ms {at_ms} is after the step's end: it lasts {length_ms} ms")));
    }
    Ok(Moment {
        page: page - 1,
        step: step - 1,
        // At its very end the next step would have begun.
        at_ms: arguments.at_ms.map_or(span.still_ms, |at_ms| span.start_ms + at_ms.min(length_ms - 1)),
        kind: format.kind(),
        size: arguments.size,
        theme: arguments.theme.theme(),
    })
}

/// What to say of a page on which nothing happens.
fn without_steps(pages: &[Page], page: usize) -> String {
    let what = if pages[page - 1].faq { "a page of questions" } else { "a page of text" };
    let title = visible(&pages[page - 1].title).into_owned();
    let with: Vec<String> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| !page.steps.is_empty())
        .take(20)
        .map(|(at, _)| (at + 1).to_string())
        .collect();
    let with =
        if with.is_empty() { "no page has any".to_owned() } else { format!("pages with steps: {}", with.join(", ")) };
    format!("page {page}, {title}, is {what} without steps, of which no still is made; {with}")
}

fn write(arguments: &Still, page: usize, format: StillFormat, lesson: &Found, bytes: &[u8]) -> Result<(), Setback> {
    let lessons: Vec<PathBuf> = lesson.path.iter().cloned().collect();
    let (path, replace) = match &arguments.output {
        Some(path) if lessons::is_standard_input(path) => {
            return terminal::print_bytes(bytes).map_err(|error| no_output(&error));
        }
        Some(path) => (path.clone(), Replace::Any),
        None => {
            let name = format!("{}-{page}-{}.{}", lesson.folder, arguments.step, format.name());
            (PathBuf::from(name), Replace::Nothing)
        }
    };
    output::write_one(&path, bytes, replace, &lessons)?;
    let size = terminal::size(bytes.len() as u64);
    terminal::report(&format!("{}: {size}", visible(&path.to_string_lossy())));
    Ok(())
}

impl StillFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Svg => Kind::Svg,
            Self::Png => Kind::Png,
        }
    }
}
