//! Markdown nodes in, [`Block`]s and [`Inline`]s out. Pictures and unsafe links become their text.

use super::markdown::{Kind, Node};
use super::{Block, Inline};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// The blocks that nodes make; text that stands by itself, as in a tight list, is a paragraph.
pub fn blocks(nodes: &[Node<'_>], diagnostics: &mut Diagnostics) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = nodes;
    while let [first, others @ ..] = rest {
        if first.kind.is_inline() {
            let line = rest.iter().take_while(|node| node.kind.is_inline()).count();
            push_paragraph(&mut blocks, inlines(&rest[..line], diagnostics));
            rest = &rest[line..];
        } else {
            push_block(&mut blocks, first, diagnostics);
            rest = others;
        }
    }
    blocks
}

/// The inlines that nodes make: neighbouring text joined, a line end as a space, no space at either end.
pub fn inlines(nodes: &[Node<'_>], diagnostics: &mut Diagnostics) -> Vec<Inline> {
    let mut line = inlines_within(nodes, diagnostics);
    trim(&mut line);
    line
}

/// Text with what no font draws and no XML holds, control characters, replaced by U+FFFD; tabs and line ends are spaces.
pub fn clean(text: &str) -> String {
    let clean = |char: char| match char {
        '\t' | '\n' | '\r' => ' ',
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        char if char.is_control() => char::REPLACEMENT_CHARACTER,
        char => char,
    };
    text.chars().map(clean).collect()
}

/// True for text of which nothing is seen: space, and characters that no font draws.
#[allow(clippy::match_same_arms, reason = "the arms are the groups of Unicode")]
pub fn is_unseen(text: &str) -> bool {
    text.chars().all(|char| match char {
        // Soft hyphen, joiners, fillers, and marks that steer direction.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}' => true,
        // Variation selectors, byte order mark, annotations, tags.
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_whitespace(),
    })
}

fn push_paragraph(blocks: &mut Vec<Block>, line: Vec<Inline>) {
    if !line.is_empty() {
        blocks.push(Block::Paragraph(line));
    }
}

fn push_block(blocks: &mut Vec<Block>, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let children = &node.children;
    match &node.kind {
        Kind::Heading(level, ..) => {
            let text = inlines(children, diagnostics);
            if text.is_empty() {
                let help = "write its text after it, or delete it; a page begins with one `#`: `# The answer`";
                diagnostics.push(heading_without_text(node, *level, help));
                return;
            }
            // A level-one heading inside a quote or a list begins no page.
            blocks.push(Block::Heading((*level).max(2), text));
        }
        Kind::Quote => blocks.push(Block::Quote(self::blocks(children, diagnostics))),
        Kind::CodeBlock(language) => blocks.push(Block::Code(clean(language), code(children))),
        Kind::List(first) => {
            let items = children.iter().map(|item| self::blocks(&item.children, diagnostics)).collect();
            blocks.push(Block::List(*first, items));
        }
        Kind::Table => {
            let mut rows = children.iter().map(|row| cells(row, diagnostics));
            let head = rows.next().unwrap_or_default();
            blocks.push(Block::Table(head, rows.collect()));
        }
        Kind::Rule => blocks.push(Block::Rule),
        _ => push_paragraph(blocks, inlines(children, diagnostics)),
    }
}

/// The warning for a heading that is nothing but its `#`.
pub fn heading_without_text(node: &Node<'_>, level: u8, help: &str) -> Diagnostic {
    let span = Span::new(node.span.start, node.span.end.min(node.span.start + usize::from(level)));
    let message = "this heading has no text, and is not shown";
    Diagnostic::warning("heading-without-text", span, message).help(help)
}

fn cells(row: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Vec<Inline>> {
    row.children.iter().map(|cell| inlines(&cell.children, diagnostics)).collect()
}

/// The text of a code block, its lines kept.
fn code(nodes: &[Node<'_>]) -> String {
    let mut text = String::new();
    for node in nodes {
        if let Kind::Text(part) = &node.kind {
            text.push_str(part);
        }
    }
    let lines: Vec<String> = text.trim_end_matches('\n').split('\n').map(clean).collect();
    lines.join("\n")
}

fn push_inline(line: &mut Vec<Inline>, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let children = &node.children;
    match &node.kind {
        Kind::Text(text) => push_text(line, &clean(text)),
        Kind::SoftBreak => push_text(line, " "),
        Kind::HardBreak => line.push(Inline::Break),
        Kind::Code(code) => line.push(Inline::Code(clean(code))),
        Kind::Emphasis => line.push(Inline::Emphasis(inlines_within(children, diagnostics))),
        Kind::Strong => line.push(Inline::Strong(inlines_within(children, diagnostics))),
        Kind::Strikethrough => line.push(Inline::Strikethrough(inlines_within(children, diagnostics))),
        Kind::Link(address) if is_safe(address) => {
            line.push(Inline::Link(clean(address), inlines_within(children, diagnostics)));
        }
        Kind::Link(_) => {
            let help = "links lead to `https:`, `http:` or `mailto:` addresses, or to a `#fragment` of the page";
            diagnostics.push(
                Diagnostic::warning("link-not-kept", node.span, "this link is shown as its text only").help(help),
            );
            push_inlines(line, children, diagnostics);
        }
        Kind::Image => {
            let help = "pictures are not embedded yet; its alternative text is shown";
            diagnostics
                .push(Diagnostic::warning("picture-not-shown", node.span, "this picture is not shown").help(help));
            push_inlines(line, children, diagnostics);
        }
        // Only where the tree was cut for its depth does a block stand within a line.
        _ => push_inlines(line, children, diagnostics),
    }
}

fn push_inlines(line: &mut Vec<Inline>, nodes: &[Node<'_>], diagnostics: &mut Diagnostics) {
    for node in nodes {
        push_inline(line, node, diagnostics);
    }
}

/// The inlines inside a mark, where space at an end counts.
fn inlines_within(nodes: &[Node<'_>], diagnostics: &mut Diagnostics) -> Vec<Inline> {
    let mut line = Vec::new();
    push_inlines(&mut line, nodes, diagnostics);
    line
}

fn push_text(line: &mut Vec<Inline>, text: &str) {
    match line.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ => line.push(Inline::Text(text.to_owned())),
    }
}

fn trim(line: &mut Vec<Inline>) {
    let unseen = |inline: &Inline| match inline {
        Inline::Text(text) => is_unseen(text),
        inline => matches!(inline, Inline::Break),
    };
    if line.iter().all(unseen) {
        line.clear();
    }
    while let Some(Inline::Text(_) | Inline::Break) = line.last() {
        let Some(Inline::Text(text)) = line.last_mut() else {
            line.pop();
            continue;
        };
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        line.pop();
    }
    let blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        _ => false,
    };
    let from = line.iter().position(|inline| !blank(inline)).unwrap_or(line.len());
    line.drain(..from);
    if let Some(Inline::Text(text)) = line.first_mut() {
        *text = text.trim_start().to_owned();
    }
}

fn is_safe(address: &str) -> bool {
    let begins = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["http://", "https://", "mailto:", "#"].into_iter().any(begins)
}

#[cfg(test)]
mod tests;
