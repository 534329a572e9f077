//! The providers Cove knows by name, as data.
//!
//! Owns where each one is reached, how it is spoken to and where its key comes from. Holds no
//! key, and nothing a person set.

use serde::{Deserialize, Serialize};

/// The wire a provider speaks; the names are OpenClaw's (`models.providers.<id>.api`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApiKind {
    /// Anthropic's Messages.
    AnthropicMessages,
    /// OpenAI's chat completions, which most others speak too.
    OpenaiCompletions,
    /// OpenAI's Responses.
    OpenaiResponses,
}

/// Where a provider differs from OpenAI's chat completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quirks {
    /// It takes `stream_options.include_usage`; those that do not report usage unasked.
    pub usage_option: bool,
    /// It wants its own `reasoning_content` back while tools run.
    pub echo_reasoning: bool,
    /// It takes OpenAI's newer names: `max_completion_tokens`, `prompt_cache_key`.
    pub openai_names: bool,
    /// It passes `cache_control` on to Anthropic's models.
    pub cache_marks: bool,
    /// It refuses a call in the history that lacks the signature it gave with it.
    pub signed_calls: bool,
}

/// A provider that is known without configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownProvider {
    /// The id in `provider/model`.
    pub id: &'static str,
    /// Other ids people write for it.
    pub aliases: &'static [&'static str],
    /// Its name, a proper noun.
    pub label: &'static str,
    /// How it is spoken to unless a model says otherwise.
    pub api: ApiKind,
    /// Base address; the call's path is appended.
    pub base_url: &'static str,
    /// Environment variables that may hold its key, in order.
    pub key_env: &'static [&'static str],
    /// The page where a person gets a key.
    pub key_page: Option<&'static str>,
    /// It runs on this computer: free, no key, no proxy.
    pub loopback: bool,
    /// How it differs.
    pub quirks: Quirks,
}

/// What a server of one's own is taken for: the common denominator.
pub const PLAIN: Quirks = Quirks {
    usage_option: true,
    echo_reasoning: false,
    openai_names: false,
    cache_marks: false,
    signed_calls: false,
};

const THINKS_ALOUD: Quirks = Quirks {
    echo_reasoning: true,
    ..PLAIN
};

const fn remote(
    id: &'static str,
    label: &'static str,
    base_url: &'static str,
    key_env: &'static [&'static str],
    key_page: &'static str,
) -> KnownProvider {
    KnownProvider {
        id,
        aliases: &[],
        label,
        api: ApiKind::OpenaiCompletions,
        base_url,
        key_env,
        key_page: Some(key_page),
        loopback: false,
        quirks: PLAIN,
    }
}

const fn local(id: &'static str, label: &'static str, base_url: &'static str) -> KnownProvider {
    KnownProvider {
        key_page: None,
        loopback: true,
        ..remote(id, label, base_url, &[], "")
    }
}

/// Every provider known by name.
pub const KNOWN: &[KnownProvider] = &[
    KnownProvider {
        api: ApiKind::AnthropicMessages,
        ..remote(
            "anthropic",
            "Anthropic",
            "https://api.anthropic.com/v1",
            &["ANTHROPIC_API_KEY"],
            "https://console.anthropic.com/settings/keys",
        )
    },
    KnownProvider {
        quirks: Quirks {
            openai_names: true,
            ..PLAIN
        },
        ..remote(
            "openai",
            "OpenAI",
            "https://api.openai.com/v1",
            &["OPENAI_API_KEY"],
            "https://platform.openai.com/api-keys",
        )
    },
    KnownProvider {
        quirks: Quirks {
            cache_marks: true,
            ..PLAIN
        },
        ..remote(
            "openrouter",
            "OpenRouter",
            "https://openrouter.ai/api/v1",
            &["OPENROUTER_API_KEY"],
            "https://openrouter.ai/settings/keys",
        )
    },
    remote(
        "groq",
        "Groq",
        "https://api.groq.com/openai/v1",
        &["GROQ_API_KEY"],
        "https://console.groq.com/keys",
    ),
    KnownProvider {
        aliases: &["mistralai"],
        quirks: Quirks {
            usage_option: false,
            ..PLAIN
        },
        ..remote(
            "mistral",
            "Mistral",
            "https://api.mistral.ai/v1",
            &["MISTRAL_API_KEY"],
            "https://console.mistral.ai/api-keys",
        )
    },
    KnownProvider {
        quirks: THINKS_ALOUD,
        ..remote(
            "deepseek",
            "DeepSeek",
            "https://api.deepseek.com/v1",
            &["DEEPSEEK_API_KEY"],
            "https://platform.deepseek.com/api_keys",
        )
    },
    KnownProvider {
        aliases: &["moonshotai"],
        quirks: THINKS_ALOUD,
        ..remote(
            "moonshot",
            "Moonshot",
            "https://api.moonshot.ai/v1",
            &["MOONSHOT_API_KEY"],
            "https://platform.moonshot.ai/console/api-keys",
        )
    },
    KnownProvider {
        aliases: &["google"],
        quirks: Quirks {
            signed_calls: true,
            ..PLAIN
        },
        ..remote(
            "gemini",
            "Google Gemini",
            "https://generativelanguage.googleapis.com/v1beta/openai",
            &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            "https://aistudio.google.com/apikey",
        )
    },
    KnownProvider {
        aliases: &["x-ai"],
        ..remote(
            "xai",
            "xAI",
            "https://api.x.ai/v1",
            &["XAI_API_KEY"],
            "https://console.x.ai",
        )
    },
    KnownProvider {
        aliases: &["z-ai"],
        quirks: THINKS_ALOUD,
        ..remote(
            "zai",
            "Z.ai",
            "https://api.z.ai/api/paas/v4",
            &["ZAI_API_KEY"],
            "https://z.ai/manage-apikey/apikey-list",
        )
    },
    remote(
        "dashscope",
        "Alibaba Cloud",
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        &["DASHSCOPE_API_KEY"],
        "https://bailian.console.aliyun.com",
    ),
    remote(
        "cerebras",
        "Cerebras",
        "https://api.cerebras.ai/v1",
        &["CEREBRAS_API_KEY"],
        "https://cloud.cerebras.ai",
    ),
    KnownProvider {
        api: ApiKind::AnthropicMessages,
        ..remote(
            "minimax",
            "MiniMax",
            "https://api.minimax.io/anthropic/v1",
            &["MINIMAX_API_KEY"],
            "https://platform.minimax.io",
        )
    },
    KnownProvider {
        api: ApiKind::OpenaiResponses,
        ..remote(
            "perplexity",
            "Perplexity",
            "https://api.perplexity.ai/v1",
            &["PERPLEXITY_API_KEY"],
            "https://www.perplexity.ai/settings/api",
        )
    },
    local("ollama", "Ollama", "http://127.0.0.1:11434/v1"),
    local("lmstudio", "LM Studio", "http://127.0.0.1:1234/v1"),
    local("llamafile", "llamafile", "http://127.0.0.1:8080/v1"),
    local("vllm", "vLLM", "http://127.0.0.1:8000/v1"),
];

/// The provider of that id or alias.
pub fn known(id: &str) -> Option<&'static KnownProvider> {
    KNOWN
        .iter()
        .find(|provider| provider.id == id || provider.aliases.contains(&id))
}

/// A provider's name for people; its id where it has none.
pub fn label(id: &str) -> &str {
    known(id).map_or(id, |provider| provider.label)
}
