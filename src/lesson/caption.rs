//! A caption in, the number of its sentences out.

use super::Inline;

/// Words after whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 14] =
    ["e.g", "i.e", "etc", "vs", "cf", "no", "fig", "sec", "approx", "resp", "incl", "z.b", "d.h", "bzw"];

/// How many sentences a caption has.
///
/// A sentence ends at `.`, `!`, `?` or `…` before a space and what begins a sentence (a capital letter, a digit, a quote, a
/// code span), or at the end; also at the full stops of Chinese and Japanese. Dots in addresses, numbers and
/// abbreviations end none.
pub fn sentences(caption: &[Inline]) -> usize {
    let mut text = String::new();
    push(caption, &mut text);
    let text = text.trim();
    if text.is_empty() {
        return 0;
    }
    let chars: Vec<char> = text.chars().collect();
    let ends = (0..chars.len()).filter(|&at| ends_sentence(&chars, at)).count();
    ends + usize::from(!chars.iter().rev().find(|char| !is_closing(**char)).is_some_and(|char| is_stop(*char)))
}

/// The text with a capital letter for each code span: what is in one says nothing about sentences.
fn push(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) => text.push_str(part),
            Inline::Code(_) => text.push('X'),
            Inline::Break => text.push(' '),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) | Inline::Link(_, inner) => {
                push(inner, text);
            }
        }
    }
}

fn ends_sentence(chars: &[char], at: usize) -> bool {
    if matches!(chars[at], '。' | '！' | '？') {
        return true;
    }
    if !is_stop(chars[at]) {
        return false;
    }
    // `?!` and `...` end once, at their last character; `."` ends at the stop.
    let mut after = chars[at + 1..].iter().copied().skip_while(|char| is_closing(*char));
    match after.next() {
        None => true,
        Some(char) if !char.is_whitespace() => false,
        Some(_) => after.find(|char| !char.is_whitespace()).is_some_and(begins) && !is_abbreviation(chars, at),
    }
}

fn begins(char: char) -> bool {
    char.is_uppercase()
        || char.is_numeric()
        || "\"'“‘„«(".contains(char)
        || (char.is_alphabetic() && !char.is_lowercase())
}

fn is_abbreviation(chars: &[char], at: usize) -> bool {
    const LONGEST: usize = 8;
    if chars[at] != '.' {
        return false;
    }
    let before: Vec<char> = chars[..at]
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|char| !char.is_whitespace() && **char != '(')
        .copied()
        .collect();
    let word: String = before.iter().rev().flat_map(|char| char.to_lowercase()).collect();
    // A single letter is an initial, unless it stands for a code span.
    ABBREVIATIONS.contains(&word.as_str()) || (before.len() == 1 && before[0].is_alphabetic() && before[0] != 'X')
}

fn is_stop(char: char) -> bool {
    matches!(char, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closing(char: char) -> bool {
    matches!(char, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        sentences(&[Inline::Text(text.to_owned())])
    }

    #[test]
    fn a_sentence_ends_before_a_capital_letter_or_at_the_end() {
        assert_eq!(count("H1 asks. S1 agrees."), 2);
        assert_eq!(count("H1 asks. S1 agrees"), 2);
        assert_eq!(count("Who asks? H1! Good… Now S1."), 4);
        assert_eq!(count(""), 0);
        assert_eq!(count("…"), 1);
    }

    #[test]
    fn dots_in_addresses_numbers_and_abbreviations_end_nothing() {
        assert_eq!(count("H1, e.g. Alice's laptop, has 1.1.1.1 and 2.5 MB, i.e. little."), 1);
        assert_eq!(count("The port (cf. RFC 959) is PORT 1,1,1,1,213,177."), 1);
        assert_eq!(count("J. Smith waits vs. Bob."), 1);
    }

    #[test]
    fn a_quote_around_a_sentence_does_not_hide_its_end() {
        assert_eq!(count("S1 says \"Goodbye.\" H1 stops."), 2);
        assert_eq!(count("Really?! Yes..."), 2);
    }

    #[test]
    fn a_code_span_begins_a_sentence_and_holds_none() {
        let caption = [
            Inline::Text("H1 waits. ".to_owned()),
            Inline::Code("a. B. C.".to_owned()),
            Inline::Text(" is text.".to_owned()),
        ];
        assert_eq!(sentences(&caption), 2);
    }

    #[test]
    fn other_scripts_have_sentences_too() {
        assert_eq!(count("你好。再见。"), 2);
        assert_eq!(count("Привет. Пока."), 2);
    }
}
