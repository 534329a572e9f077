//! One conversation from its first message over the night: it grows, is noted down, shortened,
//! carried over at four, begun anew by hand and opened again. No thought is lost, and every
//! place says the same numbers.
//!
//! Owns the thoughts: each message holds one, a name that stands nowhere else.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cove_tests::clock::DrivenClock;
use cove_tests::model::ModelRequest;
use cove_tests::process::cove;
use cove_tests::{CoveProcess, Reply};
use serde_json::{Value, json};

use crate::long_talk::{compactions, for_notes, for_summary, long, records, send, small};
use crate::world::{World, transcript_files, until};

const MAIN: &str = "agent:main:main";
/// 2025-10-09 20:00 UTC, the zone of the fakes' home.
const EVENING: i64 = 1_760_040_000_000;
const HOUR: i64 = 3_600_000;
const FOUR: i64 = EVENING + 8 * HOUR;

/// A person's evening and morning with Cove.
struct Life {
    world: World,
    clock: DrivenClock,
    _gateway: CoveProcess,
    /// Transcripts as they were when last looked at.
    seen: BTreeMap<PathBuf, Vec<u8>>,
    /// How many thoughts were said.
    said: usize,
}

/// The n-th thought.
fn thought(n: usize) -> String {
    format!("IDEA-{n:03}")
}

fn thoughts_in(text: &str) -> Vec<String> {
    let found = text
        .match_indices("IDEA-")
        .filter_map(|(at, _)| text.get(at..at + 8));
    let mut found: Vec<String> = found.map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

/// A model that notes down each thought it has no note of, and whose summaries name none.
fn forgetful(request: &ModelRequest) -> Reply {
    let text = request.last_user_text();
    if for_summary(request) {
        return Reply::text("## Goal\nPlant the garden.\n## Open tasks\n- water it");
    }
    if !for_notes(request) {
        return Reply::text(format!("ok: {}", text.chars().take(20).collect::<String>()));
    }
    let results = request.tool_results();
    let written = results.iter().any(|(_, text)| text.contains("Written"));
    let file = text
        .split("end of ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let known = request.system_text();
    let new: String = thoughts_in(&request.prompt_text())
        .iter()
        .filter(|thought| !known.contains(*thought))
        .map(|thought| format!("- {thought} matters\n"))
        .collect();
    match (written, file) {
        (false, Some(file)) if !new.is_empty() => {
            let arguments = json!({"path": file, "content": new, "append": true});
            Reply::call("write", arguments)
        }
        _ => Reply::text("NO_REPLY"),
    }
}

impl Life {
    async fn begin() -> Self {
        let mut world = World::new().await;
        world.home = std::mem::take(&mut world.home).with_config(small());
        world.model.answer_with(forgetful);
        let (gateway, clock) = world.driven(EVENING).await;
        world.telegram.wait_for_poll().await;
        Self {
            world,
            clock,
            _gateway: gateway,
            seen: BTreeMap::new(),
            said: 0,
        }
    }

    /// The next thought, in so many tokens.
    fn next(&mut self, tokens: usize) -> String {
        self.said += 1;
        long(tokens, &thought(self.said))
    }

    /// Says the next thought; the answer to it.
    async fn say(&mut self, tokens: usize) -> Value {
        let text = self.next(tokens);
        let answer = send(&self.world, &text).await;
        assert_eq!(answer["outcome"], "done", "{answer}");
        answer
    }

    async fn row(&self) -> Value {
        let list = self.world.json(&["sessions", "--json"]).await;
        let rows = list["sessions"].as_array().unwrap();
        assert_eq!(rows.len(), 1, "one conversation: {list}");
        rows[0].clone()
    }

    async fn session(&self) -> String {
        self.row().await["sessionId"].as_str().unwrap().to_owned()
    }

    fn transcript(&self, session: &str) -> String {
        self.world
            .home
            .read(&format!("agents/main/sessions/{session}.jsonl"))
    }

    /// What is noted down, of all days.
    fn notes(&self) -> String {
        let days = std::fs::read_dir(self.world.home.workspace("memory"));
        let days = days.map(|days| days.flatten().collect::<Vec<_>>());
        let texts = days.unwrap_or_default().into_iter();
        texts
            .map(|day| std::fs::read_to_string(day.path()).unwrap())
            .collect()
    }

    /// Every thought up to the n-th stands here.
    fn holds(&self, n: usize, text: &str, place: &str) {
        let missing: Vec<String> = (1..=n)
            .map(thought)
            .filter(|thought| !text.contains(thought))
            .collect();
        assert!(missing.is_empty(), "{place}: {missing:?}");
    }

    /// What holds after every step.
    async fn look(&mut self, step: &str) -> Value {
        self.transcripts_only_grew(step);
        self.holds(self.said, &self.world.transcripts(), step);
        let row = self.row().await;
        self.numbers_agree(step, &row).await;
        self.world.no_problems();
        row
    }

    fn transcripts_only_grew(&mut self, step: &str) {
        let files = transcript_files(&self.world.home).into_iter();
        let now: BTreeMap<PathBuf, Vec<u8>> = files
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect();
        for (path, before) in &self.seen {
            let bytes = now
                .get(path)
                .unwrap_or_else(|| panic!("{step}: {path:?} is gone"));
            assert!(
                bytes.starts_with(before),
                "{step}: {path:?} was written over"
            );
        }
        self.seen = now;
    }

    async fn numbers_agree(&self, step: &str, row: &Value) {
        let report = self.world.json(&["context", "--json"]).await;
        let names = [
            "sessionId",
            "totalTokens",
            "totalTokensFresh",
            "contextTokens",
            "percentUsed",
            "meter",
            "compactionCount",
        ];
        for name in names {
            assert_eq!(row[name], report[name], "{step}: {name} of list and report");
        }
        let figure = |value: &Value| value.as_u64().unwrap();
        let parts = report["parts"].as_array().unwrap().iter();
        let sum: u64 = parts.map(|part| figure(&part["tokens"])).sum();
        assert_eq!(
            sum,
            figure(&row["totalTokens"]),
            "{step}: the parts of the report"
        );
        let meter = &row["meter"];
        let (used, start) = (figure(&meter["used"]), figure(&meter["start"]));
        assert_eq!(used, figure(&row["totalTokens"]), "{step}: the meter's use");
        assert_eq!(
            meter["start"], report["marks"]["compaction"],
            "{step}: the meter's end"
        );
        let percent = |of: u64| (used * 100 + of / 2) / of;
        assert_eq!(
            figure(&meter["percent"]),
            percent(start).min(100),
            "{step}: the meter"
        );
        assert_eq!(
            figure(&row["percentUsed"]),
            percent(figure(&row["contextTokens"])),
            "{step}: use of the window"
        );
        let status = send(&self.world, "/status").await["reply"].clone();
        let status = status.as_str().unwrap();
        let about = if row["totalTokensFresh"] == true {
            ""
        } else {
            "≈"
        };
        let line = format!(
            "Conversation: {about}{} of 30k tokens ({}%)",
            short(used),
            row["percentUsed"]
        );
        assert!(status.contains(&line), "{step}: {line} in {status}");
        let times = ["Not summed up yet", "Summed up once"];
        let times = times[usize::try_from(figure(&row["compactionCount"])).unwrap()];
        assert!(status.contains(times), "{step}: {times} in {status}");
        assert!(status.lines().count() < 12, "{status}");
        let listed = cove(&["sessions"], &self.world.home).await.stdout;
        let share = format!("({}%)", row["percentUsed"]);
        assert!(listed.contains(&share), "{step}: {share} in {listed}");
        if let Some(next) = row["nextReset"].as_str() {
            assert!(
                status.contains(next) && listed.contains(next),
                "{step}: {next} in {status}"
            );
        }
    }

    /// What the provider counted of the last request of the conversation is what is shown.
    fn is_counted(&self, row: &Value) {
        let requests = self.world.model.requests();
        let of_talk = |request: &&ModelRequest| !for_notes(request) && !for_summary(request);
        let counted = requests.iter().rev().find(of_talk).unwrap().prompt_tokens();
        let shown = row["totalTokens"].as_u64().unwrap();
        assert!(
            shown.abs_diff(counted) * 20 <= counted,
            "{shown} shown, {counted} counted"
        );
    }

    /// The last request that was no note and no summary.
    async fn next_prompt(&mut self) -> String {
        self.say(20).await;
        self.world.model.requests().pop().unwrap().prompt_text()
    }

    async fn now(&self) -> i64 {
        let status = self.world.json(&["status", "--json"]).await;
        status["now"].as_i64().unwrap()
    }

    /// Anna types this and is told that, as time goes on.
    async fn types(&self, text: &str, told: &str) {
        let before = self.world.texts().len();
        self.world.anna().says(text);
        until(told, async || {
            self.clock.advance(1_000).await;
            let texts = self.world.texts();
            texts[before..]
                .iter()
                .any(|text| text.contains(told))
                .then_some(())
        })
        .await;
        self.world.quiet().await;
    }

    async fn flushes(&self) -> Vec<Value> {
        records(&self.world, "flush").await
    }
}

/// Tokens as `/status` says them.
fn short(tokens: u64) -> String {
    match tokens {
        0..1_000 => tokens.to_string(),
        _ => format!("{}k", (tokens + 500) / 1_000),
    }
}

#[tokio::test]
async fn from_the_first_message_over_the_night_no_thought_is_lost_and_every_number_agrees() {
    let mut life = Life::begin().await;
    twenty_turns(&mut life).await;
    noted_then_shortened(&mut life).await;
    let evening = life.session().await;
    let morning = the_night(&mut life, &evening).await;
    anew_and_back(&mut life, &morning).await;
    everything_opens_again(&mut life, [&evening, &morning]).await;
}

async fn twenty_turns(life: &mut Life) {
    for _ in 0..20 {
        life.say(700).await;
    }
    let row = life.look("twenty turns").await;
    life.is_counted(&row);
    let meter = row["meter"]["percent"].as_u64().unwrap();
    assert!((60..90).contains(&meter), "near the limit: {row}");
    assert!(life.flushes().await.is_empty() && compactions(&life.world).is_empty());
    assert_eq!(row["nextReset"], "resets tonight at 04:00");
}

async fn noted_then_shortened(life: &mut Life) {
    while life.flushes().await.is_empty() {
        life.say(600).await;
        assert!(life.said < 30, "no notes were saved");
    }
    let row = life.look("noted").await;
    life.is_counted(&row);
    assert!(compactions(&life.world).is_empty(), "notes come first");
    life.holds(life.said - 1, &life.notes(), "notes");
    while compactions(&life.world).is_empty() {
        life.say(600).await;
        assert!(life.said < 40, "it was never shortened");
    }
    let row = life.look("shortened").await;
    let entry = compactions(&life.world).remove(0);
    assert_eq!(row["compactionCount"], 1);
    assert!(
        row["totalTokens"].as_u64() < entry["tokensBefore"].as_u64(),
        "{row} {entry}"
    );
    assert_eq!(life.flushes().await.len(), 1, "one flush a compaction");
    assert!(!life.world.transcripts().contains("NO_REPLY"));
    // The summary named no thought; the next request has them all the same.
    let prompt = life.next_prompt().await;
    assert!(prompt.contains("Plant the garden"), "{prompt}");
    assert!(
        !prompt.contains(&format!("{} lorem", thought(1))),
        "{prompt}"
    );
    life.holds(life.said, &prompt, "the next prompt");
    let row = life.look("after it").await;
    life.is_counted(&row);
}

/// From the evening to four in the morning; the session of the new day.
async fn the_night(life: &mut Life, evening: &str) -> String {
    // The last words come from Telegram, so that is where the morning is told.
    let text = life.next(20);
    life.types(&text, "ok: IDEA-").await;
    life.look("good night").await;
    life.clock.advance(FOUR - life.now().await - 1).await;
    assert_eq!(life.session().await, evening, "not before four");
    life.clock.advance(1).await;
    let morning = until("the new day's session", async || {
        let session = life.session().await;
        (session != evening).then_some(session)
    })
    .await;
    life.world.quiet().await;
    let row = life.look("four o'clock").await;
    assert_eq!(
        (&row["lastReset"], &row["compactionCount"]),
        (&json!(FOUR), &json!(0))
    );
    // Saved first, then carried over: the first entry of a transcript that says where it is from.
    let flushes = life.flushes().await;
    assert_eq!(
        (flushes.len(), &flushes[0]["outcome"]),
        (2, &json!("done")),
        "{flushes:?}"
    );
    life.holds(life.said, &life.notes(), "notes of the night");
    let text = life.transcript(&morning);
    let mut lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let (header, carried) = (lines.next().unwrap(), lines.next().unwrap());
    assert!(
        header["parentSession"].as_str().unwrap().contains(evening),
        "{header}"
    );
    assert_eq!(carried["customType"], "session-carryover", "{carried}");
    let last = thought(life.said);
    assert!(carried.to_string().contains(&last), "{last} in {carried}");
    let resets = records(&life.world, "reset").await;
    assert_eq!(
        (resets.len(), &resets[0]["outcome"]),
        (1, &json!("done")),
        "{resets:?}"
    );
    life.world
        .told_while(&life.clock, "A new day, a fresh start.")
        .await;
    let prompt = life.next_prompt().await;
    assert!(
        prompt.contains("[Session carryover]") && prompt.contains(&last),
        "{prompt}"
    );
    let row = life.look("the first words of the day").await;
    life.is_counted(&row);
    morning
}

/// `/new` keeps what was said since, and `/undo` opens the conversation again.
async fn anew_and_back(life: &mut Life, morning: &str) {
    let noted = thoughts_in(&life.notes()).len();
    life.say(20).await;
    let new = life.said - noted;
    life.types("/new", &format!("Kept {new} notes. Fresh start."))
        .await;
    let fresh = life.session().await;
    assert_ne!(fresh, morning);
    let row = life.look("begun anew").await;
    assert_eq!(
        (&row["compactionCount"], &row["totalTokensFresh"]),
        (&json!(0), &json!(false))
    );
    life.holds(life.said, &life.notes(), "notes of the morning");
    assert_eq!(life.flushes().await.len(), 3);
    life.types("/undo", "was opened again").await;
    assert_eq!(life.session().await, morning);
    life.look("taken back").await;
    let last = thought(life.said);
    let prompt = life.next_prompt().await;
    assert!(
        prompt.contains("[Session carryover]") && prompt.contains(&last),
        "{prompt}"
    );
    let row = life.look("and gone on").await;
    life.is_counted(&row);
}

/// Each session is in the history, found by its words, and goes on where it ended.
async fn everything_opens_again(life: &mut Life, [evening, morning]: [&str; 2]) {
    let history = life
        .world
        .json(&["sessions", "history", MAIN, "--json"])
        .await;
    let listed = history.to_string();
    assert!(
        listed.contains(evening) && listed.contains(morning),
        "{listed}"
    );
    for n in [1, 21, life.said] {
        let found = life
            .world
            .json(&["sessions", "search", &thought(n), "--json"])
            .await;
        assert!(
            !found["hits"].as_array().unwrap().is_empty(),
            "{}: {found}",
            thought(n)
        );
    }
    life.world
        .json(&["sessions", "reopen", MAIN, evening, "--json"])
        .await;
    assert_eq!(life.session().await, evening);
    life.look("the evening again").await;
    let prompt = life.next_prompt().await;
    assert!(prompt.contains("Plant the garden") && !prompt.contains("[Session carryover]"));
    life.holds(life.said - 5, &prompt, "the evening's prompt");
    let row = life.look("the end").await;
    assert_eq!(row["compactionCount"], 1);
    life.is_counted(&row);
}
