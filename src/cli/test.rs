//! `packetreel test`: the stills of lessons held against their golden images; what differs is told, and shown in a report.

use super::arguments::{Results, Test, Themes};
use super::goldens::{Golden, Goldens, Update};
use super::lessons::{self, Found};
use super::numbers;
use super::terminal::{self, Bar, count};
use super::{Outcome, Setback};
use packetreel::diagnostic::visible;
use packetreel::encode::png::{self, Read};
use packetreel::export::{self, About, Export, File, Kind, Outputs};
use packetreel::lesson::{self, GoldenTheme};
use packetreel::output::{MANIFEST, Staging, Surroundings};
use packetreel::regression::{self, Run, Shows, Still, Tolerance, Verdict};
use packetreel::theme::Theme;
use packetreel::timeline::Pacing;
use packetreel::{Compiled, compile};
use std::path::PathBuf;
use std::{env, io, thread};

/// Where the report goes.
const REPORT: &str = "target/packetreel-report";
/// The size of a golden image where nothing says otherwise.
const SIZE: (u32, u32) = (640, 360);

/// Tests what the arguments ask for, or takes what is there for right.
pub fn run(arguments: &Test) -> Outcome {
    match test(arguments) {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::Mistaken,
        Err(why) => why.tell(),
    }
}

/// A lesson with what is asked of it.
struct Subject {
    compiled: Compiled,
    goldens: Goldens,
    size: (u32, u32),
    themes: Vec<Theme>,
    /// The pages, by index.
    pages: Vec<usize>,
    /// True where the arguments ask for other stills than the lesson does: then those stay that they leave out.
    narrowed: bool,
}

/// True when every still is as it should be.
fn test(arguments: &Test) -> Result<bool, Setback> {
    let found = lessons::find(&arguments.paths)?;
    let lessons = found.iter().filter_map(|lesson| lesson.path.clone()).collect();
    let surroundings = Surroundings { home: env::home_dir(), lessons };
    let subjects = subjects(found, arguments)?;
    let tolerance = Tolerance { threshold: arguments.threshold, ignore_antialiasing: arguments.ignore_antialiasing };
    let mut run = Run { stills: Vec::new(), tolerance, update: update_command(arguments) };
    let mut updates = Vec::new();
    for subject in &subjects {
        let files = judge(subject, arguments, &mut run)?;
        if arguments.update {
            updates.push((subject, files));
        }
    }
    if arguments.update {
        return update(updates, &surroundings).map(|()| true);
    }
    let report = report(&run, arguments, &surroundings)?;
    tell(&run, subjects.len(), report.as_deref(), arguments)?;
    Ok(run.failures().next().is_none())
}

/// Compiles every lesson, and shows what is wrong with any of them.
fn subjects(found: Vec<Found>, arguments: &Test) -> Result<Vec<Subject>, Setback> {
    let (mut subjects, mut mistakes, mut mistaken) = (Vec::new(), 0, 0);
    for lesson in found {
        let compiled = if lesson.diagnostics.has_errors() {
            Err(lesson.diagnostics.clone())
        } else {
            compile(&lesson.source, &Pacing::default())
        };
        match compiled {
            Ok(compiled) => subjects.push(subject(&lesson, compiled, arguments)?),
            Err(diagnostics) => {
                terminal::show(&diagnostics, &lesson.source);
                mistakes += diagnostics.errors();
                mistaken += 1;
            }
        }
    }
    if mistaken == 0 {
        return Ok(subjects);
    }
    let (mistakes, lessons) = (count(mistakes, "mistake"), count(mistaken, "lesson"));
    terminal::complain(&format!("{mistakes} in {lessons}: nothing was tested"));
    Err(Setback::Mistaken)
}

fn subject(found: &Found, compiled: Compiled, arguments: &Test) -> Result<Subject, Setback> {
    let goldens = Goldens::of(found)
        .ok_or_else(|| Setback::Misused("there is no folder content: name a lesson to test".to_owned()))?;
    let lesson = &compiled.timeline.trace.lesson;
    let golden = &lesson.golden;
    let both = vec![Theme::Light, Theme::Dark];
    let themes = match (arguments.theme, golden.theme) {
        (Some(Themes::Light), _) | (None, None | Some(GoldenTheme::Light)) => vec![Theme::Light],
        (Some(Themes::Dark), _) | (None, Some(GoldenTheme::Dark)) => vec![Theme::Dark],
        (Some(Themes::Both), _) | (None, Some(GoldenTheme::Both)) => both,
    };
    let mut pages = golden.pages.clone().unwrap_or_else(|| (0..lesson.pages.len()).collect());
    if !arguments.page.is_empty() {
        let named = arguments.page.iter().map(|name| range(&lesson.pages, name, found));
        pages = named.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        pages.sort_unstable();
        pages.dedup();
    }
    let size = arguments.size.or(golden.size).unwrap_or(SIZE);
    let narrowed = arguments.theme.is_some() || !arguments.page.is_empty();
    Ok(Subject { compiled, goldens, size, themes, pages, narrowed })
}

/// The pages that a number, a name or a range means, from 0.
fn range(pages: &[lesson::Page], name: &str, found: &Found) -> Result<Vec<usize>, Setback> {
    if let Some(page) = lesson::page_named(pages, name) {
        return Ok(vec![page]);
    }
    let range = numbers::pages(name).ok().and_then(|wanted| wanted.find(pages).ok());
    range.map(|(first, last)| (first as usize - 1..last as usize).collect()).ok_or_else(|| {
        let all: Vec<&str> = pages.iter().map(|page| page.slug.as_str()).collect();
        let (path, name) = (visible(&found.source.name), visible(name));
        let numbers = format!("a number from 1 to {}", pages.len());
        Setback::Misused(format!("{path} has no page {name}: name one by {numbers}, or as {}", all.join(", ")))
    })
}

/// Holds each still of a lesson against its golden image. What comes back are the golden images as they should be.
fn judge(subject: &Subject, arguments: &Test, run: &mut Run) -> Result<Vec<File>, Setback> {
    let title = &subject.compiled.timeline.trace.lesson.title;
    let mut files: Vec<File> = Vec::new();
    let mut others: Vec<(String, About)> = Vec::new();
    for &theme in &subject.themes {
        let bar = Bar::new(title);
        let mut setback = None;
        let mut sink = |file: File| {
            let dark = theme == Theme::Dark;
            if subject.narrowed {
                others.push((name(&file.path, !dark), file.about.clone()));
            }
            if !subject.pages.iter().any(|page| file.about.page == Some(*page as u32 + 1)) {
                others.push((name(&file.path, dark), file.about));
                return Ok(());
            }
            let judged = judge_one(subject, file, dark, arguments.update, run);
            files.extend(judged.map_err(|why| stop(&mut setback, why))?);
            Ok(())
        };
        let options = options(subject.size, theme, arguments.jobs);
        let drawn = export::export("", &subject.compiled, &options, &mut sink, &|progress| bar.show(progress));
        if let Err(error) = drawn {
            return Err(setback.unwrap_or_else(|| Setback::Refused(error.to_string())));
        }
    }
    let mut kept = Vec::new();
    for (name, about) in others {
        let wanted = files.iter().chain(&kept).any(|file| file.path == name);
        if subject.narrowed && !wanted && subject.goldens.own().any(|own| own == name) {
            kept.extend(subject.goldens.as_it_stands(&name, &about)?);
        }
    }
    files.append(&mut kept);
    for leftover in subject.goldens.own().filter(|own| !files.iter().any(|file| file.path == *own)) {
        let still = Still::unjudged(title.clone(), subject.goldens.shown(leftover), None, Verdict::Leftover);
        run.stills.push(still);
    }
    Ok(files)
}

/// Ends an export for a reason that is no error of its own.
fn stop(setback: &mut Option<Setback>, why: Setback) -> io::Error {
    *setback = Some(why);
    io::Error::other("stopped")
}

/// Holds one still against its golden image. What comes back is the golden image as it should be: for an update with the bytes that
/// are there, where they pass, and with those of the still otherwise; else without any.
fn judge_one(subject: &Subject, file: File, dark: bool, update: bool, run: &mut Run) -> Result<Option<File>, Setback> {
    let File { path, bytes, about } = file;
    let name = name(&path, dark);
    let Some((page, step)) = about.page.zip(about.step) else { return Ok(None) };
    let (page, step) = (page as usize - 1, step as usize - 1);
    let timeline = &subject.compiled.timeline;
    let lesson = &timeline.trace.lesson;
    let steps = &lesson.pages[page].steps;
    let shows = Shows {
        page: page + 1,
        title: lesson.pages[page].title.clone(),
        step: step + 1,
        steps: steps.len(),
        caption: lesson::plain(&steps[step].caption),
        dark,
        size: subject.size,
    };
    let (title, shown) = (lesson.title.clone(), subject.goldens.shown(&name));
    let unjudged = |verdict| Still::unjudged(title.clone(), shown.clone(), Some(shows.clone()), verdict);
    let (still, golden, present) = match subject.goldens.read(&name)? {
        // Packing is the same everywhere: mostly the bytes are equal, and nothing has to be unpacked.
        Golden::File(present) if present == bytes => (unjudged(Verdict::Same(0)), None, Some(present)),
        Golden::File(present) => {
            let Read::Picture(bitmap) = png::read(&bytes, u64::MAX) else {
                return Err(Setback::Refused(format!("the still for {shown} could not be read back")));
            };
            let board = subject.compiled.board(page);
            let scene = board.at(timeline.pages[page].steps[step].still_ms);
            let named = (title.clone(), shown.clone(), shows.clone());
            let (still, golden) = Still::judged(named, &present, &bitmap, (&board, &scene), run.tolerance);
            (still, golden, Some(present))
        }
        Golden::Odd(why) => (unjudged(Verdict::Unreadable(why)), None, None),
        Golden::Missing => (unjudged(Verdict::Missing), None, None),
    };
    let present = present.filter(|_| still.verdict.is_fine());
    let right = match (update, present) {
        (true, Some(present)) => present,
        (true, None) => bytes.clone(),
        (false, _) => Vec::new(),
    };
    run.add(still, golden.as_ref(), bytes).map_err(|error| Setback::Refused(error.to_string()))?;
    Ok(Some(File { path: name, bytes: right, about }))
}

/// `02-control-connection-request-01.png` of `frames/02-control-connection-request/01.png`.
fn name(path: &str, dark: bool) -> String {
    let path = path.strip_prefix("frames/").unwrap_or(path);
    let stem = path.strip_suffix(".png").unwrap_or(path).replace('/', "-");
    format!("{stem}{}.png", if dark { "-dark" } else { "" })
}

fn options(size: (u32, u32), theme: Theme, jobs: Option<u32>) -> Export {
    let available = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Export {
        only: Outputs { png: true, ..Outputs::NONE },
        size,
        theme,
        jobs: jobs.map_or_else(available, |jobs| jobs as usize),
        ..Export::default()
    }
}

/// Puts the golden images in place and says which are new or gone.
fn update(updates: Vec<(&Subject, Vec<File>)>, surroundings: &Surroundings) -> Result<(), Setback> {
    let lessons = updates.len();
    let mut all = Update::default();
    for (subject, files) in updates {
        let title = &subject.compiled.timeline.trace.lesson.title;
        let update = subject.goldens.replace(title, files, surroundings)?;
        update.written.iter().for_each(|path| terminal::report(&format!("wrote {path}")));
        update.removed.iter().for_each(|path| terminal::report(&format!("removed {path}")));
        for path in &update.kept {
            terminal::warn(&format!("{path} belongs to no step, but was changed by someone else: it stays"));
        }
        all.written.extend(update.written);
        all.removed.extend(update.removed);
        all.unchanged += update.unchanged;
    }
    let (written, removed, unchanged) = (all.written.len(), all.removed.len(), all.unchanged);
    let (lessons, images) = (count(lessons, "lesson"), count(written + unchanged, "golden image"));
    terminal::report(&format!("{lessons}, {images}: {written} written, {unchanged} unchanged, {removed} removed"));
    Ok(())
}

/// Writes the report where it is wanted or something failed, or where an older one would be wrong; its path.
fn report(run: &Run, arguments: &Test, surroundings: &Surroundings) -> Result<Option<String>, Setback> {
    let folder = arguments.report.clone().unwrap_or_else(|| PathBuf::from(REPORT));
    let failed = run.failures().next().is_some();
    if !failed && arguments.report.is_none() && !folder.join(MANIFEST).is_file() {
        return Ok(None);
    }
    let page = regression::html(run);
    let told =
        |error: packetreel::output::Error| Setback::Refused(error.to_string().replace(" with -o", " with --report"));
    let mut staging = Staging::begin(&folder, surroundings).map_err(told)?;
    staging.open("", "Image regression report", &[Kind::Html]).map_err(told)?;
    let about =
        About { kind: Kind::Html, page: None, step: None, width: None, height: None, duration_ms: None, alt: None };
    staging.write(File { path: "index.html".to_owned(), bytes: page.into_bytes(), about }).map_err(told)?;
    staging.publish().map_err(told)?;
    Ok(Some(visible(&folder.join("index.html").to_string_lossy()).into_owned()))
}

/// Says what failed, a line each, and prints what programs want to know.
fn tell(run: &Run, lessons: usize, report: Option<&str>, arguments: &Test) -> Result<(), Setback> {
    for still in run.failures() {
        let help = match still.verdict {
            Verdict::Missing => format!(": write it with `{}`", run.update),
            Verdict::Leftover => format!(": remove it with `{}`", run.update),
            _ => String::new(),
        };
        terminal::say(&format!("{} {}{help}", still.golden, still.says()));
    }
    let failed = run.failures().count();
    // What failed is told even where little is to be said.
    let tell = if failed > 0 { terminal::say } else { terminal::report };
    if let Some(leniency) = run.leniency() {
        tell(&format!("note: {leniency}"));
    }
    tell(&closing_line(run, lessons, failed, report));
    let text = match arguments.format {
        Results::Human => return Ok(()),
        Results::Json => regression::json(run, report),
        Results::Junit => regression::junit(run, report),
    };
    terminal::print(&text).map_err(|error| Setback::Refused(format!("cannot write to standard output: {error}")))
}

fn closing_line(run: &Run, lessons: usize, failed: usize, report: Option<&str>) -> String {
    let stills = format!("{}, {}", count(lessons, "lesson"), count(run.stills.len(), "still"));
    if run.stills.is_empty() {
        return format!("{stills}: there is nothing to test");
    }
    if failed == 0 {
        return format!("{stills}: all as their golden images");
    }
    let kinds = count(run.groups().len(), "kind");
    let see = report.map(|report| format!("; see {report}")).unwrap_or_default();
    format!("{stills}: {failed} not as the golden image, of {kinds}{see}")
}

/// What to type for an update of the very stills that are tested.
fn update_command(arguments: &Test) -> String {
    // A path that begins with a dash would be taken for an option.
    let dashed = |path: &str| if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let mut words = vec!["packetreel test".to_owned()];
    words.extend(arguments.paths.iter().map(|path| quoted(&dashed(&path.to_string_lossy()))));
    words.extend(arguments.size.map(|(width, height)| format!("--size {width}x{height}")));
    words.extend(arguments.theme.map(|theme| format!("--theme {}", format!("{theme:?}").to_lowercase())));
    words.extend((!arguments.page.is_empty()).then(|| format!("--page {}", quoted(&arguments.page.join(",")))));
    words.push("--update".to_owned());
    words.join(" ")
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-,+:@%=".contains(letter);
    let shown = visible(word).into_owned();
    if !shown.is_empty() && shown.chars().all(plain) { shown } else { format!("'{}'", shown.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_golden_image_is_named_after_page_and_step() {
        assert_eq!(name("frames/02-get-foo-port/01.png", false), "02-get-foo-port-01.png");
        assert_eq!(name("frames/02-get-foo-port/01.png", true), "02-get-foo-port-01-dark.png");
    }

    #[test]
    fn a_path_is_quoted_where_a_shell_would_not_take_it_as_it_is() {
        assert_eq!(quoted("lessons/ftp-basics"), "lessons/ftp-basics");
        assert_eq!(quoted("my lessons"), "'my lessons'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
