use super::*;
use crate::encode::{Bitmap, PixelRect};
use openh264::decoder::Decoder;
use openh264::formats::YUVSource;

const SIZE: (u32, u32) = (160, 96);

/// A square on grey, further right at each step.
fn picture(step: u32) -> Planes {
    let mut bitmap = Bitmap::filled(SIZE.0, SIZE.1, [200, 210, 220]);
    let square = PixelRect { x: 10 + step * 4, y: 30, w: 24, h: 24 };
    for y in 0..square.h {
        bitmap.row_mut(square, y).copy_from_slice(&[20, 90, 160].repeat(24));
    }
    let mut planes = Planes::black(SIZE);
    planes.take(&bitmap, &[bitmap.rect()]);
    planes
}

fn segment(steps: &[Option<u32>]) -> Segment {
    let mut encoder = Encoder::new(SIZE, 30).expect("there is memory");
    for step in steps {
        match step {
            Some(step) => encoder.frame(&picture(*step)).expect("it is a picture"),
            None => encoder.again(),
        }
    }
    encoder.finish()
}

/// The brightness of each picture, by the decoder.
fn decoded(segments: &[Segment]) -> Vec<Vec<u8>> {
    let mut decoder = Decoder::new().expect("there is memory");
    let mut pictures = Vec::new();
    for segment in segments {
        let mut rest = &segment.data[..];
        let mut parameters: Vec<u8> =
            segment.parameters.iter().flat_map(|unit| [&[0, 0, 0, 1], &unit[..]].concat()).collect();
        for &size in &segment.sizes {
            let (picture, after) = rest.split_at(size as usize);
            rest = after;
            parameters.extend([0, 0, 0, 1]);
            parameters.extend(&picture[4..]);
            let planes = decoder.decode(&std::mem::take(&mut parameters)).expect("it is sound").expect("a picture");
            let (stride, ..) = planes.strides();
            let rows = planes.y().chunks(stride).take(SIZE.1 as usize);
            pictures.push(rows.flat_map(|row| row[..SIZE.0 as usize].to_vec()).collect());
        }
    }
    pictures
}

fn error(a: &[u8], b: &[u8]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).map(|off| off * off).sum::<f64>() / a.len() as f64
}

#[test]
fn a_decoder_sees_the_pictures_and_each_again_as_often_as_it_was_shown() {
    let steps = [Some(0), None, None, Some(1), Some(2), None, None, None, Some(3), None, Some(9)];
    let seen = decoded(&[segment(&steps)]);
    assert_eq!(seen.len(), steps.len());
    let mut last = 0;
    for (index, step) in steps.iter().enumerate() {
        last = step.unwrap_or(last);
        let error = error(&seen[index], &picture(last).y);
        assert!(error < 2.0, "picture {index} is off by {error}");
        if step.is_none() {
            assert!(seen[index] == seen[index - 1], "picture {index} is not the one before");
        }
    }
}

#[test]
fn segments_play_one_after_the_other() {
    let seen = decoded(&[segment(&[Some(0), None, Some(5)]), segment(&[Some(7), None])]);
    assert_eq!(seen.len(), 5);
    assert!(error(&seen[4], &picture(7).y) < 2.0);
}

#[test]
fn a_picture_that_stays_takes_a_few_bytes() {
    let segment = segment(&[Some(0), None, None]);
    assert!(segment.sizes[0] > 100 && segment.sizes[1] < 20 && segment.sizes[2] < 20, "{:?}", segment.sizes);
    assert_eq!(segment.sizes.iter().sum::<u32>() as usize, segment.data.len());
}

#[test]
fn the_same_pictures_are_the_same_bytes() {
    let steps = [Some(3), Some(4), None, Some(5)];
    assert_eq!(segment(&steps), segment(&steps));
}

#[test]
fn a_picture_of_another_size_is_an_error() {
    let mut encoder = Encoder::new(SIZE, 30).expect("there is memory");
    assert!(encoder.frame(&Planes::black((32, 32))).is_err());
    encoder.again();
    assert!(encoder.finish().sizes.is_empty());
}
