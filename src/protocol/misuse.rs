//! What to say of a verb that does not fit the life of its connection: a packet in, an error with the way out.

use super::life::{Close, Course};
use super::outlook::Outlook;
use super::packet::Sending;
use super::{Life, names};
use crate::diagnostic::Diagnostic;
use crate::lesson::Verb;

/// The error for a confirm that is the third packet of the handshake.
pub(super) fn third_of_handshake(course: &Course, sending: &Sending) -> Diagnostic {
    let (from, _, name) = sending.names();
    let message = format!("{from} confirms a close of {name}, which has just come up");
    let error = Diagnostic::error("confirm-of-nothing", sending.verb_span(), message).help(format!(
        "the third packet of the handshake is written {}",
        names::instead(sending, "on").replace('…', "ACK")
    ));
    came_up(course, error, &name)
}

/// The error for a confirm of a close that is not there, has not arrived, or was confirmed.
pub(super) fn nothing_to_confirm(
    course: &Course,
    close: Option<Close>,
    sending: &Sending,
    outlook: &Outlook,
) -> Diagnostic {
    let (from, to, name) = sending.names();
    let error = |message| Diagnostic::error("confirm-of-nothing", sending.verb_span(), message);
    match (close, course.life) {
        (Some(close), _) if !close.arrived => error(format!("{from} confirms a close of {name} that never arrived"))
            .help(format!("send it again: {}", names::answer(sending, "closes")))
            .related(close.span, "this close was lost"),
        (Some(close), _) => error(format!("{from} has already confirmed that {name} is closed"))
            .related(close.span, "the close that was confirmed"),
        (None, Life::Asked) => {
            let error = error(format!("{from} confirms a close of {name}, which is only asked for"))
                .help(format!("did you mean `accepts`? {}", names::instead(sending, "accepts")));
            course.asked.into_iter().fold(error, |error, asked| error.related(asked.span, "asked for here"))
        }
        (None, _) => {
            let error = error(format!("{from} confirms a close of {name}, but {to} has not closed it"));
            if let Some(later) = outlook.close_to_come(sending) {
                return error
                    .help("it is closed further down: move this event behind that")
                    .related(later, format!("{to} closes {name} here, after this"));
            }
            let error = error.help(format!("close it first: {}", names::answer(sending, "closes")));
            // Its own close may be what it was meant to answer.
            match course.closes.of(sending.by) {
                Some(own) => error.related(own.span, format!("{from} closed it here")),
                None => came_up(course, error, &name),
            }
        }
    }
}

fn came_up(course: &Course, error: Diagnostic, name: &str) -> Diagnostic {
    course.up_at.into_iter().fold(error, |error, at| error.related(at, format!("{name} came up here")))
}

/// The error for an opening by the end that is declared as the other one.
pub(super) fn wrong_opener(sending: &Sending) -> Diagnostic {
    let (from, to, name) = sending.names();
    Diagnostic::error("wrong-side-opens", sending.verb_span(), format!("{from} opens {name}, which {to} is to open"))
        .help(format!("write {}, or declare it `from` {from}", names::answer(sending, "opens")))
        .related(sending.connection.span, format!("declared `from` {to} here"))
}

/// Over UDP there is nothing to open (RFC 768): a lesson that says otherwise would teach something wrong.
pub(super) fn life_of_datagrams(sending: &Sending) -> Option<Diagnostic> {
    let verb = match sending.packet.verb {
        Verb::Opens(_) => "opened",
        Verb::Accepts(_) => "accepted",
        Verb::Closes(_) => "closed",
        Verb::Confirms(_) => "confirmed",
        Verb::On(_) | Verb::Datagram => return None,
    };
    let (_, _, name) = sending.names();
    let protocol = sending.connection.protocol.as_deref().unwrap_or("this protocol");
    Some(
        Diagnostic::error(
            "datagram-has-no-life",
            sending.verb_span(),
            format!("{name} cannot be {verb}: {protocol} runs without a connection"),
        )
        .help(format!("write {}", names::instead(sending, "on")))
        .related(sending.connection.span, format!("{name} is declared as {protocol} here")),
    )
}
