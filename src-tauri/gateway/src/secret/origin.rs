//! The server a secret is for: scheme, host and port.
//!
//! Owns the normal form, so that `https://API.x.com/v1` and `https://api.x.com:443` are one.

use serde::{Deserialize, Serialize};

/// Scheme, host and port in normal form, for example `https://api.anthropic.com`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Origin(String);

impl Origin {
    /// The origin of an address; `None` unless it is http(s) with a host.
    pub fn of(url: &str) -> Option<Self> {
        let url = reqwest::Url::parse(url.trim()).ok()?;
        let sent = matches!(url.scheme(), "http" | "https") && url.has_host();
        sent.then(|| Self(url.origin().ascii_serialization()))
    }

    /// In normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: Option<&str>) {
        assert_eq!(
            Origin::of(url).as_ref().map(Origin::as_str),
            expected,
            "{url}"
        );
    }

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_else() {
        check(
            "https://API.Example.com/v1/x?y",
            Some("https://api.example.com"),
        );
        check(
            "https://api.example.com:443",
            Some("https://api.example.com"),
        );
        check("http://127.0.0.1:8080/v1", Some("http://127.0.0.1:8080"));
        check("http://user:pass@host/", Some("http://host"));
        check("https://example.com.", Some("https://example.com."));
        check("file:///etc/passwd", None);
        check("api.example.com", None);
    }
}
