//! Lessons that are none, that are broken, or that are made to hurt: each gets a clear answer, quickly, and leaves
//! nothing behind.
#![cfg(unix)]

use packetreel::compile;
use packetreel::diagnostic::Source;
use packetreel::timeline::Pacing;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const FRONT: &str = "\
---
title: Echo
hosts:
  A: { label: Client, address: 10.0.0.1 }
  B: { label: Server, address: 10.0.0.2 }
---
";

const STEPS: &str = "
# Ping

1. `A -> B: Echo request`
   A asks whether B is there.
2. `B -> A: Echo reply`
   B is there.
";

/// What becomes of a lesson.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Fate {
    /// It is built, and nothing is said.
    Works,
    /// It is built, with a warning of this code.
    Warns(&'static str),
    /// It is refused, with an error of this code.
    Fails(&'static str),
}
use Fate::{Fails, Warns, Works};

fn folder() -> TempDir {
    tempfile::tempdir().expect("the tests can write to the temporary folder")
}

fn packetreel(at: &Path, arguments: &[&OsStr]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    command.current_dir(at).args(arguments).env_remove("HOME").output().expect("the binary was built with the tests")
}

/// What was said; nothing in it steers a terminal.
fn words(output: &Output) -> String {
    let words = String::from_utf8(output.stderr.clone()).expect("messages are UTF-8");
    let steers = |letter: &char| letter.is_control() && !matches!(letter, '\n' | '\t');
    assert_eq!(words.chars().find(steers), None, "{words:?}");
    assert!(!words.contains(['\u{202e}', '\u{2066}']), "{words:?}");
    assert!(words.len() < 100_000, "{} bytes of messages", words.len());
    words
}

/// Builds a lesson of these bytes and holds what happens against what should; refused, it leaves nothing.
fn hold(about: &str, bytes: &[u8], fate: Fate) {
    let at = folder();
    fs::write(at.path().join("x.md"), bytes).expect("the test can write");
    let started = Instant::now();
    let output = packetreel(at.path(), &["build", "x.md", "-q", "--only", "svg"].map(OsStr::new));
    let took = started.elapsed();
    let words = words(&output);
    let expected = i32::from(matches!(fate, Fails(_)));
    assert_eq!(output.status.code(), Some(expected), "{about}: {words}");
    match fate {
        Works => assert_eq!(words, "", "{about}"),
        Warns(code) => assert!(words.contains(&format!("warning[{code}]")), "{about}: {words}"),
        Fails(code) => assert!(words.contains(&format!("error[{code}]")), "{about}: {words}"),
    }
    assert_eq!(at.path().join("dist").exists(), expected == 0, "{about}");
    // Far more than it takes, so that a busy machine fails nothing.
    assert!(took < Duration::from_secs(20), "{about}: {took:?}");
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

/// A lesson with this in its second caption.
fn caption(text: &str) -> String {
    format!("{FRONT}{STEPS}   {text}\n")
}

/// A lesson with this front matter.
fn front(text: &str) -> String {
    format!("---\n{text}\n---\n{STEPS}")
}

/// A lesson whose first event is this.
fn event(text: &str) -> String {
    format!("{FRONT}{}", STEPS.replace("A -> B: Echo request", text))
}

#[test]
fn bytes_that_are_no_lesson() {
    let utf16: Vec<u8> = FRONT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    hold("UTF-16 with a mark", &[b"\xff\xfe", utf16.as_slice()].concat(), Fails("not-utf-8"));
    hold("UTF-16 without a mark", &utf16, Fails("nul-character"));
    hold("Latin-1", b"# Caf\xe9\n", Fails("not-utf-8"));
    hold("half a character", b"# Caf\xc3", Fails("not-utf-8"));
    hold("NUL", format!("{FRONT}{STEPS}\0").as_bytes(), Fails("nul-character"));
    hold("empty", b"", Fails("no-pages"));
    hold("white space", b" \n\t\n", Fails("no-pages"));
    hold("front matter alone", FRONT.as_bytes(), Fails("no-pages"));
    hold("front matter without an end", b"---\ntitle: Echo\n", Fails("front-matter-not-closed"));
    hold("a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Fails("not-utf-8"));
}

#[test]
fn bytes_that_are_a_lesson_all_the_same() {
    let lesson = format!("{FRONT}{STEPS}");
    hold("as it is", lesson.as_bytes(), Works);
    hold("byte order mark", format!("\u{feff}{lesson}").as_bytes(), Works);
    hold("CRLF", lesson.replace('\n', "\r\n").as_bytes(), Works);
    hold("no line end at the end", lesson.trim_end().as_bytes(), Works);
}

#[test]
fn a_lesson_of_100_mb_is_not_even_read() {
    hold("100 MB", &vec![b'x'; 100_000_000], Fails("lesson-too-long"));
}

#[test]
fn markdown_that_nests_or_repeats_without_end() {
    for (about, text) in [
        ("quotes", format!("\n\n{}", ">".repeat(100_000))),
        ("items in items", format!("\n\n{}", "- + ".repeat(50_000))),
        ("items, each deeper", joined((0..1_000).map(|depth| format!("\n{}- a", "  ".repeat(depth))))),
    ] {
        hold(about, caption(&text).as_bytes(), Fails("nested-too-deep"));
    }
    for sign in ["[^", "<![CDATA[", "![", "[", "<", "&#", "`` ` ", "*_"] {
        hold(sign, caption(&sign.repeat(50_000)).as_bytes(), Warns("text-shortened"));
    }
    hold("bullets", caption(&format!("\n\n{}", "- a\n".repeat(400_000))).as_bytes(), Fails("too-many-pieces"));
}

#[test]
fn yaml_that_is_wrong_or_a_bomb() {
    let bomb: String = joined((1..10).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9))));
    let hosts = "hosts: { A: {}, B: {} }";
    for (about, text, code) in [
        ("aliases of aliases", format!("a0: &a0 [x]\n{bomb}{hosts}"), "invalid-yaml"),
        ("10,000 deep", format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000)), "front-matter-too-deep"),
        ("never closed", format!("a: {}", "{a: ".repeat(5_000)), "front-matter-too-deep"),
        ("a key twice", format!("title: a\ntitle: b\n{hosts}"), "key-twice"),
        ("a number for a map", "hosts: 5".to_owned(), "wrong-type"),
        ("a host twice", "hosts: { A: {}, B: {}, A: {} }".to_owned(), "key-twice"),
        ("no address", "hosts: { A: { address: 1.2.3.999 }, B: {} }".to_owned(), "invalid-address"),
        ("port 65536", format!("{hosts}\nconnections: {{ c: {{ from: A, to: B:65536 }} }}"), "invalid-port"),
        ("too large", format!("{hosts}\ntitle: {}", "x".repeat(1_000_001)), "front-matter-too-long"),
    ] {
        hold(about, front(&text).as_bytes(), Fails(code));
    }
}

#[test]
fn events_with_names_and_numbers_that_cannot_be() {
    for (about, text, code) in [
        ("unknown host", "A -> C: Echo", "unknown-host"),
        ("pause of not a number", "pause NaN", "invalid-pause"),
        ("negative pause", "pause -1s", "invalid-pause"),
        ("pause of 31 years", "pause 1000000000s", "invalid-pause"),
        ("pauses of an hour and a minute", &["pause 60s"; 61].join("`\n   `"), "invalid-pause"),
        ("a megabyte and more", &format!("A -> B: {}", "x".repeat(1_000_001)), "event-too-long"),
    ] {
        hold(about, event(text).as_bytes(), Fails(code));
    }
    hold(
        "steps",
        format!("{FRONT}\n# P\n\n{}", "1. `A -> B: x`\n".repeat(100_000)).as_bytes(),
        Fails("too-many-steps"),
    );
}

#[test]
fn sizes_and_speeds_that_cannot_be_are_mistakes_of_the_call() {
    let at = folder();
    fs::write(at.path().join("x.md"), format!("{FRONT}{STEPS}")).expect("the test can write");
    for (option, value) in [
        ("--fps", "0"),
        ("--fps", "1000"),
        ("--fps", "NaN"),
        ("--size", "0x0"),
        ("--size", "100000x100000"),
        ("--size", "-1x10"),
        ("--reel-size", "0x0"),
        ("--jobs", "1000000"),
    ] {
        let output = packetreel(at.path(), &["build", "x.md", &format!("{option}={value}")].map(OsStr::new));
        assert_eq!(output.status.code(), Some(2), "{option} {value}: {}", words(&output));
    }
    assert!(!at.path().join("dist").exists());
}

#[test]
fn labels_in_any_script_are_drawn_or_named() {
    for (about, label, fate) in [
        ("a megabyte without a space", "x".repeat(999_000), Warns("text-shortened")),
        ("zalgo", format!("e{}", "\u{301}".repeat(5_000)), Works),
        ("marks on each letter", ["e", &"\u{301}".repeat(20)].concat().repeat(5_000), Warns("text-shortened")),
        ("direction turned", "\u{202e}abc\u{202c}".to_owned(), Works),
        ("zero width", "a\u{200b}b\u{2060}c".to_owned(), Works),
        ("Arabic", "مرحبا".to_owned(), Works),
        ("Hebrew", "שלום".to_owned(), Works),
        ("CJK", "你好".to_owned(), Warns("missing-glyph")),
        ("emoji", "👩\u{200d}👩\u{200d}👧".to_owned(), Warns("missing-glyph")),
        ("CJK at length", "世".repeat(100_000), Warns("missing-glyph")),
    ] {
        hold(about, event(&format!("A -> B: {label}")).as_bytes(), fate);
    }
}

#[test]
fn escape_sequences_never_reach_the_terminal() {
    for escape in ["\u{1b}[31m", "\u{1b}]8;;https://example.com\u{7}", "\u{1b}]52;c;YQ==\u{7}", "\u{9b}31m"] {
        hold("in a label", event(&format!("A -> C: {escape}")).as_bytes(), Fails("control-character"));
        hold("in a title", front(&format!("title: 'x{escape}'\nhosts: 5")).as_bytes(), Fails("control-character"));
    }
    let at = folder();
    let name = OsStr::from_bytes(b"\x1b]52;c;YQ==\x07\x9b\xe2\x80\xae.md");
    fs::write(at.path().join(name), event("A -> C: x")).expect("the test can write");
    for arguments in [[OsStr::new("check"), name], [OsStr::new("check"), OsStr::new(".")]] {
        let output = packetreel(at.path(), &arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(words(&output).contains("unknown-host"));
    }
    let output = packetreel(at.path(), &[OsStr::new("check"), OsStr::from_bytes(b"\x1b[31mmissing")]);
    assert!(words(&output).contains("does not exist"));
}

#[test]
fn what_is_no_regular_file_is_not_read() {
    let at = folder();
    std::os::unix::fs::symlink("loop.md", at.path().join("loop.md")).expect("the test can link");
    fs::create_dir(at.path().join("folder.md")).expect("the test can write");
    let made = Command::new("mkfifo").arg(at.path().join("pipe.md")).status().expect("every Unix has mkfifo");
    assert!(made.success());
    for (path, code) in [("pipe.md", 2), ("/dev/zero", 2), ("/dev/null", 2), ("folder.md", 2), ("loop.md", 3)] {
        for command in ["check", "build"] {
            let output = packetreel(at.path(), &[command, path].map(OsStr::new));
            assert_eq!(output.status.code(), Some(code), "{command} {path}: {}", words(&output));
        }
    }
    assert!(!at.path().join("dist").exists());
}

#[test]
fn a_name_that_begins_with_a_dash_is_no_option_after_two_dashes_or_a_dot() {
    let at = folder();
    fs::write(at.path().join("--help.md"), format!("{FRONT}{STEPS}")).expect("the test can write");
    for arguments in [["check", "--", "--help.md"].as_slice(), &["check", "./--help.md"], &["check", "."]] {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let output = packetreel(at.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    }
}

/// Patterns that are known to make Markdown parsers slow, for a given size.
fn patterns(n: usize) -> Vec<(&'static str, String)> {
    let r = |text: &str| text.repeat(n / text.len());
    let root = n.isqrt();
    vec![
        ("open links", r("[")),
        ("open pictures", r("![")),
        ("links in links", r("[a](")),
        ("links with angles", r("[a](<b")),
        ("footnotes", r("[^")),
        ("references", r("[a]")),
        ("stars and words", r("*a **a ")),
        ("stars and bars", r("*a_ ")),
        ("one side of a mark", format!("a**b{}", r("c* "))),
        ("strong", r("**")),
        ("backticks, each row longer", (1..root).map(|count| "`".repeat(count) + " ").collect()),
        ("CDATA", r("<![CDATA[")),
        ("comments", r("<!--")),
        ("instructions", r("<?")),
        ("declarations", r("<!A ")),
        ("tags", r("<a ")),
        ("closing tags", r("</")),
        ("angles", r("<")),
        ("entities", r("&#")),
        ("parentheses", format!("[a]{}", r("("))),
        ("lines", r("a\n   ")),
        ("quotes", format!("\n\n{}", r(">"))),
        ("rules", format!("\n\n{}", r("---\n"))),
        ("definitions", joined((0..n / 16).map(|at| format!("\n\n[{at}]: x{at}")))),
        ("tables", format!("\n\n|a|b|\n|-|-|\n{}", r("|a\n"))),
    ]
}

fn time(source: &Source) -> Duration {
    let started = Instant::now();
    let _ = compile(source, &Pacing::default());
    started.elapsed()
}

/// Both sizes in turn, the shortest time of each, until they show it: what else the machine does only ever adds.
fn is_linear(single: &Source, double: &Source) -> bool {
    // What is over in a moment says nothing of how it grows: a little is added.
    let grace = Duration::from_millis(10);
    let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
    (0..30).any(|_| {
        once = once.min(time(single));
        twice = twice.min(time(double));
        twice < (once + grace) * 5 / 2
    })
}

#[test]
fn twice_the_text_takes_no_more_than_two_and_a_half_times_as_long() {
    let size = 50_000;
    for ((about, single), (_, double)) in patterns(size).into_iter().zip(patterns(2 * size)) {
        let [single, double] = [single, double].map(|text| Source::new("x.md", caption(&text)));
        assert!(is_linear(&single, &double), "{about}");
    }
}
