//! Money: every model call's tokens and cost, and who caused it.
//!
//! Owns the table `ledger` and the arithmetic of prices. Nano-dollars everywhere, never floats.

mod book;
mod price;

pub use book::{CallRow, CallState, cost_of_session, cost_since, put_call, start_of_day};
pub use price::cost;
