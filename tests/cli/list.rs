//! `packetreel list`: pages and steps with their times.

use super::{LESSON, packetreel, piped, said, tree};

#[test]
fn a_table_names_every_page_and_step() {
    let at = tree(&[("echo.md", LESSON.as_bytes())]);
    let output = packetreel(at.path(), &["list", "echo.md"]);
    assert_eq!(output.status.code(), Some(0));
    // A step waits 300 ms, shows its packet for 1400 ms and rests 900 ms; a caption of six words is read by then.
    let expected = "\
echo.md: Echo (1 page, 2 steps, 5.2 s)
 page  step     start    length
    1           0.0 s     5.2 s  Ping
          1     0.0 s     2.6 s    A asks whether B is there.
          2     2.6 s     2.6 s    B is there.
";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn json_has_the_times_in_milliseconds() {
    let at = tree(&[]);
    let output = piped(at.path(), &["list", "-", "--format", "json"], LESSON);
    let contents: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let lesson = &contents["lessons"][0];
    assert_eq!((&lesson["path"], &lesson["duration_ms"]), (&"<stdin>".into(), &5200.into()));
    let step = &lesson["pages"][0]["steps"][1];
    // Halfway of the packet's way is its telling moment: 2600 + 300 + 700.
    assert_eq!((&step["start_ms"], &step["still_ms"], &step["end_ms"]), (&2600.into(), &3600.into(), &5200.into()));
}

#[test]
fn undrawn_packets_take_time_when_every_packet_is_asked_for() {
    let at = tree(&[("echo.md", LESSON.replace("B -> A", "B ~> A").as_bytes())]);
    let length = |arguments: &[&str]| {
        let output = packetreel(at.path(), &[&["list", "echo.md", "--format", "json"], arguments].concat());
        let contents: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        contents["lessons"][0]["duration_ms"].as_u64().expect("it is a number")
    };
    assert!(length(&[]) < length(&["--every-packet"]));
}

#[test]
fn lessons_without_mistakes_are_listed_beside_one_that_has_some() {
    let at = tree(&[("l/a.md", LESSON.as_bytes()), ("l/b.md", LESSON.replace("A -> B:", "A -> C:").as_bytes())]);
    assert_eq!(said(at.path(), &["list", "l"]).0, 1);
    let output = packetreel(at.path(), &["list", "l"]);
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("l/a.md: Echo"));
}
