//! Text becomes markup: escaped, with what HTML cannot hold left out, and numbers as short as they go.

/// The text as it stands in HTML, in an element or in a quoted attribute.
pub fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            '\n' | '\t' => markup.push(character),
            // Neither control characters nor noncharacters may stand in a document.
            character if character.is_control() || is_noncharacter(character) => {}
            character => markup.push(character),
        }
    }
    markup
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// The markup of each item, one after the other.
pub(super) fn each<T>(items: impl IntoIterator<Item = T>, written: impl FnMut(T) -> String) -> String {
    items.into_iter().map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        assert_eq!(escaped("<a href=\"x\" b='y'>&"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    }

    #[test]
    fn what_a_document_may_not_hold_is_left_out() {
        assert_eq!(escaped("a\u{0}b\u{1b}[0m\u{fffe}\u{1ffff}\u{fdd0}c\nd"), "ab[0mc\nd");
    }
}
