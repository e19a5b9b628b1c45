//! The list of lessons: a card each.

use super::face::Letters;
use super::markup::{each, escaped};
use super::memo::Memo;
use super::{policy, script, style, template};

/// A lesson in the list of lessons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// The lesson's title.
    pub title: String,
    /// What it is about; may be empty.
    pub summary: String,
    /// The folder beside the list that holds the lesson's `index.html`.
    pub folder: String,
    /// A picture as a `data:` address: the page loads no other.
    pub poster: Option<String>,
    /// How many pages it has.
    pub pages: usize,
    /// How many steps, on all pages.
    pub steps: usize,
    /// How long it plays, in milliseconds.
    pub duration_ms: u64,
}

/// The list of lessons as one HTML file.
pub fn index(cards: &[Card]) -> String {
    index_again(&mut Memo::default(), cards)
}

/// As [`index`], with what is the same as in the last version that was made with this memo taken over from it.
pub fn index_again(memo: &mut Memo, cards: &[Card]) -> String {
    let list = each(cards, card);
    let list = match list.as_str() {
        "" => "<p>There is no lesson here yet.</p>\n".to_owned(),
        list => format!("<ul class=\"cards\">\n{list}</ul>\n"),
    };
    let (index, theme) = (template::named("index.html"), script::bare(template::named("theme.js")));
    let mut letters = Letters::default();
    letters.read(&template::empty("index.html"));
    letters.read(&list);
    let style = style::shelf(&letters, memo);
    template::fill(
        index,
        &[
            ("policy", &policy::closed(&[&style], &[&theme])),
            ("version", env!("CARGO_PKG_VERSION")),
            ("style", &style),
            ("theme", &theme),
            ("cards", &list),
        ],
    )
}

fn card(card: &Card) -> String {
    let picture =
        |poster: &String| format!("<img src=\"{}\" alt=\"\" width=\"1280\" height=\"720\">\n", escaped(poster));
    let summary = if card.summary.is_empty() { String::new() } else { format!("<p>{}</p>\n", escaped(&card.summary)) };
    format!(
        "<li><a href=\"{}/index.html\">\n{}<div class=\"about\">\n<h2>{}</h2>\n{summary}<p class=\"where\">{}</p>\n</div>\n</a></li>\n",
        escaped(&card.folder),
        card.poster.as_ref().map(picture).unwrap_or_default(),
        escaped(&card.title),
        length(card)
    )
}

/// Such as `8 pages · 22 steps · 2 min`.
fn length(card: &Card) -> String {
    let mut length = vec![counted(card.pages, "page")];
    if card.steps > 0 {
        length.push(counted(card.steps, "step"));
        length.push(format!("{} min", card.duration_ms.div_ceil(60_000).max(1)));
    }
    length.join(" · ")
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_counts_in_good_english() {
        let card = |pages, steps, duration_ms| Card { pages, steps, duration_ms, ..Card::default() };
        assert_eq!(length(&card(1, 1, 1)), "1 page · 1 step · 1 min");
        assert_eq!(length(&card(8, 22, 60_001)), "8 pages · 22 steps · 2 min");
        assert_eq!(length(&card(2, 0, 0)), "2 pages");
    }

    #[test]
    fn titles_in_the_list_are_escaped() {
        let card = Card { title: "<i>".into(), folder: "a\"b".into(), ..Card::default() };
        let page = index(&[card]);
        assert!(page.contains("<h2>&lt;i&gt;</h2>") && page.contains("href=\"a&quot;b/index.html\""));
        assert!(!page.contains("{{"));
    }
}
