//! The statement in money.

use maud::{Markup, PreEscaped, html};

use super::Page;

pub(super) fn section(page: &Page<'_>) -> Markup {
    html! {
        @if let Some(worth) = page.worth {
            section {
                h2 { "Worth in money" }
                (PreEscaped(worth.to_html()))
                p.grey { "A proxy is the worth of a change of one unit for one person. It is an assumption, and not the judgement of a user." }
            }
        }
    }
}
