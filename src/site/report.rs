//! The page of a report: what stands in it goes in, one self-contained HTML file comes out.

use super::face::Letters;
use super::{policy, script, style, template};
use crate::font::Face;

/// A report as one HTML file. `title` is text, `body` markup, which names the classes of `templates/report.css`.
pub fn report(title: &str, body: &str) -> String {
    let page = template::named("report.html");
    let title = super::markup::escaped(title);
    let (theme, player) = (script::bare(template::named("theme.js")), script::bare(template::named("report.js")));
    let mut letters = Letters::default();
    for markup in [page, &format!("<h1>{title}</h1>"), body] {
        letters.read(markup);
    }
    // What the script writes by itself.
    letters.add(Face::Regular, "Showing: expected, actual");
    let style = style::report(&letters);
    template::fill(
        page,
        &[
            ("policy", &policy::closed(&[&style], &[&theme, &player])),
            ("version", env!("CARGO_PKG_VERSION")),
            ("title", &title),
            ("style", &style),
            ("theme", &theme),
            ("body", body),
            ("script", &player),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_nothing_of_anyone() {
        let page = report("A <report>", "<p>body</p>");
        assert!(page.contains("<title>A &lt;report&gt;</title>") && page.contains("<p>body</p>"));
        assert!(page.contains("default-src 'none'") && !page.contains("{{"));
        // Addresses that are not asked for are the fonts' notices.
        for asks in ["src=\"http", "href=\"http", "url(http", "@import", "fetch("] {
            assert!(!page.contains(asks), "{asks}");
        }
    }
}
