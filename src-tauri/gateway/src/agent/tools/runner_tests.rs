//! What each class of turn may do with the tools.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use async_trait::async_trait;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::workspace::testing::{Home, home};

const RUN: TurnClass = TurnClass::Isolated {
    may_read_memory: false,
};

#[path = "call_tests.rs"]
mod calls;
#[path = "off_tests.rs"]
mod off;

struct NoStatus;

#[async_trait]
impl SessionStatus for NoStatus {
    async fn status(&self, session_key: &str) -> Option<String> {
        Some(format!("conversation {session_key}"))
    }
}

struct Bench {
    home: Home,
    runner: ToolRunner,
    context: ToolContext,
}

impl Bench {
    fn new() -> Self {
        let home = home();
        let runner = ToolRunner::new(home.files.clone(), Arc::new(NoStatus));
        let context = ToolContext::new("inbox:1", "agent:main:main", CancellationToken::new());
        Self {
            home,
            runner,
            context,
        }
    }

    async fn run(&mut self, class: TurnClass, name: &str, arguments: Value) -> ToolOutput {
        let call = ToolCall {
            id: "call".into(),
            name: name.into(),
            arguments,
        };
        self.runner.run(class, &call, &mut self.context).await
    }

    /// The version the stored undo starts from and the one it goes back to.
    async fn way_back(&self, id: &str) -> (u32, Option<u32>) {
        let wanted = id.to_owned();
        let found = self
            .home
            .db
            .read(move |tx| crate::activity::undo_of(tx, &wanted));
        match found.await.unwrap().unwrap().inverse {
            crate::activity::Inverse::RevertFile {
                version, previous, ..
            } => (version, previous),
            other => panic!("{other:?}"),
        }
    }

    async fn main(&mut self, name: &str, arguments: Value) -> ToolOutput {
        self.run(TurnClass::MainChat, name, arguments).await
    }
}

#[tokio::test]
async fn a_turns_changes_of_a_file_are_one_record_that_leads_back_before_the_turn() {
    let mut bench = Bench::new();
    let path = RelPath::parse("TODO.md").unwrap();
    let id = "undo:file:inbox:1:TODO.md";
    let write = |text: &str, author| crate::workspace::Write {
        path: path.clone(),
        text: text.to_owned(),
        base: None,
        author,
        turn_id: None,
        join: None,
    };
    let files = bench.home.files.clone();
    files
        .write(write("- tea\n", crate::workspace::Author::Person))
        .await
        .unwrap();
    for line in ["bread", "milk"] {
        let added = json!({"path": "TODO.md", "content": line, "append": true});
        assert!(bench.main("write", added).await.changed);
    }
    assert_eq!(bench.way_back(id).await, (3, Some(1)));
    let told = bench
        .home
        .db
        .read(|tx| crate::activity::page(tx, None, Some("file"), 9));
    let told = told.await.unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        (told[0].outcome.as_str(), told[0].undo.as_deref()),
        ("changed", Some(id))
    );
    files
        .write(write("mine\n", crate::workspace::Author::Person))
        .await
        .unwrap();
    let added = json!({"path": "TODO.md", "content": "eggs", "append": true});
    assert!(bench.main("write", added).await.changed);
    assert_eq!(
        bench.way_back(id).await,
        (5, Some(4)),
        "what a person wrote stays"
    );
}

#[tokio::test]
async fn the_tools_work_together_on_a_file() {
    let mut bench = Bench::new();
    let made = bench
        .main("write", json!({"path": "notes/a.md", "content": "tea\n"}))
        .await;
    assert!(made.changed && !made.is_error, "{}", made.text);
    assert_eq!(made.change.unwrap().version, 1);
    let added = json!({"path": "notes/a.md", "text": "bread", "append": true});
    assert!(bench.main("write", added).await.changed);
    let edit = json!({"path": "notes/a.md", "old_text": "tea", "new_text": "green tea"});
    assert!(bench.main("edit", edit).await.changed);
    let read = bench.main("read", json!({"path": "notes/a.md"})).await;
    assert_eq!(read.text, "green tea\nbread\n");
    assert!(!read.changed && !read.cut);
    let list = bench.main("list", Value::Null).await;
    assert_eq!(
        (list.text.as_str(), list.count),
        ("notes/a.md (16 bytes)\n", Some(1))
    );
    let found = bench.main("search", json!({"query": "GREEN"})).await;
    assert_eq!(
        (found.text.as_str(), found.count),
        ("notes/a.md:1: green tea", Some(1))
    );
    let status = bench.main("session_status", json!({})).await;
    assert_eq!(status.text, "conversation agent:main:main");
    let path = RelPath::parse("notes/a.md").unwrap();
    let history = bench.home.files.history(&path).await.unwrap();
    assert_eq!(history[0].turn_id.as_deref(), Some("inbox:1"));
}

#[tokio::test]
async fn a_class_gets_only_what_its_row_allows() {
    let mut bench = Bench::new();
    for path in ["MEMORY.md", "SOUL.md", "shared/s.md", "notes/n.md"] {
        bench.home.outside(path, "secret word");
    }
    for (class, tool, path, refused) in [
        (RUN, "read", "MEMORY.md", true),
        (RUN, "read", "memory.MD", true),
        (RUN, "read", "notes/n.md", false),
        (RUN, "write", "SOUL.md", true),
        (RUN, "edit", "MEMORY.md", true),
        (TurnClass::Guest, "read", "notes/n.md", true),
        (TurnClass::Guest, "read", "shared/s.md", false),
        (TurnClass::Guest, "write", "notes/n.md", true),
        (TurnClass::Guest, "write", "shared/new.md", false),
    ] {
        let arguments = json!({"path": path, "text": "x", "old_text": "secret", "new_text": "y"});
        let output = bench.run(class, tool, arguments).await;
        assert_eq!(
            output.is_error, refused,
            "{class:?} {tool} {path}: {}",
            output.text
        );
        assert!(!(refused && output.changed));
    }
    assert_eq!(bench.home.on_disk("MEMORY.md"), "secret word");
    assert_eq!(bench.home.on_disk("SOUL.md"), "secret word");
}

#[tokio::test]
async fn listing_and_searching_show_only_what_may_be_read() {
    let mut bench = Bench::new();
    for path in [
        "MEMORY.md",
        "SOUL.md",
        "USER.md",
        "shared/s.md",
        "notes/n.md",
    ] {
        bench.home.outside(path, "word");
    }
    let list = bench.run(TurnClass::Guest, "list", json!({})).await;
    assert_eq!(list.text, "SOUL.md (4 bytes)\nshared/s.md (4 bytes)\n");
    let found = bench.run(RUN, "search", json!({"query": "word"})).await;
    assert_eq!(found.count, Some(4));
    assert!(!found.text.contains("MEMORY.md"));
    let found = bench
        .run(RUN, "search", json!({"query": "word", "path": "MEMORY.md"}))
        .await;
    assert_eq!(found.count, Some(0));
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_gives_nobody_more() {
    use std::os::unix::fs::symlink;
    let mut bench = Bench::new();
    bench.home.outside("MEMORY.md", "secret");
    bench.home.outside("shared/s.md", "open");
    let root = bench.home.root().to_owned();
    symlink("MEMORY.md", root.join("harmless.md")).unwrap();
    symlink("../MEMORY.md", root.join("shared/m.md")).unwrap();
    symlink(".", root.join("again")).unwrap();
    symlink("../..", root.join("shared/up")).unwrap();
    for (class, tool, path) in [
        (RUN, "read", "harmless.md"),
        (RUN, "read", "again/MEMORY.md"),
        (RUN, "write", "harmless.md"),
        (TurnClass::Guest, "read", "shared/m.md"),
        (TurnClass::Guest, "write", "shared/m.md"),
        (TurnClass::MainChat, "read", "shared/up/state/cove.db"),
        (TurnClass::MainChat, "read", "../cove.db"),
        (TurnClass::MainChat, "write", "shared/up/x.md"),
        (TurnClass::MainChat, "list", "shared/up"),
    ] {
        let output = bench
            .run(class, tool, json!({"path": path, "text": "x"}))
            .await;
        assert!(output.is_error, "{class:?} {tool} {path}: {}", output.text);
    }
    for tool in ["list", "search"] {
        let arguments = json!({"path": "again", "query": "secret"});
        let output = bench.run(RUN, tool, arguments).await;
        assert!(!output.text.contains("MEMORY"), "{tool}: {}", output.text);
    }
    assert_eq!(bench.home.on_disk("MEMORY.md"), "secret");
}

#[tokio::test]
async fn changing_its_own_character_is_told_with_the_change_to_undo() {
    let mut bench = Bench::new();
    bench.home.outside("SOUL.md", "old");
    let output = bench
        .main("write", json!({"path": "SOUL.md", "text": "new"}))
        .await;
    let notice = output.notice.unwrap();
    assert_eq!(notice.code, "file-changed-itself");
    assert_eq!(notice.params["path"], "SOUL.md");
    let files = &bench.home.files;
    let change = output.change.unwrap();
    let person = crate::workspace::Author::Person;
    files.undo(&change, person, None).await.unwrap();
    assert_eq!(bench.home.on_disk("SOUL.md"), "old");
    let again = bench
        .main("write", json!({"path": "TODO.md", "text": "x"}))
        .await;
    assert_eq!(again.notice, None);
}

#[tokio::test]
async fn a_write_keeps_what_the_person_wrote_since_the_agent_read() {
    let mut bench = Bench::new();
    bench.home.outside("a.md", "one\ntwo\nthree\n");
    bench.main("read", json!({"path": "a.md"})).await;
    bench.home.outside("a.md", "ONE\ntwo\nthree\n");
    let text = "one\ntwo\nthree\nfour\n";
    let output = bench
        .main("write", json!({"path": "a.md", "text": text}))
        .await;
    assert!(output.text.contains("both edits"), "{}", output.text);
    assert_eq!(bench.home.on_disk("a.md"), "ONE\ntwo\nthree\nfour\n");
}

#[tokio::test]
async fn wrong_calls_are_answered_with_what_would_work() {
    let mut bench = Bench::new();
    for (name, arguments, part) in [
        ("delete", json!({}), "There are: read, write, edit"),
        ("read", json!({}), "missing field `path`"),
        ("read", json!({"path": 7}), "invalid type"),
        ("read", json!("a.md"), "do not fit"),
        (
            "read",
            json!({"path": "/etc/passwd"}),
            "relative to the workspace",
        ),
        ("read", json!({"path": "../x"}), "climbs"),
        ("read", json!({"path": "nothing.md"}), "Use list"),
        (
            "edit",
            json!({"path": "nothing.md", "old_text": "a", "new_text": "b"}),
            "no file",
        ),
        (
            "search",
            json!({"query": "(", "regex": true}),
            "can't be used",
        ),
        ("search", json!({"query": " "}), "empty"),
        (
            "write",
            json!({"path": "con.md", "text": "x"}),
            "windows-name",
        ),
    ] {
        let output = bench.main(name, arguments.clone()).await;
        assert!(
            output.is_error && output.text.contains(part),
            "{name} {arguments}: {}",
            output.text
        );
    }
}

#[tokio::test]
async fn the_third_equal_call_is_answered_with_a_note() {
    let mut bench = Bench::new();
    bench.home.outside("a.md", "x");
    for expected in [false, false, true, true] {
        let output = bench.main("read", json!({"path": "a.md"})).await;
        assert_eq!(output.is_error, expected, "{}", output.text);
    }
    bench
        .main("write", json!({"path": "a.md", "text": "y"}))
        .await;
    assert_eq!(bench.main("read", json!({"path": "a.md"})).await.text, "y");
}

#[tokio::test]
async fn a_stopped_turn_runs_no_further_tool() {
    let mut bench = Bench::new();
    bench.context.cancel.cancel();
    let output = bench
        .main("write", json!({"path": "a.md", "text": "x"}))
        .await;
    assert!(output.is_error);
    assert!(!bench.home.root().join("a.md").exists());
}

#[tokio::test]
async fn a_search_is_bounded_and_says_so() {
    let mut bench = Bench::new();
    bench.home.outside("many.md", &"word\n".repeat(101));
    let output = bench.main("search", json!({"query": "word"})).await;
    assert_eq!((output.count, output.cut), (Some(100), true));
    assert!(output.text.contains("There is more"));
    bench.home.outside("many.md", &"word\n".repeat(100));
    let output = bench
        .main("search", json!({"query": "word", "path": "many.md"}))
        .await;
    assert_eq!((output.count, output.cut), (Some(100), false));
    bench
        .home
        .outside("long.md", &format!("needle {}", "x".repeat(1_000)));
    let output = bench.main("search", json!({"query": "needle"})).await;
    assert!(output.text.len() < 400 && output.text.ends_with("[...]"));
    bench.home.outside("large.md", &"needle2 ".repeat(200_000));
    let output = bench.main("search", json!({"query": "needle2"})).await;
    assert!(output.cut && output.text.contains("1 files over 1 MiB"));
    let output = bench
        .main("search", json!({"query": "^nee.le x", "regex": true}))
        .await;
    assert_eq!(output.count, Some(1));
}

#[tokio::test]
async fn a_cut_answer_is_marked_and_one_at_the_bound_is_whole() {
    let whole = bounded(ToolOutput::text("é".repeat(MAX_OUTPUT_CHARS)));
    assert!(!whole.cut);
    let cut = bounded(ToolOutput::text("é".repeat(MAX_OUTPUT_CHARS + 1)));
    assert!(cut.cut && cut.text.contains("Only the first 50000 of 50001"));
}

#[test]
fn what_the_model_is_told_of_the_tools_is_short() {
    let bench = Bench::new();
    let specs = bench.runner.specs(TurnClass::MainChat);
    let size: usize = specs
        .iter()
        .map(|spec| spec.name.len() + spec.description.len() + spec.schema.to_string().len())
        .sum();
    assert!(size < 4_200, "{size} characters");
    for spec in &specs {
        assert_eq!(
            bench.runner.changes(spec.name),
            [
                "write",
                "edit",
                "memory_append",
                "heartbeat_state",
                "shared_state",
                "message"
            ]
            .contains(&spec.name)
        );
    }
    assert!(!bench.runner.changes("unknown"));
}

#[tokio::test]
async fn a_write_starts_from_what_the_prompt_showed() {
    let mut bench = Bench::new();
    bench.home.outside("MEMORY.md", "one\ntwo\nthree\n");
    let limits = crate::workspace::Limits::default();
    let files = bench.home.files.clone();
    let prompt = files
        .prompt(TurnClass::MainChat, &[], limits)
        .await
        .unwrap();
    let memory = prompt.iter().find(|file| file.name == "MEMORY.md").unwrap();
    let path = RelPath::parse("MEMORY.md").unwrap();
    let hash = memory.hash.clone().unwrap();
    bench.runner.saw("agent:main:main", &path, &hash);
    bench.home.outside("MEMORY.md", "zero\none\ntwo\nthree\n");
    let text = "one\ntwo\nthree\nfour\n";
    bench
        .main("write", json!({"path": "MEMORY.md", "text": text}))
        .await;
    assert_eq!(
        bench.home.on_disk("MEMORY.md"),
        "zero\none\ntwo\nthree\nfour\n"
    );
}

#[tokio::test]
async fn a_turn_that_may_only_add_to_one_file_changes_nothing_else() {
    let mut bench = Bench::new();
    let note = "memory/2026-11-21.md";
    bench
        .main("write", json!({"path": note, "content": "- old\n"}))
        .await;
    let only = RelPath::parse(note).unwrap();
    bench.context =
        ToolContext::new("flush:1", "agent:main:main", CancellationToken::new()).adding_to(only);
    // A whole new text is added behind what stands there, one that holds it stands for it.
    let put = bench
        .main("write", json!({"path": note, "content": "- new\n"}))
        .await;
    assert!(put.changed, "{put:?}");
    let whole = "- old\n- new\n- third\n";
    bench
        .main("write", json!({"path": note, "content": whole}))
        .await;
    let read = bench.main("read", json!({"path": note})).await;
    assert_eq!(read.text, whole);
    for (name, arguments) in [
        ("write", json!({"path": "MEMORY.md", "content": "x"})),
        (
            "edit",
            json!({"path": note, "old_text": "- old", "new_text": ""}),
        ),
    ] {
        let refused = bench.main(name, arguments).await;
        assert!(refused.is_error && !refused.changed, "{refused:?}");
    }
    assert_eq!(bench.main("read", json!({"path": note})).await.text, whole);
}
