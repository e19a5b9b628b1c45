//! The protocols that packetreel knows by name: a `protocol:` in, what carries it and how it is written out.

/// What carries a protocol's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// TCP and nothing else.
    Tcp,
    /// UDP and nothing else: there is no connection to open.
    Udp,
    /// TCP where the lesson opens the connection, or else UDP.
    TcpOrUdp,
    /// A connection of its own over UDP.
    Quic,
    /// A session over UDP that a lesson may open, and may as well leave out.
    UdpSession,
    /// IP alone: no ports, no connection.
    Ip,
    /// A frame on the link, below IP.
    Link,
    /// Not known: a connection is opened and closed as one of TCP is, and nothing more is taken for granted.
    Other,
}

impl Carrier {
    /// True where there is no connection to open.
    pub(super) fn is_datagram(self) -> bool {
        matches!(self, Self::Udp | Self::Ip | Self::Link)
    }
}

/// What is known of a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// The name as `protocol:` has it, in lower case.
    pub name: &'static str,
    /// The name as it is written.
    pub title: &'static str,
    /// What carries it.
    pub carrier: Carrier,
}

/// The protocol that `protocol:` names, where it is a known one.
pub(super) fn find(name: &str) -> Option<&'static Known> {
    let name = name.trim().to_lowercase();
    TABLE.iter().find(|known| known.name == name)
}

/// True for a protocol that is itself shown on top of, or below, another on the same ports: TCP under HTTP, TLS between them.
pub(super) fn is_layer(name: &str) -> bool {
    matches!(name, "tcp" | "udp" | "tls" | "ssl" | "dtls" | "ws" | "wss" | "websocket" | "http2" | "quic" | "ssh")
}

/// True for a protocol with a handshake of its own: what opens it may be a `ClientHello` or a `CONNECT` as well as a SYN.
pub(super) fn has_own_handshake(name: &str) -> bool {
    let own = [
        "tls",
        "ssl",
        "ws",
        "wss",
        "websocket",
        "http2",
        "grpc",
        "ssh",
        "sftp",
        "mqtt",
        "amqp",
        "bgp",
        "ldap",
        "smb",
        "rdp",
    ];
    own.contains(&name)
}

const fn known(name: &'static str, title: &'static str, carrier: Carrier) -> Known {
    Known { name, title, carrier }
}

use Carrier::{Ip, Link, Quic, Tcp, TcpOrUdp, Udp, UdpSession};

/// Which transport a protocol runs over is in its RFC or in IANA's registry of service names and port numbers.
const TABLE: &[Known] = &[
    known("tcp", "TCP", Tcp),
    known("udp", "UDP", Udp),
    known("ftp", "FTP", Tcp),
    known("ftp-control", "FTP", Tcp),
    known("ftps", "FTP", Tcp),
    known("ftp-data", "FTP-DATA", Tcp),
    known("http", "HTTP", Tcp),
    known("https", "TLS", Tcp),
    known("http2", "HTTP2", Tcp),
    known("ws", "WebSocket", Tcp),
    known("wss", "WebSocket", Tcp),
    known("websocket", "WebSocket", Tcp),
    known("tls", "TLS", Tcp),
    known("ssl", "TLS", Tcp),
    known("ssh", "SSH", Tcp),
    known("sftp", "SSH", Tcp),
    known("telnet", "TELNET", Tcp),
    known("smtp", "SMTP", Tcp),
    known("smtps", "SMTP", Tcp),
    known("submission", "SMTP", Tcp),
    known("pop3", "POP", Tcp),
    known("pop3s", "POP", Tcp),
    known("imap", "IMAP", Tcp),
    known("imaps", "IMAP", Tcp),
    known("bgp", "BGP", Tcp),
    known("mqtt", "MQTT", Tcp),
    known("amqp", "AMQP", Tcp),
    known("redis", "RESP", Tcp),
    known("mysql", "MySQL", Tcp),
    known("postgresql", "PGSQL", Tcp),
    known("postgres", "PGSQL", Tcp),
    known("irc", "IRC", Tcp),
    known("xmpp", "XMPP", Tcp),
    known("rtmp", "RTMP", Tcp),
    known("smb", "SMB2", Tcp),
    known("rdp", "RDP", Tcp),
    known("whois", "WHOIS", Tcp),
    known("modbus", "Modbus", Tcp),
    known("grpc", "gRPC", Tcp),
    known("dns", "DNS", TcpOrUdp),
    known("syslog", "Syslog", TcpOrUdp),
    known("ldap", "LDAP", TcpOrUdp),
    known("kerberos", "KRB5", TcpOrUdp),
    known("radius", "RADIUS", TcpOrUdp),
    known("rtsp", "RTSP", TcpOrUdp),
    known("nfs", "NFS", TcpOrUdp),
    known("stun", "STUN", TcpOrUdp),
    known("turn", "TURN", TcpOrUdp),
    known("netbios", "NBNS", TcpOrUdp),
    known("echo", "ECHO", TcpOrUdp),
    known("discard", "DISCARD", TcpOrUdp),
    known("daytime", "DAYTIME", TcpOrUdp),
    known("chargen", "CHARGEN", TcpOrUdp),
    known("time", "TIME", TcpOrUdp),
    known("rpc", "RPC", TcpOrUdp),
    known("coap", "CoAP", TcpOrUdp),
    known("dhcp", "DHCP", Udp),
    known("bootp", "BOOTP", Udp),
    known("dhcpv6", "DHCPv6", Udp),
    known("tftp", "TFTP", Udp),
    known("ntp", "NTP", Udp),
    known("sntp", "NTP", Udp),
    known("snmp", "SNMP", Udp),
    known("rip", "RIP", Udp),
    known("ripng", "RIPng", Udp),
    known("rtp", "RTP", Udp),
    known("rtcp", "RTCP", Udp),
    known("mdns", "MDNS", Udp),
    known("llmnr", "LLMNR", Udp),
    known("ssdp", "SSDP", Udp),
    known("vxlan", "VXLAN", Udp),
    known("hsrp", "HSRP", Udp),
    known("bfd", "BFD", Udp),
    known("quic", "QUIC", Quic),
    known("http3", "HTTP3", Quic),
    known("h3", "HTTP3", Quic),
    known("dtls", "DTLS", UdpSession),
    known("sip", "SIP", UdpSession),
    known("openvpn", "OpenVPN", UdpSession),
    known("wireguard", "WireGuard", UdpSession),
    known("ike", "ISAKMP", UdpSession),
    known("ikev2", "ISAKMP", UdpSession),
    known("isakmp", "ISAKMP", UdpSession),
    known("l2tp", "L2TP", UdpSession),
    known("srtp", "SRTP", UdpSession),
    known("webrtc", "WebRTC", UdpSession),
    known("icmp", "ICMP", Ip),
    known("icmpv6", "ICMPv6", Ip),
    known("ping", "ICMP", Ip),
    known("ndp", "ICMPv6", Ip),
    known("igmp", "IGMP", Ip),
    known("ospf", "OSPF", Ip),
    known("eigrp", "EIGRP", Ip),
    known("pim", "PIM", Ip),
    known("vrrp", "VRRP", Ip),
    known("gre", "GRE", Ip),
    known("ip", "IP", Ip),
    known("arp", "ARP", Link),
    known("rarp", "RARP", Link),
    known("stp", "STP", Link),
    known("lldp", "LLDP", Link),
    known("ethernet", "Ethernet", Link),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_in_lower_case_and_stands_once() {
        for (at, known) in TABLE.iter().enumerate() {
            assert_eq!(known.name, known.name.to_lowercase());
            assert_eq!(find(known.name), Some(&TABLE[at]));
        }
    }

    #[test]
    fn a_name_is_found_in_any_case() {
        assert_eq!(find("FTP").map(|known| known.title), Some("FTP"));
        assert_eq!(find("no such protocol"), None);
    }
}
