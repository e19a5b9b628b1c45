//! What stands where a golden image should be, held against a still.

use super::compare::{Difference, Tolerance, compare};
use crate::encode::Bitmap;
use crate::encode::png::{self, Read};

/// How a still stands to its golden image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They are the same, within the tolerance; how many pixels differ by the smoothing of an edge and were let pass.
    Same(u64),
    /// They differ.
    Different(Box<Difference>),
    /// The golden image is of another size: its width and height.
    OtherSize(u32, u32),
    /// What is there is no picture; why, as the end of a sentence that begins with its name.
    Unreadable(String),
    /// There is none.
    Missing,
    /// There is a golden image, but no step that it belongs to.
    Leftover,
}

impl Verdict {
    /// True where the test has nothing to say.
    pub fn is_fine(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

/// Holds a still against the bytes of its golden image.
pub fn judge(golden: &[u8], still: &Bitmap, tolerance: Tolerance) -> (Verdict, Option<Bitmap>) {
    if golden.starts_with(b"version https://git-lfs.github.com/spec/") {
        let why = "is a Git LFS pointer and not the picture itself: run `git lfs pull`".to_owned();
        return (Verdict::Unreadable(why), None);
    }
    if golden.is_empty() {
        return (Verdict::Unreadable("is an empty file".to_owned()), None);
    }
    // A picture of another size is shown too, unless it is far larger.
    match png::read(golden, still.rect().area().saturating_mul(4).max(1 << 20)) {
        Read::Unsound(why) => (Verdict::Unreadable(why), None),
        Read::Large(width, height) => (Verdict::OtherSize(width, height), None),
        Read::Picture(golden) => {
            let verdict = if (golden.width, golden.height) == (still.width, still.height) {
                match compare(&golden, still, tolerance) {
                    Ok(passed) => Verdict::Same(passed),
                    Err(difference) => Verdict::Different(Box::new(difference)),
                }
            } else {
                Verdict::OtherSize(golden.width, golden.height)
            };
            (verdict, Some(golden))
        }
    }
}
