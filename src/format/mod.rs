//! A lesson's text in, the same lesson written the one way out: events, tables of fields, lists of steps, blank lines and
//! the front matter. Prose, notes and code stay as their author wrote them.
//!
//! Each rule reads the text and gives edits of it. After every rule the lesson is read again: an edit that changes
//! what it says is left out, so that no rule can do harm.

mod block;
mod edit;
mod event;
mod front_matter;
mod item;
mod meaning;
mod table;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostics, Source};
use crate::lesson::{self, Layout, Lesson};
use edit::Edit;
use meaning::Meaning;

/// What one rule would change in a text.
type Rule = fn(&Text<'_>) -> Vec<Edit>;

/// Blank lines come before numbers: a list that begins with another number than 1 needs one above it.
const RULES: [Rule; 6] =
    [front_matter::edits, block::blank_lines, block::line_ends, event::edits, table::edits, item::edits];
/// A second round finds nothing but what the first one made possible.
const ROUNDS: usize = 4;

/// The text of the lesson as it is to be written: with the same meaning, and the same when it is formatted again.
///
/// # Errors
///
/// All that is to be said of its form, when at least one of it is an error. What contradicts the protocol is no matter of
/// form.
pub fn format(source: &Source) -> Result<String, Diagnostics> {
    let (lesson, said) = lesson::parse(source);
    if said.has_errors() {
        return Err(said);
    }
    let meaning = Meaning::of(lesson.clone(), &said);
    let mut draft = Draft { text: source.text.clone(), lesson };
    for _ in 0..ROUNDS {
        let before = draft.text.clone();
        for rule in RULES {
            draft.follow(rule, &meaning);
        }
        if draft.text == before {
            break;
        }
    }
    Ok(draft.text)
}

/// A text that is being formatted.
struct Draft {
    text: String,
    lesson: Lesson,
}

/// What a rule sees.
struct Text<'a> {
    source: &'a str,
    lesson: &'a Lesson,
    layout: Layout<'a>,
}

impl Draft {
    fn follow(&mut self, rule: Rule, meaning: &Meaning) {
        let layout = lesson::layout(&self.text);
        let mut edits = rule(&Text { source: &self.text, lesson: &self.lesson, layout });
        edits.retain(|edit| edit.changes(&self.text));
        edit::sort(&mut edits);
        if let Some((text, lesson)) = harmless(&self.text, &edits, meaning) {
            (self.text, self.lesson) = (text, lesson);
        }
    }
}

/// The text with all edits that leave its meaning alone. `None` where nothing changes.
fn harmless(text: &str, edits: &[Edit], meaning: &Meaning) -> Option<(String, Lesson)> {
    // How often a text is read again to find out which edit does harm: less often where it takes long.
    let tries = (2_000_000 / text.len().max(1)).clamp(8, 64);
    let (mut taken, mut best) = (Vec::new(), None);
    let mut open = vec![edits];
    for _ in 0..tries {
        let Some(some) = open.pop() else { break };
        if some.is_empty() {
            continue;
        }
        let wanted: Vec<Edit> = taken.iter().chain(some).cloned().collect();
        let tried = edit::apply(text, &wanted);
        if let Some(lesson) = meaning.holds_for(&tried) {
            (taken, best) = (wanted, Some((tried, lesson)));
        } else if some.len() > 1 {
            let (first, second) = some.split_at(some.len() / 2);
            open.extend([second, first]);
        }
    }
    best
}
