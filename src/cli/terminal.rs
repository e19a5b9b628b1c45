//! What the user sees: diagnostics, messages and the closing line, on standard error; JSON on standard output.

use indicatif::{ProgressBar, ProgressStyle};
use packetreel::diagnostic::{Diagnostic, Diagnostics, Severity, Source, visible};
use packetreel::export::Progress;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use super::arguments::{Colors, Voice};

/// More mistakes of one lesson than anyone reads.
const MOST_SHOWN: usize = 100;

/// How this process speaks: chosen once, by the options that every command has.
static VOICE: OnceLock<Voice> = OnceLock::new();

/// Speaks from now on as the arguments say. Only the first call counts.
pub fn speak(voice: Voice) {
    let _ = VOICE.set(voice);
}

fn voice() -> Voice {
    VOICE.get().copied().unwrap_or_default()
}

/// Shows a lesson's diagnostics the way rustc shows its own; past the first hundred, only how many there are.
pub fn show(diagnostics: &Diagnostics, source: &Source) {
    if diagnostics.0.is_empty() {
        return;
    }
    let color = colored();
    let mut shown = diagnostics.clone();
    if shown.0.len() > MOST_SHOWN {
        // Warnings must not crowd out the errors.
        shown.0.sort_by_key(|one| one.severity != Severity::Error);
        shown.0.truncate(MOST_SHOWN);
    }
    say(shown.render(source, color).trim_end_matches('\n'));
    match diagnostics.0.len().saturating_sub(MOST_SHOWN) {
        0 => {}
        more => say(&format!("\n{}: and {more} more", visible(&source.name))),
    }
    say("");
}

/// Says where more about the mistakes is found: not with `--quiet`.
pub fn point_to_guide<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) {
    let mut codes: Vec<&str> = Vec::new();
    for one in diagnostics {
        if !codes.contains(&one.code) {
            codes.push(one.code);
        }
    }
    match codes[..] {
        [] => {}
        [only] => report(&format!("For more about this, try `packetreel explain {only}`.\n")),
        [first, ..] => report(&format!("For more about one of these, try `packetreel explain {first}`.\n")),
    }
}

/// A line that says why the command stops.
pub fn complain(message: &str) {
    let label = if colored() { "\u{1b}[1;91merror\u{1b}[0m" } else { "error" };
    say(&format!("{label}: {message}"));
}

/// A line that says what did not work, though the command did.
pub fn warn(message: &str) {
    let label = if colored() { "\u{1b}[1;93mwarning\u{1b}[0m" } else { "warning" };
    say(&format!("{label}: {message}"));
}

/// A line that says how it went: not with `--quiet`.
pub fn report(line: &str) {
    if !voice().quiet {
        say(line);
    }
}

/// A line that says more than most want to know: only with `--verbose`.
pub fn detail(line: &str) {
    if voice().verbose {
        say(line);
    }
}

/// A line on standard error. Where nobody listens, nothing is lost.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Text on standard output. A reader that has gone away had enough of it: that is no failure.
pub fn print(text: &str) -> io::Result<()> {
    print_bytes(text.as_bytes())
}

/// Bytes on standard output, such as a picture for another program.
pub fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// A bar that counts frames, or files where none move: seen only where standard error is a terminal.
pub struct Bar(ProgressBar);

const FILES: &str = "{msg} {bar:30} {pos}/{len}";
const FRAMES: &str = "{msg} {bar:30} {pos}/{len} frames, {per_sec}, {eta} left";

impl Bar {
    /// A bar for a lesson; never seen with `--quiet`.
    pub fn new(title: &str) -> Self {
        let bar =
            if voice().quiet || !io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(0) };
        bar.set_message(visible(title).into_owned());
        Self(bar)
    }

    /// Shows how far an export has come.
    pub fn show(&self, progress: Progress) {
        let moving = progress.all_frames > 0;
        let (done, total) =
            if moving { (progress.frames, progress.all_frames) } else { (progress.done, progress.total) };
        if self.0.length() != Some(total as u64) {
            // Both are templates of ours: they can be read.
            ProgressStyle::with_template(if moving { FRAMES } else { FILES }).map(|style| self.0.set_style(style)).ok();
            self.0.set_length(total as u64);
        }
        self.0.set_position(done as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// `1 lesson`, `2 lessons`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A size for people: `512 bytes`, `34.5 kB`, `4.2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => count(bytes as usize, "byte"),
        1_000..999_950 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A length of time for people: `8.2 s`, `1:45.2`.
pub fn length(ms: u32) -> String {
    // Tenths are cut off: a moment is named by the last tenth that it has reached.
    let (minutes, seconds, tenths) = (ms / 60_000, ms / 1000 % 60, ms / 100 % 10);
    if minutes == 0 { format!("{seconds}.{tenths} s") } else { format!("{minutes}:{seconds:02}.{tenths}") }
}

/// Colours where they are asked for, or seen and not unwanted (`NO_COLOR` is a convention of many tools).
fn colored() -> bool {
    match voice().color {
        Colors::Always => return true,
        Colors::Never => return false,
        Colors::Auto => {}
    }
    let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
    io::stderr().is_terminal() && !unwanted && !dumb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_read_well() {
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(34_549), "34.5 kB");
        assert_eq!(size(999_999), "1.0 MB");
        assert_eq!(count(2, "lesson"), "2 lessons");
        assert_eq!(length(8_249), "8.2 s");
        assert_eq!(length(105_200), "1:45.2");
    }
}
