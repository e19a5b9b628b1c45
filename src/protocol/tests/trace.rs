use super::build::{FTP, LOGIN, TCP, errors, trace};
use crate::lesson::{ConnectionId, HostId, Lesson};
use crate::protocol::{Fate, Layer, Life, Number, TracedPacket, check};

fn packets(text: &str) -> Vec<TracedPacket> {
    let pages = trace(text).pages;
    pages
        .into_iter()
        .flat_map(|page| page.steps)
        .flat_map(|step| step.events)
        .filter_map(|event| event.packet)
        .collect()
}

fn route(ids: &[usize]) -> Vec<HostId> {
    ids.iter().copied().map(HostId).collect()
}

/// `name = value` of each field of the packet.
fn fields(packet: &TracedPacket) -> Vec<String> {
    let name = |field: &crate::protocol::PacketField| field.name.clone().unwrap_or_else(|| field.label.clone());
    packet.fields.iter().map(|field| format!("{} = {}", name(field), field.value)).collect()
}

#[test]
fn an_empty_lesson_has_an_empty_trace() {
    let (trace, said) = check(&Lesson::default());
    assert!(trace.pages.is_empty() && said.0.is_empty());
}

#[test]
fn drawn_packets_count_and_undrawn_ones_have_letters() {
    let text = format!("{TCP}A -> B: one\nA ~> B: two\nA ~> B: three\nA -x B: four\nA -> B: five");
    let numbers: Vec<_> = packets(&text).iter().map(|packet| packet.number.to_string()).collect();
    assert_eq!(numbers, ["1", "1a", "1b", "2", "3"]);
    assert_eq!(Number { drawn: 0, undrawn: 1 }.to_string(), "0a");
    assert_eq!(Number { drawn: 4, undrawn: 26 }.to_string(), "4z");
    assert_eq!(Number { drawn: 4, undrawn: 27 }.to_string(), "4aa");
}

#[test]
fn lives_follow_the_packets() {
    let text = format!(
        "{TCP}A -> B opens c: SYN\nB -> A accepts c: Ack\nA -> B on c: x\nA -> B closes c: FIN\nB -> A confirms c: ACK\nB -> A closes c: FIN"
    );
    let lives: Vec<_> = packets(&text).iter().map(|packet| packet.becomes.map(|(id, life)| (id.0, life))).collect();
    let becomes = |life| Some((0, life));
    let expected = [becomes(Life::Asked), becomes(Life::Up), None, becomes(Life::Closing), None, becomes(Life::Closed)];
    assert_eq!(lives, expected);
}

/// The lives that the packets after the handshake lead to.
fn after_up(events: &str) -> Vec<Option<Life>> {
    let text = format!("{TCP}A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\n{events}");
    assert!(errors(&text).is_empty(), "{:?}", errors(&text));
    packets(&text)[2..].iter().map(|packet| packet.becomes.map(|(_, life)| life)).collect()
}

#[test]
fn a_half_that_lives_on_keeps_the_connection_from_being_closed() {
    let (closing, closed) = (Some(Life::Closing), Some(Life::Closed));
    let first = "A -> B closes c: FIN\nB -> A confirms c: ACK\n";
    let data = "B -> A on c: last data\nB -> A closes c: FIN\nA -> B confirms c: ACK";
    assert_eq!(after_up(&format!("{first}{data}")), [closing, None, None, None, closed]);
    let drawn = "B -> A closes c: FIN\nA ~> B confirms c: ACK";
    assert_eq!(after_up(&format!("{first}{drawn}")), [closing, None, None, closed]);
    let plain_ack = "B -> A closes c: FIN\nA -> B on c: ACK";
    assert_eq!(after_up(&format!("{first}{plain_ack}")), [closing, None, None, closed]);
    let undrawn_data = "B ~> A on c: last data\nB ~> A closes c: FIN\nA ~> B confirms c: ACK";
    assert_eq!(after_up(&format!("{first}{undrawn_data}")), [closing, None, None, None, closed]);
}

#[test]
fn an_undrawn_second_half_leaves_the_first_confirm_as_the_end() {
    let (closing, closed) = (Some(Life::Closing), Some(Life::Closed));
    let first = "A -> B closes c: FIN\nB -> A confirms c: ACK\n";
    assert_eq!(after_up(first), [closing, closed]);
    let undrawn = "B ~> A closes c: FIN\nA ~> B confirms c: ACK";
    assert_eq!(after_up(&format!("{first}{undrawn}")), [closing, closed, None, None]);
    // What comes after it is opened again is another life.
    let again = "A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nB -> A on c: x\nB -> A closes c: FIN";
    assert_eq!(
        after_up(&format!("{first}{again}")),
        [closing, closed, Some(Life::Asked), Some(Life::Up), None, closing]
    );
}

#[test]
fn a_connection_whose_second_close_is_lost_may_be_opened_again() {
    let lost = "A -> B closes c: FIN\nB -> A confirms c: ACK\nB -x A closes c: FIN\nA -> B opens c: SYN";
    assert_eq!(after_up(lost), [Some(Life::Closing), None, None, Some(Life::Asked)]);
}

#[test]
fn a_lost_accept_changes_nothing() {
    let packets = packets(&format!("{TCP}A -> B opens c: SYN\nB -x A accepts c: Ack"));
    assert_eq!(packets[0].becomes, Some((ConnectionId(0), Life::Asked)));
    assert_eq!(packets[1].becomes, None);
    assert_eq!(packets[1].fate, Fate::Lost);
}

const LINE_OF_THREE: &str = "host A\nhost R - router\nhost B\nhost C\nlink A R\nlink R B\nlink R C\n";

#[test]
fn a_packet_travels_along_the_links() {
    let packets = packets(&format!("{LINE_OF_THREE}A -> B: hi\nA -x B: hi\nA -x B at R: hi\nA -x B at B: hi"));
    assert_eq!(packets[0].routes, [route(&[0, 1, 2])]);
    assert_eq!((packets[1].routes.clone(), packets[1].fate), (vec![route(&[0, 1, 2])], Fate::Lost));
    assert_eq!((packets[2].routes.clone(), packets[2].fate), (vec![route(&[0, 1])], Fate::Blocked));
    assert_eq!((packets[3].routes.clone(), packets[3].fate), (vec![route(&[0, 1, 2])], Fate::Blocked));
}

#[test]
fn without_links_any_host_may_block() {
    let packets = packets("host A\nhost B\nhost F - firewall\nA -x B at F: hi");
    assert_eq!((packets[0].routes.clone(), packets[0].fate), (vec![route(&[0, 2])], Fate::Blocked));
}

#[test]
fn a_node_that_is_not_on_the_way_is_an_error() {
    assert_eq!(errors(&format!("{LINE_OF_THREE}A -x B at C: hi")), ["not-on-the-way@1"]);
    assert_eq!(errors(&format!("{LINE_OF_THREE}A -x B at A: hi")), ["not-on-the-way@1"]);
}

#[test]
fn hosts_that_no_link_joins_are_an_error() {
    let apart = "host A\nhost B\nhost C\nlink A B\n";
    assert_eq!(errors(&format!("{apart}A -> C: hi")), ["not-linked@1"]);
    assert_eq!(errors(&format!("{apart}C -> all: hi")), ["not-linked@1"]);
}

#[test]
fn hosts_that_no_link_joins_are_told_of_once_a_pair() {
    let apart = "host A\nhost B\nhost C\nlink A B\n";
    let told = errors(&format!("{apart}A -> C: hi\nC -> A: hi\nA -> C: hi\nB -> C: hi\nC -> all: hi\nC -> all: hi"));
    assert_eq!(told, ["not-linked@1", "not-linked@4", "not-linked@5"]);
}

#[test]
fn a_broadcast_stops_at_routers_and_passes_switches() {
    let text = "host A\nhost SW - switch\nhost B\nhost R - router\nhost C\nlink A SW\nlink SW B\nlink SW R\nlink R C\nA -> all: Who has?";
    assert_eq!(packets(text)[0].routes, [route(&[0, 1, 2]), route(&[0, 1, 3])]);
    assert_eq!(packets("host A\nhost B\nhost C\nB -> all: hi")[0].routes, [route(&[1, 0]), route(&[1, 2])]);
}

#[test]
fn addresses_ports_and_flags_are_filled_in() {
    let packets =
        packets(&format!("{TCP}A -> B opens c: SYN\nB -> A accepts c: Ack\nA -> B on c: ACK\nA -> B on c: GET /"));
    let ends = ["ip.src = 10.0.0.1", "ip.dst = 10.0.0.2", "tcp.srcport = 1024", "tcp.dstport = 80"];
    assert_eq!(fields(&packets[0])[..4], ends);
    let flags: Vec<_> = packets.iter().map(|packet| fields(packet)[4].clone()).collect();
    assert_eq!(flags, ["tcp.flags = SYN", "tcp.flags = SYN, ACK", "tcp.flags = ACK", "tcp.flags = PSH, ACK"]);
    assert_eq!(
        fields(&packets[1])[..4],
        ["ip.src = 10.0.0.2", "ip.dst = 10.0.0.1", "tcp.srcport = 80", "tcp.dstport = 1024"]
    );
}

#[test]
fn addresses_of_ipv6_have_names_of_their_own_and_names_none() {
    let v6 = packets("host A 2001:db8::1\nhost B 2001:db8::2\nA -> B: hi");
    assert_eq!(fields(&v6[0]), ["ipv6.src = 2001:db8::1", "ipv6.dst = 2001:db8::2"]);
    assert!(fields(&packets("host A a.example\nhost B b.example\nA -> B: hi")[0]).is_empty());
    assert!(
        fields(&packets("host A 10.0.0.1\nhost B 10.0.0.2\nA -> B: 10.0.0.1 is at 02:00:00:00:00:01")[0]).is_empty()
    );
}

#[test]
fn ftp_has_fields_of_its_own() {
    let all = packets(&format!("{FTP}{LOGIN}H1 -> S1 on control: PORT 1,1,1,1,213,177\nS1 -> H1 on control: 200 OK"));
    let port = fields(&all[3]);
    assert_eq!(
        port[5..],
        [
            "ftp.request.command = PORT",
            "ftp.request.arg = 1,1,1,1,213,177",
            "ftp.active.cip = 1.1.1.1",
            "ftp.active.port = 54705 = 213 × 256 + 177"
        ]
    );
    assert_eq!(fields(&all[4])[5..], ["ftp.response.code = 200", "ftp.response.arg = OK"]);
}

#[test]
fn rows_belong_to_the_first_drawn_packet_and_replace_what_is_implied() {
    let text = "host A 10.0.0.1\nhost B 10.0.0.2\nconnection d A:5 B:53 udp\nA ~> B on d: undrawn\n& A -> B on d: query\n| Source port | 5\n| Purpose | to ask\n| ip.ttl | 64";
    let packets = packets(text);
    assert_eq!(fields(&packets[0]).len(), 4);
    let drawn = fields(&packets[1]);
    assert_eq!(
        drawn,
        [
            "ip.src = 10.0.0.1",
            "ip.dst = 10.0.0.2",
            "ip.ttl = 64",
            "udp.srcport = 5",
            "udp.dstport = 53",
            "Purpose = to ask"
        ]
    );
    assert_eq!(packets[1].fields[2].label, "Time to live");
    assert_eq!(packets[1].fields[5].layer, Layer::Udp);
}

#[test]
fn a_row_that_contradicts_its_packet_is_an_error() {
    let opening = "S1 -> H1 opens data: SYN\n";
    let row = |row: &str| errors(&format!("{FTP}{opening}| {row}"));
    assert_eq!(row("Source port | 21"), ["field-contradicts@1"]);
    assert_eq!(row("tcp.dstport | 54706"), ["field-contradicts@1"]);
    assert_eq!(row("Source address | 1.1.1.1"), ["field-contradicts@1"]);
    assert_eq!(row("tcp.flags | 0x012 (SYN, ACK)"), ["field-contradicts@1"]);
    assert!(row("Source port | 20 (ftp-data)").is_empty());
    assert!(row("tcp.flags | 0x002 (SYN)").is_empty());
    assert!(row("Purpose | data for H1").is_empty());
}

#[test]
fn the_rows_of_a_port_command_are_held_against_it() {
    let row = |row: &str| errors(&format!("{FTP}{LOGIN}H1 -> S1 on control: PORT 1,1,1,1,213,177\n| {row}"));
    assert!(row("Port | 54705 = 213 × 256 + 177").is_empty());
    assert!(row("IP address | 1.1.1.1").is_empty());
    assert_eq!(row("Port | 54706"), ["field-contradicts@4"]);
    assert_eq!(row("IP address | 1.1.2.1"), ["field-contradicts@4"]);
    assert_eq!(row("ftp.request.command | PASV"), ["field-contradicts@4"]);
}

#[test]
fn a_sum_has_to_hold() {
    let row = |row: &str| errors(&format!("{TCP}A -> B: hi\n| {row}"));
    assert_eq!(row("Port | 54705 = 213 × 256 + 178"), ["arithmetic@1"]);
    assert!(row("Port | 54705 = 213 × 256 + 177").is_empty());
    assert!(row("Port | 54705 = p1 × 256 + p2").is_empty());
}

#[test]
fn a_false_sum_is_told_once() {
    let opening = format!("{FTP}S1 -> H1 opens data: SYN\n");
    assert_eq!(errors(&format!("{opening}| Destination port | 54706 = 213 × 256 + 177")), ["arithmetic@1"]);
}

#[test]
fn ids_that_name_nothing_do_no_harm() {
    let mut lesson = super::build::lesson(&format!(
        "{FTP}{LOGIN}H1 -> S1 on control: PORT 1,1,1,1,213,177\nS1 -> H1 opens data: SYN\nH1 -> all: x"
    ));
    lesson.hosts.clear();
    let _ = check(&lesson);
    lesson.connections.clear();
    let _ = check(&lesson);
}

#[test]
fn a_handshake_above_tcp_has_no_flags_of_tcp() {
    let text = "host A\nhost B\nconnection c A:1 B:443 tls\nA -> B opens c: ClientHello\nB -> A accepts c: ServerHello\nA -> B closes c: RST";
    let packets = packets(text);
    assert_eq!(fields(&packets[0]), ["tcp.srcport = 1", "tcp.dstport = 443"]);
    assert_eq!(fields(&packets[2])[2], "tcp.flags = RST");
}

#[test]
fn a_plain_label_names_the_field_of_its_own_protocol() {
    let name = |text: &str| packets(text)[0].fields.last().and_then(|field| field.name.clone());
    let dns = "host A 10.0.0.1\nhost B 10.0.0.2\nconnection d A:5 B:53 dns\nA -> B on d: A?\n| TTL | 300";
    assert_eq!(name(dns).as_deref(), Some("dns.resp.ttl"));
    assert_eq!(name("host A 10.0.0.1\nhost B 10.0.0.2\nA -> B: ping\n| TTL | 1").as_deref(), Some("ip.ttl"));
    let greeting = format!("{FTP}S1 -> H1 on control: 220 ready\n| Port | 21");
    assert_eq!(name(&greeting), None);
}
