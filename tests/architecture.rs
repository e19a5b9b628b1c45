//! The imports of every source file, held against the table in `ARCHITECTURE.md`: who may know whom, and which crates
//! and parts of `std` are whose alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What only the named modules may use. Names of crates that are names of our modules, too, are left out.
const RESERVED: [(&str, &[&str]); 21] = [
    ("annotate_snippets", &["diagnostic"]),
    ("base64", &["export", "regression", "serve", "site"]),
    ("clap", &["cli", "main"]),
    ("flate2", &["encode"]),
    ("harfrust", &["font"]),
    ("indicatif", &["cli"]),
    ("mio", &["serve"]),
    ("notify", &["serve"]),
    ("open", &["cli"]),
    ("openh264", &["encode"]),
    ("pulldown_cmark", &["lesson"]),
    ("resvg", &["raster"]),
    ("serde_saphyr", &["lesson"]),
    ("signal_hook", &["main", "serve"]),
    ("std::env", &["cli", "main", "output"]),
    ("std::fs", &["cli", "main", "output"]),
    ("std::process", &["cli", "main"]),
    ("std::thread", &["cli", "export", "site"]),
    ("std::time", &["cli", "serve"]),
    ("tiny_skia", &["raster"]),
    ("usvg", &["raster"]),
];

#[test]
fn every_module_imports_what_the_table_grants_and_no_more() {
    let granted = table();
    let mut trespasses = Vec::new();
    for file in sources() {
        let Some(grants) = granted.get(&file.module) else {
            trespasses.push(format!("{}: `{}` has no row in the table", file.path, file.module));
            continue;
        };
        for import in imports(&file.code) {
            if import != file.module && !grants.contains(&import) {
                trespasses.push(format!("{}: `{}` may not import `{import}`", file.path, file.module));
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn the_table_speaks_of_modules_that_exist() {
    let modules: BTreeSet<String> = sources().into_iter().map(|file| file.module).collect();
    for (module, grants) in table() {
        for name in grants.iter().chain([&module]) {
            assert!(modules.contains(name), "`{name}` in the table is no module");
        }
    }
}

#[test]
fn no_two_modules_may_import_each_other() {
    let granted = table();
    for (module, grants) in &granted {
        for other in grants {
            assert!(!granted[other].contains(module), "`{module}` and `{other}` may import each other");
        }
    }
}

#[test]
fn crates_and_the_machine_are_used_where_they_belong() {
    let mut trespasses = Vec::new();
    for file in sources() {
        for (name, owners) in RESERVED {
            if uses(&file.code, name) && !owners.contains(&file.module.as_str()) {
                trespasses.push(format!("{}: `{name}` is for {owners:?} alone", file.path));
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn no_file_is_longer_than_600_lines() {
    for file in sources() {
        assert!(file.lines <= 600, "{} has {} lines: look for the second noun", file.path, file.lines);
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "use crate::a::B;\nuse crate::{b, c::{D, e}, super_f};\nlet x = crate::g::h(); // crate::no\n";
    let found: Vec<String> = imports(&without_comments_and_tests(code)).into_iter().collect();
    assert_eq!(found, ["a", "b", "c", "g", "super_f"]);
    assert_eq!(imports("use crate::Compiled;").into_iter().collect::<Vec<_>>(), ["lib"]);
    assert!(uses("use std::{env, fs};", "std::fs"));
    assert!(uses("use std::io::{self};\nstd::fs::read(x)", "std::fs"));
    assert!(!uses("use std::fmt;\nself.open::<u8>(); reopen::now()", "open"));
}

/// A source file without its comments and its tests.
struct SourceFile {
    path: String,
    /// `lesson` for `src/lesson.rs` and everything in `src/lesson/`.
    module: String,
    code: String,
    lines: usize,
}

fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let inner = path.strip_prefix(&root).expect("it was found there").to_string_lossy().replace('\\', "/");
        let module = inner.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).expect("sources are text");
        let lines = text.lines().count();
        if !inner.ends_with("/tests.rs") && !inner.contains("/tests/") {
            files.push(SourceFile { path: inner, module, code: without_comments_and_tests(&text), lines });
        }
    }
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources can be read") {
        let path = entry.expect("so can their entries").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// A test may look at anything.
fn without_comments_and_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules that the code names after `crate::`; `lib` for an item of the root.
fn imports(code: &str) -> BTreeSet<String> {
    code.split("crate::").skip(1).flat_map(first_names).map(|name| root_or(&name)).collect()
}

fn root_or(name: &str) -> String {
    if name.starts_with(char::is_uppercase) { "lib".to_owned() } else { name.to_owned() }
}

/// `a` of `a::b`, and `a` and `c` of `{a::b, c}`.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return vec![name_at(path)] };
    let (mut depth, mut names) = (0, vec![name_at(group)]);
    for (index, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name_at(&group[index + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn name_at(text: &str) -> String {
    text.trim_start().chars().take_while(|&letter| letter == '_' || letter.is_alphanumeric()).collect()
}

/// True when the code names a crate, or a module of `std`, alone or in a group.
fn uses(code: &str, name: &str) -> bool {
    if let Some(part) = name.strip_prefix("std::") {
        return code.split("std::").skip(1).flat_map(first_names).any(|found| found == part);
    }
    let outside = |before: &str| {
        !before.ends_with(|last: char| last == '_' || last == ':' || last == '.' || last.is_alphanumeric())
    };
    code.match_indices(name).any(|(at, _)| outside(&code[..at]) && code[at + name.len()..].starts_with("::"))
}

/// The table under "Who may import whom": a module, what it does, what it may import; names in backticks.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(path).expect("ARCHITECTURE.md is there");
    let section = text.split("\n## ").find(|section| section.starts_with("Who may import whom"));
    let rows = section.expect("it has the section").lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let grants = names(cells.last().unwrap_or(&""));
        names(cells[0]).into_iter().map(move |module| (module, grants.clone()))
    })
    .collect()
}

/// The names in backticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}
