use super::*;
use crate::font::Face;
use crate::raster::sample::{rect, still, storyboard, text};
use crate::scene::{Panel, Storyboard, Track, Typed};
use resvg::usvg::roxmltree::Document;

const LABELS: Labels<'static> = Labels { title: "A < B & C", description: "H1 says \"hello\"." };

fn page(sprites: Vec<Sprite>) -> Storyboard {
    Storyboard { panels: Vec::new(), sprites, duration_ms: 1000 }
}

fn file(storyboard: &Storyboard, t_ms: u32) -> String {
    write(&storyboard.at(t_ms), &LABELS, Theme::Light)
}

#[test]
fn numbers_have_at_most_two_decimals_and_no_more_than_they_need() {
    let written = [0.0, -0.0, -0.001, 1.0, 0.5, -0.05, 12.345, 100.0, -7.1, f32::NAN, f32::INFINITY].map(Number);
    let expected = ["0", "0", "0", "1", ".5", "-.05", "12.35", "100", "-7.1", "0", "10000000"];
    assert_eq!(written.map(|number| number.to_string()), expected);
    assert_eq!(markup::Thousandth(14.5).to_string(), ".0145");
    assert_eq!(markup::Thousandth(1000.0).to_string(), "1");
}

#[test]
fn a_file_is_well_formed_and_labelled() {
    let file = file(&storyboard(), 1500);
    let document = Document::parse(&file).expect("it is XML");
    let root = document.root_element();
    assert_eq!(root.attribute("viewBox"), Some("0 0 1280 720"));
    assert_eq!((root.attribute("role"), root.attribute("aria-labelledby")), (Some("img"), Some("title desc")));
    let by_id = |id| document.descendants().find(|node| node.attribute("id") == Some(id)).and_then(|node| node.text());
    assert_eq!((by_id("title"), by_id("desc")), (Some(LABELS.title), Some(LABELS.description)));
}

#[test]
fn every_use_has_its_definition_and_every_definition_its_use() {
    let file = file(&storyboard(), 1500);
    let document = Document::parse(&file).expect("it is XML");
    let link = ("http://www.w3.org/1999/xlink", "href");
    let mut used: Vec<_> = document.descendants().filter_map(|node| node.attribute(link)?.strip_prefix('#')).collect();
    used.sort_unstable();
    used.dedup();
    let defs = document.descendants().find(|node| node.has_tag_name("defs")).expect("there are letters");
    let mut defined: Vec<_> = defs.children().filter_map(|node| node.attribute("id")).collect();
    defined.sort_unstable();
    assert_eq!(used, defined);
}

#[test]
fn only_what_is_needed_is_written() {
    let mut sprite = still(Panel::Stage, vec![rect([1.5, 2.0, 30.0, 40.25], 0.0, Some(Role::Card), None)]);
    let body = |sprite: &Sprite| file(&page(vec![sprite.clone()]), 0).lines().skip(4).collect::<Vec<_>>().join("\n");
    let shape = "<rect x=\"1.5\" y=\"2\" width=\"30\" height=\"40.25\" fill=\"#ffffff\"/>";
    assert_eq!(body(&sprite), format!("<g>\n{shape}\n</g>\n</svg>"));
    sprite.opacity = Track::still(55);
    sprite.shift = Track::still([-3.0, 0.001]);
    assert_eq!(body(&sprite), format!("<g opacity=\".55\" transform=\"translate(-3 0)\">\n{shape}\n</g>\n</svg>"));
}

#[test]
fn letters_of_a_file_are_outlines_that_name_their_text() {
    let shapes = vec![text([10.0, 20.0], "a <b>\u{1}", Face::Mono, 20.0, Role::Ink)];
    let file = file(&page(vec![still(Panel::Stage, shapes)]), 0);
    // Mono letters are 600 thousandths apart; `b` is the fourth.
    assert!(file.contains("<g data-text=\"a &lt;b&gt;\" fill=\"#12192b\" transform=\"translate(10 20) scale(.02)\">"));
    assert!(file.contains(" x=\"1800\"/>") && !file.contains("<text"), "{file}");
}

#[test]
fn a_file_shows_what_has_been_typed() {
    let mut sprite = still(Panel::Terminal, vec![text([0.0, 9.0], "ab\u{301}c", Face::Mono, 9.0, Role::Ink)]);
    sprite.typed = Some(Typed { from_ms: 0, to_ms: 300, clusters: 3 });
    let file = |t_ms| file(&page(vec![sprite.clone()]), t_ms);
    assert!(file(0).contains("data-text=\"\""));
    assert!(file(200).contains("data-text=\"ab\u{301}\""));
    assert!(file(300).contains("data-text=\"ab\u{301}c\""));
}

#[test]
fn icons_keep_their_roles_in_the_page_and_take_colours_in_a_file() {
    let symbols = |dress| {
        let mut out = String::new();
        icon_symbols([Icon::Router], dress, &mut out);
        out
    };
    let page = symbols(Dress::Page);
    assert!(page.starts_with("<symbol id=\"icon-router\" viewBox=\"0 0 96 96\"><g fill=\"var(--device)\""));
    assert!(page.ends_with("</g></symbol>\n"));
    let file = symbols(Dress::Theme(Theme::Dark));
    assert!(file.contains("fill=\"#1a253e\"") && !file.contains("var("));
}
