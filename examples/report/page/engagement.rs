//! Whether users and services did their part, quarter by quarter.

use covalue::By;
use maud::{Markup, html};

use super::books::{Books, picture};
use super::facts::Facts;
use super::summary::scenario_text;
use super::table::Table;

pub(super) fn section(books: &Books<'_>, facts: &Facts) -> Markup {
    // A publication keeps to its own grouping: tables of several groupings can be subtracted from each other.
    let terms = if books.is_published() { books.terms.clone() } else { books.grouped_by(By::Service.and(By::Quarter)) };
    let is_published = books.is_published();
    let lines = match books.engagement(&terms) {
        Ok(lines) => lines,
        Err(error) => return html! { section { h2 { "Who did their part" } p { "Not shown: " (error) "." } } },
    };
    let is_stated = lines.rows.iter().any(|row| row.text("scenario").is_some() || row.is_withheld("scenario"));
    let mut table = Table::new(&lines.rows);
    table.lines(terms.grouping());
    table.people();
    for (side, heading) in [("user", "users"), ("provider", "service")] {
        for quantity in ["integrated", "contributed"] {
            table.amounts(&format!("{heading} {quantity}"), &format!("{side}_{quantity}"));
        }
    }
    table.counts_of("both stated", "stated", "interactions");
    table.texts("scenario", |row| match row.text("scenario") {
        _ if row.is_withheld("scenario") => "withheld".to_owned(),
        Some(word) => scenario_text(word, is_published),
        None => "not known".to_owned(),
    });
    let map = || books.ledger.engagement(&terms).map(|engagement| engagement.scenario_map().to_svg());
    html! {
        section {
            h2 { "Who did their part" }
            @if !is_stated {
                p { "The contributions of users and service are not stated together on any line, so no scenario is known. That is not a success: the record is silent." }
            } @else {
                @if !is_published { (picture(map())) }
                (table.html("Quantities that users and services integrated, of those contributed"))
                @if !is_published && facts.months() <= 3 && lines.rows.len() == 1 {
                    p.grey { "All interactions are of one quarter, so there is no path." }
                }
                p.grey { "Rule: " (lines.rule) ". A side that integrates at least this share of its contributions is engaged." }
            }
            (lines.note())
        }
    }
}
