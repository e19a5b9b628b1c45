//! Each still in words, from the same trace as its picture.

use super::prompt::Prompt;
use super::stage::fact_text;
use crate::lesson::{Action, Lesson, Packet, Target, Verb};
use crate::protocol::{Fate, Life, TracedPacket};
use crate::timeline::Timeline;

/// The terminal's last lines that a description repeats.
const TERMINAL_LINES: usize = 4;

/// The alternative text of every still: one list a page, one text a step.
///
/// "Step 3 of 5: S1 sends “Ack” to H1 on the control connection, which is now up. Terminal of H1: $ ftp 1.1.2.1."
pub fn describe(timeline: &Timeline) -> Vec<Vec<String>> {
    let lesson = &timeline.trace.lesson;
    let mut state = State::new(lesson);
    let mut pages = Vec::new();
    for (traced, time) in timeline.trace.pages.iter().zip(&timeline.pages) {
        let count = traced.steps.len();
        let mut steps = Vec::new();
        for (index, (step, time)) in traced.steps.iter().zip(&time.steps).enumerate() {
            let mut sentences = Vec::new();
            for (event, time) in step.events.iter().zip(&time.events) {
                state.apply(&event.event.action, event.packet.as_ref());
                if time.drawn {
                    sentences.extend(sentence(lesson, &event.event.action, event.packet.as_ref()));
                }
            }
            sentences.extend(state.connections(lesson));
            sentences.extend(state.terminal(lesson));
            steps.push(format!("Step {} of {count}: {}", index + 1, sentences.join(" ")).trim_end().to_owned());
        }
        pages.push(steps);
    }
    pages
}

/// What stands after the events so far.
struct State {
    life: Vec<Life>,
    /// Of each host.
    prompts: Vec<Prompt>,
    terminal: Vec<String>,
    owner: Option<usize>,
}

impl State {
    fn new(lesson: &Lesson) -> Self {
        Self {
            life: vec![Life::None; lesson.connections.len()],
            prompts: vec![Prompt::default(); lesson.hosts.len()],
            terminal: Vec::new(),
            owner: None,
        }
    }

    fn apply(&mut self, action: &Action, packet: Option<&TracedPacket>) {
        if let Some((connection, life)) = packet.and_then(|packet| packet.becomes) {
            self.life[connection.0] = life;
        }
        let (host, line) = match action {
            Action::Types { host, text } => {
                let prompt = &mut self.prompts[host.0];
                let line = format!("{}{text}", prompt.text());
                prompt.run(text);
                (host, line)
            }
            Action::Prints { host, text } => (host, text.clone()),
            _ => return,
        };
        if self.owner != Some(host.0) {
            self.terminal.clear();
            self.owner = Some(host.0);
        }
        self.terminal.push(line);
        let extra = self.terminal.len().saturating_sub(TERMINAL_LINES);
        self.terminal.drain(..extra);
    }

    fn connections(&self, lesson: &Lesson) -> Option<String> {
        let up = lesson.connections.iter().zip(&self.life).filter(|(_, life)| **life == Life::Up);
        let up: Vec<&str> = up.map(|(connection, _)| connection.name.as_str()).collect();
        (!up.is_empty()).then(|| format!("Up: {}.", up.join(", ")))
    }

    fn terminal(&self, lesson: &Lesson) -> Option<String> {
        let owner = &lesson.hosts[self.owner?].name;
        Some(format!("Terminal of {owner}: {}", self.terminal.join(" / ")))
    }
}

/// One event as a sentence.
fn sentence(lesson: &Lesson, action: &Action, packet: Option<&TracedPacket>) -> Option<String> {
    let name = |host: &crate::lesson::HostId| lesson.hosts[host.0].name.as_str();
    Some(match action {
        Action::Types { host, text } => format!("The user types “{text}” at {}.", name(host)),
        Action::Prints { host, text } => format!("{} prints “{text}”.", name(host)),
        Action::Notes { host, text } => format!("A bubble at {} says “{text}”.", name(host)),
        Action::Sets { host, key, value } => format!("{} now shows “{}”.", name(host), fact_text(key, value)),
        Action::Drops { host, key } => format!("{} no longer shows “{key}”.", name(host)),
        Action::Pause { .. } => return None,
        Action::Send(sent) => send(lesson, sent, packet?),
    })
}

fn send(lesson: &Lesson, packet: &Packet, traced: &TracedPacket) -> String {
    let host = |host: crate::lesson::HostId| lesson.hosts[host.0].name.as_str();
    let from = host(packet.from);
    let to = match packet.to {
        Target::Host(to) => host(to),
        Target::All => "every host",
    };
    let connection = packet.verb.connection().map_or("", |connection| lesson.connections[connection.0].name.as_str());
    let label = &packet.label;
    let sent = match packet.verb {
        Verb::Opens(_) => format!("{from} sends “{label}” to {to}, asking for the {connection} connection"),
        Verb::Closes(_) => format!("{from} sends “{label}” to {to} to close the {connection} connection"),
        Verb::Accepts(_) | Verb::Confirms(_) | Verb::On(_) => {
            format!("{from} sends “{label}” to {to} on the {connection} connection")
        }
        Verb::Datagram => format!("{from} sends “{label}” to {to}"),
    };
    let outcome = match (traced.fate, traced.becomes, packet.verb) {
        (Fate::Lost, ..) => ", but it is lost on the way".to_owned(),
        (Fate::Blocked, ..) => {
            let stop = traced.routes.first().and_then(|route| route.last());
            format!(", but it is blocked{}", stop.map_or(String::new(), |&stop| format!(" at {}", host(stop))))
        }
        (_, Some((_, Life::Up)), _) => ", which is now up".to_owned(),
        (_, Some((_, Life::Closed)), _) => ", which is now closed".to_owned(),
        _ => String::new(),
    };
    format!("{sent}{outcome}.")
}
