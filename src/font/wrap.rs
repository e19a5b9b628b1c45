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
    if width(text, face, size) <= max_width {
        (text.to_owned(), false)
    } else {
        (with_ellipsis(text, face, size, max_width), true)
    }
}

/// Breaks text into at most `max_lines` lines of at most `max_width` px.
///
/// Lines break at line breaks and spaces. A word that is wider than a line breaks after one of `/,-_.:;=&?@`, or else anywhere
/// between two characters as a reader sees them; a line holds at least one of them. What does not fit into the last line is
/// shortened. No text at all is one empty line.
pub fn wrap(text: &str, face: Face, size: f32, max_width: f32, max_lines: usize) -> Wrapped {
    let fits = |line: &str| width(line, face, size) <= max_width;
    let mut lines: Vec<String> = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest
        && lines.len() < max_lines
    {
        let paragraph = text.split('\n').next().unwrap_or_default();
        let end = line_end(paragraph, &fits);
        lines.push(text[..end].trim_end().to_owned());
        rest = after_break(&text[end..]);
    }
    let shortened = rest.is_some_and(|rest| !rest.trim().is_empty());
    if shortened && let Some(last) = lines.last_mut() {
        *last = with_ellipsis(last, face, size, max_width);
    }
    Wrapped { lines, shortened }
}

/// As much of the text as leaves room for `…`, and `…`.
fn with_ellipsis(text: &str, face: Face, size: f32, max_width: f32) -> String {
    let cut = |end: usize| format!("{}…", text[..end].trim_end());
    let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()).collect();
    let fitting = ends.partition_point(|&end| width(&cut(end), face, size) <= max_width);
    cut(fitting.checked_sub(1).map_or(0, |last| ends[last]))
}

/// Where the first line of a paragraph ends, in bytes: after all of it, at a space, or inside a word.
fn line_end(paragraph: &str, fits: &impl Fn(&str) -> bool) -> usize {
    if fits(paragraph.trim_end()) {
        return paragraph.len();
    }
    let indent = leading_spaces(paragraph);
    let spaces = paragraph[indent..].match_indices(' ').map(|(at, _)| indent + at);
    let at_space = last_fitting(paragraph, spaces, fits);
    let word = word_after(paragraph, at_space.unwrap_or(0));
    match at_space {
        Some(end) if fits(&paragraph[word.clone()]) => end,
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

/// Where to break a word that is too wide for any line: as far right as fits on the line that it shares with what is before it.
fn end_inside(line: &str, word: Range<usize>, fits: &impl Fn(&str) -> bool) -> Option<usize> {
    let text = &line[word.clone()];
    let after_sign = text
        .match_indices(['/', ',', '-', '_', '.', ':', ';', '=', '&', '?', '@'])
        .map(|(at, sign)| word.start + at + sign.len());
    let anywhere = text.grapheme_indices(true).skip(1).map(|(at, _)| word.start + at);
    last_fitting(line, after_sign, fits).or_else(|| last_fitting(line, anywhere, fits))
}

/// The last of the ends at which the line still fits.
fn last_fitting(line: &str, ends: impl Iterator<Item = usize>, fits: &impl Fn(&str) -> bool) -> Option<usize> {
    ends.take_while(|&end| fits(line[..end].trim_end())).last()
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
