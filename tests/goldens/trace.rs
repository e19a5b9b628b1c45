//! A timeline in, a text for people out: what each event did, and when.

use packetreel::lesson::{Action, Arrow, HostId, Lesson, Packet, Target, Verb, plain};
use packetreel::protocol::{Layer, TracedEvent, TracedPacket};
use packetreel::timeline::{EventTime, Timeline};
use std::fmt::Write;

/// One block a page, one a step in it; times are milliseconds of the page.
pub fn write(timeline: &Timeline) -> String {
    let lesson = &timeline.trace.lesson;
    let mut text = format!("{} ({})\n", lesson.title, lesson.language);
    for (page, times) in timeline.pages.iter().enumerate() {
        let lesson_page = &lesson.pages[page];
        line(&mut text, 0, &format!("\npage {}: {} ({})", page + 1, lesson_page.title, lesson_page.slug));
        for (step, time) in times.steps.iter().enumerate() {
            let span = format!("{}..{} still {}", time.start_ms, time.end_ms, time.still_ms);
            line(&mut text, 1, &format!("step {}: {span}", step + 1));
            line(&mut text, 2, &format!("caption {}", plain(&lesson_page.steps[step].caption)));
            let events = &timeline.trace.pages[page].steps[step].events;
            for (event, time) in events.iter().zip(&time.events) {
                write_event(&mut text, lesson, event, *time);
            }
        }
    }
    text
}

fn line(text: &mut String, depth: usize, what: &str) {
    let _ = writeln!(text, "{}{what}", "  ".repeat(depth));
}

fn write_event(text: &mut String, lesson: &Lesson, event: &TracedEvent, time: EventTime) {
    let undrawn = if time.drawn { "" } else { " undrawn" };
    line(text, 2, &format!("{}..{}{undrawn} {}", time.start_ms, time.end_ms, action(lesson, &event.event.action)));
    if let Some(packet) = &event.packet {
        write_packet(text, lesson, packet);
    }
}

fn action(lesson: &Lesson, action: &Action) -> String {
    let name = |host: &HostId| &lesson.hosts[host.0].name;
    match action {
        Action::Types { host, text } => format!("{} types: {text}", name(host)),
        Action::Prints { host, text } => format!("{} prints: {text}", name(host)),
        Action::Notes { host, text } => format!("{} notes: {text}", name(host)),
        Action::Sets { host, key, value } => format!("{} sets {key} = {value}", name(host)),
        Action::Drops { host, key } => format!("{} drops {key}", name(host)),
        Action::Pause { ms } => format!("pause {ms} ms"),
        Action::Send(packet) => send(lesson, packet),
    }
}

fn send(lesson: &Lesson, packet: &Packet) -> String {
    let name = |host: HostId| &lesson.hosts[host.0].name;
    let to = match packet.to {
        Target::Host(host) => name(host),
        Target::All => "all",
    };
    let (arrow, at) = match packet.arrow {
        Arrow::Drawn => ("->", None),
        Arrow::Undrawn => ("~>", None),
        Arrow::Lost { at } => ("-x", at),
    };
    let at = at.map(|host| format!(" at {}", name(host))).unwrap_or_default();
    let verb = match packet.verb {
        Verb::Opens(_) => " opens ",
        Verb::Accepts(_) => " accepts ",
        Verb::Closes(_) => " closes ",
        Verb::Confirms(_) => " confirms ",
        Verb::On(_) => " on ",
        Verb::Datagram => "",
    };
    let connection = packet.verb.connection().map_or("", |connection| &lesson.connections[connection.0].name);
    format!("{} {arrow} {to}{at}{verb}{connection}: {}", name(packet.from), packet.label)
}

fn write_packet(text: &mut String, lesson: &Lesson, packet: &TracedPacket) {
    let mut end = format!("{:?}", packet.fate).to_lowercase();
    if let Some((connection, life)) = packet.becomes {
        let _ = write!(end, ", {} becomes {life:?}", lesson.connections[connection.0].name);
    }
    line(text, 3, &format!("number {}, {end}", packet.number));
    for route in &packet.routes {
        let names: Vec<&str> = route.iter().map(|host| lesson.hosts[host.0].name.as_str()).collect();
        line(text, 3, &format!("way {}", names.join(" ")));
    }
    for field in &packet.fields {
        let layer = match &field.layer {
            Layer::Application(name) => name.clone(),
            layer => format!("{layer:?}").to_uppercase(),
        };
        let name = field.name.as_deref().unwrap_or("-");
        line(text, 3, &format!("{layer} {name} ({}) = {}", field.label, field.value));
    }
}
