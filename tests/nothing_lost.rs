//! Builds that are killed, that meet each other, and that the disk refuses: what is in the target folder afterwards.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};
use std::{fs, thread};
use tempfile::TempDir;

const LESSON: &str = include_str!("echo.md");

/// A folder with two versions of a lesson under one name, which have hardly a file in common.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
        for (folder, text) in [("one", LESSON.to_owned()), ("two", LESSON.replace("# Ping", "# Pong"))] {
            fs::create_dir(at.path().join(folder)).expect("the test can write");
            fs::write(at.path().join(folder).join("echo.md"), text).expect("the test can write");
        }
        Self(at)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, version: &str, target: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
        command.current_dir(self.0.path()).args(["build", "-q", "--only", "html,svg"]);
        command.arg(format!("{version}/echo.md")).arg("-o").arg(target).env_remove("HOME");
        command
    }

    fn build(&self, version: &str, target: impl AsRef<OsStr>) -> Output {
        self.command(version, target).output().expect("the binary was built with the tests")
    }

    fn start(&self, version: &str, target: &str) -> Child {
        let mut command = self.command(version, target);
        command.stderr(Stdio::piped()).spawn().expect("the binary was built with the tests")
    }

    /// Builds in a shell after it has done something else.
    fn build_after(&self, first: &str, target: &str) -> Output {
        let mut command = Command::new("sh");
        command.current_dir(self.0.path()).args(["-c", &format!("{first} && exec \"$0\" \"$@\"")]);
        command.arg(env!("CARGO_BIN_EXE_packetreel")).args(["build", "-q", "one/echo.md", "-o", target]);
        command.env_remove("HOME").output().expect("there is a shell")
    }

    fn files(&self, target: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let (root, mut found) = (self.path(target), Vec::new());
        collect(&root, &root, &mut found);
        found.sort();
        found
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("so can each entry").path();
        if path.is_dir() {
            // A folder counts, too: none may stay empty.
            files.push((path.strip_prefix(root).expect("it was found there").to_owned(), Vec::new()));
            collect(root, &path, files);
        } else {
            let bytes = fs::read(&path).expect("the file can be read");
            files.push((path.strip_prefix(root).expect("it was found there").to_owned(), bytes));
        }
    }
}

/// The build was refused as the disk's fault; gives what it said.
fn refused(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{words}");
    words
}

#[test]
fn after_a_kill_at_any_moment_the_next_build_leaves_what_a_first_one_would() {
    let place = Place::new();
    assert!(place.build("one", "clean").status.success());
    let clean = place.files("clean");
    let started = Instant::now();
    assert!(place.build("two", "warm").status.success());
    let whole = started.elapsed();
    // The same moments in every run, as parts of the time that a whole build takes; most are near its end, where files
    // move.
    let moments = (0..12).map(|n: u32| if n.is_multiple_of(3) { n * 8 } else { 72 + n * 3 });
    for percent in moments {
        assert!(place.build("one", "dist").status.success());
        let mut second = place.start("two", "dist");
        thread::sleep(whole * percent / 100);
        second.kill().expect("it is ours");
        second.wait().expect("it ends");
        let next = place.build("one", "dist");
        assert!(next.status.success(), "at {percent} %: {}", String::from_utf8_lossy(&next.stderr));
        assert!(place.files("dist") == clean, "killed at {percent} %: the folder is not as a first build leaves it");
    }
}

#[test]
fn two_builds_at_once_leave_a_whole_result_and_the_late_one_says_why_it_ends() {
    let place = Place::new();
    assert!(place.build("one", "first").status.success());
    assert!(place.build("two", "second").status.success());
    let whole = [place.files("first"), place.files("second")];
    for _ in 0..4 {
        let running = ["one", "two", "one"].map(|version| place.start(version, "dist"));
        let ended = running.map(|build| build.wait_with_output().expect("it ends"));
        assert!(ended.iter().any(|output| output.status.success()));
        for output in ended.iter().filter(|output| !output.status.success()) {
            assert!(refused(output).contains("another build is writing there"));
        }
        assert!(whole.contains(&place.files("dist")), "a mixture");
    }
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_target_as_it_was() {
    let place = Place::new();
    // 4 kB a file: no page fits. The signal that comes with it must not end the build before it can say so.
    let words = refused(&place.build_after("ulimit -f 8", "new/dist"));
    assert!(words.contains("cannot write ") && words.contains("dist/echo/"), "{words}");
    assert!(words.ends_with("; nothing there was changed\n"), "{words}");
    assert!(!place.path("new").exists());
    assert!(place.build("two", "dist").status.success());
    let before = place.files("dist");
    refused(&place.build_after("ulimit -f 8", "dist"));
    assert!(place.files("dist") == before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    let place = Place::new();
    let output = command.current_dir(place.0.path()).args(["check", "one", "--format", "json"]).stdout(full).output();
    let words = refused(&output.expect("the binary was built with the tests"));
    assert!(words.starts_with("error: cannot write to standard output: "), "{words}");
}

#[test]
fn what_is_read_only_is_named_and_stays() {
    let place = Place::new();
    assert!(place.build("one", "dist").status.success());
    let before = place.files("dist");
    let page = place.path("dist/echo/index.html");
    for marked in [page.as_path(), &place.path("dist/echo")] {
        let mode = marked.metadata().expect("it is there").permissions().mode();
        fs::set_permissions(marked, fs::Permissions::from_mode(mode & 0o555)).expect("it is ours");
        let words = refused(&place.build("two", "dist"));
        assert!(words.contains("is read-only: nothing was changed"), "{words}");
        fs::set_permissions(marked, fs::Permissions::from_mode(mode)).expect("it is ours");
    }
    assert!(place.files("dist") == before);
}

#[test]
fn names_may_be_as_long_as_the_system_takes_and_need_not_be_text() {
    let place = Place::new();
    let odd = OsStr::from_bytes(b"not \xff text \x1b[31m");
    for target in [odd, OsStr::new(&"x".repeat(255))] {
        assert!(place.build("one", target).status.success());
        assert!(place.0.path().join(target).join("echo/manifest.json").is_file());
    }
    let words = refused(&place.build("one", "x".repeat(256)));
    assert!(words.contains("xxx") && words.ends_with("; nothing there was changed\n"), "{words}");
    // What is said of such a name holds nothing that steers a terminal.
    fs::write(place.0.path().join(OsStr::from_bytes(b"\x9b \x1b]52;c;YQ==\x07")), "").expect("the test can write");
    let words = refused(&place.build("one", OsStr::from_bytes(b"\x9b \x1b]52;c;YQ==\x07")));
    assert!(words.contains("is a file, not a folder"), "{words}");
    assert!(!words.chars().any(|letter| letter.is_control() && letter != '\n'), "{words:?}");
}

#[test]
fn a_long_file_name_gives_a_shorter_folder() {
    let place = Place::new();
    let name = format!("{}.md", "y".repeat(252));
    fs::write(place.path(&name), LESSON).expect("the test can write");
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    command.current_dir(place.0.path()).args(["build", "-q", "--only", "svg", &name]).env_remove("HOME");
    assert!(command.status().expect("the binary was built with the tests").success());
    assert!(place.path("dist").join("y".repeat(60)).join("manifest.json").is_file());
}

#[test]
fn a_second_build_touches_nothing() {
    let place = Place::new();
    assert!(place.build("one", "dist").status.success());
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let files: Vec<PathBuf> = place.files("dist").into_iter().map(|(path, _)| place.path("dist").join(path)).collect();
    let files: Vec<&PathBuf> = files.iter().filter(|path| path.is_file()).collect();
    assert!(files.len() > 4);
    for path in &files {
        let file = fs::File::options().write(true).open(path).expect("it is ours");
        file.set_modified(long_ago).expect("it is ours");
    }
    assert!(place.build("one", "dist").status.success());
    for path in files {
        let modified = path.metadata().and_then(|about| about.modified()).expect("it is there");
        assert_eq!(modified, long_ago, "{}", path.display());
    }
}
