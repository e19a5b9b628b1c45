//! `manifest.json`: what a build made, so that the next one knows what is its own, and programs what there is.

use super::error::{Error, doing};
use crate::export::{About, Kind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// What a build made in one folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The version of packetreel that wrote it.
    pub packetreel: String,
    /// The lesson's title.
    pub title: String,
    /// Sorted by path.
    pub files: Vec<Entry>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// In the folder, with `/` between the parts.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The page that it shows, from 1; absent where it shows no single one, as below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The step that it shows, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    /// In pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// In pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// How long it plays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u32>,
    /// Its size.
    pub bytes: u64,
    /// Its digest, as lower-case hex.
    pub sha256: String,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

impl Manifest {
    pub(super) fn new(title: &str) -> Self {
        Self { packetreel: env!("CARGO_PKG_VERSION").to_owned(), title: title.to_owned(), files: Vec::new() }
    }

    pub(super) fn add(&mut self, path: String, about: About, content: &Content) {
        self.files.push(Entry {
            path,
            kind: about.kind,
            page: about.page,
            step: about.step,
            width: about.width,
            height: about.height,
            duration_ms: about.duration_ms,
            bytes: content.bytes,
            sha256: content.hex(),
            alt: about.alt,
        });
    }

    /// Takes over an entry of an older manifest.
    pub(super) fn keep(&mut self, entry: Entry) {
        self.files.push(entry);
    }

    pub(super) fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// As JSON, a line for each file, so that a change to one file changes one line.
    pub fn to_json(&self) -> String {
        let mut text =
            format!("{{\n  \"packetreel\": {},\n  \"title\": {},\n", json(&self.packetreel), json(&self.title));
        text.push_str("  \"files\": [");
        for (index, entry) in self.files.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n    {}", json(entry));
        }
        text.push_str("\n  ]\n}\n");
        text
    }
}

/// What an older build, perhaps of another version, left in a folder: as much of its manifest as is needed.
#[derive(Debug, Deserialize)]
pub(super) struct Older {
    #[serde(rename = "packetreel")]
    _version: String,
    pub(super) files: Vec<OlderEntry>,
}

/// A file of an older build.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum OlderEntry {
    /// One that this version could have made.
    Known(Entry),
    /// One of a kind that this version does not know.
    Other { path: String, bytes: u64, sha256: String },
}

impl Older {
    pub(super) fn lists(&self, path: &str) -> bool {
        self.files.iter().any(|entry| entry.path() == path)
    }
}

impl OlderEntry {
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Known(Entry { path, .. }) | Self::Other { path, .. } => path,
        }
    }

    /// The entry for the new manifest, where it is of none of these kinds.
    pub(super) fn beside(&self, kinds: &[Kind]) -> Option<&Entry> {
        match self {
            Self::Known(entry) if !kinds.contains(&entry.kind) => Some(entry),
            Self::Known(_) | Self::Other { .. } => None,
        }
    }
}

/// The manifest that an older build left, if any.
///
/// # Errors
///
/// When the file is not one of ours: it must not be written over.
pub(super) fn read(path: &Path) -> Result<Option<Older>, Error> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let text = doing("read", path, fs::read(path))?;
    serde_json::from_slice(&text).map(Some).map_err(|_| Error::foreign(path))
}

/// True when the file is still what the entry says.
pub(super) fn still_is(path: &Path, entry: &OlderEntry) -> bool {
    let (OlderEntry::Known(Entry { bytes, sha256, .. }) | OlderEntry::Other { bytes, sha256, .. }) = entry;
    let regular = path.symlink_metadata().is_ok_and(|about| about.is_file() && about.len() == *bytes);
    regular && Content::of_file(path).is_ok_and(|content| content.hex() == *sha256)
}

/// What is to be told of a file's content: its size and its digest.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub(super) bytes: u64,
    digest: Sha256,
}

impl Content {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut content = Self::default();
        content.add(bytes);
        content
    }

    /// Of a file, which is never in memory as a whole.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = fs::File::open(path)?;
        let (mut content, mut buffer) = (Self::default(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(content),
                length => content.add(&buffer[..length]),
            }
        }
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.digest.update(bytes);
    }

    pub(super) fn hex(&self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.digest.clone().finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

/// Text and numbers have no form that JSON lacks, so this does not fail.
fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
