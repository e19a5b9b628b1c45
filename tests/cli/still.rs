//! `packetreel still`: which picture, where it goes, what is never written over.

use super::{LESSON, packetreel, piped, said, tree};
use std::fs;

#[test]
fn a_still_has_the_same_bytes_as_in_a_build() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    assert_eq!(said(at.path(), &["build", "echo.md", "--only", "svg,png"]).0, 0);
    for ending in ["svg", "png"] {
        let file = format!("x.{ending}");
        let (code, words) = said(at.path(), &["still", "echo.md", "--step", "2", "-o", &file]);
        assert_eq!(code, 0, "{words}");
        let built = fs::read(at.path().join(format!("dist/echo/frames/01-ping/02.{ending}"))).expect("it was built");
        assert_eq!(fs::read(at.path().join(file)).expect("it was drawn"), built);
    }
}

#[test]
fn a_still_without_a_name_is_called_after_lesson_page_and_step_and_replaces_nothing() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    assert_eq!(said(at.path(), &["still", "echo.md", "-q"]), (0, String::new()));
    let path = at.path().join("echo-1-1.png");
    assert!(path.is_file());
    assert_eq!(said(at.path(), &["still", "echo.md"]).0, 0, "it has these bytes already");
    fs::write(&path, "mine").expect("the test can write");
    let (code, words) = said(at.path(), &["still", "echo.md"]);
    assert_eq!((code, words.contains("echo-1-1.png is there already")), (3, true), "{words}");
    assert_eq!(fs::read(&path).expect("it is there"), b"mine");
    assert_eq!(said(at.path(), &["still", "echo.md", "-o", "echo-1-1.png"]).0, 0);
    assert_ne!(fs::read(&path).expect("it is there"), b"mine");
}

#[test]
fn any_moment_of_a_step_can_be_drawn() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let drawn = |ms: &str| {
        let output = packetreel(at.path(), &["still", "echo.md", "--at-ms", ms, "--format", "svg", "-o", "-"]);
        assert_eq!(output.status.code(), Some(0));
        output.stdout
    };
    assert!(drawn("0").starts_with(b"<svg"));
    assert_ne!(drawn("0"), drawn("600"));
    assert_eq!(drawn("600"), drawn("600"));
}

#[test]
fn what_the_lesson_does_not_have_ends_with_2_and_says_what_it_has() {
    let at =
        tree(&[("echo.md", LESSON.as_bytes()), ("many/a.md", LESSON.as_bytes()), ("many/b.md", LESSON.as_bytes())]);
    let wrong: [(&[&str], &str); 8] = [
        (&["echo.md", "--page", "2"], "there is no page 2: the lesson has 1 page\n"),
        (&["echo.md", "--page", "0"], "pages are counted from 1"),
        (&["echo.md", "--step", "3"], "there is no step 3 on page 1: it has 2 steps"),
        (&["echo.md", "--at-ms", "999999"], "is after the step's end: it lasts "),
        (&["echo.md", "-o", "x.gif"], "x.gif ends in neither .svg nor .png"),
        (&["echo.md", "-o", "x.svg", "--format", "png"], "--format png does not fit a file that ends in .svg"),
        (&["echo.md", "-o", "echo.md"], "ends in neither"),
        (&["many"], "many holds 2 lessons: name one of them"),
    ];
    for (arguments, expected) in wrong {
        let (code, words) = said(at.path(), &[&["still"], arguments].concat());
        assert_eq!((code, words.contains(expected)), (2, true), "{arguments:?}: {words}");
    }
}

#[test]
fn the_lesson_is_never_written_over() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let (code, words) = said(at.path(), &["still", "echo.md", "--format", "png", "-o", "./echo.md"]);
    assert_eq!((code, words.contains("is the lesson itself")), (3, true), "{words}");
    assert_eq!(fs::read(at.path().join("echo.md")).expect("it is there"), LESSON.as_bytes());
}

#[test]
fn a_mistaken_lesson_gives_no_still() {
    let at = tree(&[("echo.md", LESSON.replace("A -> B:", "A -> C:").as_bytes())]);
    let (code, words) = said(at.path(), &["still", "echo.md"]);
    assert_eq!((code, words.contains("unknown-host")), (1, true), "{words}");
    assert!(!at.path().join("echo-1-1.png").exists());
}

#[test]
fn a_lesson_may_come_through_a_pipe() {
    let at = tree(&[]);
    let output = piped(at.path(), &["still", "-", "-o", "-"], LESSON);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.starts_with(b"\x89PNG"));
    let output = piped(at.path(), &["check", "-"], &LESSON.replace("A -> B:", "A -> C:"));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--> <stdin>:10:"));
    let output = piped(at.path(), &["build", "-"], LESSON);
    assert_eq!(output.status.code(), Some(2));
    let output = piped(at.path(), &["build", "-", "--only", "svg", "-o", "out"], LESSON);
    assert_eq!(output.status.code(), Some(0));
    assert!(at.path().join("out/lesson/frames/01-ping/02.svg").is_file());
}

#[test]
fn a_page_without_steps_is_called_what_it_is_and_warnings_do_not_stand_before_it() {
    let long = "word ".repeat(80);
    let lesson = format!(
        "---\nhosts: {{ A: {{}}, B: {{}} }}\n---\n\n# One\n\n1. `A -> B: {long}`\n   Said.\n\n# Questions {{.faq}}\n\n## Why?\n\nSo.\n"
    );
    let at = tree(&[("a.md", lesson.as_bytes())]);
    let (code, words) = said(at.path(), &["still", "a.md", "--page", "2"]);
    let expected = "error: page 2, Questions, is a page of questions without steps, of which no still is made; pages with steps: 1\n";
    assert_eq!((code, words.as_str()), (2, expected));
    let (code, words) = said(at.path(), &["still", "a.md", "--page", "one", "--format", "svg"]);
    assert_eq!((code, words.contains("a-1-1.svg: ")), (0, true), "{words}");
}
