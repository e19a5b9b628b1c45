//! The command line: arguments in, files and messages out. Only this binary reads arguments, the environment, the clock
//! and lessons from disk.

mod cli;
mod serve;

use std::process::ExitCode;

fn main() -> ExitCode {
    outlive_signals();
    let arguments = cli::arguments::read();
    cli::terminal::speak(arguments.voice);
    match arguments.command {
        cli::Command::Build(arguments) => cli::build::run(&arguments),
        cli::Command::Check(arguments) => cli::check::run(&arguments),
        cli::Command::Serve(arguments) => cli::serve::run(&arguments),
        cli::Command::Test(arguments) => cli::test::run(&arguments),
        cli::Command::Still(arguments) => cli::still::run(&arguments),
        cli::Command::Frames(arguments) => cli::frames::run(&arguments),
        cli::Command::List(arguments) => cli::list::run(&arguments),
        cli::Command::Fmt(arguments) => cli::fmt::run(&arguments),
        cli::Command::New(arguments) => cli::new::run(&arguments),
        cli::Command::Explain(arguments) => cli::explain::run(&arguments),
        cli::Command::Schema => cli::schema::run(),
        cli::Command::Completions(arguments) => cli::manual::complete(&arguments),
        cli::Command::Man(arguments) => cli::manual::page(&arguments),
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
