//! A lesson in, its hosts as cards in rows out: the stage of a phone, where ways run top to bottom.

use super::arrange::{arrange, hops};
use super::fact;
use super::format::NARROW_WIDTH;
use super::ink::Type;
use super::{Rect, Shape};
use crate::font::{self, Face};
use crate::lesson::{Action, ConnectionId, Host, HostId, Lesson, Target};
use crate::theme::Role;

/// From the panel's edge to the cards.
const MARGIN: f32 = 8.0;
/// Between the cards of a row.
const GAP: f32 = 8.0;
/// A row of more cards becomes several.
const MOST_IN_ROW: usize = 4;
/// From baseline to baseline.
const LEADING: f32 = 17.5;
const FACT_HEIGHT: f32 = 25.0;
const FACT_PITCH: f32 = 28.0;
/// From tube to tube where two leave a card.
const PITCH: f32 = 92.0;

const NAME: Type = Type::new(Face::Bold, 15.0, Role::Ink);
const LABEL: Type = Type::new(Face::Regular, 14.0, Role::Muted);
const ADDRESS: Type = Type::new(Face::Mono, 14.0, Role::Muted);

/// The hosts in rows. Its coordinates begin at the stage's left upper corner.
#[derive(Debug)]
pub(super) struct Stack {
    /// Of the stage.
    pub height: f32,
    /// Per host.
    pub cards: Vec<Card>,
    /// The network's cloud.
    pub cloud: Option<Rect>,
    rows: Vec<Row>,
    /// Per connection, its hops from card to card.
    tubes: Vec<Vec<[HostId; 2]>>,
}

/// A host.
#[derive(Debug, Clone, Default)]
pub(super) struct Card {
    /// The whole card.
    pub rect: Rect,
    /// Its icon.
    pub icon: Rect,
    /// Name, label and address.
    pub lines: Vec<Shape>,
    /// Where its facts stand.
    pub facts: Vec<Rect>,
    row: usize,
}

/// Cards side by side.
#[derive(Debug, Default)]
struct Row {
    hosts: Vec<HostId>,
    top: f32,
    bottom: f32,
    /// Ways that pass the row without a stop: pairs of hosts.
    passing: Vec<[HostId; 2]>,
    /// Left end of the room that they pass through.
    channel: f32,
}

/// An edge of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Top,
    Bottom,
}

impl Stack {
    pub(super) fn new(lesson: &Lesson) -> Self {
        let (rows, upper) = rows(lesson);
        let route = |from, to| lesson.route(from, to).unwrap_or_else(|| vec![from, to]);
        let tubes = lesson.connections.iter().map(|ends| hops(&route(ends.from.host, ends.to.host))).collect();
        let cards = vec![Card::default(); lesson.hosts.len()];
        let mut stack = Self { height: 0.0, cards, cloud: None, rows, tubes };
        for (row, cards) in stack.rows.iter().enumerate() {
            cards.hosts.iter().for_each(|host| stack.cards[host.0].row = row);
        }
        stack.find_passing(lesson);
        for row in 0..stack.rows.len() {
            stack.fill_row(lesson, row);
        }
        stack.stand(lesson, upper);
        stack
    }

    /// Which pairs of hosts have ways that pass a row without a stop.
    fn find_passing(&mut self, lesson: &Lesson) {
        let mut pairs: Vec<[HostId; 2]> = self.tubes.iter().flatten().copied().collect();
        for event in lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events) {
            let Action::Send(packet) = &event.action else { continue };
            let Target::Host(to) = packet.to else { continue };
            pairs.extend(hops(&lesson.route(packet.from, to).unwrap_or_default()));
        }
        for pair in pairs {
            let [a, b] = pair.map(|host| self.cards[host.0].row);
            for row in a.min(b) + 1..a.max(b) {
                if !self.rows[row].passing.contains(&pair) {
                    self.rows[row].passing.push(pair);
                }
            }
        }
    }

    /// Makes the cards of a row, at the top of the stage.
    fn fill_row(&mut self, lesson: &Lesson, row: usize) {
        let hosts = self.rows[row].hosts.clone();
        let count = hosts.len() as f32;
        let passing = self.rows[row].passing.len() as f32;
        let channel = if passing > 0.0 { (passing * 12.0 + 4.0).min(64.0) } else { 0.0 };
        let w = (NARROW_WIDTH - 2.0 * MARGIN - GAP * (count - 1.0) - channel) / count;
        // In the middle of an even row, to the right of an odd one.
        let before = if hosts.len().is_multiple_of(2) { hosts.len() / 2 } else { hosts.len() };
        let small = self.rows.len() > 4;
        for (index, &host) in hosts.iter().enumerate() {
            let x = MARGIN + index as f32 * (w + GAP) + if index >= before { channel } else { 0.0 };
            let card = if hosts.len() == 1 { wide_card(lesson, host, w, small) } else { tall_card(lesson, host, w) };
            self.cards[host.0] = Card { row, ..card.moved(x, 0.0) };
        }
        self.rows[row].channel =
            MARGIN + before as f32 * (w + GAP) - if before < hosts.len() { GAP / 2.0 } else { 0.0 };
        let tallest = hosts.iter().map(|host| self.cards[host.0].rect.h).fold(0.0, f32::max);
        hosts.iter().for_each(|host| self.cards[host.0].rect.h = tallest);
        self.rows[row].bottom = tallest;
    }

    /// Moves each row to its height. The cloud stands under the first `upper` rows.
    fn stand(&mut self, lesson: &Lesson, upper: usize) {
        let rows = self.rows.len();
        let with_cloud = lesson.network.is_some() && lesson.links.is_empty() && lesson.hosts.len() > 1;
        let heights: f32 = self.rows.iter().map(|row| row.bottom).sum();
        let wanted = (340.0 + 44.0 * (rows as f32 - 2.0)).min(560.0);
        let shares = rows.saturating_sub(1) as f32 + if with_cloud { 1.5 } else { 0.0 };
        let share = (wanted - 2.0 * MARGIN - heights) / shares.max(1.0);
        let gap = share.clamp(30.0, if rows == 2 { 190.0 } else { 110.0 });
        let cloud_gap = (share * 2.5).clamp(116.0, 200.0);
        let mut y = MARGIN;
        for index in 0..rows {
            let h = self.rows[index].bottom;
            (self.rows[index].top, self.rows[index].bottom) = (y, y + h);
            for host in self.rows[index].hosts.clone() {
                self.cards[host.0] = self.cards[host.0].clone().moved(0.0, y);
            }
            y += h;
            if with_cloud && index + 1 == upper {
                let size = ((cloud_gap - 36.0) * 1.9).min(230.0);
                self.cloud = Some(Rect::around([NARROW_WIDTH / 2.0, y + cloud_gap / 2.0], size, size * 0.5));
                y += cloud_gap;
            } else if index + 1 < rows || rows == 1 {
                y += gap;
            }
        }
        self.height = y + MARGIN;
    }

    /// The way along a route, from card to card: that of a tube, or of a datagram.
    pub(super) fn way(&self, route: &[HostId], connection: Option<ConnectionId>) -> Vec<[f32; 2]> {
        let mut points = Vec::new();
        for pair in route.windows(2) {
            points.extend(self.hop([pair[0], pair[1]], &|host, side, other| self.pin(host, side, other, connection)));
        }
        if points.is_empty() { route.iter().map(|host| self.cards[host.0].rect.center()).collect() } else { points }
    }

    /// The middle line of a link.
    pub(super) fn link(&self, a: HostId, b: HostId) -> Vec<[f32; 2]> {
        self.hop([a, b], &|host, _, _| self.cards[host.0].rect.center()[0])
    }

    /// Where a host's line to the cloud runs.
    pub(super) fn uplink(&self, host: HostId, cloud: Rect) -> [[f32; 2]; 2] {
        let ([x, y], card) = (cloud.center(), self.cards[host.0].rect);
        let from = card.center()[0];
        let to = from.clamp(x - cloud.w * 0.3, x + cloud.w * 0.3);
        if card.y < y { [[from, card.bottom()], [to, y]] } else { [[from, card.y], [to, y]] }
    }

    /// From one card to another; `pin` says where on an edge of the first the way to the second begins.
    fn hop(&self, [a, b]: [HostId; 2], pin: &dyn Fn(HostId, Side, HostId) -> f32) -> Vec<[f32; 2]> {
        let (from, to) = (&self.cards[a.0], &self.cards[b.0]);
        if from.row > to.row {
            let mut points = self.hop([b, a], pin);
            points.reverse();
            return points;
        }
        let side = self.side(a, b);
        let (start, end) = (pin(a, side, b), pin(b, self.side(b, a), a));
        if from.row < to.row {
            let mut points = vec![[start, from.rect.bottom()]];
            points.extend((from.row + 1..to.row).flat_map(|row| self.passage(row, [a.min(b), a.max(b)])));
            points.push([end, to.rect.y]);
            return points;
        }
        // Side by side: down from one and up to the other, or up and down in the last row.
        let (edge, away) = if side == Side::Bottom { (from.rect.bottom(), 1.0) } else { (from.rect.y, -1.0) };
        let nearest = if (start - end).abs() > NARROW_WIDTH * 0.5 { 20.0 } else { 14.0 };
        vec![[start, edge], [start, edge + away * nearest], [end, edge + away * nearest], [end, edge]]
    }

    /// Through the row between its cards.
    fn passage(&self, row: usize, pair: [HostId; 2]) -> [[f32; 2]; 2] {
        let row = &self.rows[row];
        let count = row.passing.len().max(1) as f32;
        let place = row.passing.iter().position(|one| *one == pair).unwrap_or(0) as f32;
        let x = row.channel + 4.0 + (place + 0.5) * ((count * 12.0).min(60.0) / count);
        [[x, row.top - 6.0], [x, row.bottom + 6.0]]
    }

    /// The edge at which a way to another host leaves.
    fn side(&self, host: HostId, other: HostId) -> Side {
        let [own, other] = [host, other].map(|host| self.cards[host.0].row);
        let last = own + 1 == self.rows.len() && own > 0;
        if own < other || (own == other && !last) { Side::Bottom } else { Side::Top }
    }

    /// Where on an edge of a card a way begins: tubes share the edge evenly, in the order of where they go; a datagram
    /// takes the middle, or stands to the right of the tubes where they hold it.
    fn pin(&self, host: HostId, side: Side, other: HostId, connection: Option<ConnectionId>) -> f32 {
        let card = self.cards[host.0].rect;
        let middle = card.center()[0];
        let mut here: Vec<(f32, usize, HostId)> = Vec::new();
        for (index, hops) in self.tubes.iter().enumerate() {
            for hop in hops.iter().filter(|hop| hop.contains(&host)) {
                let far = if hop[0] == host { hop[1] } else { hop[0] };
                if self.side(host, far) == side {
                    here.push((self.cards[far.0].rect.center()[0], index, far));
                }
            }
        }
        here.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let most = (card.w - 32.0).max(0.0) / (here.len().max(2) - 1) as f32;
        let wanted = if here.len() < 3 { PITCH } else { PITCH * 1.5 / (here.len() - 1) as f32 };
        let pitch = wanted.min(most);
        let at = |index: usize| middle + (index as f32 - (here.len() - 1) as f32 / 2.0) * pitch;
        if let Some(connection) = connection {
            return here.iter().position(|one| one.1 == connection.0 && one.2 == other).map_or(middle, at);
        }
        let shared: Vec<f32> = (0..here.len()).filter(|&index| here[index].2 == other).map(at).collect();
        if shared.iter().any(|pin| (pin - middle).abs() < 16.0) {
            let right = shared.iter().copied().fold(middle, f32::max);
            return (right + 34.0).min(card.right() - 12.0);
        }
        middle
    }
}

/// The hosts row by row, and how many rows are above the network.
fn rows(lesson: &Lesson) -> (Vec<Row>, usize) {
    let cells = arrange(lesson);
    let columns = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(1);
    let (mut rows, mut upper) = (Vec::new(), 0);
    for column in 0..columns {
        let mut hosts: Vec<usize> = (0..cells.len()).filter(|&host| cells[host].column == column).collect();
        hosts.sort_by_key(|&host| cells[host].row);
        let parts = hosts.len().div_ceil(MOST_IN_ROW).max(1);
        for part in hosts.chunks(hosts.len().div_ceil(parts).max(1)) {
            rows.push(Row { hosts: part.iter().copied().map(HostId).collect(), ..Row::default() });
        }
        if column < columns.div_ceil(2) {
            upper = rows.len();
        }
    }
    (rows, upper)
}

impl Card {
    fn moved(self, dx: f32, dy: f32) -> Self {
        let to = |rect: Rect| Rect::new(rect.x + dx, rect.y + dy, rect.w, rect.h);
        let lines = self.lines.into_iter().map(|line| line.moved([dx, dy])).collect();
        let facts = self.facts.into_iter().map(to).collect();
        Self { rect: to(self.rect), icon: to(self.icon), lines, facts, row: self.row }
    }
}

/// A card that fills its row: icon, then text, then facts where there is room for them.
fn wide_card(lesson: &Lesson, id: HostId, w: f32, small: bool) -> Card {
    let host = &lesson.hosts[id.0];
    let side = if small { 32.0 } else { 42.0 };
    let left = side + 18.0;
    let (count, widest) = fact::held(lesson, id);
    let fact_width = (widest + FACT_HEIGHT).min(160.0);
    let natural = natural_width(host);
    let beside = count > 0 && count <= 3 && left + natural + 10.0 + fact_width + 8.0 <= w;
    let room = w - left - 8.0;
    let texts = wide_lines(host, room);
    let text_height = texts.last().map_or(0.0, |last| last.1) + LEADING;
    let facts_height = if beside { count as f32 * FACT_PITCH - 3.0 } else { 0.0 };
    let inner = side.max(text_height).max(facts_height);
    let top = 5.0 + (inner - text_height) / 2.0;
    let lines = texts.iter().map(|(x, y, style, text)| style.left(left + x, top + y + 13.0, text)).collect();
    let under = 5.0 + inner + 4.0;
    let place = |index: usize| {
        if beside {
            let first = 5.0 + (inner - facts_height) / 2.0;
            return Rect::new(w - 8.0 - fact_width, first + index as f32 * FACT_PITCH, fact_width, FACT_HEIGHT);
        }
        let half = (w - 16.0 - 6.0) / 2.0;
        let x = 8.0 + (index % 2) as f32 * (half + 6.0);
        let w = if count == 1 { w - 16.0 } else { half };
        Rect::new(x, under + (index / 2) as f32 * FACT_PITCH, w, FACT_HEIGHT)
    };
    let below = if beside { 0.0 } else { count.div_ceil(2) as f32 * FACT_PITCH };
    Card {
        rect: Rect::new(0.0, 0.0, w, inner + 10.0 + below),
        icon: Rect::new(8.0, 5.0 + (inner - side) / 2.0, side, side),
        lines,
        facts: (0..count).map(place).collect(),
        row: 0,
    }
}

/// The widest of the lines of a wide card if nothing is wrapped.
fn natural_width(host: &Host) -> f32 {
    let label = host.label.as_deref().map_or(0.0, |label| 8.0 + LABEL.width(label));
    let address = host.address.as_deref().map_or(0.0, |address| ADDRESS.width(address));
    (NAME.width(&host.name) + label).max(address)
}

/// Texts with their places: the label stands behind the name where it fits.
fn wide_lines(host: &Host, room: f32) -> Vec<(f32, f32, Type, String)> {
    let (name, _) = font::shorten(&host.name, NAME.face, NAME.size, room);
    let behind = NAME.width(&name) + 8.0;
    let mut lines = vec![(0.0, 0.0, NAME, name)];
    let mut y = 0.0;
    let mut wrap = |text: &str, style: Type, most: usize| {
        for line in font::wrap(text, style.face, style.size, room, most).lines {
            y += LEADING;
            lines.push((0.0, y, style, line));
        }
    };
    match &host.label {
        Some(label) if behind + LABEL.width(label) > room => wrap(label, LABEL, 2),
        _ => {}
    }
    if let Some(address) = &host.address {
        wrap(address, ADDRESS, 2);
    }
    match &host.label {
        Some(label) if behind + LABEL.width(label) <= room => lines.insert(1, (behind, 0.0, LABEL, label.clone())),
        _ => {}
    }
    lines
}

/// A card beside others: the icon, and under it the texts and the facts.
fn tall_card(lesson: &Lesson, id: HostId, w: f32) -> Card {
    let host = &lesson.hosts[id.0];
    let side: f32 = if w > 100.0 { 36.0 } else { 30.0 };
    let mut lines = Vec::new();
    let mut baseline = 5.0 + side + 1.0;
    let mut wrap = |text: &str, style: Type, most: usize| {
        for line in font::balance(text, style.face, style.size, w - 4.0, most).lines {
            baseline += LEADING;
            lines.push(style.centred(w / 2.0, baseline - 1.0, &line));
        }
    };
    wrap(&host.name, NAME, 1);
    if let Some(label) = &host.label {
        wrap(label, LABEL, 2);
    }
    if let Some(address) = &host.address {
        wrap(address, ADDRESS, 3);
    }
    let (count, _) = fact::held(lesson, id);
    let first = baseline + 6.0;
    let place = |index: usize| Rect::new(3.0, first + index as f32 * FACT_PITCH, w - 6.0, FACT_HEIGHT);
    Card {
        rect: Rect::new(0.0, 0.0, w, first + count as f32 * FACT_PITCH),
        icon: Rect::new((w - side) / 2.0, 5.0, side, side),
        lines,
        facts: (0..count).map(place).collect(),
        row: 0,
    }
}
