//! The files of `templates/` and `content/`, which travel in the binary: a path goes in, the text comes out.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The text of a file in `templates/`, by its path there, such as `icons/laptop.svg`.
pub fn template(path: &str) -> Option<&'static str> {
    find(TEMPLATES, path)
}

/// The text of a file in `content/`, by its path there, such as `ftp-basics/lesson.md`.
pub fn content(path: &str) -> Option<&'static str> {
    find(CONTENT, path)
}

fn find(files: &[(&str, &'static str)], path: &str) -> Option<&'static str> {
    files.binary_search_by_key(&path, |&(known, _)| known).ok().map(|index| files[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_path() {
        assert!(template("icons/laptop.svg").is_some_and(|text| text.starts_with("<svg")));
        assert_eq!(template("icons/teapot.svg"), None);
        assert_eq!(content("../Cargo.toml"), None);
    }

    #[test]
    fn the_tables_are_in_order() {
        for files in [TEMPLATES, CONTENT] {
            assert!(files.is_sorted_by_key(|&(path, _)| path));
        }
    }
}
