//! The statement as a table, its pictures, and what is missing from it.

use std::collections::BTreeSet;

use covalue::By;
use covalue::statement::Grouping;
use maud::{Markup, html};

use super::Section;
use super::books::{Books, picture};
use super::facts::Facts;
use super::figure_row::FigureRow;
use super::table::{Table, measure_text};
use super::text::{amounts, count, shown};

/// The text of a windfall if no contribution is stated. A zero would look like a finding.
const NOT_ASKED: &str = "not asked";
/// The most refused entries that the report lists.
const MOST_REFUSED: usize = 20;
/// The most periods of a picture over time, in months: above it the next longer period is taken.
const MOST_MONTHS: i32 = 12;
const MOST_MONTHS_BY_QUARTER: i32 = 60;

pub(super) fn section(books: &Books<'_>) -> Section {
    let lines = books.statement(&books.terms)?;
    let body = if lines.rows.is_empty() {
        html! { p { "No appraisal is counted on any line." } }
    } else {
        table(books, &lines.rows)
    };
    Ok(html! { section { h2 { "The statement" } (body) (lines.note()) } })
}

fn table(books: &Books<'_>, rows: &[FigureRow]) -> Markup {
    let mut table = Table::new(rows);
    table.lines(books.terms.grouping());
    table.measures(books.catalogue());
    table.people();
    if !books.is_published() {
        table.counts("appraisals", "appraisals");
    }
    for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
        table.shares(heading, name, "appraisals");
    }
    // Without a contribution only affected people can have windfalls.
    let includes_affected = books.includes_affected();
    let instead = |name: &'static str| {
        let is_zero = move |row: &FigureRow| row.amount(name) == Some(0.0) || !includes_affected;
        move |row: &FigureRow| (!row.states_contributions && is_zero(row)).then_some(NOT_ASKED)
    };
    // Both windfalls have a column if one is not zero, so that the amounts add up to the net.
    let is_windfall =
        |row: &FigureRow| ["windfall_gain", "windfall_loss"].iter().any(|name| row.amount(name) != Some(0.0));
    let has_windfalls = rows.iter().any(|row| is_windfall(row) && (row.states_contributions || includes_affected));
    table.amounts("created", "created");
    if has_windfalls {
        table.amounts_or("windfall gain", "windfall_gain", instead("windfall_gain"));
    }
    table.amounts("destroyed", "destroyed");
    if has_windfalls {
        table.amounts_or("windfall loss", "windfall_loss", instead("windfall_loss"));
    }
    table.amounts("net", "net");
    if !books.is_published() {
        table.amounts("mean change", "mean");
    }
    table.counts_of("missing", "missing", "due");
    table.html("Appraisals and amounts, line by line")
}

/// The pictures of the statement. A publication has none, since a picture would show the figures that it withholds.
pub(super) fn pictures(books: &Books<'_>, facts: &Facts) -> Section {
    if books.is_published() {
        return Ok(html! {
            section { h2 { "Pictures" } p { "This version has no pictures, since they would show figures that it withholds." } }
        });
    }
    let statement = books.ledger.statement(&books.terms).map_err(|error| error.to_string())?;
    let has_appraisals = statement.cells().any(|cell| cell.appraisal_count() > 0);
    let has_lines = !statement.is_empty();
    Ok(html! {
        section {
            h2 { "Pictures of the statement" }
            @if has_lines { (picture(statement.people_chart().map(|chart| chart.to_svg()))) }
            @if has_appraisals {
                (picture(statement.bar_chart().map(|chart| chart.to_svg())))
                (over_time(books, facts))
                @for measure in books.catalogue().measures() {
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

fn over_time(books: &Books<'_>, facts: &Facts) -> Markup {
    let is_period = |word: &By| matches!(word, By::Year | By::Quarter | By::Month);
    let terms = books.picture_terms();
    let words = terms.grouping().words();
    let terms = match words.iter().filter(|word| is_period(word)).count() {
        0 => books.grouped_by(words.iter().cloned().chain([period(facts)]).collect::<Grouping>()),
        _ => terms,
    };
    let position = terms.grouping().words().iter().position(is_period);
    let statement = match books.ledger.statement(&terms) {
        Ok(statement) => statement,
        Err(error) => return picture(Err(error)),
    };
    let periods: BTreeSet<String> = statement
        .cells()
        .filter_map(|cell| {
            position.and_then(|position| cell.line().values().nth(position).flatten().map(str::to_owned))
        })
        .collect();
    if periods.len() < 2 {
        return html! { p { "All appraisals are of one period, so there is no picture over time." } };
    }
    picture(statement.time_chart().map(|chart| chart.to_svg()))
}

fn period(facts: &Facts) -> By {
    match facts.months() {
        months if months <= MOST_MONTHS => By::Month,
        months if months <= MOST_MONTHS_BY_QUARTER => By::Quarter,
        _ => By::Year,
    }
}

/// How many appraisals are missing, and what was left out.
pub(super) fn coverage(books: &Books<'_>, facts: &Facts, refused: &[String]) -> Section {
    let lines = books.statement(&books.ungrouped())?;
    let mut table = Table::new(&lines.rows);
    table.texts("measure", |row| measure_text(row, books.catalogue()));
    table.counts("promised appraisals", "due");
    table.counts("missing", "missing");
    table.counts("left out", "left_out");
    if !books.is_published() {
        let statement = books.ledger.statement(books.ungrouped()).map_err(|error| error.to_string())?;
        let bounds = |row: &FigureRow| {
            let bounds = statement.bounds(row.text("measure")?).ok()??;
            Some(amounts(&[*bounds.net().lowest(), *bounds.net().highest()]).join(" to "))
        };
        table.numbers("net if none were missing", |row| bounds(row).unwrap_or_else(|| "not known".to_owned()));
    }
    Ok(html! {
        section {
            h2 { "Coverage, and what was left out" }
            @if lines.rows.is_empty() { p { "No appraisal is due, counted or left out." } }
            @else { (table.html("Appraisals that are missing or left out, over all lines")) }
            (lines.note())
            ul {
                li { "An appraisal is missing if the service promises a change of the measure and none is on record. It is left out if it lacks a level." }
                @if lines.rows.iter().any(|row| !row.states_contributions) {
                    li { "Where no contribution is on record, windfalls are " (NOT_ASKED) ": the books do not say who co-operated." }
                }
                @if books.is_published() {
                    li { "Numbers of voided and refused entries are not published." }
                    @if !refused.is_empty() { li { "Some entries of the file were refused, since they break a rule of the books." } }
                } @else {
                    li { (voided(facts)) }
                    @if refused.is_empty() { li { "No entry of the file was refused." } }
                    @else { li { (count(refused.len() as u64, "entry was refused, as an error:", "entries were refused, as errors:")) (refusals(refused)) } }
                }
            }
        }
    })
}

fn voided(facts: &Facts) -> String {
    match facts.voided {
        0 => "No interaction was voided.".to_owned(),
        voided => format!(
            "{} voided: the books say that it never took place, and count nothing of it.",
            count(voided, "interaction was", "interactions were"),
        ),
    }
}

fn refusals(refused: &[String]) -> Markup {
    html! {
        ul {
            @for message in refused.iter().take(MOST_REFUSED) { li { (shown(message)) } }
            @if refused.len() > MOST_REFUSED { li { (count((refused.len() - MOST_REFUSED) as u64, "further one", "further ones")) } }
        }
    }
}
