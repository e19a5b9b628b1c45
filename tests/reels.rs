//! What moves shows what stands: the frames of reels against stills, and what their options do, from outside.

mod corpus;

use image::AnimationDecoder;
use image::codecs::png::PngDecoder;
use packetreel::Compiled;
use packetreel::export::{Export, File, Motion, Outputs, export};
use packetreel::raster::Painter;
use packetreel::theme::Theme;
use std::fs;
use std::io::Cursor;
use std::process::Command;

const SIZE: (u32, u32) = (320, 180);

const LOSSLESS: Export =
    Export { only: Outputs { apng: true, ..Outputs::NONE }, reel_size: SIZE, jobs: 2, ..Export::DEFAULT };

/// The first lesson of the corpus.
fn flagship() -> Compiled {
    let first = corpus::lessons().into_iter().next().expect("there are lessons");
    assert_eq!(first.name, "ftp-basics");
    first.compiled
}

fn files(compiled: &Compiled, options: &Export) -> Vec<File> {
    let mut files = Vec::new();
    let mut keep = |file| {
        files.push(file);
        Ok(())
    };
    export("lesson", compiled, options, &mut keep, &|_| {}).expect("memory takes everything");
    files
}

/// A reel's pictures as red, green and blue, each with the time at which it is no longer shown.
fn pictures(reel: &File) -> Vec<(Vec<u8>, u32)> {
    let decoder = PngDecoder::new(Cursor::new(&reel.bytes)).expect("it is a PNG");
    let mut end_ms = 0;
    let picture = |frame: image::ImageResult<image::Frame>| {
        let frame = frame.expect("each frame is sound");
        let (milliseconds, parts) = frame.delay().numer_denom_ms();
        end_ms += milliseconds / parts;
        let pixels = frame.buffer().as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
        (pixels, end_ms)
    };
    decoder.apng().expect("it is animated").into_frames().map(picture).collect()
}

#[test]
fn a_reel_shows_the_very_pixels_of_the_stills_at_200_moments() {
    let flagship = &flagship();
    let reels: Vec<File> = files(flagship, &LOSSLESS).into_iter().filter(|file| file.about.page.is_some()).collect();
    let length: u32 = reels.iter().filter_map(|reel| reel.about.duration_ms).sum();
    let mut moments = 0;
    let mut before = 0;
    for reel in &reels {
        let page = reel.about.page.expect("those without were left out") as usize - 1;
        let (board, pictures) = (&flagship.board(page), pictures(reel));
        // 200 times in all, evenly, each moved to the frame that is shown then; 20 frames a second are one each 50 ms.
        let times = (0..200).map(|moment| length / 200 * moment / 50 * 50);
        for time in times.filter(|time| (before..before + board.duration_ms).contains(time)).map(|time| time - before) {
            let (shown, _) = pictures.iter().find(|(_, end_ms)| time < *end_ms).expect("the reel lasts as long");
            let mut fresh = Painter::new(Theme::Light, SIZE);
            fresh.show(&board.at(time / 50 * 50));
            assert!(fresh.bitmap().pixels == *shown, "page {}, {time} ms", page + 1);
            moments += 1;
        }
        before += board.duration_ms;
    }
    assert_eq!(moments, 200);
}

#[test]
fn without_captions_the_strip_below_is_free_and_all_else_the_same() {
    let flagship = &flagship();
    let one = Export { pages: Some((2, 2)), fps: 2, ..LOSSLESS };
    let without = Export { motion: Motion { captions: false, ..Motion::DEFAULT }, ..one };
    let (with, without) = (files(flagship, &one), files(flagship, &without));
    // The panels end at 608 of 720 units: at row 152 of 180, and their edges a little below.
    let strip = (SIZE.0 * 154 * 3) as usize;
    let (with, without) = (pictures(&with[0]), pictures(&without[0]));
    let last = (&with.last().expect("there is one").0, &without.last().expect("there is one").0);
    assert!(last.0[..strip] == last.1[..strip], "the picture differs");
    let one_colour = |pixels: &[u8]| pixels.as_chunks::<3>().0.windows(2).all(|pair| pair[0] == pair[1]);
    assert!(!one_colour(&last.0[strip..]) && one_colour(&last.1[strip..]));
}

#[test]
fn what_cannot_be_is_told_with_2_and_nothing_is_written() {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    let lesson =
        "---\nhosts: { A: {}, B: {} }\n---\n\n# Words\n\nNone.\n\n# Ping\n\n1. `A -> B: ping`\n   Is B there?\n";
    fs::write(at.path().join("ping.md"), lesson).expect("the test can write");
    for (arguments, reason) in [
        ("--only gif --page 3", "there is no page 3 in ping: it has 2 pages"),
        ("--only gif --page 1", "nothing happens on page 1 of ping"),
        ("--only gif --fps 60", "at most 50 frames a second"),
        (
            "--only gif --reel-size 160x90 --max-bytes 500",
            "do not fit in 500 bytes: even 40x22 at 5 frames a second takes",
        ),
        ("--only mp4 --size 321x180", "even numbers"),
        ("--only mp4 --size 4000x180", "at most 3840x2160"),
        ("--loop 0", "a whole number from 1 to 65535"),
        ("--page 0", "pages are counted from 1"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
        command.current_dir(at.path()).args(["build", "ping.md"]).args(arguments.split(' '));
        let output = command.output().expect("the binary was built with the tests");
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {words}");
        assert!(words.contains(reason), "{arguments}: {words}");
        assert!(!at.path().join("dist").exists(), "{arguments}");
    }
}

#[test]
fn a_limit_of_bytes_is_kept_and_the_choice_told() {
    let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
    let lesson = "---\nhosts: { A: {}, B: {} }\n---\n\n# Ping\n\n1. `A -> B: ping`\n   Is B there?\n";
    fs::write(at.path().join("ping.md"), lesson).expect("the test can write");
    let mut command = Command::new(env!("CARGO_BIN_EXE_packetreel"));
    let options = ["--only", "gif", "--reel-size", "320x180", "--max-bytes", "15kB"];
    let output =
        command.current_dir(at.path()).args(["build", "ping.md"]).args(options).output().expect("it was built");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && words.starts_with("ping: GIFs of "), "{words}");
    let length = fs::metadata(at.path().join("dist/ping/reels/ping.gif")).expect("it was made").len();
    assert!(length <= 15_000, "{length} bytes: {words}");
}
