//! What a run of a job will see, before it runs: the prompt to the letter and what it weighs.
//!
//! Owns gathering it and the warnings about files its message names. Starts no run and calls no
//! model.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::request::Asking;
use super::{AgentHome, Parts};
use crate::clock::Ms;
use crate::context::estimate_bytes;
use crate::cron::{Job, Payload, SessionTarget, Timetable, timetable};
use crate::error::{Params, Problem, params};
use crate::ledger::{BeatTokens, EstimatedCost, OutputTokens, Rhythm, day_cost, in_dollars};
use crate::model::{ModelRef, ToolSpec, practice_model};
use crate::session::SessionKey;
use crate::workspace::{Decision, PromptState, RelPath, TurnClass, may_read};

/// Tokens of an answer: short and long (seed 002).
const ANSWER: OutputTokens = OutputTokens {
    low: 170,
    high: 1_000,
};
/// A month of 30.44 days, ms.
const MONTH: Ms = 2_630_016_000;
/// Runs of a month that are counted; the rest is taken to be as close.
const COUNTED: u64 = 5_000;
/// Ends of names that are taken for files in a message.
const ENDS: [&str; 12] = [
    "md", "txt", "json", "jsonl", "csv", "tsv", "yaml", "yml", "toml", "html", "log", "pdf",
];

/// What a part of the prompt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum JobPartKind {
    /// The system prompt without the files.
    Instructions,
    /// A file of the agent.
    File,
    /// What the tools are and take.
    Tools,
    /// The conversation so far.
    Conversation,
    /// What the job says.
    Message,
}

/// A part of the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobPart {
    /// What.
    pub kind: JobPartKind,
    /// Of a file, its name.
    pub name: Option<String>,
    /// Tokens, an estimate.
    pub tokens: u64,
}

/// Something about what a run will see that may surprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobWarning {
    /// `file-missing`, `file-withheld`.
    pub code: String,
    /// In words.
    pub text: String,
    /// The file.
    pub path: String,
}

/// What a run will see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobExplained {
    /// The conversation it runs in; `null` = a fresh one each time.
    pub session_key: Option<String>,
    /// `provider/model`; `null` = no model is asked.
    pub model: Option<String>,
    /// The system prompt, to the letter; empty where no model is asked by the job itself.
    pub system: String,
    /// What the job says, to the letter.
    pub message: String,
    /// Names of the tools it may use.
    pub tools: Vec<String>,
    /// What the prompt is made of.
    pub parts: Vec<JobPart>,
    /// All of it, tokens.
    pub tokens: u64,
    /// Dollars of one run; `null` = the price is unknown.
    pub cost_per_run: Option<EstimatedCost>,
    /// Dollars a month of 30.44 days.
    pub cost_per_month: Option<EstimatedCost>,
    /// What may surprise.
    pub warnings: Vec<JobWarning>,
}

/// Gathers it.
///
/// # Errors
/// An unknown agent, or files that can't be read.
pub async fn explain_job(parts: &Parts, job: &Job) -> Result<JobExplained, Problem> {
    let config = parts.config.current();
    let agent = job
        .agent_id
        .clone()
        .unwrap_or_else(|| config.default_agent().to_owned());
    let home = match parts.agents.get(&agent) {
        Some(home) => home?,
        None => return Err(Problem::new("agent-unknown")),
    };
    let main = SessionKey::main(&agent);
    let mut found = JobExplained {
        session_key: match &job.target {
            SessionTarget::Main | SessionTarget::Current => Some(main.to_string()),
            SessionTarget::Session(id) => Some(SessionKey::parse(id, &agent).to_string()),
            SessionTarget::Isolated | SessionTarget::Other(_) => None,
        },
        model: None,
        system: String::new(),
        message: job.payload.text().to_owned(),
        tools: Vec::new(),
        parts: Vec::new(),
        tokens: 0,
        cost_per_run: None,
        cost_per_month: None,
        warnings: Vec::new(),
    };
    match &job.payload {
        Payload::AgentTurn {
            model, thinking, ..
        } => {
            let named = model.as_deref().and_then(|model| {
                let alias = config.aliases().get(model).cloned();
                alias.or_else(|| ModelRef::parse(model))
            });
            let own = named.map_or_else(|| parts.model_chain(&main), |model| vec![model]);
            turn(parts, &home, job, (&own, thinking.clone()), &mut found).await?;
        }
        // The words go out as they are: nothing is paid.
        Payload::Notify { .. } => {
            let free = EstimatedCost {
                low: 0.0,
                high: 0.0,
            };
            (found.cost_per_run, found.cost_per_month) = (Some(free), Some(free));
        }
        // Read in the main conversation, whose own report says what that weighs.
        Payload::SystemEvent { .. } | Payload::Other(_) | Payload::Missing => {}
    }
    Ok(found)
}

async fn turn(
    parts: &Parts,
    home: &AgentHome,
    job: &Job,
    (chain, thinking): (&[ModelRef], Option<String>),
    found: &mut JobExplained,
) -> Result<(), Problem> {
    let class = TurnClass::Isolated {
        may_read_memory: job.may_read_memory,
    };
    let model = chain.first().cloned().unwrap_or_else(practice_model);
    let ratio = parts.calibrations.get(&model.to_string());
    let weight = |bytes: usize| estimate_bytes(bytes as u64, ratio);
    let instructions = parts.instructions(home, class, &[]).await?;
    let asking = Asking {
        session_id: "",
        home,
        class,
        chain,
        thinking,
        goes_out: false,
    };
    let next = parts.next_request(&asking, &[], &instructions.text);
    let in_files: usize = instructions.files.iter().map(|file| file.text.len()).sum();
    let mut add = |kind, name: Option<&str>, tokens| {
        let name = name.map(str::to_owned);
        found.parts.push(JobPart { kind, name, tokens });
    };
    let own = instructions.text.len().saturating_sub(in_files);
    add(JobPartKind::Instructions, None, weight(own));
    for file in &instructions.files {
        if file.state != PromptState::Missing {
            add(JobPartKind::File, Some(&file.name), weight(file.text.len()));
        }
    }
    let size =
        |tool: &ToolSpec| tool.name.len() + tool.description.len() + tool.schema.to_string().len();
    let tools = &next.request.tools;
    add(
        JobPartKind::Tools,
        None,
        weight(tools.iter().map(size).sum()),
    );
    if let Some(key) = &found.session_key {
        let record = parts
            .sessions
            .record(&SessionKey::parse(key, home.files.agent()));
        let tokens = record.and_then(|record| record.number("totalTokens"));
        let tokens = u64::try_from(tokens.unwrap_or(0)).unwrap_or(0);
        add(JobPartKind::Conversation, None, tokens);
    }
    add(JobPartKind::Message, None, weight(job.payload.text().len()));
    found.tools = tools.iter().map(|tool| tool.name.to_owned()).collect();
    found.tokens = found.parts.iter().map(|part| part.tokens).sum();
    found.system = next.request.system;
    let price = parts.models.info(&model).price;
    found.model = Some(model.to_string());
    let calls = |calls: u32| {
        let rhythm = Rhythm {
            every: String::new(),
            gap: std::time::Duration::MAX,
            calls,
            days: 7,
            rests: false,
        };
        let tokens = BeatTokens {
            input: found.tokens,
            output: ANSWER,
        };
        day_cost(price.as_ref(), tokens, &rhythm).map(in_dollars)
    };
    let now = parts.clock.now_ms();
    let times = timetable(job, &parts.clock.zone());
    let runs = times.map_or(0, |times| runs_of_month(&times, now));
    found.cost_per_run = calls(1);
    found.cost_per_month = calls(u32::try_from(runs).unwrap_or(u32::MAX));
    found.warnings = warnings(parts, home, class, job.payload.text()).await;
    Ok(())
}

/// How often it really runs in the month from now on, or from its first run on where that lies
/// further ahead. Of one that runs very often only the first runs are counted.
fn runs_of_month(times: &Timetable, now: Ms) -> u64 {
    let Some(first) = times.next(now) else {
        return 0;
    };
    let from = if first > now + MONTH { first - 1 } else { now };
    let mut runs = 0;
    for at in times.from(from).take_while(|at| *at <= from + MONTH) {
        runs += 1;
        if runs == COUNTED {
            let share = MONTH as f64 / (at - from).max(1) as f64;
            return (runs as f64 * share).round() as u64;
        }
    }
    runs
}

/// Files the message names that are not there or that the run does not get.
async fn warnings(
    parts: &Parts,
    home: &AgentHome,
    class: TurnClass,
    message: &str,
) -> Vec<JobWarning> {
    let mut found = Vec::new();
    for name in names_in(message) {
        let Ok(path) = RelPath::parse(&name) else {
            continue;
        };
        let code = match may_read(class, &path) {
            Decision::No(_) => "file-withheld",
            _ => match home.files.read(&path).await {
                Ok(file) if !file.exists => "file-missing",
                _ => continue,
            },
        };
        let told: Params = params([("path", name.as_str().into())]);
        found.push(JobWarning {
            text: parts
                .words
                .text(parts.language(), &format!("job-warn-{code}"), &told),
            code: code.to_owned(),
            path: name,
        });
    }
    found
}

/// What looks like files in a text, each once. Addresses and dates to be filled in are none.
fn names_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let part = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    for word in text.split(|c: char| !part(c)) {
        let word = word.trim_end_matches('.');
        let end = word.rsplit_once('.');
        let is_file = end.is_some_and(|(stem, end)| {
            !stem.is_empty() && ENDS.contains(&end.to_ascii_lowercase().as_str())
        });
        let plain = !word.contains("//") && !word.contains("YYYY");
        if is_file && plain && !found.iter().any(|held| held == word) {
            found.push(word.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_month_has_as_many_runs_as_really_fall_into_it() {
        // Sunday, 2026-11-01T00:00:00Z.
        let now = 1_793_491_200_000;
        let day = 86_400_000;
        let check = |schedule: serde_json::Value, own: serde_json::Value, expected: u64| {
            let shown = format!("{schedule} {own}");
            let job = json!({"id": "j", "schedule": schedule, "cove": own,
                "payload": {"kind": "agentTurn", "message": "x"}});
            let times = timetable(&Job::read(&job).unwrap(), "UTC").unwrap();
            assert_eq!(runs_of_month(&times, now), expected, "{shown}");
        };
        let cron = |expr: &str| json!({"kind": "cron", "expr": expr, "tz": "UTC"});
        check(cron("0 9 * * *"), json!({}), 31);
        // Five weeks less a day begin on a Sunday: 22 weekdays.
        check(cron("0 9 * * 1-5"), json!({}), 22);
        check(cron("0 9 * * *"), json!({"endAt": now + 10 * day}), 10);
        check(cron("0 9 * * *"), json!({"startAt": now + 20 * day}), 11);
        // It begins in spring: that month is meant.
        check(cron("0 9 * * *"), json!({"startAt": now + 120 * day}), 31);
        check(cron("0 9 * * *"), json!({"endAt": now - day}), 0);
        check(cron("0 9 1 1 *"), json!({}), 1);
        check(
            json!({"kind": "at", "at": "2026-11-03T09:00:00Z"}),
            json!({}),
            1,
        );
        // Every minute of 30.44 days.
        check(
            json!({"kind": "every", "everyMs": 60_000, "anchorMs": now}),
            json!({}),
            43_834,
        );
    }

    #[test]
    fn files_are_found_in_a_message_and_addresses_are_not() {
        let check = |text: &str, expected: &[&str]| assert_eq!(names_in(text), expected, "{text}");
        check(
            "Read MEMORY.md, then “notes/a-1.txt”.",
            &["MEMORY.md", "notes/a-1.txt"],
        );
        check(
            "look at https://example.com/x.html and a.md a.md",
            &["a.md"],
        );
        check("write memory/YYYY-MM-DD.md and v1.2, e.g. now", &[]);
        check("读一下TODO.md", &["TODO.md"]);
    }
}
