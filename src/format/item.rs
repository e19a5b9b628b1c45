//! Lists of steps: numbers 1. 2. 3. through a page, text under text, a blank line around whatever is no paragraph.

use super::Text;
use super::edit::{Edit, indent, line_start, trimmed};
use crate::diagnostic::Span;
use crate::lesson::{Markdown, Node};

/// A list of steps.
pub(super) struct StepList<'t, 'a> {
    pub node: &'t Node<'a>,
    /// The number of its first step on the page.
    first: usize,
}

/// The lists whose items are steps, in the order of the text.
pub(super) fn step_lists<'t, 'a>(text: &'t Text<'a>) -> Vec<StepList<'t, 'a>> {
    let mut starts: Vec<usize> =
        text.lesson.pages.iter().flat_map(|page| &page.steps).map(|step| step.span.start).collect();
    starts.sort_unstable();
    let is_step = |item: &Node<'_>| starts.binary_search(&trimmed(text.source, item.span).start).is_ok();
    let (mut lists, mut next) = (Vec::new(), 1);
    for node in &text.layout.nodes {
        match node.kind {
            Markdown::Heading(1, ..) => next = 1,
            Markdown::List(Some(_)) if node.children.iter().any(is_step) => {
                lists.push(StepList { node, first: next });
                next += node.children.len();
            }
            _ => {}
        }
    }
    lists
}

/// One edit an item, with the lines up to the next.
pub(super) fn edits(text: &Text<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for StepList { node: list, first } in step_lists(text) {
        for (at, node) in list.children.iter().enumerate() {
            let next = list.children.get(at + 1);
            edits.extend(Item::read(text.source, node).and_then(|item| item.edit(first + at, next)));
        }
    }
    edits
}

/// A piece of an item.
struct Piece {
    span: Span,
    kind: PieceKind,
}

#[derive(Clone, Copy, PartialEq)]
enum PieceKind {
    Paragraph,
    Code,
    Other,
}

struct Item<'a> {
    text: &'a str,
    /// The whole item without the white space around it.
    span: Span,
    /// Where the line of its number begins.
    line: usize,
    pieces: Vec<Piece>,
}

impl<'a> Item<'a> {
    /// `None` for an item with something in it that is no node, or that depends on its exact column.
    fn read(text: &'a str, node: &Node<'_>) -> Option<Self> {
        let span = trimmed(text, node.span);
        let line = line_start(text, span.start);
        let pieces = pieces(text, node);
        let item = Self { text, span, line, pieces };
        (item.is_plain() && text[line..span.start].trim().is_empty()).then_some(item)
    }

    fn is_plain(&self) -> bool {
        let Some(first) = self.pieces.first() else { return false };
        let number = self.text[self.span.start..first.span.start].trim_end();
        let numbered = number.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let on_its_line = !self.text[self.span.start..first.span.start].contains('\n');
        let ends: Vec<usize> = self.pieces.iter().map(|piece| piece.span.end).collect();
        let starts = self.pieces.iter().skip(1).map(|piece| piece.span.start).chain([self.span.end]);
        let nothing_between = ends
            .iter()
            .zip(starts)
            .all(|(&end, start)| self.text.get(end..start).is_some_and(|gap| gap.trim().is_empty()));
        let fenced = self
            .pieces
            .iter()
            .all(|piece| piece.kind != PieceKind::Code || self.text[piece.span.start..].starts_with(['`', '~']));
        numbered && on_its_line && nothing_between && fenced
    }

    fn edit(&self, number: usize, next: Option<&Node<'_>>) -> Option<Edit> {
        let marker = format!("{number}. ");
        let pieces = self.pieces.iter().map(|piece| self.piece(piece, marker.len()));
        let between = format!("\n\n{}", " ".repeat(marker.len()));
        let mut written = format!("{marker}{}", pieces.collect::<Vec<_>>().join(&between));
        let mut end = self.span.end;
        if let Some(next) = next {
            end = line_start(self.text, trimmed(self.text, next.span).start);
            if !self.text.get(self.span.end..end)?.trim().is_empty() {
                return None;
            }
            let simple = matches!(self.pieces.as_slice(), [Piece { kind: PieceKind::Paragraph, .. }]);
            written.push_str(if simple { "\n" } else { "\n\n" });
        }
        Some(Edit::new(self.line, end, written))
    }

    /// The lines of a piece, all but the first moved to the column where the item's text begins.
    fn piece(&self, piece: &Piece, column: usize) -> String {
        let line = line_start(self.text, piece.span.start);
        let base = self.text[line..piece.span.start].chars().count();
        let tabs = self.text[line..piece.span.start].contains('\t');
        let base = if tabs { indent(&self.text[line..]) } else { base };
        let mut lines = self.text[piece.span.start..piece.span.end].split('\n');
        let mut written = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let deeper = match piece.kind {
                PieceKind::Paragraph => 0,
                _ => indent(line).saturating_sub(base),
            };
            let rest = line.trim_start_matches([' ', '\t']);
            let inside =
                if rest.is_empty() && (piece.kind != PieceKind::Code || deeper == 0) { 0 } else { column + deeper };
            written.push('\n');
            written.push_str(&" ".repeat(inside));
            written.push_str(rest);
        }
        written
    }
}

/// The blocks of an item; text that stands by itself, as in a tight list, is a paragraph.
fn pieces(text: &str, item: &Node<'_>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut inline = false;
    for node in &item.children {
        let span = trimmed(text, node.span);
        let kind = match node.kind {
            Markdown::Paragraph => PieceKind::Paragraph,
            Markdown::CodeBlock(_) => PieceKind::Code,
            _ if node.kind.is_inline() => PieceKind::Paragraph,
            _ => PieceKind::Other,
        };
        match pieces.last_mut().filter(|_| inline && node.kind.is_inline()) {
            Some(piece) => piece.span = piece.span.to(span),
            None => pieces.push(Piece { span, kind }),
        }
        inline = node.kind.is_inline();
    }
    pieces
}
