//! Bitmaps go in, what changes from each to the next comes out, as runs of one colour: what was drawn once is looked at again
//! without being drawn again. Colours are counted on the way.

use super::palette::Histogram;
use super::{Bitmap, PixelRect};

/// Frames of one size that follow each other. The first one is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tape {
    size: (u32, u32),
    shots: Vec<Shot>,
    /// Steps from pixel to pixel, row by row through the rectangles of a frame: how many pixels in the low byte, and their
    /// colour above it; or with nothing in the low byte, how many pixels stay as they are.
    steps: Vec<u32>,
}

/// A frame of a tape.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shot {
    delay_ms: u32,
    rects: Vec<PixelRect>,
    /// Where its steps end.
    end: usize,
}

/// A frame, as a tape has it.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// How long it stays.
    pub delay_ms: u32,
    /// What all that changes lies in.
    pub rect: Option<PixelRect>,
    rects: &'a [PixelRect],
    steps: &'a [u32],
    width: u32,
}

/// Records frames of one size, one after the other.
#[derive(Debug)]
pub struct Recorder {
    histogram: Histogram,
    before: Bitmap,
    tape: Tape,
    /// The most bytes of steps; where they are more, nothing is kept.
    most: usize,
    begun: bool,
}

impl Recorder {
    /// A recorder of frames of `size` (width, height), whose tape has about `most` bytes at most.
    pub fn new(size: (u32, u32), most: usize) -> Self {
        let before = Bitmap::filled(size.0, size.1, [0; 3]);
        let tape = Tape { size: (before.width, before.height), shots: Vec::new(), steps: Vec::new() };
        Self { histogram: Histogram::default(), before, tape, most, begun: false }
    }

    /// Adds a frame; one of another size is left out. `changed` are the rectangles outside of which it is like the frame
    /// before; for the first one they do not matter. None of them overlap.
    pub fn frame(&mut self, bitmap: &Bitmap, changed: &[PixelRect], delay_ms: u32) {
        let all = self.before.rect();
        if bitmap.rect() != all {
            return;
        }
        self.histogram.begin_frame();
        let rects =
            if self.begun { changed.iter().filter_map(|rect| rect.intersection(all)).collect() } else { vec![all] };
        let mut stay = 0;
        for &rect in &rects {
            for y in 0..rect.h {
                self.row(bitmap.row(rect, y), rect, y, &mut stay);
            }
        }
        self.begun = true;
        self.histogram.pass(delay_ms);
        self.tape.shots.push(Shot { delay_ms, rects, end: self.tape.steps.len() });
        if self.tape.steps.len() * size_of::<u32>() > self.most {
            self.tape.steps = Vec::new();
            self.tape.shots = Vec::new();
            self.most = 0;
        }
    }

    /// The colours of all frames, and the tape, unless it would have become too long.
    pub fn finish(mut self) -> (Histogram, Option<Tape>) {
        self.tape.steps.shrink_to_fit();
        let whole = self.most > 0;
        (self.histogram, whole.then_some(self.tape))
    }

    /// Takes over a row of a rectangle, past `stay` pixels that are as before.
    fn row(&mut self, row: &[u8], rect: PixelRect, y: u32, stay: &mut u32) {
        let before = self.before.row_mut(rect, y);
        if self.begun && before == row {
            *stay += rect.w;
            return;
        }
        let (old, mut at) = (before.as_chunks::<3>().0, 0);
        for run in row.as_chunks().0.chunk_by(|a, b| a == b) {
            let color = run[0];
            let mut new = 0;
            for part in old[at..at + run.len()].chunk_by(|a, b| a == b) {
                if self.begun && part[0] == color {
                    self.tape.change(color, std::mem::take(&mut new), stay, &mut self.histogram);
                    *stay += part.len() as u32;
                    continue;
                }
                if self.begun {
                    self.histogram.go(part[0], part.len());
                }
                new += part.len();
            }
            self.tape.change(color, new, stay, &mut self.histogram);
            at += run.len();
        }
        before.copy_from_slice(row);
    }
}

impl Tape {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// How much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let shots = self.shots.iter().map(|shot| size_of::<Shot>() + size_of_val(&shot.rects[..])).sum::<usize>();
        shots + size_of_val(&self.steps[..])
    }

    /// The frames, in order.
    pub fn frames(&self) -> impl Iterator<Item = Frame<'_>> {
        let starts = std::iter::once(0).chain(self.shots.iter().map(|shot| shot.end));
        self.shots.iter().zip(starts).map(|(shot, start)| Frame {
            delay_ms: shot.delay_ms,
            rect: shot.rects.iter().copied().reduce(PixelRect::union),
            rects: &shot.rects,
            steps: &self.steps[start..shot.end],
            width: self.size.0,
        })
    }

    /// After pixels that stay, some take a colour, if there are any.
    fn change(&mut self, color: [u8; 3], length: usize, stay: &mut u32, histogram: &mut Histogram) {
        if length == 0 {
            return;
        }
        histogram.come(color, length);
        let [r, g, b] = color;
        while *stay > 0 {
            let step = (*stay).min(0xff_ff_ff);
            self.steps.push(step << 8);
            *stay -= step;
        }
        let color = u32::from_be_bytes([r, g, b, 0]);
        let mut left = length;
        while left > 0 {
            let step = left.min(255);
            self.steps.push(color | step as u32);
            left -= step;
        }
    }
}

impl Frame<'_> {
    /// Hands over each run of pixels that take a colour: where in the picture it begins, counted row by row from its left top
    /// corner, the colour, and how long the run is. None goes beyond the end of a row.
    pub fn each_run(&self, mut see: impl FnMut(usize, [u8; 3], usize)) {
        let mut rects = self.rects.iter();
        let Some(mut rect) = rects.next() else { return };
        // From the left top corner of the rectangle.
        let (mut x, mut y) = (0, 0);
        for step in self.steps {
            let [r, g, b, length] = step.to_be_bytes();
            if length > 0 {
                let at = (rect.y + y) as usize * self.width as usize + (rect.x + x) as usize;
                see(at, [r, g, b], usize::from(length));
            }
            x += if length > 0 { u32::from(length) } else { step >> 8 };
            y += x / rect.w;
            x %= rect.w;
            while y >= rect.h {
                let Some(next) = rects.next() else { return };
                let past = (y - rect.h) * rect.w + x;
                rect = next;
                (x, y) = (past % rect.w, past / rect.w);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: u32, y: u32, w: u32, h: u32) -> PixelRect {
        PixelRect { x, y, w, h }
    }

    /// Pictures of patches that come and go, each with the rectangles in which it differs from the one before.
    fn pictures() -> Vec<(Bitmap, Vec<PixelRect>)> {
        let mut picture = Bitmap::filled(400, 60, [250; 3]);
        let mut pictures = vec![(picture.clone(), Vec::new())];
        for step in 0..9_u32 {
            let rects = [rect(step * 30, 5, 31, 20), rect(300 - step * 20, 40, 1 + step, 20)];
            for (number, rect) in rects.into_iter().enumerate() {
                for y in 0..rect.h {
                    let color = [number as u8, (y / 3) as u8, (step / 2) as u8];
                    picture.row_mut(rect, y).as_chunks_mut().0[step as usize / 2..].fill(color);
                }
            }
            pictures.push((picture.clone(), rects.to_vec()));
        }
        pictures.push((picture, vec![rect(0, 0, 400, 60)]));
        pictures
    }

    fn recorded(pictures: &[(Bitmap, Vec<PixelRect>)], most: usize) -> (Histogram, Option<Tape>) {
        let mut recorder = Recorder::new((400, 60), most);
        for (index, (picture, changed)) in pictures.iter().enumerate() {
            recorder.frame(picture, changed, 10 * index as u32);
        }
        recorder.finish()
    }

    #[test]
    fn a_tape_shows_every_frame_again() {
        let pictures = pictures();
        let tape = recorded(&pictures, 1 << 20).1.expect("it is short");
        let mut shown = Bitmap::filled(400, 60, [0; 3]);
        assert_eq!(tape.frames().count(), pictures.len());
        for (index, (frame, (picture, _))) in tape.frames().zip(&pictures).enumerate() {
            let mut pixels = 0;
            frame.each_run(|at, color, length| {
                shown.pixels.as_chunks_mut().0[at..at + length].fill(color);
                pixels += length;
            });
            assert!(shown == *picture, "frame {index}");
            assert_eq!(frame.delay_ms, 10 * index as u32);
            assert!(index == 0 || pixels <= 31 * 20 + 9 * 20, "{pixels} pixels in frame {index}");
        }
        // The last one is like the one before.
        assert_eq!(tape.frames().last().map(|frame| frame.steps.len()), Some(0));
    }

    #[test]
    fn its_colours_are_on_show_as_long_as_in_the_pictures() {
        let pictures = pictures();
        let (histogram, _) = recorded(&pictures, 1 << 20);
        let mut expected = Histogram::default();
        for (index, (picture, _)) in pictures.iter().enumerate() {
            expected.add(picture, 10 * index as u32);
        }
        assert_eq!(histogram.shown(), expected.shown());
    }

    #[test]
    fn what_would_become_too_long_is_not_kept() {
        let (histogram, tape) = recorded(&pictures(), 200);
        assert!(tape.is_none() && histogram.colors() > 3);
    }

    #[test]
    fn a_bitmap_of_another_size_is_left_out() {
        let mut recorder = Recorder::new((4, 4), 100);
        recorder.frame(&Bitmap::filled(5, 4, [1; 3]), &[], 10);
        assert_eq!(recorder.finish().1.map(|tape| tape.frames().count()), Some(0));
    }
}
