//! `cove config`: settings, one at a time.

use cove_gateway::api::Changed;
use cove_gateway::api::config::{
    ConfigChanged, ConfigGet, ConfigReport, ConfigSet, ConfigUnset, ConfigValidate,
};
use cove_gateway::error::{Params, params};
use serde_json::Value;

use super::Home;
use crate::args::ConfigCommand;
use crate::failure::{ERROR, Failure};
use crate::print::{self, Printer};

/// Reads, changes or checks settings.
pub async fn run(
    command: ConfigCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<u8, Failure> {
    match command {
        ConfigCommand::Get { path } => {
            let found = home.ask(ConfigGet { path }).await?;
            match (&found.value, printer.json) {
                (_, true) => printer.json(&found)?,
                (Value::String(text), false) => printer.line(text)?,
                (value, false) => printer.line(&format!("{value:#}"))?,
            }
        }
        ConfigCommand::Set { path, value } => {
            let set = ConfigSet {
                path: path.clone(),
                value: read(value),
            };
            changed(&home.change(set).await?, "cli-config-set", &path, printer)?;
        }
        ConfigCommand::Unset { path } => {
            let unset = ConfigUnset { path: path.clone() };
            changed(
                &home.change(unset).await?,
                "cli-config-unset",
                &path,
                printer,
            )?;
        }
        ConfigCommand::Validate => {
            return report(&home.ask(ConfigValidate {}).await?, printer);
        }
    }
    Ok(0)
}

/// What was changed, and what keeps the change from holding.
fn changed(
    changed: &ConfigChanged,
    key: &str,
    path: &str,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if printer.json {
        let held_up = changed.held_up.as_ref();
        return printer.json(&ConfigChanged {
            undo: changed.undo.clone(),
            held_up: held_up.map(|problem| print::error::here(problem, printer)),
            warning: changed
                .warning
                .as_ref()
                .map(|problem| print::error::here(problem, printer)),
        });
    }
    told(changed, key, path, printer)?;
    match &changed.warning {
        Some(warning) => print::error::lines(warning, printer),
        None => Ok(()),
    }
}

fn told(
    changed: &ConfigChanged,
    key: &str,
    path: &str,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let undo = Changed {
        undo: changed.undo.clone(),
    };
    let Some(problem) = &changed.held_up else {
        return printer.changed(&undo, key, path);
    };
    printer.changed(&undo, "cli-config-held-up", path)?;
    print::error::lines(problem, printer)
}

/// A value as it stands in the file, else plain text: `30m` needs no quotes.
fn read(text: String) -> Value {
    if text.trim().is_empty() {
        return Value::String(text);
    }
    let parsed = jsonc_parser::parse_to_ast(
        &text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    );
    match parsed.map(|parsed| parsed.value) {
        Ok(Some(value)) => value.into(),
        _ => Value::String(text),
    }
}

/// Mistakes in the file are an answer and a reason to exit with 1.
fn report(report: &ConfigReport, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    let code = if report.problems.is_empty() { 0 } else { ERROR };
    if printer.json {
        printer.json(&ConfigReport {
            problems: print::error::all_here(&report.problems, printer),
            warnings: print::error::all_here(&report.warnings, printer),
            ..report.clone()
        })?;
        return Ok(code);
    }
    let file = params([("name", report.file.as_str().into())]);
    if report.problems.is_empty() {
        printer.say("cli-config-good", &file)?;
    } else {
        printer.say("cli-config-mistakes", &file)?;
    }
    for problem in &report.problems {
        print::error::lines(problem, printer)?;
    }
    if !report.warnings.is_empty() {
        printer.say("cli-config-warnings", &Params::new())?;
    }
    for warning in &report.warnings {
        print::error::lines(warning, printer)?;
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_json5_or_else_text() {
        let check = |text: &str, expected: Value| assert_eq!(read(text.into()), expected, "{text}");
        check("30m", json!("30m"));
        check("30", json!(30));
        check("true", json!(true));
        check("'7'", json!("7"));
        check(
            "{every: '30m', target: 'last',}",
            json!({"every": "30m", "target": "last"}),
        );
        check("[1, 2]", json!([1, 2]));
        check("123456:ABC", json!("123456:ABC"));
        check("", json!(""));
        check(
            "anthropic/claude-sonnet-4-5",
            json!("anthropic/claude-sonnet-4-5"),
        );
    }
}
