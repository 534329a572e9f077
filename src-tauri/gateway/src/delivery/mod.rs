//! The way in and the way out: inbox, gate, outbox and the sender.
//!
//! Owns the tables `inbox`, `cursor`, `outbox`, `drafts` and `kept_notices`, the one gate in front of people, and the tasks
//! that hand parts to channels. Knows no turn and no session file.

mod draft;
mod exchange;
mod gate;
mod inbox;
mod kept;
mod outbox;
mod reached;
mod sender;
mod webhook;
mod webhook_address;

pub use draft::{draft_of, drop_stray_drafts, may_preview, put_draft, settle_draft};
pub use exchange::{Exchange, exchanges, purge_exchanges, put_exchange, reply_of};
pub use gate::{StreamGate, Verdict, pass};
pub use inbox::{
    FailedRow, InboxEnd, InboxRow, InboxState, accept, cursor, failed_rows, finish,
    found_unfinished, mark_answered, move_cursor, open_rows, outcome_of, purge_inbox,
    reopen_failed, skip_older, skip_waiting, written_from, written_last,
};
pub use kept::{KeptNotice, keep_notice, kept_notices, tell_kept};
pub use outbox::{
    NewPart, OutboxRow, OutboxState, PartKind, doubt_all, enqueue, list as list_outbox, of_cause,
    part, purge_outbox, requeue, revive, settle_interrupted, unmark, untold_unknown,
};
pub use reached::{Reached, reached};
pub use sender::{Channels, Sender};
pub use webhook::Webhook;
pub use webhook_address::allowed as webhook_allowed;
