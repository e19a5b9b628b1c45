//! A compiled lesson in, a text for people out: what stands where in each step's telling frame.

use packetreel::Compiled;
use packetreel::scene::{Part, Placed, Rect, Scene, Segment, Shape, Stroke};
use packetreel::theme::Role;
use std::fmt::{self, Write};

/// One block a step. A page's first step has a line for each sprite and, under it, each of its shapes, back to front. A later
/// step has what is new (`+`, with its shapes), what is placed otherwise (`=`) and what is gone (`-`). Coordinates are
/// scene units.
pub fn write(compiled: &Compiled) -> String {
    let mut text = String::new();
    for (page, time) in compiled.timeline.pages.iter().enumerate() {
        let board = compiled.board(page);
        let mut before = Scene { placed: Vec::new() };
        for (step, time) in time.steps.iter().enumerate() {
            let _ = writeln!(text, "page {} step {} at {} ms", page + 1, step + 1, time.still_ms);
            let scene = board.at(time.still_ms);
            write_changes(&mut text, &before, &scene);
            before = scene;
        }
    }
    text
}

fn write_changes(text: &mut String, before: &Scene, scene: &Scene) {
    let find = |scene: &Scene<'_>, index| scene.placed.iter().position(|one| one.index == index);
    for old in before.placed.iter().filter(|old| find(scene, old.index).is_none()) {
        let _ = writeln!(text, " - {} {}", place(old), name(old));
    }
    for new in &scene.placed {
        let old = find(before, new.index).map(|at| &before.placed[at]);
        match old {
            Some(old) if place(old) == place(new) => {}
            Some(_) => _ = writeln!(text, " = {} {}", place(new), name(new)),
            None => {
                let _ = writeln!(text, " + {}", place(new));
                for shape in &new.sprite.shapes {
                    let _ = writeln!(text, "   {}", in_words(shape));
                }
            }
        }
    }
}

/// What a sprite is, and how it is placed.
fn place(placed: &Placed) -> String {
    let mut words = format!("{:?}", placed.sprite.panel).to_lowercase();
    match placed.sprite.part {
        Part::Still => {}
        Part::Packet { step, event } => _ = write!(words, " packet {}.{}", step + 1, event + 1),
        Part::Arrow { page, step, event } => _ = write!(words, " arrow {}.{}.{}", page + 1, step + 1, event + 1),
    }
    if placed.shift != [0.0, 0.0] {
        let _ = write!(words, " moved {}", At(placed.shift));
    }
    if placed.opacity != 100 {
        let _ = write!(words, " at {} %", placed.opacity);
    }
    if let Some(clusters) = placed.typed {
        let _ = write!(words, " typed {clusters}");
    }
    words
}

/// By what one knows a sprite again: its first text, or else its first shape.
fn name(placed: &Placed) -> String {
    let shapes = &placed.sprite.shapes;
    let text = shapes.iter().find_map(|shape| match shape {
        Shape::Text { text, .. } => Some(format!("“{text}”")),
        _ => None,
    });
    let first = || shapes.first().map(|shape| in_words(shape).chars().take(60).collect());
    text.or_else(first).unwrap_or_default()
}

fn in_words(shape: &Shape) -> String {
    match shape {
        Shape::Rect { rect: Rect { x, y, w, h }, radius, fill, stroke } => {
            format!("rect {} {} round {}{}", At([*x, *y]), At([*w, *h]), Tenth(*radius), ink(*fill, *stroke))
        }
        Shape::Path { segments, fill, stroke } => format!("path {}{}", outline(segments), ink(*fill, *stroke)),
        Shape::Text { at, text, face, size, color } => {
            let face = format!("{face:?}").to_lowercase();
            format!("text {} {face} {} {} “{text}”", At(*at), Tenth(*size), color.name())
        }
        Shape::Icon { icon, at, size } => {
            format!("icon {} {} {}", format!("{icon:?}").to_lowercase(), At(*at), Tenth(*size))
        }
    }
}

fn ink(fill: Option<Role>, stroke: Option<Stroke>) -> String {
    let mut words = fill.map(|role| format!(" fill {}", role.name())).unwrap_or_default();
    if let Some(Stroke { color, width, dash }) = stroke {
        let _ = write!(words, " stroke {} {}", color.name(), Tenth(width));
        if let Some(dash) = dash {
            let _ = write!(words, " dash {}", At(dash));
        }
    }
    words
}

/// In the letters that SVG has for them.
fn outline(segments: &[Segment]) -> String {
    let words = segments.iter().map(|segment| match *segment {
        Segment::Move(at) => format!("M{}", At(at)),
        Segment::Line(at) => format!("L{}", At(at)),
        Segment::Cubic([a, b, end]) => format!("C{} {} {}", At(a), At(b), At(end)),
        Segment::Close => "Z".to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Two numbers with at most one decimal each.
struct At([f32; 2]);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", Tenth(self.0[0]), Tenth(self.0[1]))
    }
}

/// A number with at most one decimal.
struct Tenth(f32);

impl fmt::Display for Tenth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", self.0);
        f.write_str(match text.strip_suffix(".0").unwrap_or(&text) {
            "-0" => "0",
            short => short,
        })
    }
}
