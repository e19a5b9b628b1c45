//! What is true of every picture of every lesson: text stays where it belongs and is not written over; a reel plays as
//! long as its page and shows what a still of that moment would.

mod corpus;

use corpus::Lesson;
use packetreel::diagnostic::{Severity, Source};
use packetreel::export::{Export, File, Outputs, export};
use packetreel::font::{self, Face};
use packetreel::lesson::Icon;
use packetreel::raster::Painter;
use packetreel::scene::{
    Format, HEIGHT, NARROW_WIDTH, Panel, PanelBox, Part, Placed, Rect, Scene, Segment, Shape, Sprite, Storyboard,
    Track, WIDTH, compose,
};
use packetreel::theme::{Role, Theme};
use packetreel::timeline::Pacing;
use packetreel::{Compiled, compile};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What rounding may add up to, in scene units.
const SLACK: f32 = 0.5;

/// From this opacity on, text is there to be read: what a step is not about is dimmed to it.
const READABLE: u8 = 50;

#[test]
fn text_and_hosts_stay_inside_their_panel_at_every_step() {
    let mut found = BTreeSet::new();
    for lesson in corpus::lessons().into_iter().flat_map(in_both_formats) {
        for (place, board, t_ms) in moments(&lesson) {
            let strays = strays(board, &board.at(t_ms), |_| true);
            found.extend(strays.into_iter().map(|stray| format!("{place}: {stray}")));
        }
    }
    assert!(found.is_empty(), "{}", lines(&found));
}

#[test]
fn nothing_is_written_over_a_text_or_a_host_at_any_step() {
    let mut offenders = BTreeSet::new();
    for lesson in corpus::lessons().into_iter().flat_map(in_both_formats) {
        for (place, board, t_ms) in moments(&lesson) {
            for (below, above) in overlaps(&board.at(t_ms)) {
                offenders.insert(format!("{place}: “{above}” over “{below}”"));
            }
        }
    }
    assert!(offenders.is_empty(), "{}", lines(&offenders));
}

#[test]
fn text_of_any_length_in_any_lesson_stays_inside() {
    let mut found = BTreeSet::new();
    for seed in 0..60 {
        let lesson = Lesson { name: format!("seed {seed}"), compiled: generated(seed) };
        for (place, board, t_ms) in in_both_formats(lesson).iter().flat_map(moments) {
            let texts = strays(board, &board.at(t_ms), |one| !one.icon);
            found.extend(texts.into_iter().map(|stray| format!("{place}: {stray}")));
        }
    }
    assert!(found.is_empty(), "{}", lines(&found));
}

#[test]
fn a_bubble_may_hold_one_letter() {
    let lesson = "---\nhosts: { A: {} }\n---\n\n# Page\n\n1. `A notes: i`\n   Hm.\n";
    let compiled = compile(&Source::new("short", lesson), &Pacing::default()).expect("it has no mistakes");
    assert!(seen(&compiled.board(0).at(1000)).iter().any(|one| one.name == "i" && one.panel == Panel::Stage));
}

#[test]
fn nothing_is_crowded_whatever_the_lesson() {
    let mut found = BTreeSet::new();
    for seed in 0..60 {
        let lesson = Lesson { name: format!("seed {seed}"), compiled: generated(seed) };
        for (place, board, t_ms) in in_both_formats(lesson).iter().flat_map(moments) {
            let scene = board.at(t_ms);
            let covered = overlaps(&scene).into_iter().map(|(below, above)| format!("“{above}” over “{below}”"));
            let found_here = covered.chain(strays(board, &scene, |_| true));
            found.extend(found_here.map(|one| format!("{place}: {one}")));
        }
    }
    assert!(found.is_empty(), "{}", lines(&found));
}

#[test]
fn text_that_is_cut_is_always_warned_of() {
    for seed in 0..60 {
        let compiled = generated(seed);
        let (boards, _) = compose(&compiled.timeline, Format::Wide);
        let mut texts = boards.iter().flat_map(|board| &board.sprites).flat_map(|sprite| &sprite.shapes);
        let cut = texts.any(|shape| matches!(shape, Shape::Text { text, .. } if text.ends_with('…')));
        let warned = compiled.diagnostics.0.iter().any(|one| one.code == "text-shortened");
        assert_eq!(cut, warned, "seed {seed}");
        assert!(compiled.diagnostics.0.iter().all(|one| one.severity == Severity::Warning));
    }
}

#[test]
fn no_text_on_a_phone_is_smaller_than_fourteen_units() {
    let mut found = BTreeSet::new();
    for lesson in everything() {
        let [_, phone] = in_both_formats(lesson);
        for sprite in phone.boards.iter().flat_map(|board| &board.sprites) {
            for shape in &sprite.shapes {
                if let Shape::Text { text, size, .. } = shape
                    && *size < 14.0
                {
                    found.insert(format!("{}: “{text}” in {:?} is {size} units", phone.name, sprite.panel));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", lines(&found));
}

#[test]
fn both_formats_tell_the_same_at_the_same_time() {
    for lesson in everything() {
        let [wide, phone] = in_both_formats(lesson);
        assert_eq!(wide.boards.len(), phone.boards.len(), "{}", wide.name);
        for (one, other) in wide.boards.iter().zip(&phone.boards) {
            assert_eq!(one.duration_ms, other.duration_ms, "{}", wide.name);
            assert_eq!(on_stage(one), on_stage(other), "{}", wide.name);
        }
    }
}

#[test]
fn the_panels_of_a_phone_keep_their_places_and_stand_one_under_another() {
    for lesson in everything() {
        let [wide, phone] = in_both_formats(lesson);
        for (one, other) in wide.boards.iter().zip(&phone.boards) {
            assert_eq!(other.panels, phone.boards[0].panels, "{}", phone.name);
            let panels = |board: &Storyboard| board.panels.iter().map(|one| one.panel).collect::<Vec<_>>();
            assert_eq!(panels(one), panels(other), "{}", phone.name);
            assert!(other.sprites.iter().all(|sprite| sprite.panel != Panel::Frame), "{}", phone.name);
            assert!(other.panels.iter().all(|one| one.rect.x == 0.0 && one.rect.w == NARROW_WIDTH), "{}", phone.name);
            let apart = |pair: &[PanelBox]| pair[0].rect.bottom() < pair[1].rect.y;
            assert!(other.panels.windows(2).all(apart), "{}", phone.name);
        }
    }
}

#[test]
fn a_painter_that_plays_shows_what_a_fresh_one_does() {
    let (flagship, _) = compose(&corpus::lessons()[0].compiled.timeline, Format::Wide);
    let length: u32 = flagship.iter().map(|board| board.duration_ms).sum();
    let mut playing = Painter::new(Theme::Light, (320, 180));
    for moment in 0..50 {
        let mut left = length / 50 * moment;
        let mut boards = flagship.iter().skip_while(|board| {
            let over = left >= board.duration_ms;
            left -= if over { board.duration_ms } else { 0 };
            over
        });
        let board = boards.next().expect("the moment is before the end");
        let mut fresh = Painter::new(Theme::Light, (320, 180));
        playing.show(&board.at(left));
        fresh.show(&board.at(left));
        assert!(playing.bitmap() == fresh.bitmap(), "moment {moment}, {left} ms into its page");
    }
}

#[test]
fn a_reel_plays_forever_and_as_long_as_its_page() {
    let lessons = corpus::lessons();
    let lesson = lessons.iter().find(|lesson| lesson.name == "dns").expect("there is a lesson about DNS");
    let reels = reels(lesson);
    // One a page that has steps, and one of them all.
    assert_eq!(reels.len(), lesson.compiled.timeline.pages.iter().filter(|page| page.duration_ms > 0).count() + 1);
    for reel in reels {
        let (repeat, frames, play_ms) = decode(&reel.bytes);
        let wanted = reel.about.duration_ms.expect("a reel has a length");
        assert_eq!(repeat, gif::Repeat::Infinite, "{}", reel.path);
        assert!(frames > 10, "{} has {frames} frames", reel.path);
        // GIF counts in hundredths of a second.
        assert!(play_ms.abs_diff(wanted) <= 10, "{} plays {play_ms} ms, not {wanted}", reel.path);
    }
}

#[test]
fn the_check_of_overlaps_sees_them_and_forgives_bubbles() {
    let text = |x: f32, text: &str| Shape::Text {
        at: [x, 100.0],
        text: text.to_owned(),
        face: Face::Regular,
        size: 20.0,
        color: Role::Ink,
    };
    let bubble = Shape::Rect {
        rect: Rect { x: 0.0, y: 50.0, w: 200.0, h: 100.0 },
        radius: 8.0,
        fill: Some(Role::Bubble),
        stroke: None,
    };
    let pairs = |above: Vec<Shape>| {
        let sprites = vec![standing(vec![text(10.0, "one"), text(500.0, "far")]), standing(above)];
        overlaps(&Storyboard { panels: Vec::new(), sprites, duration_ms: 1 }.at(0))
    };
    assert_eq!(pairs(vec![text(20.0, "two")]), [("one".to_owned(), "two".to_owned())]);
    assert_eq!(pairs(vec![bubble, text(20.0, "two")]), []);
    assert_eq!(pairs(vec![text(90.0, "two")]), []);
}

fn standing(shapes: Vec<Shape>) -> Sprite {
    let (opacity, shift) = (Track::still(100), Track::still([0.0, 0.0]));
    Sprite { panel: Panel::Stage, part: Part::Still, shapes, opacity, shift, typed: None }
}

/// Every lesson, and those made of chance.
fn everything() -> impl Iterator<Item = Lesson> {
    let made = (0..60).map(|seed| Lesson { name: format!("seed {seed}"), compiled: generated(seed) });
    corpus::lessons().into_iter().chain(made)
}

/// A lesson as it is in frames, and as it is on a phone.
fn in_both_formats(lesson: Lesson) -> [Pages; 2] {
    let Lesson { name, compiled } = lesson;
    let (boards, remarks) = compose(&compiled.timeline, Format::Narrow);
    assert!(remarks.0.is_empty(), "only frames are worth a warning: {remarks:?}");
    let phone = Pages { name: format!("{name} on a phone"), compiled: compiled.clone(), boards };
    let (boards, _) = compose(&compiled.timeline, Format::Wide);
    [Pages { name, compiled, boards }, phone]
}

/// A lesson with all its boards in one format.
struct Pages {
    name: String,
    compiled: Compiled,
    boards: Vec<Storyboard>,
}

/// What each sprite of the stage stands for and how strongly over time, in order.
fn on_stage(board: &Storyboard) -> Vec<(Part, &Track<u8>)> {
    let sprites = board.sprites.iter().filter(|sprite| sprite.panel == Panel::Stage);
    sprites.map(|sprite| (sprite.part, &sprite.opacity)).collect()
}

/// The telling moment and the last of every step, with the name of its place.
fn moments(lesson: &Pages) -> impl Iterator<Item = (String, &Storyboard, u32)> {
    let pages = lesson.boards.iter().zip(&lesson.compiled.timeline.pages).enumerate();
    pages.flat_map(move |(page, (board, time))| {
        time.steps.iter().enumerate().flat_map(move |(step, time)| {
            let place = format!("{}, page {}, step {}", lesson.name, page + 1, step + 1);
            [time.still_ms, time.end_ms - 1].map(|t_ms| (place.clone(), board, t_ms))
        })
    })
}

/// A text or a host's icon in a scene.
struct Seen<'a> {
    panel: Panel,
    /// The text, or the icon's name.
    name: &'a str,
    icon: bool,
    /// What it may touch.
    rect: Rect,
    opacity: u8,
    /// Its sprite's place in the scene.
    order: usize,
}

fn seen<'a>(scene: &Scene<'a>) -> Vec<Seen<'a>> {
    let mut all = Vec::new();
    for (order, placed) in scene.placed.iter().enumerate() {
        for shape in &placed.sprite.shapes {
            let (name, icon, rect) = match shape {
                Shape::Text { at, text, face, size, .. } if !text.trim().is_empty() => {
                    (text.as_str(), false, reach(*at, placed.shift, text, (*face, *size)))
                }
                Shape::Icon { icon, at: [x, y], size } => {
                    (name_of(*icon), true, Rect { x: *x, y: *y, w: *size, h: *size })
                }
                _ => continue,
            };
            all.push(Seen { panel: placed.sprite.panel, name, icon, rect, opacity: placed.opacity, order });
        }
    }
    all
}

fn name_of(icon: Icon) -> &'static str {
    Icon::ALL.iter().find(|(_, one)| *one == icon).map_or("icon", |(name, _)| name)
}

/// As high as an l and as low as a g of these faces: three quarters and a fifth of the em, and a little.
fn reach(at: [f32; 2], shift: [f32; 2], text: &str, (face, size): (Face, f32)) -> Rect {
    let (ascent, descent) = (size * 0.78, size * 0.22);
    let (x, y) = (at[0] + shift[0], at[1] + shift[1] - ascent);
    Rect { x, y, w: font::width(text, face, size), h: ascent + descent }
}

/// What stands outside of its panel, or of the frame where it has none.
fn strays(board: &Storyboard, scene: &Scene, kind: impl Fn(&Seen) -> bool) -> Vec<String> {
    let panel_of = |panel| board.panels.iter().find(|one| one.panel == panel).map(|one| one.rect);
    let frame = Rect { x: 0.0, y: 0.0, w: WIDTH, h: HEIGHT };
    let strays = seen(scene).into_iter().filter(kind).filter_map(|one| {
        let out = beyond(one.rect, panel_of(one.panel).unwrap_or(frame));
        (out > SLACK).then(|| format!("{:?}: “{}” stands {out:.1} outside", one.panel, one.name))
    });
    strays.collect()
}

/// How far the inner rectangle reaches out of the outer, at most.
fn beyond(inner: Rect, outer: Rect) -> f32 {
    let sides = [
        outer.x - inner.x,
        outer.y - inner.y,
        inner.x + inner.w - outer.x - outer.w,
        inner.y + inner.h - outer.y - outer.h,
    ];
    // A comparison with NaN is false: what has no place is outside.
    sides.into_iter().fold(0.0, |most, side| if side <= most { most } else { side })
}

/// Pairs of texts and icons of one panel that touch and can be seen: the one below, then the one above.
fn overlaps(scene: &Scene) -> Vec<(String, String)> {
    let all: Vec<Seen> = seen(scene).into_iter().filter(|one| one.icon || one.opacity >= READABLE).collect();
    let mut pairs = Vec::new();
    for (index, below) in all.iter().enumerate() {
        for above in all[index + 1..].iter().filter(|above| above.panel == below.panel) {
            let Some(common) = common(core(below), core(above)) else { continue };
            let mut between = scene.placed[below.order + 1..=above.order.max(below.order)].iter();
            if !between.any(|placed| hides(placed, common)) {
                pairs.push((below.name.to_owned(), above.name.to_owned()));
            }
        }
    }
    pairs
}

/// Where something is sure to be drawn: an icon does not fill its square.
fn core(one: &Seen) -> Rect {
    let Rect { x, y, w, h } = one.rect;
    let margin = if one.icon { w * 0.15 } else { 0.0 };
    Rect { x: x + margin, y: y + margin, w: w - 2.0 * margin, h: h - 2.0 * margin }
}

fn common(one: Rect, other: Rect) -> Option<Rect> {
    let (x, y) = (one.x.max(other.x), one.y.max(other.y));
    let w = (one.x + one.w).min(other.x + other.w) - x;
    let h = (one.y + one.h).min(other.y + other.h) - y;
    (w > SLACK && h > SLACK).then_some(Rect { x, y, w, h })
}

/// True for what is meant to cover: a packet, a bubble, and the strip under which the ladder's rows move away.
fn hides(placed: &Placed, spot: Rect) -> bool {
    let sprite = placed.sprite;
    let packet = matches!(sprite.part, Part::Packet { .. });
    sprite.shapes.iter().any(|shape| match shape {
        Shape::Path { fill: Some(fill), segments, .. } => {
            (packet || *fill == Role::Bubble) && segments.len() > 4 && touches(extent(segments), placed.shift, spot)
        }
        Shape::Rect { fill: Some(Role::Bubble), rect, .. } => touches(*rect, placed.shift, spot),
        Shape::Rect { fill: Some(Role::Card), rect, .. } => {
            sprite.panel == Panel::Ladder && sprite.part == Part::Still && touches(*rect, placed.shift, spot)
        }
        _ => false,
    })
}

fn touches(rect: Rect, shift: [f32; 2], spot: Rect) -> bool {
    common(Rect { x: rect.x + shift[0], y: rect.y + shift[1], ..rect }, spot).is_some()
}

/// The rectangle around an outline's points.
fn extent(segments: &[Segment]) -> Rect {
    let mut points = Vec::new();
    for segment in segments {
        match *segment {
            Segment::Move(at) | Segment::Line(at) => points.push(at),
            Segment::Cubic(three) => points.extend(three),
            Segment::Close => {}
        }
    }
    let least = |axis: usize| points.iter().map(|point| point[axis]).fold(f32::INFINITY, f32::min);
    let most = |axis: usize| points.iter().map(|point| point[axis]).fold(f32::NEG_INFINITY, f32::max);
    Rect { x: least(0), y: least(1), w: most(0) - least(0), h: most(1) - least(1) }
}

fn lines(all: &BTreeSet<String>) -> String {
    let mut text = format!("{} found", all.len());
    for one in all {
        let _ = write!(text, "\n{one}");
    }
    text
}

/// The reels of a lesson, small and of few frames.
fn reels(lesson: &Lesson) -> Vec<File> {
    let options = Export {
        only: Outputs { html: false, svg: false, png: false, ..Outputs::default() },
        reel_size: (320, 180),
        fps: 10,
        jobs: 2,
        ..Export::default()
    };
    let mut files = Vec::new();
    let mut keep = |file| {
        files.push(file);
        Ok(())
    };
    export(&lesson.name, &lesson.compiled, &options, &mut keep, &|_| {}).expect("memory takes everything");
    files
}

/// How often a GIF plays, how many frames it has, and for how many milliseconds.
fn decode(file: &[u8]) -> (gif::Repeat, usize, u32) {
    let mut decoder = gif::DecodeOptions::new().read_info(file).expect("it is a GIF");
    let (mut frames, mut play_ms) = (0, 0);
    while let Some(frame) = decoder.read_next_frame().expect("each frame is sound") {
        frames += 1;
        play_ms += u32::from(frame.delay) * 10;
    }
    (decoder.repeat(), frames, play_ms)
}

/// A lesson made of chance: the same for the same seed.
fn generated(seed: u64) -> Compiled {
    let text = Author { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1) }.write();
    compile(&Source::new("generated", text.clone()), &Pacing::default())
        .unwrap_or_else(|mistakes| panic!("seed {seed} has mistakes: {mistakes:#?}\n{text}"))
}

/// Draws numbers from a linear congruence, and lessons from the numbers.
struct Author {
    state: u64,
}

impl Author {
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % limit
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn write(mut self) -> String {
        const ADDRESSES: [&str; 3] =
            ["192.0.2.7", "2001:db8:1234:5678:9abc:def0:1234:5678", "a-host.of-a-rather-long-name.example.org"];
        let hosts = 2 + self.below(7);
        let (title, icons) = (self.words(120), ["laptop", "server", "router", "switch", "firewall", "phone"]);
        let mut text = format!("---\ntitle: \"{title}\"\nhosts:\n");
        for host in 0..hosts {
            let (label, address) = (self.words(60), ADDRESSES[self.below(ADDRESSES.len())]);
            let icon = icons[self.below(icons.len())];
            let _ = writeln!(text, "  N{host}: {{ label: \"{label}\", address: \"{address}\", icon: {icon} }}");
        }
        match self.below(3) {
            0 => _ = writeln!(text, "links: [{}]", self.links(hosts)),
            1 => _ = writeln!(text, "network: \"{}\"", self.words(80)),
            _ => {}
        }
        text.push_str("---\n");
        for _ in 0..=self.below(3) {
            let _ = writeln!(text, "\n# {}\n", self.words(100));
            for step in 0..=self.below(6) {
                let _ = writeln!(text, "{}. {}\n   {}", step + 1, self.events(hosts), self.words(300));
            }
        }
        text
    }

    /// Every host but the first is joined to one before it.
    fn links(&mut self, hosts: usize) -> String {
        let links: Vec<String> = (1..hosts).map(|host| format!("N{} - N{host}", self.below(host))).collect();
        links.join(", ")
    }

    fn events(&mut self, hosts: usize) -> String {
        let events: Vec<String> = (0..=self.below(3)).map(|_| format!("`{}`", self.event(hosts))).collect();
        events.join(" ")
    }

    fn event(&mut self, hosts: usize) -> String {
        let from = self.below(hosts);
        let to = (from + 1 + self.below(hosts - 1)) % hosts;
        match self.below(9) {
            0 => format!("N{from} types: {}", self.words(200)),
            1 => format!("N{from} prints: {}", self.words(300)),
            2 => format!("N{from} notes: {}", self.words(200)),
            3 => format!("N{from} sets {} = {}", ["state", "listens", "window"][self.below(3)], self.words(60)),
            4 => format!("N{from} -x N{to}: {}", self.words(100)),
            5 => format!("N{from} -> all: {}", self.words(100)),
            6 => format!("N{from} ~> N{to}: {}", self.words(100)),
            _ => format!("N{from} -> N{to}: {}", self.words(300)),
        }
    }

    /// One to `most` characters of words, some of them long, some of other scripts.
    fn words(&mut self, most: usize) -> String {
        const LETTERS: [&str; 20] = [
            "a", "e", "i", "n", "r", "t", "W", "M", "G", "5", "0", ".", ":", "é", "ß", "Ж", "世", "界", "ق", "e\u{301}",
        ];
        let most = if self.one_in(3) { most } else { most.min(30) };
        let length = 1 + self.below(most);
        let mut text = String::from("w");
        let mut word = 1 + self.below(12);
        for _ in 1..length {
            if word == 0 {
                text.push(' ');
                word = if self.one_in(20) { 60 } else { 1 + self.below(12) };
            }
            text.push_str(LETTERS[self.below(LETTERS.len())]);
            word -= 1;
        }
        text
    }
}
