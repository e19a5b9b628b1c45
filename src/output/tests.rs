//! Each test builds into a folder of its own.

use super::claim::STAGING;
use super::*;
use crate::export::{About, Kind};
use std::fs;
use std::time::SystemTime;
use tempfile::TempDir;

fn file(path: &str, text: &str) -> File {
    let kind = if path == "index.html" { Kind::Html } else { Kind::Svg };
    let about = About { kind, page: Some(1), step: None, width: None, height: None, duration_ms: None, alt: None };
    File { path: path.to_owned(), bytes: text.as_bytes().to_vec(), about }
}

fn build(target: &Path, files: &[(&str, &str)]) -> Result<Summary, Error> {
    build_only(target, &[Kind::Html, Kind::Svg], files)
}

fn build_only(target: &Path, kinds: &[Kind], files: &[(&str, &str)]) -> Result<Summary, Error> {
    let mut staging = Staging::begin(target, &Surroundings::default())?;
    staging.open("ftp", "FTP", kinds)?;
    for (path, text) in files {
        staging.write(file(path, text))?;
    }
    staging.publish()
}

/// Every file below the folder, by its path.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("so can its entries").path();
        if path.is_dir() {
            let name = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
            found.extend(files(&path).into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            found.push(path.file_name().expect("an entry has a name").to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

fn modified(path: &Path) -> SystemTime {
    path.metadata().and_then(|about| about.modified()).expect("the file is there")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("the tests can write to the temporary folder")
}

#[test]
fn a_build_stands_with_its_manifest_and_nothing_else() {
    let at = folder();
    let summary = build(&at.path().join("dist"), &[("a.svg", "aa"), ("steps/b.svg", "b")]).expect("it can be written");
    assert_eq!(summary, Summary { written: 2, unchanged: 0, removed: 0, bytes: 3 });
    assert_eq!(files(at.path()), ["dist/ftp/a.svg", "dist/ftp/manifest.json", "dist/ftp/steps/b.svg"]);
    let manifest = fs::read_to_string(at.path().join("dist/ftp/manifest.json")).expect("it was written");
    let expected = format!(
        r#"{{
  "packetreel": "{}",
  "title": "FTP",
  "files": [
    {{"path":"a.svg","kind":"svg","page":1,"bytes":2,"sha256":"{}"}},
    {{"path":"steps/b.svg","kind":"svg","page":1,"bytes":1,"sha256":"{}"}}
  ]
}}
"#,
        env!("CARGO_PKG_VERSION"),
        "961b6dd3ede3cb8ecbaacbd68de040cd78eb2ed5889130cceb4c49268ea4d506",
        "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",
    );
    assert_eq!(manifest, expected);
}

#[test]
fn a_file_with_the_same_bytes_is_not_touched() {
    let at = folder();
    build(at.path(), &[("a.svg", "a"), ("b.svg", "b")]).expect("it can be written");
    let path = at.path().join("ftp/a.svg");
    let long_ago = SystemTime::UNIX_EPOCH;
    fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(long_ago)).expect("it is ours");
    let summary = build(at.path(), &[("a.svg", "a"), ("b.svg", "changed")]).expect("it can be written");
    assert_eq!(summary, Summary { written: 1, unchanged: 1, removed: 0, bytes: 8 });
    assert_eq!(modified(&path), long_ago);
    assert_eq!(fs::read(at.path().join("ftp/b.svg")).expect("it was written"), b"changed");
}

#[test]
fn what_the_new_build_lacks_is_removed_and_what_is_foreign_stays() {
    let at = folder();
    build(at.path(), &[("a.svg", "a"), ("old/b.svg", "b"), ("old/edited.svg", "e"), ("gone/c.svg", "c")])
        .expect("it can be written");
    fs::write(at.path().join("ftp/old/edited.svg"), "by hand").expect("the test can write");
    fs::write(at.path().join("ftp/notes.txt"), "mine").expect("the test can write");
    let summary = build(at.path(), &[("a.svg", "a")]).expect("it can be written");
    assert_eq!(summary.removed, 2);
    assert_eq!(files(at.path()), ["ftp/a.svg", "ftp/manifest.json", "ftp/notes.txt", "ftp/old/edited.svg"]);
    assert!(!at.path().join("ftp/gone").exists());
}

#[test]
fn files_of_other_kinds_stay_and_stay_listed() {
    let at = folder();
    let manifest = || fs::read_to_string(at.path().join("ftp/manifest.json")).expect("it was written");
    build(at.path(), &[("a.svg", "a"), ("b.svg", "b"), ("index.html", "page")]).expect("it can be written");
    let before = manifest();
    let summary = build_only(at.path(), &[Kind::Svg], &[("a.svg", "a")]).expect("it can be written");
    assert_eq!(summary, Summary { written: 0, unchanged: 1, removed: 1, bytes: 1 });
    assert_eq!(files(at.path()), ["ftp/a.svg", "ftp/index.html", "ftp/manifest.json"]);
    let without_b = before.lines().filter(|line| !line.contains("b.svg")).collect::<Vec<_>>().join("\n") + "\n";
    assert_eq!(manifest(), without_b);
    // A whole build knows the page as its own, and removes it where the lesson lacks one.
    let summary = build(at.path(), &[("a.svg", "a")]).expect("it can be written");
    assert_eq!((summary.removed, files(at.path())), (1, vec!["ftp/a.svg".to_owned(), "ftp/manifest.json".to_owned()]));
}

#[test]
fn a_file_of_another_kind_that_is_gone_is_listed_no_longer() {
    let at = folder();
    build(at.path(), &[("a.svg", "a"), ("index.html", "page")]).expect("it can be written");
    fs::remove_file(at.path().join("ftp/index.html")).expect("the test can remove");
    build_only(at.path(), &[Kind::Svg], &[("a.svg", "a")]).expect("it can be written");
    let manifest = fs::read_to_string(at.path().join("ftp/manifest.json")).expect("it was written");
    assert!(!manifest.contains("index.html"), "{manifest}");
}

#[test]
fn a_foreign_file_is_never_written_over() {
    let at = folder();
    fs::create_dir(at.path().join("ftp")).expect("the test can write");
    fs::write(at.path().join("ftp/b.svg"), "mine").expect("the test can write");
    let refused = build(at.path(), &[("a.svg", "a"), ("b.svg", "b")]).expect_err("b.svg is not ours");
    assert!(refused.to_string().contains("b.svg was not made by packetreel"), "{refused}");
    assert_eq!(files(at.path()), ["ftp/b.svg"]);
}

#[test]
fn a_foreign_manifest_is_never_written_over() {
    let at = folder();
    fs::create_dir(at.path().join("ftp")).expect("the test can write");
    fs::write(at.path().join("ftp/manifest.json"), r#"{"name": "an app"}"#).expect("the test can write");
    assert!(build(at.path(), &[("a.svg", "a")]).is_err());
    assert_eq!(files(at.path()), ["ftp/manifest.json"]);
}

#[test]
fn a_build_that_is_given_up_leaves_nothing() {
    let at = folder();
    let target = at.path().join("dist");
    let mut staging = Staging::begin(&target, &Surroundings::default()).expect("it can be written");
    staging.open("ftp", "FTP", &[Kind::Svg]).expect("it can be opened");
    staging.write(file("a.svg", "a")).expect("it can be staged");
    drop(staging);
    assert!(!target.exists());
}

#[test]
fn two_builds_do_not_write_to_one_target_at_a_time() {
    let at = folder();
    let first = Staging::begin(at.path(), &Surroundings::default()).expect("it can be written");
    let second = Staging::begin(at.path(), &Surroundings::default()).expect_err("the first is not done");
    assert!(second.to_string().contains("another build"), "{second}");
    drop(first);
    assert!(Staging::begin(at.path(), &Surroundings::default()).is_ok());
}

#[test]
fn what_a_killed_build_left_is_cleared() {
    let at = folder();
    fs::create_dir_all(at.path().join(STAGING).join("folders/ftp")).expect("the test can write");
    fs::write(at.path().join(STAGING).join("folders/ftp/x.svg"), "half").expect("the test can write");
    build(at.path(), &[("a.svg", "a")]).expect("it can be written");
    assert_eq!(files(at.path()), ["ftp/a.svg", "ftp/manifest.json"]);
}

#[test]
fn no_path_leads_out_of_its_folder() {
    let at = folder();
    for path in ["../x.svg", "/x.svg", "a/../x.svg", "", "a//b", "a\\b", "C:x", "manifest.json", "./a", "a/"] {
        assert!(build(at.path(), &[(path, "x")]).is_err(), "{path:?} was taken");
    }
    for name in ["..", ".", "a/b", "/"] {
        let mut staging = Staging::begin(at.path(), &Surroundings::default()).expect("it can be written");
        assert!(staging.open(name, "x", &[]).is_err(), "{name:?} was taken");
    }
    assert!(build(at.path(), &[("a.svg", "a"), ("a.svg", "b")]).is_err());
}

#[test]
fn an_old_manifest_cannot_name_files_elsewhere() {
    let at = folder();
    let target = at.path().join("dist");
    build(&target, &[("a.svg", "a")]).expect("it can be written");
    fs::write(at.path().join("mine.svg"), "a").expect("the test can write");
    let manifest = target.join("ftp/manifest.json");
    let text = fs::read_to_string(&manifest).expect("it was written");
    fs::write(&manifest, text.replace("a.svg", "../../mine.svg")).expect("the test can write");
    let summary = build(&target, &[("b.svg", "b")]).expect("it can be written");
    assert_eq!(summary.removed, 0);
    assert!(at.path().join("mine.svg").exists());
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_folder_is_not_followed() {
    let at = folder();
    fs::create_dir(at.path().join("elsewhere")).expect("the test can write");
    let target = at.path().join("dist");
    fs::create_dir(&target).expect("the test can write");
    std::os::unix::fs::symlink(at.path().join("elsewhere"), target.join("ftp")).expect("the test can write");
    assert!(build(&target, &[("a.svg", "a")]).is_err());
    assert!(files(&at.path().join("elsewhere")).is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_no_target() {
    let at = folder();
    std::os::unix::fs::symlink(at.path().join("nothing"), at.path().join("dist")).expect("the test can write");
    for target in ["dist", "dist/deeper"] {
        let refused = build(&at.path().join(target), &[("a.svg", "a")]).expect_err("there is no folder");
        assert!(refused.to_string().ends_with("dist is a symbolic link to nothing"), "{refused}");
    }
    assert!(!at.path().join("nothing").exists());
}

#[test]
fn dangerous_targets_are_refused() {
    let at = folder();
    let make = |path: &str| {
        let path = at.path().join(path);
        fs::create_dir_all(&path).expect("the test can write");
        path
    };
    let (home, lesson) = (make("users/ann"), make("content/ftp"));
    make("repository/.git");
    fs::write(lesson.join("lesson.md"), "# FTP").expect("the test can write");
    fs::write(at.path().join("taken"), "").expect("the test can write");
    let surroundings = Surroundings { home: Some(home), lessons: vec![lesson.join("lesson.md")] };
    for target in
        ["users", "users/ann", "content", "content/ftp", "content/../content", "repository", "taken", "no/../../x"]
    {
        let refused = Staging::begin(&at.path().join(target), &surroundings);
        assert!(refused.is_err(), "{target} was taken");
    }
    for target in ["taken", "taken/dist"] {
        let refused = Staging::begin(&at.path().join(target), &surroundings).expect_err("a file is there");
        assert!(refused.to_string().ends_with("taken is a file, not a folder"), "{refused}");
    }
    assert!(Staging::begin(Path::new("/"), &surroundings).is_err());
    for target in ["users/ann/dist", "content/dist", "content/ftp/dist", "repository/dist/new"] {
        let taken = Staging::begin(&at.path().join(target), &surroundings);
        assert!(taken.is_ok(), "{target} was refused");
    }
}

/// A target where the second of two builds was killed when its plan was written down and nothing had moved: the first
/// made `a` and `old`, the second makes `a` with other bytes, `b` in a new folder, and a page.
fn killed_before_its_first_move(target: &Path) {
    let at = folder();
    build(at.path(), &[("a.svg", "a"), ("old.svg", "o")]).expect("it can be written");
    let mut staging = Staging::begin(at.path(), &Surroundings::default()).expect("it can be written");
    staging.open("ftp", "FTP", &[Kind::Html, Kind::Svg]).expect("it can be opened");
    for (path, text) in [("a.svg", "new"), ("steps/b.svg", "b"), ("index.html", "page")] {
        staging.write(file(path, text)).expect("it can be staged");
    }
    let plan = staging.plan().expect("the manifest can be staged");
    plan.write_down(staging.claim.staging()).expect("the plan can be staged");
    // Copied, so that nothing of what dropping it clears is missing.
    copy(at.path(), target);
}

fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let place = to.join(&path);
        fs::create_dir_all(place.parent().expect("it is in the folder")).expect("the test can write");
        fs::copy(from.join(&path), place).expect("the test can write");
    }
}

/// What such a build does then, one after the other.
fn moves(target: &Path, count: usize) {
    let moved = |path: &str| {
        let place = target.join("ftp").join(path);
        fs::create_dir_all(place.parent().expect("it is in the folder")).expect("the test can write");
        fs::rename(target.join(STAGING).join("folders/ftp").join(path), place).expect("it is staged");
    };
    let steps: [&dyn Fn(); 5] = [
        &|| moved("a.svg"),
        &|| moved("steps/b.svg"),
        &|| moved("index.html"),
        &|| fs::remove_file(target.join("ftp/old.svg")).expect("it is there"),
        &|| moved("manifest.json"),
    ];
    steps.iter().take(count).for_each(|step| step());
}

/// Holds every file against the manifest, and the manifest against every file.
fn hold_true(target: &Path) {
    let older = manifest::read(&target.join("ftp/manifest.json")).expect("it is ours").expect("it is there");
    let listed: Vec<String> = older.files.iter().map(|entry| entry.path().to_owned()).collect();
    let mut expected = [vec!["manifest.json".to_owned()], listed].concat();
    expected.sort();
    assert_eq!(files(&target.join("ftp")), expected);
    for entry in &older.files {
        assert!(manifest::still_is(&target.join("ftp").join(entry.path()), entry), "{entry:?}");
    }
}

#[test]
fn a_build_that_was_killed_after_any_move_is_brought_to_its_end_by_the_next() {
    for count in 0..=5 {
        let at = folder();
        killed_before_its_first_move(at.path());
        moves(at.path(), count);
        // Another lesson: what becomes of this one is not its doing.
        let mut staging = Staging::begin(at.path(), &Surroundings::default()).expect("it can be written");
        staging.open("tcp", "TCP", &[Kind::Svg]).expect("it can be opened");
        staging.publish().expect("it can be written");
        hold_true(at.path());
        assert_eq!(files(&at.path().join("ftp")), ["a.svg", "index.html", "manifest.json", "steps/b.svg"]);
        assert_eq!(fs::read(at.path().join("ftp/a.svg")).expect("it is there"), b"new");
        assert!(!at.path().join(STAGING).exists(), "after {count} moves");
    }
}

#[test]
fn the_next_build_of_the_same_lesson_owns_what_a_killed_one_left() {
    for count in 0..=5 {
        let at = folder();
        killed_before_its_first_move(at.path());
        moves(at.path(), count);
        build(at.path(), &[("a.svg", "newer"), ("steps/c.svg", "c")]).expect("nothing is foreign");
        hold_true(at.path());
        assert_eq!(files(at.path()), ["ftp/a.svg", "ftp/manifest.json", "ftp/steps/c.svg"], "after {count} moves");
    }
}

#[test]
fn a_plan_does_not_go_over_what_someone_put_there_since() {
    let at = folder();
    killed_before_its_first_move(at.path());
    fs::create_dir(at.path().join("ftp/steps")).expect("the test can write");
    fs::write(at.path().join("ftp/steps/b.svg"), "mine").expect("the test can write");
    let refused = build(at.path(), &[("a.svg", "a")]).expect_err("b.svg is not ours");
    assert!(refused.to_string().contains("b.svg was not made by packetreel"), "{refused}");
    assert!(refused.to_string().contains("; 1 file is in place"), "{refused}");
    fs::remove_file(at.path().join("ftp/steps/b.svg")).expect("the test can remove");
    build(at.path(), &[("a.svg", "a")]).expect("nothing is foreign any more");
    assert_eq!(files(at.path()), ["ftp/a.svg", "ftp/manifest.json"]);
}

#[test]
fn a_plan_that_leads_out_of_the_target_is_not_followed() {
    let at = folder();
    let target = at.path().join("dist");
    killed_before_its_first_move(&target);
    fs::write(at.path().join("mine.svg"), "o").expect("the test can write");
    let plan = target.join(STAGING).join("plan.json");
    let text = fs::read_to_string(&plan).expect("it was written");
    for (from, to) in [("\"old.svg\"", "\"../../mine.svg\""), ("\"ftp\"", "\"..\""), ("steps/b.svg", "/b.svg")] {
        assert!(text.contains(from), "{text}");
        fs::write(&plan, text.replace(from, to)).expect("the test can write");
        assert!(Plan::left_in(&target.join(STAGING)).is_none(), "{to}");
    }
    build(&target, &[("a.svg", "a")]).expect("a plan that is none is cleared");
    assert_eq!(fs::read(at.path().join("mine.svg")).expect("it is there"), b"o");
}

#[test]
fn what_is_marked_read_only_stays() {
    let at = folder();
    build(at.path(), &[("a.svg", "a"), ("steps/b.svg", "b")]).expect("it can be written");
    for (marked, path) in [("ftp/a.svg", "a.svg"), ("ftp/steps", "steps/c.svg")] {
        let marked = at.path().join(marked);
        let before = marked.metadata().expect("it is there").permissions();
        let mut read_only = before.clone();
        read_only.set_readonly(true);
        fs::set_permissions(&marked, read_only).expect("it is ours");
        let refused = build(at.path(), &[(path, "new")]).expect_err("it is read-only");
        assert!(refused.to_string().ends_with("is read-only: nothing was changed"), "{refused}");
        fs::set_permissions(&marked, before).expect("it is ours");
    }
    assert_eq!(files(at.path()), ["ftp/a.svg", "ftp/manifest.json", "ftp/steps/b.svg"]);
}

#[test]
fn a_build_that_makes_nothing_leaves_no_folder_of_those_it_made() {
    let at = folder();
    drop(Staging::begin(&at.path().join("one/two/three"), &Surroundings::default()).expect("it can be written"));
    assert!(!at.path().join("one").exists());
}

#[test]
fn a_file_in_place_of_a_folder_is_met_before_anything_moves() {
    let at = folder();
    fs::create_dir(at.path().join("ftp")).expect("the test can write");
    fs::write(at.path().join("ftp/steps"), "mine").expect("the test can write");
    let refused = build(at.path(), &[("a.svg", "a"), ("steps/b.svg", "b")]).expect_err("steps is a file");
    assert!(refused.to_string().ends_with("steps is a file where a folder should go"), "{refused}");
    assert_eq!(files(at.path()), ["ftp/steps"]);
}

/// A film whose head is known at its end, staged in parts: what is in it, and the head.
fn build_film(target: &Path, head: &str) -> Result<Summary, Error> {
    let about = file("", "").about;
    let mut staging = Staging::begin(target, &Surroundings::default())?;
    staging.open("ftp", "FTP", &[Kind::Svg])?;
    staging.write_head("film.svg", b"????")?;
    staging.write_piece("film.svg", b" and body", None)?;
    staging.write(file("a.svg", "a"))?;
    staging.write_head("film.svg", head.as_bytes())?;
    staging.write_piece("film.svg", b" and end", Some(about))?;
    staging.publish()
}

#[test]
fn a_head_that_comes_at_the_end_goes_over_the_first_one() {
    let (at, at_once) = (folder(), folder());
    build_film(at.path(), "head").expect("it can be written");
    build(at_once.path(), &[("film.svg", "head and body and end"), ("a.svg", "a")]).expect("it can be written");
    for path in ["film.svg", "manifest.json"] {
        let [film, expected] =
            [&at, &at_once].map(|at| fs::read_to_string(at.path().join("ftp").join(path)).expect("it was written"));
        assert_eq!(film, expected, "{path}");
    }
}

#[test]
fn a_film_is_told_from_another_by_its_true_head() {
    let at = folder();
    build_film(at.path(), "head").expect("it can be written");
    let path = at.path().join("ftp/film.svg");
    let long_ago = SystemTime::UNIX_EPOCH;
    fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(long_ago)).expect("it is ours");
    let summary = build_film(at.path(), "head").expect("it can be written");
    assert_eq!(summary, Summary { written: 0, unchanged: 2, removed: 0, bytes: 22 });
    assert_eq!(modified(&path), long_ago);
    let summary = build_film(at.path(), "HEAD").expect("it can be written");
    assert_eq!(summary, Summary { written: 1, unchanged: 1, removed: 0, bytes: 22 });
    assert_eq!(fs::read(&path).expect("it was written"), b"HEAD and body and end");
}

#[test]
fn a_film_that_is_given_up_leaves_nothing() {
    let at = folder();
    let target = at.path().join("dist");
    let mut staging = Staging::begin(&target, &Surroundings::default()).expect("it can be written");
    staging.open("ftp", "FTP", &[Kind::Svg]).expect("it can be opened");
    staging.write_head("film.svg", b"????").expect("it can be staged");
    staging.write_piece("film.svg", b" and body", None).expect("it can be staged");
    assert!(!target.join("ftp").exists());
    drop(staging);
    assert!(!target.exists());
}
