//! Words and signs that are not those of an event in, those that were probably meant out.

/// Quotes that a text editor may have put in place of backticks.
pub const QUOTES: [char; 13] = ['`', '‘', '’', '‚', '“', '”', '„', '«', '»', '´', '"', '\'', '*'];

/// What a note of a sequence diagram is about, as in `Note over H1: text` and `note left of H1: text`.
pub(super) fn note(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("Note ").or_else(|| line.strip_prefix("note "))?.trim_start();
    ["over ", "left of ", "right of "].into_iter().find_map(|place| rest.strip_prefix(place)).map(str::trim_start)
}

/// The verb of a host that another word stands for.
pub(super) fn host_verb(word: &str) -> Option<&'static str> {
    match word {
        "says" | "thinks" | "knows" | "remembers" | "decides" | "waits" => Some("notes"),
        "shows" | "outputs" | "displays" | "echoes" => Some("prints"),
        "enters" | "runs" | "inputs" | "executes" => Some("types"),
        "is" | "has" | "becomes" => Some("sets"),
        "unsets" | "forgets" | "clears" | "removes" => Some("drops"),
        _ => None,
    }
}

/// The verb of a packet that another word stands for.
pub(super) fn packet_verb(word: &str) -> Option<&'static str> {
    match word {
        "sends" | "send" | "via" | "over" | "in" | "through" | "uses" => Some("on"),
        "connects" | "connect" | "requests" | "starts" => Some("opens"),
        "agrees" | "establishes" => Some("accepts"),
        "ends" | "disconnects" | "finishes" => Some("closes"),
        "acks" | "acknowledges" => Some("confirms"),
        _ => None,
    }
}

/// Whether a word in place of a packet's verb says that it does not arrive.
pub(super) fn is_loss(word: &str) -> bool {
    matches!(word, "loses" | "lost" | "drops" | "dropped" | "fails" | "failed")
}

/// Whether a label says of its own packet that it is lost: `Query (lost)`, `lost: Query`, `Query, lost`. One that speaks of
/// another packet, such as `NAK: 2 was lost`, does not.
pub(super) fn says_lost(label: &str) -> bool {
    const LOST: [&str; 9] = [
        "lost",
        "is lost",
        "gets lost",
        "packet lost",
        "dropped",
        "is dropped",
        "gets dropped",
        "never arrives",
        "does not arrive",
    ];
    let label = label.trim().trim_end_matches(['!', '.', '…']).to_lowercase();
    let is_loss = |words: &str| LOST.contains(&words.trim().trim_end_matches(['!', '.', '…']));
    let inside = |(open, close): (char, char)| {
        let behind = label.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)).map(|(_, words)| words);
        let before = label.strip_prefix(open).and_then(|rest| rest.split_once(close)).map(|(words, _)| words);
        [behind, before].into_iter().flatten().any(is_loss)
    };
    let apart = |sign: &str| {
        let behind = label.rsplit_once(sign).is_some_and(|(_, words)| is_loss(words));
        behind || label.split_once(sign).is_some_and(|(words, _)| is_loss(words))
    };
    is_loss(&label)
        || [('(', ')'), ('[', ']')].into_iter().any(inside)
        || [": ", ", ", " - ", " – ", " — "].into_iter().any(apart)
}

/// Whether a receiver's name means every host.
pub(super) fn is_everyone(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "broadcast" | "everyone" | "everybody" | "any" | "anyone")
}

/// `sends GET to S1`, without the verb: what is sent, and to whom.
pub(super) fn sent(text: &str) -> Option<(&str, &str)> {
    let (what, whom) = text.trim().rsplit_once(" to ")?;
    (!what.trim().is_empty() && !whom.trim().contains(' ')).then_some((what.trim(), whom.trim()))
}

/// Key and value of a fact that is written without `=`; with the place of the colon where it has one.
pub(super) fn fact(text: &str) -> Option<(&str, &str, Option<usize>)> {
    if let Some((key, value)) = text.split_once(": ") {
        let (name, value) = (key.trim(), value.trim());
        return (!name.is_empty() && !value.is_empty()).then_some((name, value, Some(key.len())));
    }
    let (key, value) = text.trim().split_once(char::is_whitespace)?;
    let is_word = |text: &str| !text.contains([' ', ':', '\n']);
    (is_word(key) && is_word(value.trim())).then_some((key, value.trim(), None))
}

/// A length of time that is written with a comma or a longer unit, as an event has it.
pub(super) fn length(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches([':', '=']).trim_start().to_lowercase();
    let unit_at = text.find(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | ',')))?;
    let unit = match text[unit_at..].trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => "ms",
        _ => return None,
    };
    Some(format!("{}{unit}", text[..unit_at].replacen(',', ".", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_may_have_a_comma_or_a_longer_unit() {
        assert_eq!(length("1,5s").as_deref(), Some("1.5s"));
        assert_eq!(length("2 Seconds").as_deref(), Some("2s"));
        assert_eq!(length("500 msec").as_deref(), Some("500ms"));
        assert_eq!(length("2"), None);
        assert_eq!(length("2 minutes"), None);
    }

    #[test]
    fn a_label_may_say_that_its_packet_is_lost() {
        for label in
            ["lost", "Query (lost)", "Query [LOST!]", "(lost) Query", "Lost: Query", "Query, dropped.", "Query – lost"]
        {
            assert!(says_lost(label), "{label}");
        }
        for label in
            ["", "Query", "lost in translation", "NAK: 2 was lost", "Query (the first was lost)", "lost+found", "(lost"]
        {
            assert!(!says_lost(label), "{label}");
        }
    }

    #[test]
    fn a_fact_may_have_a_colon_or_nothing_between_its_two_words() {
        assert_eq!(fact(" state: UP and running"), Some(("state", "UP and running", Some(6))));
        assert_eq!(fact(" state UP"), Some(("state", "UP", None)));
        assert_eq!(fact(" the state UP"), None);
        assert_eq!(fact(" state:"), None);
        assert_eq!(fact(""), None);
    }
}
