//! The page's own style and scripts go in, and a content security policy comes out that allows these and no others.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A policy that allows these styles, these scripts (blocks of data among them, which some checkers count), and fonts and pictures that are inside the page.
pub(super) fn closed(styles: &[&str], scripts: &[&str]) -> String {
    let [styles, scripts] =
        [styles, scripts].map(|texts| texts.iter().map(|text| hash(text)).collect::<Vec<_>>().join(" "));
    format!(
        "default-src 'none'; style-src {styles}; script-src {scripts}; font-src data:; img-src data:; base-uri 'none'; \
         form-action 'none'"
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
