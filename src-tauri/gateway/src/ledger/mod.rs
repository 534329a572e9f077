//! Money: every model call's tokens and cost, who caused it, and how much may be spent.
//!
//! Owns the tables `ledger`, `allowance_extra` and `unpriced_models` and the arithmetic of prices.
//! Nano-dollars everywhere; only an estimate, which names its currency, is in dollars.

mod allowance;
mod book;
mod cause;
mod estimate;
mod period;
mod price;
mod reserve;
mod rollup;
mod sums;

pub use allowance::{Admission, Level, Limits, Period, Spent, Who, admit};
pub use book::{
    Call, CallRow, CallState, calls_of_turn, cost_of_session, cost_of_turn, cost_since, put_call,
    usage_of_turn,
};
pub use cause::Cause;
pub use estimate::{
    BeatActual, BeatEstimate, BeatTokens, EstimateRow, EstimatedCost, OutputTokens, Rhythm,
    RunEstimate, compared, day_cost, estimate, estimate_runs, in_dollars, month_of,
};
pub use period::{start_of_day, start_of_month};
pub use price::cost;
pub use reserve::{
    Mark, Terms, accept_price, accepted_prices, ask_price_again, dearest, end_extension, extend,
    extra_today, keep_reserved, price_is_asked, price_question, prices_asked, release, reserve,
    settle, spent,
};
pub use rollup::roll_up;
pub use sums::{CauseCost, SpendingBy, SpendingRow, spending};
