//! What is nearly right, told in its author's own words: one mistake, one error.

use super::*;

/// The only diagnostic of a text: its code and its help.
fn only(text: &str) -> (&'static str, String) {
    let (_, diagnostics) = read(text);
    let codes: Vec<&str> = diagnostics.0.iter().map(|one| one.code).collect();
    assert_eq!(codes.len(), 1, "{codes:?} {text}");
    (diagnostics.0[0].code, diagnostics.0[0].help.clone().unwrap_or_default())
}

/// The same of an event in a step of the small lesson.
fn of_event(event: &str) -> (&'static str, String) {
    only(&format!("{FRONT}# P\n\n1. `{event}`\n   A.\n2. `H1 types: x`\n   B.\n"))
}

#[test]
fn an_event_in_other_words_is_written_anew() {
    for (event, code, help) in [
        ("H1 -> S1 -> H1: ping", "invalid-arrow", "`H1 -> S1 …` and `S1 -> H1 …`"),
        ("H1 -> * : hello", "unknown-host", "write `H1 -> all: hello`"),
        ("H1 -> H1: think", "packet-to-itself", "`H1 notes: think`"),
        ("H1 ->", "no-receiver", "write `H1 -> S1: label`"),
        ("H1 connects to S1", "unknown-verb", "write `H1 -> S1 opens control: label`"),
        ("H1 opens control: SYN", "no-receiver", "write `H1 -> S1 opens control: SYN`"),
        ("H1 runs: telnet mta 25", "unknown-verb", "write `H1 types: telnet mta 25`"),
        ("H1 says hello", "unknown-verb", "write `H1 notes: hello`"),
        ("H1 forgets queue", "unknown-verb", "write `H1 drops queue`"),
        ("H1 drops queue = 1", "invalid-key", "write `H1 drops queue`"),
        ("Note over H1: It waits", "not-an-event", "write `H1 notes: It waits`"),
        ("Note over H1,S1: Both wait", "not-an-event", "write `H1 notes: Both wait`"),
        ("sleep 2s", "not-an-event", "write `pause 2s`"),
        ("pause 2", "invalid-pause", "`pause 2s` for seconds"),
        ("pause 1500", "invalid-pause", "say of what: `pause 1500ms` for thousandths"),
        ("H1 -> S1 loses: hello", "unknown-verb", "written `H1 -x S1: hello`"),
        ("H1 -> S1 lost on control: hello", "unknown-verb", "written `H1 -x S1 on control: hello`"),
        ("H1 -> S1 drops control: hello", "unknown-verb", "written `H1 -x S1 on control: hello`"),
        ("pause: 2s", "invalid-pause", "write `pause 2s`"),
        ("H1: hello", "no-verb", "`H1 types: hello`"),
        ("H1 => S1: hello", "invalid-arrow", "`~>` (sent, but not drawn)"),
    ] {
        let (found, said) = of_event(event);
        assert_eq!(found, code, "{event}");
        assert!(said.contains(help), "{event}: {said}");
    }
}

fn of_front_matter(lines: &str, body: &str) -> (&'static str, String) {
    only(&format!("---\n{lines}\n---\n\n# P\n\n{body}"))
}

const STEP: &str = "1. `A -> B: hello`\n   Said.\n";

#[test]
fn a_front_matter_in_other_words_is_written_anew() {
    for (lines, code, help) in [
        ("hosts: [A, B]", "wrong-type", "write `hosts: { A: {}, B: {} }`"),
        ("hosts:\nA: {}\nB: {}", "unknown-key", "indent it"),
        ("hosts: { A: {}, B: { at: 1,2 } }", "invalid-place", "write `at: [1, 2]`"),
        ("hosts:\n  A:\n  B:\n    at: 1,2", "invalid-place", "write `at: [1, 2]`"),
        ("hosts: { A: {}, B: { ip: 192.0.2.1 } }", "unknown-key", "did you mean `address`?"),
        ("hosts: { A: {}, B: { name: Laptop } }", "unknown-key", "did you mean `label`?"),
        ("theme: dark\nhosts: { A: {}, B: {} }", "unknown-key", "`packetreel build --theme dark`"),
        ("fps: 20\nhosts: { A: {}, B: {} }", "unknown-key", "`packetreel build --fps 20`"),
        ("hosts: { A: {}, B: {} }\nlinks: [A]", "invalid-link", "as in `A - B`"),
        ("hosts: { A: {}, B: {} }\nlinks: A -> B", "wrong-type", "write `links: [A - B]`"),
        ("hosts: { A: {}, B: {} }\nconnections: { c: [\"A:1\", \"B:2\"] }", "wrong-type", "from: \"A:1\", to: \"B:2\""),
    ] {
        let (found, said) = of_front_matter(lines, STEP);
        assert_eq!(found, code, "{lines}");
        assert!(said.contains(help), "{lines}: {said}");
    }
}

#[test]
fn a_host_with_a_space_in_its_name_is_one_mistake() {
    let lines = "hosts:\n  A: {}\n  Mail server: {}\nconnections: { c: { from: A, to: Mail server:25 } }";
    let body = "1. `A -> Mail server opens c: SYN`\n   Said.\n2. `Mail server -> A accepts c: SYN, ACK`\n   Said.\n";
    let (code, said) = of_front_matter(lines, body);
    assert_eq!(
        (code, said.as_str()),
        ("invalid-name", "name it `Mail-server`, and write `label: Mail server` for what is shown")
    );
}

#[test]
fn a_network_beside_links_is_warned_of() {
    let lines = "hosts: { A: {}, B: {} }\nnetwork: Home network\nlinks: [A - B]";
    let (code, said) = of_front_matter(lines, STEP);
    assert_eq!(code, "network-not-drawn");
    assert!(said.contains("`Home: { icon: cloud }`"), "{said}");
}
