//! Commands that read the books: what was spent, which conversations there are, one written out.
//!
//! Owns how they are laid out in a chat.

use super::{Asked, Reply};
use crate::activity::{Inverse, Kind, Record, add_undo, record};
use crate::agent::figures;
use crate::clock::local_minute;
use crate::error::{Problem, params};
use crate::ledger::{cost_of_session, cost_since, start_of_day};
use crate::session::{ExportLabels, KeyKind, export_markdown, read_transcript};
use crate::words::short_count;
use crate::workspace::{Author, Change, RelPath, Write};

/// Most conversations a chat lists.
const MOST: usize = 10;
const DAY: i64 = 24 * 3_600_000;

/// Nano-dollars.
pub(super) struct Spent {
    /// By this conversation, since it began.
    pub session: i64,
    /// Today.
    pub today: i64,
    /// In thirty days.
    pub month: i64,
}

/// What was spent.
pub(super) async fn spent(asked: &Asked) -> Result<Spent, Problem> {
    let now = asked.host.now();
    let today = start_of_day(now, &asked.host.parts.zone());
    let found = asked.host.parts.sessions.find(&asked.row.key);
    let session = found.map(|found| found.session_id).unwrap_or_default();
    let read = asked.host.db().read(move |connection| {
        Ok(Spent {
            session: cost_of_session(connection, &session)?,
            today: cost_since(connection, today)?,
            month: cost_since(connection, now - 30 * DAY)?,
        })
    });
    Ok(read.await?)
}

/// `/sessions`: the newest conversations and how full they are.
pub(super) fn sessions(asked: &Asked) -> Reply {
    let (zone, config) = (asked.host.parts.zone(), asked.host.config().current());
    let mut all = asked.host.parts.sessions.all();
    // As in every list: runs of jobs and what was put away are left out.
    all.retain(|(key, record)| {
        key.kind() != KeyKind::Cron && record.number("archivedAt").is_none()
    });
    all.sort_by_key(|(_, record)| std::cmp::Reverse(record.updated_at()));
    let lines = all.iter().take(MOST).map(|(key, record)| {
        let figures = figures(&config, &asked.host.parts.models, key, record);
        let told = params([
            ("key", key.to_string().into()),
            ("named", record.text("label").is_some().to_string().into()),
            ("label", record.text("label").unwrap_or_default().into()),
            ("counted", figures.total_tokens_fresh.to_string().into()),
            ("used", short_count(figures.total_tokens).into()),
            ("window", short_count(figures.context_tokens).into()),
            ("percent", figures.percent_used.into()),
            ("at", local_minute(record.updated_at(), &zone).into()),
        ]);
        asked.text("command-sessions-line", &told)
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return Reply::say(asked.plain("command-sessions-none"));
    }
    let told = params([("more", all.len().saturating_sub(MOST).into())]);
    let more = asked.text("command-sessions-more", &told);
    Reply::say(format!("{}\n\n{more}", lines.join("\n")))
}

/// `/export`: this conversation as a Markdown file in the workspace.
pub(super) async fn export(asked: &Asked) -> Result<Reply, Problem> {
    let (host, key) = (&asked.host, &asked.row.key);
    let home = match host.parts.agents.get(key.agent()) {
        Some(Ok(home)) => home.clone(),
        Some(Err(problem)) => return Err(problem.clone()),
        None => return Err(Problem::new("agent-unknown")),
    };
    let unknown = || Problem::with("session-unknown", params([("key", key.as_str().into())]));
    let found = host.parts.sessions.find(key).ok_or_else(unknown)?;
    let zone = host.parts.zone();
    let labels = ExportLabels::new(&host.parts.words, asked.language, key.as_str(), &zone);
    let text = tokio::task::spawn_blocking(move || {
        let entries = read_transcript(&found.path)?;
        Ok::<_, Problem>(export_markdown(&entries, &labels))
    });
    let text = text.await.map_err(|_| Problem::new("gateway-gone"))??;
    // Named after the command's own time: carried out again it writes the same file.
    let at = local_minute(asked.row.received_at, &zone)
        .replace(' ', "-")
        .replace(':', "");
    let name = key
        .as_str()
        .split(':')
        .skip(2)
        .collect::<Vec<_>>()
        .join("-");
    let path = RelPath::parse(&format!("exports/{at}-{name}.md"))?;
    let (agent, cause, now) = (key.agent().to_owned(), asked.cause(), host.now());
    let join = move |tx: &crate::storage::Tx<'_>, change: &Change| {
        let told = Record::new(cause.clone(), now, Kind::File, "written")
            .about(change.path.as_str())
            .with("path", change.path.as_str());
        record(tx, &told)?;
        let inverse = Inverse::RevertFile {
            agent: agent.clone(),
            path: change.path.as_str().to_owned(),
            version: change.version,
            previous: change.previous,
        };
        let label = Problem::with("undo-file-written", told.params.clone());
        add_undo(tx, &told.id, now, &inverse, label).map(drop)
    };
    let written = home
        .files
        .write(Write {
            path,
            text,
            base: None,
            author: Author::Person,
            turn_id: None,
            join: Some(std::sync::Arc::new(join)),
        })
        .await?;
    host.events().changed(crate::event::Subject::Files, None);
    let told = params([("path", written.path.as_str().into())]);
    Ok(Reply::say(asked.text("command-export-done", &told)))
}
