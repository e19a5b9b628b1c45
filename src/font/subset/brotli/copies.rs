//! Bytes go in; for each place comes out from where bytes could be copied to it.

/// Copies are looked for among so many places that begin alike.
const TRIES: usize = 96;

/// Nothing is looked for within a copy that is longer.
pub(super) const LONG: usize = 128;

/// No copy is longer.
const LONGEST: usize = 4096;

/// At each place lengths, and the least distance for each, both rising.
pub(super) type Copies = Vec<Vec<(usize, u32)>>;

/// What could be copied, at each place of the content.
pub(super) fn find(content: &[u8]) -> Copies {
    let mut places = Places { newest: vec![None; 1 << 12], before: Vec::with_capacity(content.len()) };
    let mut copied_to = 0;
    let mut copies = Vec::with_capacity(content.len());
    for at in 0..content.len() {
        let found = if at < copied_to { Vec::new() } else { places.longer_and_longer(content, at) };
        if let Some(&(length, _)) = found.last().filter(|(length, _)| *length > LONG) {
            copied_to = at + length;
        }
        places.add(content, at);
        copies.push(found);
    }
    copies
}

/// Where pairs of bytes were seen.
struct Places {
    /// By the pair, mixed: the last place.
    newest: Vec<Option<u32>>,
    /// For each place the one before it.
    before: Vec<Option<u32>>,
}

impl Places {
    fn add(&mut self, content: &[u8], at: usize) {
        let newest = slot(content, at).map(|slot| self.newest[slot].replace(at as u32));
        self.before.push(newest.flatten());
    }

    fn longer_and_longer(&self, content: &[u8], at: usize) -> Vec<(usize, u32)> {
        let mut found: Vec<(usize, u32)> = Vec::new();
        let last = slot(content, at).and_then(|slot| self.newest[slot]);
        for there in std::iter::successors(last, |&there| self.before[there as usize]).take(TRIES) {
            let length = alike(content, there as usize, at);
            if length > found.last().map_or(1, |&(longest, _)| longest) {
                found.push((length, at as u32 - there));
            }
            if length > LONG {
                break;
            }
        }
        found
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
