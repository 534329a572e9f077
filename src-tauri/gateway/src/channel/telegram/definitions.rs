//! Link targets that nobody links to.
//!
//! Owns one trap of Markdown: a line such as `[TODO]: call` is read as the target of a link and
//! vanishes. Knows nothing of Telegram.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag as Md};

use super::render::options;

/// Markdown swallows a line such as `[TODO]: call` as the target of a link. Where no link uses
/// it, it was meant to be read, so its bracket is escaped.
pub fn show_unused(markdown: &str) -> String {
    let mut source = markdown.to_owned();
    // Showing one may uncover a second of the same name; the bound is against endless input.
    for _ in 0..16 {
        let mut hidden: Vec<usize> = unused(&source);
        if hidden.is_empty() {
            break;
        }
        hidden.sort_unstable();
        for at in hidden.into_iter().rev() {
            source.insert(at, '\\');
        }
    }
    source
}

fn unused(source: &str) -> Vec<usize> {
    let mut parser = Parser::new_ext(source, options());
    let mut used = Vec::new();
    for event in parser.by_ref() {
        if let Event::Start(Md::Link { link_type, id, .. } | Md::Image { link_type, id, .. }) =
            event
            && matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            )
        {
            used.push(id.to_lowercase());
        }
    }
    let definitions = parser.reference_definitions();
    let unused = definitions
        .iter()
        .filter(|(label, _)| !used.contains(&label.to_lowercase()));
    unused
        .filter_map(|(_, definition)| {
            let Range { start, end } = definition.span;
            let bracket = source.get(start..end)?.find('[')?;
            Some(start + bracket)
        })
        .collect()
}

