//! Lessons on disk go in, each time one looks; what has changed is built in memory and put on the site.

use super::Setback;
use super::lessons::{self, Found};
use super::terminal::{self, count};
use crate::serve::{self, Look, Site};
use packetreel::diagnostic::{Diagnostics, Source, visible};
use packetreel::export;
use packetreel::lesson::Page;
use packetreel::site::{self, Card, Memo};
use packetreel::theme::Theme;
use packetreel::timeline::Pacing;
use packetreel::{Compiled, compile, scene};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a lesson may be gone or empty before that is believed: editors save by taking the old file away.
const PATIENCE: Duration = Duration::from_millis(250);
/// How soon to look again in that time.
const SOON: Duration = Duration::from_millis(25);
/// A page is made by two threads: more would find nothing to do.
const JOBS: usize = 2;
/// More mistakes than a page over the picture has room for.
const MOST_SHOWN: usize = 20;

/// The lessons that are served, as they were last seen.
pub struct Workshop {
    paths: Vec<PathBuf>,
    lessons: BTreeMap<String, Bench>,
    /// The list of lessons; none for one file.
    list: Option<List>,
    /// Why the lessons cannot even be found.
    lost: Option<String>,
    /// Since when something looks as if a save were under way.
    unsettled: Option<Instant>,
    /// Whether this is the first look, whose results speak for themselves.
    is_first: bool,
}

/// One lesson.
struct Bench {
    /// As it was last read; nothing while it is gone.
    source: Option<(Source, Diagnostics)>,
    memo: Memo,
    card: Card,
    /// Whether there is a list that shows its card.
    is_listed: bool,
    /// Whether it has ever been right.
    was_good: bool,
    trouble: Option<String>,
    /// The words of each page that stand beside its pictures, as they were when all was well.
    words: Vec<Vec<String>>,
}

#[derive(Default)]
struct List {
    memo: Memo,
    cards: Option<Vec<Card>>,
}

impl Workshop {
    /// Finds what the path means; what is wrong inside of the lessons is for the page to show.
    pub fn open(path: Option<PathBuf>) -> Result<Self, Setback> {
        let paths: Vec<PathBuf> = path.into_iter().collect();
        if paths == [Path::new("-")] {
            let why = "serve looks at a lesson each time it is saved: give it a file or a folder";
            return Err(Setback::Misused(why.to_owned()));
        }
        let found = lessons::find(&paths)?;
        let is_one =
            found.iter().all(|lesson| lesson.path.is_none()) || paths.first().is_some_and(|path| !path.is_dir());
        Ok(Self {
            paths,
            lessons: found
                .into_iter()
                .map(|lesson| (lesson.folder.clone(), Bench::new(&lesson.folder, !is_one)))
                .collect(),
            list: (!is_one).then(List::default),
            lost: None,
            unsettled: None,
            is_first: true,
        })
    }

    /// True for the lesson that comes with packetreel.
    pub fn is_embedded(&self) -> bool {
        self.paths.is_empty() && self.list.is_none()
    }

    /// The path of the page to begin with.
    pub fn front(&self) -> String {
        match (&self.list, self.lessons.keys().next()) {
            (None, Some(folder)) => path_of(folder),
            _ => "/".to_owned(),
        }
    }

    /// Reads all lessons and brings the site up to date.
    pub fn look(&mut self, site: &mut Site) -> Look {
        let folders = self.folders();
        let found = lessons::find(&self.paths);
        if self.is_unsettled(&found) {
            return Look { changed: false, folders, again_in: Some(SOON) };
        }
        let changed = match found {
            Ok(found) => self.take(found, site),
            Err(why) => self.lose(&why, site),
        };
        self.is_first = false;
        Look { changed, folders, again_in: None }
    }

    /// True while what was found may be half of a save.
    fn is_unsettled(&mut self, found: &Result<Vec<Found>, Setback>) -> bool {
        let looks_half = match found {
            Err(_) => self.lost.is_none(),
            Ok(found) => self.lessons.iter().any(|(folder, bench)| {
                let Some((source, _)) = &bench.source else { return false };
                let now = found.iter().find(|lesson| lesson.folder == *folder);
                now.is_none_or(|now| now.source.text.trim().is_empty() && !source.text.trim().is_empty())
            }),
        };
        if !looks_half {
            self.unsettled = None;
            return false;
        }
        let since = *self.unsettled.get_or_insert_with(Instant::now);
        let is_patient = since.elapsed() < PATIENCE;
        if !is_patient {
            self.unsettled = None;
        }
        is_patient
    }

    fn take(&mut self, found: Vec<Found>, site: &mut Site) -> bool {
        let mut changed = self.find_again(site);
        let here: BTreeSet<String> = found.iter().map(|lesson| lesson.folder.clone()).collect();
        for (folder, bench) in &mut self.lessons {
            if !here.contains(folder)
                && let Some((source, _)) = bench.source.take()
            {
                let text = format!("{} is gone. The page goes on when it is back.", visible(&source.name));
                terminal::warn(&text);
                bench.trouble(folder, text, site);
                changed = true;
            }
        }
        for lesson in found {
            let folder = lesson.folder.clone();
            let is_listed = self.list.is_some();
            let bench = self.lessons.entry(folder.clone()).or_insert_with(|| Bench::new(&folder, is_listed));
            changed |= bench.take(lesson, self.is_first, site);
        }
        changed | self.renew_list(site)
    }

    /// The lessons cannot be found: every page says so.
    fn lose(&mut self, why: &Setback, site: &mut Site) -> bool {
        let (Setback::Misused(text) | Setback::Refused(text)) = why else { return false };
        if self.lost.as_ref() == Some(text) {
            return false;
        }
        terminal::warn(text);
        for path in self.paths_of_pages() {
            site.trouble(&path, Some(text.clone()));
        }
        self.lost = Some(text.clone());
        true
    }

    fn find_again(&mut self, site: &mut Site) -> bool {
        if self.lost.take().is_none() {
            return false;
        }
        site.trouble("/", None);
        for (folder, bench) in &self.lessons {
            site.trouble(&path_of(folder), bench.trouble.clone());
        }
        true
    }

    fn renew_list(&mut self, site: &mut Site) -> bool {
        let here = self.lessons.values().filter(|bench| bench.source.is_some());
        let Some(list) = &mut self.list else {
            site.front(&self.lessons.keys().next().map_or_else(String::new, |folder| path_of(folder)));
            return false;
        };
        let cards: Vec<Card> = here.map(Bench::card).collect();
        if list.cards.as_ref() == Some(&cards) {
            return false;
        }
        site.put("/", &site::index_again(&mut list.memo, &cards));
        list.cards = Some(cards);
        true
    }

    fn paths_of_pages(&self) -> Vec<String> {
        self.lessons.keys().map(|folder| path_of(folder)).chain(["/".to_owned()]).collect()
    }

    /// Where something may change: the folders of the lessons and, where they are in a folder, that one.
    fn folders(&self) -> BTreeSet<PathBuf> {
        let content = [PathBuf::from(lessons::CONTENT)];
        let given = if self.paths.is_empty() { &content[..] } else { &self.paths };
        let mut folders = BTreeSet::new();
        for path in given {
            if path.is_dir() {
                folders.extend(folders_in(path));
                folders.insert(path.clone());
            } else {
                // A link's folder and that of what it leads to.
                folders.extend(parent(path));
                folders.extend(path.canonicalize().ok().as_deref().and_then(parent));
            }
        }
        folders.retain(|folder| folder.is_dir());
        folders
    }
}

impl Bench {
    fn new(folder: &str, is_listed: bool) -> Self {
        let card = Card { title: folder.to_owned(), folder: folder.to_owned(), ..Card::default() };
        Self { source: None, memo: Memo::default(), card, is_listed, was_good: false, trouble: None, words: Vec::new() }
    }

    /// Builds the lesson if it is not as it was; true if so.
    fn take(&mut self, lesson: Found, is_first: bool, site: &mut Site) -> bool {
        let folder = lesson.folder;
        let read = Some((lesson.source, lesson.diagnostics));
        if self.source == read {
            return false;
        }
        self.source = read;
        let Some((source, wrong)) = self.source.clone() else { return false };
        let started = Instant::now();
        let compiled = if wrong.has_errors() { Err(wrong) } else { compile(&source, &Pacing::default()) };
        match compiled {
            Ok(compiled) => {
                terminal::show(&compiled.diagnostics, &source);
                let was_wrong = self.trouble.is_some();
                let words = words(&compiled);
                let is_new = |&page: &usize| self.words.get(page) != Some(&words[page]);
                let reworded: Vec<usize> = (0..words.len()).filter(is_new).map(|page| page + 1).collect();
                self.show(&folder, &compiled, site);
                self.words = words;
                if !is_first {
                    let mended = if was_wrong && self.trouble.is_none() { "mended, " } else { "" };
                    terminal::say(&rebuilt(&folder, mended, started.elapsed(), self.memo.changed(), &reworded));
                }
            }
            Err(mistakes) => {
                terminal::show(&mistakes, &source);
                self.trouble(&folder, shown(&mistakes, &source), site);
            }
        }
        true
    }

    fn show(&mut self, folder: &str, compiled: &Compiled, site: &mut Site) {
        let alts = scene::describe(&compiled.timeline);
        let page = site::slideshow_again(&mut self.memo, &compiled.timeline, &compiled.boards, &alts, JOBS);
        site.put(&path_of(folder), &page);
        (self.was_good, self.trouble) = (true, None);
        let poster = match self.card.poster.take() {
            // What a save left as it was need not be drawn again.
            Some(poster) if self.memo.changed().is_empty() => Some(poster),
            _ if self.is_listed => export::sketch(compiled, Theme::Light),
            _ => None,
        };
        self.card = Card { poster, ..card(folder, compiled) };
    }

    /// Says over the last good picture what is wrong, or in its place where there is none.
    fn trouble(&mut self, folder: &str, text: String, site: &mut Site) {
        if self.was_good {
            site.trouble(&path_of(folder), Some(text.clone()));
        } else {
            site.put(&path_of(folder), &serve::waiting(folder, &text));
        }
        self.trouble = Some(text);
    }

    fn card(&self) -> Card {
        let mut card = self.card.clone();
        if self.trouble.is_some() {
            "This lesson has mistakes.".clone_into(&mut card.summary);
        }
        card
    }
}

fn path_of(folder: &str) -> String {
    format!("/{folder}/")
}

fn parent(path: &Path) -> Option<PathBuf> {
    let parent = path.parent()?;
    Some(if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() })
}

/// The folders in a folder, but not the hidden ones.
fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(folder.join(entry.ok()?.file_name())));
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    paths.filter(|path| path.is_dir() && !is_hidden(path)).collect()
}

fn card(folder: &str, compiled: &Compiled) -> Card {
    let timeline = &compiled.timeline;
    let lesson = &timeline.trace.lesson;
    Card {
        title: lesson.title.clone(),
        summary: lesson.summary.clone(),
        folder: folder.to_owned(),
        poster: None,
        pages: lesson.pages.len(),
        steps: timeline.pages.iter().map(|page| page.steps.len()).sum(),
        duration_ms: timeline.pages.iter().map(|page| u64::from(page.duration_ms)).sum(),
    }
}

/// What is wrong, as text without colours; past the first few, only how much more.
fn shown(mistakes: &Diagnostics, source: &Source) -> String {
    let first = Diagnostics(mistakes.0.iter().take(MOST_SHOWN).cloned().collect());
    let text = first.render(source, false).trim_end().to_owned();
    match mistakes.0.len().saturating_sub(MOST_SHOWN) {
        0 => text,
        more => format!("{text}\n\nand {more} more"),
    }
}

/// What a page says beside its pictures: titles, captions, notes and prose.
fn words(compiled: &Compiled) -> Vec<Vec<String>> {
    let said = |page: &Page| {
        let captions = page.steps.iter().map(|step| format!("{:?} {:?}", step.caption, step.notes));
        let questions = page.questions.iter().map(|one| format!("{:?} {:?}", one.question, one.answer));
        let prose = format!("{} {:?} {:?}", page.title, page.text, page.notes);
        captions.chain(questions).chain([prose]).collect()
    };
    compiled.timeline.trace.lesson.pages.iter().map(said).collect()
}

/// Such as `ftp-basics: built in 6 ms, pictures of page 3 changed`.
fn rebuilt(folder: &str, mended: &str, took: Duration, changed: &[usize], reworded: &[usize]) -> String {
    let pages = |what: &str, changed: &[usize]| {
        let pages: Vec<String> = changed.iter().map(ToString::to_string).collect();
        match pages.as_slice() {
            [] => None,
            [page] => Some(format!("{what} of page {page}")),
            pages => Some(format!("{what} of {} ({})", count(pages.len(), "page"), pages.join(", "))),
        }
    };
    // Where the pictures are new, that the words are is no news.
    let seen = pages("pictures", changed).or_else(|| pages("words", reworded));
    let seen = seen.unwrap_or_else(|| "nothing that is seen".to_owned());
    format!("{folder}: built in {} ms, {mended}{seen} changed", took.as_millis())
}
