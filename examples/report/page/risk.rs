//! How likely a loss is, and how large.

use covalue::risk::RiskTerms;
use maud::html;

use super::Section;
use super::books::{Books, picture};
use super::figure_row::FigureRow;
use super::table::{Table, count_text};

pub(super) fn section(books: &Books<'_>) -> Section {
    let lines = books.risk()?;
    let mut table = Table::new(&lines.rows);
    table.lines(books.terms.grouping());
    table.measures(books.catalogue());
    table.numbers("people", |row| match (row.figure("too_few"), row.count("people")) {
        (Some(_), Some(people)) => format!("{people} (too few)"),
        (Some(_), None) => format!("{} (too few)", count_text(row, "too_few")),
        (None, Some(people)) => people.to_string(),
        (None, None) => count_text(row, "beneficiaries"),
    });
    table.counts_of("losses", "losses", "appraisals");
    table.amounts("probability", "probability");
    table.numbers("95 % confidence interval", interval);
    for (heading, name) in
        [("mean loss", "mean_loss"), ("expected loss", "expected_loss"), ("expected shortfall", "expected_shortfall")]
    {
        table.amounts(heading, name);
    }
    let chart = || books.ledger.risk_chart(RiskTerms::of(books.picture_terms())).map(|chart| chart.to_svg());
    Ok(html! {
        section {
            h2 { "Risk of a loss" }
            @if lines.rows.is_empty() { p { "No appraisal is counted, so no risk can be computed." } }
            @else {
                @if !books.is_published() { (picture(chart())) }
                p.grey { "Rule: " (lines.rule) ". The expected shortfall is the mean of the worst changes. It is one estimate from one set of books." }
                (table.html("Probability and size of a loss, windfall losses included"))
            }
            (lines.note())
        }
    })
}

fn interval(row: &FigureRow) -> String {
    match (row.share("low"), row.share("high")) {
        (Some(low), Some(high)) => format!("{low:.3} to {high:.3}"),
        _ => count_text(row, "low"),
    }
}
