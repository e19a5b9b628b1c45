//! The terminal: the prompt, what is typed as it is typed, and what is printed.

use super::board::{Board, Moment};
use super::ink::{Type, framed};
use super::prompt::Prompt;
use super::{Format, Panel, Ramp, Rect, Track, Typed};
use crate::font::{self, Face};
use crate::lesson::{Action, HostId};
use crate::theme::Role;
use unicode_segmentation::UnicodeSegmentation;

const SCROLL_MS: u32 = 250;

/// Sizes and places, from the panel's edges.
#[derive(Debug, Clone, Copy)]
struct Measures {
    text: f32,
    leading: f32,
    title: f32,
    title_baseline: f32,
    /// The baseline of the first line.
    first: f32,
    /// What the title and the edge below take of the height.
    around: f32,
    margin: f32,
    /// A printed text takes at most so many lines.
    most_lines: usize,
}

const WIDE: Measures = Measures {
    text: 17.0,
    leading: 27.5,
    title: 13.0,
    title_baseline: 27.0,
    first: 58.0,
    around: 42.0,
    margin: 20.0,
    most_lines: 3,
};

const NARROW: Measures = Measures {
    text: 14.0,
    leading: 20.5,
    title: 14.0,
    title_baseline: 25.0,
    first: 49.0,
    around: 42.0,
    margin: 14.0,
    most_lines: 4,
};

/// What stands at each host's terminal from page to page.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    rect: Rect,
    measures: Measures,
    hosts: Vec<Screen>,
    /// Whose terminal is shown.
    shown: Option<HostId>,
}

#[derive(Debug, Clone, Default)]
struct Screen {
    lines: Vec<Line>,
    prompt: Prompt,
}

#[derive(Debug, Clone)]
struct Line {
    prompt: String,
    text: String,
}

/// A line that comes within a page.
struct Arrival {
    host: HostId,
    line: Line,
    from_ms: u32,
    to_ms: u32,
    /// Typed, not printed.
    typed: bool,
}

impl Terminal {
    pub(super) fn new(hosts: usize, rect: Rect, format: Format) -> Self {
        let measures = match format {
            Format::Wide => WIDE,
            Format::Narrow => NARROW,
        };
        Self { rect, measures, hosts: vec![Screen::default(); hosts], shown: None }
    }

    /// True for a lesson in which someone types or a program prints.
    pub(super) fn is_needed(events: &[&Action]) -> bool {
        events.iter().any(|action| matches!(action, Action::Types { .. } | Action::Prints { .. }))
    }

    /// Draws a page and remembers how it ends.
    pub(super) fn draw(&mut self, board: &mut Board) {
        board.still(Panel::Terminal, vec![framed(self.rect, 16.0, Role::Terminal, Role::TerminalBorder, 1.0)]);
        let moments: Vec<Moment> = board.moments().collect();
        let before: Vec<Vec<Line>> = self.hosts.iter().map(|screen| screen.lines.clone()).collect();
        let arrivals = self.arrivals(board, &moments);
        let shown = self.shown.or_else(|| arrivals.first().map(|one| one.host)).or_else(|| first_typist(board));
        // Whose terminal is seen, from when to when.
        let mut seen: Vec<(HostId, u32)> = shown.map(|host| (host, 0)).into_iter().collect();
        for arrival in &arrivals {
            if seen.last().is_none_or(|&(host, _)| host != arrival.host) {
                seen.push((arrival.host, arrival.from_ms));
            }
        }
        for (index, &(host, from_ms)) in seen.iter().enumerate() {
            let until = seen.get(index + 1).map(|&(_, next)| next);
            let past =
                arrivals.iter().filter(|one| one.host == host && one.from_ms < from_ms).map(|one| one.line.clone());
            let standing: Vec<Line> = before[host.0].iter().cloned().chain(past).collect();
            let coming: Vec<&Arrival> = arrivals
                .iter()
                .filter(|one| one.host == host && one.from_ms >= from_ms && until.is_none_or(|end| one.from_ms < end))
                .collect();
            self.draw_screen(board, host, (from_ms, until), &standing, &coming);
        }
        self.shown = seen.last().map(|&(host, _)| host);
        let capacity = self.capacity();
        for arrival in arrivals {
            self.hosts[arrival.host.0].lines.push(arrival.line);
        }
        for screen in &mut self.hosts {
            let extra = screen.lines.len().saturating_sub(capacity);
            screen.lines.drain(..extra);
        }
    }

    fn capacity(&self) -> usize {
        ((self.rect.h - self.measures.around) / self.measures.leading) as usize
    }

    fn arrivals(&mut self, board: &mut Board, moments: &[Moment]) -> Vec<Arrival> {
        let mut arrivals = Vec::new();
        for moment in moments {
            let (host, text, typed) = match &moment.traced.event.action {
                Action::Types { host, text } => (*host, text, true),
                Action::Prints { host, text } => (*host, text, false),
                _ => continue,
            };
            let screen = &mut self.hosts[host.0];
            let prompt = if typed { screen.prompt.text() } else { String::new() };
            if typed {
                screen.prompt.run(text);
            }
            let size = self.measures.text;
            let room = self.rect.w - 2.0 * self.measures.margin - 4.0 - font::width(&prompt, Face::Mono, size);
            let most = self.measures.most_lines.min(self.capacity());
            let lines = board.wrap(text, (Face::Mono, size), room, most, moment.traced.event.span);
            let count = lines.len().max(1) as u32;
            let (start, end) = (moment.time.start_ms, moment.time.end_ms);
            // The keystrokes end a little before the event does, so that the line is seen whole.
            let typing = end - (end - start).min(200);
            for (index, text) in lines.into_iter().enumerate() {
                let index = index as u32;
                let at = |index: u32| start + (typing - start) * index / count;
                let (from_ms, to_ms) = if typed { (at(index), at(index + 1)) } else { (start, end) };
                let prompt = if index == 0 { prompt.clone() } else { String::new() };
                arrivals.push(Arrival { host, line: Line { prompt, text }, from_ms, to_ms, typed });
            }
        }
        arrivals
    }

    fn draw_screen(
        &self,
        board: &mut Board,
        host: HostId,
        (from_ms, until): (u32, Option<u32>),
        standing: &[Line],
        coming: &[&Arrival],
    ) {
        let visible = super::stage::shown(from_ms, until.unwrap_or(u32::MAX));
        let title = Type::new(Face::Regular, self.measures.title, Role::TerminalMuted);
        let name = &board.timeline.trace.lesson.hosts[host.0];
        let text = format!("Terminal of {}", name.name);
        let text = board.fit(&text, title.face, title.size, self.rect.w - 2.0 * self.measures.margin, name.span);
        let shape = title.left(self.rect.x + self.measures.margin, self.rect.y + self.measures.title_baseline, &text);
        board.add(Panel::Terminal, vec![shape], visible);
        let capacity = self.capacity();
        let skipped = standing.len().saturating_sub(capacity);
        let standing = &standing[skipped..];
        let scrolls = scrolls(standing.len(), coming, capacity);
        for (index, line) in standing.iter().enumerate() {
            self.draw_line(board, index, line, None, (from_ms, until), &scrolls);
        }
        for (index, arrival) in coming.iter().enumerate() {
            // The prompt waits from the end of the line before.
            let row = standing.len() + index;
            let waits = index.checked_sub(1).map_or(from_ms, |before| coming[before].to_ms.max(from_ms));
            // Below the last row there is no room to wait in before the lines move up.
            let moved = scrolls.iter().rev().find(|&&(at, _)| at < arrival.from_ms).map_or(0, |&(_, lines)| lines);
            let waits = if row - moved < capacity { waits } else { arrival.from_ms };
            self.draw_line(board, row, &arrival.line, Some((arrival, waits)), (from_ms, until), &scrolls);
        }
    }

    fn draw_line(
        &self,
        board: &mut Board,
        row: usize,
        line: &Line,
        arrival: Option<(&Arrival, u32)>,
        (from_ms, until): (u32, Option<u32>),
        scrolls: &[(u32, usize)],
    ) {
        let baseline = self.rect.y + self.measures.first + row as f32 * self.measures.leading;
        let x = self.rect.x + self.measures.margin;
        let prompt = Type::new(Face::Mono, self.measures.text, Role::TerminalMuted);
        let waits = arrival.map_or(from_ms, |(_, waits)| waits);
        let arrival = arrival.map(|(arrival, _)| arrival);
        let typed = arrival.map_or(!line.prompt.is_empty(), |arrival| arrival.typed);
        let ink =
            Type::new(Face::Mono, self.measures.text, if typed { Role::TerminalInk } else { Role::TerminalOutput });
        let from = arrival.map_or(from_ms, |arrival| arrival.from_ms);
        let (shift, gone) = moves(row, scrolls, waits, self.measures.leading);
        let end = gone.into_iter().chain(until).min();
        let opacity = there(from, end, arrival.is_some() && typed);
        if !line.prompt.is_empty() {
            let shape = prompt.left(x, baseline, &line.prompt);
            let waiting = there(waits, end, true);
            board.add(Panel::Terminal, vec![shape], waiting).shift = shift.clone();
        }
        let shape = ink.left(x + prompt.width(&line.prompt), baseline, &line.text);
        match arrival {
            Some(arrival) if typed => {
                let clusters = line.text.graphemes(true).count();
                let typed = Typed { from_ms: arrival.from_ms, to_ms: arrival.to_ms, clusters };
                board.add_typed(Panel::Terminal, shape, opacity, typed).shift = shift;
            }
            _ => board.add(Panel::Terminal, vec![shape], opacity).shift = shift,
        }
    }
}

/// When the lines move up, and by how many in all.
fn scrolls(standing: usize, coming: &[&Arrival], capacity: usize) -> Vec<(u32, usize)> {
    let over = |index: usize| (standing + index + 1).saturating_sub(capacity);
    let mut scrolls: Vec<(u32, usize)> = Vec::new();
    for (index, arrival) in coming.iter().enumerate() {
        if over(index) > scrolls.last().map_or(0, |&(_, lines)| lines) {
            scrolls.push((arrival.from_ms, over(index)));
        }
    }
    scrolls
}

/// The shift over time of a row that is there from `from_ms` on, and when it leaves. Moves before and after are left out: of
/// all rows, they would be as many as the square of the lines.
fn moves(row: usize, scrolls: &[(u32, usize)], from_ms: u32, leading: f32) -> (Track<[f32; 2]>, Option<u32>) {
    let up = |lines: usize| [0.0, -(lines as f32) * leading];
    let (past, to_come) = scrolls.split_at(scrolls.partition_point(|&(at, _)| at.max(1) <= from_ms));
    let mut shift = Track::still(past.last().map_or([0.0, 0.0], |&(_, lines)| up(lines)));
    if let Some(&(at, _)) = past.iter().find(|&&(_, lines)| lines > row) {
        return (shift, Some(at.saturating_sub(SCROLL_MS)));
    }
    for &(at, lines) in to_come {
        let from = at.saturating_sub(SCROLL_MS);
        shift.go(from, at.max(1), up(lines), Ramp::Smooth);
        if lines > row {
            return (shift, Some(from));
        }
    }
    (shift, None)
}

/// A printed line fades in; a typed one is there with its first keystroke.
fn there(from_ms: u32, until: Option<u32>, typed: bool) -> Track<u8> {
    let mut track = Track::still(if from_ms == 0 { 100 } else { 0 });
    if from_ms > 0 {
        track.then(from_ms, if typed { 100 } else { 0 }, Ramp::Jump);
        track.then(from_ms + if typed { 0 } else { 150 }, 100, Ramp::Linear);
    }
    if let Some(end) = until {
        track.go(end, end + 150, 0, Ramp::Linear);
    }
    track
}

/// Who is the first to type in the lesson: the terminal that an early page shows.
fn first_typist(board: &Board) -> Option<HostId> {
    let pages = &board.timeline.trace.lesson.pages;
    pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events).find_map(|event| match event.action {
        Action::Types { host, .. } | Action::Prints { host, .. } => Some(host),
        _ => None,
    })
}
