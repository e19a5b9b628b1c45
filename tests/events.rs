//! Lessons made by chance: no row of events makes the check panic, and whatever it accepts can be drawn.

#[path = "../fuzz/entries.rs"]
#[allow(dead_code, reason = "only what draws is needed")]
mod entries;

use packetreel::compile;
use packetreel::diagnostic::Source;
use packetreel::timeline::Pacing;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

const FRONT: &str = "\
---
title: Chance
hosts: { A: { address: 10.0.0.1 }, R: {}, B: { address: 10.0.0.2 } }
links: [A - R, R - B]
connections:
  c: { from: \"A:1025\", to: \"B:21\", protocol: ftp }
  d: { from: \"B:20\", to: \"A:1026\", protocol: tcp }
---

# Chance
";

/// What packets on a control connection may say, and what they may not.
const SAYINGS: [&str; 14] = [
    "SYN",
    "USER bob",
    "PASS secret",
    "PORT 10,0,0,1,4,2",
    "PORT 300,0,1",
    "RETR foo",
    "QUIT",
    "220 Ready",
    "331 Password?",
    "226 Done",
    "999",
    "ack 1, seq 4294967296",
    "",
    "é世\u{301}",
];

fn event() -> impl Strategy<Value = String> {
    let host = || select(vec!["A", "B", "R"]);
    let arrow = select(vec!["->", "->", "->", "~>", "-x"]);
    let verb = select(vec!["", "on c", "on d", "opens c", "opens d", "accepts c", "closes c", "confirms c", "on e"]);
    let says = || select(SAYINGS.to_vec());
    let packet = (host(), arrow, host(), select(vec!["", "", "", " at R"]), verb, says())
        .prop_map(|(from, arrow, to, stop, verb, says)| format!("{from} {arrow} {to}{stop} {verb}: {says}"));
    let deed = (host(), select(vec!["types:", "prints:", "notes:", "sets k =", "drops k"]), says())
        .prop_map(|(host, deed, says)| format!("{host} {deed} {says}"));
    let pause = (0u32..70_000).prop_map(|ms| format!("pause {ms}ms"));
    prop_oneof![6 => packet, 2 => deed, 1 => pause]
}

/// Events that make sense, so that many of the lessons are accepted.
fn honest_event() -> impl Strategy<Value = String> {
    let label = select(vec!["Echo", "a longer label that needs two lines", "é世\u{301}", "x"]);
    let ends = select(vec!["A -> B", "B -> A", "A ~> R", "R -x B", "A -x B at R", "A -> all"]);
    let packet = (ends, label).prop_map(|(ends, label)| format!("{ends}: {label}"));
    let deed =
        select(vec!["A types: ls", "B prints: 220 Ready", "R notes: Hm", "A sets k = 1", "pause 1ms", "pause 60s"]);
    prop_oneof![3 => packet, 1 => deed.prop_map(ToOwned::to_owned)]
}

/// A lesson of steps with one to three events each.
fn lesson(event: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let step = proptest::collection::vec(event, 1..4);
    proptest::collection::vec(step, 1..12).prop_map(|steps| {
        let spans =
            |events: &Vec<String>| events.iter().map(|event| format!("``{event}``")).collect::<Vec<_>>().join(" ");
        let steps: Vec<String> = steps.iter().map(|events| format!("1. {}\n   It happens.\n", spans(events))).collect();
        format!("{FRONT}\n{}", steps.concat())
    })
}

/// The same lessons in every run.
fn hold_for(lessons: impl Strategy<Value = String>, claim: impl Fn(&str)) {
    let mut runner = TestRunner::deterministic();
    let result = runner.run(&lessons, |text| {
        claim(&text);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_row_of_events_makes_the_check_panic() {
    hold_for(lesson(event()), |text| {
        entries::read_lesson(text);
        entries::check(text);
    });
}

#[test]
fn what_the_check_accepts_is_drawn() {
    let accepted = std::cell::Cell::new(0);
    hold_for(lesson(honest_event()), |text| {
        accepted.set(accepted.get() + u32::from(compile(&Source::new("x.md", text), &Pacing::default()).is_ok()));
        entries::draw(text);
    });
    // A claim about nothing would be none.
    assert!(accepted.get() > 50, "{} lessons of 256 were accepted", accepted.get());
}
