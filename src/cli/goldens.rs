//! The golden images of one lesson on disk: where they stand, what is in them, and new ones through
//! [`output`](packetreel::output), whose manifest knows which of the files are packetreel's.

use super::Setback;
use super::lessons::Found;
use packetreel::diagnostic::visible;
use packetreel::encode::png::{self, Read as Picture};
use packetreel::export::{About, File, Kind};
use packetreel::output::{MANIFEST, Staging, Surroundings};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The folder beside a lesson.
const FOLDER: &str = "golden";
/// No golden image is larger: a still of 8192 × 8192 pixels of flat art takes a tenth of it.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The golden images of one lesson.
pub struct Goldens {
    /// `golden/` beside the lesson.
    folder: PathBuf,
    /// The folder in it; empty for the `lesson.md` of a folder, whose images stand in `golden/` itself.
    inner: String,
    /// The file names that the manifest lists.
    listed: Vec<String>,
}

/// What stands where a golden image should be.
pub enum Golden {
    /// A file with these bytes.
    File(Vec<u8>),
    /// No file that can be read; why, as the end of a sentence that begins with its path.
    Odd(String),
    /// Nothing.
    Missing,
}

/// What an update did.
#[derive(Debug, Default)]
pub struct Update {
    /// Paths of files with new bytes.
    pub written: Vec<String>,
    /// Paths of files that are gone.
    pub removed: Vec<String>,
    /// Paths of files that belong to no step, but were changed by someone else: they stay.
    pub kept: Vec<String>,
    /// How many files stay as they were.
    pub unchanged: usize,
}

impl Goldens {
    /// Those of a lesson; none for the lesson in the binary, which has no folder.
    pub fn of(lesson: &Found) -> Option<Self> {
        let path = lesson.path.as_ref()?;
        let inner = if path.file_stem().is_some_and(|stem| stem == "lesson") { "" } else { &lesson.folder };
        let folder = path.parent().unwrap_or(Path::new("")).join(FOLDER);
        let listed = listed(&folder.join(inner).join(MANIFEST));
        Some(Self { folder, inner: inner.to_owned(), listed })
    }

    /// The path of one of them.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(&self.inner).join(name)
    }

    /// The same for people, with `/` between the parts.
    pub fn shown(&self, name: &str) -> String {
        let path = self.path(name).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        visible(&path).into_owned()
    }

    /// The names of those that packetreel wrote and that are still there.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(String::as_str).filter(|name| self.path(name).symlink_metadata().is_ok())
    }

    /// Reads one.
    pub fn read(&self, name: &str) -> Result<Golden, Setback> {
        let path = self.path(name);
        let refused = |error: io::Error| Setback::Refused(format!("cannot read {}: {error}", self.shown(name)));
        let link = match path.symlink_metadata() {
            Ok(about) => about.is_symlink(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Golden::Missing),
            Err(error) => return Err(refused(error)),
        };
        let about = match path.metadata() {
            Ok(about) => about,
            Err(error) if link && error.kind() == io::ErrorKind::NotFound => {
                return Ok(Golden::Odd("is a symbolic link to nothing".to_owned()));
            }
            Err(error) => return Err(refused(error)),
        };
        // Opening a pipe waits for its other end, and a device may never end: neither is opened.
        if !about.is_file() {
            return Ok(Golden::Odd("is not a regular file".to_owned()));
        }
        let mut bytes = Vec::new();
        fs::File::open(&path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(refused)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Ok(Golden::Odd("is larger than 256 MB".to_owned()));
        }
        Ok(Golden::File(bytes))
    }

    /// Takes these files for the golden images: writes those whose bytes are new, and removes those of its own that are
    /// not among them.
    pub fn replace(&self, title: &str, files: Vec<File>, surroundings: &Surroundings) -> Result<Update, Setback> {
        let mut update = Update::default();
        if files.is_empty() && self.listed.is_empty() {
            return Ok(update);
        }
        let stale: Vec<&str> = self.own().filter(|name| !files.iter().any(|file| file.path == *name)).collect();
        let told = |error: packetreel::output::Error| {
            // There is no other folder to choose here.
            Setback::Refused(error.to_string().replace(", or choose another folder with -o", ""))
        };
        let mut staging = Staging::begin(&self.folder, surroundings).map_err(told)?;
        staging.open(&self.inner, title, &[Kind::Png]).map_err(told)?;
        for file in files {
            let stands = matches!(self.read(&file.path)?, Golden::File(bytes) if bytes == file.bytes);
            if !stands {
                update.written.push(self.shown(&file.path));
            }
            staging.write(file).map_err(told)?;
        }
        update.unchanged = staging.publish().map_err(told)?.unchanged;
        for name in stale {
            let stays = self.path(name).symlink_metadata().is_ok();
            if stays { &mut update.kept } else { &mut update.removed }.push(self.shown(name));
        }
        Ok(update)
    }

    /// One as it stands, for [`replace`](Self::replace) to keep; `like` is the same step's in another theme.
    pub fn as_it_stands(&self, name: &str, like: &About) -> Result<Option<File>, Setback> {
        let Golden::File(bytes) = self.read(name)? else { return Ok(None) };
        // Where no pixel is wanted, all that is read is how large it is.
        let (width, height) = match png::read(&bytes, 0) {
            Picture::Large(width, height) => (Some(width), Some(height)),
            Picture::Picture(_) | Picture::Unsound(_) => (None, None),
        };
        Ok(Some(File { path: name.to_owned(), bytes, about: About { width, height, ..like.clone() } }))
    }
}

/// The names of the files in a manifest; none where there is none that can be read.
fn listed(manifest: &Path) -> Vec<String> {
    let read = || if manifest.is_file() { fs::read(manifest).ok() } else { None };
    let json = read().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let files = json.as_ref().and_then(|json| json.get("files")?.as_array());
    let names = files.into_iter().flatten().filter_map(|file| file.get("path")?.as_str());
    // What leads elsewhere is none of ours.
    names.filter(|name| !name.contains(['/', '\\'])).map(ToOwned::to_owned).collect()
}
