//! Changes of files, merged and kept as versions.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::testing::{Home, home};
use super::*;
use crate::error::Coded;
use crate::workspace::Kept;

fn path(text: &str) -> RelPath {
    RelPath::parse(text).unwrap()
}

fn by(author: Author, to: &str, text: &str, base: Option<&str>) -> Write {
    Write {
        path: path(to),
        text: text.into(),
        base: base.map(str::to_owned),
        author,
        turn_id: None,
        join: None,
    }
}

async fn write(home: &Home, write: Write) -> Written {
    home.files.write(write).await.unwrap()
}

async fn authors(home: &Home, of: &str) -> Vec<Author> {
    let rows = home.files.history(&path(of)).await.unwrap();
    rows.into_iter().rev().map(|row| row.by).collect()
}

#[tokio::test]
async fn a_file_that_was_there_is_a_version_before_its_first_change() {
    let home = home();
    home.outside("a.md", "theirs");
    let written = write(&home, by(Author::Agent, "a.md", "ours", None)).await;
    let change = written.change.unwrap();
    assert_eq!((change.version, change.previous), (2, Some(1)));
    assert_eq!(
        authors(&home, "a.md").await,
        [Author::Elsewhere, Author::Agent]
    );
    assert_eq!(
        home.files.version_text(&path("a.md"), 1).await.unwrap(),
        "theirs"
    );
}

#[tokio::test]
async fn both_edits_are_in_when_two_started_from_the_same_state() {
    let home = home();
    home.outside("TODO.md", "- [ ] tea\n- [ ] bread\n- [ ] milk\n");
    let read = home.files.read(&path("TODO.md")).await.unwrap();
    let base = Some(read.hash.as_str());
    let edit = read.text.replace("tea", "green tea");
    write(&home, by(Author::Person, "TODO.md", &edit, base)).await;
    let edit = format!("{}- [ ] eggs\n", read.text);
    let written = write(&home, by(Author::Agent, "TODO.md", &edit, base)).await;
    assert_eq!((written.merged, written.conflict), (true, false));
    let text = "- [ ] green tea\n- [ ] bread\n- [ ] milk\n- [ ] eggs\n";
    assert_eq!(written.text, text);
    assert_eq!(home.on_disk("TODO.md"), text);
}

#[tokio::test]
async fn edits_of_the_same_line_are_both_kept_and_told() {
    let home = home();
    home.outside("a.md", "x\n");
    let base = home.files.read(&path("a.md")).await.unwrap().hash;
    home.outside("a.md", "theirs\n");
    let written = write(&home, by(Author::Agent, "a.md", "ours\n", Some(&base))).await;
    assert!(written.conflict);
    let text = "<<<<<<< agent\nours\n=======\ntheirs\n>>>>>>> elsewhere\n";
    assert_eq!(home.on_disk("a.md"), text);
}

#[tokio::test]
async fn a_base_that_is_not_kept_drops_nothing() {
    let home = home();
    home.outside("a.md", "one\ntheirs\ntwo\n");
    let written = write(
        &home,
        by(Author::Person, "a.md", "one\ntwo\nours\n", Some("unknown")),
    )
    .await;
    assert_eq!(written.text, "one\ntheirs\ntwo\nours\n");
}

#[tokio::test]
async fn writing_what_stands_there_is_no_change() {
    let home = home();
    write(&home, by(Author::Person, "a.md", "same", None)).await;
    let again = write(&home, by(Author::Agent, "a.md", "same", None)).await;
    assert_eq!(again.change, None);
    assert_eq!(authors(&home, "a.md").await, [Author::Person]);
}

#[tokio::test]
async fn changes_of_another_program_are_noticed_at_the_next_look() {
    let home = home();
    write(&home, by(Author::Agent, "a.md", "ours", None)).await;
    home.outside("a.md", "theirs");
    assert_eq!(home.files.read(&path("a.md")).await.unwrap().text, "theirs");
    std::fs::remove_file(home.root().join("a.md")).unwrap();
    home.outside("new.md", "n");
    let changes = home.files.notice_all().await.unwrap();
    let changed: Vec<_> = changes
        .iter()
        .map(|c| (c.path.as_str(), c.version))
        .collect();
    assert_eq!(changed, [("a.md", 3), ("new.md", 1)]);
    let rows = home.files.history(&path("a.md")).await.unwrap();
    assert_eq!(rows[0].kept, Kept::Gone);
    assert!(home.files.notice_all().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_old_version_comes_back_as_a_new_one() {
    let home = home();
    for text in ["one\n", "two\n", "three\n"] {
        write(&home, by(Author::Agent, "a.md", text, None)).await;
    }
    let diff = home.files.diff(&path("a.md"), 1, None).await.unwrap();
    assert!(diff.contains("-one") && diff.contains("+three"), "{diff}");
    let back = home
        .files
        .revert(&path("a.md"), 1, Author::Person, None)
        .await
        .unwrap();
    assert_eq!(home.on_disk("a.md"), "one\n");
    assert_eq!(back.change.unwrap().version, 4);
    let missing = home
        .files
        .revert(&path("a.md"), 9, Author::Person, None)
        .await;
    assert_eq!(missing.unwrap_err().code(), "file-no-version");
}

#[tokio::test]
async fn undo_takes_back_only_what_nobody_built_on() {
    let home = home();
    let made = write(&home, by(Author::Agent, "a.md", "one", None))
        .await
        .change
        .unwrap();
    let changed = write(&home, by(Author::Agent, "a.md", "two", None))
        .await
        .change
        .unwrap();
    let late = home.files.undo(&made, Author::Person, None).await;
    assert_eq!(late.unwrap_err().code(), "file-changed-since");
    home.outside("a.md", "theirs");
    let late = home.files.undo(&changed, Author::Person, None).await;
    assert_eq!(late.unwrap_err().code(), "file-changed-since");
    home.files
        .revert(&path("a.md"), 2, Author::Person, None)
        .await
        .unwrap();

    let new = write(&home, by(Author::Agent, "new.md", "x", None))
        .await
        .change
        .unwrap();
    home.files.undo(&new, Author::Person, None).await.unwrap();
    assert!(!home.root().join("new.md").exists());
    home.files
        .revert(&path("new.md"), 1, Author::Person, None)
        .await
        .unwrap();
    assert_eq!(home.on_disk("new.md"), "x");
}

#[tokio::test]
async fn what_joins_a_change_is_in_its_transaction() {
    let home = home();
    let failing: Join = Arc::new(|_, _| Err(StorageError::Closed));
    let mut order = by(Author::Person, "a.md", "x", None);
    order.join = Some(failing);
    assert_eq!(
        home.files.write(order.clone()).await.unwrap_err().code(),
        "file-versions"
    );
    assert!(!home.root().join("a.md").exists());
    assert!(authors(&home, "a.md").await.is_empty());
    order.join = Some(Arc::new(|conn, change| {
        let sql = "UPDATE file_versions SET turn_id = ?1 WHERE path = ?2 AND n = ?3";
        let key = (change.path.as_str(), change.version);
        conn.execute(sql, ("joined", key.0, key.1))?;
        Ok(())
    }));
    write(&home, order).await;
    let rows = home.files.history(&path("a.md")).await.unwrap();
    assert_eq!(rows[0].turn_id.as_deref(), Some("joined"));
}

#[tokio::test]
async fn a_file_that_is_no_text_is_neither_shown_nor_overwritten() {
    let home = home();
    std::fs::write(home.root().join("a.bin"), [0xff, 0xfe, 0]).unwrap();
    let read = home.files.read(&path("a.bin")).await;
    assert_eq!(read.unwrap_err().code(), "file-not-text");
    let written = home
        .files
        .write(by(Author::Agent, "a.bin", "x", None))
        .await;
    assert!(written.is_err() || home.on_disk("a.bin") == "x");
}

#[tokio::test]
async fn a_listing_tells_versions_and_where_the_agent_stops_reading() {
    let home = home();
    write(
        &home,
        by(Author::Person, "MEMORY.md", &"x".repeat(20_001), None),
    )
    .await;
    write(
        &home,
        by(Author::Person, "notes.md", &"x".repeat(20_001), None),
    )
    .await;
    write(&home, by(Author::Person, "notes.md", "y", None)).await;
    let (listed, more) = home.files.list(Limits::default()).await.unwrap();
    let found: Vec<_> = listed
        .iter()
        .map(|file| (file.entry.path.as_str(), file.versions, file.cut_at))
        .collect();
    assert_eq!(
        found,
        [("MEMORY.md", 1, Some(14_000)), ("notes.md", 2, None)]
    );
    assert!(!more);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_write_at_once_lose_no_line() {
    let home = home();
    let add = |author: Author, name: &'static str| {
        let files = Arc::clone(&home.files);
        async move {
            for n in 0..40 {
                let read = files.read(&path("a.md")).await.unwrap();
                tokio::task::yield_now().await;
                let line = format!("{name} {n}\n");
                let text = match author {
                    Author::Person => format!("{line}{}", read.text),
                    _ => format!("{}{line}", read.text),
                };
                files
                    .write(by(author, "a.md", &text, Some(&read.hash)))
                    .await
                    .unwrap();
            }
        }
    };
    let one = tokio::spawn(add(Author::Person, "person"));
    let two = tokio::spawn(add(Author::Agent, "agent"));
    one.await.unwrap();
    two.await.unwrap();
    let text = home.on_disk("a.md");
    for n in 0..40 {
        for name in ["person", "agent"] {
            let line = format!("{name} {n}");
            assert!(text.lines().any(|held| held == line), "{line} is lost");
        }
    }
}

#[tokio::test]
async fn versions_are_forgotten_after_ninety_days_but_for_the_newest() {
    let home = home();
    for text in ["one", "two"] {
        write(&home, by(Author::Agent, "a.md", text, None)).await;
    }
    let day = std::time::Duration::from_secs(24 * 60 * 60);
    home.clock.advance(day * 90);
    assert_eq!(home.files.prune().await.unwrap(), 0);
    home.clock.advance(day);
    assert_eq!(home.files.prune().await.unwrap(), 1);
    assert_eq!(home.on_disk("a.md"), "two");
    assert_eq!(home.files.history(&path("a.md")).await.unwrap().len(), 1);
}
