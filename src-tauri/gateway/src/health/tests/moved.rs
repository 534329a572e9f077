//! A stray conversation moved to the key its messages go to.

use serde_json::Value;

use super::*;
use crate::session::SessionKey;

const FROM: &str = "agent:main:telegram:direct:7";

/// A talk of one message under its own session id; `key` as Cove writes it, none as others do.
fn talk_of(id: &str, key: Option<&str>, parent: Option<&str>) -> String {
    let mut header = json!({ "type": "session", "version": 3, "id": id,
        "timestamp": "2026-03-11T14:12:00.000Z", "cwd": "/w" });
    if let Some(key) = key {
        header["cove"] = json!({ "key": key });
    }
    if let Some(parent) = parent {
        header["parentSession"] = format!("/elsewhere/{parent}.jsonl").into();
    }
    let said = json!({ "role": "user", "content": format!("said in {id}") });
    format!("{header}\n{}", entry("a", None, said))
}

/// A home whose stray conversation has an earlier session, and one of another program before
/// that; `to` has a conversation used at `used` where that is given.
fn home(to: &SessionKey, used: Option<i64>) -> Place {
    let place = Place::sound();
    let stray = json!({ FROM: { "sessionId": "f3", "updatedAt": 50, "n": 0.10 } });
    let mut held = stray.as_object().unwrap().clone();
    let folder = |agent: &str| format!("agents/{agent}/sessions");
    let other = json!({ "sessionId": "t1", "updatedAt": used });
    if used.is_some() {
        let talk = talk_of("t1", None, None);
        place.write(&format!("{}/t1.jsonl", folder(to.agent())), talk.as_bytes());
        match to.agent() {
            "main" => {
                held.insert(to.to_string(), other);
            }
            agent => {
                let list = json!({ to.as_str(): other }).to_string();
                place.write(&format!("{}/sessions.json", folder(agent)), list.as_bytes());
            }
        }
    }
    place.write(SESSIONS, list(Value::Object(held)).as_bytes());
    let write = |id: &str, text: String| {
        place.write(&format!("{}/{id}.jsonl", folder("main")), text.as_bytes());
    };
    write("f1", talk_of("f1", None, None));
    write("f2", talk_of("f2", Some(FROM), Some("f1")));
    write("f3", talk_of("f3", Some(FROM), Some("f2")));
    place
}

fn moving(to: &SessionKey) -> Finding {
    let found = Finding::new("session-stray", Severity::Warning, FROM).of("main");
    found.mended_by(Remedy::Stray {
        key: FROM.to_owned(),
        belongs: Some(to.to_string()),
    })
}

/// Which sessions a key has, the current one first.
fn ids(store: &SessionStore, key: &SessionKey) -> Vec<String> {
    let past = store.past(key).unwrap().into_iter();
    let mut ids: Vec<(bool, String)> = past.map(|one| (!one.current, one.session_id)).collect();
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
}

/// The move leaves `expected` under the other key, wherever it is cut off and made again, and
/// taking it back leaves every byte as it was.
fn check(to: &str, used: Option<i64>, expected: &[&str]) {
    let (from, to) = (
        SessionKey::parse(FROM, "main"),
        SessionKey::parse(to, "main"),
    );
    let place = home(&to, used);
    let before = place.files();
    let store = place.store();
    let move_it =
        |place: &Place, store: &SessionStore| fix(&place.view(), store, &moving(&to)).unwrap();
    let Fixed::Changed(told) = move_it(&place, &store) else {
        panic!("nothing was moved");
    };
    let judge = |place: &Place, store: &SessionStore, why: &str| {
        assert_eq!(ids(store, &to), expected, "{why}");
        assert_eq!(store.record(&from), None, "{why}");
        assert_eq!(ids(store, &from), Vec::<String>::new(), "{why}");
        for id in expected {
            let path = store.transcript_of(&to, id).unwrap();
            let text = std::fs::read_to_string(path).unwrap();
            assert!(text.contains(&format!("said in {id}")), "{why}: {id}");
        }
        assert_eq!(place.codes(), Vec::<&str>::new(), "{why}");
        assert_eq!(
            move_it(place, store),
            Fixed::Nothing,
            "{why}: once is enough"
        );
    };
    judge(&place, &store, "moved");
    judge(&place, &place.store(), "read again");
    let after = place.files();

    // Killed behind any of its writes, the move is found again and finished.
    for made in 1..told.steps.len() {
        let cut = home(&to, used);
        for step in &told.steps[..made] {
            match after.get(&place.root().join(&step.path)) {
                Some(bytes) => cut.write(step.path.to_str().unwrap(), bytes),
                None => std::fs::remove_file(cut.root().join(&step.path)).unwrap(),
            }
        }
        // Before anything else: a folder without a list would be given one by a start.
        let list = format!("agents/{}/sessions/sessions.json", to.agent());
        if !cut.root().join(&list).exists() {
            cut.write(&list, b"{}");
        }
        let store = cut.store();
        assert!(
            store.record(&from).is_some(),
            "cut behind step {made}: still found"
        );
        move_it(&cut, &store);
        judge(&cut, &store, &format!("cut behind step {made}"));
    }

    restore_fix(&place.root(), &store, &told.id, NOW).unwrap();
    let mut back = place.files();
    // The folder of an agent that had none stays, with an empty list.
    back.retain(|path, bytes| before.contains_key(path) || bytes != b"{}");
    assert_eq!(back, before, "every byte is back");
    assert_eq!(ids(&store, &from), ["f3", "f1", "f2"]);
}

#[test]
fn a_stray_conversation_goes_on_under_the_key_its_messages_go_to() {
    check(
        "agent:main:telegram:default:direct:7",
        None,
        &["f3", "f1", "f2"],
    );
    check("agent:work:telegram:direct:7", None, &["f3", "f1", "f2"]);
}

#[test]
fn where_that_key_has_a_conversation_the_newer_goes_on_and_the_other_is_kept_as_earlier() {
    for to in [
        "agent:main:telegram:default:direct:7",
        "agent:work:telegram:direct:7",
    ] {
        check(to, Some(90), &["t1", "f1", "f2", "f3"]);
        check(to, Some(10), &["f3", "f1", "f2", "t1"]);
    }
}

#[test]
fn a_move_is_not_taken_back_once_the_conversation_went_on() {
    let to = SessionKey::parse("agent:work:telegram:direct:7", "main");
    let place = home(&to, None);
    let store = place.store();
    let Fixed::Changed(told) = fix(&place.view(), &store, &moving(&to)).unwrap() else {
        panic!("nothing was moved");
    };
    let path = store.find(&to).unwrap().path;
    let more = entry("z", Some("a"), json!({ "role": "user", "content": "more" }));
    let text = std::fs::read_to_string(&path).unwrap() + &more;
    std::fs::write(&path, &text).unwrap();
    let before = place.files();
    assert!(matches!(
        restore_fix(&place.root(), &store, &told.id, NOW),
        Err(FixError::ChangedSince)
    ));
    assert_eq!(place.files(), before, "nothing of it was touched");
}

#[test]
fn a_transcript_of_the_same_name_is_not_written_over() {
    let to = SessionKey::parse("agent:work:telegram:direct:7", "main");
    let place = home(&to, None);
    place.write("agents/work/sessions/f2.jsonl", talk().as_bytes());
    let store = place.store();
    assert!(matches!(
        fix(&place.view(), &store, &moving(&to)),
        Err(FixError::Taken(_))
    ));
    assert!(store.find(&SessionKey::parse(FROM, "main")).is_some());
}
