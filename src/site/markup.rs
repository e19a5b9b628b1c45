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

/// The number with at most two decimals and no more than it needs; never `-0`.
pub(super) fn number(value: f32) -> String {
    let value = rounded(value);
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}").trim_end_matches('0').to_owned() }
}

/// To hundredths; what is not a number is 0.
pub(super) fn rounded(value: f32) -> f64 {
    let value = (f64::from(value) * 100.0).round() / 100.0;
    if value.is_finite() && value != 0.0 { value } else { 0.0 }
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

    #[test]
    fn numbers_are_short() {
        let written = [1.0, 0.5, 12.345, -0.001, 1e9, f32::NAN].map(number);
        assert_eq!(written, ["1", "0.5", "12.35", "0", "1000000000", "0"]);
    }
}
