//! A page made by hand, for tests: what a composed one looks like, with everything that a storyboard can hold.

use crate::font::{self, Face};
use crate::lesson::Icon;
use crate::scene::{Panel, Part, Ramp, Rect, Segment, Shape, Sprite, Storyboard, Stroke, Track, Typed};
use crate::theme::Role;

/// A page of two hosts, four seconds long: a packet moves and fades, a line is typed.
pub fn storyboard() -> Storyboard {
    let mut sprites = Vec::new();
    for (panel, x, y, w, h, fill, edge) in [
        (Panel::Stage, 24.5, 68.5, 791.0, 355.0, Role::Card, Role::Border),
        (Panel::Ladder, 832.5, 68.5, 423.0, 551.0, Role::Card, Role::Border),
        (Panel::Terminal, 24.5, 440.5, 791.0, 179.0, Role::Terminal, Role::TerminalBorder),
    ] {
        sprites.push(still(panel, vec![rect([x, y, w, h], 16.0, Some(fill), Some(stroke(edge, 1.0)))]));
    }
    sprites.push(still(Panel::Frame, vec![text([32.0, 45.0], "FTP basics", Face::Bold, 22.0, Role::Ink)]));
    sprites.push(still(Panel::Stage, vec![icon(Icon::Cloud, [260.0, 110.0], 220.0)]));
    for (index, (name, kind)) in Icon::ALL.into_iter().enumerate() {
        let x = 60.0 + 80.0 * index as f32;
        sprites.push(still(Panel::Stage, vec![icon(kind, [x, 300.0], 64.0), label([x + 32.0, 388.0], name)]));
    }
    sprites.push(still(Panel::Stage, vec![icon(Icon::Laptop, [60.0, 150.0], 116.0)]));
    sprites.push(still(Panel::Stage, vec![icon(Icon::Server, [662.0, 150.0], 116.0)]));
    sprites.extend([tube(206.0, None), tube(262.0, Some([5.0, 6.0])), packet()]);
    sprites.extend([lifeline(912.0), lifeline(1176.0)]);
    sprites.extend((0..6).map(arrow));
    sprites.extend([typed(), fading()]);
    Storyboard { panels: Vec::new(), sprites, duration_ms: 4000 }
}

pub fn still(panel: Panel, shapes: Vec<Shape>) -> Sprite {
    let (opacity, shift) = (Track::still(100), Track::still([0.0, 0.0]));
    Sprite { panel, part: Part::Still, shapes, opacity, shift, typed: None }
}

pub fn rect([x, y, w, h]: [f32; 4], radius: f32, fill: Option<Role>, stroke: Option<Stroke>) -> Shape {
    Shape::Rect { rect: Rect { x, y, w, h }, radius, fill, stroke }
}

pub fn text(at: [f32; 2], text: &str, face: Face, size: f32, color: Role) -> Shape {
    Shape::Text { at, text: text.to_owned(), face, size, color }
}

pub fn stroke(color: Role, width: f32) -> Stroke {
    Stroke { color, width, dash: None }
}

fn icon(icon: Icon, at: [f32; 2], size: f32) -> Shape {
    Shape::Icon { icon, at, size }
}

fn label([center, y]: [f32; 2], content: &str) -> Shape {
    let left = center - font::width(content, Face::Regular, 14.0) / 2.0;
    text([left, y], content, Face::Regular, 14.0, Role::Muted)
}

fn tube(y: f32, dash: Option<[f32; 2]>) -> Sprite {
    let color = if dash.is_some() { Role::DeviceDetail } else { Role::Hue(0) };
    let edge = Stroke { color, width: 2.0, dash };
    let fill = dash.is_none().then_some(Role::HueSoft(0));
    still(Panel::Stage, vec![rect([186.0, y, 468.0, 14.0], 7.0, fill, Some(edge))])
}

fn packet() -> Sprite {
    let shapes = vec![
        rect([190.0, 190.0, 218.0, 46.0], 10.0, Some(Role::Hue(0)), None),
        text([212.0, 218.0], "PORT 1,1,1,1,213,177", Face::Mono, 15.0, Role::OnHue),
    ];
    let mut sprite = still(Panel::Stage, shapes);
    sprite.part = Part::Packet { step: 0, event: 0 };
    sprite.shift.go(500, 2500, [236.0, 0.0], Ramp::Smooth);
    sprite.opacity = Track::still(0);
    sprite.opacity.go(300, 500, 100, Ramp::Linear);
    sprite.opacity.go(2500, 2700, 0, Ramp::Linear);
    sprite
}

fn lifeline(x: f32) -> Sprite {
    let line = vec![Segment::Move([x, 114.0]), Segment::Line([x, 604.0])];
    let edge = Some(stroke(Role::Guide, 2.0));
    still(Panel::Ladder, vec![Shape::Path { segments: line, fill: None, stroke: edge }])
}

fn arrow(index: u8) -> Sprite {
    let y = 158.0 + 60.0 * f32::from(index);
    let line = vec![Segment::Move([920.0, y]), Segment::Line([1156.0, y + 16.0])];
    let tip = [[1154.0, y + 10.0], [1168.0, y + 17.0], [1153.0, y + 23.0]];
    let head = vec![Segment::Move(tip[0]), Segment::Line(tip[1]), Segment::Line(tip[2]), Segment::Close];
    let mut sprite = still(
        Panel::Ladder,
        vec![
            Shape::Path { segments: line, fill: None, stroke: Some(stroke(Role::Hue(index % 4), 2.5)) },
            Shape::Path { segments: head, fill: Some(Role::Hue(index % 4)), stroke: None },
            label([1044.0, y - 2.0], "220 FTP server ready"),
            rect([854.0, y - 12.0, 24.0, 24.0], 12.0, Some(Role::Tag), None),
        ],
    );
    sprite.part = Part::Arrow { page: 0, step: usize::from(index), event: 0 };
    sprite.opacity = Track::still(0);
    sprite.opacity.go(u32::from(index) * 600, u32::from(index) * 600 + 300, 100, Ramp::Linear);
    sprite.opacity.go(u32::from(index) * 600 + 600, u32::from(index) * 600 + 800, 55, Ramp::Linear);
    sprite
}

fn typed() -> Sprite {
    let line = "ftp> get foo";
    let mut sprite = still(Panel::Terminal, vec![text([44.0, 504.0], line, Face::Mono, 17.0, Role::TerminalInk)]);
    sprite.typed = Some(Typed { from_ms: 1000, to_ms: 2000, clusters: line.len() });
    sprite
}

fn fading() -> Sprite {
    let curve = vec![
        Segment::Move([600.0, 480.0]),
        Segment::Cubic([[650.0, 440.0], [700.0, 620.0], [760.0, 560.0]]),
        Segment::Line([620.0, 600.0]),
        Segment::Close,
    ];
    let edge = Some(Stroke { color: Role::Lost, width: 3.0, dash: Some([1.0, 7.0]) });
    let mut sprite =
        still(Panel::Terminal, vec![Shape::Path { segments: curve, fill: Some(Role::Fact), stroke: edge }]);
    sprite.opacity.go(0, 4000, 30, Ramp::Linear);
    sprite.shift.go(0, 4000, [-30.0, 10.0], Ramp::Linear);
    sprite
}
