//! The statement in money.

use maud::{Markup, html};

use super::Page;
use super::table::{boxed, picture};

pub(super) fn section(page: &Page<'_>) -> Markup {
    html! {
        @if let Some(worth) = page.worth {
            section {
                h2 { "Worth in money" }
                @if worth.lines().len() > 0 { (picture(worth.bar_chart().map(|chart| chart.to_svg()))) }
                (boxed("Worth in money", &worth.to_html()))
                p.grey { "A proxy is an assumption, and not the judgement of a user." }
            }
        }
    }
}
