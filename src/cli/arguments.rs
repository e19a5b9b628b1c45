//! What can be asked, with the limits of each number and the help texts.

use super::motion::MotionArguments;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use packetreel::export::Outputs;
use packetreel::theme::Theme;
use std::ffi::OsString;
use std::path::PathBuf;

use super::explain::{self, Explain};
use super::fmt::{self, Fmt};
use super::frames::{self, Frames};
use super::list::{self, List};
use super::manual::{self, Completions, Man};
use super::misnomer;
use super::new::{self, New};
use super::numbers::whole;
use super::still::{self, Still};

/// Turns a Markdown lesson about a protocol exchange into a slideshow, SVG and PNG frames, animated GIFs and videos.
#[derive(Debug, Parser)]
#[command(name = "packetreel", version, after_help = EXIT_CODES)]
pub struct Arguments {
    /// How to speak while doing it.
    #[command(flatten)]
    pub voice: Voice,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The heading of the options that every command takes.
const EVERY: &str = "Options of every command";

/// How a command speaks to its user. Every command takes these.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Voice {
    /// When to use colours: always, never or auto, which means on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, help_heading = EVERY, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub color: Colors,
    /// Say nothing but mistakes
    #[arg(short, long, global = true, help_heading = EVERY)]
    pub quiet: bool,
    /// Say more: what each lesson holds, and how long it took
    #[arg(short, long, global = true, help_heading = EVERY, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Colors {
    /// Where they are seen
    #[default]
    Auto,
    /// Even into a file
    Always,
    /// Not at all
    Never,
}

/// The things that packetreel does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the outputs of lessons
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Check lessons and write nothing
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Show lessons in a browser while they are written: each save shows at once
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Hold the stills of lessons against the golden images beside them
    #[command(after_help = TEST_EXAMPLES)]
    Test(Test),
    /// Draw one moment of a lesson
    #[command(after_help = still::EXAMPLES)]
    Still(Still),
    /// Write the pixels of every frame of a lesson, for other encoders
    #[command(after_help = frames::EXAMPLES)]
    Frames(Frames),
    /// List the pages and steps of lessons with their times
    #[command(after_help = list::EXAMPLES)]
    List(List),
    /// Write lessons one way: spaces, tables, numbers, blank lines
    #[command(after_help = fmt::EXAMPLES)]
    Fmt(Fmt),
    /// Make a folder with a small lesson to begin with
    #[command(after_help = new::EXAMPLES)]
    New(New),
    /// Say what a mistake means and how it is mended
    #[command(after_help = explain::EXAMPLES)]
    Explain(Explain),
    /// Print the JSON Schema of a lesson's front matter, for editors
    Schema,
    /// Print a script that completes commands in a shell
    #[command(after_help = manual::COMPLETIONS)]
    Completions(Completions),
    /// Print a manual page
    #[command(after_help = manual::EXAMPLES)]
    Man(Man),
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a lesson has a mistake: nothing was written; or a still is not as its golden image
  2  the command line makes no sense
  3  the disk or the machine refused";

const BUILD_EXAMPLES: &str = "\
Examples:
  packetreel build                             every lesson in content/, into dist/
  packetreel build lesson.md --open            one lesson, then open its slideshow
  packetreel build lessons -o public --jobs 2  every lesson of a folder
  packetreel build dns.md --only gif --reel-size 640x360 --fps 25 --theme dark
  packetreel build dns.md --only gif --page 3..5 --max-bytes 2MB
  packetreel build dns.md --only mp4 --captions=none";

const CHECK_EXAMPLES: &str = "\
Examples:
  packetreel check lesson.md
  packetreel check lessons --strict
  packetreel check lesson.md --fix      correct what leaves no doubt
  packetreel check lesson.md --format json | jq '.diagnostics[].message'";

const SERVE_EXAMPLES: &str = "\
Examples:
  packetreel serve                      every lesson in content/, at http://127.0.0.1:3000/
  packetreel serve lesson.md --open     one lesson, and open it
  packetreel serve lessons --port 0     any port that is free";

const TEST_EXAMPLES: &str = "\
Examples:
  packetreel test lessons                            every still as its golden image? if not, see the report
  packetreel test lessons --update                   take the stills as they are for golden images
  packetreel test lessons --format junit > test.xml  for a CI system

Golden images stand in the folder golden/ beside the lesson; the front matter's key `golden` says how large they are, in
which theme, and of which pages.";

/// `packetreel build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Lesson files, folders of lessons, or `-` for standard input; without any, content/, or else the FTP lesson that comes with packetreel
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where to write: each lesson gets a folder of its own there [default: dist; none for a lesson from `-`]
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Write only these kinds of files [default: html,svg,png,gif]; those of other kinds stay as an older build left them
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub only: Vec<OutputKind>,
    /// Size of the PNG stills and the video in pixels, 16 to 8192 a side; another shape than 16:9 gets margins; SVG has any
    /// size; a video's sides are even and at most 3840 and 2160
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = size)]
    pub size: (u32, u32),
    /// Size of the reels in pixels, 16 to 8192 a side; another shape than 16:9 gets margins
    #[arg(long, value_name = "WxH", default_value = "960x540", value_parser = size)]
    pub reel_size: (u32, u32),
    /// Frames a second, 1 to 60 [default: 20 in reels, 30 in the video]; GIF counts in hundredths of a second: 20, 25 and 50
    /// are exact there, and more than 50 it cannot show
    #[arg(long, value_name = "N", value_parser = fps)]
    pub fps: Option<u32>,
    /// Colours of the stills, reels and the video; the slideshow has both
    #[arg(long, default_value = "light")]
    pub theme: ThemeName,
    /// Draw the packets that lessons leave undrawn (`~>`), too
    #[arg(long)]
    pub every_packet: bool,
    /// The options of what moves.
    #[command(flatten)]
    pub motion: MotionArguments,
    /// Threads to draw with, at least 1 [default: as many as the machine has]; the files are the same for any number
    #[arg(long, value_name = "N", value_parser = whole::<u32>(1..=1024, "threads are", "4"))]
    pub jobs: Option<u32>,
    /// Open the slideshow when it is done
    #[arg(long)]
    pub open: bool,
}

/// `packetreel check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Lesson files, folders of lessons, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// How to show what was found: text goes to standard error, JSON to standard output
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Let a warning fail the check
    #[arg(long)]
    pub strict: bool,
    /// Correct what leaves no doubt of what was meant, such as misspelt words, and say what was corrected
    #[arg(long)]
    pub fix: bool,
}

/// `packetreel serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// A lesson file, or a folder of lessons; without, content/, or else the FTP lesson that comes with packetreel
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// The port of 127.0.0.1 to serve at; 0 is any that is free
    #[arg(long, value_name = "N", default_value_t = 3000, value_parser = whole::<u16>(0..=65535, "a port is", "3000"))]
    pub port: u16,
    /// Open the slideshow, or the list of lessons
    #[arg(long)]
    pub open: bool,
}

/// `packetreel test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Lesson files, or folders of lessons; without any, content/
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write the golden images that are missing or do not fit, and remove those that no step has any more
    #[arg(long, conflicts_with_all = ["report", "format"])]
    pub update: bool,
    /// Size in pixels, 16 to 8192 a side [default: what the lesson says, or else 640x360]
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub size: Option<(u32, u32)>,
    /// Colours [default: what the lesson says, or else light]
    #[arg(long)]
    pub theme: Option<Themes>,
    /// Only these pages, by number (3, 3..5) or name as in file names [default: what the lesson says, or else all]
    #[arg(long, value_name = "PAGES", value_delimiter = ',')]
    pub page: Vec<String>,
    /// Let differences of a channel up to this pass, 0 to 255; the report says so where it is not the default
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u8>(0..=255, "differences of a channel are", "2"))]
    pub threshold: u8,
    /// Let pixels pass that differ by the smoothing of an edge alone; the report says so
    #[arg(long)]
    pub ignore_antialiasing: bool,
    /// Where to write the report, even when all is well [default: target/packetreel-report, when something fails]
    #[arg(long, value_name = "FOLDER")]
    pub report: Option<PathBuf>,
    /// How to show the results on standard output; text goes to standard error
    #[arg(long, default_value = "human")]
    pub format: Results,
    /// Threads to draw with, at least 1 [default: as many as the machine has]; the results are the same for any number
    #[arg(long, value_name = "N", value_parser = whole::<u32>(1..=1024, "threads are", "4"))]
    pub jobs: Option<u32>,
}

/// Light, dark or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Themes {
    /// Dark ink on light cards
    Light,
    /// Light ink on dark cards
    Dark,
    /// Two images a step
    Both,
}

/// How the results of a test are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Results {
    /// A line a failure
    Human,
    /// For programs
    Json,
    /// XML for CI systems
    Junit,
}

/// A kind of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputKind {
    /// The slideshow
    Html,
    /// A still of every step
    Svg,
    /// A still of every step
    Png,
    /// A reel of every page, and of the whole lesson
    Gif,
    /// The same with every colour as it is, and larger; only where it is asked for
    Apng,
    /// The whole lesson as a video, with captions and chapters beside it; only where it is asked for
    Mp4,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// Dark ink on light cards
    Light,
    /// Light ink on dark cards
    Dark,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

impl ThemeName {
    /// The theme of this name.
    pub fn theme(self) -> Theme {
        match self {
            Self::Light => Theme::Light,
            Self::Dark => Theme::Dark,
        }
    }
}

impl Build {
    /// The wanted outputs: what `--only` names, or else what is made by default.
    pub fn outputs(&self) -> Outputs {
        if self.only.is_empty() {
            return Outputs::default();
        }
        let wanted = |kind| self.only.contains(&kind);
        Outputs {
            html: wanted(OutputKind::Html),
            svg: wanted(OutputKind::Svg),
            png: wanted(OutputKind::Png),
            gif: wanted(OutputKind::Gif),
            apng: wanted(OutputKind::Apng),
            mp4: wanted(OutputKind::Mp4),
        }
    }
}

/// The arguments of this process; ends it where they make no sense, or ask for help.
pub fn read() -> Arguments {
    let words: Vec<_> = std::env::args_os().collect();
    parse(command(&words), &words).unwrap_or_else(|error| error.exit())
}

/// The words of a command line, the first of which is the name of the program.
fn parse(mut command: clap::Command, words: &[OsString]) -> Result<Arguments, clap::Error> {
    if let Some(error) = misnomer::one_hyphen(&mut command, words) {
        return Err(error);
    }
    let parsed = command.try_get_matches_from(words).and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map_err(|error| misnomer::lead_on(error, words))
}

/// The whole command line as clap knows it, in the colours that are asked for.
fn command(words: &[OsString]) -> clap::Command {
    let given: Vec<_> = words.iter().skip(1).take_while(|one| *one != "--").collect();
    let asked = |value: &str| {
        given.iter().any(|one| one.to_str() == Some(&format!("--color={value}")))
            || given.windows(2).any(|two| two[0] == "--color" && two[1] == value)
    };
    // Help and usage errors are printed before the option is read.
    Arguments::command().color(match (asked("always"), asked("never")) {
        (true, false) => clap::ColorChoice::Always,
        (false, true) => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    })
}

/// `20`, within the limits.
fn fps(text: &str) -> Result<u32, String> {
    let fps = text.parse().ok().filter(|fps| (1..=60).contains(fps));
    fps.ok_or_else(|| "frames a second are a whole number from 1 to 60".to_owned())
}

/// `1280x720`, within the limits.
pub fn size(text: &str) -> Result<(u32, u32), String> {
    let side = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| Some((side(width)?, side(height)?)));
    let Some((width, height)) = sides else {
        return Err("a size is a width and a height in pixels, such as 1280x720".to_owned());
    };
    if [width, height].iter().all(|side| (16..=8192).contains(side)) {
        Ok((width, height))
    } else {
        Err("each side must be 16 to 8192 pixels long".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(arguments: &[&str]) -> String {
        let words: Vec<OsString> = ["packetreel"].iter().chain(arguments).map(Into::into).collect();
        parse(Arguments::command(), &words).expect_err("it makes no sense").to_string()
    }

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_size_is_two_sides_within_the_limits() {
        assert_eq!(size("1280x720"), Ok((1280, 720)));
        assert_eq!(size("16X8192"), Ok((16, 8192)));
        for wrong in ["", "x", "1280", "1280x", "+16x16", "15x16", "16x8193", "16x99999999999", "16x16x16", " 16x16"] {
            assert!(size(wrong).is_err(), "{wrong:?} was taken");
        }
    }

    #[test]
    fn numbers_out_of_their_limits_are_usage_errors() {
        for wrong in [["--fps", "0"], ["--fps", "61"], ["--jobs", "0"], ["--theme", "pink"], ["--only", "html,tiff"]] {
            let parsed = Arguments::try_parse_from(["packetreel", "build"].into_iter().chain(wrong));
            assert_eq!(parsed.expect_err("out of its limits").exit_code(), 2, "{wrong:?}");
        }
    }

    #[test]
    fn an_option_of_the_other_command_says_whose_it_is() {
        let words = refused(&["check", "a.md", "--only", "gif"]);
        assert!(
            words.contains("tip: `--only` belongs to `packetreel build`") && !words.contains("-- --only"),
            "{words}"
        );
        let words = refused(&["build", "a.md", "--strict"]);
        assert!(words.contains("tip: `--strict` belongs to `packetreel check`"), "{words}");
        let words = refused(&["check", "a.md", "-o", "x"]);
        assert!(words.contains("tip: `-o` belongs to `packetreel build`, `packetreel still`"), "{words}");
    }

    #[test]
    fn an_unknown_command_comes_with_the_known_ones() {
        assert!(refused(&["bild"]).contains("'build'"));
        let words = refused(&["via"]);
        assert!(words.contains("the commands are `build`, `check`, ") && words.contains(" and `man`"), "{words}");
    }

    #[test]
    fn what_other_tools_call_so_leads_on() {
        for (words, tip) in [
            (&["lint", "a.md"][..], "`packetreel check`"),
            (&["render", "a.md"], "`packetreel build`"),
            (&["init"], "`packetreel new`"),
            (&["format"], "`packetreel fmt`"),
            (&["watch"], "`packetreel serve`"),
            (&["check", "a.md", "--json"], "`--format json`"),
            (&["build", "a.md", "--watch"], "`packetreel serve` watches"),
            (&["still", "a.md", "--time", "600"], "`--at-ms MILLISECONDS`"),
            (&["still", "a.md", "--type", "png"], "`--format`"),
            (&["build", "a.md", "--format", "png"], "`--only png`"),
            (&["build", "--format=svg,png", "a.md"], "`--only svg,png`"),
            (&["build", "a.md", "--type", "pdf"], "`--only KINDS`"),
            (&["build", "a.md", "--mp4"], "`--only mp4`"),
            (&["build", "a.md", "--outdir", "x"], "`-o` here"),
            (&["check", "a.md", "--out", "x"], "`-o` belongs to `packetreel build`"),
        ] {
            let said = refused(words);
            assert!(said.contains(tip), "{words:?}: {said}");
        }
    }

    #[test]
    fn a_name_of_several_letters_has_two_hyphens() {
        for (words, tip) in [
            (&["build", "a.md", "-out", "dist"][..], "`--output`; this one is read as `-o ut`"),
            (&["build", "a.md", "-only", "png"], "`--only`; this one is read as `-o nly`"),
            (&["build", "a.md", "-output=dist"], "`--output`; this one is read as `-o utput`"),
            (&["still", "-step", "2", "a.md"], "`--step`"),
            (&["-quiet", "build", "a.md"], "`--quiet`"),
        ] {
            let said = refused(words);
            let one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(one_line.contains(tip) && one_line.contains("Usage: packetreel"), "{words:?}: {said}");
        }
    }

    #[test]
    fn short_options_may_stand_together_and_a_folder_behind_its_letter() {
        for words in [&["build", "-qodist"][..], &["build", "-o", "ut"], &["build", "-odist"], &["build", "--", "-out"]]
        {
            let words: Vec<OsString> = ["packetreel"].iter().chain(words).map(Into::into).collect();
            assert!(parse(Arguments::command(), &words).is_ok(), "{words:?}");
        }
    }

    #[test]
    fn no_number_is_refused_in_the_words_of_a_parser() {
        for words in [
            ["still", "a.md", "--page", "?"],
            ["still", "a.md", "--step", "x"],
            ["still", "a.md", "--at-ms", "2s"],
            ["serve", "a.md", "--port", "http"],
            ["build", "a.md", "--jobs", "two"],
            ["build", "a.md", "--loop", "x"],
            ["test", "a.md", "--threshold", "300"],
            ["frames", "a.md", "--fps", "x"],
        ] {
            let said = refused(&words);
            assert!(said.contains("such as") && !said.contains("invalid digit"), "{words:?}: {said}");
        }
    }

    #[test]
    fn frames_a_second_are_a_whole_number() {
        assert_eq!(fps("50"), Ok(50));
        for wrong in ["12.5", "0", "61", "-1", "", "fast", "99999999999"] {
            let why = fps(wrong).expect_err("it is out of the limits");
            assert!(why.contains("a whole number from 1 to 60"), "{why}");
        }
    }

    #[test]
    fn after_two_dashes_a_name_may_begin_with_one() {
        let parsed = Arguments::try_parse_from(["packetreel", "build", "--", "-q.md"]).expect("a path");
        let Command::Build(build) = parsed.command else { panic!("build was asked for") };
        assert_eq!(build.paths, [PathBuf::from("-q.md")]);
        assert!(!parsed.voice.quiet);
    }

    #[test]
    fn only_names_what_is_written() {
        let parsed = Arguments::try_parse_from(["packetreel", "build", "--only", "svg,gif"]).expect("two kinds");
        let Command::Build(build) = parsed.command else { panic!("build was asked for") };
        assert_eq!(build.outputs(), Outputs { svg: true, gif: true, ..Outputs::NONE });
    }
}
