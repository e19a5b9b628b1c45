//! Each phase from a lesson's text to its files, and the whole way, on the lesson that comes with packetreel.

use std::fs;
use std::path::Path;

use packetreel::diagnostic::Source;
use packetreel::encode::palette::{Finder, Histogram, Palette, TRANSPARENT};
use packetreel::encode::tape::{Recorder, Tape};
use packetreel::encode::{Bitmap, PixelRect, gif, png};
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

/// The frames of a reel, recorded page by page, and the palette of them all.
fn recorded(compiled: &Compiled) -> (Vec<Tape>, Palette) {
    let mut all = Histogram::default();
    let pages = 1..=compiled.timeline.pages.len() as u32;
    let tapes = pages.filter_map(|page| {
        let options = Export { pages: Some((page, page)), ..Export::default() };
        let mut recorder = Recorder::new(options.reel_size, usize::MAX);
        let mut record = |bitmap: &Bitmap| {
            recorder.frame(bitmap, &[bitmap.rect()], 1000 / options.fps);
            Ok(())
        };
        export::frames(compiled, &options, &mut record).expect("memory takes everything");
        let (histogram, tape) = recorder.finish();
        all.merge(&histogram);
        tape
    });
    (tapes.collect(), all.palette())
}

/// Every frame of the reel as GIF, once it is drawn and recorded.
#[divan::bench]
fn packing_gif(bencher: divan::Bencher) {
    let (tapes, palette) = recorded(&compiled());
    let Export { reel_size: (width, height), .. } = Export::default();
    let size = (width as u16, height as u16);
    bencher.bench(|| {
        let pack = |tape: &Tape| {
            let mut encoder = gif::Encoder::new(palette.clone(), size);
            encoder.tape(tape);
            encoder.finish().frames().len()
        };
        tapes.iter().map(pack).sum::<usize>()
    });
}

/// A yardstick for the whole way to GIF: what is left when all is drawn, quantised and cut out already. The rectangle in which
/// each frame differs, with holes where it does not, is packed by another packer.
#[divan::bench]
fn packing_rectangles_alone(bencher: divan::Bencher) {
    let compiled = compiled();
    let (tapes, palette) = recorded(&compiled);
    let rectangles: Vec<_> =
        tapes.iter().flat_map(|tape| rectangles(tape, &mut Finder::new(palette.clone()))).collect();
    bencher.bench(|| {
        let pack = |(rect, indices): &(PixelRect, Vec<u8>)| {
            let (width, height) = (rect.w as u16, rect.h as u16);
            let mut frame = ::gif::Frame { width, height, buffer: indices.into(), ..::gif::Frame::default() };
            frame.make_lzw_pre_encoded();
            frame.buffer.len()
        };
        rectangles.iter().map(pack).sum::<usize>()
    });
}

/// Where each frame of a tape differs from the one before, as indices.
fn rectangles(tape: &Tape, finder: &mut Finder) -> Vec<(PixelRect, Vec<u8>)> {
    let (width, height) = tape.size();
    let mut shown = vec![TRANSPARENT; width as usize * height as usize];
    let mut rectangles = Vec::new();
    for frame in tape.frames() {
        let before = shown.clone();
        frame.each_run(|at, color, length| {
            finder.indices(&vec![color; length], &mut shown[at..at + length]);
        });
        let differs: Vec<usize> = (0..shown.len()).filter(|&at| shown[at] != before[at]).collect();
        let at = |place: usize| PixelRect { x: place as u32 % width, y: place as u32 / width, w: 1, h: 1 };
        let Some(rect) = differs.into_iter().map(at).reduce(PixelRect::union) else { continue };
        let rows =
            (rect.y..rect.y + rect.h).flat_map(|y| (rect.x..rect.x + rect.w).map(move |x| (y * width + x) as usize));
        let indices = rows.map(|at| if shown[at] == before[at] { TRANSPARENT } else { shown[at] }).collect();
        rectangles.push((rect, indices));
    }
    rectangles
}

#[divan::bench]
fn writing_the_slideshow(bencher: divan::Bencher) {
    let compiled = compiled();
    let alts = scene::describe(&compiled.timeline);
    bencher.bench(|| site::slideshow(&compiled.timeline, &compiled.boards, &alts, 1));
}

/// A save while the lesson is served: from the changed text to the page in memory.
#[divan::bench(args = ["nothing", "a caption", "a step"])]
fn a_save(bencher: divan::Bencher, of: &str) {
    let text = source().text;
    let other = match of {
        "a caption" => text.replacen("H1 asks S1 to talk to it", "H1 asks S1, politely, to talk to it", 1),
        "a step" => text.replacen("S1 notes: foo goes to", "S1 notes: the file goes to", 1),
        _ => text.clone(),
    };
    assert!(of == "nothing" || other != text, "the lesson no longer says that");
    let (mut memo, mut versions) = (site::Memo::default(), [text, other].into_iter().cycle());
    let mut save = || {
        let source = Source::new("lesson.md", versions.next().unwrap_or_default());
        let compiled = packetreel::compile(&source, &Pacing::default()).expect("the lesson is right");
        let alts = scene::describe(&compiled.timeline);
        site::slideshow_again(&mut memo, &compiled.timeline, &compiled.boards, &alts, 2)
    };
    save();
    bencher.bench_local(save);
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
