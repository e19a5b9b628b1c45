//! Everything that the page's pictures are made of, each distinct thing once: looks, drawings, texts, tracks, sprites.

use super::camera::Camera;
use super::drawing::{self, Drawing, Look, Sketch};
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
    /// 0 and 0, then moves; for a camera, where it begins, then moves. The first never moves, the second stands for the
    /// camera of the panel.
    pub shifts: Table<Vec<Short>>,
    /// Page, step and event, each from 0, of every packet that is seen.
    pub packets: Table<[usize; 3]>,
    /// Drawing, left, top, and packet (from 1; 0: none).
    pub figures: Table<[Short; 4]>,
    /// What becomes of a figure: opacity, moment that its moves count from, shift, and for typed text: moment, time since
    /// then, length, and the lengths of its clusters where one is longer than a UTF-16 unit. What is 0 at the end is left out.
    pub courses: Table<Vec<Short>>,
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
            figures: Table::default(),
            courses: Table::default(),
        };
        cast.opacities.number(vec![Short::whole(100)]);
        cast.shifts.number(vec![Short::default(); 2]);
        cast.shifts.number(Vec::new());
        cast
    }

    /// The number of the drawing, and where its origin stands.
    pub fn drawing(&mut self, (sketch, origin): &Sketch) -> (usize, [f32; 2]) {
        let drawing = drawing::numbered(sketch, &mut self.looks);
        (self.drawings.number(drawing), *origin)
    }

    /// The numbers of the sprite's figure and of its course. `carried`: its shift is that of its panel's camera.
    pub fn sprite(
        &mut self,
        (sprite, sketch): (&Sprite, &Sketch),
        (page, moments): Place<'_>,
        carried: bool,
    ) -> [usize; 2] {
        let opacities = motion::moves(sprite.opacity.keys());
        let shifts = if carried { Vec::new() } else { motion::moves(sprite.shift.keys()) };
        let typed = sprite.typed.map(|typed| typed.from_ms);
        let times = opacities.iter().map(|one| one.from_ms).chain(shifts.iter().map(|one| one.from_ms)).chain(typed);
        let base = times.min().map_or(0, |first_ms| moments.before(first_ms).0);

        let whole = |value: u8| vec![Short::whole(value.into())];
        let mut opacity = whole(sprite.opacity.keys()[0].value);
        opacity.extend(motion::written(&opacities, (moments, base), whole));
        let [dx, dy] = if carried { [0.0, 0.0] } else { sprite.shift.keys()[0].value };
        let shift = if carried {
            Vec::new()
        } else {
            let by = |[x, y]: [f32; 2]| vec![Short::hundredth(x - dx), Short::hundredth(y - dy)];
            [vec![Short::default(); 2], motion::written(&shifts, (moments, base), by)].concat()
        };
        let (drawing, [x, y]) = self.drawing(sketch);
        let packet = match sprite.part {
            Part::Still => 0,
            Part::Packet { step, event } => 1 + self.packets.number([page, step, event]),
            Part::Arrow { page, step, event } => 1 + self.packets.number([page, step, event]),
        };
        let figure = [drawing.into(), Short::hundredth(x + dx), Short::hundredth(y + dy), packet.into()];
        let mut course = [self.opacities.number(opacity), base, self.shifts.number(shift)].map(Short::from).to_vec();
        course.extend(typing(sprite, moments, base));
        let end = course.iter().rposition(|&number| number != Short::default()).map_or(0, |last| last + 1);
        course.truncate(end);
        [self.figures.number(figure), self.courses.number(course)]
    }
}

impl Cast {
    /// The camera's number among the shifts, and the moment that its moves count from.
    pub fn camera(&mut self, camera: &Camera, moments: &Moments) -> [usize; 2] {
        let moves = motion::moves(camera.keys());
        let base = moves.first().map_or(0, |first| moments.before(first.from_ms).0);
        let values = |at: [f32; 2]| at.map(Short::hundredth).to_vec();
        let mut shift = values(camera.keys()[0].value);
        shift.extend(motion::written(&moves, (moments, base), values));
        [self.shifts.number(shift), base]
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
