//! Bitmaps go in, files of pictures come out. Knows pixels only: never lessons or scenes.

pub mod apng;
mod deflate;
pub mod gif;
pub mod h264;
pub mod mp4;
pub mod palette;
pub mod png;
pub mod tape;
pub mod yuv;

/// How often a reel is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Again and again.
    Forever,
    /// This many times in all; 0 is 1.
    Times(u16),
}

/// An opaque picture of at least 1 × 1 pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bitmap {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row from the top: three bytes a pixel, without padding.
    pub pixels: Vec<u8>,
}

impl Bitmap {
    /// A picture of one colour. A side of 0 becomes 1.
    pub fn filled(width: u32, height: u32, rgb: [u8; 3]) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        Self { width, height, pixels: rgb.repeat(width as usize * height as usize) }
    }

    /// All of it.
    pub fn rect(&self) -> PixelRect {
        PixelRect { x: 0, y: 0, w: self.width, h: self.height }
    }

    /// The bytes of the part of a row that is in `rect`, which is inside the picture; `y` counts from the top of `rect`.
    pub fn row(&self, rect: PixelRect, y: u32) -> &[u8] {
        let start = self.start(rect, y);
        &self.pixels[start..start + rect.w as usize * 3]
    }

    /// As [`row`](Self::row), to be written to.
    pub fn row_mut(&mut self, rect: PixelRect, y: u32) -> &mut [u8] {
        let start = self.start(rect, y);
        &mut self.pixels[start..start + rect.w as usize * 3]
    }

    fn start(&self, rect: PixelRect, y: u32) -> usize {
        ((rect.y + y) as usize * self.width as usize + rect.x as usize) * 3
    }
}

/// A part of a bitmap, in whole pixels from its left top corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PixelRect {
    /// Left.
    pub x: u32,
    /// Top.
    pub y: u32,
    /// Width.
    pub w: u32,
    /// Height.
    pub h: u32,
}

impl PixelRect {
    /// How many pixels it has.
    pub fn area(self) -> u64 {
        u64::from(self.w) * u64::from(self.h)
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.w).max(other.x + other.w);
        let bottom = (self.y + self.h).max(other.y + other.h);
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// What both have in common, unless that is nothing.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let right = (self.x + self.w).min(other.x + other.w);
        let bottom = (self.y + self.h).min(other.y + other.h);
        (right > x && bottom > y).then(|| Self { x, y, w: right - x, h: bottom - y })
    }
}
