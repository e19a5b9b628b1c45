//! `packetreel explain`: the code of a mistake in, its section of the guide out.

use super::{Outcome, Setback, print};
use clap::Args;
use packetreel::diagnostic::{did_you_mean, visible};
use packetreel::embedded;

pub const EXAMPLES: &str = "\
Examples:
  packetreel explain connection-not-open
  packetreel explain                        every code, in a line each
  packetreel explain format                 how a lesson is written, from front matter to limits";

/// `packetreel explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// What stands in brackets at the beginning of a mistake, or `format` for all that a lesson may say; without it, all codes are
    /// listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Prints the section of the guide.
pub fn run(arguments: &Explain) -> Outcome {
    match &arguments.code {
        None => print(&list()),
        Some(code) if code == "format" => print(embedded::FORMAT),
        Some(code) => match section(code) {
            Some(section) => print(&format!("{section}\n")),
            None => Setback::Misused(unknown(code)).tell(),
        },
    }
}

/// Every code with the first sentence of its section.
fn list() -> String {
    let widest = embedded::explained().map(|(code, _)| code.len()).max().unwrap_or_default();
    let line = |(code, section)| format!("{code:widest$}  {}", first_sentence(section));
    let lines: Vec<String> = embedded::explained().map(line).collect();
    format!("{}\n", lines.join("\n"))
}

fn first_sentence(section: &str) -> String {
    let paragraph = section.split("\n\n").nth(1).unwrap_or_default().replace('\n', " ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    paragraph[..end].to_owned()
}

/// The section of a code, given as it is or as it is shown: `error[no-hosts]`.
fn section(code: &str) -> Option<&'static str> {
    let bare = code.rsplit('[').next().unwrap_or_default().trim_end_matches([']', ':']).to_lowercase();
    embedded::explained().find(|(known, _)| *known == bare).map(|(_, section)| section)
}

fn unknown(code: &str) -> String {
    let near = did_you_mean(code, embedded::explained().map(|(code, _)| code));
    let hint = near
        .map_or_else(|| "`packetreel explain` lists the codes".to_owned(), |near| format!("did you mean `{near}`?"));
    format!("no mistake has the code `{}`: {hint}", visible(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_as_it_stands_in_a_message() {
        let wanted = section("no-hosts");
        assert!(wanted.is_some_and(|section| section.starts_with("## no-hosts\n")));
        for written in ["[no-hosts]", "error[no-hosts]:", "NO-HOSTS"] {
            assert_eq!(section(written), wanted, "{written}");
        }
    }

    #[test]
    fn an_unknown_code_names_the_one_nearby() {
        assert_eq!(unknown("no-host"), "no mistake has the code `no-host`: did you mean `no-hosts`?");
        assert!(unknown("E0308").ends_with("lists the codes"));
    }
}
