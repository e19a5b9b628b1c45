use ::gif::{ColorOutput, DecodeOptions};

use super::*;
use crate::encode::palette::Histogram;
use crate::encode::tape::Recorder;

const SIZE: (u16, u16) = (80, 50);

fn bitmap() -> Bitmap {
    Bitmap::filled(80, 50, [250, 250, 250])
}

fn paint(bitmap: &mut Bitmap, rect: PixelRect, rgb: [u8; 3]) {
    for y in 0..rect.h {
        bitmap.row_mut(rect, y).copy_from_slice(&rgb.repeat(rect.w as usize));
    }
}

const fn rect(x: u32, y: u32, w: u32, h: u32) -> PixelRect {
    PixelRect { x, y, w, h }
}

/// A square that moves from the left to the right; each picture with what has changed in it.
fn moving(from: u32) -> Vec<(Bitmap, Vec<PixelRect>)> {
    (0..6_u32)
        .map(|step| {
            let mut picture = bitmap();
            let (old, new) = (rect(from + (step.max(1) - 1) * 5, 20, 10, 10), rect(from + step * 5, 20, 10, 10));
            paint(&mut picture, new, [10, 90, (step / 2 * 40) as u8]);
            (picture, vec![old, new])
        })
        .collect()
}

fn palette(pictures: &[(Bitmap, Vec<PixelRect>)]) -> Palette {
    let mut histogram = Histogram::default();
    for (picture, _) in pictures {
        histogram.add(picture, 10);
    }
    histogram.palette()
}

fn reel(pictures: &[(Bitmap, Vec<PixelRect>)], palette: &Palette, delay_ms: u32) -> Reel {
    let mut encoder = Encoder::new(palette.clone(), SIZE);
    for (picture, changed) in pictures {
        encoder.frame(picture, changed, delay_ms);
    }
    encoder.finish()
}

fn file(reel: &Reel, palette: &Palette, repeat: Repeat) -> Vec<u8> {
    let mut file = Vec::new();
    write(reel, palette, repeat, &mut file).expect("a Vec takes everything");
    file
}

/// The pictures that a viewer of the file sees, and how long each stays.
fn seen(file: &[u8]) -> Vec<(Vec<u8>, u16)> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    let mut decoder = options.read_info(file).expect("it is a GIF file");
    let width = usize::from(decoder.width());
    let mut canvas = vec![0; width * usize::from(decoder.height()) * 3];
    let mut seen = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("its frames are sound") {
        for (at, pixel) in frame.buffer.as_chunks::<4>().0.iter().enumerate() {
            let x = usize::from(frame.left) + at % usize::from(frame.width);
            let y = usize::from(frame.top) + at / usize::from(frame.width);
            if pixel[3] > 0 {
                canvas[(y * width + x) * 3..][..3].copy_from_slice(&pixel[..3]);
            }
        }
        seen.push((canvas.clone(), frame.delay));
    }
    seen
}

#[test]
fn a_viewer_sees_the_very_pictures() {
    let pictures = moving(3);
    let palette = palette(&pictures);
    let seen = seen(&file(&reel(&pictures, &palette, 40), &palette, Repeat::Forever));
    assert_eq!(seen.len(), 6);
    for ((picture, _), (canvas, delay)) in pictures.iter().zip(&seen) {
        assert!(*canvas == picture.pixels);
        assert_eq!(*delay, 4);
    }
}

#[test]
fn a_frame_is_the_rectangle_in_which_it_differs() {
    let pictures = moving(3);
    let reel = reel(&pictures, &palette(&pictures), 40);
    let rects: Vec<PixelRect> = reel.frames().iter().map(|frame| frame.rect).collect();
    // Where the colour stays, only five columns at each end differ, which lie within 15 columns.
    assert_eq!(rects[..3], [rect(0, 0, 80, 50), rect(3, 20, 15, 10), rect(8, 20, 15, 10)]);
}

#[test]
fn equal_frames_become_one_that_stays_longer() {
    let (picture, all) = (bitmap(), vec![rect(0, 0, 80, 50)]);
    let pictures = vec![(picture.clone(), all.clone()), (picture.clone(), vec![]), (picture, all)];
    let reel = reel(&pictures, &palette(&pictures), 50);
    assert_eq!(reel.frames().iter().map(|frame| frame.delay_cs).collect::<Vec<_>>(), [15]);
}

#[test]
fn rounded_times_do_not_drift() {
    let pictures = moving(3);
    let reel = reel(&pictures, &palette(&pictures), 33);
    // Frames begin at 0, 33, 66, 99, 132, 165 and end at 198 ms: at 0, 3, 7, 10, 13, 17 and 20 hundredths.
    assert_eq!(reel.frames().iter().map(|frame| frame.delay_cs).collect::<Vec<_>>(), [3, 4, 3, 3, 4, 3]);
}

/// The file that shows reels one after the other.
fn joined(reels: &[Reel], palette: &Palette) -> Vec<u8> {
    let mut writer = Writer::new(palette, SIZE, Repeat::Forever).expect("memory takes everything");
    let mut file = Vec::new();
    for reel in reels {
        file.extend(writer.add(reel).expect("memory takes everything"));
    }
    file.extend(writer.finish().expect("memory takes everything"));
    file
}

#[test]
fn joined_reels_show_one_after_the_other() {
    let (first, second) = (moving(3), moving(40));
    let all = [first.clone(), second.clone()].concat();
    let palette = palette(&all);
    let apart = [reel(&first, &palette, 40), reel(&second, &palette, 40)];
    let alone = apart.each_ref().map(|reel| file(reel, &palette, Repeat::Forever).len());
    let file = joined(&apart, &palette);
    assert!(file.len() < alone.iter().sum(), "the second reel's first frame is whole in the joined file");
    let seen = seen(&file);
    assert_eq!(seen.len(), 12);
    assert!(all.iter().zip(&seen).all(|((picture, _), (canvas, _))| *canvas == picture.pixels));
}

#[test]
fn one_reel_joined_is_the_reel() {
    let pictures = moving(3);
    let palette = palette(&pictures);
    let reel = reel(&pictures, &palette, 40);
    assert_eq!(joined(std::slice::from_ref(&reel), &palette), file(&reel, &palette, Repeat::Forever));
}

#[test]
fn a_reel_that_begins_as_the_one_before_ends_prolongs_it() {
    let pictures = moving(3);
    let palette = palette(&pictures);
    let still = reel(&pictures[5..], &palette, 70);
    let seen = seen(&joined(&[reel(&pictures, &palette, 40), still], &palette));
    assert_eq!(seen.len(), 6);
    assert_eq!(seen[5].1, 11);
}

/// The same pictures as reels that follow on each other, each of so many pictures.
fn stretches(pictures: &[(Bitmap, Vec<PixelRect>)], palette: &Palette, delay_ms: u32, lengths: &[usize]) -> Vec<Reel> {
    let mut at = 0_usize;
    let stretch = |length: &usize| {
        let mut encoder = match at.checked_sub(1) {
            Some(before) => Encoder::after(palette.clone(), SIZE, &pictures[before].0, at as u64 * u64::from(delay_ms)),
            None => Encoder::new(palette.clone(), SIZE),
        };
        for (picture, changed) in &pictures[at..at + length] {
            encoder.frame(picture, changed, delay_ms);
        }
        at += length;
        encoder.finish()
    };
    lengths.iter().map(stretch).collect()
}

#[test]
fn a_reel_in_stretches_is_the_same_file() {
    let mut pictures = moving(3);
    let still = (pictures[5].0.clone(), Vec::new());
    // The sixth to the ninth picture are alike.
    pictures.extend([still.clone(), still.clone(), still]);
    pictures.push((bitmap(), vec![rect(0, 0, 80, 50)]));
    let palette = palette(&pictures);
    // Times that are rounded in different ways.
    let at_once = file(&reel(&pictures, &palette, 33), &palette, Repeat::Forever);
    for lengths in [&[10][..], &[6, 4], &[3, 1, 2, 1, 1, 2], &[1; 10], &[9, 1]] {
        assert!(joined(&stretches(&pictures, &palette, 33, lengths), &palette) == at_once, "{lengths:?}");
    }
}

#[test]
fn a_reel_that_follows_on_none_adds_nothing() {
    let pictures = moving(3);
    let palette = palette(&pictures);
    let late = stretches(&pictures, &palette, 40, &[2, 4]).remove(1);
    let whole = reel(&pictures, &palette, 40);
    assert_eq!(joined(&[late, whole.clone()], &palette), file(&whole, &palette, Repeat::Forever));
}

#[test]
fn a_file_says_how_often_it_is_shown() {
    let pictures = moving(3);
    let palette = palette(&pictures);
    let reel = reel(&pictures[..1], &palette, 100);
    let loops = |repeat| {
        let file = file(&reel, &palette, repeat);
        let at = file.windows(11).position(|window| window == b"NETSCAPE2.0")?;
        Some(u16::from_le_bytes([file[at + 13], file[at + 14]]))
    };
    assert_eq!(loops(Repeat::Forever), Some(0));
    assert_eq!(loops(Repeat::Times(3)), Some(2));
    assert_eq!((loops(Repeat::Times(1)), loops(Repeat::Times(0))), (None, None));
}

#[test]
fn a_bitmap_of_another_size_does_no_harm() {
    let palette = palette(&moving(3));
    let mut encoder = Encoder::new(palette, SIZE);
    for (side, blue) in [(200, 80), (10, 0)] {
        let bitmap = Bitmap::filled(side, side, [10, 90, blue]);
        encoder.frame(&bitmap, &[rect(0, 0, side, side), rect(900, 900, 9, 9)], 40);
    }
    let rects: Vec<PixelRect> = encoder.finish().frames().iter().map(|frame| frame.rect).collect();
    assert_eq!(rects, [rect(0, 0, 80, 50), rect(0, 0, 10, 10)]);
}

/// Flat areas, and edges whose pixels are mixtures: what a frame of panels and text is made of, at 1,300 colours.
fn flat_art() -> Vec<Bitmap> {
    let flat =
        [[255, 255, 255], [244, 246, 250], [18, 25, 43], [37, 99, 235], [15, 118, 110], [15, 23, 42], [254, 231, 214]];
    let mut mixtures = (0..1300_u32).map(|number| {
        let (a, b) = (flat[number as usize % 7], flat[(number / 7) as usize % 7]);
        let part = number / 49 * 9 + 7;
        [0, 1, 2].map(|at| ((u32::from(a[at]) * part + u32::from(b[at]) * (255 - part)) / 255) as u8)
    });
    let frame = |colors: Vec<[u8; 3]>| {
        let mut bitmap = Bitmap::filled(400, 250, flat[0]);
        for (index, &color) in flat.iter().enumerate() {
            paint(&mut bitmap, rect(10 + 50 * index as u32, 10, 40, 200), color);
        }
        for (index, color) in colors.into_iter().enumerate() {
            // Three pixels each, in rows: about two in a hundred pixels of a frame are mixtures.
            let (x, y) = (index as u32 * 3 % 390, 220 + index as u32 * 3 / 390);
            paint(&mut bitmap, rect(x, y, 3, 1), color);
        }
        bitmap
    };
    (0..2).map(|_| frame(mixtures.by_ref().take(650).collect())).collect()
}

#[test]
fn flat_art_of_many_colours_keeps_a_psnr_of_61_db() {
    let frames = flat_art();
    let mut histogram = Histogram::default();
    for frame in &frames {
        histogram.add(frame, 10);
    }
    assert!(histogram.colors() > 900, "{} colours", histogram.colors());
    let palette = histogram.palette();
    let mut encoder = Encoder::new(palette.clone(), (400, 250));
    for frame in &frames {
        encoder.frame(frame, &[frame.rect()], 100);
    }
    let seen = seen(&file(&encoder.finish(), &palette, Repeat::Forever));
    let mut squares = 0_u64;
    for (frame, (canvas, _)) in frames.iter().zip(&seen) {
        squares += frame.pixels.iter().zip(canvas).map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum::<u64>();
    }
    // 61 dB: a mean of the squared differences of 255² / 10^6.1 = 0.0516.
    let mean = squares as f64 / (frames.len() * 400 * 250 * 3) as f64;
    assert!(mean <= 0.0516, "{mean}");
}

#[test]
fn a_tape_comes_to_the_same_as_its_bitmaps() {
    let pictures = [moving(3), moving(40)].concat();
    let palette = palette(&pictures);
    let mut recorder = Recorder::new((80, 50), 1 << 20);
    for (picture, _) in &pictures {
        recorder.frame(picture, &[picture.rect()], 33);
    }
    let (_, tape) = recorder.finish();
    let mut encoder = Encoder::new(palette.clone(), SIZE);
    encoder.tape(&tape.expect("it is short"));
    let mut bitmaps = Encoder::new(palette.clone(), SIZE);
    for (picture, _) in &pictures {
        bitmaps.frame(picture, &[picture.rect()], 33);
    }
    assert_eq!(encoder.finish(), bitmaps.finish());
}
