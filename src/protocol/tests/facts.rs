use super::build::{said, warnings};

const TWO: &str = "host A\nhost B\n";

#[test]
fn a_fact_that_is_set_may_be_dropped() {
    assert!(warnings(&format!("{TWO}A sets listens\nA sets listens\nA drops listens\nA sets listens")).is_empty());
}

#[test]
fn dropping_what_was_never_set_is_a_warning() {
    assert_eq!(warnings(&format!("{TWO}A drops listens")), ["fact-not-set@1"]);
    assert_eq!(warnings(&format!("{TWO}B sets listens\nA drops listens")), ["fact-not-set@2"]);
    assert_eq!(warnings(&format!("{TWO}A sets listens\nA drops listens\nA drops listens")), ["fact-not-set@3"]);
}

#[test]
fn the_fact_that_was_meant_is_named() {
    let help = |events: &str| said(&format!("{TWO}{events}")).0[0].help.clone().unwrap_or_default();
    assert_eq!(help("A sets listens\nA drops listen"), "did you mean `listens`?");
    assert_eq!(help("A sets state\nA drops port"), "`A` shows `state`");
    assert_eq!(help("A drops port"), "set it first: `A sets port = …`");
    assert_eq!(help("B sets listens\nA drops listen"), "did you mean `B drops listens`?");
}

#[test]
fn a_fact_may_have_been_set_by_what_could_not_be_read() {
    assert!(warnings(&format!("{TWO}unread nothing\nA drops listens")).is_empty());
}
