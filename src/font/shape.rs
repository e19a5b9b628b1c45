//! Text goes in, glyphs at their places on one line come out, with kerning and with fallback from face to face.
//!
//! Ligatures and contextual alternates are off: `->` and `1x2` stay as they were typed.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use harfrust::{Buffer, Direction, Feature, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_segmentation::UnicodeSegmentation;

use super::{Face, advance};

/// One glyph of a [`Run`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Glyph {
    /// The face that draws it, which may be a fallback.
    pub face: Face,
    /// Its number in that face, for [`outline`](super::outline).
    pub id: u32,
    /// Its origin, px to the right of the run's origin.
    pub x: f32,
    /// Its origin, px below the run's baseline.
    pub y: f32,
}

/// A line of shaped text, from left to right. Its origin is where the baseline begins.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Run {
    /// The glyphs in the order in which they are seen.
    pub glyphs: Vec<Glyph>,
    /// How far the text reaches, px.
    pub width: f32,
}

/// Shapes one line of text at `size` px.
///
/// A character that `face` lacks comes from a fallback, and one that no face has becomes U+FFFD. Tabs and line breaks
/// become spaces. Other control characters, and those that only steer the direction or the joining of text, are
/// dropped.
pub fn shape(text: &str, face: Face, size: f32) -> Run {
    let line = line(text, face);
    let glyphs =
        line.glyphs.iter().map(|glyph| Glyph { face: glyph.face, id: glyph.id, x: glyph.x * size, y: glyph.y * size });
    Run { glyphs: glyphs.collect(), width: line.width * size }
}

/// How far [`shape`] would make the text reach, px. Cheaper than shaping.
pub fn width(text: &str, face: Face, size: f32) -> f32 {
    advance::of(text, face).unwrap_or_else(|| line(text, face).width) * size
}

/// The characters that no bundled face has, in order, each once; [`shape`] draws U+FFFD in their place.
pub fn missing(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    let mut seen = BTreeSet::new();
    for character in text.chars().filter_map(drawn_as) {
        if seen.insert(character) && !Face::ALL.iter().any(|face| face.has(character)) {
            missing.push(character);
        }
    }
    missing
}

/// The shaped text at 1 px an em.
fn line(text: &str, face: Face) -> Arc<Run> {
    let known = &KNOWN[face as usize];
    if let Some(line) = known.read().unwrap_or_else(PoisonError::into_inner).get(text) {
        return Arc::clone(line);
    }
    let line = Arc::new(lay_out(text, face));
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    if text.len() <= LONGEST_KNOWN {
        known.insert(text.into(), Arc::clone(&line));
    }
    line
}

type Lines = RwLock<HashMap<Box<str>, Arc<Run>>>;

/// Every frame asks for the same few labels, so they are kept, by face. Looked up by key only, so its order shows
/// nowhere.
static KNOWN: LazyLock<[Lines; 6]> = LazyLock::new(Default::default);

/// How many lines are kept a face: more than a few pages of a lesson need, and no more than that in a long one.
const MOST_KNOWN: usize = 1_024;

/// The longest line that is kept, in bytes. A longer one is rarely asked for twice.
const LONGEST_KNOWN: usize = 512;

fn lay_out(text: &str, face: Face) -> Run {
    let text: String = text.chars().filter_map(drawn_as).collect();
    let mut run = Run::default();
    for (range, level) in visual_runs(&text) {
        let mut parts = parts(&text[range], face);
        if level.is_rtl() {
            parts.reverse();
        }
        for (text, face) in parts {
            append(&mut run, &text, face, level);
        }
    }
    run.glyphs.shrink_to_fit();
    run
}

/// What stands on the line for a character of the text; nothing for one that has no look of its own.
#[allow(clippy::match_same_arms, reason = "the arms are the groups of Unicode")]
fn drawn_as(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Soft hyphen, joiners, fillers, and marks that steer direction.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' => None,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
        // Variation selectors, byte order mark, annotations, tags.
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => None,
        '\u{E0000}'..='\u{E0FFF}' => None,
        other => (!other.is_control()).then_some(other),
    }
}

/// The pieces of one direction each, in the order in which they are seen.
fn visual_runs(text: &str) -> Vec<(Range<usize>, Level)> {
    if !text.chars().any(may_run_leftward) {
        return vec![(0..text.len(), Level::ltr())];
    }
    let paragraph = ParagraphBidiInfo::new(text, None);
    let (levels, runs) = paragraph.visual_runs(0..text.len());
    runs.into_iter().map(|run| (run.clone(), levels[run.start])).collect()
}

/// Whether the character is in a block of Unicode that is set aside for scripts written from right to left.
fn may_run_leftward(character: char) -> bool {
    let near = matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    near || matches!(character, '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The text by the face that draws it, in the order of reading. A cluster keeps to one face where one has all of it.
fn parts(text: &str, face: Face) -> Vec<(String, Face)> {
    let mut parts: Vec<(String, Face)> = Vec::new();
    let mut push = |text: &str, by: Face| match parts.last_mut() {
        Some((part, last)) if *last == by => part.push_str(text),
        _ => parts.push((text.to_owned(), by)),
    };
    for cluster in text.graphemes(true) {
        if let Some(by) = able(face, cluster) {
            push(cluster, by);
            continue;
        }
        for character in cluster.chars() {
            let character = character.encode_utf8(&mut [0; 4]).to_owned();
            match able(face, &character) {
                Some(by) => push(&character, by),
                None => push("\u{FFFD}", Face::Fallback),
            }
        }
    }
    parts
}

/// The first face of the chain that has all of the text.
fn able(face: Face, text: &str) -> Option<Face> {
    face.chain().iter().copied().find(|face| text.chars().all(|character| face.has(character)))
}

fn append(run: &mut Run, text: &str, face: Face, level: Level) {
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    let direction = if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
    buffer.set_direction(direction);
    buffer.guess_segment_properties();
    let plan = plan(face, direction, buffer.script());
    let options = ShapeOptions::new().plan(Some(&plan)).features(&*FEATURES);
    if harfrust::shape(&ShaperFont::new(face.font()), &mut buffer, options).is_err() {
        // Only a plan that does not fit its buffer is refused, and this one was made for it.
        return;
    }
    let em = em(face);
    // Advances are added up in whole units, which rounds once instead of at each glyph.
    let start = run.width;
    let mut pen = 0;
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let x = start + (pen + position.x_offset) as f32 / em;
        run.glyphs.push(Glyph { face, id: info.glyph_id, x, y: -(position.y_offset as f32) / em });
        pen += pitched(face, position.x_advance);
    }
    run.width = start + pen as f32 / em;
}

/// How far a text reaches in units of the face; nothing where the face lacks any of it.
pub(super) fn units(text: &str, face: Face) -> Option<i32> {
    if !text.chars().all(|character| face.has(character)) {
        return None;
    }
    let mut run = Run::default();
    append(&mut run, text, face, Level::ltr());
    Some((run.width * em(face)).round() as i32)
}

/// Units of the face an em.
pub(super) fn em(face: Face) -> f32 {
    f32::from(face.font().units_per_em())
}

/// The fallback of the mono face is a trifle wider (1233 of 2048 units) than that face (0.6 em). It takes its pitch, so
/// that columns stay in line.
pub(super) fn pitched(face: Face, units: i32) -> i32 {
    match (face, units) {
        (Face::FallbackMono, 1233) => 1229,
        _ => units,
    }
}

/// The features that would draw something else than what was typed, switched off.
pub(super) static FEATURES: LazyLock<[Feature; 3]> =
    LazyLock::new(|| [b"liga", b"clig", b"calt"].map(|tag| Feature::new(Tag::new(tag), 0, ..)));

/// To plan takes longer than to shape a label, so plans are kept: one a face, direction and script, which are few.
pub(super) fn plan(face: Face, direction: Direction, script: Option<Script>) -> Arc<ShapePlan> {
    let known = PLANS.read().unwrap_or_else(PoisonError::into_inner);
    let fits =
        |(of, plan): &&(Face, Arc<ShapePlan>)| *of == face && plan.direction() == direction && plan.script() == script;
    if let Some((_, plan)) = known.iter().find(fits) {
        return Arc::clone(plan);
    }
    drop(known);
    let plan = Arc::new(ShapePlan::new(face.font(), direction, script, None, &*FEATURES));
    let mut known = PLANS.write().unwrap_or_else(PoisonError::into_inner);
    known.push((face, Arc::clone(&plan)));
    plan
}

static PLANS: RwLock<Vec<(Face, Arc<ShapePlan>)>> = RwLock::new(Vec::new());
