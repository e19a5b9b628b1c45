//! Every lesson's trace and scenes as text, and a few frames as SVG and PNG, held against the files beside this one.
//!
//! `PACKETREEL_UPDATE_GOLDENS=1 cargo test --test goldens --no-fail-fast` rewrites those that differ and fails, so that
//! someone looks at what has changed; the run after that passes.

#[path = "../corpus/mod.rs"]
mod corpus;
mod picture;
mod scene;
mod store;
mod trace;

use corpus::Lesson;
use packetreel::encode::png;
use packetreel::raster::Painter;
use packetreel::scene::describe;
use packetreel::svg;
use packetreel::theme::Theme;
use std::collections::BTreeSet;
use store::Golden;

/// The frames that are kept as pictures: lesson, page and step (from 1), theme.
///
/// A connection is asked for; a packet with fields is under way; two connections are up; dark colours; a packet that
/// crosses many nodes; a broadcast; a loss.
const PICTURES: [(&str, usize, usize, Theme); 7] = [
    ("ftp-basics", 2, 2, Theme::Light),
    ("ftp-basics", 3, 3, Theme::Light),
    ("ftp-basics", 5, 1, Theme::Light),
    ("ftp-basics", 4, 2, Theme::Dark),
    ("eight", 1, 3, Theme::Light),
    ("loss", 1, 5, Theme::Light),
    ("star", 1, 6, Theme::Light),
];

/// Large enough to see what is wrong, small enough to keep.
const PICTURE_SIZE: (u32, u32) = (640, 360);

/// The frames that are kept as SVG: lesson, page and step (from 1).
const DRAWINGS: [(&str, usize, usize); 2] = [("ftp-basics", 3, 3), ("ftp-basics", 6, 2)];

/// What all goldens may weigh: each clone of the repository carries them, with all that they ever were.
const MOST_BYTES: u64 = 1_200_000;

#[test]
fn each_trace_is_the_golden_one() {
    store::hold(&traces(&corpus::lessons()));
}

#[test]
fn each_scene_is_the_golden_one() {
    store::hold(&scenes(&corpus::lessons()));
}

#[test]
fn the_chosen_drawings_are_the_golden_ones() {
    store::hold(&drawings(&corpus::lessons()));
}

#[test]
fn the_chosen_pictures_are_the_golden_ones() {
    store::hold(&pictures(&corpus::lessons()));
}

#[test]
fn every_golden_belongs_to_a_lesson() {
    let lessons = corpus::lessons();
    let goldens = [traces(&lessons), scenes(&lessons), drawings(&lessons), pictures(&lessons)];
    let known: BTreeSet<String> = goldens.into_iter().flatten().map(|golden| golden.path).collect();
    store::hold_no_other(&known);
}

#[test]
fn the_goldens_are_small_enough_to_keep() {
    let bytes = store::weigh();
    assert!(bytes <= MOST_BYTES, "the goldens weigh {bytes} bytes, more than {MOST_BYTES}");
}

fn traces(lessons: &[Lesson]) -> Vec<Golden> {
    let golden = |lesson: &Lesson| Golden {
        path: format!("{}/trace.txt", lesson.name),
        bytes: trace::write(&lesson.compiled.timeline).into_bytes(),
    };
    lessons.iter().map(golden).collect()
}

fn scenes(lessons: &[Lesson]) -> Vec<Golden> {
    let golden = |lesson: &Lesson| Golden {
        path: format!("{}/scenes.txt", lesson.name),
        bytes: scene::write(&lesson.compiled).into_bytes(),
    };
    lessons.iter().map(golden).collect()
}

fn drawings(lessons: &[Lesson]) -> Vec<Golden> {
    let golden = |(name, page, step): (&str, usize, usize)| {
        let compiled = &find(lessons, name).compiled;
        let alts = describe(&compiled.timeline);
        let title = &compiled.timeline.trace.lesson.title;
        let labels = svg::Labels { title, description: &alts[page - 1][step - 1] };
        let board = compiled.board(page - 1);
        let scene = board.at(still_ms(compiled, page, step));
        Golden {
            path: format!("{name}/page-{page}-step-{step}.svg"),
            bytes: svg::write(&scene, &labels, Theme::Light).into_bytes(),
        }
    };
    DRAWINGS.into_iter().map(golden).collect()
}

fn pictures(lessons: &[Lesson]) -> Vec<Golden> {
    let golden = |(name, page, step, theme): (&str, usize, usize, Theme)| {
        let compiled = &find(lessons, name).compiled;
        let mut painter = Painter::new(theme, PICTURE_SIZE);
        painter.show(&compiled.board(page - 1).at(still_ms(compiled, page, step)));
        let mut bytes = Vec::new();
        png::write(painter.bitmap(), &mut bytes).expect("a Vec takes everything");
        Golden { path: format!("{name}/page-{page}-step-{step}-{}.png", theme.name()), bytes }
    };
    PICTURES.into_iter().map(golden).collect()
}

fn find<'a>(lessons: &'a [Lesson], name: &str) -> &'a Lesson {
    lessons.iter().find(|lesson| lesson.name == name).unwrap_or_else(|| panic!("there is no lesson {name}"))
}

/// When a step, by its page and number from 1, shows its telling frame.
fn still_ms(compiled: &packetreel::Compiled, page: usize, step: usize) -> u32 {
    let time = compiled.timeline.pages.get(page - 1).and_then(|page| page.steps.get(step - 1));
    time.unwrap_or_else(|| panic!("there is no step {step} on page {page}: choose another")).still_ms
}
