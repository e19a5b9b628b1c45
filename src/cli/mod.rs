//! The parts of the command line: what is asked, which lessons are meant, a file for each command, what the terminal
//! shows.

pub mod arguments;
pub mod build;
pub mod check;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod frames;
pub mod goldens;
pub mod lessons;
pub mod list;
pub mod manual;
mod misnomer;
pub mod motion;
pub mod new;
mod numbers;
pub mod reading;
pub mod schema;
pub mod serve;
pub mod still;
pub mod terminal;
pub mod test;
mod workshop;

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

/// Ends a command that has nothing but text for standard output.
fn print(text: &str) -> Outcome {
    match terminal::print(text) {
        Ok(()) => Outcome::Done,
        Err(error) => no_output(&error).tell(),
    }
}

/// Standard output that cannot be written to.
fn no_output(error: &std::io::Error) -> Setback {
    Setback::Refused(format!("cannot write to standard output: {error}"))
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
