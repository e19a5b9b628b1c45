//! `packetreel new`: a name in, a folder with a lesson to begin with out. Nothing is written over.

use super::terminal;
use super::{Outcome, Setback};
use clap::Args;
use packetreel::diagnostic::{did_you_mean, visible};
use packetreel::{embedded, output};
use std::path::{Path, PathBuf};

pub const EXAMPLES: &str = "\
Examples:
  packetreel new my-lesson                    my-lesson/lesson.md, small and commented
  packetreel new my-ftp --from ftp-basics     a copy of the lesson that comes with packetreel";

/// The small lesson, among the templates.
const STARTER: &str = "new/lesson.md";
/// What stands for the title in it.
const TITLE: &str = "A new lesson";

/// `packetreel new`.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make; its name becomes the lesson's title
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Begin with a copy of a lesson that comes with packetreel: ftp-basics
    #[arg(long, value_name = "LESSON")]
    pub from: Option<String>,
}

/// Makes the folder and says what to do next.
pub fn run(arguments: &New) -> Outcome {
    match make(arguments) {
        Ok(()) => Outcome::Done,
        Err(why) => why.tell(),
    }
}

fn make(arguments: &New) -> Result<(), Setback> {
    let folder = &arguments.folder;
    match &arguments.from {
        Some(name) => output::write_folder(folder, &lesson_files(name)?)?,
        None => output::write_folder(folder, &[("lesson.md", &starter(folder))])?,
    }
    let shown = visible(&folder.to_string_lossy()).into_owned();
    let lesson = visible(&folder.join("lesson.md").to_string_lossy()).into_owned();
    let shown = quoted(&shown);
    let next = format!(
        "  packetreel serve {shown} --open    shows it while you edit it\n  packetreel build {shown} --open    makes the slideshow, pictures and GIFs"
    );
    terminal::report(&format!("{lesson} is there:\n{next}"));
    Ok(())
}

/// A path as a shell takes it for one word.
fn quoted(path: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+:\\".contains(letter);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// The small lesson, with a title made of the folder's name.
fn starter(folder: &Path) -> String {
    let template = embedded::template(STARTER).expect("the binary carries all of templates/");
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    template.replacen(TITLE, &title(&name), 1)
}

/// `my-first_lesson` as `My first lesson`, in quotes where YAML would read it as anything but text.
fn title(name: &str) -> String {
    let spaced: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let words = spaced.join(" ");
    let mut letters = words.chars();
    let Some(first) = letters.next() else { return TITLE.to_owned() };
    let title: String = first.to_uppercase().chain(letters).collect();
    let plain = title.chars().all(|letter| letter.is_alphanumeric() || letter == ' ');
    if plain && !title.eq_ignore_ascii_case("null") {
        return title;
    }
    serde_json::to_string(&title).unwrap_or_else(|_| TITLE.to_owned())
}

/// The files of a lesson that comes with packetreel.
fn lesson_files(name: &str) -> Result<Vec<(&'static str, &'static str)>, Setback> {
    let lessons = lessons();
    if !lessons.contains(&name) {
        let near = did_you_mean(name, lessons.iter().copied()).map(|near| format!("; did you mean {near}?"));
        let (shown, all) = (visible(name), lessons.join(", "));
        let why = format!("no lesson {shown} comes with packetreel, only {all}{}", near.unwrap_or_default());
        return Err(Setback::Misused(why));
    }
    let inner =
        |(path, text): &(&'static str, &'static str)| Some((path.strip_prefix(name)?.strip_prefix('/')?, *text));
    Ok(embedded::CONTENT.iter().filter_map(inner).collect())
}

/// The folders of `content/`, each with a lesson in it.
fn lessons() -> Vec<&'static str> {
    embedded::CONTENT.iter().filter_map(|(path, _)| path.strip_suffix("/lesson.md")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_s_name_becomes_a_title() {
        for (name, expected) in [
            ("my-first_lesson", "My first lesson"),
            ("über", "Über"),
            ("--", TITLE),
            ("null", "\"Null\""),
            ("a: b #c", "\"A: b #c\""),
            ("say \"hi\"", "\"Say \\\"hi\\\"\""),
        ] {
            assert_eq!(title(name), expected, "{name:?}");
        }
    }

    #[test]
    fn the_lessons_that_come_along_are_known_by_name() {
        assert_eq!(lessons(), ["ftp-basics"]);
        let files = lesson_files("ftp-basics").expect("it comes along");
        assert!(files.iter().any(|(path, text)| *path == "lesson.md" && text.starts_with("---\n")));
        let Err(Setback::Misused(why)) = lesson_files("ftp-basic") else { panic!("there is none") };
        assert_eq!(why, "no lesson ftp-basic comes with packetreel, only ftp-basics; did you mean ftp-basics?");
    }
}
