//! Events: one space between their words, none before a colon, one after it; no padding inside of backticks.

use super::Text;
use super::edit::Edit;
use crate::lesson::{Action, Event, Packet};

/// One edit an event, and one for the space between two on a line.
pub(super) fn edits(text: &Text<'_>) -> Vec<Edit> {
    let steps = text.lesson.pages.iter().flat_map(|page| &page.steps);
    let mut edits = Vec::new();
    for step in steps {
        let mut end = None;
        for event in &step.events {
            let Some(edit) = written(text.source, event) else {
                end = None;
                continue;
            };
            if let Some(end) = end {
                edits.extend(space_between(text.source, end, edit.span.start));
            }
            end = Some(edit.span.end);
            edits.push(edit);
        }
    }
    edits
}

fn space_between(text: &str, end: usize, start: usize) -> Option<Edit> {
    let gap = text.get(end..start)?;
    let blank = !gap.is_empty() && gap.chars().all(|letter| matches!(letter, ' ' | '\t'));
    blank.then(|| Edit::new(end, start, " "))
}

/// The whole code span, backticks included.
fn written(text: &str, event: &Event) -> Option<Edit> {
    let (before, after) = (&text[..event.span.start], &text[event.span.end..]);
    let opening = before.trim_end();
    let ticks = opening.bytes().rev().take_while(|&byte| byte == b'`').count();
    let closing = after.trim_start();
    if ticks == 0 || !closing.bytes().take(ticks).all(|byte| byte == b'`') {
        return None;
    }
    let (padded, cut) = (before.len() > opening.len(), after.len() > closing.len());
    let inner = words(text, event);
    // A single backtick after a space may be meant as a part of the label, which is told of: it stays to be seen.
    let shown = match ticks {
        1 if cut && !padded => format!("`{inner} `"),
        1 => format!("`{inner}`"),
        _ if !inner.contains('`') => format!("`{inner}`"),
        _ => format!("{fence} {inner} {fence}", fence = "`".repeat(ticks)),
    };
    let end = text.len() - closing.len() + ticks;
    Some(Edit::new(opening.len() - ticks, end, shown))
}

/// What stands inside the backticks.
fn words(text: &str, event: &Event) -> String {
    let whole = &text[event.span.start..event.span.end];
    match &event.action {
        Action::Send(packet) => packet_words(text, event, packet),
        Action::Types { .. } | Action::Prints { .. } | Action::Notes { .. } => with_colon(whole),
        Action::Sets { .. } => sets(whole),
        Action::Drops { .. } => {
            let (host, verb, key) = two_words(whole);
            format!("{host} {verb} {key}")
        }
        Action::Pause { .. } => {
            let length = whole.trim_start_matches("pause");
            format!("pause {}", length.split_whitespace().collect::<String>())
        }
    }
}

fn packet_words(text: &str, event: &Event, packet: &Packet) -> String {
    let arrow = text[packet.from_span.end..packet.to_span.start].trim();
    let from = &text[packet.from_span.start..packet.from_span.end];
    let rest = &text[packet.to_span.start..event.span.end];
    format!("{from} {arrow} {}", with_colon(rest))
}

/// Words up to the first colon, and what follows it as it is.
fn with_colon(text: &str) -> String {
    let (head, label) = text.split_once(':').map_or((text, None), |(head, label)| (head, Some(label.trim())));
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    match label {
        None => head,
        // `opens control:` says no more than `opens control` does; `types:` cannot do without.
        Some("") if head.contains('>') || head.split(' ').count() > 2 => head,
        Some("") => format!("{head}:"),
        Some(label) => format!("{head}: {label}"),
    }
}

fn sets(text: &str) -> String {
    let (host, verb, fact) = two_words(text);
    match fact.split_once('=') {
        Some((key, value)) => format!("{host} {verb} {} = {}", key.trim(), value.trim()),
        None => text.to_owned(),
    }
}

/// The first two words and the rest.
fn two_words(text: &str) -> (&str, &str, &str) {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (second, rest) = rest.trim_start().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    (first, second, rest.trim())
}
