//! Everything that is recorded or refused has its sentence.

use crate::error::Params;
use crate::words::{Language, Words};

/// Every `Kind::X, "outcome"` of the sources, and those that are computed.
fn recorded() -> Vec<String> {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        let pattern = regex::Regex::new(r#"\bKind::([A-Z]\w+),\s*"([a-z-]+)""#).unwrap();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let all = pattern.captures_iter(&text);
                found.extend(all.map(|c| format!("{}-{}", c[1].to_lowercase(), &c[2])));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut found,
    );
    assert!(found.len() > 15, "{found:?}");
    let computed = [
        "turn-done",
        "turn-quiet",
        "turn-stopped",
        "turn-failed",
        "delivery-unknown",
        "delivery-refused",
        "delivery-expired",
        "config-undone",
        "file-undone",
        "hold-undone",
        "pairing-undone",
        "delivery-undone",
    ];
    found.extend(computed.map(str::to_owned));
    found
}

#[test]
fn everything_that_is_recorded_has_its_sentence() {
    let words = Words::load();
    for happening in recorded() {
        let key = format!("activity-{happening}");
        for language in Language::ALL {
            let text = words.text(language, &key, &Params::new());
            assert_ne!(text, key, "{language:?}");
        }
    }
}

#[test]
fn every_refusal_of_a_handler_has_its_sentence() {
    let codes = [
        "undo-nothing",
        "undo-unknown",
        "undo-used",
        "undo-expired",
        "undo-changed-since",
        "hold-paused",
        "hold-unknown-scope",
        "hold-until-past",
        "delivery-not-waiting",
        "model-unknown",
        "agent-unknown",
        "secret-bad-origin",
        "pairing-in-settings",
        "config-bad-path",
        "gateway-gone",
        "gateway-needed",
    ];
    let words = Words::load();
    for code in codes {
        let key = format!("error-{code}");
        assert_ne!(words.text(Language::Chinese, &key, &Params::new()), key);
    }
}
