//! The values of each dimension compared.

use covalue::analysis::Analysis;
use covalue::engagement_drivers::ParticipationTerms;
use maud::{Markup, html};

use super::books::{Books, picture};
use super::facts::Facts;
use super::figure_row::FigureRow;
use super::table::Table;
use super::text::{count, enumeration, shown};
use super::{Failure, Section};

/// The most dimensions with a part of their own, the first by name.
const MOST_DIMENSIONS: usize = 6;
/// The most values of a dimension in a table, those with the most appraisals.
const MOST_VALUES: usize = 20;

pub(super) fn section(books: &Books<'_>, facts: &Facts) -> Section {
    if books.is_published() {
        return Ok(html! {
            section {
                h2 { "Drivers" }
                p { "Not published: a dimension is another grouping, and tables of several groupings could be subtracted from each other. To compare the values of a dimension, publish a report by it instead." }
            }
        });
    }
    let shown_dimensions: Vec<&String> = facts.dimensions.iter().take(MOST_DIMENSIONS).collect();
    let left_over: Vec<String> = facts.dimensions.iter().skip(MOST_DIMENSIONS).map(|name| shown(name)).collect();
    let parts: Result<Vec<Markup>, Failure> = shown_dimensions.into_iter().map(|name| dimension(books, name)).collect();
    Ok(html! {
        section {
            h2 { "What goes with gains and losses" }
            @if facts.dimensions.is_empty() { p { "The file has no dimension, so no values can be compared." } }
            @else { p { "A value that goes with more gains is a driver, one that goes with more losses a barrier. Neither is a cause." } }
            @for part in parts? { (part) }
            @if !left_over.is_empty() { p.grey { "Not compared, since the report shows " (MOST_DIMENSIONS) " dimensions: " (enumeration(&left_over)) "." } }
        }
    })
}

fn dimension(books: &Books<'_>, name: &str) -> Result<Markup, Failure> {
    let drivers = books.ledger.drivers(&books.terms, name).map_err(|error| error.to_string())?;
    let mut rows: Vec<FigureRow> = drivers.rows().iter().map(FigureRow::of_analysis).collect();
    let participation = ParticipationTerms::of(&books.terms);
    let participation = books.ledger.engagement_drivers(participation, name).map_err(|error| error.to_string())?;
    let folded = rows.len().saturating_sub(MOST_VALUES);
    if folded > 0 {
        rows.sort_by_key(|row| std::cmp::Reverse(row.count("with_appraisals")));
        rows.truncate(MOST_VALUES);
    }
    let mut table = Table::new(&rows);
    table.texts(name, |row| shown(row.text("value").unwrap_or_default()));
    table.measures(books.catalogue());
    table.counts("appraisals", "with_appraisals");
    table.shares("better", "with_better", "with_appraisals");
    table.shares("worse", "with_worse", "with_appraisals");
    for figure in ["created", "destroyed", "net"] {
        table.amounts(figure, &format!("with_{figure}"));
    }
    Ok(html! {
        h3 { (shown(name)) }
        @if rows.is_empty() { p { "No appraisal has a value of " (shown(name)) "." } }
        @else {
            (picture(Ok::<_, Failure>(drivers.chart().to_svg())))
            (table.html(&format!("Appraisals and amounts by {}", shown(name))))
            @if folded > 0 { p.grey { (count(folded as u64, "row with fewer appraisals is", "rows with fewer appraisals are")) " not in the table." } }
        }
        @if participation.rows().is_empty() { p.grey { "No contribution of a user with a value of " (shown(name)) " is stated, so it is not known which of them took part." } }
        @else { (picture(Ok::<_, Failure>(participation.chart().to_svg()))) }
    })
}
