use super::*;
use crate::diagnostic::Source;
use crate::export::{Motion, Outputs, export};
use crate::timeline::Pacing;

const LESSON: &str = "\
---
title: Echo
hosts: { A: {}, B: {} }
---

# About

Nothing happens here.

# Ping & pong

1. `A -> B: ping`
   Is B there?
2. `B -> A: pong`
   B answers, and says with it that the way back is open, too, which A could not have known before.

# Over

1. `A notes: done`
   <That> was all.
";

fn lesson() -> Compiled {
    crate::compile(&Source::new("echo", LESSON), &Pacing::default()).expect("it has no mistakes")
}

const SMALL: Export =
    Export { only: Outputs { mp4: true, ..Outputs::NONE }, size: (160, 90), video_fps: 25, ..Export::DEFAULT };

fn files(options: &Export) -> Vec<File> {
    let mut files = Vec::new();
    let mut keep = |file| {
        files.push(file);
        Ok(())
    };
    export("echo", &lesson(), options, &mut keep, &|_| {}).expect("memory takes everything");
    files
}

#[test]
fn a_video_comes_with_captions_chapters_and_a_poster() {
    let files = files(&SMALL);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let expected = ["echo.mp4", "captions.vtt", "captions.srt", "chapters.vtt", "poster.png"];
    assert_eq!(paths, expected.map(|name| format!("video/{name}")));
    assert_eq!(files.len(), FILES);
    let lesson = lesson();
    let length: u32 = lesson.timeline.pages.iter().map(|page| page.duration_ms).sum();
    // Up to the end of each page's last picture, which is shown in full.
    let duration = files[0].about.duration_ms.expect("a video has a length");
    assert!((length..length + 2 * 40).contains(&duration), "{duration} for {length}");
}

#[test]
fn any_number_of_threads_makes_the_same_video() {
    assert!(files(&SMALL) == files(&Export { jobs: 3, ..SMALL }));
}

#[test]
fn a_player_can_start_at_every_step() {
    let lesson = lesson();
    let plan = Plan::new(&lesson, &SMALL, &[1, 2]);
    let cuts = plan.cuts();
    let steps = plan.steps();
    assert_eq!(steps.iter().map(|&(_, part, step)| (part, step)).collect::<Vec<_>>(), [(0, 0), (0, 1), (1, 0)]);
    assert!(steps.iter().all(|(frame, ..)| cuts.contains(frame)), "{steps:?} {cuts:?}");
    assert_eq!((cuts.first(), cuts.last()), (Some(&0), Some(&plan.frames)));
    assert!(cuts.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= 250));
}

#[test]
fn a_step_is_seen_when_its_caption_begins() {
    let lesson = lesson();
    for fps in [7, 24, 25, 30, 60] {
        let options = Export { video_fps: fps, ..SMALL };
        let plan = Plan::new(&lesson, &options, &[1, 2]);
        for (cue, time) in [(0, 0), (1, lesson.timeline.pages[1].steps[1].start_ms)] {
            let frame = plan.steps()[cue].0;
            assert!(plan.shown_ms(frame) >= time && plan.frames_in(time) == frame, "{fps} frames a second");
            // A player that goes to the caption's time shows that very frame.
            let there = u64::from(plan.there_ms(frame));
            assert_eq!(there * u64::from(fps) / 1000, u64::from(frame), "{fps} frames a second");
        }
    }
}

#[test]
fn the_pictures_are_those_of_the_reel() {
    let lesson = lesson();
    for fps in [7, 24, 30] {
        let options = Export { video_fps: fps, fps, reel_size: SMALL.size, ..SMALL };
        let plan = Plan::new(&lesson, &options, &[1, 2]);
        let mut reel = Vec::new();
        let mut see = |bitmap: &crate::encode::Bitmap| {
            reel.push(bitmap.clone());
            Ok(())
        };
        reel::frames_of(&lesson, &options, &mut see).expect("they are only looked at");
        assert_eq!(plan.frames as usize, reel.len(), "{fps} frames a second");
        let mut painter = Painter::new(options.theme, options.size);
        for (frame, bitmap) in (0..plan.frames).zip(&reel) {
            let (board, page_ms) = plan.moment(frame).expect("it is of a page");
            painter.show(&reel::scene(&board, page_ms, &options));
            assert!(painter.bitmap() == bitmap, "picture {frame} at {fps} frames a second");
        }
    }
}

/// The list of messages grows until it is pushed up: that is told by how far, not drawn anew.
#[test]
fn what_is_pushed_up_takes_few_bytes() {
    let step = |number: u32| format!("{number}. `A -> B: message {number}`\n   Another one.\n");
    let many = (1..=20).map(step).collect::<Vec<_>>().concat();
    let text = format!("---\ntitle: Many\nhosts: {{ A: {{}}, B: {{}} }}\n---\n\n# All\n\n{many}");
    let compiled = crate::compile(&Source::new("many", text), &Pacing::default()).expect("it has no mistakes");
    let options = Export { size: (640, 360), ..SMALL };
    let plan = Plan::new(&compiled, &options, &[0]);
    let cuts = plan.cuts();
    let last = plan.steps().last().expect("there are steps").0;
    let at = cuts.iter().position(|&cut| cut == last).expect("a player can start there");
    let mut painter = Painter::new(options.theme, options.size);
    let mut planes = Planes::black(options.size);
    let sizes = plan.segment(cuts[at]..cuts[at + 1], &mut painter, &mut planes).expect("it has the right size").sizes;
    assert!(sizes[1..7].iter().all(|size| size * 12 < sizes[0]), "{sizes:?}");
}

#[test]
fn captions_follow_each_other_to_the_end() {
    let lesson = lesson();
    let plan = Plan::new(&lesson, &SMALL, &[1, 2]);
    let cues = plan.cues();
    assert_eq!((cues[0].start_ms, cues[0].lines.clone()), (0, vec!["Is B there?".to_owned()]));
    assert!(cues.windows(2).all(|pair| pair[0].end_ms == pair[1].start_ms));
    assert_eq!(cues.last().map(|cue| cue.end_ms), Some(plan.duration_ms()));
    let titles = plan.titles(&plan.chapters());
    assert_eq!(titles.iter().map(|cue| cue.lines[0].as_str()).collect::<Vec<_>>(), ["Ping & pong", "Over"]);
}

#[test]
fn a_part_of_a_lesson_begins_at_once() {
    let options = Export { pages: Some((3, 3)), ..SMALL };
    let files = files(&options);
    let captions = String::from_utf8_lossy(&files[1].bytes).into_owned();
    assert!(captions.starts_with("WEBVTT\n\n1\n00:00:00.000 --> ") && captions.contains("&lt;That&gt;"), "{captions}");
    assert_eq!(files[0].about.alt.as_deref(), Some("Echo: page 3, as a video"));
}

#[test]
fn a_video_of_motion_alone_at_double_speed_is_short() {
    let motion = Motion { holds: false, speed: 200, ..Motion::DEFAULT };
    let (short, long) = (files(&Export { motion, ..SMALL }), files(&SMALL));
    let length = |files: &[File]| files[0].about.duration_ms.unwrap_or_default();
    assert!(length(&short) * 3 < length(&long), "{} of {}", length(&short), length(&long));
}

#[test]
fn a_lesson_without_steps_has_no_video() {
    let text = "---\nhosts: { A: {} }\n---\n\n# Words\n\nNothing but words.\n";
    let compiled = crate::compile(&Source::new("words", text), &Pacing::default()).expect("it has no mistakes");
    let mut refuse = |file: File| Err(io::Error::other(file.path));
    export("words", &compiled, &SMALL, &mut refuse, &|_| {}).expect("there is nothing to refuse");
}
