//! A gate inside a fake server: the test sees when work reaches it and says when it goes on.
//!
//! Owns: one meeting point between a test and a server. Never: opens by itself.

use crate::board::Board;

/// A gate. Clones are the same gate; once released it stays open.
#[derive(Clone)]
pub struct Hold(Board<Gate>);

struct Gate {
    arrivals: usize,
    open: bool,
}

impl Default for Hold {
    fn default() -> Self {
        Self::new()
    }
}

impl Hold {
    /// A closed gate that nobody has reached.
    pub fn new() -> Self {
        Self(Board::new(Gate {
            arrivals: 0,
            open: false,
        }))
    }

    /// Waits until the server stands at the gate. Panics after [`crate::board::PATIENCE`].
    pub async fn arrived(&self) {
        self.arrivals(1).await;
    }

    /// Waits until the gate was reached `count` times.
    pub async fn arrivals(&self, count: usize) {
        self.0
            .expect(
                "a server to reach a hold",
                |gate| gate.arrivals >= count,
                |gate| format!("{} arrivals, wanted {count}", gate.arrivals),
            )
            .await;
    }

    /// Whether anything has reached the gate so far.
    pub fn was_reached(&self) -> bool {
        self.0.look(|gate| gate.arrivals > 0)
    }

    /// Opens the gate for all who stand there and all who come later.
    pub fn release(&self) {
        self.0.change(|gate| gate.open = true);
    }

    /// The server's side: reports the arrival and waits for the release.
    pub(crate) async fn pass(&self) {
        self.0.change(|gate| gate.arrivals += 1);
        self.0.until(|gate| gate.open).await;
    }
}
