//! Estimated dollars in words: nothing, less than a cent, one figure or two.
//!
//! Owns how two figures of an estimate become a phrase or a cell. Estimates nothing.

use cove_gateway::api::heartbeat::EstimatedCost;
use cove_gateway::error::params;

use super::Printer;

/// Below this a figure in cents would read as nothing, dollars.
const CENT: f64 = 0.01;

/// For a sentence: “nothing”, “less than a cent”, “about $1.00 to $1.20”.
pub fn phrase(cost: &EstimatedCost, printer: &Printer<'_>) -> String {
    let size = match cost.high {
        high if high <= 0.0 => "nothing",
        high if high < CENT => "small",
        high if dollars(high) == dollars(cost.low) => "one",
        _ if cost.low < CENT => "up-to",
        _ => "range",
    };
    let told = params([
        ("size", size.into()),
        ("low", dollars(cost.low).into()),
        ("high", dollars(cost.high).into()),
    ]);
    printer.words("cli-money", &told)
}

/// For a table: `$0.62–1.25`, `< $0.01`.
pub fn cell(cost: &EstimatedCost) -> String {
    match cost.high {
        high if high <= 0.0 => dollars(0.0),
        high if high < CENT => format!("< {}", dollars(CENT)),
        high if dollars(high) == dollars(cost.low) => dollars(high),
        high => format!("{}–{high:.2}", dollars(cost.low)),
    }
}

/// Dollars of an estimate: cents.
pub fn dollars(amount: f64) -> String {
    format!("${amount:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cove_gateway::words::Language;

    #[test]
    fn an_estimate_is_said_as_people_say_it() {
        let check = |low: f64, high: f64, said: &str, shown: &str| {
            let mut out = Vec::new();
            let printer = Printer::new(&mut out, false, Language::English);
            let cost = EstimatedCost { low, high };
            assert_eq!(phrase(&cost, &printer), said, "{low} {high}");
            assert_eq!(cell(&cost), shown, "{low} {high}");
        };
        check(0.0, 0.0, "nothing", "$0.00");
        check(0.000_1, 0.009, "less than a cent", "< $0.01");
        check(0.004, 0.02, "up to $0.02", "$0.00–0.02");
        check(0.25, 0.252, "about $0.25", "$0.25");
        check(0.25, 0.5, "about $0.25 to $0.50", "$0.25–0.50");
    }
}
