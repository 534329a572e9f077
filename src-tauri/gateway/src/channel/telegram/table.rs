//! A table as aligned lines of fixed-width text.
//!
//! Owns the widths (a Chinese character takes two columns). Never cuts a cell.

use pulldown_cmark::Alignment;
use unicode_width::UnicodeWidthStr;

/// The lines of a table; the first row is the head.
pub fn align(rows: &[Vec<String>], alignments: &[Alignment]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        })
        .collect();
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for (number, row) in rows.iter().enumerate() {
        lines.push(line(row, &widths, alignments));
        if number == 0 {
            let rule: Vec<String> = widths
                .iter()
                .map(|width| "-".repeat((*width).max(1)))
                .collect();
            lines.push(rule.join("-+-"));
        }
    }
    lines.join("\n")
}

fn line(row: &[String], widths: &[usize], alignments: &[Alignment]) -> String {
    let mut line = String::new();
    for (column, width) in widths.iter().enumerate() {
        let cell = row.get(column).map_or("", String::as_str);
        let room = width.saturating_sub(cell.width());
        let left = match alignments.get(column) {
            Some(Alignment::Right) => room,
            Some(Alignment::Center) => room / 2,
            _ => 0,
        };
        if column > 0 {
            line.push_str(" | ");
        }
        line.push_str(&" ".repeat(left));
        line.push_str(cell);
        line.push_str(&" ".repeat(room - left));
    }
    line.trim_end().to_owned()
}
