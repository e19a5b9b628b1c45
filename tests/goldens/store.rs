//! The files of the goldens: held against what the program makes, or rewritten where the environment asks for it.

use super::picture;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What a golden file should hold.
pub struct Golden {
    /// In the folder of the goldens, with `/` between the parts.
    pub path: String,
    pub bytes: Vec<u8>,
}

const UPDATE: &str = "PACKETREEL_UPDATE_GOLDENS";

/// Fails with every golden that differs from its file; in an update, with every file that was rewritten.
pub fn hold(goldens: &[Golden]) {
    let differing: Vec<String> = goldens.iter().filter_map(difference).collect();
    assert!(differing.is_empty(), "{}\n{UPDATE}=1 takes the new ones", differing.join("\n"));
}

/// Fails with every file that is none of the known goldens; in an update, with every file that was removed.
pub fn hold_no_other(known: &BTreeSet<String>) {
    let stray: Vec<String> = files().into_iter().filter(|path| !known.contains(path)).collect();
    if updating() {
        for path in &stray {
            fs::remove_file(folder().join(path)).expect("a golden can be removed");
        }
    }
    let what = if updating() { "removed" } else { "stray golden" };
    let lines: Vec<String> = stray.iter().map(|path| format!("{what}: {path}")).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// How many bytes all goldens have.
pub fn weigh() -> u64 {
    files().iter().map(|path| fs::metadata(folder().join(path)).map_or(0, |about| about.len())).sum()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens")
}

fn updating() -> bool {
    env::var_os(UPDATE).is_some_and(|value| value == "1")
}

/// Every file in a folder of a lesson.
fn files() -> Vec<String> {
    let mut files = Vec::new();
    for lesson in names_in(&folder()).into_iter().filter(|name| folder().join(name).is_dir()) {
        files.extend(names_in(&folder().join(&lesson)).into_iter().map(|name| format!("{lesson}/{name}")));
    }
    files
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the goldens can be listed");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("so can each").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What to tell of a golden that is not as it was.
fn difference(golden: &Golden) -> Option<String> {
    let path = folder().join(&golden.path);
    let kept = fs::read(&path).ok();
    if kept.as_ref() == Some(&golden.bytes) {
        return None;
    }
    if updating() {
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the goldens can be written");
        fs::write(&path, &golden.bytes).expect("the goldens can be written");
        return Some(format!("updated: look at it: {}", path.display()));
    }
    let Some(kept) = kept else { return Some(format!("missing: {}", path.display())) };
    let what = if path.extension().is_some_and(|extension| extension == "png") {
        picture::difference(&golden.path, &kept, &golden.bytes)
    } else {
        first_line(&String::from_utf8_lossy(&kept), &String::from_utf8_lossy(&golden.bytes))
    };
    Some(format!("differs: {}\n{what}", path.display()))
}

/// The first line that differs, with the lines before it that say where one is.
fn first_line(kept: &str, new: &str) -> String {
    let (kept, new): (Vec<&str>, Vec<&str>) = (kept.split('\n').collect(), new.split('\n').collect());
    let at = kept.iter().zip(&new).take_while(|(kept, new)| kept == new).count();
    let mut lines: Vec<String> = headings(&kept[..at]).into_iter().map(|line| format!("    {}", cut(line))).collect();
    lines.push(format!("  line {}", at + 1));
    lines.extend(kept.get(at).map(|line| format!("  - {}", cut(line))));
    lines.extend(new.get(at).map(|line| format!("  + {}", cut(line))));
    lines.join("\n")
}

/// Of the lines so far, the last of each depth: what the next line stands under.
fn headings<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut headings: Vec<&str> = Vec::new();
    let mut depth = usize::MAX;
    for line in lines.iter().rev().filter(|line| !line.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        if indent < depth {
            headings.push(line);
            depth = indent;
        }
    }
    headings.reverse();
    headings
}

/// A line of an SVG may be long.
fn cut(line: &str) -> String {
    const MOST: usize = 300;
    if line.chars().count() <= MOST { line.to_owned() } else { line.chars().take(MOST).chain(['…']).collect() }
}

#[test]
fn a_difference_is_told_with_what_it_stands_under() {
    let told = first_line("page 1\n step 1\n  a\n step 2\n  b\n  c\n", "page 1\n step 1\n  a\n step 2\n  b\n  d\n");
    let expected = ["    page 1", "     step 2", "      b", "  line 6", "  -   c", "  +   d"];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
    assert_eq!(first_line("a", "a\n"), "    a\n  line 2\n  + ");
}
