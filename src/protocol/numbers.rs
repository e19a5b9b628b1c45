//! Sequence, acknowledgement and length numbers: a label and rows of a table in, what they say out.

use super::arithmetic;
use crate::lesson::Field;

/// The numbers that a packet gives of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Numbers {
    /// Its sequence number.
    pub sequence: Option<u64>,
    /// The number that it acknowledges up to.
    pub ack: Option<u64>,
    /// How many bytes it carries.
    pub length: Option<u64>,
}

impl Numbers {
    /// Reads them from a label such as `PSH, ACK seq=1 ack=1 len=100`, or else from the rows.
    pub(super) fn read(label: &str, rows: &[Field]) -> Self {
        let row = |names: &[&str]| {
            let row = rows.iter().find(|row| names.contains(&row.name.trim().to_lowercase().as_str()))?;
            arithmetic::value(&row.value)
        };
        Self {
            sequence: after(label, &["seq", "sequence"]).or_else(|| row(&["tcp.seq", "sequence number", "seq"])),
            ack: after(label, &["ack", "acknowledgement", "acknowledgment"])
                .or_else(|| row(&["tcp.ack", "acknowledgement number", "acknowledgment number", "ack number"])),
            length: after(label, &["len", "length"]).or_else(|| row(&["tcp.len", "length", "tcp segment len"])),
        }
    }
}

/// The number after one of the keys, as in `seq=1`, `Seq 1`, `ack: 101`, `ack no. 7`.
fn after(label: &str, keys: &[&str]) -> Option<u64> {
    let words = words(label);
    (0..words.len()).find_map(|at| {
        if !keys.contains(&words[at].to_lowercase().as_str()) {
            return None;
        }
        let mut rest = words[at + 1..].iter().copied().peekable();
        while rest
            .next_if(|word| matches!(word.to_lowercase().as_str(), "=" | ":" | "#" | "no" | "." | "num" | "number"))
            .is_some()
        {}
        let number = rest.next()?;
        // `100+1`, `1-100` and `2/3` say something else than one number.
        let whole = !rest.next().is_some_and(|next| matches!(next, "+" | "-" | "*" | "/" | "–" | "." | "%"));
        number.parse::<u64>().ok().filter(|number| whole && u32::try_from(*number).is_ok())
    })
}

/// Runs of letters and digits, and every other character alone; spaces are dropped.
fn words(label: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = label.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str) -> (Option<u64>, Option<u64>, Option<u64>) {
        let numbers = Numbers::read(label, &[]);
        (numbers.sequence, numbers.ack, numbers.length)
    }

    #[test]
    fn numbers_are_read_in_every_common_notation() {
        assert_eq!(read("PSH, ACK seq=1 ack=7 len=100"), (Some(1), Some(7), Some(100)));
        assert_eq!(read("SYN-ACK Seq: 300, Ack: 101"), (Some(300), Some(101), None));
        assert_eq!(read("ACK 301"), (None, Some(301), None));
        assert_eq!(read("Ack no. 5"), (None, Some(5), None));
    }

    #[test]
    fn letters_and_sums_are_no_numbers() {
        assert_eq!(read("SYN seq=x"), (None, None, None));
        assert_eq!(read("ACK ack=100+1"), (None, None, None));
        assert_eq!(read("ACK 2/3"), (None, None, None));
        assert_eq!(read("ack_data"), (None, None, None));
    }
}
