//! What a person sees on the page and does there.
//!
//! Owns the ways to look and to press. Never reads the page's code: only what stands on it.

use serde_json::{Value, json};
use thirtyfour::{By, WebElement};

use crate::app::App;
use crate::wait::until;

/// A message as it stands in the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `person`, `agent` or `note`.
    pub speaker: String,
    /// Everything that stands there, its small print too.
    pub text: String,
    /// The answer is being written.
    pub running: bool,
}

const MESSAGES: &str = "return [...document.querySelectorAll('[data-testid=message]')].map(row =>
    [row.dataset.speaker, row.innerText, row.dataset.running === 'true'])";

impl App {
    /// Runs a script of the test in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let done = self.page().execute(script, arguments).await;
        done.unwrap_or_else(|error| panic!("{script}: {error}"))
            .json()
            .clone()
    }

    /// What stands in the places a selector finds.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)";
        let found = self.script(script, vec![json!(css)]).await;
        serde_json::from_value(found).expect("texts")
    }

    /// Waits until a place says something; what it says.
    pub async fn sees(&self, css: &str, text: &str) -> String {
        let mut last = Vec::new();
        let look = async || {
            last = self.texts(css).await;
            last.iter().find(|said| said.contains(text)).cloned()
        };
        until(&format!("{css} to say {text:?}"), look).await
    }

    /// Waits until no place says this any more.
    pub async fn sees_no_more(&self, css: &str) {
        let look = async || self.texts(css).await.is_empty().then_some(());
        until(&format!("{css} to go"), look).await;
    }

    /// A place, once it is there.
    pub async fn find(&self, css: &str) -> WebElement {
        until(css, async || self.page().find(By::Css(css)).await.ok()).await
    }

    /// Presses a button; waits until it can be pressed.
    pub async fn press(&self, css: &str) {
        until(&format!("{css} to be pressed"), async || {
            let found = self.page().find(By::Css(css)).await.ok()?;
            found.click().await.ok()
        })
        .await;
    }

    /// Points at a place: what is offered there stands under the pointer only.
    pub async fn hover(&self, css: &str) {
        let place = self.find(css).await;
        let moved = self.page().action_chain().move_to_element_center(&place);
        moved.perform().await.expect("the pointer moves");
    }

    /// Presses the button that says this.
    pub async fn press_word(&self, word: &str) {
        let xpath = format!("//button[contains(normalize-space(.), '{word}')]");
        until(&format!("a button {word:?}"), async || {
            let found = self.page().find(By::XPath(xpath.clone())).await.ok()?;
            found.click().await.ok()
        })
        .await;
    }

    /// Types into a field.
    pub async fn fills(&self, css: &str, text: &str) {
        let typed = self.find(css).await.send_keys(text).await;
        typed.expect("the field takes keys");
    }

    /// Types over what stands in a field. (WebKit's driver makes no chord of Ctrl and A.)
    pub async fn types_over(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        let select = "document.querySelector(arguments[0]).select()";
        field.click().await.expect("the field can be pressed");
        self.script(select, vec![json!(css)]).await;
        field.send_keys(text).await.expect("the field takes keys");
    }

    /// Writes a message and sends it by Enter.
    pub async fn says(&self, text: &str) {
        let composer = self.find("[data-testid=composer]").await;
        let typed = composer.send_keys(format!("{text}\u{e007}")).await;
        typed.expect("the composer takes keys");
    }

    /// The conversation.
    pub async fn messages(&self) -> Vec<Message> {
        let rows: Vec<(String, String, bool)> =
            serde_json::from_value(self.script(MESSAGES, Vec::new()).await).expect("messages");
        let message = |(speaker, text, running)| Message {
            speaker,
            text,
            running,
        };
        rows.into_iter().map(message).collect()
    }

    /// Waits for a message.
    pub async fn message(&self, what: &str, wanted: impl Fn(&Message) -> bool) -> Message {
        let look = async || self.messages().await.into_iter().find(|row| wanted(row));
        until(&format!("a message: {what}"), look).await
    }

    /// Waits for an answer that has ended and contains this.
    pub async fn answer(&self, text: &str) -> Message {
        self.message(text, |row| {
            row.speaker == "agent" && !row.running && row.text.contains(text)
        })
        .await
    }

    /// Waits until the page is connected to a gateway.
    pub async fn connected(&self) {
        self.find("[data-testid=connection][data-state=connected]")
            .await;
    }
}
