//! The space around blocks: one blank line between two, no white space at the ends of lines, one line end at the very end.

use super::Text;
use super::edit::{Edit, line_start, trimmed};
use crate::diagnostic::Span;
use crate::lesson::{Markdown, Node};

/// One edit for each gap between blocks, before the first and after the last.
pub(super) fn blank_lines(text: &Text<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut end = text.layout.body;
    let mut wanted = if end > 0 { "\n" } else { "" };
    let mut loose = true;
    for (node, answer) in with_answers(&text.layout.nodes) {
        let span = trimmed(text.source, node.span);
        let start = line_start(text.source, span.start);
        if loose || !answer {
            edits.extend(gap(text.source, end, start, wanted));
        }
        (end, wanted, loose) = (span.end.max(end), "\n\n", !answer);
    }
    let last = if text.layout.nodes.is_empty() { "" } else { "\n" };
    edits.extend(gap(text.source, end, text.source.len(), last));
    edits
}

/// One edit for each line that ends in white space, but not in code, notes and answers, and not where it breaks the line.
pub(super) fn line_ends(text: &Text<'_>) -> Vec<Edit> {
    let mut kept = Vec::new();
    for (node, answer) in with_answers(&text.layout.nodes) {
        if answer { kept.push(node.span) } else { keep(node, &mut kept) }
    }
    kept.sort();
    let (mut edits, mut at) = (Vec::new(), text.layout.body);
    let mut kept = kept.into_iter().peekable();
    let mut until = 0;
    for line in text.source[at..].split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        let (start, end) = (at + bare.trim_end_matches([' ', '\t']).len(), at + bare.len());
        at += line.len();
        while let Some(span) = kept.next_if(|span| span.start <= end) {
            until = until.max(span.end);
        }
        if start < end && until <= start {
            edits.push(Edit::new(start, end, ""));
        }
    }
    edits
}

/// Top-level nodes, each with whether it is part of an answer on a FAQ page.
fn with_answers<'t, 'a>(nodes: &'t [Node<'a>]) -> impl Iterator<Item = (&'t Node<'a>, bool)> {
    let mut faq = false;
    nodes.iter().map(move |node| {
        if let Markdown::Heading(1, _, classes) = &node.kind {
            faq = classes.iter().any(|class| class.as_ref() == "faq");
        }
        (node, faq && !matches!(node.kind, Markdown::Heading(1 | 2, ..)))
    })
}

fn gap(text: &str, end: usize, start: usize, wanted: &str) -> Option<Edit> {
    let blank = text.get(end..start)?.trim().is_empty();
    blank.then(|| Edit::new(end, start, wanted))
}

/// Notes where every character counts.
fn keep(node: &Node<'_>, kept: &mut Vec<Span>) {
    match node.kind {
        Markdown::Quote | Markdown::CodeBlock(_) | Markdown::HardBreak | Markdown::Code(_) => kept.push(node.span),
        _ => node.children.iter().for_each(|child| keep(child, kept)),
    }
}
