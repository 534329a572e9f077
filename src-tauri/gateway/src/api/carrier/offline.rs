//! Answers without a running gateway (stand-in: answers that a gateway is needed).

use std::path::Path;
use std::sync::Arc;

use super::{Client, wire};
use crate::api::contract::ApiError;
use crate::error::Params;
use crate::words::Language;

/// Opens a home without a gateway.
///
/// # Errors
/// `gateway-needed`, always: this is a stand-in.
pub fn open(_state_dir: &Path) -> Result<Arc<dyn Client>, ApiError> {
    Err(wire::failure(
        Language::English,
        "gateway-needed",
        Params::new(),
    ))
}
