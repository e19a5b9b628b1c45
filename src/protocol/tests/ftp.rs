use super::build::{FTP, LOGIN, errors, ftp, said};

/// Everything in RFC 959's order, active mode. Events 4 and up stand after `LOGIN`.
pub const ACTIVE: &str = "H1 ~> S1 on control: USER anonymous
S1 ~> H1 on control: 331 Password, please
H1 ~> S1 on control: PASS guest
S1 ~> H1 on control: 230 Logged in
H1 ~> S1 on control: TYPE I
S1 ~> H1 on control: 200 Binary
H1 -> S1 on control: PORT 1,1,1,1,213,177
| IP address | 1.1.1.1
| Port | 54705 = 213 × 256 + 177
S1 ~> H1 on control: 200 PORT done
H1 ~> S1 on control: RETR foo
S1 -> H1 opens data: Data connection request
| Source port | 20
| Destination port | 54705
H1 -> S1 accepts data: Ack_Data_Conn
S1 ~> H1 on data: ACK
S1 ~> H1 on control: 150 Opening BINARY mode data connection for foo
S1 -> H1 on data: FTP_Data
H1 -> S1 on data: Ack_Data
S1 -> H1 on data: FTP_Data
H1 ~> S1 on data: Ack_Data
S1 ~> H1 on control: 226 Transfer complete
S1 -> H1 closes data: Close_Data
H1 -> S1 confirms data: Ack
H1 ~> S1 closes data: FIN
S1 ~> H1 confirms data: ACK
H1 ~> S1 on control: QUIT
S1 ~> H1 on control: 221 Goodbye
S1 -> H1 closes control: Close_Ctrl
H1 -> S1 confirms control: Ack_Close
";

#[test]
fn a_whole_active_transfer_is_fine() {
    assert!(ftp(ACTIVE).is_empty(), "{:?}", said(&format!("{FTP}{LOGIN}{ACTIVE}")));
}

#[test]
fn every_login_and_every_reply_may_be_left_out() {
    assert!(ftp("H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 226 done").is_empty());
    assert!(ftp("H1 -> S1 on control: USER a\nH1 -> S1 on control: PASS b\nS1 -> H1 on control: 230 in").is_empty());
    assert!(ftp("H1 -> S1 on control: PORT 1,1,1,1,213,177\nS1 -> H1 opens data: SYN\nH1 -> S1 accepts data: Ack\nS1 ~> H1 on control: 150 Opening\nS1 -> H1 on data: foo\nS1 ~> H1 on control: 226 done").is_empty());
}

#[test]
fn a_reply_that_its_command_does_not_allow_is_an_error() {
    let events =
        "H1 -> S1 on control: USER anonymous\nS1 -> H1 on control: 227 Entering Passive Mode (1,1,2,1,195,149)\n";
    assert_eq!(ftp(events), ["reply-not-allowed@5"]);
    let said = said(&format!("{FTP}{LOGIN}{events}"));
    let error = said.0.iter().find(|one| one.code == "reply-not-allowed").expect("the error");
    assert!(error.message.contains("`USER`"), "{}", error.message);
    assert!(error.help.as_deref().unwrap_or_default().contains("331"));
    assert_eq!(error.related[0].0.start, 4000);
    assert_eq!(
        ftp("H1 -> S1 on control: PORT 1,1,1,1,213,177\nS1 -> H1 on control: 150 Opening"),
        ["reply-not-allowed@5"]
    );
    assert_eq!(ftp("H1 -> S1 on control: QUIT\nS1 -> H1 on control: 226 bye"), ["reply-not-allowed@5"]);
}

#[test]
fn failures_and_missing_logins_answer_any_command() {
    assert!(ftp("H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 530 Not logged in").is_empty());
    assert!(ftp("H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 550 No such file").is_empty());
    assert!(ftp("H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 425 Cannot open data connection").is_empty());
    assert!(ftp("H1 -> S1 on control: LIST\nS1 -> H1 on control: 421 Closing").is_empty());
}

#[test]
fn a_command_is_announced_at_most_once() {
    let events = "H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 150 Opening\nS1 -> H1 on control: 150 Opening";
    assert_eq!(ftp(events), ["reply-not-allowed@6"]);
}

#[test]
fn a_second_final_reply_answers_nothing() {
    let events = "H1 -> S1 on control: USER a\nS1 -> H1 on control: 331 Password\nS1 -> H1 on control: 331 Password";
    assert_eq!(ftp(events), ["reply-without-command@6"]);
    let twice = "H1 -> S1 on control: RETR a\nS1 -> H1 on control: 226 done\nS1 -> H1 on control: 226 done";
    assert_eq!(ftp(twice), ["reply-without-command@6"]);
}

#[test]
fn only_greetings_come_before_any_command() {
    let before = "H1 -> S1 opens control: SYN\nS1 -> H1 accepts control: Ack\n";
    let errors = |event: &str| errors(&format!("{FTP}{before}{event}"));
    assert_eq!(errors("S1 -> H1 on control: 230 Logged in"), ["reply-without-command@3"]);
    assert!(errors("S1 -> H1 on control: 120 Wait\nS1 -> H1 on control: 220 ready").is_empty());
    assert!(errors("S1 -> H1 on control: 421 Too many users").is_empty());
    assert_eq!(errors("S1 -> H1 on control: 220 ready\nS1 -> H1 on control: 220 ready"), ["reply-without-command@4"]);
}

#[test]
fn commands_come_from_the_client_and_replies_from_the_server() {
    assert_eq!(ftp("S1 -> H1 on control: RETR foo"), ["command-by-server@4"]);
    assert_eq!(ftp("H1 -> S1 on control: 200 OK"), ["reply-by-client@4"]);
}

#[test]
fn a_misspelt_command_says_what_was_meant() {
    assert_eq!(ftp("H1 -> S1 on control: USR anonymous"), ["unknown-command@4"]);
    let said = said(&format!("{FTP}{LOGIN}H1 -> S1 on control: GET foo"));
    let error = said.0.iter().find(|one| one.code == "unknown-command").expect("the error");
    assert!(error.help.as_deref().unwrap_or_default().contains("`RETR foo`"));
}

#[test]
fn prose_on_the_control_connection_is_no_command() {
    for label in [
        "Get file",
        "User name and password",
        "ACK: data",
        "message",
        "TLS ClientHello",
        "SYNC now",
        "List of files",
        "512 bytes",
    ] {
        assert!(ftp(&format!("S1 -> H1 on control: hi\nH1 -> S1 on control: {label}")).is_empty(), "{label}");
    }
}

#[test]
fn a_code_that_cannot_be_is_an_error() {
    assert_eq!(ftp("H1 -> S1 on control: NOOP\nS1 -> H1 on control: 299 what"), ["unknown-reply@5"]);
    assert_eq!(ftp("H1 -> S1 on control: NOOP\nS1 -> H1 on control: 700 what"), ["unknown-reply@5"]);
}

#[test]
fn a_long_reply_is_one_reply() {
    let events = "H1 -> S1 on control: FEAT\nS1 -> H1 on control: 211-Features\nS1 -> H1 on control: MDTM\nS1 -> H1 on control: 211 End";
    assert!(ftp(events).is_empty());
}

#[test]
fn nothing_comes_after_quit() {
    let quit = "H1 -> S1 on control: QUIT\nS1 -> H1 on control: 221 Goodbye\n";
    assert_eq!(ftp(&format!("{quit}H1 -> S1 on control: NOOP")), ["command-after-quit@6"]);
}

#[test]
fn a_port_that_the_data_connection_does_not_use_is_an_error() {
    let events = "H1 -> S1 on control: PORT 1,1,1,1,213,178\nS1 -> H1 opens data: SYN\nH1 -> S1 accepts data: Ack\n";
    assert_eq!(ftp(events), ["port-mismatch@5"]);
    let said = said(&format!("{FTP}{LOGIN}{events}"));
    let error = said.0.iter().find(|one| one.code == "port-mismatch").expect("the error");
    assert!(error.message.contains("213 × 256 + 178 = 54706") && error.message.contains("54705"), "{}", error.message);
    assert!(error.help.as_deref().unwrap_or_default().contains("`PORT 1,1,1,1,213,177`"));
    assert_eq!(error.related[0].0.start, 4000);
}

#[test]
fn an_address_that_the_data_connection_does_not_go_to_is_an_error() {
    assert_eq!(ftp("H1 -> S1 on control: PORT 9,9,9,9,213,177\nS1 -> H1 opens data: SYN"), ["address-mismatch@5"]);
    assert!(ftp("H1 -> S1 on control: PORT 9,9,9,9,213,177\nS1 -x H1 opens data: SYN").is_empty());
}

#[test]
fn a_refused_port_promises_nothing() {
    let events =
        "H1 -> S1 on control: PORT 1,1,1,1,0,21\nS1 -> H1 on control: 500 Illegal PORT\nS1 -> H1 opens data: SYN";
    assert!(ftp(events).is_empty());
}

#[test]
fn a_malformed_port_is_an_error() {
    assert_eq!(ftp("H1 -> S1 on control: PORT 1,1,1,1,213"), ["malformed-port@4"]);
    assert_eq!(ftp("H1 -> S1 on control: PORT 1,1,1,1,213,256"), ["malformed-port@4"]);
    assert!(ftp("H1 -> S1 on control: PORT h1,h2,h3,h4,p1,p2").is_empty());
}

const PASSIVE: &str = "host H1 1.1.1.1\nhost S1 1.1.2.1\nconnection control H1:54704 S1:21 ftp\nconnection data H1:54706 S1:50069 ftp-data\n";

fn passive(events: &str) -> Vec<String> {
    errors(&format!("{PASSIVE}{LOGIN}{events}"))
}

#[test]
fn in_passive_mode_the_client_opens_the_port_that_227_names() {
    // 195 × 256 + 149 = 50069
    let pasv = "H1 -> S1 on control: PASV\nS1 -> H1 on control: 227 Entering Passive Mode (1,1,2,1,195,149)\n";
    assert!(passive(&format!("{pasv}H1 -> S1 opens data: SYN\nS1 -> H1 accepts data: Ack\nH1 -> S1 on control: RETR foo\nS1 -> H1 on control: 125 Starting\nS1 -> H1 on control: 226 done")).is_empty());
    let wrong = "H1 -> S1 on control: PASV\nS1 -> H1 on control: 227 Entering Passive Mode (1,1,2,1,195,150)\nH1 -> S1 opens data: SYN";
    assert_eq!(passive(wrong), ["port-mismatch@6"]);
    let epsv = "H1 -> S1 on control: EPSV\nS1 -> H1 on control: 229 Entering Extended Passive Mode (|||50070|)\nH1 -> S1 opens data: SYN";
    assert_eq!(passive(epsv), ["port-mismatch@6"]);
}

#[test]
fn the_side_that_opens_fits_the_mode() {
    assert_eq!(passive("H1 -> S1 on control: PORT 1,1,1,1,213,177\nH1 -> S1 opens data: SYN"), ["wrong-side-opens@5"]);
    let pasv = "H1 -> S1 on control: PASV\nS1 -> H1 on control: 227 Passive (1,1,2,1,0,20)\nS1 -> H1 opens data: SYN";
    assert_eq!(ftp(pasv), ["wrong-side-opens@6"]);
}

/// A data connection in passive mode, up, and a RETR that was announced. Its events are the fourth to the ninth.
const RETR: &str = "H1 -> S1 on control: PASV
S1 -> H1 on control: 227 Passive (1,1,2,1,195,149)
H1 -> S1 opens data: SYN
S1 -> H1 accepts data: SYN, ACK
H1 -> S1 on control: RETR foo
S1 -> H1 on control: 150 Opening
";

#[test]
fn no_data_comes_after_the_reply_that_completes_the_transfer() {
    let done = "S1 -> H1 on control: 226 Done\n";
    assert_eq!(
        passive(&format!("{RETR}S1 -> H1 on data: foo\n{done}S1 -> H1 on data: rest")),
        ["data-after-transfer@12"]
    );
    assert_eq!(passive(&format!("{RETR}{done}H1 -> S1 on data: foo, part 1")), ["data-after-transfer@11"]);
    let unasked = "H1 -> S1 on control: PASV\nS1 -> H1 on control: 227 Passive (1,1,2,1,195,149)\n";
    let opens = "H1 -> S1 opens data: SYN\nS1 -> H1 accepts data: Ack\nS1 -> H1 on data: foo";
    assert_eq!(passive(&format!("{unasked}{done}{opens}")), ["data-after-transfer@7"]);
    let closed = "S1 -> H1 closes data: FIN\nH1 -> S1 confirms data: ACK\n";
    assert_eq!(passive(&format!("{RETR}{done}{closed}{opens}")), ["data-after-transfer@13"]);
}

#[test]
fn the_end_of_a_transfer_may_outlast_its_reply() {
    let done = "S1 -> H1 on control: 226 Done\n";
    let closed = "S1 -> H1 closes data: FIN\nH1 -> S1 confirms data: ACK\n";
    for after in [
        "H1 -> S1 on data: Ack_Data",
        "S1 -> H1 on data: FIN, ACK",
        "S1 -> H1 on data: TLS close notify",
        "S1 -> H1 on data: foo (again)",
        closed,
    ] {
        assert!(passive(&format!("{RETR}S1 -> H1 on data: foo\n{done}{after}")).is_empty(), "{after}");
    }
    // What was lost is sent again.
    assert!(passive(&format!("{RETR}S1 -x H1 on data: foo\n{done}S1 -> H1 on data: foo")).is_empty());
    assert!(passive(&format!("{RETR}{done}{closed}{RETR}S1 -> H1 on data: foo\n{done}")).is_empty());
}

#[test]
fn another_command_or_what_may_stand_for_one_begins_another_transfer() {
    let done = "S1 -> H1 on control: 226 Done\n";
    for between in ["H1 -> S1 on control: RETR bar", "H1 -> S1 on control: the next file", "unread control"] {
        assert!(passive(&format!("{RETR}{done}{between}\nS1 -> H1 on data: more data")).is_empty(), "{between}");
    }
    let two = "H1 -> S1 on control: RETR bar\nS1 -> H1 on control: 226 foo is done\nS1 -> H1 on data: bar\n";
    assert!(passive(&format!("{RETR}{two}{done}")).iter().all(|error| !error.starts_with("data-after")));
}

#[test]
fn the_file_goes_the_way_that_its_command_asks_for() {
    assert_eq!(
        passive(&format!("{RETR}H1 -> S1 on data: foo, part 1\nH1 -> S1 on data: foo, part 2")),
        ["data-wrong-way@10"]
    );
    let stor = RETR.replace("RETR", "STOR");
    assert_eq!(passive(&format!("{stor}S1 -> H1 on data: 512 bytes of foo")), ["data-wrong-way@10"]);
    assert!(passive(&format!("{stor}H1 -> S1 on data: foo\nS1 -> H1 on data: Ack_Data")).is_empty());
    assert!(passive(&format!("{RETR}S1 -> H1 on data: foo\nH1 -> S1 on data: foo received")).is_empty());
    assert!(passive(&format!("{RETR}S1 -> H1 on data: foo\nH1 -> S1 on data: Bestätigung")).is_empty());
}

#[test]
fn eprt_is_held_against_the_data_connection_too() {
    assert!(
        ftp("H1 -> S1 on control: EPRT |1|1.1.1.1|54705|\nS1 -> H1 on control: 200 OK\nS1 -> H1 opens data: SYN")
            .is_empty()
    );
    assert_eq!(ftp("H1 -> S1 on control: EPRT |1|1.1.1.1|54700|\nS1 -> H1 opens data: SYN"), ["port-mismatch@5"]);
}

#[test]
fn reply_125_needs_an_open_data_connection() {
    assert_eq!(ftp("H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 125 Already open"), ["data-not-open@5"]);
}

#[test]
fn an_aborted_transfer_has_two_replies() {
    assert!(ftp("H1 -> S1 on control: RETR foo\nS1 -> H1 on control: 150 Opening\nH1 -> S1 on control: ABOR\nS1 -> H1 on control: 426 Aborted\nS1 -> H1 on control: 226 Closed").is_empty());
}

#[test]
fn words_that_tcp_sends_again_are_said_once() {
    assert!(ftp("H1 -x S1 on control: USER a\nH1 -> S1 on control: USER a\nS1 -x H1 on control: 331 Password\nS1 -> H1 on control: 331 Password").is_empty());
    assert!(ftp("H1 -> S1 on control: NOOP\nS1 -> H1 on control: 200 OK\nH1 -x S1 on control: ACK\nS1 -> H1 on control: 200 OK").is_empty());
    assert_eq!(ftp("H1 -x S1 on control: USER a\nS1 -> H1 on control: 331 Password"), ["reply-without-command@5"]);
}

#[test]
fn two_commands_may_be_sent_before_their_replies() {
    assert!(ftp("H1 -> S1 on control: USER a\nH1 -> S1 on control: PASS b\nS1 -> H1 on control: 331 Password\nS1 -> H1 on control: 230 In").is_empty());
}

#[test]
fn prose_of_the_client_may_stand_for_a_command() {
    assert!(ftp("H1 ~> S1 on control: message\nS1 ~> H1 on control: 221 Goodbye").is_empty());
    assert_eq!(ftp("H1 ~> S1 on control: ACK\nS1 ~> H1 on control: 221 Goodbye"), ["reply-without-command@5"]);
}

#[test]
fn a_user_may_be_called_dupont() {
    assert!(ftp("H1 -> S1 on control: USER dupont\nS1 -> H1 on control: 331 Password").is_empty());
}

#[test]
fn what_the_user_types_may_stand_for_a_command() {
    let mut lesson = super::build::lesson(&format!("{FTP}{LOGIN}S1 -> H1 on control: 221 Goodbye"));
    let said = |lesson: &crate::lesson::Lesson| crate::protocol::check(lesson).1.errors();
    assert_eq!(said(&lesson), 1);
    let host = crate::lesson::HostId(0);
    let typed = crate::lesson::Action::Types { host, text: "quit".to_owned() };
    let event = crate::lesson::Event { action: typed, span: crate::diagnostic::Span::default() };
    lesson.pages[0].steps[3].events.insert(0, event);
    assert_eq!(said(&lesson), 0);
}

#[test]
fn a_status_in_the_middle_of_a_transfer_leaves_its_end_open() {
    assert!(ftp("H1 -> S1 on control: RETR a\nS1 -> H1 on control: 150 Go\nH1 -> S1 on control: STAT\nS1 -> H1 on control: 211 Busy\nS1 -> H1 on control: 226 Done").is_empty());
}

#[test]
fn a_data_connection_of_plain_tcp_is_held_against_port_too() {
    let hosts = FTP.replace("ftp-data", "tcp");
    let text =
        |port: u8| format!("{hosts}{LOGIN}H1 -> S1 on control: PORT 1,1,1,1,213,{port}\nS1 -> H1 opens data: SYN");
    assert_eq!(errors(&text(178)), ["port-mismatch@5"]);
    assert!(errors(&text(177)).is_empty());
}

#[test]
fn a_private_address_may_be_translated() {
    let events = "H1 -> S1 on control: PORT 192,168,0,7,213,177\nS1 -> H1 opens data: SYN";
    assert!(ftp(events).is_empty());
}
