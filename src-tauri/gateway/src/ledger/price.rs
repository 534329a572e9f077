//! From tokens and a price to money.
//!
//! Owns the arithmetic of a call's cost. Keeps no books and knows no model.

use crate::model::{LONG_PROMPT, Price, Usage};

const PICO_PER_NANO: i128 = 1_000;

/// Cost of one call in nano-dollars, rounded to the nearest once, after all kinds are summed.
pub fn cost(price: &Price, usage: &Usage) -> i64 {
    let rates = match &price.long {
        Some(long) if usage.prompt() > LONG_PROMPT => long,
        _ => &price.rates,
    };
    let pico: i128 = [
        (usage.input, rates.input),
        (usage.output, rates.output),
        (usage.cache_read, rates.cache_read),
        (usage.cache_write, rates.cache_write),
    ]
    .into_iter()
    .map(|(tokens, rate)| i128::from(tokens) * i128::from(rate))
    .sum();
    i64::try_from((pico + PICO_PER_NANO / 2) / PICO_PER_NANO).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rates;

    fn check(price: Price, tokens: [u64; 4], nano: i64) {
        let [input, output, cache_read, cache_write] = tokens;
        let usage = Usage {
            input,
            output,
            cache_read,
            cache_write,
        };
        assert_eq!(cost(&price, &usage), nano, "{tokens:?}");
    }

    #[test]
    fn a_call_costs_the_sum_of_its_four_kinds() {
        let haiku = Price::flat(Rates::dollars(1.0, 5.0, Some(0.1), Some(1.25)));
        check(haiku, [0, 0, 0, 0], 0);
        check(haiku, [1, 0, 0, 0], 1_000);
        check(haiku, [1_000_000, 0, 0, 0], 1_000_000_000);
        check(haiku, [0, 1_000_000, 0, 0], 5_000_000_000);
        check(haiku, [0, 0, 1_000_000, 0], 100_000_000);
        check(haiku, [0, 0, 0, 1_000_000], 1_250_000_000);
        check(haiku, [100, 20, 3_000, 400], 100_000 + 100_000 + 300_000 + 500_000);
    }

    #[test]
    fn prices_finer_than_a_nano_dollar_a_token_lose_nothing() {
        let fine = Price::flat(Rates::dollars(0.0115, 0.075, Some(0.00115), None));
        check(fine, [1_000_000, 0, 0, 0], 11_500_000);
        check(fine, [0, 0, 1_000_000, 0], 1_150_000);
        check(fine, [0, 0, 100, 0], 115);
        check(fine, [0, 0, 1, 0], 1);
    }

    #[test]
    fn what_a_list_leaves_out_of_the_cache_is_billed_as_input() {
        let plain = Price::flat(Rates::dollars(2.0, 8.0, None, None));
        check(plain, [0, 0, 10, 10], 40_000);
    }

    #[test]
    fn a_long_prompt_has_its_own_rates_and_cached_tokens_count_into_its_length() {
        let price = Price {
            rates: Rates::dollars(1.25, 10.0, Some(0.125), None),
            long: Some(Rates::dollars(2.5, 15.0, Some(0.25), None)),
        };
        check(price, [200_000, 0, 0, 0], 250_000_000);
        check(price, [200_001, 0, 0, 0], 500_002_500);
        check(price, [1, 10, 200_000, 0], 2_500 + 150_000 + 50_000_000);
    }

    #[test]
    fn nonsense_prices_cost_nothing_and_absurd_counts_do_not_overflow() {
        check(
            Price::flat(Rates::dollars(-1.0, f64::NAN, Some(f64::INFINITY), None)),
            [9, 9, 9, 9],
            0,
        );
        check(
            Price::flat(Rates::dollars(1e6, 0.0, None, None)),
            [u64::MAX, 0, 0, 0],
            i64::MAX,
        );
    }
}
