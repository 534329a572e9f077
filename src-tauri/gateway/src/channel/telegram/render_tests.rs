//! Markdown as Telegram shows it.

#![allow(clippy::unwrap_used)]
use super::*;

fn html(markdown: &str) -> String {
    let rich = render(markdown);
    rich.html(0..rich.text.len())
}

fn check(markdown: &str, expected: &str) {
    assert_eq!(html(markdown), expected, "for {markdown:?}");
}

#[test]
fn styles_become_telegrams_tags() {
    check(
        "**b** *i* ~~s~~ `c`",
        "<b>b</b> <i>i</i> <s>s</s> <code>c</code>",
    );
    check("**a *b* c**", "<b>a <i>b</i> c</b>");
    check("# Title\n\ntext", "<b>Title</b>\n\ntext");
    check("# **Title**", "<b>Title</b>");
}

#[test]
fn placeholders_and_other_words_in_brackets_survive() {
    check("Run <your-name> & go", "Run &lt;your-name&gt; &amp; go");
    check(
        "<div>\nkept *as is*\n</div>",
        "&lt;div&gt;\nkept *as is*\n&lt;/div&gt;",
    );
    check("1 < 2 > 0 & \"x\"", "1 &lt; 2 &gt; 0 &amp; \"x\"");
    check("a <!-- note --> b", "a &lt;!-- note --&gt; b");
}

#[test]
fn paragraphs_that_repeat_stay() {
    check("same\n\nsame\n\nsame", "same\n\nsame\n\nsame");
    check("one\ntwo", "one\ntwo");
}

#[test]
fn code_keeps_its_lines_and_its_language() {
    check(
        "```rust\nfn a<T>() {\n\n    b\n}\n```",
        "<pre><code class=\"language-rust\">fn a&lt;T&gt;() {\n\n    b\n}</code></pre>",
    );
    check("```\n  x\n```", "<pre>  x</pre>");
    check(
        "```a\"b>c\nx\n```",
        "<pre><code class=\"language-abc\">x</code></pre>",
    );
}

#[test]
fn code_stands_in_no_other_style_because_telegram_refuses_that() {
    check("**a `b` c**", "<b>a </b><code>b</code><b> c</b>");
    check("# use `x`", "<b>use </b><code>x</code>");
    check("[`x`](https://a.b)", "<a href=\"https://a.b\">x</a>");
}

#[test]
fn links_go_to_the_web_and_to_telegram_only() {
    check(
        "[t](https://a.b/?x=1&y=\"2\")",
        "<a href=\"https://a.b/?x=1&amp;y=&quot;2&quot;\">t</a>",
    );
    check("[t](tg://user?id=1)", "<a href=\"tg://user?id=1\">t</a>");
    check("[t](javascript:alert)", "t (javascript:alert)");
    check("[t](notes/a.md)", "t (notes/a.md)");
    check("<https://a.b>", "https://a.b");
    check("<me@a.b>", "me@a.b");
    check(
        "![cat](https://a.b/c.png)",
        "<a href=\"https://a.b/c.png\">cat</a>",
    );
    check(
        "![](https://a.b/c.png)",
        "<a href=\"https://a.b/c.png\">https://a.b/c.png</a>",
    );
}

#[test]
fn a_link_keeps_its_address_in_the_plain_text() {
    let rich = render("see **[this](https://a.b)** now");
    assert_eq!(rich.plain(0..rich.text.len()), "see this (https://a.b) now");
}

#[test]
fn a_line_that_looks_like_a_links_target_is_read_unless_a_link_uses_it() {
    check("[TODO]: call", "[TODO]: call");
    check("[a]: x\n[a]: y\n\nz", "[a]: x\n[a]: y\n\nz");
    check(
        "see [docs]\n\n[docs]: https://a.b",
        "see <a href=\"https://a.b\">docs</a>",
    );
}

#[test]
fn a_tilde_is_about_and_two_strike_through() {
    check("~5 to ~10, 好的~谢谢~", "~5 to ~10, 好的~谢谢~");
    check("~~no~~", "<s>no</s>");
}

#[test]
fn lists_keep_their_depth_and_numbers() {
    check(
        "- a\n- b\n  - c\n    - d\n- e",
        "• a\n• b\n  ◦ c\n    ◦ d\n• e",
    );
    check("3. a\n4. b\n   - c", "3. a\n4. b\n  ◦ c");
    check("- [x] done\n- [ ] open", "• ☑ done\n• ☐ open");
    check("text\n\n- a\n\n- b\n\nmore", "text\n\n• a\n• b\n\nmore");
    check("- a\n\n  second", "• a\n  second");
    check("- a\n  ```\n  x\n  ```", "• a\n<pre>x</pre>");
    check("-\n- b", "• \n• b");
}

#[test]
fn quotations_do_not_nest() {
    check("> a\n> b\n\nc", "<blockquote>a\nb</blockquote>\n\nc");
    check("> a\n> > b", "<blockquote>a\n\nb</blockquote>");
    check("> - a\n> - b", "<blockquote>• a\n• b</blockquote>");
}

#[test]
fn a_table_is_aligned_also_in_chinese() {
    check(
        "| 名字 | n |\n|---|---:|\n| a | 10 |\n| `<b>` **x** | 2 |",
        "<pre>名字  |  n\n------+---\na     | 10\n&lt;b&gt; x |  2</pre>",
    );
    check(
        "|a|\n|-|\n|[t](https://a.b)|",
        "<pre>a\n---------------\nt (https://a.b)</pre>",
    );
}

#[test]
fn a_table_wider_than_a_telephone_is_a_list_of_its_rows() {
    check(
        "| Day | Plan |\n|---|---|\n| Mon | a walk along the river & back<br>**then** rest |\n| Tue | [t](https://a.b/c) |",
        "• Day: Mon\n  ◦ Plan: a walk along the river &amp; back / then rest\n• Day: Tue\n  ◦ Plan: t (https://a.b/c)",
    );
}

#[test]
fn a_line_break_is_one() {
    check("a<br>b<br/>c<BR />d", "a\nb\nc\nd");
}

#[test]
fn nothing_to_read_is_no_part() {
    for empty in ["", " \n\n ", "```\n```"] {
        assert!(
            super::super::chunk::parts(&render(empty), super::super::chunk::TELEGRAM).is_empty()
        );
    }
}
