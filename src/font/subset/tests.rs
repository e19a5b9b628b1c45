use std::io::Read;

use harfrust::font::Font;
use harfrust::{Buffer, ShapeOptions};

use super::*;

/// What a page in English usually needs.
fn page() -> Written {
    written((' '..='~').chain("×…‘’“”–—→✕éü°".chars()))
}

/// These characters, any beside any.
fn written(characters: impl IntoIterator<Item = char>) -> Written {
    Written { characters: characters.into_iter().collect(), pairs: None }
}

/// The subset as a plain TrueType font without outlines, which is enough to shape with.
fn unpacked(face: Face, text: &Written) -> Font {
    let subset = gather(face, text);
    let mut tables = tables::write(&subset).others;
    let advances = subset.glyphs.iter().flat_map(|glyph| [glyph.advance, 0]);
    tables.push((*b"hmtx", advances.flat_map(u16::to_be_bytes).collect()));
    tables.sort();
    let mut directory = [0, 1, 0, 0].to_vec();
    directory.extend([0, tables.len() as u8, 0, 0, 0, 0, 0, 0]);
    let mut content: Vec<u8> = Vec::new();
    for (tag, bytes) in &tables {
        directory.extend(tag);
        let start = 12 + 16 * tables.len() + content.len();
        directory.extend([0, start as u32, bytes.len() as u32].map(u32::to_be_bytes).concat());
        content.extend(bytes);
        content.resize(content.len().next_multiple_of(4), 0);
    }
    Font::new([directory, content].concat(), 0).unwrap()
}

/// The width in font units, with the features that a browser has on by default.
fn width(font: &Font, text: &str) -> i32 {
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    harfrust::shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).unwrap();
    buffer.glyph_positions().iter().map(|position| position.x_advance).sum()
}

#[test]
fn a_subset_sets_text_as_wide_as_its_face() {
    let lines = [
        "Control connection request",
        "AVATAR To. We, Ty — “Qu” P, f' fj",
        "PORT 1,1,1,1,213,177",
        "1x2 -> != 12:30 (A-B) [x] @H fi ffi",
        "éü ° × → L'T LT' r. y, k-",
    ];
    for face in Face::ALL {
        let font = unpacked(face, &page());
        for line in lines {
            let em = f32::from(font.units_per_em());
            let expected = crate::font::width(line, face, em);
            assert!((width(&font, line) as f32 - expected).abs() < 0.1, "{line} in {face:?}");
        }
    }
}

#[test]
fn every_pair_is_kerned_as_in_its_face() {
    let ascii: BTreeSet<char> = ('!'..='~').collect();
    let font = unpacked(Face::Bold, &written(ascii.clone()));
    let face = Face::Bold.font();
    for left in &ascii {
        let pairs: String = ascii.iter().flat_map(|right| [*left, *right]).collect();
        let features = shape::FEATURES.as_slice();
        let advances = |font: &Font| {
            let mut buffer = Buffer::new();
            buffer.push_str(&pairs);
            buffer.guess_segment_properties();
            harfrust::shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new().features(features)).unwrap();
            buffer.glyph_positions().iter().map(|position| position.x_advance).collect::<Vec<_>>()
        };
        assert_eq!(advances(&font), advances(face), "{left}");
    }
}

/// The kerning of two characters, by themselves, in the face.
fn kerning(face: Face, pair: [char; 2]) -> i32 {
    let width = |text: &str| shape::units(text, face).unwrap();
    let [left, right] = pair.map(|character| width(&character.to_string()));
    width(&String::from_iter(pair)) - left - right
}

#[test]
fn pairs_that_the_text_has_are_kerned_as_each_by_itself_and_others_are_not() {
    let characters: Vec<char> = (' '..='~').chain("’“”–—→éüÄŁΑΔωГТа".chars()).collect();
    for face in Face::ALL {
        let characters: Vec<char> = characters.iter().copied().filter(|character| face.has(*character)).collect();
        let pairs = || characters.iter().flat_map(|left| characters.iter().map(|right| [*left, *right]));
        // One pair in seven, so that each character has others before and after it.
        let some: BTreeSet<[char; 2]> = pairs().step_by(7).collect();
        let text = Written { characters: characters.iter().copied().collect(), pairs: Some(some.clone()) };
        let subset = gather(face, &text);
        let values = kerning::Pairs::gather(&subset).values;
        let glyph = |character: char| {
            let place = subset.characters.iter().position(|(known, _)| *known == character).unwrap();
            usize::from(subset.characters[place].1)
        };
        for pair in pairs() {
            let expected = if some.contains(&pair) { kerning(face, pair) } else { 0 };
            let [left, right] = pair.map(glyph);
            assert_eq!(i32::from(values[left][right]), expected, "{pair:?} in {face:?}");
        }
    }
}

#[test]
fn the_three_faces_of_a_page_take_less_than_24_kb() {
    let faces = [Face::Regular, Face::Bold, Face::Mono];
    let sizes = faces.map(|face| subset(face, &page()).len());
    assert!(sizes.iter().sum::<usize>() < 24_000, "{sizes:?}");
}

#[test]
fn the_same_characters_make_the_same_bytes() {
    assert_eq!(subset(Face::Bold, &page()), subset(Face::Bold, &page()));
}

#[test]
fn a_file_holds_what_its_header_and_directory_announce() {
    for text in [page(), Written::default(), written("x𝔸𝔹".chars())] {
        let file = subset(Face::Fallback, &text);
        let word = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!((&file[..4], word(8)), (&b"wOF2"[..], file.len()));
        let mut rest = &file[48..];
        let stored: usize = (0..word(12) >> 16).map(|_| stored_size(&mut rest)).sum();
        let (packed, padding) = rest.split_at(word(20));
        assert!(padding.len() < 4);
        let mut content = Vec::new();
        ::brotli::Decompressor::new(packed, 4096).read_to_end(&mut content).unwrap();
        assert_eq!(content.len(), stored);
    }
}

/// Reads an entry of the directory. Tables 10 (glyf), 11 (loca) and 3 (hmtx) are transformed and tell two sizes.
fn stored_size(directory: &mut &[u8]) -> usize {
    let number = directory[0] & 63;
    *directory = &directory[1..];
    assert_ne!(number, 63, "all tables have numbers");
    let mut size = number_of_128s(directory);
    if [3, 10, 11].contains(&number) {
        size = number_of_128s(directory);
    }
    size
}

fn number_of_128s(bytes: &mut &[u8]) -> usize {
    let length = bytes.iter().take_while(|&&byte| byte >= 128).count() + 1;
    let (number, rest) = bytes.split_at(length);
    *bytes = rest;
    number.iter().fold(0, |value, &byte| value << 7 | usize::from(byte & 127))
}

#[test]
fn only_characters_that_the_face_has_are_in_the_subset() {
    let font = unpacked(Face::Regular, &written("aé漢س☎".chars()));
    let has = |character: char| font.charmap().map_unicode(character).is_some();
    assert!(has('a') && has('é'));
    assert!(!has('漢') && !has('س') && !has('☎') && !has('b'));
}

#[test]
fn letters_that_join_are_left_to_the_reader() {
    let font = unpacked(Face::Fallback, &written("aسش".chars()));
    assert_eq!(font.charmap().unicodes().map(|(character, _)| character).collect::<Vec<_>>(), [u32::from('a')]);
}

#[test]
fn characters_beyond_16_bits_are_mapped() {
    let font = unpacked(Face::Fallback, &written("x𝔸".chars()));
    assert_eq!(font.charmap().map_unicode('x'), Some(GlyphId::new(1)));
    assert_eq!(font.charmap().map_unicode('𝔸'), Some(GlyphId::new(2)));
}

#[test]
fn a_whole_face_can_be_packed() {
    let characters = Face::Mono.font().charmap().unicodes();
    let all = written(characters.filter_map(|(character, _)| char::from_u32(character)));
    assert!(all.characters.len() > 512);
    assert!(kerning::write(&gather(Face::Mono, &all)).is_none());
    assert!(subset(Face::Mono, &all).len() > 10_000);
}

#[test]
fn only_pairs_that_occur_are_kerned() {
    let mut text = written("AVTo".chars());
    text.pairs = Some([['A', 'V']].into());
    let font = unpacked(Face::Bold, &text);
    let em = f32::from(font.units_per_em());
    let expected = |line: &str| crate::font::width(line, Face::Bold, em);
    assert!((width(&font, "AVA") as f32 - expected("AV") - expected("A")).abs() < 0.1);
    assert!((width(&font, "To") as f32 - expected("T") - expected("o")).abs() < 0.1);
    assert!(expected("To") < expected("T") + expected("o"));
}

#[test]
fn outlines_keep_to_a_grid_near_their_places() {
    let text = page();
    for (face, step) in [(Face::Bold, 8), (Face::Mono, 4)] {
        let points =
            |glyph: &Drawn| glyph.contours.iter().flatten().map(|point| [point.x, point.y]).collect::<Vec<_>>();
        for glyph in &gather(face, &text).glyphs {
            assert!(points(glyph).as_flattened().iter().all(|value| value % step == 0), "{face:?}");
        }
    }
    let mut drawn = Drawn { contours: vec![vec![Point { x: -5, y: 13, on_curve: true }]], ..Drawn::default() };
    drawn.keep_to_grid(8);
    assert_eq!(drawn.bounds(), [-8, 16, -8, 16]);
}
