//! `packetreel list`: lessons in, their pages and steps with their times out, as a table or as JSON.

use super::arguments::Format;
use super::lessons::{self, Found};
use super::terminal::{self, count, length};
use super::{Outcome, Setback, no_output};
use clap::Args;
use packetreel::Compiled;
use packetreel::diagnostic::visible;
use packetreel::lesson::plain;
use packetreel::timeline::Pacing;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

pub const EXAMPLES: &str = "\
Examples:
  packetreel list lesson.md
  packetreel list lessons --format json | jq '.lessons[].pages[].title'
Times are milliseconds in JSON. A page's start counts from the start of the lesson, a step's from the start of its page.";

/// `packetreel list`.
#[derive(Debug, Args)]
pub struct List {
    /// Lesson files, folders of lessons, or `-` for standard input; without any, as in a build
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// A table for people, or JSON
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Count the packets that the lesson leaves undrawn (`~>`), too: they take their time when they are drawn
    #[arg(long)]
    pub every_packet: bool,
}

/// Shows what the lessons hold. Those with mistakes are left out, and end the command with 1.
pub fn run(arguments: &List) -> Outcome {
    match list(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

fn list(arguments: &List) -> Result<(), Setback> {
    let pacing = Pacing { every_packet: arguments.every_packet, ..Pacing::default() };
    let found = lessons::find(&arguments.paths)?;
    let compiled: Vec<_> = found.iter().map(|lesson| (lesson, lesson.compile_and_tell(&pacing))).collect();
    let contents = Contents {
        lessons: compiled.iter().filter_map(|(lesson, ok)| Some(entry(lesson, ok.as_ref().ok()?))).collect(),
    };
    let text = match arguments.format {
        Format::Text => contents.table(),
        Format::Json => contents.json()?,
    };
    terminal::print(&text).map_err(|error| no_output(&error))?;
    compiled.into_iter().try_for_each(|(_, result)| result.map(|_| ()))
}

/// What all lessons hold.
#[derive(Serialize)]
struct Contents {
    lessons: Vec<LessonEntry>,
}

#[derive(Serialize)]
struct LessonEntry {
    path: String,
    title: String,
    duration_ms: u32,
    pages: Vec<PageEntry>,
}

#[derive(Serialize)]
struct PageEntry {
    page: usize,
    title: String,
    slug: String,
    start_ms: u32,
    duration_ms: u32,
    steps: Vec<StepEntry>,
}

#[derive(Serialize)]
struct StepEntry {
    step: usize,
    start_ms: u32,
    end_ms: u32,
    still_ms: u32,
    caption: String,
}

fn entry(found: &Found, compiled: &Compiled) -> LessonEntry {
    let lesson = &compiled.timeline.trace.lesson;
    let mut now = 0;
    let mut pages = Vec::new();
    for (index, (page, time)) in lesson.pages.iter().zip(&compiled.timeline.pages).enumerate() {
        let steps = page.steps.iter().zip(&time.steps).enumerate().map(|(index, (step, time))| StepEntry {
            step: index + 1,
            start_ms: time.start_ms,
            end_ms: time.end_ms,
            still_ms: time.still_ms,
            caption: plain(&step.caption),
        });
        pages.push(PageEntry {
            page: index + 1,
            title: page.title.clone(),
            slug: page.slug.clone(),
            start_ms: now,
            duration_ms: time.duration_ms,
            steps: steps.collect(),
        });
        now += time.duration_ms;
    }
    LessonEntry { path: found.source.name.clone(), title: lesson.title.clone(), duration_ms: now, pages }
}

impl Contents {
    fn json(&self) -> Result<String, Setback> {
        let json = serde_json::to_string_pretty(self).map_err(|error| Setback::Refused(error.to_string()))?;
        Ok(format!("{json}\n"))
    }

    /// A line for each lesson, page and step, with a blank line between lessons.
    fn table(&self) -> String {
        let mut text = String::new();
        for (index, lesson) in self.lessons.iter().enumerate() {
            text.push_str(if index == 0 { "" } else { "\n" });
            let steps = lesson.pages.iter().map(|page| page.steps.len()).sum();
            let (pages, steps) = (count(lesson.pages.len(), "page"), count(steps, "step"));
            let title = visible(&lesson.title);
            let _ =
                writeln!(text, "{}: {title} ({pages}, {steps}, {})", visible(&lesson.path), length(lesson.duration_ms));
            let _ = writeln!(text, "{:>5} {:>5} {:>9} {:>9}", "page", "step", "start", "length");
            for page in &lesson.pages {
                page.rows(&mut text);
            }
        }
        text
    }
}

impl PageEntry {
    fn rows(&self, text: &mut String) {
        row(text, [&self.page.to_string(), "", &length(self.start_ms), &length(self.duration_ms)], &self.title);
        for step in &self.steps {
            let times = [length(step.start_ms), length(step.end_ms - step.start_ms)];
            row(text, ["", &step.step.to_string(), &times[0], &times[1]], &format!("  {}", step.caption));
        }
    }
}

/// The last column is as long as it is: a terminal wraps it, and a program that reads the table cuts it.
fn row(text: &mut String, [page, step, start, length]: [&str; 4], words: &str) {
    let line = format!("{page:>5} {step:>5} {start:>9} {length:>9}  {}", visible(words));
    let _ = writeln!(text, "{}", line.trim_end());
}
