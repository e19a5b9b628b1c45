//! The slideshow: a timeline and its storyboards go in, one self-contained HTML file comes out; and the list of lessons.
//!
//! The page asks nothing of anyone: style, script, fonts and pictures are inside it, and its content security policy
//! allows nothing else.

mod camera;
mod cast;
mod curves;
mod data;
mod drawing;
mod face;
mod markup;
mod memo;
mod motion;
mod packets;
mod panel;
mod policy;
mod prose;
mod report;
mod script;
mod section;
mod shelf;
mod short;
mod style;
mod table;
mod template;

use std::io;

use crate::font::Face;
use crate::lesson::{Host, Lesson};
use crate::scene::{self, Format, Storyboard};
use crate::timeline::{Pacing, Timeline, schedule};

use cast::Cast;
use data::Telling;
use face::Letters;
pub use markup::escaped;
pub use memo::Memo;
use panel::Layout;
pub use report::report;
pub use shelf::{Card, index, index_again};

/// The lesson as one HTML file.
///
/// `boards` and `alts` are parallel to the lesson's pages, and each entry of `alts` to its page's steps: what each step's
/// picture shows, in words. What is missing of either is left out of the page. The boards for phones, and those with
/// every packet, are laid out here.
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
    let narrow = if boards.is_empty() { Vec::new() } else { scene::compose(timeline, Format::Narrow).0 };
    let every = every_packet(timeline).filter(|_| !boards.is_empty());
    let layouts = [Layout::of(boards), Layout::of(&narrow)];

    memo.compare(boards, alts);
    let mut cast = Cast::new();
    let pages = sections(&mut cast, lesson, [boards, &narrow], &layouts, alts);
    let symbols = panel::symbols(&cast, &[boards, &narrow]);
    let drawn = cast.drawings.things().len();
    let mut tellings = vec![Telling { timeline, layouts: vec![boards, &narrow], alts }];
    if let Some(every) = &every {
        tellings.push(Telling {
            timeline: &every.timeline,
            layouts: vec![&every.wide, &every.narrow],
            alts: &every.alts,
        });
    }
    let reel = data::reel(&mut cast, &layouts, &tellings, drawn);

    let dots = dots(lesson);
    let (theme, player) = (script::bare(template::named("theme.js")), script::player());
    let mut letters = letters(timeline, &[&template::empty("page.html"), &dots, &pages]);
    letters.add_drawings(&cast);
    for alt in tellings.iter().flat_map(|telling| telling.alts).flatten() {
        letters.add(Face::Regular, alt);
    }
    let style = style::page(&layouts, &cast, &symbols);
    let fonts = letters.rules(memo)?;
    let fonts = fonts.trim_end();
    Ok(template::fill(
        template::named("page.html"),
        &[
            ("language", &markup::escaped(&lesson.language)),
            ("policy", &policy::closed(&[&style, fonts], &[&theme, &reel, &player])),
            ("summary", &markup::escaped(&lesson.summary)),
            ("version", env!("CARGO_PKG_VERSION")),
            ("title", &markup::escaped(&lesson.title)),
            ("style", &style),
            ("theme", &theme),
            ("fonts", fonts),
            ("dots", &dots),
            ("symbols", &symbols),
            ("pages", &pages),
            ("reel", &reel),
            ("player", &player),
        ],
    ))
}

/// A lesson with all its packets drawn.
struct Every {
    timeline: Timeline,
    wide: Vec<Storyboard>,
    narrow: Vec<Storyboard>,
    alts: Vec<Vec<String>>,
}

/// The lesson with every packet; `None` where it draws them all.
fn every_packet(timeline: &Timeline) -> Option<Every> {
    let mut steps = timeline.pages.iter().flat_map(|page| &page.steps);
    if steps.all(|step| step.events.iter().all(|event| event.drawn)) {
        return None;
    }
    let pacing = Pacing { every_packet: true, ..timeline.pacing };
    let timeline = schedule(timeline.trace.clone(), &pacing);
    let [wide, narrow] = [Format::Wide, Format::Narrow].map(|format| scene::compose(&timeline, format).0);
    let alts = scene::describe(&timeline);
    Some(Every { timeline, wide, narrow, alts })
}

/// The sections of all pages.
fn sections(
    cast: &mut Cast,
    lesson: &Lesson,
    boards: [&[Storyboard]; 2],
    layouts: &[Layout; 2],
    alts: &[Vec<String>],
) -> String {
    let board = |number: usize| {
        let board = boards[0].get(number)?;
        panel::is_drawn(lesson.pages.get(number)?, board).then_some(board)
    };
    // Prose before the first steps introduces the hosts.
    let introductions = (0..lesson.pages.len()).position(|number| board(number).is_some()).unwrap_or_default();
    let mut sections = String::new();
    for (number, page) in lesson.pages.iter().enumerate() {
        let alt = alts.get(number).and_then(|alts| alts.last()).map_or("", String::as_str);
        let picture = board(number).map(|board| panel::board(cast, board, &layouts[0], alt));
        let hosts = if number < introductions && !page.faq {
            let boards = boards.iter().zip(layouts);
            let boards: Vec<_> = boards.filter_map(|(boards, layout)| Some((boards.get(number)?, layout))).collect();
            panel::hosts(cast, &boards, &introduction(lesson))
        } else {
            String::new()
        };
        sections += &section::write(number, page, picture.as_deref(), &hosts);
    }
    sections
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

/// The words of the player's scripts, in the faces that the style sheet sets them in.
const WRITTEN_BY_PLAYER: [(Face, &str); 3] = [
    (Face::Regular, "Step 0123456789 of steps, step. Press → for the first step, or play. Page / : … The first found"),
    (Face::Regular, "Link to this question Link copied Start Pause Reset"),
    (Face::Bold, "0. 1. 2. 3. 4. 5. 6. 7. 8. 9. Next: The end Bytes of the line"),
];

/// Everything that may have to be written, with the face that writes it.
fn letters(timeline: &Timeline, markup: &[&str]) -> Letters {
    let mut letters = Letters::default();
    for markup in markup {
        letters.read(markup);
    }
    letters.add(Face::Bold, &timeline.trace.lesson.title);
    // What the player writes by itself: where we are, what was done and found, and what is in a packet.
    for (face, text) in WRITTEN_BY_PLAYER {
        letters.add(face, text);
    }
    letters.add(Face::Mono, "0123456789abcdef\\rn.");
    packets::read(timeline, &mut letters);
    // Questions stand in the overview too.
    for question in timeline.trace.lesson.pages.iter().flat_map(|page| &page.questions) {
        letters.read(&format!("<p>{}</p>", prose::inlines(&question.question)));
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
