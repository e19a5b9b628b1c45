//! Reads one lesson from disk or standard input: its text, or what is wrong with the file. Bytes that are no lesson are mistakes of the
//! lesson, with their place; a path that is no file is a mistake of the call.

use super::Setback;
use packetreel::diagnostic::{Diagnostic, Diagnostics, Source, Span, visible};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// No lesson is longer.
const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// A lesson's text, or what is wrong with it already.
pub struct Reading {
    /// The text; as much of it as could be read where something is wrong.
    pub source: Source,
    /// Empty when all is well.
    pub diagnostics: Diagnostics,
}

/// Reads a lesson from a regular file.
pub fn read(path: &Path) -> Result<Reading, Setback> {
    let name = visible(&path.to_string_lossy()).into_owned();
    let refused = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => Setback::Misused(format!("{name} does not exist")),
        _ => Setback::Refused(format!("cannot read {name}: {error}")),
    };
    // Opening a pipe waits for its other end, and a device may never end: neither is opened.
    if !path.metadata().map_err(|error| refused(&error))?.is_file() {
        return Err(Setback::Misused(format!("{name} is not a regular file")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| refused(&error))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    Ok(decode(&path.to_string_lossy(), bytes))
}

/// Reads a lesson from standard input, up to its end.
pub fn read_standard_input() -> Result<Reading, Setback> {
    let mut bytes = Vec::new();
    let all = io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
    all.map_err(|error| Setback::Refused(format!("cannot read standard input: {error}")))?;
    Ok(decode("<stdin>", bytes))
}

/// The text of the bytes, or what is wrong with them.
fn decode(name: &str, bytes: Vec<u8>) -> Reading {
    if bytes.len() as u64 > MOST_BYTES {
        return wrong(name, "", "lesson-too-long", "the lesson is longer than 10 MB", "split it into several lessons");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return wrong(name, "", "not-utf-8", "the lesson is UTF-16", "save it as UTF-8");
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return not_utf8(name, &error),
    };
    match text.split_once('\0') {
        Some((before, _)) => {
            let help = "save it as UTF-8 text, without NUL characters";
            wrong(name, &format!("{before}\0"), "nul-character", "a NUL character is no part of a text", help)
        }
        None => Reading { source: Source::new(name, text), diagnostics: Diagnostics::default() },
    }
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Reading {
    let at = error.utf8_error().valid_up_to();
    let (before, rest) = error.as_bytes().split_at(at);
    let before = String::from_utf8_lossy(before);
    let byte = rest.first().copied().unwrap_or_default();
    let message = format!("the lesson is not UTF-8: byte {at} of it is 0x{byte:02X}");
    wrong(name, &format!("{before}\u{fffd}"), "not-utf-8", &message, "save it as UTF-8")
}

/// A reading with one mistake, at the last character of what could be read.
fn wrong(name: &str, text: &str, code: &'static str, message: &str, help: &str) -> Reading {
    let source = Source::new(name, text);
    let end = source.text.len();
    let start = source.text.char_indices().next_back().map_or(0, |(start, _)| start);
    let diagnostic = Diagnostic::error(code, Span::new(start, end), message).help(help);
    Reading { source, diagnostics: Diagnostics(vec![diagnostic]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> String {
        let reading = decode("a.md", bytes.to_vec());
        reading.diagnostics.render(&reading.source, false)
    }

    #[test]
    fn text_is_read_as_it_is() {
        let reading = decode("a.md", b"\xef\xbb\xbf# Caf\xc3\xa9\r\n".to_vec());
        assert_eq!(reading.source, Source { name: "a.md".to_owned(), text: "# Café\n".to_owned() });
        assert!(!reading.diagnostics.has_errors());
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_named_and_shown() {
        let expected = "\
error[not-utf-8]: the lesson is not UTF-8: byte 10 of it is 0xE9
 --> a.md:2:4
  |
2 | Caf�
  |    ^
  |
  = help: save it as UTF-8

";
        assert_eq!(shown(b"# Menu\nCaf\xe9\n"), expected);
    }

    #[test]
    fn utf16_is_named() {
        for bytes in [b"\xff\xfe#\0 \0", b"\xfe\xff\0#\0 "] {
            assert!(shown(bytes).contains("the lesson is UTF-16"));
        }
    }

    #[test]
    fn a_nul_character_is_shown_where_it_is() {
        let text = shown(b"# A\nb\0c\n");
        assert!(text.contains("nul-character") && text.contains("a.md:2:2") && text.contains("b␀"), "{text}");
    }

    #[test]
    fn a_lesson_may_be_10_mb_long_and_not_more() {
        let mut bytes = vec![b'x'; 10 * 1024 * 1024];
        assert!(!decode("a.md", bytes.clone()).diagnostics.has_errors());
        bytes.push(b'x');
        assert!(decode("a.md", bytes).diagnostics.has_errors());
    }

    #[test]
    fn what_is_no_regular_file_is_refused() {
        for path in ["/dev/zero", ".", "src/cli"] {
            if Path::new(path).exists() {
                assert!(matches!(read(Path::new(path)), Err(Setback::Misused(_))), "{path} was read");
            }
        }
    }
}
