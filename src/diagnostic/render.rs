//! Diagnostics as text for a terminal: message, place, the source line with its mark, help.

use super::lines::Lines;
use super::visible::{visible, visible_in_place};
use super::{Diagnostic, Diagnostics, Severity, Source, Span};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// Bytes of the source that are shown from the first mark on: a line may be as long as a lesson.
const MOST_SHOWN: usize = 4_000;

impl Diagnostics {
    /// Every diagnostic the way rustc shows one, a blank line after each; empty for none. `color` adds ANSI colours.
    ///
    /// No control character of the source, its name or a message comes through: see [`visible`].
    pub fn render(&self, source: &Source, color: bool) -> String {
        let (mut text, lines) = (String::new(), Lines::of(&source.text));
        for diagnostic in &self.0 {
            text.push_str(&diagnostic.render_with(source, &lines, color));
            text.push_str("\n\n");
        }
        text
    }
}

impl Diagnostic {
    /// One diagnostic the way rustc shows one, without a line end.
    pub fn render(&self, source: &Source, color: bool) -> String {
        self.render_with(source, &Lines::of(&source.text), color)
    }

    fn render_with(&self, source: &Source, lines: &Lines, color: bool) -> String {
        let window = Window::around(self, source, lines);
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let related = self
            .related
            .iter()
            .map(|(span, note)| AnnotationKind::Context.span(window.range(*span)).label(visible(note)));
        let snippet = Snippet::source(window.text.as_str())
            .path(visible(&source.name))
            .line_start(window.first_line)
            .annotation(AnnotationKind::Primary.span(window.range(self.span)))
            .annotations(related);
        let title = level.primary_title(visible(&self.message)).id(self.code);
        let mut report = title.element(snippet);
        if let Some(help) = &self.help {
            report = report.element(Level::HELP.message(visible(help)));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[report])
    }
}

/// The lines of the source that a diagnostic speaks of, ready to print: a long lesson is not gone through once for
/// every mistake in it.
struct Window<'a> {
    /// Those lines, one character for one of the source.
    text: String,
    /// The same lines as they are in the source.
    raw: &'a str,
    /// Where they begin in the source.
    start: usize,
    /// The number of the first, from 1.
    first_line: usize,
}

impl<'a> Window<'a> {
    fn around(diagnostic: &Diagnostic, source: &'a Source, lines: &Lines) -> Self {
        let all = diagnostic.related.iter().fold(diagnostic.span, |all, (span, _)| all.to(*span));
        let (from, to) = (boundary(&source.text, all.start), boundary(&source.text, all.end));
        let start = source.text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let end = source.text[to..].find('\n').map_or(source.text.len(), |newline| to + newline);
        let end = end.min(boundary(&source.text, from.saturating_add(MOST_SHOWN)));
        let raw = &source.text[start..end.max(start)];
        Self { text: visible_in_place(raw).into_owned(), raw, start, first_line: lines.position(start).0 }
    }

    /// Where a span of the source lies in the text to print. White space at its end is not marked.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let from = boundary(self.raw, span.start.saturating_sub(self.start));
        let to = boundary(self.raw, span.end.saturating_sub(self.start)).max(from);
        let marked = self.raw[from..to].trim_end();
        let printed = |text: &str| visible_in_place(text).len();
        let start = printed(&self.raw[..from]);
        start..start + printed(marked)
    }
}

/// The nearest offset at or before `offset` that a character begins at.
fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const LESSON: &str = "\
# Login

1. `H1 -> S1 on control: USER ann`
   The user logs in.
2. `S1 -> H1 on control: 227 Entering`
";

    fn span_of(text: &str, part: &str) -> Span {
        let start = text.find(part).expect("the test names a part of its lesson");
        Span::new(start, start + part.len())
    }

    fn shown(text: &str, diagnostic: Diagnostic) -> String {
        Diagnostics(vec![diagnostic]).render(&Source::new("ftp/lesson.md", text), false)
    }

    #[test]
    fn an_error_shows_its_place_its_line_and_the_way_out() {
        let diagnostic =
            Diagnostic::error("reply-not-allowed", span_of(LESSON, "227"), "227 does not answer USER").help("use 331");
        let expected = "\
error[reply-not-allowed]: 227 does not answer USER
 --> ftp/lesson.md:5:26
  |
5 | 2. `S1 -> H1 on control: 227 Entering`
  |                          ^^^
  |
  = help: use 331

";
        assert_eq!(shown(LESSON, diagnostic), expected);
    }

    #[test]
    fn a_related_place_is_marked_with_its_note() {
        let diagnostic = Diagnostic::warning("unused", span_of(LESSON, "227"), "odd reply")
            .related(span_of(LESSON, "USER ann"), "the command is here");
        let expected = "\
warning[unused]: odd reply
 --> ftp/lesson.md:5:26
  |
3 | 1. `H1 -> S1 on control: USER ann`
  |                          -------- the command is here
4 |    The user logs in.
5 | 2. `S1 -> H1 on control: 227 Entering`
  |                          ^^^

";
        assert_eq!(shown(LESSON, diagnostic), expected);
    }

    #[test]
    fn nothing_of_the_source_steers_the_terminal() {
        let text = "a \u{1b}[2J\u{202e}\u{9b}b c\n";
        let expected = "\
error[bad]: ␛]0;U+202E
 --> ftp/lesson.md:1:9
  |
1 | a ␛[2J��b c
  |         ^

";
        assert_eq!(
            shown(text, Diagnostic::error("bad", span_of(text, "b c").to_first(1), "\u{1b}]0;\u{202e}")),
            expected
        );
    }

    #[test]
    fn the_end_of_the_text_can_be_pointed_at() {
        let end = LESSON.len();
        let text = shown(LESSON, Diagnostic::error("no-end", Span::new(end, end), "more was expected"));
        assert!(text.contains("ftp/lesson.md:6:1\n"), "{text}");
    }

    #[test]
    fn any_span_is_shown_without_a_panic() {
        let text = "é\n\n世界\r\nx";
        for (start, end) in [(1, 1), (1, 4), (0, 999), (999, 1), (3, 3), (5, 6), (usize::MAX, usize::MAX)] {
            let diagnostic = Diagnostic::error("any", Span::new(start, end), "any").related(Span::new(end, start), "x");
            assert!(shown(text, diagnostic).contains("error[any]"));
        }
        assert!(shown("", Diagnostic::error("any", Span::new(0, 0), "any")).contains("lesson.md:1:1"));
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let source = Source::new("a.md", LESSON);
        let all = Diagnostics(vec![Diagnostic::error("bad", Span::new(0, 1), "bad")]);
        assert!(all.render(&source, true).contains("\u{1b}["));
        assert!(!all.render(&source, false).contains('\u{1b}'));
    }

    impl Span {
        fn to_first(self, bytes: usize) -> Self {
            Self::new(self.start, self.start + bytes)
        }
    }
}
