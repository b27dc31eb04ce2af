//! What was created and destroyed in money.

use maud::{PreEscaped, html};

use super::{Page, Section};

pub(super) fn section(page: &Page<'_>) -> Section {
    let Some(valuation) = page.valuation else { return Ok(html! {}) };
    let worth = valuation.of(&page.ledger.statement(page.terms.clone())?)?;
    Ok(html! {
        section {
            h2 { "Worth in money" }
            (PreEscaped(worth.to_html()))
            p.grey { "A proxy says what a change of one unit is worth, once. It is an assumption, and not the judgement of a user." }
        }
    })
}
