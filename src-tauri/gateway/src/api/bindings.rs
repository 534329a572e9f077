//! The contract as TypeScript: one file a type, and `methods.ts` with every request.
//!
//! Owns the one list of requests that the window's bindings are made from; a test holds it against
//! the `request!` lines of `api/`. Writes no file itself: `cargo xtask bindings` does, and compares.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use ts_rs::{Config, ExportError, TS, TypeVisitor};

use super::contract::{Call, Request};
use super::events::StreamItem;

const NOTE: &str =
    "// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings\n";

/// Every file of `ui/src/bindings`: its name and its text, in order of name.
///
/// # Errors
/// When ts-rs cannot name a type, which a test of this module would have shown.
pub fn bindings() -> Result<Vec<(String, String)>, ExportError> {
    // Times, tokens and nano-dollars stay below 2^53 (design.md §2), so a plain number holds them.
    let config = Config::new().with_large_int("number");
    let mut book = Book::new(&config);
    book.add::<Call>();
    book.add::<StreamItem>();
    every_request(&mut book);
    book.finish()
}

/// Collects types, each once, and the requests that name them.
struct Book<'a> {
    config: &'a Config,
    seen: BTreeSet<TypeId>,
    files: BTreeMap<String, String>,
    methods: BTreeMap<&'static str, (String, String)>,
    error: Option<ExportError>,
}

impl<'a> Book<'a> {
    fn new(config: &'a Config) -> Self {
        Self {
            config,
            seen: BTreeSet::new(),
            files: BTreeMap::new(),
            methods: BTreeMap::new(),
            error: None,
        }
    }

    fn add<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        match T::export_to_string(self.config) {
            Ok(text) => {
                let body = text.split_once('\n').map_or("", |(_, body)| body);
                let name = format!("{}.ts", T::ident(self.config));
                self.files.insert(name, tidy(&format!("{NOTE}{body}")));
            }
            Err(error) => self.error = Some(error),
        }
        T::visit_dependencies(self);
    }

    fn request<R>(&mut self)
    where
        R: Request + TS,
        R::Answer: TS,
    {
        self.add::<R>();
        self.add::<R::Answer>();
        let names = (R::ident(self.config), R::Answer::ident(self.config));
        self.methods.insert(R::METHOD, names);
    }

    fn finish(mut self) -> Result<Vec<(String, String)>, ExportError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let methods = methods_file(&self.methods);
        self.files.insert("methods.ts".to_owned(), methods);
        Ok(self.files.into_iter().collect())
    }
}

impl TypeVisitor for Book<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

fn methods_file(methods: &BTreeMap<&'static str, (String, String)>) -> String {
    let types: BTreeSet<&String> = methods.values().flat_map(|(a, b)| [a, b]).collect();
    let mut text = NOTE.to_owned();
    for name in types {
        let _ = writeln!(text, "import type {{ {name} }} from \"./{name}\";");
    }
    text.push_str("\n/** Every request of the contract: what it takes and what it answers. */\n");
    text.push_str("export interface Methods {\n");
    for (method, (params, answer)) in methods {
        let _ = writeln!(
            text,
            "  \"{method}\": {{ params: {params}; answer: {answer} }};"
        );
    }
    text.push_str("}\n");
    text
}

/// No blanks at the ends of lines, one newline at the end: the same bytes on every system.
fn tidy(text: &str) -> String {
    let mut out: String = text
        .lines()
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect();
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

macro_rules! requests {
    ($($module:ident :: { $($name:ident),* $(,)? }),* $(,)?) => {
        /// Walks every request of the contract.
        fn every_request(book: &mut Book<'_>) {
            $($(book.request::<super::$module::$name>();)*)*
        }
        /// The same by name, for the test that reads the sources.
        #[cfg(test)]
        const NAMES: &[&str] = &[$($(stringify!($name)),*),*];
    };
}

requests!(
    activity::{ActivityList, UndoRun},
    agent::{AgentRename},
    backup::{BackupList, BackupCreate, BackupRestore},
    chat::{ChatSend, ChatRetry, ChatWait, ChatStop, ChatEarlier, ChatHistory, ChatStream},
    command::{CommandList},
    compaction::{ContextCompactPreview, ContextCompact},
    config::{ConfigGet, ConfigSet, ConfigUnset, ConfigValidate},
    config_file::{ConfigFileRead, ConfigFileCheck, ConfigFileSave},
    context::{ContextLook},
    crash::{CrashGet, CrashRead, CrashDismiss},
    cron::{
        CronPreview, CronList, CronGet, CronAdd, CronEdit, CronRemove, CronEnable, CronDisable,
        CronResume, CronRun, CronStop, CronDismiss, CronRuns, CronStatus, CronExplain, CronDescribe,
        CronParse,
    },
    cron_test::{CronTest},
    delivery::{DeliveryList, DeliveryResend, DeliveryDismiss},
    events::{Subscribe},
    export::{LogsExport, SessionsSave},
    health::{HealthCheck, HealthFix, HealthFixes, HealthRestore},
    heartbeat::{
        HeartbeatPlan, HeartbeatEstimate, HeartbeatSavings, HeartbeatLast, HeartbeatSet, HeartbeatNow,
        SystemEventAdd, HeartbeatSettings, HeartbeatChange, HeartbeatQuiet, HeartbeatList,
        HeartbeatPreview,
    },
    hello::{Hello},
    hold::{HoldSet, HoldClear, HeartbeatPause, HeartbeatResume},
    ledger::{LedgerCost, AllowanceExtend, AllowanceAccept},
    model::{ModelList, ModelLocal, ModelUse, ModelCheck, ModelFallbacks},
    pairing::{PairingList, PairingApprove, PairingReject, PairingRemove},
    process::{GatewayStop, LogsTail},
    rehearsal::{RehearseRun},
    route::{RouteExplain},
    secret::{SecretList, SecretSet, SecretRemove, SecretUnlock, SecretConfirm, SecretAdopt},
    sessions::{
        SessionsList, SessionsReset, SessionsHistory, SessionsReopen, SessionsDelete, SessionsArchive,
    },
    shortcut::{ShortcutTell},
    state::{StateList, StateGet, StateChange},
    status::{StatusGet},
    telegram::{TelegramCheck, TelegramGroups, TelegramGroupSet, TelegramGroupIgnore},
    tools::{ToolList, ToolSet},
    transcripts::{SessionsShow, SessionsExport, SessionsSearch},
    update::{UpdateLook, UpdateCheck},
    workspace::{WorkspaceList, FileRead, FileWrite, FileHistory, FileChanges, FileDiff, FileRevert, PictureRead},
);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::path::Path;

    use super::*;

    /// Names in the `request!(…)` lines of the sources.
    fn declared() -> BTreeSet<String> {
        let api = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
        let files = std::fs::read_dir(api)
            .unwrap()
            .map(|file| file.unwrap().path());
        let sources = files.filter(|path| path.extension().is_some_and(|end| end == "rs"));
        let mut names = BTreeSet::new();
        for path in sources.filter(|path| !path.ends_with("contract.rs")) {
            let source = std::fs::read_to_string(path).unwrap();
            let calls = source.split("\nrequest!(").skip(1);
            names.extend(calls.filter_map(|call| Some(call.split_once(',')?.0.trim().to_owned())));
        }
        names
    }

    #[test]
    fn every_request_of_the_sources_is_in_the_list() {
        let listed: BTreeSet<String> = NAMES.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(listed, declared());
    }

    #[test]
    fn every_type_that_a_file_imports_has_its_own_file() {
        let files: BTreeMap<String, String> = bindings().unwrap().into_iter().collect();
        for (name, text) in &files {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let from = line.split('"').nth(1).unwrap().trim_start_matches("./");
                assert!(files.contains_key(&format!("{from}.ts")), "{name}: {line}");
            }
            assert!(!text.contains("bigint"), "{name} holds a bigint");
        }
    }

    /// Set `COVE_WRITE_BINDINGS=1` to write them; without it a stale file fails.
    #[test]
    fn the_bindings_in_the_repository_are_those_of_the_types() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings");
        let wanted = bindings().unwrap();
        if std::env::var_os("COVE_WRITE_BINDINGS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            for (name, text) in &wanted {
                std::fs::write(folder.join(name), text).unwrap();
            }
        }
        for (name, text) in &wanted {
            let held = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
            assert_eq!(
                &held.replace("\r\n", "\n"),
                text,
                "{name}: cargo xtask bindings"
            );
        }
        let names: BTreeSet<&String> = wanted.iter().map(|(name, _)| name).collect();
        for file in std::fs::read_dir(folder).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            assert!(names.contains(&name), "{name} is of a type that is gone");
        }
    }
}
