//! The style sheet: the template with fonts, colours and the places of the panels filled in.

use std::io;

use crate::font;
use crate::theme::{Role, Theme};

use super::face::Letters;
use super::markup::{each, number};
use super::memo::Memo;
use super::panel::Layout;
use super::template;

/// The style sheet of a page or of the list of lessons.
pub(super) fn page(letters: &Letters, layout: &Layout, memo: &mut Memo) -> io::Result<String> {
    let [width, height] = [layout.around.w, layout.around.h].map(number);
    Ok(template::fill(
        template::named("style.css"),
        &[
            ("notice", font::NOTICE),
            ("fonts", &letters.rules(memo)?),
            ("light", &colors(Theme::Light)),
            ("dark", &colors(Theme::Dark)),
            ("board", &format!("--bw: {width}; --bh: {height};")),
            ("paints", &paints()),
            ("places", &places(layout)),
        ],
    ))
}

/// The style sheet of a report.
pub(super) fn report(letters: &Letters) -> io::Result<String> {
    Ok(template::fill(
        template::named("report.css"),
        &[
            ("notice", font::NOTICE),
            ("fonts", &letters.rules(&mut Memo::default())?),
            ("light", &colors(Theme::Light)),
            ("dark", &colors(Theme::Dark)),
        ],
    ))
}

fn colors(theme: Theme) -> String {
    Role::all().map(|role| format!("--{}: {};", role.name(), theme.color(role))).collect::<Vec<_>>().join(" ")
}

/// The classes that the sprites use for fill and stroke.
fn paints() -> String {
    each(Role::all(), |role| {
        let name = role.name();
        format!(".f-{name} {{ fill: var(--{name}); }} .s-{name} {{ stroke: var(--{name}); }}\n")
    })
}

/// A class a panel's place, in scene units from the corner of what encloses them all.
fn places(layout: &Layout) -> String {
    each(layout.places.iter().enumerate(), |(index, rect)| {
        let [x, y, w, h] = [rect.x - layout.around.x, rect.y - layout.around.y, rect.w, rect.h].map(number);
        format!(".place-{index} {{ --x: {x}; --y: {y}; --w: {w}; --h: {h}; }}\n")
    })
}
