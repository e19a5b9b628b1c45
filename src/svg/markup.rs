//! Numbers and texts go in, what may stand in XML comes out.

use std::fmt::{Display, Formatter, Result, Write as _};

use unicode_segmentation::UnicodeSegmentation;

/// Written with at most two decimals, without trailing zeros, never as −0, and as 0 if it is not a number.
#[derive(Debug, Clone, Copy)]
pub struct Number(pub f32);

impl Number {
    /// Whether it is written as 0.
    pub fn is_zero(self) -> bool {
        self.hundredths() == 0
    }

    fn hundredths(self) -> i64 {
        // What is further out than this is not in any picture; as an integer it stays exact. NaN becomes 0.
        (f64::from(self.0) * 100.0).round().clamp(-1e9, 1e9) as i64
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        decimal(self.hundredths(), 2, f)
    }
}

/// A size in thousandths, which is what glyph outlines are scaled by.
#[derive(Debug, Clone, Copy)]
pub struct Thousandth(pub f32);

impl Display for Thousandth {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        decimal(Number(self.0).hundredths(), 5, f)
    }
}

/// `value` / 10^`decimals`, without a zero before the point or at the end.
fn decimal(value: i64, decimals: usize, f: &mut Formatter<'_>) -> Result {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0decimals$}", value.unsigned_abs());
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let part = part.trim_end_matches('0');
    match (whole, part) {
        ("", "") => f.write_str("0"),
        (whole, "") => write!(f, "{sign}{whole}"),
        (whole, part) => write!(f, "{sign}{whole}.{part}"),
    }
}

/// Text for an element or an attribute: what has a meaning in XML is escaped, line breaks and tabs are spaces, and what
/// XML 1.0 forbids is left out.
pub fn escaped(text: &str) -> impl Display {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            other => out.push(other),
        }
    }
    out
}

/// The grapheme clusters of a text: what one keystroke types.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    text.graphemes(true)
}

/// Appends path data.
pub fn path_step(out: &mut String, letter: char, points: &[[f32; 2]]) {
    out.push(letter);
    for (index, &number) in points.as_flattened().iter().enumerate() {
        let number = Number(number).to_string();
        // A minus parts two numbers as well as a space does.
        if index > 0 && !number.starts_with('-') {
            out.push(' ');
        }
        let _ = out.write_str(&number);
    }
}
