//! Bytes go in, a Brotli stream of them comes out (RFC 7932), made for a font of some thousand bytes: its parts are known,
//! so that the bytes of each get codes of their own without a search. Whole numbers only, so that it is the same everywhere.

mod blocks;
mod code;
mod command;
mod copies;
mod cost;
mod group;
mod parse;
mod plan;

use crate::huffman::Bits;
use blocks::Blocks;
use command::{COMMANDS, Command, DISTANCES};
use plan::Plan;

/// Packs the parts, at most 256, as one stream of all their bytes. What is alike should be one part, and what is not, two.
/// Made for some ten thousand bytes, and right up to a million.
pub(super) fn pack(parts: &[&[u8]]) -> Vec<u8> {
    let content = &parts.concat()[..];
    let mut bits = Bits::default();
    if content.is_empty() {
        // The smallest window; a last meta-block that is empty.
        bits.put(0b110, 3);
        return bits.finish();
    }
    let parts = parts.iter().enumerate().flat_map(|(part, bytes)| std::iter::repeat_n(part, bytes.len()));
    let parts: Vec<usize> = parts.collect();
    let copies = copies::find(content);
    let guess = parse::cheapest(content, &copies, &plan::guess(content, &parts));
    let prices = Plan::of(content, &parts, &guess).prices(content, &counts(&guess));
    let commands = parse::cheapest(content, &copies, &prices);
    write(content, &commands, &Plan::of(content, &parts, &commands), &mut bits);
    bits.finish()
}

/// How often each symbol of a command comes, and each of a distance.
fn counts(commands: &[Command]) -> [Vec<u32>; 2] {
    let [mut symbols, mut distances] = [COMMANDS, DISTANCES].map(|count| vec![0; count]);
    for command in commands {
        symbols[command.symbol().0] += 1;
        if command.names_distance() {
            distances[command.distance.symbol] += 1;
        }
    }
    [symbols, distances]
}

/// Which places are literals.
fn literals(commands: &[Command]) -> Vec<usize> {
    let mut at = 0;
    let of_command = |command: &Command| {
        let literals = at..at + command.insert;
        at += command.insert + command.copy;
        literals
    };
    commands.iter().flat_map(of_command).collect()
}

fn write(content: &[u8], commands: &[Command], plan: &Plan, bits: &mut Bits) {
    head(content.len(), bits);
    let types: Vec<usize> = literals(commands).iter().map(|&at| plan.types[at]).collect();
    let mut blocks = Blocks::begin(&types, plan.type_count, bits);
    // Commands and distances are of one type each; distances have no direct symbols and no low bits apart.
    bits.put(0, 8);
    for _ in 0..plan.type_count {
        bits.put(plan::BY_SIZE, 2);
    }
    plan::write_map(&plan.map, plan.groups.len(), bits);
    // One code for distances.
    code::write_count(1, bits);
    let groups: Vec<_> = plan.groups.iter().map(|counts| code::write(counts, bits)).collect();
    let [symbols, distances] = counts(commands).map(|counts| code::write(&counts, bits));
    let mut at = 0;
    for command in commands {
        let (symbol, more) = command.symbol();
        symbols.put(symbol, bits);
        for (value, count) in more {
            bits.put(value, count);
        }
        for at in at..at + command.insert {
            blocks.next(bits);
            groups[plan.group(content, at)].put(usize::from(content[at]), bits);
        }
        if command.names_distance() {
            distances.put(command.distance.symbol, bits);
            bits.put(command.distance.more, command.distance.bits);
        }
        at += command.insert + command.copy;
    }
}

/// The window, and that one meta-block follows, which is the last.
fn head(length: usize, bits: &mut Bits) {
    // No distance is larger than the window less 16.
    match (length + 16).next_power_of_two().ilog2() {
        ..=16 => bits.put(0, 1),
        17 => bits.put(1, 7),
        window => bits.put((window.min(24) - 17) << 1 | 1, 4),
    }
    // The last one, and not empty.
    bits.put(0b01, 2);
    let most = length as u32 - 1;
    let nibbles = most.checked_ilog2().map_or(0, |log| log / 4 + 1).max(4);
    bits.put(nibbles - 4, 2);
    bits.put(most, 4 * nibbles);
}

#[cfg(test)]
mod tests;
