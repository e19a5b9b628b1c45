//! Things go in, each distinct one is kept once, and its number comes out.

use std::collections::BTreeMap;

/// Distinct things, numbered from 0 in the order in which they came.
pub(super) struct Table<T>(BTreeMap<T, usize>);

impl<T: Ord> Table<T> {
    /// The thing's number; a new one if it has not been here before.
    pub fn number(&mut self, thing: T) -> usize {
        let next = self.0.len();
        *self.0.entry(thing).or_insert(next)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// All things, by their numbers.
    pub fn things(&self) -> Vec<&T> {
        let mut things: Vec<(usize, &T)> = self.0.iter().map(|(thing, &number)| (number, thing)).collect();
        things.sort_unstable_by_key(|&(number, _)| number);
        things.into_iter().map(|(_, thing)| thing).collect()
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_keeps_its_number() {
        let mut table = Table::default();
        assert_eq!(["b", "a", "b"].map(|thing| table.number(thing)), [0, 1, 0]);
        assert_eq!((table.things(), table.count()), (vec![&"b", &"a"], 2));
    }
}
