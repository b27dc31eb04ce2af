//! Who created and who destroyed: shares by role or by party.

use std::collections::BTreeMap;

use covalue::analysis::Figure;
use covalue::attribution::{AttributionRule, Equal, Proportional};
use covalue::number::{FloatTotal, Number, Total};
use covalue::{Cooperation, Measure};
use maud::{Markup, html};

use super::books::{Books, picture};
use super::facts::Facts;
use super::figure_row::FigureRow;
use super::table::Table;
use super::text::{count, shown};
use super::{Failure, Section};

/// The most rows of a table by party.
const MOST_PARTIES: usize = 40;

pub(super) fn section(books: &Books<'_>, facts: &Facts, by_party: bool) -> Section {
    let mut lines = books.attribution()?;
    if !books.is_published() && !by_party {
        lines.rows = by_role(&lines.rows, facts)?;
    }
    let left_over = lines.rows.len().saturating_sub(MOST_PARTIES);
    if by_party && left_over > 0 {
        let size = |row: &FigureRow| row.amount("created").unwrap_or(0.0) + row.amount("destroyed").unwrap_or(0.0);
        lines.rows.sort_by(|one, other| size(other).total_cmp(&size(one)));
        lines.rows.truncate(MOST_PARTIES);
    }
    let mut table = Table::new(&lines.rows);
    table.lines(books.terms.grouping());
    table.people();
    table.measures(books.catalogue());
    table.texts("party", |row| party(row, books, facts));
    table.amounts("created", "created");
    table.amounts("destroyed", "destroyed");
    Ok(html! {
        section {
            h2 { "Who created and who destroyed" }
            @if lines.rows.is_empty() { p { "Nothing was created or destroyed that could be shared." } }
            @else {
                @if !books.is_published() {
                    @for measure in books.catalogue().measures() { (shares(books, measure, by_party)) }
                }
                (table.html(if by_party { "Shares of each party" } else { "Shares by role" }))
                @if by_party && left_over > 0 { p.grey { (count(left_over as u64, "smaller share is", "smaller shares are")) " not in the table." } }
                p.grey { "Rule of attribution: " (lines.rule) ". A loss without a misuse on record is unattributed: no party is blamed by default." }
            }
            (lines.note())
        }
    })
}

/// The picture of a measure under three rules, if something of it was created or destroyed.
fn shares(books: &Books<'_>, measure: &Measure<f64>, by_party: bool) -> Markup {
    let has_amounts = books.statement(&books.ungrouped()).is_ok_and(|lines| {
        let of_measure = lines.rows.iter().filter(|row| row.text("measure") == Some(measure.id().as_str()));
        of_measure.into_iter().any(|row| [row.amount("created"), row.amount("destroyed")] != [Some(0.0); 2])
    });
    if !has_amounts {
        return html! {};
    }
    let rules: [&dyn AttributionRule<f64>; 3] = [&Cooperation, &Proportional, &Equal];
    let chart = books.ledger.share_chart(&books.terms, measure.id(), &rules);
    picture(chart.map(|chart| if by_party { chart.by_party().to_svg() } else { chart.to_svg() }))
}

/// The name of the row. A publication shows an organisation of the catalogue by its name, and every other party by its
/// role, since it may be a person.
fn party(row: &FigureRow, books: &Books<'_>, facts: &Facts) -> String {
    match (row.text("whose"), row.text("party")) {
        (_, Some(id)) if books.is_published() && facts.users.contains(id) => "another user".to_owned(),
        (_, Some(id)) if books.is_published() && !facts.providers.contains(id) => "another party".to_owned(),
        (_, Some(name)) => shown(name),
        (Some("users"), None) => "all users".to_owned(),
        (Some("pooled"), None) => "other parties together".to_owned(),
        _ => "unattributed".to_owned(),
    }
}

/// The shares of all parties in a role, added up exactly. As in the picture, a party that is a user in any interaction
/// counts as a user, and a provider of the catalogue that is not as a provider.
fn by_role(rows: &[FigureRow], facts: &Facts) -> Result<Vec<FigureRow>, Failure> {
    let role = |party: Option<&str>| match party {
        None => (3, "unattributed"),
        Some(id) if facts.users.contains(id) => (0, "users"),
        Some(id) if facts.providers.contains(id) => (1, "provider"),
        Some(_) => (2, "other parties"),
    };
    let mut sums: BTreeMap<_, [FloatTotal; 2]> = BTreeMap::new();
    for row in rows {
        let key = (row.line.clone(), row.text("measure").unwrap_or_default().to_owned(), role(row.text("party")));
        let totals = sums.entry(key).or_default();
        for (total, name) in totals.iter_mut().zip(["created", "destroyed"]) {
            total.add(&row.amount(name).unwrap_or(0.0).as_change()).map_err(|error| error.to_string())?;
        }
    }
    let row = |((line, measure, (_, role)), totals): ((_, String, (u8, &str)), [FloatTotal; 2])| {
        let [created, destroyed] = totals.map(|total| f64::rounded(&total).map_or(Figure::NotGiven, Figure::Amount));
        let texts =
            [("measure", measure), ("party", role.to_owned())].map(|(name, text)| (name, Figure::Text(Some(text))));
        let figures = texts.into_iter().chain([("created", created), ("destroyed", destroyed)]);
        let figures = figures.map(|(name, figure)| (name.to_owned(), figure)).collect();
        FigureRow { line, figures, states_contributions: true }
    };
    Ok(sums.into_iter().map(row).collect())
}
