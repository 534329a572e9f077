//! The parser against texts the real server was seen to take and refuse.

use super::*;

fn check(text: &str, expected: Result<&str, &str>) {
    let found = parse(text).map(|parsed| parsed.plain);
    assert_eq!(
        found,
        expected.map(str::to_owned).map_err(str::to_owned),
        "{text}"
    );
}

#[test]
fn supported_markup_becomes_plain_text_with_utf16_offsets() {
    check("<b>a</b> &lt;&#65;&#x42;&amp;&quot;", Ok("a <AB&\""));
    let parsed = parse("😀<b>x</b><pre><code class=\"language-rust\">y</code></pre>").unwrap();
    let entity = |kind, offset, length, argument: Option<&str>| Entity {
        kind,
        offset,
        length,
        argument: argument.map(str::to_owned),
    };
    let expected = vec![
        entity("bold", 2, 1, None),
        entity("pre", 3, 1, Some("rust")),
    ];
    assert_eq!(parsed.entities, expected);
}

#[test]
fn broken_markup_is_refused_in_the_servers_words() {
    check(
        "a <br> b",
        Err("Unsupported start tag \"br\" at byte offset 2"),
    );
    check(
        "é<h1>x</h1>",
        Err("Unsupported start tag \"h1\" at byte offset 2"),
    );
    check("a < b", Err("Unsupported start tag \"\" at byte offset 2"));
    check("a <b", Err("Unclosed start tag at byte offset 2"));
    check(
        "<b>a",
        Err("Can't find end tag corresponding to start tag \"b\""),
    );
    check("a</b>", Err("Unexpected end tag at byte offset 1"));
    check(
        "<b><i>a</b></i>",
        Err("Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
    );
    check(
        "<span>a</span>",
        Err("Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
    );
}

#[test]
fn an_unknown_entity_is_shown_as_it_is_but_noted() {
    let parsed = parse("a&nbsp;b & c").unwrap();
    assert_eq!(parsed.plain, "a&nbsp;b & c");
    assert_eq!(parsed.loose_ampersands, vec![1, 9]);
}
