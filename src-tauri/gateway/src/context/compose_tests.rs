//! The report's parts add up and tell what became of everything.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::config::Config;
use crate::context::{PromptParts, file_findings, request_bytes, size_of, system_prompt};
use crate::model::{ToolCall, Turn};
use crate::workspace::{Loaded, TurnClass, assemble};

fn files(texts: &[(&str, Option<usize>)], limits: Limits) -> Vec<PromptFile> {
    let loaded = texts.iter().map(|(name, size)| {
        let text = size.map_or(Loaded::Missing, |size| Loaded::Text("x".repeat(size)));
        ((*name).to_owned(), text)
    });
    assemble(TurnClass::MainChat, loaded.collect(), limits)
}

fn request(files: &[PromptFile], turns: Vec<Turn>) -> ModelRequest {
    ModelRequest {
        model: ModelRef::parse("fake/a").unwrap(),
        system: system_prompt(&PromptParts {
            files,
            zone: "UTC",
            language: "en",
            guests: false,
            prompts: &[],
        }),
        turns,
        tools: vec![ToolSpec {
            name: "read",
            description: "Reads a file.",
            schema: serde_json::json!({ "properties": { "path": {}, "from": {} } }),
        }],
        max_output_tokens: None,
        thinking: None,
        session: String::new(),
    }
}

fn text(role: Role, size: usize) -> Turn {
    Turn {
        role,
        blocks: vec![Block::Text {
            text: "y".repeat(size),
        }],
    }
}

fn report(
    files: &[PromptFile],
    limits: Limits,
    request: &ModelRequest,
    kinds: &[PieceKind],
) -> ContextReport {
    let settings = Config::default().agents.defaults.compaction;
    let key = SessionKey::main("main");
    compose(&Findings {
        at: 7,
        key: &key,
        session_id: "s",
        model: &request.model,
        model_window: 200_000,
        marks: Marks::of(200_000, &settings),
        workspace_dir: "/w",
        limits,
        files,
        request,
        kinds,
        path: &[],
        size: size_of(request_bytes(request), None, Calibration::default()),
        calibration: Calibration::default(),
        pruned: None,
        compaction: None,
        compaction_count: 0,
        message_cost: None,
    })
}

#[test]
fn each_file_says_whether_it_is_whole_cut_missing_or_left_out() {
    let limits = Limits {
        per_file: 1_000,
        total: 10_000,
    };
    let files = files(
        &[
            ("AGENTS.md", Some(1_000)),
            ("MEMORY.md", Some(1_001)),
            ("SOUL.md", None),
            ("USER.md", Some(0)),
        ],
        limits,
    );
    let request = request(&files, Vec::new());
    let report = report(&files, limits, &request, &[]);
    let found = |name: &str| {
        let files = &report.injected_workspace_files;
        let file = files.iter().find(|file| file.name == name).unwrap();
        (file.state, file.raw_chars, file.truncated, file.missing)
    };
    assert_eq!(found("AGENTS.md"), (FileState::In, 1_000, false, false));
    assert_eq!(found("MEMORY.md"), (FileState::Cut, 1_001, true, false));
    assert_eq!(found("SOUL.md"), (FileState::Missing, 0, false, true));
    assert_eq!(found("USER.md"), (FileState::Empty, 0, false, false));
    assert_eq!(
        found("HEARTBEAT.md"),
        (FileState::NotForThisTurn, 0, false, false)
    );
    let findings = file_findings(&report);
    let codes: Vec<&str> = findings.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["file-cut-in-prompt"]);
    assert_eq!(findings[0].params["path"], "MEMORY.md");
    assert_eq!(findings[0].params["total"], 1_001);
    let prompt = report.system_prompt;
    assert_eq!(
        prompt.project_context_chars + prompt.non_project_context_chars,
        prompt.chars
    );
    assert_eq!(prompt.chars, chars(&request.system) as u64);
    assert_eq!(report.tools.entries[0].properties_count, 2);
}

#[test]
fn what_is_said_stands_under_what_it_is() {
    let call = Block::Call(ToolCall {
        id: "c".into(),
        name: "read".into(),
        arguments: serde_json::json!({ "path": "a" }),
    });
    let result = Block::Result {
        call_id: "c".into(),
        tool: "read".into(),
        text: "z".repeat(400),
        is_error: false,
    };
    let turns = vec![
        text(Role::User, 300),
        text(Role::User, 300),
        text(Role::User, 300),
        Turn {
            role: Role::Assistant,
            blocks: vec![call],
        },
        Turn {
            role: Role::Tool,
            blocks: vec![result],
        },
        text(Role::Assistant, 300),
    ];
    let request = request(&[], turns);
    let kinds = [
        PieceKind::Summary,
        PieceKind::Carryover,
        PieceKind::Message,
        PieceKind::Message,
        PieceKind::Message,
        PieceKind::Message,
    ];
    let report = report(&[], Limits::default(), &request, &kinds);
    let kinds: Vec<(PartKind, u32)> = report
        .parts
        .iter()
        .map(|part| (part.kind, part.count))
        .collect();
    assert_eq!(
        kinds,
        [
            (PartKind::Instructions, 1),
            (PartKind::Tools, 1),
            (PartKind::Summary, 1),
            (PartKind::Carryover, 1),
            (PartKind::People, 1),
            (PartKind::Agent, 1),
            (PartKind::ToolCalls, 1),
            (PartKind::ToolResults, 1),
        ]
    );
}

proptest! {
    #[test]
    fn the_parts_add_up_to_the_total(
        sizes in prop::collection::vec(0usize..9_000, 0..6),
        said in prop::collection::vec(0usize..9_000, 0..20),
    ) {
        let names = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "TOOLS.md", "USER.md", "TODO.md"];
        let named: Vec<_> = names.into_iter().zip(sizes.into_iter().map(Some)).collect();
        let files = files(&named, Limits::default());
        let kinds = vec![PieceKind::Message; said.len()];
        let turns = said.into_iter().map(|size| text(Role::User, size)).collect();
        let request = request(&files, turns);
        let report = report(&files, Limits::default(), &request, &kinds);
        let sum: u64 = report.parts.iter().map(|part| part.tokens).sum();
        prop_assert_eq!(sum, report.total_tokens);
        prop_assert_eq!(report.meter.used, report.total_tokens);
        prop_assert_eq!(report.total_tokens + report.free_tokens, report.context_tokens);
        let of = |kind| report.parts.iter().find(|part| part.kind == kind).map_or(0, |part| part.tokens);
        let of_files: u64 = report.injected_workspace_files.iter().map(|file| file.tokens).sum();
        prop_assert_eq!(of_files, of(PartKind::Files));
        prop_assert_eq!(report.tools.tokens, of(PartKind::Tools));
        prop_assert_eq!(report.system_prompt.tokens, of(PartKind::Instructions) + of_files);
    }
}
