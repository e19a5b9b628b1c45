//! Path data goes in, and comes out with what it says most often in one letter each: every pill has the same corners.

use std::collections::BTreeMap;

/// What stands for a piece: capitals but the `M` of path data, which has no others.
const LETTERS: &str = "ABCDEFGHIJKLNOPQRSTUVWXYZ";

/// The text with a letter for each of the lines and curves that take the most room, and what the letters stand for.
pub(super) fn shorten(text: &str) -> (String, BTreeMap<char, &str>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in pieces(text).filter(|piece| piece.starts_with(['c', 'l']) && piece.len() > 4) {
        *counts.entry(piece).or_default() += 1;
    }
    // What is saved, less what it costs to say what the letter stands for.
    let mut gains: Vec<(usize, &str)> = counts
        .into_iter()
        .map(|(piece, count)| ((count * (piece.len() - 1)).saturating_sub(piece.len() + 7), piece))
        .collect();
    gains.retain(|&(gain, _)| gain > 0);
    gains.sort_by(|one, other| other.cmp(one));
    let named: BTreeMap<&str, char> = gains.iter().map(|&(_, piece)| piece).zip(LETTERS.chars()).collect();
    let mut short = String::with_capacity(text.len());
    for piece in pieces(text) {
        match named.get(piece) {
            Some(&letter) => short.push(letter),
            None => short.push_str(piece),
        }
    }
    (short, named.into_iter().map(|(piece, letter)| (letter, piece)).collect())
}

/// The text cut before each letter and each mark between its parts.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices(|character: char| character.is_ascii_alphabetic() || ",;|".contains(character));
    let starts: Vec<usize> = [0].into_iter().chain(starts.map(|(start, _)| start)).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_often_is_a_letter() {
        let text = "cloud,0,0,9;1,M0 0h5c1 2 3 4 5 6v7c1 2 3 4 5 6zl8 8|2,M1 1c1 2 3 4 5 6c1 2 3 4 5 6z";
        let (short, curves) = shorten(text);
        assert_eq!(short, "cloud,0,0,9;1,M0 0h5Av7Azl8 8|2,M1 1AAz");
        assert_eq!(curves, BTreeMap::from([('A', "c1 2 3 4 5 6")]));
    }

    #[test]
    fn what_is_short_or_rare_stays() {
        for text in ["", "1,M0 0c1 2 3 4 5 6z", "1,M0 0l1 1l1 1l1 1z"] {
            assert_eq!(shorten(text), (text.to_owned(), BTreeMap::new()));
        }
    }
}
