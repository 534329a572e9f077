//! A [`ContextReport`] in words, for `/context` and the command line.
//!
//! Owns which lines are shown at which depth. The sentences stand in the catalogue.

use super::estimate::percent;
use super::level::Level;
use super::report::{ContextReport, FileInPrompt, FileState, PartKind, ToolInPrompt};
use crate::error::{Params, params};
use crate::words::{Language, Words, dollars, short_count};

/// Tools shown one by one, largest first.
const TOOLS: usize = 30;

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What there is.
    List,
    /// Each tool, the marks and the estimate's error too.
    Detail,
}

/// The report in words, one fact a line.
pub fn context_text(
    report: &ContextReport,
    words: &Words,
    language: Language,
    depth: Depth,
) -> String {
    let page = Page {
        report,
        words,
        language,
    };
    let mut lines = page.head();
    lines.push(String::new());
    lines.push(page.plain("context-parts"));
    lines.extend(page.parts());
    lines.push(String::new());
    lines.push(page.plain("context-files"));
    lines.extend(
        report
            .injected_workspace_files
            .iter()
            .map(|file| page.file(file)),
    );
    lines.push(String::new());
    match depth {
        Depth::List => lines.push(page.tool_names()),
        Depth::Detail => {
            lines.push(page.plain("context-tools"));
            lines.extend(
                report
                    .tools
                    .entries
                    .iter()
                    .take(TOOLS)
                    .map(|tool| page.tool(tool)),
            );
            lines.push(String::new());
            lines.extend(page.detail());
        }
    }
    lines.extend(page.compaction());
    lines.extend(long_line(report, words, language));
    lines.join("\n")
}

/// That a conversation is long and what that costs; `None` where it is not. It is never called
/// full: how full it is tells the meter.
pub fn long_line(report: &ContextReport, words: &Words, language: Language) -> Option<String> {
    if report.level == Level::Fine {
        return None;
    }
    let (key, told) = match report.message_cost.filter(|cost| *cost > 0) {
        Some(cost) => (
            "context-long-cost",
            params([("cost", dollars(cost).into())]),
        ),
        None => ("context-long", Params::new()),
    };
    Some(words.text(language, key, &told))
}

struct Page<'a> {
    report: &'a ContextReport,
    words: &'a Words,
    language: Language,
}

impl Page<'_> {
    fn plain(&self, key: &str) -> String {
        self.words.text(self.language, key, &Params::new())
    }

    fn say<const N: usize>(&self, key: &str, told: [(&str, serde_json::Value); N]) -> String {
        self.words.text(self.language, key, &params(told))
    }

    fn head(&self) -> Vec<String> {
        let report = self.report;
        let about = if report.total_tokens_fresh { "" } else { "≈" };
        vec![
            self.say(
                "context-head",
                [
                    ("about", about.into()),
                    ("used", short_count(report.total_tokens).into()),
                    ("window", short_count(report.context_tokens).into()),
                    ("percent", report.percent_used.into()),
                ],
            ),
            self.say(
                "context-meter",
                [
                    ("start", short_count(report.meter.start).into()),
                    ("percent", report.meter.percent.into()),
                ],
            ),
            self.say(
                "context-model",
                [
                    (
                        "model",
                        format!("{}/{}", report.provider, report.model).into(),
                    ),
                    ("workspace", report.workspace_dir.clone().into()),
                ],
            ),
        ]
    }

    fn parts(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .report
            .parts
            .iter()
            .map(|part| {
                let name = self.plain(&format!("context-part-{}", part_key(part.kind)));
                self.say(
                    "context-part",
                    [
                        ("name", name.into()),
                        ("count", part.count.into()),
                        ("tokens", short_count(part.tokens).into()),
                    ],
                )
            })
            .collect();
        let free = short_count(self.report.free_tokens);
        lines.push(self.say("context-free", [("tokens", free.into())]));
        lines
    }

    fn file(&self, file: &FileInPrompt) -> String {
        let state = match file.state {
            FileState::In => "in",
            FileState::Cut => "cut",
            FileState::Missing => "missing",
            FileState::NotForThisTurn => "not-for-this-turn",
            FileState::Empty => "empty",
            FileState::Unreadable => "unreadable",
        };
        self.say(
            "context-file",
            [
                ("path", file.path.clone().into()),
                ("state", state.into()),
                ("raw", file.raw_chars.into()),
                ("injected", file.injected_chars.into()),
                ("tokens", short_count(file.tokens).into()),
            ],
        )
    }

    fn tool_names(&self) -> String {
        let tools = &self.report.tools;
        let mut names: Vec<&str> = tools
            .entries
            .iter()
            .map(|tool| tool.name.as_str())
            .collect();
        names.sort_unstable();
        self.say(
            "context-tool-names",
            [
                ("names", names.join(", ").into()),
                ("tokens", short_count(tools.tokens).into()),
            ],
        )
    }

    fn tool(&self, tool: &ToolInPrompt) -> String {
        self.say(
            "context-tool",
            [
                ("name", tool.name.clone().into()),
                ("summary", tool.summary_chars.into()),
                ("schema", tool.schema_chars.into()),
                ("count", tool.properties_count.into()),
                ("tokens", short_count(tool.tokens).into()),
            ],
        )
    }

    fn detail(&self) -> Vec<String> {
        let report = self.report;
        let flush = report.marks.flush.map_or("off".to_owned(), short_count);
        let mut lines = vec![
            self.say(
                "context-prompt",
                [
                    ("chars", report.system_prompt.chars.into()),
                    ("files", report.system_prompt.project_context_chars.into()),
                    ("most", report.bootstrap_max_chars.into()),
                    ("total", report.bootstrap_total_max_chars.into()),
                ],
            ),
            self.say(
                "context-marks",
                [
                    ("flush", flush.into()),
                    ("compaction", short_count(report.marks.compaction).into()),
                    ("reserve", short_count(report.marks.reserve).into()),
                    ("window", short_count(report.model_window).into()),
                ],
            ),
        ];
        if let Some(marks) = report.thresholds {
            lines.push(self.say(
                "context-thresholds",
                [
                    ("warning", short_count(marks.warning).into()),
                    ("critical", short_count(marks.critical).into()),
                ],
            ));
        }
        lines.push(self.say(
            "context-pruning",
            [
                ("on", report.pruning.on.to_string().into()),
                ("trimmed", report.pruning.trimmed.into()),
                ("cleared", report.pruning.cleared.into()),
                ("tokens", short_count(report.pruning.freed_tokens).into()),
            ],
        ));
        lines.push(self.say(
            "context-cache",
            [
                ("read", short_count(report.cache_read).into()),
                ("written", short_count(report.cache_write).into()),
            ],
        ));
        lines.push(self.estimate());
        lines.push(self.say(
            "context-compactions",
            [
                ("count", report.compaction_count.into()),
                ("id", report.session_id.clone().into()),
            ],
        ));
        lines
    }

    fn estimate(&self) -> String {
        let error = &self.report.estimate.error;
        let (Some(last), Some(mean), Some(worst)) = (
            error.last_permille,
            error.mean_permille,
            error.worst_permille,
        ) else {
            return self.plain("context-estimate-none");
        };
        let tenths = |permille: u32| format!("{}.{}", permille / 10, permille % 10);
        self.say(
            "context-estimate",
            [
                ("last", tenths(last).into()),
                ("mean", tenths(mean).into()),
                ("worst", tenths(worst).into()),
                ("count", error.requests.into()),
            ],
        )
    }

    fn compaction(&self) -> Option<String> {
        let now = self.report.compaction?;
        Some(self.say(
            "context-compact-now",
            [
                ("messages", now.messages.into()),
                ("kept", now.kept_messages.into()),
                ("tokens", short_count(now.tokens).into()),
                (
                    "percent",
                    percent(now.tokens, self.report.total_tokens).into(),
                ),
            ],
        ))
    }
}

fn part_key(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Instructions => "instructions",
        PartKind::Files => "files",
        PartKind::Tools => "tools",
        PartKind::Summary => "summary",
        PartKind::Carryover => "carryover",
        PartKind::People => "people",
        PartKind::Agent => "agent",
        PartKind::ToolCalls => "tool-calls",
        PartKind::ToolResults => "tool-results",
        PartKind::Pictures => "pictures",
        PartKind::Notes => "notes",
    }
}
