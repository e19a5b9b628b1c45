use super::*;
use crate::diagnostic::Source;

/// What is found between `---` lines; the YAML begins at line 2.
fn found(yaml: &str) -> (FrontMatter, Diagnostics, String) {
    let text = format!("---\n{yaml}\n---\n");
    let mut diagnostics = Diagnostics::default();
    let front = read(&text, &mut diagnostics);
    (front, diagnostics, text)
}

/// Each mistake as `line:column code`.
fn places(yaml: &str) -> Vec<String> {
    let (_, mut diagnostics, text) = found(yaml);
    diagnostics.sort();
    let source = Source::new("lesson.md", text);
    let place = |one: &Diagnostic| {
        let (line, column) = source.position(one.span.start);
        format!("{line}:{column} {}", one.code)
    };
    diagnostics.0.iter().map(place).collect()
}

/// The only mistake: its underlined text, message and help.
fn mistake(yaml: &str) -> (String, String, String) {
    let (_, diagnostics, text) = found(yaml);
    let [only] = diagnostics.0.as_slice() else { panic!("{yaml}: not one mistake: {diagnostics:#?}") };
    let underlined = text[only.span.start..only.span.end].to_owned();
    (underlined, only.message.clone(), only.help.clone().unwrap_or_default())
}

const TWO: &str = "hosts: { H1: , S1: }\n";

#[test]
fn no_front_matter_is_no_mistake() {
    let mut diagnostics = Diagnostics::default();
    for text in ["", "# P\n", "----\n", " ---\n"] {
        assert_eq!(read(text, &mut diagnostics).body, 0);
    }
    assert_eq!(diagnostics.0, []);
}

#[test]
fn the_markdown_begins_after_the_second_line_of_dashes() {
    let (front, diagnostics, text) = found("title: T");
    assert_eq!((front.body, diagnostics.0.len()), (text.len(), 0));
    assert_eq!(front.title.map(|(title, _)| title).as_deref(), Some("T"));
    assert_eq!(places(""), Vec::<String>::new());
}

#[test]
fn a_front_matter_without_an_end_is_an_error() {
    let mut diagnostics = Diagnostics::default();
    read("---\ntitle: T\n# P\n", &mut diagnostics);
    assert_eq!(diagnostics.0[0].code, "front-matter-not-closed");
}

#[test]
fn yaml_that_is_none_is_reported_where_it_breaks() {
    let (front, diagnostics, _) = found("hosts: { H1: ");
    assert_eq!(diagnostics.0[0].code, "invalid-yaml");
    assert!(!front.hosts_known && !front.connections_known);
    assert_eq!(places("title: a: b"), ["2:8 invalid-yaml"]);
}

#[test]
fn yaml_that_breaks_after_any_letter_is_reported() {
    for line in ["title Café", "title: \"é", "é", "hosts: { é", "hosts: [é", "\té: é"] {
        for next in ["hosts: x", " é: y", "é: { é: é", "\t- é"] {
            let errors = found(&format!("{line}\n{next}")).1;
            assert!(errors.0.iter().all(|one| one.span.start <= one.span.end), "{line} {next}");
        }
    }
    assert_eq!(places("title Café\nhosts:"), ["2:1 invalid-yaml"]);
}

#[test]
fn aliases_tags_and_deep_nesting_are_refused() {
    assert_eq!(places("title: &a x\nsummary: *a"), ["3:10 invalid-yaml"]);
    assert_eq!(places("title: !x y"), ["2:8 invalid-yaml"]);
    let deep = found(&"[".repeat(10_000)).1;
    assert_eq!(deep.0.len(), 1);
    let wide = found(&format!("links: [{}]", "x,".repeat(crate::lesson::limits::FRONT_MATTER_VALUES))).1;
    assert_eq!(wide.0[0].code, "front-matter-too-long");
}

#[test]
fn an_unknown_key_comes_with_the_known_ones() {
    let (underlined, message, help) = mistake("titel: T");
    assert_eq!((underlined.as_str(), message.as_str()), ("titel", "the front matter has no key `titel`"));
    assert!(help.starts_with("did you mean `title`? the keys are `title`, `summary`,"), "{help}");
    assert_eq!(places("hosts:\n  H1: { adress: x }"), ["3:9 unknown-key"]);
    assert_eq!(places(&format!("{TWO}connections:\n  c: {{ from: H1, to: S1, proto: x }}")), ["4:26 unknown-key"]);
    assert_eq!(places("golden: { fps: 10 }"), ["2:11 unknown-key"]);
}

#[test]
fn a_key_that_stands_twice_points_to_the_first() {
    let (_, diagnostics, text) = found("hosts:\n  H1:\n  S1:\n  H1: { label: x }");
    let [only] = diagnostics.0.as_slice() else { panic!("one mistake") };
    // `---`, `hosts:`, and two spaces before the first H1.
    assert_eq!((only.code, only.related[0].0), ("key-twice", Span::new(13, 15)));
    assert_eq!(&text[13..15], "H1");
    assert_eq!(places("title: a\ntitle: b"), ["3:1 key-twice"]);
}

#[test]
fn values_have_the_right_type() {
    assert_eq!(places("title: [a]"), ["2:8 wrong-type"]);
    // Nothing stands after the colon, the sixth character.
    assert_eq!(places("title:"), ["2:6 empty-value"]);
    assert_eq!(places("hosts: [H1]"), ["2:8 wrong-type"]);
    assert_eq!(places("hosts:\n  H1: laptop"), ["3:7 wrong-type"]);
    assert_eq!(places("links: H1 - S1"), ["2:8 wrong-type"]);
    assert_eq!(places("connections: x"), ["2:14 wrong-type"]);
    assert_eq!(places("just text"), ["2:1 wrong-type"]);
}

#[test]
fn what_looks_like_a_number_or_a_truth_value_stays_text() {
    let (front, diagnostics, _) = found("title: 1.10\nsummary: yes\nnetwork: 0x10");
    assert_eq!(diagnostics.0, []);
    let values = [front.title.unzip().0, front.summary, front.network.unzip().0].map(Option::unwrap_or_default);
    assert_eq!(values, ["1.10", "yes", "0x10"]);
}

#[test]
fn text_over_several_lines_is_one_line() {
    let (front, ..) = found("summary: >\n  one\n  two");
    assert_eq!(front.summary.as_deref(), Some("one two"));
}

#[test]
fn a_language_is_a_tag() {
    for tag in ["en", "de", "pt-BR", "zh-Hans-CN"] {
        assert_eq!(places(&format!("lang: {tag}")), Vec::<String>::new(), "{tag}");
    }
    for tag in ["e", "english_us", "en-", "\"en\\\"><\"", "12"] {
        assert_eq!(places(&format!("lang: {tag}")), ["2:7 invalid-language"], "{tag}");
    }
}

#[test]
fn an_address_is_ipv4_ipv6_or_a_name() {
    for address in ["1.1.1.1", "\"::1\"", "2001:db8::1", "ftp.example.org", "localhost", "bücher.example", "host_1"] {
        let yaml = format!("hosts:\n  H1: {{ address: {address} }}");
        assert_eq!(places(&yaml), Vec::<String>::new(), "{address}");
    }
    for address in ["1.1.1.256", "1.1.1", "1.1.1.1.1", "01.1.1.1", "2001:db8::g", "1.1.1.1:21", "a b", "a/b"] {
        let yaml = format!("hosts:\n  H1: {{ address: \"{address}\" }}");
        assert_eq!(places(&yaml), ["3:18 invalid-address"], "{address}");
    }
}

#[test]
fn an_icon_is_one_of_nine() {
    let (underlined, _, help) = mistake("hosts:\n  H1: { icon: sever }");
    assert_eq!(underlined, "sever");
    assert!(help.starts_with("did you mean `server`? the icons are `laptop`, `desktop`,"), "{help}");
}

#[test]
fn a_place_is_a_column_and_a_row_of_its_own() {
    for at in ["[0, 1]", "[1]", "[1, 2, 3]", "1", "[a, b]", "[1, 101]", "[1.5, 1]"] {
        assert_eq!(places(&format!("hosts:\n  H1: {{ at: {at} }}")), ["3:13 invalid-place"], "{at}");
    }
    assert_eq!(places("hosts:\n  H1: { at: [1, 1] }\n  S1: { at: [1, 1] }"), ["4:3 place-taken"]);
}

#[test]
fn names_are_words_and_two_are_reserved() {
    assert_eq!(places("hosts:\n  H 1:\n"), ["3:3 invalid-name"]);
    assert_eq!(places("hosts:\n  all:\n  pause:"), ["3:3 reserved-name", "4:3 reserved-name"]);
    // They stay hosts, so that nothing else seems to be wrong.
    let (front, ..) = found("hosts:\n  all:\n  pause:");
    assert_eq!(front.hosts.len(), 2);
    assert_eq!(places("hosts:\n  Zürich-1.a_b:"), Vec::<String>::new());
}

#[test]
fn nine_hosts_are_warned_of_and_sixty_five_are_an_error() {
    let hosts = |count: usize| (1..=count).fold("hosts:\n".to_owned(), |yaml, at| format!("{yaml}  H{at}:\n"));
    assert_eq!(places(&hosts(8)), Vec::<String>::new());
    assert_eq!(places(&hosts(9)), ["11:3 many-hosts"]);
    assert_eq!(places(&hosts(65)), ["67:3 too-many-hosts"]);
}

#[test]
fn a_link_joins_two_known_hosts_once() {
    let places = |links: &str| places(&format!("hosts: {{ H1: , R1: , S1: }}\nlinks: {links}"));
    assert_eq!(places("[H1 - R1, R1 - S1]"), Vec::<String>::new());
    assert_eq!(places("[H1 - R1 - S1]"), Vec::<String>::new());
    assert_eq!(places("[H1 - R2]"), ["3:14 unknown-host"]);
    assert_eq!(places("[H1 - H1]"), ["3:9 link-to-itself"]);
    assert_eq!(places("[H1 - R1, R1 - H1]"), ["3:18 link-twice"]);
    assert_eq!(places("[H1-R1]"), ["3:9 invalid-link"]);
    assert_eq!(places("[H1 -> R1]"), ["3:9 invalid-link"]);
    assert_eq!(places("[[H1, R1]]"), ["3:9 wrong-type"]);
}

#[test]
fn the_keys_may_stand_in_any_order() {
    assert_eq!(
        places("links: [H1 - S1]\nconnections:\n  c: { from: H1, to: S1 }\nhosts: { H1: , S1: }"),
        Vec::<String>::new()
    );
}

#[test]
fn a_port_is_from_1_to_65535() {
    for port in ["0", "65536", "x", "-1", "+1", "", "1.5"] {
        let yaml = format!("{TWO}connections:\n  c: {{ from: \"H1:{port}\", to: S1 }}");
        assert_eq!(places(&yaml), ["4:18 invalid-port"], "{port}");
    }
    let (front, diagnostics, _) = found(&format!("{TWO}connections:\n  c: {{ from: H1:65535, to: \"S1:1\" }}"));
    assert_eq!(diagnostics.0, []);
    assert_eq!((front.connections[0].from.port, front.connections[0].to.port), (Some(65535), Some(1)));
}

#[test]
fn a_connection_joins_two_known_hosts() {
    let places = |connection: &str| places(&format!("{TWO}connections:\n  c: {connection}"));
    assert_eq!(places("{ from: H1 }"), ["4:3 connection-without-end"]);
    assert_eq!(places(""), ["4:3 connection-without-end", "4:3 connection-without-end"]);
    assert_eq!(places("{ from: H1, to: S2 }"), ["4:22 unknown-host"]);
    assert_eq!(places("{ from: \"H1:1\", to: \"H1:2\" }"), ["4:27 connection-to-itself"]);
    assert_eq!(places("H1 to S1"), ["4:6 wrong-type"]);
}

#[test]
fn a_protocol_is_kept_in_lower_case() {
    let (front, ..) = found(&format!("{TWO}connections:\n  c: {{ from: H1, to: S1, protocol: FTP-Data }}"));
    assert_eq!(front.connections[0].protocol.as_deref(), Some("ftp-data"));
}

#[test]
fn a_place_with_a_zero_says_where_counting_starts() {
    assert_eq!(mistake("hosts:\n  H1: { at: [0, 0] }").1, "columns and rows are counted from 1");
    assert_eq!(mistake("hosts:\n  H1: { at: [a, 1] }").1, "`at` is not a column and a row");
}

#[test]
fn the_place_of_an_end_that_is_not_in_the_source_as_it_is_read_is_the_whole_value() {
    // The no-break space is left out of what is read, so that no part of it says where the port is.
    let text = "H1:54704\u{a0}\u{a0}x";
    let (underlined, message, _) = mistake(&format!("{TWO}connections:\n  c: {{ from: \"\u{a0}{text}\", to: S1 }}"));
    assert_eq!((underlined.as_str(), message.as_str()), (&*format!("\"\u{a0}{text}\""), "`54704 x` is no port"));
    // A control character of two bytes is read as a sign of three.
    let (underlined, ..) = mistake(&format!("{TWO}connections:\n  c: {{ from: \"H1:\u{85}\", to: S1 }}"));
    assert_eq!(underlined, "\"H1:\u{85}\"");
}

#[test]
fn a_colon_without_a_port_is_told_as_such() {
    let (_, message, _) = mistake(&format!("{TWO}connections:\n  c: {{ from: \"H1:\", to: S1 }}"));
    assert_eq!(message, "there is no port after the `:`");
}

#[test]
fn a_key_that_is_no_text_is_called_what_it_is() {
    let message = |key: &str| mistake(&format!("hosts: {{ H1: {{ {key}: x }} }}")).1;
    assert_eq!(message("\"\""), "host `H1` has nothing for a key");
    assert_eq!(message("[a]"), "host `H1` has a list for a key");
    assert_eq!(places("[a]: x\n[b]: x"), ["2:1 unknown-key", "3:1 unknown-key"], "they are not the same key twice");
}

#[test]
fn deep_nesting_is_told_as_such_in_lists_and_mappings() {
    for deep in ["[".repeat(10_000), "{a: ".repeat(10_000), "- ".repeat(10_000), "? ".repeat(10_000)] {
        let codes: Vec<&str> = found(&deep).1.0.iter().map(|one| one.code).collect();
        assert_eq!(codes, ["front-matter-too-deep"], "{}…", &deep[..8]);
    }
}

#[test]
fn too_many_hosts_are_not_counted_wrong() {
    let hosts = |count: usize| (0..count).fold(String::new(), |hosts, at| format!("{hosts}  H{at}:\n"));
    let said =
        |count| found(&format!("hosts:\n{}", hosts(count))).1.0.into_iter().map(|one| one.message).collect::<Vec<_>>();
    assert_eq!(said(64), ["64 hosts are more than a frame shows well"]);
    assert_eq!(said(300), ["a lesson has at most 64 hosts"]);
}
