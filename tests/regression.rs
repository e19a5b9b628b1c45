//! `packetreel test` from outside: what must fail and what must pass, and what an update leaves on the disk.

use packetreel::encode::Bitmap;
use packetreel::encode::png::{self, Read};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use tempfile::TempDir;

const LESSON: &str = "\
---
title: Echo
hosts:
  A: { label: Client, address: 10.0.0.1 }
  B: { label: Server, address: 10.0.0.2 }
golden: { size: 320x180 }
---

# Ping

1. `A -> B: Echo request`
   A asks whether B is there.
2. `B -> A: Echo reply`
   B is there.

# Pong

1. `B -> A: Echo request`
   Now B asks.
";

const FIRST: &str = "golden/01-ping-01.png";
const ALL: [&str; 3] = ["01-ping-01.png", "01-ping-02.png", "02-pong-01.png"];

/// A folder with the lesson, and its golden images as they are to be.
fn tested() -> TempDir {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    fs::write(at.path().join("lesson.md"), LESSON).expect("the test can write");
    assert_eq!(said(at.path(), &["--update"]).0, 0);
    at
}

fn packetreel(at: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    command.current_dir(at).args(["test", "lesson.md"]).args(arguments).env_remove("HOME");
    command.output().expect("the binary was built with the tests")
}

/// The exit code and what was said on standard error.
fn said(at: &Path, arguments: &[&str]) -> (i32, String) {
    let output = packetreel(at, arguments);
    let words = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(!words.contains("panicked"), "{words}");
    (output.status.code().expect("it ended by itself"), words)
}

fn printed(at: &Path, format: &str) -> String {
    String::from_utf8(packetreel(at, &["--format", format]).stdout).expect("results are UTF-8")
}

fn picture(path: &Path) -> Bitmap {
    match png::read(&fs::read(path).expect("it is there"), u64::MAX) {
        Read::Picture(bitmap) => bitmap,
        other => panic!("{}: {other:?}", path.display()),
    }
}

fn save(path: &Path, bitmap: &Bitmap) {
    let mut bytes = Vec::new();
    png::write(bitmap, &mut bytes).expect("a Vec takes everything");
    fs::write(path, bytes).expect("the test can write");
}

/// The names of what is in a folder beside the manifest.
fn pictures(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let names = entries.map(|entry| entry.expect("so can its entries").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "manifest.json").collect();
    names.sort();
    names
}

fn modified(path: &Path) -> SystemTime {
    path.metadata().and_then(|about| about.modified()).expect("the file is there")
}

/// What is said when the first golden image was changed so.
fn failure(change: impl FnOnce(&Path)) -> String {
    let at = tested();
    change(&at.path().join(FIRST));
    let (code, words) = said(at.path(), &[]);
    assert_eq!(code, 1, "{words}");
    let line = words.lines().find(|line| line.starts_with(FIRST)).expect("a line says which");
    assert_eq!(words.lines().count(), 2, "one line a failure, and one that closes: {words}");
    assert!(at.path().join("target/packetreel-report/index.html").is_file());
    line.to_owned()
}

fn repainted(change: impl FnOnce(&mut Bitmap)) -> String {
    failure(|path| {
        let mut bitmap = picture(path);
        change(&mut bitmap);
        save(path, &bitmap);
    })
}

#[test]
fn what_is_as_it_was_passes_a_hundred_times() {
    let at = tested();
    for run in 0..100 {
        let jobs = ["1", "2", "8"][run % 3];
        let (code, words) = said(at.path(), &["--jobs", jobs, "--threshold", "0", "--quiet"]);
        assert_eq!(code, 0, "run {run}: {words}");
    }
    assert!(!at.path().join("target").exists(), "nothing failed, so there is nothing to report");
}

#[test]
fn one_pixel_fails() {
    let line = repainted(|bitmap| {
        let at = (100 * 320 + 50) * 3;
        bitmap.pixels[at] ^= 2;
    });
    assert!(line.ends_with("differs: 1 pixel by up to 2 of 255, at (50, 100), 1 × 1, in the stage"), "{line}");
}

#[test]
fn a_shift_by_one_pixel_fails() {
    let line = repainted(|bitmap| {
        let row = bitmap.width as usize * 3;
        for row in bitmap.pixels.chunks_exact_mut(row) {
            row.rotate_right(3);
        }
    });
    assert!(line.contains("differs: "), "{line}");
}

#[test]
fn another_hue_of_the_same_brightness_fails() {
    let line = repainted(|bitmap| {
        // Weighted as the eye does, 3 of green are as bright as 15.4 of blue; the brightness differs by less than one step.
        for [_, green, blue] in bitmap.pixels.as_chunks_mut().0 {
            (*green, *blue) = (green.saturating_sub(3), blue.saturating_add(15));
        }
    });
    assert!(line.contains("by up to "), "{line}");
}

#[test]
fn a_missing_glyph_fails() {
    let at = tested();
    fs::write(at.path().join("lesson.md"), LESSON.replace("Now B asks.", "Now B ask.")).expect("the test can write");
    let (code, words) = said(at.path(), &[]);
    assert_eq!(code, 1, "{words}");
    assert!(words.starts_with("golden/02-pong-01.png differs: ") && words.contains("in the frame\n"), "{words}");
    assert!(words.contains("1 not as the golden image"), "{words}");
}

#[test]
fn another_size_fails_and_says_both() {
    let line = failure(|path| save(path, &Bitmap::filled(321, 180, [255; 3])));
    assert!(line.ends_with("is 321 × 180 pixels large, the still is 320 × 180"), "{line}");
    let line = failure(|path| save(path, &Bitmap::filled(6000, 1000, [255; 3])));
    assert!(line.ends_with("is 6000 × 1000 pixels large, the still is 320 × 180"), "{line}");
}

#[test]
fn a_truncated_or_corrupt_golden_image_fails() {
    let broken = "is truncated or corrupt";
    let cut = |keep: fn(usize) -> usize| {
        failure(|path| {
            let bytes = fs::read(path).expect("it is there");
            fs::write(path, &bytes[..keep(bytes.len())]).expect("the test can write");
        })
    };
    for line in [cut(|length| length / 2), cut(|length| length - 1), cut(|length| length - 12), cut(|_| 20)] {
        assert!(line.contains(broken), "{line}");
    }
    assert!(cut(|_| 0).ends_with("is an empty file"));
    let flipped = failure(|path| {
        let mut bytes = fs::read(path).expect("it is there");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).expect("the test can write");
    });
    assert!(flipped.contains(broken), "{flipped}");
    assert!(failure(|path| fs::write(path, "GIF89a").expect("the test can write")).ends_with("is no PNG file"));
    let folder = failure(|path| {
        fs::remove_file(path).expect("it is there");
        fs::create_dir(path).expect("the test can write");
    });
    assert!(folder.ends_with("is not a regular file"), "{folder}");
}

#[test]
fn a_git_lfs_pointer_in_place_of_a_golden_image_is_called_one() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";
    let line = failure(|path| fs::write(path, pointer).expect("the test can write"));
    assert!(line.ends_with("is a Git LFS pointer and not the picture itself: run `git lfs pull`"), "{line}");
}

#[test]
fn a_missing_golden_image_fails_and_names_the_command() {
    let line = failure(|path| fs::remove_file(path).expect("it is there"));
    assert!(line.ends_with("is missing: write it with `packetreel test lesson.md --update`"), "{line}");
}

#[test]
fn an_update_writes_what_changed_and_says_which() {
    let at = tested();
    let golden = at.path().join("golden");
    assert_eq!(pictures(&golden), ALL);
    assert_eq!((picture(&golden.join(ALL[0])).width, picture(&golden.join(ALL[0])).height), (320, 180));
    let long_ago = SystemTime::UNIX_EPOCH;
    for name in ALL {
        let file = fs::File::options().write(true).open(golden.join(name)).expect("it is there");
        file.set_modified(long_ago).expect("the test can write");
    }
    fs::write(at.path().join("lesson.md"), LESSON.replace("Now B asks.", "B asks now.")).expect("the test can write");
    let (code, words) = said(at.path(), &["--update"]);
    let closing = "1 lesson, 3 golden images: 1 written, 2 unchanged, 0 removed\n";
    assert_eq!((code, words), (0, format!("wrote golden/02-pong-01.png\n{closing}")));
    assert_eq!(ALL.map(|name| modified(&golden.join(name)) == long_ago), [true, true, false]);
    assert_eq!(said(at.path(), &[]).0, 0);
}

#[test]
fn an_update_removes_its_own_that_no_step_has_any_more_and_nothing_else() {
    let at = tested();
    let golden = at.path().join("golden");
    fs::write(golden.join("03-mine-01.png"), "mine").expect("the test can write");
    let (shorter, _) = LESSON.split_once("# Pong").expect("it has two pages");
    fs::write(at.path().join("lesson.md"), shorter).expect("the test can write");
    let (code, words) = said(at.path(), &[]);
    assert_eq!(code, 1);
    let leftover =
        "golden/02-pong-01.png belongs to no step of the lesson: remove it with `packetreel test lesson.md --update`";
    assert!(words.contains(leftover), "{words}");
    let (code, words) = said(at.path(), &["--update"]);
    assert_eq!(code, 0);
    assert!(words.contains("\nremoved golden/02-pong-01.png\n"), "{words}");
    assert_eq!(pictures(&golden), ["01-ping-01.png", "01-ping-02.png", "03-mine-01.png"]);
    assert_eq!(said(at.path(), &[]).0, 0, "what packetreel did not write is nothing to it");
}

#[test]
fn a_picture_that_packetreel_did_not_write_is_not_written_over() {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    fs::write(at.path().join("lesson.md"), LESSON).expect("the test can write");
    fs::create_dir(at.path().join("golden")).expect("the test can write");
    fs::write(at.path().join(FIRST), "mine").expect("the test can write");
    let (code, words) = said(at.path(), &["--update"]);
    assert_eq!(code, 3, "{words}");
    assert!(words.contains("was not made by packetreel"), "{words}");
    assert_eq!(fs::read(at.path().join(FIRST)).expect("it is there"), b"mine");
    assert_eq!(pictures(&at.path().join("golden")), ["01-ping-01.png"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_neither_waited_for_nor_kept() {
    let at = tested();
    let first = at.path().join(FIRST);
    fs::remove_file(&first).expect("it is there");
    let made = Command::new("mkfifo").arg(&first).status().expect("every Unix has mkfifo");
    assert!(made.success());
    let (code, words) = said(at.path(), &[]);
    assert!(code == 1 && words.contains("is not a regular file"), "{words}");
    let (code, words) = said(at.path(), &["--update"]);
    assert!(code == 0 && words.starts_with("wrote golden/01-ping-01.png\n"), "{words}");
    assert_eq!(said(at.path(), &[]).0, 0);
}

#[test]
fn flags_choose_the_stills_and_leave_the_others_alone() {
    let at = tested();
    let golden = at.path().join("golden");
    assert_eq!(said(at.path(), &["--theme", "dark", "--page", "pong", "--update"]).0, 0);
    assert_eq!(pictures(&golden), ["01-ping-01.png", "01-ping-02.png", "02-pong-01-dark.png", "02-pong-01.png"]);
    assert_eq!(said(at.path(), &["--theme", "dark", "--page", "2"]).0, 0);
    assert_eq!(said(at.path(), &["--page", "1"]).0, 0);
    let (code, words) = said(at.path(), &["--theme", "both"]);
    // Of six, the dark ones of the first page are missing.
    assert!(code == 1 && words.contains("6 stills: 2 not as the golden image"), "{words}");
    assert!(words.contains("`packetreel test lesson.md --theme both --update`"), "{words}");
    let (code, words) = said(at.path(), &["--size", "160x90"]);
    assert!(code == 1 && words.contains("is 320 × 180 pixels large, the still is 160 × 90"), "{words}");
    let (code, words) = said(at.path(), &["--page", "3"]);
    assert!(
        code == 2 && words.contains("has no page 3: name one by a number from 1 to 2, or as ping, pong"),
        "{words}"
    );
}

#[test]
fn what_is_let_pass_is_said() {
    let at = tested();
    let first = at.path().join(FIRST);
    let mut bitmap = picture(&first);
    bitmap.pixels[..3].copy_from_slice(&[200, 200, 200]);
    save(&first, &bitmap);
    let (code, words) = said(at.path(), &["--threshold", "100", "--report", "out"]);
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("note: --threshold 100: "), "{words}");
    let report = fs::read_to_string(at.path().join("out/index.html")).expect("it was asked for");
    assert!(report.contains("let more pass than it does by itself. --threshold 100: "));
    assert_eq!(said(at.path(), &["--ignore-antialiasing"]).0, 1, "a spot is no edge");
}

#[test]
fn the_report_is_one_page_that_shows_what_differs() {
    let at = tested();
    let first = at.path().join(FIRST);
    let mut bitmap = picture(&first);
    bitmap.pixels[..3].copy_from_slice(&[0, 0, 0]);
    save(&first, &bitmap);
    assert_eq!(said(at.path(), &["--report", "out"]).0, 1);
    let report = fs::read_to_string(at.path().join("out/index.html")).expect("something failed");
    for part in [
        "A asks whether B is there.",
        "Echo · 1. Ping · step 1 of 2",
        "1 of 57600 (0.0017 %)",
        "1 × 1 at (0, 0)",
        "<dd>frame</dd>",
        "default-src 'none'",
    ] {
        assert!(report.contains(part), "{part}");
    }
    assert_eq!(report.matches("src=\"data:image/png;base64,").count(), 3, "expected, actual, difference");
    assert!(!report.contains("src=\"http") && !report.contains("href=\"http"));
    // A report that is wrong by now is renewed.
    assert_eq!(said(at.path(), &["--update"]).0, 0);
    assert_eq!(said(at.path(), &["--report", "out"]).0, 0);
    let report = fs::read_to_string(at.path().join("out/index.html")).expect("it is asked for");
    assert!(report.contains("<b>3</b><span>stills pass</span>"), "all pass");
}

#[test]
fn alike_differences_are_one_kind_and_another_is_its_own() {
    let at = tested();
    let golden = at.path().join("golden");
    for (index, name) in ALL.iter().enumerate() {
        let mut bitmap = picture(&golden.join(name));
        let background: [u8; 3] = [bitmap.pixels[0], bitmap.pixels[1], bitmap.pixels[2]];
        for pixel in bitmap.pixels.as_chunks_mut().0 {
            if *pixel == background {
                *pixel = [200, 210, 220];
            }
        }
        if index == 1 {
            // A dark block on the stage, which the new colour must not hide.
            for row in 60..70 {
                let start = (row * 320 + 40) * 3;
                bitmap.pixels[start..start + 30].fill(0);
            }
        }
        save(&golden.join(name), &bitmap);
    }
    let json: serde_json::Value = serde_json::from_str(&printed(at.path(), "json")).expect("it is JSON");
    let groups = json["groups"].as_array().expect("there are groups");
    let sizes: Vec<usize> = groups.iter().map(|group| group["goldens"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(sizes, [2, 1], "{groups:#?}");
    assert_eq!(groups[1]["goldens"][0], "golden/01-ping-02.png");
    assert!(groups[1]["what"].as_str().is_some_and(|what| what.contains("Stage: ")), "{groups:#?}");
}

#[test]
fn results_for_programs_go_to_standard_output() {
    let at = tested();
    let first: PathBuf = at.path().join(FIRST);
    fs::remove_file(&first).expect("it is there");
    let json: serde_json::Value = serde_json::from_str(&printed(at.path(), "json")).expect("it is JSON");
    assert_eq!((&json["stills"], &json["passed"], &json["failed"]), (&3.into(), &2.into(), &1.into()));
    let result = &json["results"][0];
    assert_eq!((&result["result"], &result["golden"]), (&"missing".into(), &FIRST.into()));
    assert_eq!((&result["page"], &result["step"], &result["theme"]), (&1.into(), &1.into(), &"light".into()));
    assert_eq!(json["results"][1]["result"], "same");
    assert_eq!(json["report"], "target/packetreel-report/index.html");
    let xml = printed(at.path(), "junit");
    assert!(xml.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"packetreel test\" tests=\"3\" failures=\"1\""
    ));
    assert!(
        xml.contains("<testcase name=\"1. Ping, step 1\" classname=\"Echo\" file=\"golden/01-ping-01.png\">"),
        "{xml}"
    );
    assert!(xml.contains("<failure type=\"missing\" message=\"is missing\">"), "{xml}");
    assert_eq!(xml.matches("<testcase ").count(), 3);
}

#[test]
fn a_lesson_with_a_mistake_is_not_tested() {
    let at = tested();
    fs::write(at.path().join("lesson.md"), LESSON.replace("`A -> B:", "`A -> C:")).expect("the test can write");
    for arguments in [&["--update"][..], &[]] {
        let (code, words) = said(at.path(), arguments);
        assert!(code == 1 && words.contains("1 mistake in 1 lesson: nothing was tested"), "{words}");
    }
    assert_eq!(pictures(&at.path().join("golden")), ALL);
}

#[test]
fn lessons_that_share_a_folder_have_golden_folders_of_their_own() {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    for name in ["one.md", "two.md"] {
        fs::write(at.path().join(name), LESSON).expect("the test can write");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    let output = command.current_dir(at.path()).args(["test", ".", "--update"]).output().expect("it was built");
    assert_eq!(output.status.code(), Some(0));
    for name in ["one", "two"] {
        assert_eq!(pictures(&at.path().join("golden").join(name)), ALL);
    }
}
