//! Everything that the page's pictures are made of, each distinct thing once: looks, drawings, texts, tracks, sprites.

use super::drawing::{self, Drawing, Look};
use super::motion::{self, Moments};
use super::short::Short;
use super::table::Table;
use crate::scene::{Part, Shape, Sprite};
use crate::svg;

/// The tables; what stands in one names what stands in another by its number.
pub(super) struct Cast {
    pub looks: Table<Look>,
    pub drawings: Table<Drawing>,
    pub texts: Table<String>,
    /// Opacity, then its moves. The first is there all the time.
    pub opacities: Table<Vec<Short>>,
    /// 0 and 0, then moves. The first never moves.
    pub shifts: Table<Vec<Short>>,
    /// Page, step and event, each from 0, of every packet that is seen.
    pub packets: Table<[usize; 3]>,
    /// See [`Cast::sprite`].
    pub sprites: Table<Vec<Short>>,
}

/// Where a sprite of the page is: its page and the moments of that page.
pub(super) type Place<'a> = (usize, &'a Moments);

impl Cast {
    pub fn new() -> Self {
        let mut cast = Self {
            looks: Table::default(),
            drawings: Table::default(),
            texts: Table::default(),
            opacities: Table::default(),
            shifts: Table::default(),
            packets: Table::default(),
            sprites: Table::default(),
        };
        cast.opacities.number(vec![Short::whole(100)]);
        cast.shifts.number(vec![Short::default(); 2]);
        cast
    }

    /// The number of the shapes' drawing, and where its origin stands.
    pub fn drawing(&mut self, shapes: &[Shape]) -> (usize, [f32; 2]) {
        let (drawing, origin) = drawing::of(shapes, &mut self.looks);
        (self.drawings.number(drawing), origin)
    }

    /// The sprite's number. What is written of it: drawing, left, top, opacity, moment that its moves count from, packet
    /// (from 1; 0: none), shift, and for typed text: moment, time since then, length, and the lengths of its clusters where
    /// one is longer than a UTF-16 unit. What is 0 at the end is left out.
    pub fn sprite(&mut self, sprite: &Sprite, (page, moments): Place<'_>) -> usize {
        let opacities = motion::moves(sprite.opacity.keys());
        let shifts = motion::moves(sprite.shift.keys());
        let typed = sprite.typed.map(|typed| typed.from_ms);
        let times = opacities.iter().map(|one| one.from_ms).chain(shifts.iter().map(|one| one.from_ms)).chain(typed);
        let base = times.min().map_or(0, |first_ms| moments.before(first_ms).0);

        let whole = |value: u8| vec![Short::whole(value.into())];
        let mut opacity = whole(sprite.opacity.keys()[0].value);
        opacity.extend(motion::written(&opacities, (moments, base), whole));
        let [dx, dy] = sprite.shift.keys()[0].value;
        let mut shift = vec![Short::default(); 2];
        shift.extend(motion::written(&shifts, (moments, base), |[x, y]| {
            vec![Short::hundredth(x - dx), Short::hundredth(y - dy)]
        }));
        let (drawing, [x, y]) = self.drawing(&sprite.shapes);
        let packet = match sprite.part {
            Part::Still => 0,
            Part::Packet { step, event } => 1 + self.packets.number([page, step, event]),
            Part::Arrow { page, step, event } => 1 + self.packets.number([page, step, event]),
        };
        let mut written = vec![drawing.into(), Short::hundredth(x + dx), Short::hundredth(y + dy)];
        written.push(self.opacities.number(opacity).into());
        written.extend([base, packet, self.shifts.number(shift)].map(Short::from));
        written.extend(typing(sprite, moments, base));
        let end = written.iter().rposition(|&number| number != Short::default()).map_or(0, |last| last + 1);
        written.truncate(end);
        self.sprites.number(written)
    }
}

fn typing(sprite: &Sprite, moments: &Moments, base: usize) -> Vec<Short> {
    let (Some(typed), [Shape::Text { text, .. }]) = (sprite.typed, &sprite.shapes[..]) else { return Vec::new() };
    let (moment, since_ms) = moments.before(typed.from_ms);
    let length_ms = typed.to_ms - typed.from_ms.min(typed.to_ms);
    let mut written = vec![Short::from(moment - base.min(moment))];
    written.extend([since_ms, length_ms].map(|ms| Short::whole(ms.into())));
    let clusters: Vec<usize> = svg::clusters(text).map(|cluster| cluster.encode_utf16().count()).collect();
    if clusters.iter().any(|&units| units != 1) {
        written.extend(clusters.into_iter().map(Short::from));
    }
    written
}
