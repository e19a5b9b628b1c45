//! The stage: hosts, the network, connections as tubes, facts and bubbles.

use super::board::{Board, DIMMED, FADE_MS, hue_of, seen_at};
use super::ink::{Type, filled, framed, line, polygon, tube};
use super::plan::{Plan, cloud_outline};
use super::scale::Room;
use super::stack::Card;
use super::{Format, Panel, Ramp, Rect, Shape, Stroke, Track, fact, tag};
use crate::diagnostic::Span;
use crate::font::{self, Face};
use crate::lesson::{Action, ConnectionId, Host, HostId, Lesson};
use crate::protocol::Life;
use crate::theme::Role;

/// Of the corners of a host's card.
const CARD_RADIUS: f32 = 10.0;
/// What a bubble keeps from its card where the port at the end of a way stands between them.
const PAST_TAGS: f32 = 24.0;

/// What stands on the stage from page to page.
pub(super) struct Stage {
    pub plan: Plan,
    /// The network's name.
    network: Option<tag::Network>,
    /// What is written along each connection's tube.
    tags: Vec<Vec<Shape>>,
    /// Per host, where its facts stand.
    fact_places: Vec<Vec<Rect>>,
    life: Vec<Life>,
    /// Per host, its facts by place; a place that was freed is filled again.
    facts: Vec<Vec<Option<Fact>>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Fact {
    key: String,
    value: String,
    span: Span,
}

impl Stage {
    pub(super) fn new(lesson: &Lesson, rect: Rect, format: Format) -> Self {
        let details = |host: &Host| usize::from(host.label.is_some()) + usize::from(host.address.is_some());
        let most = most_facts(lesson);
        let room = Room { details: lesson.hosts.iter().map(details).max().unwrap_or(0), facts: most.min(3) };
        let plan = match format {
            Format::Wide => Plan::new(lesson, rect, room),
            Format::Narrow => Plan::narrow(lesson, rect, room),
        };
        let network = lesson.network.as_deref().and_then(|name| tag::network(lesson, &plan, name));
        Self {
            tags: tag::tags(lesson, &plan, network.as_ref()),
            network,
            fact_places: fact::places(lesson, &plan, most),
            plan,
            life: vec![Life::None; lesson.connections.len()],
            facts: vec![Vec::new(); lesson.hosts.len()],
        }
    }

    /// Draws a page and remembers how it ends.
    pub(super) fn draw(&mut self, board: &mut Board) {
        let lesson = &board.timeline.trace.lesson;
        board.still(Panel::Stage, vec![framed(self.plan.stage, 16.0, Role::Card, Role::Border, 1.0)]);
        self.draw_network(board, lesson);
        for connection in (0..lesson.connections.len()).map(ConnectionId) {
            self.draw_connection(board, lesson, connection);
        }
        let mut pills = Vec::new();
        for host in (0..lesson.hosts.len()).map(HostId) {
            self.draw_host(board, lesson, host);
            pills.extend(self.draw_facts(board, host));
        }
        fact::warn_of_no_room(board, lesson, &self.plan, &pills);
    }

    /// Draws what lies over the packets.
    pub(super) fn draw_bubbles(&self, board: &mut Board) {
        let mut taken: Vec<(usize, Rect)> = Vec::new();
        for moment in board.moments().collect::<Vec<_>>() {
            let Action::Notes { host, text } = &moment.traced.event.action else { continue };
            let end = board.timeline.pages[board.page].steps[moment.step].end_ms;
            let beside = taken.iter().filter(|(step, _)| *step == moment.step).map(|&(_, rect)| rect).collect();
            let (place, shapes) = self.bubble(board, *host, text, (moment.traced.event.span, beside));
            taken.push((moment.step, place));
            board.add(Panel::Stage, shapes, shown(moment.time.start_ms, end));
        }
    }

    fn draw_network(&self, board: &mut Board, lesson: &Lesson) {
        let mut shapes = Vec::new();
        for link in &lesson.links {
            shapes.push(line(&self.plan.link(link.a, link.b), Role::Guide, 2.0, None));
        }
        if let Some(cloud) = self.plan.cloud {
            // Where there are connections, their tubes say enough.
            let alone = lesson.connections.is_empty() && lesson.hosts.len() > 2;
            for host in (0..lesson.hosts.len()).map(HostId).filter(|_| alone) {
                shapes.push(line(&self.plan.uplink(host, cloud), Role::Guide, 2.0, None));
            }
            shapes.push(Shape::Path { segments: cloud_outline(cloud), fill: Some(Role::Cloud), stroke: None });
        }
        if let (Some(network), Some(name)) = (&self.network, &lesson.network) {
            let (style, [x, baseline]) = (network.style, network.at);
            let name = board.fit(name, style.face, style.size, network.width, lesson.network_span);
            shapes.push(style.centred(x, baseline, &name));
        }
        board.still(Panel::Stage, shapes);
    }

    fn draw_connection(&mut self, board: &mut Board, lesson: &Lesson, connection: ConnectionId) {
        let before = self.life[connection.0];
        let mut changes = vec![(0, before)];
        for moment in board.moments() {
            let Some((packet, traced)) = moment.packet() else { continue };
            match traced.becomes {
                Some((changed, life)) if changed == connection => {
                    changes.push((seen_at(packet.verb, moment.time), life));
                }
                // What goes on after the end, as the other half's FIN does, still needs its tube.
                _ if moment.time.drawn && packet.verb.connection() == Some(connection) => {
                    if let Some((end, Life::Closed)) = changes.last_mut() {
                        *end = moment.time.end_ms;
                    }
                }
                _ => {}
            }
        }
        self.life[connection.0] = changes.last().map_or(before, |&(_, life)| life);
        let points = self.plan.tube(lesson, connection);
        let hue = hue_of(connection);
        let half = self.plan.scale.tube;
        let outline = |fill, dash| Shape::Path {
            segments: tube(&points, half),
            fill,
            stroke: Some(Stroke { color: Role::Hue(hue), width: if half > 5.5 { 2.0 } else { 1.6 }, dash }),
        };
        let dash = Some([6.0, 6.0]);
        Self::add_living(board, connection, &changes, &[Life::Asked], vec![outline(None, dash)]);
        Self::add_living(board, connection, &changes, &[Life::Up], vec![outline(Some(Role::HueSoft(hue)), None)]);
        Self::add_living(board, connection, &changes, &[Life::Closing], vec![outline(Some(Role::HueSoft(hue)), dash)]);
        let names = self.tags[connection.0].clone();
        Self::add_living(board, connection, &changes, &[Life::Asked, Life::Up, Life::Closing], names);
    }

    /// Adds shapes that stand while the connection is in one of `lives`, dimmed in steps about others.
    fn add_living(
        board: &mut Board,
        connection: ConnectionId,
        changes: &[(u32, Life)],
        lives: &[Life],
        shapes: Vec<Shape>,
    ) {
        if !changes.iter().any(|(_, life)| lives.contains(life)) {
            return;
        }
        let steps = 0..board.timeline.pages[board.page].steps.len();
        let about = steps.map(|step| board.connections_of_step(step));
        let bright: Vec<bool> = about.map(|about| about.is_empty() || about.contains(&connection)).collect();
        let mut times = board.step_starts();
        times.extend(changes.iter().map(|&(time, _)| time));
        let opacity = Board::follow(times, |now| {
            let life = changes.iter().rev().find(|&&(time, _)| time <= now).map_or(Life::None, |&(_, life)| life);
            let bright = bright.get(board.step_at(now)).copied().unwrap_or(true);
            match (lives.contains(&life), bright) {
                (false, _) => 0,
                (true, false) => DIMMED,
                (true, true) => 100,
            }
        });
        board.add(Panel::Stage, shapes, opacity);
    }

    fn draw_host(&self, board: &mut Board, lesson: &Lesson, id: HostId) {
        let host = &lesson.hosts[id.0];
        // What passes a node passes behind it: the card's own colour hides it there.
        let passed = !lesson.links.is_empty();
        if passed {
            board.still(Panel::Stage, vec![self.cover(id)]);
        }
        let shapes = match &self.plan.stack {
            Some(stack) => card(&stack.cards[id.0], host),
            None => self.named(board, id, host),
        };
        let bright = bright_steps(board, id);
        let opacity = Board::follow(board.step_starts(), |now| strength(&bright, board.step_at(now)));
        board.add(Panel::Stage, shapes, opacity);
    }

    fn cover(&self, id: HostId) -> Shape {
        if let Some(stack) = &self.plan.stack {
            return filled(stack.cards[id.0].rect, CARD_RADIUS, Role::Card);
        }
        let side = self.plan.scale.icon - 4.0;
        filled(Rect::around(self.plan.hosts[id.0], side, side), self.plan.scale.icon / 4.0, Role::Card)
    }

    /// A host's icon with its lines under it, or above it.
    fn named(&self, board: &mut Board, id: HostId, host: &Host) -> Vec<Shape> {
        let scale = self.plan.scale;
        let [x, y] = self.plan.hosts[id.0];
        let corner = [x - scale.icon / 2.0, y - scale.icon / 2.0];
        let mut shapes = vec![Shape::Icon { icon: host.icon, at: corner, size: scale.icon }];
        let lines = [
            Some((Type::new(Face::Bold, scale.name, Role::Ink), &host.name)),
            host.label.as_ref().map(|label| (Type::new(Face::Regular, scale.detail, Role::Muted), label)),
            host.address.as_ref().map(|address| (Type::new(Face::Mono, scale.detail, Role::Muted), address)),
        ];
        let lines: Vec<_> = lines.into_iter().flatten().collect();
        let first = if self.plan.above[id.0] {
            corner[1] - 20.0 - (lines.len() - 1) as f32 * scale.detail_gap
        } else {
            y + scale.icon / 2.0 + scale.name_gap
        };
        for (index, (style, text)) in lines.into_iter().enumerate() {
            let text = board.fit(text, style.face, style.size, self.plan.text_width, host.span);
            // A long line under a host at the edge moves in.
            let half = style.width(&text) / 2.0 + 8.0;
            let x = x.clamp(self.plan.stage.x + half, (self.plan.stage.right() - half).max(self.plan.stage.x + half));
            shapes.push(style.centred(x, first + index as f32 * scale.detail_gap, &text));
        }
        shapes
    }

    /// Draws a host's facts, and says where they stand and when.
    fn draw_facts(&mut self, board: &mut Board, host: HostId) -> Vec<fact::Pill> {
        let mut shown_since: Vec<Option<u32>> =
            self.facts[host.0].iter().map(|fact| fact.as_ref().map(|_| 0)).collect();
        let mut pills: Vec<(usize, Fact, u32, Option<u32>)> = Vec::new();
        for moment in board.moments() {
            let time = moment.time.start_ms;
            let facts = &mut self.facts[host.0];
            let find = |facts: &[Option<Fact>], key: &str| {
                facts.iter().position(|fact| fact.as_ref().is_some_and(|fact| fact.key == key))
            };
            let (key, new) = match &moment.traced.event.action {
                Action::Sets { host: at, key, value } if *at == host => (key, Some(value)),
                Action::Drops { host: at, key } if *at == host => (key, None),
                _ => continue,
            };
            let place = find(facts, key);
            if let Some((place, old)) = place.and_then(|place| Some((place, facts[place].take()?))) {
                pills.push((place, old, shown_since[place].unwrap_or(0), Some(time)));
                shown_since[place] = None;
            }
            if let Some(value) = new {
                let free = place.or_else(|| facts.iter().position(Option::is_none)).unwrap_or(facts.len());
                if free == facts.len() {
                    facts.push(None);
                    shown_since.push(None);
                }
                facts[free] = Some(Fact { key: key.clone(), value: value.clone(), span: moment.traced.event.span });
                shown_since[free] = Some(time);
            }
        }
        for (place, fact) in self.facts[host.0].iter().enumerate() {
            if let Some(fact) = fact {
                pills.push((place, fact.clone(), shown_since[place].unwrap_or(0), None));
            }
        }
        let drawn = pills.into_iter().map(|(place, fact, from, to)| {
            let rect = self.draw_fact(board, host, place, &fact, from, to);
            fact::Pill { host, rect, key: fact.key, span: fact.span, from_ms: from, to_ms: to.unwrap_or(u32::MAX) }
        });
        drawn.collect()
    }

    fn draw_fact(
        &self,
        board: &mut Board,
        host: HostId,
        place: usize,
        fact: &Fact,
        from: u32,
        to: Option<u32>,
    ) -> Rect {
        let scale = self.plan.scale;
        let [x, _] = self.plan.hosts[host.0];
        let style = Type::new(Face::Bold, scale.fact, Role::OnFact);
        let places = &self.fact_places[host.0];
        let place = places[place.min(places.len() - 1)];
        let ends = scale.fact_height * 0.9;
        let text = fact_text(&fact.key, &fact.value);
        let text = board.fit(&text, style.face, style.size, place.w - ends, fact.span);
        let w = style.width(&text) + ends;
        // Under its host a fact is centred, beside it it begins or ends there.
        let left = match place.center()[0] - x {
            aside if aside > 1.0 => place.x,
            aside if aside < -1.0 => place.right() - w,
            _ => x - w / 2.0,
        };
        let pill = Rect::new(left, place.y, w, place.h);
        let baseline = style.middle(pill.center()[1]);
        let shapes = vec![filled(pill, pill.h / 2.0, Role::Fact), style.centred(pill.center()[0], baseline, &text)];
        let mut times = board.step_starts();
        times.extend(to.into_iter().chain([from]));
        let bright = bright_steps(board, host);
        let opacity = Board::follow(times, |now| {
            let there = from <= now && to.is_none_or(|to| now < to);
            if there { strength(&bright, board.step_at(now)) } else { 0 }
        });
        board.add(Panel::Stage, shapes, opacity);
        pill
    }

    /// A speech bubble where it covers the least.
    fn bubble(
        &self,
        board: &mut Board,
        host: HostId,
        text: &str,
        (span, mut avoid): (Span, Vec<Rect>),
    ) -> (Rect, Vec<Shape>) {
        let style = Type::new(Face::Regular, self.plan.scale.detail.max(13.5), Role::OnBubble);
        let lines = board.wrap(text, (style.face, style.size), 230.0, 3, span);
        let leading = style.size * 1.35;
        let widest = lines.iter().map(|text| style.width(text)).fold(0.0, f32::max);
        let (own, [mut x, mut y]) = (self.plan.host_box(host), self.plan.hosts[host.0]);
        let mut reach = self.plan.scale.icon / 2.0;
        if self.plan.stack.is_some() {
            ([x, y], reach) = ([x, own.center()[1]], own.h / 2.0);
        }
        // Even the shortest word leaves room for the tail.
        let (w, h) = (widest.max(24.0) + 28.0, lines.len().max(1) as f32 * leading + 18.0);
        let stage = inset(self.plan.stage, 10.0);
        let above = Rect::new(x - w / 2.0, y - reach - 14.0 - h, w, h);
        let beside = |left: f32| Rect::new(left, y - h / 2.0, w, h);
        let below = Rect::new(x - w / 2.0, own.bottom() + 14.0, w, h);
        // Where ways run top to bottom, what is written at their ends stands next to the card.
        let past =
            |place: Rect, by: f32| Rect { y: place.y + if self.plan.stack.is_some() { by } else { 0.0 }, ..place };
        let aside = [beside(x + reach + 16.0), beside(x - reach - 16.0 - w)];
        let places = [above, past(above, -PAST_TAGS), aside[0], aside[1], below, past(below, PAST_TAGS)];
        let places = places.map(|at| at.kept_in(stage));
        avoid.extend((0..self.plan.hosts.len()).map(|host| self.plan.host_box(HostId(host))));
        avoid.extend(self.tags.iter().flatten().filter_map(text_box));
        let cost = |place: &Rect| avoid.iter().map(|host| host.overlap(*place)).sum::<f32>();
        let place = places.into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or(above);
        let mut shapes = vec![framed(place, 10.0, Role::Bubble, Role::BubbleBorder, 1.2)];
        shapes.extend(tail(place, [x, y], reach));
        for (index, text) in lines.iter().enumerate() {
            let baseline = place.y + 9.0 + leading * (index as f32 + 0.5) + style.size * 0.36;
            shapes.push(style.left(place.x + (place.w - widest) / 2.0, baseline, text));
        }
        (place, shapes)
    }
}

/// A host on a phone's stage.
fn card(card: &Card, host: &Host) -> Vec<Shape> {
    let Rect { x, y, w, .. } = card.icon;
    let frame = framed(card.rect, CARD_RADIUS, Role::Background, Role::Border, 1.2);
    let icon = Shape::Icon { icon: host.icon, at: [x, y], size: w };
    [frame, icon].into_iter().chain(card.lines.iter().cloned()).collect()
}

/// The steps that are about the host, or about nobody.
fn bright_steps(board: &Board, host: HostId) -> Vec<bool> {
    let steps = 0..board.timeline.pages[board.page].steps.len();
    let hosts = steps.map(|step| board.hosts_of_step(step));
    hosts.map(|hosts| hosts.is_empty() || hosts.contains(&host)).collect()
}

/// The opacity of what belongs to a host.
fn strength(bright: &[bool], step: usize) -> u8 {
    if bright.get(step).copied().unwrap_or(true) { 100 } else { DIMMED + 10 }
}

/// The room that a text takes.
fn text_box(shape: &Shape) -> Option<Rect> {
    let Shape::Text { at: [x, y], text, face, size, .. } = shape else { return None };
    Some(Rect::new(*x, y - size * 0.8, font::width(text, *face, *size), *size))
}

/// The bubble's tail, from its edge toward the host.
fn tail(bubble: Rect, [x, y]: [f32; 2], reach: f32) -> Vec<Shape> {
    let (base, tip) = if bubble.bottom() <= y - reach {
        let at = x.clamp(bubble.x + 20.0, bubble.right() - 20.0);
        (
            [[at - 7.0, bubble.bottom() - 0.6], [at + 7.0, bubble.bottom() - 0.6]],
            [at, (bubble.bottom() + 9.0).max(y - reach - 5.0)],
        )
    } else if bubble.y >= y + reach {
        let at = x.clamp(bubble.x + 20.0, bubble.right() - 20.0);
        ([[at - 7.0, bubble.y + 0.6], [at + 7.0, bubble.y + 0.6]], [at, (bubble.y - 9.0).min(y + reach + 5.0)])
    } else {
        let at = y.clamp(bubble.y + 16.0, bubble.bottom() - 16.0);
        let (edge, tip) =
            if bubble.x > x { (bubble.x + 0.6, bubble.x - 9.0) } else { (bubble.right() - 0.6, bubble.right() + 9.0) };
        ([[edge, at - 7.0], [edge, at + 7.0]], [tip, at])
    };
    vec![polygon(&[base[0], tip, base[1]], Role::Bubble), line(&[base[0], tip, base[1]], Role::BubbleBorder, 1.2, None)]
}

/// `listens = 54705` reads as a sentence; any other fact as `key: value`.
pub(super) fn fact_text(key: &str, value: &str) -> String {
    match (key, value) {
        (key, "") => key.to_owned(),
        ("listens", port) if port.bytes().all(|byte| byte.is_ascii_digit()) => format!("listens on {port}"),
        (key, value) => format!("{key}: {value}"),
    }
}

/// The most facts that any host holds at once.
fn most_facts(lesson: &Lesson) -> usize {
    let mut held: Vec<Vec<&str>> = vec![Vec::new(); lesson.hosts.len()];
    let mut most = 0;
    for event in lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events) {
        match &event.action {
            Action::Sets { host, key, .. } if !held[host.0].contains(&key.as_str()) => held[host.0].push(key),
            Action::Drops { host, key } => held[host.0].retain(|held| held != key),
            _ => {}
        }
        most = held.iter().map(Vec::len).max().unwrap_or(0).max(most);
    }
    most
}

fn inset(rect: Rect, by: f32) -> Rect {
    Rect::new(rect.x + by, rect.y + by, rect.w - 2.0 * by, rect.h - 2.0 * by)
}

/// There from one time to another, with a fade at both ends; from the page's start it is there at once.
pub(super) fn shown(from_ms: u32, to_ms: u32) -> Track<u8> {
    let mut track = Track::still(if from_ms == 0 { 100 } else { 0 });
    if from_ms > 0 {
        track.go(from_ms, from_ms + FADE_MS, 100, Ramp::Smooth);
    }
    if to_ms < u32::MAX {
        track.go(to_ms, to_ms + FADE_MS, 0, Ramp::Smooth);
    }
    track
}
