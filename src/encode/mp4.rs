//! Segments of H.264 video go in, the head of an MP4 file comes out: all that players have to know before the first picture,
//! chapters as `QuickTime` and as other players look for them. The pictures follow on it as they are.

use std::io;

use super::h264::Segment;

mod atom;

use atom::{atom, full};

/// What is known of a file before its pictures.
#[derive(Debug, Clone, Copy)]
pub struct Film<'a> {
    /// Width and height in pixels, up to 65,535.
    pub size: (u32, u32),
    /// Pictures a second.
    pub fps: u32,
    /// What a decoder has to know of all pictures.
    pub parameters: &'a [Vec<u8>; 3],
    /// How many pictures each segment has; a player can start at the first of each.
    pub lengths: &'a [u32],
    /// In order; the first one begins at 0.
    pub chapters: &'a [Chapter],
}

/// A part of a film with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// When it begins, in milliseconds.
    pub start_ms: u32,
    /// What it is called.
    pub title: String,
}

/// Keeps account of a file whose segments are written one after the other: of each picture no more than its size.
#[derive(Debug)]
pub struct Writer<'a> {
    film: Film<'a>,
    titles: Vec<Vec<u8>>,
    /// Where the titles begin in the file; the pictures come after them.
    titles_at: u64,
    /// The length of the file as far as it has come.
    length: u64,
    /// In bytes; 0 for a picture that has not come.
    sizes: Vec<u32>,
    /// How many segments have come, and how many pictures.
    segments: usize,
    pictures: usize,
}

impl<'a> Writer<'a> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// When there are no pictures, or what is to be said of them has more than 4 GB.
    pub fn new(film: Film<'a>) -> io::Result<Self> {
        let pictures: u64 = film.lengths.iter().copied().map(u64::from).sum();
        if film.lengths.is_empty() || film.lengths.contains(&0) {
            return Err(io::Error::other("a video of no pictures"));
        }
        // Each is said to be so and so large in four bytes.
        within_limits(pictures * 4)?;
        let titles = film.chapters.iter().map(|chapter| text_sample(&chapter.title)).collect();
        let sizes = vec![0; pictures as usize];
        let mut file = Self { film, titles, titles_at: 0, length: 0, sizes, segments: 0, pictures: 0 };
        // How long the head is does not depend on any number in it.
        file.length = file.head().len() as u64;
        file.titles_at = file.length - file.titles_length();
        within_limits(file.length)?;
        Ok(file)
    }

    /// Everything of the file but the pictures, which belong right behind it. It has the same length at any time; it is true
    /// once the file [is whole](Self::is_whole), and until then says 0 for what is not known.
    pub fn head(&self) -> Vec<u8> {
        let mut head = atom(*b"ftyp", &[b"isom", &512_u32.to_be_bytes(), b"isom", b"iso2", b"avc1", b"mp41"]);
        head.extend(moov(self));
        head.extend(((self.length - self.titles_at + 8) as u32).to_be_bytes());
        head.extend(b"mdat");
        head.extend(self.titles.concat());
        head
    }

    /// Adds the next segment, whose data follows on that of the one before.
    ///
    /// # Errors
    ///
    /// When it is not the one that the film has there, or the file has more than 4 GB with it.
    pub fn add(&mut self, segment: &Segment) -> io::Result<()> {
        let data: u64 = segment.sizes.iter().copied().map(u64::from).sum();
        let expected =
            self.film.lengths.get(self.segments).is_some_and(|length| segment.sizes.len() == *length as usize);
        if !expected || data != segment.data.len() as u64 || segment.parameters != *self.film.parameters {
            return Err(io::Error::other("pictures of several videos"));
        }
        within_limits(self.length + data)?;
        self.sizes[self.pictures..][..segment.sizes.len()].copy_from_slice(&segment.sizes);
        self.pictures += segment.sizes.len();
        self.segments += 1;
        self.length += data;
        Ok(())
    }

    /// True when all segments have come.
    pub fn is_whole(&self) -> bool {
        self.segments == self.film.lengths.len()
    }

    fn titles_length(&self) -> u64 {
        self.titles.iter().map(|title| title.len() as u64).sum()
    }
}

/// Places in a file are said in four bytes.
fn within_limits(length: u64) -> io::Result<()> {
    if u32::try_from(length).is_ok() { Ok(()) } else { Err(io::Error::other("a video of more than 4 GB")) }
}

/// A title the way `QuickTime` wants it: its length, itself, and that it is UTF-8.
fn text_sample(title: &str) -> Vec<u8> {
    let mut end = title.len().min(60_000);
    while !title.is_char_boundary(end) {
        end -= 1;
    }
    let title = &title.as_bytes()[..end];
    [&(title.len() as u16).to_be_bytes(), title, &atom(*b"encd", &[&256_u32.to_be_bytes()])].concat()
}

/// What players have to know.
fn moov(file: &Writer) -> Vec<u8> {
    let film = &file.film;
    let mut parts = vec![movie_head(film), video_track(file)];
    if !file.titles.is_empty() {
        parts.push(chapter_track(film, &file.titles, file.titles_at as u32));
        parts.push(atom(*b"udta", &[&chapter_list(film.chapters)]));
    }
    atom(*b"moov", &[&parts.concat()])
}

/// Times of the whole file are in milliseconds.
const MILLISECONDS: u32 = 1000;
/// Times of the pictures are in parts of a picture's time.
const PARTS: u32 = 100;

impl Film<'_> {
    fn pictures(&self) -> u32 {
        self.lengths.iter().sum()
    }

    fn duration_ms(&self) -> u32 {
        (u64::from(self.pictures()) * 1000 / u64::from(self.fps.max(1))) as u32
    }
}

/// No turning and no moving of the picture.
const UPRIGHT: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn movie_head(film: &Film) -> Vec<u8> {
    // Made and changed at no time, normal speed.
    let times = numbers(&[0, 0, MILLISECONDS, film.duration_ms(), 0x1_0000]);
    // Full volume; the number that a third track would have.
    full(*b"mvhd", 0, &[&times, &[1, 0], &[0; 10], &numbers(&UPRIGHT), &[0; 24], &numbers(&[3])])
}

/// The number of the track of chapters; that of the video is 1.
const CHAPTERS: u32 = 2;

fn track_head(film: &Film, flags: u32, track: u32, (width, height): (u32, u32)) -> Vec<u8> {
    let head = numbers(&[0, 0, track, 0, film.duration_ms()]);
    let size = numbers(&[width << 16, height << 16]);
    full(*b"tkhd", flags, &[&head, &[0; 16], &numbers(&UPRIGHT), &size])
}

fn media_head(timescale: u32, duration: u32) -> Vec<u8> {
    // The language is undetermined.
    full(*b"mdhd", 0, &[&numbers(&[0, 0, timescale, duration]), &[0x55, 0xc4, 0, 0]])
}

fn handler(kind: [u8; 4], name: &str) -> Vec<u8> {
    full(*b"hdlr", 0, &[&[0; 4], &kind, &[0; 12], name.as_bytes(), &[0]])
}

/// The data is in this very file.
fn here() -> Vec<u8> {
    atom(*b"dinf", &[&full(*b"dref", 0, &[&numbers(&[1]), &full(*b"url ", 1, &[])])])
}

fn video_track(file: &Writer) -> Vec<u8> {
    let film = &file.film;
    let (timescale, length) = (film.fps.max(1) * PARTS, film.pictures().saturating_mul(PARTS));
    let chunks = chunks(file);
    let starts = chunks.iter().scan(1, |next, chunk| {
        let start = *next;
        *next += chunk.samples;
        Some(start)
    });
    let starts: Vec<u32> = starts.collect();
    let table = [
        full(*b"stsd", 0, &[&numbers(&[1]), &picture_format(film)]),
        full(*b"stts", 0, &[&numbers(&[1, film.pictures(), PARTS])]),
        full(*b"stss", 0, &[&numbers(&[starts.len() as u32]), &numbers(&starts)]),
        sample_table(&file.sizes, &chunks),
    ];
    let information = [full(*b"vmhd", 1, &[&[0; 8]]), here(), atom(*b"stbl", &[&table.concat()])];
    let media = [media_head(timescale, length), handler(*b"vide", "video"), atom(*b"minf", &[&information.concat()])];
    let chapters =
        if file.titles.is_empty() { Vec::new() } else { atom(*b"tref", &[&atom(*b"chap", &[&numbers(&[CHAPTERS])])]) };
    // Enabled, and in the film.
    let head = track_head(film, 3, 1, film.size);
    atom(*b"trak", &[&head, &chapters, &atom(*b"mdia", &[&media.concat()])])
}

/// Samples that lie together in the file.
struct Chunk {
    at: u32,
    samples: u32,
}

/// A chunk a segment.
fn chunks(file: &Writer) -> Vec<Chunk> {
    let (mut at, mut sizes) = (file.titles_at + file.titles_length(), file.sizes.iter());
    let chunk = |&samples: &u32| {
        let chunk = Chunk { at: at as u32, samples };
        at += sizes.by_ref().take(samples as usize).copied().map(u64::from).sum::<u64>();
        chunk
    };
    file.film.lengths.iter().map(chunk).collect()
}

/// Which samples are in which chunk, how large they are, and where the chunks begin.
fn sample_table(sizes: &[u32], chunks: &[Chunk]) -> Vec<u8> {
    let mut runs = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        if index == 0 || chunks[index - 1].samples != chunk.samples {
            runs.extend([index as u32 + 1, chunk.samples, 1]);
        }
    }
    let places: Vec<u32> = chunks.iter().map(|chunk| chunk.at).collect();
    [
        full(*b"stsc", 0, &[&numbers(&[runs.len() as u32 / 3]), &numbers(&runs)]),
        full(*b"stsz", 0, &[&numbers(&[0, sizes.len() as u32]), &numbers(sizes)]),
        full(*b"stco", 0, &[&numbers(&[places.len() as u32]), &numbers(&places)]),
    ]
    .concat()
}

fn picture_format(film: &Film) -> Vec<u8> {
    let [sequence, pictures @ ..] = film.parameters;
    // Profile and level stand at the head of the sequence's parameters; lengths have four bytes.
    let profile = sequence.get(1..4).unwrap_or_default();
    let sized = |unit: &[u8]| [&(unit.len() as u16).to_be_bytes(), unit].concat();
    let pictures_sized = pictures.iter().flat_map(|unit| sized(unit)).collect::<Vec<u8>>();
    let count = pictures.len() as u8;
    let decoder = atom(*b"avcC", &[&[1], profile, &[0xff, 0xe1], &sized(sequence), &[count], &pictures_sized]);
    // BT.709 in all three respects, limited range.
    let colors = atom(*b"colr", &[b"nclx", &[0, 1, 0, 1, 0, 1, 0]]);
    let square = atom(*b"pasp", &[&numbers(&[1, 1])]);
    let (width, height) = film.size;
    let size = [(width as u16).to_be_bytes(), (height as u16).to_be_bytes()].concat();
    let mut entry = vec![0, 0, 0, 0, 0, 0, 0, 1];
    entry.extend([0; 16]);
    entry.extend(size);
    // 72 pixels an inch both ways; one picture a sample; no name; 24 bits a pixel.
    entry.extend(numbers(&[0x48_0000, 0x48_0000, 0]));
    entry.extend([0, 1]);
    entry.extend([0; 32]);
    entry.extend([0, 24, 0xff, 0xff]);
    atom(*b"avc1", &[&entry, &decoder, &colors, &square])
}

fn chapter_track(film: &Film, titles: &[Vec<u8>], at: u32) -> Vec<u8> {
    let ends = film.chapters.iter().skip(1).map(|chapter| chapter.start_ms).chain([film.duration_ms()]);
    let lengths = film.chapters.iter().zip(ends).flat_map(|(chapter, end)| [1, end.saturating_sub(chapter.start_ms)]);
    let sizes: Vec<u32> = titles.iter().map(|title| title.len() as u32).collect();
    let chunks = [Chunk { at, samples: sizes.len() as u32 }];
    let table = [
        full(*b"stsd", 0, &[&numbers(&[1]), &text_format()]),
        full(*b"stts", 0, &[&numbers(&[titles.len() as u32]), &numbers(&lengths.collect::<Vec<_>>())]),
        sample_table(&sizes, &chunks),
    ];
    let text = atom(*b"text", &[&numbers(&UPRIGHT)]);
    let generic = full(*b"gmin", 0, &[&[0, 0x40, 0x80, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0]]);
    let information = [atom(*b"gmhd", &[&generic, &text]), here(), atom(*b"stbl", &[&table.concat()])];
    let media = [
        media_head(MILLISECONDS, film.duration_ms()),
        handler(*b"text", "chapters"),
        atom(*b"minf", &[&information.concat()]),
    ];
    // In the film, but not enabled: it is shown in a list, not over the picture.
    atom(*b"trak", &[&track_head(film, 2, CHAPTERS, (0, 0)), &atom(*b"mdia", &[&media.concat()])])
}

/// Left-aligned text without a look of its own.
fn text_format() -> Vec<u8> {
    let entry = [0, 0, 0, 0, 0, 0, 0, 1];
    // How it is shown, how it is aligned, its ground, its box, two fields kept free, font, style, colour, and the font's name.
    atom(*b"text", &[&entry, &numbers(&[1, 0]), &[0; 6], &[0; 8], &[0; 8], &[0; 2], &[0; 2], &[0; 3], &[0; 6], &[0]])
}

/// The same chapters as many players know them: at most 255, with titles of at most 255 bytes.
fn chapter_list(chapters: &[Chapter]) -> Vec<u8> {
    let chapters = &chapters[..chapters.len().min(255)];
    let mut list = vec![1, 0, 0, 0, 0, 0, 0, 0, chapters.len() as u8];
    for chapter in chapters {
        let mut end = chapter.title.len().min(255);
        while !chapter.title.is_char_boundary(end) {
            end -= 1;
        }
        // In units of 100 nanoseconds.
        list.extend((u64::from(chapter.start_ms) * 10_000).to_be_bytes());
        list.push(end as u8);
        list.extend(&chapter.title.as_bytes()[..end]);
    }
    atom(*b"chpl", &[&list])
}

#[cfg(test)]
mod tests;
