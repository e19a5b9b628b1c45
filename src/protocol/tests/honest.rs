//! Lessons that tell the truth, each in another way: none may be refused.

use super::build::{errors, said};
use super::ftp::ACTIVE;

fn assert_honest(text: &str) {
    assert!(errors(text).is_empty(), "{:#?}", said(text));
}

#[test]
fn dns_over_udp() {
    assert_honest(
        "host C 192.0.2.1\nhost R 192.0.2.53\nhost A 198.51.100.1\n\
         connection stub C:50000 R:53 dns\nconnection up R:50001 A:53 dns\n\
         C -> R on stub: A example.org?\n| dns.qry.name | example.org\n\
         R -> A on up: A example.org?\nA -> R on up: A 203.0.113.7\nR -> C on stub: A 203.0.113.7",
    );
}

#[test]
fn dns_over_tcp_after_a_truncated_answer() {
    assert_honest(
        "host C\nhost R\nconnection q C:50000 R:53 udp\nconnection t C:50001 R:53 dns\n\
         C -> R on q: TXT?\nR -> C on q: truncated\nC -> R opens t: SYN\nR -> C accepts t: SYN, ACK\n\
         C -> R on t: TXT?\nR -> C on t: answer\nC -> R closes t: FIN\nR -> C confirms t: ACK",
    );
}

#[test]
fn dhcp() {
    assert_honest(
        "host C\nhost SW - switch\nhost D 10.0.0.1\nlink C SW\nlink SW D\nconnection d C:68 D:67 dhcp\n\
         C -> all: DHCP Discover\nD -> C on d: Offer 10.0.0.7\nC -> all: Request 10.0.0.7\nD -> C on d: ACK",
    );
}

#[test]
fn https_with_tls_inside_one_connection() {
    assert_honest(
        "host C\nhost S\nconnection web C:50000 S:443 https\n\
         C -> S opens web: SYN\nS -> C accepts web: SYN-ACK\nC ~> S on web: ACK\nC -> S on web: ClientHello\n\
         S -> C on web: ServerHello\nC -> S on web: Finished\nC -> S on web: GET /\nS -> C on web: 200 OK\n\
         C ~> S on web: ACK\nC -> S on web: close_notify\nC -> S closes web: FIN, ACK\nS -> C closes web: FIN, ACK\n\
         C -> S confirms web: ACK",
    );
}

#[test]
fn passive_ftp_behind_a_firewall() {
    // 192 × 256 + 7 = 49159
    assert_honest(
        "host C 10.0.0.2\nhost FW 10.0.0.1 firewall\nhost S 203.0.113.5\nlink C FW\nlink FW S\n\
         connection control C:40000 S:21 ftp\nconnection active S:20 C:40001 ftp-data\nconnection passive C:40002 S:49159 ftp-data\n\
         C -> S opens control: SYN\nS -> C accepts control: SYN, ACK\nS -> C on control: 220 ready\n\
         C -> S on control: PORT 10,0,0,2,156,65\nS -> C on control: 200 OK\nC -> S on control: RETR foo\n\
         S -x C at FW opens active: SYN\nS -x C at FW opens active: SYN\nS -> C on control: 425 Cannot open data connection\n\
         C -> S on control: PASV\nS -> C on control: 227 Entering Passive Mode (203,0,113,5,192,7)\n\
         C -> S opens passive: SYN\nS -> C accepts passive: SYN, ACK\nC -> S on control: RETR foo\n\
         S -> C on control: 150 Opening\nS -> C on passive: foo\nC -> S on passive: ACK\nS -> C closes passive: FIN\n\
         C -> S confirms passive: ACK\nS -> C on control: 226 done\nC -> S on control: QUIT\nS -> C on control: 221 bye\n\
         S -> C closes control: FIN\nC -> S confirms control: ACK",
    );
}

#[test]
fn active_ftp_in_full() {
    let hosts = super::build::FTP;
    let login = super::build::LOGIN;
    assert_honest(&format!("{hosts}{login}{ACTIVE}"));
}

#[test]
fn tcp_with_loss_and_retransmission() {
    assert_honest(
        "host A\nhost B\nconnection c A:1 B:2 tcp\n\
         A -x B opens c: SYN seq=0\nA -> B opens c: SYN seq=0\nB -x A accepts c: SYN, ACK seq=0 ack=1\n\
         A -> B opens c: SYN seq=0\nB -> A accepts c: SYN, ACK seq=0 ack=1\nA -> B on c: ACK ack=1\n\
         A -> B on c: Data seq=1 len=100\nB -> A on c: ACK 101\nA -x B on c: Data seq=101 len=100\n\
         A -> B on c: Data seq=201 len=100\nB -> A on c: ACK 101\nA -> B on c: Data seq=301 len=100\nB -> A on c: ACK 101\n\
         A -> B on c: Data seq=101 len=100\nB -x A on c: ACK 401\nA -> B on c: Data seq=301 len=100\nB -> A on c: ACK 401\n\
         A -> B closes c: FIN seq=401\nB -> A confirms c: ACK 402\nB -> A closes c: FIN seq=1\nA -> B confirms c: ACK 2",
    );
}

#[test]
fn arp_and_ping_through_a_router() {
    assert_honest(
        "host A 10.0.1.2\nhost R 10.0.1.1 router\nhost B 10.0.2.2\nlink A R\nlink R B\nconnection p A B icmp\n\
         A -> all: Who has 10.0.1.1?\nR -> A: 10.0.1.1 is at 02:00:00:00:00:01\nA -> B on p: Echo request\nB -> A on p: Echo reply\n\
         A -x B at R on p: Echo request, TTL 1\nR -> A: ICMP time exceeded",
    );
}

#[test]
fn tftp_with_a_lost_block() {
    assert_honest(
        "host C\nhost S\nconnection t C:50000 S:69 tftp\nconnection u S:50001 C:50000 tftp\n\
         C -> S on t: RRQ foo\nS -> C on u: DATA 1\nC -> S on u: ACK 1\nS -x C on u: DATA 2\nS -> C on u: DATA 2\nC -> S on u: ACK 2",
    );
}

#[test]
fn smtp_with_replies_of_its_own() {
    assert_honest(
        "host C\nhost S\nconnection m C:50000 S:25 smtp\nC -> S opens m: SYN\nS -> C accepts m: Ack\nS -> C on m: 220 ready\n\
         C -> S on m: EHLO c\nS -> C on m: 250 s\nC -> S on m: MAIL FROM:<a@c>\nS -> C on m: 250 OK\nC -> S on m: DATA\n\
         S -> C on m: 354 Go on\nC -> S on m: Hello .\nS -> C on m: 250 Queued\nC -> S on m: QUIT\nS -> C on m: 221 Bye\n\
         S -> C closes m: FIN\nC -> S confirms m: ACK",
    );
}

#[test]
fn quic_with_early_data() {
    assert_honest(
        "host C\nhost S\nconnection q C:50000 S:443 quic\nC -> S opens q: Initial: ClientHello\nC -> S on q: 0-RTT: GET /\n\
         S -> C accepts q: Initial: ServerHello\nS -> C on q: 200 OK\nC -> S on q: ACK\nC -> S closes q: CONNECTION_CLOSE",
    );
}

#[test]
fn a_refused_connection_and_a_port_scan() {
    assert_honest(
        "host A\nhost B\nconnection closed A:1 B:23 telnet\nconnection open A:2 B:80 http\n\
         A -> B opens closed: SYN\nB -> A closes closed: RST, ACK\nA -> B opens open: SYN\nB -> A accepts open: SYN, ACK\nA -> B closes open: RST",
    );
}

#[test]
fn bgp_and_an_unknown_protocol() {
    assert_honest(
        "host A\nhost B\nconnection b A:50000 B:179 bgp\nconnection o A:1 B:2 handmade\nA -> B opens b: SYN\nB -> A accepts b: Ack\n\
         A -> B on b: OPEN\nB -> A on b: OPEN\nA -> B on b: KEEPALIVE\nA -> B opens o: hello\nB -> A accepts o: hello\nB -> A on o: ACK\n\
         A -> B closes o: bye\nA -> B closes b: Cease",
    );
}

#[test]
fn a_call_over_sip_and_a_session_over_mqtt() {
    assert_honest(
        "host A 10.0.0.1\nhost B 10.0.0.2\nconnection call A:5060 B:5060 sip\nconnection m A:50000 B:1883 mqtt\n\
         A -> B opens call: INVITE\nB -> A accepts call: 200 OK\nA -> B on call: ACK\nB -> A closes call: BYE\nA -> B confirms call: 200 OK\n\
         A -> B opens m: CONNECT\nB -> A accepts m: CONNACK\nA -> B on m: PUBLISH\nB -> A on m: PUBACK\nA -> B closes m: DISCONNECT",
    );
}

#[test]
fn a_window_that_closes_and_opens_again() {
    assert_honest(
        "host A\nhost B\nconnection c A:1 B:2 tcp\nA -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B on c: ACK\n\
         A -> B on c: data\nB -> A on c: ACK win=0\nA -> B on c: Window probe\nB -> A on c: ACK win=0\nB -> A on c: ACK win=4096\n\
         A -> B on c: Keep-alive\nB -> A on c: ACK\nB -> A closes c: RST",
    );
}
