//! What a lesson says, wherever in its text it says so: a lesson in, something to hold others against out.

use crate::diagnostic::{Diagnostics, Source, Span};
use crate::lesson::{self, Action, Event, Lesson, Step};

/// A lesson without places, and what is said of it.
#[derive(Debug, PartialEq)]
pub(super) struct Meaning {
    lesson: Lesson,
    said: Vec<(&'static str, String)>,
}

impl Meaning {
    /// What a lesson means of which this was said.
    pub fn of(mut lesson: Lesson, said: &Diagnostics) -> Self {
        forget_places(&mut lesson);
        Self { lesson, said: said.0.iter().map(|one| (one.code, one.message.clone())).collect() }
    }

    /// The lesson in the text, if it means the same.
    pub fn holds_for(&self, text: &str) -> Option<Lesson> {
        let (lesson, said) = lesson::parse(&Source { name: String::new(), text: text.to_owned() });
        (Self::of(lesson.clone(), &said) == *self).then_some(lesson)
    }
}

fn forget_places(lesson: &mut Lesson) {
    let nowhere = Span::default();
    (lesson.title_span, lesson.network_span) = (nowhere, nowhere);
    lesson.hosts.iter_mut().for_each(|host| host.span = nowhere);
    lesson.links.iter_mut().for_each(|link| link.span = nowhere);
    for connection in &mut lesson.connections {
        (connection.span, connection.from.span, connection.to.span) = (nowhere, nowhere, nowhere);
    }
    for page in &mut lesson.pages {
        page.span = nowhere;
        page.steps.iter_mut().for_each(forget_step);
    }
}

fn forget_step(step: &mut Step) {
    let nowhere = Span::default();
    (step.span, step.caption_span) = (nowhere, nowhere);
    for field in &mut step.fields {
        (field.span, field.value_span) = (nowhere, nowhere);
    }
    step.events.iter_mut().for_each(forget_event);
}

fn forget_event(event: &mut Event) {
    let nowhere = Span::default();
    event.span = nowhere;
    if let Action::Send(packet) = &mut event.action {
        (packet.from_span, packet.to_span) = (nowhere, nowhere);
        (packet.verb_span, packet.label_span) = (nowhere, nowhere);
    }
}
