use std::collections::BTreeSet;

use base64::Engine;
use sha2::Digest;

use super::*;
use crate::diagnostic::Source;
use crate::timeline::Pacing;
use crate::{lesson, protocol};

mod player;
mod size;

const LESSON: &str = "\
---
title: A & B
summary: What A says to B.
hosts:
  A: { label: Client, address: 1.1.1.1 }
  B: { address: 1.1.1.2 }
connections:
  talk: { from: \"A:4000\", to: \"B:80\" }
---

# Overview

Read [this](https://example.org/?a=1&b=2) first.

# A talks to B

1. `A types: go`
   The user begins.
2. `A -> B opens talk: SYN </script><b>`
   A asks for a connection.

   > A note for this step.
3. `B -> A accepts talk: SYN, ACK`
   B agrees.

> A note for the page.

# Questions {.faq}

## What is A?

A host.
";

fn timeline(text: &str) -> Timeline {
    let (lesson, mistakes) = lesson::parse(&Source::new("lesson.md", text));
    assert!(!mistakes.has_errors(), "{mistakes:?}");
    let (trace, mistakes) = protocol::check(&lesson);
    assert!(!mistakes.has_errors(), "{mistakes:?}");
    schedule(trace, &Pacing::default())
}

fn page() -> String {
    let timeline = timeline(LESSON);
    slideshow(&timeline, &Boards::new(Format::Wide), &scene::describe(&timeline), 2)
}

/// What stands in each element of this name, with the rest of its start tag.
fn elements<'a>(page: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let inner = |piece: &'a str| piece.split_once(&end).and_then(|(element, _)| element.split_once('>'));
    page.split(&start).skip(1).filter_map(inner).collect()
}

#[test]
fn the_same_lesson_gives_the_same_page() {
    assert_eq!(page(), page());
}

#[test]
fn every_place_of_the_templates_is_filled() {
    let page = page();
    let names = page.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name);
    let left: Vec<&str> = names.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase())).collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn the_policy_names_the_hash_of_each_script_and_style() {
    let page = page();
    let (_, policy) = page.split_once("Content-Security-Policy\" content=\"").expect("a policy");
    let (policy, _) = policy.split_once('"').expect("its end");
    let scripts = elements(&page, "script");
    assert_eq!((scripts.len(), elements(&page, "style").len()), (3, 2));
    for (_, text) in scripts.iter().chain(&elements(&page, "style")) {
        let digest = sha2::Sha256::digest(text.as_bytes());
        let hash = base64::engine::general_purpose::STANDARD.encode(digest);
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{}", &text[..40]);
    }
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
}

#[test]
fn nothing_is_fetched_and_nothing_is_styled_or_scripted_in_attributes() {
    let page = page();
    let (_, body) = page.split_once("<body>").expect("a body");
    let markup = body.split_once("<script").map_or(body, |(markup, _)| markup);
    for forbidden in [" src=", " style=", " onclick=", " onload=", "@import", "<link", "<iframe", "<object"] {
        assert!(!markup.contains(forbidden), "{forbidden}");
    }
    let links: Vec<&str> = markup.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.contains(&"https://example.org/?a=1&amp;b=2"));
    assert!(links.iter().all(|link| link.starts_with('#') || link.starts_with("https://example.org/")));
    for (_, style) in elements(&page, "style") {
        assert!(style.split("url(").skip(1).all(|url| url.starts_with("data:font/woff2;base64,")));
    }
}

#[test]
fn a_label_cannot_end_the_data_or_become_an_element() {
    let page = page();
    let (_, data) = elements(&page, "script").into_iter().find(|(tag, _)| tag.contains("json")).expect("data");
    assert!(!data.contains('<') && data.contains("SYN \\u003c/script>\\u003cb>"));
    assert!(!page.contains("<b>") && page.contains("SYN &lt;/script&gt;&lt;b&gt;"));
}

#[test]
fn names_are_unique_and_those_that_are_used_exist() {
    let page = page();
    let (_, body) = page.split_once("<body>").expect("a body");
    let values = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        let pieces = body.split(&start).skip(1);
        pieces.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    let names = values("id");
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len());
    let uses = values("href").into_iter().filter_map(|link| link.strip_prefix('#').map(str::to_owned));
    for name in uses.chain(values("aria-labelledby")) {
        assert!(unique.contains(&name), "{name}");
    }
}

#[test]
fn a_page_without_steps_introduces_the_hosts_and_a_page_with_steps_has_captions_and_notes() {
    let page = page();
    let sections = elements(&page, "section");
    assert!(sections[0].0.contains("prose") && !sections[0].1.contains("class=\"board\""));
    assert!(sections[0].1.contains("role=\"img\" aria-label=\"A"), "the hosts are introduced");
    assert!(!sections[2].1.contains("<svg"), "once they are known, no more");
    assert!(sections[1].0.contains("drawn"));
    for panel in ["stage", "ladder", "terminal"] {
        assert!(sections[1].1.contains(&format!("<svg class=\"{panel}\"")), "{panel}");
    }
    assert!(sections[1].1.contains("<li>A asks for a connection.</li>"));
    assert!(sections[1].1.contains("data-step=\"2\"><p class=\"of-step\">Step 2</p>\n<p>A note for this step.</p>"));
    assert!(sections[1].1.contains("<p>A note for the page.</p>"));
    assert!(sections[2].1.contains("<summary>What is A?</summary>\n<div class=\"rich\">\n<p>A host.</p>"));
}

#[test]
fn without_the_player_a_page_stands_at_its_end() {
    let timeline = timeline(LESSON);
    let boards = Boards::new(Format::Wide);
    let page = slideshow(&timeline, &boards, &[], 1);
    let board = boards.page(&timeline, 1);
    let picture = elements(&page, "section")[1].1;
    let end = board.at(board.duration_ms);
    let standing = end.placed.iter().filter(|placed| placed.sprite.panel != scene::Panel::Frame).count();
    assert!(standing < board.sprites.len(), "the first packet is gone by the end");
    assert_eq!(picture.matches("<use ").count(), standing);
    assert!(picture.contains(" opacity=.7 />"), "arrows of steps before the last are weaker");
}

#[test]
fn the_picture_is_described_by_the_words_of_its_last_step() {
    let timeline = timeline(LESSON);
    let alts = [vec![], ["one", "two", "\"three\""].map(str::to_owned).to_vec(), vec![]];
    let page = slideshow(&timeline, &Boards::new(Format::Wide), &alts, 1);
    assert!(page.contains("aria-label=\"&quot;three&quot;\""));
}

#[test]
fn a_lesson_without_pages_or_pictures_is_still_a_page() {
    let empty = timeline("---\ntitle: Nothing\n---\n\n# Nothing\n\nTo see.\n");
    let page = slideshow(&empty, &Boards::new(Format::Wide), &[], 1);
    assert!(page.contains("<p>To see.</p>") && !page.contains("class=\"board\""));
}
