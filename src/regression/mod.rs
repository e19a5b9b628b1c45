//! Stills and their golden images go in, verdicts come out, and reports of them for people and for CI systems.
//!
//! Nothing here touches a disk: the bytes of a golden image are given, and reports are text.

mod change;
mod compare;
mod golden;
mod group;
mod html;
mod json;
mod junit;
mod place;
mod region;

pub use change::Change;
pub use compare::{Difference, Tolerance, compare};
pub use golden::{Verdict, judge};
pub use group::Group;
pub use html::html;
pub use json::json;
pub use junit::junit;
pub use place::{Places, Thing};

use std::io;

use crate::encode::{Bitmap, PixelRect, png};
use crate::scene::{Panel, Scene, Storyboard};

/// All stills of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// In the order of lessons, themes, pages and steps.
    pub stills: Vec<Still>,
    /// What was let pass.
    pub tolerance: Tolerance,
    /// What to type to take the stills as they are for golden images from now on.
    pub update: String,
}

/// A still and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// The lesson's title.
    pub lesson: String,
    /// The path of its golden image, for people.
    pub golden: String,
    /// What it shows; none for a golden image that no step has any more.
    pub shows: Option<Shows>,
    /// How it stands to its golden image.
    pub verdict: Verdict,
    /// What kind of change it is, where the two differ.
    pub change: Option<Change>,
    /// The panels in which they differ.
    pub panels: Vec<Panel>,
    /// The pictures, unless all is well.
    pub pictures: Pictures,
}

/// Which moment a still shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shows {
    /// From 1.
    pub page: usize,
    /// The page's title.
    pub title: String,
    /// From 1.
    pub step: usize,
    /// How many steps the page has.
    pub steps: usize,
    /// What is said.
    pub caption: String,
    /// True in dark colours.
    pub dark: bool,
    /// In pixels.
    pub size: (u32, u32),
}

/// PNG files of what is compared, as far as there is such a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pictures {
    /// The golden image, as it was understood.
    pub expected: Option<Vec<u8>>,
    /// The still.
    pub actual: Option<Vec<u8>>,
    /// Transparent but for the pixels that differ.
    pub difference: Option<Vec<u8>>,
}

impl Still {
    /// Holds a still of `scene`, from `board`, against the bytes of its golden image; `lesson` and `golden` are as in the
    /// fields. The golden image comes along, as far as it could be read.
    pub fn judged(
        (lesson, golden, shows): (String, String, Shows),
        bytes: &[u8],
        still: &Bitmap,
        (board, scene): (&Storyboard, &Scene<'_>),
        tolerance: Tolerance,
    ) -> (Self, Option<Bitmap>) {
        let (verdict, expected) = judge(bytes, still, tolerance);
        let (mut change, mut panels) = (None, Vec::new());
        if let (Verdict::Different(difference), Some(expected)) = (&verdict, &expected) {
            let places = Places::of(board, scene, (still.width, still.height));
            change = Some(change::find(expected, still, difference, &places));
            panels = difference.regions.iter().flat_map(|rect| places.panels(*rect)).collect();
            panels.sort();
            panels.dedup();
        }
        let pictures = Pictures::default();
        (Self { lesson, golden, shows: Some(shows), verdict, change, panels, pictures }, expected)
    }

    /// One that there is nothing to hold against.
    pub fn unjudged(lesson: String, golden: String, shows: Option<Shows>, verdict: Verdict) -> Self {
        let pictures = Pictures::default();
        Self { lesson, golden, shows, verdict, change: None, panels: Vec::new(), pictures }
    }

    /// One sentence that says what is wrong, as the end of one that begins with the path of the golden image.
    pub fn says(&self) -> String {
        match &self.verdict {
            Verdict::Same(_) => "is as it should be".to_owned(),
            Verdict::Different(difference) => {
                let Difference { pixels, largest, bounds, .. } = **difference;
                let panels: Vec<&str> = self.panels.iter().map(|panel| panel_name(*panel)).collect();
                format!(
                    "differs: {} by up to {largest} of 255, at {}, in the {}",
                    if pixels == 1 { "1 pixel".to_owned() } else { format!("{pixels} pixels") },
                    place(bounds),
                    panels.join(" and the ")
                )
            }
            Verdict::OtherSize(width, height) => {
                let (w, h) = self.shows.as_ref().map(|shows| shows.size).unwrap_or_default();
                format!("is {width} × {height} pixels large, the still is {w} × {h}")
            }
            Verdict::Unreadable(why) => why.clone(),
            Verdict::Missing => "is missing".to_owned(),
            Verdict::Leftover => "belongs to no step of the lesson".to_owned(),
        }
    }

    /// Takes the pictures along for a report, given the golden image as far as it could be read, and the still's file.
    ///
    /// # Errors
    ///
    /// If one cannot be compressed, which it has no reason to.
    fn picture(&mut self, expected: Option<&Bitmap>, actual: Vec<u8>) -> io::Result<()> {
        if let Some(bitmap) = expected {
            let mut bytes = Vec::new();
            png::write(bitmap, &mut bytes)?;
            self.pictures.expected = Some(bytes);
        }
        if let (Verdict::Different(difference), Some(bitmap)) = (&self.verdict, expected) {
            let mark = |&differs: &bool| if differs { MARK } else { [0; 4] };
            let layer: Vec<u8> = difference.mask.iter().flat_map(mark).collect();
            let mut bytes = Vec::new();
            png::write_layer(bitmap.width, bitmap.height, &layer, &mut bytes)?;
            self.pictures.difference = Some(bytes);
        }
        self.pictures.actual = Some(actual);
        Ok(())
    }
}

impl Run {
    /// Adds a still. One that does not pass brings its pictures along as long as a report can hold them, or when it is
    /// the first of its kind: `golden` as far as it could be read, and the still's file.
    ///
    /// # Errors
    ///
    /// If a picture cannot be compressed, which it has no reason to.
    pub fn add(&mut self, mut still: Still, golden: Option<&Bitmap>, file: Vec<u8>) -> io::Result<()> {
        if !still.verdict.is_fine() {
            let pictured = self.stills.iter().filter(|other| other.pictures.actual.is_some());
            let alike = |other: &&Still| other.change == still.change;
            if pictured.clone().count() < MOST_PICTURED || pictured.filter(alike).count() == 0 {
                still.picture(golden, file)?;
            }
        }
        if let Verdict::Different(difference) = &mut still.verdict {
            // Nothing but the layer and the change is made of it, and it is large.
            difference.mask = Vec::new();
        }
        self.stills.push(still);
        Ok(())
    }

    /// The stills that do not pass.
    pub fn failures(&self) -> impl Iterator<Item = &Still> {
        self.stills.iter().filter(|still| !still.verdict.is_fine())
    }

    /// What was let pass beyond the default, as a sentence; nothing where nothing was.
    pub fn leniency(&self) -> Option<String> {
        let Tolerance { threshold, ignore_antialiasing } = self.tolerance;
        let mut parts = Vec::new();
        if threshold != Tolerance::default().threshold {
            parts.push(format!(
                "--threshold {threshold}: differences of a channel up to {threshold} of 255 count as none"
            ));
        }
        if ignore_antialiasing {
            let passed: u64 =
                self.stills.iter().map(|still| if let Verdict::Same(n) = still.verdict { n } else { 0 }).sum();
            parts.push(format!(
                "--ignore-antialiasing: pixels that look like the smoothing of an edge count as none ({passed} in the stills that pass)"
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// A report with more pictures than this takes long to open; those of a kind that it has no picture of come on top.
const MOST_PICTURED: usize = 300;

/// A colour that no theme has: red, green, blue and opacity.
const MARK: [u8; 4] = [255, 0, 144, 255];

/// Such as `20 × 10 pixels from (3, 4)`.
fn place(rect: PixelRect) -> String {
    format!("({}, {}), {} × {}", rect.x, rect.y, rect.w, rect.h)
}

/// A panel for people.
pub fn panel_name(panel: Panel) -> &'static str {
    match panel {
        Panel::Frame => "frame",
        Panel::Stage => "stage",
        Panel::Ladder => "ladder",
        Panel::Terminal => "terminal",
    }
}
