//! A channel's menu of commands, as whoever knows the commands gives it to the channel.
//!
//! Owns the shapes. Which commands there are and how a channel shows them stands elsewhere.

/// A channel's menu.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Menu {
    /// Its words, in order.
    pub entries: Vec<MenuEntry>,
    /// The chats of the owners, who see all of it.
    pub owners: Vec<i64>,
}

/// A word of a channel's menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Without the slash, `[a-z0-9_]{1,32}`.
    pub name: String,
    /// What it does.
    pub about: MenuText,
    /// For everybody who may write, not only for owners.
    pub anyone: bool,
    /// In groups.
    pub groups: bool,
    /// Where nobody else reads.
    pub direct: bool,
}

/// What is said of a word of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuText {
    /// A sentence of the catalogue, by its key.
    Key(String),
    /// The person's own words.
    Own(String),
}
