//! Where a host's facts stand: under its lines, or where there is no room beside them; and a warning of those that find none.

use super::Rect;
use super::board::Board;
use super::ink::Type;
use super::plan::Plan;
use super::scale::NARROW;
use super::stage::fact_text;
use crate::diagnostic::{Diagnostic, Span};
use crate::font::Face;
use crate::lesson::{Action, HostId, Lesson};
use crate::theme::Role;

/// Narrower than this a fact says nothing.
const LEAST: f32 = 64.0;
/// As many facts of one host are given a place; those beyond share the last.
const MOST: usize = 6;

/// Places for facts: for each host, one after the other, as wide as a fact there may be.
pub(super) fn places(lesson: &Lesson, plan: &Plan, wanted: usize) -> Vec<Vec<Rect>> {
    if let Some(stack) = &plan.stack {
        return stack.cards.iter().map(|card| card.facts.clone()).collect();
    }
    let hosts: Vec<Rect> = (0..lesson.hosts.len()).map(|host| covered(lesson, plan, HostId(host))).collect();
    let mut taken = hosts.clone();
    let mut places = vec![Vec::new(); hosts.len()];
    for _ in 0..wanted.clamp(1, MOST) {
        for host in 0..hosts.len() {
            // What of a place lies outside the stage or on something else, in whole units: the first of the best is taken.
            let cost = |rect: &Rect| {
                let outside = rect.w * rect.h - plan.stage.overlap(*rect);
                (outside * 10.0 + taken.iter().map(|other| other.overlap(*rect)).sum::<f32>()) as u32
            };
            let all = candidates(plan, HostId(host), hosts[host]);
            let place = all.into_iter().min_by_key(cost).unwrap_or(hosts[host]);
            taken.push(place);
            places[host].push(place);
        }
    }
    places
}

/// A fact as it is drawn on a page.
pub(super) struct Pill {
    /// Whose it is.
    pub host: HostId,
    /// Where it stands.
    pub rect: Rect,
    /// Its name.
    pub key: String,
    /// The event that sets it.
    pub span: Span,
    /// From when on it is there.
    pub from_ms: u32,
    /// Until when; `u32::MAX` to the page's end and beyond.
    pub to_ms: u32,
}

/// A fact that lies on what was there before it, or leaves the stage, cannot be read.
pub(super) fn warn_of_no_room(board: &mut Board, lesson: &Lesson, plan: &Plan, pills: &[Pill]) {
    if plan.stack.is_some() {
        return;
    }
    let hosts: Vec<Rect> = (0..lesson.hosts.len()).map(|host| covered(lesson, plan, HostId(host))).collect();
    for (at, pill) in pills.iter().enumerate() {
        let area = pill.rect.w * pill.rect.h;
        // A fifth is the edge of a pill; more of it touches the words.
        let hides = |rect: &Rect| pill.rect.overlap(*rect) > area.min(rect.w * rect.h) * 0.2;
        let meets = |other: &Pill| other.from_ms < pill.to_ms && pill.from_ms < other.to_ms && hides(&other.rect);
        // Of two that lie on each other, the later one is told of.
        let later = |other: &Pill, index: usize| (other.span, index) < (pill.span, at);
        let on_fact = pills.iter().enumerate().find(|(index, other)| later(other, *index) && meets(other));
        let on_host = hosts.iter().position(hides);
        let what = match (on_fact, on_host) {
            (Some((_, other)), _) => format!("lies on the fact `{}`", short(&other.key)),
            (None, Some(host)) => format!("lies on `{}`", lesson.hosts[host].name),
            (None, None) if plan.stage.overlap(pill.rect) < area * 0.8 => "leaves the picture".to_owned(),
            (None, None) => continue,
        };
        let host = &lesson.hosts[pill.host.0].name;
        let message = format!("there is no room for the fact `{}` of `{host}`: it {what}", short(&pill.key));
        let help = format!(
            "drop one that is no longer needed first, such as with `{host} drops key`, or put two facts in one"
        );
        board.diagnostics.push(Diagnostic::warning("fact-without-room", pill.span, message).help(help));
    }
}

/// A key for a message.
fn short(key: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = key.chars().take(LONGEST).collect();
    if short.len() < key.len() {
        short.push('…');
    }
    short
}

/// The most facts that a host has a place for at once, and the width of the widest at the size of a phone.
pub(super) fn held(lesson: &Lesson, id: HostId) -> (usize, f32) {
    let style = Type::new(Face::Bold, NARROW.fact, Role::OnFact);
    let (mut held, mut most, mut widest): (Vec<&str>, usize, f32) = (Vec::new(), 0, 0.0);
    for event in lesson.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events) {
        match &event.action {
            Action::Sets { host, key, value } if *host == id => {
                if !held.contains(&key.as_str()) {
                    held.push(key);
                }
                widest = widest.max(style.width(&fact_text(key, value)));
            }
            Action::Drops { host, key } if *host == id => held.retain(|held| held != key),
            _ => {}
        }
        most = most.max(held.len());
    }
    (most.min(MOST), widest)
}

/// What a host covers, its lines at their real width.
fn covered(lesson: &Lesson, plan: &Plan, id: HostId) -> Rect {
    let host = &lesson.hosts[id.0];
    let scale = plan.scale;
    let width = |face, size, text: &str| Type::new(face, size, Role::Ink).width(text).min(plan.text_width);
    let label = host.label.as_deref().map_or(0.0, |label| width(Face::Regular, scale.detail, label));
    let address = host.address.as_deref().map_or(0.0, |address| width(Face::Mono, scale.detail, address));
    let w = width(Face::Bold, scale.name, &host.name).max(label).max(address).max(scale.icon);
    let own = plan.host_box(id);
    // A long line at the stage's edge moves in.
    Rect::new(own.center()[0] - w / 2.0, own.y, w, own.h).kept_in(Rect::new(
        plan.stage.x + 8.0,
        plan.stage.y,
        plan.stage.w - 16.0,
        plan.stage.h,
    ))
}

/// Where one more fact of a host could stand, best first.
fn candidates(plan: &Plan, id: HostId, own: Rect) -> Vec<Rect> {
    let scale = plan.scale;
    let [x, y] = plan.hosts[id.0];
    let (h, pitch) = (scale.fact_height, scale.fact_height + 5.0);
    let w = plan.text_width;
    let above = plan.above[id.0];
    let far = scale.below(plan.room) + if above { scale.name } else { 0.0 };
    let away = |index: usize| far + 4.0 + index as f32 * pitch + h / 2.0;
    let side = if above { -1.0 } else { 1.0 };
    let under = |w: f32| (0..MOST).map(move |index| Rect::around([x, y + side * away(index)], w, h));
    // A place at the stage's edge is narrower, so that it stays under its host.
    let mut all: Vec<Rect> = under(w).chain(under(w * 0.6)).map(|rect| narrowed(rect, plan.stage)).collect();
    // Beside the lines, not beside the icon: there the tubes begin.
    let first = y + scale.icon / 2.0 + scale.name_gap - scale.name * 0.4;
    for index in 0..3 {
        let top = first + index as f32 * pitch - h / 2.0;
        for w in [w, w * 0.7, LEAST * 1.5, LEAST] {
            all.push(Rect::new(own.right() + 6.0, top, w, h));
            all.push(Rect::new(own.x - 6.0 - w, top, w, h));
        }
    }
    let over = |index: usize| y - side * (scale.icon / 2.0 + 8.0 + index as f32 * pitch + h / 2.0);
    for w in [w, w * 0.6, LEAST] {
        all.extend((0..3).map(|index| narrowed(Rect::around([x, over(index)], w, h), plan.stage)));
    }
    all
}

/// As wide as fits on both sides of its middle.
fn narrowed(rect: Rect, stage: Rect) -> Rect {
    let [x, y] = rect.center();
    let half = (x - stage.x - 8.0).min(stage.right() - 8.0 - x).min(rect.w / 2.0).max(LEAST / 2.0);
    Rect::around([x, y], 2.0 * half, rect.h)
}
