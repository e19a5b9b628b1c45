//! One mistake is told once: what follows from it is not.

use super::build::{FTP, TCP, errors, ftp, lesson, said, tcp, warnings};
use crate::protocol::check;

const REST: &str = "A ~> B on c: ACK\nA -> B on c: GET\nB -> A on c: ACK\nA -> B closes c: FIN\nB -> A confirms c: ACK";

#[test]
fn data_before_the_accept_is_one_error() {
    assert_eq!(
        tcp("A -> B opens c: SYN\nA -> B on c: GET\nA -> B closes c: FIN\nB -> A confirms c: ACK"),
        ["connection-not-open@2"]
    );
    assert_eq!(
        tcp(&format!("A -> B on c: GET\nA -> B opens c: SYN\nB -> A accepts c: SYN, ACK\n{REST}")),
        ["connection-not-open@1"]
    );
}

#[test]
fn a_wrong_opener_is_one_error() {
    assert_eq!(
        tcp(
            "B -> A opens c: SYN\nB -> A accepts c: SYN, ACK\nB -> A on c: GET\nB -> A closes c: FIN\nA -> B confirms c: ACK"
        ),
        ["wrong-side-opens@1"]
    );
}

#[test]
fn the_table_of_a_packet_that_goes_the_wrong_way_is_left_alone() {
    assert_eq!(tcp("B -> A opens c: SYN\n| Source port | 1024"), ["wrong-side-opens@1"]);
    assert_eq!(tcp("B -> A opens c: SYN\n| Port | 3 = 1 + 1"), ["wrong-side-opens@1", "arithmetic@1"]);
}

#[test]
fn opening_twice_is_one_error() {
    let up = "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B opens c: SYN\n";
    assert_eq!(tcp(&format!("{up}{REST}")), ["already-open@3"]);
}

#[test]
fn a_life_and_an_ack_are_not_both_wrong() {
    assert_eq!(tcp("A -> B opens c: SYN\nA -> B on c: ACK"), ["connection-not-open@2"]);
}

#[test]
fn an_event_that_cannot_be_read_leaves_its_connection_in_doubt() {
    for text in [
        format!("unread c\nB -> A accepts c: SYN, ACK\n{REST}"),
        format!("A -> B opens c: SYN\nunread c\n{REST}"),
        "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nunread c\nB -> A confirms c: ACK".to_owned(),
        "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nunread c".to_owned(),
        "unread c".to_owned(),
    ] {
        assert_eq!(said(&format!("{TCP}{text}")).0, [], "{text}");
    }
}

#[test]
fn an_unread_packet_on_an_open_connection_may_be_acknowledged() {
    let up = "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B on c: ACK\nunread on c\nB -> A on c: ACK\n";
    assert_eq!(tcp(up), Vec::<String>::new());
    // Its life is known all the same.
    assert_eq!(tcp(&format!("{up}B -> A accepts c: SYN, ACK")), ["accept-without-request@6"]);
    assert_eq!(tcp("unread on c\nA -> B on c: GET"), ["connection-not-open@2"]);
}

#[test]
fn a_half_may_stay_open_until_an_unread_close() {
    let half = "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B closes c: FIN\nB -> A confirms c: ACK\nB -> A on c: rest\n";
    assert_eq!(tcp(half), ["connection-not-open@5"]);
    assert!(tcp(&format!("{half}unread c\nA -> B confirms c: ACK")).is_empty());
}

#[test]
fn doubt_ends_when_the_connection_is_opened_again() {
    let again = "A -> B opens c: SYN\nA -> B on c: GET";
    assert_eq!(tcp(&format!("unread c\n{again}")), ["connection-not-open@3"]);
    assert_eq!(tcp(&format!("{again}\n{again}")), ["connection-not-open@2", "connection-not-open@4"]);
}

#[test]
fn doubt_about_one_connection_leaves_the_others_alone() {
    let two = "host A\nhost B\nconnection c A:1 B:2 tcp\nconnection d A:3 B:4 tcp\n";
    assert_eq!(errors(&format!("{two}unread c\nA -> B on d: GET")), ["connection-not-open@2"]);
    assert_eq!(
        errors(&format!("{two}A -> B on c: GET\nA -> B on c: GET\nA -> B on d: GET")),
        ["connection-not-open@1", "connection-not-open@3"]
    );
}

#[test]
fn a_packet_that_cannot_go_its_way_is_one_error() {
    let three = "host A\nhost B\nhost M\nconnection c A:1 B:2 tcp\n";
    assert_eq!(said(&format!("{three}M -> B opens c: SYN\nB -> A accepts c: SYN, ACK")).0.len(), 1);
    let unlinked = format!("{three}link A M\nA -> B opens c: SYN\n");
    let codes: Vec<_> = check(&lesson(&unlinked)).1.0.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["not-linked"]);
}

#[test]
fn an_unread_command_or_reply_makes_no_noise() {
    assert!(ftp("unread on control\nS1 ~> H1 on control: 331 Password").is_empty());
    assert!(ftp("H1 -> S1 on control: USER a\nunread on control\nH1 -> S1 on control: PASS b").is_empty());
    let port = "H1 -> S1 on control: PORT 1,1,1,1,1,1\nS1 -> H1 on control: 200 OK\n";
    assert!(ftp(&format!("{port}unread on control\nS1 -> H1 opens data: SYN")).is_empty());
    // The next command is held against its reply again.
    assert_eq!(
        ftp("unread on control\nH1 -> S1 on control: USER a\nS1 -> H1 on control: 227 no"),
        ["reply-not-allowed@6"]
    );
}

#[test]
fn a_wrong_port_is_told_once_for_all_retries() {
    let port = "H1 -> S1 on control: PORT 1,1,1,1,213,178\nS1 -> H1 on control: 200 OK\n";
    let retries = "S1 -x H1 opens data: SYN\nS1 -x H1 opens data: SYN\nS1 -> H1 opens data: SYN\n";
    assert_eq!(ftp(&format!("{port}{retries}")), ["port-mismatch@6"]);
    // Another PORT is another mistake.
    let closed = "H1 -> S1 closes data: RST\n";
    assert_eq!(ftp(&format!("{port}{retries}{closed}{port}{retries}")), ["port-mismatch@6", "port-mismatch@12"]);
}

#[test]
fn a_wrong_flag_is_told_before_what_it_makes_of_the_connection() {
    assert_eq!(tcp("A -> B opens c: SYN\nB -> A opens c: SYN, ACK\nA -> B on c: ACK"), ["flags-contradict@2"]);
}

#[test]
fn nothing_is_called_unused_or_left_open_beside_an_event_that_could_not_be_read() {
    assert!(warnings(&format!("{FTP}unread control\nunread data")).is_empty());
    assert!(warnings(&format!("{FTP}unread control")).is_empty());
}
