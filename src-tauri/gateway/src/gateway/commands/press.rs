//! Pressed buttons: each counts once.
//!
//! Owns the table `presses`, written in the transaction of what a press does.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::super::host::Host;
use super::super::today::{go_on, is_used_up, taken_up, usual};
use super::job_press::{JobBefore, JobPress, JobTold};
use super::work::requeue_unknown;
use crate::activity::{Inverse, Kind, Record, add_undo, record};
use crate::agent::{ACCEPT, GO_ON, SAYS};
use crate::channel::{ButtonPress, Inbound, route};
use crate::clock::Ms;
use crate::delivery::{self, InboxRow};
use crate::error::{Params, Problem, params};
use crate::event::{Fact, Subject};
use crate::ledger::{Terms, accept_price};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};
use crate::words::dollars;

/// Carries a press out and answers what is shown beside the button.
pub(in crate::gateway) async fn press(
    host: &Arc<Host>,
    press: ButtonPress,
    cursor: Option<i64>,
) -> Result<String, StorageError> {
    let (pressed, now) = (press.clone(), host.now());
    let terms = host.parts.terms();
    let routed = route(&host.config().current(), &press.route, press.owner);
    let key = SessionKey::parse(&routed.key, &routed.agent);
    let of_job = JobPress::read(&press.data).filter(|_| press.owner);
    let ready = match &of_job {
        Some(of_job) => of_job.before(host, &press).await?,
        None => JobBefore::default(),
    };
    let did = host
        .db()
        .write(move |tx| {
            let (id, route) = (&pressed.id, &pressed.route);
            if let Some(position) = cursor {
                delivery::move_cursor(tx, route.channel, &route.account, position)?;
            }
            let message = pressed.message_id.as_deref().unwrap_or_default();
            let button = format!("{}:{message}:{}", route.peer, pressed.data);
            let before: Option<String> = tx
                .query_row(
                    "SELECT answer FROM presses WHERE id IN (?1, ?2)",
                    [id, &button],
                    |row| row.get(0),
                )
                .optional()?;
            if before.is_some() {
                return Ok(Did::Nothing);
            }
            // Looking may be done again; what changed something counts once.
            if let Some(of_job) = of_job {
                return of_job.carry_out(tx, id, ready, now).map(Did::Job);
            }
            if JobPress::read(&pressed.data).is_some() {
                return Ok(Did::Refused);
            }
            let did = did(tx, &pressed, &key, &terms)?;
            // Somebody who may is still to press it.
            if matches!(did, Did::Refused) {
                return Ok(did);
            }
            for name in [id, &button] {
                tx.execute(
                    "INSERT OR IGNORE INTO presses(id, at, answer) VALUES (?1, ?2, ?3)",
                    rusqlite::params![name, now, did.kept()],
                )?;
            }
            let told = Record::new(format!("press:{id}"), now, Kind::Message, "done");
            record(tx, &told.about(id))?;
            Ok(did)
        })
        .await?;
    let (words, language) = (&host.parts.words, host.language());
    let say = |key: &str, told: &Params| words.text(language, key, told);
    Ok(match did {
        Did::Nothing => say("press-over", &Params::new()),
        Did::Again(count) => {
            host.parts.sender.nudge(&press.route);
            host.events().changed(Subject::Deliveries, None);
            host.events().changed(Subject::Status, None);
            say("command-again-done", &params([("count", count.into())]))
        }
        Did::Refused => say("command-owner-only", &Params::new()),
        Did::Job(told) => {
            for subject in [
                Subject::Holds,
                Subject::Jobs,
                Subject::Activity,
                Subject::Status,
            ] {
                host.events().changed(subject, None);
            }
            told.said(words, language)
        }
        Did::GoesOn(rows) => {
            taken_up(host, rows);
            say("press-goes-on", &Params::new())
        }
        Did::Says(row) => {
            host.events().publish(Fact::Waiting {
                session_key: row.key.to_string(),
                inbox_id: row.message.id.clone(),
                text: row.message.text.clone(),
                instead_of: row.message.instead_of.clone(),
                channel: row.message.route.channel.as_str().to_owned(),
                at: row.received_at,
            });
            if let Some(live) = &host.live {
                live.lanes.wait_in(*row);
            }
            String::new()
        }
        Did::Accepted(model) => {
            host.events().changed(Subject::Heartbeat, None);
            host.events().changed(Subject::Status, None);
            say("press-accepted", &params([("model", model.into())]))
        }
    })
}

/// What a press did.
enum Did {
    /// Its question is over.
    Nothing,
    /// So many parts are on their way again.
    Again(usize),
    /// Only the owner may.
    Refused,
    /// Today goes on; these are answered now.
    GoesOn(Vec<InboxRow>),
    /// A model may run by itself.
    Accepted(String),
    /// Something about a job.
    Job(JobTold),
    /// It is said as a message.
    Says(Box<InboxRow>),
}

impl Did {
    fn kept(&self) -> String {
        match self {
            Self::Nothing | Self::Refused => "0".to_owned(),
            Self::Again(count) => count.to_string(),
            Self::GoesOn(_) | Self::Accepted(_) | Self::Says(_) | Self::Job(_) => "1".to_owned(),
        }
    }
}

/// A tapped answer is the person's message.
fn says(
    tx: &Tx<'_>,
    pressed: &ButtonPress,
    key: &SessionKey,
    text: &str,
    now: Ms,
) -> Result<Did, StorageError> {
    let message = Inbound {
        id: pressed.id.clone(),
        route: pressed.route.clone(),
        sender: pressed.sender.clone(),
        sender_name: None,
        owner: pressed.owner,
        text: text.to_owned(),
        sent_at: now,
        message_id: None,
        language: None,
        instead_of: None,
        brought: Default::default(),
    };
    delivery::accept(tx, &message, key, now)?;
    Ok(Did::Says(Box::new(InboxRow {
        message,
        received_at: now,
        key: key.clone(),
        restarts: 0,
    })))
}

fn did(
    tx: &Tx<'_>,
    pressed: &ButtonPress,
    key: &SessionKey,
    terms: &Terms,
) -> Result<Did, StorageError> {
    let now = terms.now;
    if pressed.data == "again" {
        let count = requeue_unknown(tx, &pressed.route, now)?;
        return Ok(if count == 0 {
            Did::Nothing
        } else {
            Did::Again(count)
        });
    }
    if let Some(text) = pressed.data.strip_prefix(SAYS) {
        return says(tx, pressed, key, text, now);
    }
    let model = pressed.data.strip_prefix(ACCEPT);
    if pressed.data != GO_ON && model.is_none() {
        return Ok(Did::Nothing);
    }
    if !pressed.owner {
        return Ok(Did::Refused);
    }
    let id = format!("allowance-press:{}", pressed.id);
    if let Some(model) = model {
        if !accept_price(tx, model, now)? {
            return Ok(Did::Nothing);
        }
        let told = Record::new(id.clone(), now, Kind::Allowance, "accepted").about(model);
        let told = told.with("model", model);
        record(tx, &told)?;
        let inverse = Inverse::AskPriceAgain {
            model: model.to_owned(),
        };
        let label = Problem::with("undo-allowance-accepted", told.params);
        add_undo(tx, &id, now, &inverse, label)?;
        return Ok(Did::Accepted(model.to_owned()));
    }
    // A button under an older question changes nothing while there is something left.
    if !is_used_up(tx, terms)? {
        return Ok(Did::Nothing);
    }
    let amount = usual(terms);
    let rows = go_on(tx, &id, amount, terms)?;
    let told = Record::new(id.clone(), now, Kind::Allowance, "extended");
    let told = told.with("amount", dollars(amount));
    record(tx, &told)?;
    let inverse = Inverse::EndExtension { id: id.clone() };
    let label = Problem::with("undo-allowance-extended", told.params);
    add_undo(tx, &id, now, &inverse, label)?;
    Ok(Did::GoesOn(rows))
}
