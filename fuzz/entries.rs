//! What is fuzzed: text goes in, and nothing may panic. The fuzz targets and `tests/fuzz_corpus.rs` share these.

use packetreel::diagnostic::Source;
use packetreel::svg::{self, Labels};
use packetreel::theme::Theme;
use packetreel::timeline::Pacing;
use packetreel::{compile, format, lesson, protocol};

/// Longer texts only take longer.
const MOST_BYTES: usize = 64 * 1024;

/// A name, and what it does with a text.
pub type Entry = (&'static str, fn(&str));

/// Every entry, by the name of its fuzz target.
pub const ALL: [Entry; 3] = [("lesson", read_lesson), ("check", check), ("picture", draw)];

/// Reads a lesson, says what is wrong with it in both ways that there are, and writes it one way.
pub fn read_lesson(text: &str) {
    let source = source(text);
    let (_, diagnostics) = lesson::parse(&source);
    let words = diagnostics.render(&source, false);
    assert!(!words.contains(steers), "what is said steers the terminal");
    let _ = diagnostics.render(&source, true);
    let _ = diagnostics.findings(&source);
    if let Ok(formatted) = format::format(&source) {
        let again = format::format(&Source::new("fuzz.md", formatted.as_str()));
        assert!(again.is_ok_and(|again| again == formatted), "a formatted lesson is written otherwise");
    }
}

/// Replays what happens in a lesson, even where its text has mistakes.
pub fn check(text: &str) {
    let (lesson, _) = lesson::parse(&source(text));
    let (_, mut mistakes) = protocol::check(&lesson);
    protocol::leave_out_loose_ends(&mut mistakes);
}

/// Goes all the way: whatever is accepted is drawn, at the still of every step and at both ends of each page.
pub fn draw(text: &str) {
    let Ok(compiled) = compile(&source(text), &Pacing { every_packet: true, ..Pacing::default() }) else { return };
    let labels = Labels { title: "", description: "" };
    for (number, page) in compiled.timeline.pages.iter().enumerate().take(8) {
        let board = compiled.board(number);
        let stills = page.steps.iter().take(8).map(|step| step.still_ms);
        for t_ms in stills.chain([0, page.duration_ms]) {
            let picture = svg::write(&board.at(t_ms), &labels, Theme::Light);
            assert!(picture.ends_with("</svg>\n"), "a picture is cut off");
            assert!(!picture.contains(steers), "a picture holds what XML does not allow");
        }
    }
}

/// True for a control character that is no white space of a text.
fn steers(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
}

fn source(text: &str) -> Source {
    let end = (0..=text.len().min(MOST_BYTES)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    Source::new("fuzz.md", &text[..end])
}
