//! A text and changes at places of it in, the changed text out.

use crate::diagnostic::Span;

/// A change of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is taken away.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

impl Edit {
    /// A change of what stands from `start` up to `end`.
    pub fn new(start: usize, end: usize, text: impl Into<String>) -> Self {
        Self { span: Span::new(start, end), text: text.into() }
    }

    /// False where it would leave all as it is.
    pub fn changes(&self, text: &str) -> bool {
        text.get(self.span.start..self.span.end).is_some_and(|before| before != self.text)
    }
}

/// Puts edits in the order of the text. Of two that overlap, the first stays.
pub(super) fn sort(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|edit| edit.span);
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.span.start >= end;
        end = if free { edit.span.end } else { end };
        free
    });
}

/// The text with sorted edits made.
pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        changed.push_str(&text[at..edit.span.start]);
        changed.push_str(&edit.text);
        at = edit.span.end;
    }
    changed.push_str(&text[at..]);
    changed
}

/// Where the line begins that `at` is in.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// A span without the white space around it.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = &text[span.start..span.end];
    let start = span.start + (inside.len() - inside.trim_start().len());
    Span::new(start, (span.start + inside.trim_end().len()).max(start))
}

/// Columns of the white space that a line begins with; a tab goes on to the next multiple of four.
pub(super) fn indent(line: &str) -> usize {
    let space = line.chars().take_while(|letter| matches!(letter, ' ' | '\t'));
    space.fold(0, |column, letter| if letter == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}
