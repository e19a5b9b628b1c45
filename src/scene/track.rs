//! A value over time: keys in milliseconds and how each is reached from the one before.

/// A value over time. Never empty; before the first key the first value holds, after the last the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Track<T>(Vec<Key<T>>);

/// A value that holds from `at_ms` on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key<T> {
    /// When the value is reached.
    pub at_ms: u32,
    /// The value.
    pub value: T,
    /// How it is reached from the key before.
    pub ramp: Ramp,
}

/// How a key is reached from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ramp {
    /// At once, at its time.
    Jump,
    /// Evenly.
    Linear,
    /// Slowly at both ends: 3p² − 2p³, a polynomial, so that it is the same on every machine.
    Smooth,
}

impl<T: Copy + Blend> Track<T> {
    /// The same value at all times.
    pub fn still(value: T) -> Self {
        Self(vec![Key { at_ms: 0, value, ramp: Ramp::Jump }])
    }

    /// A key after all others. Keys come in the order of time; one that does not is moved up to the last.
    pub fn then(&mut self, at_ms: u32, value: T, ramp: Ramp) {
        let at_ms = self.0.last().map_or(at_ms, |last| at_ms.max(last.at_ms));
        self.0.push(Key { at_ms, value, ramp });
    }

    /// Holds the last value until `from_ms`, then goes to `value`, which it reaches at `to_ms`.
    pub fn go(&mut self, from_ms: u32, to_ms: u32, value: T, ramp: Ramp) {
        let last = self.last();
        self.then(from_ms, last, Ramp::Jump);
        self.then(to_ms, value, ramp);
    }

    /// The keys, first to last.
    pub fn keys(&self) -> &[Key<T>] {
        &self.0
    }

    /// The value that holds in the end.
    pub fn last(&self) -> T {
        self.0[self.0.len() - 1].value
    }

    /// The value at `t_ms`.
    pub fn at(&self, t_ms: u32) -> T {
        let after = self.0.partition_point(|key| key.at_ms <= t_ms);
        let Some(before) = after.checked_sub(1).map(|index| self.0[index]) else { return self.0[0].value };
        let Some(next) = self.0.get(after) else { return before.value };
        let part = f64::from(t_ms - before.at_ms) / f64::from((next.at_ms - before.at_ms).max(1));
        match next.ramp {
            Ramp::Jump => before.value,
            Ramp::Linear => before.value.blend(next.value, part),
            Ramp::Smooth => before.value.blend(next.value, part * part * (3.0 - 2.0 * part)),
        }
    }
}

/// A value that has values between.
pub trait Blend {
    /// `part` of the way from `self` (0) to `other` (1).
    #[must_use]
    fn blend(self, other: Self, part: f64) -> Self;
}

impl Blend for u8 {
    fn blend(self, other: Self, part: f64) -> Self {
        (f64::from(self) + (f64::from(other) - f64::from(self)) * part + 0.5) as Self
    }
}

impl Blend for [f32; 2] {
    fn blend(self, other: Self, part: f64) -> Self {
        let mix = |a: f32, b: f32| (f64::from(a) + (f64::from(b) - f64::from(a)) * part) as f32;
        [mix(self[0], other[0]), mix(self[1], other[1])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_holds_jumps_and_ramps() {
        let mut track = Track::still(0_u8);
        track.go(100, 200, 100, Ramp::Linear);
        track.then(500, 20, Ramp::Jump);
        let at = |t| track.at(t);
        assert_eq!((at(0), at(100), at(150), at(200), at(499), at(500), at(9999)), (0, 0, 50, 100, 100, 20, 20));
    }

    #[test]
    fn a_smooth_ramp_is_slow_at_both_ends_and_even_in_the_middle() {
        let mut track = Track::still([0.0_f32, 0.0]);
        track.go(0, 1000, [100.0, -100.0], Ramp::Smooth);
        assert_eq!(track.at(500), [50.0, -50.0]);
        // 3 × 0.1² − 2 × 0.1³ = 0.028
        assert!((track.at(100)[0] - 2.8).abs() < 1e-4);
    }
}
