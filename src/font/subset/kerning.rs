//! The glyphs of a subset go in; a GPOS table that kerns their pairs as the face does comes out.

use harfrust::{Buffer, Direction, ShapeOptions, ShaperFont};

use super::tables::words;
use super::{Subset, shape};

/// The most glyphs that are kerned: the work and the table grow with their square.
const MOST_GLYPHS: usize = 513;

/// The largest table that 16-bit offsets can span, with room for what precedes the values.
const MOST_VALUES: usize = 28_000;

/// The GPOS table, or nothing if no pair is kerned.
pub(super) fn write(subset: &Subset<'_>) -> Option<Vec<u8>> {
    if subset.glyphs.len() > MOST_GLYPHS {
        return None;
    }
    let pairs = Pairs::gather(subset);
    let (rows, columns) = (pairs.left.members.len(), pairs.right.members.len());
    if rows == 1 {
        return None;
    }
    let by_class = (rows * columns <= MOST_VALUES).then(|| pairs.by_class());
    let by_pair = (pairs.count() <= MOST_VALUES / 2).then(|| pairs.by_pair());
    let subtable = by_class.into_iter().chain(by_pair).min_by_key(Vec::len)?;
    Some([words(&HEADER), subtable].concat())
}

/// One script (the default), one feature (kern), one lookup (pair positioning) with one subtable, which follows.
#[rustfmt::skip]
const HEADER: [u16; 28] = [
    1, 0, 10, 30, 44,                        // version, offsets of scripts, features, lookups
    1, tag(*b"DF"), tag(*b"LT"), 8,            // scripts: DFLT
    4, 0,                                    //   its default language, no others
    0, 0xFFFF, 1, 0,                         //   features: only the first
    1, tag(*b"ke"), tag(*b"rn"), 8,            // features: kern
    0, 1, 0,                                 //   lookups: only the first
    1, 4,                                    // lookups: one
    2, 0, 1, 8,                              //   pair positioning, no flags, one subtable, right after
];

const fn tag(half: [u8; 2]) -> u16 {
    u16::from_be_bytes(half)
}

/// Kerning by classes: glyphs that are kerned alike share a row (as the left one) or a column (as the right one).
pub(super) struct Pairs {
    left: Classes,
    right: Classes,
    /// The kerning of every glyph with every other, in font units.
    pub(super) values: Vec<Vec<i16>>,
}

struct Classes {
    /// The class of each glyph; those of class 0 are not kerned.
    of: Vec<u16>,
    /// For each class, a glyph that stands for it.
    members: Vec<usize>,
}

impl Pairs {
    pub(super) fn gather(subset: &Subset<'_>) -> Pairs {
        let count = subset.glyphs.len();
        let mut values = vec![vec![0; count]; count];
        for (left, row) in subset.characters.iter().zip(values.iter_mut().skip(1)) {
            kern(subset, *left, row);
        }
        let columns: Vec<Vec<i16>> = (0..count).map(|right| values.iter().map(|row| row[right]).collect()).collect();
        Pairs { left: classes(&values), right: classes(&columns), values }
    }

    /// How many pairs are kerned.
    fn count(&self) -> usize {
        self.values.iter().flatten().filter(|&&value| value != 0).count()
    }

    /// The subtable in the format for single pairs: for each left glyph a list of right ones.
    fn by_pair(&self) -> Vec<u8> {
        let coverage = self.left.coverage();
        let kerned = self.values.iter().filter(|row| row.iter().any(|&value| value != 0));
        let lists: Vec<Vec<u16>> = kerned.map(|row| list(row)).collect();
        let first = 2 * (5 + lists.len() + coverage.len());
        let starts = lists.iter().scan(first, |start, list| {
            let this = *start;
            *start += 2 * list.len();
            Some(this as u16)
        });
        // Only the left glyph's advance changes (value format 4).
        let mut subtable = vec![1, (2 * (5 + lists.len())) as u16, 4, 0, lists.len() as u16];
        subtable.extend(starts);
        words(&[subtable, coverage, lists.concat()].concat())
    }

    /// The subtable in the format for classes.
    fn by_class(&self) -> Vec<u8> {
        let left = self.left.definition();
        let right = self.right.definition();
        let coverage = self.left.coverage();
        let (rows, columns) = (self.left.members.len(), self.right.members.len());
        let after_values = 16 + 2 * rows * columns;
        let offsets =
            [after_values, after_values + 2 * coverage.len(), after_values + 2 * (coverage.len() + left.len())]
                .map(|offset| offset as u16);
        // Only the left glyph's advance changes (value format 4).
        let mut subtable = vec![2, offsets[0], 4, 0, offsets[1], offsets[2], rows as u16, columns as u16];
        for &row in &self.left.members {
            subtable.extend(self.right.members.iter().map(|&column| self.values[row][column].cast_unsigned()));
        }
        words(&[subtable, coverage, left, right].concat())
    }
}

/// Fills in the kerning of one character with those that follow it.
fn kern(subset: &Subset<'_>, (left, index): (char, u16), row: &mut [i16]) {
    let followers = followers(subset, left);
    if followers.is_empty() {
        return;
    }
    // The character before each of the others, all in one line.
    let mut buffer = Buffer::new();
    for (at, &(right, _)) in followers.iter().enumerate() {
        buffer.push(u32::from(left), 2 * at as u32);
        buffer.push(u32::from(right), 2 * at as u32 + 1);
    }
    buffer.set_direction(Direction::LeftToRight);
    buffer.guess_segment_properties();
    let plan = shape::plan(subset.face, Direction::LeftToRight, buffer.script());
    let options = ShapeOptions::new().plan(Some(&plan)).features(&*shape::FEATURES);
    let font = ShaperFont::new(subset.face.font());
    if harfrust::shape(&font, &mut buffer, options).is_err() {
        return;
    }
    let id = subset.glyphs[usize::from(index)].id;
    let advance = font.glyph_h_advance(id);
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let (at, is_right) = (info.cluster as usize / 2, info.cluster % 2 == 1);
        // A mark joins the cluster of its letter and may even change its glyph; that is not kerning.
        if !is_right && info.glyph_id == id.to_u32() && advance > 0 {
            let (_, right) = followers[at];
            row[usize::from(right)] = i16::try_from(position.x_advance - advance).unwrap_or_default();
        }
    }
}

/// The characters that the text has after this one, each with its glyph.
fn followers(subset: &Subset<'_>, left: char) -> Vec<(char, u16)> {
    let characters = &subset.characters;
    let Some(pairs) = subset.pairs else { return characters.clone() };
    let known = |[_, right]: &[char; 2]| {
        let place = characters.binary_search_by_key(right, |(character, _)| *character).ok()?;
        Some(characters[place])
    };
    pairs.range([left, '\0']..=[left, char::MAX]).filter_map(known).collect()
}

/// How many glyphs a row kerns, and each of them with its value.
fn list(row: &[i16]) -> Vec<u16> {
    let kerned: Vec<[u16; 2]> =
        (0..).zip(row).filter(|&(_, &value)| value != 0).map(|(right, value)| [right, value.cast_unsigned()]).collect();
    [&[kerned.len() as u16], kerned.as_flattened()].concat()
}

/// Puts equal rows into one class. Class 0 is what is not kerned.
fn classes(rows: &[Vec<i16>]) -> Classes {
    let unkerned = 0;
    let mut classes = Classes { of: Vec::new(), members: vec![unkerned] };
    for (glyph, row) in rows.iter().enumerate() {
        let known = classes.members.iter().position(|&member| rows[member] == *row);
        let class = known.unwrap_or_else(|| {
            classes.members.push(glyph);
            classes.members.len() - 1
        });
        classes.of.push(class as u16);
    }
    classes
}

impl Classes {
    /// A class definition table: a class for each glyph from the first on.
    fn definition(&self) -> Vec<u16> {
        [&[1, 0, self.of.len() as u16], self.of.as_slice()].concat()
    }

    /// A coverage table: the glyphs that are kerned, in order.
    fn coverage(&self) -> Vec<u16> {
        let kerned: Vec<u16> = (0..).zip(&self.of).filter(|&(_, &class)| class > 0).map(|(glyph, _)| glyph).collect();
        [&[1, kerned.len() as u16], kerned.as_slice()].concat()
    }
}
