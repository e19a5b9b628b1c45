//! Stills that failed go in, groups of alike ones come out: a person looks at one of each.

use std::collections::BTreeMap;

use super::change::Change;
use super::golden::Verdict;
use super::place::Thing;
use super::{Run, panel_name};

/// Stills that failed alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub what: String,
    /// Their indices in [`Run::stills`], in order.
    pub stills: Vec<usize>,
}

/// What makes failures alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Likeness<'a> {
    Missing,
    Leftover,
    Unreadable(&'a str),
    OtherSize(u32, u32),
    Changed(Option<&'a Change>),
}

impl Run {
    /// The failures, alike ones together; the largest group first, and of groups of one size the one whose first still comes first.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: BTreeMap<Likeness<'_>, Vec<usize>> = BTreeMap::new();
        for (index, still) in self.stills.iter().enumerate() {
            let likeness = match &still.verdict {
                Verdict::Same(_) => continue,
                Verdict::Missing => Likeness::Missing,
                Verdict::Leftover => Likeness::Leftover,
                Verdict::Unreadable(why) => Likeness::Unreadable(why),
                Verdict::OtherSize(width, height) => Likeness::OtherSize(*width, *height),
                Verdict::Different(_) => Likeness::Changed(still.change.as_ref()),
            };
            groups.entry(likeness).or_default().push(index);
        }
        let mut groups: Vec<Group> =
            groups.into_iter().map(|(likeness, stills)| Group { what: describe(&likeness), stills }).collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.stills.len()), group.stills.first().copied()));
        groups
    }
}

fn describe(likeness: &Likeness<'_>) -> String {
    match likeness {
        Likeness::Missing => "No golden image".to_owned(),
        Likeness::Leftover => "A golden image that belongs to no step".to_owned(),
        Likeness::Unreadable(why) => format!("The golden image {why}"),
        Likeness::OtherSize(width, height) => format!("A golden image of another size: {width} × {height}"),
        Likeness::Changed(None) => "Other pixels".to_owned(),
        Likeness::Changed(Some(change)) => change.to_string(),
    }
}

impl std::fmt::Display for Change {
    /// Such as `Colour #ffffff → #fefefe; stage: packet, text; ladder: arrow`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = Vec::new();
        if let Some((old, new)) = self.recolored {
            let hex = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
            parts.push(format!("Colour {} → {}", hex(old), hex(new)));
        }
        let mut panels: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for (panel, thing) in &self.things {
            panels.entry(*panel).or_default().push(thing_name(*thing));
        }
        parts.extend(
            panels.into_iter().map(|(panel, things)| format!("{}: {}", title(panel_name(panel)), things.join(", "))),
        );
        f.write_str(&parts.join("; "))
    }
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn thing_name(thing: Thing) -> &'static str {
    match thing {
        Thing::Packet => "packet",
        Thing::Arrow => "arrow",
        Thing::Text => "text",
        Thing::Icon => "icon",
        Thing::Line => "line",
        Thing::Area => "area",
    }
}
