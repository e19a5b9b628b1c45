//! YAML text in, a tree of [`Value`]s with their spans out. Aliases, tags and further documents are refused:
//! a front matter has no need of them.

use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle, Span as YamlSpan};

use super::limits;
use super::not_yaml;
use super::prose::clean;
use crate::diagnostic::{Diagnostic, Span};

/// A value and where it stands in the whole source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it stands; for a block list or mapping, from its first to its last entry.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: `~`, `null`, or left out.
    Null,
    /// Text, a number or a truth value, as its text. `exact` where the source has the very same bytes, starting
    /// at `text_start`.
    Scalar {
        /// The text.
        text: String,
        /// Where the text starts in the source, where it stands there unchanged.
        text_start: Option<usize>,
    },
    /// A list.
    List(Vec<Value>),
    /// A mapping, in order, duplicates kept.
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The span of `part` of `line`, which was made of the scalar's text; the whole value where the source does not
    /// have that line as it is.
    pub fn part(&self, line: &str, part: Range<usize>) -> Span {
        match &self.kind {
            Kind::Scalar { text, text_start: Some(base) } if text == line => {
                Span::new(base + part.start, base + part.end)
            }
            _ => self.span,
        }
    }

    /// What a message calls it.
    pub fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Scalar { .. } => "text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }
}

/// Reads the YAML in `source[range]`. The error is the first thing that is not YAML, or not allowed here.
pub fn read(source: &str, range: Span) -> Result<Value, Diagnostic> {
    let yaml = &source[range.start..range.end];
    if yaml.len() > limits::FRONT_MATTER_BYTES {
        let message = format!("the front matter is longer than {} bytes", limits::FRONT_MATTER_BYTES);
        return Err(Diagnostic::error("front-matter-too-long", Span::new(range.start, range.start), message));
    }
    let mut options = Options::default();
    options.emit_comments = false;
    options.flow_nesting_limit = limits::FRONT_MATTER_NESTING;
    options.block_nesting_limit = limits::FRONT_MATTER_NESTING;
    let mut tree = Tree { source, range, open: Vec::new(), root: None, values: 0 };
    for event in Parser::new_from_str_with_options(yaml, options) {
        match event {
            Ok((event, span)) => tree.take(event, &span)?,
            Err(error) => {
                let at = tree.offset(error.marker().byte_offset());
                // The parser looks ahead, and may find that out before the tree does.
                return Err(match error.info().as_str() {
                    "recursion limit exceeded" => too_deep(tree.word_at(at)),
                    what => not_yaml::describe(source, range, tree.word_at(at), what),
                });
            }
        }
    }
    let end = Span::new(range.end, range.end);
    Ok(tree.root.unwrap_or(Value { kind: Kind::Null, span: end }))
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("the front matter is nested more than {} deep", limits::FRONT_MATTER_NESTING);
    Diagnostic::error("front-matter-too-deep", span, message)
        .help("`hosts: { H1: { at: [1, 1] } }` is as deep as it gets")
}

/// A list or mapping that is not closed yet.
enum Open {
    List(Vec<Value>, Span),
    Map(Vec<(Value, Value)>, Option<Value>, Span),
}

struct Tree<'a> {
    source: &'a str,
    range: Span,
    open: Vec<Open>,
    root: Option<Value>,
    values: usize,
}

impl Tree<'_> {
    fn take(&mut self, event: Event<'_>, place: &YamlSpan) -> Result<(), Diagnostic> {
        let span = self.span(place);
        match event {
            Event::Scalar(text, style, _, tag) => {
                self.refuse_tag(tag.is_some(), place)?;
                let value = self.scalar(&text, style, span);
                self.add(value)
            }
            Event::SequenceStart(_, _, tag) => {
                self.refuse_tag(tag.is_some(), place)?;
                self.open(Open::List(Vec::new(), span), span)
            }
            Event::MappingStart(_, _, tag) => {
                self.refuse_tag(tag.is_some(), place)?;
                self.open(Open::Map(Vec::new(), None, span), span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(_) => Err(refused("an alias", span)),
            Event::DocumentStart(true, _) => Err(refused("a second document", span)),
            _ => Ok(()),
        }
    }

    fn refuse_tag(&self, tagged: bool, place: &YamlSpan) -> Result<(), Diagnostic> {
        let tag = self.offset(place.tag_start().unwrap_or(place.start).byte_offset());
        if tagged { Err(refused("a tag", self.word_at(tag))) } else { Ok(()) }
    }

    fn open(&mut self, open: Open, span: Span) -> Result<(), Diagnostic> {
        if self.open.len() >= limits::FRONT_MATTER_NESTING {
            return Err(too_deep(span));
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Diagnostic> {
        let value = match self.open.pop() {
            Some(Open::List(items, start)) => Value { span: self.trimmed(start.to(end)), kind: Kind::List(items) },
            Some(Open::Map(entries, _, start)) => Value { span: self.trimmed(start.to(end)), kind: Kind::Map(entries) },
            None => return Ok(()),
        };
        self.add(value)
    }

    fn add(&mut self, value: Value) -> Result<(), Diagnostic> {
        self.values += 1;
        if self.values > limits::FRONT_MATTER_VALUES {
            let message = format!("the front matter has more than {} values", limits::FRONT_MATTER_VALUES);
            return Err(Diagnostic::error("front-matter-too-long", value.span, message));
        }
        match self.open.last_mut() {
            Some(Open::List(items, _)) => items.push(value),
            Some(Open::Map(entries, key, _)) => match key.take() {
                Some(key) => entries.push((key, value)),
                None => *key = Some(value),
            },
            None => self.root = Some(value),
        }
        Ok(())
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: Span) -> Value {
        let plain = style == ScalarStyle::Plain;
        if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
            return Value { kind: Kind::Null, span };
        }
        let start = if plain { span.start } else { span.start + 1 };
        let text = clean(text);
        let unchanged = self.source.get(start..start + text.len()) == Some(text.as_str());
        Value { kind: Kind::Scalar { text, text_start: unchanged.then_some(start) }, span }
    }

    fn span(&self, span: &YamlSpan) -> Span {
        let start = self.offset(span.start.byte_offset());
        let end = self.offset(span.end.byte_offset());
        Span::new(start, end.max(start))
    }

    /// A byte offset in the whole source; the front matter's start where the parser knows none.
    fn offset(&self, in_yaml: Option<usize>) -> usize {
        let mut at = (self.range.start + in_yaml.unwrap_or(0)).min(self.range.end);
        while !self.source.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = &self.source[span.start..span.end];
        Span::new(span.start, span.start + text.trim_end().len())
    }

    /// The rest of the word at `at`, so that a message has something to underline.
    fn word_at(&self, at: usize) -> Span {
        let rest = &self.source[at..self.range.end];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        Span::new(at, at + word)
    }
}

fn refused(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("invalid-yaml", span, format!("{what} is not allowed in the front matter"))
        .help("write the value out where it is used")
}
