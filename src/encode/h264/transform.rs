//! What a prediction leaves of four by four pixels goes in, a few whole numbers come out, and back again, as every decoder does.

/// Four rows of four values.
pub type Square = [[i32; 4]; 4];

/// Sixteen levels in the order in which they are written.
pub type Levels = [i32; 16];

/// True where not all of them are 0.
pub fn is_told(levels: &Levels) -> bool {
    levels.iter().any(|level| *level != 0)
}

/// How finely values are told.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Coarseness, 0 to 51.
    qp: usize,
    /// What is added before a level is rounded down, in 64ths of a step.
    bias: i64,
}

/// How much of a value is a level, in parts of 32,768, and what a level is worth: by the coarseness (the sixth one is twice as
/// coarse) and by the kind of place: column and row even, both odd, one of each: both even, both odd, one of each.
const DIVISORS: [[i64; 3]; 6] = [
    [13_107, 5_243, 8_066],
    [11_916, 4_660, 7_490],
    [10_082, 4_194, 6_554],
    [9_362, 3_647, 5_825],
    [8_192, 3_355, 5_243],
    [7_282, 2_893, 4_559],
];
const FACTORS: [[i32; 3]; 6] = [[10, 16, 13], [11, 18, 14], [13, 20, 16], [14, 23, 18], [16, 25, 20], [18, 29, 23]];

/// Column and row of each level in turn.
const ORDER: [(usize, usize); 16] = [
    (0, 0),
    (1, 0),
    (0, 1),
    (0, 2),
    (1, 1),
    (2, 0),
    (3, 0),
    (2, 1),
    (1, 2),
    (0, 3),
    (1, 3),
    (2, 2),
    (3, 1),
    (3, 2),
    (2, 3),
    (3, 3),
];

fn kind(x: usize, y: usize) -> usize {
    match (x % 2, y % 2) {
        (0, 0) => 0,
        (1, 1) => 1,
        _ => 2,
    }
}

impl Scale {
    /// Coarseness, and which part of a step in 64ths is added before the rest is cut off.
    pub fn new(qp: i32, bias: i64) -> Self {
        Self { qp: qp.clamp(0, 51) as usize, bias }
    }

    /// The levels of values, from the first place on, or from the second where the first is told elsewhere.
    pub fn levels(self, values: &Square, first: usize) -> Levels {
        let mut levels = [0; 16];
        for (level, &(x, y)) in levels.iter_mut().zip(&ORDER).skip(first) {
            *level = self.level(values[y][x], kind(x, y), 0);
        }
        levels
    }

    /// A single level; with one more bit of `extra` for values that are twice as large.
    fn level(self, value: i32, kind: usize, extra: u32) -> i32 {
        let shift = 15 + (self.qp / 6) as u32 + extra;
        let size = (i64::from(value.abs()) * DIVISORS[self.qp % 6][kind] + (self.bias << (shift - 6))) >> shift;
        if value < 0 { -(size as i32) } else { size as i32 }
    }

    /// The values that a decoder makes of levels.
    pub fn values(self, levels: &Levels) -> Square {
        let mut values = [[0; 4]; 4];
        for (&level, &(x, y)) in levels.iter().zip(&ORDER) {
            values[y][x] = (level * FACTORS[self.qp % 6][kind(x, y)]) << (self.qp / 6);
        }
        values
    }

    /// The levels of the sixteen first values of a block's squares.
    pub fn first_levels(self, firsts: &Square) -> Levels {
        let sums = crossed(firsts).map(|row| row.map(|value| (value + 1) >> 1));
        let mut levels = [0; 16];
        for (level, &(x, y)) in levels.iter_mut().zip(&ORDER) {
            *level = self.level(sums[y][x], 0, 1);
        }
        levels
    }

    /// What a decoder makes of them.
    pub fn first_values(self, levels: &Levels) -> Square {
        let mut square = [[0; 4]; 4];
        for (&level, &(x, y)) in levels.iter().zip(&ORDER) {
            square[y][x] = level;
        }
        let factor = FACTORS[self.qp % 6][0] * 16;
        let steps = self.qp / 6;
        crossed(&square).map(|row| {
            row.map(|sum| {
                if steps >= 6 { (sum * factor) << (steps - 6) } else { (sum * factor + (32 >> steps)) >> (6 - steps) }
            })
        })
    }

    /// The levels of the four first values of a colour's squares.
    pub fn color_levels(self, firsts: [i32; 4]) -> [i32; 4] {
        crossed_four(firsts).map(|sum| self.level(sum, 0, 1))
    }

    /// What a decoder makes of them.
    pub fn color_values(self, levels: [i32; 4]) -> [i32; 4] {
        let factor = FACTORS[self.qp % 6][0] * 16;
        crossed_four(levels).map(|sum| ((sum * factor) << (self.qp / 6)) >> 5)
    }
}

/// Differences become values: the first is what all have in common, the others how fast they change.
pub fn forward(differences: &Square) -> Square {
    let once = turned(&differences.map(forward_four));
    turned(&once.map(forward_four))
}

fn forward_four([a, b, c, d]: [i32; 4]) -> [i32; 4] {
    let (sum, inner, outer, gap) = (a + d, b + c, a - d, b - c);
    [sum + inner, 2 * outer + gap, sum - inner, outer - 2 * gap]
}

/// Values become differences, to the bit as every decoder has them.
pub fn inverse(values: &Square) -> Square {
    let once = turned(&values.map(inverse_four));
    turned(&once.map(inverse_four)).map(|row| row.map(|value| (value + 32) >> 6))
}

fn inverse_four([a, b, c, d]: [i32; 4]) -> [i32; 4] {
    let (sum, gap, inner, outer) = (a + c, a - c, (b >> 1) - d, b + (d >> 1));
    [sum + outer, gap + inner, gap - inner, sum - outer]
}

fn turned(square: &Square) -> Square {
    let mut turned = [[0; 4]; 4];
    for (y, row) in square.iter().enumerate() {
        for (x, &value) in row.iter().enumerate() {
            turned[x][y] = value;
        }
    }
    turned
}

/// Sums and differences of everything with everything; twice over, sixteen times the same.
pub fn crossed(square: &Square) -> Square {
    let once = turned(&square.map(crossed_row));
    turned(&once.map(crossed_row))
}

fn crossed_row([a, b, c, d]: [i32; 4]) -> [i32; 4] {
    let (ab, cd, a_b, c_d) = (a + b, c + d, a - b, c - d);
    [ab + cd, ab - cd, a_b - c_d, a_b + c_d]
}

fn crossed_four([a, b, c, d]: [i32; 4]) -> [i32; 4] {
    [a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rough(seed: i32) -> Square {
        [0, 1, 2, 3].map(|y| [0, 1, 2, 3].map(|x| (seed * 37 + x * 61 + y * 23 * seed) % 200 - 100))
    }

    #[test]
    fn what_all_have_in_common_is_the_first_value() {
        let mut expected = [[0; 4]; 4];
        expected[0][0] = 16 * 9;
        assert_eq!(forward(&[[9; 4]; 4]), expected);
    }

    #[test]
    fn fine_levels_come_back_nearly_as_they_were() {
        for seed in 1..50 {
            let scale = Scale::new(0, 32);
            let back = inverse(&scale.values(&scale.levels(&forward(&rough(seed)), 0)));
            let pixels = back.as_flattened().iter().zip(rough(seed).as_flattened().to_vec());
            assert!(pixels.into_iter().all(|(back, was)| back.abs_diff(was) <= 1), "{back:?}");
        }
    }

    #[test]
    fn six_more_are_twice_as_coarse() {
        let levels = |qp: i32| Scale::new(qp, 0).levels(&forward(&[[60; 4]; 4]), 0)[0];
        // 16 × 60 × 13,107 is a little less than 384 × 2^15.
        assert_eq!([levels(0), levels(6), levels(12)], [383, 191, 95]);
    }

    #[test]
    fn first_values_told_apart_come_back_too() {
        let scale = Scale::new(4, 32);
        for seed in 1..50 {
            let firsts = rough(seed).map(|row| row.map(|value| value * 16));
            let back = scale.first_values(&scale.first_levels(&firsts));
            // A first value is four times as large in a decoder as it is here.
            for (back, first) in back.as_flattened().iter().zip(firsts.as_flattened()) {
                assert!((back - first * 4).abs() <= 64, "{back} for {first}");
            }
            let four = [firsts[0][0], firsts[1][1], firsts[2][2], firsts[3][3]];
            for (back, first) in scale.color_values(scale.color_levels(four)).into_iter().zip(four) {
                assert!((back - first * 4).abs() <= 64, "{back} for {first}");
            }
        }
    }
}
