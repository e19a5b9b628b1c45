//! What the player needs to know becomes JSON: times, tracks, and the fields of each packet.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::lesson::{HostId, Lesson, Target};
use crate::protocol::{Fate, Layer, PacketField, TracedEvent, TracedPacket};
use crate::scene::{Key, Ramp, Sprite, Storyboard};
use crate::timeline::{PageTime, Timeline};

use super::markup::rounded;
use super::panel;

#[derive(Serialize)]
struct Reel {
    pages: Vec<Page>,
    /// By `page.step.event`, each from 0.
    packets: BTreeMap<String, Packet>,
}

#[derive(Serialize)]
struct Page {
    duration: u32,
    steps: Vec<Step>,
    /// By the sprite's index; one that never changes is left out.
    motions: BTreeMap<usize, Motion>,
}

#[derive(Serialize)]
struct Step {
    start: u32,
    /// Its telling moment.
    still: u32,
    /// The last moment that is the step's own.
    end: u32,
    alt: String,
}

/// Opacity, shift and typing of a sprite; a track that never changes is left out.
#[derive(Serialize)]
struct Motion {
    #[serde(skip_serializing_if = "Option::is_none")]
    o: Option<Vec<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<Vec<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<[u32; 2]>,
}

#[derive(Serialize)]
struct Packet {
    title: String,
    route: String,
    layers: Vec<Fields>,
}

#[derive(Serialize)]
struct Fields {
    name: String,
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    label: String,
    name: String,
    value: String,
}

/// The player's data as JSON that may stand in a `<script>` element.
pub(super) fn reel(timeline: &Timeline, boards: &[Option<&Storyboard>], alts: &[Vec<String>]) -> String {
    let page = |(number, time): (usize, &PageTime)| {
        let alts = alts.get(number).map_or(&[][..], Vec::as_slice);
        page(time, boards.get(number).copied().flatten(), alts)
    };
    let pages = timeline.pages.iter().enumerate().map(page).collect();
    let json = serde_json::to_string(&Reel { pages, packets: packets(timeline) });
    // Plain structures with string keys always serialise; an empty page is still better than none.
    json.unwrap_or_default().replace('<', "\\u003c")
}

fn page(time: &PageTime, board: Option<&Storyboard>, alts: &[String]) -> Page {
    let last = time.steps.len().saturating_sub(1);
    let step = |(number, step): (usize, &crate::timeline::StepTime)| Step {
        start: step.start_ms,
        still: step.still_ms,
        // At `end_ms` the next step begins, and may already have changed the picture.
        end: if number == last { step.end_ms } else { step.end_ms.saturating_sub(1) },
        alt: alts.get(number).cloned().unwrap_or_default(),
    };
    let sprites = board.into_iter().flat_map(panel::shown);
    Page {
        duration: time.duration_ms,
        steps: time.steps.iter().enumerate().map(step).collect(),
        motions: sprites.filter_map(|(index, sprite)| Some((index, motion(sprite)?))).collect(),
    }
}

fn motion(sprite: &Sprite) -> Option<Motion> {
    let o = flat(sprite.opacity.keys(), |opacity| vec![f64::from(opacity)]);
    let s = flat(sprite.shift.keys(), |[x, y]| vec![rounded(x), rounded(y)]);
    let y = sprite.typed.map(|typed| [typed.from_ms, typed.to_ms]);
    (o.is_some() || s.is_some() || y.is_some()).then_some(Motion { o, s, y })
}

/// The keys of a track in a row: time, values, ramp. `None` where all values are the same.
pub(super) fn flat<T: Copy + PartialEq>(keys: &[Key<T>], values: impl Fn(T) -> Vec<f64>) -> Option<Vec<f64>> {
    if keys.windows(2).all(|pair| pair[0].value == pair[1].value) {
        return None;
    }
    let key = |key: &Key<T>| {
        let ramp = match key.ramp {
            Ramp::Jump => 0.0,
            Ramp::Linear => 1.0,
            Ramp::Smooth => 2.0,
        };
        [vec![f64::from(key.at_ms)], values(key.value), vec![ramp]].concat()
    };
    Some(keys.iter().flat_map(key).collect())
}

fn packets(timeline: &Timeline) -> BTreeMap<String, Packet> {
    let mut packets = BTreeMap::new();
    for (page, traced) in timeline.trace.pages.iter().enumerate() {
        for (step, traced) in traced.steps.iter().enumerate() {
            for (event, traced) in traced.events.iter().enumerate() {
                if let Some(packet) = packet(&timeline.trace.lesson, traced) {
                    packets.insert(format!("{page}.{step}.{event}"), packet);
                }
            }
        }
    }
    packets
}

fn packet(lesson: &Lesson, event: &TracedEvent) -> Option<Packet> {
    let traced = event.packet.as_ref()?;
    let crate::lesson::Action::Send(sent) = &event.event.action else { return None };
    let to = match sent.to {
        Target::Host(host) => name(lesson, host),
        Target::All => "all",
    };
    let title = if sent.label.is_empty() { "Packet".to_owned() } else { sent.label.clone() };
    let fate = match traced.fate {
        Fate::Delivered => "",
        Fate::Lost => ", lost on the way",
        Fate::Blocked => ", blocked on the way",
    };
    let route = format!("{} → {to}{fate}", name(lesson, sent.from));
    Some(Packet { title, route, layers: layers(traced) })
}

/// The fields under their layers, in the order in which they come.
fn layers(packet: &TracedPacket) -> Vec<Fields> {
    let of_one_layer = packet.fields.chunk_by(|a, b| a.layer == b.layer);
    of_one_layer
        .map(|fields| Fields { name: layer_name(&fields[0].layer), fields: fields.iter().map(field).collect() })
        .collect()
}

fn field(field: &PacketField) -> Field {
    let name = field.name.clone().unwrap_or_default();
    Field { label: field.label.clone(), name, value: field.value.clone() }
}

fn layer_name(layer: &Layer) -> String {
    match layer {
        Layer::Ip => "IP".to_owned(),
        Layer::Tcp => "TCP".to_owned(),
        Layer::Udp => "UDP".to_owned(),
        Layer::Application(name) => name.clone(),
    }
}

fn name(lesson: &Lesson, host: HostId) -> &str {
    lesson.hosts.get(host.0).map_or("", |host| host.name.as_str())
}

/// What of the player's data is shown to the reader: the packets' names and fields.
pub(super) fn written(timeline: &Timeline) -> String {
    let mut written = String::new();
    for packet in packets(timeline).values() {
        written.push_str(&packet.title);
        written.push_str(&packet.route);
        for layer in &packet.layers {
            written.push_str(&layer.name);
            for field in &layer.fields {
                written.extend([field.label.as_str(), &field.name, &field.value]);
            }
        }
    }
    written
}
