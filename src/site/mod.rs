//! The slideshow: a timeline and its storyboards go in, one self-contained HTML file comes out; and the list of lessons.
//!
//! The page asks nothing of anyone: style, script, fonts and pictures are inside it, and its content security policy
//! allows nothing else.

mod data;
mod face;
mod markup;
mod panel;
mod policy;
mod prose;
mod shelf;
mod style;
mod template;

use std::io;

use crate::font::Face;
use crate::lesson::{Lesson, Page, Question, Step};
use crate::scene::Storyboard;
use crate::timeline::Timeline;

use face::Letters;
pub use shelf::{Card, index};

/// The lesson as one HTML file.
///
/// `boards` and `alts` are parallel to the lesson's pages, and each entry of `alts` to its page's steps: what each step's
/// picture shows, in words. What is missing of either is left out of the page.
///
/// # Errors
///
/// If a font cannot be compressed, which it has no reason to.
pub fn slideshow(timeline: &Timeline, boards: &[Storyboard], alts: &[Vec<String>]) -> io::Result<String> {
    let lesson = &timeline.trace.lesson;
    let layout = panel::Layout::of(boards);
    let boards: Vec<Option<&Storyboard>> =
        lesson.pages.iter().enumerate().map(|(number, page)| drawn(page, boards.get(number)?)).collect();
    let data = data::reel(timeline, &boards, alts);
    let mut pages = String::new();
    for (number, (page, board)) in lesson.pages.iter().zip(&boards).enumerate() {
        let alt = alts.get(number).and_then(|alts| alts.last()).map_or("", String::as_str);
        let picture = board.map(|board| panel::board(board, &layout, alt));
        pages.push_str(&section(number, page, picture.as_deref()));
    }
    let dots = dots(lesson);
    let (theme, player) = (template::named("theme.js"), template::named("player.js"));
    let letters = letters(timeline, &[template::named("page.html"), &dots, &pages]);
    let style = style::page(&letters, &layout)?;
    Ok(template::fill(
        template::named("page.html"),
        &[
            ("language", &markup::escaped(&lesson.language)),
            ("policy", &policy::closed(&style, &[theme, &data, player])),
            ("summary", &markup::escaped(&lesson.summary)),
            ("version", env!("CARGO_PKG_VERSION")),
            ("title", &markup::escaped(&lesson.title)),
            ("style", &style),
            ("theme", theme),
            ("dots", &dots),
            ("symbols", &panel::symbols(&boards)),
            ("pages", &pages),
            ("reel", &data),
            ("player", player),
        ],
    ))
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
    let dot = |(number, page): (usize, &Page)| {
        let (number, title) = (number + 1, markup::escaped(&page.title));
        format!("<li><a href=\"#/{number}\" title=\"{number}. {title}\"><span>{title}</span></a></li>\n")
    };
    lesson.pages.iter().enumerate().map(dot).collect()
}

/// One page. Its own names begin with `/` or `_`, which no heading's slug does. Without the player it reads from top to bottom: prose, picture, captions, notes.
fn section(number: usize, page: &Page, picture: Option<&str>) -> String {
    let number = number + 1;
    let mut body = String::new();
    if !page.text.is_empty() {
        body.push_str(&format!("<div class=\"text rich\">\n{}</div>\n", prose::blocks(&page.text)));
    }
    body.push_str(picture.unwrap_or_default());
    body.push_str(&captions(page));
    body.push_str(&questions(page));
    body.push_str(&notes(page));
    let (kind, body) = match picture {
        Some(_) => ("drawn", body),
        None => ("prose", format!("<div class=\"body\">\n{body}</div>\n")),
    };
    let title = markup::escaped(&page.title);
    format!(
        "<section class=\"page {kind}\" id=\"/{number}\" aria-labelledby=\"_title-{number}\">\n\
         <h2 id=\"_title-{number}\">{title}</h2>\n{body}</section>\n"
    )
}

fn captions(page: &Page) -> String {
    if page.steps.is_empty() {
        return String::new();
    }
    let item = |step: &Step| format!("<li>{}</li>\n", prose::inlines(&step.caption));
    format!("<ol class=\"captions\">\n{}</ol>\n", page.steps.iter().map(item).collect::<String>())
}

/// The page's notes, and those of its steps, which the player shows during their step only.
fn notes(page: &Page) -> String {
    let mut notes = String::new();
    for (number, step) in page.steps.iter().enumerate().filter(|(_, step)| !step.notes.is_empty()) {
        let (number, text) = (number + 1, prose::blocks(prose::unquoted(&step.notes).as_slice()));
        notes.push_str(&format!(
            "<div class=\"note rich\" data-step=\"{number}\"><p class=\"of-step\">Step {number}</p>\n{text}</div>\n"
        ));
    }
    if !page.notes.is_empty() {
        let text = prose::blocks(prose::unquoted(&page.notes).as_slice());
        notes.push_str(&format!("<div class=\"note rich\">\n{text}</div>\n"));
    }
    match notes.as_str() {
        "" => notes,
        notes => format!("<aside class=\"notes\" aria-label=\"Notes\">\n{notes}</aside>\n"),
    }
}

fn questions(page: &Page) -> String {
    let question = |question: &Question| {
        format!(
            "<details id=\"{}\">\n<summary>{}</summary>\n<div class=\"rich\">\n{}</div>\n</details>\n",
            markup::escaped(&question.slug),
            prose::inlines(&question.question),
            prose::blocks(&question.answer)
        )
    };
    match page.questions.as_slice() {
        [] => String::new(),
        questions => {
            format!("<div class=\"faq\">\n{}</div>\n", questions.iter().map(question).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests;
