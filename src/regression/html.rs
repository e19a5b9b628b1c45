//! A test goes in, a self-contained page for people comes out: of each kind of change one still, and behind it the others.

use std::fmt::Write as _;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::golden::Verdict;
use super::group::Group;
use super::{Difference, Run, Shows, Still, panel_name};
use crate::encode::PixelRect;
use crate::site::{self, escaped};

/// More outlines than anyone can tell apart.
const MOST_OUTLINES: usize = 60;

/// The report as one HTML file.
pub fn html(run: &Run) -> String {
    let groups = run.groups();
    let mut body = summary(run, &groups);
    for (number, group) in groups.iter().enumerate() {
        section(&mut body, run, number + 1, group);
    }
    site::report("Image regression report", &body)
}

fn summary(run: &Run, groups: &[Group]) -> String {
    let failed = run.failures().count();
    let mut markup =
        String::from("<section class=\"card summary\">\n<h2 class=\"unseen\">Summary</h2>\n<ul class=\"counts\">\n");
    let passed = run.stills.len() - failed;
    for (number, what, class) in [
        (failed, if failed == 1 { "still fails" } else { "stills fail" }, if failed > 0 { "bad" } else { "good" }),
        (groups.len(), if groups.len() == 1 { "kind of failure" } else { "kinds of failure" }, "all"),
        (passed, if passed == 1 { "still passes" } else { "stills pass" }, "good"),
    ] {
        let _ = writeln!(markup, "<li class=\"{class}\"><b>{number}</b><span>{what}</span></li>");
    }
    markup.push_str("</ul>\n");
    if let Some(leniency) = run.leniency() {
        let _ = writeln!(
            markup,
            "<p class=\"warning\">This test let more pass than it does by itself. {}.</p>",
            escaped(&leniency)
        );
    }
    if groups.len() > 1 {
        markup.push_str("<ol class=\"kinds\">\n");
        for (number, group) in groups.iter().enumerate() {
            let (what, count) = (escaped(&group.what), stills(group.stills.len()));
            let _ = writeln!(markup, "<li><a href=\"#kind-{}\">{what}</a>: {count}</li>", number + 1);
        }
        markup.push_str("</ol>\n");
    }
    if failed > 0 {
        let _ = writeln!(
            markup,
            "<p>If this is what you meant, take the stills as they are for golden images:</p>\n<code class=\"command\">{}</code>",
            escaped(&run.update)
        );
    }
    markup.push_str("</section>\n");
    markup
}

/// A kind of failure: its first still, and the others to unfold.
fn section(body: &mut String, run: &Run, number: usize, group: &Group) {
    let count = stills(group.stills.len());
    let _ = writeln!(
        body,
        "<section class=\"card group\" id=\"kind-{number}\">\n<div class=\"head\"><h2>{}</h2>{}<span class=\"pill\">{count}</span></div>",
        escaped(&group.what),
        swatches(run, group)
    );
    let Some((&first, others)) = group.stills.split_first() else { return };
    still(body, first, &run.stills[first]);
    if !others.is_empty() {
        let _ = writeln!(body, "<details class=\"others\">\n<summary>{} more like this</summary>", others.len());
        for &index in others {
            let other = &run.stills[index];
            let _ = writeln!(body, "<details class=\"others\">\n<summary>{}</summary>", escaped(&title(other)));
            still(body, index, other);
            body.push_str("</details>\n");
        }
        body.push_str("</details>\n");
    }
    body.push_str("</section>\n");
}

/// The old and the new colour, where a colour became another.
fn swatches(run: &Run, group: &Group) -> String {
    let change = group.stills.first().and_then(|&index| run.stills[index].change.as_ref());
    let Some((old, new)) = change.and_then(|change| change.recolored) else { return String::new() };
    let square = |x: u32, [r, g, b]: [u8; 3]| {
        format!("<rect x=\"{x}\" width=\"10\" height=\"10\" fill=\"#{r:02x}{g:02x}{b:02x}\"/>")
    };
    format!(
        "<svg class=\"swatch\" viewBox=\"0 0 20 10\" aria-hidden=\"true\">{}{}</svg>",
        square(0, old),
        square(10, new)
    )
}

fn stills(count: usize) -> String {
    if count == 1 { "1 still".to_owned() } else { format!("{count} stills") }
}

/// Such as `FTP basics · 2. Control connection request · step 1 of 3 · dark`.
fn title(still: &Still) -> String {
    let Some(Shows { page, title, step, steps, dark, .. }) = &still.shows else {
        return format!("{} · {}", still.lesson, still.golden);
    };
    let dark = if *dark { " · dark" } else { "" };
    format!("{} · {page}. {title} · step {step} of {steps}{dark}", still.lesson)
}

fn still(body: &mut String, index: usize, still: &Still) {
    let _ = writeln!(body, "<article class=\"still\">\n<h3 class=\"where\">{}</h3>", escaped(&title(still)));
    if let Some(shows) = &still.shows {
        let _ = writeln!(body, "<p class=\"caption\">{}</p>", escaped(&shows.caption));
    }
    facts(body, still);
    viewer(body, index, still);
    body.push_str("</article>\n");
}

/// The numbers.
fn facts(body: &mut String, still: &Still) {
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Verdict::Different(difference) = &still.verdict {
        let Difference { pixels, total, largest, bounds, regions, .. } = &**difference;
        let panels: Vec<&str> = still.panels.iter().map(|panel| panel_name(*panel)).collect();
        facts.push(("Pixels that differ", format!("{pixels} of {total} ({})", share(*pixels, *total))));
        facts.push(("Largest difference", format!("{largest} of 255")));
        let PixelRect { x, y, w, h } = bounds;
        facts.push(("Bounding box", format!("{w} × {h} at ({x}, {y})")));
        facts.push(("Regions", regions.len().to_string()));
        facts.push((if panels.len() == 1 { "Panel" } else { "Panels" }, panels.join(", ")));
    } else {
        facts.push(("Finding", still.says()));
    }
    body.push_str("<dl class=\"facts\">\n");
    for (name, value) in facts {
        let _ = writeln!(body, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(&value));
    }
    let _ = writeln!(body, "<div><dt>Golden image</dt><dd><code>{}</code></dd></div>\n</dl>", escaped(&still.golden));
}

/// A share in percent with as many digits as tell it from nothing.
fn share(part: u64, whole: u64) -> String {
    // Ten-thousandths of a percent.
    let share = part.saturating_mul(1_000_000) / whole.max(1);
    match share {
        0 => "less than 0.0001 %".to_owned(),
        1..100 => format!("0.{share:04} %"),
        _ => format!("{}.{:02} %", share / 10_000, share / 100 % 100),
    }
}

fn viewer(body: &mut String, index: usize, still: &Still) {
    let pictures = &still.pictures;
    if pictures.actual.is_none() && pictures.expected.is_none() {
        return;
    }
    let (width, height) = still.shows.as_ref().map_or((0, 0), |shows| shows.size);
    let difference = match &still.verdict {
        Verdict::Different(difference) if pictures.difference.is_some() => Some(&**difference),
        _ => None,
    };
    let _ = writeln!(
        body,
        "<div class=\"viewer side\" data-width=\"{width}\" data-height=\"{height}\" data-boxes=\"{}\">",
        difference.map(boxes).unwrap_or_default()
    );
    if difference.is_some() {
        controls(body, index);
    }
    body.push_str("<div class=\"views\">\n");
    if let Some(expected) = &pictures.expected {
        figure(body, "expected", "Expected", &picture(expected, "Expected: the golden image"));
    }
    if let Some(actual) = &pictures.actual {
        figure(body, "actual", "Actual", &picture(actual, "Actual: the still as it is drawn now"));
    }
    if let (Some(difference), Some(layer)) = (difference, &pictures.difference) {
        let alt = "The pixels that differ, marked";
        let layer = format!("<img class=\"layer\" src=\"{}\" alt=\"{alt}\">", address(layer));
        let outlines = outlines(difference, (width, height));
        // Gives the layer its place while nothing lies under it.
        let ground =
            format!("<svg class=\"ground\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">{outlines}</svg>");
        figure(body, "difference", "Difference", &format!("{layer}{ground}"));
    }
    body.push_str("</div>\n</div>\n");
}

/// Where to magnify: all regions at once where they are close, or else one after the other, the largest first.
fn boxes(difference: &Difference) -> String {
    let mut regions = difference.regions.clone();
    regions.sort_by_key(|rect| std::cmp::Reverse(rect.area()));
    if difference.bounds.area() * 16 <= difference.total {
        regions = vec![difference.bounds];
    }
    let one = |rect: &PixelRect| format!("{} {} {} {}", rect.x, rect.y, rect.w, rect.h);
    regions.iter().take(MOST_OUTLINES).map(one).collect::<Vec<_>>().join(";")
}

fn controls(body: &mut String, index: usize) {
    body.push_str("<div class=\"bar needs-script\">\n<fieldset class=\"modes\"><legend class=\"unseen\">How to compare</legend>\n");
    for (value, label) in [("side", "Side by side"), ("slider", "Slider"), ("blink", "Blink"), ("one", "Difference")] {
        let checked = if value == "side" { " checked" } else { "" };
        let _ = writeln!(
            body,
            "<label><input type=\"radio\" name=\"mode-{index}\" value=\"{value}\"{checked}>{label}</label>"
        );
    }
    body.push_str(
        "</fieldset>\n\
         <label class=\"magnify\"><input type=\"checkbox\">Magnify what differs</label>\n\
         <button type=\"button\" class=\"next\">Next place</button>\n\
         <div class=\"blinker\"><button type=\"button\" class=\"flip\">Flip</button>\
         <button type=\"button\" class=\"by-itself\" aria-pressed=\"false\">Blink</button> <span class=\"shown\">Showing: expected</span></div>\n\
         </div>\n\
         <div class=\"cut needs-script\"><input type=\"range\" min=\"0\" max=\"100\" value=\"50\" \
         aria-label=\"Where expected ends and actual begins, in percent of the width\"></div>\n",
    );
}

fn figure(body: &mut String, class: &str, name: &str, inside: &str) {
    let _ = writeln!(
        body,
        "<figure class=\"{class}\"><figcaption>{name}</figcaption><div class=\"frame\"><div class=\"zoom\">{inside}</div></div></figure>"
    );
}

fn picture(png: &[u8], alt: &str) -> String {
    format!("<img src=\"{}\" alt=\"{alt}\">", address(png))
}

fn address(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png))
}

/// A frame around each region, with some room, so that one around a single pixel is seen.
fn outlines(difference: &Difference, (width, height): (u32, u32)) -> String {
    let mut markup = String::new();
    for rect in difference.regions.iter().take(MOST_OUTLINES) {
        let (x, y) = (rect.x.saturating_sub(3), rect.y.saturating_sub(3));
        let (right, bottom) = ((rect.x + rect.w + 3).min(width), (rect.y + rect.h + 3).min(height));
        let (w, h) = (right.saturating_sub(x), bottom.saturating_sub(y));
        let _ = write!(
            markup,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"2\" vector-effect=\"non-scaling-stroke\"/>"
        );
    }
    markup
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_never_shown_as_nothing() {
        assert_eq!(share(1, 230_400), "0.0004 %");
        assert_eq!(share(1, 67_108_864), "less than 0.0001 %");
        assert_eq!(share(23_040, 230_400), "10.00 %");
        assert_eq!(share(230_400, 230_400), "100.00 %");
        assert_eq!(share(300, 230_400), "0.13 %");
    }
}
