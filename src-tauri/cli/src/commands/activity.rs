//! `cove activity`: what happened, what did not, and why.

use cove_gateway::api::activity::{ActivityList, ActivityRow};
use cove_gateway::api::events::{Happening, StreamItem, Topic};
use cove_gateway::error::Params;
use futures::StreamExt;
use serde_json::json;

use super::Home;
use crate::args::ActivityArgs;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Records asked for at a change: more than happen between two events.
const PAGE: u32 = 50;

/// Prints records; with `--follow` oldest first and then as they come.
pub async fn run(
    args: ActivityArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if args.follow {
        return follow(args.limit, home, printer).await;
    }
    let page = home.ask(list(args.limit)).await?;
    if printer.json {
        return printer.json(&json!({"activity": page.activity, "more": page.more}));
    }
    if page.activity.is_empty() {
        return printer.say("cli-no-activity", &Params::new());
    }
    for row in &page.activity {
        print::lists::record(row, printer)?;
    }
    Ok(())
}

fn list(limit: Option<u32>) -> ActivityList {
    ActivityList {
        limit,
        ..ActivityList::default()
    }
}

async fn follow(limit: Option<u32>, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    // Subscribed before the first list, so that nothing falls between the two.
    let mut events = home.events().await?;
    let mut newest = None;
    show(home.ask(list(limit)).await?.activity, &mut newest, printer)?;
    while let Some(item) = events.next().await {
        let changed = match item {
            StreamItem::Resync { .. } => true,
            StreamItem::Ready { resync, .. } => resync,
            StreamItem::Event { event } => matches!(
                event.happening,
                Happening::Changed {
                    what: Topic::Activity,
                    ..
                }
            ),
        };
        if changed {
            let page = home.ask(list(Some(PAGE))).await?;
            show(page.activity, &mut newest, printer)?;
        }
    }
    Ok(())
}

/// Prints what is newer than the newest shown, oldest first.
fn show(
    rows: Vec<ActivityRow>,
    newest: &mut Option<String>,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let fresh: Vec<_> = rows
        .into_iter()
        .take_while(|row| Some(&row.id) != newest.as_ref())
        .collect();
    if let Some(first) = fresh.first() {
        *newest = Some(first.id.clone());
    }
    fresh
        .iter()
        .rev()
        .try_for_each(|row| print::lists::record(row, printer))
}
