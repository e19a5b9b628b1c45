//! Where the panels of a lesson stand: side by side in a frame, or one under the other on a phone.

use super::stack::Stack;
use super::terminal::Terminal;
use super::{Panel, PanelBox, Rect, WIDTH, ladder};
use crate::lesson::{Action, Lesson};

/// The shape of the surface that a storyboard is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A frame of 1280 × 720 units: all panels side by side, with title, progress and caption around them.
    Wide,
    /// A phone: panels of [`NARROW_WIDTH`] under each other, without a frame around them. A unit is a pixel of CSS on a
    /// screen 320 pixels wide, and no text is smaller than 14 units. On the stage, ways run top to bottom.
    Narrow,
}

/// Width of each panel of [`Format::Narrow`] in scene units.
pub const NARROW_WIDTH: f32 = 304.0;

/// Panels of a frame stand between these heights.
pub(super) const TOP: f32 = 68.0;
pub(super) const BOTTOM: f32 = 608.0;

/// Between panels of [`Format::Narrow`].
const NARROW_GAP: f32 = 16.0;
const NARROW_LADDER: f32 = 420.0;
const NARROW_TERMINAL: f32 = 168.0;

/// The panels that the lesson needs: a ladder where packets are sent, a terminal where someone types.
pub(super) fn panels(lesson: &Lesson, format: Format) -> Vec<PanelBox> {
    if lesson.hosts.is_empty() {
        return Vec::new();
    }
    let steps = lesson.pages.iter().flat_map(|page| &page.steps);
    let actions: Vec<&Action> = steps.flat_map(|step| &step.events).map(|event| &event.action).collect();
    let sends = actions.iter().any(|action| matches!(action, Action::Send(_)));
    let terminal = Terminal::is_needed(&actions);
    match format {
        Format::Wide => side_by_side(lesson, sends, terminal),
        Format::Narrow => one_under_another(lesson, sends, terminal),
    }
}

fn side_by_side(lesson: &Lesson, sends: bool, terminal: bool) -> Vec<PanelBox> {
    let ladder_width = match ladder::lifelines(lesson).len() {
        0 => 0.0,
        1..=3 => 424.0,
        4..=5 => 480.0,
        _ => 520.0,
    };
    let gap = if sends { 16.0 } else { 0.0 };
    let stage_width = WIDTH - 48.0 - ladder_width - gap;
    let stage_bottom = if terminal { BOTTOM - 172.0 } else { BOTTOM };
    let mut panels =
        vec![PanelBox { panel: Panel::Stage, rect: Rect::new(24.0, TOP, stage_width, stage_bottom - TOP) }];
    if sends {
        let rect = Rect::new(24.0 + stage_width + gap, TOP, ladder_width, BOTTOM - TOP);
        panels.push(PanelBox { panel: Panel::Ladder, rect });
    }
    if terminal {
        let rect = Rect::new(24.0, BOTTOM - 156.0, stage_width, 156.0);
        panels.push(PanelBox { panel: Panel::Terminal, rect });
    }
    panels
}

fn one_under_another(lesson: &Lesson, sends: bool, terminal: bool) -> Vec<PanelBox> {
    let stage = Some((Panel::Stage, Stack::new(lesson).height));
    let ladder = sends.then_some((Panel::Ladder, NARROW_LADDER));
    let terminal = terminal.then_some((Panel::Terminal, NARROW_TERMINAL));
    let mut y = 0.0;
    let stand = |(panel, h)| {
        let rect = Rect::new(0.0, y, NARROW_WIDTH, h);
        y += h + NARROW_GAP;
        PanelBox { panel, rect }
    };
    [stage, ladder, terminal].into_iter().flatten().map(stand).collect()
}
