//! `packetreel build`: lessons in, their outputs in the target folder. Every lesson is compiled before anything is
//! written, and everything is made before anything is in place.

use super::arguments::Build;
use super::lessons::{self, Found};
use super::terminal::{self, Bar, count};
use super::{Outcome, Setback};
use packetreel::Compiled;
use packetreel::diagnostic::Diagnostics;
use packetreel::encode::h264;
use packetreel::export::{self, Export, Part};
use packetreel::output::{self, Staging, Summary, Surroundings};
use packetreel::timeline::Pacing;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, io, thread};

/// Builds what the arguments ask for and says how it went.
pub fn run(arguments: &Build) -> Outcome {
    match build(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

impl From<output::Error> for Setback {
    fn from(error: output::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// A lesson that was found right, with its folder in the target.
struct Ready {
    folder: String,
    compiled: Compiled,
}

fn build(arguments: &Build) -> Result<(), Setback> {
    let started = Instant::now();
    if arguments.open && !arguments.outputs().html {
        let why = "--open shows the slideshow, which --only leaves out: add html to --only".to_owned();
        return Err(Setback::Misused(why));
    }
    let target = target(arguments)?;
    possible(arguments)?;
    let found = lessons::find(&arguments.paths)?;
    let surroundings = surroundings(&found);
    let ready = compile_all(found, arguments)?;
    ready.iter().try_for_each(|lesson| has_pages(lesson, arguments))?;
    let mut staging = Staging::begin(&target, &surroundings)?;
    stage(&ready, arguments, &mut staging)?;
    let summary = staging.publish()?;
    let seconds = started.elapsed().as_secs_f64();
    terminal::report(&closing_line(ready.len(), &summary, &target, seconds));
    if arguments.open {
        open(&ready, &target);
    }
    Ok(())
}

/// Where to write. What came through a pipe has no place that a reader would look beside.
fn target(arguments: &Build) -> Result<PathBuf, Setback> {
    let piped = arguments.paths.iter().any(|path| lessons::is_standard_input(path));
    match &arguments.output {
        Some(target) => Ok(target.clone()),
        None if piped => Err(Setback::Misused("a lesson from `-` needs a folder to go to: add -o FOLDER".to_owned())),
        None => Ok(PathBuf::from("dist")),
    }
}

fn surroundings(found: &[Found]) -> Surroundings {
    let lessons = found.iter().filter_map(|lesson| lesson.path.clone()).collect();
    Surroundings { home: env::home_dir(), lessons }
}

/// Compiles every lesson and shows what is wrong with any of them.
fn compile_all(found: Vec<Found>, arguments: &Build) -> Result<Vec<Ready>, Setback> {
    let pacing = Pacing { every_packet: arguments.every_packet, ..Pacing::default() };
    let mut ready = Vec::new();
    let mut mistaken = Vec::new();
    for lesson in found {
        match lesson.compile(&pacing) {
            Ok(compiled) => {
                terminal::show(&compiled.diagnostics, &lesson.source);
                ready.push(Ready { folder: lesson.folder, compiled });
            }
            Err(diagnostics) => {
                terminal::show(&diagnostics, &lesson.source);
                mistaken.push(diagnostics);
            }
        }
    }
    if mistaken.is_empty() {
        return Ok(ready);
    }
    terminal::point_to_guide(mistaken.iter().flat_map(|diagnostics| &diagnostics.0));
    let mistakes = count(mistaken.iter().map(Diagnostics::errors).sum(), "mistake");
    terminal::complain(&format!("{mistakes} in {}: nothing was written", count(mistaken.len(), "lesson")));
    Err(Setback::Mistaken)
}

/// Makes every file and stages it. Another thread makes the list of lessons meanwhile, unless there is to be one only.
fn stage(ready: &[Ready], arguments: &Build, staging: &mut Staging) -> Result<(), Setback> {
    let options = options(arguments);
    let index = || {
        let lessons: Vec<_> = ready.iter().map(|lesson| (lesson.folder.as_str(), &lesson.compiled)).collect();
        export::index(&lessons, &options)
    };
    thread::scope(|scope| {
        let early = (options.only.html && options.jobs > 1).then(|| scope.spawn(index));
        stage_lessons(ready, arguments, &options, staging)?;
        if !options.only.html {
            return Ok(());
        }
        // What ends the other thread is a mistake of ours, and ends this one, too.
        let join = |early: thread::ScopedJoinHandle<_>| early.join().unwrap_or_else(|panic| resume_unwind(panic));
        let index = early.map_or_else(index, join).map_err(|error| refused(&error))?;
        staging.open("", "Lessons", &[export::Kind::Html])?;
        staging.write(index)?;
        Ok(())
    })
}

fn stage_lessons(ready: &[Ready], arguments: &Build, options: &Export, staging: &mut Staging) -> Result<(), Setback> {
    for lesson in ready {
        let started = Instant::now();
        let told = &lesson.compiled.timeline.trace.lesson.pages;
        let options =
            Export { pages: arguments.motion.page.as_ref().and_then(|pages| pages.find(told).ok()), ..*options };
        let options = fitted(lesson, arguments, &options)?;
        let title = &lesson.compiled.timeline.trace.lesson.title;
        staging.open(&lesson.folder, title, &options.only.kinds())?;
        let bar = Bar::new(title);
        let mut sink = |part| {
            let written = match part {
                Part::File(file) => staging.write(file),
                Part::Piece { path, bytes, last } => staging.write_piece(&path, &bytes, last),
                Part::Head { path, bytes } => staging.write_head(&path, &bytes),
            };
            written.map_err(io::Error::other)
        };
        export::export_in_parts(&lesson.folder, &lesson.compiled, &options, &mut sink, &|progress| bar.show(progress))
            .map_err(|error| refused(&error))?;
        drop(bar);
        terminal::detail(&detail_line(lesson, started.elapsed().as_secs_f64()));
    }
    Ok(())
}

/// Refuses what a format cannot hold.
fn possible(arguments: &Build) -> Result<(), Setback> {
    let outputs = arguments.outputs();
    let misused = |why: String| Err(Setback::Misused(why));
    if let Some(fps) = arguments.fps.filter(|fps| *fps > 50 && outputs.gif) {
        return misused(format!(
            "a GIF shows at most 50 frames a second, not {fps}: lower --fps, or leave out gif with --only"
        ));
    }
    let (width, height) = arguments.size;
    let (longest, shortest) = h264::LARGEST;
    if outputs.mp4 && (width.max(height) > longest || width.min(height) > shortest) {
        return misused(format!(
            "a video has at most {longest}x{shortest} pixels, not {width}x{height}: change --size"
        ));
    }
    if outputs.mp4 && !(width.is_multiple_of(2) && height.is_multiple_of(2)) {
        return misused(format!(
            "the sides of a video are even numbers, unlike those of {width}x{height}: change --size"
        ));
    }
    Ok(())
}

/// Refuses `--page` where the lesson has nothing there to show.
fn has_pages(lesson: &Ready, arguments: &Build) -> Result<(), Setback> {
    let Some(wanted) = &arguments.motion.page else { return Ok(()) };
    let pages = &lesson.compiled.timeline.pages;
    let (first, last) = wanted.find(&lesson.compiled.timeline.trace.lesson.pages).map_err(|which| {
        let has = count(pages.len(), "page");
        Setback::Misused(format!("there is no page {which} in {}: it has {has}", lesson.folder))
    })?;
    if pages[first as usize - 1..last as usize].iter().all(|page| page.steps.is_empty()) {
        let which = if first == last { format!("page {first}") } else { format!("pages {first} to {last}") };
        return Err(Setback::Misused(format!("nothing happens on {which} of {}: no step is there", lesson.folder)));
    }
    Ok(())
}

/// The options for a lesson, with the best size and rate of its GIFs that keep to `--max-bytes`.
fn fitted(lesson: &Ready, arguments: &Build, options: &Export) -> Result<Export, Setback> {
    let Some(most) = arguments.motion.max_bytes.filter(|_| options.only.gif) else { return Ok(*options) };
    let fit = export::fit(&lesson.compiled, options, most).map_err(|error| refused(&error))?;
    let (width, height) = fit.size;
    let found = format!("{width}x{height} at {} frames a second", fit.fps);
    let weight = terminal::size(fit.bytes);
    if fit.bytes > most {
        let most = terminal::size(most);
        let why = format!("the GIFs of {} do not fit in {most}: even {found} takes {weight}", lesson.folder);
        return Err(Setback::Misused(why));
    }
    terminal::report(&format!("{}: GIFs of {found}; the largest has {weight}", lesson.folder));
    Ok(Export { reel_size: fit.size, fps: fit.fps, ..*options })
}

fn refused(error: &io::Error) -> Setback {
    Setback::Refused(error.to_string())
}

fn options(arguments: &Build) -> Export {
    let available = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Export {
        only: arguments.outputs(),
        size: arguments.size,
        reel_size: arguments.reel_size,
        fps: arguments.fps.unwrap_or(Export::DEFAULT.fps),
        video_fps: arguments.fps.unwrap_or(Export::DEFAULT.video_fps),
        theme: arguments.theme.theme(),
        jobs: arguments.jobs.map_or_else(available, |jobs| jobs as usize),
        // A name means another page in each lesson.
        pages: None,
        motion: arguments.motion.motion(),
    }
}

/// What a lesson holds, and how long its files took.
fn detail_line(lesson: &Ready, seconds: f64) -> String {
    let pages = &lesson.compiled.timeline.pages;
    let steps = pages.iter().map(|page| page.steps.len()).sum();
    let plays_ms: u32 = pages.iter().map(|page| page.duration_ms).sum();
    let (pages, steps) = (count(pages.len(), "page"), count(steps, "step"));
    format!("{}: {pages}, {steps}, plays {}; drawn in {seconds:.1} s", lesson.folder, terminal::length(plays_ms))
}

fn closing_line(lessons: usize, summary: &Summary, target: &Path, seconds: f64) -> String {
    let Summary { written, unchanged, removed, bytes } = *summary;
    format!(
        "{}, {} in {}: {written} written, {unchanged} unchanged, {removed} removed; {}, {seconds:.1} s",
        count(lessons, "lesson"),
        count(written + unchanged, "file"),
        packetreel::diagnostic::visible(&target.to_string_lossy()),
        terminal::size(bytes),
    )
}

/// Opens the slideshow of one lesson, or the page that leads to many. Where nothing can show it, the build is good still.
fn open(ready: &[Ready], target: &Path) {
    let folder = if let [only] = ready { target.join(&only.folder) } else { PathBuf::from(target) };
    let page = folder.join("index.html");
    if open::that_detached(&page).is_err() {
        let shown = packetreel::diagnostic::visible(&page.to_string_lossy()).into_owned();
        terminal::warn(&format!("nothing here can open the slideshow: it is {shown}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_counts() {
        let summary = Summary { written: 1, unchanged: 0, removed: 2, bytes: 1_234_567 };
        let expected = "2 lessons, 1 file in dist: 1 written, 0 unchanged, 2 removed; 1.2 MB, 0.5 s";
        assert_eq!(closing_line(2, &summary, Path::new("dist"), 0.49), expected);
    }
}
