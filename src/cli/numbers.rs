//! The numbers of the command line: what was typed goes in, a number or a range of pages within its limits comes out, or a sentence
//! that says what is wanted.

use packetreel::lesson::{self, Page};
use std::ops::RangeInclusive;

/// A reader of whole numbers from the first of `limits` to the last; `what` they count, and an example, are for the error.
pub fn whole<N: TryFrom<u64>>(
    limits: RangeInclusive<u64>,
    what: &'static str,
    example: &'static str,
) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static {
    move |text| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
        let number = text.parse::<u64>().ok().filter(|number| digits && limits.contains(number));
        number.and_then(|number| N::try_from(number).ok()).ok_or_else(|| {
            let (first, last) = (limits.start(), limits.end());
            let range = if *last >= u64::from(u32::MAX) {
                format!("from {first} on")
            } else {
                format!("from {first} to {last}")
            };
            format!("{what} a whole number {range}, such as {example}")
        })
    }
}

/// Which pages are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pages {
    /// From one to another, both counted from 1 and included.
    Range(u32, u32),
    /// The one that file names call so.
    Named(String),
}

impl Pages {
    /// First and last of them in a lesson, from 1. The error is a sentence without its lesson.
    pub fn find(&self, pages: &[Page]) -> Result<(u32, u32), String> {
        match self {
            Self::Range(first, last) if *last as usize <= pages.len() => Ok((*first, *last)),
            Self::Range(_, last) => Err(last.to_string()),
            Self::Named(name) => {
                lesson::page_named(pages, name).map(|at| (at as u32 + 1, at as u32 + 1)).ok_or_else(|| name.clone())
            }
        }
    }
}

/// `3`, `3..5`, `3-5`, or a page's name in file names.
pub fn pages(text: &str) -> Result<Pages, String> {
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|one| one.is_ascii_digit()));
    let ends = text.split_once("..").or_else(|| text.split_once('-')).unwrap_or((text, text));
    let is_name = |text: &str| {
        text.starts_with(|char: char| char.is_ascii_alphanumeric())
            && text.contains(|char: char| char.is_ascii_alphabetic())
            && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
    };
    match (number(ends.0), number(ends.1.trim_start_matches('='))) {
        (Some(0), _) | (_, Some(0)) => Err("pages are counted from 1".to_owned()),
        (Some(first), Some(last)) if first <= last => Ok(Pages::Range(first, last)),
        (Some(first), Some(last)) => Err(format!("page {first} comes after page {last}")),
        _ if is_name(text) => Ok(Pages::Named(text.to_owned())),
        _ => Err("pages are a number from 1 on, two of them, such as 3..5, or a name as in file names".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_one_or_a_range_from_1_on_or_a_name() {
        for (text, expected) in [("3", (3, 3)), ("3..5", (3, 5)), ("3..=5", (3, 5)), ("3-5", (3, 5))] {
            assert_eq!(pages(text), Ok(Pages::Range(expected.0, expected.1)), "{text}");
        }
        assert_eq!(pages("get-foo-port"), Ok(Pages::Named("get-foo-port".to_owned())));
        for wrong in ["", "0", "0..2", "5..3", "3..", "..3", "-1", "3.5", "99999999999", "a b"] {
            assert!(pages(wrong).is_err(), "{wrong:?} was taken");
        }
    }

    #[test]
    fn a_number_that_is_none_is_told_what_is_wanted() {
        let threads = whole::<u32>(1..=1024, "threads are", "4");
        assert_eq!(threads("4"), Ok(4));
        for wrong in ["0", "1025", "x", "-1", "+1", "", "1.5"] {
            assert_eq!(
                threads(wrong),
                Err("threads are a whole number from 1 to 1024, such as 4".to_owned()),
                "{wrong}"
            );
        }
        let moment = whole::<u32>(0..=u64::from(u32::MAX), "milliseconds are", "600");
        assert_eq!(moment("2s"), Err("milliseconds are a whole number from 0 on, such as 600".to_owned()));
    }
}
