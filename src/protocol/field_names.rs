//! What a row's first column names: a plain label or Wireshark's name in; layer, name and label out.

use super::{Layer, PacketField, implied};

/// A field's place and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The layer it belongs to.
    pub layer: Layer,
    /// Wireshark's name, where there is one.
    pub name: Option<String>,
    /// The plain label.
    pub label: String,
}

/// Finds what `written` names, on a packet that has `fields` by implication; `application` is the layer of what is not known.
pub(super) fn find(written: &str, fields: &[PacketField], application: &Layer) -> Named {
    let written = written.trim().trim_matches('`');
    if is_wireshark_name(written) {
        return by_name(written);
    }
    let folded = written.to_lowercase();
    let candidates =
        || TABLE.iter().filter(|(_, labels)| labels.iter().any(|label| label.eq_ignore_ascii_case(&folded)));
    // "Source port" is TCP's on a packet of TCP, and UDP's on one of UDP: what the packet has already decides.
    let has = |name: &str| fields.iter().any(|field| field.name.as_deref() == Some(name));
    let present = candidates().find(|(name, _)| has(name));
    // FTP's fields are all implied: a packet without them has no such field.
    let others = || candidates().filter(|(name, _)| !name.starts_with("ftp."));
    let of_application = || others().find(|(name, _)| layer(name) == *application);
    let of_any_layer = || others().find(|(name, _)| fields.iter().any(|field| field.layer == layer(name)));
    match present.or_else(of_application).or_else(of_any_layer) {
        Some((name, _)) => Named { label: written.to_owned(), ..by_name(name) },
        None => Named { layer: application.clone(), name: None, label: written.to_owned() },
    }
}

fn is_wireshark_name(written: &str) -> bool {
    let parts = written.split('.').count();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    parts > 1
        && written.starts_with(|c: char| c.is_ascii_lowercase())
        && written.chars().all(plain)
        && !written.ends_with('.')
}

fn by_name(name: &str) -> Named {
    let label = TABLE
        .iter()
        .find(|(known, _)| *known == name)
        .map_or_else(|| spelled_out(name), |(_, labels)| labels[0].to_owned());
    Named { layer: layer(name), name: Some(name.to_owned()), label }
}

fn layer(name: &str) -> Layer {
    match name.split('.').next().unwrap_or(name) {
        "ip" | "ipv6" => Layer::Ip,
        "tcp" => Layer::Tcp,
        "udp" => Layer::Udp,
        protocol => Layer::Application(implied::title(protocol)),
    }
}

/// `dhcp.hw.mac_addr` reads as "Hw mac addr": better than nothing, where there is no plain label.
fn spelled_out(name: &str) -> String {
    let tail = name.split_once('.').map_or(name, |(_, tail)| tail).replace(['.', '_', '-'], " ");
    let mut letters = tail.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Names as Wireshark's display filter reference has them, each with its plain labels, the one that is shown first.
const TABLE: &[(&str, &[&str])] = &[
    ("ip.src", &["Source address", "Source IP", "Source IP address", "Src IP"]),
    ("ip.dst", &["Destination address", "Destination IP", "Destination IP address", "Dst IP"]),
    ("ipv6.src", &["Source address", "Source IP", "Source IP address", "Src IP"]),
    ("ipv6.dst", &["Destination address", "Destination IP", "Destination IP address", "Dst IP"]),
    ("ip.ttl", &["Time to live", "TTL"]),
    ("ip.proto", &["Protocol number"]),
    ("ip.len", &["Total length"]),
    ("ip.id", &["Identification"]),
    ("ipv6.hlim", &["Hop limit"]),
    ("tcp.srcport", &["Source port", "Src port"]),
    ("tcp.dstport", &["Destination port", "Dst port", "Dest port"]),
    ("tcp.seq", &["Sequence number", "Seq", "SEQ"]),
    ("tcp.ack", &["Acknowledgement number", "Acknowledgment number", "Ack number"]),
    ("tcp.len", &["Length", "Segment length", "Payload length"]),
    ("tcp.flags", &["Flags", "TCP flags", "Flag"]),
    ("tcp.window_size", &["Window", "Window size"]),
    ("tcp.checksum", &["Checksum"]),
    ("udp.srcport", &["Source port", "Src port"]),
    ("udp.dstport", &["Destination port", "Dst port", "Dest port"]),
    ("udp.length", &["Length"]),
    ("udp.checksum", &["Checksum"]),
    ("ftp.request.command", &["Command", "Request command"]),
    ("ftp.request.arg", &["Argument", "Request arg"]),
    ("ftp.response.code", &["Reply code", "Response code", "Code"]),
    ("ftp.response.arg", &["Reply text", "Response arg"]),
    ("ftp.active.cip", &["IP address", "Address", "Active IP address"]),
    ("ftp.active.port", &["Port", "Active port"]),
    ("ftp.passive.ip", &["IP address", "Address", "Passive IP address"]),
    ("ftp.passive.port", &["Port", "Passive port"]),
    ("ftp.eprt.ip", &["IP address", "Address"]),
    ("ftp.eprt.ipv6", &["IP address", "Address"]),
    ("ftp.eprt.port", &["Port"]),
    ("ftp.epsv.port", &["Port"]),
    ("dns.id", &["Transaction ID"]),
    ("dns.qry.name", &["Query name", "Name"]),
    ("dns.qry.type", &["Query type", "Type"]),
    ("dns.a", &["Address", "IPv4 address"]),
    ("dns.aaaa", &["IPv6 address"]),
    ("dns.cname", &["CNAME", "Canonical name"]),
    ("dns.resp.ttl", &["Time to live", "TTL"]),
    ("dns.flags.rcode", &["Reply code"]),
    ("http.request.method", &["Method", "Request method"]),
    ("http.request.uri", &["Path", "URI", "Request URI"]),
    ("http.host", &["Host"]),
    ("http.response.code", &["Status code", "Status"]),
    ("http.content_type", &["Content type", "Content-Type"]),
    ("http.content_length", &["Content length", "Content-Length"]),
    ("tls.handshake.type", &["Handshake type"]),
    ("tls.handshake.extensions_server_name", &["Server name"]),
    ("tls.handshake.ciphersuite", &["Cipher suite"]),
    ("smtp.req.command", &["Command"]),
    ("smtp.req.parameter", &["Parameter", "Argument"]),
    ("smtp.response.code", &["Reply code", "Response code"]),
    ("arp.opcode", &["Operation", "Opcode"]),
    ("arp.src.hw_mac", &["Sender MAC address", "Sender MAC"]),
    ("arp.src.proto_ipv4", &["Sender IP address", "Sender IP"]),
    ("arp.dst.hw_mac", &["Target MAC address", "Target MAC"]),
    ("arp.dst.proto_ipv4", &["Target IP address", "Target IP"]),
    ("icmp.type", &["Type"]),
    ("icmp.code", &["Code"]),
    ("icmp.seq", &["Sequence number"]),
    ("dhcp.id", &["Transaction ID"]),
    ("dhcp.ip.your", &["Your IP address", "Your address"]),
    ("dhcp.ip.client", &["Client IP address"]),
    ("tftp.opcode", &["Opcode"]),
    ("tftp.block", &["Block", "Block number"]),
    ("eth.src", &["Source MAC address", "Source MAC"]),
    ("eth.dst", &["Destination MAC address", "Destination MAC"]),
];
