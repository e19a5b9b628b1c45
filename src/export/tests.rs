//! What is handed over, and in which pieces.

use super::*;
use crate::diagnostic::Source;
use crate::timeline::Pacing;

/// A lesson of as many pages, on all of which the same happens.
fn lesson(pages: usize) -> Compiled {
    let page = "\n# Ping\n\n1. `A -> B: ping`\n   Is B there?\n2. `B -> A: pong`\n   B answers.\n";
    let text = format!("---\ntitle: Echo\nhosts: {{ A: {{}}, B: {{}} }}\n---\n{}", page.repeat(pages));
    crate::compile(&Source::new("echo", text), &Pacing::default()).expect("it has no mistakes")
}

const MOVING: Export = Export {
    only: Outputs { gif: true, apng: true, mp4: true, ..Outputs::NONE },
    size: (160, 90),
    reel_size: (160, 90),
    ..Export::DEFAULT
};

fn parts(lesson: &Compiled) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut keep = |part| {
        parts.push(part);
        Ok(())
    };
    export_in_parts("echo", lesson, &MOVING, &mut keep, &|_| {}).expect("memory takes everything");
    parts
}

/// Those of a file that comes in pieces: whether it is a head, and the bytes.
fn of<'a>(parts: &'a [Part], wanted: &str) -> Vec<(bool, &'a [u8])> {
    let of = |part: &'a Part| match part {
        Part::Piece { path, bytes, .. } if path == wanted => Some((false, &bytes[..])),
        Part::Head { path, bytes } if path == wanted => Some((true, &bytes[..])),
        _ => None,
    };
    parts.iter().filter_map(of).collect()
}

#[test]
fn no_part_holds_more_than_the_pictures_of_a_page() {
    let parts = parts(&lesson(12));
    for path in ["reels/echo.gif", "reels/echo.apng", "video/echo.mp4"] {
        let lengths: Vec<usize> = of(&parts, path).iter().map(|(_, bytes)| bytes.len()).collect();
        let (largest, all) = (lengths.iter().max().expect("there are some"), lengths.iter().sum::<usize>());
        // Later pages have a fuller ladder than the first ones, and so up to twice the bytes.
        assert!(largest * 6 < all, "{path}: {largest} of {all} bytes at once");
    }
}

#[test]
fn a_head_comes_before_the_pieces_and_as_long_and_true_before_the_last_one() {
    let lesson = lesson(3);
    let parts = parts(&lesson);
    for path in ["reels/echo.apng", "video/echo.mp4"] {
        let parts = of(&parts, path);
        let heads: Vec<usize> = (0..parts.len()).filter(|index| parts[*index].0).collect();
        assert_eq!(heads, [0, parts.len() - 2], "{path}");
        let [first, last] = [parts[heads[0]].1, parts[heads[1]].1];
        assert!(first.len() == last.len() && first != last, "{path}");
        // Six steps are in as many pieces of the video or more; three pages in as many of the reel.
        assert!(parts.len() > 5, "{path} has {} parts", parts.len());
    }
}

#[test]
fn the_parts_of_a_file_make_the_file() {
    let lesson = lesson(3);
    let parts = parts(&lesson);
    let mut files = BTreeMap::new();
    let mut keep = |file: File| {
        files.insert(file.path, file.bytes);
        Ok(())
    };
    export("echo", &lesson, &MOVING, &mut keep, &|_| {}).expect("memory takes everything");
    for path in ["reels/echo.gif", "reels/echo.apng", "video/echo.mp4"] {
        let parts = of(&parts, path);
        let heads: Vec<&[u8]> = parts.iter().filter(|(head, _)| *head).map(|(_, bytes)| *bytes).collect();
        let pieces = parts.iter().filter(|(head, _)| !head).map(|(_, bytes)| *bytes).collect::<Vec<_>>().concat();
        let whole = [heads.last().copied().unwrap_or_default(), &pieces].concat();
        assert!(files.get(path) == Some(&whole), "{path}");
    }
}
