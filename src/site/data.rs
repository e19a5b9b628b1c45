//! What the player needs becomes JSON: for each way to tell the lesson its times, its sprites and its pictures in words,
//! and once for all what sprites are made of and what is in the packets.
//!
//! `templates/player/data.js` reads it and says what stands where.

use serde_json::{Value, json};

use super::camera;
use super::cast::Cast;
use super::motion::Moments;
use super::packets;
use super::panel::{self, Layout};
use super::short::Short;
use crate::lesson::Page;
use crate::scene::{PanelBox, Sprite, Storyboard};
use crate::timeline::{PageTime, Timeline};

/// One way to tell the lesson: with the packets that its author draws, or with every packet.
pub(super) struct Telling<'a> {
    /// When everything happens.
    pub timeline: &'a Timeline,
    /// For each layout the board of each page; a page without one has no picture.
    pub layouts: Vec<&'a [Storyboard]>,
    /// For each page what each step's picture shows, in words.
    pub alts: &'a [Vec<String>],
}

/// The player's data as JSON that may stand in a `<script>` element. `drawn` of the cast's drawings are in the page's
/// markup; the others come with the data.
pub(super) fn reel(cast: &mut Cast, layouts: &[Layout], tellings: &[Telling], drawn: usize) -> String {
    let mut told: Vec<Vec<Value>> = tellings.iter().map(|telling| pages(cast, telling, layouts)).collect();
    if let Some((first, others)) = told.split_first_mut() {
        // A page that is told in the same way again is there once.
        for (page, first) in others.iter_mut().flat_map(|pages| pages.iter_mut().zip(&*first)) {
            if page == first {
                *page = json!(0);
            }
        }
    }
    let mut names = packets::Names::default();
    let packet = |&place: &[usize; 3]| {
        let timeline = tellings.first()?.timeline;
        packets::written(timeline, place, &mut cast.texts, &mut names)
    };
    let packets: Vec<Option<Value>> = cast.packets.things().iter().map(packet).collect();
    let drawings = cast.drawings.things().iter().skip(drawn);
    let drawings: Vec<Vec<Value>> =
        drawings.map(|drawing| drawing.iter().map(|mark| mark.json(&mut cast.texts)).collect()).collect();
    let data = json!({
        "layouts": layouts.iter().map(Layout::json).collect::<Vec<_>>(),
        "tellings": told,
        "figures": figures(cast),
        "courses": cast.courses.things(),
        "opacities": cast.opacities.things(),
        "shifts": cast.shifts.things(),
        "drawn": drawn,
        "drawings": drawings,
        "packets": packets,
        "names": names.things(),
        "texts": cast.texts.things(),
    });
    data.to_string().replace('<', "\\u003c")
}

/// Each page: its steps, what their pictures show, and its boards, one for each layout.
fn pages(cast: &mut Cast, telling: &Telling, layouts: &[Layout]) -> Vec<Value> {
    let mut pages = Vec::new();
    for (number, (time, page)) in telling.timeline.pages.iter().zip(&telling.timeline.trace.lesson.pages).enumerate() {
        let alts = telling.alts.get(number).map_or(&[][..], Vec::as_slice);
        let alts: Vec<Vec<usize>> = alts.iter().map(|alt| pieces(alt, cast)).collect();
        let boards = telling.layouts.iter().zip(layouts);
        let boards: Vec<Value> =
            boards.map(|(boards, layout)| board(cast, number, (page, time), boards.get(number), layout)).collect();
        pages.push(json!([steps(time), alts, boards]));
    }
    pages
}

/// A column for each of their numbers: like beside like packs well.
fn figures(cast: &Cast) -> Vec<Vec<Short>> {
    let column = |index: usize| cast.figures.things().iter().map(|figure| figure[index]).collect::<Vec<_>>();
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
    board: Option<&Storyboard>,
    layout: &Layout,
) -> Value {
    let Some(board) = board.filter(|board| panel::is_drawn(page, board)) else { return json!([]) };
    let moments = Moments::of(time);
    let panel = |one: &PanelBox| {
        let sprites: Vec<&Sprite> = panel::sprites(board, one.panel).collect();
        let camera = camera::of(&sprites);
        let carried = |sprite: &Sprite| camera.as_ref().is_some_and(|camera| camera::carries(camera, sprite));
        let numbers = sprites.iter().map(|sprite| cast.sprite(sprite, (number, &moments), carried(sprite)));
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
