use super::*;

fn parameters() -> [Vec<u8>; 3] {
    [vec![0x67, 77, 64, 31, 9], vec![0x68, 1], vec![0x68, 2, 3]]
}

fn segment(sizes: &[u32], fill: u8) -> Segment {
    let data = vec![fill; sizes.iter().sum::<u32>() as usize];
    Segment { parameters: parameters(), data, sizes: sizes.to_vec() }
}

fn chapter(start_ms: u32, title: &str) -> Chapter {
    Chapter { start_ms, title: title.to_owned() }
}

/// Five pictures at 10 a second, in three segments, with two chapters.
fn file() -> Vec<u8> {
    let segments = [segment(&[5, 2], 1), segment(&[4, 3], 2), segment(&[6], 3)];
    let chapters = [chapter(0, "One"), chapter(200, "Zwölf")];
    whole(10, &segments, &chapters).expect("the segments belong together")
}

/// What stands on the disk once all segments have come.
fn whole(fps: u32, segments: &[Segment], chapters: &[Chapter]) -> io::Result<Vec<u8>> {
    let (parameters, lengths) = (parameters(), lengths(segments));
    let film = Film { size: (320, 180), fps, parameters: &parameters, lengths: &lengths, chapters };
    let mut writer = Writer::new(film)?;
    let mut file = writer.head();
    for segment in segments {
        assert!(!writer.is_whole(), "a segment is left");
        writer.add(segment)?;
        file.extend(&segment.data);
    }
    assert!(writer.is_whole(), "all segments have come");
    let head = writer.head();
    file[..head.len()].copy_from_slice(&head);
    Ok(file)
}

fn lengths(segments: &[Segment]) -> Vec<u32> {
    segments.iter().map(|segment| segment.sizes.len() as u32).collect()
}

/// The boxes at one level: name and content. All of the bytes belong to one.
fn atoms(mut bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let length = number(bytes, 0) as usize;
        found.push((String::from_utf8_lossy(&bytes[4..8]).into_owned(), &bytes[8..length]));
        bytes = &bytes[length..];
    }
    found
}

fn names(bytes: &[u8]) -> Vec<String> {
    atoms(bytes).into_iter().map(|(name, _)| name).collect()
}

/// The content of a box inside of others; `nth` of those called so at each level.
fn at<'a>(bytes: &'a [u8], path: &[(&str, usize)]) -> &'a [u8] {
    path.iter().fold(bytes, |bytes, (name, nth)| {
        atoms(bytes).into_iter().filter(|(found, _)| found == name).nth(*nth).expect("the box is there").1
    })
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// All numbers of a table, after version and flags.
fn table(bytes: &[u8]) -> Vec<u32> {
    (4..bytes.len()).step_by(4).map(|at| number(bytes, at)).collect()
}

const VIDEO: [(&str, usize); 5] = [("moov", 0), ("trak", 0), ("mdia", 0), ("minf", 0), ("stbl", 0)];
const TEXT: [(&str, usize); 5] = [("moov", 0), ("trak", 1), ("mdia", 0), ("minf", 0), ("stbl", 0)];

#[test]
fn what_players_need_comes_before_the_pictures() {
    let file = file();
    assert_eq!(names(&file), ["ftyp", "moov", "mdat"]);
    assert_eq!(names(at(&file, &[("moov", 0)])), ["mvhd", "trak", "trak", "udta"]);
    assert_eq!(names(at(&file, &VIDEO)), ["stsd", "stts", "stss", "stsc", "stsz", "stco"]);
}

#[test]
fn each_segment_is_a_chunk_that_a_player_can_start_at() {
    let file = file();
    let stbl = at(&file, &VIDEO);
    assert_eq!(table(at(stbl, &[("stss", 0)])), [3, 1, 3, 5]);
    assert_eq!(table(at(stbl, &[("stts", 0)])), [1, 5, 100]);
    assert_eq!(table(at(stbl, &[("stsz", 0)])), [0, 5, 5, 2, 4, 3, 6]);
    // Two chunks of two samples, then one of one.
    assert_eq!(table(at(stbl, &[("stsc", 0)])), [2, 1, 2, 1, 3, 1, 1]);
    let places = table(at(stbl, &[("stco", 0)]));
    let there: Vec<u8> = places[1..].iter().map(|place| file[*place as usize]).collect();
    assert_eq!((places[0], there), (3, vec![1, 2, 3]));
    assert!(places[1..].iter().all(|place| file[*place as usize - 1] != file[*place as usize]));
}

#[test]
fn times_are_those_of_the_pictures() {
    let file = file();
    let mvhd = at(&file, &[("moov", 0), ("mvhd", 0)]);
    assert_eq!((number(mvhd, 12), number(mvhd, 16)), (1000, 500));
    let mdhd = at(&file, &[("moov", 0), ("trak", 0), ("mdia", 0), ("mdhd", 0)]);
    assert_eq!((number(mdhd, 12), number(mdhd, 16)), (1000, 500));
}

#[test]
fn the_format_has_the_decoder_parameters_and_the_colours() {
    let file = file();
    let stsd = at(&file, &[&VIDEO[..], &[("stsd", 0)]].concat());
    let avc1 = at(&stsd[8..], &[("avc1", 0)]);
    assert_eq!(avc1[24..28], [1, 64, 0, 180]);
    let inner = &avc1[78..];
    assert_eq!(names(inner), ["avcC", "colr", "pasp"]);
    let head = [1, 77, 64, 31, 0xff, 0xe1, 0, 5, 0x67, 77, 64, 31, 9];
    let decoder = [&head[..], &[2, 0, 2, 0x68, 1, 0, 3, 0x68, 2, 3]].concat();
    assert_eq!(at(inner, &[("avcC", 0)]), decoder);
    assert_eq!(at(inner, &[("colr", 0)]), b"nclx\0\x01\0\x01\0\x01\0");
}

#[test]
fn chapters_are_a_track_and_a_list() {
    let file = file();
    assert_eq!(at(&file, &[("moov", 0), ("trak", 0), ("tref", 0), ("chap", 0)]), [0, 0, 0, 2]);
    let stbl = at(&file, &TEXT);
    assert_eq!(table(at(stbl, &[("stts", 0)])), [2, 1, 200, 1, 300]);
    let place = number(at(stbl, &[("stco", 0)]), 8) as usize;
    assert_eq!(file[place..place + 5], *b"\0\x03One");
    // Two bytes of length, three letters, 12 bytes that say it is UTF-8.
    assert_eq!(file[place + 17..place + 25], *b"\0\x06Zw\xc3\xb6lf");
    let list = at(&file, &[("moov", 0), ("udta", 0), ("chpl", 0)]);
    assert_eq!((list[8], &list[17..21]), (2, &b"\x03One"[..]));
    assert_eq!(list[21..29], 2_000_000_u64.to_be_bytes());
}

#[test]
fn a_film_without_chapters_has_one_track() {
    let file = whole(30, &[segment(&[3], 7)], &[]).expect("one segment belongs together");
    assert_eq!(names(at(&file, &[("moov", 0)])), ["mvhd", "trak"]);
    assert_eq!(names(at(&file, &[("moov", 0), ("trak", 0)])), ["tkhd", "mdia"]);
}

#[test]
fn a_head_is_as_long_before_the_pictures_as_after_them() {
    let (parameters, chapters) = (parameters(), [chapter(0, "One"), chapter(200, "Two")]);
    let film = Film { size: (16, 16), fps: 10, parameters: &parameters, lengths: &[2, 1], chapters: &chapters };
    let mut writer = Writer::new(film).expect("there are pictures");
    let mut heads = vec![writer.head()];
    for segment in [segment(&[500, 70_000], 1), segment(&[3], 2)] {
        writer.add(&segment).expect("it is the next one");
        heads.push(writer.head());
    }
    assert!(heads.iter().all(|head| head.len() == heads[0].len()));
    let sizes: Vec<_> = heads.iter().map(|head| stsz(head)).collect();
    assert_eq!(sizes, [[0, 3, 0, 0, 0], [0, 3, 500, 70_000, 0], [0, 3, 500, 70_000, 3]]);
}

/// The table of sizes in a head, of which the last box is the beginning of a longer one.
fn stsz(head: &[u8]) -> Vec<u32> {
    let ftyp = number(head, 0) as usize;
    let moov = number(head, ftyp) as usize;
    table(at(at(&head[..ftyp + moov], &VIDEO), &[("stsz", 0)]))
}

#[test]
fn what_is_no_film_is_an_error() {
    assert!(whole(30, &[], &[]).is_err(), "no segments");
    assert!(whole(30, &[segment(&[], 1)], &[]).is_err(), "no pictures");
    let other = Segment { parameters: Default::default(), ..segment(&[3], 1) };
    assert!(whole(30, &[segment(&[3], 1), other], &[]).is_err(), "for another decoder");
    let short = Segment { data: vec![1, 1], ..segment(&[3], 1) };
    assert!(whole(30, &[short], &[]).is_err(), "sizes that are not those of the data");
}

#[test]
fn segments_are_those_that_were_announced() {
    let parameters = parameters();
    let film = Film { size: (16, 16), fps: 10, parameters: &parameters, lengths: &[2], chapters: &[] };
    let mut writer = Writer::new(film).expect("there are pictures");
    assert!(writer.add(&segment(&[3], 1)).is_err(), "a picture is missing");
    assert!(writer.add(&segment(&[3, 4], 1)).is_ok());
    assert!(writer.add(&segment(&[3, 4], 1)).is_err(), "none is left");
}

#[test]
fn a_file_of_more_than_4_gb_is_refused_at_the_segment_that_is_too_much() {
    let (parameters, segment) = (parameters(), segment(&[1 << 26], 0));
    let film = Film { size: (16, 16), fps: 10, parameters: &parameters, lengths: &[1; 70], chapters: &[] };
    let mut writer = Writer::new(film).expect("there are pictures");
    // 64 of these have 4 GB, for which a head leaves no room.
    for _ in 0..63 {
        writer.add(&segment).expect("there is room");
    }
    let refused = writer.add(&segment).expect_err("there is no room");
    assert_eq!(refused.to_string(), "a video of more than 4 GB");
    let pictures = Film { lengths: &[u32::MAX; 3], ..film };
    assert_eq!(Writer::new(pictures).expect_err("its head has no room").to_string(), "a video of more than 4 GB");
}

#[test]
fn long_titles_are_cut_between_letters() {
    let list = chapter_list(&[chapter(0, &"é".repeat(200))]);
    assert_eq!(list[8 + 17], 254);
    assert_eq!(text_sample(&"é".repeat(40_000)).len(), 2 + 60_000 + 12);
}
