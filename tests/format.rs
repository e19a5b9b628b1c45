//! Formatting changes how a lesson is written and nothing else: the same pictures before and after, for the lessons that
//! come with packetreel, and for such lessons written carelessly by chance.

use packetreel::diagnostic::Source;
use packetreel::scene::{self, Format, Storyboard};
use packetreel::timeline::{Pacing, Timeline};
use packetreel::{compile, format, lesson};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// The flagship, the lesson that `new` makes, and the small ones.
fn texts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = fs::read_dir(root.join("tests/lessons")).expect("the small lessons are there");
    let small = listed.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> = small.collect();
    paths.extend(["content/ftp-basics/lesson.md", "templates/new/lesson.md"].map(|path| root.join(path)));
    paths.sort();
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(path).expect("a lesson is text"));
    paths.into_iter().map(read).collect()
}

fn formatted(text: &str) -> Option<String> {
    format::format(&Source::new("a.md", text)).ok()
}

/// What everyone gets to see, and the trace that it is made of, without places in the text.
fn seen(text: &str) -> Option<(Vec<Storyboard>, String)> {
    let compiled = compile(&Source::new("a.md", text), &Pacing { every_packet: true, ..Pacing::default() }).ok()?;
    let boards = scene::compose(&compiled.timeline, Format::Wide).0;
    Some((boards, trace(&compiled.timeline)))
}

fn trace(timeline: &Timeline) -> String {
    let place = Regex::new(r"Span \{ start: \d+, end: \d+ \}").expect("the pattern is right");
    place.replace_all(&format!("{timeline:?}"), "Span").into_owned()
}

#[test]
fn the_lessons_that_come_with_packetreel_are_formatted() {
    for (path, text) in texts() {
        assert_eq!(formatted(&text).as_ref(), Some(&text), "{}", path.display());
    }
}

#[test]
fn so_are_those_that_the_documents_show() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for document in ["README.md", "docs/lesson-format.md", "docs/tutorial.md"] {
        let text = fs::read_to_string(root.join(document)).expect("it is one of the documents");
        for block in text.split("\n````markdown").skip(1) {
            let (_, block) = block.split_once('\n').expect("a block has lines");
            let lesson = block.split("\n````\n").next().unwrap_or_default();
            if lesson.starts_with("---\n") {
                assert_eq!(formatted(&format!("{lesson}\n")), Some(format!("{lesson}\n")), "{document}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 2, "only {seen} lessons were found");
}

#[test]
fn a_careless_lesson_keeps_its_meaning_and_is_formatted_once() {
    let texts = texts();
    let lessons = (select(texts), proptest::collection::vec(0u32..1000, 64));
    let mut runner = TestRunner::deterministic();
    let changed = std::cell::Cell::new(0);
    let result = runner.run(&lessons, |((path, text), dice)| {
        let careless = careless(&text, &dice);
        let Some(once) = formatted(&careless) else { return Ok(()) };
        changed.set(changed.get() + u32::from(careless != text && once == text));
        prop_assert_eq!(formatted(&once), Some(once.clone()), "{}", path.display());
        prop_assert!(seen(&once) == seen(&careless), "{} means something else:\n{careless}\n{once}", path.display());
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    // A claim about nothing would be none.
    assert!(changed.get() > 40, "only {} lessons of 256 came out as they were", changed.get());
}

#[test]
fn any_text_is_formatted_without_a_panic_and_once() {
    let piece = select(vec![
        "---\n",
        "hosts: { A: {}, B: }\n",
        "hosts:\n  A:\n B:\n",
        "links: [A - B,]\n",
        "# Page\n",
        "# FAQ {.faq}\n",
        "## Q?\n",
        "1. `A->B:x`\n",
        "  1) ` A  ->  B : x ` `pause 1s`  \n",
        "10. ``A types:`ls` ``",
        "   text  \n",
        "\ttab\n",
        "\n",
        "\n\n",
        "> quote\n",
        "```\n",
        "| a | b |\n|-|:-:|\n",
        "   | 1 | 2\\|3 |\n",
        "* item\n",
        "<!-- c -->\n",
        "[a]: http://b\n",
        "é世\u{301}",
        "    code\n",
        "-\n",
        "1.\n",
        "\\\n",
        "`",
        "\u{a0}",
        "title: >\n  x\n\n  y\n",
        "# c\n",
    ]);
    let front =
        select(vec!["", "---\nhosts: {A: {},B: {}}\n---\n", "---\nhosts:\n    A:\n    B:  {label: x}\n---\n# P\n"]);
    let lessons = (front, proptest::collection::vec(piece, 0..24));
    let result = TestRunner::deterministic().run(&lessons, |(front, pieces)| {
        let text = format!("{front}{}", pieces.concat());
        let Some(once) = formatted(&text) else { return Ok(()) };
        prop_assert_eq!(formatted(&once), Some(once.clone()), "{}", text);
        prop_assert!(seen(&once) == seen(&text), "{text}\n{once}");
        let pages = |text: &str| lesson::parse(&Source::new("a.md", text)).0.pages.len();
        prop_assert_eq!(pages(&once), pages(&text));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// The same lesson with its lines written otherwise, as the numbers say.
fn careless(text: &str, dice: &[u32]) -> String {
    let mut dice = dice.iter().cycle().copied().enumerate().map(|(at, number)| number as usize + at);
    let mut changed = String::new();
    let (mut fenced, mut front) = (false, 0);
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        front += usize::from(line == "---");
        let kind = dice.next().unwrap_or_default() % 12;
        let quoted = line.trim_start().starts_with('>');
        let line = if fenced || quoted { line.to_owned() } else { written(line, kind, front == 1) };
        changed.push_str(&line);
        changed.push('\n');
    }
    changed
}

fn written(line: &str, kind: usize, in_front: bool) -> String {
    let event = line.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let is_event = event.trim_start().starts_with('`');
    match kind {
        0 if is_event => line.replace(" -> ", "->").replace(" ~> ", "  ~>   "),
        1 if is_event => line.replacen(": ", " :", 1),
        2 if is_event && !line.contains("``") => line.replacen('`', "` ", 1).replacen("` `", "` ` ", 1),
        3 if is_event => line.replacen(" on ", "  on  ", 1),
        4 if line.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("1{}", line.trim_start_matches(char::is_numeric))
        }
        5 if !in_front && line.starts_with("   ") && !line.trim_start().starts_with('|') => format!("    {line}"),
        6 if line.trim_start().starts_with('|') => line.replace(" |", "   |"),
        7 if in_front => line.replace(": ", ":   ").replace("{ ", "{"),
        8 if line.is_empty() => "\n\n".to_owned(),
        9 if !line.is_empty() => format!("{line} "),
        10 if line.is_empty() => "\t".to_owned(),
        11 if in_front && line != "---" => format!("{line}\t"),
        _ => line.to_owned(),
    }
}
