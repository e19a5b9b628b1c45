//! What is in each packet that can be opened, as JSON.

use serde_json::{Value, json};

use super::face::Letters;
use super::table::Table;
use crate::font::Face;
use crate::lesson::{Action, HostId, Lesson, Packet, Target};
use crate::protocol::{Fate, Layer, TracedEvent, TracedPacket};
use crate::timeline::Timeline;

/// The names of fields, each once: layer, label and, where there is one, the name that Wireshark has for it.
pub(super) type Names = Table<[String; 3]>;

/// `[page, step, event, title, route, is it a line of text, name, value, name, value, …]`: names by their numbers, and so
/// all texts.
pub(super) fn written(
    timeline: &Timeline,
    [page, step, event]: [usize; 3],
    texts: &mut Table<String>,
    names: &mut Names,
) -> Option<Value> {
    let (sent, traced) = packet(event_of(timeline, [page, step, event])?)?;
    let lesson = &timeline.trace.lesson;
    let title = texts.number(title(sent).to_owned());
    let route = texts.number(route(lesson, sent, traced));
    let mut written = vec![page, step, event, title, route, usize::from(is_line(traced))];
    for field in &traced.fields {
        let name = field.name.clone().unwrap_or_default();
        written.push(names.number([layer(&field.layer), field.label.clone(), name]));
        written.push(texts.number(field.value.clone()));
    }
    Some(json!(written))
}

/// Adds what the player shows of the packets to the letters of the faces that the style sheet gives it.
pub(super) fn read(timeline: &Timeline, letters: &mut Letters) {
    let lesson = &timeline.trace.lesson;
    let steps = timeline.trace.pages.iter().flat_map(|page| &page.steps);
    for (sent, traced) in steps.flat_map(|step| &step.events).filter_map(packet) {
        letters.add(Face::Bold, title(sent));
        letters.add(Face::Mono, title(sent));
        letters.add(Face::Regular, &route(lesson, sent, traced));
        for field in &traced.fields {
            letters.add(Face::Bold, &layer(&field.layer));
            letters.add(Face::Regular, &field.label);
            letters.add(Face::Mono, &field.value);
            letters.add(Face::Mono, field.name.as_deref().unwrap_or_default());
        }
    }
}

fn event_of(timeline: &Timeline, [page, step, event]: [usize; 3]) -> Option<&TracedEvent> {
    timeline.trace.pages.get(page)?.steps.get(step)?.events.get(event)
}

fn packet(event: &TracedEvent) -> Option<(&Packet, &TracedPacket)> {
    match (&event.event.action, &event.packet) {
        (Action::Send(sent), Some(traced)) => Some((sent, traced)),
        _ => None,
    }
}

fn title(sent: &Packet) -> &str {
    if sent.label.is_empty() { "Packet" } else { &sent.label }
}

fn route(lesson: &Lesson, sent: &Packet, traced: &TracedPacket) -> String {
    let name = |host: HostId| lesson.hosts.get(host.0).map_or("", |host| host.name.as_str());
    let to = match sent.to {
        Target::Host(host) => name(host),
        Target::All => "all",
    };
    let fate = match traced.fate {
        Fate::Delivered => "",
        Fate::Lost => ", lost on the way",
        Fate::Blocked => ", blocked on the way",
    };
    format!("{} → {to}{fate}", name(sent.from))
}

/// Whether the label is what goes over the wire: the check has read a command or a reply in it.
fn is_line(traced: &TracedPacket) -> bool {
    let read = |name: &str| matches!(name, "ftp.request.command" | "ftp.response.code");
    traced.fields.iter().any(|field| field.name.as_deref().is_some_and(read))
}

fn layer(layer: &Layer) -> String {
    match layer {
        Layer::Ip => "IP".to_owned(),
        Layer::Tcp => "TCP".to_owned(),
        Layer::Udp => "UDP".to_owned(),
        Layer::Application(name) => name.clone(),
    }
}
