//! A sprite's shapes go in; a drawing comes out that is the same wherever they stand, in markup or as the player's data.

use std::fmt::Write as _;

use super::markup::escaped;
use super::short::Short;
use super::table::Table;
use crate::font::Face;
use crate::lesson::Icon;
use crate::scene::{Rect, Segment, Shape, Stroke};
use crate::svg;
use crate::theme::Role;

/// Marks back to front, from the corner or the beginning of the first.
pub(super) type Drawing = Vec<Mark>;

/// A drawing before its looks have numbers, and where its origin stands.
pub(super) type Sketch = (Vec<Mark<Look>>, [f32; 2]);

/// One shape of a drawing, in a look by its number in the style sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark<L = usize> {
    /// Left, top, width, height and radius of its corners.
    Rect(L, [Short; 5]),
    /// Path data.
    Path(L, String),
    /// The beginning of its baseline, and the text.
    Text(L, [Short; 2], String),
    /// Left, top and side.
    Icon(Icon, [Short; 3]),
}

/// Colours, line and letters of a shape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// Fill; colour, width and dashes of its edge.
    Paint(Option<Role>, Option<(Role, Short, Option<[Short; 2]>)>),
    /// Face, size and colour.
    Letters(Face, Short, Role),
}

/// The drawing of some shapes.
pub(super) fn sketch(shapes: &[Shape]) -> Sketch {
    let origin = shapes.first().map_or([0.0, 0.0], corner);
    (shapes.iter().filter_map(|shape| mark(shape, origin)).collect(), origin)
}

/// The same with numbers for its looks.
pub(super) fn numbered(sketch: &[Mark<Look>], looks: &mut Table<Look>) -> Drawing {
    let mut number = |look: &Look| looks.number(look.clone());
    let numbered = |mark: &Mark<Look>| match mark {
        Mark::Rect(look, numbers) => Mark::Rect(number(look), *numbers),
        Mark::Path(look, data) => Mark::Path(number(look), data.clone()),
        Mark::Text(look, at, text) => Mark::Text(number(look), *at, text.clone()),
        Mark::Icon(icon, numbers) => Mark::Icon(*icon, *numbers),
    };
    sketch.iter().map(numbered).collect()
}

fn corner(shape: &Shape) -> [f32; 2] {
    match shape {
        Shape::Rect { rect, .. } => [rect.x, rect.y],
        Shape::Path { segments, .. } => match segments.first() {
            Some(Segment::Move(at) | Segment::Line(at)) => *at,
            _ => [0.0, 0.0],
        },
        Shape::Text { at, .. } | Shape::Icon { at, .. } => *at,
    }
}

fn mark(shape: &Shape, [x, y]: [f32; 2]) -> Option<Mark<Look>> {
    let from_origin = |at: &[f32; 2]| [Short::tenth(at[0] - x), Short::tenth(at[1] - y)];
    Some(match shape {
        Shape::Rect { rect, radius, fill, stroke } => {
            let Rect { w, h, .. } = *rect;
            // Nothing is drawn of one without width or height, and a negative one is an error.
            if !(w > 0.0 && h > 0.0) {
                return None;
            }
            let [left, top] = from_origin(&[rect.x, rect.y]);
            let numbers = [left, top, Short::tenth(w), Short::tenth(h), Short::tenth(radius.max(0.0))];
            Mark::Rect(paint(*fill, *stroke), numbers)
        }
        Shape::Path { segments, fill, stroke } => Mark::Path(paint(*fill, *stroke), data(segments, from_origin)),
        Shape::Text { at, text, face, size, color } => {
            let look = Look::Letters(*face, Short::hundredth(*size), *color);
            Mark::Text(look, from_origin(at), text.clone())
        }
        Shape::Icon { icon, at, size } => {
            let [left, top] = from_origin(at);
            Mark::Icon(*icon, [left, top, Short::tenth(size.max(0.0))])
        }
    })
}

fn paint(fill: Option<Role>, stroke: Option<Stroke>) -> Look {
    let length = |length: f32| Short::hundredth(length.max(0.0));
    Look::Paint(
        fill,
        stroke.map(|Stroke { color, width, dash }| (color, length(width), dash.map(|dash| dash.map(length)))),
    )
}

/// Path data in steps from point to point, each point to a tenth, so that no error adds up.
fn data(segments: &[Segment], from_origin: impl Fn(&[f32; 2]) -> [Short; 2]) -> String {
    let mut path = Path::default();
    for segment in segments {
        match segment {
            Segment::Move(to) => path.begin(from_origin(to)),
            Segment::Line(to) => path.line(from_origin(to)),
            Segment::Cubic(points) => path.curve(points.map(|point| from_origin(&point))),
            Segment::Close => path.close(),
        }
    }
    path.data
}

#[derive(Default)]
struct Path {
    data: String,
    /// The letter that need not be written again.
    command: char,
    at: [Short; 2],
    began: [Short; 2],
}

impl Path {
    fn begin(&mut self, to: [Short; 2]) {
        self.write('M', &to);
        (self.at, self.began) = (to, to);
    }

    fn line(&mut self, to: [Short; 2]) {
        let [dx, dy] = self.way(to);
        match (dx == Short::default(), dy == Short::default()) {
            (true, true) => {}
            (false, true) => self.write('h', &[dx]),
            (true, false) => self.write('v', &[dy]),
            (false, false) => self.write('l', &[dx, dy]),
        }
        self.at = to;
    }

    fn curve(&mut self, points: [[Short; 2]; 3]) {
        let ways = points.map(|point| self.way(point));
        self.write('c', ways.as_flattened());
        self.at = points[2];
    }

    fn close(&mut self) {
        self.write('z', &[]);
        self.at = self.began;
    }

    fn way(&self, to: [Short; 2]) -> [Short; 2] {
        [to[0] - self.at[0], to[1] - self.at[1]]
    }

    fn write(&mut self, command: char, numbers: &[Short]) {
        let again = self.command == command && command != 'M';
        if !again {
            self.data.push(command);
        }
        self.command = command;
        for (index, number) in numbers.iter().enumerate() {
            // A minus parts two numbers as well as a space does.
            if (again || index > 0) && *number >= Short::default() {
                self.data.push(' ');
            }
            number.push(&mut self.data);
        }
    }
}

impl Mark {
    /// The mark as an element.
    pub fn markup(&self) -> String {
        match self {
            Self::Rect(look, [x, y, w, h, r]) => {
                let mut rect = format!("<rect class=l{look}");
                for (name, value) in [("x", x), ("y", y), ("width", w), ("height", h), ("rx", r)] {
                    if *value != Short::default() {
                        let _ = write!(rect, " {name}={value}");
                    }
                }
                rect + " />"
            }
            Self::Path(look, data) => format!("<path class=l{look} d=\"{data}\"/>"),
            Self::Text(look, [x, y], text) => {
                format!("<text class=l{look} x={x} y={y}>{}</text>", escaped(text))
            }
            Self::Icon(icon, [x, y, size]) => {
                let name = svg::icon_name(*icon);
                format!("<use href=#icon-{name} x={x} y={y} width={size} height={size} />")
            }
        }
    }

    /// The mark as the player reads it: `look,x,y,width,height,radius?`, `look,path data`, `look,x,y,number of the text`
    /// or `icon,x,y,side`.
    pub fn data(&self, texts: &mut Table<String>) -> String {
        match self {
            Self::Rect(look, [x, y, w, h, r]) if *r == Short::default() => format!("{look},{x},{y},{w},{h}"),
            Self::Rect(look, [x, y, w, h, r]) => format!("{look},{x},{y},{w},{h},{r}"),
            Self::Path(look, data) => format!("{look},{data}"),
            Self::Text(look, [x, y], text) => format!("{look},{x},{y},{}", texts.number(text.clone())),
            Self::Icon(icon, [x, y, size]) => format!("{},{x},{y},{size}", svg::icon_name(*icon)),
        }
    }
}

impl Look {
    /// What stands between the braces of its rule.
    pub fn css(&self) -> String {
        let color = |role: &Role| format!("var(--{})", role.name());
        match self {
            Self::Paint(fill, stroke) => {
                let mut css = format!("fill:{}", fill.as_ref().map_or("none".to_owned(), color));
                if let Some((role, width, dash)) = stroke {
                    let _ = write!(css, ";stroke:{};stroke-width:{width}", color(role));
                    if let Some([dash, gap]) = dash {
                        let _ = write!(css, ";stroke-dasharray:{dash} {gap}");
                    }
                }
                css
            }
            Self::Letters(face, size, role) => {
                let face = match face {
                    Face::Regular | Face::Fallback => "",
                    Face::Bold => ";font-weight:700",
                    Face::Mono | Face::FallbackMono => ";font-family:var(--mono)",
                };
                format!("fill:{};font-size:{size}px{face}", color(role))
            }
        }
    }
}
