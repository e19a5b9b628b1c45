//! FTP's data connection: its opening held against what PORT, EPRT, 227 or 229 promised (RFC 959, 3.2 and 4.1.2).

use std::net::IpAddr;

use super::ftp::Listening;
use super::packet::{End, Sending};
use super::{ftp_port, names};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lesson::{Connection, Lesson};

/// True where `data` may be the data connection of `control`: it joins the same hosts, and is declared as one. Where none
/// is, one of plain TCP or of no protocol counts.
pub(super) fn belongs(lesson: &Lesson, data: &Connection, control: &Connection) -> bool {
    let hosts = |one: &Connection| (one.from.host.min(one.to.host), one.from.host.max(one.to.host));
    let declared = |one: &Connection| one.protocol.as_deref().is_some_and(is_data) && hosts(one) == hosts(control);
    let plain = data.protocol.as_deref().is_none_or(|name| name == "tcp") && hosts(data) == hosts(control);
    declared(data) || (plain && !lesson.connections.iter().any(declared))
}

/// True for the name of the data connection's protocol.
pub(super) fn is_data(protocol: &str) -> bool {
    protocol.contains("ftp") && protocol.contains("data")
}

/// True for the name of the control connection's protocol.
pub(super) fn is_control(protocol: &str) -> bool {
    matches!(protocol, "ftp" | "ftps" | "ftp-control")
}

/// Holds a packet that opens the data connection against what was promised on `control`.
pub(super) fn check_opening(sending: &Sending, control: &Connection, listening: &Listening, said: &mut Diagnostics) {
    if sending.by == End::To {
        return;
    }
    let listener = if listening.passive { control.to.host } else { control.from.host };
    if sending.sender() == listener {
        // A connection that is not declared as FTP's may be about something else.
        if sending.connection.protocol.as_deref().is_some_and(is_data) {
            said.push(wrong_side(sending, listening));
        }
        return;
    }
    match sending.connection.to.port {
        Some(port) if port != listening.spot.port => said.push(port_mismatch(sending, listening, port)),
        _ if sending.arrives => said.0.extend(address_mismatch(sending, listening)),
        _ => {}
    }
}

fn wrong_side(sending: &Sending, listening: &Listening) -> Diagnostic {
    let (from, to, name) = sending.names();
    let said_by = listening.said_by;
    let (mode, opener) = if listening.passive { ("passive", "the client") } else { ("active", "the server") };
    let message = format!("{from} opens {name}, but after `{said_by}` it is {from} that listens");
    Diagnostic::error("wrong-side-opens", sending.verb_span(), message)
        .help(format!("in {mode} mode {opener} opens the data connection: declare {name} `from` {to}"))
        .related(listening.span, format!("`{said_by}` is here"))
        .related(sending.connection.span, format!("{name} is declared here"))
}

fn port_mismatch(sending: &Sending, listening: &Listening, port: u16) -> Diagnostic {
    let (_, to, name) = sending.names();
    let (spot, said_by) = (listening.spot, listening.said_by);
    let sum = spot.halves.map_or_else(String::new, |(p1, p2)| format!(" ({p1} × 256 + {p2} = {})", spot.port));
    let message = format!("`{said_by}` names port {}{sum}, but {name} goes to port {port} of {to}", spot.port);
    Diagnostic::error("port-mismatch", sending.verb_span(), message)
        .help(format!(
            "for port {port} it is {}, or declare {name} to port {}",
            rightly(sending, listening, port),
            spot.port
        ))
        .related(listening.span, format!("`{said_by}` is here"))
        .related(sending.connection.to.span, format!("{name} is declared here"))
}

/// What would have named `port`.
fn rightly(sending: &Sending, listening: &Listening, port: u16) -> String {
    let address = listening.spot.address.or_else(|| host_address(sending));
    match (listening.said_by, address) {
        ("PORT", Some(IpAddr::V4(address))) => format!("`PORT {}`", ftp_port::written(address, port)),
        ("227", Some(IpAddr::V4(address))) => {
            format!("`227 Entering Passive Mode ({})`", ftp_port::written(address, port))
        }
        ("EPRT", Some(IpAddr::V4(address))) => format!("`EPRT |1|{address}|{port}|`"),
        ("EPRT", Some(IpAddr::V6(address))) => format!("`EPRT |2|{address}|{port}|`"),
        _ => format!("`229 Entering Extended Passive Mode (|||{port}|)`"),
    }
}

/// The address may be that of another host (RFC 959, 5.2, with two servers): it has to fit once the connection gets there.
fn address_mismatch(sending: &Sending, listening: &Listening) -> Option<Diagnostic> {
    let (named, given) = (listening.spot.address?, host_address(sending)?);
    if named == given || is_private(named) != is_private(given) {
        return None;
    }
    let (_, to, name) = sending.names();
    let said_by = listening.said_by;
    let message = format!("`{said_by}` names {named}, but {name} goes to {to} at {given}");
    Some(
        Diagnostic::error("address-mismatch", sending.verb_span(), message)
            .help(format!("with the address of {to} it is {}", rightly_at(listening, given)))
            .related(listening.span, format!("`{said_by}` is here")),
    )
}

/// A private address and a public one may be the same host's: address translation stands between (RFC 1918).
fn is_private(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(address) if address.is_private() || address.is_unspecified())
}

fn rightly_at(listening: &Listening, address: IpAddr) -> String {
    let port = listening.spot.port;
    match address {
        IpAddr::V4(address) if listening.said_by != "EPRT" => {
            format!("`{} {}`", listening.said_by, ftp_port::written(address, port))
        }
        IpAddr::V4(address) => format!("`EPRT |1|{address}|{port}|`"),
        IpAddr::V6(address) => format!("`EPRT |2|{address}|{port}|`"),
    }
}

fn host_address(sending: &Sending) -> Option<IpAddr> {
    names::address(sending.lesson, sending.receiver())
}
