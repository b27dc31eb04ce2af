//! How likely a loss is, and how large.

use covalue::risk::RiskTerms;
use maud::html;

use super::books::{Lines, lines};
use super::largest::Largest;
use super::table::picture;
use super::{Failure, Page, Section};

const NONE: &str = "No appraisal is counted, so no risk can be computed.";

pub(super) fn section(page: &Page<'_>, largest: &Largest) -> Section {
    let note = ("largest amounts in the statement", " and --reading risk");
    let lines = lines!(page.risk(&page.terms))?;
    let chart = || page.ledger.risk_chart(RiskTerms::of(page.picture_terms())).map(|chart| chart.to_svg());
    Ok(html! {
        section {
            h2 { "Risk of a loss" }
            @if !page.is_published() && !lines.rows.is_empty() { (picture(chart())) }
            (lines.table("Probability and size of a loss", NONE, largest, note))
            @if !lines.rows.is_empty() {
                p.grey { "Windfall losses are included. The expected shortfall is the mean of the worst changes. It is one estimate from one set of books." }
            }
        }
    })
}
