//! Lists of levels: which are not zero, and how large they are.

use super::arithmetic::Bins;

/// A number without a likely size: the larger, the more answers.
pub fn tell_rest(mut rest: u32, mut digits: u32, bins: &mut impl Bins) {
    while rest >= 1 << digits {
        bins.even(true);
        rest -= 1 << digits;
        digits += 1;
    }
    bins.even(false);
    (0..digits).rev().for_each(|bit| bins.even(rest >> bit & 1 == 1));
}

/// Lists of levels by what they are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The first values of the squares of a whole block.
    Firsts,
    /// A square without its first value.
    Rest,
    /// A square.
    All,
    /// The first values of the squares of a colour.
    ColorFirsts,
    /// A square of a colour without its first value.
    ColorRest,
}

/// The levels of a list; `beside` tells what the lists around suggest.
pub fn tell_list(levels: &[i32], list: List, beside: usize, bins: &mut impl Bins) {
    let kind = list as usize;
    let last = levels.iter().rposition(|level| *level != 0);
    bins.bin(85 + kind * 4 + beside, last.is_some());
    let Some(last) = last else { return };
    let [there, end, size] =
        [[105, 120, 134, 149, 152], [166, 181, 195, 210, 213], [227, 237, 247, 257, 266]].map(|of| of[kind]);
    for (at, &level) in levels[..levels.len() - 1].iter().enumerate().take(last + 1) {
        let context = if list == List::ColorFirsts { at.min(2) } else { at };
        bins.bin(there + context, level != 0);
        if level != 0 {
            bins.bin(end + context, at == last);
        }
    }
    let (mut ones, mut more) = (0, 0);
    let most = if list == List::ColorFirsts { 3 } else { 4 };
    for &level in levels[..=last].iter().rev().filter(|level| **level != 0) {
        let above_one = level.unsigned_abs() - 1;
        bins.bin(size + if more > 0 { 0 } else { 4.min(1 + ones) }, above_one > 0);
        if above_one > 0 {
            let context = size + 5 + most.min(more);
            (1..14.min(above_one)).for_each(|_| bins.bin(context, true));
            if above_one < 14 {
                bins.bin(context, false);
            } else {
                tell_rest(above_one - 14, 0, bins);
            }
            more += 1;
        } else {
            ones += 1;
        }
        bins.even(level < 0);
    }
}
