//! What the player needs becomes JSON: for each way to tell the lesson its times, its sprites and its pictures in words,
//! and once for all what sprites are made of and what is in the packets.
//!
//! `templates/player/data.js` reads it and says what stands where.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use super::camera;
use super::cast::Cast;
use super::curves;
use super::drawing::Mark;
use super::motion::Moments;
use super::packets;
use super::panel::{self, Layout};
use super::short::Short;
use super::sketches::{Book, Sketches};
use crate::lesson::Page;
use crate::scene::{Boards, PanelBox, Sprite};
use crate::timeline::{PageTime, Timeline};

/// One way to tell the lesson: with the packets that its author draws, or with every packet.
pub(super) struct Telling<'a> {
    /// When everything happens.
    pub timeline: &'a Timeline,
    /// The boards in each layout.
    pub layouts: [&'a Boards; 2],
    /// For each page what each step's picture shows, in words.
    pub alts: &'a [Vec<String>],
}

/// The player's data as JSON that may stand in a `<script>` element, in an order that packs well: texts beside those of the
/// page, drawings beside those of its markup. `drawn` of the cast's drawings are in the page's markup; the others come with
/// the data.
///
/// It is put together from pieces that are text already: of a long lesson, values would take many times their room.
pub(super) fn reel(
    cast: &mut Cast,
    book: &mut Book,
    layouts: &[Layout; 2],
    tellings: &[Telling],
    drawn: usize,
) -> String {
    let tell = |(number, telling)| pages(cast, book, (number, telling), layouts);
    let mut told: Vec<Vec<String>> = tellings.iter().enumerate().map(tell).collect();
    if let Some((first, others)) = told.split_first_mut() {
        // A page that is told in the same way again is there once.
        for (page, first) in others.iter_mut().flat_map(|pages| pages.iter_mut().zip(&*first)) {
            if page == first {
                "0".clone_into(page);
            }
        }
    }
    let mut names = packets::Names::default();
    let packet = |place: &[usize; 3]| {
        let timeline = tellings.first()?.timeline;
        packets::written(timeline, *place, &mut cast.texts, &mut names)
    };
    let packets: Vec<Option<Value>> = cast.packets.things().into_iter().map(packet).collect();
    let packets = text(&packets);
    let drawings = shown(cast, drawn);
    let (drawings, curves) = curves::shorten(&drawings);
    let mut data = Members::default();
    data.add("drawings", &text(&drawings));
    data.add("curves", &text(&curves));
    data.add("texts", &text(&cast.texts.things()));
    data.add("names", &text(&names.things()));
    data.add("packets", &packets);
    data.add("courses", &text(&cast.courses.things()));
    data.add("opacities", &text(&cast.opacities.things()));
    data.add("shifts", &text(&cast.shifts.things()));
    data.add("figures", &text(&figures(cast)));
    data.add("tellings", &list(told.into_iter().map(|pages| list(pages.into_iter()))));
    data.add("layouts", &text(&layouts.iter().map(Layout::json).collect::<Vec<Value>>()));
    data.add("drawn", &drawn.to_string());
    data.0 + "}"
}

/// The drawings that are not in the page's markup.
fn shown(cast: &mut Cast, drawn: usize) -> String {
    let drawings = cast.drawings.things().into_iter().skip(drawn);
    let drawings: Vec<String> =
        drawings.map(|drawing| joined(drawing, ";", |mark| mark.data(&mut cast.texts))).collect();
    drawings.join("|")
}

/// An object's members as JSON, and a brace before them.
#[derive(Default)]
struct Members(String);

impl Members {
    /// Adds a member, whose value is JSON.
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.extend(["\"", name, "\":"]);
        escape(value, &mut self.0);
    }
}

/// Only texts have this sign, and there it may be written otherwise: it could end the element.
fn escape(json: &str, escaped: &mut String) {
    let mut pieces = json.split('<');
    escaped.extend(pieces.next());
    pieces.for_each(|piece| escaped.extend(["\\u003c", piece]));
}

/// As JSON. Texts and numbers can always be written.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn list<T: AsRef<str>>(items: impl Iterator<Item = T>) -> String {
    let mut list = String::from("[");
    for item in items {
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(item.as_ref());
    }
    list + "]"
}

fn joined(drawing: &[Mark], between: &str, written: impl FnMut(&Mark) -> String) -> String {
    drawing.iter().map(written).collect::<Vec<_>>().join(between)
}

/// Each page as JSON: its steps, what their pictures show, and its boards, one for each layout.
fn pages(cast: &mut Cast, book: &mut Book, (which, telling): (usize, &Telling), layouts: &[Layout; 2]) -> Vec<String> {
    let mut pages = Vec::new();
    for (number, (time, page)) in telling.timeline.pages.iter().zip(&telling.timeline.trace.lesson.pages).enumerate() {
        let alts = telling.alts.get(number).map_or(&[][..], Vec::as_slice);
        let alts: Vec<Vec<usize>> = alts.iter().map(|alt| pieces(alt, cast)).collect();
        let boards = telling.layouts.iter().zip(layouts).enumerate().map(|(place, (boards, layout))| {
            let key = [which, place, number];
            let mut sketches = book.take(key, boards.page(telling.timeline, number));
            let told = text(&board(cast, number, (page, time), &mut sketches, layout));
            book.put(key, sketches);
            told
        });
        let boards = list(boards.collect::<Vec<_>>().into_iter());
        pages.push(list([text(&steps(time)), text(&alts), boards].into_iter()));
    }
    pages
}

/// A column for each of their numbers: like beside like packs well.
fn figures(cast: &Cast) -> Vec<Vec<Short>> {
    let column = |index: usize| cast.figures.things().into_iter().map(|figure| figure[index]).collect::<Vec<_>>();
    vec![steps_between(&column(0)), column(1), column(2), steps_between(&column(3))]
}

/// The first number, and from each to the next: what counts up is small.
fn steps_between(numbers: &[Short]) -> Vec<Short> {
    let before = [Short::default()].into_iter().chain(numbers.iter().copied());
    numbers.iter().zip(before).map(|(&number, before)| number - before).collect()
}

/// Each step: how long it lasts, its telling moment, and the end of each of its events, from its start.
fn steps(time: &PageTime) -> Vec<Vec<u32>> {
    let step = |step: &crate::timeline::StepTime| {
        let ends = step.events.iter().map(|event| event.end_ms);
        let times = [step.end_ms, step.still_ms].into_iter().chain(ends);
        times.map(|at_ms| at_ms.saturating_sub(step.start_ms)).collect()
    };
    time.steps.iter().map(step).collect()
}

/// The text cut after each sentence and each colon: what is said again is there once.
fn pieces(text: &str, cast: &mut Cast) -> Vec<usize> {
    let sentences = text.split_inclusive(". ").flat_map(|sentence| sentence.split_inclusive(": "));
    sentences.map(|piece| cast.texts.number(piece.to_owned())).collect()
}

/// For each panel of the layout: the figures and the courses of its sprites, back to front; and where it has a camera, its
/// number among the shifts and the moment that its moves count from.
fn board(
    cast: &mut Cast,
    number: usize,
    (page, time): (&Page, &PageTime),
    sketches: &mut Sketches,
    layout: &Layout,
) -> Value {
    let board = &Arc::clone(sketches.board());
    if !panel::is_drawn(page, board) {
        return json!([]);
    }
    let moments = Moments::of(time);
    let panel = |one: &PanelBox| {
        let sprites: Vec<(usize, &Sprite)> = panel::sprites(board, one.panel).collect();
        let camera = camera::of(&sprites.iter().map(|(_, sprite)| *sprite).collect::<Vec<_>>());
        let carried = |sprite: &Sprite| camera.as_ref().is_some_and(|camera| camera::carries(camera, sprite));
        let numbers = sprites
            .iter()
            .map(|&(index, sprite)| cast.sprite((sprite, sketches.of(index)), (number, &moments), carried(sprite)));
        let (figures, courses): (Vec<Short>, Vec<usize>) =
            numbers.map(|[figure, course]| (Short::from(figure), course)).unzip();
        let figures = steps_between(&figures);
        match &camera {
            Some(camera) => {
                let [shift, base] = cast.camera(camera, &moments);
                json!([figures, courses, shift, base])
            }
            None => json!([figures, courses]),
        }
    };
    json!(layout.panels.iter().map(panel).collect::<Vec<_>>())
}
