//! Makes text from a lesson or a path safe to print: what would steer a terminal comes out as a character to be seen.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every character that is not meant to be seen written out: a control character as its picture (`␛`),
/// any other that hides or turns text around as its code point (`U+202E`). Line feeds and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    replace(text, |letter, shown| match picture(letter) {
        Some(picture) => shown.push(picture),
        None => {
            // Writing to a string does not fail.
            let _ = write!(shown, "U+{:04X}", letter as u32);
        }
    })
}

/// The same, one character for one, so that columns still count: `�` where there is no picture.
pub(super) fn visible_in_place(text: &str) -> Cow<'_, str> {
    replace(text, |letter, shown| shown.push(picture(letter).unwrap_or(char::REPLACEMENT_CHARACTER)))
}

fn replace(text: &str, show: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unseen(letter) {
            show(letter, &mut shown);
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// Control characters (C0, DEL, C1), what sets the direction of text, what has no width or breaks lines, and tags.
fn is_unseen(letter: char) -> bool {
    match letter {
        // A joiner is part of many an emoji.
        '\n' | '\t' | '\u{200d}' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => letter.is_control(),
    }
}

/// Unicode has a picture of each C0 control character and of DEL.
fn picture(letter: char) -> Option<char> {
    match letter {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + letter as u32),
        '\u{7f}' => Some('\u{2421}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_shown_as_its_picture() {
        assert_eq!(visible("a\u{1b}[31mb\u{7f}"), "a␛[31mb␡");
    }

    #[test]
    fn what_turns_text_around_is_shown_as_its_code_point() {
        assert_eq!(visible("a\u{202e}b\u{9b}c"), "aU+202EbU+009Bc");
    }

    #[test]
    fn in_place_the_count_of_characters_stays() {
        let text = "x\u{0}\u{202e}\u{9b}é\ty";
        assert_eq!(visible_in_place(text), "x␀��é\ty");
        assert_eq!(visible_in_place(text).chars().count(), text.chars().count());
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(visible("grüße, 世界 👩\u{200d}👩"), Cow::Borrowed(_)));
    }
}
