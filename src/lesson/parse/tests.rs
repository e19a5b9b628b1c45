mod meant;
mod mistakes;
mod stray;

use super::*;
use crate::lesson::{Action, Arrow, Icon, Inline, Target, Verb};

const FLAGSHIP: &str = include_str!("../../../content/ftp-basics/lesson.md");

/// Ten lines of front matter; the Markdown begins at line 11.
const FRONT: &str = "\
---
title: Test
hosts:
  H1: { label: Client, address: 1.1.1.1, icon: laptop }
  S1: { label: FTP server, address: 1.1.2.1, icon: server }
network: Internet
connections:
  control: { from: \"H1:54704\", to: \"S1:21\", protocol: ftp }
  data:    { from: \"S1:20\", to: \"H1:54705\", protocol: ftp-data }
---
";

fn read(text: &str) -> (Lesson, Diagnostics) {
    parse(&Source::new("lesson.md", text))
}

/// A lesson without a mistake.
fn good(text: &str) -> Lesson {
    let (lesson, diagnostics) = read(text);
    assert_eq!(diagnostics.0, [], "{text}");
    lesson
}

fn good_body(body: &str) -> Lesson {
    good(&format!("{FRONT}{body}"))
}

/// Each diagnostic as `line:column code`.
fn places(text: &str) -> Vec<String> {
    let source = Source::new("lesson.md", text);
    let (_, diagnostics) = parse(&source);
    let place = |one: &Diagnostic| {
        let (line, column) = source.position(one.span.start);
        format!("{line}:{column} {}", one.code)
    };
    diagnostics.0.iter().map(place).collect()
}

fn body_places(body: &str) -> Vec<String> {
    places(&format!("{FRONT}{body}"))
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

#[test]
fn the_flagship_has_no_mistake() {
    let lesson = good(FLAGSHIP);
    let titles: Vec<&str> = lesson.pages.iter().map(|page| page.title.as_str()).collect();
    let expected = [
        "Overview: FTP basics",
        "H1: Control connection request",
        "H1: get foo, PORT",
        "S1: Data connection request",
        "S1 transfers foo to H1",
        "S1: Close data connection",
        "S1: Close control connection",
        "FAQ",
    ];
    assert_eq!(titles, expected);
    assert_eq!(lesson.pages[1].slug, "control-connection-request");
    assert_eq!(lesson.pages[7].questions.len(), 10);
    let steps: Vec<usize> = lesson.pages.iter().map(|page| page.steps.len()).collect();
    assert_eq!(steps, [0, 5, 4, 3, 3, 3, 4, 0]);
}

const FORMAT: &str = include_str!("../../../docs/lesson-format.md");

#[test]
fn the_example_of_the_documentation_has_no_mistake() {
    let example = FORMAT.split("````").nth(1).and_then(|block| block.strip_prefix("markdown\n"));
    let lesson = good(example.expect("the documentation begins with an example"));
    let steps: Vec<usize> = lesson.pages.iter().map(|page| page.steps.len()).collect();
    assert_eq!((steps, lesson.pages[1].questions.len()), (vec![3, 0], 1));
    assert_eq!(lesson.pages[0].slug, "the-question");
}

#[test]
fn every_event_that_the_documentation_gives_as_an_example_is_one() {
    let front = "---\nhosts: { H1: , S1: , PC: , DNS: , FW: }\nconnections:\n  control: { from: H1, to: S1 }\n  \
                 data: { from: S1, to: H1 }\n---\n# P\n\n";
    let rows = FORMAT.split("## Events").nth(1).and_then(|rest| rest.split("## What").next()).unwrap_or_default();
    let examples: Vec<&str> =
        rows.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('`').nth_back(1)).collect();
    assert_eq!(examples.len(), 17);
    for example in examples {
        good(&format!("{front}1. `{example}`\n   It happens.\n"));
    }
}

#[test]
fn the_limits_in_the_documentation_are_the_ones_that_hold() {
    for limit in [
        "10,000,000 bytes of UTF-8",
        "1,000,000 bytes, 20,000 values, 16 levels",
        "64 · 500 · 200",
        "500 · 1,000",
        "| 2,000 |",
        "5,000 · 2,000 · 100",
        "| 1,000,000 |",
        "| 200 |",
        "64 levels",
    ] {
        assert!(FORMAT.contains(limit), "{limit}");
    }
    assert_eq!(limits::LESSON_BYTES, 10_000_000);
    assert_eq!((limits::FRONT_MATTER_BYTES, limits::FRONT_MATTER_VALUES), (1_000_000, 20_000));
    assert_eq!((limits::FRONT_MATTER_NESTING, limits::NESTING), (16, 64));
    assert_eq!((limits::HOSTS, limits::LINKS, limits::CONNECTIONS), (64, 500, 200));
    assert_eq!((limits::PAGES, limits::QUESTIONS, limits::STEPS), (500, 1_000, 2_000));
    assert_eq!((limits::EVENTS, limits::EVENTS_ON_PAGE, limits::EVENTS_IN_STEP), (5_000, 2_000, 100));
    assert_eq!((limits::EVENT_BYTES, limits::FIELDS_IN_STEP), (1_000_000, 200));
}

#[test]
fn a_misspelt_section_is_told_of_once() {
    let rest = "\n---\n# P\n\n1. `A -> B on c: x`\n   It is sent.\n";
    let hosts = format!("---\nhost: {{ A: {{}}, B: {{}} }}\nconnections: {{ c: {{ from: A, to: B }} }}{rest}");
    assert_eq!(places(&hosts), ["2:1 unknown-key"]);
    let connections = format!("---\nhosts: {{ A: {{}}, B: {{}} }}\nconnection: {{ c: {{ from: A, to: B }} }}{rest}");
    assert_eq!(places(&connections), ["3:1 unknown-key"]);
}

#[test]
fn yaml_that_is_wrong_in_a_usual_way_comes_with_the_right_line() {
    let help = |front: &str| {
        let (_, diagnostics) = read(&format!("---\n{front}\n---\n# P\n\nText.\n"));
        diagnostics.0[0].help.clone().unwrap_or_default()
    };
    assert!(help("title: FTP: the basics").ends_with("`title: \"FTP: the basics\"`"));
    assert!(help("hosts:\n  A { label: x, icon: y }").ends_with("write `A: { … }`"));
    assert!(help("hosts:\n  A: {}\n   B: {}").contains("column") || help("hosts:\n  A: {}\n B: {}").contains("column"));
}

#[test]
fn a_lesson_with_smaller_headings_alone_is_shown_the_first_of_them() {
    assert_eq!(places("---\nhosts: { A: {} }\n---\n\nText.\n\n## P\n\nMore.\n"), ["7:1 no-pages"]);
}

#[test]
fn an_event_in_a_code_block_is_no_note() {
    let text = "---\nhosts: { A: {}, B: {} }\n---\n# P\n\n1. `A types: x`\n   It is typed.\n2. ```\n   A -> B: x\n   ```\n   It is sent.\n";
    assert_eq!(places(text), ["8:4 event-in-code-block"]);
}

#[test]
fn a_comment_of_several_lines_is_for_the_author_alone() {
    let lesson = good(
        "---\nhosts: { A: {} }\n---\n<!-- not\n\n1. shown -->\n\n# P\n\n<!--\nnor this\n-->\n\nText.\n\n1. `A types: x`\n   It is typed.\n",
    );
    assert_eq!(lesson.pages.len(), 1);
    assert_eq!(lesson.pages[0].text.len(), 1);
    assert_eq!(lesson.pages[0].steps.len(), 1);
}

#[test]
fn comments_in_the_front_matter_and_a_bare_ellipsis_are_no_mistake() {
    let comment =
        "---\nhosts: { H1: , S1: } # or links\nnetwork: Internet    # a cloud\n---\n\n# P\n\n1. `H1 types: x`\n   …\n";
    let lesson = good(comment);
    assert_eq!(
        (lesson.network.as_deref(), plain(&lesson.pages[0].steps[0].caption)),
        (Some("Internet"), "…".to_owned())
    );
}

#[test]
fn the_flagship_reads_the_same_with_other_line_ends_and_a_byte_order_mark() {
    let windows = format!("\u{feff}{}", FLAGSHIP.replace('\n', "\r\n"));
    assert_eq!(read(&windows), read(FLAGSHIP));
}

#[test]
fn every_span_of_the_flagship_holds_its_own_text() {
    let lesson = good(FLAGSHIP);
    let slice = |span: Span| &FLAGSHIP[span.start..span.end];
    assert_eq!(slice(lesson.hosts[1].span), "S1");
    assert_eq!(slice(lesson.connections[1].span), "data");
    assert_eq!(slice(lesson.connections[1].to.span), "H1:54705");
    assert_eq!(slice(lesson.pages[1].span), "# H1: Control connection request");
    let port = &lesson.pages[2].steps[2];
    assert_eq!(slice(port.events[0].span), "H1 -> S1 on control: PORT 1,1,1,1,213,177");
    assert_eq!(slice(port.fields[1].span), "| Port       | 54705 = 213 × 256 + 177 |");
    assert_eq!(slice(port.fields[1].value_span), "54705 = 213 × 256 + 177");
    assert!(slice(port.caption_span).starts_with("H1 tells the server"));
    assert!(slice(port.caption_span).ends_with("to read both."));
    assert!(slice(port.span).starts_with("3. `H1 -> S1") && slice(port.span).ends_with("177 |"));
}

#[test]
fn hosts_and_connections_keep_their_order_and_values() {
    let lesson = good_body("# Page\n\nText.\n");
    let [h1, s1] = lesson.hosts.as_slice() else { panic!("two hosts") };
    assert_eq!((h1.name.as_str(), h1.label.as_deref(), h1.icon), ("H1", Some("Client"), Icon::Laptop));
    assert_eq!((s1.address.as_deref(), s1.at), (Some("1.1.2.1"), None));
    let [control, data] = lesson.connections.as_slice() else { panic!("two connections") };
    assert_eq!((control.from.port, control.to.port, control.protocol.as_deref()), (Some(54704), Some(21), Some("ftp")));
    assert_eq!((data.from.host.0, data.to.host.0), (1, 0));
    assert_eq!((lesson.network.as_deref(), lesson.language.as_str()), (Some("Internet"), "en"));
}

#[test]
fn title_and_summary_come_from_the_text_where_they_are_left_out() {
    let lesson = good("# DNS, *asked*\n\nWho asks `whom`.\n\nMore.\n");
    assert_eq!((lesson.title.as_str(), lesson.summary.as_str()), ("DNS, asked", "Who asks whom."));
}

#[test]
fn a_page_has_text_then_steps_then_notes() {
    let lesson = good_body("# P\n\nBefore.\n\n> Aside.\n\n1. `H1 types: x`\n   It runs.\n\nAfter.\n");
    let page = &lesson.pages[0];
    assert_eq!(page.text, [Block::Paragraph(text("Before."))]);
    assert_eq!(page.notes, [Block::Quote(vec![Block::Paragraph(text("Aside."))]), Block::Paragraph(text("After."))]);
    assert_eq!((page.steps.len(), page.steps[0].caption.clone()), (1, text("It runs.")));
}

#[test]
fn several_code_spans_at_the_head_are_one_step() {
    let lesson =
        good_body("# P\n\n1. `H1 types: a` `H1 prints: b`\n   `pause 1s`\n\n   `H1 prints: c`\n\n   All *four* `x`.\n");
    let step = &lesson.pages[0].steps[0];
    assert_eq!(step.events.len(), 4);
    assert_eq!(plain(&step.caption), "All four x.");
}

#[test]
fn a_caption_may_follow_on_the_same_line_and_begin_with_code() {
    let lesson = good_body("# P\n\n1. `H1 types: a` `foo` is a file.\n2. `H1 types: b` The user asks.\n");
    let captions: Vec<String> = lesson.pages[0].steps.iter().map(|step| plain(&step.caption)).collect();
    assert_eq!(captions, ["foo is a file.", "The user asks."]);
}

#[test]
fn a_caption_of_two_paragraphs_has_a_break_between_them() {
    let lesson = good_body("# P\n\n1. `H1 types: a`\n   One.\n\n   Two.\n");
    let caption = &lesson.pages[0].steps[0].caption;
    assert_eq!(*caption, [text("One."), vec![Inline::Break], text("Two.")].concat());
}

#[test]
fn a_step_may_only_say_something() {
    let lesson = good_body("# P\n\n1. Before it starts.\n2. `H1 types: x`\n   It runs.\n");
    let steps = &lesson.pages[0].steps;
    assert_eq!((steps.len(), steps[0].events.len(), steps[0].caption.clone()), (2, 0, text("Before it starts.")));
}

#[test]
fn a_second_numbered_list_goes_on_with_the_steps() {
    let lesson = good_body("# P\n\n1. `H1 types: x`\n   It runs.\n\nMeanwhile.\n\n1. `H1 types: y`\n   It stops.\n");
    assert_eq!(lesson.pages[0].steps.len(), 2);
    assert_eq!(lesson.pages[0].notes, [Block::Paragraph(text("Meanwhile."))]);
}

#[test]
fn other_lists_are_prose() {
    let lesson = good_body("# P\n\n1. First `x`.\n2. Then.\n\n- `foo` is code.\n\n1. `USER` names the user.\n");
    let page = &lesson.pages[0];
    assert_eq!((page.text.len(), page.steps.len()), (3, 0));
}

#[test]
fn a_table_in_a_step_is_its_fields_and_one_outside_is_text() {
    let table = "| Field | Value |\n|---|---|\n| `tcp.srcport` | `20` |\n| Note | a \\| b |\n";
    let body = format!("# P\n\n{table}\n1. `H1 -> S1: x`\n   Sent.\n\n   {}", table.replace('\n', "\n   "));
    let page = &good_body(&body).pages[0];
    assert!(matches!(page.text.as_slice(), [Block::Table(head, rows)] if head.len() == 2 && rows.len() == 2));
    let fields: Vec<(&str, &str)> =
        page.steps[0].fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
    assert_eq!(fields, [("tcp.srcport", "20"), ("Note", "a | b")]);
}

#[test]
fn quotes_lists_and_code_in_a_step_are_its_notes() {
    let body = "# P\n\n1. `H1 types: x`\n   Sent.\n\n   > A note.\n\n   - a list\n\n   ```sh\n   ls\n   ```\n";
    let notes = &good_body(body).pages[0].steps[0].notes;
    let expected = [
        Block::Quote(vec![Block::Paragraph(text("A note."))]),
        Block::List(None, vec![vec![Block::Paragraph(text("a list"))]]),
        Block::Code("sh".to_owned(), "ls".to_owned()),
    ];
    assert_eq!(*notes, expected);
}

#[test]
fn a_faq_page_has_questions() {
    let lesson = good_body("# FAQ {.faq}\n\nAsk.\n\n## Why?\n\nSo.\n\n### More\n\n1. One\n\n## Why?\n\nAgain so.\n");
    let page = &lesson.pages[0];
    assert!(page.faq);
    assert_eq!((page.title.as_str(), page.text.len()), ("FAQ", 1));
    let slugs: Vec<&str> = page.questions.iter().map(|question| question.slug.as_str()).collect();
    assert_eq!((slugs, page.questions[0].answer.len()), (vec!["why", "why-2"], 3));
}

#[test]
fn a_heading_may_name_its_own_slug() {
    let lesson = good_body("# A very long title {#Short}\n\nText.\n\n# Short\n\nText.\n");
    let slugs: Vec<&str> = lesson.pages.iter().map(|page| page.slug.as_str()).collect();
    assert_eq!(slugs, ["short", "short-2"]);
}

#[test]
fn a_double_backtick_span_keeps_its_backticks_and_its_place() {
    let text = format!("{FRONT}# P\n\n1. ``H1 -> S1: run `ls` now``\n   It runs.\n");
    let lesson = good(&text);
    let Action::Send(packet) = &lesson.pages[0].steps[0].events[0].action else { panic!("it is a packet") };
    assert_eq!(packet.label, "run `ls` now");
    assert_eq!(&text[packet.label_span.start..packet.label_span.end], "run `ls` now");
}

#[test]
fn a_lesson_needs_no_front_matter_where_nothing_happens() {
    assert_eq!(good("# Only text\n\nIt is enough.\n").hosts, []);
}

#[test]
fn routers_switches_and_lost_packets_read_as_written() {
    let lesson = good(
        "---\nhosts:\n  PC:\n  R1:\n  DNS: { address: 2001:db8::53, at: [3, 1] }\nlinks: [PC - R1 - DNS]\n---\n\n# Ask\n\n\
         1. `PC -x DNS at R1: A? example.org`\n   R1 drops it.\n2. `PC ~> all: hello`\n   Anyone?\n",
    );
    let links: Vec<(usize, usize)> = lesson.links.iter().map(|link| (link.a.0, link.b.0)).collect();
    assert_eq!(links, [(0, 1), (1, 2)]);
    assert_eq!(
        lesson.hosts.iter().map(|host| host.icon).collect::<Vec<_>>(),
        [Icon::Desktop, Icon::Router, Icon::Desktop]
    );
    assert_eq!((lesson.hosts[2].address.as_deref(), lesson.hosts[2].at), (Some("2001:db8::53"), Some((3, 1))));
    let packets: Vec<_> = lesson.pages[0]
        .steps
        .iter()
        .flat_map(|step| &step.events)
        .map(|event| match &event.action {
            Action::Send(packet) => (packet.to, packet.arrow, packet.verb),
            other => panic!("{other:?} is no packet"),
        })
        .collect();
    let lost = Arrow::Lost { at: Some(crate::lesson::HostId(1)) };
    let dns = Target::Host(crate::lesson::HostId(2));
    assert_eq!(packets, [(dns, lost, Verb::Datagram), (Target::All, Arrow::Undrawn, Verb::Datagram)]);
}
