//! The glyphs of a subset go in; the tables of a TrueType font come out, all but the outlines, which WOFF2 stores in
//! its own way.

use super::{Drawn, Face, Subset, kerning};

/// The parts of a font, ready to be packed.
pub(super) struct Tables<'a> {
    pub glyphs: &'a [Drawn],
    /// Tag and content of each table but `glyf`, `loca` and `hmtx`, which follow from the glyphs; in the order of the
    /// tags.
    pub others: Vec<([u8; 4], Vec<u8>)>,
}

pub(super) fn write<'a>(subset: &'a Subset<'_>) -> Tables<'a> {
    let bounds = overall_bounds(&subset.glyphs);
    let mut others = Vec::new();
    others.extend(kerning::write(subset).map(|kerning| (*b"GPOS", kerning)));
    others.push((*b"OS/2", os2(subset)));
    others.push((*b"cmap", cmap(&subset.characters)));
    // Smooth in both directions at every size.
    others.push((*b"gasp", words(&[1, 1, 0xFFFF, 0x000F])));
    others.push((*b"head", head(subset.face, bounds)));
    others.push((*b"hhea", hhea(subset, bounds)));
    others.push((*b"maxp", maxp(&subset.glyphs)));
    others.push((*b"name", name(subset.face)));
    others.push((*b"post", post(subset.face)));
    Tables { glyphs: &subset.glyphs, others }
}

/// 16-bit words in the byte order of font files.
pub(super) fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn signed(value: i32) -> u16 {
    (value as i16).cast_unsigned()
}

fn overall_bounds(glyphs: &[Drawn]) -> [i32; 4] {
    let drawn = glyphs.iter().filter(|glyph| !glyph.contours.is_empty()).map(Drawn::bounds);
    drawn
        .reduce(|one, other| [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])])
        .unwrap_or_default()
}

fn weight(face: Face) -> u16 {
    match face {
        Face::Regular | Face::Fallback | Face::FallbackMono => 400,
        Face::Mono => 500,
        Face::Bold => 700,
    }
}

fn is_mono(face: Face) -> bool {
    matches!(face, Face::Mono | Face::FallbackMono)
}

/// Ascender and descender (negative), in font units.
fn line(face: Face) -> [i32; 2] {
    let line = face.font().metrics().hhea_line.unwrap_or_default();
    [line.ascender, line.descender].map(|edge| edge.to_f64() as i32)
}

fn head(face: Face, bounds: [i32; 4]) -> Vec<u8> {
    let [left, bottom, right, top] = bounds.map(signed);
    let bold = u16::from(face == Face::Bold);
    // Version 1.0, revision 1.0, a checksum that the reader fills in, the magic number.
    let mut head = vec![1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5];
    // Baseline and left edge at zero; repacked without loss.
    head.extend([0x0803, face.font().units_per_em()]);
    // Made and changed at no date, so that the bytes are always the same.
    head.extend([0; 8]);
    // Smallest readable size 6, left to right, 32-bit glyph offsets, the one format of outlines.
    head.extend([left, bottom, right, top, bold, 6, 2, 1, 0]);
    words(&head)
}

fn hhea(subset: &Subset<'_>, [_, _, right, _]: [i32; 4]) -> Vec<u8> {
    let [ascender, descender] = line(subset.face).map(signed);
    let widest = subset.glyphs.iter().map(|glyph| glyph.advance).max().unwrap_or_default();
    let mut hhea = vec![1, 0, ascender, descender, 0, widest];
    // Side bearings and extent are advice that nothing reads; an upright caret; reserved words; one advance a glyph.
    hhea.extend([0, 0, signed(right), 1, 0, 0, 0, 0, 0, 0, 0, subset.glyphs.len() as u16]);
    words(&hhea)
}

fn maxp(glyphs: &[Drawn]) -> Vec<u8> {
    let points = glyphs.iter().map(|glyph| glyph.contours.iter().map(Vec::len).sum()).max().unwrap_or(0_usize);
    let contours = glyphs.iter().map(|glyph| glyph.contours.len()).max().unwrap_or(0);
    // Version 1.0; no composites, one zone, no instructions.
    let mut maxp = vec![1, 0, glyphs.len() as u16, points as u16, contours as u16, 0, 0, 1];
    maxp.extend([0; 8]);
    words(&maxp)
}

fn os2(subset: &Subset<'_>) -> Vec<u8> {
    let face = subset.face;
    let metrics = face.font().metrics();
    let em = i32::from(face.font().units_per_em());
    let [ascender, descender] = line(face);
    let part = |of_em: i32| signed(em * of_em / 1000);
    let height = |height: f64| signed(height as i32);
    let edge = |character: Option<&(char, u16)>| {
        character.map_or(0, |&(character, _)| u16::try_from(u32::from(character)).unwrap_or(0xFFFF))
    };
    let is_regular = face != Face::Bold;
    let mut os2 = vec![4, part(600), weight(face), 5, 0];
    // Where subscripts, superscripts and a strike-through would go.
    os2.extend([650, 600, 0, 75, 650, 600, 0, 350, 50, 300].map(part));
    // No family class; of the kind of letters, only whether all are equally wide; no blocks named; no vendor.
    os2.extend([0, 0x0200, if is_mono(face) { 9 } else { 0 }, 0, 0, 0]);
    os2.extend([0; 8]);
    os2.extend([0x2020, 0x2020]);
    // Bold or regular, and the line height as given here.
    os2.extend([if is_regular { 0x00C0 } else { 0x00A0 }]);
    os2.extend([edge(subset.characters.first()), edge(subset.characters.last())]);
    os2.extend([signed(ascender), signed(descender), 0, signed(ascender), signed(-descender)]);
    // Latin 1 is covered, more or less; heights; no default or break character beyond the usual; no context.
    os2.extend([0, 1, 0, 0, height(metrics.x_height.unwrap_or_default().to_f64())]);
    os2.extend([height(metrics.cap_height.unwrap_or_default().to_f64()), 0, 32, 1]);
    words(&os2)
}

fn post(face: Face) -> Vec<u8> {
    let em = i32::from(face.font().units_per_em());
    // Version 3: no glyph names. Upright; the underline; whether all glyphs are equally wide; no memory figures.
    let mut post = vec![3, 0, 0, 0, signed(-em / 10), signed(em / 20), 0, u16::from(is_mono(face))];
    post.extend([0; 8]);
    words(&post)
}

/// Runs of characters and glyphs that both count up by one: first and last character, glyph of the first.
fn runs(characters: &[(char, u16)]) -> Vec<[u32; 3]> {
    let mut runs: Vec<[u32; 3]> = Vec::new();
    for &(character, glyph) in characters {
        let (character, glyph) = (u32::from(character), u32::from(glyph));
        match runs.last_mut() {
            Some([first, last, start]) if *last + 1 == character && *start + character - *first == glyph => {
                *last = character;
            }
            _ => runs.push([character, character, glyph]),
        }
    }
    runs
}

/// The character map twice: 16-bit for every reader, 32-bit for the characters beyond.
fn cmap(characters: &[(char, u16)]) -> Vec<u8> {
    let (near, far): (Vec<_>, Vec<_>) = characters.iter().partition(|(character, _)| *character < '\u{FFFF}');
    let near = near_map(&runs(&near));
    if far.is_empty() {
        return [words(&[0, 1, 3, 1, 0, 12]), near].concat();
    }
    let header = [0, 2, 3, 1, 0, 20, 3, 10, 0, 20 + near.len() as u16];
    [words(&header), near, far_map(&runs(characters))].concat()
}

fn near_map(runs: &[[u32; 3]]) -> Vec<u8> {
    // A last run for U+FFFF, which is no character, ends the table.
    let ends = runs.iter().map(|run| run[1] as u16).chain([0xFFFF]);
    let starts = runs.iter().map(|run| run[0] as u16).chain([0xFFFF]);
    let deltas = runs.iter().map(|run| (run[2] as u16).wrapping_sub(run[0] as u16)).chain([1]);
    let count = runs.len() as u16 + 1;
    let power = count.ilog2();
    let searched = 2 << power;
    let mut map = vec![4, 16 + 8 * count, 0, 2 * count, searched, power as u16, 2 * count - searched];
    map.extend(ends);
    map.push(0);
    map.extend(starts);
    map.extend(deltas);
    map.extend(std::iter::repeat_n(0, usize::from(count)));
    words(&map)
}

fn far_map(runs: &[[u32; 3]]) -> Vec<u8> {
    let count = runs.len() as u32;
    let header = words(&[12, 0]).into_iter().chain([16 + 12 * count, 0, count].map(u32::to_be_bytes).concat());
    header.chain(runs.iter().flatten().flat_map(|value| value.to_be_bytes())).collect()
}

/// Family and style. Whose work it is and under which terms stands where the faces are used: [`crate::font::NOTICE`].
fn name(face: Face) -> Vec<u8> {
    let (family, style) = match face {
        Face::Regular => ("Inter", "Regular"),
        Face::Bold => ("Inter", "Bold"),
        Face::Mono => ("JetBrains Mono", "Medium"),
        Face::Fallback => ("DejaVu Sans", "Book"),
        Face::FallbackMono => ("DejaVu Sans Mono", "Book"),
    };
    let full = format!("{family} {style}");
    let postscript = full.replace(' ', "");
    let names = [(1, family), (2, style), (4, &full), (6, &postscript)];
    let mut table = vec![0, names.len() as u16, 6 + 12 * names.len() as u16];
    let mut text: Vec<u16> = Vec::new();
    for (id, name) in names {
        let start = 2 * text.len() as u16;
        text.extend(name.encode_utf16());
        // For Windows, in Unicode, in American English, which is where every reader looks.
        table.extend([3, 1, 0x0409, id, 2 * text.len() as u16 - start, start]);
    }
    table.extend(text);
    words(&table)
}
