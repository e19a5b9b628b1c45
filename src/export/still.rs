//! The telling frame of each step, as SVG and PNG.

use std::io;

use super::{About, Export, File, Kind, numeral};
use crate::encode::png;
use crate::raster::Painter;
use crate::scene::{HEIGHT, Scene, WIDTH};
use crate::theme::Theme;
use crate::{Compiled, svg};

/// A painter that is made when the first picture is wanted: a thread that draws none needs none.
pub(super) struct LazyPainter {
    theme: Theme,
    size: (u32, u32),
    painter: Option<Painter>,
}

impl LazyPainter {
    pub(super) fn new(theme: Theme, size: (u32, u32)) -> Self {
        Self { theme, size, painter: None }
    }

    pub(super) fn get(&mut self) -> &mut Painter {
        self.painter.get_or_insert_with(|| Painter::new(self.theme, self.size))
    }
}

/// A step's files, in each format that is wanted.
pub(super) fn make(
    compiled: &Compiled,
    options: &Export,
    alts: &[Vec<String>],
    (page, step): (usize, usize),
    painter: &mut LazyPainter,
) -> io::Result<Vec<File>> {
    let board = compiled.board(page);
    let scene = board.at(compiled.timeline.pages[page].steps[step].still_ms);
    let alt = &alts[page][step];
    let about = |kind, (width, height): (u32, u32)| About {
        page: Some(page as u32 + 1),
        step: Some(step as u32 + 1),
        width: Some(width),
        height: Some(height),
        alt: Some(alt.clone()),
        ..About::of(kind)
    };
    let mut files = Vec::new();
    if options.only.svg {
        let bytes = svg(compiled, page, &scene, alt, options.theme);
        let size = (WIDTH as u32, HEIGHT as u32);
        files.push(File { path: path(compiled, page, step, "svg"), bytes, about: about(Kind::Svg, size) });
    }
    if options.only.png {
        let painter = painter.get();
        painter.show(&scene);
        let mut bytes = Vec::new();
        png::write(painter.bitmap(), &mut bytes)?;
        files.push(File { path: path(compiled, page, step, "png"), bytes, about: about(Kind::Png, options.size) });
    }
    Ok(files)
}

/// A scene of a page as an SVG file with its title and what it shows.
pub(super) fn svg(compiled: &Compiled, page: usize, scene: &Scene<'_>, alt: &str, theme: Theme) -> Vec<u8> {
    let lesson = &compiled.timeline.trace.lesson;
    let title = format!("{}: {}", lesson.title, lesson.pages[page].title);
    let labels = svg::Labels { title: &title, description: alt };
    svg::write(scene, &labels, theme).into_bytes()
}

/// `frames/02-control-connection-request/01.png`
fn path(compiled: &Compiled, page: usize, step: usize, extension: &str) -> String {
    let pages = &compiled.timeline.trace.lesson.pages;
    let folder = numeral(page + 1, pages.len());
    let name = numeral(step + 1, pages[page].steps.len());
    format!("frames/{folder}-{}/{name}.{extension}", pages[page].slug)
}
