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
mod sketches;
mod style;
mod table;
mod template;

use std::collections::BTreeSet;
use std::thread;

use crate::font::Face;
use crate::lesson::{Host, Icon, Lesson};
use crate::scene::{self, Boards, Format};
use crate::svg;
use crate::timeline::{Pacing, Timeline, schedule};

use cast::Cast;
use data::Telling;
use face::Letters;
pub use markup::escaped;
pub use memo::Memo;
use panel::Layout;
pub use report::report;
pub use shelf::{Card, index, index_again};
use sketches::Book;

/// The lesson as one HTML file.
///
/// `boards` are those of the timeline, for frames; `alts` is parallel to the lesson's pages, and each entry to its page's
/// steps: what each step's picture shows, in words. What is missing of it is left out of the page. The boards for phones,
/// and those with every packet, are laid out here. Pages are gone through one by one, so that few boards are in memory.
///
/// With two `jobs` or more, other threads pack the typefaces. The page is the same for any number.
pub fn slideshow(timeline: &Timeline, boards: &Boards, alts: &[Vec<String>], jobs: usize) -> String {
    write(&mut Memo::for_once(), timeline, boards, alts, jobs)
}

/// As [`slideshow`], with what is the same as in the last version that was made with this memo taken over from it.
pub fn slideshow_again(
    memo: &mut Memo,
    timeline: &Timeline,
    boards: &Boards,
    alts: &[Vec<String>],
    jobs: usize,
) -> String {
    memo.begin(timeline, boards, alts);
    write(memo, timeline, boards, alts, jobs)
}

fn write(memo: &mut Memo, timeline: &Timeline, boards: &Boards, alts: &[Vec<String>], jobs: usize) -> String {
    let lesson = &timeline.trace.lesson;
    let narrow = &Boards::new(Format::Narrow);
    let every = every_packet(timeline);
    let mut tellings = vec![Telling { timeline, layouts: [boards, narrow], alts }];
    tellings.extend(every.as_ref().map(Every::telling));
    let layouts = [boards, narrow].map(|boards| Layout::of(&boards.page(timeline, 0)));

    let mut cast = Cast::new();
    let Memo { fonts, book, .. } = memo;
    let (pages, icons) = sections((&mut cast, book), timeline, [boards, narrow], &layouts, alts);
    let symbols = panel::symbols(&cast, &icons);
    let drawn = cast.drawings.count();
    let dots = dots(lesson);
    let letters = letters(&tellings, &[&template::empty("page.html"), &dots, &pages]);
    let (reel, fonts) =
        both(jobs, || data::reel(&mut cast, book, &layouts, &tellings, drawn), || letters.rules(fonts, jobs));

    let (theme, player) = (script::bare(template::named("theme.js")), script::player());
    let style = style::page(&layouts, &cast, &symbols);
    // Of a long lesson, this is as large as the page, which is to be made now.
    drop(cast);
    let fonts = fonts.trim_end();
    template::fill(
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
    )
}

/// Does both, side by side where there are threads for it.
fn both<A, B: Send>(jobs: usize, one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if jobs < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        // What ends the other thread is a mistake of ours, and ends this one, too.
        (one, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// A lesson with all its packets drawn.
struct Every {
    timeline: Timeline,
    boards: [Boards; 2],
    alts: Vec<Vec<String>>,
}

impl Every {
    fn telling(&self) -> Telling<'_> {
        Telling { timeline: &self.timeline, layouts: self.boards.each_ref(), alts: &self.alts }
    }
}

/// The lesson with every packet; `None` where it draws them all.
fn every_packet(timeline: &Timeline) -> Option<Every> {
    let mut steps = timeline.pages.iter().flat_map(|page| &page.steps);
    if steps.all(|step| step.events.iter().all(|event| event.drawn)) {
        return None;
    }
    let pacing = Pacing { every_packet: true, ..timeline.pacing };
    let timeline = schedule(timeline.trace.clone(), &pacing);
    let alts = scene::describe(&timeline);
    Some(Every { timeline, boards: [Format::Wide, Format::Narrow].map(Boards::new), alts })
}

/// The sections of all pages, and the icons that any picture of them has.
fn sections(
    (cast, book): (&mut Cast, &mut Book),
    timeline: &Timeline,
    boards: [&Boards; 2],
    layouts: &[Layout; 2],
    alts: &[Vec<String>],
) -> (String, BTreeSet<Icon>) {
    let lesson = &timeline.trace.lesson;
    // Prose before the first steps introduces the hosts.
    let introductions = lesson.pages.iter().position(|page| !page.steps.is_empty() && !layouts[0].panels.is_empty());
    let introductions = introductions.unwrap_or_default();
    let (mut sections, mut icons) = (String::new(), BTreeSet::new());
    for (number, page) in lesson.pages.iter().enumerate() {
        let alt = alts.get(number).and_then(|alts| alts.last()).map_or("", String::as_str);
        let keys = [[0, 0, number], [0, 1, number]];
        let mut both = [0, 1].map(|layout| book.take(keys[layout], boards[layout].page(timeline, number)));
        icons.extend(both.iter().flat_map(|sketches| svg::icons(&sketches.board().sprites)));
        let is_drawn = panel::is_drawn(page, both[0].board());
        let picture = is_drawn.then(|| panel::board(cast, &mut both[0], &layouts[0], alt));
        let hosts = if number < introductions && !page.faq {
            let [wide, narrow] = &mut both;
            panel::hosts(cast, [(wide, &layouts[0]), (narrow, &layouts[1])], &introduction(lesson))
        } else {
            String::new()
        };
        keys.into_iter().zip(both).for_each(|(key, sketches)| book.put(key, sketches));
        sections += &section::write(number, page, picture.as_deref(), &hosts);
    }
    (sections, icons)
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
fn letters(tellings: &[Telling], markup: &[&str]) -> Letters {
    let mut letters = Letters::default();
    for telling in tellings {
        telling.layouts.iter().for_each(|boards| letters.add_boards(telling.timeline, boards));
        telling.alts.iter().flatten().for_each(|alt| letters.add(Face::Regular, alt));
    }
    let Some(timeline) = tellings.first().map(|telling| telling.timeline) else { return letters };
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
