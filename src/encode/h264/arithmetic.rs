//! Yes and no go in, each with what it is about; few bits come out where the answer was to be expected. H.264 calls this CABAC.
//!
//! Each context remembers how likely its answers have been. A [`Coder`] writes and learns; a [`Meter`] only tells what
//! writing would take.

use super::contexts::{self, CONTEXTS};

/// What can take answers.
pub trait Bins {
    /// An answer whose likelihood the context knows.
    fn bin(&mut self, context: usize, yes: bool);
    /// An answer that is as likely as the other.
    fn even(&mut self, yes: bool);
    /// Whether this is the end, which it hardly ever is.
    fn end(&mut self, yes: bool);
}

/// What every context knows: twice the number of its state, from 0 (nothing) to 62 (nearly certain), and one more where
/// yes is the likely answer.
#[derive(Debug, Clone)]
pub struct Contexts([u8; CONTEXTS]);

impl Contexts {
    /// What is known at the head of a slice.
    pub fn new(alone: bool, coarseness: i32) -> Self {
        let table = if alone { &contexts::ALONE } else { &contexts::CHANGES };
        Self(table.map(|(slope, offset)| {
            let state = ((i32::from(slope) * coarseness) >> 4) + i32::from(offset);
            let state = state.clamp(1, 126) as u8;
            if state < 64 { (63 - state) * 2 } else { (state - 64) * 2 + 1 }
        }))
    }
}

/// Writes answers.
pub struct Coder {
    contexts: Contexts,
    low: u32,
    range: u32,
    /// Bits that are the opposite of the next one that is known.
    outstanding: u32,
    bytes: Vec<u8>,
    /// The bits of the byte to come, behind a one; the first bit of all is not written.
    pending: u32,
    first: bool,
}

impl Coder {
    /// A coder that goes on after whole bytes.
    pub fn after(bytes: Vec<u8>, contexts: Contexts) -> Self {
        Self { contexts, low: 0, range: 510, outstanding: 0, bytes, pending: 1, first: true }
    }

    /// What was written, with the end that a slice has.
    pub fn finish(mut self) -> Vec<u8> {
        self.range = 2;
        self.widen();
        self.put(self.low >> 9 & 1);
        let last = (self.low >> 7 & 3) | 1;
        self.push(last >> 1);
        self.push(last & 1);
        while self.pending != 1 {
            self.push(0);
        }
        self.bytes
    }

    /// What writing would take from here on.
    pub fn meter(&self) -> Meter<'_> {
        Meter { contexts: &self.contexts, bits: 0 }
    }

    fn widen(&mut self) {
        while self.range < 256 {
            if self.low < 256 {
                self.put(0);
            } else if self.low >= 512 {
                self.low -= 512;
                self.put(1);
            } else {
                self.low -= 256;
                self.outstanding += 1;
            }
            self.range <<= 1;
            self.low <<= 1;
        }
    }

    fn put(&mut self, bit: u32) {
        if self.first {
            self.first = false;
        } else {
            self.push(bit);
        }
        for _ in 0..std::mem::take(&mut self.outstanding) {
            self.push(1 - bit);
        }
    }

    fn push(&mut self, bit: u32) {
        self.pending = self.pending << 1 | bit;
        if self.pending >= 256 {
            self.bytes.push(self.pending as u8);
            self.pending = 1;
        }
    }
}

impl Bins for Coder {
    #[inline]
    fn bin(&mut self, context: usize, yes: bool) {
        let slot = &mut self.contexts.0[context];
        let (state, likely) = (usize::from(*slot >> 1), *slot & 1 == 1);
        let unlikely = u32::from(UNLIKELY[state][(self.range >> 6 & 3) as usize]);
        self.range -= unlikely;
        if yes == likely {
            *slot += if state < 62 { 2 } else { 0 };
        } else {
            self.low += self.range;
            self.range = unlikely;
            let turned = if state == 0 { *slot ^ 1 } else { *slot };
            *slot = AFTER_SURPRISE[state] << 1 | turned & 1;
        }
        self.widen();
    }

    fn even(&mut self, yes: bool) {
        self.low <<= 1;
        if yes {
            self.low += self.range;
        }
        if self.low >= 1024 {
            self.low -= 1024;
            self.put(1);
        } else if self.low < 512 {
            self.put(0);
        } else {
            self.low -= 512;
            self.outstanding += 1;
        }
    }

    fn end(&mut self, yes: bool) {
        self.range -= 2;
        if yes {
            self.low += self.range;
        } else {
            self.widen();
        }
    }
}

/// Adds up what answers would take, from what contexts know, and teaches them nothing.
#[derive(Debug, Clone, Copy)]
pub struct Meter<'a> {
    contexts: &'a Contexts,
    /// In parts of 256 of a bit.
    pub bits: u32,
}

impl Bins for Meter<'_> {
    #[inline]
    fn bin(&mut self, context: usize, yes: bool) {
        let slot = self.contexts.0[context];
        let state = u32::from(slot >> 1);
        // An unlikely answer takes a bit, and the thirteenth part of one more with each state.
        self.bits += if yes == (slot & 1 == 1) { u32::from(EXPECTED[state as usize]) } else { 256 + state * 77 / 4 };
    }

    fn even(&mut self, _: bool) {
        self.bits += 256;
    }

    fn end(&mut self, _: bool) {}
}

/// How much of the range the unlikely answer has, by state and by the quarter in which the range is.
const UNLIKELY: [[u8; 4]; 64] = [
    [128, 176, 208, 240],
    [128, 167, 197, 227],
    [128, 158, 187, 216],
    [123, 150, 178, 205],
    [116, 142, 169, 195],
    [111, 135, 160, 185],
    [105, 128, 152, 175],
    [100, 122, 144, 166],
    [95, 116, 137, 158],
    [90, 110, 130, 150],
    [85, 104, 123, 142],
    [81, 99, 117, 135],
    [77, 94, 111, 128],
    [73, 89, 105, 122],
    [69, 85, 100, 116],
    [66, 80, 95, 110],
    [62, 76, 90, 104],
    [59, 72, 86, 99],
    [56, 69, 81, 94],
    [53, 65, 77, 89],
    [51, 62, 73, 85],
    [48, 59, 69, 80],
    [46, 56, 66, 76],
    [43, 53, 63, 72],
    [41, 50, 59, 69],
    [39, 48, 56, 65],
    [37, 45, 54, 62],
    [35, 43, 51, 59],
    [33, 41, 48, 56],
    [32, 39, 46, 53],
    [30, 37, 43, 50],
    [29, 35, 41, 48],
    [27, 33, 39, 45],
    [26, 31, 37, 43],
    [24, 30, 35, 41],
    [23, 28, 33, 39],
    [22, 27, 32, 37],
    [21, 26, 30, 35],
    [20, 24, 29, 33],
    [19, 23, 27, 31],
    [18, 22, 26, 30],
    [17, 21, 25, 28],
    [16, 20, 23, 27],
    [15, 19, 22, 25],
    [14, 18, 21, 24],
    [14, 17, 20, 23],
    [13, 16, 19, 22],
    [12, 15, 18, 21],
    [12, 14, 17, 20],
    [11, 14, 16, 19],
    [11, 13, 15, 18],
    [10, 12, 15, 17],
    [10, 12, 14, 16],
    [9, 11, 13, 15],
    [9, 11, 12, 14],
    [8, 10, 12, 14],
    [8, 9, 11, 13],
    [7, 9, 11, 12],
    [7, 9, 10, 12],
    [7, 8, 10, 11],
    [6, 8, 9, 11],
    [6, 7, 9, 10],
    [6, 7, 8, 9],
    [2, 2, 2, 2],
];

/// The state after an unlikely answer.
const AFTER_SURPRISE: [u8; 64] = [
    0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21, 22, 22, 23, 24,
    24, 25, 26, 26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34, 35, 35, 35, 36, 36, 36, 37, 37, 37,
    38, 38, 63,
];

/// What the likely answer takes by state, in parts of 256 of a bit.
const EXPECTED: [u16; 64] = [
    256, 238, 221, 206, 192, 180, 168, 157, 148, 139, 130, 122, 115, 108, 102, 96, 90, 85, 80, 76, 72, 68, 64, 60, 57,
    54, 51, 48, 46, 43, 41, 39, 37, 35, 33, 31, 29, 28, 26, 25, 24, 22, 21, 20, 19, 18, 17, 16, 15, 15, 14, 13, 12, 12,
    11, 11, 10, 10, 9, 9, 8, 8, 7, 7,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads answers back, as the standard tells decoders to.
    struct Reader<'a> {
        contexts: Contexts,
        range: u32,
        offset: u32,
        bits: Box<dyn Iterator<Item = u32> + 'a>,
    }

    impl<'a> Reader<'a> {
        fn new(bytes: &'a [u8], contexts: Contexts) -> Self {
            let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| u32::from(byte >> bit & 1)));
            let mut reader = Self { contexts, range: 510, offset: 0, bits: Box::new(bits) };
            (0..9).for_each(|_| reader.shift());
            reader
        }

        fn shift(&mut self) {
            self.offset = self.offset << 1 | self.bits.next().expect("there is another bit");
        }

        fn widen(&mut self) {
            while self.range < 256 {
                self.range <<= 1;
                self.shift();
            }
        }

        fn bin(&mut self, context: usize) -> bool {
            let slot = &mut self.contexts.0[context];
            let (state, likely) = (usize::from(*slot >> 1), *slot & 1 == 1);
            let unlikely = u32::from(UNLIKELY[state][(self.range >> 6 & 3) as usize]);
            self.range -= unlikely;
            let surprise = self.offset >= self.range;
            if surprise {
                self.offset -= self.range;
                self.range = unlikely;
                let turns = state == 0;
                *slot = AFTER_SURPRISE[state] << 1 | u8::from(likely != turns);
            } else if state < 62 {
                *slot += 2;
            }
            self.widen();
            likely != surprise
        }

        fn even(&mut self) -> bool {
            self.shift();
            let yes = self.offset >= self.range;
            self.offset -= if yes { self.range } else { 0 };
            yes
        }

        fn end(&mut self) -> bool {
            self.range -= 2;
            let yes = self.offset >= self.range;
            if !yes {
                self.widen();
            }
            yes
        }
    }

    /// Answers by chance, the same every time: a context or none, and mostly no in the first half of the contexts.
    fn answers() -> impl Iterator<Item = (Option<usize>, bool)> {
        let mut seed = 7_u32;
        (0..20_000).map(move |_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let context = (seed >> 8) as usize % 40;
            let yes = (seed >> 20) % 16 < if context < 20 { 1 } else { 9 };
            (((seed >> 5) & 7 > 0).then_some(context), yes)
        })
    }

    fn tell(bins: &mut impl Bins, context: Option<usize>, yes: bool) {
        match context {
            Some(context) => bins.bin(context, yes),
            None => bins.even(yes),
        }
    }

    #[test]
    fn answers_are_read_back_up_to_the_end() {
        let mut coder = Coder::after(Vec::new(), Contexts::new(true, 20));
        for (context, yes) in answers() {
            tell(&mut coder, context, yes);
            coder.end(false);
        }
        coder.end(true);
        let bytes = coder.finish();
        let mut reader = Reader::new(&bytes, Contexts::new(true, 20));
        for (index, (context, yes)) in answers().enumerate() {
            let read = match context {
                Some(context) => reader.bin(context),
                None => reader.even(),
            };
            assert!(read == yes && !reader.end(), "answer {index}");
        }
        assert!(reader.end());
    }

    #[test]
    fn a_meter_tells_what_a_coder_takes() {
        let mut coder = Coder::after(Vec::new(), Contexts::new(false, 30));
        let mut bits = 0;
        for (context, yes) in answers() {
            let mut meter = coder.meter();
            tell(&mut meter, context, yes);
            bits += meter.bits;
            tell(&mut coder, context, yes);
        }
        coder.end(true);
        let taken = coder.finish().len() as u32 * 8;
        assert!((bits / 256).abs_diff(taken) < taken / 20, "{} bits for {taken}", bits / 256);
    }

    #[test]
    fn the_first_context_begins_as_the_standard_computes_it() {
        // Slope 20, offset −15: at 26, 32 − 15 = 17 is below 64, so that no is likely, in state 63 − 17.
        assert_eq!(Contexts::new(true, 26).0[0], 46 * 2);
        // Slope 2, offset 54: at 26, 3 + 54 = 57.
        assert_eq!(Contexts::new(true, 26).0[1], 6 * 2);
    }
}
