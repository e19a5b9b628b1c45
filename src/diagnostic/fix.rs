//! Corrections: a word and what it may have been out of a list in, the one that was surely meant out; a text and fixes in, the
//! corrected text out.

use super::{Span, near};

/// A correction that leaves no doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What is wrong; may be empty where something is missing.
    pub span: Span,
    /// What stands there then.
    pub replacement: String,
}

/// The text with fixes made, and for each of them where its replacement stands in that text.
///
/// The fixes are in order and do not overlap; one that does not fit into the text, or overlaps the one before it, is passed
/// over, with an empty span.
pub fn mend(text: &str, fixes: &[Fix]) -> (String, Vec<Span>) {
    let (mut mended, mut places, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for fix in fixes {
        let fits = fix.span.start >= at && text.get(fix.span.start..fix.span.end).is_some();
        if !fits {
            places.push(Span::default());
            continue;
        }
        mended.push_str(&text[at..fix.span.start]);
        let start = mended.len();
        mended.push_str(&fix.replacement);
        places.push(Span::new(start, mended.len()));
        at = fix.span.end;
    }
    mended.push_str(&text[at..]);
    (mended, places)
}

/// The candidate that `word` must have been meant for: it differs in case alone, or is the only one near it.
///
/// A name that has another number is another name, and two letters are too few to tell.
pub fn surely_meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let all: Vec<(usize, &str)> = near(word, candidates);
    let mut same = all.iter().filter(|(distance, _)| *distance == 0);
    if let (Some((_, only)), None) = (same.next(), same.next()) {
        return Some(only);
    }
    let letters =
        |text: &str| text.chars().filter(|char| !char.is_numeric()).flat_map(char::to_lowercase).collect::<String>();
    match all[..] {
        [(_, only)] if word.chars().count() > 2 && letters(word) != letters(only) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_candidate_leaves_no_doubt() {
        assert_eq!(surely_meant("wed", ["web", "mail"]), Some("web"));
        assert_eq!(surely_meant("RET", ["REST", "RETR"]), None);
        assert_eq!(surely_meant("h1", ["H1", "H2"]), Some("H1"));
        assert_eq!(surely_meant("h1", ["H1"]), Some("H1"));
        assert_eq!(surely_meant("contorl", ["control", "data"]), Some("control"));
        assert_eq!(surely_meant("x", ["X", "x1"]), Some("X"));
    }

    #[test]
    fn another_number_is_another_name_and_two_letters_are_too_few() {
        assert_eq!(surely_meant("router3", ["router1"]), None);
        assert_eq!(surely_meant("H2", ["H1"]), None);
        assert_eq!(surely_meant("ab", ["ac"]), None);
    }

    #[test]
    fn fixes_are_made_where_they_fit() {
        let fix = |start, end, text: &str| Fix { span: Span::new(start, end), replacement: text.to_owned() };
        let fixes = [fix(0, 1, "xyz"), fix(0, 2, "no"), fix(3, 3, ":"), fix(9, 10, "no")];
        let expected = vec![Span::new(0, 3), Span::default(), Span::new(5, 6), Span::default()];
        assert_eq!(mend("abcdé", &fixes), ("xyzbc:dé".to_owned(), expected));
    }
}
