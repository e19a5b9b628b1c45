//! One way to write a lesson, and nothing of it lost.

use super::*;

const FRONT: &str = "\
---
hosts: { A: {}, B: {}, N: {} }
connections:
  c: { from: \"A:1\", to: \"B:2\" }
---

# A page

";

fn formatted(text: &str) -> String {
    let source = Source::new("a.md", text);
    let once = format(&source).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(&source, false)));
    let twice = format(&Source::new("a.md", once.clone())).expect("it says what it said before");
    assert_eq!(once, twice, "formatting twice changes more than formatting once");
    once
}

/// What becomes of the text of a page.
fn page(text: &str) -> String {
    let whole = formatted(&format!("{FRONT}{text}"));
    whole.strip_prefix(FRONT).unwrap_or_else(|| panic!("the front matter is as it was: {whole}")).to_owned()
}

#[test]
fn events_have_one_space_between_their_words_and_none_before_a_colon() {
    for (event, expected) in [
        ("A->B:hello", "A -> B: hello"),
        ("A  ~>  B  on  c  :hello  you", "A ~> B on c: hello  you"),
        ("A -x B  at N opens   c:SYN", "A -x B at N opens c: SYN"),
        ("A -> B opens c :", "A -> B opens c"),
        ("A -> all :who?", "A -> all: who?"),
        ("A  types :ls: -l", "A types: ls: -l"),
        ("A prints:", "A prints:"),
        ("A notes:a=b", "A notes: a=b"),
        ("A  sets  a key=b = c", "A sets a key = b = c"),
        ("A sets a = 1` `A  drops  a", "A sets a = 1` `A drops a"),
        ("pause   2 s", "pause 2s"),
    ] {
        assert_eq!(page(&format!("1. `{event}`\n   Text.\n")), format!("1. `{expected}`\n   Text.\n"), "{event}");
    }
}

#[test]
fn backticks_are_as_few_as_the_event_allows() {
    assert_eq!(page("1. `` A -> B: x ``   ` pause 1s `\n   Text.\n"), "1. `A -> B: x` `pause 1s`\n   Text.\n");
    assert_eq!(page("1. ``A->B: run `ls` ``\n   Text.\n"), "1. `` A -> B: run `ls` ``\n   Text.\n");
    // A backtick that may have cut the label is told of, and the warning stays.
    assert_eq!(page("1. `A->B: run `\n   Text.\n"), "1. `A -> B: run `\n   Text.\n");
}

#[test]
fn steps_are_numbered_through_a_page_and_their_text_stands_under_text() {
    let written = "\
  1)  `A -> B: x`
  One.
  1)  `B -> A: y`
          Two,
   and more.
      | Field | Value |
      |:-|-|
      | Port | 1 \\| 2 |
      | Longer | `x` |

      ```
      code
        inside
      ```
      > note
  1)  Three.

Beside.
";
    let expected = "\
1. `A -> B: x`
   One.
2. `B -> A: y`
   Two,
   and more.

   | Field  | Value  |
   | :----- | ------ |
   | Port   | 1 \\| 2 |
   | Longer | `x`    |

   ```
   code
     inside
   ```

   > note

3. Three.

Beside.
";
    assert_eq!(page(written), expected);
}

#[test]
fn numbers_go_on_where_a_list_of_steps_does_and_begin_anew_on_the_next_page() {
    let step = "`A -> B: x`\n   Text.\n";
    let written = format!("1. {step}\nText.\n1. {step}\n# Next\n3. {step}");
    let expected = format!("1. {step}\nText.\n\n2. {step}\n# Next\n\n1. {step}");
    assert_eq!(page(&written), expected);
    let ten = format!("0. {step}").repeat(10);
    assert!(page(&ten).ends_with("9. `A -> B: x`\n   Text.\n10. `A -> B: x`\n    Text.\n"));
}

#[test]
fn prose_notes_code_and_answers_stay_as_they_are() {
    let prose = "\
A line that
  goes on ,  a break:  \nand `a  ->  b`.

* a
* b

| x | y |
|-|-|
| 1 | a long one |

1. plain
1. list

```
A->B   \n```

> A note   \n> of  two lines

    code
";
    assert_eq!(page(prose), prose);
    let faq = "# FAQ {.faq}\n\n## Why?\n\nBecause   \n1. of this\n\n\n* and that\n";
    assert_eq!(page(&format!("Text.\n\n{faq}")), format!("Text.\n\n{faq}"));
}

#[test]
fn blocks_have_one_blank_line_between_them_and_lines_no_space_at_their_ends() {
    assert_eq!(
        page("\n\nText. \n\n\n\n> note\n# Next\nText\t\n* a \n\n\n"),
        "Text.\n\n> note\n\n# Next\n\nText\n\n* a\n"
    );
}

#[test]
fn the_front_matter_has_one_form_and_keeps_order_and_comments() {
    let written = "\
--- \n
network:   LAN  # the office
# the hosts


hosts:
    # who asks
    A:   {label:  Client,at: [ 1,1 ],}
    B:
        label : \"A: b\"   \n        icon:    server
    C: {  }
summary: >
    a long
    text
links:
- A  -  B
-   B - C
connections: {c: { from: 'A:1' ,to: \"B:2\" } }

--- \n# A page
Text.
";
    let expected = "\
---
network: LAN  # the office
# the hosts

hosts:
  # who asks
  A: { label: Client, at: [1, 1] }
  B:
    label: \"A: b\"
    icon: server
  C: {}
summary: >
    a long
    text
links:
  - A  -  B
  - B - C
connections: { c: { from: 'A:1', to: \"B:2\" } }
---

# A page

Text.
";
    assert_eq!(formatted(written), expected);
}

#[test]
fn a_lesson_with_an_error_is_not_formatted() {
    let source = Source::new("a.md", format!("{FRONT}1. `A -> X:x`\n   Text.\n"));
    let mistakes = format(&source).expect_err("there is no host X");
    assert_eq!(mistakes.0[0].code, "unknown-host");
    // What contradicts the protocol is written well, too.
    assert_eq!(page("1. `A->B on c:x`\n   Text.\n"), "1. `A -> B on c: x`\n   Text.\n");
}

#[test]
fn an_edit_that_changes_the_meaning_is_left_out_and_the_others_stay() {
    let text = format!("{FRONT}Text.\n");
    let source = Source::new("a.md", text.clone());
    let (lesson, said) = lesson::parse(&source);
    let meaning = Meaning::of(lesson, &said);
    let at = text.len() - "Text.\n".len();
    let edits = [Edit::new(at - 1, at, ""), Edit::new(at, at + 4, "Else"), Edit::new(at + 5, at + 6, "\n\n")];
    let (changed, _) = harmless(&text, &edits, &meaning).expect("two of the edits do no harm");
    assert_eq!(changed, format!("{}Text.\n\n", &text[..at - 1]));
}
