//! Lists of the contract as tables.
//!
//! Owns which columns a person sees. JSON holds every field.

use cove_gateway::api::activity::ActivityRow;
use cove_gateway::api::delivery::DeliveryRow;
use cove_gateway::api::model::{LocalServer, ModelRow};
use cove_gateway::api::pairing::Pairings;
use cove_gateway::api::secret::SecretRow;
use cove_gateway::api::workspace::{ChangeRow, FileRow, VersionRow};
use cove_gateway::channel::Route;
use serde::Serialize;
use serde_json::Value;

use super::Printer;
use crate::failure::Failure;

/// Files of the workspace.
pub fn files(rows: &[FileRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let cells = rows.iter().map(|row| {
        [
            row.path.clone(),
            row.bytes.to_string(),
            printer.time(row.changed_at),
            row.versions.to_string(),
        ]
    });
    let cells = cells.collect();
    printer.table(
        ["file", "bytes", "changed", "versions"],
        cells,
        "cli-no-files",
    )
}

/// Versions of a file.
pub fn versions(rows: &[VersionRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let cells = rows.iter().map(|row| {
        [
            row.version.to_string(),
            printer.time(row.at),
            printer.word(&format!("cli-author-{}", name(&row.by))),
            row.bytes.to_string(),
        ]
    });
    let cells = cells.collect();
    printer.table(["version", "when", "by", "bytes"], cells, "cli-no-versions")
}

/// Changes of a file.
pub fn changes(rows: &[ChangeRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let lines = |count: Option<u32>| count.map_or_else(String::new, |count| count.to_string());
    let cells = rows.iter().map(|row| {
        [
            row.version.to_string(),
            printer.time(row.at),
            printer.word(&format!("cli-author-{}", name(&row.by))),
            lines(row.added),
            lines(row.removed),
        ]
    });
    let cells = cells.collect();
    let headers = ["version", "when", "by", "added", "removed"];
    printer.table(headers, cells, "cli-no-versions")
}

/// Where secrets are kept.
pub fn secrets(rows: &[SecretRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let cells = rows.iter().map(|row| {
        [
            row.path.clone(),
            printer.word(&format!("cli-keep-{}", name(&row.keep))),
            row.origin.clone().unwrap_or_default(),
        ]
    });
    let cells = cells.collect();
    printer.table(["secret", "kept", "server"], cells, "cli-no-secrets")
}

/// Who asks and who may write.
pub fn pairings(pairings: &Pairings, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let asking = pairings.requests.iter().map(|row| {
        [
            row.channel.as_str().to_owned(),
            row.code.clone(),
            row.name.clone().unwrap_or_else(|| row.id.clone()),
            printer.time(row.expires_at),
        ]
    });
    let asking = asking.collect();
    printer.table(
        ["channel", "code", "who", "until"],
        asking,
        "cli-nobody-asks",
    )?;
    if pairings.people.is_empty() {
        return Ok(());
    }
    printer.line("")?;
    let people = pairings.people.iter().map(|row| {
        let id = row.id.clone();
        [row.channel.as_str().to_owned(), row.account.clone(), id]
    });
    let people = people.collect();
    printer.table(
        ["channel", "account", "may-write"],
        people,
        "cli-nobody-asks",
    )
}

/// A chat, and which of several bots writes there.
fn place(route: &Route) -> String {
    let channel = route.channel.as_str();
    match route.account.as_str() {
        "default" => format!("{channel} {}", route.peer),
        account => format!("{channel}/{account} {}", route.peer),
    }
}

/// Messages on their way.
pub fn deliveries(rows: &[DeliveryRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let cells = rows.iter().map(|row| {
        [
            row.id.clone(),
            printer.time(row.at),
            printer.word(&format!("cli-delivery-{}", name(&row.state))),
            place(&row.route),
            row.error.clone().unwrap_or_default(),
            first_line(&row.text),
        ]
    });
    let cells = cells.collect();
    printer.table(
        ["id", "when", "state", "to", "why", "text"],
        cells,
        "cli-no-deliveries",
    )
}

/// Models.
pub fn models(rows: &[ModelRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let price = |dollars: Option<f64>| dollars.map(|price| format!("${price}")).unwrap_or_default();
    let cells = rows.iter().map(|row| {
        let state = match (row.in_use, row.has_key) {
            (true, _) => printer.word("cli-model-in-use"),
            (false, true) => String::new(),
            (false, false) => printer.word("cli-model-no-key"),
        };
        [
            row.id.clone(),
            row.context_tokens.to_string(),
            price(row.input),
            price(row.output),
            state,
        ]
    });
    let cells = cells.collect();
    let headers = ["model", "window", "price-in", "price-out", "state"];
    printer.table(headers, cells, "cli-no-models")
}

/// Model servers on this computer.
pub fn servers(rows: &[LocalServer], printer: &mut Printer<'_>) -> Result<(), Failure> {
    let cells = rows.iter().map(|row| {
        let models = row.models.join(", ");
        [row.name.clone(), row.base_url.clone(), models]
    });
    let cells = cells.collect();
    printer.table(["name", "server", "model"], cells, "cli-no-servers")
}

/// One record: when, what, why not, how to take it back.
pub fn record(row: &ActivityRow, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(row);
    }
    let mut line = format!("{}  {}", printer.time(row.at), row.text);
    if let Some(reason) = &row.reason {
        line = format!("{line} — {reason}");
    }
    if let Some(detail) = &row.detail {
        line = format!("{line} ({detail})");
    }
    if let Some(undo) = &row.undo {
        line = format!("{line}  (cove undo {})", undo.id);
    }
    printer.line(&line)
}

/// The wire's name of a choice, for the key of its word.
fn name(choice: &impl Serialize) -> String {
    match serde_json::to_value(choice) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

fn first_line(text: &str) -> String {
    const SHOWN: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN && line.len() == text.trim_end().len() {
        return line.to_owned();
    }
    line.chars().take(SHOWN).chain(['…']).collect()
}
