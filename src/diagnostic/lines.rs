//! Where the lines of a text begin, found once: then the line and column of any offset, without going through the text
//! again. A lesson may have thousands of mistakes.

/// The lines of one text.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Offsets of their first characters.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let after_each_end = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after_each_end).collect() }
    }

    /// Line and column of a byte offset, both from 1; columns count characters. Past the end means the end.
    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= at);
        // The first line begins at 0, so there is one at or before any offset.
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        (line, self.text[start..at].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_offset_has_its_line_and_column() {
        // Line 2 begins at byte 3 and is 3 bytes long, line 3 is empty, line 4 begins at byte 8.
        let lines = Lines::of("ab\n\u{e9}x\n\nz\n");
        for (offset, position) in [
            (0, (1, 1)),
            (2, (1, 3)),
            (3, (2, 1)),
            (4, (2, 1)),
            (5, (2, 2)),
            (6, (2, 3)),
            (7, (3, 1)),
            (8, (4, 1)),
            (9, (4, 2)),
            (10, (5, 1)),
            (usize::MAX, (5, 1)),
        ] {
            assert_eq!(lines.position(offset), position, "{offset}");
        }
        assert_eq!(Lines::of("").position(1), (1, 1));
    }
}
