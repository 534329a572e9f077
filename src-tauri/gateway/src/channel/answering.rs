//! How an answer goes out beside its words: what it gives way to, what is shown while it is being
//! written, and what it hangs on.
//!
//! Owns the shapes; each channel says what of it it can.

/// What something gives way to where a channel takes only so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// To nothing: it was asked for.
    Answer,
    /// To answers: Cove says it by itself.
    Notice,
    /// To both: nobody misses it.
    Extra,
}

/// What is shown of an answer while it is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Streams {
    /// Nothing.
    #[default]
    Off,
    /// Its words so far.
    Partial,
    /// Its whole paragraphs so far.
    Block,
    /// What is being done.
    Progress,
}

/// Which parts of an answer name the message they answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReplyTo {
    /// None.
    #[default]
    Off,
    /// The first.
    First,
    /// Each.
    All,
}

/// What became of showing the beginning of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Previewed {
    /// It stands in the chat under this id.
    Shown(String),
    /// Not at the moment; what stood there stands there.
    NotNow,
    /// It can't be shown, or nobody knows whether it was.
    Gone,
}
