//! Files of the workspace that go along with an answer.
//!
//! Owns how an answer names them (`MEDIA:<path>`, alone in a line), and that a turn sends no file
//! it may not read. The bytes are read when the part is sent, by whoever answers the channel's port.

use std::path::Path;
use std::sync::Arc;

use super::Parts;
use super::reply::parts_of;
use crate::channel::{Carried, ChannelKind, LARGEST_SENT, Outgoing, Route, SentFile};
use crate::delivery::{NewPart, PartKind};
use crate::error::{Problem, params};
use crate::words::Language;
use crate::workspace::{Decision, FileError, RelPath, TurnClass, may_read};

/// What stands before the path.
const MARK: &str = "MEDIA:";
/// The longest words that stand under a file, UTF-16 units.
const UNDER_A_FILE: usize = 1_024;
/// Files of one answer.
const MOST: usize = 10;

/// Who answers: whose workspace, and what the turn may read there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answering<'a> {
    pub agent: &'a str,
    pub class: TurnClass,
    pub language: Language,
}

/// The parts of an answer, its files behind its words. What can't go is said in a line of its own.
pub(super) async fn answer(
    parts: &Parts,
    who: Answering<'_>,
    (cause, route): (&str, &Route),
    text: &str,
    reply_to: Option<&str>,
) -> Vec<NewPart> {
    let kind = PartKind::Reply;
    if route.channel != ChannelKind::Telegram {
        return parts_of(parts, cause, kind, route, text, reply_to);
    }
    let (mut text, named) = named(text);
    let mut files = Vec::new();
    for path in named {
        match file(parts, who, &path).await {
            Ok(file) => files.push(alone(route, file)),
            Err(problem) => {
                let why = parts.words.problem(who.language, &problem);
                let told = params([("name", path.into()), ("why", why.into())]);
                let line = parts
                    .words
                    .text(who.language, "answer-file-not-sent", &told);
                text = format!("{text}\n\n{line}");
            }
        }
    }
    let mut made = match text.trim() {
        "" => Vec::new(),
        text => parts_of(parts, cause, kind, route, text, reply_to),
    };
    made.extend(files.into_iter().map(|part| NewPart {
        cause: cause.to_owned(),
        kind,
        part,
    }));
    made
}

/// A file as a part without words.
fn alone(route: &Route, file: SentFile) -> Outgoing {
    Outgoing {
        route: route.clone(),
        body: String::new(),
        plain: String::new(),
        buttons: Vec::new(),
        silent: false,
        reply_to: None,
        carried: Some(Carried::File(file)),
    }
}

/// Puts files behind the words of a message. Short words stand under the first of them.
pub(super) fn attach(made: &mut Vec<NewPart>, cause: &str, route: &Route, files: Vec<SentFile>) {
    let mut files = files.into_iter();
    let short = |part: &Outgoing| part.plain.encode_utf16().count() <= UNDER_A_FILE;
    if let [only] = made.as_mut_slice()
        && short(&only.part)
        && let Some(first) = files.next()
    {
        only.part.carried = Some(Carried::File(first));
    }
    made.extend(files.map(|file| NewPart {
        cause: cause.to_owned(),
        kind: PartKind::Reply,
        part: alone(route, file),
    }));
}

/// The file of this name, where the turn may read it.
///
/// # Errors
/// Why it can't be sent.
pub(super) async fn file(
    parts: &Parts,
    who: Answering<'_>,
    named: &str,
) -> Result<SentFile, Problem> {
    let unknown = || Problem::new("agent-unknown");
    let home = parts.agents.get(who.agent).ok_or_else(unknown)??;
    let workspace = Arc::clone(home.files.workspace());
    let path = RelPath::parse(&inside(named, workspace.root()))?;
    let allowed = |path: &RelPath| match may_read(who.class, path) {
        Decision::No(refusal) => Err(Problem::from(refusal)),
        Decision::Yes | Decision::YesWithNotice => Ok(()),
    };
    // What it is called and what it is must both be allowed; the name first, so that nobody learns
    // from the answer what is there.
    allowed(&path)?;
    let real = tokio::task::spawn_blocking(move || {
        let real = workspace.resolve(&path)?;
        workspace.size(&real).map(|size| (real, size))
    });
    let (real, size) = real.await.map_err(|_| FileError::Stopped)??;
    allowed(&real)?;
    if size > LARGEST_SENT {
        return Err(too_large_to_send(&real));
    }
    Ok(SentFile {
        agent: who.agent.to_owned(),
        path: real.to_string(),
    })
}

/// More than a chat takes.
pub fn too_large_to_send(path: &RelPath) -> Problem {
    let told = [
        ("path", path.to_string().into()),
        ("most", (LARGEST_SENT / (1024 * 1024)).into()),
    ];
    Problem::with("file-too-large-to-send", params(told))
}

/// A path as the workspace has it: models write `./` or the whole of it.
fn inside(named: &str, root: &Path) -> String {
    let below = Path::new(named).strip_prefix(root).ok();
    let below = below.and_then(Path::to_str).unwrap_or(named);
    below.strip_prefix("./").unwrap_or(below).to_owned()
}

/// The words of an answer without the lines that name files, and those files. What stands in a
/// block of code is an example.
pub(super) fn named(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut files, mut fence) = (Vec::new(), Vec::new(), false);
    for line in text.lines() {
        fence ^= line.trim_start().starts_with("```");
        match line.trim().strip_prefix(MARK).filter(|_| !fence) {
            Some(path) => {
                let path = path.trim().trim_matches(['`', '"', '\'']).trim();
                let known = files.iter().any(|file| file == path);
                if !path.is_empty() && !known && files.len() < MOST {
                    files.push(path.to_owned());
                }
            }
            None => kept.push(line),
        }
    }
    match files.is_empty() {
        true => (text.to_owned(), files),
        false => (kept.join("\n").trim().to_owned(), files),
    }
}

/// The words of an answer that is still being written: neither a line that names a file nor the
/// beginning of one is shown.
pub(super) fn shown(text: &str) -> String {
    let (text, _) = named(text);
    let last = text.rfind('\n').map_or(0, |at| at + 1);
    let end = match text[last..].trim() {
        "" => text.len(),
        word if MARK.starts_with(word) || word.starts_with(MARK) => last,
        _ => text.len(),
    };
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, files: &[&str]) {
        let found = named(text);
        assert_eq!(found.0, words, "{text:?}");
        assert_eq!(found.1, files, "{text:?}");
    }

    #[test]
    fn a_line_of_its_own_names_a_file_and_is_not_said() {
        check(
            "Here it is.\nMEDIA:out/plan.pdf",
            "Here it is.",
            &["out/plan.pdf"],
        );
        check("MEDIA: `my plan.pdf`", "", &["my plan.pdf"]);
        check(
            "a\n  MEDIA:./x.png \nb\nMEDIA:y.png",
            "a\nb",
            &["./x.png", "y.png"],
        );
        check("MEDIA:x\nMEDIA:x", "", &["x"]);
        check(
            "The word MEDIA: names a file.",
            "The word MEDIA: names a file.",
            &[],
        );
        check("```\nMEDIA:x\n```", "```\nMEDIA:x\n```", &[]);
        check("MEDIA:", "MEDIA:", &[]);
        let many: String = (0..20).map(|n| format!("MEDIA:{n}\n")).collect();
        assert_eq!(named(&many).1.len(), MOST);
    }

    #[test]
    fn while_it_is_written_no_part_of_such_a_line_is_shown() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text:?}");
        check("Here.\nMED", "Here.\n");
        check("Here.\nMEDIA:pl", "Here.");
        check("Here.\nMEDIA:", "Here.\n");
        check("Here.\nMeadow", "Here.\nMeadow");
        check("Here.\n", "Here.\n");
        check("M", "");
    }

    #[test]
    fn a_path_may_be_written_whole() {
        let root = Path::new("/home/anna/workspace");
        let check = |named: &str, expected: &str| assert_eq!(inside(named, root), expected);
        check("/home/anna/workspace/out/a.png", "out/a.png");
        check("./out/a.png", "out/a.png");
        check("out/a.png", "out/a.png");
        check("/etc/passwd", "/etc/passwd");
    }
}
