//! Which lessons the paths on the command line mean: each with its text and the name of its folder in the output.

use super::Setback;
use super::reading::{self, Reading};
use super::terminal;
use packetreel::diagnostic::{Diagnostics, Source, did_you_mean, visible};
use packetreel::timeline::Pacing;
use packetreel::{Compiled, compile, embedded, lesson};
use std::fs;
use std::path::{Path, PathBuf};

/// Where lessons are when no path is given.
pub const CONTENT: &str = "content";
/// The lesson that comes with packetreel.
const FLAGSHIP: &str = "ftp-basics";
/// The folder of a lesson whose file has no name to make one of.
const NAMELESS: &str = "lesson";

/// A lesson to build or check.
pub struct Found {
    /// Its folder in the output: a slug, unique among the found.
    pub folder: String,
    /// Where it was read from; none for the lesson that comes with packetreel, and for standard input.
    pub path: Option<PathBuf>,
    /// Its text.
    pub source: Source,
    /// What is wrong with the file itself.
    pub diagnostics: Diagnostics,
}

/// Every lesson that the paths mean: files in the order given, those of a folder sorted by name. No path means
/// `content/`, or where there is none, the lesson that comes with packetreel.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Found>, Setback> {
    if paths.is_empty() && !Path::new(CONTENT).is_dir() {
        return flagship().map(|found| vec![found]);
    }
    let given = if paths.is_empty() { &[PathBuf::from(CONTENT)] } else { paths };
    let mut found: Vec<Found> = Vec::new();
    for file in files(given)? {
        let lesson = open(file)?;
        if let Some(other) = found.iter().find(|other| other.folder == lesson.folder) {
            return Err(same_folder(other, &lesson));
        }
        found.push(lesson);
    }
    Ok(found)
}

/// The one lesson that a path means.
pub fn find_one(path: &Path) -> Result<Found, Setback> {
    let mut found = find(&[path.to_owned()])?;
    match (found.pop(), found.len()) {
        (Some(only), 0) => Ok(only),
        (_, more) => {
            let shown = visible(&path.to_string_lossy()).into_owned();
            Err(Setback::Misused(format!("{shown} holds {} lessons: name one of them", more + 1)))
        }
    }
}

/// True for `-`, which means standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

impl Found {
    /// Compiles the lesson, unless its file is wrong already.
    pub fn compile(&self, pacing: &Pacing) -> Result<Compiled, Diagnostics> {
        if self.diagnostics.has_errors() { Err(self.diagnostics.clone()) } else { compile(&self.source, pacing) }
    }

    /// Compiles the lesson and shows what is wrong with it.
    pub fn compile_and_tell(&self, pacing: &Pacing) -> Result<Compiled, Setback> {
        match self.compile(pacing) {
            Ok(compiled) => {
                terminal::show(&compiled.diagnostics, &self.source);
                Ok(compiled)
            }
            Err(mistakes) => {
                terminal::show(&mistakes, &self.source);
                terminal::point_to_guide(mistakes.0.iter());
                Err(Setback::Mistaken)
            }
        }
    }
}

fn flagship() -> Result<Found, Setback> {
    let path = format!("{FLAGSHIP}/lesson.md");
    let text = embedded::content(&path)
        .ok_or_else(|| Setback::Misused(format!("there is no folder {CONTENT}: name a lesson to build")))?;
    let source = Source::new(path, text);
    Ok(Found { folder: FLAGSHIP.to_owned(), path: None, source, diagnostics: Diagnostics::default() })
}

/// Each lesson file once, folders opened.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Setback> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        let lessons = match path {
            path if is_standard_input(path) => vec![path.clone()],
            path if path.is_dir() => lessons_in(path)?,
            path => vec![existing(path)?],
        };
        for lesson in lessons {
            if !files.contains(&lesson) {
                files.push(lesson);
            }
        }
    }
    Ok(files)
}

/// `lesson.md` of each folder in the folder, and the folder's own Markdown files.
fn lessons_in(folder: &Path) -> Result<Vec<PathBuf>, Setback> {
    let shown = visible(&folder.to_string_lossy()).into_owned();
    let refused = |error| Setback::Refused(format!("cannot read {shown}: {error}"));
    let mut lessons = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = folder.join(entry.map_err(refused)?.file_name());
        let nested = path.join("lesson.md");
        if path.is_dir() && nested.is_file() {
            lessons.push(nested);
        } else if path.is_file() && is_lesson(&path) {
            lessons.push(path);
        }
    }
    lessons.sort();
    if lessons.is_empty() {
        return Err(Setback::Misused(format!("{shown} holds no lesson: neither *.md nor */lesson.md")));
    }
    Ok(lessons)
}

/// A file in Markdown that does not say by its name that it is about the folder.
fn is_lesson(path: &Path) -> bool {
    let markdown = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    let about = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("README"));
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    markdown && !about && !hidden
}

/// The path, or the one nearby that may be meant.
fn existing(path: &Path) -> Result<PathBuf, Setback> {
    if path.symlink_metadata().is_ok() {
        return Ok(path.to_owned());
    }
    let shown = visible(&path.to_string_lossy()).into_owned();
    let kinds = ["html", "svg", "png", "gif", "apng", "mp4"];
    let hint = match kinds.iter().find(|kind| path == Path::new(kind)) {
        Some(kind) => Some(format!("; the kinds of `--only` have commas between them: --only html,{kind}")),
        None => nearby(path).map(|near| format!("; did you mean {}?", visible(&near.to_string_lossy()))),
    };
    Err(Setback::Misused(format!("{shown} does not exist{}", hint.unwrap_or_default())))
}

/// The entry of the same folder whose name is closest.
fn nearby(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names: Vec<String> = fs::read_dir(listed)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| folder.join(name).is_dir() || is_lesson(Path::new(name)))
        .collect();
    names.sort();
    let wanted = path.file_name()?.to_string_lossy();
    // Without its ending, a name may be far from the whole one.
    let stem = Path::new(wanted.as_ref()).file_stem()?.to_string_lossy().to_lowercase();
    let same = |name: &&String| {
        Path::new(name.as_str()).file_stem().is_some_and(|one| one.to_string_lossy().to_lowercase() == stem)
    };
    if let Some(name) = names.iter().find(same) {
        return Some(folder.join(name));
    }
    did_you_mean(&wanted, names.iter().map(String::as_str)).map(|name| folder.join(name))
}

fn open(path: PathBuf) -> Result<Found, Setback> {
    if is_standard_input(&path) {
        let Reading { source, diagnostics } = reading::read_standard_input()?;
        return Ok(Found { folder: NAMELESS.to_owned(), path: None, source, diagnostics });
    }
    let Reading { source, diagnostics } = reading::read(&path)?;
    Ok(Found { folder: folder_of(&path), path: Some(path), source, diagnostics })
}

/// The name of the folder that holds `lesson.md`, or else the file's name without its ending.
fn folder_of(path: &Path) -> String {
    // A folder is called what the path calls it, also where it is a link; one that the path does not name has a name all the same.
    let named = || path.parent()?.file_name().map(ToOwned::to_owned);
    let holder = || named().or_else(|| path.canonicalize().ok()?.parent()?.file_name().map(ToOwned::to_owned));
    let stem = path.file_stem().unwrap_or_default().to_owned();
    let name = if stem == "lesson" { holder().unwrap_or(stem) } else { stem };
    let slug = lesson::slug(&name.to_string_lossy(), &[]);
    if slug.is_empty() { NAMELESS.to_owned() } else { slug }
}

fn same_folder(one: &Found, other: &Found) -> Setback {
    let (one_name, other_name) = (visible(&one.source.name), visible(&other.source.name));
    Setback::Misused(format!("{one_name} and {other_name} would both be built into {}: rename one", one.folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn tree(files: &[&str]) -> TempDir {
        let at = tempfile::tempdir().expect("the tests can write to the temporary folder");
        for file in files {
            let path = at.path().join(file);
            fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the test can write");
            fs::write(path, "# A").expect("the test can write");
        }
        at
    }

    fn folders(at: &TempDir, paths: &[&str]) -> Result<Vec<String>, String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| at.path().join(path)).collect();
        match find(&paths) {
            Ok(found) => Ok(found.into_iter().map(|one| one.folder).collect()),
            Err(Setback::Misused(why) | Setback::Refused(why)) => Err(why),
            Err(Setback::Mistaken) => panic!("nothing was compiled"),
        }
    }

    #[test]
    fn a_folder_means_its_lessons_sorted() {
        let at =
            tree(&["tcp/lesson.md", "dns/lesson.md", "Arp Basics.md", "README.md", "notes/notes.md", ".x.md", "a.txt"]);
        assert_eq!(folders(&at, &["."]), Ok(vec!["arp-basics".into(), "dns".into(), "tcp".into()]));
    }

    #[test]
    fn a_lesson_is_named_after_its_folder_and_any_other_file_after_itself() {
        let at = tree(&["FTP basics/lesson.md", "x/Arp.md"]);
        assert_eq!(folders(&at, &["FTP basics/lesson.md", "x/Arp.md"]), Ok(vec!["ftp-basics".into(), "arp".into()]));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_called_what_the_link_is_called() {
        let at = tree(&["real/lesson.md"]);
        std::os::unix::fs::symlink(at.path().join("real"), at.path().join("linked")).expect("the test can link");
        assert_eq!(folders(&at, &["linked/lesson.md"]), Ok(vec!["linked".into()]));
        assert_eq!(folders(&at, &["."]), Ok(vec!["linked".into(), "real".into()]));
    }

    #[test]
    fn two_lessons_of_one_name_are_refused() {
        let at = tree(&["a/ftp.md", "b/FTP.md"]);
        let why = folders(&at, &["a", "b"]).expect_err("both are ftp");
        assert!(why.contains("would both be built into ftp"), "{why}");
    }

    #[test]
    fn a_path_given_twice_is_read_once() {
        let at = tree(&["ftp.md"]);
        assert_eq!(folders(&at, &["ftp.md", "ftp.md"]), Ok(vec!["ftp".into()]));
    }

    #[test]
    fn a_missing_path_names_the_one_nearby() {
        let at = tree(&["ftp-basics.md"]);
        let why = folders(&at, &["ftp-basic.md"]).expect_err("there is no such file");
        assert!(why.contains("does not exist; did you mean") && why.contains("ftp-basics.md?"), "{why}");
    }

    #[test]
    fn a_folder_without_lessons_is_a_mistake() {
        let at = tree(&["a/b/lesson.md"]);
        let why = folders(&at, &["."]).expect_err("the lesson is too deep");
        assert!(why.contains("holds no lesson"), "{why}");
    }
}
