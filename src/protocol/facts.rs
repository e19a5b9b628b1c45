//! What is known at each host: the events that set and drop facts in, a warning for what was never set out.

use std::collections::BTreeMap;

use super::names;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Span, did_you_mean, surely_meant};
use crate::lesson::{Action, Event, HostId, Lesson};

/// The facts of all hosts, as far as the lesson has come.
#[derive(Debug, Clone)]
pub(super) struct Facts<'a> {
    lesson: &'a Lesson,
    /// Each with the place where it was set last.
    set: BTreeMap<(HostId, &'a str), Span>,
    /// Where those that are no longer there were dropped last.
    dropped: BTreeMap<(HostId, &'a str), Span>,
}

impl<'a> Facts<'a> {
    /// No fact at any host.
    pub(super) fn new(lesson: &'a Lesson) -> Self {
        Self { lesson, set: BTreeMap::new(), dropped: BTreeMap::new() }
    }

    /// Replays one event. A fact that is dropped without being there is a warning: the picture does not change.
    pub(super) fn replay(&mut self, event: &'a Event, said: &mut Diagnostics) {
        match &event.action {
            Action::Sets { host, key, .. } => {
                self.set.insert((*host, key), event.span);
            }
            Action::Drops { host, key } => {
                if self.set.remove(&(*host, key.as_str())).is_some() {
                    self.dropped.insert((*host, key), event.span);
                } else if self.lesson.unread.is_empty() {
                    // An event that could not be read may be the one that sets the fact.
                    said.push(self.not_set(*host, key, event.span));
                }
            }
            _ => {}
        }
    }

    fn not_set(&self, host: HostId, key: &str, span: Span) -> Diagnostic {
        let name = names::host(self.lesson, host);
        let warning = |what: String| Diagnostic::warning("fact-not-set", span, what);
        if let Some(at) = self.dropped.get(&(host, key)) {
            return warning(format!("{name} has dropped `{}` already", shown(key)))
                .help("drop it once, or set it again in between")
                .related(*at, "dropped here");
        }
        let known = || {
            self.set.range((host, "")..).take_while(|((at, _), _)| *at == host).map(|((_, key), _)| *key).take(SHOWN)
        };
        let near = if key.len() <= LONG { did_you_mean(key, known().filter(|key| key.len() <= LONG)) } else { None };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if known().next().is_none() => self
                .elsewhere(key)
                .unwrap_or_else(|| format!("set it first: `{} sets {} = …`", name.trim_matches('`'), shown(key))),
            None => format!("{name} shows {}", names::list(known().map(|known| format!("`{}`", shown(known))))),
        };
        // A key of one word stands in the source as it is, at the event's end.
        let meant = near.filter(|_| !key.contains(' ')).and_then(|_| surely_meant(key, known()));
        let fix =
            meant.map(|meant| Fix { span: Span::new(span.end - key.len(), span.end), replacement: meant.to_owned() });
        let set_at = near.and_then(|near| Some((near, *self.set.get(&(host, near))?)));
        let warning = warning(format!("{name} drops `{}`, which was never set", shown(key))).help(help).fix(fix);
        set_at.into_iter().fold(warning, |warning, (near, at)| warning.related(at, format!("`{near}` is set here")))
    }

    /// What would drop a fact of that name, or nearly, at another host.
    fn elsewhere(&self, key: &str) -> Option<String> {
        let keys = || self.set.keys().map(|(_, key)| *key).filter(|known| known.len() <= LONG);
        let near = if key.len() <= LONG { did_you_mean(key, keys()) } else { None }?;
        let (host, _) = self.set.keys().find(|(_, known)| *known == near)?;
        let host = names::host(self.lesson, *host);
        Some(format!("did you mean `{} drops {near}`?", host.trim_matches('`')))
    }
}

/// No host shows more facts than this in a picture that can be read.
const SHOWN: usize = 12;
/// Bytes of a key that is worth comparing.
const LONG: usize = 100;

/// A key for a message: one that is far too long is cut.
fn shown(key: &str) -> String {
    let mut short: String = key.chars().take(LONG).collect();
    if short.len() < key.len() {
        short.push('…');
    }
    short
}
