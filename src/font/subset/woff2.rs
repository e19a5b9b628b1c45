//! Tables go in; a WOFF2 file comes out (W3C, "WOFF File Format 2.0"), with outlines and advances in the forms that
//! pack best.

use super::tables::Tables;
use super::{Drawn, Point, brotli};

/// One table as the file holds it.
struct Entry {
    tag: [u8; 4],
    /// What is alike, one part after the other.
    parts: Vec<Vec<u8>>,
    /// The size before it was transformed; nothing for a table that is stored as it is.
    plain_size: Option<usize>,
}

impl Entry {
    fn size(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }
}

/// Packs the tables into one file.
pub(super) fn pack(tables: &Tables<'_>) -> Vec<u8> {
    let entries = entries(tables);
    let directory: Vec<u8> = entries.iter().flat_map(directory_entry).collect();
    let packed = brotli::pack(&entries.iter().flat_map(|entry| &entry.parts).map(Vec::as_slice).collect::<Vec<_>>());
    let plain_size = |entry: &Entry| entry.plain_size.unwrap_or(entry.size()).next_multiple_of(4);
    let font_size = 12 + entries.iter().map(|entry| 16 + plain_size(entry)).sum::<usize>();
    let size = (48 + directory.len() + packed.len()).next_multiple_of(4);
    // Signature, TrueType, size, number of tables, a reserved word.
    let mut file = b"wOF2\x00\x01\x00\x00".to_vec();
    file.extend((size as u32).to_be_bytes());
    file.extend((entries.len() as u32 * 0x1_0000).to_be_bytes());
    file.extend((font_size as u32).to_be_bytes());
    file.extend((packed.len() as u32).to_be_bytes());
    // Version 1.0, no metadata, no private data.
    file.extend([0, 1, 0, 0]);
    file.extend([0; 20]);
    file.extend(directory);
    file.extend(packed);
    file.resize(size, 0);
    file
}

/// The tables in the order of their tags, but `loca` right after `glyf`, as the format demands.
fn entries(tables: &Tables<'_>) -> Vec<Entry> {
    let glyphs = tables.glyphs;
    let mut entries: Vec<Entry> = Vec::new();
    let others = tables.others.iter();
    entries.extend(others.map(|(tag, content)| Entry { tag: *tag, parts: vec![content.clone()], plain_size: None }));
    let before = |tag: [u8; 4]| tables.others.partition_point(|(other, _)| *other < tag);
    let advances = Entry { tag: *b"hmtx", parts: vec![hmtx(glyphs)], plain_size: Some(4 * glyphs.len()) };
    entries.insert(before(*b"hmtx"), advances);
    let places = Entry { tag: *b"loca", parts: Vec::new(), plain_size: Some(4 * (glyphs.len() + 1)) };
    let outlines = Entry { tag: *b"glyf", parts: glyf(glyphs), plain_size: Some(glyphs.iter().map(plain_size).sum()) };
    let at = before(*b"glyf");
    entries.splice(at..at, [outlines, places]);
    entries
}

/// The tags that the format has numbers for, as far as they are used here.
const NUMBERED: [([u8; 4], u8); 12] = [
    (*b"cmap", 0),
    (*b"head", 1),
    (*b"hhea", 2),
    (*b"hmtx", 3),
    (*b"maxp", 4),
    (*b"name", 5),
    (*b"OS/2", 6),
    (*b"post", 7),
    (*b"glyf", 10),
    (*b"loca", 11),
    (*b"gasp", 17),
    (*b"GPOS", 27),
];

fn directory_entry(entry: &Entry) -> Vec<u8> {
    let number = NUMBERED.iter().find(|(tag, _)| *tag == entry.tag).map(|(_, number)| *number);
    // The number 63 announces a tag in full. The two high bits tell the transformation; it is 0 for outlines, 1 for
    // advances.
    let transformation = if entry.tag == *b"hmtx" { 1 << 6 } else { 0 };
    let mut bytes = vec![number.unwrap_or(63) | transformation];
    if number.is_none() {
        bytes.extend(entry.tag);
    }
    bytes.extend(base_128(entry.plain_size.unwrap_or(entry.size())));
    if entry.plain_size.is_some() {
        bytes.extend(base_128(entry.size()));
    }
    bytes
}

/// Seven bits a byte, the highest first, all but the last marked.
fn base_128(value: usize) -> Vec<u8> {
    let groups = (0..5).rev().map(|group| value >> (7 * group)).skip_while(|&rest| rest == 0);
    let mut bytes: Vec<u8> = groups.map(|rest| rest as u8 | 0x80).collect();
    match bytes.last_mut() {
        Some(last) => *last &= 0x7F,
        None => bytes.push(0),
    }
    bytes
}

/// Advances only: each left side bearing is where its outline begins.
fn hmtx(glyphs: &[Drawn]) -> Vec<u8> {
    let advances = glyphs.iter().flat_map(|glyph| glyph.advance.to_be_bytes());
    std::iter::once(0b11).chain(advances).collect()
}

/// The outlines: a header, then seven streams of like values. Each glyph's bounds follow from its points; there are no composites
/// and no instructions.
fn glyf(glyphs: &[Drawn]) -> Vec<Vec<u8>> {
    let mut contours: Vec<u8> = Vec::new();
    let mut points: Vec<u8> = Vec::new();
    let mut flags: Vec<u8> = Vec::new();
    let mut deltas: Vec<u8> = Vec::new();
    for glyph in glyphs {
        contours.extend((glyph.contours.len() as u16).to_be_bytes());
        glyph.contours.iter().for_each(|contour| points.extend(packed_16(contour.len())));
        for (delta, on_curve) in steps(glyph) {
            let (flag, bytes) = triplet(delta);
            flags.push(if on_curve { flag } else { flag | 0x80 });
            deltas.extend(bytes);
        }
        if !glyph.contours.is_empty() {
            let instructions = 0;
            deltas.push(instructions);
        }
    }
    let no_bounds = vec![0; glyphs.len().div_ceil(32) * 4];
    let streams = [contours, points, flags, deltas, Vec::new(), no_bounds, Vec::new()];
    // No options; the number of glyphs; 32-bit places.
    let header = [0, 0, glyphs.len() as u16, 1].map(u16::to_be_bytes).concat();
    let sizes = streams.iter().flat_map(|stream| (stream.len() as u32).to_be_bytes());
    let header = header.into_iter().chain(sizes).collect();
    [header].into_iter().chain(streams).collect()
}

/// From each point of a glyph to the next, beginning at the origin; and whether the point is on the curve.
fn steps(glyph: &Drawn) -> impl Iterator<Item = ([i32; 2], bool)> {
    let mut from = Point { x: 0, y: 0, on_curve: true };
    glyph.contours.iter().flatten().map(move |&to| {
        let delta = [to.x - from.x, to.y - from.y];
        from = to;
        (delta, to.on_curve)
    })
}

/// A small number in one byte, a larger one in two or three.
fn packed_16(value: usize) -> Vec<u8> {
    match value {
        0..253 => vec![value as u8],
        253..506 => vec![255, (value - 253) as u8],
        506..762 => vec![254, (value - 506) as u8],
        _ => vec![253, (value >> 8) as u8, value as u8],
    }
}

/// A step as a flag, which tells its signs and its size, and up to four bytes.
fn triplet([x, y]: [i32; 2]) -> (u8, Vec<u8>) {
    let right = u32::from(x >= 0);
    let up = u32::from(y >= 0);
    let signs = right + 2 * up;
    let (x, y) = (x.unsigned_abs(), y.unsigned_abs());
    let (flag, bytes) = match (x, y) {
        (0, 0..1280) => (2 * (y >> 8) + up, vec![y]),
        (0..1280, 0) => (10 + 2 * (x >> 8) + right, vec![x]),
        (1..=64, 1..=64) => {
            let (x, y) = (x - 1, y - 1);
            (20 + 16 * (x >> 4) + 4 * (y >> 4) + signs, vec![(x & 15) << 4 | (y & 15)])
        }
        (1..=768, 1..=768) => {
            let (x, y) = (x - 1, y - 1);
            (84 + 12 * (x >> 8) + 4 * (y >> 8) + signs, vec![x, y])
        }
        (0..4096, 0..4096) => (120 + signs, vec![x >> 4, (x & 15) << 4 | y >> 8, y]),
        _ => (124 + signs, vec![x >> 8, x, y >> 8, y]),
    };
    (flag as u8, bytes.into_iter().map(|byte| byte as u8).collect())
}

/// The size of a glyph in a plain font: a header, then a flag and up to four bytes a point.
fn plain_size(glyph: &Drawn) -> usize {
    if glyph.contours.is_empty() {
        return 0;
    }
    let bytes = |delta: i32| match delta.unsigned_abs() {
        0 => 0,
        1..256 => 1,
        _ => 2,
    };
    let points: usize = steps(glyph).map(|([x, y], _)| 1 + bytes(x) + bytes(y)).sum();
    (12 + 2 * glyph.contours.len() + points).next_multiple_of(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The step that a triplet stands for, by the table in section 5.2 of the format: for each range of flags, how many
    /// bits x and y take and what is added to them.
    fn step(flag: u8, bytes: &[u8]) -> [i32; 2] {
        let number = bytes.iter().fold(0_i64, |number, byte| number << 8 | i64::from(*byte));
        let index = i64::from(flag);
        let (x, y) = match flag {
            0..10 => (0, number + index / 2 * 256),
            10..20 => (number + (index - 10) / 2 * 256, 0),
            20..84 => ((number >> 4) + 1 + (index - 20) / 16 * 16, (number & 15) + 1 + (index - 20) / 4 % 4 * 16),
            84..120 => ((number >> 8) + 1 + (index - 84) / 12 * 256, (number & 255) + 1 + (index - 84) / 4 % 3 * 256),
            120..124 => (number >> 12, number & 0xFFF),
            _ => (number >> 16, number & 0xFFFF),
        };
        let signed = |value: i64, positive: bool| if positive { value as i32 } else { -value as i32 };
        let (right, up) = match flag {
            0..10 => (true, flag % 2 == 1),
            10..20 => (flag % 2 == 1, true),
            _ => (flag % 2 == 1, flag / 2 % 2 == 1),
        };
        [signed(x, right), signed(y, up)]
    }

    #[test]
    fn a_triplet_can_be_read_back() {
        let sizes = [0, 1, 2, 15, 16, 17, 63, 64, 65, 255, 256, 257, 512, 513, 767, 768, 769];
        let sizes: Vec<i32> = sizes.into_iter().chain([1279, 1280, 4095, 4096, 9999]).collect();
        for x in sizes.iter().flat_map(|&x| [x, -x]) {
            for y in sizes.iter().flat_map(|&y| [y, -y]) {
                let (flag, bytes) = triplet([x, y]);
                let length = [84, 120, 124].into_iter().filter(|&first| flag >= first).count() + 1;
                assert_eq!(bytes.len(), length, "{x}, {y}");
                assert_eq!(step(flag, &bytes), [x, y]);
            }
        }
    }

    #[test]
    fn numbers_take_as_few_bytes_as_they_need() {
        assert_eq!(base_128(0), [0]);
        assert_eq!(base_128(63), [0x3F]);
        assert_eq!(base_128(128), [0x81, 0x00]);
        assert_eq!(base_128(20_000), [0x81, 0x9C, 0x20]);
        assert_eq!(packed_16(252), [252]);
        assert_eq!(packed_16(253), [255, 0]);
        assert_eq!(packed_16(506), [254, 0]);
        assert_eq!(packed_16(762), [253, 2, 250]);
    }
}
