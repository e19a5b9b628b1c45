//! ASCII text goes in, how far it reaches comes out, without shaping it: glyphs of such text only move closer to or
//! away from their neighbours, so that the advance of each pair of characters, once known, says it all.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI32, Ordering};

use super::{Face, shape};

/// The first and the last character with a look of its own.
const FIRST: u8 = b' ';
const LAST: u8 = b'~';
const COUNT: usize = (LAST - FIRST) as usize + 1;

/// A pair that was not asked for yet.
const UNKNOWN: i32 = i32::MIN;

/// How far a character moves the pen when another follows it, in units of the face; by face, character and follower.
/// The last follower stands for the end of the text.
static ADVANCES: LazyLock<[Vec<AtomicI32>; 6]> = LazyLock::new(|| {
    let row = || (0..COUNT * (COUNT + 1)).map(|_| AtomicI32::new(UNKNOWN)).collect();
    [row(), row(), row(), row(), row(), row()]
});

/// The width at 1 px an em; nothing for text that is not all printable ASCII, or that the face lacks.
pub(super) fn of(text: &str, face: Face) -> Option<f32> {
    let bytes = text.as_bytes();
    if !bytes.iter().all(|byte| (FIRST..=LAST).contains(byte)) {
        return None;
    }
    let known = &ADVANCES[face as usize];
    let mut pen: i32 = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied();
        let follower = next.map_or(COUNT, |next| usize::from(next - FIRST));
        let pair = &known[usize::from(byte - FIRST) * (COUNT + 1) + follower];
        let mut units = pair.load(Ordering::Relaxed);
        if units == UNKNOWN {
            units = measure(byte, next, face)?;
            // Whoever measures it finds the same.
            pair.store(units, Ordering::Relaxed);
        }
        pen = pen.checked_add(units)?;
    }
    Some(pen as f32 / shape::em(face))
}

fn measure(byte: u8, next: Option<u8>, face: Face) -> Option<i32> {
    let alone = |byte: u8| shape::units(&char::from(byte).to_string(), face);
    match next {
        None => alone(byte),
        Some(next) => {
            let both = shape::units(&format!("{}{}", char::from(byte), char::from(next)), face)?;
            Some(both - alone(next)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that lessons say, and every character beside every other.
    fn texts() -> Vec<String> {
        let mut texts: Vec<String> =
            include_str!("../../content/ftp-basics/lesson.md").lines().map(ToOwned::to_owned).collect();
        let letters = (FIRST..=LAST).map(char::from);
        texts.extend(letters.clone().map(|one| letters.clone().flat_map(|other| [one, other]).collect()));
        texts.retain(|text| text.is_ascii());
        texts
    }

    #[test]
    fn text_is_as_wide_as_shaping_makes_it() {
        for face in Face::ALL {
            for text in texts() {
                assert_eq!(of(&text, face), Some(shape::shape(&text, face, 1.0).width), "{text:?} in {face:?}");
            }
        }
    }

    #[test]
    fn other_text_is_left_to_shaping() {
        for text in ["é", "a\tb", "a\u{301}", "שלום", "\u{7f}"] {
            assert_eq!(of(text, Face::Regular), None, "{text:?}");
        }
        assert_eq!(of("", Face::Regular), Some(0.0));
    }
}
