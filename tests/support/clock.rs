//! The test's end of the manual clock (`--clock`): time stands still until the test moves it.
//!
//! Owns the socket a gateway of test builds connects to. Never reads the computer's clock.

use std::path::PathBuf;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Mutex;

use crate::home::Home;

/// A clock one gateway lives by.
pub struct DrivenClock {
    path: PathBuf,
    listener: UnixListener,
    // Held over the answer to a line, so that two lines never mix.
    line: Mutex<Option<BufReader<UnixStream>>>,
}

impl DrivenClock {
    /// Listens in the home's runtime directory, in the place of an earlier one.
    pub async fn listen(home: &Home) -> Self {
        let path = home.runtime_dir().join("clock");
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path).expect("a socket for the clock");
        Self {
            path,
            listener,
            line: Mutex::new(None),
        }
    }

    /// The value of `--clock`.
    pub fn socket(&self) -> &str {
        self.path.to_str().expect("a path of our own making")
    }

    /// Waits for the gateway and sets its clock, ms since 1970.
    pub async fn start(&self, now: i64, zone: &str) {
        let (stream, _) = self.listener.accept().await.expect("a gateway connects");
        *self.line.lock().await = Some(BufReader::new(stream));
        self.say(&format!("start {now} {zone}")).await;
    }

    /// Lets this many ms pass.
    pub async fn advance(&self, ms: i64) {
        self.say(&format!("advance {ms}")).await;
    }

    async fn say(&self, words: &str) {
        let mut line = self.line.lock().await;
        let stream = line.as_mut().expect("the clock was started");
        let words = format!("{words}\n");
        let written = stream.get_mut().write_all(words.as_bytes()).await;
        written.expect("the gateway listens to its clock");
        let mut answer = String::new();
        let read = stream.read_line(&mut answer).await;
        read.expect("the gateway answers its clock");
        assert_eq!(answer.trim(), "ok");
    }
}
