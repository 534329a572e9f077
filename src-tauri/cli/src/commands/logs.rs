//! `cove logs`: the gateway's log, secrets removed.

use std::time::Duration;

use cove_gateway::api::process::LogsTail;

use super::Home;
use crate::args::LogsArgs;
use crate::failure::Failure;
use crate::print::Printer;

/// Between two looks at the log.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// Lines of one look; more than are written between two.
const PAGE: u32 = 1000;
/// Lines by which the place reached is found again.
const MARK: usize = 8;

/// Prints the newest lines; with `--follow` goes on.
pub async fn run(args: LogsArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let found = home.ask(LogsTail { lines: args.lines }).await?;
    if printer.json && !args.follow {
        return printer.json(&found);
    }
    show(&found.lines, printer)?;
    if args.follow {
        return follow(found.lines, home, printer).await;
    }
    Ok(())
}

async fn follow(
    mut shown: Vec<String>,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        let lines = home.ask(LogsTail { lines: Some(PAGE) }).await?.lines;
        show(&lines[reached(&shown, &lines)..], printer)?;
        shown = lines;
    }
}

fn show(lines: &[String], printer: &mut Printer<'_>) -> Result<(), Failure> {
    lines.iter().try_for_each(|line| match printer.json {
        true => printer.json(line),
        false => printer.line(line),
    })
}

/// Where in `lines` that which is new begins: behind the last lines shown.
fn reached(shown: &[String], lines: &[String]) -> usize {
    (0..=lines.len())
        .rev()
        .find(|&end| {
            let mark = MARK.min(end).min(shown.len());
            mark > 0 && lines[..end].ends_with(&shown[shown.len() - mark..])
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_behind_the_last_shown_are_new() {
        let lines = |text: &str| -> Vec<String> { text.chars().map(String::from).collect() };
        let check = |shown: &str, now: &str, expected: usize| {
            assert_eq!(
                reached(&lines(shown), &lines(now)),
                expected,
                "{shown} {now}"
            );
        };
        check("abc", "abcde", 3);
        check("abc", "abc", 3);
        check("abc", "bcd", 2);
        check("abc", "xyz", 0);
        check("", "ab", 0);
        check("aa", "aaa", 3);
    }
}
