//! `packetreel check`: lessons in, what is wrong with them out, for people or for programs. Nothing is written, but with `--fix`.

use super::Outcome;
use super::arguments::{Check, Format};
use super::fix;
use super::lessons::{self, Found};
use super::terminal::{self, count};
use packetreel::diagnostic::{Diagnostics, Finding, visible};
use packetreel::timeline::Pacing;
use serde::Serialize;

/// Checks what the arguments name and shows what was found.
pub fn run(arguments: &Check) -> Outcome {
    let mut found = match lessons::find(&arguments.paths) {
        Ok(found) => found,
        Err(why) => return why.tell(),
    };
    if arguments.fix
        && let Err(why) = found.iter_mut().try_for_each(fix::mend)
    {
        return why.tell();
    }
    let checked: Vec<_> = found.into_iter().map(check).collect();
    let report = Report::new(&checked);
    match arguments.format {
        Format::Text => show(&checked, &report),
        Format::Json => {
            if let Err(error) = report.print(&checked) {
                terminal::complain(&format!("cannot write to standard output: {error}"));
                return Outcome::Refused;
            }
        }
    }
    let failed = report.errors > 0 || (arguments.strict && report.warnings > 0);
    if failed { Outcome::Mistaken } else { Outcome::Done }
}

struct Checked {
    lesson: Found,
    diagnostics: Diagnostics,
    /// Its pages and steps, where it has no mistake.
    length: Option<(usize, usize)>,
}

fn check(lesson: Found) -> Checked {
    match lesson.compile(&Pacing::default()) {
        Ok(compiled) => {
            let pages = &compiled.timeline.pages;
            let length = (pages.len(), pages.iter().map(|page| page.steps.len()).sum());
            Checked { lesson, diagnostics: compiled.diagnostics, length: Some(length) }
        }
        Err(diagnostics) => Checked { lesson, diagnostics, length: None },
    }
}

/// How it went, for people and for programs.
#[derive(Serialize)]
struct Report {
    lessons: usize,
    #[serde(skip)]
    length: Option<(usize, usize)>,
    errors: usize,
    warnings: usize,
}

/// The same with all findings, as one JSON object.
#[derive(Serialize)]
struct FullReport<'a> {
    #[serde(flatten)]
    report: &'a Report,
    diagnostics: Vec<Finding>,
}

impl Report {
    fn new(checked: &[Checked]) -> Self {
        let sum = |(pages, steps): (usize, usize), (more_pages, more_steps)| (pages + more_pages, steps + more_steps);
        Self {
            lessons: checked.len(),
            length: checked.iter().map(|one| one.length).try_fold((0, 0), |all, one| Some(sum(all, one?))),
            errors: checked.iter().map(|one| one.diagnostics.errors()).sum(),
            warnings: checked.iter().map(|one| one.diagnostics.warnings()).sum(),
        }
    }

    fn print(&self, checked: &[Checked]) -> std::io::Result<()> {
        let diagnostics = checked.iter().flat_map(|one| one.diagnostics.findings(&one.lesson.source)).collect();
        let json = serde_json::to_string_pretty(&FullReport { report: self, diagnostics })?;
        terminal::print(&format!("{json}\n"))
    }
}

fn show(checked: &[Checked], report: &Report) {
    for Checked { lesson, diagnostics, .. } in checked {
        terminal::show(diagnostics, &lesson.source);
        let (errors, warnings) = (count(diagnostics.errors(), "error"), count(diagnostics.warnings(), "warning"));
        terminal::detail(&format!("{}: {errors}, {warnings}", visible(&lesson.source.name)));
    }
    terminal::point_to_guide(checked.iter().flat_map(|one| &one.diagnostics.0));
    let (errors, warnings) = (count(report.errors, "error"), count(report.warnings, "warning"));
    // Without their number, a lesson whose steps are all taken for text would seem to be well.
    let length = report.length.map(|(pages, steps)| format!(", {}, {}", count(pages, "page"), count(steps, "step")));
    let lessons = count(report.lessons, "lesson");
    terminal::report(&format!("{lessons}{}: {errors}, {warnings}", length.unwrap_or_default()));
}
