//! What to say of data on a connection that is not open: its state in, an error with the way out.

use super::known::Carrier;
use super::life::Course;
use super::outlook::Outlook;
use super::packet::{End, Sending};
use super::{Life, known, names};
use crate::diagnostic::Diagnostic;

/// The error for a packet that cannot be sent in the connection's state.
pub(super) fn describe(course: &Course, sending: &Sending, outlook: &Outlook) -> Diagnostic {
    match course.life {
        Life::Asked => asked(course, sending, outlook),
        Life::Closing => closing(course, sending),
        Life::Closed => closed(course, sending, outlook),
        Life::None | Life::Up => never_opened(sending, outlook),
    }
}

fn error(sending: &Sending, message: String) -> Diagnostic {
    Diagnostic::error("connection-not-open", sending.verb_span(), message)
}

fn never_opened(sending: &Sending, outlook: &Outlook) -> Diagnostic {
    let (from, _, name) = sending.names();
    let declared = sending.connection;
    if let Some(later) = outlook.opening_to_come(sending) {
        return error(sending, format!("{from} sends on {name}, which is not open yet"))
            .help("it is opened further down: move this event behind that, or all that opens it before this")
            .related(later, format!("{name} is opened here, after this"));
    }
    let accept = names::event(sending.lesson, declared.to.host, declared.from.host, "accepts", sending.id);
    let taken = match declared.protocol.as_deref().filter(|protocol| known::find(protocol).is_none()) {
        Some(protocol) => format!("; `{protocol}` is taken for TCP: write `protocol: udp` for datagrams"),
        None => String::new(),
    };
    error(sending, format!("{from} sends on {name}, which was never opened"))
        .help(format!("open it first: {}, then {accept}{taken}", names::opening(sending)))
        .related(declared.span, format!("{name} is declared here"))
}

fn asked(course: &Course, sending: &Sending, outlook: &Outlook) -> Diagnostic {
    let (from, _, name) = sending.names();
    let by = course.asked.map_or(End::From, |asked| asked.by);
    let (client, server) = (by.host(sending.connection), by.other().host(sending.connection));
    let accept = names::event(sending.lesson, server, client, "accepts", sending.id);
    let message = match course.asked {
        Some(asked) if !asked.arrived => format!("{from} sends on {name}, but the request for it never arrived"),
        _ => format!("{from} sends on {name}, which is only asked for"),
    };
    let arrived = course.asked.is_some_and(|asked| asked.arrived);
    if let Some(later) = outlook.accept_to_come(sending, by.other()).filter(|_| arrived) {
        return error(sending, message)
            .help("it is accepted further down: move this event behind that")
            .related(later, format!("{name} is accepted here, after this"));
    }
    let error = error(sending, message).help(format!("it is open once it is accepted: {accept}{}", datagrams(sending)));
    course.asked.into_iter().fold(error, |error, asked| error.related(asked.span, format!("{name} was asked for here")))
}

/// What to say besides of a protocol that runs over UDP, too: there a lesson opens nothing.
fn datagrams(sending: &Sending) -> String {
    let protocol = sending.connection.protocol.as_deref().unwrap_or_default();
    match known::find(protocol).map(|known| known.carrier) {
        Some(Carrier::TcpOrUdp) => format!("; over UDP, `{protocol}` opens nothing: write the first packet `on`, too"),
        _ => String::new(),
    }
}

fn closing(course: &Course, sending: &Sending) -> Diagnostic {
    let (from, to, name) = sending.names();
    let error = error(sending, format!("{from} sends on {name}, but has closed its half of it"))
        .help(format!("send it before the close; now only {to} may send, and {from} may acknowledge"));
    let close = *course.closes.of(sending.by);
    close.into_iter().fold(error, |error, close| error.related(close.span, format!("{from} closed {name} here")))
}

fn closed(course: &Course, sending: &Sending, outlook: &Outlook) -> Diagnostic {
    let (from, _, name) = sending.names();
    let later = outlook.opening_to_come(sending);
    let help = match later {
        Some(_) => "send it before the close, or once the connection is open again".to_owned(),
        None => format!("send it before the close, or open the connection again: {}", names::opening(sending)),
    };
    let error = error(sending, format!("{from} sends on {name}, which is closed")).help(help);
    let close = course.closes.of(End::From).or(*course.closes.of(End::To));
    let error =
        close.into_iter().fold(error, |error, close| error.related(close.span, format!("{name} was closed here")));
    later.into_iter().fold(error, |error, later| error.related(later, format!("{name} is opened again here")))
}
