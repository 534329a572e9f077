//! Opening a stream, again where that can help.
//!
//! Owns the bound of tries and the waits between them. A stream that has yielded anything is
//! never opened again: that would say things twice, and pay twice.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures::{StreamExt, future, stream};
use tokio_util::sync::CancellationToken;

use super::classify::Failure;
use super::provider::{ErrorClass, ModelError, ModelRequest, ModelStream, Provider};
use crate::clock::{Ms, SharedClock};

/// Tries of one model, the first included.
const TRIES: usize = 3;
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Opens a stream up to its first event. A try begins only within `patience` of the first one,
/// the wait before it included; a longer wait asked for by the server ends the trying at once.
pub(super) async fn open(
    provider: &dyn Provider,
    request: &ModelRequest,
    cancel: &CancellationToken,
    clock: &SharedClock,
    patience: Duration,
) -> Result<ModelStream, ModelError> {
    let mut waits = ExponentialBuilder::default()
        .with_min_delay(FIRST_WAIT)
        .with_max_delay(LONGEST_WAIT)
        .with_max_times(TRIES - 1)
        .with_jitter()
        .build();
    let start = clock.monotonic_ms();
    loop {
        let error = match first(provider, request, cancel).await {
            Ok(stream) => return Ok(stream),
            Err(error) => error,
        };
        let Some(planned) = waits.next().filter(|_| passes(&error)) else {
            return Err(error);
        };
        let wait = error.retry_after.unwrap_or(planned);
        let spent = clock.monotonic_ms() - start;
        if spent + ms(wait) > ms(patience) {
            return Err(error);
        }
        tokio::select! {
            () = clock.sleep(wait) => {}
            () = cancel.cancelled() => {}
        }
    }
}

fn ms(span: Duration) -> Ms {
    Ms::try_from(span.as_millis()).unwrap_or(Ms::MAX / 2)
}

/// Whether the failure may pass by itself.
fn passes(error: &ModelError) -> bool {
    let passing = matches!(
        error.class,
        ErrorClass::RateLimit | ErrorClass::Overload | ErrorClass::Network
    );
    passing && !error.started
}

async fn first(
    provider: &dyn Provider,
    request: &ModelRequest,
    cancel: &CancellationToken,
) -> Result<ModelStream, ModelError> {
    let fail = |class, detail| Failure::new(class, detail).of(&request.model.provider, None, false);
    if cancel.is_cancelled() {
        return Err(fail(ErrorClass::Cancelled, ""));
    }
    let mut rest = provider.stream(request.clone(), cancel.clone()).await?;
    match rest.next().await {
        Some(Ok(event)) => Ok(Box::pin(stream::once(future::ready(Ok(event))).chain(rest))),
        Some(Err(error)) => Err(error),
        None => Err(fail(ErrorClass::Network, "the answer was empty")),
    }
}
