//! A packet's fields: what its connection and verb imply and what its author wrote in, all of them from the lowest layer
//! up out, with an error where a written value contradicts what is known.

use std::net::IpAddr;

use super::field_names::{self, Named};
use super::outlook::Outlook;
use super::{PacketField, arithmetic, implied, tcp};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lesson::{Field, Lesson, Packet};

/// The fields of a packet; `rows` are those that its author wrote.
///
/// A row stands in the place of the implied field of the same name.
pub(super) fn find(
    lesson: &Lesson,
    outlook: &Outlook,
    packet: &Packet,
    rows: &[Field],
    said: &mut Diagnostics,
) -> Vec<PacketField> {
    let mut fields = implied::find(lesson, outlook, packet);
    let application = implied::application(lesson, packet);
    for row in rows {
        let false_sum = false_sum(row);
        let adds_up = false_sum.is_none();
        said.0.extend(false_sum);
        let named = field_names::find(&row.name, &fields, &application);
        let known = fields.iter_mut().find(|field| named.name.is_some() && field.name == named.name);
        match known {
            Some(field) => {
                // Which side of a false sum is wrong, its author knows.
                said.0.extend(contradiction(row, field, packet).filter(|_| adds_up));
                field.label = named.label;
                field.value.clone_from(&row.value);
            }
            None => fields.push(written(named, row)),
        }
    }
    fields.sort_by(|a, b| a.layer.cmp(&b.layer));
    fields
}

fn written(named: Named, row: &Field) -> PacketField {
    PacketField { layer: named.layer, name: named.name, label: named.label, value: row.value.clone() }
}

/// `54705 = 213 × 256 + 177` has to hold.
fn false_sum(row: &Field) -> Option<Diagnostic> {
    let sides = arithmetic::sides(&row.value)?;
    let (first, rest) = sides.split_first()?;
    let other = rest.iter().find(|side| *side != first)?;
    Some(
        Diagnostic::error("arithmetic", row.value_span, format!("`{}` does not hold", row.value.trim()))
            .help(format!("one side is {first}, the other {other}")),
    )
}

fn contradiction(row: &Field, known: &PacketField, packet: &Packet) -> Option<Diagnostic> {
    let name = known.name.as_deref().unwrap_or_default();
    let differs = match name {
        "ip.src" | "ip.dst" | "ipv6.src" | "ipv6.dst" | "ftp.active.cip" | "ftp.passive.ip" | "ftp.eprt.ip"
        | "ftp.eprt.ipv6" => differ(address(&row.value), address(&known.value)),
        "tcp.flags" => return flags_contradict(row, packet),
        "ftp.request.command" => !first_word(&row.value).eq_ignore_ascii_case(&known.value),
        "ftp.request.arg" => bare(&row.value) != bare(&known.value),
        // A reply's text may be told in other words.
        "ftp.response.arg" => false,
        _ => differ(arithmetic::value(&row.value), arithmetic::value(&known.value)),
    };
    differs.then(|| {
        let message =
            format!("{} is {} here, but the packet's is {}", row.name.trim(), first_side(&row.value), known.value);
        Diagnostic::error("field-contradicts", row.value_span, message)
            .help(format!("write {}, or leave the row out: it is filled in", known.value))
            .related(packet.label_span, "the packet is here")
    })
}

/// What cannot be read is not compared.
fn differ<T: PartialEq>(written: Option<T>, known: Option<T>) -> bool {
    matches!((written, known), (Some(written), Some(known)) if written != known)
}

fn address(value: &str) -> Option<IpAddr> {
    first_word(value).parse().ok()
}

fn first_word(value: &str) -> &str {
    bare(value).split([' ', ',', '/', '(']).next().unwrap_or_default()
}

fn bare(value: &str) -> &str {
    value.trim().trim_matches('`').trim()
}

fn first_side(value: &str) -> &str {
    value.split('=').next().unwrap_or(value).trim()
}

fn flags_contradict(row: &Field, packet: &Packet) -> Option<Diagnostic> {
    let words = row.value.split(|c: char| !c.is_alphanumeric());
    let flags: Vec<_> = words.filter_map(tcp::flag).collect();
    // Where the label has the same flags, they have been judged there.
    let (flags, verb) = tcp::contradiction(packet.verb, &flags).filter(|_| !tcp::ends(&packet.label))?;
    let message = format!("{} has {flags}, which is not what this packet does", row.name.trim());
    Some(
        Diagnostic::error("field-contradicts", row.value_span, message)
            .help(format!("{flags} belongs to a packet that `{verb}`"))
            .related(packet.verb_span, "the packet is here"),
    )
}
