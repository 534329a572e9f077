//! Figures out of samples: medians, spreads and how a cost grows.
//!
//! Owns the arithmetic. Pure.

use serde_json::{Value, json};

/// What was measured several times.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Adds one.
    pub fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    /// Adds a time, in milliseconds.
    pub fn time(&mut self, took: std::time::Duration) {
        self.add(took.as_secs_f64() * 1_000.0);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Half of them are at most this.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The share `at` of them is at most this.
    pub fn at(&self, at: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        let index = (last as f64 * at).round() as usize;
        sorted.get(index).copied().unwrap_or(f64::NAN)
    }

    /// For the file.
    pub fn json(&self) -> Value {
        json!({
            "samples": self.len(),
            "median": round(self.median()),
            "p95": round(self.at(0.95)),
            "low": round(self.at(0.0)),
            "high": round(self.at(1.0)),
        })
    }
}

/// How a cost grows from the smallest to the largest size.
#[derive(Debug, Clone, Copy)]
pub struct Slope {
    /// More for each thousand more.
    pub per_thousand: f64,
    /// 0 = not at all, 1 = as much as the size, 2 = quadratic.
    pub exponent: f64,
}

/// The slope through the first and the last of (size, cost).
pub fn slope(points: &[(usize, f64)]) -> Option<Slope> {
    let (first, last) = (points.first()?, points.last()?);
    let (sizes, costs) = (last.0 as f64 - first.0 as f64, last.1 - first.1);
    (sizes > 0.0).then(|| Slope {
        per_thousand: costs / sizes * 1_000.0,
        exponent: (last.1 / first.1).ln() / (last.0 as f64 / first.0 as f64).ln(),
    })
}

/// To a thousandth: more digits would promise more than was measured.
pub fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
