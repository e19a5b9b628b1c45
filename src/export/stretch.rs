//! A page's reel in parts of bounded length, so that neither its frames nor its files are in memory as a whole.

use super::{Export, reel};
use crate::Compiled;

/// Frames of a page in a row, which are packed by one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) page: usize,
    /// The first frame, and the one after the last.
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) ends_page: bool,
}

/// How many frames there are in a stretch: those of some eight steps, so that a long page takes no more memory than a short one,
/// and most pages are one stretch.
const STRETCH: u32 = 600;

impl Stretch {
    /// All frames of a page.
    pub(super) fn whole(page: usize) -> Self {
        Self { page, first: 0, end: u32::MAX, ends_page: true }
    }

    /// True for all frames of a page.
    pub(super) fn is_whole(self) -> bool {
        self.first == 0 && self.ends_page
    }

    /// True where a page begins.
    pub(super) fn begins_page(self) -> bool {
        self.first == 0
    }

    /// How many there are.
    pub(super) fn frames(self) -> usize {
        (self.end - self.first) as usize
    }
}

/// The stretches of a page, of which there is at least one.
pub(super) fn stretches(compiled: &Compiled, options: &Export, page: usize) -> impl Iterator<Item = Stretch> {
    let frames = reel::frames(compiled, options, page) as u32;
    let stretch = move |first: u32| {
        let end = first.saturating_add(STRETCH).min(frames);
        Stretch { page, first, end, ends_page: end == frames }
    };
    (0..frames.max(1)).step_by(STRETCH as usize).map(stretch)
}

#[cfg(test)]
mod tests {
    use super::super::still::LazyPainter;
    use super::*;
    use crate::diagnostic::Source;
    use crate::encode::{Repeat, apng, gif};
    use crate::raster::Painter;
    use crate::timeline::Pacing;
    use reel::{Maker, Recorded};

    const FAST: Export = Export { reel_size: (160, 90), fps: 50, ..Export::DEFAULT };

    fn long_page() -> Compiled {
        let steps = "1. `A -> B: ping`\n   Is B there?\n2. `B -> A: pong`\n   B answers.\n".repeat(4);
        let text = format!("---\ntitle: Echo\nhosts: {{ A: {{}}, B: {{}} }}\n---\n\n# Ping\n\n{steps}");
        crate::compile(&Source::new("echo", text), &Pacing::default()).expect("it has no mistakes")
    }

    fn painter() -> Painter {
        Painter::new(FAST.theme, FAST.reel_size)
    }

    #[test]
    fn the_stretches_of_a_page_are_all_its_frames_in_order() {
        let lesson = long_page();
        let stretches: Vec<Stretch> = stretches(&lesson, &FAST, 0).collect();
        assert!(stretches.len() > 1, "the page is too short for this test");
        let frames = reel::frames(&lesson, &FAST, 0);
        assert_eq!((stretches[0].first, stretches[stretches.len() - 1].end as usize), (0, frames));
        assert!(stretches.windows(2).all(|pair| pair[0].end == pair[1].first && !pair[0].ends_page));
        assert!(stretches.iter().all(|stretch| (1..=600).contains(&stretch.frames()) && !stretch.is_whole()));
        assert!(stretches[stretches.len() - 1].ends_page);
    }

    #[test]
    fn a_page_of_few_frames_is_one_stretch() {
        let lesson = long_page();
        let slow = Export { fps: 1, ..FAST };
        let stretches: Vec<Stretch> = stretches(&lesson, &slow, 0).collect();
        assert!(stretches.len() == 1 && stretches[0].is_whole());
    }

    #[test]
    fn an_animated_png_in_stretches_is_the_one_that_is_packed_at_once() {
        let lesson = long_page();
        let maker = Maker { name: "echo", compiled: &lesson, options: &FAST, pages: &[0] };
        let mut at_once = Vec::new();
        apng::write(&maker.pack_apng(Stretch::whole(0), &mut painter()), Repeat::Forever, &mut at_once)
            .expect("memory takes it");
        let mut writer = apng::Writer::new(FAST.reel_size, Repeat::Forever);
        let mut pieces = Vec::new();
        for stretch in stretches(&lesson, &FAST, 0) {
            // A painter that has shown nothing, as on another thread.
            let reel = maker.pack_apng(stretch, &mut painter());
            pieces.extend(writer.add(&reel).expect("memory takes it"));
        }
        pieces.extend(writer.finish().expect("memory takes it"));
        assert!([writer.head().expect("memory takes it"), pieces].concat() == at_once);
    }

    #[test]
    fn a_gif_that_is_drawn_again_in_stretches_is_the_one_of_the_frames_that_were_kept() {
        let lesson = long_page();
        let maker = Maker { name: "echo", compiled: &lesson, options: &FAST, pages: &[0] };
        let file = |is_kept: bool| {
            let (histogram, tape) = maker.record(0, &mut painter());
            assert!(tape.is_some(), "the page is too long for this test");
            let mut recorded = Recorded::default();
            recorded.add(0, (histogram, tape.filter(|_| is_kept)));
            let recorded = recorded.finish();
            let mut writer = gif::Writer::new(&recorded.palette, (160, 90), Repeat::Forever).expect("memory takes it");
            let mut pieces = Vec::new();
            for stretch in stretches(&lesson, &FAST, 0) {
                let mut painter = LazyPainter::new(FAST.theme, FAST.reel_size);
                let reel = maker.pack_gif(stretch, &recorded, &mut painter);
                assert!(reel.is_some() != is_kept || stretch.begins_page());
                pieces.push(reel.map_or(Ok(Vec::new()), |reel| writer.add(&reel)).expect("memory takes it"));
            }
            pieces.push(writer.finish().expect("memory takes it"));
            pieces.concat()
        };
        assert!(file(true) == file(false));
    }
}
