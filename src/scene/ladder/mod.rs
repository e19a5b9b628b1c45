//! The ladder: lifelines, numbered arrows that stay, and each connection's life as bars.

mod arrow;
mod bar;
mod measures;

use super::board::{Board, FADE_MS, Moment};
use super::ink::{Type, filled, framed, line};
use super::stage::shown;
use super::{Format, Panel, Part, Ramp, Rect, Segment, Shape, Stroke, Track, ink};
use crate::font::Face;
use crate::lesson::{Action, HostId, Lesson, Target};
use crate::theme::Role;
use bar::Bar;
use measures::Measures;

/// From row to row.
const PITCH: f32 = 46.0;
/// From an arrow's tail down to its head.
const SLANT: f32 = 16.0;
/// From the top of the rows' room to the first arrow's tail.
const FIRST: f32 = 30.0;
/// Between the rows of two pages.
const PAGE_GAP: f32 = 16.0;
/// How much stronger the arrow under way is than those before it.
const PAST: u8 = 70;
/// The rows move up within this time.
const SCROLL_MS: u32 = 350;

/// What stands in the ladder from page to page.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    rect: Rect,
    measures: Measures,
    /// The hosts that have a lifeline, left to right.
    lifelines: Vec<HostId>,
    rows: Vec<Row>,
    /// Marks between pages: how far down.
    breaks: Vec<f32>,
    bars: Vec<Bar>,
    /// Where the next row's tail will be, from the first row's top down.
    next: f32,
    /// How far the rows have moved up.
    scroll: f32,
}

/// An arrow that stands.
#[derive(Debug, Clone)]
struct Row {
    /// Its tail, from the first row's top down.
    y: f32,
    /// How far above its tail it reaches beyond a row with one line of text.
    rise: f32,
    part: Part,
    /// The arrow, its number and its label.
    shapes: Vec<Shape>,
}

impl Ladder {
    pub(super) fn new(lesson: &Lesson, rect: Rect, format: Format) -> Self {
        let lifelines = lifelines(lesson);
        Self {
            rect,
            measures: Measures::new(format, lifelines.len()),
            lifelines,
            rows: Vec::new(),
            breaks: Vec::new(),
            bars: Vec::new(),
            next: 0.0,
            scroll: 0.0,
        }
    }

    /// Draws a page and remembers how it ends.
    pub(super) fn draw(&mut self, board: &mut Board) {
        board.still(Panel::Ladder, vec![framed(self.rect, 16.0, Role::Card, Role::Border, 1.0)]);
        self.draw_lifelines(board);
        let moments: Vec<Moment> = board.moments().collect();
        let drawn = moments.iter().any(|moment| moment.packet().is_some() && moment.time.drawn);
        let page_break = (drawn && !self.rows.is_empty()).then(|| {
            self.next += PAGE_GAP;
            self.next - PAGE_GAP / 2.0 - (PITCH - SLANT) / 2.0
        });
        let page = self.page_of(board, &moments);
        let scroll = self.scrolling(&page);
        self.draw_breaks(board, &scroll, page_break, &page);
        self.draw_bars(board, &scroll, &page);
        self.draw_rows(board, &scroll, &page);
        self.scroll = scroll.last()[1].abs();
        self.forget();
    }

    fn room(&self) -> Rect {
        let top = self.rect.y + self.measures.header + 4.0;
        Rect::new(self.rect.x, top, self.rect.w, self.rect.bottom() - 14.0 - top)
    }

    fn x(&self, host: HostId) -> f32 {
        let count = self.lifelines.len();
        let place = self.lifelines.iter().position(|&one| one == host).unwrap_or(0);
        if count == 1 {
            return self.rect.center()[0];
        }
        let (left, right) = self.measures.sides;
        self.rect.x + left + (self.rect.w - left - right) * place as f32 / (count - 1) as f32
    }

    fn draw_lifelines(&self, board: &mut Board) {
        let lifeline = |&host: &HostId| {
            let x = self.x(host);
            line(
                &[[x, self.rect.y + self.measures.header - 6.0], [x, self.rect.bottom() - 16.0]],
                Role::Guide,
                2.0,
                None,
            )
        };
        let shapes = self.lifelines.iter().map(lifeline).collect();
        board.still(Panel::Ladder, shapes);
    }

    /// The hosts' names, on a strip that hides what has moved up under them.
    pub(super) fn draw_tags(&self, board: &mut Board) {
        let gap = if self.lifelines.len() > 1 { self.x(self.lifelines[1]) - self.x(self.lifelines[0]) } else { 120.0 };
        // In two rows, each name has the room of two.
        let (gap, rows) = if self.measures.staggered { (gap * 2.0, 2) } else { (gap, 1) };
        let mut shapes = vec![self.rim(), self.strip()];
        for (index, &host) in self.lifelines.iter().enumerate() {
            let declared = &board.timeline.trace.lesson.hosts[host.0];
            let style = Type::new(Face::Bold, self.measures.name_size(gap), Role::Ink);
            let name = board.fit(&declared.name, style.face, style.size, gap - 14.0, declared.span);
            let y = self.rect.y + self.measures.name_middle + (index % rows) as f32 * 30.0;
            let w = (style.width(&name) + 22.0).min(gap - 4.0).max(gap.min(58.0) - 4.0);
            let tag = self.measures.kept_in(Rect::around([self.x(host), y], w, 28.0), self.rect);
            shapes.push(filled(tag, 14.0, Role::Tag));
            shapes.push(style.centred(tag.center()[0], style.middle(tag.center()[1]), &name));
        }
        board.still(Panel::Ladder, shapes);
    }

    /// The ground along the outer half of the card's upper edge, where a bar that has moved up would show.
    fn rim(&self) -> Shape {
        let Rect { x, y, w, .. } = self.rect;
        filled(Rect::new(x + 16.0, y - 1.0, w - 32.0, 1.0), 0.0, Role::Background)
    }

    /// The card's upper edge with the card above the rows: it hides what has moved up.
    fn strip(&self) -> Shape {
        let Rect { x, y, .. } = self.rect;
        let (right, bottom, r) = (self.rect.right(), y + self.measures.header, 16.0);
        let c = r * (1.0 - ink::ROUND);
        let segments = vec![
            Segment::Move([x, bottom]),
            Segment::Line([x, y + r]),
            Segment::Cubic([[x, y + c], [x + c, y], [x + r, y]]),
            Segment::Line([right - r, y]),
            Segment::Cubic([[right - c, y], [right, y + c], [right, y + r]]),
            Segment::Line([right, bottom]),
        ];
        let stroke = Stroke { color: Role::Border, width: 1.0, dash: None };
        Shape::Path { segments, fill: Some(Role::Card), stroke: Some(stroke) }
    }

    /// Makes the page's rows, bars and their times.
    fn page_of<'a>(&mut self, board: &mut Board, moments: &[Moment<'a>]) -> Page<'a> {
        let mut page = Page { first_row: self.rows.len(), rows: Vec::new(), bars_from: Vec::new() };
        page.bars_from.extend(self.bars.iter().map(|_| 0));
        for moment in moments {
            let Some((packet, traced)) = moment.packet() else { continue };
            let mut tail = self.next;
            if moment.time.drawn {
                let part = Part::Arrow { page: board.page, step: moment.step, event: moment.event };
                let row = self.row(board, packet, traced, part);
                tail = row.y;
                self.rows.push(row);
                page.rows.push(*moment);
                self.next = tail + PITCH;
            }
            self.live(packet, traced, moment, tail, &mut page);
        }
        page
    }

    /// How far up the rows are shifted over the page's time: as little as shows the newest.
    fn scrolling(&self, page: &Page) -> Track<[f32; 2]> {
        let mut track = Track::still([0.0, -self.scroll]);
        let fits = self.room().h - FIRST;
        for (row, moment) in self.rows[page.first_row..].iter().zip(&page.rows) {
            // Whole units, so that an SVG and a bitmap show the same.
            let needed = (row.y + SLANT + 14.0 - fits).max(0.0).ceil();
            if needed > -track.last()[1] {
                let to = moment.time.start_ms;
                track.go(to.saturating_sub(SCROLL_MS), to, [0.0, -needed], Ramp::Smooth);
            }
        }
        track
    }

    /// Shapes that stand at a height of the first row's scale, moved to where the page begins.
    fn place(
        board: &mut Board,
        shapes: Vec<Shape>,
        scroll: &Track<[f32; 2]>,
        mut opacity: Track<u8>,
        top: f32,
    ) -> Option<usize> {
        // Only what moves it while it is seen: a page of many rows has many moves.
        let keys = scroll.keys();
        let appears = appearance(&opacity);
        let first = keys.partition_point(|key| key.at_ms <= appears).saturating_sub(1);
        let out = |value: [f32; 2]| top + value[1] < -FIRST * 0.6;
        if out(keys[first].value) {
            return None;
        }
        let mut shift = Track::still(keys[first].value);
        for key in &keys[first + 1..] {
            if shift.keys().len() == 1 {
                shift.then(keys[first].at_ms, keys[first].value, Ramp::Jump);
            }
            shift.then(key.at_ms, key.value, key.ramp);
            if out(key.value) {
                let from = key.at_ms.saturating_sub(SCROLL_MS);
                opacity = cut(&opacity, from, key.at_ms.saturating_sub(SCROLL_MS / 3));
                break;
            }
        }
        let sprite = board.add(Panel::Ladder, shapes, opacity);
        sprite.shift = shift;
        Some(board.sprites.len() - 1)
    }

    fn draw_breaks(&mut self, board: &mut Board, scroll: &Track<[f32; 2]>, new: Option<f32>, page: &Page) {
        let (left, right) = (self.rect.x + 24.0, self.rect.right() - 24.0);
        let room = self.room();
        let dashes = |y: f32| {
            let y = room.y + FIRST + y;
            vec![line(&[[left, y], [right, y]], Role::Guide, 1.5, Some([2.0, 6.0]))]
        };
        for &y in &self.breaks {
            Self::place(board, dashes(y), scroll, Track::still(100), y);
        }
        if let Some(y) = new {
            let from = page.rows.first().map_or(0, |moment| moment.time.start_ms);
            Self::place(board, dashes(y), scroll, shown(from, u32::MAX), y);
            self.breaks.push(y);
        }
    }

    /// An arrow is strong in its own step and weaker from the next one on; the page's last one stays as it is.
    fn draw_rows(&mut self, board: &mut Board, scroll: &Track<[f32; 2]>, page: &Page) {
        let last = board.timeline.pages[board.page].steps.len().saturating_sub(1);
        for (index, row) in self.rows.iter().enumerate() {
            let moment = index.checked_sub(page.first_row).and_then(|index| page.rows.get(index));
            let mut opacity = moment.map_or(Track::still(PAST), |moment| shown(moment.time.start_ms, u32::MAX));
            if let Some(moment) = moment.filter(|moment| moment.step < last) {
                let end = board.timeline.pages[board.page].steps[moment.step].end_ms;
                opacity.go(end, end + FADE_MS, PAST, Ramp::Smooth);
            }
            if let Some(index) = Self::place(board, row.shapes.clone(), scroll, opacity, row.y - row.rise) {
                board.sprites[index].part = row.part;
            }
        }
    }

    /// What has moved out of sight is not needed again.
    fn forget(&mut self) {
        let top = self.scroll - FIRST * 0.6;
        self.rows.retain(|row| row.y >= top);
        self.breaks.retain(|&y| y >= top);
        self.bars.retain(|bar| bar.to.is_none_or(|to| to >= top));
        for bar in &mut self.bars {
            bar.from = bar.from.max(top - PITCH);
        }
    }
}

/// A page's rows and when its bars come and go.
struct Page<'a> {
    /// Index of the page's first row.
    first_row: usize,
    /// The moment of each row of this page.
    rows: Vec<Moment<'a>>,
    /// When each bar comes, parallel to the bars.
    bars_from: Vec<u32>,
}

/// The hosts that send or receive, or where something is stopped, in declared order.
pub(super) fn lifelines(lesson: &Lesson) -> Vec<HostId> {
    let mut used = vec![false; lesson.hosts.len()];
    for event in lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events) {
        let Action::Send(packet) = &event.action else { continue };
        used[packet.from.0] = true;
        match packet.to {
            Target::Host(host) => used[host.0] = true,
            Target::All => {
                let reached = (0..lesson.hosts.len()).filter(|&host| !forwards(lesson, HostId(host)));
                reached.for_each(|host| used[host] = true);
            }
        }
        if let crate::lesson::Arrow::Lost { at: Some(host) } = packet.arrow {
            used[host.0] = true;
        }
    }
    (0..lesson.hosts.len()).filter(|&host| used[host]).map(HostId).collect()
}

fn forwards(lesson: &Lesson, host: HostId) -> bool {
    use crate::lesson::Icon::{Cloud, Firewall, Router, Switch};
    matches!(lesson.hosts[host.0].icon, Cloud | Firewall | Router | Switch)
}

/// When a sprite begins to be seen.
fn appearance(opacity: &Track<u8>) -> u32 {
    let keys = opacity.keys();
    match keys.iter().position(|key| key.value > 0) {
        None | Some(0) => 0,
        Some(index) => keys[index - 1].at_ms,
    }
}

/// The track up to `from_ms`, then down to nothing at `to_ms`.
fn cut(track: &Track<u8>, from_ms: u32, to_ms: u32) -> Track<u8> {
    let mut kept = Track::still(track.keys()[0].value);
    for key in track.keys().iter().skip(1).take_while(|key| key.at_ms <= from_ms) {
        kept.then(key.at_ms, key.value, key.ramp);
    }
    kept.go(from_ms, to_ms, 0, Ramp::Linear);
    kept
}
