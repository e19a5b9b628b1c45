//! The JSON Schema of the front matter, held against the parser: what one takes, the other takes.

use packetreel::diagnostic::Source;
use packetreel::lesson::{self, FRONT_MATTER_SCHEMA, limits};
use regex::Regex;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

fn schema() -> Value {
    serde_json::from_str(FRONT_MATTER_SCHEMA).expect("the schema is JSON")
}

/// Why the schema refuses a front matter, or nothing.
fn refused(yaml: &str) -> Option<String> {
    let value: Value = serde_saphyr::from_str(yaml).expect("the front matter is YAML");
    let schema = schema();
    Judge { root: &schema }.refuses(&schema, &value, "")
}

/// The codes of what the parser finds in a front matter.
fn codes(yaml: &str) -> Vec<&'static str> {
    let text = format!("---\n{yaml}\n---\n\n# Page\n\nText.\n");
    let (_, diagnostics) = lesson::parse(&Source::new("lesson.md", text));
    diagnostics.0.iter().map(|one| one.code).collect()
}

#[test]
fn every_front_matter_of_the_lessons_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("content/ftp-basics/lesson.md"), root.join("templates/new/lesson.md")];
    let small = fs::read_dir(root.join("tests/lessons")).expect("the small lessons are there");
    files.extend(small.map(|entry| entry.expect("it can be listed").path()));
    let mut judged = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "md")) {
        let text = fs::read_to_string(file).expect("a lesson is text");
        let yaml = text.split("---\n").nth(1).expect("it has a front matter");
        assert_eq!(refused(yaml), None, "{}", file.display());
        judged += 1;
    }
    assert!(judged >= 10);
}

#[test]
fn schema_and_parser_know_the_same_keys() {
    let schema = schema();
    let keys = |value: &Value| {
        let keys: Vec<String> = value["properties"].as_object().expect("it has keys").keys().cloned().collect();
        keys
    };
    // Each key of the schema is none that the parser calls unknown; each that the parser lists is in the schema.
    let places: [(&Value, &str); 4] = [
        (&schema, "KEY: x"),
        (&schema["properties"]["golden"], "golden: { KEY: x }"),
        (&schema["$defs"]["host"], "hosts: { A: { KEY: x } }"),
        (&schema["$defs"]["connection"], "hosts: { A: {}, B: {} }\nconnections: { c: { from: A, to: B, KEY: x } }"),
    ];
    for (part, front) in places {
        for key in keys(part) {
            assert!(!codes(&front.replace("KEY", &key)).contains(&"unknown-key"), "the parser does not know `{key}`");
        }
        let help = unknown_key_help(&front.replace("KEY", "nothing-like-it"));
        for key in help.split('`').skip(1).step_by(2) {
            assert!(keys(part).iter().any(|known| known == key), "the schema does not know `{key}`");
        }
    }
}

/// What the parser says of the keys that there are.
fn unknown_key_help(yaml: &str) -> String {
    let (_, diagnostics) = lesson::parse(&Source::new("lesson.md", format!("---\n{yaml}\n---\n# P\n\nText.\n")));
    let unknown = diagnostics.0.iter().find(|one| one.code == "unknown-key").expect("the key is unknown");
    unknown.help.clone().expect("it lists the keys")
}

#[test]
fn the_limits_of_the_schema_are_those_of_the_parser() {
    let schema = schema();
    assert_eq!(schema["properties"]["hosts"]["maxProperties"], limits::HOSTS);
    assert_eq!(schema["properties"]["connections"]["maxProperties"], limits::CONNECTIONS);
    assert_eq!(schema["$defs"]["host"]["properties"]["at"]["items"]["maximum"], limits::PLACE);
}

#[test]
fn what_the_parser_takes_the_schema_takes() {
    let good = [
        "title: 42",
        "title: A # a comment",
        "lang: pt-BR",
        "hosts: { A: { at: [1, 100], icon: switch, address: \"2001:db8::1\" }, Größe.x_1-2: }",
        "hosts:\nlinks:\nconnections:",
        "hosts: { A: {}, R: {}, B: {} }\nlinks: [A - R - B]",
        "hosts: { A: {}, B: {} }\nconnections: { c: { from: \"A:1\", to: B, protocol: FTP } }",
        "golden: { size: 640x360 }",
    ];
    for yaml in good {
        assert_eq!((refused(yaml), codes(yaml)), (None, vec![]), "{yaml}");
    }
}

#[test]
fn what_the_schema_refuses_the_parser_refuses() {
    let bad = [
        "titel: A",
        "title: [A]",
        "lang: en_GB",
        "hosts: [A, B]",
        "hosts: { \"A B\": {} }",
        "hosts: { all: {} }",
        "hosts: { A: { icon: lap-top } }",
        "hosts: { A: { at: [0, 1] } }",
        "hosts: { A: { at: [1, 2, 3] } }",
        "hosts: { A: { adress: 10.0.0.1 } }",
        "hosts: { A: {}, B: {} }\nlinks: [A]",
        "hosts: { A: {}, B: {} }\nlinks: A - B",
        "hosts: { A: {}, B: {} }\nconnections: { c: { from: A } }",
        "hosts: { A: {}, B: {} }\nconnections: { c: { from: A, to: \"B:http\" } }",
        "hosts: { A: {}, B: {} }\nconnections: { c: { from: A, to: B, port: 80 } }",
        "hosts: { A: {}, B: {} }\nconnections: { \"a c\": { from: A, to: B } }",
    ];
    for yaml in bad {
        assert!(refused(yaml).is_some(), "the schema takes {yaml}");
        assert!(!codes(yaml).is_empty(), "the parser takes {yaml}");
    }
}

/// As much of JSON Schema as this schema uses; a keyword that it does not know fails the test.
struct Judge<'a> {
    root: &'a Value,
}

impl Judge<'_> {
    fn refuses(&self, schema: &Value, value: &Value, at: &str) -> Option<String> {
        let rules = schema.as_object().expect("a schema is an object");
        rules.iter().find_map(|(keyword, rule)| self.breaks(rules, keyword, rule, value, at))
    }

    fn breaks(&self, all: &Map<String, Value>, keyword: &str, rule: &Value, value: &Value, at: &str) -> Option<String> {
        let unless = |holds: bool| (!holds).then(|| format!("{at}: {value} against {keyword} {rule}"));
        let number = || rule.as_u64().expect("the limit is a number");
        match keyword {
            "$schema" | "$defs" | "title" | "description" | "default" | "examples" => None,
            "type" => unless(types(rule).iter().any(|one| is(one, value))),
            "enum" => unless(rule.as_array().is_some_and(|all| all.contains(value))),
            "minLength" => unless(value.as_str().is_none_or(|text| text.chars().count() as u64 >= number())),
            "maxLength" => unless(value.as_str().is_none_or(|text| text.chars().count() as u64 <= number())),
            "pattern" => {
                let pattern = Regex::new(rule.as_str().expect("a pattern is text")).expect("it is one");
                unless(value.as_str().is_none_or(|text| pattern.is_match(text)))
            }
            "minimum" => unless(value.as_f64().is_none_or(|one| one >= number() as f64)),
            "maximum" => unless(value.as_f64().is_none_or(|one| one <= number() as f64)),
            "minItems" => unless(value.as_array().is_none_or(|all| all.len() as u64 >= number())),
            "maxItems" => unless(value.as_array().is_none_or(|all| all.len() as u64 <= number())),
            "maxProperties" => unless(value.as_object().is_none_or(|all| all.len() as u64 <= number())),
            "items" => each(value.as_array(), |item| self.refuses(rule, item, at)),
            "required" => {
                let has = |key: &Value| value.get(key.as_str().unwrap_or_default()).is_some();
                unless(!value.is_object() || rule.as_array().is_some_and(|keys| keys.iter().all(has)))
            }
            "properties" => value
                .as_object()?
                .iter()
                .find_map(|(key, inner)| self.refuses(rule.get(key)?, inner, &format!("{at}/{key}"))),
            "additionalProperties" => {
                let known = all.get("properties");
                let others = value.as_object()?.iter().filter(|(key, _)| known.and_then(|all| all.get(*key)).is_none());
                others.into_iter().find_map(|(key, inner)| match rule {
                    Value::Bool(false) => Some(format!("{at} has no key {key}")),
                    _ => self.refuses(rule, inner, &format!("{at}/{key}")),
                })
            }
            "propertyNames" => value.as_object()?.keys().find_map(|key| self.refuses(rule, &json!(key), at)),
            "allOf" => each(rule.as_array(), |part| self.refuses(part, value, at)),
            "not" => unless(self.refuses(rule, value, at).is_some()),
            "$ref" => {
                let path = rule.as_str().and_then(|path| path.strip_prefix('#')).expect("it refers to the schema");
                self.refuses(self.root.pointer(path).expect("it is there"), value, at)
            }
            _ => panic!("the test does not know the keyword {keyword}"),
        }
    }
}

fn each(values: Option<&Vec<Value>>, refuses: impl Fn(&Value) -> Option<String>) -> Option<String> {
    values?.iter().find_map(refuses)
}

fn types(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => panic!("there is no type {name}"),
    }
}
