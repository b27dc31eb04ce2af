//! How gains and losses of the same people follow each other.

use maud::html;

use super::books::{Lines, lines};
use super::largest::Largest;
use super::table::picture;
use super::{Failure, Page, Section};

/// A gain after a gain, a gain after a loss, a loss after a gain, a loss after a loss; and conflicts.
const FIGURES: [&str; 5] = ["reinforces", "recovers", "reduces", "destroys", "conflicts"];
const NONE: &str = "No person has a second gain or loss with the same service, and no interaction has a conflict.";

pub(super) fn section(page: &Page<'_>, largest: &Largest) -> Section {
    let note = ("largest amounts in the statement", " and --reading relations");
    let lines = lines!(page.relations(&page.terms))?;
    let has_any = lines.rows.iter().any(|row| FIGURES.iter().any(|name| row.count(name) != Some(0)));
    let chart = || page.ledger.relations(page.picture_terms()).map(|relations| relations.flow_chart().to_svg());
    Ok(html! {
        section {
            h2 { "How gains and losses follow each other" }
            @if has_any || page.is_published() {
                @if !page.is_published() { (picture(chart())) }
                (lines.table("How gains and losses follow each other", NONE, largest, note))
                @if !lines.rows.is_empty() { p.grey { "Each gain and loss is compared with the one before it of the same person with the same service: a gain reinforces a gain and recovers from a loss; a loss reduces a gain and destroys after a loss. A conflict is an interaction after which one person is better and another worse." } }
            } @else { p { (NONE) } }
        }
    })
}
