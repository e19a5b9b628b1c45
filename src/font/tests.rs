#![allow(clippy::float_cmp, reason = "equal input has to give equal output, to the bit")]

use super::*;

/// The ids of the glyphs of each character, shaped alone.
fn ids_alone(text: &str, face: Face) -> Vec<u32> {
    text.chars().map(|character| shape(&character.to_string(), face, 1.0).glyphs[0].id).collect()
}

fn ids(text: &str, face: Face) -> Vec<u32> {
    shape(text, face, 1.0).glyphs.iter().map(|glyph| glyph.id).collect()
}

#[test]
fn every_face_opens() {
    for face in Face::ALL {
        assert!(face.has('A'), "{face:?}");
    }
}

#[test]
fn a_mono_character_is_six_tenths_of_the_size() {
    assert_eq!(width("M", Face::Mono, 20.0), 12.0);
    assert!((width("220 FTP", Face::Mono, 10.0) - 42.0).abs() < 1e-4);
}

#[test]
fn a_fallback_in_a_mono_run_keeps_the_columns() {
    assert!(!Face::Mono.has('☎') && Face::FallbackMono.has('☎'));
    assert!((width("a☎b", Face::Mono, 10.0) - 18.0).abs() < 0.01);
}

#[test]
fn bold_is_wider_than_regular() {
    let [regular, bold] = [Face::Regular, Face::Bold].map(|face| width("Control connection", face, 14.0));
    assert!(regular < bold);
}

#[test]
fn pairs_are_kerned() {
    let apart = width("A", Face::Regular, 100.0) + width("V", Face::Regular, 100.0);
    assert!(width("AV", Face::Regular, 100.0) < apart - 1.0);
}

#[test]
fn what_was_typed_is_not_replaced_by_a_ligature() {
    for face in [Face::Regular, Face::Mono] {
        for text in ["->", "1x2", "!=", "==>", "://", "fi", "12:30"] {
            assert_eq!(ids(text, face), ids_alone(text, face), "{text} in {face:?}");
        }
    }
}

#[test]
fn positions_grow_with_the_size_alone() {
    let [small, large] = [10.0, 20.0].map(|size| shape("PORT 1,1", Face::Bold, size));
    assert_eq!(small.width * 2.0, large.width);
    assert_eq!(small.glyphs[5].x * 2.0, large.glyphs[5].x);
}

#[test]
fn a_character_that_the_face_lacks_comes_from_a_fallback() {
    let faces: Vec<Face> = shape("a☎b", Face::Regular, 10.0).glyphs.iter().map(|glyph| glyph.face).collect();
    assert_eq!(faces, [Face::Regular, Face::Fallback, Face::Regular]);
}

#[test]
fn a_character_that_no_face_has_is_reported_once_and_drawn_as_a_replacement() {
    assert_eq!(missing("a漢b字漢\u{200B}"), ['漢', '字']);
    assert_eq!(ids("漢", Face::Regular), ids("\u{FFFD}", Face::Fallback));
    assert_ne!(ids("漢", Face::Regular), [0]);
}

#[test]
fn invisible_characters_take_no_place() {
    assert_eq!(shape("a\u{200B}\u{7}\u{202E}b\u{FE0F}", Face::Regular, 16.0), shape("ab", Face::Regular, 16.0));
    assert_eq!(shape("a\tb\nc", Face::Regular, 16.0), shape("a b c", Face::Regular, 16.0));
    assert_eq!(shape("", Face::Regular, 16.0), Run::default());
}

#[test]
fn hebrew_runs_from_right_to_left() {
    let mut alone = ids_alone("שלום", Face::Fallback);
    alone.reverse();
    assert_eq!(ids("שלום", Face::Regular), alone);
}

#[test]
fn latin_beside_hebrew_keeps_its_own_direction() {
    let run = ids("FTP שלום", Face::Fallback);
    assert_eq!(run[..3], ids("FTP", Face::Fallback));
    assert_eq!(run[4..], ids("שלום", Face::Fallback));
}

#[test]
fn arabic_letters_join() {
    let mut apart = ids_alone("سلم", Face::Regular);
    apart.reverse();
    assert_ne!(ids("سلم", Face::Regular), apart);
    assert_eq!(missing("سلام"), []);
}

#[test]
fn an_accent_of_its_own_is_the_accented_letter() {
    assert_eq!(shape("e\u{301}", Face::Regular, 16.0).width, shape("é", Face::Regular, 16.0).width);
}

#[test]
fn a_capital_is_as_tall_as_the_cap_height_says() {
    for face in Face::ALL {
        let [_, top, _, bottom] = outline(face, ids("H", face)[0]).bounds;
        assert!((cap_height(face, 1000.0) + top).abs() <= 1.0, "{face:?}: {top}");
        assert_eq!(bottom, 0.0);
        assert!(ascent(face, 1000.0) > cap_height(face, 1000.0));
    }
}

#[test]
fn a_space_and_an_unknown_glyph_have_no_outline() {
    assert_eq!(*outline(Face::Regular, ids(" ", Face::Regular)[0]), Outline::default());
    assert_eq!(*outline(Face::Regular, u32::MAX), Outline::default());
}

#[test]
fn an_outline_consists_of_closed_contours_in_whole_thousandths() {
    let outline = outline(Face::Bold, ids("B", Face::Bold)[0]);
    let count = |wanted: fn(&Segment) -> bool| outline.segments.iter().filter(|segment| wanted(segment)).count();
    assert_eq!(count(|segment| matches!(segment, Segment::Move(_))), 3);
    assert_eq!(count(|segment| matches!(segment, Segment::Close)), 3);
    assert!(outline.bounds.iter().all(|bound| bound.fract() == 0.0));
}

#[test]
fn bold_outlines_are_heavier() {
    let stem = |face: Face| {
        let [left, _, right, _] = outline(face, ids("l", face)[0]).bounds;
        right - left
    };
    assert!(stem(Face::Regular) < stem(Face::Bold));
}

// In the mono face at size 10 each character is 6 px wide.

fn wrap_at(columns: u8, text: &str, max_lines: usize) -> Wrapped {
    wrap(text, Face::Mono, 10.0, f32::from(columns) * 6.0 + 0.1, max_lines)
}

fn lines(columns: u8, text: &str) -> Vec<String> {
    wrap_at(columns, text, 99).lines
}

#[test]
fn text_that_fits_is_left_alone() {
    assert_eq!(shorten("220 ready", Face::Mono, 10.0, 54.1), ("220 ready".to_owned(), false));
    assert_eq!(lines(9, "220 ready"), ["220 ready"]);
    assert_eq!(lines(9, ""), [""]);
}

#[test]
fn shortened_text_ends_with_an_ellipsis_and_fits() {
    assert_eq!(shorten("220 ready", Face::Mono, 10.0, 48.1), ("220 rea…".to_owned(), true));
    assert_eq!(shorten("220 ready", Face::Mono, 10.0, 30.1), ("220…".to_owned(), true));
    assert_eq!(shorten("220 ready", Face::Mono, 10.0, 0.0), ("…".to_owned(), true));
}

#[test]
fn lines_break_at_spaces_and_at_line_breaks() {
    assert_eq!(lines(10, "The server is up now"), ["The server", "is up now"]);
    assert_eq!(lines(10, "one\n\ntwo"), ["one", "", "two"]);
    assert_eq!(lines(5, "one   two   "), ["one", "two"]);
}

#[test]
fn a_wide_word_breaks_after_a_sign_before_it_breaks_anywhere() {
    assert_eq!(lines(8, "ftp.example.org"), ["ftp.", "example.", "org"]);
    assert_eq!(lines(4, "abcdefghij"), ["abcd", "efgh", "ij"]);
    assert_eq!(lines(6, "a bcdefghij"), ["a bcde", "fghij"]);
}

#[test]
fn a_word_that_fits_a_line_of_its_own_is_not_broken() {
    assert_eq!(lines(8, "get 10.0.0.1"), ["get", "10.0.0.1"]);
}

#[test]
fn a_letter_is_not_parted_from_its_accent() {
    assert_eq!(lines(0, "e\u{301}o"), ["e\u{301}", "o"]);
}

#[test]
fn what_does_not_fit_on_the_last_line_is_shortened() {
    let wrapped = wrap_at(10, "The server is up now and waits", 2);
    assert_eq!(wrapped.lines, ["The server", "is up now…"]);
    assert!(wrapped.shortened);
    assert_eq!(wrap_at(9, "The server is up now", 1).lines, ["The…"]);
    assert_eq!(wrap_at(10, "The server is up now", 1).lines, ["The serve…"]);
    assert!(wrap_at(10, "text", 0).shortened);
}

#[test]
fn balanced_lines_are_about_equally_wide_and_no_more_than_without() {
    let text = "The server agrees and now waits";
    assert_eq!(lines(26, text), ["The server agrees and now", "waits"]);
    let balanced = balance(text, Face::Mono, 10.0, 26.0 * 6.0 + 0.1, 9);
    assert_eq!(balanced.lines, ["The server agrees", "and now waits"]);
    let whole = balance("ftp.example.org is up", Face::Mono, 10.0, 16.0 * 6.0, 9);
    assert_eq!(whole.lines, ["ftp.example.org", "is up"]);
}

#[test]
fn a_long_text_is_wrapped_without_measuring_all_of_it() {
    let text = "word ".repeat(100_000);
    assert_eq!(wrap_at(9, &text, 2).lines, ["word word", "word wor…"]);
    assert!(shorten(&text, Face::Mono, 10.0, 60.0).1);
}

#[test]
fn a_cluster_that_no_face_has_all_of_is_drawn_in_parts() {
    // A letter of DejaVu and a mark of Inter.
    let mark =
        (0x300..0x370).filter_map(char::from_u32).find(|&mark| Face::Regular.has(mark) && !Face::Fallback.has(mark));
    let text: String = ['☎', mark.unwrap_or('\u{301}')].iter().collect();
    assert_eq!(missing(&text), []);
    let faces: Vec<Face> = shape(&text, Face::Bold, 10.0).glyphs.iter().map(|glyph| glyph.face).collect();
    assert_eq!(faces[0], Face::Fallback);
    assert!(!ids(&text, Face::Bold).contains(&ids("\u{FFFD}", Face::Fallback)[0]));
}

#[test]
fn odd_widths_end() {
    for max_width in [f32::NAN, f32::NEG_INFINITY, -1.0, 0.0, f32::INFINITY] {
        let wrapped = wrap("a b\nc  שלום", Face::Regular, 10.0, max_width, 50);
        assert!(!wrapped.shortened);
        let _ = shorten("a b\nc", Face::Regular, 10.0, max_width);
        let _ = balance("a b\nc", Face::Regular, 10.0, max_width, 50);
    }
}

#[test]
fn no_text_makes_it_panic() {
    for start in (0..0x2_0000).step_by(61) {
        let text: String = (start..start + 90).filter_map(char::from_u32).collect();
        for face in [Face::Regular, Face::Mono] {
            let run = shape(&text, face, 12.0);
            assert!(run.width.is_finite() && run.glyphs.iter().all(|glyph| glyph.id != 0), "from U+{start:X}");
            let _ = wrap(&text, face, 12.0, 100.0, 3);
        }
    }
}
