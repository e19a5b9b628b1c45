//! The slideshow: a timeline and its storyboards go in, one self-contained HTML file comes out; and the list of lessons.
//!
//! The page asks nothing of anyone: style, script, fonts and pictures are inside it, and its content security policy
//! allows nothing else.

mod data;
mod face;
mod markup;
mod memo;
mod panel;
mod policy;
mod prose;
mod report;
mod script;
mod section;
mod shelf;
mod style;
mod template;

use std::io;

use crate::font::Face;
use crate::lesson::{Host, Lesson, Page};
use crate::scene::Storyboard;
use crate::timeline::Timeline;

use face::Letters;
pub use markup::escaped;
pub use memo::Memo;
pub use report::report;
pub use shelf::{Card, index, index_again};

/// The lesson as one HTML file.
///
/// `boards` and `alts` are parallel to the lesson's pages, and each entry of `alts` to its page's steps: what each step's
/// picture shows, in words. What is missing of either is left out of the page.
///
/// # Errors
///
/// If a font cannot be compressed, which it has no reason to.
pub fn slideshow(timeline: &Timeline, boards: &[Storyboard], alts: &[Vec<String>]) -> io::Result<String> {
    slideshow_again(&mut Memo::default(), timeline, boards, alts)
}

/// As [`slideshow`], with what is the same as in the last version that was made with this memo taken over from it.
///
/// # Errors
///
/// If a font cannot be compressed, which it has no reason to.
pub fn slideshow_again(
    memo: &mut Memo,
    timeline: &Timeline,
    boards: &[Storyboard],
    alts: &[Vec<String>],
) -> io::Result<String> {
    let lesson = &timeline.trace.lesson;
    let layout = panel::Layout::of(boards);
    let all = boards;
    let boards: Vec<Option<&Storyboard>> =
        lesson.pages.iter().enumerate().map(|(number, page)| drawn(page, all.get(number)?)).collect();
    // Prose before the first steps introduces the hosts.
    let introductions = boards.iter().position(Option::is_some).unwrap_or_default();
    let data = data::reel(timeline, &boards, alts);
    memo.begin(boards.len());
    let pages = markup::each(lesson.pages.iter().zip(&boards).enumerate(), |(number, (page, board))| {
        let alt = alts.get(number).and_then(|alts| alts.last()).map_or("", String::as_str);
        let picture = board.map(|board| memo.picture(number, board, &layout, alt));
        let introduced = all.get(number).filter(|_| number < introductions && !page.faq);
        let hosts = introduced.map_or_else(String::new, |board| panel::hosts(board, &introduction(lesson)));
        section::write(number, page, picture.as_deref(), &hosts)
    });
    let dots = dots(lesson);
    let (theme, player) = (script::bare(template::named("theme.js")), script::player());
    let letters = letters(timeline, &[template::named("page.html"), &dots, &pages]);
    let style = style::page(&letters, &layout, memo)?;
    Ok(template::fill(
        template::named("page.html"),
        &[
            ("language", &markup::escaped(&lesson.language)),
            ("policy", &policy::closed(&style, &[&theme, &data, &player])),
            ("summary", &markup::escaped(&lesson.summary)),
            ("version", env!("CARGO_PKG_VERSION")),
            ("title", &markup::escaped(&lesson.title)),
            ("style", &style),
            ("theme", &theme),
            ("dots", &dots),
            ("symbols", &panel::symbols(&boards)),
            ("pages", &pages),
            ("reel", &data),
            ("player", &player),
        ],
    ))
}

/// The hosts in words: `H1, Client, 1.1.1.1; S1, FTP server, 1.1.2.1; joined by Internet`.
fn introduction(lesson: &Lesson) -> String {
    let host = |host: &Host| {
        let parts = [Some(host.name.clone()), host.label.clone(), host.address.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let mut hosts: Vec<String> = lesson.hosts.iter().map(host).collect();
    hosts.extend(lesson.network.iter().map(|network| format!("joined by {network}")));
    hosts.join("; ")
}

/// The storyboard of a page that has a picture: one with steps, and with panels to show them in.
fn drawn<'a>(page: &Page, board: &'a Storyboard) -> Option<&'a Storyboard> {
    (!page.steps.is_empty() && panel::panels(board).next().is_some()).then_some(board)
}

/// Everything that may have to be written, with the face that writes it.
fn letters(timeline: &Timeline, markup: &[&str]) -> Letters {
    let mut letters = Letters::default();
    for markup in markup {
        letters.read(markup);
    }
    letters.add(Face::Bold, &timeline.trace.lesson.title);
    // What the player writes by itself: where we are, and what is in a packet.
    for face in [Face::Regular, Face::Medium] {
        letters.add(face, "Step 0123456789 of steps. Press → for the first step, or play.");
    }
    let fields = data::written(timeline);
    for face in [Face::Regular, Face::Medium, Face::Bold, Face::Mono] {
        letters.add(face, &fields);
    }
    letters
}

/// The list of pages: one dot a page.
fn dots(lesson: &Lesson) -> String {
    markup::each(lesson.pages.iter().enumerate(), |(number, page)| {
        let (number, title) = (number + 1, markup::escaped(&page.title));
        format!("<li><a href=\"#/{number}\" title=\"{number}. {title}\"><span>{title}</span></a></li>\n")
    })
}

#[cfg(test)]
mod tests;
