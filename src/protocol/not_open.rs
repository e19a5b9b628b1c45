//! What to say of data on a connection that is not open: its state in, an error with the way out.

use super::life::Course;
use super::packet::{End, Sending};
use super::{Life, known, names};
use crate::diagnostic::Diagnostic;

/// The error for a packet that cannot be sent in the connection's state.
pub(super) fn describe(course: &Course, sending: &Sending) -> Diagnostic {
    match course.life {
        Life::Asked => asked(course, sending),
        Life::Closing => closing(course, sending),
        Life::Closed => closed(course, sending),
        Life::None | Life::Up => never_opened(sending),
    }
}

fn error(sending: &Sending, message: String) -> Diagnostic {
    Diagnostic::error("connection-not-open", sending.verb_span(), message)
}

fn never_opened(sending: &Sending) -> Diagnostic {
    let (from, _, name) = sending.names();
    let declared = sending.connection;
    let accept = names::event(sending.lesson, declared.to.host, declared.from.host, "accepts", sending.id);
    let taken = match declared.protocol.as_deref().filter(|protocol| known::find(protocol).is_none()) {
        Some(protocol) => format!("; `{protocol}` is taken for TCP: write `protocol: udp` for datagrams"),
        None => String::new(),
    };
    error(sending, format!("{from} sends on {name}, which was never opened"))
        .help(format!("open it first: {}, then {accept}{taken}", names::opening(sending)))
        .related(declared.span, format!("{name} is declared here"))
}

fn asked(course: &Course, sending: &Sending) -> Diagnostic {
    let (from, _, name) = sending.names();
    let by = course.asked.map_or(End::From, |asked| asked.by);
    let (client, server) = (by.host(sending.connection), by.other().host(sending.connection));
    let accept = names::event(sending.lesson, server, client, "accepts", sending.id);
    let message = match course.asked {
        Some(asked) if !asked.arrived => format!("{from} sends on {name}, but the request for it never arrived"),
        _ => format!("{from} sends on {name}, which is only asked for"),
    };
    let error = error(sending, message).help(format!("it is open once it is accepted: {accept}"));
    course.asked.into_iter().fold(error, |error, asked| error.related(asked.span, format!("{name} was asked for here")))
}

fn closing(course: &Course, sending: &Sending) -> Diagnostic {
    let (from, to, name) = sending.names();
    let error = error(sending, format!("{from} sends on {name}, but has closed its half of it"))
        .help(format!("send it before the close; now only {to} may send, and {from} may acknowledge"));
    let close = *course.closes.of(sending.by);
    close.into_iter().fold(error, |error, close| error.related(close.span, format!("{from} closed {name} here")))
}

fn closed(course: &Course, sending: &Sending) -> Diagnostic {
    let (from, _, name) = sending.names();
    let error = error(sending, format!("{from} sends on {name}, which is closed"))
        .help(format!("send it before the close, or open the connection again: {}", names::opening(sending)));
    let close = course.closes.of(End::From).or(*course.closes.of(End::To));
    close.into_iter().fold(error, |error, close| error.related(close.span, format!("{name} was closed here")))
}
