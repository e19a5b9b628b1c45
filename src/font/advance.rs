//! Plain text goes in, how far it reaches comes out, without shaping it: glyphs of such text only move closer to or away
//! from their neighbours, so that the advance of each pair of characters, once known, says it all.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI32, Ordering};

use super::{Face, shape};

/// The signs of plain text beside printable ASCII.
const SIGNS: [char; 8] = ['…', '’', '‘', '“', '”', '–', '—', '→'];
const COUNT: usize = 95 + SIGNS.len();

/// A pair that was not asked for yet.
const UNKNOWN: i32 = i32::MIN;

/// How far a character moves the pen when another follows it, in units of the face; by face, character and follower.
/// The last follower stands for the end of the text.
static ADVANCES: LazyLock<[Vec<AtomicI32>; Face::ALL.len()]> = LazyLock::new(|| {
    let row = |_| (0..COUNT * (COUNT + 1)).map(|_| AtomicI32::new(UNKNOWN)).collect();
    Face::ALL.map(row)
});

/// The width at 1 px an em; nothing for text that is not all plain, or that the face lacks.
pub(super) fn of(text: &str, face: Face) -> Option<f32> {
    let known = &ADVANCES[face as usize];
    let mut pen: i32 = 0;
    let mut rest = text.chars();
    let mut one = rest.next();
    while let Some(letter) = one {
        let next = rest.next();
        let follower = next.map_or(Some(COUNT), index)?;
        let pair = &known[index(letter)? * (COUNT + 1) + follower];
        let mut units = pair.load(Ordering::Relaxed);
        if units == UNKNOWN {
            units = measure(letter, next, face)?;
            // Whoever measures it finds the same.
            pair.store(units, Ordering::Relaxed);
        }
        pen = pen.checked_add(units)?;
        one = next;
    }
    Some(pen as f32 / shape::em(face))
}

/// The number of a plain character.
fn index(letter: char) -> Option<usize> {
    match letter {
        ' '..='~' => Some(letter as usize - ' ' as usize),
        _ => SIGNS.iter().position(|&sign| sign == letter).map(|at| 95 + at),
    }
}

fn measure(letter: char, next: Option<char>, face: Face) -> Option<i32> {
    let alone = |letter: char| shape::units(&letter.to_string(), face);
    match next {
        None => alone(letter),
        Some(next) => Some(shape::units(&format!("{letter}{next}"), face)? - alone(next)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that lessons say, and every character beside every other.
    fn texts() -> Vec<String> {
        let mut texts: Vec<String> =
            include_str!("../../content/ftp-basics/lesson.md").lines().map(ToOwned::to_owned).collect();
        let letters = (' '..='~').chain(SIGNS);
        texts.extend(letters.clone().map(|one| letters.clone().flat_map(|other| [one, other]).collect()));
        texts.retain(|text| text.chars().all(|letter| index(letter).is_some()));
        texts
    }

    #[test]
    fn text_is_as_wide_as_shaping_makes_it() {
        for face in Face::ALL {
            for text in texts() {
                let plain = of(&text, face);
                let lacking = !text.chars().all(|letter| face.has(letter));
                let expected = (!lacking).then(|| shape::shape(&text, face, 1.0).width);
                assert_eq!(plain, expected, "{text:?} in {face:?}");
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
