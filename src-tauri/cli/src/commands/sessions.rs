//! `cove sessions`: conversations, how full they are, how long they live, making one shorter.

use cove_gateway::api::compaction::{ContextCompact, ContextCompactPreview};
use cove_gateway::api::sessions::{
    ResetMode, SessionsArchive, SessionsDelete, SessionsHistory, SessionsList, SessionsReopen,
    SessionsReset,
};
use cove_gateway::error::{Params, params};
use cove_gateway::words::short_count;

use super::{Home, transcripts};
use crate::args::{CompactArgs, SessionsArgs, SessionsCommand};
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Carries one out.
pub async fn run(
    args: SessionsArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match args.command {
        None | Some(SessionsCommand::List) => list(args.active, args.all, home, printer).await,
        Some(SessionsCommand::Show { session, limit }) => {
            transcripts::show(session, limit, home, printer).await
        }
        Some(SessionsCommand::Tail {
            session,
            limit,
            follow,
        }) => transcripts::tail(session, limit, follow, home, printer).await,
        Some(SessionsCommand::Export {
            session,
            format,
            output,
        }) => transcripts::export(session, format, output, home, printer).await,
        Some(SessionsCommand::Search {
            words,
            session,
            limit,
        }) => transcripts::search(words.join(" "), session, limit, home, printer).await,
        Some(SessionsCommand::Reset {
            key,
            plain,
            model,
            text,
        }) => {
            let wish = SessionsReset {
                key: Some(key),
                agent_id: None,
                mode: plain.then_some(ResetMode::Plain),
                model,
                text,
            };
            reset(wish, home, printer).await
        }
        Some(SessionsCommand::Compact(compact)) => shorten(compact, home, printer).await,
        Some(SessionsCommand::History { key }) => history(key, home, printer).await,
        Some(SessionsCommand::Reopen { key, session }) => {
            let wish = SessionsReopen {
                key,
                session_id: session.clone(),
            };
            printer.changed(&home.change(wish).await?, "cli-session-reopened", &session)
        }
        Some(SessionsCommand::Delete { key, session }) => {
            let wish = SessionsDelete {
                key: key.clone(),
                session_id: session,
            };
            printer.changed(&home.change(wish).await?, "cli-session-deleted", &key)
        }
        Some(SessionsCommand::Archive { key, out }) => {
            let wish = SessionsArchive {
                key: key.clone(),
                archived: !out,
            };
            let said = if out {
                "cli-session-unarchived"
            } else {
                "cli-session-archived"
            };
            printer.changed(&home.change(wish).await?, said, &key)
        }
    }
}

async fn list(
    active_minutes: Option<u32>,
    all: bool,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let wanted = SessionsList {
        active_minutes,
        all,
    };
    let sessions = home.ask(wanted).await?.sessions;
    if printer.json {
        return printer.json(&print::named("sessions", &sessions));
    }
    if sessions.is_empty() {
        return printer.say("cli-no-sessions", &Params::new());
    }
    for row in &sessions {
        printer.line(&print::session::line(row))?;
    }
    Ok(())
}

async fn reset(wish: SessionsReset, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let begun = home.change(wish).await?;
    if printer.json {
        return printer.json(&begun);
    }
    printer.line(&begun.text)?;
    match &begun.undo {
        Some(undo) => printer.say("cli-undo", &params([("id", undo.id.as_str().into())])),
        None => Ok(()),
    }
}

async fn history(key: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let wanted = SessionsHistory {
        key: Some(key),
        agent_id: None,
    };
    let found = home.ask(wanted).await?;
    if printer.json {
        return printer.json(&found);
    }
    let rows = found.sessions.iter().map(|past| {
        let mark = if past.current { "*" } else { "" };
        [
            format!("{}{mark}", past.session_id),
            printer.time(past.started_at),
            printer.time(past.ended_at),
            past.first_words.clone(),
        ]
    });
    let rows = rows.collect();
    let headers = ["session", "began", "ended", "first-words"];
    printer.table(headers, rows, "cli-no-sessions")
}

async fn shorten(args: CompactArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if args.preview {
        let wanted = ContextCompactPreview {
            key: args.key,
            keep: args.keep,
        };
        let forecast = home.ask(wanted).await?;
        if printer.json {
            return printer.json(&forecast);
        }
        let told = params([
            ("summarised", forecast.summarised.into()),
            ("kept", forecast.kept.into()),
            ("before", short_count(forecast.before).into()),
            ("after", short_count(forecast.after).into()),
            ("notes", forecast.saves_notes.to_string().into()),
        ]);
        return printer.say("compact-forecast", &told);
    }
    let wanted = ContextCompact {
        key: args.key,
        instructions: args.instructions,
        keep: args.keep,
    };
    let result = home.change(wanted).await?;
    if printer.json {
        return printer.json(&result);
    }
    printer.line(&result.text)
}
