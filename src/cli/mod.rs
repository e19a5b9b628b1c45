//! The parts of the command line: what is asked, which lessons are meant, the commands, what the terminal shows.

pub mod arguments;
pub mod build;
pub mod check;
pub mod goldens;
pub mod lessons;
pub mod reading;
pub mod terminal;
pub mod test;

pub use arguments::Command;

/// How a command ended. Clap itself ends with 2 on a mistake in the arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Done,
    /// There is a mistake in a lesson, or a still is not as its golden image.
    Mistaken,
    /// What was asked makes no sense.
    Misused,
    /// The disk, or another part of the machine, refused.
    Refused,
}

/// Why a command ends early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setback {
    /// A lesson has mistakes, which were shown.
    Mistaken,
    /// What was asked makes no sense; a sentence that says why.
    Misused(String),
    /// The disk or the machine refused; a sentence that says what.
    Refused(String),
}

impl Setback {
    /// Says what is to be said, for a command that ends with it.
    fn tell(&self) -> Outcome {
        match self {
            Self::Mistaken => Outcome::Mistaken,
            Self::Misused(why) => {
                terminal::complain(why);
                Outcome::Misused
            }
            Self::Refused(why) => {
                terminal::complain(why);
                Outcome::Refused
            }
        }
    }
}

impl From<Outcome> for std::process::ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Mistaken => 1,
            Outcome::Misused => 2,
            Outcome::Refused => 3,
        })
    }
}
