//! What can be saved of a damaged `jobs.json`.
//!
//! Owns finding whole jobs between damaged bytes, and which jobs of the good copy before stand in
//! for those that can't be read. Pure.

use serde_json::Value;

use super::job::Job;
use super::jobs_file::{Jobs, ReadJobs};
use crate::config;

/// Jobs of damaged bytes; what is missing comes from `good`, the file as it was before.
pub(super) fn salvage(damaged: &[u8], good: Option<&[u8]>) -> Jobs {
    let text = String::from_utf8_lossy(damaged);
    let mut jobs = match good.map(Jobs::read) {
        Some(ReadJobs::Whole { jobs, .. }) => jobs,
        _ => Jobs::default(),
    };
    // The tail of a cut file is unknown; elsewhere a job that is not named was taken out.
    let whole = text.trim_end().ends_with(['}', ']']);
    let gone: Vec<String> = jobs
        .all()
        .iter()
        .filter(|job| whole && !text.contains(&job.id))
        .map(|job| job.id.clone())
        .collect();
    for id in gone {
        jobs.remove(&id);
    }
    for job in objects(&text).iter().filter_map(|piece| job_of(piece)) {
        jobs.put(job);
    }
    jobs
}

fn job_of(piece: &str) -> Option<Job> {
    let strict = serde_json::from_str::<Value>(piece).ok();
    let value = strict.or_else(|| config::parse_json5(piece, "jobs.json").ok())?;
    let is_job = value.get("payload").is_some() && value.get("schedule").is_some();
    is_job.then(|| Job::read(&value)).flatten()
}

/// The text of every balanced object, the outermost that are whole.
fn objects(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    // The file's own object opens first and is not balanced any more.
    let start = text.find("\"jobs\"").map_or(0, |at| at + "\"jobs\"".len());
    let mut at = start;
    while let Some(open) = text[at..].find('{').map(|offset| at + offset) {
        match end_of_object(&text[open..]) {
            Some(length) if job_of(&text[open..open + length]).is_some() => {
                found.push(&text[open..open + length]);
                at = open + length;
            }
            _ => at = open + 1,
        }
    }
    found
}

/// How long the object at the beginning is; braces inside texts do not count.
fn end_of_object(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '{' if !in_text => depth += 1,
            '}' if !in_text => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
