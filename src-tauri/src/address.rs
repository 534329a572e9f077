//! Addresses of places in the window: where a link, a row of the tray or a notification leads.
//!
//! Owns which there are and reading them from a link, which anybody may have written: it can only
//! name a place. Never sends, saves, approves or runs anything; what it does not know is Home.

use tauri::Url;

/// `cove://open/…`
pub const SCHEME: &str = "cove";
const HOST: &str = "open";

/// The places of the window, as their page calls them.
const PLACES: [&str; 8] = [
    "home",
    "chat",
    "schedule",
    "heartbeat",
    "notes",
    "sessions",
    "activity",
    "settings",
];

/// Bytes of what may follow a place.
const LONGEST: usize = 300;

/// A place, and what to open there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    place: &'static str,
    /// Percent-encoded, as in a link.
    within: String,
}

impl Address {
    /// Home.
    pub fn home() -> Self {
        Self::of("home")
    }

    /// The activity page, where the costs stand.
    pub fn activity() -> Self {
        Self::of("activity")
    }

    /// The jobs.
    pub fn schedule() -> Self {
        Self::of("schedule")
    }

    /// The check-ins.
    pub fn heartbeat() -> Self {
        Self::of("heartbeat")
    }

    /// A reminder that is still to be written.
    pub fn new_reminder() -> Self {
        Self {
            within: "new".to_owned(),
            ..Self::of("schedule")
        }
    }

    /// A job.
    pub fn job(id: &str) -> Self {
        Self {
            within: encoded(id),
            ..Self::of("schedule")
        }
    }

    /// The conversation that is open in the window.
    pub fn chat_place() -> Self {
        Self::of("chat")
    }

    /// A conversation.
    pub fn chat(session_key: &str) -> Self {
        Self {
            within: encoded(session_key),
            ..Self::of("chat")
        }
    }

    fn of(place: &'static str) -> Self {
        Self {
            place,
            within: String::new(),
        }
    }

    /// The first argument that is a link of ours; `None` = there is none.
    pub fn among<'a>(mut arguments: impl Iterator<Item = &'a str>) -> Option<Self> {
        let ours = |argument: &&str| argument.starts_with("cove:");
        arguments.find(ours).map(Self::of_link)
    }

    /// Where a link leads: `cove://open/<place>[/<id>]`.
    pub fn of_link(link: &str) -> Self {
        let Ok(url) = Url::parse(link) else {
            return Self::home();
        };
        if url.scheme() != SCHEME || url.host_str() != Some(HOST) {
            return Self::home();
        }
        let path = url.path().trim_matches('/');
        Self::of_path(path).unwrap_or_else(Self::home)
    }

    /// What [`Address::fragment`] wrote, without its beginning; `None` = no place is called so.
    pub fn of_path(path: &str) -> Option<Self> {
        let (named, within) = path.split_once('/').unwrap_or((path, ""));
        let place = PLACES.into_iter().find(|place| *place == named)?;
        let known = within.len() <= LONGEST && within.bytes().all(is_plain);
        Some(Self {
            place,
            within: if known {
                within.to_owned()
            } else {
                String::new()
            },
        })
    }

    /// The same as the page reads it: `#/schedule/new`.
    pub fn fragment(&self) -> String {
        format!("#/{}", self.path())
    }

    /// The same without its beginning.
    pub fn path(&self) -> String {
        match self.within.as_str() {
            "" => self.place.to_owned(),
            within => format!("{}/{within}", self.place),
        }
    }
}

/// What a path of a link may hold as it stands.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%:@!$&'()*+,;=/".contains(&byte)
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte != b'%' && byte != b'/' && is_plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expected: &str) {
        assert_eq!(Address::of_link(link).fragment(), expected, "{link}");
    }

    #[test]
    fn a_link_opens_a_place_and_something_in_it() {
        check("cove://open/schedule", "#/schedule");
        check("cove://open/schedule/", "#/schedule");
        check("cove://open/schedule/new", "#/schedule/new");
        check(
            "cove://open/notes/memory/2026-11-21.md",
            "#/notes/memory/2026-11-21.md",
        );
        check("cove://open/chat/agent:main:main", "#/chat/agent:main:main");
        check("cove://open/notes/%E5%AE%B6.md", "#/notes/%E5%AE%B6.md");
    }

    #[test]
    fn what_is_unknown_opens_home() {
        check("cove://open/", "#/home");
        check("cove://open/elsewhere/1", "#/home");
        check("cove://run/schedule", "#/home");
        check("cove:schedule", "#/home");
        check("cove://", "#/home");
        check("https://open/schedule", "#/home");
    }

    #[test]
    fn a_link_brings_no_script_no_question_and_no_order() {
        check("cove://open/schedule?run=1#x", "#/schedule");
        check("cove://open/chat/\";alert(1);\"", "#/chat/%22;alert(1);%22");
        check("cove://open/notes/../../etc/passwd", "#/home");
        check(&format!("cove://open/chat/{}", "x".repeat(301)), "#/chat");
    }

    #[test]
    fn a_link_is_found_among_the_arguments_of_a_second_start() {
        let found = |line: &str| Address::among(line.split(' ')).map(|address| address.fragment());
        assert_eq!(
            found("cove --state-dir /a cove://open/notes"),
            Some("#/notes".to_owned())
        );
        assert_eq!(found("cove --hidden"), None);
    }

    #[test]
    fn a_key_of_a_conversation_is_written_so_that_it_reads_the_same() {
        let address = Address::chat("agent:main:telegram:group:-100/5 %");
        assert_eq!(
            address.fragment(),
            "#/chat/agent:main:telegram:group:-100%2F5%20%25"
        );
        assert_eq!(Address::of_path(&address.path()), Some(address));
    }
}
