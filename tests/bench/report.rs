//! The figures as a table for people and a file for programs, beside what is to be beaten.
//!
//! Owns the baseline of the issue. Judges nothing.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::Size;
use crate::figures::{Samples, round, slope};
use crate::machine;

/// What was measured elsewhere on a machine of two processors, and what is wanted.
struct Baseline {
    key: &'static str,
    openclaw: Option<f64>,
    zeroclaw: Option<f64>,
    wanted: Option<f64>,
}

const fn against(
    key: &'static str,
    openclaw: Option<f64>,
    zeroclaw: Option<f64>,
    wanted: Option<f64>,
) -> Baseline {
    Baseline {
        key,
        openclaw,
        zeroclaw,
        wanted,
    }
}

/// OpenClaw 2026.9.6 and ZeroClaw 0.8.7; the first is measured to its first poll.
const BASELINES: &[Baseline] = &[
    against("start.ready", None, Some(55.0), Some(40.0)),
    against("start.firstPoll", Some(13_000.0), None, None),
    against("idle.rss", Some(798.0), Some(38.5), Some(30.0)),
    against("message.added", Some(797.0), Some(8.5), Some(4.0)),
    against("message.cpu", Some(595.0), Some(14.5), Some(5.0)),
    against("message.hiTokens", Some(15_800.0), None, Some(4_000.0)),
    against("sizes.cove", None, Some(46.0), Some(25.0)),
];

struct Row {
    key: String,
    title: String,
    unit: &'static str,
    value: Option<f64>,
    spread: Option<(f64, f64)>,
}

struct Growth {
    title: String,
    of: &'static str,
    points: Vec<(usize, f64)>,
}

/// Everything measured so far.
pub struct Report {
    json: Map<String, Value>,
    rows: Vec<Row>,
    growths: Vec<Growth>,
}

impl Report {
    /// Nothing measured yet; the machine is described before it gets busy.
    pub fn new(size: Size) -> Self {
        let mut json = Map::new();
        json.insert("smoke".into(), (size == Size::Smoke).into());
        json.insert("machine".into(), machine::describe());
        Self {
            json,
            rows: Vec::new(),
            growths: Vec::new(),
        }
    }

    /// A figure measured several times.
    pub fn samples(
        &mut self,
        group: &str,
        name: &str,
        title: &str,
        unit: &'static str,
        samples: &Samples,
    ) {
        self.put(group, name, samples.json());
        self.rows.push(Row {
            key: format!("{group}.{name}"),
            title: title.to_owned(),
            unit,
            value: Some(samples.median()),
            spread: Some((samples.at(0.0), samples.at(0.95))),
        });
    }

    /// A figure measured once; `None` = this system does not tell it.
    pub fn value(
        &mut self,
        group: &str,
        name: &str,
        title: &str,
        unit: &'static str,
        value: Option<f64>,
    ) {
        self.put(group, name, value.map(round).into());
        self.rows.push(Row {
            key: format!("{group}.{name}"),
            title: title.to_owned(),
            unit,
            value,
            spread: None,
        });
    }

    /// A cost at several sizes.
    pub fn growth(
        &mut self,
        group: &str,
        name: &str,
        title: &str,
        of: &'static str,
        costs: Vec<(usize, Samples)>,
    ) {
        let points: Vec<(usize, f64)> = costs
            .iter()
            .filter(|(_, samples)| samples.len() > 0)
            .map(|(size, samples)| (*size, samples.median()))
            .collect();
        let by_size: Map<String, Value> = costs
            .iter()
            .map(|(size, samples)| (size.to_string(), samples.json()))
            .collect();
        let slope = slope(&points).map(|slope| {
            json!({ "perThousand": round(slope.per_thousand), "exponent": round(slope.exponent) })
        });
        self.put(group, name, json!({ "bySize": by_size, "slope": slope }));
        self.growths.push(Growth {
            title: title.to_owned(),
            of,
            points,
        });
    }

    /// How large the files of a release are.
    pub fn sizes(&mut self, files: &[(String, PathBuf)]) {
        for (name, path) in files {
            let bytes = std::fs::metadata(path).ok().map(|meta| meta.len() as f64);
            let mib = bytes.map(|bytes| bytes / 1024.0 / 1024.0);
            self.value("sizes", name, &format!("Size of {name}"), "MiB", mib);
        }
    }

    /// Writes `results.json` and `results.md` into a folder.
    ///
    /// # Panics
    /// When it can't.
    pub fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).expect("a folder for the results");
        let text = format!("{:#}\n", Value::Object(self.json.clone()));
        std::fs::write(folder.join("results.json"), text).expect("a writable folder");
        std::fs::write(folder.join("results.md"), self.markdown()).expect("a writable folder");
    }

    /// The tables.
    pub fn markdown(&self) -> String {
        let mut text = String::from(
            "| figure | Cove | low – p95 | wanted | ZeroClaw | OpenClaw |\n|---|---|---|---|---|---|\n",
        );
        for row in &self.rows {
            let baseline = BASELINES.iter().find(|baseline| baseline.key == row.key);
            let value = row.value.map_or("not told here".to_owned(), |value| {
                with_unit(value, row.unit)
            });
            let spread = row.spread.map_or(String::new(), |(low, high)| {
                format!("{} – {}", short(low), short(high))
            });
            let beside = |other: Option<f64>| {
                other.map_or(String::new(), |other| {
                    let ratio = row.value.map_or(String::new(), |value| {
                        format!(" ({}×)", short(other / value))
                    });
                    format!("{}{ratio}", with_unit(other, row.unit))
                })
            };
            let (wanted, zero, open) = baseline.map_or((None, None, None), |line| {
                (line.wanted, line.zeroclaw, line.openclaw)
            });
            let wanted = wanted.map_or(String::new(), |wanted| {
                format!("≤ {}", with_unit(wanted, row.unit))
            });
            // Writing into a text can't fail.
            let _ = writeln!(
                text,
                "| {} | {value} | {spread} | {wanted} | {} | {} |",
                row.title,
                beside(zero),
                beside(open)
            );
        }
        for growth in &self.growths {
            let _ = writeln!(text, "\n{}:", growth.title);
            for (size, cost) in &growth.points {
                let _ = writeln!(text, "- {size} {}: {}", growth.of, short(*cost));
            }
            if let Some(slope) = slope(&growth.points) {
                let (each, exponent) = (round(slope.per_thousand), short(slope.exponent));
                let _ = writeln!(
                    text,
                    "- slope: {each} more for each 1,000 {}, exponent {exponent}",
                    growth.of
                );
            }
        }
        text
    }

    fn put(&mut self, group: &str, name: &str, value: Value) {
        let group = self.json.entry(group).or_insert_with(|| json!({}));
        group[name] = value;
    }
}

fn with_unit(value: f64, unit: &str) -> String {
    format!("{} {unit}", short(value))
}

/// Three digits that count.
fn short(value: f64) -> String {
    let digits = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.digits$}")
}
