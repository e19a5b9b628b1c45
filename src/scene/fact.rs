//! Where a host's facts stand: under its lines, or where there is no room beside them.

use super::Rect;
use super::ink::Type;
use super::plan::Plan;
use super::scale::NARROW;
use super::stage::fact_text;
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
