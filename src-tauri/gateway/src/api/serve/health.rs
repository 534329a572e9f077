//! The home checked and mended.
//!
//! Owns which findings a request means and how each is told. A check never mends.

use std::path::PathBuf;
use std::sync::Arc;

use super::Caller;
use super::change::{Told, aside, publish, shown as shown_undo, unchanged};
use super::session_life::cause;
use super::{secret, session_life};
use crate::activity::{Inverse, Kind, StoredUndo};
use crate::agent::{Asked, NewSession, opening_line};
use crate::api::contract::{ApiError, Changed, Undo};
use crate::api::health::{
    FindingRow, FixFailure, FixRow, FixedRow, HealthCheck, HealthFix, HealthFixList, HealthFixed,
    HealthFixes, HealthReport, HealthRestore, HealthSummary, StrayWay,
};
use crate::api::secret::SecretAdopt;
use crate::api::sessions::SessionsArchive;
use crate::api::status::{Need, NeedKind};
use crate::clock::SharedClock;
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::{self, Checked, Host, StartError};
use crate::health::{self, Finding, FixRecord, Fixed, Remedy, Severity};
use crate::secret::Env;
use crate::session::{Asker, SessionKey};
use crate::words::{Language, Words, short_count};

const SUBJECTS: &[Subject] = &[Subject::Sessions, Subject::Files];

/// Checks.
pub async fn check(host: &Arc<Host>, _: &Caller, _: HealthCheck) -> Result<HealthReport, Problem> {
    let checked = gateway::look(host).await?;
    Ok(report(&checked, &host.parts.words, host.language()))
}

/// Checks a home that nobody has open, without opening it.
pub async fn check_home(
    root: PathBuf,
    env: Env,
    clock: &SharedClock,
    language: Language,
) -> Result<HealthReport, StartError> {
    let checked = gateway::inspect(root, env, clock).await?;
    Ok(report(&checked, &Words::load(), language))
}

/// Mends.
pub async fn fix(
    host: &Arc<Host>,
    caller: &Caller,
    request: HealthFix,
) -> Result<HealthFixed, Problem> {
    known(host, &request)?;
    let checked = gateway::look(host).await?;
    let mut answer = HealthFixed {
        fixed: mended_at_start(host, &request),
        failed: Vec::new(),
        left: Vec::new(),
    };
    let mut secrets = false;
    for finding in checked.findings.iter().filter(|one| wanted(one, &request)) {
        // All secrets are moved at once.
        if finding.remedy == Remedy::Secrets && std::mem::replace(&mut secrets, true) {
            continue;
        }
        match mend(host, caller, finding, request.stray).await {
            Ok(Some(row)) => answer.fixed.push(row),
            Ok(None) => {}
            Err(problem) => answer.failed.push(FixFailure {
                id: finding.id(),
                error: ApiError::render(&problem, &host.parts.words, host.language()),
            }),
        }
    }
    let checked = gateway::look(host).await?;
    answer.left = report(&checked, &host.parts.words, host.language()).findings;
    publish(host, SUBJECTS, None);
    Ok(answer)
}

/// Lists fixes.
pub async fn fixes(host: &Arc<Host>, _: &Caller, _: HealthFixes) -> Result<HealthFixList, Problem> {
    let root = host.state.root().to_owned();
    let fixes = aside(move || Ok(health::list_fixes(&root))).await?;
    let rows = fixes.into_iter().map(|told| FixRow {
        what: what(host, &told.code, &told.subject),
        id: told.id,
        at: told.at,
        code: told.code,
        subject: told.subject,
        undone: told.undone,
    });
    Ok(HealthFixList {
        fixes: rows.collect(),
    })
}

/// Takes a fix back.
pub async fn restore(
    host: &Arc<Host>,
    caller: &Caller,
    request: HealthRestore,
) -> Result<Changed, Problem> {
    let taken = gateway::take_back(host, &request.id).await?;
    let told = Told::new(host, caller, Kind::Health, "undone");
    let told = told.about(&taken.id).with("subject", taken.subject);
    host.db().write(move |tx| told.write(tx)).await?;
    publish(host, SUBJECTS, None);
    Ok(unchanged())
}

/// The last check for the status.
pub(super) fn summary(host: &Host) -> Option<HealthSummary> {
    let checked = host.health.last()?;
    let count = |severity| {
        let found = checked.findings.iter();
        let count = found.filter(|found| found.severity == severity).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let told = params([("errors", errors.into()), ("warnings", warnings.into())]);
    Some(HealthSummary {
        checked_at: checked.at,
        errors,
        warnings,
        infos: count(Severity::Info),
        text: host
            .parts
            .words
            .text(host.language(), "health-summary", &told),
    })
}

/// What waits for the person after the last check: only what does not work or may be lost.
pub(super) fn need(host: &Host) -> Option<Need> {
    let summary = summary(host).filter(|summary| summary.errors > 0)?;
    Some(Need {
        id: "health".into(),
        kind: NeedKind::Home,
        text: summary.text,
        reference: None,
    })
}

/// Notes in which something that looks like a key stands.
pub(super) async fn keys_in_notes(host: &Host) -> Result<Vec<String>, Problem> {
    let view = gateway::view(host).await?;
    aside(move || Ok(health::notes_with_keys(&view))).await
}

fn wanted(finding: &Finding, request: &HealthFix) -> bool {
    let named = request.id.as_ref().is_some_and(|id| *id == finding.id())
        || request.code.as_deref() == Some(finding.code);
    let (repairs, _) = can(finding);
    named || (request.all && repairs)
}

/// Whether it is mended with all others, and whether it can be mended when it is asked for: to
/// begin a conversation anew is more than a repair.
fn can(finding: &Finding) -> (bool, bool) {
    match finding.remedy {
        Remedy::Person => (false, false),
        Remedy::Stray { .. } | Remedy::Fresh { .. } => (false, true),
        _ => (true, true),
    }
}

/// What a start mended before anybody asked; told by the command that asks without a gateway.
fn mended_at_start(host: &Host, request: &HealthFix) -> Vec<FixedRow> {
    if host.live.is_some() {
        return Vec::new();
    }
    let fixes = health::list_fixes(host.state.root());
    let of_start = fixes.into_iter().filter(|told| {
        let asked = request.all || request.code.as_ref() == Some(&told.code);
        asked && host.health.mended.contains(&told.id)
    });
    of_start.map(|told| row(host, told, None)).collect()
}

async fn mend(
    host: &Arc<Host>,
    caller: &Caller,
    finding: &Finding,
    stray: Option<StrayWay>,
) -> Result<Option<FixedRow>, Problem> {
    match &finding.remedy {
        Remedy::Person => Ok(None),
        Remedy::Stray { belongs: None, .. } if stray == Some(StrayWay::Move) => {
            Err(Problem::new("session-belongs-nowhere"))
        }
        Remedy::Stray { key, .. } if stray != Some(StrayWay::Move) => {
            let wish = SessionsArchive {
                key: key.clone(),
                archived: true,
            };
            let archived = session_life::archive(host, caller, wish).await?;
            Ok(Some(done(host, finding, archived.undo)))
        }
        Remedy::Fresh { key } => begin_anew(host, caller, finding, key).await.map(Some),
        Remedy::Secrets => {
            let adopted = secret::adopt(host, caller, SecretAdopt {}).await?;
            Ok((!adopted.paths.is_empty()).then(|| FixedRow {
                fix_id: None,
                code: finding.code.to_owned(),
                subject: adopted.paths.join(", "),
                what: sentence(host, finding),
                done: None,
                undo: None,
            }))
        }
        _ => match gateway::mend(host, finding).await? {
            Fixed::Nothing => Ok(None),
            Fixed::Changed(told) => {
                let undo = tell(host, &told).await?;
                Ok(Some(row(host, told, undo)))
            }
        },
    }
}

/// A finding mended by what has a record and an undo of its own.
fn done(host: &Host, finding: &Finding, undo: Option<Undo>) -> FixedRow {
    FixedRow {
        fix_id: None,
        code: finding.code.to_owned(),
        subject: finding.subject.clone(),
        what: sentence(host, finding),
        done: None,
        undo,
    }
}

/// What matters of a long conversation is saved and it begins anew, in its lane, as if a person
/// had asked there; the chat is told.
async fn begin_anew(
    host: &Arc<Host>,
    caller: &Caller,
    finding: &Finding,
    key: &str,
) -> Result<FixedRow, Problem> {
    let asked = Asked {
        asker: Asker::Request,
        save: true,
        sum_up: true,
        model: None,
        announce: true,
    };
    let key = SessionKey::parse(key, host.config().current().default_agent());
    let how = NewSession::Asked(asked);
    let (told, renewed) = gateway::begin_anew(host, finding, &key, how, cause(caller)).await?;
    let line = opening_line(&host.parts.words, host.language(), &renewed.mark);
    Ok(FixedRow {
        fix_id: Some(told.id),
        code: told.code,
        subject: told.subject,
        what: sentence(host, finding),
        done: Some(line),
        undo: renewed.undo.map(|undo| shown_undo(host, &undo)),
    })
}

/// What is asked for by name must be something a check can find: nothing found is an answer, a
/// word Cove does not know is a mistake.
fn known(host: &Host, request: &HealthFix) -> Result<(), Problem> {
    let id = request.id.as_ref();
    let code = id.map(|id| id.split(':').next().unwrap_or_default());
    let Some(code) = code.or(request.code.as_deref()) else {
        return Ok(());
    };
    let key = format!("error-{code}.why");
    match host.parts.words.text(host.language(), &key, &params([])) == key {
        false => Ok(()),
        true => Err(Problem::with(
            "finding-unknown",
            params([("name", id.map_or(code, String::as_str).into())]),
        )),
    }
}

/// The record of a fix, with what takes it back.
async fn tell(host: &Host, told: &FixRecord) -> Result<Option<StoredUndo>, Problem> {
    let why = Problem::with(
        &told.code,
        params([("subject", told.subject.as_str().into())]),
    );
    let id = format!("health-fixed:{}", told.id);
    let mut record = crate::activity::Record::new(id, told.at, Kind::Health, "fixed");
    record = record.about(&told.id).because(why);
    let record = Told {
        record: record.with("subject", told.subject.clone()),
        undo: None,
    };
    let inverse = Inverse::RestoreFix {
        id: told.id.clone(),
    };
    let record = record.undone_by(inverse, "undo-health-fixed");
    Ok(host.db().write(move |tx| record.write(tx)).await?)
}

fn row(host: &Host, told: FixRecord, undo: Option<StoredUndo>) -> FixedRow {
    FixedRow {
        what: what(host, &told.code, &told.subject),
        fix_id: Some(told.id),
        code: told.code,
        subject: told.subject,
        done: None,
        undo: undo.map(|undo| shown_undo(host, &undo)),
    }
}

fn what(host: &Host, code: &str, subject: &str) -> String {
    let problem = Problem::with(code, params([("subject", subject.into())]));
    host.parts.words.problem(host.language(), &problem)
}

fn sentence(host: &Host, finding: &Finding) -> String {
    shown(finding, &host.parts.words, host.language()).what
}

fn report(checked: &Checked, words: &Words, language: Language) -> HealthReport {
    let rows = checked.findings.iter();
    HealthReport {
        checked_at: checked.at,
        findings: rows.map(|found| shown(found, words, language)).collect(),
    }
}

fn shown(finding: &Finding, words: &Words, language: Language) -> FindingRow {
    let mut told = finding.params.clone();
    if let Some(tokens) = told.get("tokens").and_then(serde_json::Value::as_u64) {
        told.insert("tokens".into(), short_count(tokens).into());
    }
    // A mistake of the settings or of a folder has a sentence of its own.
    let inner = told.remove("problem");
    let inner = inner.and_then(|inner| serde_json::from_value::<Problem>(inner).ok());
    if let Some(inner) = inner {
        told.insert("told".into(), words.problem(language, &inner).into());
    }
    let text = |part: &str| {
        let key = format!("error-{}{part}", finding.code);
        words.text(language, &key, &told)
    };
    let (fixable, on_request) = can(finding);
    FindingRow {
        id: finding.id(),
        code: finding.code.to_owned(),
        severity: finding.severity,
        subject: finding.subject.clone(),
        agent_id: finding.agent.clone(),
        what: text(""),
        why: text(".why"),
        fix: text(".hint"),
        fixable,
        on_request,
        moves_to: match &finding.remedy {
            Remedy::Stray { belongs, .. } => belongs.clone(),
            _ => None,
        },
    }
}
