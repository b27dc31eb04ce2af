//! How many appraisals are missing, and what was left out.

use covalue::Void;
use covalue::statement::Cell;
use maud::html;

use super::figures::Figures;
use super::text::{amount, count, shown};
use super::{Page, Section};

/// The most refused entries that the report lists.
const MOST_REFUSED: usize = 20;

pub(super) fn section(page: &Page<'_>, totals: &[Figures]) -> Section {
    let statement = page.ledger.statement(page.ungrouped())?;
    let refused = page.refused.len();
    Ok(html! {
        section {
            h2 { "Coverage, and what was left out" }
            ul {
                @if !page.is_published() { @for cell in statement.cells() { li { (coverage(&cell)) } } }
                li { "An appraisal is missing if the service promises a change of the measure and none is on record. It is left out if it lacks a level." }
                @if totals.iter().any(|row| !row.states_contributions) {
                    li { "Where no contribution is on record, windfalls are not asked: the books do not say who co-operated." }
                }
                @if page.is_published() {
                    li { "Numbers of voided and refused entries are not published." }
                    @if page.ledger.reach_counts().next().is_some() { li { "How many people were reached is not published." } }
                    @if refused > 0 { li { "Some entries were refused, since they break a rule of the books." } }
                } @else {
                    @match voided_count(page) {
                        0 => li { "No interaction was voided." },
                        1 => li { "1 interaction was voided: it never took place, and nothing of it is counted." },
                        voided => li { (count(voided, "interaction", "interactions")) " were voided: they never took place, and nothing of them is counted." },
                    }
                    @for message in page.skipped { li { (shown(message)) } }
                    @if refused == 0 { li { "No entry was refused." } }
                    @else {
                        li {
                            (count(refused as u64, "entry was refused, as an error:", "entries were refused, as errors:"))
                            ul {
                                @for message in page.refused.iter().take(MOST_REFUSED) { li { (shown(message)) } }
                                @if refused > MOST_REFUSED { li { (count((refused - MOST_REFUSED) as u64, "further one", "further ones")) } }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// What is missing of a measure on all lines together, and what its net could be otherwise.
fn coverage(cell: &Cell<f64>) -> String {
    let (due, missing) = cell.coverage().map_or((0, 0), |coverage| (coverage.due(), coverage.missing()));
    let of_due = match due {
        0 => "no appraisal is due".to_owned(),
        _ => format!("missing {missing} of {}", count(due, "promised appraisal", "promised appraisals")),
    };
    let net = match cell.bounds() {
        _ if missing == 0 => String::new(),
        Ok(Some(bounds)) => format!("{} to {}", amount(*bounds.net().lowest()), amount(*bounds.net().highest())),
        _ => "not known".to_owned(),
    };
    let net = if net.is_empty() { net } else { format!("; net if none were missing: {net}") };
    format!("{}: {of_due}, left out {}{net}", shown(cell.measure().as_str()), cell.left_out_count())
}

/// The number of interactions that are known to be void by the as-of day.
fn voided_count(page: &Page<'_>) -> u64 {
    let as_of = page.terms.get_as_of();
    let is_known = |void: &Void| as_of.is_none_or(|day| void.get_known().is_some_and(|known| known <= day));
    page.ledger.voids().filter(|(_, void)| is_known(void)).count() as u64
}
