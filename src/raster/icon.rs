//! A host's icon goes in, the tree that resvg draws comes out.

use std::collections::BTreeMap;

use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::lesson::Icon;
use crate::svg::{self, Dress};
use crate::theme::Theme;

/// The icons' trees, each read when it is first drawn.
pub struct Icons {
    theme: Theme,
    trees: BTreeMap<Icon, Option<Tree>>,
}

impl Icons {
    /// The icons in the colours of a theme.
    pub fn new(theme: Theme) -> Self {
        Self { theme, trees: BTreeMap::new() }
    }

    /// An icon's tree; `None` if the embedded file could not be read, which a test excludes.
    pub fn tree(&mut self, icon: Icon) -> Option<&Tree> {
        self.trees.entry(icon).or_insert_with(|| read(icon, self.theme)).as_ref()
    }
}

fn read(icon: Icon, theme: Theme) -> Option<Tree> {
    let markup = svg::icon(icon, Dress::Theme(theme));
    Tree::from_str(&markup, &options()).ok()
}

/// No fonts, and no file is ever opened, whatever the markup names.
fn options() -> Options<'static> {
    let image_href_resolver =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    Options { image_href_resolver, ..Options::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use crate::theme::Role;

    #[test]
    fn every_icon_can_be_read() {
        for theme in [Theme::Light, Theme::Dark] {
            let mut icons = Icons::new(theme);
            for (name, icon) in Icon::ALL {
                let tree = icons.tree(icon).expect(name);
                assert_eq!((tree.size().width(), tree.size().height()), (96.0, 96.0), "{name}");
            }
        }
    }

    #[test]
    fn icons_use_colours_of_the_theme_alone() {
        for (name, _) in Icon::ALL {
            let markup = embedded::template(&format!("icons/{name}.svg")).expect(name);
            for paint in markup.split("fill=\"").chain(markup.split("stroke=\"")).skip(1) {
                let role = paint.strip_prefix("var(--").and_then(|rest| rest.split(')').next());
                let known = role.is_some_and(|role| Role::all().any(|known| known.name() == role));
                assert!(known || paint.starts_with("none") || paint.starts_with("<svg"), "{name}: {paint}");
            }
        }
    }

    /// The SVG reader turns arcs into curves with the platform's sine and cosine.
    #[test]
    fn icons_have_no_arcs() {
        for (name, _) in Icon::ALL {
            let markup = embedded::template(&format!("icons/{name}.svg")).expect(name);
            for arc in ["<circle", "<ellipse", "rx=", "ry=", "rotate", "skew"] {
                assert!(!markup.contains(arc), "{name} has {arc}");
            }
            for path in markup.split(" d=\"").skip(1) {
                let data = path.split('"').next().unwrap_or_default();
                assert!(!data.contains(['a', 'A']), "{name}: {data}");
            }
        }
    }
}
