//! A note that a person and the agent write at the same time.

use std::sync::Arc;

use cove_gateway::api::carrier::socket_client::connect;
use cove_gateway::api::carrier::{Ask, Client};
use cove_gateway::api::contract::Actor;
use cove_gateway::api::workspace::{FileChanges, FileRead, FileWrite, FileWritten};
use cove_tests::{Home, Reply};
use serde_json::json;

use crate::world::World;

const PATH: &str = "MEMORY.md";
const BEGUN: &str = "# Memory\n\n- tea\n\n- Lagom Form: Karin pays late.\n";

async fn client(home: &Home) -> Arc<dyn Client> {
    connect(&home.state_dir(), Actor::Window)
        .await
        .expect("the gateway answers")
}

async fn hash(client: &dyn Client) -> String {
    let read = FileRead {
        agent_id: None,
        path: PATH.into(),
    };
    client.ask(read, None).await.expect("it can be read").hash
}

async fn write(client: &dyn Client, text: &str, base: &str) -> FileWritten {
    let write = FileWrite {
        agent_id: None,
        path: PATH.into(),
        text: text.into(),
        base: base.into(),
        stay: Some("one".into()),
    };
    let answer = client.ask(write, Some("w".to_owned() + text)).await;
    answer.expect("it can be written")
}

async fn agent_writes(world: &World, old: &str, new: &str) {
    let edit = json!({"path": PATH, "old_text": old, "new_text": new});
    world.model.push(Reply::call("edit", edit));
    world.json(&["send", "please note it", "--json"]).await;
}

#[tokio::test]
async fn what_the_agent_wrote_meanwhile_is_kept_beside_what_the_person_wrote() {
    let mut world = World::new().await;
    world.home = world.home.with_workspace_file(PATH, BEGUN);
    let _gateway = world.start().await;
    let client = client(&world.home).await;
    let base = hash(&*client).await;
    agent_writes(&world, "- tea", "- green tea").await;

    let mine = BEGUN.replace("pays late.", "pays late, call her.");
    let written = write(&*client, &mine, &base).await;
    let both = mine.replace("- tea", "- green tea");
    assert_eq!((written.merged, written.conflict), (true, false));
    assert_eq!(written.text, both);
    assert_eq!(world.home.read_workspace(PATH), both);

    let asked = FileChanges {
        agent_id: None,
        path: PATH.into(),
        limit: None,
    };
    let made = client.ask(asked, None).await.expect("its changes").changes;
    let who: Vec<_> = made.iter().map(|row| json!(row.by)).collect();
    assert_eq!(who, [json!("person"), json!("agent"), json!("elsewhere")]);
    world.no_problems();
}

#[tokio::test]
async fn a_line_both_changed_is_kept_twice_until_the_person_chooses() {
    let mut world = World::new().await;
    world.home = world.home.with_workspace_file(PATH, BEGUN);
    let _gateway = world.start().await;
    let client = client(&world.home).await;
    let base = hash(&*client).await;
    agent_writes(&world, "pays late.", "pays late, first reminder sent.").await;

    let mine = BEGUN.replace("pays late.", "pays late, call her.");
    let written = write(&*client, &mine, &base).await;
    assert!(written.conflict);
    let on_disk = world.home.read_workspace(PATH);
    assert!(on_disk.contains("call her") && on_disk.contains("first reminder sent"));

    let [conflict] = &written.about.conflicts[..] else {
        panic!("{:?}", written.about.conflicts)
    };
    let (from, to) = (conflict.at.from as usize, conflict.at.to as usize);
    let text = format!(
        "{}{}{}",
        &written.text[..from],
        conflict.both,
        &written.text[to..]
    );
    let settled = write(&*client, &text, &written.hash).await;
    assert_eq!(settled.about.conflicts, []);
    assert_eq!(
        world.home.read_workspace(PATH),
        BEGUN.replace("pays late.", "pays late, call her. First reminder sent."),
    );
}
