//! The next model when one can't answer.
//!
//! Owns which failures another model can help with and how long each is waited for.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::classify::Failure;
use super::provider::{
    Block, ErrorClass, ModelError, ModelRef, ModelRequest, ModelStream, Provider,
};
use super::retry;
use crate::clock::SharedClock;

/// How long a model is tried where another one stands behind it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the last one is tried.
const LAST_PATIENCE: Duration = Duration::from_secs(60);

/// Asks each model of `chain` in turn until one answers. If none does, the first one's failure
/// is told: that is the model the person chose.
pub(super) async fn stream(
    chain: &[ModelRef],
    request: &ModelRequest,
    cancel: &CancellationToken,
    clock: &SharedClock,
    provider_of: impl Fn(&ModelRef) -> Arc<dyn Provider>,
) -> Result<(ModelRef, ModelStream), ModelError> {
    let mut first = None;
    for (index, model) in chain.iter().enumerate() {
        let patience = if index + 1 == chain.len() {
            LAST_PATIENCE
        } else {
            PATIENCE
        };
        let provider = provider_of(model);
        let request = for_model(request, model);
        match retry::open(provider.as_ref(), &request, cancel, clock, patience).await {
            Ok(stream) => return Ok((model.clone(), stream)),
            Err(error) if another_may(&error) => {
                tracing::warn!(%model, class = ?error.class, status = ?error.status, "a model did not answer");
                first.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(first.unwrap_or_else(|| {
        Failure::new(ErrorClass::BadRequest, "no model to ask").of("", None, false)
    }))
}

/// The status of a provider that does not know the model: it was taken away, or never was.
const NO_SUCH_MODEL: u16 = 404;

fn another_may(error: &ModelError) -> bool {
    match error.class {
        ErrorClass::Auth
        | ErrorClass::RateLimit
        | ErrorClass::Overload
        | ErrorClass::NoAddress
        | ErrorClass::Network
        | ErrorClass::Billing => true,
        ErrorClass::BadRequest => error.status == Some(NO_SUCH_MODEL),
        ErrorClass::Overflow | ErrorClass::ContentFilter | ErrorClass::Cancelled => false,
    }
}

/// The request as `model` may see it: thoughts go back only to the model that had them.
fn for_model(request: &ModelRequest, model: &ModelRef) -> ModelRequest {
    let mut request = request.clone();
    if request.model != *model {
        for turn in &mut request.turns {
            turn.blocks
                .retain(|block| !matches!(block, Block::Thinking { .. }));
        }
        request.model = model.clone();
    }
    request
}

#[cfg(test)]
#[path = "fallback_tests.rs"]
mod tests;
