//! A lesson in, its hosts as cards in rows out: the stage of a phone, where ways run top to bottom.

mod card;
#[cfg(test)]
mod tests;

use super::Rect;
use super::arrange::{arrange, hops};
use super::format::NARROW_WIDTH;
use crate::lesson::{Action, ConnectionId, HostId, Lesson, Target};
pub(super) use card::Card;
use card::{tall_card, wide_card};

/// From the panel's edge to the cards.
const MARGIN: f32 = 8.0;
/// Between the cards of a row, and between those of a full one, where each unit counts.
const GAP: f32 = 8.0;
const FULL_GAP: f32 = 4.0;
/// A row of more cards becomes several.
const MOST_IN_ROW: usize = 4;
/// Shorter than this, where there are two rows, three, or more, a way is only in a stage that is tall already.
const SHORT_WAYS: [f32; 3] = [110.0, 80.0, 60.0];
/// Between a card and a way that ends there.
const CLEAR: f32 = 5.0;
/// Nearer to each other, tubes would seem to be one.
const CLOSE: f32 = 16.0;
/// From tube to tube where two leave a card.
const PITCH: f32 = 92.0;

/// The hosts in rows. Its coordinates begin at the stage's left upper corner.
#[derive(Debug, Clone)]
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

/// Cards side by side.
#[derive(Debug, Default, Clone)]
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
        let gap = if hosts.len() < 3 { GAP } else { FULL_GAP };
        let w = (NARROW_WIDTH - 2.0 * MARGIN - gap * (count - 1.0) - channel) / count;
        // In the middle of an even row, to the right of an odd one.
        let before = if hosts.len().is_multiple_of(2) { hosts.len() / 2 } else { hosts.len() };
        let small = self.rows.len() > 4;
        for (index, &host) in hosts.iter().enumerate() {
            let x = MARGIN + index as f32 * (w + gap) + if index >= before { channel } else { 0.0 };
            let card = if hosts.len() == 1 { wide_card(lesson, host, w, small) } else { tall_card(lesson, host, w) };
            self.cards[host.0] = Card { row, ..card.moved(x, 0.0) };
        }
        self.rows[row].channel =
            MARGIN + before as f32 * (w + gap) - if before < hosts.len() { gap / 2.0 } else { 0.0 };
        let tallest = hosts.iter().map(|host| self.cards[host.0].rect.h).fold(0.0, f32::max);
        for host in hosts {
            self.cards[host.0].rect.h = tallest;
        }
        self.rows[row].bottom = tallest;
    }

    /// Moves each row to its height. The cloud stands under the first `upper` rows.
    fn stand(&mut self, lesson: &Lesson, upper: usize) {
        let rows = self.rows.len();
        let with_cloud = lesson.network.is_some() && lesson.links.is_empty() && lesson.hosts.len() > 1;
        let heights: f32 = self.rows.iter().map(|row| row.bottom).sum();
        let wanted = (340.0 + 44.0 * (rows as f32 - 2.0)).min(560.0);
        let shares = rows.saturating_sub(1) as f32 + if with_cloud { 1.5 } else { 0.0 };
        let short = SHORT_WAYS[rows.clamp(2, 4) - 2];
        // Tall cards take more height, so that packets still have a way to go.
        let wanted = wanted.max((2.0 * MARGIN + heights + short * shares).min(600.0));
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
        self.hop([a, b], &|host, _, other| self.toward(host, other))
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
            // Hardly slanted would look like a mistake.
            let upright = (start - end).abs() < 30.0 && from.row + 1 == to.row;
            let own = if from.rect.w < to.rect.w { start } else { end };
            let (start, end) = if upright { (own, own) } else { (start, end) };
            let mut points = vec![[start, from.rect.bottom() + CLEAR]];
            points.extend((from.row + 1..to.row).flat_map(|row| self.passage(row, [a.min(b), a.max(b)])));
            points.push([end, to.rect.y - CLEAR]);
            return points;
        }
        // Side by side: down from one and up to the other, or up and down in the last row.
        let (edge, away) =
            if side == Side::Bottom { (from.rect.bottom() + CLEAR, 1.0) } else { (from.rect.y - CLEAR, -1.0) };
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

    /// Where on an edge of a card a way begins. A datagram takes the middle, or stands to the right of the tubes where they
    /// hold it.
    fn pin(&self, host: HostId, side: Side, other: HostId, connection: Option<ConnectionId>) -> f32 {
        let pins = self.pins(host, side);
        let middle = self.toward(host, other);
        if let Some(connection) = connection {
            let own = pins.iter().find(|pin| pin.tube == connection.0 && pin.far == other);
            return own.map_or(middle, |pin| pin.x);
        }
        let shared = || pins.iter().filter(|pin| pin.far == other).map(|pin| pin.x);
        if shared().any(|x| (x - middle).abs() < 16.0) {
            return (shared().fold(middle, f32::max) + 34.0).min(self.cards[host.0].rect.right() - 12.0);
        }
        middle
    }

    /// The tubes that leave an edge of a card, left to right in the order of where they go: those to one host side by side
    /// around the straight way to it; all of them evenly, where they would meet.
    fn pins(&self, host: HostId, side: Side) -> Vec<Pin> {
        let mut pins: Vec<Pin> = Vec::new();
        for (tube, hops) in self.tubes.iter().enumerate() {
            for hop in hops.iter().filter(|hop| hop.contains(&host)) {
                let far = if hop[0] == host { hop[1] } else { hop[0] };
                if self.side(host, far) == side {
                    pins.push(Pin { x: self.toward(host, far), tube, far });
                }
            }
        }
        let center = |pin: &Pin| self.cards[pin.far.0].rect.center()[0];
        pins.sort_by(|a, b| center(a).total_cmp(&center(b)).then(a.far.cmp(&b.far)).then(a.tube.cmp(&b.tube)));
        let card = self.cards[host.0].rect;
        for group in pins.chunk_by_mut(|a, b| a.far == b.far) {
            spread(group, card);
        }
        if pins.windows(2).any(|pair| pair[1].x - pair[0].x < CLOSE) {
            for pin in &mut pins {
                pin.x = card.center()[0];
            }
            spread(&mut pins, card);
        }
        pins
    }

    /// Where the edge of a card is left for another: in its middle, or above or below the middle of a narrower card.
    fn toward(&self, host: HostId, other: HostId) -> f32 {
        let [own, far] = [host, other].map(|host| self.cards[host.0].rect);
        if own.w > far.w + 1.0 { far.center()[0].clamp(own.x + 16.0, own.right() - 16.0) } else { own.center()[0] }
    }
}

/// Where a tube leaves a card.
#[derive(Debug, Clone, Copy)]
struct Pin {
    x: f32,
    /// Index of its connection.
    tube: usize,
    /// Where it goes.
    far: HostId,
}

/// Moves pins that stand on one place apart, within the edge of their card.
fn spread(pins: &mut [Pin], card: Rect) {
    let gaps = pins.len().max(2) as f32 - 1.0;
    let wanted = match pins.len() {
        _ if card.w < NARROW_WIDTH / 2.0 => CLOSE + 4.0,
        0..=2 => PITCH,
        _ => PITCH * 1.5 / gaps,
    };
    let pitch = wanted.min((card.w - 32.0).max(0.0) / gaps);
    let half = pitch * (pins.len() as f32 - 1.0) / 2.0;
    for (index, pin) in pins.iter_mut().enumerate() {
        let (least, most) = (card.x + 16.0 + half, card.right() - 16.0 - half);
        pin.x = pin.x.min(most).max(least) - half + index as f32 * pitch;
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
