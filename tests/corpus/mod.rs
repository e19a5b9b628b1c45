//! The lessons that the tests draw: the flagship, then each file in `tests/lessons`, compiled at the usual pace.

use packetreel::diagnostic::Source;
use packetreel::timeline::Pacing;
use packetreel::{Compiled, compile};
use std::fs;
use std::path::{Path, PathBuf};

/// A lesson under the name that its outputs have.
pub struct Lesson {
    pub name: String,
    pub compiled: Compiled,
}

/// Every lesson: the flagship first, then the small ones by name.
pub fn lessons() -> Vec<Lesson> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut small: Vec<PathBuf> = fs::read_dir(root.join("tests/lessons"))
        .expect("the folder of small lessons is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    small.sort();
    let mut lessons = vec![open("ftp-basics", &root.join("content/ftp-basics/lesson.md"))];
    lessons.extend(small.iter().map(|path| open(&path.file_stem().unwrap_or_default().to_string_lossy(), path)));
    lessons
}

fn open(name: &str, path: &Path) -> Lesson {
    let text = fs::read_to_string(path).expect("the lesson can be read");
    let compiled = compile(&Source::new(name, text), &Pacing::default())
        .unwrap_or_else(|mistakes| panic!("{name} has mistakes: {mistakes:#?}"));
    Lesson { name: name.to_owned(), compiled }
}
