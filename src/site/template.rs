//! A template with `{{name}}` places goes in, and comes out with the places filled.

use crate::embedded;

/// A file of the folder `templates`, which travels in the binary; without the line end at its end, which not every
/// program counts when it compares a script with its hash.
pub(super) fn named(name: &str) -> &'static str {
    let template = embedded::template(name);
    debug_assert!(template.is_some(), "no template {name}");
    template.unwrap_or_default().trim_end()
}

/// The file without its places.
pub(super) fn empty(name: &str) -> String {
    let pieces = named(name).split("{{");
    pieces.map(|piece| piece.split_once("}}").map_or(piece, |(_, after)| after)).collect()
}

/// Fills each place with the value of its name; a place without one is left empty. Values are not searched for places.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        filled.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        debug_assert!(value.is_some(), "no value for {name}");
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_values_are_left_alone() {
        assert_eq!(fill("<{{a}}|{{b}}|{{a}}>", &[("a", "{{b}}"), ("b", "2")]), "<{{b}}|2|{{b}}>");
    }

    #[test]
    fn an_open_brace_pair_is_text() {
        assert_eq!(fill("a {{ b", &[]), "a {{ b");
    }
}
