//! Pressed buttons: each counts once.
//!
//! Owns the table `presses`, written in the transaction of what a press does.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::super::host::Host;
use super::job_press::{JobPress, JobTold};
use super::work::requeue_unknown;
use crate::activity::{Kind, Record, record};
use crate::channel::ButtonPress;
use crate::delivery;
use crate::error::{Params, params};
use crate::event::Subject;
use crate::storage::StorageError;

/// What a press came to.
enum Pressed {
    /// So many messages go again.
    Again(usize),
    /// A job.
    Job(JobTold),
}

/// Carries a press out and answers what is shown beside the button.
pub(in crate::gateway) async fn press(
    host: &Arc<Host>,
    press: ButtonPress,
    cursor: Option<i64>,
) -> Result<String, StorageError> {
    let (pressed, now) = (press.clone(), host.now());
    let count = host
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
                return Ok(Pressed::Again(0));
            }
            if let Some(job) = JobPress::read(&pressed.data) {
                let told = job.carry_out(tx, id, now)?;
                // Looking may be done again; what changed something counts once.
                return Ok(Pressed::Job(told));
            }
            let count = match pressed.data.as_str() {
                "again" => requeue_unknown(tx, route, now)?,
                _ => 0,
            };
            for name in [id, &button] {
                tx.execute(
                    "INSERT OR IGNORE INTO presses(id, at, answer) VALUES (?1, ?2, ?3)",
                    rusqlite::params![name, now, count.to_string()],
                )?;
            }
            let told = Record::new(format!("press:{id}"), now, Kind::Message, "done");
            record(tx, &told.about(id))?;
            Ok(Pressed::Again(count))
        })
        .await?;
    let (words, language) = (&host.parts.words, host.language());
    let count = match count {
        Pressed::Again(count) => count,
        Pressed::Job(told) => {
            for subject in [Subject::Holds, Subject::Activity, Subject::Status] {
                host.events().changed(subject, None);
            }
            return Ok(told.said(words, language));
        }
    };
    if count == 0 {
        return Ok(words.text(language, "press-over", &Params::new()));
    }
    host.parts.sender.nudge(&press.route);
    host.events().changed(Subject::Deliveries, None);
    host.events().changed(Subject::Status, None);
    let told = params([("count", count.into())]);
    Ok(words.text(language, "command-again-done", &told))
}
