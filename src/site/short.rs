//! Numbers as the page has them: to a tenth or a hundredth, and written in as few characters as that takes.

use std::fmt::{Display, Formatter, Result};

use serde::{Serialize, Serializer};

/// A number in hundredths. As text it has no zero before its point or at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Short(i64);

impl Short {
    /// The nearest hundredth; 0 for what is not a number.
    pub fn hundredth(value: f32) -> Self {
        // What is further out than this is not in any picture; as an integer it stays exact. NaN becomes 0.
        Self((f64::from(value) * 100.0).round().clamp(-1e9, 1e9) as i64)
    }

    /// The nearest tenth; 0 for what is not a number.
    pub fn tenth(value: f32) -> Self {
        Self((f64::from(value) * 10.0).round().clamp(-1e8, 1e8) as i64 * 10)
    }

    /// This many hundredths of a whole, which is a whole number.
    pub fn whole(value: i64) -> Self {
        Self(value * 100)
    }
}

impl From<usize> for Short {
    fn from(value: usize) -> Self {
        // Nothing in memory is counted further.
        Self::whole(i64::try_from(value).unwrap_or(i64::MAX / 100))
    }
}

impl std::ops::Sub for Short {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Short {
    /// Appends the number to a text: sooner than formatting does, and a page has thousands.
    pub fn push(self, text: &mut String) {
        let (mut whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if self.0 < 0 {
            text.push('-');
        }
        if whole > 0 || part == 0 {
            let mut least = 1;
            while whole / least >= 10 {
                least *= 10;
            }
            while least > 0 {
                text.push(digit(whole / least));
                whole %= least;
                least /= 10;
            }
        }
        if part > 0 {
            text.extend(['.', digit(part / 10)]);
            text.extend((part % 10 > 0).then(|| digit(part % 10)));
        }
    }
}

fn digit(digit: u64) -> char {
    char::from(b'0' + digit as u8)
}

impl Display for Short {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut text = String::new();
        self.push(&mut text);
        f.write_str(&text)
    }
}

impl Serialize for Short {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 % 100 {
            0 => serializer.serialize_i64(self.0 / 100),
            _ => serializer.serialize_f64(self.0 as f64 / 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let numbers = [1.0, 0.5, 12.345, -0.001, -0.25, 1e9, f32::NAN, 100.0, -10.06, -7.0];
        let written = numbers.map(|value| Short::hundredth(value).to_string());
        assert_eq!(written, ["1", ".5", "12.35", "0", "-.25", "10000000", "0", "100", "-10.06", "-7"]);
        assert_eq!(Short::tenth(-1.26).to_string(), "-1.3");
    }

    #[test]
    fn json_has_whole_numbers_without_a_point() {
        let numbers = [Short::from(3), Short::hundredth(-0.5)];
        assert_eq!(serde_json::to_string(&numbers).expect("numbers"), "[3,-0.5]");
    }
}
