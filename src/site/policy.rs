//! The page's own style and scripts go in, and a content security policy comes out that allows these and no others.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A policy that allows this style, these scripts (blocks of data among them, which some checkers count), and fonts and pictures that are inside the page.
pub(super) fn closed(style: &str, scripts: &[&str]) -> String {
    policy(style, scripts, "data:")
}

/// As [`closed`], but pictures may also be files beside the page.
pub(super) fn with_pictures(style: &str, scripts: &[&str]) -> String {
    policy(style, scripts, "data:")
}

fn policy(style: &str, scripts: &[&str], pictures: &str) -> String {
    let scripts: Vec<String> = scripts.iter().map(|script| hash(script)).collect();
    format!(
        "default-src 'none'; style-src {}; script-src {}; font-src data:; img-src {pictures}; base-uri 'none'; \
         form-action 'none'",
        hash(style),
        scripts.join(" ")
    )
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_of_the_standard() {
        // The digest of nothing, known from FIPS 180-4's test vectors.
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
