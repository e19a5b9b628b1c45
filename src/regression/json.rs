//! A test goes in, JSON for programs comes out.

use serde::Serialize;

use super::golden::Verdict;
use super::{Run, Still, panel_name};

#[derive(Serialize)]
struct Answer<'a> {
    stills: usize,
    passed: usize,
    failed: usize,
    threshold: u8,
    ignore_antialiasing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a str>,
    groups: Vec<Group>,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Group {
    what: String,
    goldens: Vec<String>,
}

#[derive(Serialize)]
struct Outcome<'a> {
    lesson: &'a str,
    golden: &'a str,
    /// `same`, `different`, `other-size`, `unreadable`, `missing` or `leftover`.
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    shows: Option<Moment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<Numbers>,
}

#[derive(Serialize)]
struct Moment<'a> {
    page: usize,
    title: &'a str,
    step: usize,
    caption: &'a str,
    theme: &'static str,
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct Numbers {
    pixels: u64,
    of: u64,
    largest: u8,
    bounds: Rect,
    panels: Vec<&'static str>,
}

#[derive(Serialize)]
struct Rect {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

/// The results as one JSON object; `report` is where the page is that shows them, if there is one.
pub fn json(run: &Run, report: Option<&str>) -> String {
    let failed = run.failures().count();
    let groups = run.groups().into_iter().map(|group| Group {
        what: group.what,
        goldens: group.stills.iter().map(|&index| run.stills[index].golden.clone()).collect(),
    });
    let answer = Answer {
        stills: run.stills.len(),
        passed: run.stills.len() - failed,
        failed,
        threshold: run.tolerance.threshold,
        ignore_antialiasing: run.tolerance.ignore_antialiasing,
        report,
        groups: groups.collect(),
        results: run.stills.iter().map(result).collect(),
    };
    // Text and numbers have no form that JSON lacks, so this does not fail.
    serde_json::to_string_pretty(&answer).unwrap_or_default() + "\n"
}

fn result(still: &Still) -> Outcome<'_> {
    let difference = match &still.verdict {
        Verdict::Different(difference) => {
            let bounds = difference.bounds;
            Some(Numbers {
                pixels: difference.pixels,
                of: difference.total,
                largest: difference.largest,
                bounds: Rect { x: bounds.x, y: bounds.y, width: bounds.w, height: bounds.h },
                panels: still.panels.iter().map(|panel| panel_name(*panel)).collect(),
            })
        }
        _ => None,
    };
    let shows = still.shows.as_ref().map(|shows| Moment {
        page: shows.page,
        title: &shows.title,
        step: shows.step,
        caption: &shows.caption,
        theme: if shows.dark { "dark" } else { "light" },
        width: shows.size.0,
        height: shows.size.1,
    });
    Outcome {
        lesson: &still.lesson,
        golden: &still.golden,
        result: name(&still.verdict),
        message: (!still.verdict.is_fine()).then(|| still.says()),
        shows,
        difference,
    }
}

/// A verdict for programs.
pub(super) fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Same(_) => "same",
        Verdict::Different(_) => "different",
        Verdict::OtherSize(..) => "other-size",
        Verdict::Unreadable(_) => "unreadable",
        Verdict::Missing => "missing",
        Verdict::Leftover => "leftover",
    }
}
