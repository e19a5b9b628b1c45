//! A packet's fields: what its connection and verb imply, and what its author wrote, from the lowest layer up.

use super::PacketField;
use super::outlook::Outlook;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lesson::{Field, Lesson, Packet, Step};

/// The fields of a packet; `rows` are those that its author wrote.
pub(super) fn find(
    _lesson: &Lesson,
    _outlook: &Outlook,
    _packet: &Packet,
    _rows: &[Field],
    _said: &mut Diagnostics,
) -> Vec<PacketField> {
    Vec::new()
}

/// Rows need a packet to belong to.
pub(super) fn without_packet(step: &Step, said: &mut Diagnostics) {
    if let Some(row) = step.fields.first() {
        let message = "these fields belong to no packet: the step sends none";
        said.push(
            Diagnostic::warning("fields-without-packet", row.span, message)
                .help("move the table under the step that sends the packet"),
        );
    }
}
