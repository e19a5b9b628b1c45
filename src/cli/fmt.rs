//! `packetreel fmt`: lessons in, the same lessons written one way out, in their files or on standard output.

use super::lessons::{self, Found};
use super::terminal::{self, count};
use super::{Outcome, Setback, no_output};
use clap::Args;
use packetreel::diagnostic::visible;
use packetreel::{format, output};
use std::fs;
use std::path::PathBuf;

pub const EXAMPLES: &str = "\
Examples:
  packetreel fmt lesson.md           write the lesson anew
  packetreel fmt lessons --check     would anything change? for CI
  packetreel fmt - < lesson.md       to standard output, for editors";

/// `packetreel fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Lesson files, folders of lessons, or `-` for standard input, which goes to standard output
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Write nothing; name the files that would change, with the first line that differs, and end with 1
    #[arg(long)]
    pub check: bool,
}

/// What became of a lesson.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Unchanged,
    Changed,
    Mistaken,
}

/// Formats what the arguments name.
pub fn run(arguments: &Fmt) -> Outcome {
    match format_all(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

fn format_all(arguments: &Fmt) -> Result<(), Setback> {
    let found = lessons::find(&arguments.paths)?;
    let fates = found.iter().map(|lesson| format_one(lesson, arguments.check)).collect::<Result<Vec<Fate>, _>>()?;
    let number = |fate: Fate| fates.iter().filter(|one| **one == fate).count();
    let changed = number(Fate::Changed);
    let done = if arguments.check { "to be formatted" } else { "formatted" };
    if found.iter().all(|lesson| lesson.path.is_some()) {
        terminal::report(&format!("{}: {changed} {done}", count(found.len(), "lesson")));
    }
    let failed = number(Fate::Mistaken) > 0 || (arguments.check && changed > 0);
    if failed { Err(Setback::Mistaken) } else { Ok(()) }
}

fn format_one(lesson: &Found, check: bool) -> Result<Fate, Setback> {
    let said =
        if lesson.diagnostics.has_errors() { Err(lesson.diagnostics.clone()) } else { format::format(&lesson.source) };
    let text = match said {
        Ok(text) => text,
        Err(mistakes) => {
            terminal::show(&mistakes, &lesson.source);
            terminal::point_to_guide(mistakes.0.iter());
            return Ok(Fate::Mistaken);
        }
    };
    let name = visible(&lesson.source.name);
    let before = match &lesson.path {
        Some(path) => fs::read(path).map_err(|error| Setback::Refused(format!("cannot read {name}: {error}")))?,
        None => lesson.source.text.clone().into_bytes(),
    };
    match &lesson.path {
        None if !check => terminal::print(&text).map_err(|error| no_output(&error))?,
        _ if before == text.as_bytes() => return Ok(Fate::Unchanged),
        _ if check => terminal::say(&difference(&name, &lesson.source.text, &text)),
        Some(path) => {
            output::rewrite(path, &before, text.as_bytes())?;
            terminal::report(&format!("{name}: formatted"));
        }
        None => {}
    }
    Ok(Fate::Changed)
}

/// The first line that differs, as it is and as it would be.
fn difference(name: &str, before: &str, after: &str) -> String {
    let (mut old, mut new) = (before.split('\n'), after.split('\n'));
    for line in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (old, new) if old == new => {}
            (old, new) => {
                let shown = |sign: &str, line: Option<&str>| {
                    line.map_or_else(String::new, |line| format!("\n  {sign} {}", visible(line)))
                };
                return format!("{name}:{line}: is not formatted{}{}", shown("-", old), shown("+", new));
            }
        }
    }
    format!("{name}: is not formatted: its line ends are not those of Unix, or it begins with a byte order mark")
}
