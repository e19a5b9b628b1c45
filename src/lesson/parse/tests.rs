use super::*;
use crate::lesson::Action;

const FLAGSHIP: &str = include_str!("../../../content/ftp-basics/lesson.md");

#[test]
fn the_flagship_has_no_mistake() {
    let (lesson, diagnostics) = parse(&Source::new("lesson.md", FLAGSHIP));
    for one in &diagnostics.0 {
        eprintln!("{one:?}");
    }
    assert_eq!(diagnostics, Diagnostics::default());
    eprintln!("{lesson:#?}");
}
