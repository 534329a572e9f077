//! Parts on their way out: shown, sent again, left as they are.

use std::sync::Arc;

use super::Caller;
use super::change::{Told, answer};
use crate::activity::{Inverse, Kind};
use crate::api::contract::Changed;
use crate::api::delivery::{
    Deliveries, DeliveryDismiss, DeliveryList, DeliveryResend, DeliveryRow, DeliveryState,
};
use crate::channel::Route;
use crate::delivery::{OutboxRow, OutboxState, list_outbox, part, requeue, shown_peer};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;

/// Most parts in an answer.
const MOST: u32 = 500;

/// Lists parts.
pub async fn list(
    host: &Arc<Host>,
    _: &Caller,
    request: DeliveryList,
) -> Result<Deliveries, Problem> {
    let rows = host
        .db()
        .read(move |connection| list_outbox(connection, request.all, MOST))
        .await?;
    Ok(Deliveries {
        deliveries: rows.into_iter().map(|row| render(host, row)).collect(),
    })
}

/// Sends a part again.
pub async fn resend(
    host: &Arc<Host>,
    caller: &Caller,
    request: DeliveryResend,
) -> Result<Changed, Problem> {
    host.live()?;
    again(host, caller, &request.id).await
}

/// Puts a part back among those to be sent and wakes the sender.
pub(super) async fn again(host: &Host, caller: &Caller, id: &str) -> Result<Changed, Problem> {
    let told = Told::new(host, caller, Kind::Delivery, "resent").about(id);
    let part = id.to_owned();
    let now = host.now();
    let route = host
        .db()
        .write(move |tx| {
            let Some(row) = requeue(tx, &part, OutboxState::Pending, now)? else {
                return Ok(None);
            };
            name(told, &row).write(tx)?;
            Ok(Some(row.part.route))
        })
        .await?
        .ok_or_else(|| not_waiting(id))?;
    host.parts.sender.nudge(&route);
    Ok(answer(host, None, &[Subject::Deliveries], Some(id)))
}

/// Leaves a part as it is.
pub async fn dismiss(
    host: &Arc<Host>,
    caller: &Caller,
    request: DeliveryDismiss,
) -> Result<Changed, Problem> {
    let told = Told::new(host, caller, Kind::Delivery, "dismissed").about(&request.id);
    let id = request.id.clone();
    let now = host.now();
    let undo = host
        .db()
        .write(move |tx| {
            let Some(before) = part(tx, &id)? else {
                return Ok(None);
            };
            if requeue(tx, &id, OutboxState::Expired, now)?.is_none() {
                return Ok(None);
            }
            let told = name(told, &before);
            let inverse = Inverse::ReviveDelivery {
                id,
                state: before.state.as_str().to_owned(),
                error: before.error,
            };
            told.undone_by(inverse, "undo-delivery-dismissed")
                .write(tx)
                .map(Some)
        })
        .await?
        .ok_or_else(|| not_waiting(&request.id))?;
    Ok(answer(
        host,
        undo,
        &[Subject::Deliveries],
        Some(&request.id),
    ))
}

fn name(told: Told, row: &OutboxRow) -> Told {
    told.with("channel", row.part.route.channel.as_str())
        .with("peer", shown_peer(&row.part.route))
}

fn not_waiting(id: &str) -> Problem {
    Problem::with("delivery-not-waiting", params([("id", id.into())]))
}

fn render(host: &Host, row: OutboxRow) -> DeliveryRow {
    let error = row.error.as_ref();
    let text = row.part.shown().to_owned();
    DeliveryRow {
        state: match row.state {
            OutboxState::Pending => DeliveryState::Pending,
            OutboxState::Attempting => DeliveryState::Attempting,
            OutboxState::Sent => DeliveryState::Sent,
            OutboxState::Unknown => DeliveryState::Unknown,
            OutboxState::Refused => DeliveryState::Refused,
            OutboxState::Expired => DeliveryState::Expired,
        },
        error: error.map(|error| host.parts.words.problem(host.language(), error)),
        id: row.id,
        at: row.created_at,
        route: Route {
            peer: shown_peer(&row.part.route),
            ..row.part.route
        },
        text,
        receipt: row.receipt,
        attempts: row.attempts,
    }
}
