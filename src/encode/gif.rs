//! Bitmaps go in, an animated GIF comes out: of each frame only the rectangle in which it differs from the one before.
//!
//! Frames are packed once, as parts of a [`Reel`]; reels of one palette can be written one by one, and
//! [one after the other](Writer) as a single file that is never in memory as a whole.

mod lzw;

use std::borrow::Cow;
use std::io::{self, Write};

use ::gif::{DisposalMethod, EncodingError, Frame};

use super::palette::{Finder, Palette, TRANSPARENT};
use super::tape::Tape;
use super::{Bitmap, PixelRect, Repeat};

/// A packed frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedFrame {
    /// Where it differs from the frame before.
    pub rect: PixelRect,
    /// How long it stays, in hundredths of a second.
    pub delay_cs: u32,
    /// Whether there are pixels that stay as they were.
    holes: bool,
    /// LZW, with the code size in front.
    data: Vec<u8>,
}

/// Frames that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reel {
    size: (u16, u16),
    /// What the first frame shows, which is whole, as indices in the palette; nothing where the frames follow on those of another
    /// reel.
    first: Option<Vec<u8>>,
    /// For how much longer the last frame of that reel stays, in hundredths of a second.
    lead_cs: u32,
    frames: Vec<EncodedFrame>,
    /// The last picture, as indices.
    last: Vec<u8>,
}

/// Packs frames of one size and palette, one after the other.
#[derive(Debug)]
pub struct Encoder {
    finder: Finder,
    reel: Reel,
    /// The picture before the last one, while a frame is added; else the last one.
    before: Vec<u8>,
    /// When the next frame begins.
    clock_ms: u64,
}

impl Encoder {
    /// An encoder of frames of `size` (width, height).
    pub fn new(palette: Palette, size: (u16, u16)) -> Self {
        let reel = Reel { size, first: Some(Vec::new()), lead_cs: 0, frames: Vec::new(), last: Vec::new() };
        Self { finder: Finder::new(palette), reel, before: Vec::new(), clock_ms: 0 }
    }

    /// An encoder of frames that follow on those of a reel of the same palette and size, which ends with this picture and lasts
    /// until `clock_ms`.
    pub fn after(palette: Palette, size: (u16, u16), last: &Bitmap, clock_ms: u64) -> Self {
        let mut encoder = Self::new(palette, size);
        encoder.take(last, canvas(size));
        encoder.before.clone_from(&encoder.reel.last);
        encoder.reel.first = None;
        Self { clock_ms, ..encoder }
    }

    /// Adds a frame that stays for `delay_ms`; browsers slow down frames of less than 20 ms.
    ///
    /// `changed` are the rectangles outside of which it is like the frame before; for the first one they do not matter.
    /// Times are rounded to hundredths of a second from the start on, so no error adds up. A frame that looks like the one
    /// before prolongs that one.
    pub fn frame(&mut self, bitmap: &Bitmap, changed: &[PixelRect], delay_ms: u32) {
        let canvas = canvas(self.reel.size);
        if self.reel.is_to_begin() {
            self.take(bitmap, canvas);
            return self.shown(None, delay_ms);
        }
        let changed = changed.iter().filter_map(|rect| rect.intersection(canvas));
        let mut all: Option<PixelRect> = None;
        for rect in changed {
            self.take(bitmap, rect);
            all = Some(all.map_or(rect, |all| all.union(rect)));
        }
        self.shown(all, delay_ms);
    }

    /// Adds the frames of a tape, which came to the same as one [`frame`](Self::frame) after the other. A tape of another
    /// size adds nothing.
    pub fn tape(&mut self, tape: &Tape) {
        let canvas = canvas(self.reel.size);
        if tape.size() != (canvas.w, canvas.h) {
            return;
        }
        self.reel.last.resize(canvas.area() as usize, 0);
        for frame in tape.frames() {
            let (finder, last) = (&mut self.finder, &mut self.reel.last);
            frame.each_run(|at, rgb, length| {
                if let Some(part) = last.get_mut(at..at + length) {
                    part.fill(finder.index(rgb));
                }
            });
            self.shown(frame.rect, frame.delay_ms);
        }
    }

    /// Packs the picture that was taken over, which differs from the one before in this rectangle at most.
    fn shown(&mut self, changed: Option<PixelRect>, delay_ms: u32) {
        let in_cs = |clock_ms: u64| (clock_ms + 5) / 10;
        let begin_cs = in_cs(self.clock_ms);
        self.clock_ms += u64::from(delay_ms);
        let delay_cs = (in_cs(self.clock_ms) - begin_cs) as u32;
        if self.reel.is_to_begin() {
            self.reel.first = Some(self.reel.last.clone());
            self.before.clone_from(&self.reel.last);
            self.reel.frames.push(whole(&self.reel, delay_cs));
            return;
        }
        self.reel.follow(&self.before, changed, delay_cs);
        for range in changed.into_iter().flat_map(|rect| rows(rect, u32::from(self.reel.size.0))) {
            self.before[range.clone()].copy_from_slice(&self.reel.last[range]);
        }
    }

    /// All frames.
    pub fn finish(self) -> Reel {
        self.reel
    }

    /// Takes over the indices of a part of a bitmap.
    fn take(&mut self, bitmap: &Bitmap, rect: PixelRect) {
        let canvas = canvas(self.reel.size);
        self.reel.last.resize(canvas.area() as usize, 0);
        let Some(rect) = rect.intersection(canvas).and_then(|rect| rect.intersection(bitmap.rect())) else { return };
        for y in 0..rect.h {
            let start = (rect.y + y) as usize * canvas.w as usize + rect.x as usize;
            let row = &mut self.reel.last[start..start + rect.w as usize];
            self.finder.indices(bitmap.row(rect, y).as_chunks().0, row);
        }
    }
}

impl Reel {
    /// Width and height in pixels.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The frames, packed.
    pub fn frames(&self) -> &[EncodedFrame] {
        &self.frames
    }

    /// True where the next frame is a whole one.
    fn is_to_begin(&self) -> bool {
        self.frames.is_empty() && self.first.is_some()
    }

    /// Adds what differs between `before` and the last picture within `rect` as a frame, or prolongs the frame before.
    fn follow(&mut self, before: &[u8], rect: Option<PixelRect>, delay_cs: u32) {
        let width = u32::from(self.size.0);
        if let Some(rect) = rect.and_then(|rect| difference(before, &self.last, width, rect)) {
            self.frames.push(packed(before, &self.last, rect, self.size, delay_cs));
        } else {
            let delay = self.frames.last_mut().map_or(&mut self.lead_cs, |last| &mut last.delay_cs);
            *delay += delay_cs;
        }
    }
}

/// Writes a GIF file of a reel that follows on no other.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(reel: &Reel, palette: &Palette, repeat: Repeat, mut out: impl Write) -> io::Result<()> {
    put(reel, palette, repeat, &mut out).map_err(as_io)
}

fn put(reel: &Reel, palette: &Palette, repeat: Repeat, out: &mut impl Write) -> Result<(), EncodingError> {
    let mut encoder = begin(palette, reel.size, repeat, out)?;
    for frame in &reel.frames {
        put_frame(&mut encoder, frame)?;
    }
    encoder.into_inner()?.flush()?;
    Ok(())
}

/// Writes reels of one size and palette as a single file, one after the other. Only the frame that begins one that does not
/// follow on the one before is packed anew.
pub struct Writer {
    encoder: ::gif::Encoder<Vec<u8>>,
    /// What the last reel ended with; of all frames, the one that what comes next may prolong.
    so_far: Reel,
}

impl Writer {
    /// Begins a file.
    ///
    /// # Errors
    /// If the head cannot be written to memory, which it has no reason to.
    pub fn new(palette: &Palette, size: (u16, u16), repeat: Repeat) -> io::Result<Self> {
        let encoder = begin(palette, size, repeat, Vec::new()).map_err(as_io)?;
        let so_far = Encoder::new(palette.clone(), size).finish();
        Ok(Self { encoder, so_far })
    }

    /// Adds a reel, and returns the bytes of the file that follow on those returned before. A reel of another size adds
    /// nothing, nor does an empty one, or one at the very beginning that follows on another.
    ///
    /// # Errors
    /// If a frame cannot be written to memory, which it has no reason to.
    pub fn add(&mut self, reel: &Reel) -> io::Result<Vec<u8>> {
        let begun = !self.so_far.frames.is_empty();
        let sound = if reel.first.is_some() { !reel.frames.is_empty() } else { begun };
        if !sound || reel.size != self.so_far.size {
            return Ok(Vec::new());
        }
        let mut frames = &reel.frames[..];
        match (&reel.first, frames) {
            (Some(first), [frame, rest @ ..]) if begun => {
                let before = std::mem::replace(&mut self.so_far.last, first.clone());
                self.so_far.follow(&before, Some(canvas(reel.size)), frame.delay_cs);
                frames = rest;
            }
            _ => self.so_far.frames.iter_mut().for_each(|last| last.delay_cs += reel.lead_cs),
        }
        self.so_far.last.clone_from(&reel.last);
        if let Some((last, earlier)) = frames.split_last() {
            self.put(earlier)?;
            self.so_far.frames.push(last.clone());
        } else {
            let last = self.so_far.frames.pop();
            self.put(&[])?;
            self.so_far.frames.extend(last);
        }
        Ok(std::mem::take(self.encoder.get_mut()))
    }

    /// The rest of the file.
    ///
    /// # Errors
    /// If it cannot be written to memory, which it has no reason to.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.put(&[])?;
        self.encoder.into_inner().map_err(as_io)
    }

    /// Writes the frames that wait, and these.
    fn put(&mut self, frames: &[EncodedFrame]) -> io::Result<()> {
        for frame in std::mem::take(&mut self.so_far.frames).iter().chain(frames) {
            put_frame(&mut self.encoder, frame).map_err(as_io)?;
        }
        Ok(())
    }
}

fn begin<W: Write>(
    palette: &Palette,
    size: (u16, u16),
    repeat: Repeat,
    out: W,
) -> Result<::gif::Encoder<W>, EncodingError> {
    // The first index leaves a pixel as it was.
    let mut table = vec![0, 0, 0];
    table.extend(palette.colors().as_flattened());
    let mut encoder = ::gif::Encoder::new(out, size.0, size.1, &table)?;
    match repeat {
        Repeat::Forever => encoder.set_repeat(::gif::Repeat::Infinite)?,
        // The file says how often it is shown after the first time, and says nothing for once.
        Repeat::Times(times) => encoder.set_repeat(::gif::Repeat::Finite(times.saturating_sub(1)))?,
    }
    Ok(encoder)
}

fn put_frame<W: Write>(encoder: &mut ::gif::Encoder<W>, frame: &EncodedFrame) -> Result<(), EncodingError> {
    encoder.write_lzw_pre_encoded_frame(&Frame {
        delay: u16::try_from(frame.delay_cs).unwrap_or(u16::MAX),
        buffer: Cow::Borrowed(&frame.data),
        ..header(frame)
    })
}

fn as_io(error: EncodingError) -> io::Error {
    match error {
        EncodingError::Io(error) => error,
        other => io::Error::other(other),
    }
}

fn canvas((width, height): (u16, u16)) -> PixelRect {
    PixelRect { x: 0, y: 0, w: u32::from(width), h: u32::from(height) }
}

/// The frame that shows the last picture all by itself.
fn whole(reel: &Reel, delay_cs: u32) -> EncodedFrame {
    EncodedFrame { rect: canvas(reel.size), delay_cs, holes: false, data: lzw::pack(&reel.last, &reel.last) }
}

/// Where the rows of a rectangle lie in a picture of this width.
fn rows(rect: PixelRect, width: u32) -> impl Iterator<Item = std::ops::Range<usize>> {
    (rect.y..rect.y + rect.h).map(move |y| {
        let start = y as usize * width as usize + rect.x as usize;
        start..start + rect.w as usize
    })
}

/// The smallest rectangle within `rect` that holds all differences of two pictures of this width.
fn difference(before: &[u8], after: &[u8], width: u32, rect: PixelRect) -> Option<PixelRect> {
    let pairs: Vec<_> = rows(rect, width).map(|row| (&before[row.clone()], &after[row])).collect();
    let top = pairs.iter().position(|(before, after)| before != after)?;
    let bottom = pairs.iter().rposition(|(before, after)| before != after)? + 1;
    let (mut left, mut right) = (rect.w as usize, 0);
    for (before, after) in &pairs[top..bottom] {
        let differs = |at: &usize| before[*at] != after[*at];
        left = (0..left).find(differs).unwrap_or(left);
        right = (right..rect.w as usize).rev().find(differs).map_or(right, |last| last + 1);
    }
    let [left, top, w, h] = [left, top, right - left, bottom - top].map(|side| side as u32);
    Some(PixelRect { x: rect.x + left, y: rect.y + top, w, h })
}

/// What differs in a rectangle. Pixels that stay are holes, or have their colour where that makes the frame smaller.
fn packed(before: &[u8], after: &[u8], rect: PixelRect, size: (u16, u16), delay_cs: u32) -> EncodedFrame {
    let (mut full, mut holed) = (Vec::new(), Vec::new());
    for row in rows(rect, u32::from(size.0)) {
        let (before, after) = (&before[row.clone()], &after[row]);
        full.extend_from_slice(after);
        holed.extend(
            before.iter().zip(after).map(|(before, &after)| if *before == after { TRANSPARENT } else { after }),
        );
    }
    EncodedFrame { rect, delay_cs, holes: holed.contains(&TRANSPARENT), data: lzw::pack(&holed, &full) }
}

fn header(frame: &EncodedFrame) -> Frame<'static> {
    let PixelRect { x, y, w, h } = frame.rect;
    let [left, top, width, height] = [x, y, w, h].map(|side| u16::try_from(side).unwrap_or(u16::MAX));
    let transparent = frame.holes.then_some(TRANSPARENT);
    Frame { left, top, width, height, transparent, dispose: DisposalMethod::Keep, ..Frame::default() }
}

#[cfg(test)]
mod tests;
