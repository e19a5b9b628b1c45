//! Markdown in, a tree of [`Node`]s with their spans out. Depth is bounded: what is nested deeper joins the
//! deepest node allowed.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

use super::limits::{NESTING, PIECES};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// A piece of Markdown.
#[derive(Debug)]
pub struct Node<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Where it stands in the whole source.
    pub span: Span,
    /// What it holds.
    pub children: Vec<Node<'a>>,
}

/// What a piece of Markdown is.
#[derive(Debug)]
pub enum Kind<'a> {
    /// A paragraph, or a block of raw HTML.
    Paragraph,
    /// A heading with its level, `{#id}` and `{.classes}`.
    Heading(u8, Option<CowStr<'a>>, Vec<CowStr<'a>>),
    /// A block quote.
    Quote,
    /// A code block and its language.
    CodeBlock(String),
    /// A list, with its first number where it is ordered.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A table; its children are one [`Kind::Row`] for the head and one for each row.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A thematic break.
    Rule,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck through.
    Strikethrough,
    /// A link to an address.
    Link(String),
    /// A picture; its children are its alternative text.
    Image,
    /// Text, raw HTML included.
    Text(CowStr<'a>),
    /// A code span.
    Code(CowStr<'a>),
    /// A line end within a paragraph.
    SoftBreak,
    /// A hard line break.
    HardBreak,
}

impl Kind<'_> {
    /// True for what stands within a line.
    pub fn is_inline(&self) -> bool {
        use Kind::{Code, Emphasis, HardBreak, Image, Link, SoftBreak, Strikethrough, Strong, Text};
        matches!(self, Code(_) | Emphasis | HardBreak | Image | Link(_) | SoftBreak | Strikethrough | Strong | Text(_))
    }
}

/// Reads `source[body..]`.
pub fn read<'a>(source: &'a str, body: usize, diagnostics: &mut Diagnostics) -> Vec<Node<'a>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut tree = Tree::default();
    for (event, range) in Parser::new_ext(&source[body..], options).into_offset_iter() {
        let span = Span::new(range.start + body, range.end + body);
        if tree.pieces == PIECES {
            let message =
                format!("a lesson has at most {PIECES} pieces of Markdown: words between marks, items, cells");
            diagnostics.push(Diagnostic::error("too-many-pieces", span, message).help("split the lesson"));
            break;
        }
        tree.take(event, span);
    }
    tree.close();
    if let Some(span) = tree.first_too_deep {
        let message = format!("quotes, lists and marks are nested more than {NESTING} deep");
        diagnostics.push(Diagnostic::error("nested-too-deep", span, message).help("take some levels away"));
    }
    tree.top
}

#[derive(Default)]
struct Tree<'a> {
    /// How many pieces were taken.
    pieces: usize,
    top: Vec<Node<'a>>,
    open: Vec<Node<'a>>,
    /// True between the first line of a comment and its last.
    in_comment: bool,
    /// How many containers are open that have no node of their own.
    too_deep: usize,
    first_too_deep: Option<Span>,
}

impl<'a> Tree<'a> {
    fn take(&mut self, event: Event<'a>, span: Span) {
        self.pieces += 1;
        match event {
            Event::Start(_) if self.open.len() >= NESTING => {
                self.too_deep += 1;
                self.first_too_deep.get_or_insert(span);
            }
            Event::Start(tag) => self.open.push(Node { kind: kind(tag), span, children: Vec::new() }),
            Event::End(_) if self.too_deep > 0 => self.too_deep -= 1,
            Event::End(_) => {
                // A comment without an end is one up to the end of its block.
                self.in_comment = false;
                if let Some(node) = self.open.pop() {
                    self.add(node);
                }
            }
            Event::Html(html) if self.is_in_comment(&html) => {}
            Event::InlineHtml(html) if is_comment(&html) => {}
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.leaf(Kind::Text(text), span),
            Event::Code(code) => self.leaf(Kind::Code(code), span),
            Event::SoftBreak => self.leaf(Kind::SoftBreak, span),
            Event::HardBreak => self.leaf(Kind::HardBreak, span),
            Event::Rule => self.leaf(Kind::Rule, span),
            // Mathematics, footnotes and task lists are not switched on.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// Ends what is open still.
    fn close(&mut self) {
        while let Some(node) = self.open.pop() {
            self.add(node);
        }
    }

    /// True for a line of raw HTML that is a comment, or belongs to one. The block ends with the line that ends the comment.
    fn is_in_comment(&mut self, line: &str) -> bool {
        let opens = line.trim_start().starts_with("<!--") && !line.contains("-->");
        let inside = self.in_comment || opens;
        self.in_comment = inside && !line.contains("-->");
        inside || is_comment(line)
    }

    fn leaf(&mut self, kind: Kind<'a>, span: Span) {
        self.add(Node { kind, span, children: Vec::new() });
    }

    fn add(&mut self, node: Node<'a>) {
        self.open.last_mut().map_or(&mut self.top, |parent| &mut parent.children).push(node);
    }
}

fn kind(tag: Tag<'_>) -> Kind<'_> {
    match tag {
        Tag::Heading { level, id, classes, .. } => Kind::Heading(level as u8, id, classes),
        Tag::BlockQuote(_) => Kind::Quote,
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) => Kind::CodeBlock(language.into_string()),
        Tag::CodeBlock(CodeBlockKind::Indented) => Kind::CodeBlock(String::new()),
        Tag::List(first) => Kind::List(first),
        Tag::Item => Kind::Item,
        Tag::Table(_) => Kind::Table,
        Tag::TableHead | Tag::TableRow => Kind::Row,
        Tag::TableCell => Kind::Cell,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strong => Kind::Strong,
        Tag::Strikethrough => Kind::Strikethrough,
        Tag::Link { link_type: LinkType::Email, dest_url, .. } => Kind::Link(format!("mailto:{dest_url}")),
        Tag::Link { dest_url, .. } => Kind::Link(dest_url.into_string()),
        Tag::Image { .. } => Kind::Image,
        // A paragraph, raw HTML, and extensions that are not switched on.
        _ => Kind::Paragraph,
    }
}

/// A comment is for the author alone.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.len() >= 7 && html.starts_with("<!--") && html.ends_with("-->")
}
