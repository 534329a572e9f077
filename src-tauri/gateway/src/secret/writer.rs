//! A writer for logs that lets no secret through.
//!
//! Owns nothing but the wrapping: tracing hands in whole events, each is redacted and passed on.

use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

use super::redact::Redactor;

/// Wraps a `MakeWriter` of tracing.
#[derive(Debug, Clone)]
pub struct RedactingWriter<M> {
    inner: M,
    redactor: Redactor,
}

impl<M> RedactingWriter<M> {
    /// Redacts what goes to `inner`.
    pub fn new(inner: M, redactor: Redactor) -> Self {
        Self { inner, redactor }
    }
}

impl<'w, M: MakeWriter<'w>> MakeWriter<'w> for RedactingWriter<M> {
    type Writer = Line<M::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        Line {
            inner: self.inner.make_writer(),
            redactor: self.redactor.clone(),
        }
    }
}

/// The writer of one event.
#[derive(Debug)]
pub struct Line<W> {
    inner: W,
    redactor: Redactor,
}

impl<W: Write> Write for Line<W> {
    /// Takes all of `bytes`, since a secret must not be cut in two by a short write.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.inner
            .write_all(self.redactor.redact(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_logged_secret_is_masked_in_message_and_fields() {
        let redactor = Redactor::default();
        redactor.register(&"correct-horse-battery".into());
        let kept = Kept::default();
        let sink = kept.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_writer(RedactingWriter::new(move || sink.clone(), redactor))
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(key = "correct-horse-battery", "sent correct-horse-battery");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.matches(super::super::MASK).count(), 2, "{text}");
        assert!(!text.contains("correct-horse"), "{text}");
    }
}
