//! What `README.md` shows is so.

use packetreel::compile;
use packetreel::diagnostic::Source;
use packetreel::timeline::Pacing;

const README: &str = include_str!("../README.md");

/// The first code block that opens with this line.
fn block(fence: &str, kind: &str) -> &'static str {
    let opening = format!("\n{fence}{kind}\n");
    let (_, rest) = README.split_once(&opening).expect("the block is in the readme");
    let (block, _) = rest.split_once(&format!("\n{fence}\n")).expect("it is closed");
    block
}

#[test]
fn the_lesson_in_the_readme_has_no_mistake() {
    let source = Source::new("lesson.md", format!("{}\n", block("````", "markdown")));
    match compile(&source, &Pacing::default()) {
        Ok(compiled) => assert_eq!(compiled.diagnostics.render(&source, false), ""),
        Err(mistakes) => panic!("{}", mistakes.render(&source, false)),
    }
}

#[test]
fn the_mistake_in_the_readme_is_shown_so() {
    let text = block("````", "markdown").replace("A -> B on web:", "A -> B on wed:");
    let source = Source::new("lesson.md", format!("{text}\n"));
    let mistakes = compile(&source, &Pacing::default()).expect_err("there is no connection wed");
    assert_eq!(mistakes.render(&source, false).trim_end(), block("```", "text"));
}
