//! Lets the agent make, change and look at jobs.
//!
//! Owns what it may set: when, its words, on or off. A job it makes goes back to the conversation
//! it was asked for in; webhooks, other targets, memory, tools and model are a person's to set, and
//! so are jobs that a person made.

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::job_desk::JobDesk;
use super::tool::{Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments};
use crate::clock::local_minute;
use crate::cron::{ByHand, Job, JobEdit, Wanted, history, parse_zone, schedule_of, understand};
use crate::error::{Problem, params};
use crate::model::ToolSpec;
use crate::session::SessionKey;
use crate::words::Language;
use crate::workspace::TurnClass;

/// Runs that are shown.
const SHOWN: u32 = 10;

pub(super) struct Cron(pub JobDesk);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wish {
    action: Action,
    id: Option<String>,
    text: Option<String>,
    name: Option<String>,
    at: Option<String>,
    every: Option<String>,
    cron: Option<String>,
    tz: Option<String>,
    message: Option<String>,
    notify: Option<String>,
    enabled: Option<bool>,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Action {
    List,
    Add,
    Update,
    Remove,
    Run,
    Runs,
}

#[async_trait]
impl Tool for Cron {
    fn spec(&self) -> ToolSpec {
        let text = |description: &str| json!({"type": "string", "description": description});
        ToolSpec {
            name: "cron",
            description: "Reminders and jobs that run by themselves and answer in this \
                conversation. Give text (\"every weekday at 9 stand-up notes\"), or at, every or \
                cron with notify (fixed words, free) or message (a task for you).",
            schema: json!({"type": "object", "required": ["action"], "properties": {
                "action": {"enum": ["list", "add", "update", "remove", "run", "runs"]},
                "id": {"type": "string"},
                "text": text("when and what, in plain words"),
                "name": {"type": "string"},
                "at": text("20m, tomorrow 9:00 or ISO 8601"),
                "every": text("30m, 2h"),
                "cron": text("five fields"),
                "tz": {"type": "string"},
                "message": {"type": "string"},
                "notify": {"type": "string"},
                "enabled": {"type": "boolean"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Changes
    }

    // What it makes is named by the call: carried out again it is the same job.
    fn keyed(&self) -> bool {
        true
    }

    fn open_to(&self, class: TurnClass) -> bool {
        matches!(
            class,
            TurnClass::MainChat | TurnClass::MainBeat | TurnClass::LightBeat
        )
    }

    fn touch(&self, _: &Value, _: chrono::NaiveDate) -> Result<Touch, Trouble> {
        Ok(Touch::Nothing)
    }

    async fn run(&self, given: &Value, hands: &Hands<'_>) -> Answer {
        let wish: Wish = arguments(given)?;
        let agent = hands.files.agent().to_owned();
        if wish.action == Action::Remove && hands.class != TurnClass::MainChat {
            return Err(Trouble::new(
                "A job can only be removed in a talk with the person.",
            ));
        }
        let done = match wish.action {
            Action::List => self.list(&agent).await,
            Action::Add => self.add(wish, &agent, hands).await,
            Action::Update => self.update(wish, &agent, hands).await,
            Action::Remove => self.remove(wish, &agent, hands).await,
            Action::Run => self.begin(wish, &agent, hands).await,
            Action::Runs => self.runs(wish, &agent).await,
        };
        done.map_err(|problem| self.trouble(&problem))
    }
}

impl Cron {
    fn trouble(&self, problem: &Problem) -> Trouble {
        Trouble::new(self.0.words.explain(Language::English, problem))
    }

    async fn list(&self, agent: &str) -> Result<ToolOutput, Problem> {
        let jobs = self.0.of_agent(agent, false).await?;
        let lines: Vec<String> = jobs.iter().map(|job| self.0.line(job)).collect();
        Ok(ToolOutput::text(match lines.is_empty() {
            true => "There are no jobs.".to_owned(),
            false => lines.join("\n"),
        }))
    }

    async fn add(&self, wish: Wish, agent: &str, hands: &Hands<'_>) -> Result<ToolOutput, Problem> {
        let (schedule, rest) = self.when(&wish)?;
        let Some(schedule) = schedule else {
            return Err(Problem::new("schedule-missing"));
        };
        let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, self.cause(hands).as_bytes()).to_string();
        self.0.within_bounds(agent, &id, &schedule).await?;
        let payload = match (wish.message, wish.notify.or(rest)) {
            (Some(message), _) => json!({"kind": "agentTurn", "message": message}),
            (None, Some(text)) => json!({"kind": "notify", "text": text}),
            (None, None) => return Err(Problem::new("job-payload-missing")),
        };
        let key = SessionKey::parse(hands.session_key, agent);
        let mut job = Map::new();
        for (name, value) in [
            ("name", wish.name.map(Value::from)),
            ("agentId", Some(agent.into())),
            // A reminder that was said is done.
            (
                "deleteAfterRun",
                (schedule["kind"] == "at").then(|| true.into()),
            ),
            ("schedule", Some(schedule)),
            ("sessionTarget", Some("isolated".into())),
            ("payload", Some(payload)),
            ("delivery", Some(self.0.back_to(&key))),
            ("cove", Some(json!({"madeBy": agent}))),
        ] {
            job.extend(value.map(|value| (name.to_owned(), value)));
        }
        self.change(JobEdit::Add { id, record: job }, "added", hands)
            .await
    }

    async fn update(
        &self,
        wish: Wish,
        agent: &str,
        hands: &Hands<'_>,
    ) -> Result<ToolOutput, Problem> {
        let job = self.own(&wish, agent).await?;
        let (schedule, rest) = self.when(&wish)?;
        if let Some(schedule) = &schedule {
            self.0.within_bounds(agent, &job.id, schedule).await?;
        }
        let payload = match (wish.message, wish.notify.or(rest)) {
            (Some(message), _) => Some(json!({"kind": "agentTurn", "message": message})),
            (None, Some(text)) => Some(json!({"kind": "notify", "text": text})),
            (None, None) => None,
        };
        let key = SessionKey::parse(hands.session_key, agent);
        let mut fields = Map::new();
        for (name, value) in [
            ("name", wish.name.map(Value::from)),
            ("enabled", wish.enabled.map(Value::from)),
            ("schedule", schedule),
            ("payload", payload),
            ("delivery", Some(self.0.back_to(&key))),
        ] {
            fields.extend(value.map(|value| (name.to_owned(), value)));
        }
        let id = job.id;
        self.change(JobEdit::Change { id, fields }, "changed", hands)
            .await
    }

    async fn remove(
        &self,
        wish: Wish,
        agent: &str,
        hands: &Hands<'_>,
    ) -> Result<ToolOutput, Problem> {
        let id = self.own(&wish, agent).await?.id;
        self.change(JobEdit::Remove { id }, "removed", hands).await
    }

    async fn begin(
        &self,
        wish: Wish,
        agent: &str,
        hands: &Hands<'_>,
    ) -> Result<ToolOutput, Problem> {
        let job = self.own(&wish, agent).await?.id;
        let run = format!("{job}!{}", self.cause(hands));
        let force = false;
        self.0.book.run(ByHand { job, run, force }).await?;
        Ok(ToolOutput::text(
            "It has begun; its result comes by itself.",
        ))
    }

    async fn runs(&self, wish: Wish, agent: &str) -> Result<ToolOutput, Problem> {
        let id = wish.id.ok_or_else(|| Problem::new("job-which"))?;
        let jobs = self.0.of_agent(agent, false).await?;
        if !jobs.iter().any(|job| job.id == id) {
            return Err(Problem::with("job-unknown", params([("id", id.into())])));
        }
        let found = self
            .0
            .db
            .read(move |connection| history(connection, &id, None, SHOWN));
        let zone = self.0.zone();
        let lines: Vec<String> = found
            .await?
            .into_iter()
            .map(|row| {
                let why = row
                    .reason
                    .map(|why| format!(" ({why})"))
                    .unwrap_or_default();
                format!("{} {}{why}", local_minute(row.at, &zone), row.state)
            })
            .collect();
        Ok(ToolOutput::text(match lines.is_empty() {
            true => "It has not run yet.".to_owned(),
            false => lines.join("\n"),
        }))
    }

    async fn change(
        &self,
        edit: JobEdit,
        outcome: &'static str,
        hands: &Hands<'_>,
    ) -> Result<ToolOutput, Problem> {
        let record = format!("job-{outcome}:{}", self.cause(hands));
        let (edited, _) = self.0.change(edit, record, outcome).await?;
        let line = match &edited.after {
            Some(job) => self.0.line(job),
            None => edited.name().to_owned(),
        };
        let told = params([("name", edited.name().into()), ("what", outcome.into())]);
        Ok(ToolOutput {
            changed: true,
            notice: Some(Problem::with("job-changed-itself", told)),
            ..ToolOutput::text(format!("{outcome}: {line}"))
        })
    }

    /// A job the agent may change: one it has made.
    async fn own(&self, wish: &Wish, agent: &str) -> Result<Job, Problem> {
        let id = wish
            .id
            .as_deref()
            .ok_or_else(|| Problem::new("job-which"))?;
        let job = self.0.book.get(id).await?;
        match job.made_by.as_deref() == Some(agent) {
            true => Ok(job),
            false => Err(Problem::new("job-of-a-person")),
        }
    }

    /// When, and the words beside it.
    fn when(&self, wish: &Wish) -> Result<(Option<Value>, Option<String>), Problem> {
        let (now, zone) = (self.0.clock.now_ms(), self.0.zone());
        let zone = wish.tz.clone().unwrap_or(zone);
        if let Some(text) = &wish.text {
            let draft = understand(text, now, parse_zone(&zone)?);
            let draft = draft.ok_or_else(|| Problem::new("job-no-time"))?;
            let rest = Some(draft.rest).filter(|rest| !rest.is_empty());
            return Ok((Some(draft.schedule.print()), rest));
        }
        let wanted = Wanted {
            at: wish.at.clone(),
            every: wish.every.clone(),
            cron: wish.cron.clone(),
            tz: Some(zone.clone()),
            ..Wanted::default()
        };
        if wanted.at.is_none() && wanted.every.is_none() && wanted.cron.is_none() {
            return Ok((None, None));
        }
        Ok((Some(schedule_of(&wanted, now, &zone)?.print()), None))
    }

    fn cause(&self, hands: &Hands<'_>) -> String {
        format!("{}:{}", hands.turn_id, hands.call_id)
    }
}
