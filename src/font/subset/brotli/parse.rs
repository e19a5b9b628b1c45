//! Bytes, what could be copied and what symbols cost go in; the cheapest row of commands that stands for the bytes comes out.

use super::command::{Command, Distance, WITH_DISTANCE, copy_code, distance, insert_code, symbol_of};
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

/// How a place is reached most cheaply by a copy that ends there.
#[derive(Clone, Copy)]
struct Reached {
    cost: u32,
    command: Command,
    recent: Recent,
}

/// A place where a command may begin.
struct Start {
    at: usize,
    /// What it costs to come here, less the literals before.
    cost: i64,
    recent: Recent,
    /// The distances that have symbols of their own.
    near: [u32; 16],
}

const NOTHING: Command = Command { insert: 0, copy: 0, distance: Distance { symbol: 0, more: 0, bits: 0 } };

/// The commands for the content.
pub(super) fn cheapest(content: &[u8], copies: &Copies, prices: &Prices) -> Vec<Command> {
    let mut reached = vec![Reached { cost: u32::MAX, command: NOTHING, recent: FIRST }; content.len() + 1];
    reached[0].cost = 0;
    let mut starts: Vec<Start> = Vec::with_capacity(STARTS + 1);
    let mut copied_to = 0;
    for at in 0..content.len() {
        if at < copied_to {
            continue;
        }
        if reached[at].cost < u32::MAX {
            begin(&mut starts, at, &reached[at], prices);
        }
        for start in &starts {
            let longest = go_on(content, (start, at), &copies[at], prices, &mut reached);
            copied_to = copied_to.max(if longest > LONG { at + longest } else { 0 });
        }
    }
    way_back(content, prices, &reached)
}

/// Puts the place among those where a command begins most cheaply.
fn begin(starts: &mut Vec<Start>, at: usize, reached: &Reached, prices: &Prices) {
    let cost = i64::from(reached.cost) - i64::from(prices.literals[at]);
    let place = starts.partition_point(|other| other.cost <= cost);
    if place < STARTS {
        starts.truncate(STARTS - 1);
        starts.insert(place, Start { at, cost, recent: reached.recent, near: near(reached.recent) });
    }
}

/// Reaches what a command does that begins at `start` and copies at `at`. Comes out: the longest copy.
fn go_on(
    content: &[u8],
    (start, at): (&Start, usize),
    copies: &[(usize, u32)],
    prices: &Prices,
    reached: &mut [Reached],
) -> usize {
    let insert = at - start.at;
    let insert_code = insert_code(insert);
    let cost = (start.cost + i64::from(prices.literals[at])) as u32;
    let mut reach = |lengths: [usize; 2], distance: Distance, recent: Recent| {
        let named = prices.distances[distance.symbol] + distance.bits * BIT;
        let shortest = if lengths[1] > LONG { lengths[1] } else { lengths[0] };
        for copy in shortest..=lengths[1] {
            let (symbol, bits) = symbol_of(insert_code, copy_code(copy), distance.symbol == 0);
            let named = if symbol < WITH_DISTANCE { 0 } else { named };
            let cost = cost + prices.commands[symbol] + bits * BIT + named;
            if cost < reached[at + copy].cost {
                reached[at + copy] = Reached { cost, command: Command { insert, copy, distance }, recent };
            }
        }
    };
    let mut longest = 1;
    for (symbol, &back) in start.near.iter().enumerate() {
        // 0 is no distance.
        let Some(there) = at.checked_sub(back as usize).filter(|&there| there < at) else { continue };
        if content[there] != content[at] {
            continue;
        }
        let length = alike(content, there, at);
        let recent = if symbol == 0 { start.recent } else { moved(start.recent, back) };
        reach([longest + 1, length], Distance { symbol, more: 0, bits: 0 }, recent);
        longest = longest.max(length);
    }
    let mut shorter = 1;
    for &(length, back) in copies {
        reach([shorter + 1, length], distance(back), moved(start.recent, back));
        shorter = length;
    }
    longest.max(shorter)
}

fn moved([first, second, third, _]: Recent, back: u32) -> Recent {
    [back, first, second, third]
}

/// The last four distances, and those near the last two.
fn near(recent: Recent) -> [u32; 16] {
    let mut near = [0; 16];
    near[..4].copy_from_slice(&recent);
    for (place, by) in [-1, 1, -2, 2, -3, 3].into_iter().enumerate() {
        near[4 + place] = recent[0].saturating_add_signed(by);
        near[10 + place] = recent[1].saturating_add_signed(by);
    }
    near
}

/// The commands by which the end is reached most cheaply, with the literals that come last.
fn way_back(content: &[u8], prices: &Prices, reached: &[Reached]) -> Vec<Command> {
    let end = content.len();
    let last = |start: usize| Command { insert: end - start, ..NOTHING };
    let cost = |&start: &usize| {
        let symbol = if start == end { 0 } else { prices.commands[last(start).symbol().0] };
        u64::from(reached[start].cost) + u64::from(prices.literals[end] - prices.literals[start]) + u64::from(symbol)
    };
    let mut at = (0..=end).min_by_key(cost).unwrap_or(0);
    let mut commands: Vec<Command> = (at < end).then(|| last(at)).into_iter().collect();
    while at > 0 {
        let command = reached[at].command;
        commands.push(command);
        at -= command.insert + command.copy;
    }
    commands.reverse();
    commands
}
