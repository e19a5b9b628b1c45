//! Tables of fields: one width for each column, one space beside each bar.

use super::Text;
use super::edit::{Edit, line_start, trimmed};
use super::item::step_lists;
use crate::lesson::Markdown;

/// A column that is wider is not filled up: its rows would be mostly space.
const WIDEST: usize = 60;

/// One edit a table.
pub(super) fn edits(text: &Text<'_>) -> Vec<Edit> {
    let items = step_lists(text).into_iter().flat_map(|list| &list.node.children);
    let tables = items.flat_map(|item| &item.children).filter(|node| matches!(node.kind, Markdown::Table));
    tables.filter_map(|table| aligned(text.source, trimmed(text.source, table.span))).collect()
}

fn aligned(text: &str, span: crate::diagnostic::Span) -> Option<Edit> {
    let start = line_start(text, span.start);
    let lines: Vec<&str> = text[start..span.end].split('\n').collect();
    let rows: Vec<Vec<&str>> = lines.iter().map(|line| cells(line.trim())).collect();
    let columns = rows.first()?.len();
    if rows.len() < 2 || rows.iter().any(|row| row.len() != columns) || !rows[1].iter().all(|cell| is_rule(cell)) {
        return None;
    }
    let widths: Vec<usize> = (0..columns).map(|column| width(&rows, column)).collect();
    let written = lines.iter().zip(&rows).enumerate().map(|(at, (line, row))| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let cell = |(cell, width): (&&str, &usize)| {
            if at == 1 { rule(cell, *width) } else { format!("{cell:width$}", width = *width) }
        };
        let cells: Vec<String> = row.iter().zip(&widths).map(cell).collect();
        format!("{indent}| {} |", cells.join(" | "))
    });
    Some(Edit::new(start, span.end, written.collect::<Vec<_>>().join("\n")))
}

/// The texts between the bars of a row. A bar after a backslash is a part of its cell.
fn cells(row: &str) -> Vec<&str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    let (mut cells, mut start, mut escaped) = (Vec::new(), 0, false);
    for (at, letter) in row.char_indices() {
        if letter == '|' && !escaped {
            cells.push(row[start..at].trim());
            start = at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    let rest = row[start..].trim();
    if !rest.is_empty() {
        cells.push(rest);
    }
    cells
}

fn width(rows: &[Vec<&str>], column: usize) -> usize {
    let texts = rows.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, row)| row[column].chars().count());
    texts.filter(|width| *width <= WIDEST).max().unwrap_or(0).max(3)
}

/// True for a cell of the line under the head.
fn is_rule(cell: &str) -> bool {
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
}

fn rule(cell: &str, width: usize) -> String {
    let (left, right) = (cell.starts_with(':'), cell.ends_with(':'));
    let colon = |there: bool| if there { ":" } else { "" };
    let dashes = width.saturating_sub(usize::from(left) + usize::from(right)).max(1);
    format!("{}{}{}", colon(left), "-".repeat(dashes), colon(right))
}
