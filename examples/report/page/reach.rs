//! How many people the services reached, and how many of them have an appraisal.

use std::collections::BTreeSet;

use covalue::statement::Grouping;
use covalue::{By, Ledger};
use maud::{Markup, html};

use super::books::Lines;
use super::figures::Figures;
use super::largest::Largest;
use super::table::picture;
use super::text::{count, enumeration, reason, shown};
use super::{Failure, Page};

/// The most breakdowns of the counts with a part of their own, those with the fewest dimensions first.
const MOST_BREAKDOWNS: usize = 6;

/// The names of the dimensions that some counts have.
type Breakdown = Vec<String>;

/// Nothing for books without counts of people, and for a publication, which has none of them.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let all = breakdowns(page.ledger);
    if page.is_published() || all.is_empty() {
        return html! {};
    }
    let (taken, left_over) = all.split_at(all.len().min(MOST_BREAKDOWNS));
    let parts: Result<Vec<Option<Markup>>, Failure> = taken.iter().map(|breakdown| part(page, breakdown)).collect();
    let parts = match parts {
        Ok(parts) => parts.into_iter().flatten().collect::<Vec<Markup>>(),
        Err(error) => vec![html! { p { "Not shown: " (reason(&error)) "." } }],
    };
    html! {
        section {
            h2 { "How many people were reached" }
            p { "Counts of people, such as those of a register, beside the people with an appraisal. They name no person. Nothing follows about people who were not reached: neither a reason nor a level." }
            @if parts.is_empty() { p { "These terms use none of the counts." } }
            @for part in parts { (part) }
            @if !left_over.is_empty() {
                p.grey { "The section leaves out " (count(left_over.len() as u64, "further breakdown", "further breakdowns")) " of the counts." }
            }
        }
    }
}

/// The breakdowns of all counts. Counts of different breakdowns may be of the same people, so they are not added up.
fn breakdowns(ledger: &Ledger<f64>) -> Vec<Breakdown> {
    let names = |(name, _): (&str, &str)| name.to_owned();
    let all: BTreeSet<Breakdown> = ledger.reach_counts().map(|one| one.dimensions().map(names).collect()).collect();
    let mut all: Vec<Breakdown> = all.into_iter().collect();
    all.sort_by_key(Vec::len);
    all
}

/// The steps of each service by the values of a breakdown; `None` if the terms use no count of it.
fn part(page: &Page<'_>, breakdown: &Breakdown) -> Result<Option<Markup>, Failure> {
    let words = [By::Service].into_iter().chain(breakdown.iter().map(By::with)).collect::<Grouping>();
    let options: Vec<String> = words.words().iter().map(By::to_string).collect();
    let reach = page.ledger.reach(page.terms.clone().grouped_by(words))?;
    if reach.entry_count() == 0 {
        return Ok(None);
    }
    let names: Vec<String> = [&["service".to_owned()][..], &shown_names(breakdown)].concat();
    let lines = Lines::of_analysis(&reach, reach.to_html());
    let steps = ["eligible", "offered", "started", "asked", "appraised"];
    let people = |row: &Figures| steps.iter().filter_map(|step| row.count(step)).max().unwrap_or(0) as f64;
    let largest = Largest::of(&lines.rows, people);
    let option = format!(", --reading reach and --by {}", options.join(","));
    let by = enumeration(&names);
    Ok(Some(html! {
        h3 { "By " (by) }
        (picture(Ok::<_, Failure>(reach.cascade_chart().to_svg())))
        @if let Ok(Some(gap)) = reach.largest_gap() { p { "The largest gap is at " (gap) ". It says nothing about why." } }
        (lines.table(&format!("People reached by {by}"), "", &largest, ("most people", &option)))
    }))
}

fn shown_names(breakdown: &Breakdown) -> Vec<String> {
    breakdown.iter().map(|name| shown(name)).collect()
}
