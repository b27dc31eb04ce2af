//! Tables and pictures in the page.

use maud::{Markup, PreEscaped, html};

use super::text::reason;

/// A table of the crate with its notes, in a box that scrolls if it is wider than the page. The crate escapes its texts.
pub(super) fn boxed(label: &str, table: &str) -> Markup {
    html! { div.scroll role="group" tabindex="0" aria-label=(label) { (PreEscaped(table)) } }
}

/// A picture, or the reason why there is none. Pictures escape their texts too.
pub(super) fn picture(svg: Result<String, impl std::fmt::Display>) -> Markup {
    match svg {
        Ok(svg) => html! { figure { (PreEscaped(svg)) } },
        Err(error) => html! { p.grey { "There is no picture: " (reason(&error)) "." } },
    }
}
