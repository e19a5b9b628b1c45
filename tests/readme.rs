//! What `README.md` shows is so, and what the documents link to is there.

use packetreel::compile;
use packetreel::diagnostic::Source;
use packetreel::timeline::Pacing;
use std::fs;
use std::path::{Path, PathBuf};

const README: &str = include_str!("../README.md");

/// The first code block that opens with this line.
fn block(fence: &str, kind: &str) -> &'static str {
    let opening = format!("\n{fence}{kind}\n");
    let (_, rest) = README.split_once(&opening).expect("the block is in the readme");
    let (block, _) = rest.split_once(&format!("\n{fence}\n")).expect("it is closed");
    block
}

#[test]
fn the_lesson_in_the_readme_has_no_mistake() {
    let source = Source::new("lesson.md", format!("{}\n", block("````", "markdown")));
    match compile(&source, &Pacing::default()) {
        Ok(compiled) => assert_eq!(compiled.diagnostics.render(&source, false), ""),
        Err(mistakes) => panic!("{}", mistakes.render(&source, false)),
    }
}

#[test]
fn the_mistake_in_the_readme_is_shown_so() {
    let text = block("````", "markdown").replace("A -> B on web:", "A -> B on wed:");
    let source = Source::new("lesson.md", format!("{text}\n"));
    let mistakes = compile(&source, &Pacing::default()).expect_err("there is no connection wed");
    assert_eq!(mistakes.render(&source, false).trim_end(), block("```", "text"));
}

#[test]
fn every_relative_link_and_picture_of_the_documents_exists() {
    let mut followed = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("the document is UTF-8");
        let folder = document.parent().expect("a document is in a folder");
        for link in relative_links(&text) {
            assert!(folder.join(link).exists(), "{} links to {link}", document.display());
            followed += 1;
        }
    }
    assert!(followed >= 8, "only {followed} links were found");
}

#[test]
fn links_are_found_in_prose_and_not_in_code() {
    let text = "[a](a.md#b) ![c](c.png)\n[d](https://d.example) `[e](e.md)`\n```\n[f](f.md)\n```\n[g](#g)\n";
    assert_eq!(relative_links(text), ["a.md", "c.png"]);
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = fs::read_dir(root.join("docs")).expect("the documents can be listed");
    let in_docs = listed.map(|entry| entry.expect("an entry can be read").path());
    let mut documents: Vec<PathBuf> = in_docs.filter(|path| path.extension().is_some_and(|one| one == "md")).collect();
    documents.sort();
    documents.extend(["README.md", "ARCHITECTURE.md"].map(|name| root.join(name)));
    documents
}

/// Where the inline links and pictures outside of code lead, without fragments; addresses with a scheme are left out.
fn relative_links(text: &str) -> Vec<&str> {
    let mut links = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        if ticks.len() >= 3 {
            match fence {
                None => fence = Some(ticks),
                Some(open) if open == line.trim_end() => fence = None,
                Some(_) => {}
            }
            continue;
        }
        if fence.is_some() {
            continue;
        }
        // Every other piece between backticks is code.
        let prose = line.split('`').step_by(2);
        let targets =
            prose.flat_map(|piece| piece.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0));
        let paths = targets.map(|target| target.split('#').next().unwrap_or_default());
        links.extend(paths.filter(|path| !path.is_empty() && !path.contains(':')));
    }
    links
}
