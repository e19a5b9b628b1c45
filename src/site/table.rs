//! Things go in, each distinct one is kept once, and its number comes out.

use std::collections::BTreeMap;

/// Distinct things, numbered from 0 in the order in which they came.
pub(super) struct Table<T> {
    numbers: BTreeMap<T, usize>,
    things: Vec<T>,
}

impl<T: Clone + Ord> Table<T> {
    /// The thing's number; a new one if it has not been here before.
    pub fn number(&mut self, thing: T) -> usize {
        let next = self.things.len();
        *self.numbers.entry(thing).or_insert_with_key(|thing| {
            self.things.push(thing.clone());
            next
        })
    }

    /// All things, by their numbers.
    pub fn things(&self) -> &[T] {
        &self.things
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { numbers: BTreeMap::new(), things: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_keeps_its_number() {
        let mut table = Table::default();
        assert_eq!(["b", "a", "b"].map(|thing| table.number(thing)), [0, 1, 0]);
        assert_eq!(table.things(), ["b", "a"]);
    }
}
