//! Who created and who destroyed: shares by role or by party.

use std::collections::{BTreeMap, BTreeSet};

use covalue::analysis::Figure;
use covalue::attribution::{AttributionRule, Equal, Proportional};
use covalue::number::{FloatTotal, Number, Total};
use covalue::{Cooperation, Measure};
use maud::{Markup, html};

use super::books::{Lines, lines};
use super::figures::Figures;
use super::table::{boxed, picture};
use super::text::shown;
use super::{Failure, Page, Section};

const AMOUNTS: [&str; 2] = ["created", "destroyed"];
const NOTHING: &str = "Nothing was created or destroyed that could be shared.";

pub(super) fn section(page: &Page<'_>, users: &BTreeSet<String>, totals: &[Figures]) -> Section {
    let lines = lines!(page.attribution_of(&page.terms, Cooperation))?;
    let body = match (page.is_published(), page.by_party) {
        (_, true) => lines.table("Shares of each party", NOTHING),
        _ if lines.rows.is_empty() => lines.table("Shares by role", NOTHING),
        (true, false) => shares(page, &lines.rows, |row| published_party(row, page, users)),
        (false, false) => {
            shares(page, &by_role(&lines.rows, page, users)?, |row| row.text("party").unwrap_or_default().to_owned())
        }
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

/// A table that the crate does not have, in the form of its tables.
fn shares(page: &Page<'_>, rows: &[Figures], party: impl Fn(&Figures) -> String) -> Markup {
    let words = page.terms.grouping().words();
    let texts = |row: &Figures| {
        let values = row.line.iter().flat_map(|line| line.values()).map(|value| shown(value.unwrap_or("not stated")));
        let texts: Vec<String> = values.chain([shown(row.text("measure").unwrap_or_default()), party(row)]).collect();
        texts
    };
    let headings = words.iter().map(|word| shown(&word.to_string())).chain(["measure".to_owned(), "party".to_owned()]);
    let table = html! {
        table {
            caption { "Shares by role" }
            thead {
                tr {
                    @for heading in headings { th scope="col" style="text-align:left" { (heading) } }
                    @for name in AMOUNTS { th scope="col" style="text-align:right" { (name) } }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        @for (index, text) in texts(row).iter().enumerate() {
                            @if index == 0 { th scope="row" style="text-align:left" { (text) } }
                            @else { td style="text-align:left" { (text) } }
                        }
                        @for name in AMOUNTS { td style="text-align:right" { (row.amount_text(name)) } }
                    }
                }
            }
        }
    };
    boxed("Shares by role", &table.into_string())
}

/// The holder of a published share. An organisation of the catalogue has its name, and every other party its role, since
/// it may be a person.
fn published_party(row: &Figures, page: &Page<'_>, users: &BTreeSet<String>) -> String {
    match (row.text("whose"), row.text("party")) {
        (_, Some(id)) if users.contains(id) => "another user".to_owned(),
        (_, Some(id)) if !page.is_provider(id) => "another party".to_owned(),
        (_, Some(name)) => shown(name),
        (Some("users"), None) => "all users".to_owned(),
        (Some("pooled"), None) => "other parties together".to_owned(),
        _ => "unattributed".to_owned(),
    }
}

/// The shares of all parties in a role, added up exactly. As in the picture, a party that is a user in any interaction
/// counts as a user, and a provider of the catalogue that is not as a provider.
fn by_role(rows: &[Figures], page: &Page<'_>, users: &BTreeSet<String>) -> Result<Vec<Figures>, Failure> {
    let role = |party: Option<&str>| match party {
        None => (3, "unattributed"),
        Some(id) if users.contains(id) => (0, "users"),
        Some(id) if page.is_provider(id) => (1, "provider"),
        Some(_) => (2, "other parties"),
    };
    let mut sums: BTreeMap<_, [FloatTotal; 2]> = BTreeMap::new();
    for row in rows {
        let key = (row.line.clone(), row.text("measure").unwrap_or_default().to_owned(), role(row.text("party")));
        for (total, name) in sums.entry(key).or_default().iter_mut().zip(AMOUNTS) {
            total.add(&row.amount(name).unwrap_or(0.0).as_change())?;
        }
    }
    let row = |((line, measure, (_, party)), totals): ((_, String, (_, &str)), [FloatTotal; 2])| {
        let [created, destroyed] = totals.map(|total| f64::rounded(&total).map_or(Figure::NotGiven, Figure::Amount));
        let [measure, party] = [&*measure, party].map(|text| Figure::Text(Some(text.to_owned())));
        Figures::new(line, [("measure", measure), ("party", party), ("created", created), ("destroyed", destroyed)])
    };
    Ok(sums.into_iter().map(row).collect())
}
