//! The command line: arguments in, files and messages out. Only this binary reads arguments, the environment, the clock
//! and lessons from disk.

mod cli;
mod serve;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::arguments::read().command {
        cli::Command::Build(arguments) => cli::build::run(&arguments),
        cli::Command::Check(arguments) => cli::check::run(&arguments),
        cli::Command::Serve(arguments) => cli::serve::run(&arguments),
    }
    .into()
}
