//! The sender: takes parts from the outbox and hands them to their channels.
//!
//! Owns one task a chat (parts in order) and the retry of what surely was not taken. Never sends
//! an *unknown* part by itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::outbox::{self, Chat, OutboxRow, OutboxState};
use super::webhook_address::shown_peer;
use crate::activity::{Kind, Record, record};
use crate::channel::{Channel, ChannelKind, Outgoing, ReplyTo, Route, SendFailure, Urgency};
use crate::clock::{Ms, SharedClock};
use crate::error::Problem;
use crate::event::{Events, Subject};
use crate::storage::{Db, StorageError, Tx};

/// A part older than this is not sent any more, ms.
const EXPIRES: Ms = 24 * 3_600_000;
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// The channels that are set up, by kind and account.
#[derive(Clone, Default)]
pub struct Channels {
    // Held to look up and to swap, never over an await.
    all: Arc<Mutex<Vec<Arc<dyn Channel>>>>,
}

impl Channels {
    /// The channel of an account.
    pub fn get(&self, kind: ChannelKind, account: &str) -> Option<Arc<dyn Channel>> {
        self.lock()
            .iter()
            .find(|channel| channel.kind() == kind && channel.account() == account)
            .cloned()
    }

    /// Adds a channel, in the place of the one of the same account.
    pub fn put(&self, channel: Arc<dyn Channel>) {
        let mut all = self.lock();
        all.retain(|held| held.kind() != channel.kind() || held.account() != channel.account());
        all.push(channel);
    }

    /// Takes an account's channel away.
    pub fn remove(&self, kind: ChannelKind, account: &str) {
        self.lock()
            .retain(|held| held.kind() != kind || held.account() != account);
    }

    /// A text as parts for its route. While the account is not set up at the moment the parts are
    /// plain; they wait in the outbox until it is there again.
    pub fn render(&self, route: &Route, markdown: &str) -> Vec<Outgoing> {
        match self.get(route.channel, &route.account) {
            Some(channel) => channel.render(route, markdown),
            None => plain_parts(route, markdown),
        }
    }

    /// Which parts of an answer name the message they answer there.
    pub fn replies(&self, route: &Route) -> ReplyTo {
        let channel = self.get(route.channel, &route.account);
        channel.map_or(ReplyTo::Off, |channel| channel.replies(route))
    }

    /// Every channel.
    pub fn all(&self) -> Vec<Arc<dyn Channel>> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<dyn Channel>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Below every channel's limit, characters.
const PLAIN_CHARS: usize = 3_500;

fn plain_parts(route: &Route, text: &str) -> Vec<Outgoing> {
    let characters: Vec<char> = text.trim().chars().collect();
    let pieces = characters
        .chunks(PLAIN_CHARS)
        .map(|piece| piece.iter().collect::<String>());
    pieces
        .map(|plain| Outgoing {
            route: route.clone(),
            body: plain
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
            plain,
            buttons: Vec::new(),
            silent: false,
            reply_to: None,
            carried: None,
        })
        .collect()
}

/// Hands parts to channels; cheap to clone.
#[derive(Clone)]
pub struct Sender {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    channels: Channels,
    clock: SharedClock,
    events: Events,
    cancel: CancellationToken,
    tasks: TaskTracker,
    // Held to look up a chat's bell, never over an await.
    bells: Mutex<HashMap<Chat, Arc<Notify>>>,
    /// What became of a part could not be written before the end.
    unsettled: AtomicBool,
}

impl Sender {
    /// A sender whose tasks end with `cancel`.
    pub fn new(
        db: Db,
        channels: Channels,
        clock: SharedClock,
        events: Events,
        cancel: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        let bells = Mutex::default();
        Self {
            inner: Arc::new(Inner {
                db,
                channels,
                clock,
                events,
                cancel,
                tasks,
                bells,
                unsettled: AtomicBool::new(false),
            }),
        }
    }

    /// Starts on what an earlier run left pending.
    pub async fn resume(&self) -> Result<(), StorageError> {
        for chat in self.inner.db.read(outbox::open_chats).await? {
            self.ring(chat);
        }
        Ok(())
    }

    /// Every part that was handed over has its outcome in the table.
    pub fn is_settled(&self) -> bool {
        !self.inner.unsettled.load(Ordering::SeqCst)
    }

    /// A chat has new parts.
    pub fn nudge(&self, route: &Route) {
        self.ring(Chat::from(route));
    }

    fn ring(&self, chat: Chat) {
        let mut bells = self
            .inner
            .bells
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let bell = bells.entry(chat.clone()).or_insert_with(|| {
            let bell = Arc::new(Notify::new());
            let (inner, own) = (Arc::clone(&self.inner), Arc::clone(&bell));
            self.inner
                .tasks
                .spawn(async move { inner.serve(chat, own).await });
            bell
        });
        bell.notify_one();
    }
}

impl Inner {
    async fn serve(&self, chat: Chat, bell: Arc<Notify>) {
        loop {
            tokio::select! {
                () = self.cancel.cancelled() => return,
                () = bell.notified() => {}
            }
            while let Some(wait) = self.step(&chat).await {
                tokio::select! {
                    () = self.cancel.cancelled() => return,
                    () = self.clock.sleep(wait) => {}
                    () = bell.notified() => {}
                }
            }
        }
    }

    /// Sends what can go now. `Some(wait)` = look again after that, `None` = nothing is open.
    async fn step(&self, chat: &Chat) -> Option<Duration> {
        loop {
            if self.cancel.is_cancelled() {
                return None;
            }
            let wanted = chat.clone();
            let row = match self
                .db
                .read(move |connection| outbox::next(connection, &wanted))
                .await
            {
                Ok(row) => row?,
                Err(error) => {
                    tracing::error!(%error, "the outbox could not be read");
                    return Some(Duration::from_secs(5));
                }
            };
            let now = self.clock.now_ms();
            if row.state == OutboxState::Pending && row.next_at > now {
                return Some(Duration::from_millis(
                    u64::try_from(row.next_at - now).unwrap_or(0),
                ));
            }
            match self.send(&row, now).await {
                Ok(Some(wait)) => return Some(wait),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, part = row.id, "the outbox could not be written");
                    return Some(Duration::from_secs(5));
                }
            }
        }
    }

    async fn send(&self, row: &OutboxRow, now: Ms) -> Result<Option<Duration>, StorageError> {
        let Some(channel) = self
            .channels
            .get(row.part.route.channel, &row.part.route.account)
        else {
            // Not set up at the moment; it goes when the channel is there again.
            return Ok(Some(LONGEST_WAIT));
        };
        if now - row.created_at > EXPIRES {
            self.settle(
                row,
                OutboxState::Expired,
                None,
                Some(Problem::new("delivery-expired")),
                0,
            )
            .await?;
            return Ok(None);
        }
        if let Err(wait) = channel.admit(&row.part.route, row.kind.urgency()) {
            // Marked for being the next, and not handed over yet: a kill must not make it unknown.
            if row.state == OutboxState::Attempting {
                self.put_off(row, now, wait, None).await?;
            }
            return Ok(Some(wait));
        }
        if row.state == OutboxState::Pending {
            let id = row.id.clone();
            self.db.write(move |tx| outbox::attempt(tx, &id)).await?;
        }
        match channel.send(&row.part).await {
            Ok(receipt) => {
                self.settle(row, OutboxState::Sent, Some(receipt.message_id), None, 0)
                    .await?;
                Ok(None)
            }
            Err(SendFailure::Again { after, reason }) => {
                let backoff = Duration::from_secs(1 << row.attempts.min(8));
                let wait = after.max(backoff.min(LONGEST_WAIT));
                let next_at = now + Ms::try_from(wait.as_millis()).unwrap_or(Ms::MAX / 2);
                self.settle(row, OutboxState::Pending, None, Some(reason), next_at)
                    .await?;
                Ok(Some(wait))
            }
            Err(SendFailure::Later { after, reason }) => {
                self.put_off(row, now, after, Some(reason)).await?;
                Ok(Some(after))
            }
            Err(SendFailure::DraftGone) => {
                let row = row.clone();
                let without = move |tx: &Tx<'_>| outbox::without_draft(tx, &row);
                self.db.write(without).await?;
                Ok(None)
            }
            Err(SendFailure::Refused(reason)) => {
                self.settle(row, OutboxState::Refused, None, Some(reason), 0)
                    .await?;
                Ok(None)
            }
            Err(SendFailure::Unknown(reason)) => {
                self.settle(row, OutboxState::Unknown, None, Some(reason), 0)
                    .await?;
                Ok(None)
            }
        }
    }

    /// The part goes after `wait`.
    async fn put_off(
        &self,
        row: &OutboxRow,
        now: Ms,
        wait: Duration,
        reason: Option<Problem>,
    ) -> Result<(), StorageError> {
        let next_at = now + Ms::try_from(wait.as_millis()).unwrap_or(Ms::MAX / 2);
        let id = row.id.clone();
        let put_off = move |tx: &Tx<'_>| outbox::put_off(tx, &id, reason.as_ref(), next_at);
        self.db.write(put_off).await?;
        self.events
            .changed(Subject::Deliveries, Some(row.id.clone()));
        Ok(())
    }

    /// Whether the next part of a chat may go at once.
    fn has_room(&self, route: &Route) -> bool {
        let channel = self.channels.get(route.channel, &route.account);
        channel.is_some_and(|channel| channel.wait(route, Urgency::Answer).is_zero())
    }

    /// Writes what became of a part. A part that was handed over is never handed over again
    /// because its outcome could not be written: the writing is tried again instead.
    async fn settle(
        &self,
        row: &OutboxRow,
        state: OutboxState,
        receipt: Option<String>,
        error: Option<Problem>,
        next_at: Ms,
    ) -> Result<(), StorageError> {
        const AGAIN: Duration = Duration::from_secs(5);
        while let Err(failure) = self
            .write(row, state, receipt.clone(), error.clone(), next_at)
            .await
        {
            tracing::error!(error = %failure, part = row.id, "the outbox could not be written");
            let waited = self
                .cancel
                .run_until_cancelled(self.clock.sleep(AGAIN))
                .await;
            if waited.is_none() {
                self.unsettled.store(true, Ordering::SeqCst);
                return Err(failure);
            }
        }
        Ok(())
    }

    async fn write(
        &self,
        row: &OutboxRow,
        state: OutboxState,
        receipt: Option<String>,
        error: Option<Problem>,
        next_at: Ms,
    ) -> Result<(), StorageError> {
        let (id, now) = (row.id.clone(), self.clock.now_ms());
        let told = told(row, state, error.as_ref(), now);
        let chat = Chat::from(&row.part.route);
        let mark_next = state == OutboxState::Sent
            && !self.cancel.is_cancelled()
            && self.has_room(&row.part.route);
        self.db
            .write(move |tx| {
                outbox::settle(tx, &id, state, receipt.as_deref(), error.as_ref(), next_at)?;
                if let Some(told) = told {
                    record(tx, &told)?;
                }
                // The next part is marked with this receipt: one write instead of two.
                if mark_next
                    && let Some(following) = outbox::next(tx, &chat)?
                    && following.state == OutboxState::Pending
                    && following.next_at <= now
                {
                    outbox::attempt(tx, &following.id)?;
                }
                Ok(())
            })
            .await?;
        self.events
            .changed(Subject::Deliveries, Some(row.id.clone()));
        Ok(())
    }
}

/// The record of a part that did not surely arrive.
fn told(row: &OutboxRow, state: OutboxState, error: Option<&Problem>, now: Ms) -> Option<Record> {
    if !matches!(
        state,
        OutboxState::Unknown | OutboxState::Refused | OutboxState::Expired
    ) {
        return None;
    }
    let mut told = Record::new(
        format!("delivery:{}:{}:{}", row.id, state.as_str(), row.attempts),
        now,
        Kind::Delivery,
        state.as_str(),
    )
    .about(&row.id)
    .with("channel", row.part.route.channel.as_str())
    .with("peer", shown_peer(&row.part.route));
    told.reason = error.cloned();
    Some(told)
}
