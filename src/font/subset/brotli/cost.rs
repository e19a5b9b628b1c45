//! Counts go in, what they cost in a stream comes out, in 1/256 of a bit. Whole numbers only, so that it is the same
//! everywhere.

/// A bit. In this unit, a megabyte still costs what 32 bits can hold.
pub(super) const BIT: u32 = 1 << 8;

/// The logarithms of small numbers.
static SMALL: [u32; 1 << 12] = {
    let mut logs = [0; 1 << 12];
    let mut number = 1;
    while number < logs.len() {
        logs[number] = exact(number as u32);
        number += 1;
    }
    logs
};

/// The logarithm to base 2; 0 for 0.
pub(super) fn log2(number: u32) -> u32 {
    let mut more = 0;
    let mut number = number;
    while number as usize >= SMALL.len() {
        number >>= 1;
        more += BIT;
    }
    SMALL[number as usize] + more
}

/// By squaring: where the square is 2 or more, there is one more half, and so on.
const fn exact(number: u32) -> u32 {
    let mut log = number.ilog2();
    let mut part = (number as u64) << (31 - log);
    let mut place = BIT;
    while place > 1 {
        part = (part * part) >> 31;
        log <<= 1;
        if part >= 1 << 32 {
            part >>= 1;
            log += 1;
        }
        place >>= 1;
    }
    log
}

/// What each symbol costs in a code for such counts. One that did not come costs a bit more than one that came once.
pub(super) fn of_symbols(counts: &[u32]) -> Vec<u32> {
    let total = log2(counts.iter().sum::<u32>().max(1));
    let cost = |&count: &u32| if count == 0 { total + 2 * BIT } else { (total - log2(count)).max(BIT / 2) };
    counts.iter().map(cost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_right_to_the_unit() {
        assert_eq!([0, 1, 2, 8, 1 << 20].map(log2), [0, 0, BIT, 3 * BIT, 20 * BIT]);
        // 3 is 2 to the power of 1.58496, and 1.58496 × 256 is 405.75; twice 3 is one bit more, however often.
        assert_eq!((log2(3), log2(6), log2(3 << 20)), (405, 405 + BIT, 405 + 20 * BIT));
    }

    #[test]
    fn what_comes_half_of_the_time_costs_a_bit() {
        assert_eq!(of_symbols(&[2, 1, 1, 0]), [BIT, 2 * BIT, 2 * BIT, 4 * BIT]);
    }
}
