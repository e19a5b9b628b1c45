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

fn check(lesson: Found) -> (Found, Diagnostics) {
    let result = lesson.compile(&Pacing::default());
    let diagnostics = result.map_or_else(|mistakes| mistakes, |compiled| compiled.diagnostics);
    (lesson, diagnostics)
}

/// How it went, for people and for programs.
#[derive(Serialize)]
struct Report {
    lessons: usize,
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
    fn new(checked: &[(Found, Diagnostics)]) -> Self {
        Self {
            lessons: checked.len(),
            errors: checked.iter().map(|(_, diagnostics)| diagnostics.errors()).sum(),
            warnings: checked.iter().map(|(_, diagnostics)| diagnostics.warnings()).sum(),
        }
    }

    fn print(&self, checked: &[(Found, Diagnostics)]) -> std::io::Result<()> {
        let diagnostics = checked.iter().flat_map(|(lesson, all)| all.findings(&lesson.source)).collect();
        let json = serde_json::to_string_pretty(&FullReport { report: self, diagnostics })?;
        terminal::print(&format!("{json}\n"))
    }
}

fn show(checked: &[(Found, Diagnostics)], report: &Report) {
    for (lesson, diagnostics) in checked {
        terminal::show(diagnostics, &lesson.source);
        let (errors, warnings) = (count(diagnostics.errors(), "error"), count(diagnostics.warnings(), "warning"));
        terminal::detail(&format!("{}: {errors}, {warnings}", visible(&lesson.source.name)));
    }
    terminal::point_to_guide(checked.iter().flat_map(|(_, diagnostics)| &diagnostics.0));
    let (errors, warnings) = (count(report.errors, "error"), count(report.warnings, "warning"));
    terminal::report(&format!("{}: {errors}, {warnings}", count(report.lessons, "lesson")));
}
