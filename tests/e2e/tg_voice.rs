//! Telegram: voice notes, written down by a server that hears, or told why not.
//!
//! Owns: what the transcription server is sent, what the model reads, what it costs.

use cove_tests::model::Reply;
use serde_json::{Value, json};

use crate::world::World;

const OGG: &[u8] = b"OggS\0\x02 a voice";

/// A world where `fake/whisper` hears, in Swedish.
async fn hearing(audio: Value) -> World {
    let world = World::new().await;
    world.model.answer_with(|_| Reply::text("read"));
    let home = world
        .home
        .with_config(json!({"tools": {"media": {"audio": audio}}}));
    World { home, ..world }
}

fn whisper() -> Value {
    json!({"models": [{"provider": "fake", "model": "whisper-1"}], "language": "sv"})
}

fn asked(world: &World) -> Vec<String> {
    let requests = world.model.requests();
    requests
        .iter()
        .map(|asked| asked.last_user_text())
        .collect()
}

#[tokio::test]
async fn a_voice_note_is_written_down_and_booked() {
    let world = hearing(whisper()).await;
    world.model.hears("Köp mjölk.");
    let _gateway = world.listening().await;
    world.anna().sends_voice(OGG, 3);
    world.told("read").await;
    let heard = world.model.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].fields["model"], "whisper-1");
    assert_eq!(heard[0].fields["language"], "sv");
    assert_eq!(heard[0].bytes, OGG);
    assert_eq!(heard[0].name, "voice.ogg");
    let text = asked(&world).remove(0);
    assert!(text.starts_with("[media attached: inbox/"), "{text}");
    assert!(
        text.ends_with("[Voice note, 3 s, written down:]\nKöp mjölk."),
        "{text}"
    );
    let database = rusqlite::Connection::open(world.home.state_dir().join("cove.db")).unwrap();
    let booked: (String, i64, i64) = database
        .query_row(
            "SELECT model, input, output FROM ledger WHERE id LIKE '%#voice:%:0'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(booked, ("fake/whisper-1".to_owned(), 30, 4));
    world.no_problems();
}

#[tokio::test]
async fn without_a_model_that_hears_the_answer_says_what_to_set() {
    let world = hearing(json!({})).await;
    let _gateway = world.listening().await;
    world.anna().sends_voice(OGG, 3);
    world.told("tools.media.audio.models").await;
    world.quiet().await;
    assert_eq!(world.model.requests().len(), 0, "nothing is spent");
    assert_eq!(world.texts().len(), 1);
    world.no_problems();
}

#[tokio::test]
async fn a_server_that_does_not_hear_is_told_and_the_turn_goes_on() {
    let world = hearing(whisper()).await;
    world.model.hears_nothing(401);
    let _gateway = world.listening().await;
    world.anna().sends_voice(OGG, 3);
    world.told("I could not hear your voice note.").await;
    world.told("read").await;
    let text = asked(&world).remove(0);
    assert!(
        text.contains("[You could not hear this voice note (model-auth)"),
        "{text}"
    );
    world.no_problems();
}
