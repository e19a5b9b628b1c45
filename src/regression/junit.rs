//! A test goes in, the XML of `JUnit` for CI systems comes out: a suite a lesson, a case a still.

use std::fmt::Write as _;

use super::json::name;
use super::{Run, Still};

/// The results as one XML document; `report` is where the page is that shows them, if there is one.
pub fn junit(run: &Run, report: Option<&str>) -> String {
    let mut suites: Vec<(&str, Vec<&Still>)> = Vec::new();
    for still in &run.stills {
        match suites.iter_mut().find(|(lesson, _)| *lesson == still.lesson) {
            Some((_, stills)) => stills.push(still),
            None => suites.push((&still.lesson, vec![still])),
        }
    }
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, "<testsuites name=\"packetreel test\" {}>", counts(run.stills.iter()));
    for (lesson, stills) in suites {
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", escaped(lesson), counts(stills.iter().copied()));
        if let Some(leniency) = run.leniency() {
            let _ = writeln!(
                xml,
                "    <properties><property name=\"tolerance\" value=\"{}\"/></properties>",
                escaped(&leniency)
            );
        }
        for still in stills {
            case(&mut xml, still, run, report);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn counts<'a>(stills: impl Iterator<Item = &'a Still> + Clone) -> String {
    let failures = stills.clone().filter(|still| !still.verdict.is_fine()).count();
    format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\"", stills.count())
}

fn case(xml: &mut String, still: &Still, run: &Run, report: Option<&str>) {
    let title = match &still.shows {
        Some(shows) => {
            format!("{}. {}, step {}{}", shows.page, shows.title, shows.step, if shows.dark { ", dark" } else { "" })
        }
        None => still.golden.clone(),
    };
    let (title, lesson, golden) = (escaped(&title), escaped(&still.lesson), escaped(&still.golden));
    let _ = write!(xml, "    <testcase name=\"{title}\" classname=\"{lesson}\" file=\"{golden}\"");
    if still.verdict.is_fine() {
        xml.push_str("/>\n");
        return;
    }
    let message = still.says();
    let mut text = format!("{} {message}\n", still.golden);
    if let Some(shows) = &still.shows {
        let _ = writeln!(text, "{}", shows.caption);
    }
    if let Some(report) = report {
        let _ = writeln!(text, "See {report}");
    }
    let _ = writeln!(text, "To take the stills as they are now: {}", run.update);
    let _ = writeln!(
        xml,
        ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
        name(&still.verdict),
        escaped(&message),
        escaped(&text)
    );
}

/// The text as it stands in XML 1.0, which has no place for most control characters, even escaped.
fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\n' | '\t' => markup.push(character),
            '\u{fffe}' | '\u{ffff}' => markup.push('\u{fffd}'),
            character if character.is_control() => markup.push('\u{fffd}'),
            character => markup.push(character),
        }
    }
    markup
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(escaped("a<b>&\"\u{1b}]\u{ffff}\n"), "a&lt;b&gt;&amp;&quot;\u{fffd}]\u{fffd}\n");
    }
}
