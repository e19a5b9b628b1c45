//! Literals and the parts that they are in go in; which of them share a code comes out.

use super::code::{self, write_count};
use super::command::{Command, usual_commands, usual_distances};
use super::cost;
use super::group::{self, Counts};
use super::literals;
use super::parse::Prices;
use crate::huffman::Bits;

/// A literal's context is how far its two neighbours before are from 0, in eight steps each: in a stream, this way of the
/// four is number 3.
pub(super) const BY_SIZE: u32 = 3;
const SIZES: usize = 8;

/// The longest run of zeros in the map of contexts that one symbol says: less than twice 64.
const RUNS: usize = 6;

type Histogram = Vec<u32>;

/// Which literals share a code.
pub(super) struct Plan {
    /// How many block types there are.
    pub type_count: usize,
    /// The block type of each place.
    pub types: Vec<usize>,
    /// The group of each context of each block type.
    pub map: Vec<usize>,
    /// How often each byte comes in each group.
    pub groups: Vec<Histogram>,
}

/// Prices before anything is known but what each part holds.
pub(super) fn guess(content: &[u8], parts: &[usize]) -> Prices {
    let everywhere: Vec<usize> = (0..content.len()).collect();
    let costs: Vec<_> =
        counted(content, &everywhere, |at| parts[at]).iter().map(|counts| cost::of_symbols(counts)).collect();
    let literals = summed((0..content.len()).map(|at| costs[parts[at]][usize::from(content[at])]));
    Prices { literals, commands: usual_commands(), distances: usual_distances() }
}

impl Plan {
    /// The plan for what the commands leave to literals. Parts that are alike are of one type.
    pub fn of(content: &[u8], parts: &[usize], commands: &[Command]) -> Self {
        let literals = literals(commands);
        let type_of = joined(&counted(content, &literals, |at| parts[at]));
        // A type is a type only if it has literals, the first of which are of type 0.
        let type_count = type_of.iter().max().map_or(1, |last| last + 1);
        let types: Vec<usize> = parts.iter().map(|&part| type_of.get(part).copied().unwrap_or(0)).collect();
        // Only the nearer neighbour makes a difference that is worth a code.
        let mut contexts = counted(content, &literals, |at| types[at] * SIZES + size_before(content, at, 1));
        contexts.resize(type_count * SIZES, Vec::new());
        let within = |contexts: &[Histogram]| {
            let group_of = joined(contexts);
            let count = group_of.iter().max().map_or(1, |last| last + 1);
            (0..SIZES).map(|context| group_of[context]).map(move |group| (count, group)).collect::<Vec<_>>()
        };
        let mut map = Vec::new();
        let mut before = 0;
        for contexts in contexts.chunks(SIZES) {
            let groups = within(contexts);
            map.extend(groups.iter().map(|(_, group)| before + group));
            before += groups.first().map_or(0, |(count, _)| *count);
        }
        Self::across(map, &contexts, type_count, types)
    }

    /// Joins groups of several types, too.
    fn across(mut map: Vec<usize>, contexts: &[Histogram], type_count: usize, types: Vec<usize>) -> Self {
        let groups = merged(contexts, &map);
        let group_of = joined(&groups);
        for group in &mut map {
            *group = group_of[*group];
        }
        let groups = merged(contexts, &map);
        let map = map.iter().flat_map(|&group| std::iter::repeat_n(group, SIZES)).collect();
        Self { type_count, types, map, groups }
    }

    /// The group of the literal at this place.
    pub fn group(&self, content: &[u8], at: usize) -> usize {
        let context = size_before(content, at, 1) * SIZES + size_before(content, at, 2);
        self.map[self.types[at] * SIZES * SIZES + context]
    }

    /// What literals cost in this plan, and symbols that come so often.
    pub fn prices(&self, content: &[u8], symbols: &[Histogram; 2]) -> Prices {
        let costs: Vec<Vec<u32>> = self.groups.iter().map(|counts| cost::of_symbols(counts)).collect();
        let literals = (0..content.len()).map(|at| costs[self.group(content, at)][usize::from(content[at])]);
        let [commands, distances] = symbols.each_ref().map(|counts| cost::of_symbols(counts));
        Prices { literals: summed(literals), commands, distances }
    }
}

/// How often each byte is at these places, for each number that they have.
fn counted(content: &[u8], places: &[usize], number: impl Fn(usize) -> usize) -> Vec<Histogram> {
    let mut counts: Vec<Histogram> = Vec::new();
    for &at in places {
        let number = number(at);
        if counts.len() <= number {
            counts.resize(number + 1, Vec::new());
        }
        counts[number].resize(256, 0);
        counts[number][usize::from(content[at])] += 1;
    }
    counts
}

fn joined(counts: &[Histogram]) -> Vec<usize> {
    group::join(&counts.iter().map(|counts| Counts::of(counts)).collect::<Vec<_>>())
}

/// The counts of each group.
fn merged(counts: &[Histogram], group_of: &[usize]) -> Vec<Histogram> {
    let mut groups = vec![vec![0; 256]; group_of.iter().max().map_or(1, |last| last + 1)];
    for (counts, &group) in counts.iter().zip(group_of) {
        groups[group].iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    groups
}

/// The sums of all costs before each, and of all.
fn summed(costs: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sums = vec![0];
    for cost in costs {
        sums.push(sums[sums.len() - 1] + cost);
    }
    sums
}

/// How far from 0 the byte is that stands so far before, as a number with a sign.
fn size_before(content: &[u8], at: usize, back: usize) -> usize {
    match at.checked_sub(back).map_or(0, |at| content[at]) {
        0 => 0,
        1..16 => 1,
        16..64 => 2,
        64..128 => 3,
        128..192 => 4,
        192..240 => 5,
        240..255 => 6,
        255 => 7,
    }
}

/// Writes the group of each context of each block type, each as its place among those that came last.
pub(super) fn write_map(map: &[usize], groups: usize, bits: &mut Bits) {
    write_count(groups, bits);
    if groups < 2 {
        return;
    }
    let places = places(map, groups);
    let mut said: Vec<(usize, u32, u32)> = Vec::new();
    for run in places.chunk_by(|a, b| a == b) {
        if run[0] == 0 {
            said.extend(zeros(run.len()));
        } else {
            said.extend(run.iter().map(|&place| (place + RUNS, 0, 0)));
        }
    }
    bits.put(1 | (RUNS as u32 - 1) << 1, 5);
    let mut counts = vec![0; groups + RUNS];
    for &(symbol, ..) in &said {
        counts[symbol] += 1;
    }
    let code = code::write(&counts, bits);
    for (symbol, more, count) in said {
        code.put(symbol, bits);
        bits.put(more, count);
    }
    // The numbers are places.
    bits.put(1, 1);
}

fn places(map: &[usize], groups: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups).collect();
    let place = |&group: &usize| {
        let place = order.iter().position(|&other| other == group).unwrap_or(0);
        order[..=place].rotate_right(1);
        place
    };
    map.iter().map(place).collect()
}

/// A run of zeros as symbols, each with what more is said in how many bits.
fn zeros(mut left: usize) -> Vec<(usize, u32, u32)> {
    let mut said = Vec::new();
    while left > 0 {
        let log = left.ilog2().min(RUNS as u32);
        let taken = left.min((2 << log) - 1);
        said.push((log as usize, (taken - (1 << log)) as u32, log));
        left -= taken;
    }
    said
}
