//! What the player reads of the page is what the frames show. The data is read here the way `templates/player` reads it.

use serde_json::Value;

use super::{LESSON, elements, timeline};
use crate::scene::{self, Boards, Format, Panel, Sprite, Storyboard};
use crate::site::panel::Layout;
use crate::site::slideshow;
use crate::timeline::{Pacing, Timeline, schedule};

/// The flagship, and the small lesson of these tests.
fn lessons() -> [Timeline; 2] {
    let flagship = crate::embedded::content("ftp-basics/lesson.md").expect("it is in the binary");
    [timeline(flagship), timeline(LESSON)]
}

fn data(timeline: &Timeline) -> Value {
    let page = slideshow(timeline, &Boards::new(Format::Wide), &scene::describe(timeline), 1);
    let (_, data) = elements(&page, "script").into_iter().find(|(tag, _)| tag.contains("json")).expect("data");
    serde_json::from_str(data).expect("JSON")
}

/// The ways to tell a lesson: its own, and with every packet.
fn tellings(own: &Timeline) -> [Timeline; 2] {
    let pacing = Pacing { every_packet: true, ..own.pacing };
    [own.clone(), schedule(own.trace.clone(), &pacing)]
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

fn summed(steps: &Value) -> Vec<usize> {
    let sums = numbers(steps).into_iter().scan(0.0, |sum, step| {
        *sum += step;
        Some(*sum as usize)
    });
    sums.collect()
}

/// A page as it is told; one that is told as before is there once.
fn page(data: &Value, telling: usize, number: usize) -> &Value {
    let told = &data["tellings"][telling][number];
    if told.is_array() { told } else { &data["tellings"][0][number] }
}

/// Each step's start, and after it the end of each of its events.
fn moments(page: &Value) -> Vec<f64> {
    let (mut moments, mut start) = (Vec::new(), 0.0);
    for step in list(&page[0]).iter().map(numbers) {
        moments.push(start);
        moments.extend(step[2..].iter().map(|end| start + end));
        start += step[0];
    }
    moments
}

/// The value of a written track at a time; `time` says when a moment and the time since then are.
fn value_at(track: &[f64], width: usize, time: impl Fn(f64, f64) -> f64, t: f64) -> Vec<f64> {
    let mut value = track[..width].to_vec();
    for one in track[width..].chunks(3 + width) {
        let from = time(one[0], one[1]);
        if t < from {
            break;
        }
        let part = if one[2] == 0.0 { 1.0 } else { ((t - from) / one[2].abs()).min(1.0) };
        let eased = if one[2] < 0.0 { part * part * (3.0 - 2.0 * part) } else { part };
        value = value.iter().zip(&one[3..]).map(|(from, to)| from + (to - from) * eased).collect();
    }
    value
}

/// A sprite as the player has it.
struct Read<'a> {
    data: &'a Value,
    moments: &'a [f64],
    figure: usize,
    course: Vec<f64>,
    camera: (usize, usize),
}

impl Read<'_> {
    fn time(&self, base: usize) -> impl Fn(f64, f64) -> f64 {
        move |moment, since| self.moments.get(base + moment as usize).copied().unwrap_or_default() + since
    }

    fn of_course(&self, index: usize) -> usize {
        self.course.get(index).copied().unwrap_or_default() as usize
    }

    fn opacity(&self, t: f64) -> f64 {
        let track = numbers(&self.data["opacities"][self.of_course(0)]);
        (value_at(&track, 1, self.time(self.of_course(1)), t)[0] + 0.5).floor()
    }

    /// Where its drawing's origin is.
    fn place(&self, t: f64) -> [f64; 2] {
        let (shift, base) = match self.of_course(2) {
            1 => self.camera,
            own => (own, self.of_course(1)),
        };
        let track = numbers(&self.data["shifts"][shift]);
        let shift = value_at(&track, 2, self.time(base), t);
        [1, 2].map(|column| number(&self.data["figures"][column][self.figure]) + shift[column - 1])
    }

    /// How many clusters of its text stand.
    fn typed(&self, t: f64, clusters: usize) -> usize {
        let typing: Vec<f64> = [3, 4, 5].map(|index| self.course.get(index).copied().unwrap_or_default()).to_vec();
        let from = self.time(self.of_course(1))(typing[0], typing[1]);
        if t >= from + typing[2] {
            return clusters;
        }
        ((t - from).max(0.0) * clusters as f64 / typing[2].max(1.0)).floor() as usize
    }
}

fn read<'a>(data: &'a Value, board: &Value, moments: &'a [f64]) -> Vec<Read<'a>> {
    let camera = (number(&board[2]) as usize, number(&board[3]) as usize);
    let courses = numbers(&board[1]);
    let sprite = |(figure, course): (usize, f64)| {
        let course = numbers(&data["courses"][course as usize]);
        Read { data, moments, figure, course, camera }
    };
    summed(&board[0]).into_iter().zip(courses).map(sprite).collect()
}

/// Times all over a page, those at which something begins or ends among them.
fn times(board: &Storyboard, moments: &[f64]) -> Vec<u32> {
    let even = (0..=40).map(|part| board.duration_ms * part / 40);
    let near = moments.iter().flat_map(|&moment| [-1.0, 0.0, 1.0, 75.0].map(|by| (moment + by).max(0.0) as u32));
    even.chain(near).collect()
}

fn compare(read: &Read, sprite: &Sprite, t_ms: u32, origin: [f64; 2]) {
    let t = f64::from(t_ms);
    let opacity = sprite.opacity.at(t_ms);
    assert!((read.opacity(t) - f64::from(opacity)).abs() < 0.5, "opacity {opacity} at {t_ms} of {sprite:?}");
    if opacity == 0 {
        return;
    }
    let (place, shift) = (read.place(t), sprite.shift.at(t_ms));
    for axis in [0, 1] {
        let expected = origin[axis] + f64::from(shift[axis]);
        assert!((place[axis] - expected).abs() < 0.02, "{place:?} for {expected} at {t_ms} of {sprite:?}");
    }
    if let Some(typed) = sprite.typed {
        let standing = typed.at(t_ms).unwrap_or(typed.clusters);
        assert_eq!(read.typed(t, typed.clusters), standing, "at {t_ms} of {sprite:?}");
    }
}

#[test]
fn the_player_shows_what_the_storyboard_has_at_any_time_in_either_layout_and_telling() {
    for own in lessons() {
        let data = data(&own);
        for (telling, timeline) in tellings(&own).iter().enumerate().take(list(&data["tellings"]).len()) {
            for (layout, format) in [Format::Wide, Format::Narrow].into_iter().enumerate() {
                let (boards, _) = scene::compose(timeline, format);
                let panels = Layout::of(&boards[0]).panels;
                for (number, board) in boards.iter().enumerate() {
                    let page = page(&data, telling, number);
                    let moments = moments(page);
                    if list(&page[2][layout]).is_empty() {
                        continue;
                    }
                    for (panel, written) in panels.iter().zip(list(&page[2][layout])) {
                        let sprites: Vec<_> = board.sprites.iter().filter(|one| one.panel == panel.panel).collect();
                        let reads = read(&data, written, &moments);
                        assert_eq!(reads.len(), sprites.len());
                        for (read, sprite) in reads.iter().zip(sprites) {
                            let origin = crate::site::drawing::sketch(&sprite.shapes).1;
                            for t_ms in times(board, &moments) {
                                compare(read, sprite, t_ms, origin.map(f64::from));
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn every_packet_can_be_opened_where_it_is_drawn_and_all_are_drawn_where_every_packet_is() {
    let [flagship, _] = lessons();
    let data = data(&flagship);
    let opened = |telling: usize| {
        let boards = (0..flagship.pages.len()).map(|number| &page(&data, telling, number)[2][0]);
        let figures = boards.flat_map(list).flat_map(|board| summed(&board[0]));
        let packets = summed(&data["figures"][3]);
        figures.map(|figure| packets[figure]).filter(|&packet| packet > 0).collect::<std::collections::BTreeSet<_>>()
    };
    let events = flagship.trace.pages.iter().flat_map(|page| &page.steps).flat_map(|step| &step.events);
    let sent = events.filter(|event| event.packet.is_some()).count();
    assert!(opened(0).len() < sent);
    assert_eq!((opened(1).len(), list(&data["packets"]).len()), (sent, sent));
}

#[test]
fn steps_keep_their_number_and_last_as_long_as_the_timeline_says() {
    let [flagship, _] = lessons();
    let data = data(&flagship);
    for (telling, timeline) in tellings(&flagship).iter().enumerate() {
        for (number, time) in timeline.pages.iter().enumerate() {
            let steps: Vec<_> = list(&page(&data, telling, number)[0]).iter().map(numbers).collect();
            let lengths: Vec<_> = time.steps.iter().map(|step| f64::from(step.end_ms - step.start_ms)).collect();
            let stills: Vec<_> = time.steps.iter().map(|step| f64::from(step.still_ms - step.start_ms)).collect();
            assert_eq!(steps.iter().map(|step| step[0]).collect::<Vec<_>>(), lengths);
            assert_eq!(steps.iter().map(|step| step[1]).collect::<Vec<_>>(), stills);
        }
    }
}

#[test]
fn pictures_are_told_in_the_words_of_their_stills() {
    let [flagship, _] = lessons();
    let data = data(&flagship);
    for (telling, timeline) in tellings(&flagship).iter().enumerate() {
        for (number, alts) in scene::describe(timeline).iter().enumerate() {
            let pieces = list(&page(&data, telling, number)[1]).iter().map(numbers);
            let told = pieces.map(|alt| {
                let pieces = alt.iter().map(|&piece| data["texts"][piece as usize].as_str().unwrap_or_default());
                pieces.collect::<String>()
            });
            assert_eq!(&told.collect::<Vec<_>>(), alts);
        }
    }
}

#[test]
fn a_packet_brings_its_ends_its_fields_by_layer_and_whether_it_is_a_line() {
    let packet = |data: &Value, place: [u64; 3]| {
        let packets = list(&data["packets"]).iter();
        let mut found = packets.filter(|packet| place.iter().enumerate().all(|(index, at)| packet[index] == *at));
        let packet = found.next().expect("it is there").clone();
        let text = |index: &Value| data["texts"][number(index) as usize].as_str().unwrap_or_default().to_owned();
        let fields = list(&packet)[6..].chunks(2);
        let fields = fields.map(|pair| (data["names"][number(&pair[0]) as usize].clone(), text(&pair[1])));
        (text(&packet[3]), text(&packet[4]), packet[5] == 1, fields.collect::<Vec<_>>())
    };
    let [flagship, small] = lessons().map(|timeline| data(&timeline));
    let (title, route, line, fields) = packet(&small, [1, 1, 0]);
    assert_eq!((title.as_str(), route.as_str(), line), ("SYN </script><b>", "A → B", false));
    let mut layers: Vec<_> = fields.iter().map(|(name, _)| name[0].as_str().unwrap_or_default()).collect();
    layers.dedup();
    assert_eq!(layers, ["IP", "TCP"]);
    let (title, _, line, fields) = packet(&flagship, [2, 2, 0]);
    assert_eq!((title.as_str(), line), ("PORT 1,1,1,1,213,177", true));
    assert!(fields.iter().any(|(name, value)| name[1] == "Port" && value == "54705 = 213 × 256 + 177"));
}

#[test]
fn the_panels_of_the_page_are_those_of_the_boards() {
    let [flagship, _] = lessons();
    let data = data(&flagship);
    for (layout, format) in [Format::Wide, Format::Narrow].into_iter().enumerate() {
        let board = &scene::compose(&flagship, format).0[1];
        for panel in board.panels.iter().filter(|panel| panel.panel != Panel::Frame) {
            let written =
                list(&data["layouts"][layout]).iter().find(|one| one[0] == crate::site::panel::name(panel.panel));
            // One unit around for the half of the edge that stands outside.
            let expected = [panel.rect.x - 1.0, panel.rect.y - 1.0, panel.rect.w + 2.0, panel.rect.h + 2.0];
            let written = numbers(written.expect("it is there"));
            assert!(written[1..].iter().zip(expected).all(|(a, b)| (a - f64::from(b)).abs() < 0.01));
        }
    }
}
