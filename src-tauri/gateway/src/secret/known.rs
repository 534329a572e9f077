//! Which environment variables stand for which secret.
//!
//! Owns the table. The names are those the providers' own tools use.

const PROVIDERS: &[(&str, &[&str])] = &[
    ("anthropic", &["ANTHROPIC_API_KEY"]),
    ("openai", &["OPENAI_API_KEY"]),
    ("openrouter", &["OPENROUTER_API_KEY"]),
    ("groq", &["GROQ_API_KEY"]),
    ("mistral", &["MISTRAL_API_KEY"]),
    ("deepseek", &["DEEPSEEK_API_KEY"]),
    ("moonshot", &["MOONSHOT_API_KEY"]),
    ("google", &["GEMINI_API_KEY", "GOOGLE_API_KEY"]),
    ("gemini", &["GEMINI_API_KEY", "GOOGLE_API_KEY"]),
    ("xai", &["XAI_API_KEY"]),
];

/// Variables that may hold the secret at `path`, the first that is set wins. A provider that is
/// not in the table has `<ID>_API_KEY`. The bot's token is for the default account only.
pub fn variables(path: &str) -> Vec<String> {
    if matches!(
        path,
        "channels.telegram.botToken" | "channels.telegram.accounts.default.botToken"
    ) {
        return vec!["TELEGRAM_BOT_TOKEN".into()];
    }
    let provider = path
        .strip_prefix("models.providers.")
        .and_then(|rest| rest.strip_suffix(".apiKey"));
    let Some(provider) = provider else {
        return Vec::new();
    };
    let listed = PROVIDERS.iter().find(|(id, _)| *id == provider);
    match listed {
        Some((_, names)) => names.iter().map(|&name| name.to_owned()).collect(),
        None => vec![format!("{}_API_KEY", upper(provider))],
    }
}

/// Every path of the table, for a list of what the environment brings.
pub fn paths() -> impl Iterator<Item = String> {
    let providers = PROVIDERS
        .iter()
        .map(|(id, _)| format!("models.providers.{id}.apiKey"));
    providers.chain(["channels.telegram.botToken".to_owned()])
}

fn upper(id: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    id.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: &[&str]) {
        assert_eq!(variables(path), expected, "{path}");
    }

    #[test]
    fn a_path_names_its_variables() {
        check("models.providers.anthropic.apiKey", &["ANTHROPIC_API_KEY"]);
        check("models.providers.my-own.apiKey", &["MY_OWN_API_KEY"]);
        check("channels.telegram.botToken", &["TELEGRAM_BOT_TOKEN"]);
        check("channels.telegram.accounts.work.botToken", &[]);
        check("cron.webhookToken", &[]);
    }
}
