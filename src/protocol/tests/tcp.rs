use super::build::{TCP, errors, said, tcp, warnings};

fn up(events: &str) -> Vec<String> {
    tcp(&format!("A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B on c: ACK\n{events}"))
}

#[test]
fn an_ack_of_nothing_is_an_error() {
    assert_eq!(up("B -> A on c: Ack"), ["ack-of-nothing@4"]);
    assert_eq!(up("A -> B on c: ACK"), ["ack-of-nothing@4"]);
    assert_eq!(up("A -> B on c: GET\nB -> A on c: ACK\nB -> A on c: ACK"), ["ack-of-nothing@6"]);
}

#[test]
fn an_ack_of_what_was_lost_is_an_error() {
    assert_eq!(up("A -x B on c: GET\nB -> A on c: Ack_Data"), ["ack-of-nothing@5"]);
    assert!(up("A -x B on c: GET\nA -> B on c: GET\nB -> A on c: Ack_Data").is_empty());
}

#[test]
fn one_ack_may_answer_one_packet_or_many() {
    assert!(up("A -> B on c: one\nA -> B on c: two\nB -> A on c: ACK\n").is_empty());
    assert!(up("A -> B on c: one\nA -> B on c: two\nB -> A on c: ACK\nB -> A on c: ACK\n").is_empty());
}

#[test]
fn a_duplicate_ack_says_so_or_repeats_its_number() {
    assert!(
        up("A -> B on c: one\nB -> A on c: ACK 101\nA -x B on c: two\nB -> A on c: ACK 101\nB -> A on c: ACK 101")
            .is_empty()
    );
    assert!(up("B -> A on c: ACK (window update)\nB -> A on c: Dup ACK").is_empty());
    assert!(up("A -> B on c: one\nB -> A on c: ACK\nB -> A on c: ACK (duplicate)").is_empty());
}

#[test]
fn a_piggy_backed_ack_is_data() {
    assert!(up("B -> A on c: ACK + data\nB -> A on c: ACK, PSH seq=1\nB -> A on c: ACK and banner").is_empty());
}

#[test]
fn an_ack_beyond_what_was_sent_is_an_error() {
    let numbered =
        "A -> B opens c: SYN seq=100\nB -> A accepts c: SYN, ACK seq=300 ack=101\nA -> B on c: ACK ack=301\n";
    assert!(tcp(&format!("{numbered}A -> B on c: PSH, ACK seq=101 len=50\nB -> A on c: ACK ack=151")).is_empty());
    assert_eq!(
        tcp(&format!("{numbered}A -> B on c: PSH, ACK seq=101 len=50\nB -> A on c: ACK ack=152")),
        ["ack-number@5"]
    );
    let wrong = "A -> B opens c: SYN seq=100\nB -> A accepts c: SYN, ACK seq=300 ack=100\n";
    assert_eq!(tcp(wrong), ["ack-number@2"]);
}

#[test]
fn an_ack_of_bytes_that_never_arrived_is_an_error() {
    let lost = "A -> B opens c: SYN seq=0\nB -> A accepts c: SYN, ACK seq=0 ack=1\nA -> B on c: seq=1 len=100\nA -x B on c: seq=101 len=100\nA -> B on c: seq=201 len=100\n";
    assert!(
        tcp(&format!(
            "{lost}B -> A on c: ACK 101\nB -> A on c: ACK 101\nA -> B on c: seq=101 len=100\nB -> A on c: ACK 301"
        ))
        .is_empty()
    );
    assert_eq!(tcp(&format!("{lost}B -> A on c: ACK 301")), ["ack-number@6"]);
}

#[test]
fn numbers_in_a_table_count_as_well() {
    let rows = "A -> B opens c: SYN\n| tcp.seq | 100\nB -> A accepts c: SYN, ACK\n| Acknowledgement number | 105\n";
    assert_eq!(tcp(rows), ["ack-number@2"]);
}

#[test]
fn loose_numbers_are_left_alone() {
    // Segments counted 1, 2, 3: an ack may name the last one or the next one.
    assert!(up("A -> B on c: seq 1\nB -> A on c: ACK 2\nA -> B on c: seq 2\nB -> A on c: ACK 3").is_empty());
    assert!(up("A -> B on c: seq 1\nB -> A on c: ACK 1\nA -> B on c: seq 2\nB -> A on c: ACK 2").is_empty());
    assert!(tcp("A -> B opens c: SYN seq=x\nB -> A accepts c: SYN-ACK seq=y ack=x+1\nA -> B on c: ACK y+1").is_empty());
}

#[test]
fn flags_that_contradict_the_verb_are_an_error() {
    assert_eq!(tcp("A -> B opens c: SYN-ACK"), ["flags-contradict@1"]);
    assert_eq!(tcp("A -> B opens c: FIN"), ["flags-contradict@1"]);
    assert_eq!(tcp("A -> B opens c: SYN\nB -> A accepts c: SYN"), ["flags-contradict@2"]);
    assert_eq!(up("A -> B closes c: SYN"), ["flags-contradict@4"]);
    assert!(tcp("A -> B opens c: SYN, ECE, CWR\nB -> A accepts c: Ack").is_empty());
}

#[test]
fn a_fin_on_an_open_connection_is_a_warning() {
    let text = format!("{TCP}A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B on c: FIN, ACK\n");
    // It counts as a close, so that nothing is left open.
    assert_eq!(warnings(&text), ["flags-contradict@3"]);
}

#[test]
fn a_reset_on_a_connection_is_one_warning_and_ends_it() {
    for before in ["", "B -> A accepts c: SYN, ACK\n"] {
        let text = format!("{TCP}A -> B opens c: SYN\n{before}B -> A on c: RST, ACK");
        assert_eq!(errors(&text), Vec::<String>::new());
        assert_eq!(warnings(&text).len(), 1, "{text}");
        assert_eq!(errors(&format!("{text}\nA -> B on c: GET")).len(), 1);
    }
}

#[test]
fn one_packet_confirms_and_closes_and_the_last_ack_answers_it() {
    for (second, third) in [
        ("confirms c: FIN-ACK", "on c: ACK"),
        ("confirms c: FIN, ACK", "confirms c: ACK"),
        ("on c: FIN, ACK", "on c: ACK"),
        ("closes c: FIN, ACK", "on c: ACK"),
    ] {
        let text = format!(
            "{TCP}A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B closes c: FIN\nB -> A {second}\nA -> B {third}"
        );
        assert_eq!(said(&text).0, [], "{text}");
    }
}

#[test]
fn a_last_ack_needs_a_fin_that_is_not_acknowledged() {
    let close = "A -> B closes c: FIN\nB -> A confirms c: FIN, ACK\n";
    assert_eq!(up(&format!("{close}A -> B on c: ACK\nA -> B on c: ACK")), ["connection-not-open@7"]);
    assert_eq!(up(&format!("{close}B -> A on c: ACK")), ["connection-not-open@6"]);
    assert_eq!(up("A -> B closes c: FIN\nB -> A confirms c: ACK\nA -> B on c: ACK"), ["connection-not-open@6"]);
}

#[test]
fn a_fin_in_a_confirm_counts_as_one() {
    let numbered = "A -> B opens c: SYN seq=0\nB -> A accepts c: SYN, ACK seq=0 ack=1\nA -> B closes c: FIN, ACK seq=1 ack=1\nB -> A confirms c: FIN, ACK seq=1 ack=2\n";
    assert!(tcp(&format!("{numbered}A -> B on c: ACK ack=2")).is_empty());
    assert_eq!(tcp(&format!("{numbered}A -> B on c: ACK ack=3")), ["ack-number@5"]);
}

#[test]
fn a_lost_confirm_with_a_fin_may_be_sent_again() {
    assert!(
        up("A -> B closes c: FIN\nB -x A confirms c: FIN, ACK\nB -> A confirms c: FIN, ACK (again)\nA -> B on c: ACK")
            .is_empty()
    );
}

#[test]
fn the_third_packet_of_the_handshake_is_no_confirm() {
    let text = format!("{TCP}A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -> B confirms c: ACK");
    assert_eq!(errors(&text), ["confirm-of-nothing@3"]);
    let said = said(&text);
    assert!(said.0[0].help.as_deref().unwrap_or_default().ends_with("`A -> B on c: ACK`"), "{said:?}");
}

#[test]
fn numbers_may_start_with_the_data() {
    assert!(
        up("A -> B on c: seq=1 len=100\nB -> A on c: ACK 101\nA -> B closes c: FIN\nB -> A confirms c: ACK 102")
            .is_empty()
    );
    assert_eq!(up("A -> B on c: seq=1 len=100\nB -> A on c: ACK 102"), ["ack-number@5"]);
}

#[test]
fn one_arrow_may_stand_for_many_segments() {
    assert!(
        up("A -> B on c: 4 segments\nB -> A on c: ACK\nB -> A on c: ACK\nB -> A on c: ACK\nB -> A on c: ACK")
            .is_empty()
    );
}

#[test]
fn an_ack_of_what_was_lost_points_at_the_loss() {
    let said =
        said(&format!("{TCP}A -> B opens c: SYN\nB -> A accepts c: SYN, ACK\nA -x B on c: GET\nB -> A on c: ACK\n"));
    let error = said.0.iter().find(|one| one.code == "ack-of-nothing").expect("the error");
    assert_eq!(error.related[0].0.start, 3000);
}
