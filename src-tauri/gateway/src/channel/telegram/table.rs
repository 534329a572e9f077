//! A table as a person reads it on a telephone.
//!
//! Owns the widths (a Chinese character takes two columns) and the choice: aligned lines of
//! fixed-width text where they fit a screen, else an entry a row. Never cuts a cell.

use pulldown_cmark::Alignment;
use unicode_width::UnicodeWidthStr;

/// What a line of fixed-width text holds on a telephone before it is folded, columns.
const SCREEN: usize = 42;

/// How a table is shown.
#[derive(Debug, PartialEq, Eq)]
pub enum Shown {
    /// As lines of fixed-width text.
    Aligned(String),
    /// As lines of ordinary text: an entry a row, the head's words before the cells.
    Listed(String),
}

/// The table; the first row is the head.
pub fn show(rows: &[Vec<String>], alignments: &[Alignment]) -> Shown {
    let aligned = align(rows, alignments);
    let fits = aligned.lines().all(|line| line.width() <= SCREEN);
    match rows {
        [head, body @ ..] if !fits && !body.is_empty() => Shown::Listed(list(head, body)),
        _ => Shown::Aligned(aligned),
    }
}

fn list(head: &[String], body: &[Vec<String>]) -> String {
    let entry = |row: &Vec<String>| {
        let mut lines = Vec::with_capacity(row.len());
        for (column, cell) in row.iter().enumerate() {
            let name = head.get(column).map_or("", String::as_str);
            // An empty cell says nothing, but the first one holds the entry together.
            if cell.is_empty() && column > 0 {
                continue;
            }
            let marker = if column == 0 { "• " } else { "  ◦ " };
            lines.push(match name {
                "" => format!("{marker}{cell}"),
                name => format!("{marker}{name}: {cell}"),
            });
        }
        lines.join("\n")
    };
    body.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn align(rows: &[Vec<String>], alignments: &[Alignment]) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &[&[&str]], expected: Shown) {
        let rows: Vec<Vec<String>> = table
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect();
        assert_eq!(show(&rows, &[]), expected);
    }

    #[test]
    fn a_table_that_fits_a_telephone_is_aligned_and_a_wider_one_is_a_list() {
        check(
            &[&["a", "b"], &["1", "2"]],
            Shown::Aligned("a | b\n--+--\n1 | 2".into()),
        );
        check(
            &[
                &["Day", "Plan", ""],
                &["Monday", "walk along the river until the old mill", "x"],
                &["星期二", "", "y"],
                &["", "rest"],
            ],
            Shown::Listed(
                "• Day: Monday\n  ◦ Plan: walk along the river until the old mill\n  ◦ x\n\
                 • Day: 星期二\n  ◦ y\n• Day: \n  ◦ Plan: rest"
                    .into(),
            ),
        );
    }

    #[test]
    fn a_head_without_rows_is_shown_however_wide() {
        let wide = "a head that is much wider than a telephone's screen";
        check(
            &[&[wide]],
            Shown::Aligned(format!("{wide}\n{}", "-".repeat(wide.len()))),
        );
    }
}
