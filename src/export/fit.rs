//! A limit in bytes goes in, the size and rate of the best GIFs that keep it come out.

use std::collections::BTreeMap;
use std::io;

use super::{Export, Outputs, Part, export_in_parts};
use crate::Compiled;

/// GIFs of a size and a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// Frames a second.
    pub fps: u32,
    /// The size of the largest of the lesson's GIFs.
    pub bytes: u64,
}

/// From the best to the least: percent of the size that was asked for, and at most how many frames a second. Frames are
/// spared first, down to where motion is still understood; text has to be read.
const RUNGS: [(u32, u32); 13] = [
    (100, 50),
    (100, 25),
    (100, 20),
    (100, 15),
    (100, 12),
    (100, 10),
    (85, 10),
    (75, 10),
    (65, 8),
    (55, 8),
    (45, 6),
    (35, 5),
    (25, 5),
];

/// The best size and rate, neither above what `options` ask for, at which no GIF of the lesson has more than `most_bytes`.
/// Where there is none, the least size and rate, whose `bytes` are more than that.
///
/// # Errors
///
/// If a GIF cannot be written to memory, which it has no reason to.
pub fn fit(compiled: &Compiled, options: &Export, most_bytes: u64) -> io::Result<Fit> {
    let rungs = rungs(options);
    let measured = |rung: usize| measure(compiled, options, rungs[rung]);
    // Each rung is smaller than the one before, so halving finds the first that fits.
    let (mut too_large, mut least) = (0, rungs.len() - 1);
    let mut best = measured(0)?;
    if best.bytes <= most_bytes {
        return Ok(best);
    }
    best = measured(least)?;
    while best.bytes <= most_bytes && least - too_large > 1 {
        let middle = usize::midpoint(too_large, least);
        let tried = measured(middle)?;
        if tried.bytes <= most_bytes {
            (best, least) = (tried, middle);
        } else {
            too_large = middle;
        }
    }
    Ok(best)
}

/// The sizes and rates to try, from the best on.
fn rungs(options: &Export) -> Vec<((u32, u32), u32)> {
    let side = |side: u32, percent: u32| if percent == 100 { side } else { (side * percent / 100 / 2 * 2).max(16) };
    let (width, height) = options.reel_size;
    let rung = |&(percent, fps): &(u32, u32)| ((side(width, percent), side(height, percent)), options.fps.min(fps));
    let mut rungs: Vec<_> = RUNGS.iter().map(rung).collect();
    rungs.dedup();
    rungs
}

fn measure(compiled: &Compiled, options: &Export, (size, fps): ((u32, u32), u32)) -> io::Result<Fit> {
    let only = Outputs { gif: true, ..Outputs::NONE };
    let options = Export { only, reel_size: size, fps, ..*options };
    // The reel of all pages comes in pieces, and so does that of a long page.
    let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
    let mut weigh = |part: Part| {
        let (path, bytes) = match part {
            Part::File(file) => (file.path, file.bytes),
            Part::Piece { path, bytes, .. } => (path, bytes),
            Part::Head { .. } => return Ok(()),
        };
        *sizes.entry(path).or_default() += bytes.len() as u64;
        Ok(())
    };
    export_in_parts("", compiled, &options, &mut weigh, &|_| {})?;
    Ok(Fit { size, fps, bytes: sizes.into_values().max().unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::timeline::Pacing;

    fn lesson() -> Compiled {
        let text = "---\nhosts: { A: {}, B: {} }\n---\n\n# Ping\n\n1. `A -> B: ping`\n   Is B there?\n";
        crate::compile(&Source::new("ping", text), &Pacing::default()).expect("it has no mistakes")
    }

    const SMALL: Export = Export { reel_size: (320, 180), fps: 20, ..Export::DEFAULT };

    #[test]
    fn what_fits_as_it_is_stays_so() {
        let fit = fit(&lesson(), &SMALL, 10_000_000).expect("memory takes everything");
        assert_eq!((fit.size, fit.fps), ((320, 180), 20));
    }

    #[test]
    fn a_limit_is_kept_by_the_first_rung_that_does() {
        let lesson = lesson();
        let whole = fit(&lesson, &SMALL, u64::MAX).expect("memory takes everything").bytes;
        let fitted = fit(&lesson, &SMALL, whole * 2 / 3).expect("memory takes everything");
        assert!(fitted.bytes <= whole * 2 / 3, "{fitted:?} of {whole}");
        let rungs = rungs(&SMALL);
        let at = rungs.iter().position(|rung| *rung == (fitted.size, fitted.fps)).expect("it is a rung");
        assert!(measure(&lesson, &SMALL, rungs[at - 1]).expect("memory takes everything").bytes > whole * 2 / 3);
    }

    #[test]
    fn what_is_told_is_the_size_of_the_largest_file_however_long_its_page_is() {
        let steps = "1. `A -> B: ping`\n   Is B there?\n".repeat(8);
        let text = format!("---\nhosts: {{ A: {{}}, B: {{}} }}\n---\n\n# Ping\n\n{steps}");
        let lesson = crate::compile(&Source::new("ping", text), &Pacing::default()).expect("it has no mistakes");
        let options = Export { fps: 50, reel_size: (160, 90), ..SMALL };
        let told = fit(&lesson, &options, u64::MAX).expect("memory takes everything").bytes;
        let mut largest = 0;
        let mut weigh = |file: crate::export::File| {
            largest = largest.max(file.bytes.len() as u64);
            Ok(())
        };
        let only = Outputs { gif: true, ..Outputs::NONE };
        crate::export::export("ping", &lesson, &Export { only, ..options }, &mut weigh, &|_| {})
            .expect("memory takes everything");
        assert_eq!(told, largest);
    }

    #[test]
    fn where_nothing_fits_the_least_is_told() {
        let fit = fit(&lesson(), &SMALL, 100).expect("memory takes everything");
        assert_eq!((fit.size, fit.fps), ((80, 44), 5));
        assert!(fit.bytes > 100);
    }

    #[test]
    fn nothing_is_more_than_was_asked_for() {
        let options = Export { reel_size: (20, 400), fps: 7, ..Export::DEFAULT };
        let rungs = rungs(&options);
        assert_eq!(rungs[0], ((20, 400), 7));
        assert!(rungs.iter().all(|&((w, h), fps)| (16..=20).contains(&w) && (16..=400).contains(&h) && fps <= 7));
        assert!(rungs.windows(2).all(|pair| pair[0].0 >= pair[1].0 && pair[0].1 >= pair[1].1));
    }
}
