//! Figures as people read them.
//!
//! Owns money and token counts in short. Pure.

/// `950`, `1.5k`, `154k`, `1.2m`: one decimal where a thousand more or less would be much.
pub fn short_count(count: u64) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..9_950 => {
            let tenths = (count + 50) / 100;
            format!("{}.{}k", tenths / 10, tenths % 10)
        }
        9_950..999_500 => format!("{}k", (count + 500) / 1_000),
        _ => {
            let tenths = (count + 50_000) / 100_000;
            format!("{}.{}m", tenths / 10, tenths % 10)
        }
    }
}

/// Nano-dollars as `$0.25`; below one cent with three decimals; what was spent is never shown as
/// nothing.
pub fn dollars(nano: i64) -> String {
    let sign = if nano < 0 { "-" } else { "" };
    let nano = nano.unsigned_abs();
    if nano > 0 && nano < 10_000_000 {
        let thousandths = ((nano + 500_000) / 1_000_000).max(1);
        return format!("{sign}$0.{thousandths:03}");
    }
    let cents = (nano + 5_000_000) / 10_000_000;
    format!("{sign}${}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_honest() {
        for (count, text) in [
            (0, "0"),
            (950, "950"),
            (1_000, "1.0k"),
            (9_949, "9.9k"),
            (9_950, "10k"),
            (154_000, "154k"),
            (200_499, "200k"),
            (1_000_000, "1.0m"),
        ] {
            assert_eq!(short_count(count), text);
        }
        for (nano, text) in [
            (0, "$0.00"),
            (1, "$0.001"),
            (4_200_000, "$0.004"),
            (250_000_000, "$0.25"),
            (12_345_000_000, "$12.35"),
        ] {
            assert_eq!(dollars(nano), text);
        }
    }
}
