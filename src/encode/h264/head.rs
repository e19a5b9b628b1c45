//! What stands before the blocks: what all pictures have in common, and the head of each picture.

use super::bits::{Bits, escaped};

/// A picture that stands by itself, and from which on no other is looked back to.
const ALONE: u32 = 0x65;
/// A picture that changes earlier ones, and that others may look back to.
const CHANGES: u32 = 0x61;
/// What all pictures have in common.
const SEQUENCE: u32 = 0x67;
/// What pictures have in common beyond that.
const PICTURE: u32 = 0x68;

/// How much less coarse colours are than brightness.
pub const COLOR_OFFSET: i32 = -2;

/// How many bits a picture's number has.
const NUMBER_BITS: u32 = 10;

/// How many earlier pictures one may look back to: the one before, and the one that stands by itself.
const EARLIER: u32 = 2;

/// What decoders are sorted by: a level, the blocks a second, a picture and in memory that it takes.
const LEVELS: [(u8, u32, u32, u32); 14] = [
    (10, 1_485, 99, 396),
    (11, 3_000, 396, 900),
    (12, 6_000, 396, 2_376),
    (20, 11_880, 396, 2_376),
    (21, 19_800, 792, 4_752),
    (22, 20_250, 1_620, 8_100),
    (30, 40_500, 1_620, 8_100),
    (31, 108_000, 3_600, 18_000),
    (32, 216_000, 5_120, 20_480),
    (40, 245_760, 8_192, 32_768),
    (42, 522_240, 8_704, 34_816),
    (50, 589_824, 22_080, 110_400),
    (51, 983_040, 36_864, 184_320),
    (52, 2_073_600, 36_864, 184_320),
];

fn level((across, down): (u32, u32), fps: u32) -> u8 {
    let blocks = across * down;
    let holds = |(_, second, picture, memory): &&(u8, u32, u32, u32)| {
        blocks * fps <= *second
            && blocks <= *picture
            && blocks * EARLIER <= *memory
            && across.max(down) * across.max(down) <= picture * 8
    };
    LEVELS.iter().find(holds).map_or(52, |level| level.0)
}

/// The sequence parameter set: pictures of a size in pixels, so many a second.
fn sequence((width, height): (u32, u32), fps: u32) -> Vec<u8> {
    let blocks = (width.div_ceil(16), height.div_ceil(16));
    let mut bits = Bits::default();
    // The main profile.
    for byte in [SEQUENCE, 77, 0x40, u32::from(level(blocks, fps))] {
        bits.put(byte, 8);
    }
    // The only one; the bits of numbers beyond four; pictures are shown in the order in which they come.
    for value in [0, NUMBER_BITS - 4, 2, EARLIER] {
        bits.count(value);
    }
    // No number is left out.
    bits.put(0, 1);
    bits.count(blocks.0 - 1);
    bits.count(blocks.1 - 1);
    // Whole frames; the usual shifts.
    bits.put(0b11, 2);
    let (right, bottom) = (blocks.0 * 16 - width, blocks.1 * 16 - height);
    bits.put(u32::from(right + bottom > 0), 1);
    if right + bottom > 0 {
        for cut in [0, right / 2, 0, bottom / 2] {
            bits.count(cut);
        }
    }
    looks(&mut bits);
    escaped(&bits.finish())
}

/// What a decoder does not need but a player does.
fn looks(bits: &mut Bits) {
    // There is such a part; square pixels.
    bits.put(0b11, 2);
    bits.put(1, 8);
    // Nothing of overscan; the kind of signal: unspecified, limited range, and its colours: BT.709 in all three respects.
    bits.put(0b01, 2);
    bits.put(5, 3);
    bits.put(0b01, 2);
    (0..3).for_each(|_| bits.put(1, 8));
    // Nothing of where colours lie, of time, of two kinds of buffers, and of fields.
    bits.put(0, 5);
    // Limits: shifts beyond the edge; no limit of bytes; shifts of any length; nothing is reordered; so many are kept.
    bits.put(0b11, 2);
    for value in [0, 0, 15, 15, 0, EARLIER] {
        bits.count(value);
    }
}

/// A picture parameter set: the first one is of pictures that are told with likelihoods, the second of those that stay.
fn picture(number: u32, coarseness: i32) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(PICTURE, 8);
    bits.count(number);
    // Of the only sequence; how values are told; no fields; one group of slices.
    bits.count(0);
    bits.put(1 - number, 1);
    bits.put(0b01, 2);
    // Earlier pictures to choose from in the two lists there could be; no weights.
    bits.count(EARLIER - 1);
    bits.count(0);
    bits.put(0, 3);
    for value in [coarseness - 26, 0, COLOR_OFFSET] {
        bits.signed(value);
    }
    // Slices tell how edges of blocks are smoothed; squares may look at moved blocks; nothing is told twice.
    bits.put(0b100, 3);
    escaped(&bits.finish())
}

/// What a decoder has to know of all pictures: the sequence parameter set and two picture parameter sets.
pub fn parameters(size: (u32, u32), fps: u32, coarseness: i32) -> [Vec<u8>; 3] {
    [sequence(size, fps), picture(0, coarseness), picture(1, coarseness)]
}

/// The head of a picture, up to a whole byte: how many pictures came since the last one that stands by itself.
pub fn slice(number: u32) -> Vec<u8> {
    let mut bits = Bits::default();
    if number == 0 {
        bits.put(ALONE, 8);
        // From the first block on; all slices of the picture stand by themselves; the first parameter set.
        for value in [0, 7, 0] {
            bits.count(value);
        }
        bits.put(0, NUMBER_BITS);
        // The only one in a row; earlier pictures may still be shown; this one is kept until the next of its kind.
        bits.count(0);
        bits.put(0b01, 2);
    } else {
        looking_back(&mut bits, number, 0);
        // The first list of likelihoods.
        bits.count(0);
    }
    coarseness(&mut bits);
    bits.fill_with_ones();
    bits.into_bytes()
}

/// A picture of so many blocks that is the same as the one before.
pub fn unchanged(number: u32, blocks: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    looking_back(&mut bits, number, 1);
    coarseness(&mut bits);
    // As many blocks are skipped.
    bits.count(blocks as u32);
    escaped(&bits.finish())
}

/// The head of a picture that changes earlier ones, with one of the parameter sets.
fn looking_back(bits: &mut Bits, number: u32, parameters: u32) {
    bits.put(CHANGES, 8);
    // From the first block on; all slices of the picture look back.
    for value in [0, 5, parameters] {
        bits.count(value);
    }
    bits.put(number % (1 << NUMBER_BITS), NUMBER_BITS);
    // At first there is only one picture to look back to; in the usual order, kept as usual.
    bits.put(u32::from(number == 1), 1);
    if number == 1 {
        bits.count(0);
    }
    bits.put(0, 2);
}

/// The usual coarseness; no smoothing at the edges of blocks.
fn coarseness(bits: &mut Bits) {
    bits.signed(0);
    bits.count(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_the_least_that_hold_the_pictures() {
        let of = |(width, height): (u32, u32), fps| level((width.div_ceil(16), height.div_ceil(16)), fps);
        assert_eq!(of((1280, 720), 30), 31);
        assert_eq!(of((1280, 720), 60), 32);
        assert_eq!(of((1920, 1080), 30), 40);
        assert_eq!(of((1920, 1080), 60), 42);
        assert_eq!(of((3840, 2160), 60), 52);
        // As many blocks as level 1 has, but too many in a row.
        assert_eq!(of((16 * 50, 16), 5), 11);
    }

    #[test]
    fn a_picture_that_stays_takes_eight_bytes() {
        // Kind, three counts (1, 5, 3 bits), ten bits of number, three flags, 1 and 3 bits, and 2 × 12 − 1 for 3,601.
        assert_eq!(unchanged(5, 3600).len(), 8, "{} bits", 8 + 9 + 10 + 3 + 4 + 23 + 1);
    }
}
