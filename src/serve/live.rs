//! A built page goes in; the page that is served comes out: the same with a small script that asks for news. And the
//! page that stands in for a lesson that cannot be shown yet.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use packetreel::embedded;
use packetreel::site::escaped;
use sha2::{Digest, Sha256};

const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The page with the script, which its content security policy then allows, and its version.
pub fn page(built: &str) -> (String, String) {
    let version = version(built);
    let style = embedded::template("live.css").unwrap_or_default();
    let script = embedded::template("live.js").unwrap_or_default();
    let mut page = built.to_owned();
    insert(&mut page, "</head>", &format!("<style>{style}</style>\n"));
    insert(&mut page, "</body>", &format!("<script data-version=\"{version}\">{script}</script>\n"));
    if let Some(start) = page.find(POLICY).map(|at| at + POLICY.len())
        && let Some(length) = page[start..].find('"')
    {
        let policy = allowing(&page[start..start + length], style, script);
        page.replace_range(start..start + length, &policy);
    }
    (page, version)
}

/// A page for a lesson that has never been right; `mistakes` is plain text.
pub fn waiting(title: &str, mistakes: &str) -> String {
    let template = embedded::template("waiting.html").unwrap_or_default();
    template.replace("{{title}}", &escaped(title)).replace("{{mistakes}}", &escaped(mistakes))
}

/// The digest of a page, without what an address or an attribute would not take as it is.
fn version(page: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(page.as_bytes()))
}

/// Inserts before the last place of a tag; at the end of a page that lacks it.
fn insert(page: &mut String, tag: &str, text: &str) {
    let at = page.rfind(tag).unwrap_or(page.len());
    page.insert_str(at, text);
}

/// The policy with room for one more style and script, and for questions to the server that the page came from.
fn allowing(policy: &str, style: &str, script: &str) -> String {
    let more = [("style-src", hash(style)), ("script-src", hash(script)), ("connect-src", "'self'".to_owned())];
    let mut directives: Vec<String> = policy.split(';').map(|one| one.trim().to_owned()).collect();
    directives.retain(|directive| !directive.is_empty());
    for (name, value) in more {
        match directives.iter_mut().find(|one| one.split(' ').next() == Some(name)) {
            Some(directive) => *directive = format!("{directive} {value}"),
            None => directives.push(format!("{name} {value}")),
        }
    }
    directives.join("; ")
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_grows_by_what_the_script_needs() {
        // The digest of nothing, known from FIPS 180-4's test vectors.
        let nothing = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert_eq!(
            allowing("default-src 'none'; style-src 'x'; base-uri 'none';", "", ""),
            format!(
                "default-src 'none'; style-src 'x' {nothing}; base-uri 'none'; script-src {nothing}; connect-src 'self'"
            )
        );
    }

    #[test]
    fn the_served_page_is_the_built_page_and_the_script() {
        let built = "<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><body>x</body></html>";
        let (page, version) = page(built);
        assert!(page.contains("connect-src 'self'\"></") || page.contains("connect-src 'self'\"><"), "{page}");
        assert!(page.contains(&format!("data-version=\"{version}\"")) && page.ends_with("</script>\n</body></html>"));
        assert_eq!(version.len(), 43);
    }

    #[test]
    fn mistakes_are_text_in_the_page_that_stands_in() {
        let page = waiting("<b>", "error: <script>\"&");
        assert!(page.contains("&lt;b&gt;") && page.contains("error: &lt;script&gt;&quot;&amp;"), "{page}");
        assert!(!page.contains("{{"), "{page}");
    }
}
