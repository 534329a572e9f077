//! The way in and the way out: inbox, gate, outbox and the sender.
//!
//! Owns the tables `inbox`, `cursor`, `overheard`, `group_chats`, `outbox`, `drafts` and `kept_notices`, the one gate in front of people, and the tasks
//! that hand parts to channels. Knows no turn and no session file.

mod draft;
mod exchange;
mod gate;
mod group_chats;
mod inbox;
mod kept;
mod outbox;
mod overheard;
mod reached;
mod refused;
mod sender;
mod webhook;
mod webhook_address;
mod written;

pub use draft::{draft_of, drop_stray_drafts, may_preview, put_draft, settle_draft};
pub use exchange::{Exchange, exchanges, purge_exchanges, put_exchange, reply_of};
pub use gate::{StreamGate, Verdict, pass};
pub use group_chats::{
    GroupChat, group_chat, group_chats, leave_group_alone, move_group, see_group, stand_in_group,
};
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
pub use overheard::{
    Amended, Overheard, amend_overheard, give_overheard, overhear, overheard_before,
    purge_overheard,
};
pub use reached::{Reached, reached};
pub use refused::{RefusedOfJob, refused_of_jobs};
pub use sender::{Channels, Sender};
pub use webhook::Webhook;
pub use webhook_address::{allowed as webhook_allowed, shown_peer};
pub use written::{Written, rewrite, sent_as, written_as};
