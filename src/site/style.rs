//! The style sheet: the template with fonts, colours and the places of the panels filled in.

use std::collections::BTreeSet;

use crate::font;
use crate::scene::{Panel, PanelBox};
use crate::theme::{Role, Theme};

use super::cast::Cast;
use super::face::Letters;
use super::markup::each;
use super::memo::{Fonts, Memo};
use super::panel::{self, Layout};
use super::short::Short;
use super::template;

/// The style sheet of a page, without its fonts.
pub(super) fn page(layouts: &[Layout; 2], cast: &Cast, symbols: &str) -> String {
    let looks =
        each(cast.looks.things().iter().enumerate(), |(number, look)| format!(".l{number}{{{}}}\n", look.css()));
    sheet("", &places(layouts), &looks, symbols)
}

/// The style sheet of the list of lessons.
pub(super) fn shelf(letters: &Letters, memo: &mut Memo) -> String {
    sheet(&letters.rules(&mut memo.fonts, 1), "", "", "")
}

fn sheet(fonts: &str, places: &str, looks: &str, symbols: &str) -> String {
    let template = template::named("style.css");
    let style = template::fill(
        template,
        &[
            ("notice", font::NOTICE),
            ("fonts", fonts),
            ("colors", &both_colors(&[template, looks, symbols])),
            ("places", places),
            ("looks", looks),
        ],
    );
    bare(&style)
}

/// The style sheet of a report.
pub(super) fn report(letters: &Letters) -> String {
    template::fill(
        template::named("report.css"),
        &[
            ("notice", font::NOTICE),
            ("fonts", &letters.rules(&mut Fonts::default(), 1)),
            ("light", &colors(Theme::Light)),
            ("dark", &colors(Theme::Dark)),
        ],
    )
}

/// The colours that are used, light and dark in one.
fn both_colors(users: &[&str]) -> String {
    let named = users.iter().flat_map(|user| user.split("var(--").skip(1)).filter_map(|user| user.split_once(')'));
    let used: BTreeSet<&str> = named.map(|(name, _)| name).collect();
    let is_used = |role: &Role| used.contains(role.name().as_str());
    each(Role::all().filter(is_used), |role| {
        let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| theme.color(role));
        let name = role.name();
        if light == dark { format!("--{name}:{light};") } else { format!("--{name}:light-dark({light},{dark});") }
    })
}

fn colors(theme: Theme) -> String {
    each(Role::all(), |role| format!("--{}:{};", role.name(), theme.color(role)))
}

/// The size of the wide layout and the places of its panels, in scene units from the corner of what encloses them; and how
/// high the other is.
fn places(layouts: &[Layout; 2]) -> String {
    let [wide, narrow] = layouts;
    let [width, height, tall] = [wide.around.w, wide.around.h, beside(narrow)].map(Short::hundredth);
    let place = |panel: &PanelBox| {
        let (name, rect, around) = (panel::name(panel.panel), panel.rect, wide.around);
        let [x, y, w, h] = [rect.x - around.x, rect.y - around.y, rect.w, rect.h].map(Short::hundredth);
        format!(".{name}{{--x:{x};--y:{y};--w:{w};--h:{h}}}\n")
    };
    let places = each(&wide.panels, place);
    format!(":root{{--bw:{width};--bh:{height};--nh:{tall}}}\n{places}")
}

/// How high the panels for phones are where the ladder stands beside the others, which are a gap apart.
fn beside(layout: &Layout) -> f32 {
    let (ladder, others): (Vec<&PanelBox>, Vec<&PanelBox>) =
        layout.panels.iter().partition(|one| one.panel == Panel::Ladder);
    let ladder = ladder.iter().map(|one| one.rect.h).fold(1.0, f32::max);
    others.iter().map(|one| one.rect.h + 12.0).sum::<f32>().max(ladder)
}

/// A style sheet without what is there for its developers alone: comments, indentation, spaces. The first comment stays: a
/// notice.
fn bare(style: &str) -> String {
    let mut bare = String::with_capacity(style.len());
    let (notice, rest) = style.split_once("*/").unwrap_or(("", style));
    bare.extend([notice, "*/"]);
    let mut pieces = rest.split("/*");
    for line in
        pieces.next().into_iter().chain(pieces.filter_map(|piece| Some(piece.split_once("*/")?.1))).flat_map(str::lines)
    {
        push(line.trim(), &mut bare);
    }
    bare.replace(";}", "}")
}

fn push(line: &str, bare: &mut String) {
    // A line that ends a declaration, a rule or a selector stands apart from the next without more.
    let stands_apart = bare.ends_with([';', '{', '}', ',']);
    if !(line.is_empty() || stands_apart) {
        bare.push('\n');
    }
    let mut before = None;
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        let stands_apart = matches!(before, Some(':' | ',' | ';' | '{')) || matches!(rest.peek(), Some('{' | '}'));
        if !(character == ' ' && stands_apart) {
            bare.push(character);
        }
        before = Some(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_for_browsers_is_left_of_a_style() {
        let style = "/* notice */\n\n.a, .b { color: red; }\n/* two\n lines */\n@media (min-width: 1px) {\n  .c > d {\n    top: 0;\n  }\n}\n";
        assert_eq!(bare(style), "/* notice */\n.a,.b{color:red}@media (min-width:1px){.c > d{top:0}}");
    }
}
