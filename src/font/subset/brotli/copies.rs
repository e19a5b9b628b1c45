//! Bytes go in; for each place comes out from where bytes could be copied to it.

/// Copies are looked for among so many places that begin alike.
const TRIES: usize = 96;

/// Nothing is looked for within a copy that is longer.
pub(super) const LONG: usize = 128;

/// No copy is longer.
const LONGEST: usize = 4096;

/// What could be copied to each place.
pub(super) struct Copies {
    /// Those of one place after the other.
    all: Vec<(usize, u32)>,
    /// How many there are before each place, and of all.
    before: Vec<usize>,
}

impl Copies {
    /// Lengths, and the least distance for each, both rising.
    pub fn at(&self, at: usize) -> &[(usize, u32)] {
        &self.all[self.before[at]..self.before[at + 1]]
    }
}

/// What could be copied, at each place of the content.
pub(super) fn find(content: &[u8]) -> Copies {
    let mut places = Places { newest: vec![NONE; 1 << 12], before: Vec::with_capacity(content.len()) };
    let mut copies = Copies { all: Vec::new(), before: Vec::with_capacity(content.len() + 1) };
    let mut copied_to = 0;
    for at in 0..content.len() {
        let first = copies.all.len();
        copies.before.push(first);
        if at >= copied_to {
            places.longer_and_longer(content, at, &mut copies.all);
        }
        if let Some(&(length, _)) = copies.all[first..].last().filter(|(length, _)| *length > LONG) {
            copied_to = at + length;
        }
        places.add(content, at);
    }
    copies.before.push(copies.all.len());
    copies
}

/// No place.
const NONE: u32 = u32::MAX;

/// Where pairs of bytes were seen.
struct Places {
    /// By the pair, mixed: the last place.
    newest: Vec<u32>,
    /// For each place the one before it.
    before: Vec<u32>,
}

impl Places {
    fn add(&mut self, content: &[u8], at: usize) {
        let newest = slot(content, at).map(|slot| std::mem::replace(&mut self.newest[slot], at as u32));
        self.before.push(newest.unwrap_or(NONE));
    }

    fn longer_and_longer(&self, content: &[u8], at: usize, found: &mut Vec<(usize, u32)>) {
        let Some(slot) = slot(content, at) else { return };
        let (mut there, mut longest) = (self.newest[slot], 1);
        for _ in 0..TRIES {
            if there == NONE {
                return;
            }
            // What is to be longer has to be the same there, too.
            if content.get(there as usize + longest) == content.get(at + longest) {
                let length = alike(content, there as usize, at);
                if length > longest {
                    found.push((length, at as u32 - there));
                    longest = length;
                }
                if length > LONG {
                    return;
                }
            }
            there = self.before[there as usize];
        }
    }
}

/// Where to look for the two bytes at a place; some pairs share a slot.
fn slot(content: &[u8], at: usize) -> Option<usize> {
    let pair = content.get(at..at + 2)?;
    Some((u32::from_le_bytes([pair[0], pair[1], 0, 0]).wrapping_mul(0x9E37_79B1) >> 20) as usize)
}

/// How many bytes are the same from both places on.
pub(super) fn alike(content: &[u8], there: usize, here: usize) -> usize {
    let pairs = content[there..].iter().zip(&content[here..]).take(LONGEST);
    pairs.take_while(|(a, b)| a == b).count()
}
