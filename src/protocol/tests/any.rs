//! Whatever a lesson says, the check answers: no panic, and a trace that is parallel to the lesson.

use super::build::lesson;
use crate::lesson::{Action, Lesson};
use crate::protocol::check;

/// Every code is told of in the document.
const DOCUMENT: &str = include_str!("../../../docs/protocol-check.md");

const LABELS: [&str; 34] = [
    "",
    " ",
    "SYN",
    "SYN, ACK seq=4294967295 ack=18446744073709551615",
    "ACK",
    "ACK 1",
    "ack=4294967295",
    "FIN",
    "RST",
    "é",
    "22é",
    "220",
    "220-",
    "220 ready",
    "227 Entering Passive Mode (1,2,3,4,5,6)",
    "227 (",
    "229 (|||1|)",
    "229 (||",
    "229 ()",
    "150 go",
    "226 done",
    "999",
    "PORT 1,2,3,4,5,6",
    "PORT ,,,,,",
    "PORT 1,2,3,4,5,6,7",
    "PORT 1é,2",
    "EPRT |1|1.2.3.4|5|",
    "EPRT |",
    "EPRT é",
    "PASV",
    "EPSV",
    "QUIT",
    "USER a",
    "seq=99999999999999999999 len=18446744073709551615",
];
const HOSTS: [&str; 4] = ["A", "B", "R", "all"];
const ARROWS: [&str; 4] = ["->", "~>", "-x", "-x"];
const VERBS: [&str; 7] = ["opens", "accepts", "closes", "confirms", "on", "on", ""];
const CONNECTIONS: [&str; 5] = ["control", "data", "u", "q", "n"];
const ROWS: [&str; 8] = [
    "Port | 1 = 2",
    "Port | = = =",
    "tcp.srcport | 70000 × 99999999999 × 99999999999",
    "IP address | ::",
    ". | .",
    "tcp.flags | SYN ACK FIN",
    "ftp.active.port | 5 / 0",
    "Sequence number | é",
];

/// A fixed linear congruential sequence: the same lessons in every run.
struct Dice(u64);

impl Dice {
    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[(self.0 >> 33) as usize % all.len()]
    }
}

fn some_lesson(dice: &mut Dice) -> Lesson {
    let mut text = "host A 10.0.0.1\nhost B ::1\nhost R 10.0.0.3 router\nconnection control A:1 B:21 ftp\nconnection data B:20 A:1286 ftp-data\n\
                    connection u A:1 B:2 udp\nconnection q A B quic\nconnection n A R\n"
        .to_owned();
    if dice.of(&["links", "none"]) == "links" {
        text.push_str("link A R\n");
    }
    for _ in 0..60 {
        let (from, arrow, label) = (dice.of(&HOSTS[..3]), dice.of(&ARROWS), dice.of(&LABELS));
        let at = if arrow == "-x" { dice.of(&["", " at R", " at B"]) } else { "" };
        let (to, verb) = (dice.of(&HOSTS), dice.of(&VERBS));
        let connection = if verb.is_empty() { "" } else { dice.of(&CONNECTIONS) };
        text += &[from, " ", arrow, " ", to, at, " ", verb, " ", connection, ": ", label, "\n"].concat();
        if dice.of(&["unread", "no", "no", "no", "no", "no"]) == "unread" {
            text += &["unread ", dice.of(&["on ", ""]), dice.of(&CONNECTIONS), "\n"].concat();
        } else if dice.of(&["row", "no", "no"]) == "row" {
            text += &["| ", dice.of(&ROWS), "\n"].concat();
        }
    }
    lesson(&text)
}

#[test]
fn any_lesson_gets_documented_answers_and_a_parallel_trace() {
    let mut dice = Dice(7);
    for _ in 0..400 {
        let lesson = some_lesson(&mut dice);
        let (trace, said) = check(&lesson);
        assert!(said.has_errors());
        for one in &said.0 {
            assert!(DOCUMENT.contains(&format!("`{}`", one.code)), "{} is not in the document", one.code);
            assert!(!one.message.ends_with('.') && !one.message.is_empty());
        }
        assert_eq!(trace.pages.len(), lesson.pages.len());
        for (traced, page) in trace.pages.iter().zip(&lesson.pages) {
            assert_eq!(traced.steps.len(), page.steps.len());
            for (traced, step) in traced.steps.iter().zip(&page.steps) {
                assert_eq!(traced.events.len(), step.events.len());
                let sends = |event: &crate::lesson::Event| matches!(event.action, Action::Send(_));
                assert!(traced.events.iter().all(|event| event.packet.is_some() == sends(&event.event)));
            }
        }
    }
}
