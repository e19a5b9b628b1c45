//! What the user sees: diagnostics, messages and the closing line, on standard error; JSON on standard output.

use indicatif::{ProgressBar, ProgressStyle};
use packetreel::diagnostic::{Diagnostics, Severity, Source, visible};
use packetreel::export::Progress;
use std::env;
use std::io::{self, IsTerminal, Write};

/// More mistakes of one lesson than anyone reads.
const MOST_SHOWN: usize = 100;

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

/// A line on standard error. Where nobody listens, nothing is lost.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Text on standard output. A reader that has gone away had enough of it: that is no failure.
pub fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// A bar that counts files: seen only where standard error is a terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar for a lesson; never seen when `quiet`.
    pub fn new(title: &str, quiet: bool) -> Self {
        let bar = if quiet || !io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(0) };
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(visible(title).into_owned());
        Self(bar)
    }

    /// Shows how far an export has come.
    pub fn show(&self, progress: Progress) {
        self.0.set_length(progress.total as u64);
        self.0.set_position(progress.done as u64);
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

/// Colours where they are seen and wanted (`NO_COLOR` is a convention of many tools).
fn colored() -> bool {
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
    }
}
