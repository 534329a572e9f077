//! What was spent, and what runs by itself may spend.

use std::collections::HashMap;
use std::sync::Arc;

use super::Caller;
use super::change::{Told, answer, aside, unchanged};
use crate::activity::{Inverse, Kind};
use crate::api::contract::Changed;
use crate::api::ledger::{
    AllowanceAccept, AllowanceExtend, AllowanceNow, AllowanceUse, LedgerCost, Spending, SpendingBy,
};
use crate::clock::Ms;
use crate::cron::{job_names, name_of_job};
use crate::error::{Problem, params};
use crate::gateway::{Host, USUAL, go_on, taken_up, usual};
use crate::ledger::{accept_price, extra_today, spending, spent, start_of_day};
use crate::model::{ModelRef, is_practice};
use crate::words::dollars;

/// Days looked back where nothing is said, and at most.
const DAYS: u32 = 30;
const MOST_DAYS: u32 = 3_660;
const DAY_MS: Ms = 24 * 3_600_000;
/// The most that can be given at once, nano-dollars.
const MOST: i64 = 1_000 * USUAL;

/// Sums up what was spent.
pub async fn cost(host: &Arc<Host>, _: &Caller, request: LedgerCost) -> Result<Spending, Problem> {
    let terms = host.parts.terms();
    let days = request.days.unwrap_or(DAYS).clamp(1, MOST_DAYS);
    // Noon, so that a day of 23 or 25 hours leads to no other date.
    let noon = start_of_day(terms.now, &terms.zone) + DAY_MS / 2;
    let from = start_of_day(noon - Ms::from(days - 1) * DAY_MS, &terms.zone);
    let until = terms.now + 1;
    let by = request.by.unwrap_or_default();
    let names = match by {
        SpendingBy::Job => names(host).await?,
        SpendingBy::Day | SpendingBy::Cause | SpendingBy::Model => HashMap::new(),
    };
    let read = host.db().read(move |connection| {
        let agent = request.agent_id.as_deref();
        let sums = |by| spending(connection, by, agent, (from, until), &terms.zone);
        let (mut rows, total) = (sums(Some(by))?, sums(None)?);
        for row in &mut rows {
            row.name = match names.get(&row.key) {
                None if by == SpendingBy::Job => name_of_job(connection, &row.key)?,
                name => name.cloned(),
            };
        }
        let extra = extra_today(connection, &terms)?;
        let used = spent(connection, &terms)?;
        let limits = terms.limits.with_extra(extra);
        Ok(Spending {
            by,
            from,
            until,
            zone: terms.zone,
            rows,
            total: total.into_iter().next().unwrap_or_default(),
            allowance: AllowanceNow {
                day: AllowanceUse {
                    limit: limits.day,
                    spent: used.day,
                },
                month: AllowanceUse {
                    limit: limits.month,
                    spent: used.month,
                },
                extra,
            },
        })
    });
    Ok(read.await?)
}

/// The jobs of the list, by their ids.
async fn names(host: &Arc<Host>) -> Result<HashMap<String, String>, Problem> {
    let folder = host.state.cron();
    aside(move || Ok(job_names(&folder)?)).await
}

/// Gives today more.
pub async fn extend(
    host: &Arc<Host>,
    caller: &Caller,
    request: AllowanceExtend,
) -> Result<Changed, Problem> {
    let terms = host.parts.terms();
    let amount = request.amount.unwrap_or_else(|| usual(&terms));
    if !(1..=MOST).contains(&amount) {
        let told = params([("most", dollars(MOST).into())]);
        return Err(Problem::with("allowance-amount", told));
    }
    let told = Told::new(host, caller, Kind::Allowance, "extended").with("amount", dollars(amount));
    let id = told.record.id.clone();
    let told = told.undone_by(
        Inverse::EndExtension { id: id.clone() },
        "undo-allowance-extended",
    );
    let write = host.db().write(move |tx| {
        let rows = go_on(tx, &id, amount, &terms)?;
        Ok((told.write(tx)?, rows))
    });
    let (undo, rows) = write.await?;
    taken_up(host, rows);
    Ok(answer(host, undo, &[], None))
}

/// Lets a model without a price run by itself.
pub async fn accept(
    host: &Arc<Host>,
    caller: &Caller,
    request: AllowanceAccept,
) -> Result<Changed, Problem> {
    let config = host.config().current();
    let model = ModelRef::parse(&request.model);
    let model = model.filter(|model| is_practice(model) || config.is_reachable(&model.provider));
    let Some(model) = model else {
        let told = params([("id", request.model.into())]);
        return Err(Problem::with("model-unknown", told));
    };
    let model = model.to_string();
    let inverse = Inverse::AskPriceAgain {
        model: model.clone(),
    };
    let told = Told::new(host, caller, Kind::Allowance, "accepted")
        .about(&model)
        .with("model", model.clone())
        .undone_by(inverse, "undo-allowance-accepted");
    let now = host.now();
    let write = host.db().write(move |tx| {
        Ok(match accept_price(tx, &model, now)? {
            true => Some(told.write(tx)?),
            false => None,
        })
    });
    Ok(match write.await? {
        Some(undo) => answer(host, undo, &[], None),
        None => unchanged(),
    })
}
