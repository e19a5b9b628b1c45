//! Text that is not YAML and what the parser says of it in, an error at the place of the mistake with the way out of it out.

use super::front_matter::shown;
use crate::diagnostic::{Diagnostic, Fix, Span};

/// Every key that a front matter knows, at any level.
const KEYS: [&str; 18] = [
    "title",
    "summary",
    "lang",
    "hosts",
    "network",
    "links",
    "connections",
    "golden",
    "label",
    "address",
    "icon",
    "at",
    "from",
    "to",
    "protocol",
    "size",
    "theme",
    "pages",
];

const HINT: &str = "the front matter is YAML: `key: value` lines, two spaces before what belongs to a key, and quotes around a value \
                with a colon in it";

/// The error about a front matter, `source[range]`, that the parser cannot go on with at `span`.
pub fn describe(source: &str, range: Span, span: Span, what: &str) -> Diagnostic {
    let here = Lines { text: source, range };
    let line = here.line_at(span.start);
    let short = line.end - line.start <= 200;
    let found = if short { here.mistake(line, what) } else { None };
    let error = |span: Span, message: &str| {
        Diagnostic::error("invalid-yaml", span, format!("the front matter is not valid YAML: {message}"))
    };
    if let Some(Mistake { span, message, help, fix }) = found {
        return error(span, &message).help(help).fix(fix);
    }
    let indented = "what belongs to one key begins in one column: compare this line with the one before it";
    error(span, what).help(if what.contains("did not find expected key") { indented } else { HINT })
}

/// What was found where the parser got stuck, or a little before.
struct Mistake {
    span: Span,
    message: String,
    help: String,
    fix: Option<Fix>,
}

/// The lines of a front matter.
#[derive(Clone, Copy)]
struct Lines<'a> {
    text: &'a str,
    range: Span,
}

impl Lines<'_> {
    fn mistake(self, line: Span, what: &str) -> Option<Mistake> {
        self.tab(line, what)
            .or_else(|| self.brace_without_colon(line))
            .or_else(|| self.key_without_colon(line))
            .or_else(|| self.line_before(line).and_then(|before| self.key_without_colon(before)))
            .or_else(|| self.open_quote(line))
            .or_else(|| self.value_with_colon(line))
            .or_else(|| self.missing_comma(line, what))
            .or_else(|| self.open_brace(line, what))
            .or_else(|| self.words_after_quotes(line, what))
    }

    /// Tabs indent nothing in YAML.
    fn tab(self, line: Span, what: &str) -> Option<Mistake> {
        let text = self.of(line);
        let indent = text.len() - text.trim_start().len();
        if !what.contains("tab") || !text[..indent].contains('\t') {
            return None;
        }
        let span = Span::new(line.start, line.start + indent);
        Some(Mistake {
            span,
            message: "tabs do not indent".to_owned(),
            help: "write two spaces for each tab at the beginning of a line".to_owned(),
            fix: Some(Fix { span, replacement: text[..indent].replace('\t', "  ") }),
        })
    }

    /// `H1 { label: Client }`.
    fn brace_without_colon(self, line: Span) -> Option<Mistake> {
        let (indent, text) = self.trimmed(line);
        let key = text.split_once(" {").map(|(key, _)| key.trim_end()).filter(|key| !key.contains(':'))?;
        let after = indent + key.len();
        Some(Mistake {
            span: Span::new(indent, after),
            message: format!("a `:` is missing after `{}`", shown(key)),
            help: format!("write `{}: {{ … }}`", shown(key)),
            fix: Some(insertion(after, ":")).filter(|_| !key.contains(' ')),
        })
    }

    /// `title A first lesson`, `hosts`, `title:A first lesson`.
    fn key_without_colon(self, line: Span) -> Option<Mistake> {
        let (indent, text) = self.trimmed(line);
        let end = text.find(|char: char| !char.is_ascii_lowercase()).unwrap_or(text.len());
        let (key, rest) = text.split_at(end);
        if !KEYS.contains(&key) {
            return None;
        }
        let span = Span::new(indent, indent + end);
        if rest.starts_with(':') && rest.len() > 1 && !rest[1..].starts_with(char::is_whitespace) {
            return Some(Mistake {
                span: span.to(Span::new(span.end, span.end + 1)),
                message: format!("a space is missing after `{key}:`"),
                help: format!("write `{key}: {}`", shown(&rest[1..])),
                fix: Some(insertion(span.end + 1, " ")),
            });
        }
        let lacks = rest.is_empty() || (rest.starts_with(' ') && !rest.contains(':'));
        lacks.then(|| Mistake {
            span,
            message: format!("a `:` is missing after `{key}`"),
            help: format!("write `{key}:{}`", shown(rest)),
            fix: Some(insertion(span.end, ":")),
        })
    }

    /// `title: HTTP: A first lesson`.
    fn value_with_colon(self, line: Span) -> Option<Mistake> {
        let (indent, text) = self.trimmed(line);
        let (key, value) = text.split_once(": ")?;
        if !value.contains(": ") || value.starts_with(['"', '\'', '{', '[']) || value.contains(" #") {
            return None;
        }
        let start = indent + key.len() + 2;
        let span = Span::new(start, start + value.len());
        let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        Some(Mistake {
            span,
            message: "a value with a colon in it stands in quotes".to_owned(),
            help: format!("write `{}: {}`", shown(key), shown(&quoted)),
            fix: Some(Fix { span, replacement: quoted }),
        })
    }

    /// `title: "A first lesson`, anywhere above: the parser goes on to the next quote.
    fn open_quote(self, line: Span) -> Option<Mistake> {
        let above = self.text.get(self.range.start..line.end)?;
        let mut start = self.range.start;
        for row in above.split_inclusive('\n') {
            let text = row.trim_end();
            if text.matches('"').count() == 1 && text.contains(": \"") && !text.contains(['\'', '#']) {
                let at = start + text.find('"')?;
                return Some(Mistake {
                    span: Span::new(at, start + text.len()),
                    message: "this quote is never closed".to_owned(),
                    help: "write `\"` at the end of the value".to_owned(),
                    fix: Some(insertion(start + text.len(), "\"")).filter(|_| !text.ends_with(['}', ']', ','])),
                });
            }
            start += row.len();
        }
        None
    }

    /// `{ label: Laptop address: 10.0.0.1 }`.
    fn missing_comma(self, line: Span, what: &str) -> Option<Mistake> {
        let text = self.of(line);
        if !what.contains("flow mapping") || text.contains(['"', '\'']) {
            return None;
        }
        let (key, at) = KEYS.iter().find_map(|key| {
            let at = text.find(&format!(" {key}: "))?;
            let before = text[..at].trim_end();
            (before.contains('{') && !before.ends_with(['{', ','])).then_some((key, before.len()))
        })?;
        let key_at = line.start + text.find(&format!(" {key}: "))? + 1;
        Some(Mistake {
            span: Span::new(key_at, key_at + key.len()),
            message: format!("a `,` is missing before `{key}`"),
            help: "entries between `{` and `}` have a comma between them".to_owned(),
            fix: Some(insertion(line.start + at, ",")),
        })
    }

    /// A `{` or `[` that nothing closes: the parser notices that at the next key.
    fn open_brace(self, line: Span, what: &str) -> Option<Mistake> {
        if !what.contains("flow") {
            return None;
        }
        let is_open = |line: &Span| {
            let text = self.of(*line);
            let count = |sign: char| text.matches(sign).count();
            !text.contains(['"', '\'', '#']) && (count('{') > count('}') || count('[') > count(']'))
        };
        let open = [Some(line), self.line_before(line)].into_iter().flatten().find(is_open)?;
        let text = self.of(open).trim_end();
        let (opening, closing) =
            if text.matches('{').count() > text.matches('}').count() { ('{', '}') } else { ('[', ']') };
        let at = open.start + text.rfind(opening)?;
        let end = open.start + text.len();
        let space = if opening == '{' { " " } else { "" };
        // Where the next line goes on with the same mapping, it is that line's end where the sign is missing.
        let ends_here = open != line && !text.ends_with(',');
        Some(Mistake {
            span: Span::new(at, at + 1),
            message: format!("this `{opening}` is never closed"),
            help: format!("write `{closing}` at the end of its entries"),
            fix: Some(insertion(end, &format!("{space}{closing}"))).filter(|_| ends_here),
        })
    }

    /// `title: "A first" lesson`.
    fn words_after_quotes(self, line: Span, what: &str) -> Option<Mistake> {
        let (indent, text) = self.trimmed(line);
        let (key, value) = text.split_once(": ").filter(|(_, value)| value.starts_with('"'))?;
        if !what.contains("trailing content") || value.contains(['\\', '\'']) {
            return None;
        }
        let start = indent + key.len() + 2;
        let span = Span::new(start, start + value.len());
        let quoted = format!("'{value}'");
        Some(Mistake {
            span,
            message: "the value goes on after its quotes".to_owned(),
            help: format!("write single quotes around all of it: `{}: {}`", shown(key), shown(&quoted)),
            fix: Some(Fix { span, replacement: quoted }),
        })
    }

    fn line_at(self, at: usize) -> Span {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1).max(self.range.start);
        let end = self.text[start..].find('\n').map_or(self.text.len(), |newline| start + newline);
        Span::new(start, end.min(self.range.end).max(start))
    }

    /// The nearest line before this one that is not empty.
    fn line_before(self, line: Span) -> Option<Span> {
        let above = self.text.get(self.range.start..line.start)?.trim_end();
        let start = above.rfind('\n').map_or(0, |newline| newline + 1);
        let before = Span::new(self.range.start + start, self.range.start + above.len());
        (start < above.len() && above.len() - start <= 200).then_some(before)
    }

    fn of(&self, line: Span) -> &str {
        &self.text[line.start..line.end]
    }

    /// A line without the white space around it, and where that begins.
    fn trimmed(&self, line: Span) -> (usize, &str) {
        let text = self.of(line);
        (line.start + (text.len() - text.trim_start().len()), text.trim())
    }
}

fn insertion(at: usize, text: &str) -> Fix {
    Fix { span: Span::new(at, at), replacement: text.to_owned() }
}
