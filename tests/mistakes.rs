//! Mistakes that newcomers make, each in the same small lesson: one mistake is told once, at its place, with the way out; and
//! what is corrected by itself becomes what its author meant.

use packetreel::diagnostic::{Diagnostics, Fix, Source, mend};
use packetreel::timeline::Pacing;
use packetreel::{compile, embedded};

const LESSON: &str = r#"---
title: A first handshake
hosts:
  Client: { label: Laptop, address: 10.0.0.1, icon: laptop }
  Server: { label: Web server, address: 10.0.0.2, icon: server }
connections:
  web: { from: "Client:50000", to: "Server:80", protocol: http }
---

# The connection

1. `Client -> Server opens web: SYN`
   Client asks for a connection.
2. `Server -> Client accepts web: SYN, ACK`
   Server agrees.
3. `Client -> Server on web: GET / HTTP/1.1`
   Client asks for the page.

   | Field  | Value |
   | ------ | ----- |
   | Method | GET   |

4. `Server -> Client closes web: FIN`
   Server has said all.
5. `Client -> Server confirms web: ACK`
   The connection is closed.

# FAQ {.faq}

## What is HTTP?

A protocol.
"#;

/// What correcting by itself makes of a mistake.
enum Mended {
    /// The lesson as it was before the mistake was made.
    Back,
    /// This, in place of the mistake.
    To(&'static str),
    /// Nothing: there is a doubt.
    Not,
}

use Mended::{Back, Not, To};

/// What stands in the lesson, what a newcomer writes in its place, what is told (`line:column code`, what is underlined, and a
/// part of the help), and what becomes of it.
type Case = (&'static str, &'static str, (&'static str, &'static str, &'static str), Mended);

const IN_THE_FRONT_MATTER: [Case; 32] = [
    ("http }\n---", "http }\n- - -", ("8:1 front-matter-not-closed", "- - -", "write `---` in place of `- - -`"), Back),
    ("---\ntitle", "```yaml\ntitle", ("1:1 front-matter-fence", "```yaml", "three hyphens"), Back),
    (
        "title: A first handshake",
        "title: \"A first handshake",
        ("2:8 invalid-yaml", "\"A first handshake", "write `\"` at the end"),
        To("title: \"A first handshake\""),
    ),
    (
        "{ label: Laptop, address: 10.0.0.1, icon: laptop }",
        "Laptop",
        ("4:11 wrong-type", "Laptop", "write `{ label: Laptop }`"),
        Not,
    ),
    (
        "{ from: \"Client:50000\", to: \"Server:80\", protocol: http }",
        "Client:50000 -> Server:80",
        ("7:8 wrong-type", "Client:50000 -> Server:80", "write `{ from: \"Client:50000\", to: \"Server:80\" }`"),
        Not,
    ),
    ("label: Laptop", "label=Laptop", ("4:13 unknown-key", "label=Laptop", "write `label: Laptop`"), Not),
    ("---\ntitle", "title", ("1:1 front-matter-fence", "title: A first handshake", "a line `---` before it"), Back),
    ("---\ntitle", "\n\n---\ntitle", ("3:1 front-matter-fence", "---", "delete what stands before it"), Back),
    ("---\ntitle", "—\ntitle", ("1:1 front-matter-fence", "—", "three hyphens"), Back),
    ("http }\n---", "http }\n–––", ("8:1 front-matter-not-closed", "–––", "write `---` in place of `–––`"), Back),
    ("http }\n---", "http }", ("1:1 front-matter-not-closed", "---", "a line that is just `---`"), Back),
    ("title: A", "title A", ("2:1 invalid-yaml", "title", "write `title: A first handshake`"), Back),
    ("title: A", "title:A", ("2:1 invalid-yaml", "title:", "write `title: A first handshake`"), Back),
    (
        "title: A first handshake",
        "title: HTTP: A first handshake",
        ("2:8 invalid-yaml", "HTTP: A first handshake", "write `title: \"HTTP: A first handshake\"`"),
        To("title: \"HTTP: A first handshake\""),
    ),
    ("  web: {", "\tweb: {", ("7:1 invalid-yaml", "", "two spaces for each tab"), Back),
    ("label: Laptop", "label: \"\u{200b}\"", ("4:20 empty-value", "\"\u{200b}\"", "give it a value"), Not),
    ("hosts:\n", "hosts\n", ("3:1 invalid-yaml", "hosts", "write `hosts:`"), Back),
    ("  Client: {", "  Client {", ("4:3 invalid-yaml", "Client", "write `Client: { … }`"), Back),
    ("Laptop, address", "Laptop address", ("4:27 invalid-yaml", "address", "have a comma between them"), Back),
    ("icon: laptop }", "icon: laptop", ("4:11 invalid-yaml", "{", "write `}` at the end"), Back),
    ("  Server: {", " Server: {", ("5:2 invalid-yaml", "Server:", "begins in one column"), Not),
    ("connections:", "conections:", ("6:1 unknown-key", "conections", "did you mean `connections`?"), Back),
    ("icon: laptop", "icon: notebook", ("4:53 unknown-icon", "notebook", "did you mean `laptop`?"), Not),
    ("icon: laptop", "Icon: laptop", ("4:47 unknown-key", "Icon", "did you mean `icon`?"), Back),
    (
        "  Client: {",
        "  My Client: {",
        ("4:3 invalid-name", "My Client", "name it `My-Client`, and write `label: My Client`"),
        Not,
    ),
    (
        "hosts:\n  Client: { label: Laptop, address: 10.0.0.1, icon: laptop }\n  Server: { label: Web server, address: 10.0.0.2, icon: server }",
        "hosts: [Client, Server]",
        ("3:8 wrong-type", "[Client, Server]", "write `hosts: { Client: {}, Server: {} }`"),
        Not,
    ),
    (
        "\"Client:50000\"",
        "“Client:50000”",
        ("7:16 typographic-quotes", "“Client:50000”", "write straight ones: `from: \"Client:50000\"`"),
        Back,
    ),
    ("10.0.0.1", "10.0.0.256", ("4:37 invalid-address", "10.0.0.256", "four numbers from 0 to 255"), Not),
    ("Server:80", "Server:80800", ("7:44 invalid-port", "80800", "numbers from 1 to 65535"), Not),
    (
        "connections:",
        "links: [Client -> Server]\nconnections:",
        ("6:9 invalid-link", "Client -> Server", "write `Client - Server`"),
        To("links: [Client - Server]\nconnections:"),
    ),
    (
        "connections:",
        "links: [Client-Server]\nconnections:",
        ("6:9 invalid-link", "Client-Server", "write `Client - Server`"),
        To("links: [Client - Server]\nconnections:"),
    ),
    (
        "connections:",
        "links: [Client - Router, Router - Server]\nconnections:",
        ("6:18 unknown-host", "Router", "the hosts are `Client`, `Server`"),
        Not,
    ),
];

const IN_EVENTS: [Case; 34] = [
    (
        "Client -> Server on web: GET / HTTP/1.1",
        "Client sends GET to Server",
        ("16:12 unknown-verb", "sends", "written `Client -> Server: GET`"),
        Not,
    ),
    (
        "Server on web",
        "Server, Client on web",
        ("16:21 no-colon", ", Client on web: GET / HTTP/1.1", "one packet has one receiver"),
        Not,
    ),
    ("3. `", "3. `prints: hello`\n   `", ("16:5 not-an-event", "prints", "`Client prints: hello`"), Not),
    (
        "Client -> Server opens",
        "client -> Server opens",
        ("12:5 unknown-host", "client", "did you mean `Client`?"),
        Back,
    ),
    ("opens web", "Opens web", ("12:22 unknown-verb", "Opens", "did you mean `opens`?"), Back),
    ("-> Server opens", "→ Server opens", ("12:12 invalid-arrow", "→", "did you mean `->`?"), Back),
    ("-> Server opens", "=> Server opens", ("12:12 invalid-arrow", "=>", "did you mean `->`?"), Back),
    ("Client -> Server opens", "Server <- Client opens", ("12:12 invalid-arrow", "<-", "the sender comes first"), Back),
    (
        "Client -> Server opens",
        "Server<~Client opens",
        ("12:11 invalid-arrow", "<~", "the sender comes first"),
        To("Client ~> Server opens"),
    ),
    ("-> Server on", "<-> Server on", ("16:12 invalid-arrow", "<->", "write two events"), Not),
    (
        "on web: GET",
        "on web GET",
        ("16:29 no-colon", "GET / HTTP/1.1", "write `Client -> Server on web: GET / HTTP/1.1`"),
        Back,
    ),
    ("opens web: SYN", "opens web; SYN", ("12:31 no-colon", "; SYN", "opens web: SYN`"), Back),
    ("on web: GET", "web: GET", ("16:22 unknown-verb", "web", "write `on web`"), Not),
    ("on web: GET", "sends web: GET", ("16:22 unknown-verb", "sends", "did you mean `on web`?"), Not),
    (
        "3. `",
        "3. `Client -> Server: Ping (lost)`\n   `",
        ("16:23 label-says-lost", "Ping (lost)", "`Client -x Server …`"),
        Not,
    ),
    (
        "3. `",
        "3. `Client -> all: Ping, lost`\n   `",
        ("16:20 label-says-lost", "Ping, lost", "name the one receiver"),
        Not,
    ),
    (
        "3. `",
        "3. `Client -> Server: \u{200b}\u{200d}`\n   `",
        ("16:5 no-label", "Client -> Server: \u{200b}\u{200d}", "write `Client -> Server: label`"),
        Not,
    ),
    ("3. `", "3. `Client notes: \u{feff}`\n   `", ("16:12 empty-note", "notes", "write `Client notes: text`"), Not),
    ("3. `", "3. `Client sets \u{ad} = 1`\n   `", ("16:17 no-value", "\u{ad} = 1", "key = value"), Not),
    (
        "Client asks for the page.\n",
        "\u{2060}\n",
        ("16:5 step-without-caption", "Client -> Server on web: GET / HTTP/1.1", "what happens"),
        Not,
    ),
    ("on web: GET", "on wbe: GET", ("16:25 unknown-connection", "wbe", "did you mean `web`?"), Back),
    (
        "3. `",
        "3. `pause 1,5s`\n   `",
        ("16:11 invalid-pause", "1,5s", "write `pause 1.5s`"),
        To("3. `pause 1.5s`\n   `"),
    ),
    (
        "3. `",
        "3. `pause 2 seconds`\n   `",
        ("16:11 invalid-pause", "2 seconds", "write `pause 2s`"),
        To("3. `pause 2s`\n   `"),
    ),
    ("3. `", "3. `pause 2`\n   `", ("16:11 invalid-pause", "2", "`pause 2s` for seconds"), Not),
    (
        "3. `",
        "3. `Client types curl`\n   `",
        ("16:12 no-colon", "types", "write `Client types: curl`"),
        To("3. `Client types: curl`\n   `"),
    ),
    ("3. `", "3. `Client waits for 2s`\n   `", ("16:12 unknown-verb", "waits", "write `pause 2s`"), Not),
    ("3. `", "3. `Client sets cache`\n   `", ("16:17 no-value", "cache", "write `Client sets cache = value`"), Not),
    (
        "3. `",
        "3. `Client -> all on web: Hello`\n   `",
        ("16:19 broadcast-on-connection", "on web", "write `Client -> all: Hello`"),
        Not,
    ),
    (
        "Server on web: GET / HTTP/1.1",
        "Broadcast: GET",
        ("16:15 unknown-host", "Broadcast", "goes to `all`"),
        To("all: GET"),
    ),
    ("3. `", "3. `Client says: hello`\n   `", ("16:12 unknown-verb", "says", "write `Client notes: hello`"), Not),
    (
        "3. `",
        "3. `Client sets state: UP`\n   `",
        ("16:17 no-value", "state: UP", "write `Client sets state = UP`"),
        To("3. `Client sets state = UP`\n   `"),
    ),
    ("Server on web: GET / HTTP/1.1", "ALL: GET", ("16:15 unknown-host", "ALL", "in lower case"), To("all: GET")),
    (
        "Client -> Server on",
        "Client:50000 -> Server on",
        ("16:11 port-in-event", ":50000", "the port stands under `connections:`"),
        Back,
    ),
    (
        "Client -> Server on",
        "Client -> Server:80 on",
        ("16:21 port-in-event", ":80", "the port stands under `connections:`"),
        Back,
    ),
];

const IN_STEPS_AND_PAGES: [Case; 19] = [
    (
        "opens web: SYN`",
        "opens web: SYN",
        ("12:4 event-without-backticks", "`Client -> Server opens web: SYN", "put it in backticks"),
        Back,
    ),
    (
        "opens web: SYN`\n   Client asks for a connection.",
        "opens web: SYN\n   Client asks for a connection.`",
        ("12:5 step-without-caption", "Client -> Server opens web: SYN", "at the end of the event's line"),
        Not,
    ),
    ("   | ------ | ----- |\n", "", ("19:4 table-without-rule", "| Field  | Value |", "`| --- | --- |`"), Not),
    ("## What is HTTP?", "### What is HTTP?", ("30:1 faq-without-questions", "### What is HTTP?", "with two `#`"), Not),
    (
        "`Client -> Server opens web: SYN`",
        "Client -> Server opens web: SYN",
        ("12:4 event-without-backticks", "Client -> Server opens web: SYN", "put it in backticks"),
        Back,
    ),
    (
        "`Client -> Server opens web: SYN`",
        "‘Client -> Server opens web: SYN’",
        ("12:4 event-without-backticks", "‘Client -> Server opens web: SYN’", "put it in backticks"),
        Back,
    ),
    (
        "`Client -> Server opens web: SYN`",
        "**Client -> Server opens web: SYN**",
        ("12:4 event-without-backticks", "**Client -> Server opens web: SYN**", "put it in backticks"),
        Back,
    ),
    (
        "# The connection",
        "#The connection",
        ("10:1 heading-without-space", "#The connection", "a space after the `#`"),
        Back,
    ),
    ("# The connection", "## The connection", ("10:1 text-before-first-page", "## The connection", "one `#`"), Not),
    ("3. `", "##\n\n3. `", ("16:1 heading-without-text", "##", "a page begins with one `#`"), Not),
    ("3. `", "###\n3. `", ("16:1 heading-without-text", "###", "delete it"), Not),
    ("3. `", "## The page\n\n3. `", ("16:1 heading-among-steps", "## The page", "`# The page`"), Not),
    ("A protocol.", "A protocol.\n\n##", ("34:1 heading-without-text", "##", "write the question after it"), Not),
    ("{.faq}", "{.FAQ}", ("28:9 unknown-class", "FAQ", "did you mean `faq`?"), Back),
    (" {.faq}", "", ("28:1 faq-without-class", "# FAQ", "write `{.faq}`"), Not),
    ("\nA protocol.\n", "", ("30:1 question-without-answer", "## What is HTTP?", "under the heading"), Not),
    (
        "   | Field  | Value |\n   | ------ | ----- |\n   | Method | GET   |",
        "| Field  | Value |\n| ------ | ----- |\n| Method | GET   |",
        ("19:1 table-outside-step", "| Field  | Value |", "indent it"),
        Not,
    ),
    (
        "| Field  | Value |\n   | ------ | ----- |\n   | Method | GET   |",
        "| Field | Value | Bits |\n   |---|---|---|\n   | Method | GET | 3 |",
        ("19:4 fields-not-two-columns", "| Field | Value | Bits |", "name and value"),
        Not,
    ),
    ("| Method | GET   |", "| Source port | 50001 |", ("21:20 field-contradicts", "50001", "write 50000"), Not),
];

const IN_THE_ORDER_OF_EVENTS: [Case; 7] = [
    (
        "1. `Client -> Server opens web: SYN`\n   Client asks for a connection.\n2. `Server -> Client accepts web: SYN, ACK`\n   Server agrees.\n",
        "",
        ("12:22 connection-not-open", "on web", "open it first"),
        Not,
    ),
    (
        "1. `Client -> Server opens web: SYN`\n   Client asks for a connection.\n2. `Server -> Client accepts web: SYN, ACK`\n   Server agrees.\n",
        "1. `Server -> Client accepts web: SYN, ACK`\n   Server agrees.\n2. `Client -> Server opens web: SYN`\n   Client asks for a connection.\n",
        ("12:22 accept-without-request", "accepts web", "it is asked for further down"),
        Not,
    ),
    (
        "4. `Server -> Client closes web: FIN`\n   Server has said all.\n",
        "",
        ("23:22 confirm-of-nothing", "confirms web", "close it first"),
        Not,
    ),
    (
        "4. `Server -> Client closes",
        "4. `Server -> Client confirms",
        ("23:22 confirm-of-nothing", "confirms web", "close it first"),
        Not,
    ),
    (
        "1. `Client -> Server opens web: SYN`\n   Client asks for a connection.\n2. `Server -> Client accepts web: SYN, ACK`\n   Server agrees.\n3.",
        "1. `Client -> Server opens web: SYN`\n   Client asks for a connection.\n3.",
        ("14:22 connection-not-open", "on web", "it is open once it is accepted: `Server -> Client accepts web: …`"),
        Not,
    ),
    (
        "1. `Client -> Server opens",
        "1. `Server -> Client opens",
        ("12:22 wrong-side-opens", "opens web", "write `Client -> Server opens"),
        Not,
    ),
    (
        "2. `Server -> Client accepts",
        "2. `Client -> Server accepts",
        ("14:22 accept-without-request", "accepts web", "the other end accepts"),
        Not,
    ),
];

#[test]
fn the_lesson_is_right_without_a_mistake() {
    assert_eq!(diagnosed(LESSON).0, []);
}

#[test]
fn a_mistake_in_the_front_matter_is_told_once_at_its_place_with_the_way_out() {
    hold(&IN_THE_FRONT_MATTER);
}

#[test]
fn a_mistake_in_an_event_is_told_once_at_its_place_with_the_way_out() {
    hold(&IN_EVENTS);
}

#[test]
fn a_mistake_in_steps_and_pages_is_told_once_at_its_place_with_the_way_out() {
    hold(&IN_STEPS_AND_PAGES);
}

#[test]
fn a_mistake_in_the_order_of_events_is_told_once_at_its_place_with_the_way_out() {
    hold(&IN_THE_ORDER_OF_EVENTS);
}

#[test]
fn a_misspelt_name_shows_where_the_right_one_is_declared() {
    for (right, wrong, declared) in [
        ("Client -> Server on", "Client -> Sever on", (5, "`Server` is declared here")),
        ("on web: GET", "on wbe: GET", (7, "`web` is declared here")),
        ("to: \"Server:80\"", "to: \"Sever:80\"", (5, "`Server` is declared here")),
    ] {
        assert_eq!(related(&LESSON.replacen(right, wrong, 1)), [declared], "{wrong}");
    }
}

#[test]
fn a_contradiction_shows_its_other_half() {
    let closing = "4. `Server -> Client closes web: FIN`\n   Server has said all.\n";
    for (right, wrong, other) in [
        (closing, "", (14, "`web` came up here")),
        ("`Client -> Server confirms web: ACK`", "`Client -> Server accepts web: ACK`", (23, "closed here")),
        ("`Client -> Server confirms web: ACK`", "`Client -> Server opens web: SYN`", (23, "closed here")),
        ("`Client -> Server on web", "`Client -> Server opens web", (14, "`web` came up here")),
        ("accepts web: SYN, ACK", "confirms web: ACK", (12, "asked for here")),
    ] {
        assert_eq!(related(&LESSON.replacen(right, wrong, 1)), [other], "{wrong}");
    }
}

#[test]
fn an_ack_and_a_fact_show_what_they_are_held_against() {
    let asked = "3. `Client -> Server on web: GET / HTTP/1.1`";
    let with =
        |events: &str| related(&LESSON.replacen(asked, &format!("3. {events}\n   `Client -> Server on web: GET`"), 1));
    assert_eq!(with("`Client -> Server on web: ACK` `Client -> Server on web: ACK`"), [(16, "its last ack")]);
    let sent = "`Client -> Server on web: seq=1 len=100`\n   `Server -> Client on web: ACK ack=201`";
    assert_eq!(with(sent), [(16, "the last that `Client` has sent")]);
    assert_eq!(with("`Client sets state = UP`\n   `Client drops stat`"), [(16, "`state` is set here")]);
}

#[test]
fn an_event_that_is_shown_as_text_is_named_by_the_mistake_that_follows() {
    let shown_as_text = (14, "this is shown as text, and does not happen");
    let in_a_list = LESSON.replacen("2. `Server", "   - `Server", 1);
    assert!(related(&in_a_list).contains(&shown_as_text), "{:?}", related(&in_a_list));
    let without_space = LESSON.replacen("1. `Client", "1.`Client", 1);
    let told = related(&without_space);
    assert!(told.contains(&(16, shown_as_text.1)), "{told:?}");
    let after_the_caption = LESSON.replacen(
        "2. `Server -> Client accepts web: SYN, ACK`\n   Server agrees.",
        "2. Server agrees. `Server -> Client accepts web: SYN, ACK`",
        1,
    );
    assert!(related(&after_the_caption).contains(&shown_as_text), "{:?}", related(&after_the_caption));
}

/// Holds each case against what is told of it and what becomes of it.
fn hold(cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().filter_map(|case| held(case).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn held((right, wrong, (place, underlined, help), mended): &Case) -> Result<(), String> {
    let text = LESSON.replacen(right, wrong, 1);
    let source = Source::new("lesson.md", text.as_str());
    let said = diagnosed(&text);
    let shown = || format!("{wrong:?}:\n{}", said.render(&source, false));
    let [only] = said.0.as_slice() else { return Err(format!("{} mistakes of {}", said.0.len(), shown())) };
    let (line, column) = source.position(only.span.start);
    let told = source.text[only.span.start..only.span.end].lines().next().unwrap_or_default();
    if format!("{line}:{column} {}", only.code) != *place || told.trim_end() != *underlined {
        return Err(format!("{line}:{column}, {told:?} for {}", shown()));
    }
    if !only.help.as_ref().is_some_and(|said| said.contains(help)) {
        return Err(format!("no {help:?} in {}", shown()));
    }
    if !embedded::explained().any(|(code, _)| code == only.code) {
        return Err(format!("{} is not in the guide", only.code));
    }
    let expected = match mended {
        Back => LESSON.to_owned(),
        To(text) => LESSON.replacen(right, text, 1),
        Not => text.clone(),
    };
    let result = corrected(&text);
    let clean = || diagnosed(&result).0.iter().all(|one| one.code == "connection-not-open");
    match mended {
        Not if only.fix.is_some() && !diagnosed(&result).0.is_empty() => {
            Err(format!("{result} is wrong after {}", shown()))
        }
        Not => Ok(()),
        _ if result != expected => Err(format!("{result} came of {}", shown())),
        _ if !clean() => Err(format!("{} is left of {}", diagnosed(&result).0.len(), shown())),
        _ => Ok(()),
    }
}

fn diagnosed(text: &str) -> Diagnostics {
    compile(&Source::new("lesson.md", text), &Pacing::default())
        .map_or_else(|mistakes| mistakes, |compiled| compiled.diagnostics)
}

/// The text after all corrections that leave no doubt.
fn corrected(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..20 {
        let mut fixes: Vec<Fix> = diagnosed(&text).0.into_iter().filter_map(|one| one.fix).map(|fix| *fix).collect();
        fixes.sort();
        if fixes.is_empty() {
            break;
        }
        text = mend(&text, &fixes).0;
    }
    text
}

/// The lines of the other places that the errors of a lesson show, each with its note.
fn related(text: &str) -> Vec<(usize, &'static str)> {
    let source = Source::new("lesson.md", text);
    let all = diagnosed(text).0.into_iter().flat_map(|one| one.related);
    all.map(|(span, note)| (source.position(span.start).0, &*note.leak())).collect()
}
