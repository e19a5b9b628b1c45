//! Claims about where cards stand and where ways leave them.

use super::*;
use crate::diagnostic::Source;

fn stack(front_matter: &str) -> (Lesson, Stack) {
    let text = format!("---\ntitle: T\n{front_matter}\n---\n\n# P\n\n1. `pause 1s`\n   Waits.\n");
    let (lesson, mistakes) = crate::lesson::parse(&Source::new("t.md", text));
    assert!(!mistakes.has_errors(), "{mistakes:?}");
    let stack = Stack::new(&lesson);
    (lesson, stack)
}

fn tube(lesson: &Lesson, stack: &Stack, index: usize) -> Vec<[f32; 2]> {
    let ends = &lesson.connections[index];
    let route = lesson.route(ends.from.host, ends.to.host).expect("they are joined");
    stack.way(&route, Some(ConnectionId(index)))
}

#[test]
fn tubes_between_two_hosts_run_straight_down_beside_each_other() {
    let (lesson, stack) = stack(
        "hosts: { A: {}, B: {} }\nconnections: { c: { from: \"A:1\", to: \"B:2\" }, d: { from: \"B:3\", to: \"A:4\" } }",
    );
    let (first, second) = (tube(&lesson, &stack, 0), tube(&lesson, &stack, 1));
    let half = PITCH / 2.0;
    let x = NARROW_WIDTH / 2.0;
    assert!(first.iter().all(|point| point[0] == x - half), "{first:?}");
    assert!(second.iter().all(|point| point[0] == x + half), "{second:?}");
    assert!(first[0][1] < first[1][1], "A is above");
    assert!(second[0][1] > second[1][1], "and so d, which begins at B, goes up");
}

#[test]
fn no_row_has_more_than_four_cards_and_no_card_lies_on_another() {
    let hosts: Vec<String> = (0..17).map(|host| format!("H{host}: {{ address: 192.0.2.{host} }}")).collect();
    let (_, stack) = stack(&format!("hosts: {{ {} }}", hosts.join(", ")));
    assert!(stack.rows.iter().all(|row| (1..=MOST_IN_ROW).contains(&row.hosts.len())));
    let area: f32 = stack.cards.iter().map(|card| card.rect.w * card.rect.h).sum();
    for (index, card) in stack.cards.iter().enumerate() {
        let others = stack.cards[index + 1..].iter().map(|other| card.rect.overlap(other.rect));
        assert!(others.sum::<f32>() < area * 1e-6, "H{index}");
        assert!(card.rect.x >= MARGIN - 0.01 && card.rect.right() <= NARROW_WIDTH - MARGIN + 0.01);
        assert!(card.rect.y >= MARGIN && card.rect.bottom() <= stack.height);
    }
}

#[test]
fn a_way_that_passes_a_row_goes_between_its_cards() {
    let hosts = "A: { at: [1, 1] }, B: { at: [2, 1] }, C: { at: [2, 2] }, D: { at: [3, 1] }";
    let (lesson, stack) =
        stack(&format!("hosts: {{ {hosts} }}\nconnections: {{ c: {{ from: \"A:1\", to: \"D:2\" }} }}"));
    let way = tube(&lesson, &stack, 0);
    let passed = [1, 2].map(|host: usize| stack.cards[host].rect);
    let through = |point: &&[f32; 2]| point[1] > passed[0].y - 10.0 && point[1] < passed[0].bottom() + 10.0;
    let inside: Vec<f32> = way.iter().filter(through).map(|point| point[0]).collect();
    assert!(inside.len() == 2 && inside.iter().all(|&x| x > passed[0].right() && x < passed[1].x), "{way:?}");
}

#[test]
fn hosts_side_by_side_meet_below_their_cards_or_above_them_in_the_last_row() {
    let ends = "c: { from: \"A:1\", to: \"B:2\" }, d: { from: \"C:1\", to: \"D:2\" }";
    let (lesson, stack) = stack(&format!("hosts: {{ A: {{}}, B: {{}}, C: {{}}, D: {{}} }}\nconnections: {{ {ends} }}"));
    let (upper, lower) = (tube(&lesson, &stack, 0), tube(&lesson, &stack, 1));
    assert!(upper.iter().all(|point| point[1] > stack.cards[0].rect.bottom()), "{upper:?}");
    assert!(lower.iter().all(|point| point[1] < stack.cards[2].rect.y), "{lower:?}");
}
