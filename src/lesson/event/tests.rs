use super::*;
use crate::lesson::{Arrow, ConnectionId, Endpoint, Icon, Packet, Target, Verb};

const H1: HostId = HostId(0);
const S1: HostId = HostId(1);
const R1: HostId = HostId(2);
const CONTROL: ConnectionId = ConnectionId(0);

fn read_event(text: &str) -> (Option<Event>, Diagnostics) {
    let span = Span::default();
    let host = |name: &str| Host { name: name.into(), label: None, address: None, icon: Icon::Desktop, at: None, span };
    let hosts = ["H1", "S1", "R1"].map(host);
    let end = |host| Endpoint { host, port: None, span };
    let connection = |name: &str| Connection { name: name.into(), from: end(H1), to: end(S1), protocol: None, span };
    let connections = ["control", "data"].map(connection);
    let names = Names { hosts: &hosts, connections: &connections, hosts_known: true, connections_known: true };
    let mut diagnostics = Diagnostics::default();
    let event = read(text, Span::new(0, text.len()), names, &mut diagnostics);
    (event, diagnostics)
}

/// The action of an event without a mistake.
fn action(text: &str) -> Action {
    let (event, diagnostics) = read_event(text);
    assert_eq!(diagnostics.0, [], "{text}");
    event.expect("an event without a mistake is read").action
}

fn packet(text: &str) -> Packet {
    match action(text) {
        Action::Send(packet) => packet,
        other => panic!("{other:?} is no packet"),
    }
}

/// Code, underlined text, message and help of the only mistake.
fn mistake(text: &str) -> (&'static str, &str, String, String) {
    let (_, diagnostics) = read_event(text);
    let [only] = diagnostics.0.as_slice() else { panic!("{text}: not one mistake: {diagnostics:#?}") };
    let help = only.help.clone().unwrap_or_default();
    (only.code, &text[only.span.start..only.span.end], only.message.clone(), help)
}

fn refused(text: &str, code: &str, underlined: &str) -> String {
    let (actual, span, _, help) = mistake(text);
    assert_eq!((actual, span), (code, underlined), "{text}");
    help
}

#[test]
fn a_host_types_prints_and_notes() {
    let text = "ftp 1.1.2.1".to_owned();
    assert_eq!(action("H1 types: ftp 1.1.2.1"), Action::Types { host: H1, text });
    let text = "220 ready: go".to_owned();
    assert_eq!(action("H1 prints: 220 ready: go"), Action::Prints { host: H1, text });
    assert_eq!(action("S1 notes: so be it"), Action::Notes { host: S1, text: "so be it".to_owned() });
}

#[test]
fn an_empty_line_may_be_typed_and_printed_but_not_noted() {
    assert_eq!(action("H1 types:"), Action::Types { host: H1, text: String::new() });
    assert_eq!(action("H1 prints: "), Action::Prints { host: H1, text: String::new() });
    refused("H1 notes:", "empty-note", "notes");
}

#[test]
fn a_fact_is_set_and_dropped() {
    let (key, value) = ("listens".to_owned(), "54705".to_owned());
    assert_eq!(action("H1 sets listens = 54705"), Action::Sets { host: H1, key, value });
    let (key, value) = ("free port".to_owned(), "a = b".to_owned());
    assert_eq!(action("H1 sets free port=a = b"), Action::Sets { host: H1, key, value });
    assert_eq!(action("H1 drops free port"), Action::Drops { host: H1, key: "free port".to_owned() });
}

#[test]
fn a_fact_needs_a_key_and_a_value() {
    refused("H1 sets listens", "no-value", "listens");
    refused("H1 sets = 5", "no-value", "= 5");
    refused("H1 sets x =", "no-value", "x =");
    refused("H1 drops", "invalid-key", "H1 drops");
    refused("H1 drops x = 5", "invalid-key", "x = 5");
}

#[test]
fn a_pause_is_in_seconds_or_milliseconds() {
    assert_eq!(action("pause 2s"), Action::Pause { ms: 2_000 });
    assert_eq!(action("pause 1.5s"), Action::Pause { ms: 1_500 });
    assert_eq!(action("pause 0.05s"), Action::Pause { ms: 50 });
    assert_eq!(action("pause 500ms"), Action::Pause { ms: 500 });
    assert_eq!(action("pause 60s"), Action::Pause { ms: 60_000 });
}

#[test]
fn a_pause_of_no_length_or_too_much_is_refused() {
    for (text, underlined) in [
        ("pause 0s", "0s"),
        ("pause 60.001s", "60.001s"),
        ("pause 99999999999s", "99999999999s"),
        ("pause 2", "2"),
        ("pause 2 min", "2 min"),
        ("pause -2s", "-2s"),
        ("pause 1.s", "1.s"),
        ("pause 1.5ms", "1.5ms"),
        ("pause", "pause"),
    ] {
        refused(text, "invalid-pause", underlined);
    }
    assert!(refused("pauze 2s", "not-an-event", "pauze").contains("`pause`"));
}

#[test]
fn a_packet_has_every_part_at_its_place() {
    let text = "H1 -> S1 opens control: Control request";
    let packet = packet(text);
    assert_eq!((packet.from, packet.to, packet.arrow), (H1, Target::Host(S1), Arrow::Drawn));
    assert_eq!((packet.verb, packet.label.as_str()), (Verb::Opens(CONTROL), "Control request"));
    let spans = [packet.from_span, packet.to_span, packet.verb_span, packet.label_span];
    assert_eq!(spans.map(|span| &text[span.start..span.end]), ["H1", "S1", "opens control", "Control request"]);
}

#[test]
fn each_verb_is_known() {
    let verbs = ["opens", "accepts", "closes", "confirms", "on"].map(|verb| {
        let text = format!("H1 -> S1 {verb} control: x");
        packet(&text).verb
    });
    let expected = [
        Verb::Opens(CONTROL),
        Verb::Accepts(CONTROL),
        Verb::Closes(CONTROL),
        Verb::Confirms(CONTROL),
        Verb::On(CONTROL),
    ];
    assert_eq!(verbs, expected);
}

#[test]
fn a_datagram_and_a_broadcast_have_no_connection() {
    let datagram = packet("H1 -> S1: A? example.org");
    assert_eq!((datagram.verb, datagram.label.as_str()), (Verb::Datagram, "A? example.org"));
    assert_eq!(datagram.verb_span, datagram.to_span);
    assert_eq!(packet("H1 -> all: who has 1.1.1.1?").to, Target::All);
    assert_eq!(packet("H1 ~> all: hello").arrow, Arrow::Undrawn);
}

#[test]
fn a_packet_is_lost_on_the_way_or_at_a_node() {
    assert_eq!(packet("H1 -x S1: x").arrow, Arrow::Lost { at: None });
    assert_eq!(packet("H1 -x S1 at R1: x").arrow, Arrow::Lost { at: Some(R1) });
    let blocked = packet("H1 -x S1 at R1 opens control: SYN");
    assert_eq!((blocked.arrow, blocked.verb), (Arrow::Lost { at: Some(R1) }, Verb::Opens(CONTROL)));
    assert_eq!(packet("H1 -x S1 at R1 on control: data").verb, Verb::On(CONTROL));
}

#[test]
fn a_label_may_hold_any_text() {
    assert_eq!(packet("H1 -> S1 on control: PORT 1,1,1,1,213,177").label, "PORT 1,1,1,1,213,177");
    assert_eq!(packet("H1 -> S1: Host: `a` -> b").label, "Host: `a` -> b");
    assert_eq!(packet("H1 -> S1: Grüße, 握手 ✓").label, "Grüße, 握手 ✓");
}

#[test]
fn a_verb_says_enough_where_the_label_is_left_out() {
    assert_eq!(packet("H1 -> S1 opens control").label, "Request");
    assert_eq!(packet("S1 -> H1 accepts control:").label, "Accept");
    assert_eq!(packet("S1 -> H1 closes control").label, "Close");
    assert_eq!(packet("H1 -> S1 confirms control").label, "Confirm");
}

#[test]
fn a_packet_that_says_nothing_is_refused() {
    assert!(refused("H1 -> S1", "no-label", "H1 -> S1").contains("`H1 -> S1: label`"));
    assert!(refused("H1 -> S1 on control", "no-label", "H1 -> S1 on control").contains("on control: label`"));
    refused("H1 -> S1:", "no-label", "H1 -> S1:");
}

#[test]
fn space_does_not_matter() {
    let packet = packet("  H1->S1   on  control :  x y  ");
    assert_eq!((packet.from, packet.to, packet.label.as_str()), (H1, Target::Host(S1), "x y"));
    let text = "x".to_owned();
    assert_eq!(action("H1 types : x"), Action::Types { host: H1, text });
}

#[test]
fn a_line_break_in_a_code_span_is_a_space() {
    assert_eq!(packet("H1 -> S1\n   on control: two\n   lines").label, "two lines");
}

#[test]
fn a_control_character_is_replaced() {
    assert_eq!(packet("H1 -> S1: a\u{1b}[0m").label, "a\u{fffd}[0m");
}

#[test]
fn an_almost_right_arrow_is_named_and_understood() {
    for (arrow, meant) in
        [("=>", "->"), ("-->", "->"), ("→", "->"), ("- >", "->"), ("—>", "->"), ("~~>", "~>"), ("--x", "-x")]
    {
        let text = format!("H1 {arrow} S1 on control: x");
        let help = refused(&text, "invalid-arrow", arrow);
        assert!(help.starts_with(&format!("did you mean `{meant}`?")), "{help}");
        assert!(read_event(&text).0.is_some(), "{text}");
    }
    refused("H1 -- S1 on control: x", "invalid-arrow", "--");
}

#[test]
fn an_arrow_that_points_back_is_turned_round() {
    let text = "H1 <- S1 on control: x";
    assert!(refused(text, "invalid-arrow", "<-").contains("`S1 -> H1 …`"));
    let Some(Event { action: Action::Send(packet), .. }) = read_event(text).0 else { panic!("it is a packet") };
    assert_eq!((packet.from, packet.to), (S1, Target::Host(H1)));
}

#[test]
fn one_event_has_one_direction() {
    for arrow in ["<->", "<=>", "↔"] {
        let text = format!("H1 {arrow} S1 on control: x");
        let help = refused(&text, "invalid-arrow", arrow);
        assert_eq!(help, "write two events, `H1 -> S1 …` and `S1 -> H1 …`");
    }
}

#[test]
fn an_unknown_name_comes_with_the_known_ones() {
    let help = refused("H1 -> S2: x", "unknown-host", "S2");
    assert_eq!(help, "did you mean `S1`? the hosts are `H1`, `S1`, `R1`");
    refused("Q9 types: x", "unknown-host", "Q9");
    refused("H1 -x S1 at R9: x", "unknown-host", "R9");
    let help = refused("H1 -> S1 on contrl: x", "unknown-connection", "contrl");
    assert_eq!(help, "did you mean `control`? the connections are `control`, `data`");
}

#[test]
fn a_name_is_taken_by_its_case() {
    assert!(refused("h1 types: x", "unknown-host", "h1").starts_with("did you mean `H1`?"));
    assert!(refused("H1 -> S1 Opens control: x", "unknown-verb", "Opens").starts_with("did you mean `opens`?"));
    assert!(refused("H1 Types: x", "unknown-verb", "Types").starts_with("did you mean `types`?"));
}

#[test]
fn an_unknown_verb_comes_with_the_known_ones() {
    let help = refused("H1 -> S1 open control: x", "unknown-verb", "open");
    assert!(
        help.starts_with("did you mean `opens`? a packet `opens`, `accepts`, `closes`, `confirms`, `on`"),
        "{help}"
    );
    let help = refused("H1 -> S1 hello there", "unknown-verb", "hello");
    assert!(help.starts_with("write `H1 -> S1: hello there` if that is the label"), "{help}");
    let help = refused("H1 -> S1 control: x", "unknown-verb", "control");
    assert!(help.starts_with("write `on control`"), "{help}");
    let help = refused("H1 -> S1 via control: x", "unknown-verb", "via");
    assert!(help.starts_with("did you mean `on control`? a packet `opens`"), "{help}");
    refused("H1 shouts: x", "unknown-verb", "shouts");
    refused("H1 opens control: x", "no-receiver", "opens");
    refused("H1", "no-verb", "H1");
    refused("H1 ->", "no-receiver", "H1 ->");
    refused("H1 -> S1 on: x", "no-connection", "on");
}

#[test]
fn a_missing_colon_is_asked_for() {
    assert_eq!(refused("H1 types ftp", "no-colon", "types"), "write `H1 types: ftp`");
    let help = refused("H1 -> S1 on control USER bob", "no-colon", "USER bob");
    assert_eq!(help, "write `H1 -> S1 on control: USER bob`");
    assert_eq!(refused("H1 -> S1, x", "no-colon", ", x"), "write `H1 -> S1: x`");
}

#[test]
fn a_packet_does_not_go_where_it_cannot() {
    refused("H1 -> H1: x", "packet-to-itself", "H1");
    refused("H1 -x all: x", "lost-broadcast", "all");
    refused("H1 -> all on control: x", "broadcast-on-connection", "on control");
    refused("H1 -> S1 at R1: x", "stopped-but-not-lost", "at R1");
    refused("H1 -x S1 at H1: x", "stopped-at-sender", "H1");
    refused("H1 -x S1 at: x", "no-stop", "at");
}

#[test]
fn text_that_is_no_event_is_told_what_events_are() {
    assert!(refused("get foo", "not-an-event", "get foo").contains("`A -> B …`"));
    refused("…", "not-an-event", "…");
    refused(": x", "not-an-event", ": x");
}

#[test]
fn two_mistakes_in_one_event_are_two_diagnostics() {
    let (event, diagnostics) = read_event("Q1 -> Q2 open contrl: x");
    let codes: Vec<&str> = diagnostics.0.iter().map(|one| one.code).collect();
    assert_eq!((event, codes), (None, vec!["unknown-host", "unknown-host", "unknown-verb"]));
}

#[test]
fn an_event_is_told_from_other_code() {
    let names = Names { hosts: &[], connections: &[], hosts_known: true, connections_known: true };
    for text in ["H1 -> S1 x", "H1->S1: x", "H1 types: x", "A <-> B", "pause 2s", "pauze 2s", "H1 drops x"] {
        assert!(is_meant(text, names), "{text}");
    }
    for text in ["foo", "get foo", "PORT 1,1,1,1,213,177", "a = b", "-> x", "226 Transfer complete", "x <= y", ""] {
        assert!(!is_meant(text, names), "{text}");
    }
}

/// The connections that an unread event may be about, by name, and whether it may open or close them.
fn unread_event(text: &str) -> (Vec<&'static str>, bool) {
    let connection = |name: &str| {
        let end = Endpoint { host: HostId(0), port: None, span: Span::default() };
        Connection { name: name.to_owned(), from: end, to: end, protocol: None, span: Span::default() }
    };
    let connections = ["control", "data"].map(connection);
    let names = Names { hosts: &[], connections: &connections, hosts_known: true, connections_known: true };
    let unread = unread(text, Span::new(0, text.len()), names);
    (unread.connections.into_iter().map(|id| ["control", "data"][id.0]).collect(), unread.changes_life)
}

#[test]
fn an_event_that_cannot_be_read_still_names_its_connection() {
    assert_eq!(unread_event("H1 -> S1 accept data: SYN-ACK"), (vec!["data"], true));
    assert_eq!(unread_event("H1 <-> S1 closes control: FIN"), (vec!["control"], true));
    assert_eq!(unread_event("H2 -> S1 on control: get data"), (vec!["control"], false));
    assert_eq!(unread_event("H1 -> S1 opens dat: SYN"), (vec!["data"], true));
}

#[test]
fn an_unread_event_of_an_unclear_connection_may_be_about_any() {
    assert_eq!(unread_event("H1 -> S1 opens xyzzy: SYN"), (vec!["control", "data"], true));
    assert_eq!(unread_event("H1 -> S1 on: hello"), (vec!["control", "data"], false));
}

#[test]
fn an_unread_datagram_or_host_event_is_about_no_connection() {
    assert_eq!(unread_event("H9 -> S1: query on data").0, Vec::<&str>::new());
    assert_eq!(unread_event("H9 types get data").0, Vec::<&str>::new());
    assert_eq!(unread_event("").0, Vec::<&str>::new());
}

#[test]
fn no_text_makes_the_reader_fail() {
    let parts =
        ["H1", " ", "->", "-x", "<", "~>", ":", "S1", "on", "at", "all", "=", "pause", "é", "`", "1.5s", "\n", "sets"];
    for a in parts {
        for b in parts {
            for c in parts {
                for d in parts {
                    read_event(&[a, b, c, d].concat());
                    read_event(&[a, b, c, d].join(" "));
                }
            }
        }
    }
}

#[test]
fn an_arrow_of_a_thousand_dashes_is_told_in_a_few_words() {
    for arrow in ["=".repeat(5_000), format!("<{}", "-".repeat(5_000)), format!("<{}>", "-".repeat(5_000))] {
        let text = format!("H1 {arrow} S1: x");
        let (_, diagnostics) = read_event(&text);
        let said = diagnostics.0.iter().map(|one| one.message.chars().count()).max();
        assert!(said.is_some_and(|chars| chars < 150), "{said:?}");
    }
}

#[test]
fn an_example_never_sends_a_packet_to_its_sender() {
    for text in ["B ->", "B <-", "B --"] {
        let (_, diagnostics) = read_event(text);
        let help: String = diagnostics.0.iter().filter_map(|one| one.help.clone()).collect();
        assert!(help.contains("B -> A") || help.contains("A -> B"), "{text}: {help}");
    }
}

#[test]
fn a_stop_without_a_name_is_called_n() {
    let (_, diagnostics) = read_event("H1 -> S1 at");
    assert!(
        diagnostics.0.iter().any(|one| one.help.as_deref().is_some_and(|help| help.contains("at N …"))),
        "{diagnostics:?}"
    );
}
