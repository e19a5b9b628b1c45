//! Each phase from a lesson's text to its files, and the whole way, on the lesson that comes with packetreel.

use std::fs;
use std::path::Path;

use packetreel::diagnostic::Source;
use packetreel::encode::png;
use packetreel::export::{self, Export, Outputs};
use packetreel::raster::Painter;
use packetreel::scene::{self, Format};
use packetreel::timeline::{self, Pacing};
use packetreel::{Compiled, lesson, protocol, site, svg};

fn main() {
    divan::main();
}

fn source() -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/ftp-basics/lesson.md");
    Source::new("lesson.md", fs::read_to_string(path).expect("the lesson is there"))
}

fn compiled() -> Compiled {
    packetreel::compile(&source(), &Pacing::default()).expect("the lesson is right")
}

#[divan::bench]
fn reading(bencher: divan::Bencher) {
    let source = source();
    bencher.bench(|| lesson::parse(&source));
}

#[divan::bench]
fn proving(bencher: divan::Bencher) {
    let (lesson, _) = lesson::parse(&source());
    bencher.bench(|| protocol::check(&lesson));
}

#[divan::bench]
fn scheduling(bencher: divan::Bencher) {
    let trace = || protocol::check(&lesson::parse(&source()).0).0;
    bencher.with_inputs(trace).bench_values(|trace| timeline::schedule(trace, &Pacing::default()));
}

#[divan::bench(args = [Format::Wide, Format::Narrow])]
fn composing(bencher: divan::Bencher, format: Format) {
    let timeline = compiled().timeline;
    bencher.bench(|| scene::compose(&timeline, format));
}

/// All stills as SVG.
#[divan::bench]
fn writing_svg(bencher: divan::Bencher) {
    let compiled = compiled();
    let theme = Export::default().theme;
    let (boards, _) = scene::compose(&compiled.timeline, Format::Wide);
    bencher.bench(|| {
        let pages = boards.iter().zip(&compiled.timeline.pages);
        let stills = pages.flat_map(|(board, page)| page.steps.iter().map(|step| board.at(step.still_ms)));
        let labels = svg::Labels { title: "A still", description: "What it shows" };
        stills.map(|scene| svg::write(&scene, &labels, theme).len()).sum::<usize>()
    });
}

/// All stills as pixels, by a painter that has drawn nothing yet.
#[divan::bench]
fn painting_stills(bencher: divan::Bencher) {
    let compiled = compiled();
    let Export { theme, size, .. } = Export::default();
    let (boards, _) = scene::compose(&compiled.timeline, Format::Wide);
    bencher.bench(|| {
        let mut painter = Painter::new(theme, size);
        for (board, page) in boards.iter().zip(&compiled.timeline.pages) {
            for step in &page.steps {
                painter.show(&board.at(step.still_ms));
            }
        }
    });
}

/// One still as PNG.
#[divan::bench]
fn packing_png(bencher: divan::Bencher) {
    let compiled = compiled();
    let Export { theme, size, .. } = Export::default();
    let mut painter = Painter::new(theme, size);
    let page = compiled.timeline.pages.iter().position(|page| !page.steps.is_empty()).expect("there are steps");
    painter.show(&compiled.board(page).at(compiled.timeline.pages[page].steps[0].still_ms));
    bencher.bench(|| {
        let mut bytes = Vec::new();
        png::write(painter.bitmap(), &mut bytes).map(|()| bytes)
    });
}

/// Every frame of the reel as pixels.
#[divan::bench]
fn painting_frames(bencher: divan::Bencher) {
    let compiled = compiled();
    bencher.bench(|| export::frames(&compiled, &Export::default(), &mut |_| Ok(())));
}

#[divan::bench]
fn writing_the_slideshow(bencher: divan::Bencher) {
    let compiled = compiled();
    let alts = scene::describe(&compiled.timeline);
    bencher.bench(|| site::slideshow(&compiled.timeline, &compiled.boards, &alts, 1));
}

/// From text to files in memory, by one thread.
#[divan::bench(args = ["html", "svg", "png", "gif", "all four"], sample_count = 20)]
fn the_whole_way(bencher: divan::Bencher, what: &str) {
    let only = match what {
        "html" => Outputs { html: true, ..Outputs::NONE },
        "svg" => Outputs { svg: true, ..Outputs::NONE },
        "png" => Outputs { png: true, ..Outputs::NONE },
        "gif" => Outputs { gif: true, ..Outputs::NONE },
        _ => Outputs::default(),
    };
    let options = Export { only, ..Export::default() };
    bencher.bench(|| export::export("lesson", &compiled(), &options, &mut |_| Ok(()), &|_| {}));
}
