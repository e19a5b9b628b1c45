//! `golden:` as its author wrote it goes in, and with the pages' numbers comes out.

use super::front_matter::{correction, shown, suggestion};
use super::{Golden, GoldenTheme, Page};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// What the front matter says of golden images, before the pages are known.
#[derive(Debug, Default)]
pub struct Wanted {
    /// `size:`
    pub size: Option<(u32, u32)>,
    /// `theme:`
    pub theme: Option<GoldenTheme>,
    /// `pages:`, each with its place.
    pub pages: Option<Vec<(String, Span)>>,
}

/// Which of the pages a name means: a number from 1, or what the page is called in file names.
pub fn page(pages: &[Page], name: &str) -> Option<usize> {
    let number = name.parse::<usize>().ok().filter(|number| (1..=pages.len()).contains(number));
    number.map(|number| number - 1).or_else(|| pages.iter().position(|page| page.slug == name))
}

/// Finds the pages.
pub(super) fn resolve(wanted: Wanted, pages: &[Page], diagnostics: &mut Diagnostics) -> Golden {
    let mut found = Vec::new();
    for (name, span) in wanted.pages.iter().flatten() {
        match page(pages, name) {
            Some(index) => found.push(index),
            // Where no page could be read, that is what is to be said.
            None if pages.is_empty() => {}
            None => {
                let slugs: Vec<&str> = pages.iter().map(|page| page.slug.as_str()).collect();
                let introduction = format!("pages are numbers from 1 to {}, or", pages.len());
                let help = suggestion(name, &slugs, &introduction);
                let message = format!("there is no page `{}`", shown(name));
                let fix = correction(name, &slugs, *span);
                diagnostics.push(Diagnostic::error("unknown-page", *span, message).help(help).fix(fix));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Golden { size: wanted.size, theme: wanted.theme, pages: wanted.pages.map(|_| found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::lesson::parse;

    fn golden(yaml: &str) -> (Golden, Vec<String>) {
        let body = "# H1: The question\n\nIs it?\n\n# The answer\n\nIt is.\n";
        let source = Source::new("a.md", format!("---\ngolden: {yaml}\n---\n\n{body}"));
        let (lesson, diagnostics) = parse(&source);
        let told = diagnostics.0.into_iter();
        (lesson.golden, told.map(|one| format!("{}: {}", one.message, one.help.unwrap_or_default())).collect())
    }

    #[test]
    fn size_theme_and_pages_are_read() {
        let expected = Golden { size: Some((320, 180)), theme: Some(GoldenTheme::Both), pages: Some(vec![0, 1]) };
        assert_eq!(golden("{ size: 320x180, theme: both, pages: [the-answer, 1, 2] }"), (expected, vec![]));
        assert_eq!(golden("{ pages: 2 }").0.pages, Some(vec![1]));
        assert_eq!(golden("{}"), (Golden::default(), vec![]));
        assert_eq!(golden(""), (Golden::default(), vec![]));
    }

    #[test]
    fn what_makes_no_sense_is_one_error_with_what_would() {
        for (yaml, words) in [
            ("{ size: 320 }", "`320` is no size: write width and height in pixels, such as 640x360"),
            ("{ size: 0x0 }", "each side is 16 to 8192 long"),
            ("{ size: [320, 180] }", "`size` is a list, not text"),
            (
                "{ theme: drak }",
                "there is no theme `drak`: did you mean `dark`? the themes are `light`, `dark`, `both`",
            ),
            (
                "{ pages: [3] }",
                "there is no page `3`: pages are numbers from 1 to 2, or `h1-the-question`, `the-answer`",
            ),
            ("{ pages: [0] }", "there is no page `0`"),
            ("{ pages: the-anser }", "did you mean `the-answer`?"),
            ("{ pages: [] }", "`pages` is empty"),
            ("{ pages: [[1]] }", "`pages` is a list, not text"),
            ("{ fps: 10 }", "`golden` has no key `fps`: the keys are `size`, `theme`, `pages`"),
            ("yes", "`golden` is text, not a mapping"),
        ] {
            let (_, told) = golden(yaml);
            assert!(told.len() == 1 && told[0].contains(words), "{yaml}: {told:?}");
        }
    }
}
