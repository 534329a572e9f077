//! The menu of commands, a person's own words in it, and a word that is no command.
//!
//! Owns what Telegram was told, in which language and for whom.

use serde_json::{Value, json};

use crate::world::{ANNA, World, until};

fn names(menu: &Value) -> Vec<String> {
    let words = menu.as_array().into_iter().flatten();
    let words = words.filter_map(|word| word["command"].as_str());
    words.map(str::to_owned).collect()
}

async fn with_own_words(words: Value) -> World {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(json!({"channels": {"telegram": {"customCommands": words}}}));
    // Her chat exists: she pressed Start.
    world.anna();
    world
}

#[tokio::test]
async fn the_menu_is_told_by_scope_and_language_and_again_when_it_changes() {
    let report = json!({"command": "report", "description": "The week in five lines"});
    let shadow = json!({"command": "status", "description": "Not the real one"});
    let world = with_own_words(json!([report, shadow])).await;
    let _gateway = world.listening().await;
    let own = format!("chat:{ANNA}");
    until("the owner's menu", async || {
        (!world.telegram.commands(&own, "zh").is_null()).then_some(())
    })
    .await;
    let (everybody, groups) = (
        names(&world.telegram.commands("default", "")),
        names(&world.telegram.commands("all_group_chats", "")),
    );
    let owner = names(&world.telegram.commands(&own, ""));
    assert_eq!(owner.iter().filter(|name| *name == "status").count(), 1);
    assert_eq!(owner.last().unwrap(), "report");
    assert!(everybody.contains(&"report".to_owned()) && groups.contains(&"report".to_owned()));
    assert!(owner.contains(&"stop".to_owned()), "{owner:?}");
    assert!(everybody.len() < owner.len(), "{everybody:?} {owner:?}");
    assert!(groups.contains(&"activation".to_owned()), "{groups:?}");
    assert!(!owner.contains(&"activation".to_owned()), "{owner:?}");
    let mut others = groups.iter().filter(|name| *name != "activation");
    assert!(others.all(|name| owner.contains(name)));
    let about = |language| world.telegram.commands(&own, language)[0]["description"].clone();
    assert_ne!(about(""), about("zh"));

    let set = ["config", "set", "commands.native", "false", "--json"];
    world.json(&set).await;
    until("the menu to change", async || {
        (names(&world.telegram.commands(&own, "")) == ["report"]).then_some(())
    })
    .await;
    world.no_problems();
}

#[tokio::test]
async fn a_persons_own_word_reaches_the_agent_and_an_unknown_one_is_explained() {
    let report = json!({"command": "report", "description": "The week in five lines"});
    let world = with_own_words(json!([report])).await;
    let _gateway = world.listening().await;
    world.anna().says("/stauts");
    world.told("Did you mean /status?").await;
    world.anna().says("/xyzzy");
    world.told("I do not know /xyzzy").await;
    world.anna().says("/report");
    world.told("ok: /report").await;
    world.anna().says("/context");
    until("what is not in the menu works typed", async || {
        (world.texts().len() == 4).then_some(())
    })
    .await;
    assert_eq!(world.model.requests().len(), 1, "{:?}", world.texts());
    world.no_problems();
}
