//! What stands between two hosts in, the arrow that it is or was meant to be out.

/// An arrow as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `->`
    Drawn,
    /// `~>`
    Undrawn,
    /// `-x`
    Lost,
    /// Another way to write one of these.
    Almost(&'static str),
    /// `<-` and its like.
    Backward(&'static str),
    /// `<->` and its like.
    Both,
    /// Dashes, or another sign that is no arrow.
    Unclear,
}

/// The length of the arrow at the start of `text`, and what it is. `None` where there is none.
pub fn read(text: &str) -> Option<(usize, Shape)> {
    let mut end = text.find(|char| !is_arrow_char(char)).unwrap_or(text.len());
    let rest = &text[end..];
    let cross = rest.starts_with(['x', 'X', '×', '✕']);
    let cross_len = rest.chars().next().filter(|_| cross).map_or(0, char::len_utf8);
    let cross_ends = rest[cross_len..].starts_with(|char: char| char.is_whitespace() || is_arrow_char(char));
    if cross && end > 0 && (cross_ends || rest.len() == cross_len) {
        end += cross_len;
        // `-x>` has its tip after the cross.
        end += text[end..].find(|char| !is_arrow_char(char)).unwrap_or(text.len() - end);
    }
    // `- >` is one arrow with a space in it.
    let after = text[end..].trim_start();
    if matches!(&text[..end], "-" | "~") && after.starts_with('>') {
        end = text.len() - after.len() + 1;
    }
    if end == 0 { None } else { Some((end, shape(&text[..end]))) }
}

/// True where an arrow begins `text`.
pub fn starts(text: &str) -> bool {
    read(text).is_some()
}

/// True where an arrow begins `text` that is no comparison, as in `a <= b`.
pub fn surely_starts(text: &str) -> bool {
    let comparison = |len: usize| matches!(&text[..len], "<" | ">" | "<=" | ">=" | "<>");
    read(text).is_some_and(|(len, shape)| shape != Shape::Unclear && !comparison(len))
}

/// True for `A->B`: a name, an arrow and more, without spaces.
pub fn follows_name(word: &str) -> bool {
    let from = word.find(['>', '~', '→', '<', '←']).unwrap_or(0);
    from > 0 && word[..from].starts_with(char::is_alphanumeric) && (word.contains("->") || word.contains(['~', '→']))
}

fn shape(arrow: &str) -> Shape {
    match arrow {
        "->" => return Shape::Drawn,
        "~>" => return Shape::Undrawn,
        "-x" => return Shape::Lost,
        _ => {}
    }
    let left = arrow.contains(['<', '←', '⇐']);
    let right = arrow.contains(['>', '→', '⇒']);
    let both = arrow.contains(['↔', '⇔']);
    let meant = if arrow.contains(['x', 'X', '×', '✕']) {
        "-x"
    } else if arrow.contains('~') {
        "~>"
    } else {
        "->"
    };
    match (left, right) {
        _ if both => Shape::Both,
        (true, true) => Shape::Both,
        (true, false) => Shape::Backward(meant),
        (false, true) => Shape::Almost(meant),
        (false, false) if meant == "-x" => Shape::Almost(meant),
        (false, false) => Shape::Unclear,
    }
}

fn is_arrow_char(char: char) -> bool {
    matches!(char, '-' | '~' | '=' | '<' | '>' | '—' | '–' | '→' | '←' | '↔' | '⇒' | '⇐' | '⇔' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_arrows_are_themselves() {
        assert_eq!(read("-> B"), Some((2, Shape::Drawn)));
        assert_eq!(read("~>B"), Some((2, Shape::Undrawn)));
        assert_eq!(read("-x B"), Some((2, Shape::Lost)));
    }

    #[test]
    fn a_host_that_begins_with_x_is_not_a_cross() {
        assert_eq!(read("->x1"), Some((2, Shape::Drawn)));
        assert_eq!(read("-> x1"), Some((2, Shape::Drawn)));
    }

    #[test]
    fn other_arrows_are_told_apart() {
        for almost in ["=>", "-->", "→", "—>", "->>", "- >"] {
            assert_eq!(read(almost).map(|read| read.1), Some(Shape::Almost("->")), "{almost}");
        }
        assert_eq!(read("~~>").map(|read| read.1), Some(Shape::Almost("~>")));
        for lost in ["-X", "--x", "-x>", "->x", "-✕"] {
            assert_eq!(read(lost).map(|read| read.1), Some(Shape::Almost("-x")), "{lost}");
        }
        for both in ["<->", "<=>", "↔", "<~>"] {
            assert_eq!(read(both).map(|read| read.1), Some(Shape::Both), "{both}");
        }
        assert_eq!(read("<-").map(|read| read.1), Some(Shape::Backward("->")));
        assert_eq!(read("<~").map(|read| read.1), Some(Shape::Backward("~>")));
        assert_eq!(read("--").map(|read| read.1), Some(Shape::Unclear));
    }

    #[test]
    fn words_are_no_arrow() {
        assert_eq!(read("types: x"), None);
        assert_eq!(read(""), None);
    }
}
