//! Which colours each frame brings goes in, an order of the palette comes out in which many frames do with low indices: the
//! codes of such frames have fewer bits.

/// Some colours of a palette, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Set([u64; 4]);

impl Set {
    /// Adds the colour at a place of the palette.
    pub(super) fn add(&mut self, place: u8) {
        self.0[usize::from(place / 64)] |= 1 << (place % 64);
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    fn places(mut self) -> impl Iterator<Item = usize> {
        std::iter::from_fn(move || {
            let word = self.0.iter().position(|word| *word > 0)?;
            let bit = self.0[word].trailing_zeros() as usize;
            self.0[word] &= self.0[word] - 1;
            Some(word * 64 + bit)
        })
    }
}

/// The places of `count` colours, up to 256, in a better order; where frames do not tell, they stay in the given one.
///
/// From the last to the first, each place goes to the colour that the fewest frames need, of those frames that do without all
/// that were given one before it.
pub(super) fn order(count: usize, mut frames: Vec<Set>) -> Vec<usize> {
    frames.retain(|frame| *frame != Set::default());
    let mut needed = vec![0_u32; 256];
    for place in frames.iter().flat_map(|frame| frame.places()) {
        needed[place] += 1;
    }
    let mut left: Vec<usize> = (0..count).collect();
    let mut last_first = Vec::with_capacity(count);
    while let Some(at) = (0..left.len()).rev().min_by_key(|&at| needed[left[at]]) {
        let place = left.remove(at);
        last_first.push(place);
        frames.retain(|frame| {
            let does_without = !frame.has(place);
            if !does_without {
                frame.places().for_each(|place| needed[place] -= 1);
            }
            does_without
        });
    }
    last_first.reverse();
    last_first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(frames: &[&[u8]]) -> Vec<Set> {
        let set = |places: &&[u8]| {
            let mut set = Set::default();
            places.iter().for_each(|&place| set.add(place));
            set
        };
        frames.iter().map(set).collect()
    }

    #[test]
    fn colours_that_are_needed_together_come_first() {
        // 0 is in the most frames, but always with rare ones; 200 and 3 suffice for two frames.
        let frames = frames(&[&[0, 1, 9], &[0, 2, 8], &[0, 4, 7], &[200, 3], &[200, 3]]);
        let order = order(201, frames);
        assert_eq!(order[..2], [3, 200]);
        assert_eq!(order.len(), 201);
    }

    #[test]
    fn without_frames_the_order_stays() {
        assert_eq!(order(5, Vec::new()), [0, 1, 2, 3, 4]);
        assert!(order(0, frames(&[&[]])).is_empty());
    }

    #[test]
    fn every_colour_has_a_place_in_any_case() {
        let mut order = order(256, frames(&[&[255, 0], &[64, 63], &[128, 191, 192]]));
        order.sort_unstable();
        assert!(order.into_iter().eq(0..256));
    }
}
