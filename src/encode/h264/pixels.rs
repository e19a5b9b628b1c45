//! Squares of pixels: how they differ, and put together.

use super::transform::{Square, crossed};

/// Rows of pixels.
pub type Pixels<const SIDE: usize> = [[u8; SIDE]; SIDE];

/// What four by four pixels differ by, at a place in both.
pub fn difference<const SIDE: usize>(source: &Pixels<SIDE>, expected: &Pixels<SIDE>, x: usize, y: usize) -> Square {
    std::array::from_fn(|row| {
        std::array::from_fn(|column| i32::from(source[y + row][x + column]) - i32::from(expected[y + row][x + column]))
    })
}

/// Puts four by four pixels that are off from what is expected.
pub fn add<const SIDE: usize>(pixels: &mut Pixels<SIDE>, expected: &Pixels<SIDE>, x: usize, y: usize, rest: &Square) {
    for (row, rest) in rest.iter().enumerate() {
        for (column, rest) in rest.iter().enumerate() {
            pixels[y + row][x + column] = (i32::from(expected[y + row][x + column]) + rest).clamp(0, 255) as u8;
        }
    }
}

/// Lays a small square into a large one.
pub fn lay<const SMALL: usize, const LARGE: usize>(
    large: &mut Pixels<LARGE>,
    small: &Pixels<SMALL>,
    x: usize,
    y: usize,
) {
    for (row, pixels) in small.iter().enumerate() {
        large[y + row][x..x + SMALL].copy_from_slice(pixels);
    }
}

/// The sum of the squares of all differences.
pub fn lost<const SIDE: usize>(source: &Pixels<SIDE>, seen: &Pixels<SIDE>) -> u32 {
    let pixels = source.as_flattened().iter().zip(seen.as_flattened());
    pixels.map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
}

/// How much is left to tell of a block, roughly.
pub fn roughness<const SIDE: usize>(source: &Pixels<SIDE>, expected: &Pixels<SIDE>) -> u32 {
    let places = (0..SIDE).step_by(4).flat_map(|y| (0..SIDE).step_by(4).map(move |x| (x, y)));
    places.map(|(x, y)| rough_square(&difference(source, expected, x, y))).sum()
}

/// The same of four by four differences.
pub fn rough_square(difference: &Square) -> u32 {
    if *difference == [[0; 4]; 4] {
        return 0;
    }
    crossed(difference).as_flattened().iter().map(|value| value.unsigned_abs()).sum::<u32>() / 2
}
