//! `packetreel new`: a lesson to begin with, and nothing written over.

use super::{packetreel, said, tree};
use std::fs;

#[test]
fn a_new_lesson_builds_without_an_edit_or_a_warning() {
    let at = tree(&[]);
    let (code, words) = said(at.path(), &["new", "my-lesson"]);
    assert_eq!((code, words.contains("packetreel build my-lesson --open")), (0, true), "{words}");
    assert!(said(at.path(), &["new", "it's mine"]).1.contains("packetreel serve 'it'\\''s mine' --open"));
    assert_eq!(
        said(at.path(), &["check", "my-lesson", "--strict"]),
        (0, "1 lesson, 1 page, 5 steps: 0 errors, 0 warnings\n".to_owned())
    );
    let output = packetreel(at.path(), &["list", "my-lesson"]);
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(table.starts_with("my-lesson/lesson.md: My lesson (1 page, 5 steps, "), "{table}");
    assert_eq!(said(at.path(), &["build", "my-lesson", "--only", "html", "-q"]), (0, String::new()));
}

#[test]
fn a_copy_of_the_flagship_is_the_flagship() {
    let at = tree(&[]);
    assert_eq!(said(at.path(), &["new", "x/ftp", "--from", "ftp-basics"]).0, 0);
    let copy = fs::read_to_string(at.path().join("x/ftp/lesson.md")).expect("it was made");
    assert_eq!(copy, include_str!("../../content/ftp-basics/lesson.md"));
    let (code, words) = said(at.path(), &["new", "y", "--from", "ftp-basic"]);
    assert_eq!((code, words.contains("did you mean ftp-basics?")), (2, true), "{words}");
    assert!(!at.path().join("y").exists());
}

#[test]
fn what_is_there_is_never_written_over() {
    let at = tree(&[("full/notes.txt", b"mine"), ("file", b"mine")]);
    for taken in ["full", "file"] {
        let (code, words) = said(at.path(), &["new", taken]);
        assert_eq!((code, words.contains("is there already")), (3, true), "{words}");
    }
    assert!(!at.path().join("full/lesson.md").exists());
    assert_eq!(fs::read(at.path().join("file")).expect("it is there"), b"mine");
    assert_eq!(said(at.path(), &["new", "."]).0, 3);
    fs::create_dir(at.path().join("empty")).expect("the test can write");
    assert_eq!(said(at.path(), &["new", "empty"]).0, 0);
}
