//! The terms of the figures, and how to read them.

use covalue::Baseline;
use covalue::engagement::Threshold;
use covalue::risk::RiskTerms;
use maud::{Markup, html};

use super::Section;
use super::books::Books;
use super::text::shown;

pub(super) fn section(books: &Books<'_>) -> Section {
    let terms = &books.terms;
    let baseline = match terms.get_baseline() {
        Baseline::Before => "the level before",
        Baseline::Expected => "the level that was expected",
        Baseline::Without => "the level without the service",
        _ => "another level",
    };
    let included: Vec<&str> = terms.included().collect();
    let risk = RiskTerms::of(terms);
    let (part, whole) = risk.get_level();
    let grouping = terms.grouping().to_string();
    let rows = [
        ("grouping", if terms.grouping().words().is_empty() { "none".to_owned() } else { shown(&grouping) }),
        ("baseline", format!("changes are measured from {baseline}")),
        (
            "appraisals",
            match included[..] {
                [] => "users' own".to_owned(),
                _ => format!("users' own, and {}", included.join(", ")),
            },
        ),
        ("follow-up", terms.get_follow_up().to_string()),
        (
            "as of",
            terms
                .get_as_of()
                .map_or_else(|| "all entries of the file".to_owned(), |day| format!("entries known by {day}")),
        ),
        ("logic", terms.get_logic().to_string()),
        ("rule of attribution", books.attribution()?.rule),
        ("engaged", format!("a side that integrates at least {} of its contributions", Threshold::default())),
        (
            "risk",
            format!(
                "shortfall of the worst {part} in {whole}; no probability for fewer than {} people",
                risk.get_at_least()
            ),
        ),
        (
            "publication",
            match books.publish {
                None => "not for publication: lines may stand for one person".to_owned(),
                Some(threshold) => format!(
                    "figures of fewer than {threshold} people are withheld, with those from which they could be computed"
                ),
            },
        ),
        ("made by", format!("covalue {}", env!("CARGO_PKG_VERSION"))),
    ];
    Ok(html! {
        section {
            h2 { "Terms" }
            div.scroll role="group" tabindex="0" aria-label="Terms of all figures" {
                table {
                    caption { "Terms of all figures" }
                    thead { tr { th scope="col" { "term" } th scope="col" { "value" } } }
                    tbody { @for (name, value) in rows { tr { th scope="row" { (name) } td.text { (value) } } } }
                }
            }
        }
    })
}

/// A short glossary.
pub(super) fn how_to_read(books: &Books<'_>) -> Markup {
    let words = [
        ("Created", "Changes for the better, beyond the tolerance of the measure, of people who co-operated."),
        (
            "Destroyed",
            "Changes for the worse, beyond the tolerance, of people who co-operated. A loss of a person who did not co-operate is destroyed too if the service or another party has a misuse on record.",
        ),
        ("Net", "All gains minus all losses. It hides losses behind gains, so both amounts stand beside it."),
        ("Windfall", "The same changes of people who did not co-operate."),
        (
            "Missing",
            "An appraisal that was promised and is not on record. It is not zero: what changed for this person is not known.",
        ),
        (
            "Bounds",
            "The lowest and the highest value that a figure could have if no appraisal were missing. They are no confidence interval.",
        ),
        (
            "Scenario",
            "Whether users and service put at least the threshold of their contributions to use: both, one side, or neither.",
        ),
        (
            "Share",
            "The part of an amount that a rule of attribution gives to a party. Another rule gives other shares.",
        ),
    ];
    html! {
        section {
            h2 { "How to read it" }
            dl {
                @for (word, meaning) in words { dt { (word) } dd { (meaning) } }
                @if books.is_published() {
                    dt { "Withheld" }
                    dd { "Not shown, since it stands for few people or would let a reader compute a figure that does. A withheld figure is not always small." }
                }
            }
            p { "A change is not an effect, and a loss beside a misuse is not a loss through it. Measures in different units are not added up." }
        }
    }
}
