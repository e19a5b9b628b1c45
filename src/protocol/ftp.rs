//! FTP's control connection (RFC 959): each label in, an error out for a reply that its command does not allow.

use super::ftp_codes::{self as codes, ALWAYS, GREETINGS};
use super::ftp_data;
use super::ftp_port::{self, Named, Spot};
use super::ftp_speech::{Speech, listen};
use super::ftp_transfer::Transfer;
use super::packet::{End, Sending};
use super::tcp;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Span, did_you_mean, surely_meant};
use crate::lesson::{Connection, Verb};

/// How far the conversation of one control connection has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Dialog {
    /// Where one side listens for the data connection.
    pub listening: Option<Listening>,
    /// What moves on the data connection, and whether it may.
    pub file: Transfer,
    /// Commands without a final reply, oldest first.
    outstanding: Vec<Command>,
    /// True once a command was sent or a greeting was complete.
    spoken: bool,
    /// True where a transfer is prepared or under way, as far as the lesson shows.
    transfer: bool,
    /// The code of a reply of several lines that is not over.
    continuing: Option<u16>,
    quit: Option<Span>,
    heard: Heard,
    /// True where the client said something in prose, or its user typed something, that no reply has answered.
    prose: bool,
}

/// What each end said last, to know a retransmission by.
#[derive(Debug, Clone, Default)]
struct Heard {
    client: String,
    server: String,
    /// True where something was lost since.
    lost: bool,
}

#[derive(Debug, Clone)]
struct Command {
    name: &'static str,
    span: Span,
    argument: String,
    /// Where its 1xx reply stands.
    announced: Option<Span>,
}

/// Where a side listens, and what says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listening {
    /// Address and port.
    pub spot: Spot,
    /// `PORT`, `EPRT`, `227` or `229`.
    pub said_by: &'static str,
    /// The event.
    pub span: Span,
    /// True where the server listens.
    pub passive: bool,
}

impl Dialog {
    /// Replays one packet of the control connection. `data_up` says whether the data connection is up, where the lesson has one.
    pub(super) fn replay(&mut self, sending: &Sending, data_up: Option<bool>, said: &mut Diagnostics) {
        match sending.packet.verb {
            Verb::Opens(_) => *self = Self::default(),
            // What is lost is not heard: no answer to it can be checked.
            Verb::On(_) if !sending.arrives => {
                self.heard.lost = true;
                self.hear_vaguely(sending);
            }
            Verb::On(_) if self.heard.is_repetition(sending) => self.hear_vaguely(sending),
            Verb::On(_) => match listen(sending.label()) {
                Speech::Command { word, argument } => self.command(sending, &word, argument, said),
                Speech::Reply { code, text, more } => self.reply(sending, code, text, more, data_up, said),
                // What the client says in prose may stand for any command.
                Speech::Other => {
                    self.prose |= sending.by == End::From && !tcp::is_bare_ack(sending.label());
                    self.hear_vaguely(sending);
                }
            },
            _ => {}
        }
    }

    /// Notes that something was said that could not be read: the next reply may answer it.
    pub(super) fn lose_track(&mut self) {
        self.listening = None;
        self.outstanding.clear();
        self.continuing = None;
        self.transfer = true;
        self.prose = true;
        self.file.doubt();
    }

    /// Notes that something moves on the data connection: a transfer is under way, whoever asked for it.
    pub(super) fn data_moves(&mut self) {
        self.transfer = true;
        self.file.moves();
    }

    /// Notes that something somewhere could not be read: it may have been data.
    pub(super) fn doubt_transfer(&mut self) {
        self.transfer = true;
        self.file.doubt();
    }

    /// Notes that the user types something at the client: the command that comes of it may be left out.
    pub(super) fn user_types(&mut self) {
        self.prose = true;
        self.file.doubt();
    }

    /// What the client says that is not plainly a command may begin a transfer.
    fn hear_vaguely(&mut self, sending: &Sending) {
        if sending.by == End::From && !tcp::is_bare_ack(sending.label()) {
            self.file.doubt();
        }
    }

    fn command(&mut self, sending: &Sending, word: &str, argument: &str, said: &mut Diagnostics) {
        let Some(name) = codes::commands().find(|name| *name == word) else {
            said.0.extend(unknown_command(sending, word, argument));
            self.hear_vaguely(sending);
            return;
        };
        if sending.by == End::To {
            // Lines between the first and the last of a long reply may look like commands: FEAT lists them.
            if self.continuing.is_none() {
                said.push(command_by_server(sending, name));
            }
            return;
        }
        if let Some(quit) = self.quit {
            let message = format!("`{name}` comes after `QUIT`");
            let error = Diagnostic::error("command-after-quit", sending.packet.label_span, message);
            said.push(
                error.help("send it before `QUIT`, or open the connection again").related(quit, "`QUIT` is here"),
            );
        }
        self.spoken = true;
        self.prose = false;
        self.continuing = None;
        self.outstanding.push(Command { name, span: sending.span, argument: argument.to_owned(), announced: None });
        if codes::transfers(name) {
            self.file.begin(name, argument, sending.span);
        } else if codes::prepares(name) {
            self.file.prepare();
        }
        match name {
            "QUIT" => self.quit = Some(sending.span),
            "PORT" => self.listen_at(sending, "PORT", ftp_port::of_port(argument), said),
            "EPRT" => self.listen_at(sending, "EPRT", ftp_port::of_eprt(argument), said),
            "PASV" | "EPSV" | "LPSV" | "LPRT" => self.listening = None,
            _ => return,
        }
        self.transfer = false;
    }

    fn listen_at(&mut self, sending: &Sending, said_by: &'static str, named: Named, said: &mut Diagnostics) {
        let passive = matches!(said_by, "227" | "229");
        self.listening = None;
        match named {
            Ok(spot) => self.listening = spot.map(|spot| Listening { spot, said_by, span: sending.span, passive }),
            Err(why) => said.push(malformed(sending, said_by, &why)),
        }
    }

    fn reply(
        &mut self,
        sending: &Sending,
        code: u16,
        text: &str,
        more: bool,
        data_up: Option<bool>,
        said: &mut Diagnostics,
    ) {
        if sending.by == End::From {
            said.push(reply_by_client(sending, code));
            return;
        }
        let goes_on = self.continuing == Some(code);
        self.continuing = if more { Some(code) } else { None };
        if goes_on {
            return;
        }
        if !is_code(code) {
            said.push(no_such_code(sending, code));
            return;
        }
        if code == 125 && data_up == Some(false) {
            said.push(not_open_already(sending));
        }
        if code == 421 {
            self.outstanding.clear();
            return;
        }
        // Newest first: where replies were left out, this one answers the last command.
        match self.outstanding.iter().rposition(|command| command.allows(code)) {
            Some(at) => self.answer(at, sending, code, text, said),
            None => self.unasked(sending, code, said),
        }
    }

    fn answer(&mut self, at: usize, sending: &Sending, code: u16, text: &str, said: &mut Diagnostics) {
        let command = &mut self.outstanding[at];
        if code < 200 {
            if let Some(first) = command.announced.replace(sending.span) {
                said.push(second_announcement(sending, command, code, first));
            }
            self.transfer |= codes::transfers(command.name);
            return;
        }
        let name = command.name;
        self.outstanding.drain(..=at);
        match (name, code) {
            ("PASV", 227) => self.listen_at(sending, "227", ftp_port::of_227(text), said),
            ("EPSV", 229) => self.listen_at(sending, "229", ftp_port::of_229(text), said),
            ("PORT" | "EPRT" | "LPRT", 400..) => self.listening = None,
            ("QUIT", 400..) => self.quit = None,
            _ => {}
        }
        if codes::transfers(name) {
            self.transfer = false;
            self.file.end(code, sending.span);
        } else if codes::prepares(name) {
            self.transfer = code < 400;
        }
    }

    /// A reply that no command asked for is a greeting, or answers a transfer command that the lesson leaves out.
    fn unasked(&mut self, sending: &Sending, code: u16, said: &mut Diagnostics) {
        let only_prepared =
            self.outstanding.iter().all(|command| matches!(command.name, "PORT" | "EPRT" | "LPRT" | "PASV" | "EPSV"));
        if std::mem::take(&mut self.prose) && self.outstanding.is_empty() {
            self.spoken = true;
        } else if self.transfer && only_prepared && codes::of_a_transfer(code) {
            self.transfer = code < 200;
            self.outstanding.clear();
            if code >= 200 {
                self.file.end(code, sending.span);
            }
        } else if !self.spoken && GREETINGS.contains(&code) {
            self.spoken = code != 120;
        } else if let Some(command) = self.outstanding.pop() {
            said.push(not_allowed(sending, &command, code));
            self.outstanding.clear();
        } else {
            said.push(nothing_asked(sending, code, self.spoken));
            self.spoken = true;
        }
    }
}

impl Heard {
    /// A segment that TCP sends again is the same words, not said twice.
    fn is_repetition(&mut self, sending: &Sending) -> bool {
        let last = if sending.by == End::From { &mut self.client } else { &mut self.server };
        // Said in a note in parentheses, that is: a user's name may well be `again`.
        let noted = sending.label().ends_with(')') && sending.says_again();
        let repeats = noted || (self.lost && last == sending.label());
        if !repeats {
            sending.label().clone_into(last);
            self.lost = false;
        }
        repeats
    }
}

impl Command {
    fn allows(&self, code: u16) -> bool {
        ALWAYS.contains(&code) || codes::replies(self.name).is_some_and(|codes| codes.contains(&code))
    }
}

/// The first digit says how it went, 1 to 5 (6 where it is protected, RFC 2228); the second what it is about, 0 to 5 (RFC 959, 4.2).
fn is_code(code: u16) -> bool {
    (1..=6).contains(&(code / 100)) && (0..=5).contains(&(code / 10 % 10))
}

fn unknown_command(sending: &Sending, word: &str, argument: &str) -> Option<Diagnostic> {
    // Words in capitals alone may be anything; with an argument they are meant as a command.
    if sending.by == End::To || argument.is_empty() || codes::NOT_COMMANDS.contains(&word) {
        return None;
    }
    let meant = codes::user_word(word).or_else(|| did_you_mean(word, codes::commands()))?;
    let why =
        if codes::user_word(word).is_some() { "is what a user types, not an FTP command" } else { "is no FTP command" };
    Some(
        Diagnostic::error("unknown-command", sending.packet.label_span, format!("`{word}` {why}"))
            .help(format!("did you mean `{meant} {argument}`?"))
            .fix(correction(sending, word)),
    )
}

/// The command that must have been meant by the label's first word.
fn correction(sending: &Sending, word: &str) -> Option<Fix> {
    let meant = codes::user_word(word).or_else(|| surely_meant(word, codes::commands()))?;
    let start = sending.packet.label_span.start;
    Some(Fix { span: Span::new(start, start + word.len()), replacement: meant.to_owned() })
}

fn command_by_server(sending: &Sending, name: &str) -> Diagnostic {
    let (server, client, control) = sending.names();
    let message = format!("{server} sends the command `{name}`, but it is the server of {control}");
    Diagnostic::error("command-by-server", sending.packet.label_span, message)
        .help(format!("commands come from {client}; {server} answers with replies, such as `200 OK`"))
        .related(sending.connection.span, format!("{client} is declared as the client here"))
}

fn reply_by_client(sending: &Sending, code: u16) -> Diagnostic {
    let (client, server, control) = sending.names();
    let message = format!("{client} sends the reply {code}, but it is the client of {control}");
    Diagnostic::error("reply-by-client", sending.packet.label_span, message)
        .help(format!("replies come from {server}; {client} sends commands"))
        .related(sending.connection.span, format!("{client} is declared as the client here"))
}

fn malformed(sending: &Sending, said_by: &str, why: &str) -> Diagnostic {
    let form = match said_by {
        "PORT" => "`PORT h1,h2,h3,h4,p1,p2`, where the port is p1 × 256 + p2",
        "EPRT" => "`EPRT |1|132.235.1.2|6275|`",
        "227" => "`227 Entering Passive Mode (h1,h2,h3,h4,p1,p2)`, where the port is p1 × 256 + p2",
        _ => "`229 Entering Extended Passive Mode (|||6446|)`",
    };
    Diagnostic::error(
        "malformed-port",
        sending.packet.label_span,
        format!("`{said_by}` names no address and port: {why}"),
    )
    .help(format!("write {form}"))
}

fn no_such_code(sending: &Sending, code: u16) -> Diagnostic {
    Diagnostic::error("unknown-reply", sending.packet.label_span, format!("{code} is no FTP reply"))
        .help("a reply's first digit is from 1 to 5, its second from 0 to 5")
}

fn not_open_already(sending: &Sending) -> Diagnostic {
    let message = "125 says that the data connection is open already, but it is not";
    let error = Diagnostic::error("data-not-open", sending.packet.label_span, message)
        .help("`150` announces a data connection that is about to be opened");
    let is_data = |one: &&Connection| ftp_data::belongs(sending.lesson, one, sending.connection);
    let data = sending.lesson.connections.iter().find(is_data);
    data.into_iter().fold(error, |error, data| error.related(data.span, format!("`{}` is declared here", data.name)))
}

fn second_announcement(sending: &Sending, command: &Command, code: u16, first: Span) -> Diagnostic {
    let message = format!("{code} is the second 1xx reply to `{}`", command.name);
    Diagnostic::error("reply-not-allowed", sending.packet.label_span, message)
        .help("a command has at most one; the next reply is its last, such as `226`")
        .related(first, "the first is here")
        .related(command.span, format!("`{}` is here", command.name))
}

fn not_allowed(sending: &Sending, command: &Command, code: u16) -> Diagnostic {
    let name = command.name;
    let allowed = codes::replies(name).unwrap_or_default();
    let list = super::names::list(allowed.iter().map(u16::to_string));
    let written = if command.argument.is_empty() { name.to_owned() } else { format!("{name} {}", command.argument) };
    let mut help = format!("`{name}` allows {list}; 421, 500 to 504 and 530 answer any command");
    if matches!(name, "PORT" | "EPRT" | "PASV" | "EPSV") && codes::of_a_transfer(code) {
        help.push_str("; a transfer's replies need its command, such as `RETR`");
    }
    Diagnostic::error("reply-not-allowed", sending.packet.label_span, format!("{code} is no reply to `{name}`"))
        .help(help)
        .related(command.span, format!("`{written}` is the command"))
}

fn nothing_asked(sending: &Sending, code: u16, spoken: bool) -> Diagnostic {
    let (server, ..) = sending.names();
    let message = if spoken {
        format!("{server} replies {code}, but every command has its answer")
    } else {
        format!("{server} replies {code} before any command: only 120, 220 and 421 greet")
    };
    let commands = super::names::list(codes::answering(code).map(|name| format!("`{name}`")));
    let help = if codes::answering(code).next().is_none() {
        "send the command that it answers first".to_owned()
    } else {
        format!("send the command first: {code} answers {commands}")
    };
    Diagnostic::error("reply-without-command", sending.packet.label_span, message).help(help)
}
