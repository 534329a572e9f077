//! How it looks: pictures for people, and the faults a program can find.

use cove_tests::model::Refusal;
use cove_tests::process::cove;
use cove_tests::{FakeModel, FakeTelegram, Hold, Home, Reply};
use serde_json::{Value, json};

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::screen;
use crate::wait::until;

const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../ui/node_modules/axe-core/axe.min.js"
);
/// Faults of a page, each with the places it is in.
const RUN: &str = "const done = arguments[0];
    axe.run(document).then(({violations}) => done(violations.map(({id, nodes}) =>
        [id, ...nodes.map(({target, failureSummary}) => `${target}: ${failureSummary}`)])))";
const THEMES: [&str; 2] = ["light", "dark"];
const SIZES: [(u32, u32); 2] = [(1200, 800), (800, 600)];

#[tokio::test]
async fn axe_finds_no_fault_in_chat_and_settings_under_both_themes() {
    let desktop = Desktop::start(Panel::There).await;
    let (home, _model) = talkative().await;
    let app = App::start(&home, &desktop).await;
    talk(&app).await;
    let axe = std::fs::read_to_string(AXE).expect("axe-core is among the page's packages");
    app.script(&format!("{axe}; return true"), Vec::new()).await;
    for theme in THEMES {
        wear(&app, theme).await;
        app.press("[data-testid=place-home]").await;
        app.find("[data-testid=allowance]").await;
        no_fault(&app, &format!("home, {theme}")).await;
        app.press("[data-testid=place-heartbeat]").await;
        app.find("[data-testid=calls-day]").await;
        no_fault(&app, &format!("heartbeat, {theme}")).await;
        app.press("[data-testid=place-sessions]").await;
        app.press("[data-testid=talk]").await;
        app.find("[data-testid=talk-message]").await;
        no_fault(&app, &format!("sessions, {theme}")).await;
        app.press("[data-testid=check-health]").await;
        app.find("[data-testid=health]").await;
        no_fault(&app, &format!("health, {theme}")).await;
        app.press("[data-testid=place-activity]").await;
        app.find("[data-testid=cost-table]").await;
        no_fault(&app, &format!("activity, {theme}")).await;
        app.press("[data-testid=goto-open]").await;
        app.find("[data-testid=goto-item]").await;
        no_fault(&app, &format!("going to anything, {theme}")).await;
        escape(&app).await;
        app.press("[data-testid=place-chat]").await;
        no_fault(&app, &format!("chat, {theme}")).await;
        app.press("[data-testid=context-ring]").await;
        no_fault(&app, &format!("the ring, {theme}")).await;
        app.press("[data-testid=context-ring]").await;
        app.press("[data-testid=place-settings]").await;
        for part in ["model", "telegram", "appearance", "language", "pause"] {
            app.press(&format!("[data-testid=settings-{part}]")).await;
            no_fault(&app, &format!("settings, {part}, {theme}")).await;
        }
    }
}

#[tokio::test]
async fn the_window_is_pictured_in_both_languages_themes_and_sizes() {
    let desktop = Desktop::start(Panel::There).await;
    for language in ["en", "zh-CN"] {
        let (home, _model) = talkative().await;
        let home = home.with_config(json!({"ui": {"language": language}}));
        let app = App::start(&home, &desktop).await;
        app.find(&format!("html[lang={language}]")).await;
        everywhere(&app, &format!("new-{language}")).await;
        talk(&app).await;
        planned(&home).await;
        everywhere(&app, &format!("chat-{language}")).await;
        app.press("[data-testid=place-home]").await;
        app.find("[data-testid=allowance]").await;
        everywhere(&app, &format!("home-{language}")).await;
        app.press("[data-testid=place-heartbeat]").await;
        app.find("[data-testid=calls-day]").await;
        everywhere(&app, &format!("heartbeat-{language}")).await;
        app.press("[data-testid=place-schedule]").await;
        app.find("[data-testid=job]").await;
        everywhere(&app, &format!("schedule-{language}")).await;
        app.press("[data-testid=job] [data-open]").await;
        app.find("[data-testid=next-runs]").await;
        everywhere(&app, &format!("editor-{language}")).await;
        app.press("[data-testid=back]").await;
        app.press("[data-testid=place-notes]").await;
        edited(&app).await;
        everywhere(&app, &format!("notes-{language}")).await;
        app.press("[data-testid=place-sessions]").await;
        app.press("[data-testid=talk]").await;
        app.find("[data-testid=talk-message]").await;
        everywhere(&app, &format!("sessions-{language}")).await;
        app.press("[data-testid=place-activity]").await;
        app.find("[data-testid=cost-table]").await;
        everywhere(&app, &format!("activity-{language}")).await;
        app.press("[data-testid=goto-open]").await;
        app.find("[data-testid=goto-item]").await;
        everywhere(&app, &format!("goto-{language}")).await;
        escape(&app).await;
        app.press("[data-testid=place-settings]").await;
        app.find("[data-testid=settings-model]").await;
        everywhere(&app, &format!("settings-{language}")).await;
    }
}

#[tokio::test]
async fn a_running_answer_a_failure_a_request_and_the_open_ring_are_pictured() {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let desktop = Desktop::start(Panel::There).await;
    let home = Home::new()
        .with_fake_model(&model)
        .with_telegram(&telegram, &[]);
    let hold = Hold::new();
    model.push(Reply::text("Hej Karin,\n\nHoppas allt är bra hos er! Faktura ").hold(&hold));
    model.push(Reply::refuse(Refusal::Unauthorized));
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.says("Write the reminder for Lagom, friendly but clear. Swedish.")
        .await;
    app.sees("[data-testid=message]", "Faktura").await;
    everywhere(&app, "writing").await;
    hold.release();
    app.sees_no_more("[data-testid=stop]").await;
    app.press("[data-testid=context-ring]").await;
    app.find("[role=dialog]").await;
    everywhere(&app, "ring").await;
    app.press("[data-testid=context-ring]").await;
    telegram.user(12, "Erik Nyman").says("hello");
    app.sees("[data-testid=needs-you]", "Erik").await;
    app.says("Which of the spring invoices are still unpaid?")
        .await;
    app.find("[data-testid=failure]").await;
    everywhere(&app, "failure").await;
}

#[tokio::test]
async fn every_step_of_the_welcome_is_pictured_and_without_fault() {
    let desktop = Desktop::start(Panel::There).await;
    let axe = std::fs::read_to_string(AXE).expect("axe-core is among the page's packages");
    for language in ["en", "zh-CN"] {
        let home = Home::new().with_config(json!({"ui": {"language": language}}));
        let app = App::start_with(&home, &desktop, &[]).await;
        app.find(&format!("html[lang={language}]")).await;
        app.script(&format!("{axe}; return true"), Vec::new()).await;
        for step in ["model", "you", "telegram"] {
            app.press(&format!("[data-testid=welcome-{step}]")).await;
            app.find(&format!("[data-testid=welcome][data-step={step}] h1"))
                .await;
            if step == "you" {
                app.find("[data-testid=agent-name]").await;
            }
            for theme in THEMES {
                wear(&app, theme).await;
                no_fault(&app, &format!("welcome, {step}, {theme}")).await;
            }
            everywhere(&app, &format!("welcome-{step}-{language}")).await;
        }
    }
}

async fn talkative() -> (Home, FakeModel) {
    let model = FakeModel::start().await;
    model.push(Reply::call("read", json!({"path": "TODO.md"})));
    model.push(Reply::text(
        "Three of eleven are still open. I would start with **Lagom Form**.\n\n\
         | Customer | Amount | Late by |\n|---|---|---|\n| Lagom Form AB | 14 200 kr | 30 days |\n\
         | Café Järnet | 3 850 kr | 15 days |\n\n- Read `invoices.md`\n- 两位客户还没有付款\n",
    ));
    (Home::new().with_fake_model(&model), model)
}

async fn talk(app: &App) {
    app.connected().await;
    app.says("Can you check which of the spring invoices are still open? 还有谁没付款？")
        .await;
    app.answer("Lagom Form").await;
}

/// A reminder and a question, one of them in another zone.
async fn planned(home: &Home) {
    let jobs: [&[&str]; 2] = [
        &[
            "--name",
            "Water the plants",
            "--cron",
            "0 9 * * 1-5",
            "--notify",
            "Water the plants",
        ],
        &[
            "--name",
            "周报",
            "--cron",
            "30 17 * * 5",
            "--tz",
            "Asia/Shanghai",
            "--message",
            "写周报",
        ],
    ];
    for job in jobs {
        let made = cove(&[&["cron", "add"], job].concat(), home).await;
        assert_eq!(made.code, Some(0), "{made:?}");
    }
}

/// The editor comes with its own chunk and lives in a shadow root.
async fn edited(app: &App) {
    let ask = "return document.querySelector('[data-testid=editor]')?.shadowRoot
        ?.querySelector('.cm-content') != null";
    until("the editor", async || {
        (app.script(ask, Vec::new()).await == json!(true)).then_some(())
    })
    .await;
}

/// As the key does where the panel for going to anything has the focus.
async fn escape(app: &App) {
    let press = "const key = { key: 'Escape', bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key))";
    app.script(press, Vec::new()).await;
    let gone = "return document.querySelector('[data-testid=goto]') == null";
    until("the panel is gone", async || {
        (app.script(gone, Vec::new()).await == json!(true)).then_some(())
    })
    .await;
}

/// Pictures of what is shown, under both themes in both sizes.
pub async fn everywhere(app: &App, name: &str) {
    for theme in THEMES {
        wear(app, theme).await;
        for (width, height) in SIZES {
            screen::resize(app, width, height).await;
            screen::painted(app).await;
            let path = screen::picture(&format!("{name}-{theme}-{width}x{height}"), width, height);
            assert!(
                path.metadata().is_ok_and(|file| file.len() > 5_000),
                "{path:?}"
            );
        }
    }
    screen::resize(app, SIZES[0].0, SIZES[0].1).await;
}

/// As the setting does, without the way to it.
async fn wear(app: &App, theme: &str) {
    let script = "document.documentElement.dataset.theme = arguments[0]";
    app.script(script, vec![json!(theme)]).await;
    screen::painted(app).await;
}

async fn no_fault(app: &App, place: &str) {
    screen::painted(app).await;
    let found = app.page().execute_async(RUN, Vec::new()).await;
    let faults = found.expect("axe ran").json().clone();
    assert_eq!(faults, Value::Array(Vec::new()), "{place}");
}
