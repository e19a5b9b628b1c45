//! `packetreel check --fix`: what is corrected, what is left, what is written.

use super::{LESSON, packetreel, piped, said, tree};
use std::fs;

#[test]
fn what_was_surely_misspelt_is_corrected_and_said() {
    let wrong = LESSON
        .replace("hosts:", "hots:")
        .replace("label: Server", "lable: Server")
        .replace("A -> B", "a → B")
        .replace("2. `", "2. `B type ls` `pasue 1s` `");
    let at = tree(&[("echo.md", wrong.as_bytes())]);
    let (code, words) = said(at.path(), &["check", "echo.md", "--fix"]);
    let expected = "\
echo.md:3:1: `hots` → `hosts`
echo.md:10:7: `→` → `->`
echo.md:12:7: `type` → `types`
echo.md:12:17: `pasue` → `pause`
echo.md:5:8: `lable` → `label`
echo.md:10:5: `a` → `A`
echo.md:12:12: added `:`
1 lesson, 1 page, 2 steps: 0 errors, 0 warnings
";
    assert_eq!((code, words.as_str()), (0, expected));
    let mended = LESSON.replace("2. `", "2. `B types: ls` `pause 1s` `");
    assert_eq!(fs::read_to_string(at.path().join("echo.md")).expect("it is there"), mended);
    assert_eq!(
        said(at.path(), &["check", "echo.md", "--fix"]),
        (0, "1 lesson, 1 page, 2 steps: 0 errors, 0 warnings\n".to_owned())
    );
}

#[test]
fn what_leaves_a_doubt_stays_and_is_shown() {
    // A host with another number may be one that was not declared; two letters may be anything.
    let wrong = LESSON.replace("A -> B", "A -> B2").replace("B is there.", "B is there.\n3. `A -> B oo: x`\n   Odd.");
    let at = tree(&[("echo.md", wrong.as_bytes())]);
    let (code, words) = said(at.path(), &["check", "echo.md", "--fix"]);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("there is no host `B2`") && words.contains("a packet cannot `oo`"), "{words}");
    assert_eq!(fs::read_to_string(at.path().join("echo.md")).expect("it is there"), wrong);
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let dressed = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let at = tree(&[("echo.md", dressed(&LESSON.replace("A -> B", "a -> B")).as_bytes())]);
    assert_eq!(said(at.path(), &["check", "echo.md", "--fix", "-q"]), (0, String::new()));
    assert_eq!(fs::read_to_string(at.path().join("echo.md")).expect("it is there"), dressed(LESSON));
}

#[test]
fn standard_input_cannot_be_corrected_in_place() {
    let at = tree(&[]);
    let output = piped(at.path(), &["check", "-", "--fix"], &LESSON.replace("A -> B", "a -> B"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--fix cannot write to <stdin>"));
}

#[test]
fn json_has_the_corrections_that_were_not_asked_for() {
    let at = tree(&[("echo.md", LESSON.replace("A -> B", "a -> B").as_bytes())]);
    let output = packetreel(at.path(), &["check", "echo.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let fix = &report["diagnostics"][0]["fix"];
    let expected = serde_json::json!({ "line": 10, "column": 5, "end_line": 10, "end_column": 6, "replacement": "A" });
    assert_eq!(*fix, expected);
}

#[test]
fn what_is_added_taken_away_or_white_space_is_said_in_one_line() {
    let wrong = format!("\n\n{}", LESSON.replace("  B:", "\tB:").replace("---\n\n# Ping", "\n# Ping"));
    let at = tree(&[("echo.md", wrong.as_bytes())]);
    let (code, words) = said(at.path(), &["check", "echo.md", "--fix"]);
    let expected = "\
echo.md:1:1: took `\\n\\n` away
echo.md:5:41: added `---`
echo.md:5:1: `\\t` → `  `
1 lesson, 1 page, 2 steps: 0 errors, 0 warnings
";
    assert_eq!((code, words.as_str()), (0, expected));
}
