//! Why a command ended without doing what it was asked, and the exit code of that.
//!
//! Owns the exit codes of docs/cli.md. Never prints.

use cove_gateway::api::ApiError;
use cove_gateway::error::{Params, Problem};
use cove_gateway::words::{Language, Words};

/// Something went wrong.
pub const ERROR: u8 = 1;
/// The words of the command were not understood.
pub const USAGE: u8 = 2;
/// A running gateway is needed and there is none.
pub const NO_GATEWAY: u8 = 3;
/// Another process holds the home.
pub const LOCKED: u8 = 4;

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// As the contract tells it.
    #[error("{0}")]
    Told(ApiError),
    /// Whoever reads our output has gone; nothing is said about it.
    #[error("nobody reads the output")]
    Unread,
}

impl Failure {
    /// A failure of the command itself, in words of the catalogue.
    pub fn problem(problem: &Problem, language: Language) -> Self {
        Self::Told(ApiError::render(problem, &Words::load(), language))
    }

    /// The words of the command were not understood; `sentence` says which.
    pub fn usage(sentence: &str) -> Self {
        Self::Told(ApiError {
            code: "usage".to_owned(),
            message: sentence.to_owned(),
            hint: None,
            params: Params::new(),
        })
    }

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::Told(error) => match error.code.as_str() {
                "usage" => USAGE,
                "gateway-needed" => NO_GATEWAY,
                "state-locked" => LOCKED,
                _ => ERROR,
            },
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Told(error)
    }
}
