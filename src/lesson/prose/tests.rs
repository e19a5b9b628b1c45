use super::*;
use crate::lesson::markdown;

fn read(text: &str) -> Vec<Block> {
    let mut diagnostics = Diagnostics::default();
    let nodes = markdown::read(text, 0, &mut diagnostics);
    let blocks = blocks(&nodes, &mut diagnostics);
    assert_eq!(diagnostics.0, [], "{text}");
    blocks
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

#[test]
fn a_line_end_is_a_space_and_two_spaces_before_it_a_break() {
    assert_eq!(read("a\nb"), [Block::Paragraph(text("a b"))]);
    assert_eq!(read("a  \nb"), [Block::Paragraph([text("a"), vec![Inline::Break], text("b")].concat())]);
}

#[test]
fn marks_nest() {
    let strong = Inline::Strong(vec![Inline::Text("a ".to_owned()), Inline::Emphasis(text("b"))]);
    let struck = Inline::Strikethrough(text("c"));
    assert_eq!(read("**a *b*** ~~c~~"), [Block::Paragraph(vec![strong, Inline::Text(" ".to_owned()), struck])]);
}

#[test]
fn an_item_of_a_tight_list_is_a_paragraph() {
    let item = |word: &str| vec![Block::Paragraph(text(word))];
    assert_eq!(
        read("- a\n- b\n  - c\n"),
        [Block::List(None, vec![item("a"), [item("b"), vec![Block::List(None, vec![item("c")])]].concat()],)]
    );
    assert_eq!(read("3. a\n"), [Block::List(Some(3), vec![item("a")])]);
}

#[test]
fn code_keeps_its_lines_and_its_language() {
    assert_eq!(read("```ftp\nUSER a\n\n  PASS b\n```\n"), [Block::Code("ftp".into(), "USER a\n\n  PASS b".into())]);
}

#[test]
fn a_table_has_a_head_and_rows() {
    let row = |a: &str, b: &str| vec![text(a), text(b)];
    assert_eq!(read("|a|b|\n|-|-|\n|c|d|\n"), [Block::Table(row("a", "b"), vec![row("c", "d")])]);
}

#[test]
fn headings_and_rules_are_blocks() {
    assert_eq!(read("## a\n\n---\n"), [Block::Heading(2, text("a")), Block::Rule]);
}

#[test]
fn only_some_addresses_are_safe() {
    for address in ["https://x", "HTTP://x", "mailto:a@b", "#a"] {
        assert!(is_safe(address), "{address}");
    }
    for address in ["javascript:x", " https://x", "//x", "x.html", "data:text/html,x", "ftp://x", "", "é"] {
        assert!(!is_safe(address), "{address}");
    }
}

#[test]
fn a_control_character_is_replaced_and_a_tab_is_a_space() {
    assert_eq!(clean("a\u{1b}b\tc\u{85}d\u{ffff}"), "a\u{fffd}b c\u{fffd}d\u{fffd}");
}
