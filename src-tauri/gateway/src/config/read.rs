//! From the text of the settings to their typed view.
//!
//! Owns the order: JSON5, includes, environment and secrets, types. Every step collects its
//! mistakes; none stops the next one as long as there is a tree to read.

use std::path::{Path, PathBuf};

use jsonc_parser::{CollectOptions, ParseOptions};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::extract::Extractor;
use super::field::Findings;
use super::include::Includes;
use super::path::ConfigPath;
use super::problem::{ConfigProblem, ProblemKind};
use super::types::Config;
use crate::secret::{ConfigSecrets, Env};

/// What bytes were read; another hash means another file.
pub type Hash = [u8; 32];

/// One reading of the settings.
#[derive(Debug)]
pub struct Loaded {
    /// The typed view; where something is wrong the default stands in.
    pub config: Config,
    /// What is written, includes merged, without secrets and the environment's values.
    pub shown: Value,
    /// Secrets found in the text or by `${NAME}`.
    pub secrets: ConfigSecrets,
    /// Mistakes; empty = it may be put in force.
    pub problems: Vec<ConfigProblem>,
    /// Keys Cove does not know.
    pub warnings: Vec<ConfigProblem>,
    /// Files it includes.
    pub included: Vec<PathBuf>,
    /// Of all bytes read.
    pub hash: Hash,
    /// The tree with includes merged and nothing taken out, to be kept as last good copy.
    pub merged: Value,
}

/// Rules of JSON5; infinities are left out, since a setting can't hold one.
pub fn options() -> ParseOptions {
    ParseOptions {
        allow_missing_commas: false,
        allow_non_finite_numbers: false,
        ..Default::default()
    }
}

/// Reads JSON5. `name` is the file's, for the problem.
pub fn parse(text: &str, name: &str) -> Result<Value, ProblemKind> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &options());
    let parsed = parsed.map_err(|error| {
        let upto = &text[..text.floor_char_boundary(error.range().start)];
        let line_start = upto.rfind('\n').map_or(0, |at| at + 1);
        ProblemKind::Syntax {
            file: name.to_owned(),
            line: upto.matches('\n').count() + 1,
            column: upto[line_start..].chars().count() + 1,
        }
    })?;
    let value = parsed.value.map(Value::from);
    value.ok_or_else(|| ProblemKind::Empty(name.to_owned()))
}

/// Reads settings that stand, or will stand, in `file`.
pub fn load(text: &str, file: &Path, env: &Env) -> Loaded {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let root = ConfigPath::default();
    let mut findings = Findings::default();
    let tree = parse(text, &name).unwrap_or_else(|kind| {
        findings
            .problems
            .push(ConfigProblem::at(root.clone(), kind));
        Value::Null
    });
    let mut includes = Includes::new(file, &mut findings);
    let merged = includes.resolve(tree, &root);
    let included = includes.read;
    let mut secrets = ConfigSecrets::default();
    let extracted = Extractor {
        env,
        findings: &mut findings,
        secrets: &mut secrets,
    }
    .pass(merged.clone(), &root);
    let config = Config::read(extracted.read, &mut findings);
    let (warnings, problems) = findings
        .problems
        .into_iter()
        .partition(ConfigProblem::is_warning);
    Loaded {
        config,
        shown: extracted.shown,
        secrets,
        problems,
        warnings,
        hash: hash(text, &included),
        included: included.into_iter().map(|(path, _)| path).collect(),
        merged,
    }
}

/// Settings as this text says, for the tests of those who read them.
#[cfg(test)]
pub fn config_of(text: &str) -> Config {
    let env: Env = std::sync::Arc::new(|_: &str| None);
    load(text, Path::new("/nowhere/cove.json"), &env).config
}

fn hash(text: &str, included: &[(PathBuf, Vec<u8>)]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(text.as_bytes());
    for (path, bytes) in included {
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().into()
}
