//! Scenes go in, SVG text comes out: whole files that look the same in every viewer; and the icons, for all who draw.
//!
//! Elements come in the order of the scene. Coordinates have at most two decimals.

mod glyphs;
mod icon;
mod markup;
mod shape;

use std::fmt::Write as _;

use crate::lesson::Icon;
use crate::scene::{HEIGHT, Placed, Scene, Shape, Sprite, WIDTH};
use crate::theme::{Role, Theme};

use markup::{Number, escaped};

/// What a picture is called and what it shows, for those who do not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labels<'a> {
    /// A few words.
    pub title: &'a str,
    /// A sentence or more.
    pub description: &'a str,
}

/// How the colours of an icon are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// For a file of its own: the theme's colours.
    Theme(Theme),
    /// For the page: CSS variables by the roles' names, which are those of [`Role::name`].
    Page,
}

/// A standalone SVG file of a scene. It needs no fonts and no other files.
pub fn write(scene: &Scene<'_>, labels: &Labels<'_>, theme: Theme) -> String {
    let mut out = String::new();
    open(labels, &mut out);
    defs(scene, theme, &mut out);
    let background = theme.color(Role::Background);
    line(&mut out, format_args!(r#"<rect width="{WIDTH}" height="{HEIGHT}" fill="{background}"/>"#));
    for placed in &scene.placed {
        place(placed, theme, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// What an icon is called, as in `icon-NAME`.
pub fn icon_name(icon: Icon) -> &'static str {
    icon::name(icon)
}

/// The grapheme clusters of a text: what one keystroke types.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    markup::clusters(text)
}

/// Appends a `<symbol id="icon-NAME">` for each of the icons, which the sprites' icons use.
pub fn icon_symbols(icons: impl IntoIterator<Item = Icon>, dress: Dress, out: &mut String) {
    for icon in icons {
        icon::symbol(icon, dress, out);
    }
}

/// An SVG file of one icon, 96 × 96 units large. For the page, its colours are CSS variables by the roles' names.
pub fn icon(icon: Icon, dress: Dress) -> String {
    icon::file(icon, dress)
}

/// The icons of some sprites, each once, in the order of the enum.
pub fn icons<'a>(sprites: impl IntoIterator<Item = &'a Sprite>) -> Vec<Icon> {
    let shapes = sprites.into_iter().flat_map(|sprite| &sprite.shapes);
    let mut icons: Vec<Icon> =
        shapes.filter_map(|shape| if let Shape::Icon { icon, .. } = shape { Some(*icon) } else { None }).collect();
    icons.sort();
    icons.dedup();
    icons
}

fn open(labels: &Labels<'_>, out: &mut String) {
    out.push_str(r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#);
    let _ = write!(out, r#" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}""#);
    out.push_str(r#" role="img" aria-labelledby="title desc" stroke-linecap="round" stroke-linejoin="round">"#);
    out.push('\n');
    line(out, format_args!(r#"<title id="title">{}</title>"#, escaped(labels.title)));
    line(out, format_args!(r#"<desc id="desc">{}</desc>"#, escaped(labels.description)));
}

fn defs(scene: &Scene<'_>, theme: Theme, out: &mut String) {
    let mut defs = String::new();
    icon_symbols(icons(scene.placed.iter().map(|placed| placed.sprite)), Dress::Theme(theme), &mut defs);
    glyphs::define(&standing(scene), &mut defs);
    if !defs.is_empty() {
        line(out, format_args!("<defs>\n{defs}</defs>"));
    }
}

/// Every shape of the scene, with as much of its text as has been typed.
fn standing(scene: &Scene<'_>) -> Vec<Shape> {
    scene.placed.iter().flat_map(cut).collect()
}

fn cut(placed: &Placed<'_>) -> Vec<Shape> {
    let cut = |shape: &Shape| match (shape, placed.typed) {
        (Shape::Text { at, text, face, size, color }, Some(typed)) => {
            let text = markup::clusters(text).take(typed).collect();
            Shape::Text { at: *at, text, face: *face, size: *size, color: *color }
        }
        _ => shape.clone(),
    };
    placed.sprite.shapes.iter().map(cut).collect()
}

fn place(placed: &Placed<'_>, theme: Theme, out: &mut String) {
    out.push_str("<g");
    if placed.opacity < 100 {
        let _ = write!(out, " opacity=\"{}\"", Number(f32::from(placed.opacity) / 100.0));
    }
    let [x, y] = placed.shift.map(Number);
    if !(x.is_zero() && y.is_zero()) {
        let _ = write!(out, " transform=\"translate({x} {y})\"");
    }
    out.push_str(">\n");
    for shape in cut(placed) {
        shape::write(&shape, theme, out);
    }
    out.push_str("</g>\n");
}

/// Appends a line.
fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(content);
    out.push('\n');
}

#[cfg(test)]
mod tests;
