//! All lanes: a lane a key, different keys at once, a limit over all.
//!
//! Owns which lanes exist and the limit. A lane that has been idle for a while ends; the next
//! message makes another.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Parts;
use super::lane::{Lane, LaneView, Reserved};
use super::open_session::OpenSession;
use super::operation::{self, Operation, OperationAnswer, Pending, Work};
use super::own_turn::{OwnTurn, OwnTurnEnd};
use super::reset;
use super::{ending, turn};
use crate::clock::Ms;
use crate::delivery::{InboxRow, skip_waiting};
use crate::error::Problem;
use crate::event::Fact;
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};

/// After this a lane lets its transcript go.
const IDLE: Duration = Duration::from_secs(600);

/// What `/stop` stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// A turn was running.
    pub turn: bool,
    /// Messages that waited and are skipped now.
    pub skipped: u32,
}

/// The lanes; cheap to clone.
#[derive(Clone)]
pub struct Lanes {
    inner: Arc<Inner>,
}

struct Inner {
    parts: Arc<Parts>,
    slots: Semaphore,
    // Held to look up a lane, never over an await.
    lanes: Mutex<HashMap<SessionKey, Arc<Lane>>>,
    paused: watch::Receiver<bool>,
    /// No new turn begins.
    closing: CancellationToken,
    tasks: TaskTracker,
    /// When they were made, ms.
    since: Ms,
}

impl Lanes {
    /// Lanes over these parts; no turn begins while `paused` holds true.
    pub fn new(parts: Arc<Parts>, paused: watch::Receiver<bool>) -> Self {
        let slots = Semaphore::new(parts.config.current().max_concurrent().clamp(1, 64));
        let inner = Inner {
            since: parts.clock.now_ms(),
            parts,
            slots,
            lanes: Mutex::default(),
            paused,
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Puts a stored message into its lane.
    pub fn wait_in(&self, row: InboxRow) {
        let key = row.key.clone();
        self.push(&key, vec![row]);
    }

    /// Puts what a start found into the lanes, what belongs to one at once: a turn that had taken
    /// several messages together must find them all again.
    pub fn wait_in_together(&self, rows: Vec<InboxRow>) {
        let mut by_key: Vec<(SessionKey, Vec<InboxRow>)> = Vec::new();
        for row in rows {
            match by_key.iter_mut().find(|(key, _)| *key == row.key) {
                Some((_, together)) => together.push(row),
                None => by_key.push((row.key.clone(), vec![row])),
            }
        }
        for (key, together) in by_key {
            self.push(&key, together);
        }
    }

    fn push(&self, key: &SessionKey, rows: Vec<InboxRow>) {
        let mut rows = rows;
        loop {
            let lane = self.lane(key);
            match lane.push(rows) {
                None => return,
                // It ended between the look-up and the push.
                Some(back) => {
                    self.forget(&lane);
                    rows = back;
                }
            }
        }
    }

    /// Changes a message that waits in the lane of a key; `false` = it does not wait there.
    pub fn amend(&self, key: &SessionKey, id: &str, change: impl FnOnce(&mut InboxRow)) -> bool {
        let lane = self.lock().get(key).cloned();
        lane.is_some_and(|lane| lane.amend(id, change))
    }

    /// Stops the turn of a key, if one runs, and takes away what waits behind it: the caller ends
    /// those messages or hands them in again.
    pub fn halt(&self, key: &SessionKey) -> (bool, Vec<InboxRow>) {
        let lane = self.lock().get(key).cloned();
        lane.map_or_else(Default::default, |lane| lane.stop())
    }

    /// Carries an operation out in the lane of a key, behind what waits there. It is in its place
    /// when this returns; the future resolves when the lane has carried it out, and dropping it
    /// changes nothing. `cause` is written into what the operation writes, so that a repeat after
    /// a kill finds it there.
    ///
    /// # Errors
    /// `gateway-gone` where the gateway stops first; else why the operation was not carried out.
    pub fn operate(
        &self,
        key: &SessionKey,
        operation: Operation,
        cause: String,
    ) -> impl Future<Output = Result<OperationAnswer, Problem>> + Send + use<> {
        self.operate_then(key, operation, cause, None)
    }

    /// The same; `then` is the message that the next turn answers once it was carried out.
    pub fn operate_then(
        &self,
        key: &SessionKey,
        operation: Operation,
        cause: String,
        then: Option<InboxRow>,
    ) -> impl Future<Output = Result<OperationAnswer, Problem>> + Send + use<> {
        let (pending, answer) = Pending::new(operation, cause, then);
        let mut pending = Box::new(pending);
        loop {
            let lane = self.lane(key);
            match lane.push_operation(pending) {
                None => break,
                Some(back) => {
                    self.forget(&lane);
                    pending = back;
                }
            }
        }
        async move {
            answer
                .await
                .unwrap_or_else(|_| Err(Problem::new("gateway-gone")))
        }
    }

    /// Runs a turn that nobody wrote for in the lane of a key, behind what waits there. It is in its
    /// place when this returns; dropping the future changes nothing.
    ///
    /// # Errors
    /// `own-turn-held` where nothing may run by itself, `gateway-gone` where the gateway stops
    /// first: after the next start the same cause continues it.
    pub fn run_own(
        &self,
        key: &SessionKey,
        turn: OwnTurn,
    ) -> impl Future<Output = Result<OwnTurnEnd, Problem>> + Send + use<> {
        let cause = turn.cause.clone();
        let answer = self.operate(key, Operation::Own(Box::new(turn)), cause);
        async move {
            match answer.await? {
                OperationAnswer::Own(end) => Ok(*end),
                _ => Err(Problem::new("operation-broken")),
            }
        }
    }

    /// Stops the turn of a key and skips what waits behind it.
    pub async fn stop(&self, key: &SessionKey) -> Result<Stopped, StorageError> {
        let (turn, rows) = self.halt(key);
        let ids: Vec<String> = rows.iter().map(|row| row.message.id.clone()).collect();
        let skipped = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        if !ids.is_empty() {
            let reason = Problem::new("stopped");
            let (marked, why) = (ids.clone(), reason.clone());
            let skip = move |tx: &Tx<'_>| skip_waiting(tx, &marked, &why);
            if let Err(error) = self.inner.parts.db.write(skip).await {
                // They are open still, so they are answered after all, not forgotten.
                self.wait_in_together(rows);
                return Err(error);
            }
            self.inner.parts.events.publish(Fact::Skipped {
                session_key: key.to_string(),
                inbox_ids: ids,
                reason,
            });
        }
        Ok(Stopped { turn, skipped })
    }

    /// Stops the turn of its own with this cause, if it runs in the lane of this key; nothing else
    /// there is touched.
    pub fn stop_own(&self, key: &SessionKey, cause: &str) {
        let lane = self.lock().get(key).cloned();
        if let Some(lane) = lane {
            lane.hurry(cause);
        }
    }

    /// The keys that have a lane.
    pub fn keys(&self) -> Vec<SessionKey> {
        self.lock().keys().cloned().collect()
    }

    /// Runs blocking work on the files of conversations while their lanes do nothing. What is said
    /// meanwhile waits and finds the files as the work left them.
    ///
    /// # Errors
    /// `health-busy` where a turn runs or waits in one of them.
    pub async fn alone<T: Send + 'static>(
        &self,
        keys: &[SessionKey],
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let held: Result<Vec<_>, Problem> = keys.iter().map(|key| self.reserve(key)).collect();
        let (lanes, reserved): (Vec<_>, Vec<_>) = held?.into_iter().unzip();
        // The work holds them: whoever asked may stop waiting before the work has ended.
        let done = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(reserved);
            answer
        });
        let done = done.await;
        for lane in lanes.iter().filter(|lane| lane.is_closed()) {
            self.forget(lane);
        }
        done.map_err(|_| Problem::new("gateway-gone"))
    }

    fn reserve(&self, key: &SessionKey) -> Result<(Arc<Lane>, Reserved), Problem> {
        loop {
            let lane = self.lane(key);
            match lane.reserve() {
                Some(reserved) => return Ok((lane, reserved)),
                None if lane.is_closed() => self.forget(&lane),
                None => return Err(Problem::new("health-busy")),
            }
        }
    }

    /// A lane as it is now.
    pub fn view(&self, key: &SessionKey) -> LaneView {
        self.lock()
            .get(key)
            .map(|lane| lane.view())
            .unwrap_or_default()
    }

    /// The running turn of this id.
    pub fn running(&self, turn_id: &str) -> Option<super::lane::RunningTurn> {
        self.lock()
            .values()
            .filter_map(|lane| lane.view().running)
            .find(|running| running.turn_id == turn_id)
    }

    /// Turns that run and messages that wait.
    pub fn counts(&self) -> (u32, u32) {
        self.lock()
            .values()
            .map(|lane| lane.counts())
            .fold((0, 0), |sum, lane| (sum.0 + lane.0, sum.1 + lane.1))
    }

    /// Begins no further turn and waits for those that run, at most `grace`. What is not finished
    /// then is continued at the next start.
    pub async fn close(&self, grace: Duration) {
        self.inner.closing.cancel();
        self.inner.tasks.close();
        tokio::select! {
            () = self.inner.tasks.wait() => {}
            () = self.inner.parts.clock.sleep(grace) => {}
        }
    }

    fn lane(&self, key: &SessionKey) -> Arc<Lane> {
        let mut lanes = self.lock();
        if let Some(lane) = lanes.get(key) {
            return Arc::clone(lane);
        }
        let lane = Lane::new(key.clone());
        lanes.insert(key.clone(), Arc::clone(&lane));
        let (inner, own) = (Arc::clone(&self.inner), Arc::clone(&lane));
        self.inner
            .tasks
            .spawn(async move { inner.serve(own).await });
        lane
    }

    fn forget(&self, lane: &Arc<Lane>) {
        self.lock().retain(|_, held| !Arc::ptr_eq(held, lane));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionKey, Arc<Lane>>> {
        self.inner.lock()
    }
}

impl Inner {
    async fn serve(&self, lane: Arc<Lane>) {
        let mut session = OpenSession::default();
        loop {
            tokio::select! {
                () = self.closing.cancelled() => return,
                () = lane.bell.notified() => {}
                () = self.parts.clock.sleep(IDLE) => {
                    lane.close_if_idle();
                }
            }
            if lane.is_closed() {
                self.lock().retain(|_, held| !Arc::ptr_eq(held, &lane));
                return;
            }
            while lane.enter() {
                if lane.take_touched() {
                    session = OpenSession::default();
                }
                let waits = lane
                    .next_operation(|next| next.operation.waits_for_pause())
                    .unwrap_or(true);
                if waits {
                    let ready = unpaused(self.paused.clone());
                    tokio::select! {
                        () = self.closing.cancelled() => return,
                        ready = ready => if !ready { return },
                    }
                }
                if let Some(rest) = lane.until_whole(&self.parts, self.since) {
                    tokio::select! {
                        () = self.closing.cancelled() => return,
                        () = lane.bell.notified() => {}
                        () = self.parts.clock.sleep(rest) => {}
                    }
                    continue;
                }
                let slot = tokio::select! {
                    () = self.closing.cancelled() => return,
                    slot = self.slots.acquire() => slot,
                };
                let Ok(_slot) = slot else { return };
                let hurry = CancellationToken::new();
                match lane.begin_operation(hurry.clone()) {
                    Some(pending) => {
                        self.operation(&lane, &mut session, *pending, &hurry).await;
                    }
                    None => self.turn(&lane, &mut session).await,
                }
            }
        }
    }

    async fn operation(
        &self,
        lane: &Lane,
        session: &mut OpenSession,
        pending: Pending,
        hurry: &CancellationToken,
    ) {
        let Pending {
            operation,
            cause,
            then,
            answer,
        } = pending;
        let work = Work {
            parts: &self.parts,
            lane,
            cause: &cause,
            paused: *self.paused.borrow(),
            hurry,
        };
        let run = operation::carry_out(&work, session, operation);
        let done = match AssertUnwindSafe(run).catch_unwind().await {
            Ok(done) => done,
            Err(_) => {
                tracing::error!(key = %lane.key, cause, "an operation panicked");
                *session = OpenSession::default();
                Err(Problem::new("operation-broken"))
            }
        };
        if let Some(row) = then.filter(|_| done.is_ok()) {
            lane.push_front(row);
        }
        lane.end();
        if let Err(Err(problem)) = answer.send(done) {
            // Who asked has stopped waiting.
            tracing::warn!(code = problem.code, key = %lane.key, cause, "an operation was not carried out");
        }
        self.parts
            .events
            .changed(crate::event::Subject::Status, None);
    }

    async fn turn(&self, lane: &Lane, session: &mut OpenSession) {
        if let Some(front) = lane.front() {
            let id = format!("inbox:{}", front.message.id);
            if let Err(problem) = reset::before_turn(&self.parts, lane, session, &id).await {
                // The turn goes on in the session there is; what is broken shows there.
                tracing::error!(code = problem.code, key = %lane.key, "a session could not be replaced");
            }
        }
        let together = self.taken_before(lane, session);
        let cancel = CancellationToken::new();
        let Some(rows) = lane.begin(
            together.as_deref(),
            self.parts.clock.now_ms(),
            cancel.clone(),
        ) else {
            return;
        };
        let mut calls = Vec::new();
        let run = turn::run(
            &self.parts,
            lane,
            session,
            rows.clone(),
            &mut calls,
            &cancel,
        );
        // A panic of one turn must not stop the lane for good.
        let ended = AssertUnwindSafe(run).catch_unwind().await;
        let failure = match ended {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("a turn panicked".to_owned()),
        };
        if let Some(error) = failure {
            tracing::error!(%error, key = %lane.key, "a turn could not be carried out");
            // The open transcript may lag behind the file after a failed write.
            *session = OpenSession::default();
            let (id, problem) = (
                format!("inbox:{}", rows[0].message.id),
                Problem::new("turn-broken"),
            );
            let refused = ending::refuse(&self.parts, lane, &id, &rows, problem, &calls).await;
            if let Err(error) = refused {
                tracing::error!(%error, key = %lane.key, "the failure of a turn could not be recorded");
                ending::give_up(&self.parts, lane, &id, &rows, &calls);
            }
        }
        lane.end();
    }

    /// What a turn before a restart had taken together.
    fn taken_before(&self, lane: &Lane, session: &mut OpenSession) -> Option<Vec<String>> {
        let front = lane.front().filter(|row| row.restarts > 0)?;
        let open = session.get(&self.parts, &lane.key).ok()?;
        let turn = format!("inbox:{}", front.message.id);
        open.transcript.reach(&turn, front.received_at).ok()?;
        let entries = open.entries_of(&turn);
        let ids = entries.iter().find_map(|entry| entry.cove.get("inbox"))?;
        let ids = ids.as_array()?;
        Some(
            ids.iter()
                .filter_map(|id| id.as_str().map(str::to_owned))
                .collect(),
        )
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionKey, Arc<Lane>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits until nothing is paused; `false` = the gateway that pauses is gone.
async fn unpaused(mut paused: watch::Receiver<bool>) -> bool {
    paused.wait_for(|paused: &bool| !*paused).await.is_ok()
}
