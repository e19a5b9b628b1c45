//! `packetreel fmt`: what is written anew, what stays, what is said.

use super::{LESSON, piped, said, tree};
use std::fs;

/// The same lesson, written carelessly.
fn careless() -> String {
    LESSON.replace("A -> B: ", "A->B:").replace("{ label: Client, ", "{label: Client,   ")
}

#[test]
fn a_lesson_is_written_anew_and_then_stays() {
    let at = tree(&[("l/a.md", careless().as_bytes()), ("l/b.md", LESSON.as_bytes())]);
    let (code, words) = said(at.path(), &["fmt", "l"]);
    assert_eq!((code, words.as_str()), (0, "l/a.md: formatted\n2 lessons: 1 formatted\n"));
    assert_eq!(fs::read_to_string(at.path().join("l/a.md")).expect("it is there"), LESSON);
    assert_eq!(said(at.path(), &["fmt", "l", "--check"]), (0, "2 lessons: 0 to be formatted\n".to_owned()));
}

#[test]
fn the_check_shows_the_first_line_and_writes_nothing() {
    let at = tree(&[("a.md", careless().as_bytes()), ("b.md", LESSON.replace('\n', "\r\n").as_bytes())]);
    let (code, words) = said(at.path(), &["fmt", "--check", "a.md", "b.md"]);
    let expected = "\
a.md:4: is not formatted
  -   A: {label: Client,   address: 10.0.0.1 }
  +   A: { label: Client, address: 10.0.0.1 }
b.md: is not formatted: its line ends are not those of Unix, or it begins with a byte order mark
2 lessons: 2 to be formatted
";
    assert_eq!((code, words.as_str()), (1, expected));
    assert_eq!(fs::read_to_string(at.path().join("a.md")).expect("it is there"), careless());
    assert_eq!(said(at.path(), &["fmt", "b.md", "-q"]), (0, String::new()));
    assert_eq!(fs::read_to_string(at.path().join("b.md")).expect("it is there"), LESSON);
}

#[test]
fn a_lesson_with_a_mistake_is_not_touched() {
    let wrong = careless().replace("A->B", "A->C");
    let at = tree(&[("a.md", wrong.as_bytes()), ("b.md", careless().as_bytes())]);
    let (code, words) = said(at.path(), &["fmt", "a.md", "b.md"]);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("error[unknown-host]") && words.contains("b.md: formatted\n"), "{words}");
    assert_eq!(fs::read_to_string(at.path().join("a.md")).expect("it is there"), wrong);
    assert_eq!(fs::read_to_string(at.path().join("b.md")).expect("it is there"), LESSON);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let at = tree(&[]);
    for text in [careless(), LESSON.to_owned()] {
        let output = piped(at.path(), &["fmt", "-"], &text);
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).as_ref()), (Some(0), LESSON));
        assert!(output.stderr.is_empty());
    }
    let output = piped(at.path(), &["fmt", "-", "--check"], &careless());
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("<stdin>:4: is not formatted"));
}
