//! Reservations against real tables.
#![allow(clippy::unwrap_used)]

use super::super::book::put_call;
use super::*;
use crate::activity::page;
use crate::ledger::Cause;
use crate::model::Rates;
use crate::storage::Db;

const CENT: i64 = 10_000_000;
const DOLLAR: i64 = 100 * CENT;
/// 2026-11-21T09:47:33Z.
const NOW: Ms = 1_795_254_453_000;
const DAY: Ms = 24 * 3_600_000;

struct Home {
    db: Db,
    _folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            db: Db::open(&folder.path().join("cove.db")).unwrap(),
            _folder: folder,
        }
    }

    async fn reserve(&self, id: &str, cost: Option<i64>, now: Ms) -> Result<(), Problem> {
        let row = row(id, cost);
        let write = self.db.write(move |tx| reserve(tx, &row, &terms(now)));
        write.await.unwrap()
    }

    async fn settle(&self, id: &str, cost: i64, now: Ms) {
        let row = CallRow {
            state: CallState::Settled,
            ..row(id, Some(cost))
        };
        let write = self.db.write(move |tx| settle(tx, &row, &terms(now)));
        write.await.unwrap();
    }

    async fn spent(&self, now: Ms) -> Spent {
        let read = self
            .db
            .read(move |connection| spent(connection, &terms(now)));
        read.await.unwrap()
    }

    async fn records(&self) -> Vec<String> {
        let read = self.db.read(|connection| page(connection, None, None, 50));
        let found = read.await.unwrap().into_iter();
        let mut told: Vec<String> = found
            .map(|record| format!("{} {}", record.outcome, record.params["period"]))
            .collect();
        told.sort();
        told
    }
}

fn terms(now: Ms) -> Terms {
    Terms {
        limits: Limits {
            day: Some(DOLLAR),
            month: Some(3 * DOLLAR),
        },
        now,
        zone: "Europe/Stockholm".into(),
    }
}

fn row(id: &str, cost: Option<i64>) -> CallRow {
    CallRow {
        id: id.to_owned(),
        at: NOW,
        cause: Cause::Job("morning".into()),
        agent: "main".into(),
        session_id: "s".into(),
        model: "own/m1".into(),
        price: None,
        usage: Usage::default(),
        cost,
        state: CallState::Settled,
    }
}

#[tokio::test]
async fn calls_at_the_same_time_pass_the_limit_by_one_call_at_most() {
    let home = Home::new();
    for dearest in [7 * CENT, 33 * CENT, 150 * CENT] {
        let home_db = Home::new();
        let asked = (0..60).map(|n| {
            let db = home_db.db.clone();
            tokio::spawn(async move {
                let row = row(&format!("call-{n}"), Some(dearest));
                let write = db.write(move |tx| reserve(tx, &row, &terms(NOW)));
                write.await.unwrap().is_ok()
            })
        });
        let mut granted = 0;
        for asked in asked.collect::<Vec<_>>() {
            granted += i64::from(asked.await.unwrap());
        }
        let set_aside = granted * dearest;
        assert_eq!(home_db.spent(NOW).await.day, set_aside);
        assert!(set_aside >= DOLLAR, "{granted} of {dearest}");
        assert!(set_aside < DOLLAR + dearest, "{granted} of {dearest}");
    }
    // A talk is written down and counts against nothing.
    let chat = CallRow {
        cause: Cause::Chat,
        ..row("chat", Some(50 * DOLLAR))
    };
    let write = home.db.write(move |tx| put_call(tx, &chat));
    write.await.unwrap();
    assert_eq!(home.spent(NOW).await, Spent::default());
    assert!(home.reserve("a", Some(CENT), NOW).await.is_ok());
}

#[tokio::test]
async fn what_was_set_aside_is_settled_given_back_or_kept_after_a_kill() {
    let home = Home::new();
    let refused = |answer: Result<(), Problem>| answer.unwrap_err().code;
    home.reserve("a", Some(60 * CENT), NOW).await.unwrap();
    home.reserve("a", Some(60 * CENT), NOW).await.unwrap();
    assert_eq!(home.spent(NOW).await.day, 60 * CENT);
    home.reserve("b", Some(60 * CENT), NOW).await.unwrap();
    let third = home.reserve("c", Some(CENT), NOW).await;
    assert_eq!(refused(third), "allowance-used");
    // Settled for less, there is room again; settled once, it stays.
    home.settle("a", 2 * CENT, NOW).await;
    home.settle("a", 90 * CENT, NOW).await;
    home.reserve("c", Some(CENT), NOW).await.unwrap();
    home.db.write(|tx| release(tx, "b")).await.unwrap();
    home.db.write(|tx| release(tx, "a")).await.unwrap();
    assert_eq!(home.spent(NOW).await.day, 3 * CENT);
    assert_eq!(home.db.write(keep_reserved).await.unwrap(), 1);
    home.db.write(|tx| release(tx, "c")).await.unwrap();
    assert_eq!(home.spent(NOW).await.day, 3 * CENT);
    // The next day has its own dollar, the month goes on.
    let spent = home.spent(NOW + DAY).await;
    assert_eq!((spent.day, spent.month), (0, 3 * CENT));
}

#[tokio::test]
async fn a_limit_nearly_and_wholly_used_is_told_once_each() {
    let home = Home::new();
    for (id, cost) in [("a", 79), ("b", 1), ("c", 5), ("d", 15), ("e", 1)] {
        let asked = home.reserve(id, Some(cost * CENT), NOW).await;
        assert_eq!(asked.is_ok(), id != "e", "{id}");
        if asked.is_ok() {
            home.settle(id, cost * CENT, NOW).await;
        }
    }
    assert_eq!(home.records().await, ["near \"day\"", "used \"day\""]);
    let words = crate::words::Words::load();
    for key in ["activity-allowance-near", "activity-allowance-used"] {
        let told = crate::error::params([("period", "day".into()), ("limit", "$1.00".into())]);
        let said = words.text(crate::words::Language::English, key, &told);
        assert!(
            said.contains("today’s allowance of $1.00") || said.contains("Today’s"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn an_extension_is_for_today_and_can_be_taken_back() {
    let home = Home::new();
    home.reserve("a", Some(3 * DOLLAR), NOW).await.unwrap();
    assert!(home.reserve("b", Some(CENT), NOW).await.is_err());
    let extend_by = |id: &'static str| {
        home.db
            .write(move |tx| extend(tx, id, 3 * DOLLAR, &terms(NOW)))
    };
    extend_by("x").await.unwrap();
    extend_by("x").await.unwrap();
    home.reserve("b", Some(CENT), NOW).await.unwrap();
    let read = home
        .db
        .read(|connection| extra_today(connection, &terms(NOW)));
    assert_eq!(read.await.unwrap(), 3 * DOLLAR);
    // Tomorrow the month's own limit holds again.
    let tomorrow = home.reserve("c", Some(CENT), NOW + DAY).await;
    assert_eq!(tomorrow.unwrap_err().params["period"], "month");
    assert!(home.db.write(|tx| end_extension(tx, "x")).await.unwrap());
    assert!(!home.db.write(|tx| end_extension(tx, "x")).await.unwrap());
    assert!(home.reserve("d", Some(CENT), NOW).await.is_err());
}

#[tokio::test]
async fn a_model_without_a_price_runs_by_itself_once_the_person_said_so() {
    let home = Home::new();
    let asked = home.reserve("a", None, NOW).await;
    assert_eq!(asked.unwrap_err().code, "allowance-price-unknown");
    let accept = |tx: &Tx<'_>| accept_price(tx, "own/m1", NOW);
    assert!(home.db.write(accept).await.unwrap());
    home.reserve("a", None, NOW).await.unwrap();
    assert_eq!(home.spent(NOW).await.day, 0);
    let again = |tx: &Tx<'_>| ask_price_again(tx, "own/m1");
    assert!(home.db.write(again).await.unwrap());
    assert!(home.reserve("b", None, NOW).await.is_err());
    // On this computer it costs nothing, and nobody is asked.
    home.reserve("c", Some(0), NOW).await.unwrap();
}

#[test]
fn the_dearest_call_reads_nothing_from_the_cache() {
    let check = |price: Price, prompt, output, expected| {
        assert_eq!(dearest(&price, prompt, output), expected);
    };
    let haiku = Price::flat(Rates::dollars(1.0, 5.0, Some(0.1), Some(1.25)));
    check(haiku, 20_000, 1_000, 25_000_000 + 5_000_000);
    let plain = Price::flat(Rates::dollars(1.0, 5.0, Some(0.1), Some(0.0)));
    check(plain, 20_000, 1_000, 20_000_000 + 5_000_000);
    check(Price::default(), 20_000, 1_000, 0);
}
