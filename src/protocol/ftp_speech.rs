//! What a label on an FTP control connection says: text in, a command or a reply out (RFC 959, 4 and 5.3).

/// What one packet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Speech<'a> {
    /// A word in capitals that may be a command, and what follows.
    Command {
        /// The word.
        word: String,
        /// The rest of the label.
        argument: &'a str,
    },
    /// A reply.
    Reply {
        /// Its three digits.
        code: u16,
        /// The rest of the label.
        text: &'a str,
        /// True where more lines of the same reply follow: `220-`.
        more: bool,
    },
    /// Prose.
    Other,
}

/// Reads a label. Only capitals make a command: `Get file` and `User name` are prose.
pub(super) fn listen(label: &str) -> Speech<'_> {
    let label = label.trim();
    reply(label).or_else(|| command(label)).unwrap_or(Speech::Other)
}

fn reply(label: &str) -> Option<Speech<'_>> {
    let digits = label.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = &label[3..];
    let more = rest.starts_with('-');
    let ends = rest.is_empty() || more || rest.starts_with([' ', '\n']);
    let text = rest.trim_start_matches('-').trim_start();
    (ends && !begins_with_a_unit(text)).then_some(Speech::Reply { code: digits.parse().ok()?, text, more })
}

/// "512 bytes" is a size.
fn begins_with_a_unit(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    matches!(word.to_lowercase().as_str(), "b" | "byte" | "bytes" | "kb" | "kib" | "mb" | "mib" | "ms" | "s" | "bits")
}

fn command(label: &str) -> Option<Speech<'_>> {
    let end = label.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(label.len());
    let rest = &label[end..];
    let is_word = (2..=7).contains(&end) && (rest.is_empty() || rest.starts_with(' '));
    is_word.then(|| Speech::Command { word: label[..end].to_owned(), argument: rest.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_a_command_and_prose_is_not() {
        assert_eq!(listen("PORT 1,1"), Speech::Command { word: "PORT".to_owned(), argument: "1,1" });
        assert_eq!(listen("QUIT"), Speech::Command { word: "QUIT".to_owned(), argument: "" });
        assert_eq!(listen("Get file"), Speech::Other);
        assert_eq!(listen("ACK: data"), Speech::Other);
        assert_eq!(listen(""), Speech::Other);
    }

    #[test]
    fn three_digits_are_a_reply_unless_they_count_bytes() {
        assert_eq!(listen("220 ready"), Speech::Reply { code: 220, text: "ready", more: false });
        assert_eq!(listen("211-Features"), Speech::Reply { code: 211, text: "Features", more: true });
        assert_eq!(listen("226"), Speech::Reply { code: 226, text: "", more: false });
        assert_eq!(listen("512 bytes of foo"), Speech::Other);
        assert_eq!(listen("2200 things"), Speech::Other);
        assert_eq!(listen("22é"), Speech::Other);
    }
}
