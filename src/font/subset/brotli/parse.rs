//! Bytes, what could be copied and what symbols cost go in; the cheapest row of commands that stands for the bytes comes out.

use super::command::{Command, Distance, LENGTH_CODES, WITH_DISTANCE, copy_code, distance, insert_code, symbol_of};
use super::copies::{Copies, LONG, alike};
use super::cost::BIT;

/// So many ends of copies are looked at, to begin a command after.
const STARTS: usize = 2;

/// What all costs, in the unit of [`BIT`].
pub(super) struct Prices {
    /// Of all literals before each place, and of all.
    pub literals: Vec<u32>,
    /// Of each symbol of a command.
    pub commands: Vec<u32>,
    /// Of each symbol of a distance.
    pub distances: Vec<u32>,
}

/// The last four distances, the last first; and as they are at the beginning.
type Recent = [u32; 4];
const FIRST: Recent = [4, 11, 15, 16];

/// The distances that have symbols of their own, by their symbols.
type Near = [u32; 16];

/// How a place is reached most cheaply by a copy that ends there.
#[derive(Clone, Copy)]
struct Way {
    /// Where the command begins, by its number among all beginnings.
    begun: u32,
    copy: u32,
    back: u32,
    /// The symbol of the distance among the near ones; [`FAR`]: it is none of them.
    symbol: u32,
}

const FAR: u32 = 16;

/// A place where a command begins: after a copy, or first of all.
struct Begun {
    at: usize,
    recent: Recent,
}

/// A place where a command may begin cheaply.
struct Start {
    at: usize,
    /// Its number among all beginnings.
    number: u32,
    /// What it costs to come here, less the literals before.
    cost: i64,
    near: Near,
}

/// What is known of the ways to each place.
struct Search<'a> {
    content: &'a [u8],
    /// Each byte with the one after it.
    pairs: Vec<u16>,
    prices: &'a Prices,
    /// Of a command without its literals and its distance, by its symbol's halves.
    lengths: Lengths,
    /// What it costs to reach each place by a copy.
    costs: Vec<u32>,
    ways: Vec<Way>,
    begun: Vec<Begun>,
    /// The cheapest first.
    starts: Vec<Start>,
}

/// The commands for the content.
pub(super) fn cheapest(content: &[u8], copies: &Copies, prices: &Prices) -> Vec<Command> {
    let mut search = Search::new(content, prices);
    let mut copied_to = 0;
    for at in 0..content.len() {
        if at < copied_to {
            continue;
        }
        search.begin(at);
        let copies = copies.at(at);
        if copies.is_empty() {
            // Nothing like it was seen before.
            continue;
        }
        for start in 0..search.starts.len() {
            let longest = search.go_on(start, at, copies);
            copied_to = copied_to.max(if longest > LONG { at + longest } else { 0 });
        }
    }
    search.way_back()
}

impl<'a> Search<'a> {
    fn new(content: &'a [u8], prices: &'a Prices) -> Self {
        let mut costs = vec![u32::MAX; content.len() + 1];
        costs[0] = 0;
        let nothing = Way { begun: 0, copy: 0, back: 0, symbol: FAR };
        let ways = vec![nothing; content.len() + 1];
        let pairs = content.windows(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let lengths = Lengths::of(prices);
        Self { content, pairs, prices, lengths, costs, ways, begun: Vec::new(), starts: Vec::new() }
    }

    /// Puts the place among those where a command begins most cheaply, if a copy ends there.
    fn begin(&mut self, at: usize) {
        if self.costs[at] == u32::MAX {
            return;
        }
        let cost = i64::from(self.costs[at]) - i64::from(self.prices.literals[at]);
        let place = self.starts.partition_point(|other| other.cost <= cost);
        if place < STARTS {
            let recent = self.recent(at);
            let number = self.begun.len() as u32;
            self.begun.push(Begun { at, recent });
            self.starts.truncate(STARTS - 1);
            self.starts.insert(place, Start { at, number, cost, near: near(recent) });
        }
    }

    /// The last distances, at a place that is reached.
    fn recent(&self, at: usize) -> Recent {
        let Way { begun, back, symbol, .. } = self.ways[at];
        match self.begun.get(begun as usize) {
            None => FIRST,
            Some(Begun { recent, .. }) if symbol == 0 => *recent,
            Some(Begun { recent: [first, second, third, _], .. }) => [back, *first, *second, *third],
        }
    }

    /// Reaches what a command does that begins at a start and copies at `at`. Comes out: the longest copy.
    fn go_on(&mut self, start: usize, at: usize, copies: &[(usize, u32)]) -> usize {
        let Self { content, prices, .. } = *self;
        let Start { at: from, number: begun, cost, near } = self.starts[start];
        let cost = (cost + i64::from(prices.literals[at])) as u32;
        let insert_code = insert_code(at - from);
        let mut longest = 1;
        let mut alike_at = self.alike_at(at, &near);
        while alike_at > 0 {
            let symbol = alike_at.trailing_zeros();
            alike_at &= alike_at - 1;
            let back = near[symbol as usize];
            let length = alike(content, at - back as usize, at);
            self.reach(at, (cost, insert_code), [longest + 1, length], Way { begun, copy: 0, back, symbol });
            longest = longest.max(length);
        }
        let mut shorter = 1;
        for &(length, back) in copies {
            self.reach(at, (cost, insert_code), [shorter + 1, length], Way { begun, copy: 0, back, symbol: FAR });
            shorter = length;
        }
        longest.max(shorter)
    }

    /// At which of the distances there are the same two bytes, as a bit each.
    fn alike_at(&self, at: usize, near: &Near) -> u32 {
        let Some((before, [pair, ..])) = self.pairs.split_at_checked(at) else { return 0 };
        // 0 is no distance, and what is too far back wraps around to no place.
        let is_alike = |back: u32| before.get(at.wrapping_sub(back as usize)).is_some_and(|other| other == pair);
        (0..).zip(near).fold(0, |bits, (symbol, &back)| bits | u32::from(is_alike(back)) << symbol)
    }

    /// Notes the way to where copies of these lengths end, wherever it is cheaper. Of a long copy, only its end is worth a look.
    #[inline]
    fn reach(&mut self, at: usize, (cost, insert_code): (u32, usize), [shortest, longest]: [usize; 2], way: Way) {
        let distance = distance_of(way);
        let again = distance.symbol == 0;
        let cost = cost + if again { 0 } else { self.prices.distances[distance.symbol] + distance.bits * BIT };
        let lengths = self.lengths.after(insert_code, again);
        let shortest = if longest > LONG { longest } else { shortest };
        for copy in shortest..=longest {
            let cost = cost + lengths[copy_code(copy)];
            if cost < self.costs[at + copy] {
                self.costs[at + copy] = cost;
                self.ways[at + copy] = Way { copy: copy as u32, ..way };
            }
        }
    }

    /// The commands by which the end is reached most cheaply, with the literals that come last.
    fn way_back(&self) -> Vec<Command> {
        let end = self.content.len();
        let mut at = self.last_copy_ends();
        let last = Command { insert: end - at, ..Command::default() };
        let mut commands: Vec<Command> = (at < end).then_some(last).into_iter().collect();
        while at > 0 {
            let way = self.ways[at];
            let (copy, from) = (way.copy as usize, self.begun[way.begun as usize].at);
            commands.push(Command { insert: at - copy - from, copy, distance: distance_of(way) });
            at = from;
        }
        commands.reverse();
        commands
    }

    /// After which copy, or from the start on, there are best only literals.
    fn last_copy_ends(&self) -> usize {
        let (end, literals) = (self.content.len(), &self.prices.literals);
        let (mut best, mut cheapest) = (0, u64::MAX);
        for start in 0..=end {
            let mut cost = u64::from(self.costs[start]) + u64::from(literals[end] - literals[start]);
            if start < end && cost < cheapest {
                let (symbol, _) = Command { insert: end - start, ..Command::default() }.symbol();
                cost += u64::from(self.prices.commands[symbol]);
            }
            if cost < cheapest {
                (best, cheapest) = (start, cost);
            }
        }
        best
    }
}

fn distance_of(way: Way) -> Distance {
    if way.symbol == FAR { distance(way.back) } else { Distance { symbol: way.symbol as usize, more: 0, bits: 0 } }
}

/// What commands cost by the codes of their two lengths: those that name a distance beyond the last, without it, and those at
/// the last distance, with what it takes to say so.
struct Lengths([Vec<[u32; LENGTH_CODES]>; 2]);

impl Lengths {
    fn of(prices: &Prices) -> Self {
        let price = |insert, copy, again| {
            let (symbol, bits) = symbol_of(insert, copy, again);
            let named = if again && symbol >= WITH_DISTANCE { prices.distances[0] } else { 0 };
            prices.commands[symbol] + bits * BIT + named
        };
        let row = |insert, again| std::array::from_fn(|copy| price(insert, copy, again));
        Self([false, true].map(|again| (0..LENGTH_CODES).map(|insert| row(insert, again)).collect()))
    }

    /// Of each copy's code after literals of this code. `again`: at the last distance.
    fn after(&self, insert_code: usize, again: bool) -> &[u32; LENGTH_CODES] {
        &self.0[usize::from(again)][insert_code]
    }
}

/// The last four distances, and those near the last two.
fn near(recent: Recent) -> Near {
    let mut near = [0; 16];
    near[..4].copy_from_slice(&recent);
    for (place, by) in [-1, 1, -2, 2, -3, 3].into_iter().enumerate() {
        near[4 + place] = recent[0].saturating_add_signed(by);
        near[10 + place] = recent[1].saturating_add_signed(by);
    }
    near
}
