use super::build::{TCP, errors, said, tcp, warnings};

const UP: &str = "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\n";

fn after_up(events: &str) -> Vec<String> {
    tcp(&format!("{UP}{events}"))
}

#[test]
fn a_whole_life_is_fine() {
    assert!(after_up("A ~> B on c: ACK\nA -> B on c: GET\nB -> A on c: 200\nA -> B closes c: FIN\nB -> A confirms c: ACK\nB ~> A closes c: FIN\nA ~> B confirms c: ACK").is_empty());
}

#[test]
fn data_on_a_connection_never_opened_is_an_error() {
    let text = format!("{TCP}A -> B on c: GET /");
    assert_eq!(errors(&text), ["connection-not-open@1"]);
    let said = said(&text);
    let error = &said.0[0];
    assert!(error.message.contains("never opened"), "{}", error.message);
    let help = error.help.as_deref().unwrap_or_default();
    assert!(help.contains("`A -> B opens c: …`") && help.contains("`B -> A accepts c: …`"), "{help}");
    assert_eq!(error.span.start, 1003);
}

#[test]
fn data_before_the_accept_is_an_error_once() {
    assert_eq!(tcp("A -> B opens c: SYN\nA -> B on c: GET\nA -> B on c: GET\n"), ["connection-not-open@2"]);
}

#[test]
fn data_after_the_close_is_an_error() {
    assert_eq!(after_up("A -> B closes c: FIN\nA -> B on c: more"), ["connection-not-open@4"]);
    assert_eq!(after_up("A -> B closes c: FIN\nB -> A confirms c: ACK\nB -> A on c: more"), ["connection-not-open@5"]);
    assert_eq!(after_up("A -> B closes c: RST\nB -> A on c: more"), ["connection-not-open@4"]);
}

#[test]
fn the_other_end_may_send_until_it_closes_its_own_half() {
    assert!(after_up("A -> B closes c: FIN\nB -> A on c: more\nA -> B on c: ACK").is_empty());
    let half_closed = "A -> B closes c: FIN\nB -> A confirms c: ACK\nB -> A on c: more\nA -> B on c: ACK\nB -> A closes c: FIN\nA -> B confirms c: ACK";
    assert!(after_up(half_closed).is_empty());
}

#[test]
fn a_close_may_be_acknowledged_by_plain_acks() {
    assert!(after_up("A -> B closes c: FIN\nB -> A on c: ACK\nB -> A closes c: FIN\nA -> B on c: ACK").is_empty());
    assert!(
        after_up("A -> B closes c: FIN\nB -> A confirms c: ACK\nB -> A closes c: FIN\nA -> B on c: ACK").is_empty()
    );
}

#[test]
fn the_declared_opener_opens() {
    assert_eq!(tcp("B -> A opens c: SYN\nA -> B accepts c: SYN, ACK"), ["wrong-side-opens@1"]);
}

#[test]
fn a_request_may_be_repeated_and_a_connection_used_again() {
    assert!(tcp("A -x B opens c: SYN\nA -> B opens c: SYN\nB -> A accepts c: SYN, ACK").is_empty());
    assert!(
        after_up("A -> B closes c: FIN\nB -> A confirms c: ACK\nA -> B opens c: SYN\nB -> A accepts c: SYN, ACK")
            .is_empty()
    );
}

#[test]
fn opening_what_is_up_or_closing_is_an_error() {
    assert_eq!(after_up("A -> B opens c: SYN"), ["already-open@3"]);
    assert_eq!(after_up("A -> B closes c: FIN\nA -> B opens c: SYN"), ["already-open@4"]);
}

#[test]
fn an_accept_without_a_request_is_an_error() {
    assert_eq!(tcp("B -> A accepts c: SYN, ACK"), ["accept-without-request@1"]);
    assert_eq!(tcp("A -> B opens c: SYN\nA -> B accepts c: SYN, ACK"), ["accept-without-request@2"]);
    assert_eq!(after_up("B -> A accepts c: SYN, ACK"), ["accept-without-request@3"]);
}

#[test]
fn an_accept_of_a_lost_request_is_an_error() {
    assert_eq!(tcp("A -x B opens c: SYN\nB -> A accepts c: SYN, ACK"), ["accept-without-request@2"]);
}

#[test]
fn an_accept_that_means_a_confirm_says_so() {
    let said = said(&format!("{TCP}{UP}A -> B closes c: FIN\nB -> A accepts c: Ack"));
    assert!(said.0[0].help.as_deref().unwrap_or_default().contains("did you mean `confirms`"));
}

#[test]
fn a_lost_accept_may_be_sent_again() {
    assert!(tcp("A -> B opens c: SYN\nB -x A accepts c: SYN, ACK\nB -> A accepts c: SYN, ACK").is_empty());
    assert!(after_up("A -x B on c: ACK\nB -> A accepts c: SYN, ACK (again)\nA -> B on c: ACK").is_empty());
    assert_eq!(tcp("A -> B opens c: SYN\nB -x A accepts c: SYN, ACK\nA -> B on c: GET"), ["connection-not-open@3"]);
}

#[test]
fn a_refused_or_abandoned_request_is_fine() {
    assert!(tcp("A -> B opens c: SYN\nB -> A closes c: RST, ACK").is_empty());
    assert!(tcp("A -x B opens c: SYN\nA -> B closes c: give up").is_empty());
    assert_eq!(tcp("A -x B opens c: SYN\nB -> A closes c: RST"), ["close-without-connection@2"]);
}

#[test]
fn closing_what_was_never_opened_is_an_error() {
    assert_eq!(tcp("A -> B closes c: FIN"), ["close-without-connection@1"]);
}

#[test]
fn closing_twice_is_an_error_unless_the_first_was_lost() {
    assert_eq!(after_up("A -> B closes c: FIN\nA -> B closes c: FIN"), ["closed-twice@4"]);
    assert!(after_up("A -x B closes c: FIN\nA -> B closes c: FIN\nB -> A confirms c: ACK").is_empty());
    assert!(
        after_up("A -> B closes c: FIN\nB -x A confirms c: ACK\nA -> B closes c: FIN (again)\nB -> A confirms c: ACK")
            .is_empty()
    );
}

#[test]
fn a_confirm_of_nothing_is_an_error() {
    assert_eq!(after_up("B -> A confirms c: ACK"), ["confirm-of-nothing@3"]);
    assert_eq!(after_up("A -> B closes c: FIN\nA -> B confirms c: ACK"), ["confirm-of-nothing@4"]);
    assert_eq!(after_up("A -x B closes c: FIN\nB -> A confirms c: ACK"), ["confirm-of-nothing@4"]);
    assert_eq!(
        after_up("A -> B closes c: FIN\nB -> A confirms c: ACK\nB -> A confirms c: ACK"),
        ["confirm-of-nothing@5"]
    );
}

#[test]
fn only_the_two_ends_use_a_connection() {
    let three = "host A\nhost B\nhost M\nconnection c A:1 B:2 tcp\nA -> B opens c: SYN\nB -> A accepts c: SYN, ACK\n";
    assert_eq!(errors(&format!("{three}M -> B on c: data")), ["wrong-ends@3"]);
    assert_eq!(errors(&format!("{three}A -> M on c: data")), ["wrong-ends@3"]);
    assert_eq!(errors(&format!("{three}A -> all on c: data")), ["wrong-ends@3"]);
}

#[test]
fn two_connections_cannot_share_hosts_and_ports() {
    let text = "host A\nhost B\nconnection c A:1 B:2 http\nconnection d B:2 A:1 http\nA -> B opens c: SYN\nB -> A accepts c: Ack\nB -> A opens d: SYN\n";
    assert_eq!(errors(text), ["ports-in-use@3"]);
    let layers = "host A\nhost B\nconnection c A:1 B:443 tcp\nconnection d A:1 B:443 tls\nA -> B opens c: SYN\nB -> A accepts c: Ack\nA -> B opens d: ClientHello\nB -> A accepts d: ServerHello\n";
    assert!(errors(layers).is_empty());
}

#[test]
fn loose_ends_are_warnings() {
    assert_eq!(warnings(&format!("{TCP}{UP}")), ["connection-left-open@1"]);
    assert_eq!(warnings(TCP), ["connection-unused@0"]);
    assert_eq!(warnings(&format!("{TCP}A -> B opens c: SYN")), ["request-unanswered@1"]);
    assert!(warnings(&format!("{TCP}A -x B opens c: SYN")).is_empty());
    assert!(warnings(&format!("{TCP}A -> B opens c: SYN\nB -x A accepts c: SYN, ACK")).is_empty());
    assert!(warnings(&format!("{TCP}{UP}A -> B closes c: FIN\nB -> A confirms c: ACK")).is_empty());
}

#[test]
fn loose_ends_wait_until_there_are_no_errors() {
    let text = format!("{TCP}connection d A:1025 B:80 tcp\n{UP}B -> A confirms c: done");
    assert_eq!(errors(&text), ["confirm-of-nothing@3"]);
    assert!(warnings(&text).is_empty());
    // The errors may be those of another phase.
    let mut said = said(&format!("{TCP}connection d A:1025 B:80 tcp\n{UP}A drops key"));
    assert_eq!(said.0.len(), 3);
    crate::protocol::leave_out_loose_ends(&mut said);
    assert_eq!(said.0.iter().map(|one| one.code).collect::<Vec<_>>(), ["fact-not-set"]);
}

#[test]
fn udp_has_nothing_to_open() {
    let udp = "host A\nhost B\nconnection c A:1 B:69 tftp\n";
    assert!(errors(&format!("{udp}A -> B on c: RRQ\nB -> A on c: DATA 1\nA -> B on c: ACK 1")).is_empty());
    assert_eq!(errors(&format!("{udp}A -> B opens c: RRQ")), ["datagram-has-no-life@1"]);
}

#[test]
fn an_unknown_protocol_is_opened_like_tcp() {
    let own = "host A\nhost B\nconnection c A:1 B:2 ours\n";
    assert_eq!(errors(&format!("{own}A -> B on c: data")), ["connection-not-open@1"]);
    assert!(errors(&format!("{own}A -> B opens c: hi\nB -> A accepts c: hi\nA -> B on c: data")).is_empty());
}

#[test]
fn an_accept_by_the_opener_is_taken_for_the_request() {
    assert_eq!(tcp("A -> B accepts c: Ack\nB -> A accepts c: Ack\nA -> B on c: GET"), ["accept-without-request@1"]);
}

#[test]
fn opening_what_is_not_closed_names_the_confirm_that_is_missing() {
    let help = |closer: &str| {
        let said = said(&format!("{TCP}{UP}{closer} closes c: FIN\nA -> B opens c: SYN"));
        let error = said.0.into_iter().find(|one| one.code == "already-open").expect("the error");
        error.help.unwrap_or_default()
    };
    assert!(help("A -> B").contains("`B -> A confirms c: …`"));
    assert!(help("B -> A").contains("`A -> B confirms c: …`"));
}

#[test]
fn a_close_that_nobody_confirms_leaves_a_connection_half_open() {
    let text = format!("{TCP}{UP}A -> B closes c: FIN");
    assert_eq!(warnings(&text), ["connection-left-open@3"]);
    let warning = &said(&text).0[0];
    assert_eq!(warning.help.as_deref(), Some("end it with `B -> A confirms c: ACK`"));
    let lost = format!("{TCP}{UP}A -x B closes c: FIN");
    assert_eq!(warnings(&lost), ["connection-left-open@3"]);
    assert!(warnings(&format!("{TCP}{UP}A -> B closes c: RST")).is_empty());
    assert!(
        warnings(&format!("{TCP}{UP}A -> B closes c: FIN\nB -> A on c: ACK\nB -> A closes c: FIN\nA -> B on c: ACK"))
            .is_empty()
    );
}

#[test]
fn a_lesson_with_hosts_and_no_step_is_warned_of_with_a_step_of_its_own_hosts() {
    let told = |body: &str| {
        let text = format!("---\nhosts: {{ Alice: {{}}, Bob: {{}} }}\n---\n\n{body}");
        let (lesson, mistakes) = crate::lesson::parse(&crate::diagnostic::Source::new("a.md", text));
        assert!(!mistakes.has_errors(), "{mistakes:?}");
        let (_, said) = crate::protocol::check(&lesson);
        let told =
            |one: &crate::diagnostic::Diagnostic| format!("{}: {}", one.code, one.help.clone().unwrap_or_default());
        said.0.iter().map(told).collect::<Vec<_>>().concat()
    };
    let text = told("# P\n\nText.\n");
    assert!(text.starts_with("no-steps: ") && text.contains("``1. `Alice -> Bob: hello` ``"), "{text}");
    // What was meant as a step is told of where it stands, and questions need none.
    for body in ["# P\n\nAlice -> Bob: hello\n", "# P\n", "# Q {.faq}\n\n## Why?\n\nSo.\n"] {
        assert_eq!(told(body), "", "{body}");
    }
}

#[test]
fn without_links_only_what_passes_packets_on_stands_in_their_way() {
    let hosts = "host A 10.0.0.1\nhost B 10.0.0.2\nhost N 10.0.0.3";
    let at = |icon: &str, node: &str| errors(&format!("{hosts} {icon}\nA -x B at {node}: x"));
    assert_eq!(at("desktop", "N"), ["not-on-the-way@1"]);
    for (icon, node) in [("router", "N"), ("firewall", "N"), ("desktop", "B")] {
        assert!(at(icon, node).is_empty(), "{icon} {node}");
    }
    let text = format!("{hosts} desktop\nA -x B at N: x");
    let help = said(&text).0[0].help.clone().unwrap_or_default();
    assert!(help.contains("`links: [A - N - B]`"), "{help}");
}

#[test]
fn a_protocol_that_is_not_known_is_said_to_be_taken_for_tcp() {
    let help = |protocol: &str| {
        let text = format!("host A 10.0.0.1\nhost B 10.0.0.2\nconnection c A:1024 B:80 {protocol}\nA -> B on c: x");
        said(&text).0[0].help.clone().unwrap_or_default()
    };
    assert!(help("klingon").ends_with("`klingon` is taken for TCP: write `protocol: udp` for datagrams"));
    assert!(!help("http").contains("taken for TCP"));
}
