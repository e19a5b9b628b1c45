//! How large a lesson may be. Far above what a reader can take in, and low enough that no input runs for long.

/// Bytes of a whole lesson.
pub const LESSON_BYTES: usize = 10_000_000;
/// Bytes of the front matter.
pub const FRONT_MATTER_BYTES: usize = 1_000_000;
/// Values in the front matter.
pub const FRONT_MATTER_VALUES: usize = 20_000;
/// Lists and mappings inside each other in the front matter.
pub const FRONT_MATTER_NESTING: usize = 16;
/// Hosts.
pub const HOSTS: usize = 64;
/// Hosts that a frame shows well.
pub const HOSTS_SHOWN_WELL: usize = 8;
/// Links.
pub const LINKS: usize = 500;
/// Connections.
pub const CONNECTIONS: usize = 200;
/// Pages.
pub const PAGES: usize = 500;
/// Questions of all FAQ pages.
pub const QUESTIONS: usize = 1_000;
/// Steps of all pages.
pub const STEPS: usize = 2_000;
/// Events of all pages.
pub const EVENTS: usize = 5_000;
/// Events of one page. What it takes to draw them grows with their square.
pub const EVENTS_ON_PAGE: usize = 2_000;
/// Events of one step.
pub const EVENTS_IN_STEP: usize = 100;
/// Rows of the tables under one step.
pub const FIELDS_IN_STEP: usize = 200;
/// Bytes of one event.
pub const EVENT_BYTES: usize = 1_000_000;
/// Pieces of Markdown: starts and ends of blocks and marks, texts between them.
pub const PIECES: usize = 500_000;
/// Quotes, lists and marks inside each other.
pub const NESTING: usize = 64;
/// The longest `pause`, in milliseconds.
pub const PAUSE_MS: u32 = 60_000;
/// What all pauses of a lesson take together, in milliseconds.
pub const PAUSES_MS: u32 = 60 * PAUSE_MS;
/// Characters of a slug.
pub const SLUG_CHARS: usize = 60;
/// The highest column or row of `at:`.
pub const PLACE: u8 = 100;
/// Diagnostics that are reported.
pub const DIAGNOSTICS: usize = 1_000;
/// Pixels of a side of a picture.
pub const SIDE: std::ops::RangeInclusive<u32> = 16..=8192;
