//! `cove doctor`, `cove backup` and `cove restore`.
//!
//! Owns the words of their answers. What is wrong and how it is mended is the home's business.

use std::path::Path;

use cove_gateway::api::backup::{BackupCreate, BackupRestore};
use cove_gateway::api::health::{
    FindingRow, HealthCheck, HealthFix, HealthFixed, HealthFixes, HealthRestore, StrayWay,
};
use cove_gateway::error::{Params, params};
use cove_gateway::health::Severity;

use super::Home;
use crate::args::{DoctorArgs, RestoreArgs};
use crate::failure::Failure;
use crate::print::{Printer, named};

/// What `--fix` alone stands for.
const ALL: &str = "all";

/// Checks, and mends with `--fix`; 1 where something is left that does not work.
pub async fn doctor(
    args: DoctorArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<u8, Failure> {
    let left = match args.fix {
        Some(which) => {
            let mut wish = wish(which);
            wish.stray = args.moves.then_some(StrayWay::Move);
            let fixed = home.change(wish).await?;
            if printer.json {
                printer.json(&fixed)?;
            } else {
                mended(&fixed, printer)?;
            }
            fixed.left
        }
        None => {
            let report = home.ask(HealthCheck {}).await?;
            if printer.json {
                printer.json(&report)?;
            }
            report.findings
        }
    };
    if !printer.json {
        findings(&left, printer)?;
    }
    let broken = left.iter().any(|found| found.severity == Severity::Error);
    Ok(u8::from(broken))
}

/// A finding's id holds a colon, its code does not.
fn wish(which: String) -> HealthFix {
    match which {
        which if which == ALL => HealthFix {
            all: true,
            ..HealthFix::default()
        },
        which if which.contains(':') => HealthFix {
            id: Some(which),
            ..HealthFix::default()
        },
        which => HealthFix {
            code: Some(which),
            ..HealthFix::default()
        },
    }
}

fn mended(fixed: &HealthFixed, printer: &mut Printer<'_>) -> Result<(), Failure> {
    for row in &fixed.fixed {
        let told = params([("what", row.what.as_str().into())]);
        printer.say("cli-doctor-fixed", &told)?;
        if let Some(done) = &row.done {
            printer.line(done)?;
        }
        if let Some(id) = &row.fix_id {
            printer.say("cli-doctor-undo", &params([("id", id.as_str().into())]))?;
        } else if let Some(undo) = &row.undo {
            printer.say("cli-undo", &params([("id", undo.id.as_str().into())]))?;
        }
    }
    for failure in &fixed.failed {
        let told = params([
            ("id", failure.id.as_str().into()),
            ("message", failure.error.message.as_str().into()),
        ]);
        printer.say("cli-doctor-failed", &told)?;
        if let Some(hint) = &failure.error.hint {
            printer.line(hint)?;
        }
    }
    Ok(())
}

fn findings(found: &[FindingRow], printer: &mut Printer<'_>) -> Result<(), Failure> {
    if found.is_empty() {
        return printer.say("cli-doctor-sound", &Params::new());
    }
    for row in found {
        let key = match row.severity {
            Severity::Error => "cli-doctor-error",
            Severity::Warning => "cli-doctor-warning",
            Severity::Info => "cli-doctor-info",
        };
        printer.say(key, &params([("what", row.what.as_str().into())]))?;
        printer.line(&format!("    {}", row.why))?;
        printer.line(&format!("    {}", row.fix))?;
        if row.on_request && !row.fixable {
            let told = params([("id", row.id.as_str().into())]);
            printer.say("cli-doctor-by-id", &told)?;
            if row.moves_to.is_some() {
                printer.say("cli-doctor-move", &told)?;
            }
        }
    }
    if found.iter().any(|row| row.fixable) {
        return printer.say("cli-doctor-try", &Params::new());
    }
    Ok(())
}

/// Makes a backup; a relative name is one of the folder the command runs in.
pub async fn backup(
    file: Option<String>,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let file = file.map(|file| whole(&file));
    let made = home.change(BackupCreate { file }).await?;
    if printer.json {
        return printer.json(&made);
    }
    let told = params([
        ("path", made.file.as_str().into()),
        ("files", made.files.into()),
        ("megabytes", megabytes(made.bytes).into()),
    ]);
    printer.say("cli-backup-made", &told)?;
    secrets(&made.secrets, printer)?;
    for left in &made.left_out {
        printer.line(&left.text)?;
    }
    for note in &made.keys_in_notes {
        printer.say("cli-backup-key", &params([("path", note.as_str().into())]))?;
    }
    Ok(())
}

/// Restores a backup, lists repairs, or takes one back.
pub async fn restore(
    args: RestoreArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if let Some(id) = args.fix {
        let changed = home.change(HealthRestore { id: id.clone() }).await?;
        return printer.changed(&changed, "cli-restore-fix", &id);
    }
    let Some(file) = args.file else {
        return list(home, printer).await;
    };
    let restore = BackupRestore { file: whole(&file) };
    let restored = home.change(restore).await?;
    if printer.json {
        return printer.json(&restored);
    }
    let told = params([
        ("at", printer.time(restored.created_at).into()),
        ("files", restored.files.into()),
    ]);
    printer.say("cli-restored", &told)?;
    if let Some(kept) = &restored.kept {
        printer.say(
            "cli-restore-kept",
            &params([("path", kept.as_str().into())]),
        )?;
    }
    secrets(&restored.secrets, printer)?;
    printer.say("cli-restore-waits", &Params::new())
}

async fn list(home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let fixes = home.ask(HealthFixes {}).await?.fixes;
    if printer.json {
        return printer.json(&named("fixes", &fixes));
    }
    let rows = fixes.iter().map(|fix| {
        let undone = match fix.undone {
            true => printer.word("cli-fix-undone"),
            false => String::new(),
        };
        [
            fix.id.clone(),
            printer.time(fix.at),
            fix.what.clone(),
            undone,
        ]
    });
    let rows = rows.collect();
    printer.table(["id", "when", "text", "state"], rows, "cli-no-fixes")
}

fn secrets(paths: &[String], printer: &mut Printer<'_>) -> Result<(), Failure> {
    for path in paths {
        printer.say(
            "cli-backup-secret",
            &params([("path", path.as_str().into())]),
        )?;
    }
    Ok(())
}

fn whole(file: &str) -> String {
    let path = std::path::absolute(Path::new(file)).unwrap_or_else(|_| file.into());
    path.display().to_string()
}

/// One decimal, never 0.0.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000).max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_megabytes_with_one_decimal() {
        let check = |bytes, expected| assert_eq!(megabytes(bytes), expected, "{bytes}");
        check(0, "0.1");
        check(100_000, "0.1");
        check(1_250_000, "1.3");
        check(123_000_000, "123.0");
    }

    #[test]
    fn an_id_a_code_and_everything_are_told_apart() {
        assert!(wish("all".into()).all);
        assert_eq!(
            wish("lock-stale".into()).code.as_deref(),
            Some("lock-stale")
        );
        let id = "lock-stale:agents/main/sessions/a.lock";
        assert_eq!(wish(id.into()).id.as_deref(), Some(id));
    }
}
