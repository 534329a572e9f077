//! `cove sessions show|tail|export|search`: what was said, read.

use std::io::Write;
use std::path::PathBuf;

use cove_gateway::api::chat::ChatMessage;
use cove_gateway::api::events::{Happening, StreamItem};
use cove_gateway::api::transcripts::{ExportFormat, SessionsExport, SessionsSearch, SessionsShow};
use cove_gateway::error::{Params, Problem, params};
use futures::StreamExt;
use serde_json::json;

use super::Home;
use crate::args::FormatArg;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Messages asked for at a turn's end: more than one turn brings.
const PAGE: u32 = 20;

fn newest(session: Option<String>, limit: u32) -> SessionsShow {
    SessionsShow {
        session,
        before: None,
        limit: Some(limit),
    }
}

pub(super) async fn show(
    session: Option<String>,
    limit: u32,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let shown = home.ask(newest(session, limit)).await?;
    if printer.json {
        return printer.json(&shown);
    }
    print_all(&shown.messages, printer)
}

pub(super) async fn tail(
    session: Option<String>,
    limit: u32,
    follow: bool,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    // Subscribed before the first look, so that nothing falls between the two.
    let events = match follow {
        true => Some(home.events().await?),
        false => None,
    };
    let shown = home.ask(newest(session.clone(), limit)).await?;
    print_all(&shown.messages, printer)?;
    let mut last = shown.messages.last().map(|message| message.id.clone());
    let Some(mut events) = events else {
        return Ok(());
    };
    while let Some(item) = events.next().await {
        let more = match item {
            StreamItem::Resync { .. } => true,
            StreamItem::Ready { resync, .. } => resync,
            StreamItem::Event { event } => match event.happening {
                Happening::TurnEnded { session_key, .. } => {
                    shown.session_key.as_ref() == Some(&session_key)
                }
                _ => false,
            },
        };
        if more {
            let messages = home.ask(newest(session.clone(), PAGE)).await?.messages;
            let known = messages
                .iter()
                .position(|message| Some(&message.id) == last.as_ref());
            print_all(&messages[known.map_or(0, |at| at + 1)..], printer)?;
            last = messages.last().map(|message| message.id.clone()).or(last);
        }
    }
    Ok(())
}

fn print_all(messages: &[ChatMessage], printer: &mut Printer<'_>) -> Result<(), Failure> {
    messages
        .iter()
        .try_for_each(|message| print::session::message(message, printer))
}

pub(super) async fn export(
    session: Option<String>,
    format: FormatArg,
    output: Option<PathBuf>,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let mut wanted = SessionsExport {
        session,
        format: match format {
            FormatArg::Markdown => ExportFormat::Markdown,
            FormatArg::Jsonl => ExportFormat::Jsonl,
        },
        from: 0,
    };
    let failed = |path: &PathBuf, error: std::io::Error, printer: &Printer<'_>| {
        let told = params([
            ("path", path.display().to_string().into()),
            ("reason", error.to_string().into()),
        ]);
        Failure::problem(&Problem::with("cli-file", told), printer.language)
    };
    let mut file = None;
    let mut text = String::new();
    loop {
        let piece = home.ask(wanted.clone()).await?;
        match &output {
            Some(path) => {
                if file.is_none() {
                    let made = std::fs::File::create(path);
                    file = Some(made.map_err(|error| failed(path, error, printer))?);
                }
                if let Some(file) = &mut file {
                    let written = file.write_all(piece.text.as_bytes());
                    written.map_err(|error| failed(path, error, printer))?;
                }
            }
            None if printer.json => text.push_str(&piece.text),
            None => printer.raw(&piece.text)?,
        }
        match piece.next {
            Some(next) => wanted.from = next,
            None => break,
        }
    }
    match (output, printer.json) {
        (Some(path), true) => printer.json(&json!({"file": path.display().to_string()})),
        (Some(path), false) => {
            let told = params([("path", path.display().to_string().into())]);
            printer.say("cli-exported", &told)
        }
        (None, true) => printer.json(&json!({"text": text})),
        (None, false) => Ok(()),
    }
}

pub(super) async fn search(
    query: String,
    session_key: Option<String>,
    limit: u32,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let wanted = SessionsSearch {
        query,
        session_key,
        limit: Some(limit),
    };
    let hits = home.ask(wanted).await?.hits;
    if printer.json {
        return printer.json(&print::named("hits", &hits));
    }
    if hits.is_empty() {
        return printer.say("cli-no-hits", &Params::new());
    }
    hits.iter()
        .try_for_each(|hit| print::session::hit(hit, printer))
}
