//! The lines around a front matter: a text in, where they stand out, or what is wrong with them.

use crate::diagnostic::{Diagnostic, Fix, Span};
use crate::lesson::front_matter::{KEYS, shown};

/// Where the front matter of a text is, or seems to be.
pub struct Fenced {
    /// What is between the lines, and where the Markdown begins; `None` where that is not known.
    pub yaml: Option<(Span, usize)>,
    /// What is wrong with the lines. The YAML is not read then.
    pub error: Option<Diagnostic>,
}

const FENCE_CODE: &str = "front-matter-fence";
const LINE: &str = "---";

/// Looks for a front matter at the start of a text. `None` where nothing there was meant as one.
pub fn find(text: &str) -> Option<Fenced> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    match first.trim_end() {
        LINE => Some(opened(text, first.len())),
        "+++" => Some(fenced_otherwise(text, first.len())),
        _ => misplaced(text),
    }
}

/// After the first line, which is as it should be.
fn opened(text: &str, from: usize) -> Fenced {
    if let Some((end, body)) = closing(text, from, |line| matches!(line, LINE | "...")) {
        return Fenced { yaml: Some((Span::new(from, end), body)), error: None };
    }
    let error = Diagnostic::error("front-matter-not-closed", Span::new(0, 3), "the front matter has no end");
    let help = "end the front matter with a line that is just `---`";
    let heading = first_heading(text, from);
    let almost = closing(text, from, is_almost_a_fence).filter(|(start, _)| heading.is_none_or(|at| *start < at));
    let error = match (almost, heading) {
        (Some((start, next)), _) => {
            let span = Span::new(start, start + text[start..next].trim_end().len());
            let written = shown(&text[span.start..span.end]);
            let error = Diagnostic::error("front-matter-not-closed", span, "the front matter has no end");
            error.help(format!("write `---` in place of `{written}`")).fix(Some(fence_at(span, LINE)))
        }
        (None, Some(at)) => {
            let end = text[..at].trim_end().len();
            let gap = fence_at(Span::new(end, end), &format!("\n{LINE}"));
            let heading = text[at..].lines().next().unwrap_or_default().trim_end();
            error
                .help(help)
                .related(Span::new(at, at + heading.len()), "the first page seems to begin here")
                .fix(Some(gap))
        }
        (None, None) => error.help(help),
    };
    Fenced { yaml: None, error: Some(error) }
}

/// A front matter between `+++` lines, as some tools have it, is told of once and passed over.
fn fenced_otherwise(text: &str, from: usize) -> Fenced {
    let message = "the front matter stands between `---` lines, not between `+++` lines";
    let help = "write `---` in place of each `+++`, and YAML between them, such as `title: FTP basics`";
    let error = Diagnostic::error(FENCE_CODE, Span::new(0, 3), message).help(help);
    let yaml = closing(text, from, |line| line == "+++").map(|(end, body)| (Span::new(from, end), body));
    Fenced { yaml, error: Some(error) }
}

/// A front matter that does not begin with `---` on the first line.
fn misplaced(text: &str) -> Option<Fenced> {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
    let (written, next) = (line.trim_end(), start + line.len());
    let span = Span::new(start, start + written.len());
    let key_follows = || text[next..].lines().find(|line| !line.trim().is_empty()).is_some_and(begins_with_key);
    let (error, from) = if written == LINE && start > 0 && key_follows() {
        let error = Diagnostic::error(FENCE_CODE, span, "the front matter begins on the first line of the file");
        (error.help("delete what stands before it").fix(Some(fence_at(Span::new(0, start), ""))), next)
    } else if (is_almost_a_fence(written) || written.starts_with("```")) && key_follows() {
        let message = format!("the front matter begins with a line `---`, not `{}`", shown(written));
        let error = Diagnostic::error(FENCE_CODE, span, message);
        (error.help("write three hyphens").fix(Some(fence_at(Span::new(0, span.end), LINE))), next)
    } else if begins_with_key(written) {
        let message = "the front matter does not begin with a line `---`";
        let error = Diagnostic::error(FENCE_CODE, span, message)
            .help("write a line `---` before it and one after it: the first is the first line of the file");
        (error.fix(Some(fence_at(Span::new(0, start), &format!("{LINE}\n")))), start)
    } else {
        return None;
    };
    let closed = closing(text, from, |line| matches!(line, LINE | "...") || is_almost_a_fence(line));
    let heading = first_heading(text, from);
    let closed = closed.filter(|(at, _)| heading.is_none_or(|heading| *at < heading));
    let body = closed.map(|(end, body)| (Span::new(from, end), body));
    let yaml = body.or_else(|| heading.map(|at| (Span::new(from, at), at)));
    Some(Fenced { yaml, error: Some(error) })
}

fn fence_at(span: Span, replacement: &str) -> Fix {
    Fix { span, replacement: replacement.to_owned() }
}

/// The first line from `from` on that is a heading of a page, and no comment in YAML: no key comes next.
fn first_heading(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    let mut heading = None;
    for line in text[from..].split_inclusive('\n') {
        match heading {
            Some(found)
                if line.starts_with(['#', '>', '-', '*', '`'])
                    || line.starts_with(|one: char| one.is_ascii_digit()) =>
            {
                return Some(found);
            }
            Some(_) if line.contains(':') => heading = None,
            Some(found) if !line.trim().is_empty() => return Some(found),
            None if line.starts_with("# ") => heading = Some(at),
            _ => {}
        }
        at += line.len();
    }
    heading
}

/// Where the first line from `from` on that is a fence starts, and where the next one does.
fn closing(text: &str, from: usize, is_fence: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if is_fence(line.trim_end()) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// A line of dashes that is not the right one, or the end of a code block.
fn is_almost_a_fence(line: &str) -> bool {
    let is_dash = |char: char| matches!(char, '-' | '‐' | '‑' | '–' | '—' | '―' | '−');
    let is_spaced = line.contains(' ') && line.matches(is_dash).count() >= 3 && line.starts_with(is_dash);
    let is_right = |char: char| is_dash(char) || (char == ' ' && is_spaced);
    !line.is_empty() && line != LINE && line.chars().count() <= 10 && (line == "```" || line.chars().all(is_right))
}

fn begins_with_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, rest)| KEYS.contains(&key) && (rest.is_empty() || rest.starts_with(' ')))
}
