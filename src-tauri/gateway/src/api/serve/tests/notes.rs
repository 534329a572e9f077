//! A note that is edited: one stay is one change, two writers are merged, and what a person has to
//! know of the text comes with it.

use serde_json::{Value, json};

use super::super::testing::TestHome;

async fn write(home: &TestHome, text: &str, base: &Value, stay: &str) -> Value {
    let write = json!({ "path": "MEMORY.md", "text": text, "base": base, "stay": stay });
    home.ask("workspace.write", write).await
}

async fn read(home: &TestHome) -> Value {
    home.ask("workspace.read", json!({ "path": "MEMORY.md" }))
        .await
}

async fn changes(home: &TestHome) -> Vec<Value> {
    let asked = json!({ "path": "MEMORY.md" });
    let answer = home.ask("workspace.changes", asked).await;
    answer["changes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_is_written_in_one_stay_is_one_change_and_is_taken_back_as_one() {
    let home = TestHome::new();
    let first = write(&home, "- tea\n", &json!(""), "s1").await;
    let mut last = first.clone();
    for text in ["- tea\n- m\n", "- tea\n- mil\n", "- tea\n- milk\n"] {
        last = write(&home, text, &last["hash"], "s2").await;
    }
    let made = changes(&home).await;
    assert_eq!(made.len(), 2);
    assert_eq!(made[0]["before"], made[1]["version"]);
    assert_eq!(
        (&made[0]["added"], &made[0]["removed"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(made[0]["by"], "person");
    let diff = json!({ "path": "MEMORY.md", "from": made[0]["before"], "to": made[0]["version"] });
    let diff = home.ask("workspace.diff", diff).await;
    assert!(diff["diff"].as_str().unwrap().contains("+- milk"));

    let records = home.ask("activity.list", json!({})).await;
    assert_eq!(records["activity"].as_array().unwrap().len(), 2);
    home.ask("undo.run", json!({ "id": last["undo"]["id"] }))
        .await;
    assert_eq!(read(&home).await["text"], "- tea\n");
}

#[tokio::test]
async fn a_stay_into_which_somebody_else_wrote_goes_back_only_to_there() {
    let home = TestHome::new();
    let mine = write(&home, "- tea\n", &json!(""), "s1").await;
    let theirs = write(&home, "- tea\n- bread\n", &mine["hash"], "s2").await;
    let more = write(&home, "- tea\n- bread\n- milk\n", &theirs["hash"], "s1").await;
    home.ask("undo.run", json!({ "id": more["undo"]["id"] }))
        .await;
    assert_eq!(read(&home).await["text"], "- tea\n- bread\n");
}

#[tokio::test]
async fn both_edits_are_kept_and_a_line_both_changed_is_left_to_the_person() {
    let home = TestHome::new();
    let begun = write(&home, "- tea\n\n- Karin pays late.\n", &json!(""), "s0").await;
    let theirs = "- tea\n\n- Karin pays late, first reminder sent.\n";
    write(&home, theirs, &begun["hash"], "s1").await;
    let apart = "- green tea\n\n- Karin pays late.\n";
    let merged = write(&home, apart, &begun["hash"], "s2").await;
    assert_eq!(
        merged["text"],
        "- green tea\n\n- Karin pays late, first reminder sent.\n"
    );
    assert_eq!(
        (&merged["merged"], &merged["conflict"]),
        (&json!(true), &json!(false))
    );

    let same = "- tea\n\n- Karin pays late, call her.\n";
    let kept = write(&home, same, &begun["hash"], "s3").await;
    assert_eq!(kept["conflict"], true);
    let conflict = &kept["about"]["conflicts"][0];
    assert_eq!(conflict["mine"], "- Karin pays late, call her.\n");
    assert_eq!(
        conflict["theirs"],
        "- Karin pays late, first reminder sent.\n"
    );
    assert_eq!(
        conflict["both"],
        "- Karin pays late, call her. First reminder sent.\n"
    );

    // What is chosen takes the place the gateway named.
    let text = kept["text"].as_str().unwrap();
    let at = |name: &str| usize::try_from(conflict["at"][name].as_u64().unwrap()).unwrap();
    let both = conflict["both"].as_str().unwrap();
    let settled = format!("{}{both}{}", &text[..at("from")], &text[at("to")..]);
    let done = write(&home, &settled, &kept["hash"], "s3").await;
    assert_eq!(done["about"]["conflicts"], json!([]));
    assert_eq!(
        done["text"],
        "- green tea\n\n- Karin pays late, call her. First reminder sent.\n"
    );
}

#[tokio::test]
async fn a_note_comes_with_its_weight_its_secrets_and_an_example_while_it_is_empty() {
    let home = TestHome::new();
    let empty = read(&home).await;
    assert_eq!(empty["about"]["tokens"], 0);
    assert!(empty["example"].as_str().unwrap().contains("- "));
    let text = "Schlüssel: sk-ant-api03-AbCdEfGhIjKlMnOpQr\r\nnächste Zeile\r\n";
    write(&home, text, &empty["hash"], "s1").await;
    let found = read(&home).await;
    let about = &found["about"];
    assert_eq!(about["read"], "always");
    assert_eq!(about["readTokens"], about["tokens"]);
    assert!(about["tokens"].as_u64().unwrap() > 10);
    assert_eq!(about["secrets"], json!([{ "from": 11, "to": 42 }]));
    assert_eq!(found["example"], Value::Null);
    assert_eq!(
        about["checkIns"], 0,
        "check-ins rest while their list is empty"
    );
}
