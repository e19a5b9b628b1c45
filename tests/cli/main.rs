//! The command line from outside: exit codes, what is said, what is on the disk afterwards.

mod fix;
mod fmt;
mod list;
mod manual;
mod new;
mod still;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const LESSON: &str = include_str!("../echo.md");

/// A folder with these files in it.
fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    for (path, bytes) in files {
        let path = at.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the test can write");
        fs::write(path, bytes).expect("the test can write");
    }
    at
}

fn packetreel(at: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    command.current_dir(at).args(arguments).env_remove("HOME").output().expect("the binary was built with the tests")
}

/// The same with a text on standard input.
fn piped(at: &Path, arguments: &[&str], text: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    command.current_dir(at).args(arguments).env_remove("HOME");
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("the binary was built with the tests");
    // One that does not read its input may end before it is written.
    let _ = child.stdin.take().expect("it has a pipe").write_all(text.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// The exit code and what was said on standard error.
fn said(at: &Path, arguments: &[&str]) -> (i32, String) {
    let output = packetreel(at, arguments);
    let words = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(!words.contains("panicked"), "{words}");
    (output.status.code().expect("it ended by itself"), words)
}

#[test]
fn a_build_ends_with_0_and_says_what_it_made() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let (code, words) = said(at.path(), &["build", "echo.md", "--only", "html"]);
    assert_eq!(code, 0, "{words}");
    assert!(words.starts_with("1 lesson, "), "{words}");
    assert!(at.path().join("dist/echo/manifest.json").is_file());
    let (code, words) = said(at.path(), &["build", "echo.md", "--only", "html", "-q"]);
    assert_eq!((code, words.as_str()), (0, ""));
}

#[test]
fn only_some_kinds_leave_the_rest_of_an_older_build_whole() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    assert_eq!(said(at.path(), &["build", "echo.md", "--only", "html,svg"]).0, 0);
    let manifest = || {
        let text = fs::read(at.path().join("dist/echo/manifest.json")).expect("it was written");
        serde_json::from_slice::<serde_json::Value>(&text).expect("it is JSON")["files"].clone()
    };
    let before = manifest();
    assert_eq!(said(at.path(), &["build", "echo.md", "--only", "svg"]).0, 0);
    assert_eq!(manifest(), before);
    for page in ["index.html", "echo/index.html"] {
        assert!(at.path().join("dist").join(page).is_file(), "{page} is gone");
    }
}

#[test]
fn a_mistake_ends_with_1_shows_all_mistakes_and_writes_nothing() {
    let wrong = LESSON.replace("A -> B:", "A -> C:");
    let worse = LESSON.replace("B -> A:", "B -> D:");
    let at = tree(&[("l/a.md", wrong.as_bytes()), ("l/b.md", LESSON.as_bytes()), ("l/c.md", worse.as_bytes())]);
    let (code, words) = said(at.path(), &["build", "l"]);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("--> l/a.md:10:") && words.contains("--> l/c.md:12:"), "{words}");
    assert!(words.ends_with("2 lessons: nothing was written\n"), "{words}");
    assert!(!at.path().join("dist").exists());
}

#[test]
fn a_mistake_in_one_lesson_leaves_an_older_build_as_it_was() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    assert_eq!(said(at.path(), &["build", "echo.md", "--only", "html"]).0, 0);
    let before = fs::read(at.path().join("dist/echo/manifest.json")).expect("it was written");
    fs::write(at.path().join("echo.md"), LESSON.replace("A -> B:", "A -> C:")).expect("the test can write");
    assert_eq!(said(at.path(), &["build", "echo.md", "--only", "html"]).0, 1);
    assert_eq!(fs::read(at.path().join("dist/echo/manifest.json")).expect("it is still there"), before);
}

#[test]
fn what_makes_no_sense_ends_with_2() {
    let at = tree(&[("echo.md", LESSON.as_bytes()), ("x/echo.md", LESSON.as_bytes())]);
    let wrong: [&[&str]; 11] = [
        &[],
        &["bild"],
        &["check"],
        &["check", "missing.md"],
        &["build", "echo.md", "--size", "huge"],
        &["build", "echo.md", "--size", "8x8"],
        &["build", "echo.md", "--fps", "60"],
        &["build", "echo.md", "--jobs", "0"],
        &["build", "echo.md", "--only", "mp5"],
        &["build", "echo.md", "x/echo.md"],
        &["build", "echo.md", "--only", "gif", "--open"],
    ];
    for arguments in wrong {
        let (code, words) = said(at.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {words}");
    }
    assert!(!at.path().join("dist").exists());
}

#[test]
fn a_place_that_must_not_be_written_to_ends_with_3() {
    let at = tree(&[("echo.md", LESSON.as_bytes()), ("repository/.git/HEAD", b""), ("taken", b"")]);
    for target in ["/", ".", "..", "repository", "taken", "taken/dist"] {
        let (code, words) = said(at.path(), &["build", "echo.md", "--only", "html", "-o", target]);
        assert_eq!(code, 3, "-o {target}: {words}");
    }
}

#[test]
fn a_name_may_begin_with_a_dash_after_two_dashes() {
    let at = tree(&[("-q.md", LESSON.as_bytes())]);
    let (code, words) = said(at.path(), &["check", "--", "-q.md"]);
    assert_eq!((code, words.as_str()), (0, "1 lesson, 1 page, 2 steps: 0 errors, 0 warnings\n"));
}

#[test]
fn bytes_that_are_no_text_are_mistakes_of_the_lesson() {
    let at = tree(&[("a.md", b"# A\xff"), ("b.md", b"\xff\xfe#\0"), ("c.md", b"# C\0")]);
    for (path, code) in [("a.md", "not-utf-8"), ("b.md", "not-utf-8"), ("c.md", "nul-character")] {
        let (status, words) = said(at.path(), &["check", path]);
        assert_eq!(status, 1, "{words}");
        assert!(words.contains(&format!("error[{code}]")), "{words}");
    }
}

#[test]
fn json_is_one_object_on_standard_output() {
    let wrong = LESSON.replace("A -> B:", "A -> C:");
    let at = tree(&[("echo.md", wrong.as_bytes())]);
    let output = packetreel(at.path(), &["check", "echo.md", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(report["errors"], 1);
    let found = &report["diagnostics"][0];
    assert_eq!((&found["path"], &found["line"]), (&"echo.md".into(), &10.into()));
    assert_eq!(found["severity"], "error");
}

#[cfg(target_os = "linux")]
#[test]
fn a_slideshow_that_nothing_can_open_is_a_good_build_still() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    // Without a path there is no program that opens pages.
    command.current_dir(at.path()).args(["build", "echo.md", "--only", "html", "--open", "-q"]).env("PATH", at.path());
    let output = command.env_remove("HOME").output().expect("the binary was built with the tests");
    let words = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.starts_with("warning: ") && words.contains("dist/echo/index.html"), "{words}");
}

#[test]
fn a_file_in_place_of_the_target_is_named_as_it_was_written() {
    let at = tree(&[("echo.md", LESSON.as_bytes()), ("afile", b"")]);
    let (code, words) = said(at.path(), &["build", "echo.md", "--only", "html", "-o", "afile"]);
    assert_eq!((code, words.as_str()), (3, "error: afile is a file, not a folder\n"));
}

#[test]
fn the_help_texts_say_how_it_is_called() {
    let at = tree(&[]);
    for arguments in [
        &["--help"][..],
        &["build", "--help"],
        &["check", "--help"],
        &["fmt", "--help"],
        &["still", "--help"],
        &["list", "--help"],
    ] {
        let output = packetreel(at.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        let words = String::from_utf8(output.stdout).expect("help is UTF-8");
        assert!(words.contains("Examples:") || words.contains("Exit codes:"), "{words}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let (reader, writer) = std::io::pipe().expect("the system has pipes");
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    let status = command.current_dir(at.path()).args(["check", "echo.md", "--format", "json"]).stdout(writer).status();
    assert_eq!(status.expect("the binary was built with the tests").code(), Some(0));
}

#[test]
fn what_was_probably_meant_is_named() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let (code, words) = said(at.path(), &["build", "echo.md", "--only", "gif", "png"]);
    assert_eq!((code, words.contains("--only html,png")), (2, true), "{words}");
    let (code, words) = said(at.path(), &["check", "Echo"]);
    assert_eq!((code, words.contains("did you mean echo.md?")), (2, true), "{words}");
    let output = packetreel(at.path(), &["explain", "format"]);
    assert!(output.stdout.starts_with(b"# The lesson format"));
}
