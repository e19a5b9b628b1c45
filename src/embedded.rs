//! The files of `templates/` and `content/`, the lesson format and the guide to mistakes, which travel in the binary: a path or a code goes
//! in, the text comes out.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The text of a file in `templates/`, by its path there, such as `icons/laptop.svg`.
pub fn template(path: &str) -> Option<&'static str> {
    find(TEMPLATES, path)
}

/// The text of a file in `content/`, by its path there, such as `ftp-basics/lesson.md`.
pub fn content(path: &str) -> Option<&'static str> {
    find(CONTENT, path)
}

/// `docs/errors.md`: every mistake that packetreel finds, a section each.
pub const ERRORS: &str = include_str!("../docs/errors.md");

/// `docs/lesson-format.md`: all that a lesson may say, and what it means.
pub const FORMAT: &str = include_str!("../docs/lesson-format.md");

/// The codes of all mistakes, each with its section of [`ERRORS`], heading included and without blank lines at its end.
pub fn explained() -> impl Iterator<Item = (&'static str, &'static str)> {
    ERRORS.match_indices("\n## ").map(|(at, _)| {
        let rest = &ERRORS[at + 1..];
        let section = rest.find("\n## ").map_or(rest, |end| &rest[..end]);
        (section.lines().next().unwrap_or_default().trim_start_matches("## "), section.trim_end())
    })
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
