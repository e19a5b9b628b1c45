//! When: `schedule(Trace, &Pacing) -> Timeline`, in whole milliseconds.
//!
//! Within a step events follow one another; a step lasts until its motion is over and its caption can have been
//! read. Times count from the start of the page.

use crate::lesson::{Action, Arrow, Target, plain};
use crate::protocol::{Fate, Trace, TracedEvent};

/// How fast things happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pacing {
    /// Undrawn packets (`~>`) are drawn too.
    pub every_packet: bool,
    /// A packet's way between neighbours.
    pub hop_ms: u32,
    /// Each further hop of a packet's way.
    pub further_hop_ms: u32,
    /// One typed character.
    pub keystroke_ms: u32,
    /// A printed line, a fact, a bubble.
    pub appear_ms: u32,
    /// Before the first event of a step.
    pub lead_ms: u32,
    /// At least, after the last event of a step.
    pub rest_ms: u32,
    /// Reading one word of a caption. 250 ms is 240 words a minute.
    pub word_ms: u32,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            every_packet: false,
            hop_ms: 1400,
            further_hop_ms: 700,
            keystroke_ms: 70,
            appear_ms: 400,
            lead_ms: 300,
            rest_ms: 900,
            word_ms: 250,
        }
    }
}

/// Events start at multiples of this, a frame's time at 20 frames a second: fades that are seen at the same
/// moments of their way have the same colours, and a GIF has few.
const GRID_MS: u32 = 50;

/// The longest that a caption is waited for: far longer than two sentences take.
const READING_MS: u32 = 60_000;

/// A trace with its times.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// What happens.
    pub trace: Trace,
    /// How it was paced.
    pub pacing: Pacing,
    /// One entry a page.
    pub pages: Vec<PageTime>,
}

/// When a page's steps happen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageTime {
    /// One entry a step, without gaps.
    pub steps: Vec<StepTime>,
    /// The end of the last step; 0 for a page without steps.
    pub duration_ms: u32,
}

/// When a step happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTime {
    /// Its start in the page.
    pub start_ms: u32,
    /// Its end: the next one's start.
    pub end_ms: u32,
    /// Its telling moment: its last packet halfway (a lost one where it stops); or its last moment, where anything else
    /// is the last to happen.
    pub still_ms: u32,
    /// One entry an event.
    pub events: Vec<EventTime>,
}

/// When an event happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventTime {
    /// Its start in the page.
    pub start_ms: u32,
    /// Its end; the start where nothing is seen of it.
    pub end_ms: u32,
    /// False for an undrawn packet, unless every packet is asked for.
    pub drawn: bool,
}

/// Gives every event its time.
pub fn schedule(trace: Trace, pacing: &Pacing) -> Timeline {
    let pages = (0..trace.pages.len()).map(|page| schedule_page(&trace, page, pacing)).collect();
    Timeline { trace, pacing: *pacing, pages }
}

fn schedule_page(trace: &Trace, page: usize, pacing: &Pacing) -> PageTime {
    let mut now = 0;
    let mut steps = Vec::new();
    for (step, traced) in trace.lesson.pages[page].steps.iter().zip(&trace.pages[page].steps) {
        let words = plain(&step.caption).split_whitespace().count() as u32;
        let time = schedule_step(&traced.events, words, now, pacing);
        now = time.end_ms;
        steps.push(time);
    }
    PageTime { steps, duration_ms: now }
}

fn schedule_step(events: &[TracedEvent], words: u32, start_ms: u32, pacing: &Pacing) -> StepTime {
    let mut now = start_ms + pacing.lead_ms;
    let mut times = Vec::new();
    for event in events {
        let (length, drawn) = length(event, pacing);
        times.push(EventTime { start_ms: now, end_ms: now + length, drawn });
        now += length;
    }
    let read_by = start_ms + pacing.lead_ms + pacing.appear_ms + words.saturating_mul(pacing.word_ms).min(READING_MS);
    let end_ms = (now + pacing.rest_ms).max(read_by);
    let shows = |(event, time): &(&TracedEvent, &EventTime)| {
        time.drawn && !matches!(event.event.action, Action::Pause { .. } | Action::Drops { .. })
    };
    let still_ms = match events.iter().zip(&times).rev().find(shows) {
        Some((event, time)) if event.packet.is_some() => telling(event, *time),
        // At its very end the next step would have begun.
        _ => end_ms - 1,
    };
    StepTime { start_ms, end_ms, still_ms, events: times }
}

/// When a packet is halfway, or on its way through nodes in the middle of a link, where it hides none of them; when a
/// lost one has stopped and shows it.
fn telling(event: &TracedEvent, time: EventTime) -> u32 {
    let length = time.end_ms - time.start_ms;
    let arrives = event.packet.as_ref().is_none_or(|packet| packet.fate == Fate::Delivered);
    // The middle of the middle link, or of the one before the middle.
    let hops = hops(event);
    let halfway = match &event.event.action {
        // Copies to every host have parted by then.
        Action::Send(packet) if packet.to == Target::All => length * 3 / 4,
        _ => length * (2 * ((hops - 1) / 2) + 1) / (2 * hops),
    };
    time.start_ms + if arrives { halfway } else { length * 4 / 5 }
}

/// How many links a packet goes along at most; 1 for all else.
fn hops(event: &TracedEvent) -> u32 {
    let routes = event.packet.iter().flat_map(|packet| &packet.routes);
    routes.map(|route| route.len() as u32).max().map_or(1, |nodes| nodes.saturating_sub(1).max(1))
}

/// How long an event is seen, and whether it is.
fn length(event: &TracedEvent, pacing: &Pacing) -> (u32, bool) {
    match &event.event.action {
        Action::Types { text, .. } => {
            let strokes = text.chars().count() as u32;
            let typing = strokes.saturating_mul(pacing.keystroke_ms).clamp(pacing.appear_ms, 2500);
            (typing.next_multiple_of(GRID_MS) + pacing.appear_ms / 2, true)
        }
        Action::Prints { .. } | Action::Notes { .. } | Action::Sets { .. } | Action::Drops { .. } => {
            (pacing.appear_ms, true)
        }
        Action::Pause { ms } => (ms.next_multiple_of(GRID_MS), true),
        Action::Send(packet) if packet.arrow == Arrow::Undrawn && !pacing.every_packet => (0, false),
        Action::Send(_) => (pacing.hop_ms + (hops(event) - 1) * pacing.further_hop_ms, true),
    }
}
