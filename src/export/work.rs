//! What is wanted of a lesson goes in, pieces of work in a good order come out; and their results become files.

use std::io;
use std::sync::OnceLock;

use super::reel::{Apngs, Deliver, Gifs, Maker, Recorded};
use super::stretch::{self, Stretch};
use super::{Export, File, Part, Progress, Tally, film, pool, reel};
use crate::Compiled;
use crate::encode::palette::Histogram;
use crate::encode::tape::Tape;
use crate::encode::{apng, gif};

/// What there is to make.
pub(super) fn ahead(compiled: &Compiled, options: &Export, pages: &[usize], tasks: &[Task]) -> Progress {
    let stills = usize::from(options.only.svg) + usize::from(options.only.png);
    let of_task = |task: &Task| match task {
        Task::Html => 1,
        Task::Gif { stretch } | Task::Apng { stretch } => usize::from(stretch.begins_page()),
        Task::Stills { count, .. } => stills * count,
        Task::Record { .. } => 0,
    };
    let reels = usize::from(options.only.gif) + usize::from(options.only.apng);
    let film = options.only.mp4 && !pages.is_empty();
    // Beside the pages' reels there is one of them all.
    let of_all = if pages.is_empty() { 0 } else { reels };
    let total = tasks.iter().map(of_task).sum::<usize>() + of_all + if film { film::FILES } else { 0 };
    let of_page = |&page: &usize| reel::frames(compiled, options, page);
    let all_frames = if reels > 0 { reels * pages.iter().map(of_page).sum::<usize>() } else { 0 }
        + if film { film::frames(compiled, options, pages) } else { 0 };
    Progress { done: 0, total, frames: 0, all_frames }
}

/// One piece of work, done by one thread.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    /// The slideshow.
    Html,
    /// The stills of some steps of a page, in each format that is wanted.
    Stills { page: usize, first: usize, count: usize },
    /// The frames of a page's reel, and their colours.
    Record { page: usize },
    /// A part of a page's reel, for which all pages have to be recorded.
    Gif { stretch: Stretch },
    /// A part of a page's reel.
    Apng { stretch: Stretch },
}

pub(super) enum Made {
    Files(Vec<File>),
    Recorded(usize, Box<(Histogram, Option<Tape>)>),
    /// A reel, unless there is nothing left of the page, or it was begun too early, which [`after`] excludes.
    Gif(Stretch, Option<gif::Reel>),
    Apng(Stretch, apng::Reel),
}

/// All work in an order in which no thread waits for long: what takes longest comes first. Between the recording of frames and
/// their packing, which needs the colours of all, are stills; a few of them, one by one, fill up the end.
pub(super) fn tasks(compiled: &Compiled, options: &Export, pages: &[usize]) -> Vec<Task> {
    let only = options.only;
    let stretches = || pages.iter().flat_map(|&page| stretch::stretches(compiled, options, page));
    let mut tasks = Vec::new();
    if only.html {
        tasks.push(Task::Html);
    }
    let mut early = if only.svg || only.png { stills(compiled, pages) } else { Vec::new() };
    let late = early.split_off(early.len().saturating_sub(LATE));
    if only.gif {
        let mut longest = pages.to_vec();
        longest.sort_by_key(|&page| std::cmp::Reverse(reel::frames(compiled, options, page)));
        tasks.extend(longest.into_iter().map(|page| Task::Record { page }));
    }
    tasks.extend(early);
    if only.gif {
        tasks.extend(stretches().map(|stretch| Task::Gif { stretch }));
    }
    if only.apng {
        tasks.extend(stretches().map(|stretch| Task::Apng { stretch }));
    }
    tasks.extend(late.into_iter().flat_map(one_by_one));
    tasks
}

/// How many rows of stills come last, so that all threads end at about the same time.
const LATE: usize = 2;

fn one_by_one(task: Task) -> Vec<Task> {
    let Task::Stills { page, first, count } = task else { return vec![task] };
    (first..first + count).map(|first| Task::Stills { page, first, count: 1 }).collect()
}

/// Whether the second task needs what a painter has drawn for the first: frames and stills are of several sizes.
pub(super) fn goes_on(last: Task, next: Task) -> bool {
    matches!((last, next), (Task::Stills { .. }, Task::Stills { .. }) | (Task::Record { .. }, Task::Record { .. }))
}

/// How many stills one thread makes in a row: a page's have much in common, which is drawn once.
const IN_A_ROW: usize = 4;

/// All stills, the longest rows first.
fn stills(compiled: &Compiled, pages: &[usize]) -> Vec<Task> {
    let rows = |&page: &usize| {
        let steps = compiled.timeline.pages[page].steps.len();
        let row = move |first: usize| Task::Stills { page, first, count: (steps - first).min(IN_A_ROW) };
        (0..steps).step_by(IN_A_ROW).map(row)
    };
    let mut rows: Vec<Task> = pages.iter().flat_map(rows).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(if let Task::Stills { count, .. } = row { *count } else { 0 }));
    rows
}

/// How many results have to be taken before a piece of work begins: threads may be ahead by some files, or by few reels, which
/// hold pictures.
pub(super) fn after(tasks: &[Task], jobs: usize, index: usize) -> usize {
    match tasks[index] {
        Task::Gif { .. } => {
            let recorded =
                tasks.iter().rposition(|task| matches!(task, Task::Record { .. })).map_or(0, |last| last + 1);
            index.saturating_sub(pool::FEW * jobs).max(recorded)
        }
        Task::Apng { .. } => index.saturating_sub(pool::FEW * jobs),
        _ => index.saturating_sub(pool::MANY * jobs),
    }
}

/// Takes results, in order, and hands over the files that come of them.
pub(super) struct Taker<'a> {
    gifs: Gifs<'a>,
    apngs: Apngs<'a>,
    recorded: Recorded,
    /// How many pages are not recorded yet.
    left: usize,
    /// What the packers of GIFs find once all frames are recorded.
    ready: &'a OnceLock<Recorded>,
    tally: &'a Tally<'a>,
}

impl<'a> Taker<'a> {
    pub(super) fn new(maker: &'a Maker<'a>, ready: &'a OnceLock<Recorded>, tally: &'a Tally<'a>) -> Self {
        let (gifs, apngs) = (Gifs::new(maker), Apngs::new(maker));
        Self { gifs, apngs, recorded: Recorded::default(), left: maker.pages.len(), ready, tally }
    }

    pub(super) fn take(&mut self, made: Made, deliver: Deliver) -> io::Result<()> {
        match made {
            Made::Files(files) => files.into_iter().map(Part::File).try_for_each(deliver)?,
            Made::Recorded(page, found) => {
                self.recorded.add(page, *found);
                self.left -= 1;
                if self.left == 0 {
                    // Nothing is set there yet: the last page is the last once.
                    let _ = self.ready.set(std::mem::take(&mut self.recorded).finish());
                }
            }
            Made::Gif(stretch, reel) => {
                self.tally.frames(stretch.frames());
                if let Some(ready) = self.ready.get() {
                    self.gifs.add(stretch, reel.as_ref(), ready, deliver)?;
                }
            }
            Made::Apng(stretch, reel) => {
                self.tally.frames(stretch.frames());
                self.apngs.add(stretch, &reel, deliver)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::timeline::Pacing;
    use crate::{compile, embedded};

    #[test]
    fn every_step_has_its_still_once_and_the_last_come_one_by_one() {
        let text = embedded::content("ftp-basics/lesson.md").expect("the lesson is in the binary");
        let compiled = compile(&Source::new("lesson.md", text), &Pacing::default()).expect("the lesson is right");
        let pages = Export::DEFAULT.pages_of(&compiled);
        let tasks = tasks(&compiled, &Export::DEFAULT, &pages);
        let of_task = |task: &Task| match *task {
            Task::Stills { page, first, count } => (first..first + count).map(|step| (page, step)).collect(),
            _ => Vec::new(),
        };
        let mut drawn: Vec<(usize, usize)> = tasks.iter().flat_map(of_task).collect();
        drawn.sort_unstable();
        let steps = |&page: &usize| (0..compiled.timeline.pages[page].steps.len()).map(move |step| (page, step));
        assert_eq!(drawn, pages.iter().flat_map(steps).collect::<Vec<_>>());
        // After the reels, no thread is busy for long with stills of which another could do some.
        let reel = tasks.iter().rposition(|task| matches!(task, Task::Gif { .. })).expect("GIFs are wanted");
        let late = &tasks[reel + 1..];
        assert!(late.len() >= LATE && late.iter().all(|task| matches!(task, Task::Stills { count: 1, .. })));
    }
}
