//! All that is served: pages by their path, each with its version and with what is wrong with its source now.

use std::collections::BTreeMap;

use super::live;

/// Pages by path, such as `/` and `/ftp-basics/`. Nothing else is served.
#[derive(Debug, Default)]
pub struct Site {
    pages: BTreeMap<String, Page>,
    front: Option<String>,
}

#[derive(Debug, Default)]
struct Page {
    html: String,
    version: String,
    trouble: Option<String>,
}

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// A page, as HTML.
    Page(&'a str),
    /// The news of the page with this path.
    News(&'a str),
    /// Another path.
    Moved(&'a str),
    /// Nothing.
    Nothing,
}

impl Site {
    /// Puts a built page at a path, in place of what was there, and its trouble away.
    pub fn put(&mut self, path: &str, built: &str) {
        let (html, version) = live::page(built);
        self.pages.insert(path.to_owned(), Page { html, version, trouble: None });
    }

    /// Says what is wrong with the source of a page; `None`: nothing any more. The page stays as it was.
    pub fn trouble(&mut self, path: &str, text: Option<String>) {
        if let Some(page) = self.pages.get_mut(path) {
            page.trouble = text;
        }
    }

    /// Lets `/` lead to this page.
    pub fn front(&mut self, path: &str) {
        self.front = Some(path.to_owned());
    }

    /// What a path leads to. Paths are compared as they are, so that no way of writing one leads elsewhere.
    pub fn find(&self, path: &str) -> Found<'_> {
        let path = path.split('?').next().filter(|path| path.starts_with('/')).unwrap_or("?");
        if let Some(page) = self.pages.get(path) {
            return Found::Page(&page.html);
        }
        let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
        let under = |folder: &str| self.pages.get_key_value(format!("{folder}/").as_str());
        match (file, under(folder), under(path)) {
            ("index.html", Some((_, page)), _) => Found::Page(&page.html),
            ("live", Some((path, _)), _) => Found::News(path),
            (_, _, Some((path, _))) => Found::Moved(path),
            _ if path == "/" => self.front.as_deref().map_or(Found::Nothing, Found::Moved),
            _ => Found::Nothing,
        }
    }

    /// What the reader of a page has to know now, as one event of a stream.
    pub fn news(&self, path: &str) -> String {
        let page = self.pages.get(path);
        let version = page.map_or("", |page| &page.version);
        let trouble = page.and_then(|page| page.trouble.as_deref());
        format!("data: {}\n\n", serde_json::json!({ "version": version, "trouble": trouble }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let mut site = Site::default();
        site.put("/", "list");
        site.put("/echo/", "echo");
        site
    }

    #[test]
    fn a_page_is_found_under_its_path_and_its_index() {
        let site = site();
        for path in ["/echo/", "/echo/?embed", "/echo/index.html"] {
            assert!(matches!(site.find(path), Found::Page(html) if html.starts_with("echo")), "{path}");
        }
        assert!(matches!(site.find("/index.html"), Found::Page(html) if html.starts_with("list")));
        assert_eq!(site.find("/echo"), Found::Moved("/echo/"));
        assert_eq!(site.find("/echo/live"), Found::News("/echo/"));
        assert_eq!(site.find("/live"), Found::News("/"));
    }

    #[test]
    fn no_other_way_to_write_a_path_leads_anywhere() {
        let wrong = [
            "//echo/",
            "/echo//",
            "/./echo/",
            "/echo/../echo/",
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/echo%2f",
            "/..%2f..%2fetc%2fpasswd",
            "/%252e%252e/etc/passwd",
            "/..\\..\\etc\\passwd",
            "/%c0%ae%c0%ae/etc/passwd",
            "/ECHO/",
            "/echo/%00",
            "/echo/index.html/",
            "/echo/lesson.md",
            "/etc/passwd",
            "/file:///etc/passwd",
            "//evil.example/live",
            "/echo;/",
            "",
            "echo",
        ];
        for path in wrong {
            assert_eq!(site().find(path), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn trouble_leaves_the_page_and_a_new_page_ends_it() {
        let mut site = site();
        let before = site.news("/echo/");
        site.trouble("/echo/", Some("line 1\nline 2".to_owned()));
        assert!(site.news("/echo/").contains("line 1\\nline 2"));
        assert!(matches!(site.find("/echo/"), Found::Page(_)));
        site.put("/echo/", "echo");
        assert_eq!(site.news("/echo/"), before);
    }

    #[test]
    fn one_lesson_alone_stands_in_front() {
        let mut site = Site::default();
        site.put("/echo/", "echo");
        assert_eq!(site.find("/"), Found::Nothing);
        site.front("/echo/");
        assert_eq!(site.find("/"), Found::Moved("/echo/"));
    }
}
