//! A source in, the pieces that it is made of out: the YAML's values and the Markdown's nodes, with their places.

use super::front_matter;
use super::markdown::{self, Node};
use super::yaml::{self, Value};
use crate::diagnostic::{Diagnostics, Span};

/// How a lesson is written down, whatever it says.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    /// The front matter: where its YAML stands, without the two `---` lines, and what it holds. `None` where there is none
    /// that can be read.
    pub front: Option<(Span, Value)>,
    /// Where the Markdown begins.
    pub body: usize,
    /// The Markdown's top level.
    pub nodes: Vec<Node<'a>>,
}

/// Takes a source apart. What is wrong with it is for [`parse`](super::parse) to say.
pub(crate) fn layout(text: &str) -> Layout<'_> {
    let range = front_matter::range(text);
    let body = range.map_or(0, |(_, body)| body);
    let front = range.and_then(|(span, _)| Some((span, yaml::read(text, span).ok()?)));
    Layout { front, body, nodes: markdown::read(text, body, &mut Diagnostics::default()) }
}
