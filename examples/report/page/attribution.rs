//! Who created and who destroyed: shares by role or by party.

use std::collections::{BTreeMap, BTreeSet};

use covalue::attribution::{AttributionRule, Equal, Proportional};
use covalue::number::{FloatTotal, Number, Total};
use covalue::statement::Line;
use covalue::{Cooperation, Measure};
use maud::{Markup, html};

use super::books::{Lines, lines};
use super::figures::Figures;
use super::largest::Largest;
use super::table::{boxed, picture};
use super::text::{amount, shown, shown_or_not_stated, shown_value};
use super::{Failure, Page, Section};

const AMOUNTS: [&str; 2] = ["created", "destroyed"];
const NOTHING: &str = "Nothing was created or destroyed that could be shared.";

pub(super) fn section(page: &Page<'_>, users: &BTreeSet<String>, totals: &[Figures], largest: &Largest) -> Section {
    let lines = lines!(page.attribution_of(&page.terms, Cooperation))?;
    let note = ("largest amounts in the statement", " and --reading attribution");
    let body = match page.publish {
        _ if page.by_party || lines.rows.is_empty() => lines.table("Shares of each party", NOTHING, largest, note),
        None => {
            let of_largest = lines.rows.iter().filter(|row| largest.has(row));
            html! { (shares(page, &by_role(page, of_largest, users)?)) (largest.note(&lines.rows, note)) }
        }
        Some(_) => shares(page, &lines.rows.iter().map(|row| published(page, row, users)).collect::<Vec<_>>()),
    };
    let is_shared = |measure: &&Measure<f64>| {
        let total = totals.iter().find(|row| row.text("measure") == Some(measure.id().as_str()));
        total.is_some_and(|row| [row.amount("created"), row.amount("destroyed")] != [Some(0.0); 2])
    };
    Ok(html! {
        section {
            h2 { "Who created and who destroyed" }
            @if !page.is_published() {
                @for measure in page.ledger.catalogue().measures().filter(is_shared) { (share_chart(page, measure)) }
            }
            (body)
            @if !lines.rows.is_empty() { p.grey { "Rule of attribution: " (AttributionRule::<f64>::name(&Cooperation)) ". A loss without a misuse on record is unattributed: no party is blamed by default." } }
        }
    })
}

/// The picture of a measure under three rules.
fn share_chart(page: &Page<'_>, measure: &Measure<f64>) -> Markup {
    let rules: [&dyn AttributionRule<f64>; 3] = [&Cooperation, &Proportional, &Equal];
    let chart = page.ledger.share_chart(&page.terms, measure.id(), &rules);
    picture(chart.map(|chart| if page.by_party { chart.by_party().to_svg() } else { chart.to_svg() }))
}

/// The line, the measure and the party of a share, and its amounts.
type Share = (Vec<String>, [String; 2]);

/// A table that the crate does not have, in the form of its tables.
fn shares(page: &Page<'_>, shares: &[Share]) -> Markup {
    let words = page.terms.grouping().words().iter().map(|word| shown(&word.heading()));
    let table = html! {
        table {
            caption { "Shares by role" }
            thead {
                tr {
                    @for text in words.chain(["measure", "party"].map(str::to_owned)) { th scope="col" style="text-align:left" { (text) } }
                    @for name in AMOUNTS { th scope="col" style="text-align:right" { (name) } }
                }
            }
            tbody {
                @for (texts, amounts) in shares {
                    tr {
                        th scope="row" style="text-align:left" { (texts[0]) }
                        @for text in &texts[1..] { td style="text-align:left" { (text) } }
                        @for amount in amounts { td style="text-align:right" { (amount) } }
                    }
                }
            }
        }
    };
    boxed("Shares by role", &table.into_string())
}

/// The values of the line and the measure of a row.
fn texts(row: &Figures) -> Vec<String> {
    let values = row.line.iter().flat_map(Line::values).map(shown_or_not_stated);
    values.chain([row.measure()]).collect()
}

/// A published share. An organisation of the catalogue has its name, and every other party its role, since it may be a
/// person.
fn published(page: &Page<'_>, row: &Figures, users: &BTreeSet<String>) -> Share {
    let party = match (row.text("whose"), row.text("party")) {
        (_, Some(id)) if users.contains(id) => "another user".to_owned(),
        (_, Some(id)) if !page.is_provider(id) => "another party".to_owned(),
        (_, Some(name)) => shown_value(name),
        (Some("users"), None) => "all users".to_owned(),
        (Some("pooled"), None) => "other parties together".to_owned(),
        _ => "unattributed".to_owned(),
    };
    ([texts(row), vec![party]].concat(), AMOUNTS.map(|name| row.amount_text(name)))
}

/// The shares of all parties in a role, added up exactly. As in the picture, a party that is a user in any interaction
/// counts as a user, and a provider of the catalogue that is not as a provider.
fn by_role<'a>(
    page: &Page<'_>,
    rows: impl Iterator<Item = &'a Figures>,
    users: &BTreeSet<String>,
) -> Result<Vec<Share>, Failure> {
    let role = |party: Option<&str>| match party {
        None => (3, "unattributed"),
        Some(id) if users.contains(id) => (0, "users"),
        Some(id) if page.is_provider(id) => (1, "provider"),
        Some(_) => (2, "other parties"),
    };
    // By the values themselves, since marks in shown texts would change the order.
    let values = |row: &'a Figures| {
        let values: Vec<Option<&str>> = row.line.iter().flat_map(Line::values).collect();
        (values, row.text("measure"))
    };
    let mut sums: BTreeMap<_, (Vec<String>, [FloatTotal; 2])> = BTreeMap::new();
    for row in rows {
        let sum = sums.entry((values(row), role(row.text("party")))).or_default();
        sum.0 = texts(row);
        for (total, name) in sum.1.iter_mut().zip(AMOUNTS) {
            total.add(&row.amount(name).unwrap_or(0.0).as_change())?;
        }
    }
    let text = |total: FloatTotal| f64::rounded(&total).map_or_else(|| "overflow".to_owned(), amount);
    let shares = sums
        .into_iter()
        .map(|((_, (_, role)), (texts, totals))| ([texts, vec![role.to_owned()]].concat(), totals.map(text)));
    Ok(shares.collect())
}
