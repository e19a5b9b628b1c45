//! Planes of brightness and colour whose sides are whole blocks, taken and put in squares.

use crate::encode::yuv::Planes;

/// A picture in blocks of 16 by 16 pixels: brightness, and two colours of half its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Brightness, blue and red.
    pub planes: [Plane; 3],
}

/// One value a pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plane {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// A picture of so many blocks in a row and so many rows of them, all of it 0.
    pub fn new((across, down): (usize, usize)) -> Self {
        let plane = |side: usize| {
            let (width, height) = (across * side, down * side);
            Plane { width, height, pixels: vec![0; width * height] }
        };
        Self { planes: [plane(16), plane(8), plane(8)] }
    }

    /// Takes over the block at a place counted in blocks. Beyond the edge, the last pixel goes on.
    pub fn take(&mut self, from: &Planes, (bx, by): (usize, usize)) {
        for (plane, (pixels, width, height, side)) in self.planes.iter_mut().zip(parts(from)) {
            let start = bx * side;
            for y in by * side..(by + 1) * side {
                let row = &pixels[y.min(height - 1) * width..][..width];
                let (inside, beyond) =
                    plane.pixels[y * plane.width + start..][..side].split_at_mut(side.min(width - start));
                let seen = &row[start..start + inside.len()];
                let last = row[width - 1];
                inside.copy_from_slice(seen);
                beyond.fill(last);
            }
        }
    }

    /// True where [`take`](Self::take) would change a block.
    pub fn differs(&self, from: &Planes, (bx, by): (usize, usize)) -> bool {
        self.planes.iter().zip(parts(from)).any(|(plane, (pixels, width, height, side))| {
            let start = bx * side;
            let inside = side.min(width - start);
            (by * side..((by + 1) * side).min(height))
                .any(|y| plane.pixels[y * plane.width + start..][..inside] != pixels[y * width + start..][..inside])
        })
    }

    /// How lively a block is: the logarithm of its variance, in 16ths; 0 in the middle.
    pub fn liveliness(&self, (bx, by): (usize, usize)) -> i32 {
        let mut energy = 0;
        for (plane, side) in self.planes.iter().zip([16, 8, 8]) {
            let (mut sum, mut squares) = (0_u32, 0_u32);
            for y in by * side..(by + 1) * side {
                for &pixel in &plane.row(bx * side, y)[..side] {
                    sum += u32::from(pixel);
                    squares += u32::from(pixel).pow(2);
                }
            }
            energy += squares - (u64::from(sum) * u64::from(sum) / (side * side) as u64) as u32;
        }
        let energy = energy.max(1);
        let whole = energy.ilog2();
        let part = ((u64::from(energy) << 4 >> whole) & 15) as u32;
        (whole * 16 + part).cast_signed() - 231
    }

    /// Takes over a block of another picture of the same size.
    pub fn copy(&mut self, from: &Self, (bx, by): (usize, usize)) {
        for ((plane, from), side) in self.planes.iter_mut().zip(&from.planes).zip([16, 8, 8]) {
            for y in by * side..(by + 1) * side {
                let row = y * from.width + bx * side..y * from.width + (bx + 1) * side;
                plane.pixels[row.clone()].copy_from_slice(&from.pixels[row]);
            }
        }
    }

    /// True where a block is the same in both.
    pub fn same(&self, other: &Self, (bx, by): (usize, usize)) -> bool {
        self.planes.iter().zip(&other.planes).zip([16, 8, 8]).all(|((a, b), side)| {
            (by * side..by * side + side).all(|y| {
                let start = y * a.width + bx * side;
                a.pixels[start..start + side] == b.pixels[start..start + side]
            })
        })
    }
}

/// The planes of what is taken over: pixels, width, height, and the side of a block in them.
fn parts(from: &Planes) -> [(&[u8], usize, usize, usize); 3] {
    let (width, height) = (from.width as usize, from.height as usize);
    [(&from.y, width, height, 16), (&from.u, width / 2, height / 2, 8), (&from.v, width / 2, height / 2, 8)]
}

impl Plane {
    /// The square of `SIDE` pixels whose left top corner is at a place; it must lie inside.
    #[inline]
    pub fn cut<const SIDE: usize>(&self, x: usize, y: usize) -> [[u8; SIDE]; SIDE] {
        let mut square = [[0; SIDE]; SIDE];
        for (row, pixels) in square.iter_mut().zip(self.pixels[y * self.width..].chunks(self.width)) {
            row.copy_from_slice(&pixels[x..x + SIDE]);
        }
        square
    }

    /// Puts such a square to its place.
    #[inline]
    pub fn put<const SIDE: usize>(&mut self, x: usize, y: usize, square: &[[u8; SIDE]; SIDE]) {
        let width = self.width;
        for (row, pixels) in square.iter().zip(self.pixels[y * width..].chunks_mut(width)) {
            pixels[x..x + SIDE].copy_from_slice(row);
        }
    }

    /// The pixel so many to the right and further down of a place; outside, the nearest one inside.
    pub fn near(&self, (x, y): (usize, usize), [right, down]: [isize; 2]) -> u8 {
        let x = x.saturating_add_signed(right).min(self.width - 1);
        let y = y.saturating_add_signed(down).min(self.height - 1);
        self.pixels[y * self.width + x]
    }

    /// A pixel inside.
    pub fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.width + x]
    }

    /// A row from a place on.
    pub fn row(&self, x: usize, y: usize) -> &[u8] {
        &self.pixels[y * self.width + x..(y + 1) * self.width]
    }
}
