//! An icon goes in, a symbol that is defined once and used wherever the icon stands comes out.

use super::markup::Number;
use super::{Dress, line};
use crate::embedded;
use crate::lesson::Icon;
use crate::theme::Role;

/// The file of an icon, in colours or in roles.
pub fn file(icon: Icon, dress: Dress) -> String {
    let markup = embedded::template(&format!("icons/{}.svg", name(icon))).unwrap_or_default().to_owned();
    let Dress::Theme(theme) = dress else { return markup };
    Role::all()
        .fold(markup, |markup, role| markup.replace(&format!("var(--{})", role.name()), &theme.color(role).to_string()))
}

/// Appends the icon's symbol.
pub fn symbol(icon: Icon, dress: Dress, out: &mut String) {
    let markup = file(icon, dress);
    let inner = markup.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(inner, _)| inner);
    let inner = inner.lines().map(str::trim).collect::<String>();
    let name = name(icon);
    line(out, format_args!("<symbol id=\"icon-{name}\" viewBox=\"0 0 96 96\">{inner}</symbol>"));
}

/// Appends the icon in a square.
pub fn used(icon: Icon, [x, y]: [f32; 2], size: f32, out: &mut String) {
    let [x, y, size] = [x, y, size.max(0.0)].map(Number);
    let name = name(icon);
    // Many viewers of files know only the older name of `href`.
    line(
        out,
        format_args!("<use xlink:href=\"#icon-{name}\" x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\"/>"),
    );
}

/// What the icon is called.
pub fn name(icon: Icon) -> &'static str {
    Icon::ALL.into_iter().find(|&(_, known)| known == icon).map_or("", |(name, _)| name)
}
