//! `golden:` in, which stills are wanted out; the pages still as their author named them.

use super::{Reader, shown};
use crate::lesson::yaml::{Kind, Value};
use crate::lesson::{GoldenTheme, limits};

const KEYS: [&str; 3] = ["size", "theme", "pages"];

impl Reader<'_> {
    pub(super) fn golden(&mut self, value: &Value) {
        let Some(entries) = self.entries(value, "`golden`") else { return };
        self.keys(&entries, "`golden`", &KEYS);
        for (key, value) in entries {
            match key.text() {
                Some("size") => self.found.golden.size = self.size(value),
                Some("theme") => self.found.golden.theme = self.theme(value),
                Some("pages") => self.found.golden.pages = self.golden_pages(value),
                _ => {}
            }
        }
    }

    fn size(&mut self, value: &Value) -> Option<(u32, u32)> {
        let text = self.line(value, "size")?;
        let side = |side: &str| {
            let digits = side.bytes().all(|byte| byte.is_ascii_digit());
            side.parse::<u32>().ok().filter(|side| digits && limits::SIDE.contains(side))
        };
        let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| side(width).zip(side(height)));
        if sides.is_none() {
            let message = format!("`{}` is no size", shown(&text));
            let (least, most) = (limits::SIDE.start(), limits::SIDE.end());
            let help =
                format!("write width and height in pixels, such as 640x360; each side is {least} to {most} long");
            self.error("invalid-size", value.span, message, help);
        }
        sides
    }

    fn theme(&mut self, value: &Value) -> Option<GoldenTheme> {
        let text = self.line(value, "theme")?;
        match text.as_str() {
            "light" => Some(GoldenTheme::Light),
            "dark" => Some(GoldenTheme::Dark),
            "both" => Some(GoldenTheme::Both),
            _ => {
                let message = format!("there is no theme `{}`", shown(&text));
                self.misspelt(
                    "unknown-theme",
                    value.span,
                    message,
                    &text,
                    &["light", "dark", "both"],
                    "the themes are",
                );
                None
            }
        }
    }

    /// Names with their places; which pages they mean is known once the pages are.
    fn golden_pages(&mut self, value: &Value) -> Option<Vec<(String, crate::diagnostic::Span)>> {
        let items = match &value.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let names = items.iter().filter_map(|item| Some((self.line(item, "pages")?, item.span))).collect::<Vec<_>>();
        if items.is_empty() {
            let help = "name pages, such as `pages: [1, 2]`, or leave the key out for all of them";
            self.error("empty-value", value.span, "`pages` is empty", help);
        }
        (!names.is_empty()).then_some(names)
    }
}
