//! Random answers held against what Telegram takes: the renderer, fuzzed.
//!
//! Owns the generator. Every document has words that occur once, so that what is lost shows.

use cove_gateway::channel::{Style, rendered};
use cove_tests::FakeTelegram;
use cove_tests::telegram::{TOKEN, read_html};
use serde_json::json;

use crate::seeded::Seeded;

/// Documents of one run.
const DOCUMENTS: usize = 3_000;

/// Markdown with `words` numbered words in it.
struct Document {
    text: String,
    words: usize,
}

const STYLES: [(&str, &str); 12] = [
    ("", ""),
    ("**", "**"),
    ("*", "*"),
    ("~~", "~~"),
    ("`", "`"),
    ("***", "***"),
    ("[", "](https://a.b/?c=1&d=\"2\")"),
    ("[", "](notes/a b.md)"),
    ("<", ">"),
    ("**[`", "`](https://a.b)**"),
    ("_a & b_ *<", ">* **&amp;"),
    ("![", "](https://a.b/p.png)"),
];
const BLOCKS: [(&str, &str, &str); 12] = [
    ("", "\n\n", "\n\n"),
    ("# ", "\n\n## ", "\n\n"),
    ("- ", "\n  - ", "\n\n"),
    ("1. ", "\n   - [x] ", "\n\n"),
    ("> ", "\n> > ", "\n\n"),
    ("> - ", "\n> - ", "\n\n"),
    ("```rust\n", " <T> & \n\n", "\n```\n\n"),
    ("- a\n  ```\n  ", "\n  ", "\n  ```\n\n"),
    ("| a & b | c |\n|--|:-:|\n| ", " |\n| ", " |\n\n"),
    ("<div class=\"x\">\n", " & ", "\n</div>\n\n"),
    ("    ", "\n    ", "\n\n"),
    ("---\n\n", "\n***\n\n", "\n\n"),
];
const ODD: [&str; 8] = [
    "👨\u{200d}👩\u{200d}👧\u{200d}👦🇨🇳",
    "e\u{301}\u{302}",
    "好的，谢谢。",
    "< > & \" ' </b>",
    "\\* \\_ &lt; &nbsp;",
    "~ ~~ ` `` *** __",
    "العربية",
    "[TODO]: x <br> |",
];

fn document(random: &mut Seeded) -> Document {
    let pick = |random: &mut Seeded, of: usize| random.below(of as u64) as usize;
    let (mut text, mut words) = (String::new(), 0);
    for _ in 0..1 + random.below(12) {
        let (before, between, after) = BLOCKS[pick(random, BLOCKS.len())];
        text.push_str(before);
        for n in 0..1 + random.below(6) {
            if n > 0 {
                text.push_str(between);
            }
            for _ in 0..1 + random.below(25) {
                let (open, close) = STYLES[pick(random, STYLES.len())];
                let open = if random.below(3) > 0 { "" } else { open };
                let close = if open.is_empty() { "" } else { close };
                text.push_str(&format!("{open}w{words}e{close} "));
                words += 1;
            }
            if random.below(3) == 0 {
                text.push_str(ODD[pick(random, ODD.len())]);
            }
        }
        text.push_str(after);
    }
    Document { text, words }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

fn style(random: &mut Seeded) -> Style {
    Style {
        longest: match random.below(3) {
            0 => 100 + random.below(400) as usize,
            1 => 4_096,
            _ => 4_000,
        },
        at_blank_lines: random.below(2) == 0,
        ..Style::default()
    }
}

#[test]
fn three_thousand_random_answers_are_taken_and_nothing_of_them_is_lost() {
    let mut random = Seeded::new(4_096);
    for _ in 0..DOCUMENTS {
        let (document, style) = (document(&mut random), style(&mut random));
        let (whole, parts) = rendered(&document.text, style);
        let (mut read, mut plain_read) = (String::new(), String::new());
        for (html, plain) in &parts {
            let seen = read_html(html)
                .unwrap_or_else(|why| panic!("{why}\nin {html}\nof {:?}", document.text));
            assert!(
                units(&seen) <= style.longest,
                "{} > {}",
                units(&seen),
                style.longest
            );
            assert!(units(html) <= 4_096 && units(plain) <= 4_096);
            assert!(!seen.trim().is_empty(), "an empty part is refused");
            read.push_str(&seen);
            plain_read.push_str(plain);
        }
        assert_eq!(letters(&read), letters(&whole), "{:?}", document.text);
        for n in 0..document.words {
            let word = format!("w{n}e");
            assert!(
                read.contains(&word),
                "{word} is lost of {:?}",
                document.text
            );
            assert!(plain_read.contains(&word), "{word} is lost as plain text");
        }
    }
}

#[tokio::test]
async fn the_parts_are_taken_over_http_as_they_are() {
    let telegram = FakeTelegram::start().await;
    telegram.user(7, "Anna");
    let (mut random, http) = (Seeded::new(7), reqwest::Client::new());
    let mut sent = 0;
    for _ in 0..40 {
        for (html, _) in rendered(&document(&mut random).text, Style::default()).1 {
            let url = format!("{}/bot{TOKEN}/sendMessage", telegram.api_root());
            let body = json!({"chat_id": 7, "text": html, "parse_mode": "HTML"});
            let answer = http.post(url).json(&body).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{html}: {:?}", answer.text().await);
            sent += 1;
        }
    }
    assert_eq!(telegram.sent_to(7).len(), sent);
    assert_eq!(telegram.problems(), Vec::<String>::new());
}
