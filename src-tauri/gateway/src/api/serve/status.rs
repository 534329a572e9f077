//! `status.get`: the one status, computed once and shown everywhere.
//!
//! Owns the order of what needs the person, worst first. Never guesses from time stamps.

use std::sync::{Arc, PoisonError};

use super::Caller;
use crate::activity::{Kind, Record, current_holds, page};
use crate::agent::BeatLook;
use crate::api::contract::ApiError;
use crate::api::status::{
    ChannelRow, DesktopRow, GatewayRow, HeartbeatRow, HoldRow, ModelInUse, Mood, Need, NeedKind,
    ShortcutRow, Status, StatusGet,
};
use crate::channel::{ChannelHealth, ChannelKind, ChannelStatus};
use crate::clock::{Ms, local_minute};
use crate::config::InForce;
use crate::cron::cut_off_jobs;
use crate::delivery::{OutboxRow, OutboxState, group_chats, list_outbox, refused_of_jobs};
use crate::error::{Params, Problem, params};
use crate::gateway::{BUILD, Host};
use crate::ledger::{
    Admission, Terms, Who, admit, cost_since, extra_today, prices_asked, spent, start_of_day,
};
use crate::model::{is_practice, practice_model};
use crate::storage::StorageError;

/// A message set aside is shown for a day, ms.
const DAY: i64 = 24 * 3_600_000;

pub(super) async fn get(host: &Arc<Host>, _: &Caller, _: StatusGet) -> Result<Status, Problem> {
    let (epoch, seq) = (host.events().epoch().to_owned(), host.events().seq());
    let (now, zone, language) = (host.now(), host.parts.zone(), host.language());
    let words = &host.parts.words;
    let midnight = start_of_day(now, &zone);
    let terms = host.parts.terms();
    let (holds, cost_today, trouble, refused, cut_off, set_aside, money, chats) = host
        .db()
        .read(move |connection| {
            let trouble = list_outbox(connection, false, 500)?;
            let set_aside: Vec<Record> = page(connection, None, Some(Kind::Message.as_str()), 50)?
                .into_iter()
                .filter(|told| told.at > now - DAY && is_set_aside(told))
                .collect();
            Ok((
                current_holds(connection, now)?,
                cost_since(connection, midnight)?,
                trouble,
                refused_of_jobs(connection)?,
                cut_off_jobs(connection)?,
                set_aside,
                Money::look(connection, &terms)?,
                group_chats(connection)?,
            ))
        })
        .await?;
    let config = host.config().current();
    let agent = config.default_agent().to_owned();
    let model = config
        .model_chain(&agent)
        .first()
        .cloned()
        .unwrap_or_else(practice_model);
    let info = host.parts.models.info(&model);
    let (working, waiting) = host
        .live
        .as_ref()
        .map_or((0, 0), |live| live.lanes.counts());
    let channels: Vec<ChannelRow> = host
        .parts
        .channels
        .all()
        .iter()
        .map(|channel| channel.status())
        .filter(|status| status.channel == ChannelKind::Telegram)
        .map(|status| ChannelRow {
            text: channel_text(host, &status),
            status,
        })
        .collect();
    let report = host.config().report();
    let config_problems: Vec<ApiError> = report
        .problems
        .iter()
        .map(|problem| ApiError::render(&Problem::from(problem), words, language))
        .collect();
    let trouble = super::job_needs::counted_on(host, trouble).await;
    let mut needs = needs(host, &trouble, &channels, &config_problems, report.in_force);
    needs.extend(super::group_needs::needs(host, &chats));
    needs.extend(super::job_needs::refused(host, refused).await);
    needs.extend(super::job_needs::cut_off(host, cut_off).await);
    needs.extend(set_aside.iter().map(|told| Need {
        id: told.id.clone(),
        kind: NeedKind::Failed,
        text: words.problem(language, &Problem::new("message-set-aside")),
        reference: told.reference.clone(),
    }));
    let jobs = super::job_needs::look(host, &holds).await?;
    needs.extend(jobs.needs);
    needs.extend(money.needs(host));
    needs.extend(super::health::need(host));
    if !holds.iter().any(|hold| hold.reason.code == "home-moved") {
        needs.retain(|need| need.id != "home:home-moved");
    }
    let paused = *host.paused.borrow();
    let mood = match (paused, needs.is_empty(), working > 0) {
        (true, ..) => Mood::Paused,
        (false, false, _) => Mood::NeedsYou,
        (false, true, true) => Mood::Working,
        (false, true, false) => Mood::Well,
    };
    let agent_name = agent_name(host, &agent);
    let gateway = host.live.as_ref().map(|_| GatewayRow {
        pid: std::process::id(),
        embedded: host.embedded,
    });
    Ok(Status {
        sentence: match gateway {
            Some(_) => sentence(host, mood, &agent_name, needs.len()),
            None => words.text(language, "status-not-running", &Params::new()),
        },
        gateway,
        epoch,
        seq,
        mood,
        agent_id: agent,
        agent_name,
        language,
        build: BUILD.to_owned(),
        home_id: host.state.home_id().to_owned(),
        started_at: host.started_at,
        now,
        zone,
        model: ModelInUse {
            id: model.to_string(),
            label: info.label,
            practice: is_practice(&model),
            context_tokens: config
                .agents
                .defaults
                .context_tokens
                .map_or(info.context_tokens, |cap| cap.min(info.context_tokens)),
        },
        heartbeat: heartbeat(host).await,
        channels,
        holds: holds
            .into_iter()
            .map(|hold| HoldRow {
                text: held(host, &hold.scope, &hold.reason, hold.until),
                scope: hold.scope,
                reason: hold.reason,
                since: hold.since,
                until: hold.until,
            })
            .collect(),
        needs,
        working,
        waiting,
        cost_today,
        next_job: jobs.next,
        desktop: desktop(host),
        config_problems,
        health: super::health::summary(host),
    })
}

/// What of the allowance needs the person.
struct Money {
    used: Option<Problem>,
    unpriced: Vec<String>,
}

impl Money {
    fn look(connection: &rusqlite::Connection, terms: &Terms) -> Result<Self, StorageError> {
        let limits = terms.limits.with_extra(extra_today(connection, terms)?);
        let used = match admit(&limits, spent(connection, terms)?, Who::Person, None) {
            Admission::Ask(problem) => Some(problem),
            Admission::Go | Admission::Refuse(_) => None,
        };
        Ok(Self {
            used,
            unpriced: prices_asked(connection, terms.now)?,
        })
    }

    fn needs(self, host: &Host) -> Vec<Need> {
        let words = |problem: &Problem| host.parts.words.problem(host.language(), problem);
        let used = self.used.map(|problem| Need {
            id: "allowance".into(),
            kind: NeedKind::Allowance,
            text: host
                .parts
                .words
                .text(host.language(), "need-allowance", &problem.params),
            reference: None,
        });
        let unpriced = self.unpriced.into_iter().map(|model| {
            let told = params([("model", model.clone().into())]);
            Need {
                id: format!("price:{model}"),
                kind: NeedKind::Price,
                text: words(&Problem::with("allowance-price-unknown", told)),
                reference: Some(model),
            }
        });
        used.into_iter().chain(unpriced).collect()
    }
}

/// The check-ins of the default agent.
async fn heartbeat(host: &Host) -> HeartbeatRow {
    let config = host.config().current();
    match BeatLook::gather(&host.parts, config.default_agent(), None).await {
        Ok(look) => {
            let line = look.line(&host.parts, host.language());
            HeartbeatRow {
                on: look.plan.is_some(),
                next_at: line.next_at,
                skipped: line.skipped,
                text: line.text,
            }
        }
        Err(problem) => HeartbeatRow {
            on: false,
            next_at: None,
            skipped: false,
            text: host.parts.words.problem(host.language(), &problem),
        },
    }
}

/// What the settings wish of the desktop, and whether it is quiet.
fn desktop(host: &Host) -> DesktopRow {
    let config = host.config().current();
    let told = &config.ui.notifications;
    DesktopRow {
        quiet: host.parts.is_quiet(config.default_agent()),
        answers: told.answers,
        jobs: told.jobs,
        notices: told.notices,
        sound: told.sound,
        start_at_login: config.ui.start_at_login,
        shortcut: config.ui.shortcut.clone().map(|keys| shortcut(host, keys)),
    }
}

/// The keys of the settings, with what the desktop said of just these.
fn shortcut(host: &Host, keys: String) -> ShortcutRow {
    let told = host.shortcut.lock().unwrap_or_else(PoisonError::into_inner);
    let state = told
        .as_ref()
        .filter(|(of, _)| *of == keys)
        .map(|told| told.1);
    ShortcutRow { keys, state }
}

/// What is held, since why and until when.
fn held(host: &Host, scope: &str, reason: &Problem, until: Option<Ms>) -> String {
    let (words, language) = (&host.parts.words, host.language());
    if reason.code != "hold-paused" {
        return words.problem(language, reason);
    }
    let (kind, name) = scope.split_once(':').unwrap_or((scope, ""));
    let until = until.map(|until| local_minute(until, &host.parts.zone()));
    let told = params([
        ("kind", kind.into()),
        ("name", name.into()),
        ("scope", scope.into()),
        ("until", until.unwrap_or_else(|| "none".to_owned()).into()),
    ]);
    words.text(language, "status-held", &told)
}

/// The agent's state in a sentence.
pub fn sentence(host: &Host, mood: Mood, agent: &str, needs: usize) -> String {
    let key = match mood {
        Mood::Well => "status-well",
        Mood::Working => "status-working",
        Mood::Paused => "status-paused",
        Mood::NeedsYou => "status-needs-you",
    };
    host.parts.words.text(
        host.language(),
        key,
        &params([("agent", agent.into()), ("count", needs.into())]),
    )
}

/// The name in IDENTITY.md would need a file; the settings' own name comes first, else the app's.
fn agent_name(host: &Host, agent: &str) -> String {
    let config = host.config().current();
    let named = config.agent(agent).and_then(|entry| entry.name.clone());
    named.unwrap_or_else(|| "Cove".to_owned())
}

/// How a channel is; one of several bots with the name of its account.
fn channel_text(host: &Host, status: &ChannelStatus) -> String {
    let text = health_text(host, status);
    if status.account == "default" {
        return text;
    }
    let told = params([
        ("account", status.account.as_str().into()),
        ("text", text.into()),
    ]);
    host.parts
        .words
        .text(host.language(), "channel-account", &told)
}

fn health_text(host: &Host, status: &ChannelStatus) -> String {
    if let Some(problem) = &status.problem {
        return host.parts.words.problem(host.language(), problem);
    }
    let key = match status.health {
        ChannelHealth::Off => "channel-off",
        ChannelHealth::Connecting => "channel-connecting",
        ChannelHealth::Well => "channel-well",
        ChannelHealth::Trying => "channel-trying",
        ChannelHealth::NeedsYou => "channel-needs-you",
    };
    let name = status.name.clone().unwrap_or_default();
    host.parts
        .words
        .text(host.language(), key, &params([("name", name.into())]))
}

fn needs(
    host: &Host,
    trouble: &[OutboxRow],
    channels: &[ChannelRow],
    config_problems: &[ApiError],
    in_force: InForce,
) -> Vec<Need> {
    let words = |key: &str, told: &Params| host.parts.words.text(host.language(), key, told);
    let mut needs: Vec<Need> = host
        .findings
        .iter()
        .map(|problem| Need {
            id: format!("home:{}", problem.code),
            kind: NeedKind::Home,
            text: host.parts.words.problem(host.language(), problem),
            reference: None,
        })
        .collect();
    if let Some(first) = config_problems.first() {
        let key = match in_force {
            InForce::Nothing => "need-config-nothing",
            InForce::File | InForce::LastGood => "need-config",
        };
        let told = params([
            ("problem", first.message.clone().into()),
            ("count", config_problems.len().into()),
        ]);
        needs.push(Need {
            id: "config".into(),
            kind: NeedKind::Config,
            text: words(key, &told),
            reference: None,
        });
    }
    for row in trouble.iter().filter(|row| needs_person(row)) {
        let key = if row.state == OutboxState::Unknown {
            "need-unknown"
        } else {
            "need-refused"
        };
        let start: String = row.part.shown().chars().take(60).collect();
        needs.push(Need {
            id: format!("delivery:{}", row.id),
            kind: NeedKind::Undelivered,
            text: words(
                key,
                &params([
                    ("text", start.into()),
                    ("why", why(host, row).into()),
                    ("channel", row.part.route.channel.as_str().into()),
                ]),
            ),
            reference: Some(row.id.clone()),
        });
    }
    for channel in channels
        .iter()
        .filter(|channel| channel.status.health == ChannelHealth::NeedsYou)
    {
        let id = format!("channel:telegram:{}", channel.status.account);
        needs.push(Need {
            id,
            kind: NeedKind::Channel,
            text: channel.text.clone(),
            reference: None,
        });
    }
    if host.secrets.passphrase_locked() {
        let text = words("need-unlock", &Params::new());
        needs.push(Need {
            id: "secret".into(),
            kind: NeedKind::Secret,
            text,
            reference: None,
        });
    }
    for request in host
        .pairing
        .pending(ChannelKind::Telegram)
        .unwrap_or_default()
    {
        let name = request.name.clone().unwrap_or_else(|| request.id.clone());
        needs.push(Need {
            id: format!("pairing:{}", request.id),
            kind: NeedKind::Pairing,
            text: words(
                "need-pairing",
                &params([("name", name.into()), ("code", request.code.clone().into())]),
            ),
            reference: Some(request.code),
        });
    }
    needs
}

/// What a job's target refused is told once a job.
fn needs_person(row: &OutboxRow) -> bool {
    match row.state {
        OutboxState::Unknown => true,
        OutboxState::Refused => !row.cause.starts_with("run:"),
        _ => false,
    }
}

/// Why a part did not arrive.
pub(super) fn why(host: &Host, row: &OutboxRow) -> String {
    let told = row.error.as_ref();
    told.map_or_else(
        || "none".to_owned(),
        |error| host.parts.words.problem(host.language(), error),
    )
}

fn is_set_aside(told: &Record) -> bool {
    told.reason
        .as_ref()
        .is_some_and(|reason| reason.code == "message-set-aside")
}
