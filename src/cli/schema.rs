//! `packetreel schema`: the JSON Schema of a lesson's front matter.

use super::{Outcome, print};
use packetreel::lesson;

/// Prints the schema.
pub fn run() -> Outcome {
    print(lesson::FRONT_MATTER_SCHEMA)
}
