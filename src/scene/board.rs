//! The sheet that the panels draw on: sprites, the page's moments, and what had to be shortened.

use super::{Panel, Part, Ramp, Shape, Sprite, Track, Typed};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::font::{self, Face};
use crate::lesson::{Action, Arrow, ConnectionId, HostId, Packet, Target, Verb};
use crate::protocol::{TracedEvent, TracedPacket};
use crate::theme::HUES;
use crate::timeline::{EventTime, Timeline};

/// Characters of a shortened text that a message repeats: as many as a wide place holds.
const MOST_QUOTED: usize = 120;

/// How long a thing takes to appear, to go, or to be dimmed.
pub(super) const FADE_MS: u32 = 200;
/// The opacity of what a step is not about.
pub(super) const DIMMED: u8 = 60;

/// One page while it is drawn.
pub(super) struct Board<'a> {
    pub timeline: &'a Timeline,
    pub page: usize,
    pub sprites: Vec<Sprite>,
    pub diagnostics: &'a mut Diagnostics,
}

/// One event with its place and time.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub step: usize,
    pub event: usize,
    pub traced: &'a TracedEvent,
    pub time: EventTime,
}

impl<'a> Moment<'a> {
    /// The packet, where the event sends one.
    pub(super) fn packet(&self) -> Option<(&'a Packet, &'a TracedPacket)> {
        match (&self.traced.event.action, &self.traced.packet) {
            (Action::Send(packet), Some(traced)) => Some((packet, traced)),
            _ => None,
        }
    }
}

impl<'a> Board<'a> {
    /// The page's events, in order.
    pub(super) fn moments(&self) -> impl Iterator<Item = Moment<'a>> + use<'a> {
        let (timeline, page) = (self.timeline, self.page);
        (0..timeline.pages[page].steps.len()).flat_map(move |step| moments_of(timeline, page, step))
    }

    /// The drawn events of one step.
    fn drawn_in(&self, step: usize) -> impl Iterator<Item = Moment<'a>> + use<'a> {
        moments_of(self.timeline, self.page, step).filter(|moment| moment.time.drawn)
    }

    /// Adds what stands all the time.
    pub(super) fn still(&mut self, panel: Panel, shapes: Vec<Shape>) {
        self.add(panel, shapes, Track::still(100));
    }

    /// Adds what comes and goes.
    pub(super) fn add(&mut self, panel: Panel, shapes: Vec<Shape>, opacity: Track<u8>) -> &mut Sprite {
        let index = self.sprites.len();
        let shift = Track::still([0.0, 0.0]);
        self.sprites.push(Sprite { panel, part: Part::Still, shapes, opacity, shift, typed: None });
        &mut self.sprites[index]
    }

    /// Adds text that appears as it is typed.
    pub(super) fn add_typed(&mut self, panel: Panel, shape: Shape, opacity: Track<u8>, typed: Typed) -> &mut Sprite {
        let sprite = self.add(panel, vec![shape], opacity);
        sprite.typed = Some(typed);
        sprite
    }

    /// The text as far as it fits into `width`; a text that is cut is worth a warning.
    pub(super) fn fit(&mut self, text: &str, face: Face, size: f32, width: f32, span: Span) -> String {
        self.warn_of_missing(text, span);
        let (shown, cut) = font::shorten(text, face, size, width);
        if cut {
            self.warn_of_cut(text, &shown, span);
        }
        shown
    }

    /// The text in lines that fit into `width`; a text that is cut is worth a warning.
    pub(super) fn wrap(
        &mut self,
        text: &str,
        (face, size): (Face, f32),
        width: f32,
        lines: usize,
        span: Span,
    ) -> Vec<String> {
        self.warn_of_missing(text, span);
        let wrapped = font::balance(text, face, size, width, lines);
        if wrapped.shortened {
            self.warn_of_cut(text, &wrapped.lines.join(" "), span);
        }
        wrapped.lines
    }

    fn warn_of_missing(&mut self, text: &str, span: Span) {
        let missing = font::missing(text);
        if missing.is_empty() {
            return;
        }
        let names = missing.iter().map(|&letter| format!("“{letter}” (U+{:04X})", u32::from(letter)));
        let names = names.take(5).collect::<Vec<_>>().join(", ");
        let message = format!("no bundled font has {names}: a replacement character is drawn");
        let help = "write it in Latin, Greek, Cyrillic, Arabic or Hebrew letters, or in words";
        self.diagnostics.push(Diagnostic::warning("missing-glyph", span, message).help(help));
    }

    fn warn_of_cut(&mut self, text: &str, shown: &str, span: Span) {
        let fits = shown.chars().count().saturating_sub(1);
        // Marks take no room: many of them fit into the picture, and not into a message.
        let start: String = shown.chars().take(MOST_QUOTED).collect();
        let more = if start.len() < shown.len() { "…" } else { "" };
        let message = format!("this text is too long for its place in the picture: it is shown as “{start}{more}”");
        let over = text.chars().count().saturating_sub(fits);
        let help = format!("about {fits} characters fit here; shorten it by {over}");
        self.diagnostics.push(Diagnostic::warning("text-shortened", span, message).help(help));
    }

    /// The hue of a packet: its connection's, or that of datagrams where there are connections too.
    pub(super) fn hue(&self, verb: Verb) -> u8 {
        let alone = self.timeline.trace.lesson.connections.is_empty();
        match verb.connection() {
            Some(connection) => hue_of(connection),
            None if alone => 0,
            None => HUES as u8,
        }
    }

    /// Who the packets of a step are between, and whose terminal, facts or bubbles it is about.
    /// Empty for a step that singles nobody out.
    pub(super) fn hosts_of_step(&self, step: usize) -> Vec<HostId> {
        let mut hosts = Vec::new();
        for moment in self.drawn_in(step) {
            match &moment.traced.event.action {
                Action::Types { host, .. }
                | Action::Prints { host, .. }
                | Action::Notes { host, .. }
                | Action::Sets { host, .. }
                | Action::Drops { host, .. } => hosts.push(*host),
                Action::Send(packet) => {
                    hosts.push(packet.from);
                    let routes = moment.traced.packet.iter().flat_map(|packet| &packet.routes);
                    hosts.extend(routes.flat_map(|route| route.iter().copied()));
                    if let Target::Host(to) = packet.to {
                        hosts.push(to);
                    }
                }
                Action::Pause { .. } => {}
            }
        }
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    }

    /// The connections that a step's drawn packets are about.
    pub(super) fn connections_of_step(&self, step: usize) -> Vec<ConnectionId> {
        self.drawn_in(step)
            .filter_map(|moment| moment.packet().and_then(|(packet, _)| packet.verb.connection()))
            .collect()
    }

    /// An opacity that follows `wanted`: first at the page's start, then at each of `times`.
    pub(super) fn follow(mut times: Vec<u32>, wanted: impl Fn(u32) -> u8) -> Track<u8> {
        times.sort_unstable();
        times.dedup();
        let mut track = Track::still(wanted(0));
        for time in times.into_iter().filter(|&time| time > 0) {
            let value = wanted(time);
            if value != track.last() {
                track.go(time, time + FADE_MS, value, Ramp::Smooth);
            }
        }
        track
    }

    /// The step under way at a time of the page.
    pub(super) fn step_at(&self, t_ms: u32) -> usize {
        let steps = &self.timeline.pages[self.page].steps;
        steps.partition_point(|step| step.start_ms <= t_ms).saturating_sub(1)
    }

    /// When the page's steps start.
    pub(super) fn step_starts(&self) -> Vec<u32> {
        self.timeline.pages[self.page].steps.iter().map(|step| step.start_ms).collect()
    }
}

/// The events of one step, in order.
fn moments_of(timeline: &Timeline, page: usize, step: usize) -> impl Iterator<Item = Moment<'_>> + use<'_> {
    let (traced, time) = (&timeline.trace.pages[page].steps[step], &timeline.pages[page].steps[step]);
    let events = traced.events.iter().zip(&time.events).enumerate();
    events.map(move |(event, (traced, &time))| Moment { step, event, traced, time })
}

/// The hue of a connection.
pub(super) fn hue_of(connection: ConnectionId) -> u8 {
    (connection.0 % HUES) as u8
}

/// When a change in a connection's life is seen: what one end asks for as its packet leaves, what the other
/// grants as its packet arrives.
pub(super) fn seen_at(verb: Verb, time: EventTime) -> u32 {
    match verb {
        Verb::Opens(_) | Verb::Closes(_) => time.start_ms,
        _ => time.end_ms,
    }
}

/// Sooner than its end, a lost packet has stopped, and shows its ✕ from then on.
pub(super) fn stops_at(packet: &Packet, time: EventTime) -> u32 {
    match packet.arrow {
        Arrow::Lost { .. } => time.start_ms + (time.end_ms - time.start_ms) * 3 / 5,
        _ => time.end_ms,
    }
}
