//! The transcription endpoint: strict about its form, answering with the words the test put in.
//!
//! Owns that route's rules and record. Never: listens.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::State;
use crate::board::Board;

/// Fields the endpoint knows, by the API reference.
const FIELDS: [&str; 9] = [
    "file",
    "model",
    "language",
    "prompt",
    "response_format",
    "temperature",
    "timestamp_granularities[]",
    "include[]",
    "chunking_strategy",
];
/// The largest sound taken, bytes.
const LARGEST: usize = 25 * 1024 * 1024;
/// Endings of the names of sounds it reads.
const FORMS: [&str; 9] = [
    "flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm",
];

/// A sound that was sent to be written down.
#[derive(Clone, Debug)]
pub struct HeardSound {
    /// The name of the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// The other fields.
    pub fields: BTreeMap<String, String>,
}

pub(crate) async fn transcribe(Shared(state): Shared<Board<State>>, request: Request) -> Response {
    let key = request.headers().get("authorization").cloned();
    if key.is_none() {
        return refuse(&state, 401, "You didn't provide an API key.");
    }
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) => form,
        Err(error) => return refuse(&state, 400, &error.to_string()),
    };
    let sound = match read(form).await {
        Ok(sound) => sound,
        Err(why) => return refuse(&state, 400, &why),
    };
    let told = state.change(|state| {
        state.heard.push(sound);
        state.hears.clone()
    });
    match told {
        Ok(text) => answer(
            200,
            &json!({"text": text, "usage": {"type": "tokens", "input_tokens": 30,
                "output_tokens": 4, "total_tokens": 34}}),
        ),
        Err(status) => answer(
            status,
            &json!({"error": {"message": "refused", "type": "invalid_request_error"}}),
        ),
    }
}

async fn read(mut form: Multipart) -> Result<HeardSound, String> {
    let (mut sound, mut fields) = (None, BTreeMap::new());
    while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
        let name = field.name().unwrap_or_default().to_owned();
        if !FIELDS.contains(&name.as_str()) {
            return Err(format!("Unrecognized request argument supplied: {name}"));
        }
        if name == "file" {
            let file = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|error| error.to_string())?;
            sound = Some((file, bytes));
        } else {
            let text = field.text().await.map_err(|error| error.to_string())?;
            fields.insert(name, text);
        }
    }
    let (name, bytes) = sound.ok_or("you must provide a file")?;
    if fields.get("model").is_none_or(String::is_empty) {
        return Err("you must provide a model parameter".to_owned());
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    if !FORMS.contains(&ending) || bytes.is_empty() || bytes.len() > LARGEST {
        return Err(format!("Invalid file format or size: {name}"));
    }
    Ok(HeardSound {
        name,
        bytes,
        fields,
    })
}

/// Refuses, and notes it as something a real server would have refused.
fn refuse(state: &Board<State>, status: u16, why: &str) -> Response {
    state.change(|state| state.problems.push(format!("transcription: {why}")));
    answer(status, &json!({"error": {"message": why}}))
}

fn answer(status: u16, body: &serde_json::Value) -> Response {
    let status = StatusCode::from_u16(status).expect("a valid status");
    (status, axum::Json(body.clone())).into_response()
}
