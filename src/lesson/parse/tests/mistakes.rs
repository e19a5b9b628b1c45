//! Mistakes on pages. The front matter takes lines 1 to 10, so a body's first line is line 11.

use super::*;

#[test]
fn a_mistake_in_an_event_is_reported_at_its_column() {
    // 1. `H1 -> S1 on cotrol: x`: three characters, a backtick, and `cotrol` is the 13th of the event.
    assert_eq!(body_places("# P\n\n1. `H1 -> S1 on cotrol: x`\n   Sent.\n"), ["13:17 unknown-connection"]);
    // Columns count characters: é is one, though it has two bytes.
    assert_eq!(body_places("# Pé\n\n1. `H1 notes: é` `Q1 types: x`\n   Sent.\n"), ["13:19 unknown-host"]);
}

#[test]
fn all_mistakes_are_reported_at_once_in_the_order_of_the_text() {
    let found =
        body_places("# P\n\n1. `Q1 types: x`\n   A.\n2. `H1 - S1: x`\n   B.\n\n# Q\n\n1. `H1 type: x`\n   C.\n");
    assert_eq!(found, ["13:5 unknown-host", "15:8 invalid-arrow", "20:8 unknown-verb"]);
}

#[test]
fn a_step_without_a_caption_is_warned_of() {
    assert_eq!(body_places("# P\n\n1. `H1 types: x`\n"), ["13:5 step-without-caption"]);
}

#[test]
fn a_caption_of_three_sentences_is_warned_of() {
    assert_eq!(body_places("# P\n\n1. `H1 types: x`\n   One. Two. Three.\n"), ["14:4 long-caption"]);
}

#[test]
fn an_empty_step_and_an_empty_page_are_warned_of() {
    assert_eq!(body_places("# P\n\n1. `H1 types: x`\n   A.\n2.\n\n# Q\n"), ["15:1 empty-step", "17:1 empty-page"]);
}

#[test]
fn an_event_without_backticks_in_a_step_is_an_error() {
    let found = body_places("# P\n\n1. `H1 types: x`\n   A.\n2. H1 -> S1 opens control: x\n   B.\n3. H1 types: y\n");
    assert_eq!(found, ["15:4 event-without-backticks", "17:4 event-without-backticks"]);
    // Prose about hosts is none.
    good_body("# P\n\n1. `H1 types: x`\n   A.\n2. H1 notes that S1 prints nothing.\n3. H1 sets out.\n");
}

#[test]
fn events_outside_the_steps_are_warned_of() {
    assert_eq!(body_places("# P\n\n- `H1 types: x`\n  A.\n"), ["13:3 event-in-bullet-list"]);
    assert_eq!(body_places("# P\n\n1. H1 -> S1 on control: x\n"), ["13:4 event-without-backticks"]);
    assert_eq!(body_places("# P\n\n1. `H1 types: x`\n   Then `H1 prints: y` comes.\n"), ["14:9 event-in-caption"]);
    let second = "# P\n\n1. `H1 types: x`\n   A.\n2. **Then** `H1 types: y`\n";
    assert_eq!(body_places(second), ["15:13 event-in-caption"]);
}

#[test]
fn code_that_is_no_event_at_the_head_of_a_step_is_an_error() {
    assert_eq!(body_places("# P\n\n1. `get foo`\n   A.\n2. `H1 types: x`\n   B.\n"), ["13:5 not-an-event"]);
    assert_eq!(body_places("# P\n\n1. `get foo`\n   A.\n"), ["13:5 not-an-event"]);
}

#[test]
fn fields_have_two_columns_and_a_packet() {
    let wide = "# P\n\n1. `H1 -> S1: x`\n   A.\n\n   | A | B | C |\n   |---|---|---|\n   | 1 | 2 | 3 |\n";
    assert_eq!(body_places(wide), ["16:4 fields-not-two-columns"]);
    let alone = "# P\n\n1. `H1 types: x`\n   A.\n\n   | A | B |\n   |---|---|\n   | 1 | 2 |\n";
    assert_eq!(body_places(alone), ["18:4 fields-without-packet"]);
    let unnamed = "# P\n\n1. `H1 -> S1: x`\n   A.\n\n   | A | B |\n   |---|---|\n   |   | 2 |\n";
    assert_eq!(body_places(unnamed), ["18:4 field-without-name"]);
    let outside = "# P\n\n1. `H1 -> S1: x`\n   A.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
    assert_eq!(body_places(outside), ["16:1 table-outside-step"]);
}

#[test]
fn a_backtick_that_cuts_a_label_is_a_warning() {
    let cut = |event: &str| body_places(&format!("# P\n\n1. {event}\n   Why.\n"));
    // `1. ` and the backtick are four characters, `H1 -> S1: run ` are fourteen: the next backtick is the nineteenth.
    assert_eq!(cut("`H1 -> S1: run `ls` now`"), ["13:19 label-cut-by-backtick"]);
    assert_eq!(cut("`H1 -> S1: run`ls now"), ["13:18 label-cut-by-backtick"]);
    assert_eq!(cut("`H1 -> S1: run `"), ["13:19 label-cut-by-backtick"]);
    // At the backtick that is not closed, and not at the one of the next event.
    assert!(cut("`H1 -> S1: run\n   `S1 -> H1: done`").contains(&"13:4 label-cut-by-backtick".to_owned()));
    assert!(cut("`` H1 -> S1: run `ls` ``").is_empty());
    assert!(cut("` H1 -> S1: run `").is_empty());
    assert!(cut("`H1 -> S1: run`\\").is_empty());
    assert!(cut("`H1 -> S1: run`.").is_empty());
}

#[test]
fn text_before_the_first_heading_is_warned_of() {
    assert_eq!(body_places("Lost.\n\n# P\n\nText.\n"), ["11:1 text-before-first-page"]);
    good_body("<!-- for the author -->\n\n# P\n\nText.\n");
}

#[test]
fn a_lesson_without_pages_is_an_error() {
    assert_eq!(places(""), ["1:1 no-pages"]);
    assert_eq!(places("Only text.\n\n## Not a page\n"), ["3:1 no-pages"]);
}

#[test]
fn steps_need_hosts_and_say_so_once() {
    let found = places("# P\n\n1. `H1 -> S1: x`\n   A.\n2. `S1 -> H1: y`\n   B.\n");
    assert_eq!(found, ["3:5 no-hosts"]);
    good("# P\n\n1. `pause 2s`\n   Breathe in.\n");
    let found = places("# P\n\n1. `H1 -> S1 opens c: x`\n   A.\n2. `S1 -> H1 accepts c: y`\n   `H1 types: z`\n   B.\n");
    assert_eq!(found, ["3:5 no-hosts"]);
}

#[test]
fn a_front_matter_between_plus_signs_is_the_only_mistake() {
    let body = "# P\n\n1. `H1 -> S1 opens c: x`\n   A.\n2. `S1 -> H1 accepts c: y`\n   `H1 types: z`\n   B.\n";
    for text in [format!("+++\ntitle = \"T\"\n\n[hosts]\n+++\n\n{body}"), format!("+++\ntitle = \"T\"\n\n{body}")] {
        assert_eq!(places(&text), ["1:1 front-matter-fence"]);
        let (_, found) = read(&text);
        let help = found.0[0].help.as_deref().expect("it says what to do");
        assert!(help.contains("`---`") && help.contains("`+++`"), "{help}");
    }
}

#[test]
fn a_page_of_questions_without_its_class_is_warned_of() {
    let page = |head: &str| body_places(&format!("{head}\n\n## Why?\n\nSo.\n\n## How?\n\nSo, too.\n"));
    for head in ["# FAQ", "# Questions", "# Frequently asked questions"] {
        assert_eq!(page(head), ["11:1 faq-without-class"], "{head}");
    }
    assert!(page("# FAQ {.faq}").is_empty());
    assert!(page("# Background").is_empty());
    assert_eq!(page("# FAQ {.fag}"), ["11:9 unknown-class"]);
    assert!(body_places("# Questions\n\nText.\n").is_empty());
    assert!(body_places("# Questions\n\n## One\n\n1. `H1 types: x`\n   A.\n").is_empty());
}

#[test]
fn a_faq_page_says_what_it_lacks() {
    assert_eq!(body_places("# FAQ {.faq}\n\nText.\n"), ["11:1 faq-without-questions"]);
    assert_eq!(body_places("# FAQ {.faq}\n\n## Why?\n"), ["13:1 question-without-answer"]);
    assert_eq!(body_places("# FAQ {.faq}\n\n## Why?\n\n1. `H1 types: x`\n   A.\n"), ["15:1 steps-on-faq-page"]);
    assert_eq!(body_places("# FAQ {.fag}\n\nText.\n"), ["11:9 unknown-class"]);
}

#[test]
fn a_heading_without_words_is_an_error() {
    assert_eq!(body_places("#\n\nText.\n"), ["11:1 page-without-title"]);
}

#[test]
fn links_and_pictures_that_cannot_be_kept_become_their_text() {
    let body = "# P\n\n[a](https://x.org) [b](javascript:x) ![c](d.png) <me@x.org> [e](#f)\n";
    assert_eq!(body_places(body), ["13:20 link-not-kept", "13:38 picture-not-shown"]);
    let (lesson, _) = read(&format!("{FRONT}{body}"));
    let Block::Paragraph(line) = &lesson.pages[0].text[0] else { panic!("a paragraph") };
    let expected = [
        Inline::Link("https://x.org".to_owned(), text("a")),
        Inline::Text(" b c ".to_owned()),
        Inline::Link("mailto:me@x.org".to_owned(), text("me@x.org")),
        Inline::Text(" ".to_owned()),
        Inline::Link("#f".to_owned(), text("e")),
    ];
    assert_eq!(*line, expected);
}

#[test]
fn raw_html_is_text() {
    let lesson = good_body("# P\n\na <b>bold</b>\n\n<script>x</script>\n");
    assert_eq!(
        lesson.pages[0].text,
        [Block::Paragraph(text("a <b>bold</b>")), Block::Paragraph(text("<script>x</script>"))]
    );
}

#[test]
fn a_control_character_is_an_error_and_never_reaches_a_label() {
    assert_eq!(body_places("# P\n\n1. `H1 types: a\u{7}b`\n   A.\n"), ["13:16 control-character"]);
    let lesson = good_body("# P\n\nBell&#7;.\n");
    assert_eq!(lesson.pages[0].text, [Block::Paragraph(text("Bell\u{fffd}."))]);
}

// Limits.

#[test]
fn a_lesson_of_more_than_ten_megabytes_is_refused() {
    let long = "x".repeat(limits::LESSON_BYTES + 1);
    assert_eq!(places(&long), ["1:1 lesson-too-long"]);
}

#[test]
fn steps_pages_and_events_are_limited() {
    let step = "1. `H1 types: x`\n   A.\n";
    let steps = body_places(&format!("# P\n\n{}", step.repeat(limits::STEPS + 2)));
    // Line 13 holds the first step, each has two lines: the 2,001st begins at 13 + 2 × 2,000.
    assert_eq!(steps, ["4013:1 too-many-steps"]);
    let pages = body_places(&"# P\n\nText.\n\n".repeat(limits::PAGES + 1));
    // 500 pages of four lines after line 10.
    assert_eq!(pages, ["2011:1 too-many-pages"]);
    let events =
        body_places(&format!("# P\n\n1. {}\n   A.\n", "`H1 types: x`\n   ".repeat(limits::EVENTS_IN_STEP + 1)));
    assert_eq!(events, ["113:5 too-many-events"]);
}

#[test]
fn the_events_of_a_page_and_of_a_lesson_have_limits_that_are_told_once() {
    // A step of a hundred events and a caption takes 101 lines, a heading with its blank lines two.
    let step = format!("1. {}A.\n", "`H1 types: x`\n   ".repeat(limits::EVENTS_IN_STEP));
    let page = format!("# P\n\n{}", step.repeat(limits::EVENTS_ON_PAGE / limits::EVENTS_IN_STEP));
    let head = FRONT.lines().count();
    assert_eq!(body_places(&page), [""; 0]);
    let too_full = body_places(&format!("{page}1. `H1 types: x`\n   `H1 types: x`\n   A.\n"));
    assert_eq!(too_full, [format!("{}:5 too-many-events", head + 2 + 20 * 101 + 1)]);
    // Two full pages hold four thousand events; the third may have ten steps of a hundred.
    let lesson = format!("{page}\n{page}\n# P\n\n{}", step.repeat(11));
    let too_long = body_places(&lesson);
    assert_eq!(too_long, [format!("{}:5 too-many-events", head + 2 * (2 + 20 * 101 + 1) + 2 + 10 * 101 + 1)]);
}

#[test]
fn the_pauses_of_a_lesson_take_an_hour_together_at_most_and_it_is_told_once() {
    let pauses = |count| body_places(&format!("# P\n\n1. {}A.\n", "`pause 60s`\n   ".repeat(count)));
    assert_eq!(pauses(60), [""; 0]);
    // Line 13 holds the first.
    assert_eq!(pauses(70), ["73:5 invalid-pause"]);
}

#[test]
fn events_that_cannot_be_read_are_kept_in_their_order() {
    let body = "# P\n\n1. `H1 -> S1 accept data: x`\n   A.\n2. H1 -> S1 opens control: x\n3. `H1 -> S1 on control: x`\n   A.\n";
    let text = format!("{FRONT}{body}");
    let (lesson, diagnostics) = read(&text);
    assert_eq!(diagnostics.errors(), 2);
    let unread: Vec<_> = lesson.unread.iter().map(|one| &text[one.span.start..one.span.end]).collect();
    assert_eq!(unread, ["H1 -> S1 accept data: x", "H1 -> S1 opens control: x"]);
    let connections: Vec<_> = lesson.unread.iter().map(|one| one.connections[0].0).collect();
    assert_eq!(connections, [1, 0]);
}

#[test]
fn an_event_without_backticks_is_the_only_mistake_of_its_step() {
    let body = "# P\n\n1. `H1 types: x`\n   A.\n2. H1 -> S1 opens control: x\n   `S1 -> H1 accepts control: x`\n   A.\n\n   | A | B |\n   |---|---|\n   | C | D |\n";
    assert_eq!(body_places(body), ["15:4 event-without-backticks"]);
    let (lesson, _) = read(&format!("{FRONT}{body}"));
    assert_eq!(lesson.unread.len(), 2);
    assert!(lesson.unread[0].span < lesson.unread[1].span);
}

#[test]
fn a_front_matter_without_an_end_is_the_only_mistake() {
    assert_eq!(places("---\ntitle: T\n\n# P\n"), ["1:1 front-matter-not-closed"]);
}

#[test]
fn title_and_network_know_where_they_stand() {
    let text = format!("{FRONT}# P\n\nText.\n");
    let lesson = good(&text);
    let at = |span: crate::diagnostic::Span| &text[span.start..span.end];
    assert_eq!((at(lesson.title_span), at(lesson.network_span)), ("Test", "Internet"));
    let lesson = good("# P\n\nText.\n");
    assert_eq!((lesson.title.as_str(), lesson.title_span), ("P", lesson.pages[0].span));
}

#[test]
fn deep_nesting_is_refused_and_harmless() {
    let quotes = body_places(&format!("# P\n\n{} deep\n", ">".repeat(100_000)));
    assert_eq!(quotes.len(), 1);
    assert!(quotes[0].ends_with("nested-too-deep"), "{quotes:?}");
    for bomb in ["[", "*a **", "![", "<", "`", "- ", "1. ", "> 1. ", "~~", "| "] {
        read(&format!("{FRONT}# P\n\n{}", bomb.repeat(20_000)));
    }
}

#[test]
fn thousands_of_mistakes_are_counted_not_listed() {
    // A name that is not declared is told of once: each step has names of its own.
    let step = |n: usize| format!("1. `Here{n} -> There{n} goes Q3: x`\n   A.\n");
    let body = format!("# P\n\n{}", (0..1_000).map(step).collect::<String>());
    let (_, diagnostics) = read(&format!("{FRONT}{body}"));
    assert_eq!(diagnostics.0.len(), limits::DIAGNOSTICS + 1);
    assert!(diagnostics.has_errors());
    assert!(diagnostics.0.iter().any(|one| one.message == "2000 more are not shown"));
}

#[test]
fn a_name_that_was_forgotten_is_told_of_once_and_one_that_was_misspelt_each_time() {
    let twice = |event: &str| body_places(&format!("# P\n\n1. `{event}`\n   A.\n2. `{event}`\n   B.\n"));
    assert_eq!(twice("H1 -> Proxy: x"), ["13:11 unknown-host"]);
    assert_eq!(twice("H1 -> S1 on mail: x"), ["13:17 unknown-connection"]);
    assert_eq!(twice("H1 -> S1 on contrl: x"), ["13:17 unknown-connection", "15:17 unknown-connection"]);
}

#[test]
fn no_damage_to_the_flagship_makes_the_parser_fail() {
    // Every 37th place: over two hundred, in all parts of the format.
    let places: Vec<usize> = FLAGSHIP.char_indices().map(|(at, _)| at).step_by(37).collect();
    for at in places {
        let (before, after) = FLAGSHIP.split_at(at);
        read(before);
        read(after);
        for part in ["`", "\n", ":", "{", "\"", "é", "->", "|", "---\n"] {
            read(&format!("{before}{part}{after}"));
        }
    }
}
