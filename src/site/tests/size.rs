//! How large a page is, and how it grows.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::timeline;
use crate::scene::{self, Format};
use crate::site::slideshow;

fn page(text: &str) -> String {
    let timeline = timeline(text);
    let (boards, _) = scene::compose(&timeline, Format::Wide);
    slideshow(&timeline, &boards, &scene::describe(&timeline)).expect("fonts compress")
}

fn size(text: &str) -> usize {
    page(text).len()
}

fn packed_size(page: &str) -> usize {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(page.as_bytes()).expect("memory takes everything");
    packed.finish().expect("memory takes everything").len()
}

/// A lesson of pages with steps, each of which asks and answers in turn.
fn lesson(pages: usize, steps: usize) -> String {
    let hosts = "hosts: { A: { label: Client, address: 192.0.2.1 }, B: { label: Server, address: 192.0.2.2 } }";
    let mut lesson = format!("---\ntitle: Growth\n{hosts}\n---\n");
    for page in 0..pages {
        let _ = write!(lesson, "\n# Page {page}\n\n");
        for step in 0..steps {
            let ends = if step % 2 == 0 { "A -> B" } else { "B -> A" };
            let _ = write!(
                lesson,
                "1. `{ends}: message {page}, {step}`\n   This step has message {step} of page {page}.\n"
            );
        }
    }
    lesson
}

#[test]
fn the_flagship_is_small() {
    let flagship = page(crate::embedded::content("ftp-basics/lesson.md").expect("it is in the binary"));
    // Packed: script and style are 17 KB of it, fonts 11. (`gzip -9` packs it to 49 KB: it looks farther than flate2.)
    assert!(flagship.len() <= 150_000, "{} bytes", flagship.len());
    let packed = packed_size(&flagship);
    assert!(packed <= 50_500, "{packed} bytes, packed");
}

#[test]
fn ten_times_the_steps_on_a_page_are_at_most_ten_times_as_large() {
    let [few, many] = [20, 200].map(|steps| size(&lesson(1, steps)));
    assert!(many <= 10 * few, "{few} and {many} bytes");
}

#[test]
fn ten_times_the_pages_are_at_most_ten_times_as_large() {
    let [few, many] = [2, 20].map(|pages| size(&lesson(pages, 10)));
    assert!(many <= 10 * few, "{few} and {many} bytes");
}

#[test]
fn a_step_costs_as_much_in_a_long_page_as_in_a_short_one() {
    let [few, more, many] = [20, 40, 400].map(|steps| size(&lesson(1, steps)));
    let (first, later) = ((more - few) / 20, (many - more) / 360);
    // Numbers have a digit more, and a page that scrolls has a camera that moves with each step.
    assert!(later * 10 <= first * 13, "{first} and then {later} bytes a step");
}
