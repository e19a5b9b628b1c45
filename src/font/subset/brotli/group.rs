//! Literals by the part and the bytes that they follow on go in; groups of such places that share a code come out.

use super::cost::{BIT, log2};

/// What it takes to tell a reader of a code, about: for the code, and for each of its symbols.
const CODE: u64 = 40 * BIT as u64;
const SYMBOL: u64 = 8 * BIT as u64;

/// How often each byte came: those that did, in order.
#[derive(Clone, Default)]
pub(super) struct Counts(pub Vec<(u8, u32)>);

impl Counts {
    pub fn of(dense: &[u32]) -> Self {
        let bytes = (0..=255_u8).zip(dense).filter(|&(_, &count)| count > 0);
        Self(bytes.map(|(byte, &count)| (byte, count)).collect())
    }

    /// What these literals cost with a code of their own, and what a reader has to know of it.
    fn cost(&self) -> u64 {
        self.cost_with(&Self::default())
    }

    /// The same of both together.
    fn cost_with(&self, other: &Self) -> u64 {
        let (mut mine, mut others) = (0, 0);
        let mut sum = Sum::default();
        while let (Some(&(my_byte, my_count)), Some(&(byte, count))) = (self.0.get(mine), other.0.get(others)) {
            let (is_mine, is_others) = (my_byte <= byte, byte <= my_byte);
            sum.add(my_count * u32::from(is_mine) + count * u32::from(is_others));
            mine += usize::from(is_mine);
            others += usize::from(is_others);
        }
        self.0[mine..].iter().chain(&other.0[others..]).for_each(|(_, count)| sum.add(*count));
        sum.cost()
    }

    fn add(&mut self, other: &Self) {
        let mut dense = [0_u32; 256];
        for &(byte, count) in self.0.iter().chain(&other.0) {
            dense[usize::from(byte)] += count;
        }
        *self = Self::of(&dense);
    }
}

/// What is known of counts once they were all gone through.
#[derive(Default)]
struct Sum {
    total: u32,
    /// What the counts times their logarithms come to.
    bits: u64,
    symbols: u64,
}

impl Sum {
    fn add(&mut self, count: u32) {
        self.total += count;
        self.bits += u64::from(count) * u64::from(log2(count));
        self.symbols += 1;
    }

    /// What as many symbols cost in a code of their own, and the code.
    fn cost(&self) -> u64 {
        if self.symbols == 0 {
            return 0;
        }
        let all = u64::from(self.total) * u64::from(log2(self.total));
        all.saturating_sub(self.bits) + CODE + self.symbols * SYMBOL
    }
}

/// Counts that share a code: what they cost, and which of all they are.
struct Group {
    counts: Counts,
    cost: u64,
    members: Vec<usize>,
}

impl Group {
    /// What it would cost more to be one with the other; less than 0 where that saves something.
    fn price_of(&self, other: &Self) -> i64 {
        self.counts.cost_with(&other.counts).cast_signed() - (self.cost + other.cost).cast_signed()
    }

    fn take(&mut self, other: Self) {
        self.counts.add(&other.counts);
        self.cost = self.counts.cost();
        self.members.extend(other.members);
    }
}

/// Joins what is cheaper with one code than with two, the best pair first. Comes out: the group of each, numbered from 0 in
/// the order in which they begin. What has no counts is with the one before it.
pub(super) fn join(all: &[Counts]) -> Vec<usize> {
    let some = all.iter().enumerate().filter(|(_, counts)| !counts.0.is_empty());
    let group =
        |(index, counts): (usize, &Counts)| Group { counts: counts.clone(), cost: counts.cost(), members: vec![index] };
    let mut groups: Vec<Group> = some.map(group).collect();
    // The prices of the pairs of each group and those after it, the nearest first.
    let price = |groups: &[Group], a: usize, b: usize| groups[a].price_of(&groups[b]);
    let row = |a| (a + 1..groups.len()).map(|b| price(&groups, a, b)).collect();
    let mut prices: Vec<Vec<i64>> = (0..groups.len()).map(row).collect();
    while let Some((a, b)) = cheapest(&prices) {
        let joined = groups.remove(b);
        groups[a].take(joined);
        prices.remove(b);
        for (first, row) in prices.iter_mut().enumerate().take(b) {
            row.remove(b - first - 1);
        }
        for other in (0..groups.len()).filter(|&other| other != a) {
            let (first, second) = (a.min(other), a.max(other));
            prices[first][second - first - 1] = price(&groups, first, second);
        }
    }
    numbered(&groups, all.len())
}

/// The pair whose joining saves most; `None` where none does.
fn cheapest(prices: &[Vec<i64>]) -> Option<(usize, usize)> {
    let mut best = (0, None);
    for (a, row) in prices.iter().enumerate() {
        for (after, &price) in row.iter().enumerate() {
            if price < best.0 {
                best = (price, Some((a, a + 1 + after)));
            }
        }
    }
    best.1
}

fn numbered(groups: &[Group], count: usize) -> Vec<usize> {
    let mut numbers = vec![None; count];
    for (number, group) in groups.iter().enumerate() {
        group.members.iter().for_each(|&member| numbers[member] = Some(number));
    }
    let mut last = 0;
    let known = |number: Option<usize>| {
        last = number.unwrap_or(last);
        last
    };
    numbers.into_iter().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(counts: &[(u8, u32)]) -> Counts {
        Counts(counts.to_vec())
    }

    #[test]
    fn what_is_alike_shares_a_code_and_what_is_not_does_not() {
        let (low, high) = (counts(&[(1, 400), (2, 400)]), counts(&[(201, 400), (202, 400)]));
        let all = [low.clone(), high.clone(), Counts::default(), low, high];
        assert_eq!(join(&all), [0, 1, 1, 0, 1]);
    }

    #[test]
    fn a_few_bytes_are_not_worth_a_code() {
        assert_eq!(join(&[counts(&[(1, 90), (2, 90)]), counts(&[(1, 2), (3, 1)])]), [0, 0]);
        assert_eq!(join(&[]), [0; 0]);
    }

    #[test]
    fn counts_cost_together_what_their_sum_costs() {
        let (a, b) = (counts(&[(1, 3), (5, 2)]), counts(&[(0, 1), (5, 4), (9, 9)]));
        let mut sum = a.clone();
        sum.add(&b);
        assert_eq!(sum.0, [(0, 1), (1, 3), (5, 6), (9, 9)]);
        assert_eq!(a.cost_with(&b), sum.cost());
    }
}
