//! Changes by other programs.

#![allow(clippy::unwrap_used)]
use super::super::testing::home;
use super::*;

/// Waits for real files and the system's own watch; the limit only ends a broken run.
const LIMIT: Duration = Duration::from_secs(30);

async fn next(told: &mut mpsc::UnboundedReceiver<String>) -> String {
    let next = tokio::time::timeout(LIMIT, told.recv()).await;
    next.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_other_programs_write_is_noticed_and_our_own_writes_are_not() {
    let home = home();
    home.outside("before.md", "written while Cove was away");
    let (sender, mut told) = mpsc::unbounded_channel();
    let noticed: Noticed = Arc::new(move |changes: &[Change]| {
        for change in changes {
            let _ = sender.send(format!("{} {}", change.path, change.version));
        }
    });
    let cancel = CancellationToken::new();
    let task = tokio::spawn(watch(home.files.clone(), noticed, cancel.clone()));
    assert_eq!(next(&mut told).await, "before.md 1");

    let own = super::super::Write {
        path: RelPath::parse("own.md").unwrap(),
        text: "by Cove".into(),
        base: None,
        author: super::super::Author::Agent,
        turn_id: None,
        join: None,
    };
    home.files.write(own).await.unwrap();
    // An editor that saves by rename.
    home.outside("editor.tmp~", "new");
    std::fs::rename(
        home.root().join("editor.tmp~"),
        home.root().join("before.md"),
    )
    .unwrap();
    loop {
        let told = next(&mut told).await;
        assert!(!told.starts_with("own.md"), "{told}");
        if told == "before.md 2" {
            break;
        }
    }
    cancel.cancel();
    task.await.unwrap();
}

#[test]
fn only_files_a_look_would_read_are_passed_on() {
    let home = home();
    let root = home.root();
    let check = |path: &str, expected: Option<&str>| {
        let found = inside(root, &root.join(path));
        assert_eq!(found.as_ref().map(RelPath::as_str), expected, "{path}");
    };
    std::fs::create_dir(root.join("folder")).unwrap();
    check("a.md", Some("a.md"));
    check("folder/b.md", Some("folder/b.md"));
    check("folder", None);
    check(".git/index", None);
    check(".cove-1.tmp", None);
    check("node_modules/x.js", None);
    assert_eq!(inside(root, Path::new("/elsewhere/a.md")), None);
}

#[test]
fn where_the_system_can_not_watch_it_is_polled() {
    let home = home();
    let (sender, told) = std::sync::mpsc::channel();
    let handler = move |result: DebounceEventResult| {
        let _ = sender.send(result.is_ok());
    };
    let held = poll(home.root(), handler, Duration::from_millis(20)).unwrap();
    home.outside("a.md", "x");
    assert!(told.recv_timeout(LIMIT).unwrap());
    drop(held);
}
