//! A build under one set of circumstances holds the same bytes as under any other, and says nothing of either.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};
use tempfile::TempDir;

/// Every file of a build: its path with `/` between the parts, and its bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// Small pictures of few frames: it is about sameness, not looks.
const QUICK: [&str; 6] = ["--size", "320x180", "--reel-size", "320x180", "--fps", "10"];

/// Variables that programs are known to look at.
const VARIABLES: [&str; 11] = [
    "HOME",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "NO_COLOR",
    "RAYON_NUM_THREADS",
    "SOURCE_DATE_EPOCH",
    "TERM",
    "TMPDIR",
    "TZ",
    "USER",
];

/// Every lesson, small, under three sets of circumstances that have nothing in common, each against a file that holds for
/// every machine. It is renewed as [the other](the_flagship_has_the_digests_of_the_committed_file) is.
#[test]
fn threads_language_time_zone_home_umask_folders_and_date_give_the_committed_bytes() {
    let (plain, spaced) = (Place::new("lessons"), Place::new("a folder with spaces"));
    let one = plain.build("one", &["--jobs", "1"], &[("LC_ALL", "C"), ("TZ", "UTC")]);
    assert!(one.len() > 100, "{} files are too few to show anything", one.len());
    let variables =
        [("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("HOME", "/nowhere")];
    let two = plain.run(private(), "two", &["--jobs", "2"], &variables);
    let variables = [("LANG", "ar_EG.UTF-8"), ("TZ", "Pacific/Apia"), ("SOURCE_DATE_EPOCH", "1"), ("TERM", "dumb")];
    let eight = Place { here: PathBuf::from("/"), ..spaced }.build("eight", &["--jobs", "8"], &variables);
    hold_equal(&one, &two);
    hold_equal(&one, &eight);
    hold_committed("tests/digest-small.txt", &digests(&one));
}

/// The binary with a mask that hides what it makes from everyone else.
fn private() -> Command {
    let mut command = Command::new(if cfg!(unix) { "sh" } else { env!("CARGO_BIN_EXE_packetreel") });
    if cfg!(unix) {
        command.args(["-c", "umask 077; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_packetreel")]);
    }
    command
}

/// A line for each folder of a build: the digest of all its files.
fn digests(files: &Files) -> String {
    let mut folders: BTreeMap<&str, Sha256> = BTreeMap::new();
    for (path, bytes) in files {
        let (folder, _) = path.split_once('/').unwrap_or((".", path));
        folders.entry(folder).or_default().update([path.as_bytes(), &[0], Sha256::digest(bytes).as_slice()].concat());
    }
    folders.into_iter().fold(String::new(), |mut lines, (folder, digest)| {
        let _ = writeln!(lines, "{}  {folder}", hex(&digest.finalize()));
        lines
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Holds digests against those of a file of the repository, or renews it and fails.
fn hold_committed(path: &str, found: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if fs::read_to_string(&file).is_ok_and(|expected| expected == found) {
        return;
    }
    if env::var_os("PACKETREEL_UPDATE_GOLDENS").is_some() {
        fs::write(&file, found).expect("the repository can be written to");
        panic!("{path} was renewed");
    }
    panic!("the build has other bytes than {path} says:\n{found}");
}

/// The whole of the flagship, every output at its full size, against a file that holds for every machine. After a
/// change of the outputs that is meant, `PACKETREEL_UPDATE_GOLDENS=1 cargo test --test determinism` renews it, and fails
/// once so that someone looks; `tests/digest` holds other builds of the program against it.
#[test]
fn the_flagship_has_the_digests_of_the_committed_file() {
    let place = Place::new("a folder with spaces");
    let target = place.root.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    command.current_dir(&place.lessons).args(["build", "ftp-basics", "--quiet", "--output"]).arg(&target);
    let output = command.env_remove("HOME").env("TZ", "Asia/Kathmandu").env("LANG", "tr_TR.UTF-8").output();
    let output = output.expect("the binary was built with the tests");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = String::new();
    // A manifest holds the digest of each file beside it.
    for path in ["ftp-basics/manifest.json", "manifest.json"] {
        let bytes = fs::read(target.join(path)).expect("the build has it");
        let _ = writeln!(found, "{}  {path}", hex(&Sha256::digest(bytes)));
    }
    hold_committed("tests/digest.txt", &found);
}

#[test]
fn where_the_lessons_lie_changes_nothing_and_is_not_told() {
    let (near, far) = (Place::new("lessons"), Place::new("Ünlike others/a folder with spaces & \"quotes\""));
    let files = near.build("out", &["--only", "html,svg"], &[]);
    hold_equal(&files, &far.build("out put", &["--only", "html,svg"], &[]));
    for (path, bytes) in &files {
        for secret in secrets(&near) {
            let told = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!told, "{path} tells “{secret}”");
        }
    }
}

#[test]
fn pictures_hold_nothing_but_pixels() {
    let files = Place::new("lessons").build("out", &["--only", "png"], &[]);
    let is_png = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "png");
    let pictures: Vec<_> = files.iter().filter(|(path, _)| is_png(path)).collect();
    assert!(!pictures.is_empty());
    for (path, bytes) in pictures {
        let kinds = chunks(bytes);
        assert!(kinds.iter().all(|kind| ["IHDR", "IDAT", "IEND"].contains(&kind.as_str())), "{path}: {kinds:?}");
    }
}

/// A folder that holds copies of all lessons.
struct Place {
    root: TempDir,
    lessons: PathBuf,
    /// Where builds are started.
    here: PathBuf,
}

impl Place {
    fn new(name: &str) -> Self {
        let root = tempfile::tempdir().expect("the tests can write to the temporary folder");
        let lessons = root.path().join(name);
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::create_dir_all(lessons.join("ftp-basics")).expect("the test can write");
        let mut copies = vec![("content/ftp-basics/lesson.md".into(), lessons.join("ftp-basics/lesson.md"))];
        for entry in fs::read_dir(source.join("tests/lessons")).expect("the small lessons are there") {
            let name = entry.expect("they can be listed").file_name();
            copies.push((Path::new("tests/lessons").join(&name), lessons.join(&name)));
        }
        for (from, to) in copies {
            fs::copy(source.join(from), to).expect("the test can write");
        }
        Self { root, here: lessons.clone(), lessons }
    }

    fn build(&self, output: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Files {
        self.run(Command::new(env!("CARGO_BIN_EXE_packetreel")), output, arguments, variables)
    }

    /// Builds all lessons, with these variables and no others that matter.
    fn run(&self, mut command: Command, output: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Files {
        let target = self.root.path().join(output);
        let lessons = if self.here == self.lessons { Path::new(".") } else { &self.lessons };
        command.current_dir(&self.here).arg("build").arg(lessons).args(["--quiet", "--output"]).arg(&target);
        command.args(QUICK).args(arguments);
        for name in VARIABLES {
            command.env_remove(name);
        }
        let output = command.envs(variables.iter().copied()).output().expect("the binary was built with the tests");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut files = Files::new();
        collect(&target, &target, &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("the build can be listed") {
        let path = entry.expect("so can each entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it was found there").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("the build can be read"));
        }
    }
}

fn hold_equal(one: &Files, other: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    let differing: Vec<&String> = one.keys().filter(|path| one[*path] != other[*path]).collect();
    assert!(differing.is_empty(), "other bytes in {differing:?}");
}

/// What no output may tell: where things are, who built it on which machine, and when.
fn secrets(place: &Place) -> Vec<String> {
    let mut secrets = vec![
        place.root.path().to_string_lossy().into_owned(),
        env::temp_dir().to_string_lossy().into_owned() + "/",
        env!("CARGO_MANIFEST_DIR").to_owned(),
        today(),
    ];
    secrets.extend(env::home_dir().map(|home| home.to_string_lossy().into_owned() + "/"));
    secrets.extend(fs::read_to_string("/etc/hostname").ok().map(|name| name.trim().to_owned()));
    // A home or a host may have a name that is a word of a lesson.
    secrets.retain(|secret| secret.len() >= 8);
    secrets
}

/// The date in UTC, such as `2026-01-31`.
fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    let mut days = since.as_secs() / 86_400;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, days + 1)
}

/// The kinds of a PNG file's chunks, in order.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut kinds = Vec::new();
    // After the signature: length, kind, content and checksum of each.
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some((head, _)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        kinds.push(String::from_utf8_lossy(&head[4..]).into_owned());
        rest = rest.get(length + 12..).unwrap_or_default();
    }
    kinds
}
