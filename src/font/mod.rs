//! The bundled typefaces: text goes in, and glyph positions, line breaks, outlines and subsets come out.
//!
//! Nothing is read from the system, so the same text is equally wide on every machine.

mod advance;
mod metrics;
mod outline;
mod shape;
mod subset;
mod wrap;

use std::sync::LazyLock;

use harfrust::font::Font;

pub use metrics::{ascent, cap_height, line_height};
pub use outline::{Outline, Segment, outline};
pub use shape::{Glyph, Run, missing, shape, width};
pub use subset::{Written, subset};
pub use wrap::{Wrapped, balance, shorten, wrap};

/// One typeface at one weight.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Face {
    /// Inter, weight 450: firm enough for a caption on a screen across the room, light enough for a page of text.
    Regular,
    /// Inter, weight 700.
    Bold,
    /// `JetBrains` Mono, weight 500: every glyph is 0.6 em wide.
    Mono,
    /// `DejaVu` Sans, for characters that Inter lacks.
    Fallback,
    /// `DejaVu` Sans Mono, for characters that `JetBrains` Mono lacks.
    FallbackMono,
}

/// Who made the typefaces and under which terms; a file that embeds one of them has to say so.
pub const NOTICE: &str = "\
Inter: Copyright 2020 The Inter Project Authors (https://github.com/rsms/inter), SIL Open Font License 1.1.
JetBrains Mono: Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono), SIL Open Font License 1.1.
DejaVu Sans and DejaVu Sans Mono: Copyright 2003 Bitstream, Inc. (Bitstream Vera), changes by the DejaVu team in the public domain, \
Arev glyphs Copyright 2006 Tavmjong Bah.
The text of the SIL Open Font License: https://openfontlicense.org";

impl Face {
    /// Every face, in the order of the enum.
    pub const ALL: [Face; 5] = [Face::Regular, Face::Bold, Face::Mono, Face::Fallback, Face::FallbackMono];

    /// The faces to look in for a character, best first, beginning with this one.
    pub fn chain(self) -> &'static [Face] {
        match self {
            Face::Regular => &[Face::Regular, Face::Fallback, Face::FallbackMono, Face::Mono],
            Face::Bold => &[Face::Bold, Face::Fallback, Face::FallbackMono, Face::Mono],
            Face::Mono => &[Face::Mono, Face::FallbackMono, Face::Fallback, Face::Regular],
            Face::Fallback => &[Face::Fallback, Face::Regular, Face::FallbackMono, Face::Mono],
            Face::FallbackMono => &[Face::FallbackMono, Face::Mono, Face::Fallback, Face::Regular],
        }
    }

    /// Whether this face itself, without fallback, can draw the character.
    pub fn has(self, character: char) -> bool {
        self.font().charmap().map_unicode(character).is_some()
    }

    fn font(self) -> &'static Font {
        &FONTS[self as usize]
    }
}

/// The opened faces, in the order of [`Face::ALL`].
static FONTS: LazyLock<[Font; 5]> = LazyLock::new(|| Face::ALL.map(open));

fn open(face: Face) -> Font {
    let data = match face {
        Face::Regular | Face::Bold => damascene_fonts_inter::INTER_VARIABLE,
        Face::Mono => damascene_fonts_jetbrains_mono::JETBRAINS_MONO_VARIABLE,
        Face::Fallback => dejavu::sans::regular(),
        Face::FallbackMono => dejavu::sans_mono::regular(),
    };
    let font = Font::new(data, 0).expect("the bundled typefaces are sound, as the tests of this module show");
    font.instance_builder().variations(variations(face)).build()
}

/// Inter draws small and large text differently along its axis `opsz`. It stays at 14, so that one outline serves all
/// sizes and a page that embeds a subset without that axis looks the same.
fn variations(face: Face) -> &'static [(&'static str, f32)] {
    match face {
        Face::Regular => &[("wght", 450.0), ("opsz", 14.0)],
        Face::Bold => &[("wght", 700.0), ("opsz", 14.0)],
        Face::Mono => &[("wght", 500.0)],
        Face::Fallback | Face::FallbackMono => &[],
    }
}

#[cfg(test)]
mod tests;
