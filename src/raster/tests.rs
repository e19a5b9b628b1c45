use super::*;
use crate::font::Face;
use crate::raster::sample::{rect, still, storyboard, stroke, text};
use crate::scene::{Panel, Shape, Sprite, Storyboard, Track};
use crate::svg;

const SIZE: (u32, u32) = (640, 360);

fn alone(storyboard: &Storyboard, t_ms: u32, size: (u32, u32)) -> Bitmap {
    let mut painter = Painter::new(Theme::Light, size);
    painter.show(&storyboard.at(t_ms));
    painter.bitmap().clone()
}

fn one(sprite: Sprite) -> Storyboard {
    Storyboard { panels: Vec::new(), sprites: vec![sprite], duration_ms: 1000 }
}

fn pixel(bitmap: &Bitmap, x: u32, y: u32) -> [u8; 3] {
    let row = bitmap.row(PixelRect { x, y, w: 1, h: 1 }, 0);
    [row[0], row[1], row[2]]
}

fn rgb(role: Role) -> [u8; 3] {
    let Color(r, g, b) = Theme::Light.color(role);
    [r, g, b]
}

#[test]
fn a_painter_shows_the_same_whatever_it_showed_before() {
    let (page, mut other) = (storyboard(), storyboard());
    other.sprites.reverse();
    let mut painter = Painter::new(Theme::Light, SIZE);
    // A walk that steps on, jumps and goes back, from a linear congruence.
    let mut walk = 12_345_u32;
    for step in 0..60 {
        walk = walk.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let t_ms = if step % 3 == 0 { walk >> 20 } else { step * 60 };
        let shown = if walk & 0x8_0000 == 0 { &page } else { &other };
        painter.show(&shown.at(t_ms));
        assert!(*painter.bitmap() == alone(shown, t_ms, SIZE), "at {t_ms} ms, step {step}");
    }
}

#[test]
fn nothing_changes_outside_of_the_rectangles() {
    let page = storyboard();
    let mut painter = Painter::new(Theme::Light, SIZE);
    assert_eq!(painter.show(&page.at(0)), [PixelRect { x: 0, y: 0, w: 640, h: 360 }]);
    let mut before = painter.bitmap().clone();
    for t_ms in (0..4000).step_by(130) {
        let rects = painter.show(&page.at(t_ms)).to_vec();
        for &rect in &rects {
            for y in 0..rect.h {
                before.row_mut(rect, y).copy_from_slice(painter.bitmap().row(rect, y));
            }
        }
        assert!(before == *painter.bitmap(), "at {t_ms} ms");
        let area: u64 = rects.iter().map(|rect| rect.area()).sum();
        assert!(area < 640 * 360 / 4, "{area} pixels at {t_ms} ms");
    }
}

#[test]
fn the_same_scene_changes_nothing() {
    let page = storyboard();
    let mut painter = Painter::new(Theme::Dark, SIZE);
    painter.show(&page.at(1500));
    assert_eq!(painter.show(&page.at(1500)), []);
}

#[test]
fn a_rectangle_fills_its_pixels_and_no_others() {
    let page = one(still(Panel::Stage, vec![rect([100.0, 50.0, 20.0, 10.0], 0.0, Some(Role::Hue(0)), None)]));
    let bitmap = alone(&page, 0, (1280, 720));
    for (x, y) in [(100, 50), (119, 59)] {
        assert_eq!(pixel(&bitmap, x, y), rgb(Role::Hue(0)));
    }
    for (x, y) in [(99, 50), (100, 49), (120, 59), (119, 60)] {
        assert_eq!(pixel(&bitmap, x, y), rgb(Role::Background));
    }
}

#[test]
fn opacity_mixes_with_what_lies_beneath() {
    let mut sprite = still(Panel::Stage, vec![rect([0.0, 0.0, 9.0, 9.0], 0.0, Some(Role::Ink), None)]);
    sprite.opacity = Track::still(50);
    let bitmap = alone(&one(sprite), 0, (1280, 720));
    let half = |index: usize| rgb(Role::Ink)[index].midpoint(rgb(Role::Background)[index]);
    let mixed = pixel(&bitmap, 4, 4);
    assert!((0..3).all(|index| mixed[index].abs_diff(half(index)) <= 1), "{mixed:?}");
}

#[test]
fn a_moving_sprite_keeps_its_pixels() {
    let shapes = vec![text([10.3, 40.0], "220 ready", Face::Regular, 14.0, Role::Ink)];
    let mut sprite = still(Panel::Stage, shapes);
    let rest = alone(&one(sprite.clone()), 0, SIZE);
    sprite.shift = Track::still([40.7, 0.2]);
    let moved = alone(&one(sprite), 0, SIZE);
    // 40.7 units at half a pixel each are 20.35 pixels: 20.
    for y in 0..360 {
        let row = |bitmap: &Bitmap, x| bitmap.row(PixelRect { x, y, w: 600, h: 1 }, 0).to_vec();
        assert_eq!(row(&rest, 0), row(&moved, 20), "row {y}");
    }
}

#[test]
fn typed_text_appears_cluster_by_cluster() {
    let shapes = vec![text([0.0, 40.0], "ab\u{301}c", Face::Mono, 20.0, Role::Ink)];
    let mut stamps = Stamps::new(Theme::Light, View::fit(1280, 720));
    let mut width = |typed| stamps.of(&shapes, typed).map_or(0, |stamp| stamp.width);
    let widths = [Some(0), Some(1), Some(2), Some(3), None].map(&mut width);
    assert_eq!(widths[0], 0);
    assert!(widths.is_sorted() && widths[1] < widths[2] && widths[2] < widths[3]);
    assert_eq!(widths[3], widths[4]);
}

#[test]
fn around_a_scene_of_another_shape_is_background() {
    let all = still(Panel::Stage, vec![rect([-500.0, -500.0, 3000.0, 3000.0], 0.0, Some(Role::Hue(0)), None)]);
    let bitmap = alone(&one(all), 0, (64, 64));
    assert_eq!(pixel(&bitmap, 0, 13), rgb(Role::Background));
    assert_eq!(pixel(&bitmap, 0, 14), rgb(Role::Hue(0)));
    assert_eq!(pixel(&bitmap, 63, 49), rgb(Role::Hue(0)));
    assert_eq!(pixel(&bitmap, 63, 50), rgb(Role::Background));
}

#[test]
fn the_same_sprite_on_another_page_is_not_drawn_again() {
    let mut stamps = Stamps::new(Theme::Light, View::fit(320, 180));
    let mut serial = |page: Storyboard| {
        let of = |sprite: &Sprite| stamps.of(&sprite.shapes, None).map(|stamp| stamp.serial);
        page.sprites.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(serial(storyboard()), serial(storyboard()));
}

#[test]
fn what_was_shown_a_while_ago_is_drawn_again_when_room_is_made() {
    let mut stamps = Stamps::new(Theme::Light, View::fit(320, 180));
    let full = |radius: u8| [rect([0.0, 0.0, 1280.0, 720.0], f32::from(radius), Some(Role::Hue(0)), None)];
    // Each has as many pixels as the bitmap; room is made at the fourth and at the seventh.
    for (turn, radius) in [0, 1, 2, 3, 4, 5, 0, 1, 4, 2, 0, 5].into_iter().enumerate() {
        assert!(stamps.of(&full(radius), None).is_some(), "turn {turn}");
    }
}

#[test]
fn odd_numbers_are_drawn_somehow() {
    let odd = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, -1.0, 0.0, 1e-40];
    for number in odd {
        let edge = crate::scene::Stroke { color: Role::Ink, width: number, dash: Some([number, 1.0]) };
        let shapes = vec![
            rect([number, 10.0, 10.0, number], number, Some(Role::Ink), Some(edge)),
            rect([1.0, 1.0, 50.0, 50.0], number, Some(Role::Ink), Some(edge)),
            text([number, 20.0], "text", Face::Regular, 12.0, Role::Ink),
            text([10.0, 20.0], "text", Face::Regular, number, Role::Ink),
            Shape::Icon { icon: crate::lesson::Icon::Server, at: [number, 0.0], size: 40.0 },
            Shape::Icon { icon: crate::lesson::Icon::Server, at: [0.0, 0.0], size: number },
        ];
        for shape in shapes {
            let mut sprite = still(Panel::Stage, vec![shape]);
            sprite.shift = Track::still([number, 0.0]);
            alone(&one(sprite), 0, (128, 72));
        }
    }
    let thin = stroke(Role::Ink, 1.0);
    alone(&one(still(Panel::Stage, vec![rect([0.0; 4], 0.0, None, Some(thin))])), 0, (0, 0));
}

/// The numbers of an SVG are rounded, so an edge may come to lie on the other side of one of the four rows of samples in a
/// pixel, which then covers a quarter more or less: 64 of 255. All but one in some thousand pixels are nearly equal.
#[test]
fn an_svg_of_the_scene_is_the_same_picture() {
    // Nothing moves at either time: a painter moves by whole pixels.
    for t_ms in [0, 3900] {
        let mut page = storyboard();
        for sprite in &mut page.sprites {
            sprite.shift = Track::still(sprite.shift.at(0));
        }
        let labels = svg::Labels { title: "title", description: "description" };
        let file = svg::write(&page.at(t_ms), &labels, Theme::Light);
        let tree = resvg::usvg::Tree::from_str(&file, &resvg::usvg::Options::default()).expect("it is SVG");
        let mut pixmap = tiny_skia::Pixmap::new(1280, 720).expect("it is not empty");
        resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
        let drawn = alone(&page, t_ms, (1280, 720));
        let pairs = drawn.pixels.as_chunks::<3>().0.iter().zip(pixmap.data().as_chunks::<4>().0);
        let off = pairs.map(|(a, b)| (0..3).map(|index| a[index].abs_diff(b[index])).max().unwrap_or_default());
        let (mut most, mut visible) = (0, 0);
        for off in off {
            most = most.max(off);
            visible += u32::from(off > 8);
        }
        assert!(most <= 64 && visible <= 200, "at {t_ms} ms: {most} at most, {visible} pixels by more than 8");
    }
}
