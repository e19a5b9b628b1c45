//! What stands around the panels in a frame: title, progress, caption.

use super::board::Board;
use super::format::{BOTTOM, TOP};
use super::ink::{Type, filled};
use super::{Panel, Rect, Shape, Track, WIDTH};
use crate::diagnostic::Span;
use crate::font::Face;
use crate::lesson::plain;
use crate::theme::Role;

const MARGIN: f32 = 32.0;

/// Draws the header, on a strip that hides what the ladder has moved up beyond its panel.
pub(super) fn draw_header(board: &mut Board) {
    let lesson = &board.timeline.trace.lesson;
    let page = &lesson.pages[board.page];
    let strip = Rect::new(0.0, 0.0, WIDTH, TOP + 1.0);
    let mut shapes = vec![filled(strip, 0.0, Role::Background)];
    let dots = progress(board, lesson.pages.len());
    let room = WIDTH - 2.0 * MARGIN - 260.0;
    let bold = Type::new(Face::Bold, 22.0, Role::Ink);
    // A page that is called what its lesson is called says so once.
    let alone = page.title == lesson.title;
    let room_of_title = if alone { room } else { room * 0.55 };
    let title = board.fit(&lesson.title, bold.face, bold.size, room_of_title, lesson.title_span);
    shapes.push(bold.left(MARGIN, 45.0, &title));
    if !alone {
        let left = MARGIN + bold.width(&title) + 12.0;
        let regular = Type::new(Face::Regular, 22.0, Role::Muted);
        let heading = board.fit(&page.title, regular.face, regular.size, MARGIN + room - left, page.span);
        shapes.push(regular.left(left, 45.0, &heading));
    }
    shapes.extend(dots);
    board.still(Panel::Frame, shapes);
}

/// One dot a page, the current one long; or numbers, where there are too many.
fn progress(board: &Board, pages: usize) -> Vec<Shape> {
    let right = WIDTH - MARGIN;
    if pages > 14 {
        let style = Type::new(Face::Regular, 15.0, Role::Muted);
        return vec![style.right(right, 43.0, &format!("{} / {pages}", board.page + 1))];
    }
    let width = |page: usize| if page == board.page { 26.0 } else { 10.0 };
    let mut x = right - (0..pages).map(|page| width(page) + 6.0).sum::<f32>() + 6.0;
    let mut shapes = Vec::new();
    for page in 0..pages {
        let color = if page <= board.page { Role::Hue(0) } else { Role::Guide };
        shapes.push(filled(Rect::new(x, 33.0, width(page), 10.0), 5.0, color));
        x += width(page) + 6.0;
    }
    shapes
}

/// Draws each step's caption, from its start to its end.
pub(super) fn draw_captions(board: &mut Board) {
    let page = &board.timeline.trace.lesson.pages[board.page];
    let times = board.timeline.pages[board.page].steps.clone();
    for (index, (step, time)) in page.steps.iter().zip(&times).enumerate() {
        let count = format!("Step {} of {}", index + 1, page.steps.len());
        let small = Type::new(Face::Regular, 14.0, Role::Muted);
        let mut shapes = vec![small.left(MARGIN, BOTTOM + 27.0, &count)];
        let (style, lines) = caption_lines(board, &plain(&step.caption), step.caption_span);
        for (line, text) in lines.iter().enumerate() {
            shapes.push(style.left(MARGIN, BOTTOM + 30.0 + style.size * 1.24 * (line as f32 + 1.0), text));
        }
        let mut opacity = Track::still(if index == 0 { 100 } else { 0 });
        opacity.then(time.start_ms, 100, super::Ramp::Jump);
        if index + 1 < times.len() {
            opacity.then(time.end_ms, 0, super::Ramp::Jump);
        }
        board.add(Panel::Frame, shapes, opacity);
    }
}

/// As large as fits: two lines, or three of a smaller size.
fn caption_lines(board: &mut Board, caption: &str, span: Span) -> (Type, Vec<String>) {
    let large = Type::new(Face::Regular, 22.0, Role::Ink);
    let width = WIDTH - 2.0 * MARGIN;
    let wrapped = crate::font::wrap(caption, large.face, large.size, width, 2);
    if !wrapped.shortened {
        return (large, wrapped.lines);
    }
    let small = Type::new(Face::Regular, 17.0, Role::Ink);
    (small, board.wrap(caption, (small.face, small.size), width, 3, span))
}
