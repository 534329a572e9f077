//! Pairing codes as values.

#![allow(clippy::unwrap_used)]
use super::*;

const NOW: Ms = 1_795_000_000_000;

fn asker(id: &str, cause: &str) -> Asker {
    Asker {
        id: id.into(),
        account: "default".into(),
        first_name: Some("Eve".into()),
        username: Some("eve_x".into()),
        cause: cause.into(),
        ..Asker::default()
    }
}

fn told(asked: Asked) -> String {
    match asked {
        Asked::Tell { code } => code,
        other => panic!("expected a code, got {other:?}"),
    }
}

#[test]
fn a_code_has_eight_letters_that_are_not_mistaken() {
    for _ in 0..500 {
        let code = draw_code();
        assert_eq!(code.len(), 8);
        assert!(
            code.bytes().all(|letter| LETTERS.contains(&letter)),
            "{code}"
        );
        assert!(!code.contains(['0', 'O', '1', 'I']), "{code}");
    }
}

#[test]
fn the_same_sender_keeps_the_code_and_is_told_once() {
    let mut file = Value::Null;
    let code = told(ask(
        &mut file,
        &asker("5", "telegram:default:1"),
        NOW,
        draw_code,
    ));
    let again = ask(
        &mut file,
        &asker("5", "telegram:default:2"),
        NOW + 1_000,
        draw_code,
    );
    assert_eq!(again, Asked::Waiting);
    assert_eq!(pending(&file, NOW + 1_000)[0].code, code);
    assert_eq!(file["requests"][0]["lastSeenAt"], iso(NOW + 1_000));
    assert_eq!(file["requests"][0]["createdAt"], iso(NOW));
}

#[test]
fn a_message_handed_out_again_after_a_kill_is_told_its_code_again() {
    let mut file = Value::Null;
    let first = told(ask(
        &mut file,
        &asker("5", "telegram:default:1"),
        NOW,
        draw_code,
    ));
    let again = told(ask(
        &mut file,
        &asker("5", "telegram:default:1"),
        NOW + 5,
        draw_code,
    ));
    assert_eq!(first, again);
    assert_eq!(pending(&file, NOW + 5).len(), 1);
}

#[test]
fn a_fourth_sender_waits_until_one_is_over() {
    let mut file = Value::Null;
    for id in ["1", "2", "3"] {
        told(ask(&mut file, &asker(id, id), NOW, draw_code));
    }
    assert_eq!(
        ask(&mut file, &asker("4", "4"), NOW, draw_code),
        Asked::Full
    );
    let later = NOW + REQUEST_LIFE;
    told(ask(&mut file, &asker("4", "5"), later, draw_code));
    assert_eq!(pending(&file, later).len(), 1);
}

#[test]
fn a_code_holds_for_an_hour_and_then_the_sender_gets_a_new_one() {
    let mut file = Value::Null;
    let code = told(ask(&mut file, &asker("5", "a"), NOW, draw_code));
    assert!(find(&file, &code, NOW + REQUEST_LIFE - 1).is_some());
    assert!(find(&file, &code, NOW + REQUEST_LIFE).is_none());
    let mut next = 0;
    let fresh = told(ask(&mut file, &asker("5", "b"), NOW + REQUEST_LIFE, || {
        next += 1;
        format!("FRESH{next}")
    }));
    assert_eq!(fresh, "FRESH1");
}

#[test]
fn two_who_wait_never_share_a_code() {
    let mut file = Value::Null;
    told(ask(&mut file, &asker("1", "1"), NOW, || "SAME".into()));
    let mut draws = ["SAME", "SAME", "OTHER"].into_iter();
    let code = told(ask(&mut file, &asker("2", "2"), NOW, || {
        draws.next().unwrap().into()
    }));
    assert_eq!(code, "OTHER");
}

#[test]
fn a_code_is_found_in_any_case() {
    let mut file = Value::Null;
    told(ask(&mut file, &asker("5", "a"), NOW, || "TA382YGX".into()));
    let found = find(&file, " ta382ygx ", NOW).unwrap();
    assert_eq!(
        (found.id.as_str(), found.name.as_deref()),
        ("5", Some("Eve (@eve_x)"))
    );
}

#[test]
fn a_file_of_the_field_is_read_and_what_is_unknown_stays() {
    let mut file: Value = serde_json::from_str(
        r#"{"version":1,"future":{"a":1},"requests":[
            {"id":5550199,"code":"TA382YGX","createdAt":"2026-11-18T11:00:00.000Z",
             "lastSeenAt":"2026-11-18T11:00:00.000Z","meta":{"username":"eve_x"},"extra":[1]}]}"#,
    )
    .unwrap();
    let held = pending(&file, NOW);
    assert_eq!(held[0].id, "5550199");
    assert_eq!(held[0].account, "default");
    told(ask(&mut file, &asker("6", "x"), NOW, draw_code));
    assert_eq!(file["future"]["a"], 1);
    assert_eq!(file["requests"][0]["extra"][0], 1);
}

#[test]
fn a_list_of_people_takes_numbers_texts_and_prefixes() {
    let mut file = json!({"version": 1, "allowFrom": [5550142, "tg:6", "", null], "by": "hand"});
    assert_eq!(allowed(&file), ["5550142", "6"]);
    assert!(!allow(&mut file, "5550142"));
    assert!(allow(&mut file, "telegram:7"));
    assert!(disallow(&mut file, "6"));
    assert!(!disallow(&mut file, "6"));
    assert_eq!(allowed(&file), ["5550142", "7"]);
    assert_eq!(file["by"], "hand");
}

#[test]
fn a_file_of_another_form_is_no_request_and_no_person() {
    for file in [
        json!([]),
        json!("x"),
        json!({"requests": 1, "allowFrom": {}}),
        Value::Null,
    ] {
        assert!(pending(&file, NOW).is_empty());
        assert!(allowed(&file).is_empty());
    }
}
