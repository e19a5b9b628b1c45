//! Captions with times go in, the text files that players of video read come out: `WebVTT` and `SubRip`.

use std::fmt::Write;

/// Text that is shown for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) start_ms: u32,
    pub(super) end_ms: u32,
    /// None is empty.
    pub(super) lines: Vec<String>,
}

/// Letters in a line, and lines at a time: what is read at a glance.
const LETTERS: usize = 42;
const LINES: usize = 2;

/// A caption as one cue, or as several one after the other where it is long, each for as long as its part of the text takes.
pub(super) fn cues(caption: &str, start_ms: u32, end_ms: u32) -> Vec<Cue> {
    let lines = wrapped(caption);
    let parts: Vec<&[String]> = lines.chunks(LINES).collect();
    let letters = |parts: &[&[String]]| parts.iter().copied().flatten().map(|line| line.chars().count()).sum::<usize>();
    let all = letters(&parts).max(1) as u64;
    let span = u64::from(end_ms.saturating_sub(start_ms));
    let at = |part: usize| start_ms + (span * letters(&parts[..part]) as u64 / all) as u32;
    let cue = |part: usize| Cue { start_ms: at(part), end_ms: at(part + 1), lines: parts[part].to_vec() };
    // A time too short to show anything shows nothing.
    (0..parts.len()).map(cue).filter(|cue| cue.start_ms < cue.end_ms).collect()
}

/// Lines of whole words; a word that is longer than a line has one to itself.
fn wrapped(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = words.iter().map(|word| word.chars().count() + 1).sum::<usize>();
    // Lines of a like length are easier to read than a full one and a rest.
    let even = letters.div_ceil(letters.div_ceil(LETTERS).max(1)) + 4;
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= even.min(LETTERS) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// As `WebVTT`.
pub(super) fn vtt(cues: &[Cue]) -> String {
    let mut text = String::from("WEBVTT\n");
    for (index, cue) in cues.iter().enumerate() {
        let (start, end) = (time(cue.start_ms, '.'), time(cue.end_ms, '.'));
        let lines = cue.lines.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = write!(text, "\n{}\n{start} --> {end}\n{lines}\n", index + 1);
    }
    text
}

/// As `SubRip`.
pub(super) fn srt(cues: &[Cue]) -> String {
    let mut text = String::new();
    for (index, cue) in cues.iter().enumerate() {
        let (start, end) = (time(cue.start_ms, ','), time(cue.end_ms, ','));
        let gap = if index == 0 { "" } else { "\n" };
        let _ = write!(text, "{gap}{}\n{start} --> {end}\n{}\n", index + 1, cue.lines.join("\n"));
    }
    text
}

/// `00:01:02.345`
fn time(ms: u32, point: char) -> String {
    let (seconds, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}{point}{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start_ms: u32, end_ms: u32, lines: &[&str]) -> Cue {
        Cue { start_ms, end_ms, lines: lines.iter().map(|&line| line.to_owned()).collect() }
    }

    #[test]
    fn a_short_caption_is_one_cue_of_one_line() {
        assert_eq!(cues("S1 agrees.", 100, 900), [cue(100, 900, &["S1 agrees."])]);
        assert_eq!(cues("  ", 100, 900), []);
    }

    #[test]
    fn a_longer_one_is_two_lines_of_a_like_length() {
        // 61 letters: lines of half as many, and 4 to spare.
        let found = cues("H1 tells the server its address and the port where it waits.", 0, 1000);
        assert_eq!(found, [cue(0, 1000, &["H1 tells the server its address and", "the port where it waits."])]);
    }

    #[test]
    fn a_long_one_is_read_in_parts_without_a_gap() {
        let caption = "word ".repeat(40);
        let found = cues(&caption, 1000, 9000);
        assert!(found.len() > 1 && found[0].start_ms == 1000);
        assert_eq!(found.last().map(|cue| cue.end_ms), Some(9000));
        assert!(found.windows(2).all(|pair| pair[0].end_ms == pair[1].start_ms));
        let lines: Vec<&String> = found.iter().flat_map(|cue| &cue.lines).collect();
        assert!(found.iter().all(|cue| cue.lines.len() <= 2) && lines.iter().all(|line| line.chars().count() <= 42));
        assert_eq!(lines.iter().flat_map(|line| line.split(' ')).count(), 40);
    }

    #[test]
    fn no_cue_takes_no_time() {
        assert_eq!(cues("Over.", 500, 500), []);
        assert!(cues(&"word ".repeat(40), 500, 501).iter().all(|cue| cue.start_ms < cue.end_ms));
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_is_left_whole() {
        let word = "x".repeat(60);
        assert_eq!(wrapped(&format!("a {word} b")), ["a", &word, "b"]);
    }

    #[test]
    fn webvtt_shows_signs_as_they_are() {
        let text = vtt(&[cue(0, 2500, &["a --> b & <c>"]), cue(3_723_004, 3_724_000, &["one", "two"])]);
        let expected = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.500\na --&gt; b &amp; &lt;c&gt;\n\n2\n\
                        01:02:03.004 --> 01:02:04.000\none\ntwo\n";
        assert_eq!(text, expected);
        assert_eq!(vtt(&[]), "WEBVTT\n");
    }

    #[test]
    fn subrip_counts_its_cues() {
        let text = srt(&[cue(0, 2500, &["one"]), cue(2500, 3000, &["two", "three"])]);
        let expected = "1\n00:00:00,000 --> 00:00:02,500\none\n\n2\n00:00:02,500 --> 00:00:03,000\ntwo\nthree\n";
        assert_eq!(text, expected);
    }
}
