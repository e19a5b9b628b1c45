//! Claims about what is seen, on small lessons.

use super::{Format, Panel, Part, Placed, Rect, Segment, Shape, Storyboard, compose};
use crate::diagnostic::Source;
use crate::theme::Role;
use crate::timeline::{Pacing, Timeline, schedule};

const HEAD: &str = "---\ntitle: T\nhosts:\n  A: { label: Left, address: 192.0.2.1 }\n  B: { label: Right, address: 192.0.2.2 }\n\
connections:\n  c: { from: \"A:4000\", to: \"B:80\", protocol: tcp }\n---\n\n";

fn timeline(steps: &str, every_packet: bool) -> Timeline {
    let source = Source::new("t.md", format!("{HEAD}{steps}"));
    let (lesson, mistakes) = crate::lesson::parse(&source);
    assert!(!mistakes.has_errors(), "{mistakes:?}");
    let (trace, mistakes) = crate::protocol::check(&lesson);
    assert!(!mistakes.has_errors(), "{mistakes:?}");
    schedule(trace, &Pacing { every_packet, ..Pacing::default() })
}

fn boards(steps: &str) -> (Timeline, Vec<Storyboard>) {
    let timeline = timeline(steps, false);
    let (boards, _) = compose(&timeline, Format::Wide);
    (timeline, boards)
}

/// The texts that stand in a panel, with their opacity.
fn texts(board: &Storyboard, panel: Panel, t_ms: u32) -> Vec<(String, u8)> {
    let scene = board.at(t_ms);
    let placed = scene.placed.iter().filter(|placed| placed.sprite.panel == panel);
    placed.flat_map(|placed| texts_of(placed).into_iter().map(|text| (text, placed.opacity))).collect()
}

fn texts_of(placed: &Placed) -> Vec<String> {
    let texts = placed.sprite.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.chars().take(placed.typed.unwrap_or(usize::MAX)).collect()),
        _ => None,
    });
    texts.collect()
}

fn stands(board: &Storyboard, panel: Panel, t_ms: u32, text: &str) -> bool {
    texts(board, panel, t_ms).iter().any(|(stands, _)| stands == text)
}

#[test]
fn a_page_called_like_its_lesson_has_its_title_once() {
    let (_, boards) = boards("# T\n\n1. `A -> B: x`\n   Said.\n\n# Other\n\n1. `A -> B: x`\n   Said.\n");
    let titles = |page: usize| {
        let all = texts(&boards[page], Panel::Frame, 0).into_iter().map(|(text, _)| text);
        all.filter(|text| text == "T" || text == "Other").collect::<Vec<_>>()
    };
    assert_eq!(titles(0), ["T"]);
    assert_eq!(titles(1), ["T", "Other"]);
}

#[test]
fn a_packet_is_halfway_at_its_still_with_its_label() {
    let (timeline, boards) = boards("# P\n\n1. `A -> B: hello`\n   Said.\n");
    let still = timeline.pages[0].steps[0].still_ms;
    let scene = boards[0].at(still);
    let packet = scene.placed.iter().find(|placed| placed.sprite.part == Part::Packet { step: 0, event: 0 });
    let packet = packet.expect("the packet is under way");
    assert_eq!((texts_of(packet), packet.opacity), (vec!["hello".to_owned()], 100));
    let whole = packet.sprite.shift.last()[0];
    assert!((packet.shift[0] - whole / 2.0).abs() < 1.0, "{} of {whole}", packet.shift[0]);
}

#[test]
fn an_undrawn_packet_takes_no_time_and_is_seen_only_when_every_packet_is() {
    let steps = "# P\n\n1. `A ~> B: quiet`\n   Said.\n2. `A -> B: loud`\n   Said.\n";
    let (plain, every) = (timeline(steps, false), timeline(steps, true));
    let event = plain.pages[0].steps[0].events[0];
    assert_eq!((event.start_ms, event.drawn), (event.end_ms, false));
    let drawn = |timeline: &Timeline| {
        let board = &compose(timeline, Format::Wide).0[0];
        let packets = board.sprites.iter().filter(|sprite| matches!(sprite.part, Part::Packet { .. }));
        packets.count()
    };
    assert_eq!((drawn(&plain), drawn(&every)), (1, 2));
}

#[test]
fn a_connection_is_named_from_its_asking_to_its_end() {
    let steps = "# P\n\n1. `A -> B opens c: SYN`\n   Asked.\n2. `B -> A accepts c: SYN-ACK`\n   Up.\n\
                 3. `A -> B closes c: FIN`\n   Closing.\n4. `B -> A confirms c: ACK`\n   Closed.\n";
    let (timeline, boards) = boards(steps);
    let times = &timeline.pages[0].steps;
    let named = |t_ms| stands(&boards[0], Panel::Stage, t_ms, ":4000");
    assert!(!named(0), "before it is asked for");
    for step in times {
        assert!(named(step.still_ms), "while its packets travel");
    }
    assert!(!named(times[3].end_ms - 1), "once it is closed");
}

#[test]
fn a_fact_stands_from_its_setting_to_its_dropping() {
    let steps = "# P\n\n1. `A sets listens = 80`\n   Set.\n\n# Q\n\n1. `A sets listens = 81`\n   Changed.\n2. `A drops listens`\n   Gone.\n";
    let (timeline, boards) = boards(steps);
    let fact = |page: usize, t_ms, text| stands(&boards[page], Panel::Stage, t_ms, text);
    let step = |page: usize, step: usize| timeline.pages[page].steps[step].still_ms;
    assert!(!fact(0, 0, "listens on 80") && fact(0, step(0, 0), "listens on 80"));
    assert!(fact(1, 0, "listens on 80"), "it stands over the turn of the page");
    assert!(!fact(1, step(1, 0), "listens on 80") && fact(1, step(1, 0), "listens on 81"));
    assert!(!fact(1, step(1, 1), "listens on 81"));
}

#[test]
fn what_is_typed_appears_letter_by_letter_and_is_kept() {
    let (timeline, boards) = boards("# P\n\n1. `A types: hello`\n   Typed.\n\n# Q\n\n1. `A prints: hi`\n   Printed.\n");
    let event = timeline.pages[0].steps[0].events[0];
    assert!(stands(&boards[0], Panel::Terminal, event.start_ms, ""));
    let typing = event.end_ms - 200 - event.start_ms;
    assert!(stands(&boards[0], Panel::Terminal, event.start_ms + typing / 2, "he"));
    assert!(stands(&boards[0], Panel::Terminal, event.end_ms, "hello"));
    assert!(stands(&boards[1], Panel::Terminal, 0, "hello"));
    assert!(!stands(&boards[1], Panel::Terminal, 0, "hi"));
}

#[test]
fn the_ladder_moves_up_so_that_the_newest_arrow_is_seen() {
    let steps: Vec<String> = (1..=40).map(|n| format!("{n}. `A -> B: n{n}`\n   Said.\n")).collect();
    let (timeline, boards) = boards(&format!("# P\n\n{}", steps.concat()));
    let ladder = boards[0].panels.iter().find(|one| one.panel == Panel::Ladder).expect("packets are sent").rect;
    for (index, step) in timeline.pages[0].steps.iter().enumerate() {
        let scene = boards[0].at(step.still_ms);
        let label = format!("n{}", index + 1);
        let in_ladder = scene.placed.iter().filter(|placed| placed.sprite.panel == Panel::Ladder);
        let of_label = in_ladder.filter(|placed| texts_of(placed).contains(&label) && placed.opacity == 100);
        let heights = of_label.flat_map(|placed| {
            placed.sprite.shapes.iter().filter_map(|shape| match shape {
                Shape::Text { at, .. } => Some(at[1] + placed.shift[1]),
                _ => None,
            })
        });
        let heights: Vec<f32> = heights.collect();
        assert!(!heights.is_empty(), "{label} is not seen");
        assert!(heights.iter().all(|&y| y > ladder.y + 50.0 && y < ladder.bottom() - 10.0), "{label} at {heights:?}");
    }
}

#[test]
fn a_lost_packet_shows_where_it_stops() {
    let (timeline, boards) = boards("# P\n\n1. `A -x B: hello`\n   Lost.\n2. `pause 1s`\n   Nothing.\n");
    let step = &timeline.pages[0].steps[0];
    let scene = boards[0].at(step.still_ms);
    let packet = scene.placed.iter().find(|placed| matches!(placed.sprite.part, Part::Packet { .. }));
    let packet = packet.expect("it is still seen");
    assert_eq!(packet.shift, packet.sprite.shift.last(), "it has stopped");
    let crosses = scene.placed.iter().filter(|placed| {
        placed.sprite.panel == Panel::Stage
            && placed
                .sprite
                .shapes
                .iter()
                .any(|shape| matches!(shape, Shape::Rect { fill: Some(crate::theme::Role::Lost), .. }))
    });
    assert_eq!(crosses.count(), 1);
}

#[test]
fn a_text_that_is_too_long_is_cut_once_with_a_warning() {
    let long = "word ".repeat(80);
    let timeline = timeline(&format!("# P\n\n1. `A -> B: {long}`\n   Said.\n"), false);
    let (_, diagnostics) = compose(&timeline, Format::Wide);
    let codes: Vec<_> = diagnostics.0.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["text-shortened"]);
}

#[test]
fn the_still_is_told_in_words() {
    let steps =
        "# P\n\n1. `A types: go`\n   Typed.\n2. `A -> B opens c: SYN`\n   `B -> A accepts c: SYN-ACK`\n   Up.\n";
    let told = super::describe(&timeline(steps, false));
    assert_eq!(
        told[0][1],
        "Step 2 of 2: A sends “SYN” to B, asking for the c connection. B sends “SYN-ACK” to A on the c connection, which is now up. \
         Up: c. Terminal of A: $ go"
    );
}

#[test]
fn a_still_in_words_has_the_prompts_of_its_picture() {
    let (timeline, boards) =
        boards("# P\n\n1. `A types: ftp 192.0.2.2`\n   Typed.\n2. `A types: get foo`\n   Typed.\n");
    let told = super::describe(&timeline);
    assert!(told[0][1].ends_with("Terminal of A: $ ftp 192.0.2.2 / ftp> get foo"), "{}", told[0][1]);
    let end = boards[0].duration_ms;
    assert!(stands(&boards[0], Panel::Terminal, end, "$ ") && stands(&boards[0], Panel::Terminal, end, "ftp> "));
}

#[test]
fn the_longest_lesson_still_has_a_length() {
    // As many events as a page may have, with as much of pauses as a lesson may have.
    let step = format!("1. {}Waits.\n", "`pause 1800ms`\n   ".repeat(100));
    let pages = timeline(&format!("# P\n\n{}", step.repeat(20)), false).pages;
    // Before the first event of each of the twenty steps 300 ms pass, and 900 after the last.
    assert_eq!(pages[0].duration_ms, 2_000 * 1_800 + 20 * 1_200);
    let endless = timeline(&format!("# P\n\n1. `A types: x`\n   {}\n", "word ".repeat(100_000)), false).pages;
    assert_eq!(endless[0].duration_ms, 300 + 400 + 60_000, "nobody waits for seven hours");
}

#[test]
fn a_shortened_text_is_quoted_in_a_few_words() {
    let label = format!("e{}{}", "\u{301}".repeat(3_000), "long ".repeat(100));
    let (_, remarks) = compose(&timeline(&format!("# P\n\n1. `A -> B: {label}`\n   Said.\n"), false), Format::Wide);
    let said = remarks.0.iter().find(|one| one.code == "text-shortened").map(|one| one.message.chars().count());
    assert!(said.is_some_and(|chars| chars < 220), "{said:?}");
}

#[test]
fn a_page_of_two_thousand_facts_is_laid_out_in_seconds() {
    let facts = (0..2_000).fold(String::new(), |all, at| format!("{all}1. `A sets k{at} = {at}`\n   Set.\n"));
    let begin = std::time::Instant::now();
    let (_, boards) = boards(&format!("# P\n\n{facts}"));
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    assert!(stands(&boards[0], Panel::Stage, boards[0].duration_ms - 1, "k0: 0"));
}

#[test]
fn on_a_phone_a_bubble_covers_no_port() {
    let steps = "# P\n\n1. `A -> B opens c: SYN`\n   `B -> A accepts c: SYN-ACK`\n   Up.\n\
                 2. `B notes: a client at port 4000`\n   Noted.\n";
    let timeline = timeline(steps, false);
    let (boards, _) = compose(&timeline, Format::Narrow);
    let scene = boards[0].at(timeline.pages[0].steps[1].still_ms);
    let shapes = scene.placed.iter().flat_map(|placed| &placed.sprite.shapes);
    let bubble = shapes.clone().find_map(|shape| match shape {
        Shape::Rect { rect, fill: Some(Role::Bubble), .. } => Some(*rect),
        _ => None,
    });
    let port = shapes.clone().find_map(|shape| match shape {
        Shape::Text { at: [x, y], text, .. } if text == ":80" => Some(Rect::new(*x, y - 10.0, 20.0, 10.0)),
        _ => None,
    });
    let (bubble, port) = (bubble.expect("it is said"), port.expect("it is open"));
    assert!(bubble.overlap(port) == 0.0, "{bubble:?} lies on {port:?}");
}

/// Three hosts in a row, so that ways are short.
const ROW: &str = "---\ntitle: T\nhosts: { A: {}, B: {}, C: {} }\nlinks: [A - B, B - C]\n\
connections:\n  c: { from: \"A:4000\", to: \"B:25\", protocol: smtp }\n---\n\n# P\n\n\
1. `A -> B opens c: SYN`\n   `B -> A accepts c: SYN-ACK`\n   Up.\n\
2. `B -> A on c: 250 SIZE 10240000, AUTH PLAIN, STARTTLS`\n   Said.\n3. `A prints: 250`\n   Seen.\n";

fn row(more: &str) -> (Timeline, Vec<Storyboard>) {
    let (lesson, mistakes) = crate::lesson::parse(&Source::new("t.md", format!("{ROW}{more}")));
    assert!(!mistakes.has_errors(), "{mistakes:?}");
    let timeline = schedule(crate::protocol::check(&lesson).0, &Pacing::default());
    let (boards, _) = compose(&timeline, Format::Wide);
    (timeline, boards)
}

#[test]
fn a_label_of_the_ladder_stays_between_the_ends_of_its_arrow() {
    let (_, boards) = row("");
    let scene = boards[0].at(u32::MAX);
    let on_ladder = scene.placed.iter().filter(|placed| placed.sprite.panel == Panel::Ladder);
    let texts = on_ladder.flat_map(|placed| &placed.sprite.shapes).filter_map(|shape| match shape {
        Shape::Text { at: [x, _], text, face, size, .. } => {
            Some((text, *x, x + crate::font::width(text, *face, *size)))
        }
        _ => None,
    });
    let texts: Vec<_> = texts.collect();
    let middle = |name: &str| {
        let found = texts.iter().find(|(text, ..)| *text == name).expect("each host has a lifeline");
        f32::midpoint(found.1, found.2)
    };
    let [left, right] = ["A", "B"].map(middle);
    let label: Vec<_> = texts.iter().filter(|(text, ..)| text.contains("SIZE") || text.contains("STARTTLS")).collect();
    assert!(label.len() > 1, "it takes several lines: {texts:?}");
    assert!(label.iter().all(|(_, from, to)| *from > left && *to < right), "{label:?} between {left} and {right}");
}

#[test]
fn a_packet_that_is_long_for_its_way_reaches_its_receiver_with_its_tip_alone() {
    let (timeline, boards) = row("");
    let scene = boards[0].at(timeline.pages[0].steps[1].end_ms - 1);
    let packet = scene.placed.iter().find(|placed| matches!(placed.sprite.part, Part::Packet { step: 1, .. }));
    let packet = packet.expect("it rests where it has arrived");
    let outlines = packet.sprite.shapes.iter().flat_map(|shape| match shape {
        Shape::Path { segments, .. } => segments.as_slice(),
        _ => &[],
    });
    let corners = outlines.filter_map(|segment| match segment {
        Segment::Move([x, _]) | Segment::Line([x, _]) => Some(*x),
        _ => None,
    });
    let tip = corners.fold(f32::MAX, f32::min) + packet.shift[0];
    let icon = scene.placed.iter().flat_map(|placed| &placed.sprite.shapes).find_map(|shape| match shape {
        Shape::Icon { at: [x, _], size, .. } => Some(x + size),
        _ => None,
    });
    // Its body ends where its way does, before the icon.
    assert!(tip > icon.expect("A has an icon") - 16.0, "{tip} is far left of {icon:?}");
}

fn facts(count: usize) -> Vec<String> {
    let all = (0..count).fold(String::new(), |all, at| format!("{all}`A sets key{at} = {at}`\n   "));
    let timeline = timeline(&format!("# P\n\n1. {all}Set.\n2. `A drops key0`\n   Dropped.\n"), false);
    let (_, diagnostics) = compose(&timeline, Format::Wide);
    diagnostics.0.iter().map(|one| format!("{} {}", one.code, one.message)).collect()
}

#[test]
fn a_fact_that_lies_on_another_is_warned_of_by_name() {
    assert_eq!(facts(3), Vec::<String>::new());
    // A host has six places, and the seventh fact shares the last of them.
    let told = facts(7);
    let last = "fact-without-room there is no room for the fact `key6` of `A`: it lies on the fact `key5`";
    assert_eq!(told.last().map(String::as_str), Some(last), "{told:?}");
}

#[test]
fn bars_stay_in_the_ladder_whatever_label_comes_next() {
    let short_and_long =
        "1. `A -> B on c: NOOP`\n   Asked.\n2. `B -x A on c: 250 SIZE 10240000, AUTH PLAIN, STARTTLS`\n   Lost.\n";
    let (_, boards) = row(&short_and_long.repeat(6));
    let board = &boards[0];
    let ladder = board.panels.iter().find(|one| one.panel == Panel::Ladder).expect("it has a ladder").rect;
    for t_ms in (0..board.duration_ms).step_by(100) {
        let scene = board.at(t_ms);
        for placed in scene.placed.iter().filter(|placed| placed.sprite.panel == Panel::Ladder) {
            for shape in &placed.sprite.shapes {
                if let Shape::Rect { rect, fill: Some(Role::Hue(_)), .. } = shape {
                    let bottom = rect.bottom() + placed.shift[1];
                    assert!(bottom <= ladder.bottom() - 4.0, "a bar ends at {bottom} at {t_ms} ms, {ladder:?}");
                }
            }
        }
    }
}
