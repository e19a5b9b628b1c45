//! The options of what moves: reels and the video. What was typed goes in, limits are held, plain values come out.

use super::numbers::{self, Pages, whole};
use clap::{Args, ValueEnum};
use packetreel::export::{Motion, Repeat};

/// How things move, and which part of a lesson.
#[derive(Debug, Args)]
pub struct MotionArguments {
    /// Only this page (3, or its name in file names), or these (3..5), counted from 1: stills, reels and video; the slideshow has
    /// all of them
    #[arg(long, value_name = "PAGES", value_parser = numbers::pages)]
    pub page: Option<Pages>,
    /// Play a reel N times and stop [default: again and again]
    #[arg(long = "loop", value_name = "N", value_parser = whole::<u16>(1..=65535, "times are", "3"))]
    pub times: Option<u16>,
    /// Play a reel once: the same as --loop 1
    #[arg(long, conflicts_with = "times")]
    pub play_once: bool,
    /// The caption of each step in the strip below the picture of reels and video: `burn`ed in, or `none`
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_value = "burn", default_missing_value = "burn")]
    pub captions: Captions,
    /// Leave out all time in which nothing moves, in reels and video: nobody can read along then
    #[arg(long)]
    pub no_holds: bool,
    /// How fast reels and video play, 0.5 to 2
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = speed)]
    pub speed: u32,
    /// Let no GIF be larger than this (2MB, 500kB): takes the best size and rate that fit, and says which
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    pub max_bytes: Option<u64>,
}

/// Where captions go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Captions {
    /// Into the picture
    Burn,
    /// Nowhere
    None,
}

impl MotionArguments {
    /// As the library has it.
    pub fn motion(&self) -> Motion {
        let repeat = if self.play_once { Some(1) } else { self.times };
        Motion {
            repeat: repeat.map_or(Repeat::Forever, Repeat::Times),
            captions: self.captions == Captions::Burn,
            holds: !self.no_holds,
            speed: self.speed,
        }
    }
}

/// `0.5` to `2`, in percent.
fn speed(text: &str) -> Result<u32, String> {
    decimal(text, 2)
        .and_then(|hundredths| u32::try_from(hundredths).ok())
        .filter(|percent| (50..=200).contains(percent))
        .ok_or_else(|| "a speed is a number from 0.5 to 2 with at most two decimals".to_owned())
}

/// `2MB`, `1.5 MB`, `500kB`, `1MiB`, `300000`.
fn bytes(text: &str) -> Result<u64, String> {
    let unit_at = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "k" | "kb" => Some(1000),
        "m" | "mb" => Some(1_000_000),
        "g" | "gb" => Some(1_000_000_000),
        "kib" => Some(1 << 10),
        "mib" => Some(1 << 20),
        "gib" => Some(1_u64 << 30),
        _ => None,
    };
    let thousandths = decimal(number.trim_end(), 3);
    let bytes = unit.zip(thousandths).and_then(|(unit, number)| Some(number.checked_mul(unit)? / 1000));
    bytes
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "a size is a number of bytes, such as 2MB, 500kB or 1.5MB".to_owned())
}

/// A decimal number in the unit of its last decimal: `1.5` with two decimals is 150. `None` for all else, and for more decimals.
fn decimal(text: &str, decimals: usize) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > decimals || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<decimals$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Alone {
        #[command(flatten)]
        motion: MotionArguments,
    }

    fn read(arguments: &[&str]) -> Result<MotionArguments, clap::Error> {
        Alone::try_parse_from(["packetreel"].iter().chain(arguments)).map(|alone| alone.motion)
    }

    #[test]
    fn without_options_a_reel_plays_forever_with_captions_and_holds() {
        let arguments = read(&[]).expect("nothing is asked for");
        assert_eq!(arguments.motion(), Motion::default());
        assert_eq!((arguments.page, arguments.max_bytes), (None, None));
    }

    #[test]
    fn a_reel_plays_as_often_as_asked() {
        assert_eq!(read(&["--loop", "3"]).expect("it is fine").motion().repeat, Repeat::Times(3));
        assert_eq!(read(&["--play-once"]).expect("it is fine").motion().repeat, Repeat::Times(1));
        assert!(read(&["--play-once", "--loop", "3"]).is_err());
        assert!(read(&["--loop", "0"]).is_err());
    }

    #[test]
    fn captions_are_burned_in_unless_they_are_not_wanted() {
        let burned = |arguments: &[&str]| read(arguments).expect("it is fine").motion().captions;
        assert!(burned(&["--captions"]) && burned(&["--captions=burn"]) && burned(&[]));
        assert!(!burned(&["--captions=none"]));
    }

    #[test]
    fn a_speed_is_a_half_to_two() {
        assert_eq!((speed("1"), speed("0.5"), speed("1.25"), speed("2")), (Ok(100), Ok(50), Ok(125), Ok(200)));
        for wrong in ["0.49", "2.01", "", ".", "-1", "1e1", "fast", "1.234", "99999999999999999999"] {
            assert!(speed(wrong).is_err(), "{wrong:?} was taken");
        }
    }

    #[test]
    fn a_number_of_bytes_may_have_a_unit() {
        assert_eq!((bytes("300000"), bytes("2MB"), bytes("1.5mb")), (Ok(300_000), Ok(2_000_000), Ok(1_500_000)));
        assert_eq!((bytes("500 kB"), bytes("1MiB"), bytes("1k")), (Ok(500_000), Ok(1 << 20), Ok(1000)));
        for wrong in ["", "0", "MB", "2 XB", "-2MB", "1.2345MB", "99999999999999999999", "99999999999999999GB"] {
            assert!(bytes(wrong).is_err(), "{wrong:?} was taken");
        }
    }
}
