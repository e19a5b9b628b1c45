//! Proves a lesson: `check(&Lesson) -> (Trace, Diagnostics)`.
//!
//! Every event is replayed against the life of its connection and the rules of its protocol. A [`Trace`] says
//! what each event did; it is whole only when no diagnostic is an error.

mod arithmetic;
mod facts;
mod field_names;
mod fields;
mod ftp;
mod ftp_codes;
mod ftp_data;
mod ftp_port;
mod ftp_speech;
mod ftp_transfer;
mod implied;
mod known;
mod life;
mod misuse;
mod names;
mod not_open;
mod numbers;
mod outlook;
mod packet;
mod replay;
mod tcp;
mod way;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::lesson::{ConnectionId, Event, HostId, Lesson};

/// Replays every event of a lesson, against the life of its connection and the rules of its protocol.
///
/// All mistakes are found at once, in the order of the text. The trace is parallel to the lesson's pages, steps and
/// events whatever is wrong with them; it is worth drawing only when no diagnostic is an error.
pub fn check(lesson: &Lesson) -> (Trace, Diagnostics) {
    replay::run(lesson)
}

/// Drops the warnings about what is missing at the end of a lesson. Where something else is wrong, what is missing may be
/// part of it; [`check`] leaves them out where it finds an error itself.
pub fn leave_out_loose_ends(said: &mut Diagnostics) {
    said.0.retain(|one| !LOOSE_ENDS.contains(&one.code));
}

const LOOSE_ENDS: [&str; 4] = ["connection-left-open", "connection-unused", "no-steps", "request-unanswered"];

/// A lesson whose every event was replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The lesson.
    pub lesson: Lesson,
    /// One entry a page, parallel to [`Lesson::pages`].
    pub pages: Vec<TracedPage>,
}

/// A page's steps, parallel to [`crate::lesson::Page::steps`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TracedPage {
    /// One entry a step.
    pub steps: Vec<TracedStep>,
}

/// A step's events, parallel to [`crate::lesson::Step::events`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TracedStep {
    /// One entry an event.
    pub events: Vec<TracedEvent>,
}

/// What an event did.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedEvent {
    /// The event as it was written.
    pub event: Event,
    /// What the packet did, where the event sends one.
    pub packet: Option<TracedPacket>,
}

/// What is known of a packet beyond what its author wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedPacket {
    /// Its number in the ladder: unique, in order, the same whether undrawn packets are shown or not.
    pub number: Number,
    /// The ways it takes, each from the sender, hop by hop, as far as it gets: one way for a packet to one host, one a receiver
    /// for a broadcast (receivers in declared order).
    pub routes: Vec<Vec<HostId>>,
    /// How it ends.
    pub fate: Fate,
    /// The life of its connection once it has arrived, where it changes that.
    pub becomes: Option<(ConnectionId, Life)>,
    /// Its fields from the lowest layer up, written or implied.
    pub fields: Vec<PacketField>,
}

/// The number of a packet: drawn ones count 1, 2, 3; the undrawn after the third are 3a, 3b, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// How many drawn packets there were up to and with this one.
    pub drawn: u32,
    /// 0 for a drawn packet; 1, 2, … for the undrawn ones after it.
    pub undrawn: u32,
}

impl fmt::Display for Number {
    /// `3` for a drawn packet, `3a` … `3z`, `3aa` … for the undrawn after it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut left = self.undrawn;
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'a' + (left % 26) as u8));
            left /= 26;
        }
        write!(f, "{}{}", self.drawn, letters.iter().rev().collect::<String>())
    }
}

/// How a packet's way ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Delivered,
    /// It is lost between the last two hosts of its route (halfway of the route where no node is named).
    Lost,
    /// It is stopped at the last host of its route.
    Blocked,
}

/// The life of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Life {
    /// Not asked for yet.
    #[default]
    None,
    /// Asked for.
    Asked,
    /// Up.
    Up,
    /// One end has closed its half.
    Closing,
    /// Closed.
    Closed,
}

/// One field of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketField {
    /// The layer it belongs to.
    pub layer: Layer,
    /// Wireshark's display filter name where there is one, such as `tcp.srcport`.
    pub name: Option<String>,
    /// A plain label, such as `Source port`.
    pub label: String,
    /// Its value.
    pub value: String,
}

/// The layer of a field, from the lowest up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// IPv4 or IPv6.
    Ip,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// The application's protocol, by its name in capitals, such as `FTP`.
    Application(String),
}
