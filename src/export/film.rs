//! A lesson as a video: its pages one after the other, with captions in time beside it, chapters and a poster.

use std::io;
use std::sync::Arc;

use super::clock::Clock;
use super::reel::{self, Deliver, Maker};
use super::{About, Export, File, Kind, Part as Output, Tally, pool, subtitles, telling_step};
use crate::Compiled;
use crate::encode::h264::{self, Encoder, Segment};
use crate::encode::mp4::{self, Chapter};
use crate::encode::png;
use crate::encode::yuv::Planes;
use crate::lesson::plain;
use crate::raster::Painter;
use crate::scene::Storyboard;
use subtitles::Cue;

/// The longest time between two pictures that a player can start at, in seconds.
const SEGMENT_S: u32 = 10;

/// The pages of a video, with their places in its time.
struct Plan<'a> {
    compiled: &'a Compiled,
    options: &'a Export,
    parts: Vec<Part>,
    /// How many pictures there are.
    frames: u32,
}

/// A page in a video.
struct Part {
    page: usize,
    /// Its first picture.
    first: u32,
    clock: Clock,
}

/// How many files [`make`] makes.
pub(super) const FILES: usize = 5;

/// How many pictures the video has.
pub(super) fn frames(compiled: &Compiled, options: &Export, pages: &[usize]) -> usize {
    Plan::new(compiled, options, pages).frames as usize
}

/// Draws and encodes the video, and writes it with all that lies beside it.
pub(super) fn make(maker: &Maker, tally: &Tally, deliver: Deliver) -> io::Result<()> {
    let plan = Plan::new(maker.compiled, maker.options, maker.pages);
    let chapters = plan.chapters();
    video(maker, &plan, &chapters, tally, deliver)?;
    let (cues, titles) = (plan.cues(), plan.titles(&chapters));
    for (name, kind, text) in [
        ("captions.vtt", Kind::Vtt, subtitles::vtt(&cues)),
        ("captions.srt", Kind::Srt, subtitles::srt(&cues)),
        ("chapters.vtt", Kind::Vtt, subtitles::vtt(&titles)),
    ] {
        let about = About { duration_ms: Some(plan.duration_ms()), ..About::of(kind) };
        deliver(File { path: format!("video/{name}"), bytes: text.into_bytes(), about }.into())?;
    }
    deliver(poster(maker)?.into())
}

/// The video alone, segment by segment. Its head says how large each picture is, and so goes over the first one at the end.
fn video(maker: &Maker, plan: &Plan, chapters: &[Chapter], tally: &Tally, deliver: Deliver) -> io::Result<()> {
    let options = maker.options;
    let (size, fps) = (options.size, options.video_fps.max(1));
    let (cuts, parameters) = (plan.cuts(), h264::parameters(size, fps));
    let lengths: Vec<u32> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let film = mp4::Film { size, fps, parameters: &parameters, lengths: &lengths, chapters };
    let path = format!("video/{}.mp4", maker.name);
    let mut file = mp4::Writer::new(film)?;
    deliver(Output::Head { path: path.clone(), bytes: file.head() })?;
    plan.each_segment(&cuts, |segment| {
        file.add(&segment)?;
        tally.frames(segment.sizes.len());
        if !file.is_whole() {
            return deliver(Output::Piece { path: path.clone(), bytes: segment.data, last: None });
        }
        deliver(Output::Head { path: path.clone(), bytes: file.head() })?;
        let alt = format!("{}: {}, as a video", maker.compiled.timeline.trace.lesson.title, options.part());
        let last = Some(plan.about(Kind::Mp4, Some(alt)));
        deliver(Output::Piece { path: path.clone(), bytes: segment.data, last })
    })
}

/// A telling picture, to be shown before the video plays.
fn poster(maker: &Maker) -> io::Result<File> {
    let Maker { compiled, options, pages, .. } = maker;
    let (page, step) = telling_step(compiled, pages).unwrap_or_default();
    let time = compiled.timeline.pages[page].steps.get(step).map_or(0, |step| step.still_ms);
    let mut painter = Painter::new(options.theme, options.size);
    painter.show(&reel::scene(&compiled.board(page), time, options));
    let mut bytes = Vec::new();
    png::write(painter.bitmap(), &mut bytes)?;
    let (width, height) = options.size;
    let number = |index: usize| Some(index as u32 + 1);
    let (page, step) = (number(page), number(step));
    let about = About { page, step, width: Some(width), height: Some(height), ..About::of(Kind::Poster) };
    Ok(File { path: "video/poster.png".to_owned(), bytes, about })
}

impl<'a> Plan<'a> {
    fn new(compiled: &'a Compiled, options: &'a Export, pages: &[usize]) -> Self {
        let mut plan = Self { compiled, options, parts: Vec::new(), frames: 0 };
        for &page in pages {
            let clock = Clock::new(&compiled.board(page), &options.motion);
            let first = plan.frames;
            plan.frames = first.saturating_add(plan.frames_in(clock.duration_ms()));
            plan.parts.push(Part { page, first, clock });
        }
        plan
    }

    /// How many pictures begin before a time has passed. A page's first one is shown at its very beginning, as in a reel.
    fn frames_in(&self, ms: u32) -> u32 {
        (u64::from(ms) * u64::from(self.options.video_fps.max(1))).div_ceil(1000) as u32
    }

    /// When a picture is shown, rounded down.
    fn shown_ms(&self, frame: u32) -> u32 {
        (u64::from(frame) * 1000 / u64::from(self.options.video_fps.max(1))) as u32
    }

    /// When a picture is there for sure: its time, rounded up.
    fn there_ms(&self, frame: u32) -> u32 {
        (u64::from(frame) * 1000).div_ceil(u64::from(self.options.video_fps.max(1))) as u32
    }

    fn duration_ms(&self) -> u32 {
        self.shown_ms(self.frames)
    }

    /// The part that a picture shows.
    fn part_of(&self, frame: u32) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.first <= frame);
        self.parts.get(after.checked_sub(1)?)
    }

    /// The first picture of each step, with its page's place among the parts; steps of which nothing is shown left out.
    fn steps(&self) -> Vec<(u32, usize, usize)> {
        let mut steps: Vec<(u32, usize, usize)> = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            for (step, time) in self.compiled.timeline.pages[part.page].steps.iter().enumerate() {
                let frame = part.first.saturating_add(self.frames_in(part.clock.reel_ms(time.start_ms)));
                if steps.last().is_some_and(|last| last.0 == frame) {
                    steps.pop();
                }
                if frame < self.frames {
                    steps.push((frame, index, step));
                }
            }
        }
        steps
    }

    /// Where segments begin, and the end: a player can start at every step, and every few seconds of a long one.
    fn cuts(&self) -> Vec<u32> {
        let longest = SEGMENT_S * self.options.video_fps.max(1);
        let mut cuts = vec![0];
        let steps = self.steps();
        for next in steps.iter().map(|step| step.0).chain([self.frames]) {
            let mut last = cuts.last().copied().unwrap_or(0);
            while next - last > longest {
                last += longest;
                cuts.push(last);
            }
            // Two pictures in a row that stand by themselves would need to be told apart.
            if next - last > 1 || (next == self.frames && next > last) {
                cuts.push(next);
            }
        }
        cuts
    }

    /// Draws and encodes all pictures on any number of threads, and hands each segment to `take`, in order.
    fn each_segment(&self, cuts: &[u32], mut take: impl FnMut(Segment) -> io::Result<()>) -> io::Result<()> {
        let state = || (Painter::new(self.options.theme, self.options.size), Planes::black(self.options.size));
        let work = |(painter, planes): &mut (Painter, Planes), index: usize| {
            self.segment(cuts[index]..cuts[index + 1], painter, planes)
        };
        let take = |segment: io::Result<Segment>| take(segment?);
        pool::in_order(self.options.jobs, pool::FEW, cuts.len() - 1, state, work, take)
    }

    /// Some pictures in a row. The planes hold what the painter shows.
    fn segment(&self, frames: std::ops::Range<u32>, painter: &mut Painter, planes: &mut Planes) -> io::Result<Segment> {
        let mut encoder = Encoder::new(self.options.size, self.options.video_fps.max(1));
        let first = frames.start;
        for frame in frames {
            let Some((board, page_ms)) = self.moment(frame) else { continue };
            let changed = painter.show(&reel::scene(&board, page_ms, self.options)).to_vec();
            if planes.take(painter.bitmap(), &changed) || frame == first {
                encoder.frame(planes, &changed, &painter.moves())?;
            } else {
                encoder.again();
            }
        }
        Ok(encoder.finish())
    }

    /// The page and the time in it that a picture shows; nothing after the last one.
    fn moment(&self, frame: u32) -> Option<(Arc<Storyboard>, u32)> {
        let part = self.part_of(frame)?;
        let page_ms = part.clock.page_ms(self.shown_ms(frame - part.first));
        Some((self.compiled.board(part.page), page_ms))
    }

    /// A chapter a page.
    fn chapters(&self) -> Vec<Chapter> {
        let lesson = &self.compiled.timeline.trace.lesson;
        let chapter =
            |part: &Part| Chapter { start_ms: self.there_ms(part.first), title: lesson.pages[part.page].title.clone() };
        self.parts.iter().map(chapter).collect()
    }

    fn titles(&self, chapters: &[Chapter]) -> Vec<Cue> {
        let ends = chapters.iter().skip(1).map(|chapter| chapter.start_ms).chain([self.duration_ms()]);
        let cue = |(chapter, end_ms): (&Chapter, u32)| Cue {
            start_ms: chapter.start_ms,
            end_ms,
            lines: vec![chapter.title.split_whitespace().collect::<Vec<_>>().join(" ")],
        };
        chapters.iter().zip(ends).map(cue).collect()
    }

    /// The captions of all steps, each for as long as its step is seen.
    fn cues(&self) -> Vec<Cue> {
        let steps = self.steps();
        let ends = steps.iter().skip(1).map(|step| step.0).chain([self.frames]);
        let pages = &self.compiled.timeline.trace.lesson.pages;
        let cues = steps.iter().zip(ends).flat_map(|(&(frame, part, step), end)| {
            let caption = plain(&pages[self.parts[part].page].steps[step].caption);
            subtitles::cues(&caption, self.there_ms(frame), self.there_ms(end).min(self.duration_ms()))
        });
        cues.collect()
    }

    fn about(&self, kind: Kind, alt: Option<String>) -> About {
        let (width, height) = self.options.size;
        let duration_ms = Some(self.duration_ms());
        About { width: Some(width), height: Some(height), duration_ms, alt, ..About::of(kind) }
    }
}

#[cfg(test)]
mod tests;
