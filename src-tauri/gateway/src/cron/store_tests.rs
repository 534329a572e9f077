//! `jobs.json` on a real disk: a real home's file, edits by hand, damage.
#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;

const REAL: &str = include_str!("../../../../tests/fixtures/openclaw-2026.3/cron/jobs.json");
const NOW: Ms = 1_795_278_600_000;

struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("jobs.json"), text).unwrap();
        Self { folder }
    }

    fn open(&self) -> (JobStore, OpenedJobs) {
        JobStore::open(self.folder.path(), NOW).unwrap()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("jobs.json")).unwrap()
    }

    fn write(&self, text: &str) {
        std::fs::write(self.folder.path().join("jobs.json"), text).unwrap();
    }
}

fn job(id: &str) -> Job {
    Job::read(
        &json!({"id": id, "name": id, "enabled": true, "updatedAtMs": 1,
        "schedule": {"kind": "cron", "expr": "0 8 * * *"}, "sessionTarget": "isolated",
        "payload": {"kind": "agentTurn", "message": "x"}, "delivery": {"mode": "none"}}),
    )
    .unwrap()
}

fn ids(store: &JobStore) -> Vec<&str> {
    store
        .jobs()
        .all()
        .iter()
        .map(|job| job.id.as_str())
        .collect()
}

#[test]
fn a_real_file_is_printed_byte_for_byte_and_every_job_of_it_can_run() {
    let disk = Disk::with(REAL);
    let (store, opened) = disk.open();
    assert_eq!(opened, OpenedJobs::default());
    assert_eq!(store.jobs().all().len(), 8);
    for job in store.jobs().all() {
        assert!(job.can_run(), "{}: {:?}", job.name, job.problems);
    }
    let printed = String::from_utf8(store.jobs().print(&States::new())).unwrap();
    assert_eq!(printed.trim_end(), REAL.trim_end());
}

#[test]
fn a_change_keeps_every_other_job_and_a_good_copy_of_all_of_them() {
    let disk = Disk::with(REAL);
    let (mut store, _) = disk.open();
    store.put(job("new"), &States::new(), NOW).unwrap();
    let plants = "19df5c04-e0af-4abb-bd3c-3ed1ea9a3d2c";
    let state = json!({"lastStatus": "ok", "nextRunAtMs": 5});
    let states = States::from([("new".to_owned(), state.as_object().unwrap().clone())]);
    assert_eq!(
        store.remove(plants, &states, NOW).unwrap().unwrap().name,
        "Plants"
    );
    let (again, _) = disk.open();
    assert_eq!(again.jobs().all().len(), 8);
    assert_eq!(
        again.jobs().get("new").unwrap().record()["state"]["nextRunAtMs"],
        5
    );
    let weather = |store: &JobStore| {
        store
            .jobs()
            .get("e1fd12fc-e6df-45a5-b854-e8e555c88871")
            .cloned()
    };
    assert_eq!(weather(&again), weather(&Disk::with(REAL).open().0));
    let good = std::fs::read_to_string(disk.folder.path().join("jobs.json.good")).unwrap();
    assert_eq!(good, disk.text());
}

#[test]
fn edits_by_hand_are_taken_over_and_never_lost_to_a_write() {
    let disk = Disk::with(REAL);
    let (mut store, _) = disk.open();
    assert_eq!(store.reread().unwrap(), Reread::Same);
    disk.write(
        &REAL
            .replace("30 7 * * *", "45 7 * * *")
            .replace("\"Passport\"", "\"Reisepass\""),
    );
    let change = JobsChange {
        changed: vec![
            "c394b38f-de92-4568-8830-79a46953a22e".into(),
            "cf260c13-8db7-4c1a-9383-d5c7baa33f02".into(),
        ],
        rescheduled: vec!["cf260c13-8db7-4c1a-9383-d5c7baa33f02".into()],
        ..JobsChange::default()
    };
    assert_eq!(store.reread().unwrap(), Reread::Changed(change));

    // A state that another program refreshed is no edit.
    disk.write(
        &disk
            .text()
            .replace("\"lastDurationMs\": 409", "\"lastDurationMs\": 410"),
    );
    assert_eq!(store.reread().unwrap(), Reread::Same);

    // Half an edit leaves the jobs in force; a write then keeps its bytes beside the file.
    disk.write("{\"version\": 1, \"jobs\": [");
    assert_eq!(store.reread().unwrap(), Reread::Unreadable);
    assert_eq!(store.jobs().all().len(), 8);
    store.put(job("new"), &States::new(), NOW).unwrap();
    assert_eq!(disk.open().0.jobs().all().len(), 9);
    let kept = std::fs::read_dir(disk.folder.path())
        .unwrap()
        .filter(|file| {
            file.as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .contains(".bak-")
        });
    assert_eq!(kept.count(), 1);

    disk.write(&format!(
        "// mine\n{}",
        disk.text()
            .replace("\"name\": \"new\"", "\"name\": \"by hand\"")
    ));
    store.put(job("more"), &States::new(), NOW).unwrap();
    assert_eq!(store.jobs().get("new").unwrap().name, "by hand");
}

#[test]
fn a_change_that_can_t_be_written_has_not_happened() {
    let disk = Disk::with(REAL);
    let (mut store, _) = disk.open();
    // Something stands where the file is to go.
    let (file, away) = (
        disk.folder.path().join("jobs.json"),
        disk.folder.path().join("away"),
    );
    std::fs::rename(&file, &away).unwrap();
    std::fs::create_dir_all(file.join("full")).unwrap();
    let first = ids(&store)[0].to_owned();
    assert!(store.remove(&first, &States::new(), NOW).is_err());
    assert!(store.put(job("new"), &States::new(), NOW).is_err());
    assert_eq!(
        (store.jobs().all().len(), ids(&store)[0]),
        (8, first.as_str())
    );
    assert!(store.jobs().get(&first).is_some() && store.jobs().get("new").is_none());
    std::fs::remove_dir_all(&file).unwrap();
    std::fs::rename(&away, &file).unwrap();
    assert!(store.remove(&first, &States::new(), NOW).unwrap().is_some());
    assert_eq!(ids(&disk.open().0).len(), 7);
}

#[test]
fn a_file_that_looks_as_it_was_left_is_not_read_again_and_any_save_is_seen() {
    let disk = Disk::with(REAL);
    let (mut store, _) = disk.open();
    let path = disk.folder.path().join("jobs.json");
    store.put(job("new"), &States::new(), NOW).unwrap();
    // Other bytes in the same clothes: whoever reads them would see them.
    let left = std::fs::metadata(&path).unwrap().modified().unwrap();
    let own = disk.text();
    disk.write(&own.replace("\"Plants\"", "\"Stalks\""));
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(left).unwrap();
    let generation = store.generation();
    assert_eq!(store.look().unwrap(), Reread::Same);
    assert_eq!(store.generation(), generation);
    assert!(matches!(store.reread().unwrap(), Reread::Changed(_)));
    assert_eq!(store.generation(), generation + 1);
    // Saved in place.
    disk.write(&own);
    file.set_modified(left + std::time::Duration::from_secs(1))
        .unwrap();
    assert!(matches!(store.look().unwrap(), Reread::Changed(_)));
    // Saved by a rename, at the same time and as long.
    let aside = disk.folder.path().join("jobs.json~");
    std::fs::write(&aside, own.replace("\"Plants\"", "\"Stalks\"")).unwrap();
    let file = std::fs::File::options().write(true).open(&aside).unwrap();
    file.set_modified(left + std::time::Duration::from_secs(1))
        .unwrap();
    std::fs::rename(&aside, &path).unwrap();
    assert!(matches!(store.look().unwrap(), Reread::Changed(_)) || cfg!(not(unix)));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(store.look().unwrap(), Reread::Changed(_)));
    assert!(store.jobs().all().is_empty());
}

#[test]
fn a_second_reading_doubles_nothing() {
    let twice = json!({"version": 1, "jobs": [
        {"id": "a", "updatedAtMs": 1, "name": "old", "everyMs": 60_000, "text": "x"},
        {"id": "a", "updatedAtMs": 2, "name": "new", "everyMs": 60_000, "text": "x"},
        {"everyMs": 60_000, "text": "nameless"}, 7]});
    let disk = Disk::with(&twice.to_string());
    let (mut store, opened) = disk.open();
    assert_eq!(opened.doubled, ["a"]);
    assert_eq!(store.jobs().get("a").unwrap().name, "new");
    let first = ids(&store)
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    store.put(job("b"), &States::new(), NOW).unwrap();
    let (again, opened) = disk.open();
    assert_eq!(opened.doubled, Vec::<String>::new());
    assert_eq!(ids(&again), [first[0].as_str(), first[1].as_str(), "b"]);
    assert!(disk.text().contains("\n    7\n"), "what is no job is kept");
}

#[test]
fn no_edit_that_damages_the_file_takes_a_job_away_however_often_it_happens() {
    const BROKEN: &str = "{ \"version\":1, \"jobs\": [ {\"id\": \"x";
    let disk = Disk::with("{\"version\":1,\"jobs\":[]}");
    let (mut store, _) = disk.open();
    for id in ["a", "b"] {
        store.put(job(id), &States::new(), NOW).unwrap();
    }
    disk.write(BROKEN);
    assert_eq!(store.reread().unwrap(), Reread::Unreadable);
    assert!(store.is_unreadable());
    // Killed now and started: both are there.
    let (mut store, opened) = disk.open();
    assert_eq!(opened.mended.unwrap().jobs, 2);
    // A change over the damaged file, damaged again, and started.
    disk.write(BROKEN);
    store.put(job("c"), &States::new(), NOW + 1).unwrap();
    assert!(!store.is_unreadable());
    disk.write(BROKEN);
    let (store, _) = disk.open();
    assert_eq!(ids(&store), ["a", "b", "c"]);
}

#[test]
fn a_damaged_file_is_kept_and_what_can_be_saved_is_saved() {
    // Cut in the middle of the fifth job.
    let cut = &REAL[..REAL.find("FAIL-ON-PURPOSE").unwrap()];
    let disk = Disk::with(cut);
    let (store, opened) = disk.open();
    let mended = opened.mended.unwrap();
    assert_eq!((mended.jobs, store.jobs().all().len()), (4, 4));
    assert_eq!(std::fs::read_to_string(&mended.aside).unwrap(), cut);
    assert_eq!(disk.open().1, OpenedJobs::default());

    // With a good copy nothing is missing.
    let disk = Disk::with(cut);
    std::fs::write(disk.folder.path().join("jobs.json.good"), REAL).unwrap();
    assert_eq!(disk.open().1.mended.unwrap().jobs, 8);

    // One job's own bytes are damaged: the others stay, and one that was taken out does not return.
    let without: Value = serde_json::from_str(REAL).unwrap();
    let mut without = without;
    without["jobs"].as_array_mut().unwrap().remove(0);
    let disk = Disk::with(&format!("{without:#}").replace("\"text\": \"Water", "\"text\": Water"));
    std::fs::write(disk.folder.path().join("jobs.json.good"), REAL).unwrap();
    let (store, opened) = disk.open();
    assert_eq!(opened.mended.unwrap().jobs, 7);
    assert!(
        store
            .jobs()
            .get("c394b38f-de92-4568-8830-79a46953a22e")
            .is_none()
    );
    assert!(disk.folder.path().join("jobs.json.good").exists());
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let text = "{\"version\": 2, \"jobs\": {}}";
    let disk = Disk::with(text);
    let refused = JobStore::open(disk.folder.path(), NOW);
    assert!(matches!(
        refused,
        Err(CronError::Storage(StorageError::Newer { found: 2, .. }))
    ));
    assert_eq!(disk.text(), text);
}

#[test]
fn a_home_without_jobs_gets_its_file_with_the_first_one() {
    let folder = tempfile::tempdir().unwrap();
    let cron = folder.path().join("cron");
    let (mut store, opened) = JobStore::open(&cron, NOW).unwrap();
    assert_eq!(opened, OpenedJobs::default());
    store.put(job("a"), &States::new(), NOW).unwrap();
    assert_eq!(ids(&JobStore::open(&cron, NOW).unwrap().0), ["a"]);
}
