//! `/usage`: one line under each answer, the same wherever the answer is read.
//!
//! Owns figures that give a line which can be read off.

use cove_tests::Reply;
use cove_tests::model::Usage;
use cove_tests::process::{cove, cove_with_input};

use crate::world::World;

const FULL: &str = "1.2k in · 300 out · $0.003 · fake/small";
const TOKENS: &str = "1.2k in · 300 out";

async fn world() -> World {
    let world = World::new().await;
    world.model.answer_with(|_| {
        Reply::text("It is noon.").usage(Usage {
            input: 1_200,
            cache_read: 0,
            cache_write: 0,
            output: 300,
        })
    });
    world
}

/// What `cove send` prints.
async fn printed(world: &World, text: &str) -> String {
    let output = cove(&["send", text], &world.home).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    output.stdout
}

#[tokio::test]
async fn the_line_stands_under_the_answer_in_every_place_and_goes_when_it_is_off() {
    let world = world().await;
    let _gateway = world.listening().await;
    let bare = "It is noon.\n";
    assert_eq!(printed(&world, "what is the time").await, bare);
    printed(&world, "/usage full").await;
    let full = format!("It is noon.\n\n{FULL}\n");
    assert_eq!(printed(&world, "and now?").await, full);
    let typed = cove_with_input(&["chat"], &world.home, "and now?\n").await;
    assert_eq!(typed.stdout, full, "{typed:?}");
    world.anna().says("and now?");
    assert_eq!(world.told(FULL).await, full.trim());

    // Programs read the figures, not the line.
    let json = world.json(&["send", "and now?", "--json"]).await;
    assert_eq!(json["reply"], "It is noon.", "{json}");
    let names: Vec<&String> = json.as_object().unwrap().keys().collect();
    let told = [
        "reply",
        "sessionKey",
        "sessionId",
        "usage",
        "outcome",
        "problem",
    ];
    assert_eq!(names.len(), told.len(), "{json}");
    assert!(told.iter().all(|name| json.get(name).is_some()), "{json}");
    assert_eq!(
        (&json["usage"]["input"], &json["usage"]["output"]),
        (&1_200.into(), &300.into())
    );

    printed(&world, "/usage tokens").await;
    assert_eq!(
        printed(&world, "and now?").await,
        format!("{bare}\n{TOKENS}\n")
    );
    // A command's own answer was no call of a model.
    let cost = printed(&world, "/usage cost").await;
    assert!(
        cost.contains("This conversation") && !cost.contains(" in · "),
        "{cost}"
    );
    printed(&world, "/usage off").await;
    assert_eq!(printed(&world, "and now?").await, bare);
    world.no_problems();
}
