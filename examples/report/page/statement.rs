//! The statement as a table, and its pictures.

use std::collections::BTreeSet;

use covalue::By;
use covalue::statement::{Cell, Grouping};
use maud::{Markup, html};

use super::books::Lines;
use super::facts::Facts;
use super::largest::Largest;
use super::table::picture;
use super::{Failure, Page, Section};

/// The most months and the most quarters of a picture over time. With more, the next longer period is taken.
const MOST_PERIODS: i32 = 20;

pub(super) fn section(page: &Page<'_>, largest: &Largest) -> Section {
    let lines = page.statement(&page.terms)?;
    let none = "No appraisal is counted on any line.";
    let table = lines.table("The statement", none, largest, ("largest amounts", ""));
    Ok(html! { section { h2 { "The statement" } (table) } })
}

/// The pictures of the statement. A publication has the one that is drawn from its published rows: others would show
/// figures that it withholds.
pub(super) fn pictures(page: &Page<'_>, facts: &Facts) -> Section {
    if let Some(threshold) = page.publish {
        let published = page.ledger.publish(threshold).statement(&page.terms)?;
        if Lines::of_publication(&published).is_empty() {
            return Ok(html! {});
        }
        let chart = published.people_chart();
        return Ok(html! {
            section {
                h2 { "Picture of the statement" }
                @if let Some(chart) = chart { (picture(Ok::<_, Failure>(chart.to_svg()))) }
                p.grey { "The picture has the figures of the table above. This version has no other pictures, since they would show figures that it withholds." }
            }
        });
    }
    let statement = page.ledger.statement(&page.terms)?;
    let has_appraisals = statement.cells().any(|cell| cell.appraisal_count() > 0);
    let has_lines = !statement.is_empty();
    Ok(html! {
        section {
            h2 { "Pictures of the statement" }
            @if has_lines { (picture(statement.people_chart().map(|chart| chart.to_svg()))) }
            @if has_appraisals {
                @match page.intervals {
                    Some(intervals) => (picture(statement.bar_chart_with(intervals).map(|chart| chart.to_svg()))),
                    None => (picture(statement.bar_chart().map(|chart| chart.to_svg()))),
                }
                (over_time(page, facts))
                @for measure in page.ledger.catalogue().measures() {
                    @if statement.total(measure.id()).is_ok_and(|total| total.appraisal_count() > 0) {
                        (picture(statement.waterfall(measure.id()).map(|chart| chart.to_svg())))
                    }
                }
            } @else {
                p { "No appraisal is counted, so there are no pictures of amounts." }
            }
        }
    })
}

/// Whether a word of a grouping is a period.
pub(super) fn is_period(word: &By) -> bool {
    matches!(word, By::Year | By::Quarter | By::Month | By::FinancialYear(_) | By::FinancialQuarter(_))
}

fn over_time(page: &Page<'_>, facts: &Facts) -> Markup {
    let mut words = page.picture_terms().grouping().words().to_vec();
    // A picture has one time axis. The shortest period has all that the longer ones have.
    let shortest = words.iter().filter(|word| is_period(word)).max_by_key(|word| shortness(word)).cloned();
    words.retain(|word| !is_period(word) || Some(word) == shortest.as_ref());
    if shortest.is_none() {
        words.push(period(page, facts));
    }
    let period = words.iter().position(is_period).unwrap_or_default();
    let terms = page.terms.clone().grouped_by(words.into_iter().collect::<Grouping>());
    let statement = match page.ledger.statement(&terms) {
        Ok(statement) => statement,
        Err(error) => return picture(Err(error)),
    };
    let value = |cell: Cell<f64>| cell.line().values().nth(period).flatten().map(str::to_owned);
    if statement.cells().filter_map(value).collect::<BTreeSet<_>>().len() < 2 {
        return html! { p { "All appraisals are of one period, so there is no picture over time." } };
    }
    let Some(intervals) = page.intervals else { return picture(statement.time_chart().map(|chart| chart.to_svg())) };
    match page.ledger.intervals_on(terms, intervals.resampling().clone()) {
        Ok(intervals) => picture(statement.time_chart_with(&intervals).map(|chart| chart.to_svg())),
        Err(error) => picture(Err(error)),
    }
}

/// How short a period is.
fn shortness(word: &By) -> u8 {
    match word {
        By::Month => 2,
        By::Quarter | By::FinancialQuarter(_) => 1,
        _ => 0,
    }
}

/// The period for the days that the terms use.
fn period(page: &Page<'_>, facts: &Facts) -> By {
    match facts.months(page.terms.get_from(), page.terms.get_until()) / MOST_PERIODS {
        0 => By::Month,
        1 | 2 => By::Quarter,
        _ => By::Year,
    }
}
