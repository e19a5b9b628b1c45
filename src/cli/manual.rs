//! `packetreel completions` and `packetreel man`: the arguments, as a shell and as a manual's reader want them.

use super::arguments::Arguments;
use super::{Outcome, Setback, no_output, terminal};
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use packetreel::diagnostic::{did_you_mean, visible};

pub const COMPLETIONS: &str = "\
Examples:
  packetreel completions bash > ~/.local/share/bash-completion/completions/packetreel
  packetreel completions zsh > ~/.zfunc/_packetreel      with `fpath+=~/.zfunc` before compinit in ~/.zshrc
  packetreel completions fish > ~/.config/fish/completions/packetreel.fish";

pub const EXAMPLES: &str = "\
Examples:
  packetreel man > packetreel.1               the manual page of packetreel
  packetreel man build > packetreel-build.1   the manual page of a command";

/// `packetreel completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// `packetreel man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Which command's page; without it, that of packetreel
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Prints the script.
pub fn complete(arguments: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "packetreel", &mut script);
    print_bytes(&script)
}

/// Prints the page in roff, the language of `man`.
pub fn page(arguments: &Man) -> Outcome {
    let mut whole = Arguments::command();
    // Options that every command takes stand in each page.
    whole.build();
    let command = match &arguments.command {
        None => whole,
        Some(name) => match whole.find_subcommand(name).filter(|found| !found.is_hide_set()) {
            Some(found) => found.clone(),
            None => return Setback::Misused(unknown(&whole, name)).tell(),
        },
    };
    let mut page = Vec::new();
    match clap_mangen::Man::new(command).render(&mut page) {
        Ok(()) => print_bytes(with_place_for_date(&String::from_utf8_lossy(&page)).as_bytes()),
        Err(error) => Setback::Refused(error.to_string()).tell(),
    }
}

/// The heading leaves the date out: without quotes in its place, the program's version would be taken for it.
fn with_place_for_date(page: &str) -> String {
    page.replacen(" 1  \"", " 1 \"\" \"", 1)
}

fn unknown(whole: &Command, name: &str) -> String {
    let near = did_you_mean(name, whole.get_subcommands().map(Command::get_name));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("packetreel has no command `{}`{hint}", visible(name))
}

fn print_bytes(bytes: &[u8]) -> Outcome {
    match terminal::print_bytes(bytes) {
        Ok(()) => Outcome::Done,
        Err(error) => no_output(&error).tell(),
    }
}
