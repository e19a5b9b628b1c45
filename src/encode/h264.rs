//! Planes go in, a segment of H.264 video comes out: a picture that stands by itself, then what changes from it.
//!
//! Segments know nothing of each other, so they can be encoded side by side and played one after the other. The pictures are
//! drawings in which little moves: what stays is told in a few bits, what moved by whole pixels is told by how far, and what
//! was covered for a while comes back from the first picture, which all others may look back to, so that nothing of a
//! packet that has passed stays behind.

use std::io;

use super::PixelRect;
use super::yuv::Planes;

mod alone;
mod arithmetic;
mod back;
mod bits;
mod block;
mod choose;
mod contexts;
mod head;
mod levels;
mod motion;
mod picture;
mod pixels;
mod predict;
mod seek;
mod transform;

use arithmetic::{Bins, Coder, Contexts};
use block::{Around, Block, Told};
use choose::{Choice, Chooser, Fineness};
use motion::Neighbours;
use picture::Picture;

/// How coarse the picture is, 0 to 51; three more are half as fine again.
const COARSENESS: i32 = 17;

/// How much coarser a lively block is for each time its variance doubles, and a calm one finer: nobody sees what is lost
/// among letters, everybody what is lost of a faint line.
const LIVELINESS: i32 = 1;

/// How much coarser a block is that is seen for one picture only.
const PASSING: i32 = 12;

/// Width and height of the largest picture, in pixels; it may stand upright, too.
pub const LARGEST: (u32, u32) = (3840, 2160);

/// Pictures that can be played without any others, the first one by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What a decoder has to know of all pictures: the sequence parameter set, and two picture parameter sets.
    pub parameters: [Vec<u8>; 3],
    /// The pictures: units with their length in four bytes in front.
    pub data: Vec<u8>,
    /// The length of each picture in `data`.
    pub sizes: Vec<u32>,
}

/// The [parameters](Segment::parameters) of all segments of pictures of this size at this speed.
pub fn parameters(size: (u32, u32), fps: u32) -> [Vec<u8>; 3] {
    head::parameters(size, fps, COARSENESS)
}

/// Encodes one segment.
pub struct Encoder {
    size: (u32, u32),
    /// Blocks in a row, and rows.
    blocks: (usize, usize),
    /// The picture that waits for what changes after it, and which of its blocks changed; empty before the first picture.
    source: Picture,
    waiting: Vec<bool>,
    first_source: Picture,
    /// What a decoder sees: now, before, and first.
    now: Picture,
    before: Picture,
    first: Picture,
    /// The blocks in which `before` is not as `now`.
    behind: Vec<usize>,
    /// Where parts of the picture that waits may have been in the one before.
    guesses: Vec<[i16; 2]>,
    /// By coarseness.
    fineness: Vec<Fineness>,
    segment: Segment,
}

impl Encoder {
    /// An encoder of pictures of `size` (even width and height, 16 or more, up to [`LARGEST`]).
    pub fn new(size: (u32, u32), fps: u32) -> Self {
        let blocks = (size.0.div_ceil(16) as usize, size.1.div_ceil(16) as usize);
        let empty = || Picture::new(blocks);
        let parameters = parameters(size, fps);
        Self {
            size,
            blocks,
            source: empty(),
            waiting: Vec::new(),
            first_source: empty(),
            now: empty(),
            before: empty(),
            first: empty(),
            behind: Vec::new(),
            guesses: Vec::new(),
            fineness: (0..52).map(Fineness::new).collect(),
            segment: Segment { parameters, data: Vec::new(), sizes: Vec::new() },
        }
    }

    /// Adds a picture of the encoder's size, which differs from the last one nowhere but in some rectangles. `moves` are guesses
    /// at how far to the right and down of where they are now, in pixels, parts of it were in the last one.
    ///
    /// # Errors
    ///
    /// When the picture has another size.
    pub fn frame(&mut self, planes: &Planes, changed: &[PixelRect], moves: &[[i32; 2]]) -> io::Result<()> {
        if (planes.width, planes.height) != self.size {
            return Err(io::Error::other("a picture of another size than the video's"));
        }
        let first = self.waiting.is_empty();
        let mut touched = if first { vec![true; self.blocks.0 * self.blocks.1] } else { self.touched(changed) };
        for (index, touched) in touched.iter_mut().enumerate() {
            *touched = first || *touched && self.source.differs(planes, self.place(index));
        }
        self.tell(&touched);
        for index in (0..touched.len()).filter(|index| touched[*index]) {
            self.source.take(planes, self.place(index));
        }
        if first {
            self.first_source.clone_from(&self.source);
        }
        self.waiting = touched;
        self.guesses = seek::guesses(moves);
        Ok(())
    }

    /// Adds the last picture once more; nothing where there is none.
    pub fn again(&mut self) {
        if !self.waiting.is_empty() {
            let none = vec![false; self.waiting.len()];
            self.tell(&none);
            self.waiting = none;
        }
    }

    /// All pictures.
    pub fn finish(mut self) -> Segment {
        self.tell(&[]);
        self.segment
    }

    /// Where a block is: how many are at its left, and above.
    fn place(&self, index: usize) -> (usize, usize) {
        (index % self.blocks.0, index / self.blocks.0)
    }

    /// The blocks in which some rectangles are.
    fn touched(&self, rects: &[PixelRect]) -> Vec<bool> {
        let (across, down) = self.blocks;
        let mut touched = vec![false; across * down];
        for rect in rects {
            for y in rect.y as usize / 16..((rect.y + rect.h).div_ceil(16) as usize).min(down) {
                for x in rect.x as usize / 16..((rect.x + rect.w).div_ceil(16) as usize).min(across) {
                    touched[y * across + x] = true;
                }
            }
        }
        touched
    }

    /// Tells the picture that waits, if one does; some of its blocks change again in the next one.
    fn tell(&mut self, passing: &[bool]) {
        let touched = std::mem::take(&mut self.waiting);
        if touched.is_empty() {
            return;
        }
        let number = self.segment.sizes.len() as u32;
        let unit = if touched.contains(&true) {
            std::mem::swap(&mut self.before, &mut self.now);
            for index in std::mem::take(&mut self.behind) {
                let at = self.place(index);
                self.now.copy(&self.before, at);
            }
            self.behind = (0..touched.len()).filter(|index| touched[*index]).collect();
            self.slice(number, &touched, passing)
        } else {
            head::unchanged(number, touched.len())
        };
        if number == 0 {
            self.first.clone_from(&self.now);
        }
        self.segment.data.extend((unit.len() as u32).to_be_bytes());
        self.segment.data.extend_from_slice(&unit);
        self.segment.sizes.push(unit.len() as u32 + 4);
    }

    /// The unit of a picture, block by block.
    fn slice(&mut self, number: u32, touched: &[bool], passing: &[bool]) -> Vec<u8> {
        let alone = number == 0;
        let across = self.blocks.0;
        let mut coder = Coder::after(head::slice(number), Contexts::new(alone, COARSENESS));
        let mut blocks: Vec<Block> = Vec::with_capacity(touched.len());
        // The coarseness of the last block of which levels were told, and whether the block before changed it.
        let mut coarse = (COARSENESS, false);
        for (index, &touched) in touched.iter().enumerate() {
            let neighbours = Neighbours { blocks: &blocks, across, at: (index % across, index / across) };
            let (left, above) = (neighbours.block(-1, 0), neighbours.block(0, -1));
            let around = Around { left, above, alone, earlier: number.min(2) as usize, before: coarse };
            let block = if touched {
                let passes = !alone && passing.get(index) == Some(&true);
                let choice = self.choice(neighbours, around, &coder, passes);
                around.tell(&choice.block, &choice.told, &mut coder);
                choice.block
            } else {
                let block = neighbours.still();
                around.tell(&block, &Told::default(), &mut coder);
                block
            };
            coder.end(index + 1 == self.blocks.0 * self.blocks.1);
            coarse = if block.has_levels() { (block.qp, block.qp != coarse.0) } else { (coarse.0, false) };
            blocks.push(block);
        }
        bits::escaped(&coder.finish())
    }

    /// How a block is told; what a decoder makes of it is in `now` from then on.
    fn choice(&mut self, neighbours: Neighbours, around: Around, coder: &Coder, passes: bool) -> Choice {
        let at = neighbours.at;
        let coarseness = COARSENESS + self.source.liveliness(at) * LIVELINESS / 16 + if passes { PASSING } else { 0 };
        let both = [&self.before, &self.first];
        let earlier = &both[..around.earlier.max(1)];
        let mut chooser = Chooser {
            source: &self.source,
            now: &mut self.now,
            earlier,
            neighbours,
            around,
            meter: coder.meter(),
            fineness: self.fineness[coarseness.clamp(0, 51) as usize],
        };
        let choice = if around.alone {
            chooser.alone()
        } else if self.source.same(&self.first_source, at) {
            chooser.back([(earlier.len() as i8 - 1, [0, 0]); 4])
        } else {
            chooser.changed(&self.guesses)
        };
        self.now.planes[0].put(at.0 * 16, at.1 * 16, &choice.bright);
        for (plane, pixels) in self.now.planes[1..].iter_mut().zip(&choice.colors) {
            plane.put(at.0 * 8, at.1 * 8, pixels);
        }
        choice
    }
}

#[cfg(test)]
mod tests;
