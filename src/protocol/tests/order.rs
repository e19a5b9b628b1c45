//! What help says of events that came too early, or not at all.

use super::build::{TCP, said, warnings};
use crate::diagnostic::Diagnostic;

const UP: &str = "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\n";

/// The only thing that is said of a lesson.
fn only(text: &str) -> Diagnostic {
    let said = said(text);
    let [one] = said.0.as_slice() else { panic!("{} are said of {text}: {said:?}", said.0.len()) };
    one.clone()
}

/// The events that stand between backticks in the help for a lesson, each on a line.
fn pasted(text: &str) -> String {
    let help = only(text).help.expect("there is help");
    help.split('`').skip(1).step_by(2).filter(|code| code.contains("->")).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_event_before_its_opening_is_shown_where_that_is() {
    let close = "A -> B closes c: FIN\nB -> A confirms c: ACK\n";
    for early in ["A -> B on c: GET", "B -> A accepts c: SYN, ACK", "A -> B closes c: FIN"] {
        let error = only(&format!("{TCP}{early}\n{UP}{close}"));
        let help = error.help.unwrap_or_default();
        assert!(help.contains("further down: move this event behind that"), "{early}: {help}");
        let [(_, note)] = error.related.as_slice() else { panic!("{:?}", error.related) };
        assert!(note.ends_with("here, after this"), "{early}: {note}");
    }
}

#[test]
fn data_before_the_accept_is_shown_where_that_is() {
    let text = format!(
        "{TCP}A -> B opens c: SYN\nA -> B on c: GET\nB -> A accepts c: SYN, ACK\nA -> B closes c: FIN\nB -> A confirms c: ACK"
    );
    let error = only(&text);
    assert_eq!(error.help.as_deref(), Some("it is accepted further down: move this event behind that"));
    assert_eq!(error.related.len(), 1);
    // An accept of a request that was lost is none.
    let lost = only(&text.replacen("A -> B opens", "A -x B opens", 1));
    assert!(lost.help.unwrap_or_default().contains("`B -> A accepts c: …`"));
}

#[test]
fn a_confirm_before_its_close_is_shown_where_that_is() {
    let error = only(&format!("{TCP}{UP}B -> A confirms c: ACK\nA -> B closes c: FIN"));
    assert_eq!(error.help.as_deref(), Some("it is closed further down: move this event behind that"));
    assert_eq!(error.related.len(), 1);
}

#[test]
fn what_is_missing_everywhere_is_still_written_out() {
    let help = only(&format!("{TCP}A -> B on c: GET")).help.unwrap_or_default();
    assert!(help.starts_with("open it first: `A -> B opens c: …`"), "{help}");
}

#[test]
fn data_after_the_close_is_shown_where_the_connection_opens_again() {
    let close = "A -> B closes c: FIN\nB -> A confirms c: ACK\n";
    let error = only(&format!("{TCP}{UP}{close}B -> A on c: data\n{UP}{close}"));
    assert_eq!(error.help.as_deref(), Some("send it before the close, or once the connection is open again"));
    assert_eq!(error.related.len(), 2);
}

#[test]
fn the_lines_that_end_a_connection_can_be_pasted() {
    for protocol in ["tcp", "http", "ftp", "tls", "ours"] {
        let lesson = format!("host A\nhost B\nconnection c A:1024 B:80 {protocol}\n{UP}");
        assert_eq!(warnings(&lesson), ["connection-left-open@1"], "{protocol}");
        let ending = pasted(&lesson);
        assert_eq!(ending.lines().count(), 2, "{ending}");
        assert_eq!(said(&format!("{lesson}{ending}")).0, [], "{protocol}: {ending}");
    }
    assert_eq!(pasted(&format!("{TCP}{UP}")), "A -> B closes c: FIN\nB -> A confirms c: ACK");
}

#[test]
fn the_answers_to_a_request_can_be_pasted() {
    let lesson = format!("{TCP}A -> B opens c: SYN\n");
    let answers = pasted(&lesson);
    let (accept, refusal) = answers.split_once('\n').expect("there are two");
    assert_eq!(warnings(&format!("{lesson}{accept}")), ["connection-left-open@1"]);
    assert_eq!(said(&format!("{lesson}{refusal}")).0, []);
}

#[test]
fn a_query_that_opens_a_connection_is_told_of_udp() {
    let help = |protocol: &str| {
        let lesson = format!(
            "host A\nhost B\nconnection c A:1024 B:53 {protocol}\nA -> B opens c: A?\nB -> A on c: A 192.0.2.1"
        );
        only(&lesson).help.unwrap_or_default()
    };
    assert!(help("dns").ends_with("over UDP, `dns` opens nothing: write the first packet `on`, too"));
    assert!(!help("http").contains("UDP"));
}
