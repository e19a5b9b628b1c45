//! A command line that clap refuses, or reads in a way that nobody means, in; its error with a tip that leads on out.

use super::arguments::{Arguments, OutputKind};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, ValueEnum};
use std::ffi::OsString;

/// The error for an option of several letters behind a single hyphen. `-out dist` is `-o ut dist` by the rules, which would
/// write to a folder that nobody has named.
pub fn one_hyphen(command: &mut clap::Command, words: &[OsString]) -> Option<clap::Error> {
    let words_with_one: Vec<(&str, &str)> =
        words.iter().skip(1).take_while(|word| *word != "--").filter_map(|word| behind_one_hyphen(word)).collect();
    if words_with_one.is_empty() {
        return None;
    }
    command.build();
    let command = match subcommand(command, words).map(|one| one.get_name().to_owned()) {
        Some(name) => command.find_subcommand_mut(&name)?,
        None => command,
    };
    let (given, name, meant) =
        words_with_one.into_iter().find_map(|(word, name)| Some((word, name, long_option(command, name)?)))?;
    let mut error = clap::Error::new(ErrorKind::UnknownArgument).with_cmd(command);
    error.insert(ContextKind::InvalidArg, ContextValue::String(given.to_owned()));
    let apart = taken_apart(command, name).map_or_else(String::new, |read| format!("; this one is read as `{read}`"));
    tip(&mut error, format!("a name of several letters has two hyphens: `--{meant}`{apart}"));
    error.insert(ContextKind::Usage, ContextValue::StyledStr(command.render_usage()));
    Some(error)
}

/// A word such as `-out=dist`, and the name in it.
fn behind_one_hyphen(word: &OsString) -> Option<(&str, &str)> {
    let word = word.to_str()?;
    let name = word.strip_prefix('-')?.split('=').next()?;
    // Short options may stand together behind one hyphen, and `-help` helps.
    (name.len() >= 3 && !name.starts_with('-') && !"help".starts_with(name)).then_some((word, name))
}

/// The option of a command whose name this is, or begins with it.
fn long_option<'a>(command: &'a clap::Command, name: &str) -> Option<&'a str> {
    let names = || command.get_arguments().filter_map(clap::Arg::get_long);
    names().find(|long| *long == name).or_else(|| names().find(|long| long.starts_with(name)))
}

/// How a name behind one hyphen is read where it begins with a short option that takes a value.
fn taken_apart(command: &clap::Command, name: &str) -> Option<String> {
    let mut letters = name.chars();
    let letter = letters.next()?;
    let short = command.get_arguments().find(|one| one.get_short() == Some(letter))?;
    short.get_action().takes_values().then(|| format!("-{letter} {}", letters.as_str()))
}

/// Clap's error of these words, with a tip that leads on.
pub fn lead_on(mut error: clap::Error, words: &[OsString]) -> clap::Error {
    let told = match error.kind() {
        ErrorKind::UnknownArgument => unknown_option(&error, words),
        ErrorKind::InvalidSubcommand if command_meant(&error).is_some() => {
            error.remove(ContextKind::SuggestedSubcommand);
            command_meant(&error).map(|meant| format!("that is `packetreel {meant}` here"))
        }
        ErrorKind::InvalidSubcommand if error.get(ContextKind::SuggestedSubcommand).is_none() => {
            Some(format!("the commands are {}", commands()))
        }
        _ => None,
    };
    if let Some(told) = told {
        error.remove(ContextKind::SuggestedArg);
        tip(&mut error, told);
    }
    error
}

fn tip(error: &mut clap::Error, text: String) {
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![text.into()]));
}

/// The command that other tools call so.
fn command_meant(error: &clap::Error) -> Option<&'static str> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    match name.as_str() {
        "validate" | "lint" | "verify" => Some("check"),
        "render" | "export" | "make" | "compile" | "generate" => Some("build"),
        "init" | "create" | "start" => Some("new"),
        "format" | "tidy" => Some("fmt"),
        "watch" | "preview" | "dev" | "live" | "run" => Some("serve"),
        "screenshot" | "frame" | "picture" => Some("still"),
        "diff" | "compare" => Some("test"),
        _ => None,
    }
}

/// What to say of an option that the command does not have.
fn unknown_option(error: &clap::Error, words: &[OsString]) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let arguments = Arguments::command();
    let command = subcommand(&arguments, words);
    if matches!(option.as_str(), "--watch" | "-w" | "--live" | "--reload") {
        return Some("`packetreel serve` watches lessons, and shows each save in the browser".to_owned());
    }
    let kinds = command.filter(|command| has(command, "--only")).and_then(|_| kinds_meant(option, words));
    let meant = kinds.or_else(|| option_meant(option).map(str::to_owned));
    match (meant, command) {
        (Some(meant), Some(command)) if has(command, &meant) => Some(format!("that is written `{meant}` here")),
        (Some(meant), _) => belongs(&arguments, &meant),
        (None, _) => belongs(&arguments, option),
    }
}

/// `--only`, with the kinds of files that were meant by another name of it: `--format png`, `--gif`.
fn kinds_meant(option: &str, words: &[OsString]) -> Option<String> {
    const NAMES: [&str; 9] =
        ["--format", "--formats", "--type", "--types", "--kind", "--kinds", "--outputs", "--emit", "-f"];
    let kind = |word: &str| OutputKind::from_str(word, true).is_ok();
    if option.strip_prefix("--").is_some_and(kind) {
        return Some(format!("--only {}", &option[2..]));
    }
    if option == "--video" {
        return Some("--only mp4".to_owned());
    }
    if !NAMES.contains(&option) {
        return None;
    }
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let behind = words.iter().position(|word| *word == option).and_then(|at| words.get(at + 1).copied());
    let glued = words.iter().find_map(|word| word.strip_prefix(option)?.strip_prefix('='));
    let kinds = glued.or(behind).filter(|kinds| kinds.split(',').all(kind)).unwrap_or("KINDS");
    Some(format!("--only {kinds}"))
}

/// The option that other tools call so, with its value where that is known.
fn option_meant(option: &str) -> Option<&'static str> {
    match option {
        "--json" => Some("--format json"),
        "--junit" => Some("--format junit"),
        "--type" => Some("--format"),
        "--time" | "--at" | "--ms" | "-t" => Some("--at-ms MILLISECONDS"),
        "--out" | "--out-dir" | "--outdir" | "--output-dir" | "--dest" | "--destination" | "--target" => Some("-o"),
        "--dark" => Some("--theme dark"),
        "--light" => Some("--theme light"),
        "--pages" => Some("--page"),
        "--resolution" | "--dimensions" => Some("--size WxH"),
        "--framerate" | "--rate" => Some("--fps"),
        "--threads" | "-j" => Some("--jobs"),
        _ => None,
    }
}

/// The command that the words name.
fn subcommand<'a>(arguments: &'a clap::Command, words: &[OsString]) -> Option<&'a clap::Command> {
    words.iter().skip(1).find_map(|word| arguments.find_subcommand(word))
}

/// True for an option of the command; a value may stand behind it.
fn has(command: &clap::Command, option: &str) -> bool {
    let name = option.split(' ').next().unwrap_or_default();
    command.get_arguments().any(|one| {
        let long = one.get_long().map(|long| format!("--{long}"));
        let short = one.get_short().map(|short| format!("-{short}"));
        [long, short].iter().flatten().any(|known| known == name)
    })
}

/// Which commands an option belongs to that was given to another.
fn belongs(arguments: &clap::Command, option: &str) -> Option<String> {
    let owners: Vec<String> = arguments
        .get_subcommands()
        .filter(|command| has(command, option))
        .map(|owner| format!("`packetreel {}`", owner.get_name()))
        .collect();
    (!owners.is_empty()).then(|| format!("`{option}` belongs to {}", owners.join(", ")))
}

/// The names of the commands, as a part of a sentence.
fn commands() -> String {
    let command = Arguments::command();
    let names: Vec<String> = command.get_subcommands().map(|one| format!("`{}`", one.get_name())).collect();
    let (last, rest) = names.split_last().expect("packetreel has commands");
    format!("{} and {last}", rest.join(", "))
}
