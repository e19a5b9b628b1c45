//! A format and a number of lifelines in, the ladder's places and sizes out.

use super::super::{Format, Rect};

/// Places and sizes in scene units; those to the side are from the panel's left or right edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measures {
    format: Format,
    /// Height of the strip that holds the names.
    pub header: f32,
    /// From the panel's top to the middle of the first row of names.
    pub name_middle: f32,
    /// True where the names stand in two rows, every other one in the lower.
    pub staggered: bool,
    /// To the first lifeline and from the last.
    pub sides: (f32, f32),
    /// To the middle of the numbers.
    pub number: f32,
    pub number_size: f32,
    /// To where labels begin, and from where they end.
    pub label_sides: (f32, f32),
    pub label_size: f32,
    /// Lines that a label may have, and how wide one may be above any arrow.
    pub lines: usize,
    pub least_label: f32,
}

impl Measures {
    pub(super) fn new(format: Format, lifelines: usize) -> Self {
        match format {
            Format::Wide => Self {
                format,
                header: 46.0,
                name_middle: 31.0,
                staggered: false,
                sides: if lifelines == 2 { (92.0, 68.0) } else { (76.0, 44.0) },
                number: 32.0,
                number_size: 12.5,
                label_sides: (54.0, 14.0),
                label_size: if lifelines > 5 { 12.5 } else { 14.0 },
                lines: if lifelines == 2 { 2 } else { 3 },
                least_label: 124.0,
            },
            Format::Narrow => {
                let staggered = lifelines > 4;
                Self {
                    format,
                    header: if staggered { 72.0 } else { 42.0 },
                    name_middle: 24.0,
                    staggered,
                    sides: if lifelines == 2 { (60.0, 32.0) } else { (52.0, 24.0) },
                    number: 19.0,
                    number_size: 14.0,
                    label_sides: (38.0, 8.0),
                    label_size: 14.0,
                    lines: if lifelines == 2 { 2 } else { 3 },
                    least_label: 170.0,
                }
            }
        }
    }

    /// From line to line of a label.
    pub(super) fn leading(&self) -> f32 {
        self.label_size * 1.2
    }

    /// How large a name is where lifelines stand `gap` apart.
    pub(super) fn name_size(&self, gap: f32) -> f32 {
        match self.format {
            Format::Wide if gap < 60.0 => 12.0,
            Format::Wide => 14.5,
            Format::Narrow => 14.0,
        }
    }

    /// Moved to the side by as little as keeps it clear of the edges, which names and numbers of a narrow panel are near.
    pub(super) fn kept_in(&self, rect: Rect, panel: Rect) -> Rect {
        match self.format {
            Format::Wide => rect,
            Format::Narrow => rect.kept_in(Rect::new(panel.x + 4.0, rect.y, panel.w - 8.0, rect.h)),
        }
    }
}
