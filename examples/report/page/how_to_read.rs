//! How to read the page.

use maud::{Markup, html};

use super::Page;

/// The terms of the statement, and a short glossary. Each table has the terms of its figures as its caption.
pub(super) fn section(page: &Page<'_>) -> Markup {
    html! {
        section {
            h2 { "How to read it" }
            dl {
                dt { "Created" } dd { "Changes for the better, beyond the tolerance of the measure, of people who co-operated." }
                dt { "Destroyed" } dd { "Changes for the worse, beyond the tolerance, of people who co-operated. A loss of a person who did not co-operate is destroyed too if the service or another party has a misuse on record." }
                dt { "Integrated" } dd { "The part of a contribution that was put to use. A contribution can also be put to wrong use, or be withheld although it was expected: a person who did not attend integrated nothing." }
                dt { "Co-operated" } dd { "A person who integrated something, or whose contribution is not on record." }
                dt { "Net" } dd { "All gains minus all losses. It hides losses behind gains, so both amounts stand beside it." }
                dt { "Windfall" } dd { "The same changes of people who did not co-operate." }
                dt { "Missing" } dd { "An appraisal that was promised and is not on record. It is not zero: what changed for this person is not known." }
                dt { "Bounds" } dd { "The lowest and the highest value that a figure could have if no appraisal were missing. They are no confidence interval." }
                @if page.intervals.is_some() {
                    dt { "Confidence interval" } dd { "The range that would hold the figure of all such people in about 95 of 100 cases, if the people on record had come by chance. It knows nothing of missing appraisals." }
                }
                dt { "Rounded" } dd { "Amounts have three decimals at most, and percentages none, so rounded figures need not add up to their rounded sum." }
                dt { "Scenario" } dd { "Whether users and service put at least the threshold of their contributions to use: both, one side, or neither." }
                dt { "Share" } dd { "The part of an amount that a rule of attribution gives to a party. Another rule gives other shares." }
                @if page.is_published() {
                    dt { "Withheld" } dd { "Not shown, since it stands for few people or would let a reader compute a figure that does. A withheld figure is not always small." }
                }
            }
            p { "A change is not an effect, and a loss beside a misuse is not a loss through it. Measures in different units are not added up, except in money with stated proxies." }
            p.grey { "The statement is " (page.terms) ". Made by covalue " (env!("CARGO_PKG_VERSION")) "." }
        }
    }
}
