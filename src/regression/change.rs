//! What kind of change a difference is, so that alike ones are looked at once: a colour that became another all over, and
//! which things in which panels look otherwise beyond that.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Difference, distance};
use super::place::{Places, Thing};
use super::region::TILE;
use crate::encode::Bitmap;
use crate::scene::Panel;

type Rgb = [u8; 3];

/// What a difference comes down to. Differences with equal changes are alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The colour that became another wherever it was, in most of the pixels that this is true of.
    pub recolored: Option<(Rgb, Rgb)>,
    /// What else looks otherwise.
    pub things: BTreeSet<(Panel, Thing)>,
}

/// The change behind a difference between two pictures of one size.
pub fn find(expected: &Bitmap, actual: &Bitmap, difference: &Difference, places: &Places) -> Change {
    let pictures = Pair { expected, actual, places };
    let mut left = difference.mask.clone();
    let mut recolored: BTreeMap<(Rgb, Rgb), u64> = BTreeMap::new();
    for panel in [Panel::Frame, Panel::Stage, Panel::Ladder, Panel::Terminal] {
        for (pair, count) in pictures.recolor(panel, &mut left) {
            *recolored.entry(pair).or_default() += count;
        }
    }
    let roots = roots(recolored);
    pictures.explain(&roots, &mut left);
    let most = roots.into_iter().max_by(|(one, a), (other, b)| a.cmp(b).then(other.cmp(one)));
    Change { recolored: most.map(|(pair, _)| pair), things: pictures.things(&left) }
}

/// The colours whose change is no mixture of another's, with the pixels of their mixtures.
fn roots(recolored: BTreeMap<(Rgb, Rgb), u64>) -> Vec<((Rgb, Rgb), u64)> {
    let mut pairs: Vec<_> = recolored.into_iter().collect();
    pairs.sort_by_key(|&((old, new), count)| (count < KNOWN, std::cmp::Reverse(distance(old, new)), old, new));
    let mut roots: Vec<((Rgb, Rgb), u64)> = Vec::new();
    for (pair, count) in pairs {
        match roots.iter().position(|(root, _)| is_mixture(pair, *root)) {
            Some(root) => roots[root].1 += count,
            None if roots.len() < MOST_ROOTS => roots.push((pair, count)),
            None => {}
        }
    }
    roots
}

/// True where a pixel's change is what is left of the root's when its colour is mixed with one that stays: a part of
/// the same way.
fn is_mixture((old, new): (Rgb, Rgb), root: (Rgb, Rgb)) -> bool {
    let way = |old: Rgb, new: Rgb| [0, 1, 2].map(|channel| i64::from(new[channel]) - i64::from(old[channel]));
    let product = |a: [i64; 3], b: [i64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let (whole, part) = (way(root.0, root.1), way(old, new));
    let (along, length) = (product(whole, part), product(whole, whole));
    // Rounding may take each channel off its way by a step or two.
    let near = whole.iter().zip(part).all(|(whole, part)| (part * length - whole * along).abs() <= 2 * length);
    along > 0 && along * 20 <= length * 21 && near
}

struct Pair<'a> {
    expected: &'a Bitmap,
    actual: &'a Bitmap,
    places: &'a Places,
}

/// Colours count as known from this many pixels of a panel on: fewer are the smoothing of edges.
const KNOWN: u64 = 8;
/// A smoothed edge's colour may come out this far from what became of it elsewhere.
const NEAR: u8 = 24;
/// More colours than a theme changes at a time.
const MOST_ROOTS: usize = 32;
/// A colour that went further than this is not looked for in mixtures: too much else lies on its way.
const FAR: u8 = 64;
/// No picture of ours has as many pairs of colours.
const MOST_PAIRS: usize = 50_000;

/// What became of a colour.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// Mostly this.
    Became(Rgb),
    /// What another colour is or became, too: something is no longer told from what is around it.
    Merged,
}

impl Pair<'_> {
    /// Takes out of the mask what a colour's change explains in a panel; how many pixels each explains.
    fn recolor(&self, panel: Panel, mask: &mut [bool]) -> BTreeMap<(Rgb, Rgb), u64> {
        let mut pairs: BTreeMap<(Rgb, Rgb), u64> = BTreeMap::new();
        let mut differing = Vec::new();
        self.each(panel, |index, pair| {
            if pairs.len() <= MOST_PAIRS {
                *pairs.entry(pair).or_default() += 1;
            }
            if mask[index] {
                differing.push((index, pair));
            }
        });
        let mut explained: BTreeMap<(Rgb, Rgb), u64> = BTreeMap::new();
        if differing.is_empty() || pairs.len() > MOST_PAIRS {
            return explained;
        }
        let fates = fates(&pairs);
        let (mut taken, mut rare) = (Vec::new(), Vec::new());
        for (index, (old, new)) in differing {
            match fates.get(&old) {
                Some(Fate::Became(usual)) if *usual != old && distance(*usual, new) <= NEAR => {
                    *explained.entry((old, *usual)).or_default() += 1;
                    taken.push(index);
                }
                Some(_) => {}
                None => rare.push(index),
            }
        }
        // Rare colours are the edges of what changed its colour, unless they are most of it.
        if rare.len() <= taken.len() {
            taken.append(&mut rare);
        }
        for index in taken {
            mask[index] = false;
        }
        explained
    }

    /// Takes out of the mask what is a mixture with a colour that became another.
    fn explain(&self, roots: &[((Rgb, Rgb), u64)], mask: &mut [bool]) {
        let near: Vec<(Rgb, Rgb)> =
            roots.iter().map(|(root, _)| *root).filter(|(old, new)| distance(*old, *new) <= FAR).collect();
        let pairs = self.expected.pixels.as_chunks::<3>().0.iter().zip(self.actual.pixels.as_chunks::<3>().0);
        for (differs, (old, new)) in mask.iter_mut().zip(pairs).filter(|(differs, _)| **differs) {
            *differs = !near.iter().any(|root| is_mixture((*old, *new), *root));
        }
    }

    /// Which things the pixels of the mask belong to, a tile at a time. What lies behind other things says nothing
    /// where they changed.
    fn things(&self, mask: &[bool]) -> BTreeSet<(Panel, Thing)> {
        let mut seen = BTreeSet::new();
        let mut things = BTreeSet::new();
        let width = self.expected.width as usize;
        for (index, _) in mask.iter().enumerate().filter(|(_, differs)| **differs) {
            let (x, y) = (index % width, index / width);
            if seen.insert((y / TILE, x / TILE)) {
                things.insert((self.places.panel(x as u32, y as u32), self.places.thing(x as u32, y as u32)));
            }
        }
        let foremost: BTreeSet<Panel> =
            things.iter().filter(|(_, thing)| *thing != Thing::Area).map(|(panel, _)| *panel).collect();
        things.retain(|(panel, thing)| *thing != Thing::Area || !foremost.contains(panel));
        things
    }

    fn each(&self, panel: Panel, mut take: impl FnMut(usize, (Rgb, Rgb))) {
        let width = self.expected.width as usize;
        let pairs = self.expected.pixels.as_chunks::<3>().0.iter().zip(self.actual.pixels.as_chunks::<3>().0);
        for (index, (old, new)) in pairs.enumerate() {
            if self.places.panel((index % width) as u32, (index / width) as u32) == panel {
                take(index, (*old, *new));
            }
        }
    }
}

/// What became of each known colour.
fn fates(pairs: &BTreeMap<(Rgb, Rgb), u64>) -> BTreeMap<Rgb, Fate> {
    let mut totals: BTreeMap<Rgb, (u64, u64, Rgb)> = BTreeMap::new();
    for (&(old, new), &count) in pairs {
        let (total, most, usual) = totals.entry(old).or_insert((0, 0, new));
        *total += count;
        if count > *most {
            (*most, *usual) = (count, new);
        }
    }
    let mut known: Vec<_> =
        totals.into_iter().filter(|(_, (total, most, _))| *total >= KNOWN && most * 10 >= total * 6).collect();
    known.sort_by_key(|(_, (total, ..))| std::cmp::Reverse(*total));
    let mut owners: BTreeMap<Rgb, Rgb> = BTreeMap::new();
    let fate = |(old, (_, _, usual))| {
        let owner = *owners.entry(usual).or_insert(old);
        (old, if distance(owner, old) <= NEAR { Fate::Became(usual) } else { Fate::Merged })
    };
    known.into_iter().map(fate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regression::compare::{Tolerance, compare};

    const CARD: Rgb = [250; 3];
    const INK: Rgb = [20; 3];
    const BLUE: Rgb = [40, 80, 200];

    /// A card with bars of ink and of blue, one of each this many pixels from the left.
    fn picture(card: Rgb, blue: Rgb, bars: &[(u32, Rgb)]) -> Bitmap {
        let mut bitmap = Bitmap::filled(200, 40, card);
        for (x, color) in bars.iter().copied().chain([(150, blue)]) {
            for y in 10..30 {
                bitmap.row_mut(crate::encode::PixelRect { x, y, w: 4, h: 1 }, 0).copy_from_slice(&color.repeat(4));
            }
        }
        bitmap
    }

    fn change(expected: &Bitmap, actual: &Bitmap) -> Change {
        let difference = compare(expected, actual, Tolerance::default()).expect_err("they differ");
        find(expected, actual, &difference, &Places::default())
    }

    fn something() -> BTreeSet<(Panel, Thing)> {
        [(Panel::Frame, Thing::Area)].into()
    }

    #[test]
    fn a_colour_that_became_another_everywhere_is_one_change_wherever_it_was() {
        let here = change(&picture(CARD, BLUE, &[(10, INK)]), &picture([240; 3], BLUE, &[(10, INK)]));
        let there = change(&picture(CARD, BLUE, &[(90, INK)]), &picture([240; 3], BLUE, &[(90, INK)]));
        assert_eq!(here, there);
        assert_eq!(here, Change { recolored: Some((CARD, [240; 3])), things: BTreeSet::new() });
    }

    #[test]
    fn what_is_missing_is_not_hidden_by_a_new_colour() {
        let expected = picture(CARD, BLUE, &[(10, INK), (30, INK), (50, INK)]);
        let recolored = change(&expected, &picture([240; 3], BLUE, &[(10, INK), (30, INK), (50, INK)]));
        let one_missing = change(&expected, &picture([240; 3], BLUE, &[(10, INK), (30, INK)]));
        let all_missing = change(&expected, &picture([240; 3], BLUE, &[]));
        assert_eq!(recolored.things, BTreeSet::new());
        assert_eq!((one_missing.recolored, one_missing.things), (recolored.recolored, something()));
        assert_eq!((all_missing.recolored, all_missing.things), (recolored.recolored, something()));
    }

    #[test]
    fn what_moved_is_no_new_colour() {
        let moved = change(&picture(CARD, BLUE, &[(10, INK)]), &picture(CARD, BLUE, &[(60, INK)]));
        assert_eq!(moved, Change { recolored: None, things: something() });
    }
}
