use super::*;
use crate::encode::Bitmap;
use openh264::decoder::Decoder;
use openh264::formats::YUVSource;

const SIZE: (u32, u32) = (160, 96);

/// A square on grey, further right at each step.
fn picture(step: u32) -> Bitmap {
    let mut bitmap = Bitmap::filled(SIZE.0, SIZE.1, [200, 210, 220]);
    let square = PixelRect { x: 10 + step * 4, y: 30, w: 24, h: 24 };
    for y in 0..square.h {
        bitmap.row_mut(square, y).copy_from_slice(&[20, 90, 160].repeat(24));
    }
    bitmap
}

/// A picture with everything in it: slopes, letters of a kind, and noise that is the same every time.
fn busy((width, height): (u32, u32), seed: u32) -> Bitmap {
    let mut bitmap = Bitmap::filled(width, height, [240; 3]);
    let mut noise = seed.wrapping_mul(2_654_435_761) | 1;
    for y in 0..height {
        let row = PixelRect { x: 0, y, w: width, h: 1 };
        for (x, pixel) in (0..width).zip(bitmap.row_mut(row, 0).as_chunks_mut::<3>().0) {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match (x / 32 + y / 32 + seed) % 4 {
                0 => *pixel = [(x * 2) as u8, (y * 3) as u8, (x + y) as u8],
                1 if (x / 3 + y / 5) % 2 == 0 => *pixel = [10, 20, 90],
                2 => *pixel = [(noise >> 24) as u8, (noise >> 16) as u8, (noise >> 8) as u8],
                _ => {}
            }
        }
    }
    bitmap
}

fn planes(bitmap: &Bitmap) -> Planes {
    let mut planes = Planes::black((bitmap.width, bitmap.height));
    planes.take(bitmap, &[bitmap.rect()]);
    planes
}

/// A segment of pictures; where there is none, the last one once more.
fn segment(pictures: &[Option<Bitmap>], size: (u32, u32)) -> Segment {
    let mut encoder = Encoder::new(size, 30);
    for picture in pictures {
        match picture {
            Some(bitmap) => encoder.frame(&planes(bitmap), &[bitmap.rect()], &[]).expect("it has the right size"),
            None => encoder.again(),
        }
    }
    encoder.finish()
}

fn steps(steps: &[Option<u32>]) -> Segment {
    segment(&steps.iter().map(|step| step.map(picture)).collect::<Vec<_>>(), SIZE)
}

/// The three planes of each picture, by a decoder that knows nothing of the encoder.
fn decoded(segments: &[Segment]) -> Vec<[Vec<u8>; 3]> {
    let mut decoder = Decoder::new().expect("there is memory");
    let mut pictures = Vec::new();
    for segment in segments {
        let mut rest = &segment.data[..];
        let mut stream: Vec<u8> =
            segment.parameters.iter().flat_map(|unit| [&[0, 0, 0, 1], &unit[..]].concat()).collect();
        for &size in &segment.sizes {
            let (picture, after) = rest.split_at(size as usize);
            rest = after;
            stream.extend([0, 0, 0, 1]);
            stream.extend(&picture[4..]);
            let seen = decoder.decode(&std::mem::take(&mut stream)).expect("it is sound").expect("a picture");
            let (width, height) = seen.dimensions();
            let strides = seen.strides();
            let plane = |pixels: &[u8], stride: usize, width: usize, height: usize| -> Vec<u8> {
                pixels.chunks(stride).take(height).flat_map(|row| row[..width].to_vec()).collect()
            };
            pictures.push([
                plane(seen.y(), strides.0, width, height),
                plane(seen.u(), strides.1, width / 2, height / 2),
                plane(seen.v(), strides.2, width / 2, height / 2),
            ]);
        }
    }
    pictures
}

fn error(a: &[u8], b: &[u8]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).map(|off| off * off).sum::<f64>() / a.len() as f64
}

#[test]
fn a_decoder_sees_the_pictures_and_each_again_as_often_as_it_was_shown() {
    let order = [Some(0), None, None, Some(1), Some(2), None, None, None, Some(3), None, Some(9)];
    let seen = decoded(&[steps(&order)]);
    assert_eq!(seen.len(), order.len());
    let mut last = 0;
    for (index, step) in order.iter().enumerate() {
        last = step.unwrap_or(last);
        let error = error(&seen[index][0], &planes(&picture(last)).y);
        assert!(error < 2.0, "picture {index} is off by {error}");
        if step.is_none() {
            assert!(seen[index] == seen[index - 1], "picture {index} is not the one before");
        }
    }
}

#[test]
fn a_decoder_sees_to_the_bit_what_the_encoder_believes() {
    // Sides that are whole blocks, and sides that are not; every picture changes everywhere.
    for size in [(160, 96), (150, 90), (16, 16), (34, 130)] {
        let mut encoder = Encoder::new(size, 30);
        let mut believed = Vec::new();
        for seed in [0, 1, 1, 2, 5, 6] {
            let bitmap = busy(size, seed);
            // Guesses that are wrong make no picture wrong, by however many pixels.
            let moves = [[3, -1], [-7, 2], [1, 1], [0, 63], [9000, -9000]];
            encoder.frame(&planes(&bitmap), &[bitmap.rect()], &moves).expect("it has the right size");
            believed.push(encoder.now.clone());
        }
        let seen = decoded(&[encoder.finish()]);
        // What is believed of a picture is known when the next one comes.
        for (index, (seen, believed)) in seen.iter().zip(&believed[1..]).enumerate() {
            for (plane, (seen, believed)) in seen.iter().zip(&believed.planes).enumerate() {
                let width = if plane == 0 { size.0 } else { size.0 / 2 } as usize;
                for (y, row) in seen.chunks(width).enumerate() {
                    assert!(*row == believed.row(0, y)[..width], "{size:?}, picture {index}, plane {plane}, row {y}");
                }
            }
        }
    }
}

#[test]
fn every_picture_looks_like_its_source() {
    let size = (150, 90);
    let pictures = [0, 1, 2, 7].map(|seed| Some(busy(size, seed)));
    for (seen, bitmap) in decoded(&[segment(&pictures, size)]).iter().zip(pictures.iter().flatten()) {
        let source = planes(bitmap);
        // Noise that is seen once is told coarsely, but nothing is missing.
        for (seen, source) in seen.iter().zip([&source.y, &source.u, &source.v]) {
            assert!(error(seen, source) < 160.0, "off by {}", error(seen, source));
        }
    }
}

#[test]
fn nothing_of_what_has_passed_stays_behind() {
    let mut still = Bitmap::filled(SIZE.0, SIZE.1, [200, 210, 220]);
    still.row_mut(PixelRect { x: 40, y: 40, w: 60, h: 1 }, 0).fill(30);
    let passing = (0..25).map(|step| {
        let mut bitmap = still.clone();
        let packet = PixelRect { x: step * 5, y: 33 + step / 4, w: 30, h: 14 };
        (0..packet.h).for_each(|y| bitmap.row_mut(packet, y).fill(y as u8 * 15));
        Some(bitmap)
    });
    let pictures: Vec<Option<Bitmap>> =
        [Some(still.clone())].into_iter().chain(passing).chain([Some(still.clone())]).collect();
    let seen = decoded(&[segment(&pictures, SIZE)]);
    assert!(seen.first() == seen.last(), "the last picture is not the first one");
}

#[test]
fn what_moves_by_whole_pixels_takes_few_bytes() {
    let size = (320, 96);
    let letters = busy((64, 32), 5);
    let at = |x: u32| {
        let mut bitmap = Bitmap::filled(size.0, size.1, [250; 3]);
        for y in 0..32 {
            let row = letters.row(letters.rect(), y).to_vec();
            bitmap.row_mut(PixelRect { x, y: 21 + y, w: 64, h: 1 }, 0).copy_from_slice(&row);
        }
        bitmap
    };
    let mut encoder = Encoder::new(size, 30);
    let mut before = 20;
    for x in [20_i32, 32, 46, 62, 80] {
        let bitmap = at(x.unsigned_abs());
        encoder.frame(&planes(&bitmap), &[bitmap.rect()], &[[before - x, 0]]).expect("it has the right size");
        before = x;
    }
    let segment = encoder.finish();
    assert!(segment.sizes[0] > 1000, "{:?}", segment.sizes);
    assert!(segment.sizes[1..].iter().all(|size| *size < segment.sizes[0] / 4), "{:?}", segment.sizes);
}

#[test]
fn segments_play_one_after_the_other() {
    let seen = decoded(&[steps(&[Some(0), None, Some(5)]), steps(&[Some(7), None])]);
    assert_eq!(seen.len(), 5);
    assert!(error(&seen[4][0], &planes(&picture(7)).y) < 2.0);
}

#[test]
fn a_picture_that_stays_takes_a_few_bytes() {
    let segment = steps(&[Some(0), None, None]);
    assert!(segment.sizes[0] > 100 && segment.sizes[1] < 16 && segment.sizes[2] < 16, "{:?}", segment.sizes);
    assert_eq!(segment.sizes.iter().sum::<u32>() as usize, segment.data.len());
}

#[test]
fn what_is_outside_of_the_named_rectangles_is_taken_for_unchanged() {
    let mut encoder = Encoder::new(SIZE, 30);
    let (before, after) = (picture(0), picture(20));
    encoder.frame(&planes(&before), &[before.rect()], &[]).expect("it has the right size");
    encoder.frame(&planes(&after), &[PixelRect { x: 0, y: 0, w: 64, h: 96 }], &[]).expect("it has the right size");
    let seen = decoded(&[encoder.finish()]);
    // The square is gone where it was, and not there yet where it goes.
    assert!(seen[1][0].iter().all(|y| *y > 150));
}

#[test]
fn the_same_pictures_are_the_same_bytes() {
    let order = [Some(3), Some(4), None, Some(5)];
    assert_eq!(steps(&order), steps(&order));
}

#[test]
fn a_picture_of_another_size_is_an_error() {
    let mut encoder = Encoder::new(SIZE, 30);
    assert!(encoder.frame(&Planes::black((64, 64)), &[], &[]).is_err());
    assert_eq!(encoder.finish().sizes.len(), 0);
}

#[test]
fn many_pictures_do_not_run_out_of_numbers() {
    let mut encoder = Encoder::new((32, 32), 30);
    let bitmap = busy((32, 32), 3);
    encoder.frame(&planes(&bitmap), &[], &[]).expect("it has the right size");
    (0..1100).for_each(|_| encoder.again());
    let other = busy((32, 32), 4);
    encoder.frame(&planes(&other), &[other.rect()], &[]).expect("it has the right size");
    let seen = decoded(&[encoder.finish()]);
    assert_eq!(seen.len(), 1102);
    assert!(seen[1100] == seen[0] && seen[1101] != seen[0]);
}
