//! A request with a file in it: `multipart/form-data`.
//!
//! Owns the form of it (RFC 7578). Knows no method and sends nothing.

use serde::Serialize;
use serde_json::Value;

/// A file in a request.
#[derive(Debug, Clone, Copy)]
pub struct FilePart<'a> {
    /// The parameter it is given as.
    pub field: &'static str,
    /// What the chat calls it.
    pub name: &'a str,
    /// The file itself.
    pub bytes: &'a [u8],
}

/// The content type and the body of a request with these parameters and this file. What is neither
/// text nor number goes as JSON, as the Bot API wants it. `mark` must stand nowhere in the file: it
/// is a random word.
pub fn body(
    parameters: &impl Serialize,
    file: FilePart<'_>,
    mark: &str,
) -> Result<(String, Vec<u8>), serde_json::Error> {
    let mut body = Vec::with_capacity(file.bytes.len() + 2_048);
    if let Value::Object(fields) = serde_json::to_value(parameters)? {
        for (name, value) in fields {
            let value = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let head =
                format!("--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
    }
    let (field, name) = (file.field, escaped(file.name));
    let head = format!(
        "--{mark}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file.bytes);
    body.extend_from_slice(format!("\r\n--{mark}--\r\n").as_bytes());
    Ok((format!("multipart/form-data; boundary={mark}"), body))
}

/// A name that ends neither its quotes nor its line.
fn escaped(name: &str) -> String {
    let mut safe = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '"' => safe.push_str("%22"),
            letter if letter.is_control() => safe.push('_'),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn text_goes_as_it_is_and_what_has_a_form_as_json() {
        let file = FilePart {
            field: "document",
            name: "a\"b\r\n发票.pdf",
            bytes: b"%PDF",
        };
        let parameters = json!({"caption": "a \"b\"", "chat_id": -5, "reply_markup": {"x": [1]}});
        let (kind, body) = body(&parameters, file, "mark").unwrap();
        assert_eq!(kind, "multipart/form-data; boundary=mark");
        let expected = "--mark\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\na \"b\"\r\n\
             --mark\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n-5\r\n\
             --mark\r\nContent-Disposition: form-data; name=\"reply_markup\"\r\n\r\n{\"x\":[1]}\r\n\
             --mark\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a%22b__发票.pdf\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n%PDF\r\n--mark--\r\n";
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }
}
