//! A job is built by clicking, and runs when its time comes.

use cove_tests::Home;
use cove_tests::clock::DrivenClock;
use serde_json::json;
use thirtyfour::By;

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::look::everywhere;
use crate::settled;
use crate::wait::until;

/// Sunday, 2026-11-22 20:00 in London.
const SUNDAY: i64 = 1_795_377_600_000;
const HOUR: i64 = 3_600_000;
const VALUE: &str = "return document.querySelector(arguments[0])?.value ?? null";

/// Starts the app with a clock that stands still.
async fn driven(home: &Home, desktop: &Desktop, now: i64, zone: &str) -> (App, DrivenClock) {
    let clock = DrivenClock::listen(home).await;
    let arguments = ["--clock", clock.socket()];
    let app = tokio::select! {
        app = App::start_with(home, desktop, &arguments) => app,
        // A session that WebKit's driver loses is started again, and its gateway with it.
        () = async { loop { clock.start(now, zone).await } } => unreachable!("it never ends"),
    };
    (app, clock)
}

async fn has(app: &App, css: &str, value: &str) {
    until(&format!("{css} to hold {value:?}"), async || {
        (app.script(VALUE, vec![json!(css)]).await == value).then_some(())
    })
    .await;
}

/// Presses what stands in a label, a row of a list, a part of a menu.
async fn press_text(app: &App, element: &str, text: &str) {
    let xpath = format!("//{element}[contains(normalize-space(.), '{text}')]");
    until(&format!("{element} {text:?} to be pressed"), async || {
        let found = app.page().find(By::XPath(xpath.clone())).await.ok()?;
        found.click().await.ok()
    })
    .await;
}

#[tokio::test]
async fn weekdays_at_nine_in_stockholm_is_built_by_clicking_and_comes_on_monday() {
    let desktop = Desktop::start(Panel::There).await;
    let home = settled().with_env("COVE_LANG", "en");
    let (app, clock) = driven(&home, &desktop, SUNDAY, "Europe/London").await;
    app.connected().await;
    app.press("[data-testid=place-schedule]").await;
    app.find("[data-testid=no-jobs]").await;
    app.press("[data-testid=new-job]").await;
    // Another rhythm first: the one that is wanted is chosen, not found.
    app.press("[data-testid=sentence] option[value=daily]")
        .await;
    has(&app, "[data-testid=expression]", "0 9 * * *").await;
    app.press("[data-testid=sentence] option[value=weekdays]")
        .await;
    app.types_over("[data-testid=time]", "10:15").await;
    has(&app, "[data-testid=expression]", "15 10 * * 1-5").await;
    app.types_over("[data-testid=time]", "9:00\u{e004}").await;
    has(&app, "[data-testid=expression]", "0 9 * * 1-5").await;
    app.press("[data-testid=zone]").await;
    app.fills("[data-testid=zone-search]", "stockh").await;
    press_text(&app, "li[@role='option']", "Europe/Stockholm").await;
    app.sees("[data-testid=zone]", "Stockholm").await;
    app.sees("[data-testid=description]", "weekday").await;
    // There and here, an hour apart.
    until("the next ten runs", async || {
        let runs = app.texts("[data-testid=next-runs] tbody tr").await;
        let both = |run: &String| run.contains("09:00") && run.contains("08:00");
        (runs.len() == 10 && runs.iter().all(both)).then_some(())
    })
    .await;

    press_text(&app, "label", "Just remind").await;
    app.fills("[data-testid=job-text]", "Look at the post")
        .await;
    app.press("select option[value=desktop]").await;
    everywhere(&app, "job").await;
    app.press("[data-testid=save-job]").await;
    let row = app.sees("[data-testid=job]", "Look at the post").await;
    assert!(row.contains("08:00"), "{row}");

    clock.advance(12 * HOUR - 60_000).await;
    let early = app.texts("[data-testid=job]").await.concat();
    assert!(early.contains("08:00"), "{early}");
    clock.advance(61_000).await;
    app.press("[data-testid=place-chat]").await;
    app.message("the reminder", |row| row.text.contains("Look at the post"))
        .await;
    app.press("[data-testid=place-schedule]").await;
    let row = app.sees("[data-testid=job]", "Look at the post").await;
    assert!(row.contains("08:00"), "the next one: {row}");
    everywhere(&app, "schedule-ran").await;
    app.press("[data-testid=job] [data-open]").await;
    app.sees("[data-testid=runs]", "08:00").await;
}
