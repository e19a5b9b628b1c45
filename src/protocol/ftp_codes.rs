//! FTP's commands and the replies that each allows: a command's name in, codes out.
//!
//! RFC 959, section 5.4, with the commands of RFC 775, 1639, 2228, 2389, 2428, 2640, 3659 and 7151.

/// Replies that any command may get: the service closes, or the command is not understood, not in order or not allowed
/// before the login (RFC 959, 4.2 and 5.4).
pub(super) const ALWAYS: [u16; 7] = [421, 500, 501, 502, 503, 504, 530];

/// Replies that a server greets with before any command (RFC 959, 5.4: connection establishment).
pub(super) const GREETINGS: [u16; 3] = [120, 220, 421];

/// The replies to a command beside [`ALWAYS`]; `None` where there is no such command.
pub(super) fn replies(command: &str) -> Option<&'static [u16]> {
    COMMANDS.iter().find(|(names, _)| names.contains(&command)).map(|(_, codes)| *codes)
}

/// Every command.
pub(super) fn commands() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().flat_map(|(names, _)| names.iter().copied())
}

/// The commands that a reply may answer, for help texts.
pub(super) fn answering(code: u16) -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().filter(move |(_, codes)| codes.contains(&code)).flat_map(|(names, _)| names.iter().copied())
}

/// True for a command that moves data over the data connection.
pub(super) fn transfers(command: &str) -> bool {
    replies(command).is_some_and(|codes| codes.contains(&150))
}

/// True for a command that says where the next data connection goes.
pub(super) fn prepares(command: &str) -> bool {
    matches!(command, "PORT" | "EPRT" | "LPRT" | "PASV" | "EPSV" | "LPSV")
}

/// True for a reply that belongs to a transfer: it is about to start, it is over, or it failed.
pub(super) fn of_a_transfer(code: u16) -> bool {
    matches!(code, 110 | 125 | 150 | 226 | 250 | 425 | 426 | 450 | 451 | 452 | 550 | 551 | 552)
}

/// A user's own word for a command that has another name on the wire.
pub(super) fn user_word(word: &str) -> Option<&'static str> {
    match word {
        "GET" | "RECV" => Some("RETR"),
        "PUT" | "SEND" => Some("STOR"),
        "DIR" | "LS" => Some("LIST"),
        "CD" => Some("CWD"),
        _ => None,
    }
}

/// Words in capitals that are near a command, and are none.
pub(super) const NOT_COMMANDS: [&str; 25] = [
    "ACK", "SYN", "FIN", "RST", "PSH", "URG", "TLS", "SSL", "TCP", "UDP", "FTP", "DATA", "PART", "LAST", "TEST",
    "POST", "NEXT", "FILE", "MAIL", "TEXT", "SENT", "READ", "BYTE", "DONE", "CLOSE",
];

/// What stands in one line of the table is answered alike.
const COMMANDS: &[(&[&str], &[u16])] = &[
    (&["USER"], &[230, 232, 331, 332, 336]),
    (&["PASS"], &[202, 230, 232, 332]),
    (&["ACCT"], &[202, 230]),
    // CDUP is answered with 200 in RFC 959's list and with 250 by most servers: its text makes it a kind of CWD.
    (&["CWD", "XCWD", "CDUP", "XCUP"], &[200, 250, 550]),
    (&["SMNT"], &[202, 250, 550]),
    (&["REIN"], &[120, 220]),
    (&["QUIT"], &[221]),
    (&["PORT", "LPRT"], &[200, 521, 522]),
    (&["EPRT"], &[200, 522]),
    (&["PASV"], &[227, 425]),
    (&["EPSV"], &[200, 229, 522]),
    (&["LPSV"], &[228, 521]),
    (&["MODE", "STRU", "TYPE"], &[200]),
    (&["ALLO"], &[200, 202]),
    (&["REST"], &[350]),
    (&["RETR"], &[110, 125, 150, 226, 250, 425, 426, 450, 451, 550, 551]),
    (&["STOR", "STOU", "APPE"], &[110, 125, 150, 226, 250, 425, 426, 450, 451, 452, 532, 550, 551, 552, 553]),
    (&["LIST", "NLST", "MLSD"], &[125, 150, 226, 250, 425, 426, 450, 451, 550]),
    (&["RNFR"], &[350, 450, 550]),
    (&["RNTO"], &[250, 532, 550, 553]),
    (&["DELE"], &[250, 450, 550]),
    (&["RMD", "XRMD"], &[250, 550]),
    (&["MKD", "XMKD"], &[257, 550, 553]),
    (&["PWD", "XPWD"], &[257, 550]),
    (&["ABOR"], &[225, 226]),
    (&["SYST"], &[215]),
    (&["STAT"], &[211, 212, 213, 450, 550]),
    (&["HELP"], &[211, 214]),
    (&["SITE"], &[200, 202, 211, 214, 250, 550]),
    (&["NOOP"], &[200]),
    (&["FEAT"], &[211]),
    (&["OPTS"], &[200, 202, 451]),
    (&["SIZE", "MDTM", "MFMT"], &[213, 550]),
    (&["MLST"], &[250, 550]),
    (&["LANG", "CLNT", "HOST"], &[200, 220]),
    (&["AUTH"], &[234, 334, 431, 534]),
    (&["ADAT"], &[235, 335, 535]),
    (&["PBSZ"], &[200]),
    (&["PROT"], &[200, 431, 534, 536]),
    (&["CCC"], &[200, 533, 534]),
    (&["MIC", "CONF", "ENC"], &[533, 535, 537, 631, 632, 633]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_once_in_capitals() {
        let mut names: Vec<_> = commands().collect();
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_uppercase())));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn only_transfers_are_announced() {
        assert!(transfers("RETR") && transfers("LIST") && transfers("STOU"));
        assert!(!transfers("PORT") && !transfers("USER"));
    }
}
