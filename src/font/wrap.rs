//! Text that is too wide goes in; lines that fit, or a shorter text, come out.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Face, width};

/// Text broken into lines.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wrapped {
    /// The lines from the top, without the spaces at which they were broken.
    pub lines: Vec<String>,
    /// Whether text was left out, which the last line then shows with `…`.
    pub shortened: bool,
}

/// Cuts text that is wider than `max_width` px between two characters as a reader sees them, and ends it with `…`.
///
/// Returns the text, and whether it was cut. Where not even `…` fits, it is returned all the same.
pub fn shorten(text: &str, face: Face, size: f32, max_width: f32) -> (String, bool) {
    let start = start_of(text);
    if start.len() < text.len() {
        return (with_ellipsis(start, face, size, max_width), true);
    }
    if width(text, face, size) <= max_width {
        (text.to_owned(), false)
    } else {
        (with_ellipsis(text, face, size, max_width), true)
    }
}

/// Breaks text into at most `max_lines` lines of at most `max_width` px.
///
/// Lines break at line breaks and spaces. A word that is wider than a line breaks after one of `/,-_.:;=&?@`, or else
/// anywhere between two characters as a reader sees them; a line holds at least one of them. What does not fit into the
/// last line is shortened. No text at all is one empty line.
pub fn wrap(text: &str, face: Face, size: f32, max_width: f32, max_lines: usize) -> Wrapped {
    let fits = |line: &str| width(line, face, size) <= max_width;
    let mut lines: Vec<String> = Vec::new();
    let start = start_of(text);
    let mut rest = Some(start);
    while let Some(text) = rest
        && lines.len() < max_lines
    {
        let paragraph = text.split('\n').next().unwrap_or_default();
        let end = line_end(paragraph, &fits);
        lines.push(text[..end].trim_end().to_owned());
        rest = after_break(&text[end..]);
    }
    let shortened = start.len() < text.len() || rest.is_some_and(|rest| !rest.trim().is_empty());
    if shortened && let Some(last) = lines.last_mut() {
        *last = with_ellipsis(last, face, size, max_width);
    }
    Wrapped { lines, shortened }
}

/// Breaks text as [`wrap`] does, but into lines of about equal width, without needing more lines for it.
pub fn balance(text: &str, face: Face, size: f32, max_width: f32, max_lines: usize) -> Wrapped {
    let widest = wrap(text, face, size, max_width, max_lines);
    if widest.shortened || widest.lines.len() < 2 {
        return widest;
    }
    // Halving the doubt six times leaves less than a hundredth of the width.
    let (mut narrow, mut wide, mut best) = (max_width / 2.0, max_width, widest);
    for _ in 0..6 {
        let middle = f32::midpoint(narrow, wide);
        let tried = wrap(text, face, size, middle, max_lines);
        if tried.lines.len() > best.lines.len() || tried.shortened || breaks_more_words(&tried, &best) {
            narrow = middle;
        } else {
            wide = middle;
            best = tried;
        }
    }
    best
}

/// Whether the narrower lines come from breaking words that the wider ones keep whole, which no balance is worth.
fn breaks_more_words(narrow: &Wrapped, wide: &Wrapped) -> bool {
    let words = |wrapped: &Wrapped| wrapped.lines.iter().flat_map(|line| line.split(' ')).count();
    words(narrow) > words(wide)
}

/// More characters than any place in a picture has room for.
const MOST_CHARS: usize = 8_192;

/// As much of the text as can matter, so that a longer one takes no longer.
fn start_of(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// As much of the text as leaves room for `…`, and `…`.
fn with_ellipsis(text: &str, face: Face, size: f32, max_width: f32) -> String {
    let cut = |end: usize| format!("{}…", text[..end].trim_end());
    let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()).collect();
    cut(last_fitting(&ends, |end| width(&cut(end), face, size) <= max_width).unwrap_or(0))
}

/// Where the first line of a paragraph ends, in bytes: after all of it, at a space, or inside a word.
fn line_end(paragraph: &str, fits: &impl Fn(&str) -> bool) -> usize {
    let indent = leading_spaces(paragraph);
    let spaces = paragraph[indent..].match_indices(' ').map(|(at, _)| indent + at);
    let ends: Vec<usize> = spaces.chain([paragraph.len()]).collect();
    let at_space = last_fitting(&ends, |end| fits(paragraph[..end].trim_end()));
    let word = word_after(paragraph, at_space.unwrap_or(0));
    match at_space {
        Some(end) if word.is_empty() || fits(&paragraph[word.clone()]) => end,
        _ => end_inside(paragraph, word, fits).or(at_space).unwrap_or_else(|| first_cluster(paragraph)),
    }
}

fn word_after(line: &str, at: usize) -> Range<usize> {
    let start = at + leading_spaces(&line[at..]);
    let end = line[start..].find(' ').map_or(line.len(), |length| start + length);
    start..end
}

fn leading_spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Where to break a word that is too wide for any line: as far right as fits on the line that it shares with what is
/// before it.
fn end_inside(line: &str, word: Range<usize>, fits: &impl Fn(&str) -> bool) -> Option<usize> {
    let text = &line[word.clone()];
    let signs = text.match_indices(['/', ',', '-', '_', '.', ':', ';', '=', '&', '?', '@']);
    let after_sign: Vec<usize> = signs.map(|(at, sign)| word.start + at + sign.len()).collect();
    let clusters = text.grapheme_indices(true).skip(1);
    let anywhere: Vec<usize> = clusters.map(|(at, _)| word.start + at).collect();
    let fits = |end: usize| fits(&line[..end]);
    last_fitting(&after_sign, fits).or_else(|| last_fitting(&anywhere, fits))
}

/// The last of the ends, which ascend, at which the text still fits. Tries the first ones first and takes ever longer
/// steps, so that a long text costs no more than the part that fits.
fn last_fitting(ends: &[usize], fits: impl Fn(usize) -> bool) -> Option<usize> {
    let mut fitting = 0;
    let mut step = 1;
    while ends.get(fitting + step - 1).is_some_and(|&end| fits(end)) {
        fitting += step;
        step *= 2;
    }
    let unsure = &ends[fitting..(fitting + step - 1).min(ends.len())];
    fitting += unsure.partition_point(|&end| fits(end));
    fitting.checked_sub(1).map(|last| ends[last])
}

fn first_cluster(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

/// The text after the line break or the spaces at which it was broken; nothing if all was used up.
fn after_break(rest: &str) -> Option<&str> {
    if rest.is_empty() {
        return None;
    }
    let rest = rest.trim_start_matches(' ');
    Some(rest.strip_prefix('\n').unwrap_or(rest))
}
