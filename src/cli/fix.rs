//! `packetreel check --fix`: a lesson in, the same with misspelt words corrected out, on the disk as well.

use super::Setback;
use super::lessons::Found;
use super::terminal;
use packetreel::diagnostic::{Diagnostics, Fix, Severity, Source, Span, visible};
use packetreel::timeline::Pacing;
use packetreel::{compile, diagnostic, lesson, output};
use std::fs;

/// A correction may bring another mistake to light that can be corrected. What is not YAML is told one by one.
const ROUNDS: usize = 50;
const MARK: &str = "\u{feff}";

/// Corrects what leaves no doubt, writes the file, and says what was corrected.
pub fn mend(found: &mut Found) -> Result<(), Setback> {
    if found.diagnostics.has_errors() {
        return Ok(());
    }
    let (mended, lines) = corrected(&found.source);
    if lines.is_empty() {
        return Ok(());
    }
    let name = visible(&found.source.name).into_owned();
    let Some(path) = &found.path else {
        return Err(Setback::Misused(format!("--fix cannot write to {name}: name a file")));
    };
    let before = fs::read(path).map_err(|error| Setback::Refused(format!("cannot read {name}: {error}")))?;
    let Some(after) = as_before(&before, &found.source, &mended) else {
        let why = "has line ends of several kinds, or was changed in the meantime: `packetreel fmt` gives it one kind";
        return Err(Setback::Refused(format!("{name} {why}")));
    };
    output::rewrite(path, &before, after.as_bytes())?;
    for line in &lines {
        terminal::report(line);
    }
    found.source = mended;
    Ok(())
}

/// The text with the byte order mark and the line ends that the file has. `None` where it is not the source's file.
fn as_before(before: &[u8], source: &Source, mended: &Source) -> Option<String> {
    let before = str::from_utf8(before).ok()?;
    let mark = if before.starts_with(MARK) { MARK } else { "" };
    let written = |text: &str| {
        let text = if before.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
        format!("{mark}{text}")
    };
    (written(&source.text) == before).then(|| written(&mended.text))
}

/// The corrected lesson, and a line for each correction.
fn corrected(source: &Source) -> (Source, Vec<String>) {
    let (mut source, mut lines) = (source.clone(), Vec::new());
    for _ in 0..ROUNDS {
        let said =
            compile(&source, &Pacing::default()).map_or_else(|mistakes| mistakes, |compiled| compiled.diagnostics);
        let fixes = good(&source, fixes(said));
        if fixes.is_empty() {
            break;
        }
        lines.extend(fixes.iter().map(|fix| told(&source, fix)));
        source.text = diagnostic::mend(&source.text, &fixes).0;
    }
    (source, lines)
}

/// The corrections of all diagnostics, in order; of two at one place, the first.
fn fixes(said: Diagnostics) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = said.0.into_iter().filter_map(|one| one.fix).map(|fix| *fix).collect();
    fixes.sort();
    fixes.dedup_by(|next, before| next.span.start < before.span.end || next.span == before.span);
    fixes
}

/// Without those after which their place would not be read either, and nothing could be corrected there.
fn good(source: &Source, mut fixes: Vec<Fix>) -> Vec<Fix> {
    while !fixes.is_empty() {
        let (text, places) = diagnostic::mend(&source.text, &fixes);
        let (_, said) = lesson::parse(&Source { name: String::new(), text });
        let wrong = |place: &Span| {
            let errors = said.0.iter().filter(|one| one.severity == Severity::Error && one.fix.is_none());
            errors.map(|one| one.span).any(|span| span.start < place.end && place.start < span.end)
        };
        let before = fixes.len();
        let mut places = places.iter();
        fixes.retain(|_| places.next().is_some_and(|place| !wrong(place)));
        if fixes.len() == before {
            break;
        }
    }
    fixes
}

/// ``lesson.md:16:15: `wed` → `web` ``.
fn told(source: &Source, fix: &Fix) -> String {
    let (line, column) = source.position(fix.span.start);
    let place = format!("{}:{line}:{column}", visible(&source.name));
    let wrong = source.text.get(fix.span.start..fix.span.end).unwrap_or_default();
    let (blank_before, blank_after) = (wrong.trim().is_empty(), fix.replacement.trim().is_empty());
    match (spelt(wrong), spelt(fix.replacement.trim_matches('\n'))) {
        (wrong, right) if wrong.is_empty() => format!("{place}: added `{right}`"),
        (wrong, right) if right.is_empty() => format!("{place}: took `{wrong}` away"),
        (wrong, right) if blank_before || blank_after => format!("{place}: `{wrong}` → `{right}`"),
        (wrong, right) => format!("{place}: `{wrong}` → `{}`", right.trim()),
    }
}

/// A text for a message of one line.
fn spelt(text: &str) -> String {
    visible(&text.replace('\n', "\\n").replace('\t', "\\t")).into_owned()
}
