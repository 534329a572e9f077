//! Sections of the settings, defaults and mistakes.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::config::read::{Loaded, load};
use crate::error::Problem;
use crate::words::Words;

fn read(text: &str) -> Loaded {
    let env: crate::secret::Env = Arc::new(|_: &str| None);
    load(text, Path::new("/nowhere/cove.json"), &env)
}

fn good(text: &str) -> Config {
    let loaded = read(text);
    assert_eq!(loaded.problems, [], "{text}");
    loaded.config
}

/// The sentences of all problems, in English.
fn sentences(text: &str) -> Vec<String> {
    let words = Words::load();
    let problems = read(text).problems;
    problems
        .iter()
        .map(|problem| words.problem(Language::English, &Problem::from(problem)))
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(sentences(text), expected, "{text}");
}

#[test]
fn a_wrong_value_names_its_path_what_was_found_and_what_is_allowed() {
    check(
        r#"{agents: {defaults: {heartbeat: {every: "30x"}}}}"#,
        &[r#"agents.defaults.heartbeat.every: "30x" is not a duration such as "30m""#],
    );
    check(
        "{agents: {defaults: {timeoutSeconds: 0}}}",
        &["agents.defaults.timeoutSeconds: 0 is not a whole number from 1 to 86400"],
    );
    check(
        "{channels: {telegram: {dmPolicy: 'all'}}}",
        &["channels.telegram.dmPolicy: \"all\" is not one of pairing, allowlist, open, disabled"],
    );
    check(
        "{models: {providers: {x: {baseUrl: 'localhost:1'}}}}",
        &[
            "models.providers.x.baseUrl: \"localhost:1\" is not an address such as \"https://example.com/v1\"",
        ],
    );
    check(
        "{agents: {defaults: {model: 'fast'}}}",
        &[
            "agents.defaults.model: \"fast\" is neither a model such as \"anthropic/claude-haiku-4-5\" nor the alias of one",
        ],
    );
    check(
        "{agents: {defaults: {heartbeat: {activeHours: {start: '8:00', timezone: 'Berlin'}}}}}",
        &[
            "agents.defaults.heartbeat.activeHours.start: \"8:00\" is not a time of day such as \"08:30\"",
            "agents.defaults.heartbeat.activeHours.timezone: \"Berlin\" is not a time zone such as \"Europe/Berlin\"",
        ],
    );
    check(
        "{\n  a: 1,\n  b: ]\n}",
        &["cove.json, line 3, column 6: this can’t be read"],
    );
    check("  \n// nothing\n", &["cove.json is empty"]);
    check(
        "[1]",
        &["cove.json: [1] is not a group of settings in braces"],
    );
}

#[test]
fn every_mistake_is_found_at_once_and_the_defaults_stand_in() {
    let loaded = read(
        "{agents: {list: [{id: 'a', default: 'yes'}, 7]}, cron: {enabled: 1}, allowance: {day: -1},
          session: {dmScope: 'mine', resetByType: {group: {atHour: 24}}}, messages: [],
          channels: {telegram: {allowFrom: [true, 5], enabled: null}}}",
    );
    let paths: Vec<String> = loaded.problems.iter().map(|p| p.path.to_string()).collect();
    assert_eq!(
        paths,
        [
            "agents.list[0].default",
            "agents.list[1]",
            "session.dmScope",
            "session.resetByType.group.atHour",
            "channels.telegram.allowFrom[0]",
            "cron.enabled",
            "allowance.day",
            "messages",
        ]
    );
    assert!(loaded.config.cron.enabled && loaded.config.channels.telegram.keys.enabled);
    assert_eq!(loaded.config.allowance.day_nano(), Some(1_000_000_000));
}

#[test]
fn an_empty_file_means_the_documented_defaults() {
    let config = good("{}");
    assert_eq!(config, Config::default());
    let defaults = &config.agents.defaults;
    assert_eq!(defaults.heartbeat.every, crate::config::Span::minutes(30));
    assert_eq!(config.turn_timeout("main"), Duration::from_secs(600));
    assert_eq!(config.max_concurrent(), 4);
    assert_eq!(defaults.bootstrap_max_chars, 20_000);
    assert_eq!(config.allowance.month_nano(), Some(20_000_000_000));
    assert_eq!(config.model_chain("main"), []);
    assert_eq!(config.agents(), ["main"]);
    assert_eq!(config.language(), None);
    assert_eq!(
        config.workspace_dir("main", Path::new("/s")),
        Path::new("/s/workspace")
    );
    let bots = config.telegram_accounts();
    assert_eq!(bots.len(), 1);
    assert_eq!((bots[0].id.as_str(), bots[0].written), ("default", false));
    assert_eq!(bots[0].api_root(), TELEGRAM_API);
    assert!(config.heartbeat("main").is_some());
}

#[test]
fn unknown_keys_survive_with_a_warning_and_refuse_nothing() {
    let loaded = read("{gateway: {port: 1}, agents: {defaults: {sandbox: {mode: 'off'}}}}");
    let paths: Vec<String> = loaded.warnings.iter().map(|p| p.path.to_string()).collect();
    assert_eq!(paths, ["agents.defaults.sandbox", "gateway"]);
    assert_eq!(loaded.problems, []);
    let all = serde_json::to_value(&loaded.config).unwrap();
    assert_eq!(all["gateway"], json!({"port": 1}));
    assert_eq!(all["agents"]["defaults"]["sandbox"], json!({"mode": "off"}));
}

#[test]
fn a_model_is_named_by_id_or_alias_and_each_is_tried_once() {
    let config = good(
        "{agents: {defaults: {model: {primary: 'Big', fallbacks: ['openai/gpt-4.1', 'p/big', 'x/a/b']},
           models: {'p/big': {alias: 'big'}}}, list: [{id: 'w', model: 'big'}, {id: 'm', default: true}]}}",
    );
    let names = |agent| -> Vec<String> {
        let chain = config.model_chain(agent);
        chain.iter().map(ToString::to_string).collect()
    };
    assert_eq!(names("m"), ["p/big", "openai/gpt-4.1", "x/a/b"]);
    assert_eq!(names("w"), ["p/big"]);
    assert_eq!(config.agents(), ["m", "w"]);
}

#[test]
fn an_account_fills_its_keys_from_the_channel_but_never_its_token() {
    let config = good(
        "{channels: {telegram: {apiRoot: 'http://127.0.0.1:9/', botToken: '1:x', allowFrom: [5, 'tg:6'],
           accounts: {work: {dmPolicy: 'open', botToken: '$secret:shared'}, Home: {enabled: false}}}}}",
    );
    let bots = config.telegram_accounts();
    let told: Vec<(&str, bool, &str, DmPolicy)> = bots
        .iter()
        .map(|b| {
            (
                b.id.as_str(),
                b.enabled,
                b.token_path.as_str(),
                b.keys.dm_policy,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "default",
                true,
                "channels.telegram.botToken",
                DmPolicy::Pairing
            ),
            (
                "home",
                false,
                "channels.telegram.accounts.Home.botToken",
                DmPolicy::Pairing
            ),
            ("work", true, "shared", DmPolicy::Open),
        ]
    );
    assert!(
        bots.iter()
            .all(|bot| bot.api_root() == "http://127.0.0.1:9")
    );
    assert_eq!(bots[2].keys.allow_from.len(), 2);
    assert_eq!(
        config.secret_server("shared").as_deref(),
        Some("http://127.0.0.1:9")
    );
}

#[test]
fn if_any_agent_has_beats_of_its_own_only_those_beat() {
    let config = good(
        "{agents: {defaults: {heartbeat: {every: '1h', target: 'last'}},
           list: [{id: 'a'}, {id: 'b', heartbeat: {every: 10}}, {id: 'c', heartbeat: {every: '0m'}}]}}",
    );
    assert_eq!(config.heartbeat("a"), None);
    assert_eq!(config.heartbeat("c"), None);
    let beats = config.heartbeat("b").unwrap();
    assert_eq!(
        (beats.every.to_string().as_str(), beats.target.as_str()),
        ("10m", "last")
    );
}

#[test]
fn an_openclaw_file_of_spring_is_read_without_a_mistake() {
    let loaded = read(include_str!("fixtures/openclaw-2026.3.json"));
    assert_eq!(loaded.problems, []);
    let warned: Vec<String> = loaded.warnings.iter().map(|p| p.path.to_string()).collect();
    assert_eq!(warned, ["gateway", "discovery", "update"]);
    let config = loaded.config;
    assert_eq!(config.model_chain("main")[0].to_string(), "local/small");
    assert_eq!(config.user_timezone(), Some("Europe/Berlin"));
    let provider = &config.provider_settings()[0];
    assert_eq!(provider.models[1].cost.unwrap().cache_write, Some(1.25));
    assert_eq!(provider.key_path, "models.providers.local.apiKey");
    let groups = config.channels.telegram.keys.groups.as_ref().unwrap();
    assert_eq!(
        groups["-1001987650007"].topics["12"].require_mention,
        Some(false)
    );
    assert_eq!(
        loaded.secrets.in_file().collect::<Vec<_>>(),
        [
            "channels.telegram.botToken",
            "gateway.auth.token",
            "models.providers.local.apiKey"
        ]
    );
    let shown = serde_json::to_string(&config).unwrap() + &loaded.shown.to_string();
    assert!(
        !shown.contains("fake") && !shown.contains("FAKE"),
        "{shown}"
    );
}

#[test]
fn an_agents_id_becomes_what_keys_can_hold() {
    for (id, normal) in [
        ("Main", "main"),
        (" My  Agent! ", "my-agent"),
        ("工作", "main"),
        ("", "main"),
        ("a_b-c", "a_b-c"),
    ] {
        assert_eq!(normal_id(id), normal, "{id}");
    }
}

#[test]
fn beats_that_can_not_be_planned_are_refused_with_what_to_do() {
    let beats = |text: &str| format!("{{agents: {{defaults: {{heartbeat: {text}}}}}}}");
    check(
        &beats("{every: '2d'}"),
        &["agents.defaults.heartbeat.every: there can be a day at most between two check-ins"],
    );
    check(
        &beats("{every: '10s'}"),
        &["agents.defaults.heartbeat.every: there must be a minute at least between two check-ins"],
    );
    let empty = [
        "agents.defaults.heartbeat.activeHours.start: the active hours begin when they end, so there would never be a check-in",
    ];
    check(
        &beats("{activeHours: {start: '08:00', end: '08:00'}}"),
        &empty,
    );
    check(&beats("{activeHours: {end: '00:00'}}"), &empty);
    check(&beats("{activeHours: {start: '24:00'}}"), &empty);
    check(
        &beats("{cove: {quietDays: ['sat', 'someday']}}"),
        &["agents.defaults.heartbeat.cove.quietDays[1]: \"someday\" is no day"],
    );
    let words = Words::load();
    let loaded = read(&beats("{every: '2d'}"));
    let hint = words.hint(Language::English, &Problem::from(&loaded.problems[0]));
    assert!(hint.unwrap().contains("job"));
}

#[test]
fn active_hours_go_over_midnight_to_the_end_of_the_day_and_from_its_beginning() {
    for hours in [
        "{start: '22:00', end: '06:00'}",
        "{start: '08:00', end: '24:00'}",
        "{start: '08:00'}",
        "{end: '12:00'}",
        "{timezone: 'Europe/Berlin'}",
    ] {
        let config = good(&format!(
            "{{agents: {{defaults: {{heartbeat: {{every: '24h', activeHours: {hours},
               cove: {{quietDays: ['Sat', 'sunday', '2026-12-24']}}}}}}}}}}"
        ));
        let beats = config.heartbeat("main").unwrap();
        let written = serde_json::to_value(&beats.cove).unwrap();
        assert_eq!(
            written,
            json!({"quietDays": ["sat", "sun", "2026-12-24"]}),
            "{hours}"
        );
    }
}

#[test]
fn an_allowance_of_null_has_no_limit_and_one_of_zero_lets_nothing_run() {
    let check = |text: &str, day: Option<i64>, month: Option<i64>| {
        let allowance = good(text).allowance;
        assert_eq!(
            (allowance.day_nano(), allowance.month_nano()),
            (day, month),
            "{text}"
        );
    };
    let dollars = |amount: i64| Some(amount * 1_000_000_000);
    check("{}", dollars(1), dollars(20));
    check("{allowance: {day: null}}", None, dollars(20));
    check("{allowance: {day: 0, month: null}}", dollars(0), None);
    check(
        "{allowance: {day: 2.5, month: 30}}",
        Some(2_500_000_000),
        dollars(30),
    );
}
