//! The life of a connection: each packet in, the state that it leads to out, and an error for what cannot be.
//!
//! The rules are those of RFC 9293 (TCP), section 3.5 for opening and 3.6 for closing, with two hosts and no more
//! states than a lesson shows.

use super::known::Carrier;
use super::outlook::Outlook;
use super::packet::{End, Ends, Sending};
use super::{Life, misuse, names, not_open, tcp};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::lesson::Verb;

/// How far a connection has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Course {
    /// Its state.
    pub life: Life,
    /// Who asked for it last.
    pub asked: Option<Asked>,
    /// Where it came up.
    pub up_at: Option<Span>,
    /// What each end did to close it.
    pub closes: Ends<Option<Close>>,
    /// True after a mistake: what its author meant the state to be is not known until it is opened again.
    pub in_doubt: bool,
    /// True once any packet names it.
    pub used: bool,
    /// True where something of the asking end arrived since it is up.
    heard: bool,
    /// An accept that came before its request, until one comes at its time: the two may only have changed places.
    accepted_early: Option<Span>,
}

/// A request for a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// The end that asks.
    pub by: End,
    /// Where.
    pub span: Span,
    /// Whether the request got there.
    pub arrived: bool,
    /// Whether it was answered, whether or not the answer got there.
    pub answered: bool,
}

/// One end's close.
#[derive(Debug, Clone, Copy)]
pub(super) struct Close {
    /// Where.
    pub span: Span,
    /// Whether it got there.
    pub arrived: bool,
    /// Whether the other end confirmed it, and the confirmation got there.
    pub confirmed: bool,
    /// Whether the other end acknowledged it with a plain ack.
    pub acked: bool,
}

impl Course {
    /// Replays one packet; says the state that it leads to, where that is another one (or where it asks once more).
    pub(super) fn replay(&mut self, sending: &Sending, outlook: &Outlook, said: &mut Diagnostics) -> Option<Life> {
        self.used = true;
        let carrier = outlook.carrier(sending.id);
        if carrier.is_datagram() {
            said.0.extend(misuse::life_of_datagrams(sending));
            return None;
        }
        if self.in_doubt && matches!(sending.packet.verb, Verb::Opens(_)) {
            let accepted_early = self.accepted_early;
            *self = Self { used: true, accepted_early, in_doubt: accepted_early.is_some(), ..Self::default() };
        }
        let accepts = matches!(sending.packet.verb, Verb::Accepts(_));
        if self.accepted_early.is_some() && self.life == Life::Asked && accepts {
            (self.accepted_early, self.in_doubt) = (None, false);
        }
        let before = self.life;
        let mut found = Diagnostics::default();
        self.apply(sending, outlook, &mut found);
        // One mistake is told once: what seems wrong after it may be right once it is mended.
        if !self.in_doubt {
            self.in_doubt = found.has_errors();
            said.extend(found);
        }
        self.heard |= self.life == Life::Up && sending.arrives && Some(sending.by) == self.asked.map(|asked| asked.by);
        (before != self.life || matches!(sending.packet.verb, Verb::Opens(_))).then_some(self.life)
    }

    /// Notes that something happened to it that could not be read.
    pub(super) fn lose_track(&mut self, changes_life: bool) {
        self.used = true;
        self.in_doubt |= changes_life;
    }

    /// True where this end has closed its half, as far as the other end knows.
    pub(super) fn was_closed_by(&self, end: End) -> bool {
        self.closes.of(end).is_some_and(|close| close.arrived)
    }

    /// True where this packet may open the connection, or go over it, as far as its life is concerned.
    pub(super) fn lets_pass(&self, sending: &Sending) -> bool {
        let fits = match sending.packet.verb {
            Verb::Opens(_) => sending.by == End::From && matches!(self.life, Life::None | Life::Closed),
            Verb::On(_) => {
                self.life == Life::Up || (self.life == Life::Closing && self.closes.of(sending.by).is_none())
            }
            _ => false,
        };
        fits && !self.in_doubt
    }

    fn apply(&mut self, sending: &Sending, outlook: &Outlook, said: &mut Diagnostics) {
        match sending.packet.verb {
            Verb::Opens(_) => self.opens(sending, said),
            Verb::Accepts(_) => self.accepts(sending, outlook, said),
            Verb::Closes(_) => self.closes(sending, outlook, said),
            Verb::Confirms(_) => self.confirms(sending, outlook, said),
            // A FIN or a RST closes, however it is written.
            Verb::On(_) if ends_by_flag(sending, outlook) => self.closes(sending, outlook, said),
            Verb::On(_) => self.on(sending, outlook, said),
            Verb::Datagram => {}
        }
    }

    /// A SYN (RFC 9293, 3.5): it starts a connection that is not there, and may be sent again until it is answered.
    fn opens(&mut self, sending: &Sending, said: &mut Diagnostics) {
        if sending.by == End::To {
            said.push(misuse::wrong_opener(sending));
        }
        // Once a close is confirmed, the rest of the teardown may be left out.
        let torn_down =
            [End::From, End::To].iter().any(|&end| self.closes.of(end).is_some_and(|close| close.confirmed));
        if self.life == Life::Up || (self.life == Life::Closing && !torn_down) {
            said.push(self.already_open(sending));
        }
        let asked = Asked { by: sending.by, span: sending.span, arrived: sending.arrives, answered: false };
        // A request that got there stays there, even if a second one is lost.
        let earlier =
            self.life == Life::Asked && self.asked.is_some_and(|asked| asked.arrived && asked.by == sending.by);
        let arrived = asked.arrived || earlier;
        let (asked, in_doubt) = (Some(Asked { arrived, ..asked }), self.accepted_early.is_some());
        let accepted_early = self.accepted_early;
        *self = Self { life: Life::Asked, asked, used: true, in_doubt, accepted_early, ..Self::default() };
    }

    fn already_open(&self, sending: &Sending) -> Diagnostic {
        let (_, _, name) = sending.names();
        let (state, help) = if self.life == Life::Up {
            ("up already", format!("close it first: {}", names::instead(sending, "closes")))
        } else {
            let own = self.closes.of(sending.by).is_some();
            let confirm = if own { names::answer(sending, "confirms") } else { names::instead(sending, "confirms") };
            ("not closed yet", format!("confirm the close first: {confirm}"))
        };
        let diagnostic =
            Diagnostic::error("already-open", sending.verb_span(), format!("{name} is {state}")).help(help);
        match self.up_at {
            Some(at) if self.life == Life::Up => diagnostic.related(at, format!("{name} came up here")),
            _ => self.with_close(diagnostic),
        }
    }

    /// The error with the place of the latest close.
    fn with_close(&self, error: Diagnostic) -> Diagnostic {
        let closes = [*self.closes.of(End::From), *self.closes.of(End::To)];
        let latest = closes.into_iter().flatten().max_by_key(|close| close.span);
        latest.into_iter().fold(error, |error, close| error.related(close.span, "closed here"))
    }

    /// A SYN-ACK: it answers a request that arrived. Sent again, it stands for a lost third packet of the handshake.
    fn accepts(&mut self, sending: &Sending, outlook: &Outlook, said: &mut Diagnostics) {
        let repeated = self.life == Life::Up && !self.heard && sending.says_again();
        if let Some(error) = self.cannot_accept(sending, outlook).filter(|_| !repeated) {
            said.push(error);
        }
        if sending.by == End::To && matches!(self.life, Life::None | Life::Closed) {
            self.accepted_early = Some(sending.span);
        }
        self.answer();
        if sending.by == End::From && matches!(self.life, Life::None | Life::Closed) {
            // It was meant as a request: taken as one, it makes no further noise.
            self.opens(sending, said);
        } else if self.life == Life::Closing {
            // It was meant as a confirm: taken as one, it makes no further noise.
            self.life = Life::Closed;
        } else if sending.arrives {
            self.life = Life::Up;
            self.up_at = Some(sending.span);
            self.closes = Ends::default();
        }
    }

    fn answer(&mut self) {
        if let Some(asked) = &mut self.asked {
            asked.answered = true;
        }
    }

    fn cannot_accept(&self, sending: &Sending, outlook: &Outlook) -> Option<Diagnostic> {
        let (from, to, name) = sending.names();
        let error = |message: String| Diagnostic::error("accept-without-request", sending.verb_span(), message);
        match (self.life, self.asked) {
            (Life::Asked, Some(asked)) if asked.by == sending.by => Some(
                error(format!("{from} cannot accept {name}: it is {from} that asks for it"))
                    .help(format!("the other end accepts: {}", names::answer(sending, "accepts")))
                    .related(asked.span, "asked for here"),
            ),
            (Life::Asked, Some(asked)) if !asked.arrived => Some(
                error(format!("{from} accepts {name}, but the request never arrived"))
                    .help(format!("send the request again: {}", names::answer(sending, "opens")))
                    .related(asked.span, "this request was lost"),
            ),
            (Life::Asked, Some(_)) => None,
            (Life::Closing, _) => Some(
                self.with_close(
                    error(format!("{from} accepts {name}, which is being closed"))
                        .help(format!("did you mean `confirms`? {}", names::instead(sending, "confirms"))),
                ),
            ),
            (Life::Up, _) => {
                let error = error(format!("{from} accepts {name}, which is up already"))
                    .help(format!("a packet on an open connection is written {}", names::instead(sending, "on")));
                Some(self.up_at.into_iter().fold(error, |error, at| error.related(at, "accepted here")))
            }
            _ if sending.by == End::From => Some(
                error(format!("{from} accepts {name}, but it is {from} that opens it"))
                    .help(format!("did you mean `opens`? {}", names::opening(sending)))
                    .related(sending.connection.span, format!("{name} is declared here")),
            ),
            _ => {
                let error = error(format!("{from} accepts {name}, which {to} has not asked for"));
                Some(match outlook.opening_to_come(sending) {
                    Some(later) => error
                        .help("it is asked for further down: move this event behind that")
                        .related(later, format!("{name} is asked for here, after this")),
                    None => error
                        .help(format!("ask first: {}", names::answer(sending, "opens")))
                        .related(sending.connection.span, format!("{name} is declared here")),
                })
            }
        }
    }

    fn on(&mut self, sending: &Sending, outlook: &Outlook, said: &mut Diagnostics) {
        let bare_ack = tcp::is_bare_ack(sending.label());
        if self.may_send(sending, outlook, bare_ack) {
            if bare_ack && sending.arrives {
                self.acknowledge_close(sending);
            }
        } else {
            said.push(not_open::describe(self, sending, outlook));
        }
    }

    fn may_send(&self, sending: &Sending, outlook: &Outlook, bare_ack: bool) -> bool {
        let own = self.closes.of(sending.by);
        let others = self.closes.of(sending.by.other());
        match self.life {
            Life::Up => true,
            // Each end closes its own half; the other half goes on (RFC 9293, 3.6).
            Life::Closing => own.is_none() || bare_ack || sending.says_again(),
            // QUIC sends before the handshake is over: 0-RTT data and Retry packets (RFC 9001, 4.6; RFC 9000, 17.2.5).
            Life::Asked => outlook.carrier(sending.id) == Carrier::Quic,
            // The lesson counts a connection as closed once a close is confirmed. Where it goes on to close the other
            // half, that half was open until then. The last ack of all may come as a plain packet.
            Life::Closed => {
                let last_ack =
                    bare_ack && others.is_some_and(|close| close.arrived && !close.confirmed && !close.acked);
                let half = if bare_ack { sending.by.other() } else { sending.by };
                last_ack || outlook.closes_later(sending, half)
            }
            Life::None => false,
        }
    }

    /// A plain ack of a FIN: the connection is closed once both FINs are acknowledged.
    fn acknowledge_close(&mut self, sending: &Sending) {
        if let Some(close) = self.closes.of_mut(sending.by.other()).as_mut().filter(|close| close.arrived) {
            close.acked = true;
        }
        let done = |close: &Option<Close>| close.is_some_and(|close| close.acked || close.confirmed);
        if self.life == Life::Closing && done(self.closes.of(End::From)) && done(self.closes.of(End::To)) {
            self.life = Life::Closed;
        }
    }

    /// A FIN, or a RST (RFC 9293, 3.6 and 3.5.2): it ends one's own half, refuses a request, or gives it up.
    fn closes(&mut self, sending: &Sending, outlook: &Outlook, said: &mut Diagnostics) {
        if self.life == Life::Asked {
            said.0.extend(self.cannot_refuse(sending));
            self.answer();
            self.life = if sending.arrives { Life::Closed } else { Life::Asked };
            return;
        }
        let reset = sending.arrives && tcp::says_reset(sending.label());
        said.0.extend(self.cannot_close(sending, outlook, reset));
        let close = Close { span: sending.span, arrived: sending.arrives, confirmed: false, acked: false };
        *self.closes.of_mut(sending.by) = Some(close);
        let others = *self.closes.of(sending.by.other());
        // Where the lesson leaves out the answer to the second close, the connection ends with that.
        let last = sending.arrives
            && others.is_some_and(|others| others.confirmed || others.acked)
            && !outlook.answers_later(sending);
        let second_half = (self.life == Life::Closed && others.is_some()) || last;
        self.life = if reset || second_half || self.life == Life::None { Life::Closed } else { Life::Closing };
    }

    fn cannot_refuse(&self, sending: &Sending) -> Option<Diagnostic> {
        let asked = self.asked.filter(|asked| !asked.arrived && asked.by != sending.by)?;
        let (from, _, name) = sending.names();
        let message = format!("{from} refuses {name}, but the request never arrived");
        let error = Diagnostic::error("close-without-connection", sending.verb_span(), message);
        Some(
            error
                .help(format!("send the request again: {}", names::answer(sending, "opens")))
                .related(asked.span, "this request was lost"),
        )
    }

    /// Each end closes once, unless TCP sends its FIN again; a RST may come at any time.
    fn cannot_close(&self, sending: &Sending, outlook: &Outlook, reset: bool) -> Option<Diagnostic> {
        let (from, _, name) = sending.names();
        if self.life == Life::None {
            let later = outlook.opening_to_come(sending);
            let state = if later.is_some() { "is not open yet" } else { "was never opened" };
            let message = format!("{from} closes {name}, which {state}");
            let error = Diagnostic::error("close-without-connection", sending.verb_span(), message);
            return Some(match later {
                Some(later) => error
                    .help("it is opened further down: move this event behind that")
                    .related(later, format!("{name} is opened here, after this")),
                None => error
                    .help(format!("open it first: {}", names::opening(sending)))
                    .related(sending.connection.span, format!("{name} is declared here")),
            });
        }
        let first = (*self.closes.of(sending.by)).filter(|own| own.arrived && !reset)?;
        if !first.confirmed && sending.says_again() {
            return None;
        }
        Some(
            Diagnostic::error("closed-twice", sending.verb_span(), format!("{from} has already closed {name}"))
                .help(format!(
                    "an end closes its half once; the other end answers: {}",
                    names::answer(sending, "confirms")
                ))
                .related(first.span, format!("{from} closed it here")),
        )
    }

    /// The ack of a FIN; the lesson counts the connection as closed from here on, unless it shows that the other half
    /// lives on.
    fn confirms(&mut self, sending: &Sending, outlook: &Outlook, said: &mut Diagnostics) {
        let lives_on = self.closes.of(sending.by).is_none() && outlook.half_lives_on(sending);
        let close = self.closes.of_mut(sending.by.other());
        match close {
            Some(close) if close.arrived && (!close.confirmed || sending.says_again()) => {
                close.confirmed = sending.arrives;
                if sending.arrives {
                    self.life = if lives_on { Life::Closing } else { Life::Closed };
                }
                // FIN, ACK in one packet closes the other half too.
                if ends_by_flag(sending, outlook) {
                    let close = Close { span: sending.span, arrived: sending.arrives, confirmed: false, acked: false };
                    *self.closes.of_mut(sending.by) = Some(close);
                }
            }
            _ => {
                let asked = self.asked.is_some_and(|asked| asked.by == sending.by);
                let (close, ends_handshake) = (*close, asked && self.life == Life::Up && !self.heard);
                said.push(if ends_handshake && tcp::is_bare_ack(sending.label()) {
                    misuse::third_of_handshake(self, sending)
                } else {
                    misuse::nothing_to_confirm(self, close, sending, outlook)
                });
                self.life = if close.is_some() { Life::Closed } else { self.life };
            }
        }
    }
}

/// True for a FIN or a RST on a connection of TCP, whatever its verb.
fn ends_by_flag(sending: &Sending, outlook: &Outlook) -> bool {
    outlook.carrier(sending.id) == Carrier::Tcp && tcp::ends(sending.label())
}
