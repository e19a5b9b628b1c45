//! The player's script: the files of `templates/player` go in, and one script comes out, without what is there for its
//! developers alone.

use super::template;

/// In the order in which they run; functions may be used before their file.
const PARTS: [&str; 17] = [
    "player/dom.js",
    "player/data.js",
    "player/reel.js",
    "player/settings.js",
    "player/board.js",
    "player/travel.js",
    "player/show.js",
    "player/address.js",
    "player/packets.js",
    "player/pages.js",
    "player/search.js",
    "player/transcript.js",
    "player/touch.js",
    "player/presenter.js",
    "player/welcome.js",
    "player/hands.js",
    "player/start.js",
];

/// The whole player, in a scope of its own.
pub(super) fn player() -> String {
    let parts: String = PARTS.iter().map(|part| bare(template::named(part))).collect();
    format!("(() => {{\n'use strict';\n{parts}}})();")
}

/// A script without comments, indentation and directives. Comments stand on lines of their own, or are type casts within
/// one; no text of the scripts goes over several lines.
pub(super) fn bare(script: &str) -> String {
    let mut bare = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let opens = line.starts_with("/*");
        if in_comment || opens {
            in_comment = !line.contains("*/");
            // What follows the comment on its line is code.
            let Some((_, code)) = line.split_once("*/") else { continue };
            push(&mut bare, code);
        } else {
            push(&mut bare, line);
        }
    }
    bare
}

fn push(bare: &mut String, line: &str) {
    let mut line = line.to_owned();
    while let Some((before, rest)) = line.split_once("/** @type") {
        let Some((_, after)) = rest.split_once("*/") else { break };
        line = format!("{before}{}", after.trim_start());
    }
    let line = line.trim();
    if line.is_empty() || line.starts_with("//") || line == "'use strict';" {
        return;
    }
    match tight(line) {
        Some(tight) => {
            bare.push_str(&tight);
            if !tight.ends_with(['{', '(', '[', ',', ';']) {
                bare.push('\n');
            }
        }
        None => bare.extend([line, "\n"]),
    }
}

/// The line without the spaces that part its words for readers alone; `None` where it has a slash outside of its texts,
/// which may begin a comment or a pattern.
fn tight(line: &str) -> Option<String> {
    let (mut tight, mut code) = (String::new(), String::new());
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match quote {
            Some(open) => {
                tight.push(character);
                if character == '\\' {
                    tight.extend(characters.next());
                } else if character == open {
                    quote = None;
                }
            }
            None if character == '/' => return None,
            None if matches!(character, '\'' | '"' | '`') => {
                tight.extend([close_up(&code).as_str(), character.encode_utf8(&mut [0; 4])]);
                code.clear();
                quote = Some(character);
            }
            None => code.push(character),
        }
    }
    Some(tight + &close_up(&code))
}

fn close_up(code: &str) -> String {
    const LOOSE: [&str; 20] = [
        " = ", " => ", " === ", " !== ", " += ", " && ", " || ", " ?? ", " ? ", " : ", " < ", " > ", " >= ", " * ",
        " {", "{ ", " }", ", ", ": ", "; ",
    ];
    LOOSE.iter().fold(code.to_owned(), |code, loose| code.replace(loose, loose.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;

    #[test]
    fn only_what_runs_is_left() {
        let script =
            "// a\n'use strict';\n\n/**\n * b\n */\nfunction f() {\n  /** @type {X} */ (g).h('// kept'); // kept\n}\n";
        assert_eq!(bare(script), "function f(){(g).h('// kept'); // kept\n}\n");
    }

    #[test]
    fn spaces_go_from_code_and_stay_in_texts_and_patterns() {
        let script = "const a = b ? 'x, y' : `${c} : \\` , d`;\nreturn { a, b: c + +d };\nconst d = / = /.exec(e);\n";
        assert_eq!(bare(script), "const a=b?'x, y':`${c} : \\` , d`;return{a,b:c + +d};const d = / = /.exec(e);\n");
    }

    #[test]
    fn every_part_of_the_player_is_in_the_page() {
        let files = embedded::TEMPLATES.iter().map(|(path, _)| *path).filter(|path| path.starts_with("player/"));
        let mut parts = PARTS;
        parts.sort_unstable();
        assert_eq!(files.collect::<Vec<_>>(), parts);
    }

    #[test]
    fn no_text_goes_over_several_lines() {
        for part in PARTS {
            for line in template::named(part).lines() {
                assert_eq!(line.matches('`').count() % 2, 0, "{part}: {line}");
            }
        }
    }
}
