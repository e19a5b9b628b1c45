//! What is wrong with a lesson, and where: a [`Source`], byte [`Span`]s into it, and [`Diagnostic`]s
//! that are shown the way rustc shows its own.

mod fix;
mod json;
mod lines;
mod render;
mod visible;

pub use fix::{Fix, mend, surely_meant};
pub use json::Finding;
pub use visible::visible;

use std::ops::Range;

/// One lesson's text and the name that it is shown under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it (shown in diagnostics, never in an output).
    pub name: String,
    /// The whole text, UTF-8, without a byte order mark, with `\n` line ends.
    pub text: String,
}

impl Source {
    /// A source from text as it was read: a byte order mark is dropped, CRLF becomes LF.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
        Self { name: name.into(), text }
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        // Counted by rows of bytes, whose sums fit into bytes, this is quick; for many places, `Lines` is quicker.
        let in_row = |row: &[u8]| usize::from(row.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>());
        let line = before.as_bytes().chunks(255).map(in_row).sum::<usize>() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

/// A half-open range of bytes in a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// Whether a diagnostic stops the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The lesson contradicts itself or its format: nothing is written.
    Error,
    /// The lesson builds, but a reader would want to know.
    Warning,
}

/// One mistake, with its place and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable name in kebab case, such as `connection-not-open`.
    pub code: &'static str,
    /// Where.
    pub span: Span,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Other places that matter, each with a note ("control was closed here").
    pub related: Vec<(Span, String)>,
    /// What would mend it, where that leaves no doubt.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message.into())
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message.into())
    }

    fn new(severity: Severity, code: &'static str, span: Span, message: String) -> Self {
        Self { severity, code, span, message: cut(message), help: None, related: Vec::new(), fix: None }
    }

    /// With a line that says what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(cut(help.into()));
        self
    }

    /// With another place and what it has to do with this one.
    #[must_use]
    pub fn related(mut self, span: Span, note: impl Into<String>) -> Self {
        self.related.push((span, cut(note.into())));
        self
    }

    /// With a correction, where there is one.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix.map(Box::new);
        self
    }
}

/// All that is to be said of a lesson, in the order of its text once [`Diagnostics::sort`]ed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// True when at least one is an error.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|one| one.severity == Severity::Error).count()
    }

    /// How many are warnings.
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// Puts them in the order of the source text and drops exact repetitions.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (a.span, a.severity, a.code).cmp(&(b.span, b.severity, b.code)));
        self.0.dedup();
    }
}

/// A text that repeats so much of the lesson that nobody would read it, cut.
fn cut(mut text: String) -> String {
    const LONGEST: usize = 1_000;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The nearest of `candidates` to `word`, close enough to be what was meant.
///
/// Compared without regard to case; at most a third of the word may differ, and nothing of a single letter: any other would
/// be as near.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    near(word, candidates)
        .into_iter()
        // Where two are as near, a word that was broken off is more likely than one with a letter wrong.
        .min_by_key(|(distance, candidate)| (*distance, !candidate.to_lowercase().starts_with(&folded)))
        .map(|(_, candidate)| candidate)
}

/// The candidates that are close enough to be what was meant, each with how many letters are wrong.
fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let folded = word.to_lowercase();
    let allowed = match folded.chars().count() {
        0 | 1 => 0,
        length => (length / 3).max(1),
    };
    let distance = |candidate: &str| strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
    let all = candidates.into_iter().map(|candidate| (distance(candidate), candidate));
    all.filter(|(distance, _)| *distance <= allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_words_that_are_as_near_the_one_that_was_broken_off_is_meant() {
        assert_eq!(did_you_mean("RET", ["REST", "RETR"]), Some("RETR"));
        assert_eq!(did_you_mean("RET", ["REST"]), Some("REST"));
    }

    #[test]
    fn no_text_of_a_diagnostic_grows_with_the_lesson() {
        let long = "é".repeat(5_000);
        let one = Diagnostic::error("x", Span::default(), &*long).help(&*long).related(Span::default(), &*long);
        let texts = [Some(one.message), one.help, one.related.into_iter().next().map(|(_, note)| note)];
        // A thousand characters, and the sign that more was there.
        assert_eq!(texts.map(|text| text.map(|text| text.chars().count())), [Some(1_001); 3]);
    }

    #[test]
    fn a_name_of_one_letter_is_near_to_itself_alone() {
        assert_eq!(did_you_mean("X", ["A", "B"]), None);
        assert_eq!(did_you_mean("a", ["A", "B"]), Some("A"));
        assert_eq!(did_you_mean("H2", ["H1"]), Some("H1"));
    }
}
