//! The quiet hours on their dial, and Home beside them.

use cove_tests::Home;
use serde_json::{Value, json};

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::settled;
use crate::wait::until;

/// Where a minute of the dial is in the window, px: its middle and its radius are the page's.
const PLACE: &str = "const box = document.querySelector('[data-testid=dial] svg')
        .getBoundingClientRect();
    const angle = arguments[0] / 1440 * 2 * Math.PI;
    return [box.left + box.width / 2 + Math.sin(angle) * 104,
            box.top + box.height / 2 - Math.cos(angle) * 104].map(Math.round)";
const FROM: &str = "[data-testid=quiet-from]";

/// Beats from 07:00 to 23:00 of a model with a price. HEARTBEAT.md is empty: none is made meanwhile.
fn beating() -> Home {
    let heartbeat = json!({
        "every": "30m",
        "model": "anthropic/claude-haiku-4-5",
        "activeHours": {"start": "07:00", "end": "23:00"},
    });
    settled()
        .with_config(json!({"agents": {"defaults": {"heartbeat": heartbeat}}}))
        .with_workspace_file("HEARTBEAT.md", "# Check-in list\n")
}

async fn open(app: &App) {
    app.connected().await;
    app.press("[data-testid=place-heartbeat]").await;
    app.sees("[data-testid=calls-day]", "32").await;
}

fn hours(home: &Home) -> Value {
    let config: Value =
        serde_json::from_str(&home.config_text()).expect("the settings can be read");
    config["agents"]["defaults"]["heartbeat"]["activeHours"].clone()
}

/// Waits until the settings have these hours.
async fn kept(home: &Home, start: &str, end: &str) {
    until(&format!("hours {start} to {end}"), async || {
        let kept = hours(home);
        (kept["start"] == start && kept["end"] == end).then_some(())
    })
    .await;
}

async fn place(app: &App, hour: i64) -> (i64, i64) {
    let place = app.script(PLACE, vec![json!(hour * 60)]).await;
    let px = |nth: usize| place[nth].as_i64().expect("a place in the window");
    (px(0), px(1))
}

async fn cost(app: &App) -> String {
    app.texts("[data-testid=cost-day]").await.concat()
}

#[tokio::test]
async fn quiet_hours_are_dragged_and_keyed_and_the_estimate_follows_each_move() {
    let (home, desktop) = (beating(), Desktop::start(Panel::There).await);
    let app = App::start(&home, &desktop).await;
    open(&app).await;
    let before = cost(&app).await;
    assert!(before.starts_with('$'), "{before}");

    let ((x, y), (to_x, to_y)) = (place(&app, 23).await, place(&app, 21).await);
    let drag = app.page().action_chain().move_to(x, y).click_and_hold();
    let drag = drag.move_to(to_x, to_y).perform().await;
    drag.expect("the pointer moves");
    // Still held: the figures are those of the new hours, the settings those of the old ones.
    app.sees("[data-testid=calls-day]", "28").await;
    app.sees(".bubble", "Quiet from 21:00").await;
    let held = cost(&app).await;
    assert_ne!(held, before);
    assert_eq!(hours(&home)["end"], "23:00");
    let release = app.page().action_chain().release().perform().await;
    release.expect("the pointer lets go");
    kept(&home, "07:00", "21:00").await;
    app.sees("[data-testid=dial-spoken]", "28 check-ins a day")
        .await;

    // Left, left, and an hour back by Page Down: 19:30.
    let from = app.find(FROM).await;
    let keys = from.send_keys("\u{e012}\u{e012}\u{e00f}").await;
    keys.expect("the handle takes keys");
    app.sees("[data-testid=calls-day]", "25").await;
    kept(&home, "07:00", "19:30").await;
    assert_ne!(cost(&app).await, held);
    let said = from.attr("aria-valuetext").await.expect("it says its time");
    assert_eq!(said.as_deref(), Some("19:30"));

    // The last move is taken back as one.
    app.press_word("Undo").await;
    kept(&home, "07:00", "21:00").await;
    app.sees("[data-testid=calls-day]", "28").await;
}

#[tokio::test]
async fn home_says_what_comes_next_and_follows_the_heartbeat() {
    let home = beating().with_workspace_file("HEARTBEAT.md", "- [ ] Look for mail\n");
    let desktop = Desktop::start(Panel::There).await;
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.press("[data-testid=place-home]").await;
    app.sees("[data-testid=planned]", "things planned").await;
    app.press("[data-testid=place-heartbeat]").await;
    app.press("[aria-label='Check-ins'][role=switch]").await;
    app.sees("[data-testid=cost-day]", "$0.00").await;
    app.press("[data-testid=place-home]").await;
    // A fresh start at night may still be ahead; no check-in is.
    app.sees("[data-testid=planned]", "costs nothing").await;
}
