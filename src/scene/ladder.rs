//! The ladder: lifelines, numbered arrows that stay, and each connection's life as bars.

use super::board::{Board, FADE_MS, Moment, seen_at};
use super::ink::{Type, cross, disc, filled, framed, line, polygon};
use super::{Panel, Part, Ramp, Rect, Shape, Track};
use crate::font::Face;
use crate::lesson::{Action, ConnectionId, HostId, Lesson, Packet, Target};
use crate::protocol::{Fate, Life, TracedPacket};
use crate::theme::{HUES, Role};

/// From row to row.
const PITCH: f32 = 46.0;
/// From an arrow's tail down to its head.
const SLANT: f32 = 16.0;
/// From the top of the rows' room to the first arrow's tail.
const FIRST: f32 = 30.0;
/// Between the rows of two pages.
const PAGE_GAP: f32 = 16.0;
/// How much stronger the arrow under way is than those before it.
const PAST: u8 = 60;
/// The longest piece of a bar that moves up under the names.
const SHORT: f32 = 26.0;
/// The rows move up within this time.
const SCROLL_MS: u32 = 350;

/// What stands in the ladder from page to page.
pub(super) struct Ladder {
    rect: Rect,
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
struct Row {
    /// Its tail, from the first row's top down.
    y: f32,
    part: Part,
    /// The arrow and its number.
    arrow: Vec<Shape>,
    /// Its label while it is under way, and after.
    label: [Vec<Shape>; 2],
}

/// A connection's state on one lifeline from some height on.
#[derive(Debug, Clone, Copy)]
struct Bar {
    connection: ConnectionId,
    host: HostId,
    /// From the first row's top down.
    from: f32,
    /// Where it ended; `None` while it lasts.
    to: Option<f32>,
    up: bool,
}

/// When something of the ladder is seen within a page.
#[derive(Clone, Copy)]
struct Since {
    y: f32,
    bottom: f32,
    from_ms: u32,
}

impl Ladder {
    pub(super) fn new(lesson: &Lesson, rect: Rect) -> Self {
        Self {
            rect,
            lifelines: lifelines(lesson),
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
        self.draw_tags(board);
        self.scroll = scroll.last()[1].abs();
        self.forget();
    }

    fn room(&self) -> Rect {
        let top = self.rect.y + 50.0;
        Rect::new(self.rect.x, top, self.rect.w, self.rect.bottom() - 14.0 - top)
    }

    fn x(&self, host: HostId) -> f32 {
        let count = self.lifelines.len();
        let place = self.lifelines.iter().position(|&one| one == host).unwrap_or(0);
        if count == 1 {
            return self.rect.center()[0];
        }
        let (left, right) = if count == 2 { (92.0, 68.0) } else { (76.0, 44.0) };
        self.rect.x + left + (self.rect.w - left - right) * place as f32 / (count - 1) as f32
    }

    fn draw_lifelines(&self, board: &mut Board) {
        let lifeline = |&host: &HostId| {
            let x = self.x(host);
            line(&[[x, self.rect.y + 40.0], [x, self.rect.bottom() - 16.0]], Role::Guide, 2.0, None)
        };
        let shapes = self.lifelines.iter().map(lifeline).collect();
        board.still(Panel::Ladder, shapes);
    }

    /// The hosts' names, on a strip that hides what has moved up under them.
    fn draw_tags(&self, board: &mut Board) {
        let gap = if self.lifelines.len() > 1 { self.x(self.lifelines[1]) - self.x(self.lifelines[0]) } else { 120.0 };
        let strip = Rect::new(self.rect.x + 2.0, self.rect.y + 2.0, self.rect.w - 4.0, 43.0);
        let mut shapes = vec![filled(strip, 14.0, Role::Card)];
        for &host in &self.lifelines {
            let x = self.x(host);
            let declared = &board.timeline.trace.lesson.hosts[host.0];
            let style = Type::new(Face::Bold, if gap < 60.0 { 12.0 } else { 14.5 }, Role::Ink);
            let name = board.fit(&declared.name, style.face, style.size, gap - 14.0, declared.span);
            let tag = Rect::around(
                [x, self.rect.y + 31.0],
                (style.width(&name) + 22.0).clamp(0.0, gap - 4.0).max(gap.min(58.0) - 4.0),
                28.0,
            );
            shapes.push(filled(tag, 14.0, Role::Tag));
            shapes.push(style.centred(x, style.middle(tag.center()[1]), &name));
        }
        board.still(Panel::Ladder, shapes);
    }

    /// Makes the page's rows, bars and their times.
    fn page_of<'a>(&mut self, board: &mut Board, moments: &[Moment<'a>]) -> Page<'a> {
        let mut page = Page { first_row: self.rows.len(), rows: Vec::new(), bars: Vec::new() };
        page.bars.extend(self.bars.iter().map(|_| BarTime { from_ms: 0, to_ms: None }));
        for moment in moments {
            let Some((packet, traced)) = moment.packet() else { continue };
            let tail = self.next;
            if moment.time.drawn {
                let part = Part::Arrow { page: board.page, step: moment.step, event: moment.event };
                let row = self.row(board, packet, traced, (tail, part));
                self.rows.push(row);
                page.rows.push(*moment);
                self.next += PITCH;
            }
            self.live(packet, traced, moment, tail, &mut page);
        }
        page
    }

    /// Begins and ends bars as a packet changes the life of its connection.
    fn live(&mut self, packet: &Packet, traced: &TracedPacket, moment: &Moment, tail: f32, page: &mut Page) {
        let (Some((connection, life)), Target::Host(to)) = (traced.becomes, packet.to) else { return };
        let head = if moment.time.drawn { tail + SLANT } else { tail - (PITCH - SLANT) / 2.0 };
        let tail = if moment.time.drawn { tail } else { head };
        let seen = seen_at(packet.verb, moment.time);
        let begins = |host, from, up| Bar { connection, host, from, to: None, up };
        match life {
            Life::Up | Life::Asked => {
                // What is granted or asked is known first to the one who says it, then to the other.
                self.end_bars(connection, &[(packet.from, tail), (to, head)], seen, page);
                let up = life == Life::Up;
                self.bars.push(begins(packet.from, tail, up));
                page.bars.push(BarTime { from_ms: if up { moment.time.start_ms } else { seen }, to_ms: None });
                if up {
                    self.bars.push(begins(to, head, true));
                    page.bars.push(BarTime { from_ms: moment.time.end_ms, to_ms: None });
                }
            }
            Life::Closing | Life::Closed | Life::None => {
                let closed = life != Life::Closing;
                let ends: &[_] = if closed { &[(packet.from, tail), (to, head)] } else { &[(packet.from, tail)] };
                let had = self.end_bars(connection, ends, seen, page);
                if !closed && had {
                    self.bars.push(begins(packet.from, tail, false));
                    page.bars.push(BarTime { from_ms: seen, to_ms: None });
                }
            }
        }
    }

    /// Ends the connection's bars at these hosts; true if there was one.
    fn end_bars(&mut self, connection: ConnectionId, ends: &[(HostId, f32)], seen: u32, page: &mut Page) -> bool {
        let mut had = false;
        for (bar, time) in self.bars.iter_mut().zip(&mut page.bars) {
            let end = ends.iter().find(|(host, _)| *host == bar.host && bar.connection == connection);
            if let (Some(&(_, y)), None) = (end, bar.to) {
                bar.to = Some(y);
                time.to_ms = Some(seen);
                had = true;
            }
        }
        had
    }

    /// How far up the rows are shifted over the page's time: as little as shows the newest.
    fn scrolling(&self, page: &Page) -> Track<[f32; 2]> {
        let mut track = Track::still([0.0, -self.scroll]);
        let fits = self.room().h - FIRST;
        for (row, moment) in self.rows[page.first_row..].iter().zip(&page.rows) {
            let needed = (row.y + SLANT + 14.0 - fits).max(0.0);
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
        let mut shift = Track::still([0.0, scroll.at(0)[1]]);
        let mut gone = top + shift.last()[1] < -FIRST * 0.6;
        if gone {
            return None;
        }
        for key in scroll.keys() {
            shift.then(key.at_ms, key.value, key.ramp);
            let above = top + key.value[1] < -FIRST * 0.6;
            if above && !gone {
                gone = true;
                let from = key.at_ms.saturating_sub(SCROLL_MS);
                opacity = cut(&opacity, from, key.at_ms.saturating_sub(SCROLL_MS / 3));
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
            Self::place(board, dashes(y), scroll, super::stage::shown(from, u32::MAX), y);
            self.breaks.push(y);
        }
    }

    /// Each bar in pieces, one a row that it passes, so that it grows as time goes on.
    fn draw_bars(&self, board: &mut Board, scroll: &Track<[f32; 2]>, page: &Page) {
        for (bar, time) in self.bars.iter().zip(&page.bars) {
            let end = bar.to.unwrap_or(self.next - (PITCH - SLANT) / 2.0).max(bar.from + 2.0);
            let mut cuts: Vec<Since> = Vec::new();
            // What stood before this page stands at once; then each row adds its piece.
            let mut y = bar.from;
            let mut from_ms = time.from_ms;
            for (row, moment) in self.rows[page.first_row..].iter().zip(&page.rows) {
                let below = row.y - (PITCH - SLANT) / 2.0;
                if below > y && below < end && moment.time.start_ms >= time.from_ms {
                    cuts.push(Since { y, bottom: below, from_ms });
                    y = below;
                    from_ms = moment.time.start_ms;
                }
            }
            cuts.push(Since { y, bottom: end, from_ms });
            for piece in cuts {
                for piece in Self::short_where_moving(scroll, piece) {
                    self.draw_bar(board, scroll, bar, piece);
                }
            }
        }
    }

    /// A piece that moves up under the names is cut short, so that no part of it comes out above them.
    fn short_where_moving(scroll: &Track<[f32; 2]>, piece: Since) -> Vec<Since> {
        let top = -scroll.at(0)[1] - FIRST;
        let moved = -scroll.last()[1] - FIRST;
        let mut pieces = Vec::new();
        let mut y = piece.y.max(top);
        while y < piece.bottom {
            let bottom = if y < moved { (y + SHORT).min(piece.bottom) } else { piece.bottom };
            pieces.push(Since { y, bottom, from_ms: piece.from_ms });
            y = bottom;
        }
        pieces
    }

    fn draw_bar(&self, board: &mut Board, scroll: &Track<[f32; 2]>, bar: &Bar, piece: Since) {
        let (x, w) = self.lane(board, bar);
        // Thick while up, a thread while asked for or closing.
        let w = if bar.up { w } else { w * 0.4 };
        let hue = (bar.connection.0 % HUES) as u8;
        let top = self.room().y + FIRST + piece.y;
        // Pieces lap over each other, so that no seam shows.
        let rect = Rect::new(x - w / 2.0, top - w / 2.0 - 0.5, w, piece.bottom - piece.y + w + 1.0);
        let shape = filled(rect, w / 2.0, Role::Hue(hue));
        // A bar stays where it was: the past is not undone by what follows.
        let opacity = super::stage::shown(piece.from_ms, u32::MAX);
        Self::place(board, vec![shape], scroll, opacity, piece.bottom);
    }

    /// Where on its lifeline a bar stands, beside those of other connections, and how wide it is.
    fn lane(&self, board: &Board, bar: &Bar) -> (f32, f32) {
        let connections = &board.timeline.trace.lesson.connections;
        let here = |id: &usize| connections[*id].from.host == bar.host || connections[*id].to.host == bar.host;
        let lanes: Vec<usize> = (0..connections.len()).filter(here).collect();
        let place = lanes.iter().position(|&id| id == bar.connection.0).unwrap_or(0);
        let (pitch, w) = if lanes.len() <= 2 { (10.0, 8.0) } else { (6.0, 5.0) };
        (self.x(bar.host) + (place as f32 - (lanes.len() - 1) as f32 / 2.0) * pitch, w)
    }

    fn draw_rows(&mut self, board: &mut Board, scroll: &Track<[f32; 2]>, page: &Page) {
        for (index, row) in self.rows.iter().enumerate() {
            let [now, past] = row.label.clone();
            let Some(moment) = index.checked_sub(page.first_row).and_then(|index| page.rows.get(index)) else {
                Self::place_row(board, row, [row.arrow.clone(), past].concat(), scroll, Track::still(PAST));
                continue;
            };
            // The step that follows makes an arrow one of the past; the page's last one stays as it is.
            let times = &board.timeline.pages[board.page].steps;
            let end = if moment.step + 1 < times.len() { times[moment.step].end_ms } else { u32::MAX };
            let mut opacity = super::stage::shown(moment.time.start_ms, u32::MAX);
            if end < u32::MAX {
                opacity.go(end, end + FADE_MS, PAST, Ramp::Smooth);
                let mut late = Track::still(0);
                late.go(end, end + FADE_MS, PAST, Ramp::Smooth);
                Self::place_row(board, row, past, scroll, late);
            }
            Self::place_row(board, row, row.arrow.clone(), scroll, opacity);
            Self::place_row(board, row, now, scroll, super::stage::shown(moment.time.start_ms, end));
        }
    }

    fn place_row(board: &mut Board, row: &Row, shapes: Vec<Shape>, scroll: &Track<[f32; 2]>, opacity: Track<u8>) {
        if let Some(index) = Self::place(board, shapes, scroll, opacity, row.y) {
            board.sprites[index].part = row.part;
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

    /// One arrow with its number and label.
    fn row(&self, board: &mut Board, packet: &Packet, traced: &TracedPacket, (tail, part): (f32, Part)) -> Row {
        let hue = packet.verb.connection().map_or(0, |connection| (connection.0 % HUES) as u8);
        let y = self.room().y + FIRST + tail;
        let start = self.x(packet.from);
        let mut shapes = self.number(traced, y + SLANT / 2.0, hue);
        let ends: Vec<f32> = traced.routes.iter().filter_map(|route| self.end_of(packet, route, traced.fate)).collect();
        let lost = traced.fate != Fate::Delivered;
        for side in [-1.0, 1.0] {
            let mut heads: Vec<f32> = ends.iter().copied().filter(|end| (end - start) * side > 0.0).collect();
            heads.sort_by(|a, b| ((a - start) * side).total_cmp(&((b - start) * side)));
            shapes.extend(arrows(start, &heads, y, hue, lost));
        }
        let label = [Face::Bold, Face::Medium].map(|face| self.label(board, packet, (start, &ends, y), face));
        Row { y: tail, part, arrow: shapes, label }
    }

    /// Where an arrow's head stands. A way that ends at a node without a lifeline, or between two, ends partway.
    fn end_of(&self, packet: &Packet, route: &[HostId], fate: Fate) -> Option<f32> {
        let start = self.x(packet.from);
        let &last = route.last()?;
        let target = match packet.to {
            Target::Host(host) => host,
            Target::All => last,
        };
        let goal = self.x(target);
        match fate {
            Fate::Delivered => (target != packet.from).then_some(goal),
            Fate::Blocked if self.lifelines.contains(&last) && last != packet.from => Some(self.x(last)),
            Fate::Blocked | Fate::Lost => Some(start + (goal - start) * 0.6),
        }
    }

    fn number(&self, traced: &TracedPacket, y: f32, hue: u8) -> Vec<Shape> {
        let style = Type::new(Face::Bold, 12.5, Role::OnHue);
        let text = traced.number.to_string();
        let w = (style.width(&text) + 13.0).max(24.0);
        let pill = Rect::around([self.rect.x + 32.0, y], w, 24.0);
        vec![filled(pill, 12.0, Role::Hue(hue)), style.centred(pill.center()[0], style.middle(y), &text)]
    }

    /// The label over the middle of its arrow, on the card's colour where it would cross a lifeline.
    fn label(
        &self,
        board: &mut Board,
        packet: &Packet,
        (start, ends, y): (f32, &[f32], f32),
        face: Face,
    ) -> Vec<Shape> {
        let size = if self.lifelines.len() > 5 { 12.5 } else { 14.0 };
        let style = Type::new(face, size, Role::Ink);
        let low = ends.iter().copied().fold(start, f32::min);
        let high = ends.iter().copied().fold(start, f32::max);
        let middle = f32::midpoint(low, high);
        let (left, right) = (self.rect.x + 54.0, self.rect.right() - 14.0);
        let text = board.fit(&packet.label, style.face, size, right - left, packet.label_span);
        let w = style.width(&text);
        // On its arrow where there is room, else as near as the panel lets it be.
        let x = (middle - w / 2.0).clamp(left, (right - w).max(left));
        let baseline = y - 4.0;
        let crosses = |host: &HostId| (x - 6.0..x + w + 6.0).contains(&self.x(*host));
        let mut shapes = Vec::new();
        if self.lifelines.iter().any(crosses) {
            shapes.push(filled(Rect::new(x - 4.0, baseline - size * 0.82, w + 8.0, size * 1.1), 4.0, Role::Card));
        }
        shapes.push(style.left(x, baseline, &text));
        shapes
    }
}

/// One line to the farthest of `heads`, which lie to one side of `start`, nearest first; a head at each.
fn arrows(start: f32, heads: &[f32], y: f32, hue: u8, lost: bool) -> Vec<Shape> {
    let Some(&far) = heads.last() else { return Vec::new() };
    let side = if far < start { -1.0 } else { 1.0 };
    let slope = SLANT / ((far - start).abs() - 18.0).max(1.0);
    let on_line = |x: f32| [x, y + ((x - start).abs() - 9.0) * slope];
    let tip = |head: f32| on_line(head - side * if lost { 0.0 } else { 9.0 });
    let back = |head: f32, by: f32| on_line(tip(head)[0] - side * by);
    let mut shapes = vec![line(&[on_line(start + side * 9.0), back(far, 11.0)], Role::Hue(hue), 2.4, None)];
    for &head in heads {
        if lost {
            shapes.push(disc(tip(head), 9.0, Role::Lost));
            shapes.extend(cross(tip(head), 3.4, Role::OnLost, 2.2));
        } else {
            let base = back(head, 13.0);
            shapes.push(polygon(&[tip(head), [base[0], base[1] - 6.0], [base[0], base[1] + 6.0]], Role::Hue(hue)));
        }
    }
    shapes
}

/// A page's rows and when its bars come and go.
struct Page<'a> {
    /// Index of the page's first row.
    first_row: usize,
    /// The moment of each row of this page.
    rows: Vec<Moment<'a>>,
    /// Parallel to the bars.
    bars: Vec<BarTime>,
}

#[derive(Debug, Clone, Copy)]
struct BarTime {
    from_ms: u32,
    to_ms: Option<u32>,
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

/// The track up to `from_ms`, then down to nothing at `to_ms`.
fn cut(track: &Track<u8>, from_ms: u32, to_ms: u32) -> Track<u8> {
    let mut kept = Track::still(track.keys()[0].value);
    for key in track.keys().iter().skip(1).take_while(|key| key.at_ms <= from_ms) {
        kept.then(key.at_ms, key.value, key.ramp);
    }
    kept.go(from_ms, to_ms, 0, Ramp::Linear);
    kept
}
