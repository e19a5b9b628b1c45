//! TCP's own rules (RFC 9293): flags that fit the verb, acks of something that arrived, numbers that add up.
//!
//! A label speaks as Wireshark's info column does: `SYN`, `FIN, ACK`, `ACK`, `seq=1 len=100`, `ack=101`.

use super::known::Carrier;
use super::numbers::Numbers;
use super::outlook::Outlook;
use super::packet::{End, Ends, Sending};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::lesson::{Field, Verb};

/// What each end of a connection has sent and acknowledged.
#[derive(Debug, Clone, Default)]
pub(super) struct Streams {
    sent: Ends<Stream>,
}

/// One end's half.
#[derive(Debug, Clone, Default)]
struct Stream {
    /// How many of its packets arrived and have had no ack of their own.
    unacknowledged: u32,
    /// Whether one of those is the SYN-ACK, which any later packet of the other end acknowledges too.
    accepted: bool,
    /// The highest number that this end has acknowledged.
    last_ack: Option<u64>,
    /// Where this end has sent a plain ack last, and where anything else.
    acked_at: Option<Span>,
    sent_at: Option<Span>,
    /// The number after the last one sent, and whether every packet so far gave its numbers.
    next: Option<u64>,
    vague: bool,
    /// Where a SYN stands, and its number.
    syn: Option<(u64, Span)>,
    /// Where the last packet of this end was lost, if it was.
    lost: Option<Span>,
    /// Ranges that were sent and have never arrived.
    missing: Vec<(u64, u64, Span)>,
}

impl Streams {
    /// Replays one packet of a connection.
    pub(super) fn replay(&mut self, sending: &Sending, rows: &[Field], outlook: &Outlook, said: &mut Diagnostics) {
        if outlook.carrier(sending.id) != Carrier::Tcp {
            return;
        }
        if matches!(sending.packet.verb, Verb::Opens(_)) && !self.is_retry(sending) {
            *self = Self::default();
        }
        let numbers = Numbers::read(sending.label(), rows);
        let bare = matches!(sending.packet.verb, Verb::On(_))
            && is_bare_ack(sending.label())
            && numbers.length.unwrap_or(0) == 0;
        let wrong_number = numbers.ack.and_then(|ack| self.check_number(sending, ack));
        match wrong_number {
            Some(error) => said.push(error),
            None if bare => said.0.extend(self.check_ack(sending, numbers)),
            None => {}
        }
        self.acknowledge(sending, numbers, bare);
        if !bare {
            self.send(sending, numbers);
        }
    }

    /// Notes that the ends may have sent anything: until the connection is opened again, no ack is held against it.
    pub(super) fn lose_count(&mut self) {
        for end in [End::From, End::To] {
            let stream = self.sent.of_mut(end);
            stream.unacknowledged = MANY;
            stream.vague = true;
        }
    }

    fn is_retry(&self, sending: &Sending) -> bool {
        self.sent.of(sending.by).syn.is_some() && self.sent.of(sending.by.other()).next.is_none()
    }

    /// An ack acknowledges something that arrived (RFC 9293, 3.4); one that repeats an older number is a duplicate.
    fn check_ack(&self, sending: &Sending, numbers: Numbers) -> Option<Diagnostic> {
        let own = self.sent.of(sending.by);
        let peer = self.sent.of(sending.by.other());
        let duplicate = numbers.ack.is_some() && numbers.ack <= own.last_ack;
        let proved = numbers.ack.is_some() && !peer.vague && numbers.ack <= peer.next;
        if peer.unacknowledged > 0 || duplicate || proved || says_why(sending) {
            return None;
        }
        let (from, to, name) = sending.names();
        let message = format!("{from} acknowledges nothing: nothing of {to} has arrived on {name} since its last ack");
        let error = Diagnostic::error("ack-of-nothing", sending.packet.label_span, message)
            .help("show what arrives before its ack, or call the ack a duplicate (`Dup ACK`)");
        Some(match (peer.lost, own.acked_at) {
            (Some(at), _) => error.related(at, "this was lost"),
            (None, Some(at)) => error.related(at, "its last ack"),
            (None, None) => error,
        })
    }

    /// An ack number is the next one expected (RFC 9293, 3.4): at most the one after the last that arrived.
    fn check_number(&self, sending: &Sending, ack: u64) -> Option<Diagnostic> {
        let peer = self.sent.of(sending.by.other());
        let next = peer.next.filter(|_| !peer.vague)?;
        let (from, to, _) = sending.names();
        let error = |message| Diagnostic::error("ack-number", sending.packet.label_span, message);
        if let (Verb::Accepts(_), Some((syn, at))) = (sending.packet.verb, peer.syn) {
            return (ack != syn + 1).then(|| {
                error(format!("{from} acknowledges {ack}, but the SYN has sequence number {syn}"))
                    .help(format!("a SYN counts as one: ack={}", syn + 1))
                    .related(at, "the SYN")
            });
        }
        if ack > next {
            let message = format!("{from} acknowledges {ack}, but {to} has sent no further than {next}");
            let error =
                error(message).help(format!("an ack names the next byte that is expected: at most {next} here"));
            let last = |error: Diagnostic, at| error.related(at, format!("the last that {to} has sent"));
            return Some(peer.sent_at.into_iter().fold(error, last));
        }
        let &(start, end, at) = peer.missing.iter().find(|&&(start, _, _)| ack > start)?;
        let message = format!("{from} acknowledges {ack}, but {start} to {} never arrived", end.saturating_sub(1));
        Some(
            error(message)
                .help(format!("until it is sent again, the ack stays at {start}"))
                .related(at, "this was lost"),
        )
    }

    fn acknowledge(&mut self, sending: &Sending, numbers: Numbers, bare: bool) {
        let peer = self.sent.of_mut(sending.by.other());
        if bare || matches!(sending.packet.verb, Verb::Confirms(_)) {
            peer.unacknowledged = peer.unacknowledged.saturating_sub(1);
            peer.accepted = false;
        } else if std::mem::take(&mut peer.accepted) {
            peer.unacknowledged = peer.unacknowledged.saturating_sub(1);
        }
        let own = self.sent.of_mut(sending.by);
        own.last_ack = own.last_ack.max(numbers.ack);
        own.acked_at = if bare { Some(sending.span) } else { own.acked_at };
    }

    fn send(&mut self, sending: &Sending, numbers: Numbers) {
        let verb = sending.packet.verb;
        let own = self.sent.of_mut(sending.by);
        own.sent_at = Some(sending.span);
        // The SYN's ack is the accept itself; a confirm carries nothing that an ack would answer, but for a FIN.
        let fin = matches!(verb, Verb::Closes(_)) || ends(sending.label());
        let only_confirms = matches!(verb, Verb::Confirms(_)) && !fin;
        if sending.arrives && !only_confirms && !matches!(verb, Verb::Opens(_)) {
            own.unacknowledged = own.unacknowledged.saturating_add(if stands_for_many(sending) { MANY } else { 1 });
            own.accepted |= matches!(verb, Verb::Accepts(_));
        }
        own.lost = (!sending.arrives).then_some(sending.span);
        let counted = u64::from(fin || matches!(verb, Verb::Opens(_) | Verb::Accepts(_)));
        let length = numbers.length.or((counted == 1).then_some(0));
        if only_confirms {
            return;
        }
        match (numbers.sequence, length) {
            (Some(start), Some(length)) => own.advance(start, length + counted, sending),
            // A SYN without a number leaves the count to start with the data; a FIN without one comes next.
            (None, Some(0)) if counted == 1 => own.next = own.next.map(|next| next + counted),
            _ => own.vague = true,
        }
        if let (Verb::Opens(_), Some(start)) = (verb, numbers.sequence) {
            own.syn = Some((start, sending.span));
        }
    }
}

impl Stream {
    fn advance(&mut self, start: u64, length: u64, sending: &Sending) {
        let end = start + length;
        // Sequence numbers wrap around at 2^32 (RFC 9293, 3.4); past that nothing is compared any more.
        self.vague |= end > u64::from(u32::MAX);
        self.next = self.next.max(Some(end));
        if sending.arrives {
            self.missing.retain(|&(lost_start, lost_end, _)| lost_start < start || lost_end > end);
        } else if length > 0 {
            self.missing.push((start, end, sending.span));
            self.missing.sort_unstable_by_key(|&(start, ..)| start);
        }
    }
}

/// More acks than any lesson shows for one arrow.
const MANY: u32 = 1_000_000;

/// One arrow may stand for a whole window: `4 segments`, `Segments 2-5`, `Data ×8`.
fn stands_for_many(sending: &Sending) -> bool {
    let label = sending.label().to_lowercase();
    let plural = ["segments", "packets", "parts", "pieces", "blocks", "frames", "burst", "×"];
    plural.iter().any(|word| label.contains(word))
}

/// Window updates and keep-alives are sent as acks too, and acknowledge nothing new.
fn says_why(sending: &Sending) -> bool {
    let label = sending.label().to_lowercase();
    sending.says_again() || ["window", "win=", "win ", "keep", "update", "sack"].iter().any(|word| label.contains(word))
}

/// True for a label whose first word is an ack, and that carries nothing else: `ACK`, `Ack_Data`, `ack 1001`; not `ACK + data`.
pub(super) fn is_bare_ack(label: &str) -> bool {
    let label = label.trim_start_matches(|c: char| " [(<".contains(c));
    let end = label.find(|c: char| !c.is_alphanumeric()).unwrap_or(label.len());
    let (word, rest) = (label[..end].to_lowercase(), label[end..].trim_start());
    let carries_more = rest.starts_with(['+', '&', '/']) || rest.starts_with("and ") || rest.starts_with("with ");
    let other_flags = leading_flags(label).iter().any(|flag| *flag != "ACK");
    let is_ack =
        matches!(word.as_str(), "ack" | "acks" | "acknowledge" | "acknowledges" | "acknowledgement" | "acknowledgment");
    is_ack && !carries_more && !other_flags
}

/// True for a label that says that the connection is reset.
pub(super) fn says_reset(label: &str) -> bool {
    label.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "rst" | "reset" | "refused"))
}

/// The flags that a label begins with: `SYN, ACK seq=0` begins with two.
pub(super) fn leading_flags(label: &str) -> Vec<&'static str> {
    let words = label.split(|c: char| " ,+/&-_|[](){}:;=".contains(c)).filter(|word| !word.is_empty());
    words.map_while(flag).collect()
}

/// True for a label whose flags end the connection, or this half of it: `FIN, ACK`, `RST`.
pub(super) fn ends(label: &str) -> bool {
    leading_flags(label).iter().any(|flag| flag.starts_with("FIN") || *flag == "RST")
}

/// A word that is the name of a flag.
pub(super) fn flag(word: &str) -> Option<&'static str> {
    match word {
        "SYN" | "Syn" | "syn" => Some("SYN"),
        "SYNACK" | "SynAck" => Some("SYN-ACK"),
        "ACK" | "Ack" | "ack" => Some("ACK"),
        // "Fin" is a word in some languages: only capitals count.
        "FIN" => Some("FIN"),
        "FINACK" => Some("FIN-ACK"),
        "RST" => Some("RST"),
        "PSH" | "PUSH" => Some("PSH"),
        "URG" => Some("URG"),
        _ => None,
    }
}

/// Why these flags cannot be those of the verb: what they say, and the verb that they belong to.
pub(super) fn contradiction(verb: Verb, flags: &[&str]) -> Option<(&'static str, &'static str)> {
    let has = |wanted: &str| flags.iter().any(|flag| flag.split('-').any(|part| part == wanted));
    let (syn, ack, fin, rst) = (has("SYN"), has("ACK"), has("FIN"), has("RST"));
    match verb {
        Verb::Opens(_) if syn && ack => Some(("SYN, ACK", "accepts")),
        Verb::Opens(_) if ack && !syn && !fin && !rst => Some(("ACK", "on")),
        Verb::Opens(_) | Verb::Accepts(_) | Verb::On(_) if fin => Some(("FIN", "closes")),
        Verb::Opens(_) | Verb::Accepts(_) | Verb::On(_) if rst => Some(("RST", "closes")),
        Verb::Accepts(_) if syn && !ack => Some(("SYN", "opens")),
        Verb::Closes(_) | Verb::Confirms(_) | Verb::On(_) if syn && ack => Some(("SYN, ACK", "accepts")),
        Verb::Closes(_) | Verb::Confirms(_) | Verb::On(_) if syn => Some(("SYN", "opens")),
        _ => None,
    }
}

/// What is wrong with the flags of a label, where the connection runs over TCP. `answers_close` says that the other end has
/// closed its half: the FIN that comes then needs no verb of its own.
pub(super) fn check_flags(sending: &Sending, outlook: &Outlook, answers_close: bool) -> Option<Diagnostic> {
    let told = contradiction(sending.packet.verb, &leading_flags(sending.label()))?;
    let last_fin = answers_close && told.0 == "FIN" && matches!(sending.packet.verb, Verb::On(_));
    (outlook.carrier(sending.id) == Carrier::Tcp && !last_fin).then(|| flags_contradict(sending, told))
}

fn flags_contradict(sending: &Sending, (flags, belongs): (&str, &str)) -> Diagnostic {
    let (verb, sends) = match sending.packet.verb {
        Verb::Opens(_) => ("opens", "a SYN"),
        Verb::Accepts(_) => ("accepts", "a SYN, ACK"),
        Verb::Closes(_) => ("closes", "a FIN"),
        Verb::Confirms(_) => ("confirms", "an ACK"),
        Verb::On(_) | Verb::Datagram => ("on", "a packet of an open connection"),
    };
    let message = format!("`{verb}` sends {sends}, but the label says {flags}");
    let help = format!("a packet with {flags} is written {}", super::names::instead(sending, belongs));
    // A FIN on an open connection is a real one: only the life of the connection is not told.
    let told = matches!(sending.packet.verb, Verb::On(_)) && belongs == "closes";
    let place = sending.packet.label_span;
    let diagnostic = if told { Diagnostic::warning } else { Diagnostic::error };
    diagnostic("flags-contradict", place, message).help(help)
}
