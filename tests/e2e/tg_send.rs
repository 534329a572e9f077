//! Telegram: files the agent sends, beside an answer and by its tool.
//!
//! Owns: what may leave the workspace and for whom, the bounds, and that a kill doubles nothing.

use cove_tests::telegram::{Fault, Sent};
use cove_tests::{Hold, Reply};
use serde_json::{Value, json};

use crate::world::{ANNA, World, until};

const FAMILY: i64 = -1_001_234_567_890;
/// The first bytes are all that is looked at.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

fn put(world: &World, path: &str, bytes: &[u8]) {
    let path = world.home.workspace(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn answers(world: &World, text: &str) {
    let text = text.to_owned();
    world.model.answer_with(move |_| Reply::text(text.clone()));
}

/// What a chat got: words, and the name and field of the file.
fn got(sent: &[Sent]) -> Vec<(String, Option<(String, String)>)> {
    let file = |sent: &Sent| {
        let file = sent.file.as_ref()?;
        Some((file.field.clone(), file.name.clone()))
    };
    let one = |sent: &Sent| (sent.plain.clone(), file(sent));
    sent.iter().map(one).collect()
}

fn file(field: &str, name: &str) -> Option<(String, String)> {
    Some((field.to_owned(), name.to_owned()))
}

#[tokio::test]
async fn an_answer_sends_the_files_it_names_behind_its_words() {
    let world = World::new().await;
    put(&world, "out/plan.png", PNG);
    put(&world, "out/发票 \"3\".txt", b"beans");
    answers(
        &world,
        "Here they are.\nMEDIA:out/plan.png\nMEDIA:./out/发票 \"3\".txt",
    );
    let _gateway = world.listening().await;
    world.anna().says("Send me the plan.");
    let sent = world.telegram.wait_for_sent(3).await;
    let expected = [
        ("Here they are.".to_owned(), None),
        (String::new(), file("photo", "plan.png")),
        (String::new(), file("document", "发票 %223%22.txt")),
    ];
    assert_eq!(got(&sent), expected);
    assert_eq!(&sent[1].file.as_ref().unwrap().bytes[..], PNG);
    world.quiet().await;
    let rows = world.json(&["deliveries", "--all", "--json"]).await;
    let rows = rows["deliveries"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["state"] == "sent"), "{rows:?}");
    let texts: Vec<&str> = rows.iter().filter_map(|row| row["text"].as_str()).collect();
    assert!(texts.contains(&"plan.png"), "{texts:?}");
    world.no_problems();
}

#[tokio::test]
async fn what_lies_outside_or_is_not_there_stays_and_the_chat_is_told() {
    let world = World::new().await;
    put(&world, "a.txt", b"a");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", world.home.workspace("link.txt")).unwrap();
    answers(
        &world,
        "MEDIA:../config.json\nMEDIA:/etc/hostname\nMEDIA:gone.txt\nMEDIA:link.txt\nMEDIA:a.txt",
    );
    let _gateway = world.listening().await;
    world.anna().says("Send them.");
    let sent = world.telegram.wait_for_sent(2).await;
    for name in ["../config.json", "/etc/hostname", "gone.txt", "link.txt"] {
        let line = format!("I could not send \"{name}\".");
        assert!(sent[0].plain.contains(&line), "{name}: {}", sent[0].plain);
    }
    assert_eq!(
        got(&sent[1..]),
        [(String::new(), file("document", "a.txt"))]
    );
    world.quiet().await;
    assert_eq!(world.telegram.sent().len(), 2);
    world.no_problems();
}

#[tokio::test]
async fn a_group_gets_only_what_a_guest_may_read() {
    let mut world = World::new().await;
    let group = json!({"groupPolicy": "open", "requireMention": false});
    let groups = json!({"channels": {"telegram": {"groups": {FAMILY.to_string(): group}}}});
    world.home = world.home.with_config(groups);
    put(&world, "MEMORY.md", b"private");
    put(&world, "notes/a.txt", b"private");
    put(&world, "shared/recipe.txt", b"beans");
    answers(
        &world,
        "MEDIA:MEMORY.md\nMEDIA:notes/a.txt\nMEDIA:shared/recipe.txt",
    );
    let family = world.telegram.group(FAMILY, "Family");
    let _gateway = world.listening().await;
    world.anna().in_group(&family).says("Show us everything.");
    let sent = world.telegram.wait_for_sent(2).await;
    assert!(sent[0].plain.contains("MEMORY.md") && sent[0].plain.contains("notes/a.txt"));
    let recipe = (String::new(), file("document", "recipe.txt"));
    assert_eq!(got(&sent[1..]), [recipe]);
    world.quiet().await;
    let files = world.telegram.sent().into_iter();
    let files = files.filter_map(|sent| sent.file);
    assert!(files.into_iter().all(|file| &file.bytes[..] != b"private"));
    world.no_problems();
}

#[tokio::test]
async fn the_tool_sends_a_file_with_words_under_it() {
    let world = World::new().await;
    put(&world, "out/plan.png", PNG);
    world.model.answer_with(|request| {
        let results = request.tool_results();
        match results.last() {
            None => {
                let call = json!({"text": "The **plan**.", "files": ["out/plan.png"],
                    "buttons": ["Thanks"]});
                Reply::call("message", call)
            }
            Some((_, result)) if results.len() == 1 => {
                assert!(result.contains("Handed over"), "{result}");
                Reply::call("message", json!({"files": ["gone.png"]}))
            }
            Some((_, result)) => Reply::text(result.clone()),
        }
    });
    let _gateway = world.listening().await;
    world.anna().says("Send me the plan.");
    let sent = world.telegram.wait_for_sent(2).await;
    assert_eq!(
        got(&sent[..1]),
        [("The plan.".to_owned(), file("photo", "plan.png"))]
    );
    assert!(!sent[0].reply_markup.is_null());
    assert!(
        sent[1].plain.starts_with("Not sent: gone.png:"),
        "the model is told: {}",
        sent[1].plain
    );
    world.no_problems();
}

#[tokio::test]
async fn a_kill_while_a_file_is_on_its_way_never_sends_it_twice() {
    let world = World::new().await;
    put(&world, "plan.txt", b"beans");
    answers(&world, "MEDIA:plan.txt");
    let mut gateway = world.listening().await;
    let taken = Hold::new();
    world
        .telegram
        .fail_next("sendDocument", Fault::HoldAfter(taken.clone()));
    world.anna().says("Send me the plan.");
    until("the file to be taken", async || {
        taken.was_reached().then_some(())
    })
    .await;
    gateway.kill9();
    let _gateway = world.listening().await;
    let row = until("the part to be doubted", async || {
        let rows = world.json(&["deliveries", "--all", "--json"]).await;
        let row = rows["deliveries"][0].clone();
        (row["state"] == "unknown").then_some(row)
    })
    .await;
    assert_eq!(row["text"], "plan.txt");
    world.quiet().await;
    assert_eq!(world.telegram.sent().len(), 1, "it may have arrived");
    world.no_problems();
}

#[tokio::test]
async fn what_is_too_large_for_a_picture_is_a_document_and_what_is_too_large_stays() {
    let world = World::new().await;
    let mut large = PNG.to_vec();
    large.resize(10 * 1024 * 1024 + 1, 0);
    put(&world, "large.png", &large);
    let huge = std::fs::File::create(world.home.workspace("huge.zip")).unwrap();
    huge.set_len(50 * 1024 * 1024 + 1).unwrap();
    put(&world, "odd.png", PNG);
    let odd = "Bad Request: PHOTO_INVALID_DIMENSIONS".to_owned();
    world
        .telegram
        .fail_next("sendPhoto", Fault::Status(400, odd));
    answers(&world, "MEDIA:huge.zip\nMEDIA:large.png\nMEDIA:odd.png");
    let _gateway = world.listening().await;
    world.anna().says("Send them.");
    let sent = world.telegram.wait_for_sent(3).await;
    assert!(sent[0].plain.contains("50 MB"), "{}", sent[0].plain);
    let expected = [
        (String::new(), file("document", "large.png")),
        (String::new(), file("document", "odd.png")),
    ];
    assert_eq!(got(&sent[1..]), expected);
    assert_eq!(
        sent[1].file.as_ref().unwrap().bytes.len(),
        large.len(),
        "all of it"
    );
    world.no_problems();
}

#[tokio::test]
async fn no_line_that_names_a_file_is_shown_while_the_answer_is_written() {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(json!({"channels": {"telegram": {"streaming": "partial"}}}));
    put(&world, "plan.txt", b"beans");
    let hold = Hold::new();
    let own = hold.clone();
    let text = "The plan of the garden for this year.";
    world.model.answer_with(move |_| {
        Reply::text(format!("{text}\nMEDIA:pl"))
            .hold(&own)
            .and("an.txt")
    });
    let (_gateway, clock) = world.driven(1_760_000_000_000).await;
    world.anna().says("Send me the plan.");
    until("the beginning to be shown", async || {
        clock.advance(500).await;
        let shown = world.texts();
        (shown == [format!("{text} …")]).then_some(())
    })
    .await;
    hold.release();
    until("the file", async || {
        clock.advance(500).await;
        let sent = world.telegram.sent_to(ANNA);
        sent.iter().any(|sent| sent.file.is_some()).then_some(())
    })
    .await;
    let edits = world.telegram.edits().into_iter();
    let said: Vec<Value> = edits.map(|edit| edit.plain.into()).collect();
    assert!(!said.iter().any(|text| text.to_string().contains("MEDIA")));
    assert_eq!(world.texts()[0], text);
    world.no_problems();
}
