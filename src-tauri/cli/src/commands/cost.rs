//! `cove cost`: what was spent, and giving today more.

use cove_gateway::api::ledger::{
    AllowanceAccept, AllowanceExtend, LedgerCost, Spending, SpendingBy,
};
use cove_gateway::error::params;
use cove_gateway::words::{dollars, short_count};

use super::Home;
use crate::args::{CostArgs, CostCommand};
use crate::failure::Failure;
use crate::print::Printer;

/// Asks or changes, and prints.
pub async fn run(args: CostArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    match args.command {
        None => {
            let spent = home
                .ask(LedgerCost {
                    by: Some(args.by.into()),
                    days: args.days,
                    agent_id: args.agent,
                })
                .await?;
            show(&spent, printer)
        }
        Some(CostCommand::Extend { amount }) => {
            let amount = amount.map(|amount| amount.0);
            let day = LedgerCost {
                by: Some(SpendingBy::Day),
                ..LedgerCost::default()
            };
            let limits = async || {
                let now = home.ask(day.clone()).await?.allowance;
                Ok::<_, Failure>((now.extra, now.day.limit))
            };
            let (before, _) = limits().await?;
            let changed = home.change(AllowanceExtend { amount }).await?;
            let (after, limit) = limits().await?;
            let told = params([
                ("amount", dollars(after - before).into()),
                (
                    "limit",
                    limit.map_or_else(|| "none".to_owned(), dollars).into(),
                ),
            ]);
            printer.changed_with(&changed, "cli-cost-extended", &told)
        }
        Some(CostCommand::Accept { model }) => {
            let wish = AllowanceAccept {
                model: model.clone(),
            };
            let changed = home.change(wish).await?;
            printer.changed(&changed, "cli-cost-accepted", &model)
        }
    }
}

fn show(spent: &Spending, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(spent);
    }
    let (heading, cause) = match spent.by {
        SpendingBy::Day => ("day", false),
        SpendingBy::Cause => ("cause", true),
        SpendingBy::Model => ("model", false),
        SpendingBy::Job => ("job", false),
    };
    let rows = spent.rows.iter().map(|row| {
        let about = if row.estimated > 0 { "≈" } else { "" };
        [
            match cause {
                true => printer.word(&format!("cli-cause-{}", row.key)),
                false => row.name.clone().unwrap_or_else(|| row.key.clone()),
            },
            row.calls.to_string(),
            short_count(row.input + row.cache_read + row.cache_write),
            short_count(row.output),
            format!("{about}{}", dollars(row.cost)),
        ]
    });
    let rows = rows.collect();
    printer.table(
        [heading, "calls", "tokens-in", "tokens-out", "cost"],
        rows,
        match (spent.by, spent.total.calls) {
            (SpendingBy::Job, 1..) => "cli-no-costs-of-jobs",
            _ => "cli-no-costs",
        },
    )?;
    let about = if spent.total.estimated > 0 { "≈" } else { "" };
    let told = params([
        (
            "cost",
            format!("{about}{}", dollars(spent.total.cost)).into(),
        ),
        ("unpriced", spent.total.unpriced.into()),
    ]);
    printer.say("cli-cost-total", &told)?;
    let limit = |limit: Option<i64>| limit.map_or_else(|| "none".to_owned(), dollars);
    let allowance = &spent.allowance;
    let told = params([
        ("day", dollars(allowance.day.spent).into()),
        ("dayLimit", limit(allowance.day.limit).into()),
        ("month", dollars(allowance.month.spent).into()),
        ("monthLimit", limit(allowance.month.limit).into()),
    ]);
    printer.say("cli-cost-allowance", &told)
}
