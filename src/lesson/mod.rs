//! A lesson as its author wrote it: Markdown in, a [`Lesson`] and [`Diagnostics`](crate::diagnostic::Diagnostics) out.
//!
//! Everything here is plain data with the [`Span`] that it came from; nothing is checked
//! against a protocol yet.

mod caption;
mod event;
mod front_matter;
mod golden;
mod icon;
mod layout;
pub mod limits;
mod markdown;
mod not_yaml;
mod parse;
mod prose;
mod slug;
mod steps;
mod topology;
mod yaml;

pub use front_matter::SCHEMA as FRONT_MATTER_SCHEMA;
pub use golden::page as page_named;
pub(crate) use layout::{Layout, layout};
pub(crate) use markdown::{Kind as Markdown, Node};
pub use parse::parse;
pub use slug::slug;
pub(crate) use yaml::{Kind as Yaml, Value};

use crate::diagnostic::Span;

/// Index of a host in [`Lesson::hosts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostId(pub usize);

/// Index of a connection in [`Lesson::connections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub usize);

/// A whole lesson.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lesson {
    /// `title:` of the front matter, or else the first heading.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// `summary:` of the front matter, or else the first paragraph as plain text, or empty.
    pub summary: String,
    /// `lang:` of the front matter (BCP 47), `en` unless given.
    pub language: String,
    /// The hosts, in the order of the front matter.
    pub hosts: Vec<Host>,
    /// `network:`, the name of the cloud between hosts that have no `links:`.
    pub network: Option<String>,
    /// Where the network's name stands.
    pub network_span: Span,
    /// `links:`, each an unordered pair of neighbours. Empty: every host reaches every other directly
    /// (through the network, where there is one).
    pub links: Vec<Link>,
    /// The connections, in the order of the front matter.
    pub connections: Vec<Connection>,
    /// `golden:`, which stills are held against golden images.
    pub golden: Golden,
    /// The pages, one a level-one heading.
    pub pages: Vec<Page>,
    /// Events that could not be read, in the order of the text; empty where nothing is wrong with the lesson's form.
    pub unread: Vec<Unread>,
    /// Events that are shown as text because of where they stand, in the order of the text. They do not happen, which was
    /// warned of: a mistake that follows from that can name its reason.
    pub aside: Vec<Unread>,
}

/// Which stills of a lesson are held against golden images. What is `None` was left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Golden {
    /// `size:`, width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// `theme:`.
    pub theme: Option<GoldenTheme>,
    /// `pages:`, their indices, in order, each once.
    pub pages: Option<Vec<usize>>,
}

/// In whose colours golden images are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GoldenTheme {
    /// `light`
    Light,
    /// `dark`
    Dark,
    /// `both`: two images a step.
    Both,
}

/// An event that could not be read, which was reported: what it may have done is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it stands.
    pub span: Span,
    /// The connections that it may be about.
    pub connections: Vec<ConnectionId>,
    /// False where it surely neither opened nor closed any: it says `on`.
    pub changes_life: bool,
}

/// A host: an end of packets, or a node on their way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The key under `hosts:`, such as `H1`; what events call it.
    pub name: String,
    /// `label:`, such as `FTP server`.
    pub label: Option<String>,
    /// `address:`, an IPv4 or IPv6 address or a name.
    pub address: Option<String>,
    /// `icon:`; where it is left out, a guess from label and name, or else a desktop.
    pub icon: Icon,
    /// `at: [column, row]`, from 1.
    pub at: Option<(u8, u8)>,
    /// Where the name stands in the front matter.
    pub span: Span,
}

/// What a host looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Icon {
    /// A laptop.
    Laptop,
    /// A desktop computer.
    Desktop,
    /// A phone.
    Phone,
    /// A server.
    Server,
    /// A router.
    Router,
    /// A switch.
    Switch,
    /// A firewall.
    Firewall,
    /// A cloud.
    Cloud,
    /// A database.
    Database,
}

impl Icon {
    /// Every icon with the name that a lesson gives it.
    pub const ALL: [(&'static str, Self); 9] = [
        ("laptop", Self::Laptop),
        ("desktop", Self::Desktop),
        ("phone", Self::Phone),
        ("server", Self::Server),
        ("router", Self::Router),
        ("switch", Self::Switch),
        ("firewall", Self::Firewall),
        ("cloud", Self::Cloud),
        ("database", Self::Database),
    ];
}

/// Two neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The one that the lesson names first.
    pub a: HostId,
    /// The other.
    pub b: HostId,
    /// Where it stands.
    pub span: Span,
}

/// A connection that events may open, use and close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The key under `connections:`, such as `control`.
    pub name: String,
    /// The end that asks for it.
    pub from: Endpoint,
    /// The end that is asked.
    pub to: Endpoint,
    /// `protocol:` in lower case, such as `ftp`; any name.
    pub protocol: Option<String>,
    /// Where the name stands in the front matter.
    pub span: Span,
}

/// One end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// The host.
    pub host: HostId,
    /// Its TCP or UDP port, where given.
    pub port: Option<u16>,
    /// Where `H1:54704` stands.
    pub span: Span,
}

/// One page: what stands under a level-one heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The heading as plain text, without its attributes.
    pub title: String,
    /// The heading for a file name or a link, `control-connection-request`; see [`slug`].
    pub slug: String,
    /// True for `{.faq}`: the level-two headings are questions.
    pub faq: bool,
    /// Prose before the steps (or all prose of a page without steps), notes left out.
    pub text: Vec<Block>,
    /// The steps in order; may be empty.
    pub steps: Vec<Step>,
    /// Block quotes and prose after the steps, shown beside the panels.
    pub notes: Vec<Block>,
    /// Questions and answers of a `{.faq}` page.
    pub questions: Vec<Question>,
    /// Where the heading stands.
    pub span: Span,
}

/// A question of a FAQ page.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The heading.
    pub question: Vec<Inline>,
    /// For a link to it: unique in the lesson.
    pub slug: String,
    /// What stands under it.
    pub answer: Vec<Block>,
}

/// One item of a page's numbered list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    /// What happens, in order; empty for a step that only says something.
    pub events: Vec<Event>,
    /// The sentences after the events.
    pub caption: Vec<Inline>,
    /// Rows of the table under the step; they belong to its first drawn packet, or else its first packet.
    pub fields: Vec<Field>,
    /// Block quotes under the step.
    pub notes: Vec<Block>,
    /// The whole item.
    pub span: Span,
    /// The caption alone (empty at the item's end where there is none).
    pub caption_span: Span,
}

/// One row of a step's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// First column: a plain label, or Wireshark's field name such as `tcp.srcport`.
    pub name: String,
    /// Second column.
    pub value: String,
    /// Where the row stands.
    pub span: Span,
    /// Where the value stands.
    pub value_span: Span,
}

/// One code span at the head of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happens.
    pub action: Action,
    /// The text inside the backticks.
    pub span: Span,
}

/// What an event does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `H types: text`
    Types {
        /// Whose terminal.
        host: HostId,
        /// What the user types.
        text: String,
    },
    /// `H prints: text`
    Prints {
        /// Whose terminal.
        host: HostId,
        /// What a program prints.
        text: String,
    },
    /// `A -> B …`
    Send(Packet),
    /// `H notes: text`
    Notes {
        /// At which host.
        host: HostId,
        /// What the bubble says.
        text: String,
    },
    /// `H sets key = value`
    Sets {
        /// At which host.
        host: HostId,
        /// The fact's name.
        key: String,
        /// Its value from now on.
        value: String,
    },
    /// `H drops key`
    Drops {
        /// At which host.
        host: HostId,
        /// The fact that no longer holds.
        key: String,
    },
    /// `pause 2s`
    Pause {
        /// How long, in milliseconds.
        ms: u32,
    },
}

/// One packet, as the lesson has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// Who sends it.
    pub from: HostId,
    /// To whom.
    pub to: Target,
    /// Drawn, undrawn or lost.
    pub arrow: Arrow,
    /// What it does.
    pub verb: Verb,
    /// What is written on it; may be empty.
    pub label: String,
    /// Where the sender stands.
    pub from_span: Span,
    /// Where the receiver stands.
    pub to_span: Span,
    /// Where verb and connection stand (the receiver's span where there is neither).
    pub verb_span: Span,
    /// Where the label stands.
    pub label_span: Span,
}

/// Who a packet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// One host.
    Host(HostId),
    /// `all`: a broadcast.
    All,
}

/// How a packet travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrow {
    /// `->`
    Drawn,
    /// `~>`: sent, but not drawn unless the viewer asks for every packet.
    Undrawn,
    /// `-x`: lost on the way, or at the named node.
    Lost {
        /// Where it stops; halfway when not given.
        at: Option<HostId>,
    },
}

/// What a packet does to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// `opens C`
    Opens(ConnectionId),
    /// `accepts C`
    Accepts(ConnectionId),
    /// `closes C`
    Closes(ConnectionId),
    /// `confirms C`
    Confirms(ConnectionId),
    /// `on C`
    On(ConnectionId),
    /// No connection.
    Datagram,
}

impl Verb {
    /// The connection that it is about.
    pub fn connection(self) -> Option<ConnectionId> {
        match self {
            Self::Opens(c) | Self::Accepts(c) | Self::Closes(c) | Self::Confirms(c) | Self::On(c) => Some(c),
            Self::Datagram => None,
        }
    }
}

/// A block of prose.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading below level one.
    Heading(u8, Vec<Inline>),
    /// A list: the first number where it is ordered, and its items.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A block quote: a note.
    Quote(Vec<Block>),
    /// A code block: its language and text.
    Code(String, String),
    /// A table: the head's cells, then the rows'.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// A thematic break.
    Rule,
}

/// A piece of a line of prose.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Plain text (raw HTML included, as text).
    Text(String),
    /// A code span.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck through.
    Strikethrough(Vec<Inline>),
    /// A link whose address is http, https, mailto or a fragment; any other becomes its text.
    Link(String, Vec<Inline>),
    /// A hard line break.
    Break,
}

/// The text of inlines without its marks; a break is a space.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) | Inline::Link(_, inner) => {
                push_plain(inner, text);
            }
            Inline::Break => text.push(' '),
        }
    }
}
