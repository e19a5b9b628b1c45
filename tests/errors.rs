//! `docs/errors.md`, held against the source: every code has its section, and every example is what its section says.

use packetreel::diagnostic::{Diagnostics, Severity, Source};
use packetreel::timeline::Pacing;
use packetreel::{compile, embedded};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Mistakes of size and of bytes: an example would be too long for a guide, or could not be seen in it. Those of the lesson
/// are made by [`made`], those of the file itself are tested with the command line, which reads it.
const WITHOUT_EXAMPLE: [&str; 17] = [
    "control-character",
    "event-too-long",
    "front-matter-too-long",
    "lesson-too-long",
    "nested-too-deep",
    "not-utf-8",
    "nul-character",
    "too-many-connections",
    "too-many-diagnostics",
    "too-many-events",
    "too-many-fields",
    "too-many-hosts",
    "too-many-links",
    "too-many-pages",
    "too-many-pieces",
    "too-many-questions",
    "too-many-steps",
];

#[test]
fn every_code_in_the_source_is_in_the_guide_and_the_other_way_round() {
    let guide: BTreeSet<String> = embedded::explained().map(|(code, _)| code.to_owned()).collect();
    let source = codes();
    assert!(source.len() > 100, "only {} codes were found", source.len());
    let missing: Vec<_> = source.difference(&guide).collect();
    let idle: Vec<_> = guide.difference(&source).collect();
    assert!(missing.is_empty() && idle.is_empty(), "not in the guide: {missing:?}; not in the source: {idle:?}");
    assert!(embedded::explained().map(|(code, _)| code).is_sorted());
}

#[test]
fn every_example_has_its_mistake_and_no_other() {
    let mut wrong = Vec::new();
    for (code, section) in embedded::explained() {
        let text = example(section, '-').or_else(|| made(code));
        let Some(text) = text else { continue };
        let found = diagnostics(&text);
        let codes: BTreeSet<&str> = found.0.iter().map(|one| one.code).collect();
        if codes != BTreeSet::from([code]) {
            wrong.push(format!("{code}: {}", shown(&text, &found)));
        }
        let says_warning = section.replace('\n', " ").contains("It is a warning: the lesson builds.");
        if found.0.iter().any(|one| (one.severity == Severity::Warning) != says_warning) {
            wrong.push(format!("{code}: the guide is mistaken about its severity"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mended_example_is_clean() {
    let mut wrong = Vec::new();
    for (code, section) in embedded::explained() {
        let Some(text) = example(section, '+') else {
            assert!(WITHOUT_EXAMPLE.contains(&code), "{code} has no example");
            continue;
        };
        let found = diagnostics(&text);
        if !found.0.is_empty() {
            wrong.push(format!("{code}: {}", shown(&text, &found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_section_says_what_it_means_first_and_how_it_is_mended_last() {
    for (code, section) in embedded::explained() {
        let paragraphs: Vec<&str> = section.split("\n\n").collect();
        assert!(paragraphs.len() >= 3, "{code} is too short");
        for paragraph in [paragraphs[1], paragraphs[paragraphs.len() - 1]] {
            assert!(paragraph.starts_with(|first: char| first.is_uppercase()), "{code}: {paragraph}");
            assert!(paragraph.ends_with('.'), "{code}: {paragraph}");
        }
    }
}

/// The lines of a section's example with one of the two marks, and those with none.
fn example(section: &str, mark: char) -> Option<String> {
    let (_, rest) = section.split_once("```diff\n")?;
    let fence = if section.contains("\n````diff\n") { "\n````" } else { "\n```" };
    let (block, _) = rest.split_once(fence).expect("the example is closed");
    let line = |line: &str| {
        let kept = line.strip_prefix([' ', mark]).or_else(|| line.is_empty().then_some(""))?;
        Some(format!("{kept}\n"))
    };
    Some(block.lines().filter_map(line).collect())
}

/// A lesson with a mistake that is too large for the guide.
fn made(code: &str) -> Option<String> {
    let list = |count: usize, one: &dyn Fn(usize) -> String| (1..=count).map(one).collect::<String>();
    let front = |inner: &str| {
        format!("---\nhosts: {{ A: {{}}, B: {{}} }}\n{inner}---\n\n# Page\n\n1. `A -> B: Hello`\n   A greets B.\n")
    };
    let body = |inner: &str| format!("---\nhosts: {{ A: {{}}, B: {{}} }}\n---\n\n# Page\n\n{inner}");
    Some(match code {
        "control-character" => front("").replace("greets", "greets\u{1b}"),
        "event-too-long" => front("").replace("Hello", &"x".repeat(1_000_001)),
        "front-matter-too-long" => front(&format!("# {}\n", "x".repeat(1_000_000))),
        "lesson-too-long" => front("").replace("A greets B.", &"x".repeat(10_000_000)),
        "nested-too-deep" => body(&format!("{} deep\n", ">".repeat(65))),
        "too-many-connections" => {
            let connections = list(201, &|n| format!("  c{n}: {{ from: \"A:{n}\", to: \"B:80\" }}\n"));
            front(&format!("connections:\n{connections}"))
        }
        "too-many-events" => {
            body(&format!("1. {}\n   A talks.\n", list(101, &|_| "`A types: x`\n   ".to_owned()).trim_end()))
        }
        "too-many-fields" => {
            let rows = list(201, &|n| format!("   | field {n} | {n} |\n"));
            body(&format!("1. `A -> B: Hello`\n   A greets B.\n\n   | Field | Value |\n   |---|---|\n{rows}"))
        }
        "too-many-hosts" => {
            let hosts = list(65, &|n| format!("  H{n}: {{}}\n"));
            format!("---\nhosts:\n{hosts}---\n\n# Page\n\n1. `H1 -> H2: Hello`\n   H1 greets H2.\n")
        }
        "too-many-pages" => {
            body(&list(500, &|n| format!("Text.\n\n# Page {n}\n\n")).replace("# Page 500\n\n", "# Page 500\n\nText.\n"))
        }
        "too-many-pieces" => body(&format!("{}\n", "*a* ".repeat(500_001))),
        "too-many-questions" => {
            let questions = list(1001, &|n| format!("## Question {n}?\n\nYes.\n\n"));
            body(&format!("Text.\n\n# FAQ {{.faq}}\n\n{questions}"))
        }
        "too-many-steps" => body(&list(2001, &|n| format!("{n}. `A types: x`\n   A types.\n"))),
        _ => return None,
    })
}

fn diagnostics(text: &str) -> Diagnostics {
    compile(&Source::new("lesson.md", text), &Pacing::default())
        .map_or_else(|mistakes| mistakes, |compiled| compiled.diagnostics)
}

fn shown(text: &str, found: &Diagnostics) -> String {
    let rendered = found.render(&Source::new("lesson.md", text), false);
    rendered.chars().take(2_000).collect()
}

/// Every code that the source gives to a diagnostic: the first text in a call that makes one, or a constant for it.
fn codes() -> BTreeSet<String> {
    const CALLS: [&str; 8] = [
        "error(",
        "fixable(",
        "self.misspelt(",
        "warning(",
        "diagnostic(",
        "wrong(",
        "NOT_LINKED: &str = ",
        "_CODE: &str = ",
    ];
    let mut codes = BTreeSet::new();
    for code in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for call in CALLS {
            let rests = code.split(call).skip(1);
            codes.extend(rests.filter_map(|rest| first_code(&rest[..rest.len().min(120)], call == "wrong(")));
        }
    }
    codes
}

/// The text that a call begins with; of `wrong(name, "text", "code", …)` the first that looks like a code.
fn first_code(call: &str, deep: bool) -> Option<String> {
    let texts = if deep { call } else { call.trim_start().strip_prefix('"').map(|_| call)? };
    let is_code = |text: &&str| {
        !text.is_empty()
            && text.len() > 3
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-8".contains(&byte))
    };
    texts.split('"').skip(1).step_by(2).take(if deep { 3 } else { 1 }).find(is_code).map(ToOwned::to_owned)
}

/// The text of every source file, without tests.
fn sources(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).expect("the sources can be read") {
        let path = entry.expect("so can their entries").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            texts.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).expect("sources are text");
            texts.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned());
        }
    }
    texts
}
