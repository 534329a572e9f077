//! What the desktop app takes on its command line.
//!
//! Owns reading it. Never opens or makes the folder it names.

use std::ffi::OsString;
use std::path::PathBuf;

use cove_gateway::gateway::Options;
use cove_gateway::storage::sha256;

use crate::address::Address;

/// Read arguments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    /// Start without showing the window, as after a log-in.
    pub hidden: bool,
    /// The place a link named.
    pub link: Option<Address>,
    /// Where the home lies; absent = the default place.
    pub state_dir: Option<PathBuf>,
    /// Where the time comes from in builds for tests.
    #[cfg(feature = "test-hooks")]
    pub clock: Option<PathBuf>,
}

impl Arguments {
    /// Reads `--hidden` and `--state-dir DIR`; `variable` is `COVE_STATE_DIR`. What is unknown is
    /// left alone: systems add arguments of their own. The error is a key of the catalogue.
    pub fn read(
        mut arguments: impl Iterator<Item = OsString>,
        variable: Option<OsString>,
    ) -> Result<Self, &'static str> {
        let mut read = Self {
            state_dir: variable
                .filter(|value| !value.is_empty())
                .map(PathBuf::from),
            ..Self::default()
        };
        while let Some(argument) = arguments.next() {
            let text = argument.to_string_lossy();
            if let Some(address) = Address::among([&*text].into_iter()) {
                read.link = Some(address);
            } else if text == "--hidden" {
                read.hidden = true;
            } else if text == "--state-dir" {
                read.state_dir = Some(folder(arguments.next())?);
            } else if let Some(value) = text.strip_prefix("--state-dir=") {
                read.state_dir = Some(folder(Some(OsString::from(value)))?);
            }
            #[cfg(feature = "test-hooks")]
            if text == "--clock" {
                read.clock = arguments.next().map(PathBuf::from);
            }
        }
        Ok(read)
    }

    /// A short word for the home where it is not the usual one, by which the page keeps apart what
    /// it keeps of each.
    pub fn home(&self) -> Option<String> {
        let named = self.state_dir.clone()?;
        let named = std::path::absolute(&named).unwrap_or(named);
        let usual = std::env::home_dir().map(|home| home.join(".cove"));
        let mut word = sha256(named.as_os_str().as_encoded_bytes());
        word.truncate(12);
        (Some(named) != usual).then_some(word)
    }

    /// How the gateway beside the window starts.
    pub fn gateway(&self) -> Options {
        Options {
            state_dir: self.state_dir.clone(),
            embedded: true,
            #[cfg(feature = "test-hooks")]
            clock_socket: self.clock.clone(),
            ..Options::default()
        }
    }
}

/// Falling back to the default home would open another one than the person named.
fn folder(value: Option<OsString>) -> Result<PathBuf, &'static str> {
    match value {
        Some(value) if !value.is_empty() => Ok(PathBuf::from(value)),
        _ => Err("shell-no-folder"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, variable: Option<&str>, expected: Result<(bool, Option<&str>), &str>) {
        let words = line.split_whitespace().map(OsString::from);
        let read = Arguments::read(words, variable.map(OsString::from));
        let expected = expected.map(|(hidden, state_dir)| Arguments {
            hidden,
            state_dir: state_dir.map(PathBuf::from),
            ..Arguments::default()
        });
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn the_argument_wins_over_the_variable() {
        check("", None, Ok((false, None)));
        check("--hidden", Some("/v"), Ok((true, Some("/v"))));
        check("--state-dir /a", Some("/v"), Ok((false, Some("/a"))));
        check("--state-dir=/a --x", Some(""), Ok((false, Some("/a"))));
    }

    #[test]
    fn each_home_that_is_named_has_a_word_of_its_own() {
        let word = |line: &str| {
            let words = line.split_whitespace().map(OsString::from);
            Arguments::read(words, None)
                .ok()
                .and_then(|read| read.home())
        };
        assert_eq!(word(""), None);
        let (one, other) = (word("--state-dir /a"), word("--state-dir /b"));
        assert!(one.is_some() && other.is_some() && one != other);
        assert_eq!(one, word("--state-dir=/a"));
    }

    #[test]
    fn a_link_names_the_place_to_begin_at() {
        let words = ["--hidden", "cove://open/notes"].map(OsString::from);
        let read = Arguments::read(words.into_iter(), None);
        let link = read.ok().and_then(|read| read.link);
        assert_eq!(link, Some(Address::of_link("cove://open/notes")));
    }

    #[test]
    fn a_folder_that_is_missing_never_opens_the_default_home() {
        check("--state-dir", None, Err("shell-no-folder"));
        check("--state-dir=", Some("/v"), Err("shell-no-folder"));
    }
}
