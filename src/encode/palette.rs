//! Bitmaps go in, at most 255 colours that stand for all of theirs come out: the most frequent ones exactly, and first those
//! those that many frames do with.

mod cluster;
mod order;

use std::collections::HashMap;

use super::Bitmap;
use cluster::{Cluster, in_cells, merged};
use order::Set;

/// How long each colour is on show, and which frames bring it.
#[derive(Debug, Clone, Default)]
pub struct Histogram {
    inks: Vec<Ink>,
    /// Where each colour is in the list. Looked up by colour only.
    places: HashMap<u32, usize>,
    /// The places that were looked up last, by the hash of their colour.
    near: Vec<usize>,
    /// How many frames were seen, and for how long.
    frames: u32,
    now_ms: u64,
    /// The places of the colours that each frame brought to some pixel.
    brought: Vec<Vec<u32>>,
}

/// A colour that was seen.
#[derive(Debug, Clone, Copy)]
struct Ink {
    color: u32,
    /// How many pixels have it, and since when that many.
    pixels: u64,
    since_ms: u64,
    /// How long pixels had it until then: the sum of all their times, in milliseconds.
    shown: u64,
    /// The last frame that brought it to some pixel, from 1.
    last: u32,
}

/// At most 255 colours, so that a byte can say one of them or "transparent", which is 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Palette {
    /// The index 1 is that of the first.
    colors: Vec<[u8; 3]>,
    /// The same, sorted, with their indices.
    sorted: Vec<([u8; 3], u8)>,
}

/// The index that no colour has.
pub const TRANSPARENT: u8 = 0;

/// How often the colours of a palette are moved to the middle of those that they stand for.
const ROUNDS: usize = 3;

/// How many colours a palette has at most.
pub const MOST: usize = 255;

/// Of how many frames is known which colours they brought. Of a longer lesson, its longest pages stand for the others.
const TOLD: usize = 4096;

/// Colours that are looked at one by one; those beyond share a cell of colours that are close to each other.
const ALONE: usize = 1024;

impl Histogram {
    /// Counts a whole bitmap as a frame that is on show for a time, after which nothing is.
    pub fn add(&mut self, bitmap: &Bitmap, delay_ms: u32) {
        self.begin_frame();
        // Pixels of one colour come in runs, so each run is looked up once.
        let runs = || bitmap.pixels.as_chunks().0.chunk_by(|a, b| a == b);
        runs().for_each(|run| self.come(run[0], run.len()));
        self.pass(delay_ms);
        runs().for_each(|run| self.go(run[0], run.len()));
    }

    /// What comes from now on belongs to another frame.
    pub(super) fn begin_frame(&mut self) {
        self.frames += 1;
        if self.brought.len() < TOLD {
            self.brought.push(Vec::new());
        }
    }

    /// Pixels take a colour.
    pub(super) fn come(&mut self, rgb: [u8; 3], pixels: usize) {
        let (place, frame) = (self.place(packed(rgb)), self.frames);
        let ink = &mut self.inks[place];
        ink.settle(self.now_ms);
        ink.pixels += pixels as u64;
        if ink.last != frame {
            ink.last = frame;
            if let Some(brought) = self.brought.get_mut(frame as usize - 1) {
                brought.push(place as u32);
            }
        }
    }

    /// Pixels no longer have a colour.
    pub(super) fn go(&mut self, rgb: [u8; 3], pixels: usize) {
        let place = self.place(packed(rgb));
        let ink = &mut self.inks[place];
        ink.settle(self.now_ms);
        ink.pixels = ink.pixels.saturating_sub(pixels as u64);
    }

    /// Everything stays as it is for a time.
    pub(super) fn pass(&mut self, delay_ms: u32) {
        self.now_ms += u64::from(delay_ms);
    }

    /// Adds what another histogram has counted.
    pub fn merge(&mut self, other: &Self) {
        let mut places = Vec::with_capacity(other.inks.len());
        for from in &other.inks {
            let place = self.place(from.color);
            self.inks[place].shown += from.shown_until(other.now_ms);
            places.push(place as u32);
        }
        let room = TOLD - self.brought.len();
        let here = |brought: &Vec<u32>| brought.iter().map(|&place| places[place as usize]).collect();
        self.brought.extend(other.brought.iter().take(room).map(here));
        self.frames += other.frames;
    }

    /// How many different colours were seen.
    pub fn colors(&self) -> usize {
        self.inks.len()
    }

    /// Each colour, and how long pixels have it, in all, in milliseconds; the longest first.
    pub(super) fn shown(&self) -> Vec<(u32, u64)> {
        let mut shown: Vec<_> = self.inks.iter().map(|ink| (ink.color, ink.shown_until(self.now_ms))).collect();
        shown.sort_unstable_by_key(|&(color, shown)| (std::cmp::Reverse(shown), color));
        shown
    }

    /// Where a colour is in the list.
    fn place(&mut self, color: u32) -> usize {
        if self.near.is_empty() {
            self.near = vec![0; 1 << FOUND_BITS];
        }
        let near = &mut self.near[slot(color)];
        if self.inks.get(*near).is_none_or(|ink| ink.color != color) {
            *near = *self.places.entry(color).or_insert_with(|| {
                self.inks.push(Ink { color, pixels: 0, since_ms: 0, shown: 0, last: 0 });
                self.inks.len() - 1
            });
        }
        *near
    }

    /// The colours themselves where they are few enough; or else as few as are needed, so that the sum of the squared
    /// differences stays small.
    pub fn palette(&self) -> Palette {
        let all: Vec<Cluster> = self.shown().into_iter().map(Cluster::of).collect();
        if all.len() <= MOST {
            return self.ordered(&Palette::of(&all));
        }
        let mut few = all.clone();
        if few.len() > 2 * ALONE {
            let rest = few.split_off(ALONE);
            few.extend(in_cells(&rest, ALONE));
        }
        let palette = Palette::of(&merged(few, MOST));
        self.ordered(&(0..ROUNDS).fold(palette, |palette, _| refined(&palette, &all)))
    }

    /// The same palette with the colours first that many frames do with: a frame of low indices is packed with fewer bits.
    fn ordered(&self, palette: &Palette) -> Palette {
        let place = |ink: &Ink| palette.closest(unpacked(ink.color)).saturating_sub(1);
        let places: Vec<u8> = self.inks.iter().map(place).collect();
        let set = |brought: &Vec<u32>| {
            let mut set = Set::default();
            for &ink in brought {
                set.add(places[ink as usize]);
            }
            set
        };
        let order = order::order(palette.colors.len(), self.brought.iter().map(set).collect());
        Palette::listing(order.into_iter().map(|place| palette.colors[place]).collect())
    }
}

impl Ink {
    /// How long pixels have had it, in all.
    fn shown_until(&self, now_ms: u64) -> u64 {
        self.shown + self.pixels * (now_ms - self.since_ms)
    }

    fn settle(&mut self, now_ms: u64) {
        self.shown = self.shown_until(now_ms);
        self.since_ms = now_ms;
    }
}

impl Palette {
    /// The colours that clusters have become, the one that is on show longest first.
    fn of(clusters: &[Cluster]) -> Self {
        let heaviest = |a: &Cluster, b: &Cluster| b.weight.total_cmp(&a.weight).then(a.color().cmp(&b.color()));
        let mut clusters = clusters.to_vec();
        clusters.sort_unstable_by(heaviest);
        let mut colors: Vec<[u8; 3]> = Vec::with_capacity(MOST);
        for color in clusters.iter().map(Cluster::color) {
            // Two may have become one.
            if colors.len() < MOST && !colors.contains(&color) {
                colors.push(color);
            }
        }
        Self::listing(colors)
    }

    /// These colours, which are all different, in this order.
    fn listing(colors: Vec<[u8; 3]>) -> Self {
        let mut sorted: Vec<([u8; 3], u8)> = colors.iter().copied().zip(1..=u8::MAX).collect();
        sorted.sort_unstable();
        Self { colors, sorted }
    }

    /// The colours, those of the index 1 first.
    pub fn colors(&self) -> &[[u8; 3]] {
        &self.colors
    }

    /// The index of the colour that is closest; of two, that of the lesser in red, green and blue.
    pub fn closest(&self, rgb: [u8; 3]) -> u8 {
        if let Ok(place) = self.sorted.binary_search_by_key(&rgb, |&(color, _)| color) {
            return self.sorted[place].1;
        }
        let distance = |color: [u8; 3]| (0..3).map(|at| u32::from(color[at].abs_diff(rgb[at])).pow(2)).sum::<u32>();
        let closest = self.sorted.iter().min_by_key(|&&(color, _)| distance(color));
        closest.map_or(TRANSPARENT, |&(_, index)| index)
    }
}

/// Finds the closest colours of a palette, and remembers what it found.
#[derive(Debug, Clone)]
pub struct Finder {
    palette: Palette,
    /// By the hash of a colour: that colour, and its index in the palette in the high byte.
    found: Vec<u32>,
}

const FOUND_BITS: u32 = 14;

impl Finder {
    /// A finder that has not found any yet.
    pub fn new(palette: Palette) -> Self {
        // Each slot starts out knowing a colour that does not belong there, except for the slot of 0, which is filled below.
        let mut finder = Self { palette, found: vec![0; 1 << FOUND_BITS] };
        let black = finder.palette.closest([0, 0, 0]);
        finder.found[slot(0)] = u32::from(black) << 24;
        finder
    }

    /// The palette.
    pub fn palette(&self) -> &Palette {
        &self.palette
    }

    /// Writes the index of each pixel's closest colour.
    pub fn indices(&mut self, row: &[[u8; 3]], indices: &mut [u8]) {
        let mut done = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let index = self.index(run[0]);
            if let Some(part) = indices.get_mut(done..done + run.len()) {
                part.fill(index);
            }
            done += run.len();
        }
    }

    /// The index of the closest colour.
    pub(super) fn index(&mut self, rgb: [u8; 3]) -> u8 {
        let color = packed(rgb);
        let known = &mut self.found[slot(color)];
        if *known & 0xff_ff_ff != color {
            *known = u32::from(self.palette.closest(rgb)) << 24 | color;
        }
        (*known >> 24) as u8
    }
}

fn slot(color: u32) -> usize {
    (color.wrapping_mul(0x9e37_79b1) >> (32 - FOUND_BITS)) as usize
}

fn packed([r, g, b]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, r, g, b])
}

fn unpacked(color: u32) -> [u8; 3] {
    let [_, r, g, b] = color.to_be_bytes();
    [r, g, b]
}

/// Each colour goes to the closest of the palette, which then becomes what stands for all that came to it.
fn refined(palette: &Palette, all: &[Cluster]) -> Palette {
    let mut clusters: Vec<Option<Cluster>> = vec![None; palette.colors.len()];
    for color in all {
        match &mut clusters[usize::from(palette.closest(color.color())).saturating_sub(1)] {
            Some(cluster) => cluster.join(color),
            empty => *empty = Some(*color),
        }
    }
    Palette::of(&clusters.into_iter().flatten().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(colors: impl IntoIterator<Item = [u8; 3]>) -> Histogram {
        let pixels: Vec<u8> = colors.into_iter().flatten().collect();
        let bitmap = Bitmap { width: pixels.len() as u32 / 3, height: 1, pixels };
        let mut histogram = Histogram::default();
        histogram.add(&bitmap, 10);
        histogram
    }

    /// Some colour for each number.
    fn some(number: u32) -> [u8; 3] {
        let [r, g, b, _] = number.wrapping_mul(2_654_435_761).to_be_bytes();
        [r, g, b]
    }

    #[test]
    fn few_colours_are_exact() {
        let palette = histogram((0..255).map(some)).palette();
        assert_eq!(palette.colors().len(), 255);
        let found = |number| palette.colors()[usize::from(palette.closest(some(number))) - 1];
        assert!((0..255).all(|number| found(number) == some(number)));
    }

    #[test]
    fn no_pixels_need_no_colours() {
        let palette = Histogram::default().palette();
        assert_eq!((palette.colors().len(), palette.closest([1, 2, 3])), (0, TRANSPARENT));
    }

    #[test]
    fn what_most_frames_do_with_comes_first() {
        let mut histogram = histogram(std::iter::repeat_n([9, 9, 9], 500));
        for (blue, frames) in [(10, 3), (20, 7), (30, 5)] {
            for _ in 0..frames {
                let bitmap = Bitmap::filled(3, 1, [0, 0, blue]);
                histogram.add(&bitmap, 10);
            }
        }
        assert_eq!(histogram.palette().colors(), [[0, 0, 20], [0, 0, 30], [0, 0, 10], [9, 9, 9]]);
    }

    #[test]
    fn frequent_colours_stay_exact_among_many() {
        let frequent = (0..100).flat_map(|number| std::iter::repeat_n(some(number), 5000));
        for many in [2000, 6000] {
            let palette = histogram(frequent.clone().chain((100..many).map(some))).palette();
            assert!(palette.colors().len() <= MOST);
            for number in 0..100 {
                assert!(palette.colors().contains(&some(number)), "{number} of {many}");
            }
        }
    }

    #[test]
    fn the_order_of_counting_does_not_matter() {
        let (mut first, second) = (histogram((0..700).map(some)), histogram((500..1500).map(some)));
        let mut turned = second.clone();
        turned.merge(&first);
        first.merge(&second);
        assert_eq!(first.palette(), turned.palette());
    }

    #[test]
    fn colours_count_for_as_long_as_pixels_have_them() {
        let mut histogram = Histogram::default();
        histogram.begin_frame();
        histogram.come([1; 3], 10);
        histogram.pass(100);
        histogram.begin_frame();
        histogram.go([1; 3], 4);
        histogram.come([2; 3], 4);
        histogram.pass(50);
        let mut all = histogram.clone();
        all.merge(&histogram);
        for (histogram, times) in [(&histogram, 1), (&all, 2)] {
            assert_eq!(histogram.shown(), [(0x01_01_01, times * (10 * 100 + 6 * 50)), (0x02_02_02, times * 4 * 50)]);
        }
    }

    #[test]
    fn a_finder_finds_what_is_closest() {
        let palette = histogram((0..200).map(some)).palette();
        let mut finder = Finder::new(palette.clone());
        for number in (0..100_000).chain(0..1000) {
            let mut index = [0];
            finder.indices(&[some(number)], &mut index);
            assert_eq!(index[0], palette.closest(some(number)));
        }
        let mut black = [9];
        finder.indices(&[[0, 0, 0]], &mut black);
        assert_eq!(black[0], palette.closest([0, 0, 0]));
    }
}
