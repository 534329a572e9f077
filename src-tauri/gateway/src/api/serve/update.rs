//! `update.look` and `update.check`.
//!
//! Owns nothing: what is asked and believed is [`crate::update`]'s.

use std::sync::Arc;

use super::Caller;
use crate::api::update::{NewVersion, UpdateCheck, UpdateChecked, UpdateLook, Updates};
use crate::error::Problem;
use crate::gateway::{BUILD, Host};
use crate::update::{UpdateError, Way, check as newest, is_newer, source, way};

pub(super) async fn look(host: &Arc<Host>, _: &Caller, _: UpdateLook) -> Result<Updates, Problem> {
    let way = own_way();
    Ok(Updates {
        current: BUILD.to_owned(),
        way,
        asks: way == Way::Hand && source(&host.env).is_some(),
    })
}

pub(super) async fn check(
    host: &Arc<Host>,
    _: &Caller,
    _: UpdateCheck,
) -> Result<UpdateChecked, Problem> {
    let source = source(&host.env).ok_or(UpdateError::Off)?;
    let found = newest(&source).await?;
    let newer = is_newer(&found.version, BUILD).then_some(NewVersion {
        version: found.version,
        notes: found.notes,
        date: found.date,
        url: found.url,
    });
    Ok(UpdateChecked { newer })
}

/// A program that can't tell where it lies was put there by hand.
fn own_way() -> Way {
    std::env::current_exe().map_or(Way::Hand, |program| way(&program))
}
