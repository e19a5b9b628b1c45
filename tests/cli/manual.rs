//! What the command line says of itself: manual pages, completions, colours, more and fewer words.

use super::{LESSON, packetreel, said, tree};

fn printed(arguments: &[&str]) -> String {
    let output = packetreel(tree(&[]).path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

#[test]
fn each_shell_gets_completions_that_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&["completions", shell]);
        for word in ["build", "still", "explain", "every-packet"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}

#[test]
fn there_is_a_manual_page_for_packetreel_and_for_each_command() {
    // The date is empty; the version is what the page comes from.
    assert!(printed(&["man"]).contains(".TH packetreel 1 \"\" \"packetreel "));
    for command in ["build", "check", "still", "list", "new", "explain"] {
        let page = printed(&["man", command]);
        assert!(page.contains(&format!(".TH packetreel-{command} 1")) && page.contains("Examples:"), "{page}");
    }
    let (code, words) = said(tree(&[]).path(), &["man", "biuld"]);
    assert_eq!((code, words.contains("did you mean `build`?")), (2, true), "{words}");
}

#[test]
fn colours_come_when_they_are_asked_for_and_else_only_on_a_terminal() {
    let at = tree(&[("a.md", LESSON.replace("A -> B:", "A -> C:").as_bytes())]);
    assert!(!said(at.path(), &["check", "a.md"]).1.contains('\x1b'));
    assert!(said(at.path(), &["check", "a.md", "--color", "always"]).1.contains("\x1b["));
    assert!(said(at.path(), &["--color=always", "build", "a.md"]).1.contains("\x1b["));
    assert!(said(at.path(), &["bild", "--color", "always"]).1.contains("\x1b["));
    assert!(!said(at.path(), &["bild", "--color", "never"]).1.contains('\x1b'));
    assert_eq!(said(at.path(), &["check", "a.md", "--color", "green"]).0, 2);
}

#[test]
fn quiet_leaves_the_mistakes_and_verbose_says_what_a_lesson_holds() {
    let at = tree(&[("a.md", LESSON.as_bytes()), ("b.md", LESSON.replace("A -> B:", "A -> C:").as_bytes())]);
    assert_eq!(said(at.path(), &["-q", "check", "a.md"]), (0, String::new()));
    let (_, words) = said(at.path(), &["check", "b.md", "-q"]);
    assert!(words.starts_with("error[unknown-host]") && !words.contains("1 lesson"), "{words}");
    let (_, words) = said(at.path(), &["build", "a.md", "--only", "svg", "-v"]);
    assert!(words.starts_with("a: 1 page, 2 steps, plays 5.2 s; drawn in "), "{words}");
    let words = "a.md: 0 errors, 0 warnings\n1 lesson, 1 page, 2 steps: 0 errors, 0 warnings\n".to_owned();
    assert_eq!(said(at.path(), &["check", "a.md", "-v"]), (0, words));
    assert_eq!(said(at.path(), &["check", "a.md", "-q", "-v"]).0, 2);
}

#[test]
fn a_mistake_says_where_more_about_it_is_found() {
    let at = tree(&[("a.md", LESSON.replace("A -> B:", "A -> C:").as_bytes())]);
    for command in ["check", "build", "still", "list"] {
        let (_, words) = said(at.path(), &[command, "a.md"]);
        assert!(words.contains("For more about this, try `packetreel explain unknown-host`.\n"), "{words}");
    }
    assert!(printed(&["explain", "unknown-host"]).starts_with("## unknown-host\n"));
    assert!(printed(&["explain"]).contains("\nunknown-host "));
    let (code, words) = said(at.path(), &["explain", "unknown-hots"]);
    assert_eq!((code, words.contains("did you mean `unknown-host`?")), (2, true), "{words}");
}

#[test]
fn the_schema_is_json() {
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema"])).expect("it is JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
