use std::io::Read;

use super::*;

/// What another reader of the format finds in the stream.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    ::brotli::Decompressor::new(packed, 4096).read_to_end(&mut content).expect("the stream is sound");
    content
}

/// Bytes by chance, always the same: of `count` kinds.
fn chance(length: usize, count: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % count
    };
    (0..length).map(|_| next() as u8).collect()
}

#[test]
fn what_is_packed_can_be_read_back() {
    let text = "Pages of words that come again, and again, and words that come again. ".repeat(20).into_bytes();
    let contents = [
        vec![],
        vec![0],
        vec![7; 2],
        vec![9; 5],
        b"abcdabcd".to_vec(),
        text,
        (0..=255).collect(),
        chance(3000, 256),
        chance(3000, 2),
        chance(20_000, 40),
        vec![0; 70_000],
        [chance(66_000, 256), chance(2000, 256)].concat(),
    ];
    for content in contents {
        assert!(unpacked(&pack(&[&content])) == content, "{} bytes", content.len());
    }
}

#[test]
fn parts_are_read_back_as_one() {
    let parts = [chance(900, 4), vec![], chance(700, 200), vec![3; 40], chance(900, 4), chance(900, 90), vec![1]];
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    assert!(unpacked(&pack(&parts)) == parts.concat());
}

#[test]
fn every_length_and_distance_has_its_symbol() {
    // Two bytes that come nowhere else, at rising distances; copies of rising length.
    let mut content = Vec::new();
    for step in 0..60_usize {
        content.extend([250, 251, 252, step as u8]);
        content.extend(chance(step * 37, 240));
        content.extend(vec![step as u8; step * 11]);
    }
    assert!(unpacked(&pack(&[&content])) == content);
}

#[test]
fn what_comes_again_takes_next_to_nothing() {
    let once = chance(2000, 256);
    let more = pack(&[&once.repeat(5)]).len() - pack(&[&once]).len();
    assert!(more < 20, "{more}");
}
