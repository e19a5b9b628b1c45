use super::*;

fn bitmap() -> Bitmap {
    Bitmap::filled(80, 50, [250, 250, 250])
}

const fn rect(x: u32, y: u32, w: u32, h: u32) -> PixelRect {
    PixelRect { x, y, w, h }
}

fn paint(bitmap: &mut Bitmap, rect: PixelRect, rgb: [u8; 3]) {
    for y in 0..rect.h {
        bitmap.row_mut(rect, y).copy_from_slice(&rgb.repeat(rect.w as usize));
    }
}

/// A square that moves from the left to the right, in a colour of its own each time.
fn moving(from: u32) -> Vec<Bitmap> {
    let picture = |step: u32| {
        let mut picture = bitmap();
        paint(&mut picture, rect(from + step * 5, 20, 10, 10), [step as u8, 90, from as u8]);
        picture
    };
    (0..5).map(picture).collect()
}

fn reel(pictures: &[Bitmap], delay_ms: u32) -> Reel {
    let mut encoder = Encoder::new((80, 50));
    for picture in pictures {
        encoder.frame(picture, &[picture.rect()], delay_ms);
    }
    encoder.finish()
}

fn file(reel: &Reel, repeat: Repeat) -> Vec<u8> {
    let mut file = Vec::new();
    write(reel, repeat, &mut file).expect("a Vec takes everything");
    file
}

/// What a viewer shows, by a decoder of someone else.
fn seen(file: &[u8]) -> Vec<Vec<u8>> {
    use image::AnimationDecoder;
    let decoder = image::codecs::png::PngDecoder::new(io::Cursor::new(file)).expect("it is a PNG file");
    let frames = decoder.apng().expect("it is animated").into_frames();
    let frames = frames.map(|frame| frame.expect("each frame is sound").into_buffer());
    frames.map(|frame| frame.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()).collect()
}

#[test]
fn a_viewer_sees_the_very_pictures() {
    let pictures = moving(3);
    let seen = seen(&file(&reel(&pictures, 50), Repeat::Forever));
    assert_eq!(seen.len(), 5);
    assert!(pictures.iter().zip(&seen).all(|(picture, seen)| picture.pixels == *seen));
}

#[test]
fn a_frame_is_the_rectangle_in_which_it_differs() {
    let rects: Vec<PixelRect> = reel(&moving(3), 50).frames().iter().map(|frame| frame.rect).collect();
    assert_eq!(rects[..3], [rect(0, 0, 80, 50), rect(3, 20, 15, 10), rect(8, 20, 15, 10)]);
}

#[test]
fn equal_frames_become_one_that_stays_longer() {
    let mut encoder = Encoder::new((80, 50));
    encoder.frame(&bitmap(), &[], 50);
    encoder.frame(&bitmap(), &[], 50);
    encoder.frame(&bitmap(), &[rect(0, 0, 80, 50)], 33);
    let reel = encoder.finish();
    assert_eq!(reel.frames().iter().map(|frame| frame.delay_ms).collect::<Vec<_>>(), [133]);
}

/// What stands on the disk once all reels have come, and the pieces that follow on its head.
fn joined(reels: &[Reel], repeat: Repeat) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut writer = Writer::new((80, 50), repeat);
    let (mut file, mut pieces) = (writer.head().expect("memory takes it"), Vec::new());
    for reel in reels {
        pieces.push(writer.add(reel).expect("memory takes it"));
    }
    pieces.push(writer.finish().expect("memory takes it"));
    file.extend(pieces.concat());
    let head = writer.head().expect("memory takes it");
    file[..head.len()].copy_from_slice(&head);
    (file, pieces)
}

#[test]
fn joined_reels_show_one_after_the_other() {
    let (first, second) = (moving(3), moving(40));
    let (file, _) = joined(&[reel(&first, 50), reel(&second, 50)], Repeat::Times(1));
    let seen = seen(&file);
    let all = [first, second].concat();
    assert_eq!(seen.len(), 10);
    assert!(all.iter().zip(&seen).all(|(picture, seen)| picture.pixels == *seen));
}

#[test]
fn joined_reels_are_the_file_of_all_their_pictures() {
    let parts = [moving(3), moving(40), moving(12)];
    let reels = parts.clone().map(|pictures| reel(&pictures, 50));
    let (joined, pieces) = joined(&reels, Repeat::Forever);
    assert!(joined == file(&reel(&parts.concat(), 50), Repeat::Forever));
    // Each reel is handed over when it comes, but for its last frame, and none of it again.
    let begin = |piece: &Vec<u8>| piece[4..8].to_vec();
    assert_eq!(pieces.iter().map(begin).collect::<Vec<_>>(), [b"fcTL", b"fcTL", b"fcTL", b"fcTL"]);
    let frames = |piece: &Vec<u8>| piece.windows(4).filter(|window| window == b"fcTL").count();
    assert_eq!(pieces.iter().map(frames).collect::<Vec<_>>(), [4, 5, 5, 1]);
}

#[test]
fn a_reel_that_begins_as_another_ends_prolongs_its_last_frame() {
    let still = || reel(&[bitmap()], 50);
    let (joined, _) = joined(&[still(), still(), reel(&moving(3), 50)], Repeat::Forever);
    let mut pictures = vec![bitmap(), bitmap()];
    pictures.extend(moving(3));
    assert!(joined == file(&reel(&pictures, 50), Repeat::Forever));
}

/// The same pictures as reels that follow on each other, each of so many pictures.
fn stretches(pictures: &[Bitmap], lengths: &[usize]) -> Vec<Reel> {
    let mut at = 0_usize;
    let stretch = |length: &usize| {
        let before = at.checked_sub(1).map(|before| pictures[before].clone());
        let mut encoder = before.map_or_else(|| Encoder::new((80, 50)), Encoder::after);
        for picture in &pictures[at..at + length] {
            encoder.frame(picture, &[picture.rect()], 50);
        }
        at += length;
        encoder.finish()
    };
    lengths.iter().map(stretch).collect()
}

#[test]
fn a_reel_in_stretches_is_the_same_file() {
    // The fifth and the sixth picture are alike, as are the last three.
    let mut pictures = moving(3);
    pictures.push(pictures[4].clone());
    pictures.extend(moving(40));
    pictures.extend([pictures[10].clone(), pictures[10].clone()]);
    let at_once = file(&reel(&pictures, 50), Repeat::Forever);
    for lengths in [&[13][..], &[5, 8], &[4, 1, 1, 7], &[1; 13], &[11, 2], &[12, 1]] {
        let (joined, _) = joined(&stretches(&pictures, lengths), Repeat::Forever);
        assert!(joined == at_once, "{lengths:?}");
    }
}

#[test]
fn stretches_of_several_reels_make_one_file() {
    let parts = [moving(3), moving(40)];
    let reels: Vec<Reel> = parts.iter().flat_map(|pictures| stretches(pictures, &[2, 3])).collect();
    let (joined, _) = joined(&reels, Repeat::Forever);
    assert!(joined == file(&reel(&parts.concat(), 50), Repeat::Forever));
}

#[test]
fn a_reel_that_follows_on_none_adds_nothing() {
    let (joined, pieces) = joined(&[stretches(&moving(3), &[2, 3]).remove(1), reel(&moving(3), 50)], Repeat::Forever);
    assert!(pieces[0].is_empty());
    assert!(joined == file(&reel(&moving(3), 50), Repeat::Forever));
}

#[test]
fn a_reel_of_another_size_adds_nothing() {
    let mut other = Encoder::new((8, 8));
    other.frame(&Bitmap::filled(8, 8, [0; 3]), &[], 50);
    let (joined, pieces) = joined(&[other.finish(), reel(&moving(3), 50)], Repeat::Forever);
    assert!(pieces[0].is_empty());
    assert!(joined == file(&reel(&moving(3), 50), Repeat::Forever));
}

#[test]
fn a_file_says_how_often_it_is_shown() {
    let reel = reel(&moving(3), 50);
    let plays = |repeat| {
        let file = file(&reel, repeat);
        let at = file.windows(4).position(|window| window == b"acTL").expect("it is animated");
        file[at + 11]
    };
    assert_eq!((plays(Repeat::Forever), plays(Repeat::Times(1)), plays(Repeat::Times(0))), (0, 1, 1));
    assert_eq!(plays(Repeat::Times(3)), 3);
}

#[test]
fn long_times_lose_only_what_two_bytes_cannot_hold() {
    assert_eq!((delay(50), delay(65_535)), ((50, 1000), (65_535, 1000)));
    assert_eq!((delay(65_536), delay(700_000)), ((6553, 100), (7000, 10)));
    assert_eq!(delay(u32::MAX), (u16::MAX, 1));
}

#[test]
fn a_bitmap_of_another_size_does_no_harm() {
    let mut encoder = Encoder::new((80, 50));
    encoder.frame(&bitmap(), &[], 50);
    encoder.frame(&Bitmap::filled(8, 8, [0; 3]), &[rect(0, 0, 8, 8)], 50);
    encoder.frame(&bitmap(), &[rect(900, 900, 9, 9)], 50);
    assert_eq!(encoder.finish().frames().len(), 1);
}
