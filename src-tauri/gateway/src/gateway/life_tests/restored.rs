//! A backup restored from the window, with the gateway at work.

use super::*;
use crate::gateway::Ended;

impl Life {
    async fn window(&self, method: &str, params: Value) -> Result<Value, ApiError> {
        let desk = Desk::new(Arc::clone(self.host()), Actor::Window);
        let call = Call {
            method: method.to_owned(),
            params,
            request_id: None,
        };
        desk.call(call).await
    }

    fn note(&self) -> PathBuf {
        self.dir.path().join("state/workspace/MEMORY.md")
    }

    /// Ends as whoever holds it does, and begins anew on what stands in its place.
    async fn ended(self) -> (Ended, Self) {
        let ended = self.gateway.end().await.unwrap();
        let gateway = Gateway::build(options(&self.dir, &self.clock), Arc::new(Contract))
            .await
            .unwrap();
        let (dir, clock) = (self.dir, self.clock);
        let life = Self {
            dir,
            gateway,
            clock,
        };
        (ended, life)
    }
}

#[tokio::test]
async fn a_backup_takes_the_place_of_the_home_which_is_kept_twice() {
    let life = Life::new(json!({})).await;
    life.say("1", "hello").await;
    std::fs::write(life.note(), "- before").unwrap();
    let made = life.window("backup.create", json!({})).await.unwrap();
    std::fs::write(life.note(), "- after").unwrap();
    life.advance(60);
    let restore = json!({ "file": made["file"] });
    let restored = life.window("backup.restore", restore).await.unwrap();
    life.gateway.stopped().await;
    let (ended, life) = life.ended().await;
    assert_eq!(ended, Ended::Replaced);
    assert_eq!(std::fs::read_to_string(life.note()).unwrap(), "- before");
    let kept = PathBuf::from(restored["kept"].as_str().unwrap());
    let note = std::fs::read_to_string(kept.join("workspace/MEMORY.md")).unwrap();
    assert_eq!(note, "- after");
    let shelf = life.window("backup.list", json!({})).await.unwrap();
    let rows = shelf["backups"].as_array().unwrap();
    assert_eq!(
        rows.len(),
        2,
        "the one restored and the one made just before: {rows:?}"
    );
    let oldest = &rows[1];
    assert_eq!(
        oldest["name"],
        PathBuf::from(made["file"].as_str().unwrap())
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
    );
    assert_eq!(oldest["contents"]["conversations"], 1);
    assert_eq!(oldest["contents"]["settings"], true);
    assert!(
        life.host().state.moved(),
        "nothing runs by itself before it is taken over"
    );
}

#[tokio::test]
async fn what_is_no_backup_changes_nothing_and_is_listed_with_the_reason() {
    let life = Life::new(json!({})).await;
    let file = life.host().state.backups().join("odd.zip");
    std::fs::write(&file, "no zip").unwrap();
    let refused = life.window("backup.restore", json!({ "file": file })).await;
    assert_eq!(refused.unwrap_err().code, "backup-not-ours");
    let shelf = life.window("backup.list", json!({})).await.unwrap();
    assert_eq!(shelf["backups"][0]["contents"], Value::Null);
    assert_eq!(shelf["backups"][0]["problem"]["code"], "backup-not-ours");
    let beside = std::fs::read_dir(life.dir.path()).unwrap();
    assert_eq!(beside.count(), 1, "nothing that was unpacked is left");
    let (ended, _) = life.ended().await;
    assert_eq!(ended, Ended::Stopped);
}
