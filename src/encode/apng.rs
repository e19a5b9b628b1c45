//! Bitmaps go in, an animated PNG comes out: every colour as it is, of each frame only the rectangle that differs.
//!
//! Frames are packed once, as parts of a [`Reel`]; reels can be written one by one, and [one after the other](Writer) as a
//! single file that is never in memory as a whole.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{Bitmap, PixelRect, Repeat, png};

/// A packed frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedFrame {
    /// Where it differs from the frame before.
    pub rect: PixelRect,
    /// How long it stays, in milliseconds.
    pub delay_ms: u32,
    /// Its rows as a zlib stream.
    data: Vec<u8>,
}

/// Frames of one size that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reel {
    /// What the first frame shows, which is whole; nothing where the frames follow on those of another reel.
    first: Option<Bitmap>,
    /// For how much longer the last frame of that reel stays, in milliseconds.
    lead_ms: u32,
    frames: Vec<EncodedFrame>,
    last: Bitmap,
}

/// Packs frames of one size, one after the other.
#[derive(Debug)]
pub struct Encoder {
    reel: Reel,
}

impl Encoder {
    /// An encoder of frames of `size` (width, height); a side of 0 becomes 1.
    pub fn new(size: (u32, u32)) -> Self {
        let last = Bitmap::filled(size.0, size.1, [0; 3]);
        Self { reel: Reel { first: Some(last.clone()), lead_ms: 0, frames: Vec::new(), last } }
    }

    /// An encoder of frames that follow on those of a reel that ends with this picture.
    pub fn after(last: Bitmap) -> Self {
        Self { reel: Reel { first: None, lead_ms: 0, frames: Vec::new(), last } }
    }

    /// Adds a frame that stays for `delay_ms`; one of another size is left out.
    ///
    /// `changed` are the rectangles outside of which it is like the frame before; for the first one they do not matter.
    /// A frame that looks like the one before prolongs that one.
    pub fn frame(&mut self, bitmap: &Bitmap, changed: &[PixelRect], delay_ms: u32) {
        let reel = &mut self.reel;
        if reel.last.rect() != bitmap.rect() {
            return;
        }
        if let (Some(first), true) = (&mut reel.first, reel.frames.is_empty()) {
            reel.frames.push(packed(bitmap, bitmap.rect(), delay_ms));
            first.clone_from(bitmap);
            reel.last.clone_from(bitmap);
            return;
        }
        let rect = changed.iter().copied().reduce(PixelRect::union);
        reel.follow(bitmap, rect.and_then(|rect| rect.intersection(bitmap.rect())), delay_ms);
    }

    /// All frames.
    pub fn finish(self) -> Reel {
        self.reel
    }
}

impl Reel {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.last.width, self.last.height)
    }

    /// The frames, packed.
    pub fn frames(&self) -> &[EncodedFrame] {
        &self.frames
    }

    /// Adds what differs within `rect` as a frame, or prolongs the frame before.
    fn follow(&mut self, bitmap: &Bitmap, rect: Option<PixelRect>, delay_ms: u32) {
        let Some(rect) = rect.and_then(|rect| difference(&self.last, bitmap, rect)) else {
            let delay = self.frames.last_mut().map_or(&mut self.lead_ms, |last| &mut last.delay_ms);
            *delay += delay_ms;
            return;
        };
        self.frames.push(packed(bitmap, rect, delay_ms));
        for y in 0..rect.h {
            self.last.row_mut(rect, y).copy_from_slice(bitmap.row(rect, y));
        }
    }
}

/// Writes an animated PNG file of a reel that follows on no other: 8-bit RGB, no metadata. A viewer that knows no animation shows
/// the first frame.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(reel: &Reel, repeat: Repeat, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    put_head(out, reel.size(), repeat, reel.frames.len() as u32)?;
    for (number, frame) in (0..).zip(&reel.frames) {
        put_frame(out, number, frame)?;
    }
    png::chunk(out, *b"IEND", &[])?;
    out.flush()
}

/// Writes reels of one size as a single file, one after the other. Only the frame that begins one that does not follow on the
/// one before is packed anew.
#[derive(Debug)]
pub struct Writer {
    repeat: Repeat,
    /// What the last reel ended with; of all frames, the one that what comes next may prolong.
    so_far: Reel,
    /// How many frames are written.
    written: u32,
}

impl Writer {
    /// Begins a file of frames of `size` (width, height).
    pub fn new(size: (u32, u32), repeat: Repeat) -> Self {
        Self { repeat, so_far: Encoder::new(size).finish(), written: 0 }
    }

    /// The first bytes of the file, which says there how many frames it has: as many as were added. They have the same length
    /// at any time.
    ///
    /// # Errors
    /// If they cannot be written to memory, which they have no reason to.
    pub fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        put_head(&mut head, self.so_far.size(), self.repeat, self.written + self.so_far.frames.len() as u32)?;
        Ok(head)
    }

    /// Adds a reel, and returns the bytes of the file that follow on the head and those returned before. A reel of another size
    /// adds nothing, nor does an empty one, or one at the very beginning that follows on another.
    ///
    /// # Errors
    /// If a frame cannot be written to memory, which it has no reason to.
    pub fn add(&mut self, reel: &Reel) -> io::Result<Vec<u8>> {
        let begun = !self.so_far.frames.is_empty();
        let sound = if reel.first.is_some() { !reel.frames.is_empty() } else { begun };
        if !sound || reel.size() != self.so_far.size() {
            return Ok(Vec::new());
        }
        let mut frames = &reel.frames[..];
        match (&reel.first, frames) {
            (Some(first), [frame, rest @ ..]) if begun => {
                self.so_far.follow(first, Some(first.rect()), frame.delay_ms);
                frames = rest;
            }
            _ => self.so_far.frames.iter_mut().for_each(|last| last.delay_ms += reel.lead_ms),
        }
        self.so_far.last.clone_from(&reel.last);
        let Some((last, earlier)) = frames.split_last() else {
            let last = self.so_far.frames.pop();
            let bytes = self.put(&[]);
            self.so_far.frames.extend(last);
            return bytes;
        };
        let bytes = self.put(earlier);
        self.so_far.frames.push(last.clone());
        bytes
    }

    /// The rest of the file. Its head is true from now on.
    ///
    /// # Errors
    /// If it cannot be written to memory, which it has no reason to.
    pub fn finish(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = self.put(&[])?;
        png::chunk(&mut bytes, *b"IEND", &[])?;
        Ok(bytes)
    }

    /// Writes the frames that wait, and these.
    fn put(&mut self, frames: &[EncodedFrame]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let waiting = std::mem::take(&mut self.so_far.frames);
        for frame in waiting.iter().chain(frames) {
            put_frame(&mut bytes, self.written, frame)?;
            self.written += 1;
        }
        Ok(bytes)
    }
}

fn put_head(out: &mut impl Write, (width, height): (u32, u32), repeat: Repeat, frames: u32) -> io::Result<()> {
    out.write_all(png::SIGNATURE)?;
    // Eight bits a channel, red, green and blue, and the only methods that there are.
    png::chunk(out, *b"IHDR", &[&width.to_be_bytes(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]])?;
    let plays = match repeat {
        Repeat::Forever => 0,
        Repeat::Times(times) => u32::from(times.max(1)),
    };
    png::chunk(out, *b"acTL", &[&frames.to_be_bytes(), &plays.to_be_bytes()])
}

/// Writes a frame, counted from 0.
fn put_frame(out: &mut impl Write, number: u32, frame: &EncodedFrame) -> io::Result<()> {
    // Chunks of frames are numbered one after the other. The first frame has one, as its picture is that of the file.
    let serial = (number * 2).saturating_sub(1);
    control(out, serial, frame)?;
    if number == 0 {
        png::chunk(out, *b"IDAT", &[&frame.data])
    } else {
        png::chunk(out, *b"fdAT", &[&(serial + 1).to_be_bytes(), &frame.data])
    }
}

/// What a frame's control chunk says: its number, place and time, that it stays, and that it covers what was there.
fn control(out: &mut impl Write, serial: u32, frame: &EncodedFrame) -> io::Result<()> {
    let PixelRect { x, y, w, h } = frame.rect;
    let numbers: Vec<u8> = [serial, w, h, x, y].iter().flat_map(|number| number.to_be_bytes()).collect();
    let (ticks, ticks_a_second) = delay(frame.delay_ms);
    png::chunk(out, *b"fcTL", &[&numbers, &ticks.to_be_bytes(), &ticks_a_second.to_be_bytes(), &[0, 0]])
}

/// A time as a fraction of seconds with two bytes each: as exact as fits.
fn delay(ms: u32) -> (u16, u16) {
    let ticks = |a_second: u32| u16::try_from(ms / (1000 / a_second)).ok().map(|ticks| (ticks, a_second as u16));
    [1000, 100, 10, 1].into_iter().find_map(ticks).unwrap_or((u16::MAX, 1))
}

/// The smallest rectangle within `rect` that holds all differences of two bitmaps of the same size.
fn difference(before: &Bitmap, after: &Bitmap, rect: PixelRect) -> Option<PixelRect> {
    let differs = |y: &u32| before.row(rect, *y) != after.row(rect, *y);
    let top = (0..rect.h).find(differs)?;
    let bottom = (top..rect.h).rfind(differs)? + 1;
    let (mut left, mut right) = (rect.w as usize, 0);
    for y in top..bottom {
        let (before, after) = (before.row(rect, y).as_chunks::<3>().0, after.row(rect, y).as_chunks::<3>().0);
        let differs = |at: &usize| before[*at] != after[*at];
        left = (0..left).find(differs).unwrap_or(left);
        right = (right..before.len()).rfind(differs).map_or(right, |last| last + 1);
    }
    let (left, right) = (left as u32, right as u32);
    Some(PixelRect { x: rect.x + left, y: rect.y + top, w: right - left, h: bottom - top })
}

fn packed(bitmap: &Bitmap, rect: PixelRect, delay_ms: u32) -> EncodedFrame {
    let mut rows = Vec::with_capacity((rect.w as usize * 3 + 1) * rect.h as usize);
    for y in 0..rect.h {
        // Flat art packs best unfiltered.
        rows.push(0);
        rows.extend_from_slice(bitmap.row(rect, y));
    }
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::new(6));
    let data = zlib.write_all(&rows).and_then(|()| zlib.finish()).expect("a Vec takes everything");
    EncodedFrame { rect, delay_ms, data }
}

#[cfg(test)]
mod tests;
