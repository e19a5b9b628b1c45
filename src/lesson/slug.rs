//! A heading in, a name for files and links out.

use std::collections::BTreeSet;

use super::Host;
use super::limits::SLUG_CHARS;

/// The heading as lower-case ASCII words joined by `-`, at most 60 characters, `page` where nothing is left.
///
/// A leading `H1: ` is dropped where `H1` is one of the hosts.
pub fn slug(title: &str, hosts: &[Host]) -> String {
    let mut slug = String::new();
    for word in without_host(title, hosts).split(|char: char| !char.is_alphanumeric() && !is_apostrophe(char)) {
        let word: String = word.chars().map(ascii).collect();
        let room = SLUG_CHARS - slug.len();
        if word.is_empty() {
            continue;
        }
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(room)]);
        } else if word.len() < room {
            slug.push('-');
            slug.push_str(&word);
        } else {
            break;
        }
    }
    if slug.is_empty() { "page".to_owned() } else { slug }
}

/// The slugs of one lesson, each given once.
#[derive(Debug, Default)]
pub struct Slugs(BTreeSet<String>);

impl Slugs {
    /// `slug` itself, or with `-2`, `-3`, … where it is taken.
    pub fn claim(&mut self, slug: &str) -> String {
        let mut free = slug.to_owned();
        let mut count = 1;
        while self.0.contains(&free) {
            count += 1;
            free = format!("{slug}-{count}");
        }
        self.0.insert(free.clone());
        free
    }
}

fn without_host<'a>(title: &'a str, hosts: &[Host]) -> &'a str {
    match title.split_once(':') {
        Some((host, rest)) if hosts.iter().any(|known| known.name == host.trim()) => rest,
        _ => title,
    }
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’')
}

/// The letters of Western European languages keep their base letter; what has none is left out.
fn ascii(char: char) -> &'static str {
    const LETTERS: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
    let lower = char.to_ascii_lowercase();
    if let Some(at) = LETTERS.find(lower).filter(|_| lower.is_ascii_alphanumeric()) {
        return &LETTERS[at..=at];
    }
    match char.to_lowercase().next().unwrap_or(char) {
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ä' | 'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o",
        'ö' | 'œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::lesson::Icon;

    fn h1() -> [Host; 1] {
        let span = Span::default();
        [Host { name: "H1".into(), label: None, address: None, icon: Icon::Desktop, at: None, span }]
    }

    #[test]
    fn a_host_before_the_colon_is_dropped() {
        assert_eq!(slug("H1: Control connection request", &h1()), "control-connection-request");
    }

    #[test]
    fn a_word_that_is_no_host_stays_before_the_colon() {
        assert_eq!(slug("Overview: FTP basics", &h1()), "overview-ftp-basics");
    }

    #[test]
    fn punctuation_separates_and_apostrophes_vanish() {
        assert_eq!(slug("H1: get foo, PORT", &h1()), "get-foo-port");
        assert_eq!(slug("What's FTP's `PORT`?", &[]), "whats-ftps-port");
    }

    #[test]
    fn accented_letters_keep_their_base_letter() {
        assert_eq!(slug("Über Größe, déjà vu", &[]), "ueber-groesse-deja-vu");
    }

    #[test]
    fn a_heading_without_a_latin_letter_is_a_page() {
        assert_eq!(slug("握手", &[]), "page");
        assert_eq!(slug("", &[]), "page");
    }

    #[test]
    fn a_long_heading_ends_at_a_word() {
        // Seven times nine letters and a hyphen: the sixth word ends at 59, a seventh would end at 69.
        let long = slug("abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi", &[]);
        assert_eq!(long.len(), 59);
        assert_eq!(slug(&"x".repeat(200), &[]).len(), 60);
    }

    #[test]
    fn the_same_slug_is_given_once() {
        let mut slugs = Slugs::default();
        let claimed = ["faq", "faq", "faq-2", "faq"].map(|slug| slugs.claim(slug));
        assert_eq!(claimed, ["faq", "faq-2", "faq-2-2", "faq-3"]);
    }
}
