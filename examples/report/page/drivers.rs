//! The values of each dimension compared.

use covalue::analysis::Analysis;
use covalue::engagement_drivers::{EngagementDrivers, ParticipationTerms};
use covalue::error::AnalysisError;
use maud::{Markup, html};

use super::facts::Facts;
use super::table::{boxed, picture};
use super::text::{count, enumeration, reason, shown};
use super::{Failure, Page, Section};

/// The most dimensions with a part of their own, the first by name.
const MOST_DIMENSIONS: usize = 6;
/// The most rows of a table, as many as a picture draws.
const MOST_ROWS: usize = 50;

pub(super) fn section(page: &Page<'_>, facts: &Facts) -> Section {
    if page.is_published() {
        return Ok(html! {
            section {
                h2 { "Drivers" }
                p { "Not published: a dimension is another grouping, and tables of several groupings could be subtracted from each other. To compare the values of a dimension, publish a report by it instead." }
            }
        });
    }
    let names: Vec<&String> = facts.dimensions.iter().collect();
    let (compared, left_over) = names.split_at(names.len().min(MOST_DIMENSIONS));
    let left_over: Vec<String> = left_over.iter().map(|name| shown(name)).collect();
    let parts: Result<Vec<Markup>, Failure> = compared.iter().map(|name| dimension(page, name)).collect();
    Ok(html! {
        section {
            h2 { "What goes with gains and losses" }
            @if names.is_empty() { p { "The file has no dimension, so no values can be compared." } }
            @else { p { "A value that goes with more gains is a driver, one that goes with more losses a barrier. Neither is a cause." } }
            @for part in parts? { (part) }
            @if !left_over.is_empty() { p.grey { "Not compared, since the report shows " (MOST_DIMENSIONS) " dimensions: " (enumeration(&left_over)) "." } }
        }
    })
}

fn dimension(page: &Page<'_>, name: &str) -> Result<Markup, Failure> {
    let drivers = page.ledger.drivers(&page.terms, name)?;
    let participation = page.ledger.engagement_drivers(ParticipationTerms::of(&page.terms), name);
    let name = shown(name);
    Ok(html! {
        h3 { (name) }
        @if drivers.rows().is_empty() { p { "No appraisal has a value of " (name) "." } }
        @else { (compared(&format!("Gains and losses by {name}"), &drivers, drivers.chart().to_svg(), drivers.to_html())) }
        (took_part(participation, &name))
    })
}

fn took_part(participation: Result<EngagementDrivers, AnalysisError>, name: &str) -> Markup {
    match participation {
        Err(error) => html! { p.grey { "Which users took part is not shown: " (reason(&error)) "." } },
        Ok(none) if none.rows().is_empty() => html! {
            p.grey { "No contribution of a user with a value of " (name) " is stated, so it is not known which of them took part." }
        },
        Ok(some) => compared(&format!("Users who took part by {name}"), &some, some.chart().to_svg(), some.to_html()),
    }
}

/// A picture with its table. A longer table would be no comparison.
fn compared(label: &str, analysis: &impl Analysis<f64>, svg: String, table: String) -> Markup {
    let rows = analysis.rows().len();
    html! {
        (picture(Ok::<_, Failure>(svg)))
        @if rows <= MOST_ROWS { (boxed(label, &table)) }
        @else { p.grey { "The table of " (count(rows as u64, "row", "rows")) " is left out. The picture has the values with the most entries." } }
    }
}
