//! FTP's transfers: commands and replies in, which way the file goes and when it is over; an error out for what moves on
//! the data connection against that (RFC 959, 3.2 and 5.4).

use super::packet::Sending;
use super::tcp;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::lesson::Verb;

/// How far the last transfer of one control connection has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Transfer {
    state: State,
    /// True where data was lost since the transfer began: TCP sends it again, whatever the reply says.
    lost: bool,
}

#[derive(Debug, Clone, Default)]
enum State {
    /// Nothing is known: any data may move.
    #[default]
    Idle,
    /// PORT, PASV and their like were sent, and nothing has moved since.
    Prepared,
    /// A transfer command waits for its last reply.
    UnderWay(Order),
    /// The last reply was given; the order is known where it was not left out.
    Over(Span, Option<Order>),
    /// Transfers overlap, or replies to them are left out: which is over is not known any more.
    Unclear,
}

/// A transfer command.
#[derive(Debug, Clone)]
struct Order {
    name: &'static str,
    argument: String,
    span: Span,
    /// True where the client sends the file.
    uploads: bool,
    /// True once it was said that the wrong side sends.
    told: bool,
}

impl Transfer {
    /// A transfer command.
    pub(super) fn begin(&mut self, name: &'static str, argument: &str, span: Span) {
        let uploads = matches!(name, "STOR" | "STOU" | "APPE");
        let order = Order { name, argument: argument.to_owned(), span, uploads, told: false };
        self.state = match self.state {
            State::UnderWay(_) | State::Unclear => State::Unclear,
            State::Idle | State::Prepared | State::Over(..) => State::UnderWay(order),
        };
        self.lost = false;
    }

    /// PORT, PASV or one of their like.
    pub(super) fn prepare(&mut self) {
        self.state = match self.state {
            State::UnderWay(_) | State::Unclear => State::Unclear,
            State::Idle | State::Prepared | State::Over(..) => State::Prepared,
        };
    }

    /// The last reply of a transfer.
    pub(super) fn end(&mut self, code: u16, span: Span) {
        let good = matches!(code, 226 | 250);
        self.state = match std::mem::take(&mut self.state) {
            State::UnderWay(order) if good => State::Over(span, Some(order)),
            State::Prepared if good => State::Over(span, None),
            State::UnderWay(_) | State::Prepared => State::Idle,
            other => other,
        };
    }

    /// Something was said or typed that may stand for any command.
    pub(super) fn doubt(&mut self) {
        self.state = match self.state {
            State::UnderWay(_) | State::Unclear => State::Unclear,
            State::Idle | State::Prepared | State::Over(..) => State::Idle,
        };
    }

    /// Something moves on the data connection: what was prepared is under way, if its command is left out.
    pub(super) fn moves(&mut self) {
        if matches!(self.state, State::Prepared) {
            self.state = State::Idle;
        }
    }

    /// Holds a packet that opens a data connection, or goes over an open one, against the transfer.
    pub(super) fn check(&mut self, sending: &Sending, from_client: bool, said: &mut Diagnostics) {
        let opens = matches!(sending.packet.verb, Verb::Opens(_));
        let on = matches!(sending.packet.verb, Verb::On(_)) && !self.lost && !sending.says_again();
        self.lost |= !sending.arrives;
        match &mut self.state {
            State::Over(at, order) if opens || (on && is_late_data(sending, from_client, order.as_ref())) => {
                said.push(after_the_end(sending, *at, opens));
                self.state = State::Idle;
            }
            State::UnderWay(order) if on && goes_the_wrong_way(sending, from_client, order) => {
                order.told = true;
                said.push(wrong_way(sending, order));
            }
            _ => {}
        }
    }
}

fn goes_the_wrong_way(sending: &Sending, from_client: bool, order: &Order) -> bool {
    !order.told && from_client != order.uploads && is_file(sending.label(), &order.argument)
}

/// True where a label after the end can only be the file, or a part of it.
fn is_late_data(sending: &Sending, from_client: bool, order: Option<&Order>) -> bool {
    let label = sending.label();
    let by_sender = order.is_some_and(|order| order.uploads == from_client);
    // Prose in other languages may speak of anything.
    let english = sending.lesson.language.split('-').next() == Some("en");
    is_file(label, order.map_or("", |order| &order.argument)) || (by_sender && english && !is_housekeeping(label))
}

/// True for a label of words that name the file or a part of it, and of nothing else: `foo, part 1`, `FTP_Data`.
fn is_file(label: &str, file: &str) -> bool {
    let label = label.to_lowercase();
    let file = file.to_lowercase();
    let rest = if file.is_empty() { label.clone() } else { label.replace(&file, " file ") };
    let telling = ["data", "file", "part", "byte", "bytes", "block", "chunk", "segment", "contents", "listing"];
    let filling = ["ftp", "of", "the", "a", "more", "next", "last", "first", "second", "third", "rest", "final", "one"];
    let words = || rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words().any(|word| telling.contains(&word))
        && words().all(|word| telling.contains(&word) || filling.contains(&word) || number(word))
}

/// True for a label that may be TCP's or TLS's own, or a mark of the end: none of them is the file.
fn is_housekeeping(label: &str) -> bool {
    let words = [
        "ack",
        "tls",
        "ssl",
        "close",
        "closing",
        "notify",
        "alert",
        "fin",
        "rst",
        "reset",
        "keep",
        "keepalive",
        "alive",
        "window",
        "probe",
        "eof",
        "end",
        "done",
        "syn",
        "received",
    ];
    let lower = label.to_lowercase();
    label.trim().is_empty()
        || tcp::is_bare_ack(label)
        || tcp::ends(label)
        || lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| words.contains(&word) || word.starts_with("ack") || word.starts_with("confirm"))
}

fn after_the_end(sending: &Sending, at: Span, opens: bool) -> Diagnostic {
    let (from, _, name) = sending.names();
    let (does, place) = if opens {
        (format!("opens {name}"), sending.verb_span())
    } else {
        (format!("sends data on {name}"), sending.packet.label_span)
    };
    Diagnostic::error("data-after-transfer", place, format!("{from} {does}, but the transfer is complete already"))
        .help("move it before the reply that completes the transfer, or begin another one, such as with `RETR`")
        .related(at, "this reply completes the transfer")
}

fn wrong_way(sending: &Sending, order: &Order) -> Diagnostic {
    let (from, to, _) = sending.names();
    let name = order.name;
    let (message, help) = if order.uploads {
        (
            format!("{from} sends the file, but `{name}` is to store one there"),
            format!("after `{name}` {to} sends, and {from} acknowledges"),
        )
    } else {
        (
            format!("{from} sends the file, but `{name}` asks {to} for it"),
            format!("after `{name}` {to} sends, and {from} acknowledges; `STOR` is the command for the other way"),
        )
    };
    Diagnostic::error("data-wrong-way", sending.packet.label_span, message)
        .help(help)
        .related(order.span, format!("`{name}` is here"))
}
