//! The fields that need no writing: a packet and its connection in, addresses, ports, flags and FTP's own fields out.

use std::net::IpAddr;

use super::ftp_speech::{Speech, listen};
use super::known::{self, Carrier};
use super::numbers::Numbers;
use super::outlook::Outlook;
use super::{Layer, PacketField, ftp_codes, ftp_data, ftp_port, names, tcp};
use crate::lesson::{Connection, Lesson, Packet, Target, Verb};

/// Everything that is known of a packet without a table, from the lowest layer up.
pub(super) fn find(lesson: &Lesson, outlook: &Outlook, packet: &Packet) -> Vec<PacketField> {
    let id = packet.verb.connection();
    let connection = id.and_then(|id| lesson.connections.get(id.0));
    let carrier = id.map(|id| outlook.carrier(id));
    let mut fields = Vec::new();
    if runs_over_ip(packet, connection, carrier) {
        addresses(lesson, packet, &mut fields);
    }
    if let (Some(connection), Some(carrier)) = (connection, carrier) {
        ports(connection, carrier, packet, &mut fields);
        if carrier == Carrier::Tcp {
            segment(connection, packet, &mut fields);
        }
        if connection.protocol.as_deref().is_some_and(ftp_data::is_control) && matches!(packet.verb, Verb::On(_)) {
            ftp(packet, &mut fields);
        }
    }
    fields
}

/// The layer that a packet's own fields belong to.
pub(super) fn application(lesson: &Lesson, packet: &Packet) -> Layer {
    let connection = packet.verb.connection().and_then(|id| lesson.connections.get(id.0));
    let title = match connection {
        Some(connection) => connection.protocol.as_deref().map(title),
        None => packet.label.split_whitespace().next().and_then(known::find).map(|known| known.title.to_owned()),
    };
    match title.as_deref() {
        Some("TCP") => Layer::Tcp,
        Some("UDP") => Layer::Udp,
        Some("IP") => Layer::Ip,
        Some(title) => Layer::Application(title.to_owned()),
        None => Layer::Application("Data".to_owned()),
    }
}

/// A protocol's name as it is written.
pub(super) fn title(protocol: &str) -> String {
    known::find(protocol).map_or_else(|| protocol.to_uppercase(), |known| known.title.to_owned())
}

/// A datagram of no connection may be anything: frames below IP have no IP addresses, and a DHCP client has none yet.
fn runs_over_ip(packet: &Packet, connection: Option<&Connection>, carrier: Option<Carrier>) -> bool {
    let dhcp = connection
        .and_then(|one| one.protocol.as_deref())
        .is_some_and(|name| name.starts_with("dhcp") || name == "bootp");
    let label = packet.label.to_lowercase();
    let words = || label.split(|c: char| !c.is_alphanumeric());
    let below: [&str; 14] = [
        "arp", "rarp", "stp", "bpdu", "lldp", "cdp", "eapol", "frame", "ethernet", "802", "vlan", "dhcp", "bootp",
        "beacon",
    ];
    let below_ip = words().any(|word| below.contains(&word) || word.starts_with("dhcp"))
        || label.starts_with("who has")
        || label.contains("is at ");
    match carrier {
        Some(Carrier::Link) => false,
        Some(Carrier::Udp) => !dhcp,
        Some(_) => true,
        None => !below_ip && packet.to != Target::All,
    }
}

fn addresses(lesson: &Lesson, packet: &Packet, fields: &mut Vec<PacketField>) {
    let Target::Host(to) = packet.to else { return };
    let (source, destination) = (names::address(lesson, packet.from), names::address(lesson, to));
    let v6 = |address: Option<IpAddr>| address.is_some_and(|address| address.is_ipv6());
    // One packet is either IPv4 or IPv6: addresses of two families are not those of one packet.
    if source.is_some() && destination.is_some() && v6(source) != v6(destination) {
        return;
    }
    let family = if v6(source) || v6(destination) { "ipv6" } else { "ip" };
    for (side, label, address) in [("src", "Source address", source), ("dst", "Destination address", destination)] {
        if let Some(address) = address {
            fields.push(field(Layer::Ip, &format!("{family}.{side}"), label, address.to_string()));
        }
    }
}

fn ports(connection: &Connection, carrier: Carrier, packet: &Packet, fields: &mut Vec<PacketField>) {
    let (layer, transport) = match carrier {
        Carrier::Tcp => (Layer::Tcp, "tcp"),
        Carrier::Udp | Carrier::Quic => (Layer::Udp, "udp"),
        _ => return,
    };
    let (source, destination) = if packet.from == connection.from.host {
        (connection.from, connection.to)
    } else if packet.from == connection.to.host {
        (connection.to, connection.from)
    } else {
        return;
    };
    for (side, label, end) in [("srcport", "Source port", source), ("dstport", "Destination port", destination)] {
        if let Some(port) = end.port {
            fields.push(field(layer.clone(), &format!("{transport}.{side}"), label, port.to_string()));
        }
    }
}

/// Flags by the verb (RFC 9293, 3.5 and 3.6), and the numbers that the label gives.
fn segment(connection: &Connection, packet: &Packet, fields: &mut Vec<PacketField>) {
    if let Some(flags) = flags(connection, packet) {
        fields.push(field(Layer::Tcp, "tcp.flags", "Flags", flags.to_owned()));
    }
    let numbers = Numbers::read(&packet.label, &[]);
    let all = [
        ("tcp.seq", "Sequence number", numbers.sequence),
        ("tcp.ack", "Acknowledgement number", numbers.ack),
        ("tcp.len", "Length", numbers.length),
    ];
    for (name, label, number) in all {
        if let Some(number) = number {
            fields.push(field(Layer::Tcp, name, label, number.to_string()));
        }
    }
}

fn flags(connection: &Connection, packet: &Packet) -> Option<&'static str> {
    let written = tcp::leading_flags(&packet.label);
    let own_handshake = connection.protocol.as_deref().is_some_and(known::has_own_handshake)
        || packet.label.to_lowercase().contains("hello");
    if own_handshake && written.is_empty() && !matches!(packet.verb, Verb::On(_)) {
        return None;
    }
    Some(match packet.verb {
        Verb::Opens(_) => "SYN",
        Verb::Accepts(_) => "SYN, ACK",
        Verb::Closes(_) if tcp::says_reset(&packet.label) && written.contains(&"ACK") => "RST, ACK",
        Verb::Closes(_) if tcp::says_reset(&packet.label) => "RST",
        Verb::Closes(_) => "FIN, ACK",
        Verb::Confirms(_) | Verb::On(_) if tcp::ends(&packet.label) && !written.contains(&"RST") => "FIN, ACK",
        Verb::On(_) if tcp::ends(&packet.label) => {
            if written.contains(&"ACK") {
                "RST, ACK"
            } else {
                "RST"
            }
        }
        Verb::Confirms(_) => "ACK",
        Verb::On(_) if tcp::is_bare_ack(&packet.label) => "ACK",
        Verb::On(_) => "PSH, ACK",
        Verb::Datagram => return None,
    })
}

fn ftp(packet: &Packet, fields: &mut Vec<PacketField>) {
    match listen(&packet.label) {
        Speech::Command { word, argument } if ftp_codes::replies(&word).is_some() => {
            push_ftp(fields, "request.command", "Command", word.clone());
            push_ftp(fields, "request.arg", "Argument", argument.to_owned());
            match word.as_str() {
                "PORT" => spot("active", &ftp_port::of_port(argument), fields),
                "EPRT" => spot("eprt", &ftp_port::of_eprt(argument), fields),
                _ => {}
            }
        }
        Speech::Reply { code, text, .. } => {
            push_ftp(fields, "response.code", "Reply code", code.to_string());
            push_ftp(fields, "response.arg", "Reply text", text.to_owned());
            match code {
                227 => spot("passive", &ftp_port::of_227(text), fields),
                229 => spot("epsv", &ftp_port::of_229(text), fields),
                _ => {}
            }
        }
        Speech::Command { .. } | Speech::Other => {}
    }
}

/// The address and port that a command or a reply names; a malformed one has none.
fn spot(kind: &str, named: &ftp_port::Named, fields: &mut Vec<PacketField>) {
    let Ok(Some(spot)) = named else { return };
    if let Some(address) = spot.address {
        // The client's own address has a name of its own: "cip".
        let part = match (kind, address) {
            ("active", _) => "cip",
            (_, IpAddr::V4(_)) => "ip",
            (_, IpAddr::V6(_)) => "ipv6",
        };
        push_ftp(fields, &format!("{kind}.{part}"), "IP address", address.to_string());
    }
    let sum = spot.halves.map_or_else(String::new, |(p1, p2)| format!(" = {p1} × 256 + {p2}"));
    push_ftp(fields, &format!("{kind}.port"), "Port", format!("{}{sum}", spot.port));
}

fn push_ftp(fields: &mut Vec<PacketField>, name: &str, label: &str, value: String) {
    if !value.is_empty() {
        fields.push(field(Layer::Application("FTP".to_owned()), &format!("ftp.{name}"), label, value));
    }
}

fn field(layer: Layer, name: &str, label: &str, value: String) -> PacketField {
    PacketField { layer, name: Some(name.to_owned()), label: label.to_owned(), value }
}
