//! Commands that are killed, or that the system refuses something, at each of their calls to it in turn: what is on the
//! disk then, and after the next run. `strace` puts the faults there; where it is missing, `nothing_lost.rs` and the
//! tests of `src/output` are left.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const LESSON: &str = include_str!("echo.md");

/// The calls that change what is on a disk, each by the names that it has on some processor.
const CHANGES: [&str; 6] =
    ["?mkdir,?mkdirat", "?write", "?rename,?renameat,?renameat2", "?link,?linkat", "?unlink,?unlinkat", "?rmdir"];

/// Calls that a system may refuse, why, and in which words.
const FAULTS: [(&str, &str, &str); 4] = [
    ("?mkdir,?mkdirat", "ENOSPC", "No space left on device"),
    ("?write", "ENOSPC", "No space left on device"),
    ("?rename,?renameat,?renameat2", "EIO", "Input/output error"),
    ("?unlink,?unlinkat,?rmdir", "EIO", "Input/output error"),
];

/// Every file by its path, every folder with no bytes.
type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// A folder with two versions of a lesson, which have a page in common and another each.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
        for (folder, page) in [("one", "# One"), ("two", "# Two")] {
            fs::create_dir(at.path().join(folder)).expect("the test can write");
            let (front, steps) = LESSON.split_once("# Ping").expect("it has a page");
            // The first page has the same files with other bytes.
            let text = format!("{front}# Ping{}\n{page}{steps}", steps.replace("Echo", folder));
            fs::write(at.path().join(folder).join("echo.md"), text).expect("the test can write");
        }
        Self(at)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
        command.current_dir(self.0.path()).args(arguments).env_remove("HOME");
        command.output().expect("the binary was built with the tests")
    }

    /// A run with a fault at the `count`th of these calls; `None` where it has fewer of them.
    fn faulty(&self, arguments: &[&str], calls: &str, fault: &str, count: usize) -> Option<Output> {
        let (mut command, log) = (Command::new("strace"), self.path("calls"));
        command.current_dir(self.0.path()).args(["-f", "-o"]).arg(&log).env_remove("HOME");
        command.arg("-e").arg(format!("trace={calls}")).arg("-e").arg(format!("inject={calls}:{fault}:when={count}"));
        let output = command.arg(env!("CARGO_BIN_EXE_packetreel")).args(arguments).output().expect("strace is there");
        let met = fs::read_to_string(&log).expect("strace writes it").contains("(INJECTED)");
        fs::remove_file(log).expect("it is the test's own");
        (met || output.status.signal().is_some()).then_some(output)
    }

    fn files(&self, folder: &str) -> Files {
        let (root, mut found) = (self.path(folder), Files::new());
        collect(&root, &root, &mut found);
        found
    }

    /// Puts these files there and no others.
    fn restore(&self, folder: &str, files: &Files) {
        let root = self.path(folder);
        let _ = fs::remove_dir_all(&root);
        if files.is_empty() {
            return;
        }
        fs::create_dir(&root).expect("the test can write");
        for (path, bytes) in files {
            match bytes {
                None => fs::create_dir(root.join(path)).expect("the test can write"),
                Some(bytes) => fs::write(root.join(path), bytes).expect("the test can write"),
            }
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("the folder can be listed").path()) {
        let name = path.strip_prefix(root).expect("it was found there").to_owned();
        if path.is_dir() {
            files.insert(name, None);
            collect(root, &path, files);
        } else {
            files.insert(name, Some(fs::read(&path).expect("the file can be read")));
        }
    }
}

/// Says why a test has nothing to do, where that is so.
fn no_faults() -> bool {
    let traced = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let there = traced.is_ok_and(|output| output.status.success());
    if !there {
        println!("left out: there is no strace here, or it may not trace");
    }
    !there
}

/// Nothing that is there is half of something: each file is as before or as it will be. What a run keeps for itself has
/// a name of its own.
fn hold_whole(about: &str, now: &Files, before: &Files, after: &Files) {
    for (path, bytes) in now.iter().filter(|(path, _)| !path.to_string_lossy().contains(".packetreel-")) {
        let whole = [before, after].iter().any(|files| files.get(path) == Some(bytes));
        assert!(whole, "{about}: {} is neither old nor new", path.display());
    }
    let lost = before.keys().find(|path| after.contains_key(*path) && !now.contains_key(*path));
    assert_eq!(lost, None, "{about}: it was there, will be there, and is gone");
}

fn hold_equal(about: &str, now: &Files, expected: &Files) {
    let odd = now.keys().chain(expected.keys()).find(|path| now.get(*path) != expected.get(*path));
    assert_eq!(odd, None, "{about}: it is not as a first run leaves it");
}

/// What the user is told of a fault: what was done to which file, and what the system said.
fn hold_told(about: &str, output: &Output, reason: &str) -> String {
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{about}: {words}");
    assert!(words.starts_with("error: cannot ") && words.contains('/') && words.contains(reason), "{about}: {words}");
    words
}

fn build<'a>(lesson: &'a str, target: &'a str) -> [&'a str; 7] {
    ["build", "-q", "--only", "svg", lesson, "-o", target]
}

/// What a first build of each version leaves.
fn clean(place: &Place) -> [Files; 2] {
    [("one/echo.md", "first"), ("two/echo.md", "second")].map(|(lesson, target)| {
        let output = place.run(&build(lesson, target));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        place.files(target)
    })
}

#[test]
fn a_build_that_is_killed_at_any_call_leaves_whole_files_and_the_next_one_no_trace() {
    if no_faults() {
        return;
    }
    let place = Place::new();
    let [one, two] = clean(&place);
    let mut kills = 0;
    for before in [&one, &Files::new()] {
        for calls in CHANGES {
            for count in 1.. {
                place.restore("dist", before);
                let run = build("two/echo.md", "dist");
                let Some(output) = place.faulty(&run, calls, "signal=KILL", count) else { break };
                let about = format!("{calls} {count}");
                assert_eq!(output.status.signal(), Some(9), "{about}");
                hold_whole(&about, &place.files("dist"), before, &two);
                // The one that comes next is killed at the same call, too.
                let _ = place.faulty(&run, calls, "signal=KILL", count);
                hold_whole(&about, &place.files("dist"), before, &two);
                let (lesson, expected) = if kills % 2 == 0 { ("two/echo.md", &two) } else { ("one/echo.md", &one) };
                let output = place.run(&build(lesson, "dist"));
                assert!(output.status.success(), "{about}: {}", String::from_utf8_lossy(&output.stderr));
                hold_equal(&about, &place.files("dist"), expected);
                kills += 1;
            }
        }
    }
    assert!(kills > 40, "{kills} kills");
}

#[test]
fn a_build_that_is_refused_any_call_says_so_and_leaves_whole_files() {
    if no_faults() {
        return;
    }
    let place = Place::new();
    let [one, two] = clean(&place);
    let (mut refused, mut met) = (0, 0);
    for before in [&one, &Files::new()] {
        for (calls, fault, reason) in FAULTS {
            for count in 1.. {
                place.restore("dist", before);
                let run = build("two/echo.md", "dist");
                let Some(output) = place.faulty(&run, calls, &format!("error={fault}"), count) else { break };
                let (about, now) = (format!("{calls} {count} {fault}"), place.files("dist"));
                met += 1;
                hold_whole(&about, &now, before, &two);
                // What only tidies up may fail without a word.
                if !output.status.success() {
                    refused += 1;
                    let words = hold_told(&about, &output, reason);
                    if words.contains("nothing there was changed") {
                        hold_equal(&about, &now, before);
                    } else {
                        assert!(words.contains("again to have it whole"), "{about}: {words}");
                    }
                }
                let output = place.run(&run);
                assert!(output.status.success(), "{about}: {}", String::from_utf8_lossy(&output.stderr));
                hold_equal(&about, &place.files("dist"), &two);
            }
        }
    }
    assert!(met > 40 && refused > 20, "{met} faults, {refused} of them told");
}

/// Files that come in pieces, with a head that is known at the end: the same build with few and small pictures.
fn film<'a>(lesson: &'a str, target: &'a str) -> [&'a str; 13] {
    let [build, quiet, only, _, lesson, to, target] = build(lesson, target);
    let small = ["--size", "64x36", "--reel-size", "64x36", "--fps=5", "--speed=2"];
    let [size, film, reel, reels, fps, speed] = small;
    [build, quiet, only, "mp4,apng", lesson, to, target, size, film, reel, reels, fps, speed]
}

#[test]
fn a_film_is_whole_or_not_there_at_whichever_write_it_ends() {
    if no_faults() {
        return;
    }
    let place = Place::new();
    let [one, two] = [("one/echo.md", "first"), ("two/echo.md", "second")].map(|(lesson, target)| {
        let output = place.run(&film(lesson, target));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        place.files(target)
    });
    let mut met = 0;
    for (count, fault) in (1..).flat_map(|count| [(count, "signal=KILL"), (count, "error=ENOSPC")]) {
        place.restore("dist", &one);
        let run = film("two/echo.md", "dist");
        let Some(output) = place.faulty(&run, "?write", fault, count) else { break };
        let about = format!("{fault} {count}");
        met += 1;
        if output.status.signal().is_none() {
            let words = hold_told(&about, &output, "No space left on device");
            assert!(words.contains("nothing there was changed"), "{about}: {words}");
            hold_equal(&about, &place.files("dist"), &one);
        }
        hold_whole(&about, &place.files("dist"), &one, &two);
        let output = place.run(&run);
        assert!(output.status.success(), "{about}: {}", String::from_utf8_lossy(&output.stderr));
        hold_equal(&about, &place.files("dist"), &two);
    }
    // Each of two films has a head, a piece and more, the head again, and a last piece.
    assert!(met >= 16, "{met} faults");
}

/// Commands that write a file or a few, which is not a build: what they make in the folder `out`.
const OTHERS: [(&str, &[&str]); 4] = [
    ("still", &["still", "one/echo.md", "--step", "1", "-o", "out/still.svg"]),
    ("fmt", &["fmt", "out/lesson.md"]),
    ("goldens", &["test", "out/lesson.md", "--update", "--size", "320x180"]),
    ("new", &["new", "out/new"]),
];

#[test]
fn what_is_no_build_leaves_whole_files_too() {
    if no_faults() {
        return;
    }
    let place = Place::new();
    let lesson = PathBuf::from("lesson.md");
    let text = LESSON.replace("# Ping\n\n", "# Ping\n\n\n\n").into_bytes();
    let start = Files::from([(lesson, Some(text))]);
    for (name, run) in OTHERS {
        place.restore("out", &start);
        let output = place.run(run);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let done = place.files("out");
        assert!(done != start, "{name} did nothing");
        let mut met = 0;
        for calls in CHANGES {
            for (count, fault) in (1..).flat_map(|count| [(count, "signal=KILL"), (count, "error=ENOSPC")]) {
                place.restore("out", &start);
                let Some(output) = place.faulty(run, calls, fault, count) else { break };
                let (about, now) = (format!("{name}: {calls} {count} {fault}"), place.files("out"));
                met += 1;
                hold_whole(&about, &now, &start, &done);
                if output.status.signal().is_none() && !output.status.success() {
                    let words = hold_told(&about, &output, "No space left on device");
                    let trace = now.keys().any(|path| path.to_string_lossy().contains(".packetreel-"));
                    assert_eq!(trace, words.contains("again to have it whole"), "{about}: {words}");
                }
                // A lesson that is there is never made anew.
                let refused = name == "new" && now.contains_key(Path::new("new/lesson.md"));
                let output = place.run(run);
                assert!(output.status.success() != refused, "{about}: {}", String::from_utf8_lossy(&output.stderr));
                hold_equal(&about, &place.files("out"), &done);
            }
        }
        assert!(met >= 4, "{name}: {met} faults");
    }
}
