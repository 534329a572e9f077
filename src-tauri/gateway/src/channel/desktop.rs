//! The window's chat and the command line as channels.
//!
//! Owns nothing but the form: for both the transcript entry is the delivery (design.md §6), so
//! sending always succeeds and the receipt only names the part. Notifications are not sent here.

use async_trait::async_trait;
use uuid::Uuid;

use super::types::{
    Channel, ChannelHealth, ChannelKind, ChannelStatus, Outgoing, Receipt, Route, SendFailure,
};

/// A channel on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    kind: ChannelKind,
}

impl Local {
    /// The window's chat.
    pub fn desktop() -> Self {
        Self {
            kind: ChannelKind::Desktop,
        }
    }

    /// The command line.
    pub fn cli() -> Self {
        Self {
            kind: ChannelKind::Cli,
        }
    }
}

#[async_trait]
impl Channel for Local {
    fn kind(&self) -> ChannelKind {
        self.kind
    }

    fn account(&self) -> &str {
        "default"
    }

    async fn send(&self, part: &Outgoing) -> Result<Receipt, SendFailure> {
        // Derived from the words, so that the same part gets the same receipt after a kill.
        let name = Uuid::new_v5(&Uuid::NAMESPACE_OID, part.body.as_bytes());
        Ok(Receipt {
            message_id: format!("{}:{name}", self.kind.as_str()),
        })
    }

    async fn typing(&self, _route: &Route) {
        // The window and the command line watch the turn's own events.
    }

    fn render(&self, route: &Route, markdown: &str) -> Vec<Outgoing> {
        if markdown.trim().is_empty() {
            return Vec::new();
        }
        vec![Outgoing {
            route: route.clone(),
            body: markdown.to_owned(),
            plain: markdown.to_owned(),
            buttons: Vec::new(),
            silent: false,
            reply_to: None,
            carried: None,
        }]
    }

    fn status(&self) -> ChannelStatus {
        ChannelStatus {
            channel: self.kind,
            account: "default".to_owned(),
            name: None,
            health: ChannelHealth::Well,
            heard_at: None,
            problem: None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_long_answer_is_one_part_and_its_receipt_is_the_same_each_time() {
        let text = "word ".repeat(5_000);
        let parts = Local::desktop().render(&Route::desktop(), &text);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].body, text);
        let receipt = Local::desktop().send(&parts[0]).await.unwrap();
        assert!(receipt.message_id.starts_with("desktop:"));
        assert_eq!(Local::desktop().send(&parts[0]).await.unwrap(), receipt);
    }

    #[test]
    fn nothing_to_say_is_no_part() {
        assert!(Local::cli().render(&Route::cli(), " \n").is_empty());
    }
}
