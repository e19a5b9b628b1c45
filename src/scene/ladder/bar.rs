//! A connection's life on a lifeline: a bar that grows, thick while it is up, a thread while it is asked for or closing.

use super::super::board::{Board, FADE_MS, Moment, hue_of, seen_at};
use super::super::ink::filled;
use super::super::stage::shown;
use super::super::{Ramp, Rect, Track};
use super::{FIRST, Ladder, PITCH, Page, SLANT};
use crate::lesson::{ConnectionId, HostId, Packet, Target};
use crate::protocol::{Life, TracedPacket};
use crate::theme::Role;

/// A connection's state on one lifeline from some height on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bar {
    pub connection: ConnectionId,
    pub host: HostId,
    /// From the first row's top down.
    pub from: f32,
    /// Where it ended; `None` while it lasts.
    pub to: Option<f32>,
    pub up: bool,
}

impl Ladder {
    /// Begins and ends bars as a packet changes the life of its connection.
    pub(super) fn live(&mut self, packet: &Packet, traced: &TracedPacket, moment: &Moment, tail: f32, page: &mut Page) {
        let (Some((connection, life)), Target::Host(to)) = (traced.becomes, packet.to) else { return };
        let head = if moment.time.drawn { tail + SLANT } else { tail - (PITCH - SLANT) / 2.0 };
        let tail = if moment.time.drawn { tail } else { head };
        let seen = seen_at(packet.verb, moment.time);
        let begins = |host, from, up| Bar { connection, host, from, to: None, up };
        match life {
            Life::Up | Life::Asked => {
                // What is granted or asked is known first to the one who says it, then to the other.
                self.end_bars(connection, &[(packet.from, tail), (to, head)]);
                let up = life == Life::Up;
                self.bars.push(begins(packet.from, tail, up));
                page.bars_from.push(if up { moment.time.start_ms } else { seen });
                if up {
                    self.bars.push(begins(to, head, true));
                    page.bars_from.push(moment.time.end_ms);
                }
            }
            Life::Closing | Life::Closed | Life::None => {
                let closed = life != Life::Closing;
                let ends: &[_] = if closed { &[(packet.from, tail), (to, head)] } else { &[(packet.from, tail)] };
                let had = self.end_bars(connection, ends);
                if !closed && had {
                    self.bars.push(begins(packet.from, tail, false));
                    page.bars_from.push(seen);
                }
            }
        }
    }

    /// Ends the connection's bars at these hosts; true if there was one.
    fn end_bars(&mut self, connection: ConnectionId, ends: &[(HostId, f32)]) -> bool {
        let mut had = false;
        for bar in &mut self.bars {
            let end = ends.iter().find(|(host, _)| *host == bar.host && bar.connection == connection);
            if let (Some(&(_, y)), None) = (end, bar.to) {
                bar.to = Some(y);
                had = true;
            }
        }
        had
    }

    /// Each bar, longer with every row that it passes.
    pub(super) fn draw_bars(&self, board: &mut Board, scroll: &Track<[f32; 2]>, page: &Page) {
        for (bar, &from_ms) in self.bars.iter().zip(&page.bars_from) {
            let end = bar.to.unwrap_or(self.next - (PITCH - SLANT) / 2.0).max(bar.from + 2.0);
            let rows = self.rows[page.first_row..].iter().zip(&page.rows);
            // A row begins above its label.
            let rows = rows.map(|(row, moment)| (row.y - row.rise - (PITCH - SLANT) / 2.0, moment.time.start_ms));
            // How far down it reaches, from when.
            let mut reaches = vec![(end, from_ms)];
            for (below, start_ms) in rows.filter(|&(_, start_ms)| start_ms >= from_ms) {
                if below > bar.from && below < end {
                    let last = reaches.len() - 1;
                    reaches[last].0 = below;
                    reaches.push((end, start_ms));
                }
            }
            for (index, &(bottom, from_ms)) in reaches.iter().enumerate() {
                let until = reaches.get(index + 1).map(|&(_, next)| next);
                self.draw_bar(board, scroll, bar, (bottom, from_ms, until));
            }
        }
    }

    /// A bar of one length. A longer one comes over it before it goes, so that nothing flickers.
    fn draw_bar(
        &self,
        board: &mut Board,
        scroll: &Track<[f32; 2]>,
        bar: &Bar,
        (bottom, from_ms, until): (f32, u32, Option<u32>),
    ) {
        let (x, w) = self.lane(board, bar);
        let w = if bar.up { w } else { w * 0.4 };
        let hue = hue_of(bar.connection);
        // What lies far above the page's first view is not drawn: a bar may be as long as the lesson.
        let top = bar.from.max(-scroll.at(0)[1] - 2.0 * FIRST);
        if bottom <= top {
            return;
        }
        let rect = Rect::new(x - w / 2.0, self.room().y + FIRST + top - w / 2.0, w, bottom - top + w);
        let mut opacity = shown(from_ms, u32::MAX);
        if let Some(until) = until {
            opacity.then(until + FADE_MS, 0, Ramp::Jump);
        }
        Self::place(board, vec![filled(rect, w / 2.0, Role::Hue(hue))], scroll, opacity, bottom);
    }

    /// Where on its lifeline a bar stands, beside those of other connections, and how wide it is.
    fn lane(&self, board: &Board, bar: &Bar) -> (f32, f32) {
        let connections = &board.timeline.trace.lesson.connections;
        let here = |id: &usize| connections[*id].from.host == bar.host || connections[*id].to.host == bar.host;
        let lanes: Vec<usize> = (0..connections.len()).filter(here).collect();
        let place = lanes.iter().position(|&id| id == bar.connection.0).unwrap_or(0);
        let (pitch, w) = match lanes.len() {
            0..=2 => (10.0, 8.0),
            3..=4 => (6.5, 5.0),
            count => (26.0 / count as f32, 4.0),
        };
        (self.x(bar.host) + (place as f32 - (lanes.len() - 1) as f32 / 2.0) * pitch, w)
    }
}
