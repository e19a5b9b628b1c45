//! The command line: arguments in, files and messages out. Only this binary reads arguments, the environment, the clock
//! and lessons from disk.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    outlive_signals();
    match cli::arguments::read().command {
        cli::Command::Build(arguments) => cli::build::run(&arguments),
        cli::Command::Check(arguments) => cli::check::run(&arguments),
        cli::Command::Test(arguments) => cli::test::run(&arguments),
    }
    .into()
}

/// A file that may not grow (`ulimit -f`) is told to the process by a signal that ends it. Where that signal has a
/// handler, which need not do anything, the write fails instead, and the user hears of it.
#[cfg(unix)]
fn outlive_signals() {
    use signal_hook::consts::SIGXFSZ;
    // Where it cannot be had, the process ends as it would have.
    let _ = signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn outlive_signals() {}
