//! What a person's text asks the practice agent for.
//!
//! Pure. Owns the fixed forms it understands, English and Chinese.

use crate::words::Language;

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Intent {
    /// Keep this in MEMORY.md.
    Remember(String),
    /// Put this on the list in TODO.md.
    Todo(String),
    /// Say what is on the list.
    List,
    /// Do something at a time; the person's own words.
    Schedule(String),
}

const REMEMBER: &[&str] = &[
    "please remember",
    "remember",
    "请帮我记住",
    "帮我记住",
    "请你记住",
    "请记住",
    "请记下",
    "帮我记下",
    "记住",
    "记下",
    "记一下",
    "帮我记一下",
    "记得",
    "記住",
    "請記住",
];
const TODO: &[&str] = &[
    "to-do",
    "todo",
    "to do",
    "添加待办",
    "新增待办",
    "加入待办",
    "加个待办",
    "加一个待办",
    "加一条待办",
    "帮我加个待办",
    "帮我加一条待办",
    "记个待办",
    "待办事项",
    "待办",
    "待辦",
];
const LIST: &[&str] = &[
    "what is on my list",
    "what's on my list",
    "what’s on my list",
    "show my list",
    "my list",
    "我的清单",
    "清单上有什么",
    "清单里有什么",
    "我的清单上有什么",
    "我的清单里有什么",
    "看看我的清单",
    "显示清单",
    "我的待办",
    "我的待办事项",
    "我有什么待办",
    "有什么待办",
    "有哪些待办",
    "待办有哪些",
    "待办清单",
    "待办列表",
    "列出待办",
    "看看待办",
];
const SCHEDULE: &[&str] = &[
    "remind me",
    "every ",
    "请提醒",
    "每天",
    "每日",
    "每周",
    "每月",
    "每年",
    "每个",
    "每隔",
    "每小时",
    "每早",
    "每晚",
    "工作日",
];
/// In Chinese the time comes first: 20分钟后提醒我喝水.
const SCHEDULE_INSIDE: &[&str] = &["提醒我", "提醒一下我", "叫我起床"];

/// The things asked for, one a line at most; none where nothing is understood.
pub(super) fn parse(text: &str) -> Vec<Intent> {
    text.lines().filter_map(line).collect()
}

fn line(line: &str) -> Option<Intent> {
    let line = without_envelope(line.trim());
    if LIST.iter().any(|form| whole(line, form)) {
        return Some(Intent::List);
    }
    let begins = SCHEDULE.iter().any(|form| after(line, form).is_some());
    if begins || SCHEDULE_INSIDE.iter().any(|form| line.contains(form)) {
        return Some(Intent::Schedule(line.to_owned()));
    }
    let rest = |forms: &[&str]| {
        let rest = forms.iter().find_map(|form| after(line, form))?;
        let rest = rest.trim_start_matches([':', '：', ',', '，', '、', ' ']);
        let rest = after(rest, "that ").unwrap_or(rest).trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    };
    rest(REMEMBER)
        .map(Intent::Remember)
        .or_else(|| rest(TODO).map(Intent::Todo))
}

/// Channels put who and when in brackets before a text.
fn without_envelope(line: &str) -> &str {
    match line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((_, rest)) if !rest.trim().is_empty() => rest.trim_start(),
        _ => line,
    }
}

/// What follows `form` where `line` begins with it, in any case, and the word ends there.
fn after<'a>(line: &'a str, form: &str) -> Option<&'a str> {
    let head = line.get(..form.len())?;
    let rest = &line[form.len()..];
    let ends = !form.is_ascii()
        || form.ends_with(' ')
        || !rest.starts_with(|next: char| next.is_alphanumeric());
    (head.eq_ignore_ascii_case(form) && ends).then_some(rest)
}

fn whole(line: &str, form: &str) -> bool {
    after(line, form).is_some_and(|rest| {
        rest.chars()
            .all(|c| c.is_whitespace() || c.is_ascii_punctuation() || "？。！".contains(c))
    })
}

/// Chinese where the text has Han characters, else `given`.
pub(super) fn language(text: &str, given: Language) -> Language {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
    if text.chars().any(han) {
        Language::Chinese
    } else {
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Intent]) {
        assert_eq!(parse(text), expected, "{text}");
    }

    #[test]
    fn the_fixed_forms_are_understood_in_both_languages() {
        let remember = |text: &str| Intent::Remember(text.to_owned());
        let todo = |text: &str| Intent::Todo(text.to_owned());
        check(
            "remember the door code is 12",
            &[remember("the door code is 12")],
        );
        check("Remember that Ann likes tea", &[remember("Ann likes tea")]);
        check("please remember: tea", &[remember("tea")]);
        check("记住：门在左边", &[remember("门在左边")]);
        check("todo buy milk", &[todo("buy milk")]);
        check("TODO: buy milk", &[todo("buy milk")]);
        check("待办 买牛奶", &[todo("买牛奶")]);
        check("What is on my list?", &[Intent::List]);
        check("我的清单", &[Intent::List]);
        check(
            "remind me in 20m to stretch",
            &[Intent::Schedule("remind me in 20m to stretch".to_owned())],
        );
        check("帮我记住，小安喜欢茶", &[remember("小安喜欢茶")]);
        check("记一下：周五交房租", &[remember("周五交房租")]);
        check("添加待办：买牛奶", &[todo("买牛奶")]);
        check("帮我加一条待办 买牛奶", &[todo("买牛奶")]);
        check("我的清单上有什么？", &[Intent::List]);
        check("有什么待办", &[Intent::List]);
        for text in [
            "20分钟后提醒我喝水",
            "明天早上九点请提醒我交房租",
            "每隔两小时提醒我起身",
        ] {
            check(text, &[Intent::Schedule(text.to_owned())]);
        }
        check(
            "每天 9 点提醒",
            &[Intent::Schedule("每天 9 点提醒".to_owned())],
        );
    }

    #[test]
    fn other_texts_ask_for_nothing() {
        for text in [
            "",
            "hello",
            "remember",
            "todos are boring",
            "I remember you",
            "everyday talk",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn each_line_is_a_request_and_an_envelope_is_skipped() {
        check(
            "[Telegram Ann 2026-01-05 16:26 PST] todo a\ntodo b",
            &[Intent::Todo("a".to_owned()), Intent::Todo("b".to_owned())],
        );
    }

    #[test]
    fn chinese_texts_are_answered_in_chinese() {
        assert_eq!(language("你好", Language::English), Language::Chinese);
        assert_eq!(language("hello", Language::Chinese), Language::Chinese);
        assert_eq!(language("hello", Language::English), Language::English);
    }
}
