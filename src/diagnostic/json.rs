//! Diagnostics for programs: each with its path and its place in lines and columns.

use super::lines::Lines;
use super::{Diagnostic, Diagnostics, Severity, Source, Span};
use serde::Serialize;

/// One diagnostic as `check --format json` gives it. Lines and columns count from 1, columns in characters; the end
/// is the place right after the last character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The path as the user wrote it.
    pub path: String,
    /// Where it begins.
    #[serde(flatten)]
    pub place: Place,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// A stable name in kebab case.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// What would mend it, where that leaves no doubt.
    pub fix: Option<Correction>,
}

/// A stretch of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Line of the first character.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// Line of the place after the last character.
    pub end_line: usize,
    /// Its column.
    pub end_column: usize,
}

/// A stretch of a source, and what belongs in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// What is wrong; it ends where it begins if something is missing there.
    #[serde(flatten)]
    pub place: Place,
    /// What belongs there.
    pub replacement: String,
}

/// Another place, and what it has to do with the mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// What it has to do with the mistake.
    pub note: String,
}

impl Diagnostics {
    /// Each as plain data for programs, in their order.
    pub fn findings(&self, source: &Source) -> Vec<Finding> {
        let lines = Lines::of(&source.text);
        self.0.iter().map(|diagnostic| finding(diagnostic, &source.name, &lines)).collect()
    }
}

fn finding(diagnostic: &Diagnostic, path: &str, lines: &Lines) -> Finding {
    let related =
        diagnostic.related.iter().map(|(span, note)| Related { place: place(*span, lines), note: note.clone() });
    Finding {
        path: path.to_owned(),
        place: place(diagnostic.span, lines),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        related: related.collect(),
        fix: diagnostic
            .fix
            .as_ref()
            .map(|fix| Correction { place: place(fix.span, lines), replacement: fix.replacement.clone() }),
    }
}

fn place(span: Span, lines: &Lines) -> Place {
    let (line, column) = lines.position(span.start);
    let (end_line, end_column) = lines.position(span.end);
    Place { line, column, end_line, end_column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fix;

    #[test]
    fn a_finding_has_its_place_and_everything_that_was_said() {
        let source = Source::new("a/lesson.md", "one\ntwé three\n");
        // Line 2 starts at byte 4; `twé` is 4 bytes long, so `three` starts at byte 9, in column 5.
        let diagnostic = Diagnostic::error("odd-word", Span::new(9, 14), "odd \"word\"")
            .help("use four")
            .related(Span::new(0, 3), "after this")
            .fix(Some(Fix { span: Span::new(9, 9), replacement: "four ".to_owned() }));
        let json = serde_json::to_string(&Diagnostics(vec![diagnostic]).findings(&source)).expect("plain data");
        let expected = concat!(
            r#"[{"path":"a/lesson.md","line":2,"column":5,"end_line":2,"end_column":10,"#,
            r#""severity":"error","code":"odd-word","message":"odd \"word\"","help":"use four","#,
            r#""related":[{"line":1,"column":1,"end_line":1,"end_column":4,"note":"after this"}],"#,
            r#""fix":{"line":2,"column":5,"end_line":2,"end_column":5,"replacement":"four "}}]"#
        );
        assert_eq!(json, expected);
    }
}
