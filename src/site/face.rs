//! Which face has to write which characters; and the `@font-face` rules that bring just these.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::font::{Face, Written, subset};
use crate::scene::{Boards, Panel, Shape};
use crate::timeline::Timeline;

use super::memo::Fonts;

/// What each face has to write.
#[derive(Default)]
pub(super) struct Letters {
    written: BTreeMap<Face, Written>,
    /// By the face that was asked for.
    plain: [PlainPairs; Face::ALL.len()],
}

impl Letters {
    /// Adds a text. What the face lacks goes to the first of its stand-ins that has it.
    pub fn add(&mut self, face: Face, text: &str) {
        let mut before = None;
        for character in text.chars().map(|character| if character.is_control() { ' ' } else { character }) {
            if self.plain[face as usize].is_new(before, character) {
                self.add_pair(face, before, character);
            }
            before = Some(character);
        }
    }

    fn add_pair(&mut self, face: Face, before: Option<char>, character: char) {
        let able = |character: char| face.chain().iter().find(|face| face.has(character));
        let Some(by) = able(character) else { return };
        let written = self.written.entry(*by).or_default();
        written.characters.insert(character);
        let pairs = written.pairs.get_or_insert_default();
        pairs.extend(before.filter(|before| able(*before) == Some(by)).map(|before| [before, character]));
    }

    /// Adds the text of the page's own markup, each piece with the face that the style sheet gives its element.
    pub fn read(&mut self, markup: &str) {
        let mut open: Vec<(&str, Face)> = Vec::new();
        for piece in markup.split('<').skip(1) {
            let Some((tag, text)) = piece.split_once('>') else { continue };
            let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
            let inherited = open.last().map_or(Face::Regular, |&(_, face)| face);
            if let Some(name) = tag.strip_prefix('/') {
                if let Some(index) = open.iter().rposition(|&(known, _)| known == name) {
                    open.truncate(index);
                }
            } else if !tag.ends_with('/') && !VOID.contains(&name) {
                open.push((name, face_of(name).unwrap_or(inherited)));
            }
            if !matches!(open.last(), Some(("script" | "style" | "title", _))) {
                self.add(open.last().map_or(Face::Regular, |&(_, face)| face), &unescaped(text));
            }
        }
    }

    /// Adds the texts of the pictures, of pages on which something happens: others show nothing else.
    pub fn add_boards(&mut self, timeline: &Timeline, boards: &Boards) {
        let mut seen: BTreeSet<(Face, String)> = BTreeSet::new();
        for page in (0..timeline.pages.len()).filter(|&page| !timeline.pages[page].steps.is_empty()) {
            let board = boards.page(timeline, page);
            // Title and caption are the page's own.
            let shown = board.sprites.iter().filter(|sprite| sprite.panel != Panel::Frame);
            for shape in shown.flat_map(|sprite| &sprite.shapes) {
                if let Shape::Text { text, face, .. } = shape
                    && seen.insert((*face, text.clone()))
                {
                    self.add(*face, text);
                }
            }
        }
    }

    /// One `@font-face` rule a face. The names are those of the style sheet.
    pub fn rules(&self, fonts: &mut Fonts, jobs: usize) -> String {
        let rule = |(face, font): (Face, Vec<u8>)| {
            let font = STANDARD.encode(font);
            let (family, weight) = named(face);
            format!(
                "@font-face{{font-family:\"{family}\";font-weight:{weight};\
                 src:url(data:font/woff2;base64,{font})format(\"woff2\")}}\n"
            )
        };
        fonts.take(&self.written, subset, jobs).into_iter().map(rule).collect()
    }
}

/// Which characters of ASCII were added after which: most text says the same again.
struct PlainPairs([u128; 128]);

impl Default for PlainPairs {
    fn default() -> Self {
        Self([0; 128])
    }
}

impl PlainPairs {
    /// Whether the character was not yet added after this one, as far as is known. From now on it was.
    fn is_new(&mut self, before: Option<char>, character: char) -> bool {
        // No text has this one: it is a control character.
        let before = before.unwrap_or('\x7F');
        if !(before.is_ascii() && character.is_ascii()) {
            return true;
        }
        let (row, bit) = (&mut self.0[before as usize], 1 << (character as u32));
        let is_new = *row & bit == 0;
        *row |= bit;
        is_new
    }
}

const VOID: [&str; 7] = ["!DOCTYPE", "br", "hr", "img", "input", "link", "meta"];

/// The face that an element sets its text in; `None`: that of what it stands in.
fn face_of(name: &str) -> Option<Face> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "strong" | "summary" => Some(Face::Bold),
        "code" | "kbd" => Some(Face::Mono),
        "button" | "select" | "th" => Some(Face::Regular),
        _ => None,
    }
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&").into()
}

fn named(face: Face) -> (&'static str, u16) {
    match face {
        Face::Regular => ("Reel Sans", 400),
        Face::Bold => ("Reel Sans", 700),
        Face::Mono => ("Reel Mono", 500),
        Face::Fallback => ("Reel Fallback", 400),
        Face::FallbackMono => ("Reel Fallback Mono", 400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(face: Face, letters: &Letters) -> String {
        letters.written.get(&face).into_iter().flat_map(|written| &written.characters).collect()
    }

    #[test]
    fn each_element_adds_to_its_own_face() {
        let mut read = Letters::default();
        read.read("<p>ab<code>c&amp;</code>d<br>e</p><h2>f</h2><script>x</script>");
        assert_eq!(letters(Face::Regular, &read), "abde");
        assert_eq!(letters(Face::Mono, &read), "&c");
        assert_eq!(letters(Face::Bold, &read), "f");
    }

    #[test]
    fn what_a_face_lacks_goes_to_its_stand_in() {
        let mut read = Letters::default();
        read.add(Face::Bold, "a♞");
        assert_eq!((letters(Face::Bold, &read), letters(Face::Fallback, &read)), ("a".into(), "♞".into()));
    }

    #[test]
    fn pairs_are_those_of_texts_however_often_they_come() {
        let mut read = Letters::default();
        // A control character counts as a space; pairs of two faces, or of two texts, are none.
        for text in ["abab", "ba", "a\tb", "a♞b"] {
            read.add(Face::Bold, text);
        }
        let pairs = |face| read.written[&face].pairs.clone();
        assert_eq!(pairs(Face::Bold), Some([['a', 'b'], ['b', 'a'], ['a', ' '], [' ', 'b']].into()));
        assert_eq!(pairs(Face::Fallback), Some([].into()));
    }
}
