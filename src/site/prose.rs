//! Blocks and inlines of a lesson become HTML, with every text escaped.

use super::markup::{each, escaped};
use crate::lesson::{Block, Inline};

/// The blocks, one after the other.
pub(super) fn blocks(blocks: &[Block]) -> String {
    each(blocks, block)
}

/// The inlines of one line.
pub(super) fn inlines(inlines: &[Inline]) -> String {
    each(inlines, inline)
}

/// The blocks with each quote replaced by what it quotes: where everything is a note, nothing needs the mark of one.
pub(super) fn unquoted(blocks: &[Block]) -> Vec<Block> {
    let open = |block: &Block| match block {
        Block::Quote(inner) => inner.clone(),
        other => vec![other.clone()],
    };
    blocks.iter().flat_map(open).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>\n", inlines(text)),
        Block::Heading(level, text) => heading(*level, text),
        Block::List(first, items) => list(*first, items),
        Block::Quote(inner) => format!("<blockquote>\n{}</blockquote>\n", blocks(inner)),
        Block::Code(_, text) => format!("<pre><code>{}</code></pre>\n", escaped(text)),
        Block::Table(head, rows) => table(head, rows),
        Block::Rule => "<hr>\n".to_owned(),
    }
}

/// The page's own title is level two, so what the lesson has below it begins with level three.
fn heading(level: u8, text: &[Inline]) -> String {
    let level = level.saturating_add(1).clamp(3, 6);
    format!("<h{level}>{}</h{level}>\n", inlines(text))
}

fn list(first: Option<u64>, items: &[Vec<Block>]) -> String {
    let items = each(items, |item| format!("<li>{}</li>\n", tight(item)));
    match first {
        None => format!("<ul>\n{items}</ul>\n"),
        Some(1) => format!("<ol>\n{items}</ol>\n"),
        // HTML reads `start` as a number of 32 bits.
        Some(first) => format!("<ol start=\"{}\">\n{items}</ol>\n", first.min(i32::MAX as u64)),
    }
}

/// An item that is a single paragraph needs none around it.
fn tight(item: &[Block]) -> String {
    match item {
        [Block::Paragraph(text), rest @ ..] if !rest.iter().any(|block| matches!(block, Block::Paragraph(_))) => {
            inlines(text) + &blocks(rest)
        }
        item => blocks(item),
    }
}

/// A table in a box of its own, which scrolls where the table is wider than the page.
fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
    let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
    if columns == 0 {
        return String::new();
    }
    let row = |tag: &str, cells: &[Vec<Inline>]| {
        let cell = |index: usize| {
            format!(
                "<{tag}>{}</{}>",
                cells.get(index).map_or_else(String::new, |cell: &Vec<Inline>| inlines(cell)),
                &tag[..2]
            )
        };
        format!("<tr>{}</tr>\n", each(0..columns, cell))
    };
    let head =
        if head.is_empty() { String::new() } else { format!("<thead>\n{}</thead>\n", row("th scope=\"col\"", head)) };
    let body = each(rows, |cells| row("td", cells));
    let body = if body.is_empty() { body } else { format!("<tbody>\n{body}</tbody>\n") };
    format!("<div class=\"scroll\" tabindex=\"0\">\n<table>\n{head}{body}</table>\n</div>\n")
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escaped(text),
        Inline::Code(text) => format!("<code>{}</code>", escaped(text)),
        Inline::Emphasis(inner) => format!("<em>{}</em>", inlines(inner)),
        Inline::Strong(inner) => format!("<strong>{}</strong>", inlines(inner)),
        Inline::Strikethrough(inner) => format!("<s>{}</s>", inlines(inner)),
        Inline::Link(address, inner) => link(address, inner),
        Inline::Break => "<br>\n".to_owned(),
    }
}

/// Fragments stay in the page; everything else opens beside it and learns nothing of it.
fn link(address: &str, inner: &[Inline]) -> String {
    let elsewhere = if address.starts_with('#') { "" } else { " target=\"_blank\" rel=\"noopener\"" };
    format!("<a href=\"{}\"{elsewhere}>{}</a>", escaped(&encoded(address)), inlines(inner))
}

/// The address with what may not stand in one percent-encoded; what is already encoded stays.
fn encoded(address: &str) -> String {
    each(address.bytes(), |byte| match byte {
        b' ' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=0x1f | 0x7f..=0xff => {
            format!("%{byte:02X}")
        }
        byte => char::from(byte).to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    #[test]
    fn markup_in_prose_stays_text() {
        let hostile = Block::Paragraph(text("<script>alert('1')</script>"));
        assert_eq!(blocks(&[hostile]), "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</p>\n");
    }

    #[test]
    fn a_link_opens_beside_the_page_and_a_fragment_in_it() {
        let link = |address: &str| inlines(&[Inline::Link(address.into(), text("x"))]);
        assert_eq!(
            link("https://a.b/c?d=1&e=2"),
            "<a href=\"https://a.b/c?d=1&amp;e=2\" target=\"_blank\" rel=\"noopener\">x</a>"
        );
        assert_eq!(link("#faq"), "<a href=\"#faq\">x</a>");
        assert_eq!(link("#\"><b>"), "<a href=\"#%22%3E%3Cb%3E\">x</a>");
    }

    #[test]
    fn a_table_with_short_rows_is_filled_up() {
        let table = Block::Table(vec![text("a"), text("b")], vec![vec![text("1")]]);
        let expected = "<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n\
                        <tbody>\n<tr><td>1</td><td></td></tr>\n</tbody>\n";
        assert_eq!(
            blocks(&[table]),
            format!("<div class=\"scroll\" tabindex=\"0\">\n<table>\n{expected}</table>\n</div>\n")
        );
    }

    #[test]
    fn headings_stand_below_the_page_title() {
        let levels: String = [2, 3, 6].map(|level| block(&Block::Heading(level, text("t")))).concat();
        assert_eq!(levels, "<h3>t</h3>\n<h4>t</h4>\n<h6>t</h6>\n");
    }

    #[test]
    fn a_quote_among_notes_loses_its_mark() {
        let notes = [Block::Quote(vec![Block::Paragraph(text("n"))])];
        assert_eq!(blocks(&unquoted(&notes)), "<p>n</p>\n");
    }
}
