//! A host in, its card out: icon, texts and the places of its facts.

use super::super::ink::Type;
use super::super::{Rect, Shape, fact};
use crate::font::{self, Face};
use crate::lesson::{Host, HostId, Lesson};
use crate::theme::Role;

/// Between a name and the label behind it.
const BEHIND: f32 = 7.0;
/// From baseline to baseline.
const LEADING: f32 = 17.5;
const FACT_HEIGHT: f32 = 25.0;
const FACT_PITCH: f32 = 28.0;
const NAME: Type = Type::new(Face::Bold, 15.0, Role::Ink);
const LABEL: Type = Type::new(Face::Regular, 14.0, Role::Muted);
const ADDRESS: Type = Type::new(Face::Mono, 14.0, Role::Muted);

/// A host.
#[derive(Debug, Clone, Default)]
pub(in crate::scene) struct Card {
    /// The whole card.
    pub rect: Rect,
    /// Its icon.
    pub icon: Rect,
    /// Name, label and address.
    pub lines: Vec<Shape>,
    /// Where its facts stand.
    pub facts: Vec<Rect>,
    /// Index of its row.
    pub row: usize,
}

impl Card {
    /// The same, elsewhere.
    pub(super) fn moved(self, dx: f32, dy: f32) -> Self {
        let to = |rect: Rect| Rect::new(rect.x + dx, rect.y + dy, rect.w, rect.h);
        let lines = self.lines.into_iter().map(|line| line.moved([dx, dy])).collect();
        let facts = self.facts.into_iter().map(to).collect();
        Self { rect: to(self.rect), icon: to(self.icon), lines, facts, row: self.row }
    }
}

/// A card that fills its row: icon, then text, then facts where there is room for them.
pub(super) fn wide_card(lesson: &Lesson, id: HostId, w: f32, small: bool) -> Card {
    let host = &lesson.hosts[id.0];
    let side = if small { 32.0 } else { 42.0 };
    let left = side + 15.0;
    let (count, widest) = fact::held(lesson, id);
    let fact_width = (widest + FACT_HEIGHT).min(170.0);
    let inline = natural_width(host, true) <= w - left - 8.0;
    let fits = |inline| count <= 3 && left + natural_width(host, inline) + 6.0 + fact_width + 8.0 <= w;
    // Where the label under the name makes room for the facts, it goes there.
    let beside = count > 0 && (fits(true) || fits(false));
    let inline = inline && (!beside || fits(true));
    let texts = wide_lines(host, w - left - 8.0, inline);
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
fn natural_width(host: &Host, inline: bool) -> f32 {
    let (name, label) = (NAME.width(&host.name), host.label.as_deref().map_or(0.0, |label| LABEL.width(label)));
    let address = host.address.as_deref().map_or(0.0, |address| ADDRESS.width(address));
    let named = if inline && label > 0.0 { name + BEHIND + label } else { name.max(label) };
    named.max(address)
}

/// Texts with their places: the label stands behind the name, or under it.
fn wide_lines(host: &Host, room: f32, inline: bool) -> Vec<(f32, f32, Type, String)> {
    let (name, _) = font::shorten(&host.name, NAME.face, NAME.size, room);
    let behind = NAME.width(&name) + BEHIND;
    let mut lines = vec![(0.0, 0.0, NAME, name)];
    let mut y = 0.0;
    let under = [(host.label.as_ref().filter(|_| !inline), LABEL), (host.address.as_ref(), ADDRESS)];
    if let Some(label) = host.label.as_ref().filter(|_| inline) {
        lines.push((behind, 0.0, LABEL, label.clone()));
    }
    for (text, style) in under {
        let wrapped = text.map(|text| font::wrap(text, style.face, style.size, room, 2).lines);
        for line in wrapped.into_iter().flatten() {
            y += LEADING;
            lines.push((0.0, y, style, line));
        }
    }
    lines
}

/// A card beside others: the icon, and under it the texts and the facts.
pub(super) fn tall_card(lesson: &Lesson, id: HostId, w: f32) -> Card {
    let host = &lesson.hosts[id.0];
    let side: f32 = if w > 100.0 { 36.0 } else { 30.0 };
    let mut lines = Vec::new();
    let mut baseline = 5.0 + side + 1.0;
    let name = font::shorten(&host.name, NAME.face, NAME.size, w - 0.5).0;
    let balanced = |text: &String| font::balance(text, LABEL.face, LABEL.size, w - 0.5, 2).lines;
    // An address breaks after its dots and colons, which are not where its halves are.
    let wrapped = |text: &String| font::wrap(text, ADDRESS.face, ADDRESS.size, w - 0.5, 3).lines;
    let label = host.label.as_ref().map(balanced).unwrap_or_default();
    let address = host.address.as_ref().map(wrapped).unwrap_or_default();
    let styles = [(vec![name], NAME), (label, LABEL), (address, ADDRESS)];
    for (style, text) in styles.iter().flat_map(|(lines, style)| lines.iter().map(move |line| (style, line))) {
        baseline += LEADING;
        lines.push(style.centred(w / 2.0, baseline - 1.0, text));
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
