//! A search for a byte string in every file below a directory, in the dresses it may wear.
//!
//! Owns: the proof that a secret was not written. Never: follows a link out of the directory.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// How a needle was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// As it is.
    Plain,
    /// UTF-16, little endian.
    Utf16,
    /// Hexadecimal, either case.
    Hex,
    /// Base64, either alphabet, alone or inside a longer text.
    Base64,
    /// Percent-encoded, as in a URL.
    Percent,
    /// With JSON's escapes.
    Json,
}

/// A place where a needle was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// The byte offset in it; `None` where the file's own name holds the needle.
    pub offset: Option<usize>,
    /// How it was written.
    pub dress: Dress,
}

/// Finds `needle` in all files below `dir`, in every [`Dress`], and in their names.
///
/// # Panics
/// When the needle is shorter than 8 bytes (chance would find it) or a file cannot be read:
/// a scan that skipped a file proves nothing.
pub fn scan_for(dir: &Path, needle: &[u8]) -> Vec<Found> {
    assert!(
        needle.len() >= 8,
        "a needle of {} bytes is found by chance",
        needle.len()
    );
    let forms = forms(needle);
    let mut found = Vec::new();
    scan_dir(dir, &forms, &mut found);
    found
}

/// Finds `needle` in a piece of text, such as a log or an API answer.
pub fn text_holds(text: &[u8], needle: &[u8]) -> Option<Dress> {
    forms(needle)
        .iter()
        .find(|(_, form)| position(text, form).is_some())
        .map(|(dress, _)| *dress)
}

fn scan_dir(dir: &Path, forms: &[(Dress, Vec<u8>)], found: &mut Vec<Found>) {
    for entry in fs::read_dir(dir).expect("a readable directory") {
        let entry = entry.expect("a readable entry");
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        search(name.as_bytes(), forms, |dress, _| {
            found.push(Found {
                path: path.clone(),
                offset: None,
                dress,
            });
        });
        let kind = entry.file_type().expect("an entry has a type");
        if kind.is_dir() {
            scan_dir(&path, forms, found);
        } else if kind.is_file() {
            let content = match fs::read(&path) {
                Ok(content) => content,
                // A living gateway may take a temporary file away while we look.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => panic!("{} could not be scanned: {error}", path.display()),
            };
            search(&content, forms, |dress, offset| {
                found.push(Found {
                    path: path.clone(),
                    offset: Some(offset),
                    dress,
                });
            });
        }
    }
}

fn search(content: &[u8], forms: &[(Dress, Vec<u8>)], mut report: impl FnMut(Dress, usize)) {
    for (dress, form) in forms {
        if let Some(offset) = position(content, form) {
            report(*dress, offset);
        }
    }
}

fn position(content: &[u8], form: &[u8]) -> Option<usize> {
    let first = *form.first()?;
    let mut from = 0;
    while let Some(step) = content[from..].iter().position(|byte| *byte == first) {
        let at = from + step;
        if content[at..].starts_with(form) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

fn forms(needle: &[u8]) -> Vec<(Dress, Vec<u8>)> {
    let hex = |upper: bool| -> Vec<u8> {
        let digit = |byte: &u8| {
            if upper {
                format!("{byte:02X}")
            } else {
                format!("{byte:02x}")
            }
        };
        needle.iter().map(digit).collect::<String>().into_bytes()
    };
    let mut forms = vec![
        (Dress::Plain, needle.to_vec()),
        (
            Dress::Utf16,
            needle.iter().flat_map(|byte| [*byte, 0]).collect(),
        ),
        (Dress::Hex, hex(false)),
        (Dress::Hex, hex(true)),
        (Dress::Percent, percent(needle)),
        (Dress::Json, json(needle)),
    ];
    for shift in 0..3 {
        forms.push((Dress::Base64, base64_at(needle, shift, &STANDARD_NO_PAD)));
        forms.push((Dress::Base64, base64_at(needle, shift, &URL_SAFE_NO_PAD)));
    }
    let mut seen = Vec::new();
    forms.retain(|(_, form)| {
        let new = !seen.contains(form);
        seen.push(form.clone());
        new
    });
    forms
}

/// The characters that stand for the needle alone when `shift` other bytes come before it.
fn base64_at(needle: &[u8], shift: usize, engine: &impl Engine) -> Vec<u8> {
    let mut padded = vec![0; shift];
    padded.extend_from_slice(needle);
    let whole = padded.len() - padded.len() % 3;
    let encoded = engine.encode(&padded[..whole]);
    // Characters that also hold bits of the bytes before.
    let skip = if shift == 0 { 0 } else { shift + 1 };
    encoded.into_bytes().split_off(skip)
}

fn percent(needle: &[u8]) -> Vec<u8> {
    let one = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(*byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    needle.iter().map(one).collect::<String>().into_bytes()
}

fn json(needle: &[u8]) -> Vec<u8> {
    let quoted = serde_json::Value::from(String::from_utf8_lossy(needle).as_ref()).to_string();
    quoted.as_bytes()[1..quoted.len() - 1].to_vec()
}
