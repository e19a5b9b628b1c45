//! Events that stand where they are text: in code blocks, in paragraphs, in lists of sentences. A body's first line is line 11.

use super::*;

/// Each diagnostic of a body as its code, and what it underlines.
fn told(body: &str) -> Vec<(&'static str, String)> {
    let source = Source::new("lesson.md", format!("{FRONT}{body}"));
    let (_, diagnostics) = parse(&source);
    let one = |one: &Diagnostic| (one.code, source.text[one.span.start..one.span.end].to_owned());
    diagnostics.0.iter().map(one).collect()
}

fn help(body: &str) -> String {
    let (_, diagnostics) = read(&format!("{FRONT}{body}"));
    diagnostics.0[0].help.clone().unwrap_or_default()
}

#[test]
fn an_event_in_a_code_block_of_a_page_is_warned_of() {
    let block = "```\nH1 -> S1: hello\nS1 -> H1: hi\n```\n";
    assert_eq!(told(&format!("# P\n\n{block}")), [("event-as-text", "H1 -> S1: hello".to_owned())]);
    let beside_steps = format!("# P\n\n1. `H1 types: x`\n   A.\n\n{block}");
    assert_eq!(told(&beside_steps), [("event-as-text", "H1 -> S1: hello".to_owned())]);
    let in_a_step = "# P\n\n1. `H1 types: x`\n   A.\n\n   ```\n   H1 types: y\n   ```\n";
    assert_eq!(told(in_a_step), [("event-as-text", "H1 types: y".to_owned())]);
}

#[test]
fn an_event_in_a_code_block_at_the_head_of_the_only_item_is_an_error() {
    assert_eq!(body_places("# P\n\n1. ```\n   H1 -> S1: hello\n   ```\n   A.\n"), ["13:4 event-in-code-block"]);
}

#[test]
fn a_diagram_for_another_tool_is_warned_of_in_its_own_words() {
    let diagram = "# P\n\n```mermaid\nsequenceDiagram\nparticipant H1\nH1->>S1: EHLO laptop\nS1-->>H1: 250\n```\n";
    assert_eq!(told(diagram), [("event-as-text", "H1->>S1: EHLO laptop".to_owned())]);
    assert!(help(diagram).contains("``1. `H1 -> S1: EHLO laptop` ``"), "{}", help(diagram));
    // Without a front matter, too.
    assert_eq!(places("# P\n\n```plantuml\nA -> B: x\n```\n"), ["4:1 event-as-text"]);
}

#[test]
fn an_event_without_backticks_in_a_paragraph_is_warned_of() {
    assert_eq!(told("# P\n\nH1 -> S1: hello\n"), [("event-as-text", "H1 -> S1: hello".to_owned())]);
    let note = "# P\n\n1. `H1 types: x`\n   A.\n\nNote over H1: hi\n";
    assert_eq!(told(note), [("event-as-text", "Note over H1: hi".to_owned())]);
}

#[test]
fn an_event_that_is_a_paragraph_is_warned_of() {
    let alone = "# P\n\n## Step 1\n\n`H1 -> S1: hello`\n\nA greeting.\n";
    assert_eq!(told(alone), [("event-in-paragraph", "`H1 -> S1: hello`".to_owned())]);
}

#[test]
fn an_event_after_the_text_of_an_item_is_warned_of_where_no_item_has_one_at_its_head() {
    let expected = [("event-in-caption", "`H1 -> S1: hello`".to_owned())];
    assert_eq!(told("# P\n\n1. H1 asks.\n   `H1 -> S1: hello`\n"), expected);
    assert_eq!(told("# P\n\n1. H1 asks `H1 -> S1: hello`\n"), expected);
    assert_eq!(told("# P\n\n1. First:\n   1. H1 asks.\n      `H1 -> S1: hello`\n"), expected);
}

#[test]
fn an_event_that_prose_speaks_of_is_none() {
    for prose in [
        "The line `H1 -> S1: hello` is an event.",
        "`H1 -> S1: hello` is how a packet is written.",
        "An event is written `H1 -> S1: hello`.",
        "H1 -> S1 is the first way that a packet takes.",
        "H1 types what the user wants.",
        "- Packets, such as `H1 -> S1: hello`\n- Notes",
        "1. H1 sends `H1 -> S1: hello`, and waits.\n2. S1 answers.",
        "```\n$ ftp 1.1.2.1\nH1> get foo -> bar\nall -> H1: x\n```",
        "> `H1 -> S1: hello`",
    ] {
        good_body(&format!("# P\n\n{prose}\n\n# Q\n\n1. `H1 types: x`\n   A.\n"));
    }
    let answer = "```\nH1 -> S1: hello\n```";
    good_body(&format!("# P\n\n1. `H1 types: x`\n   A.\n\n# FAQ {{.faq}}\n\n## How?\n\n{answer}\n"));
}

#[test]
fn a_step_whose_sentence_stands_at_the_left_edge_is_told_to_indent_it() {
    let body = "# P\n\n1. `H1 types: x`\n\nH1 types.\n\n2. `H1 types: y`\n   A.\n";
    assert_eq!(body_places(body), ["13:5 step-without-caption"]);
    assert!(help(body).starts_with("indent the sentence below"), "{}", help(body));
}

#[test]
fn an_event_in_bold_is_told_to_stand_in_backticks_alone() {
    let body = "# P\n\n1. **`H1 -> S1: hello`**\n   A.\n";
    assert_eq!(body_places(body), ["13:4 event-without-backticks"]);
    assert_eq!(help(body), "an event stands in backticks alone, not in bold: ``1. `H1 -> S1: hello` ``");
}
