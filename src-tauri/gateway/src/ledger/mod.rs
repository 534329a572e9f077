//! ledger (being built).

mod price;

pub use price::cost;
