//! Whether users and services did their part, period by period.

use covalue::By;
use covalue::engagement::{Path, Scenario, Threshold};
use covalue::error::AnalysisError;
use maud::{Markup, html};

use super::books::{Lines, lines};
use super::largest::Largest;
use super::statement::is_period;
use super::table::picture;
use super::text::{count, reason, shown};
use super::{Failure, Page};

const SILENT: &str = "The contributions of users and service are not stated together on any line, so no scenario is known. That is not a success: the record is silent.";

/// The most paths that the list names.
const MOST_PATHS: usize = 50;

pub(super) fn section(page: &Page<'_>) -> Markup {
    // A publication keeps to its own grouping: tables of several groupings can be subtracted from each other.
    let asked = page.terms.grouping().words().iter().find(|word| is_period(word));
    let period = asked.cloned().unwrap_or(By::Quarter);
    let terms = if page.is_published() {
        page.terms.clone()
    } else {
        page.terms.clone().grouped_by(By::Service.and(period.clone()))
    };
    let lines = match lines!(page.engagement(&terms)) {
        Ok(lines) => lines,
        Err(error) => return html! { section { h2 { "Who did their part" } p { "Not shown: " (reason(&error)) "." } } },
    };
    let largest = match page.publish {
        None => Largest::of(&lines.rows, |row| row.count("interactions").unwrap_or(0) as f64),
        Some(_) => Largest::ALL,
    };
    let options = format!(", --reading engagement and --by service,{period}");
    let note = ("most interactions", options.as_str());
    // Without a scenario on any line, the table still shows in how few interactions the sides are stated.
    let is_stated = lines.rows.iter().any(|row| {
        row.text("scenario").is_some()
            || row.is_withheld("scenario")
            || row.count("stated").is_some_and(|stated| stated > 0)
    });
    let map = || page.ledger.engagement(&terms).map(|engagement| engagement.scenario_map().to_svg());
    let paths = || page.ledger.engagement(&terms).and_then(|engagement| engagement.paths(Threshold::default()));
    html! {
        section {
            h2 { "Who did their part" }
            @if is_stated || lines.hides_all() {
                @if !page.is_published() { (picture(map())) (path_list(paths())) }
                (lines.table("Quantities that users and services integrated", SILENT, &largest, note))
            } @else { p { (SILENT) } }
            @if let Some(excused) = excused(page) { p { (excused) } }
        }
    }
}

/// In how many interactions a side was excused; `None` if there is none, and in a publication, which has no such count.
fn excused(page: &Page<'_>) -> Option<String> {
    let engagement = page.ledger.engagement(page.ungrouped()).ok().filter(|_| !page.is_published())?;
    let line = engagement.lines().next()?;
    let of = count(line.interaction_count(), "interaction", "interactions");
    let said = match (line.user_excused_count(), line.provider_excused_count()) {
        (0, 0) => return None,
        (users, 0) => format!("Users were excused in {users} of {of}."),
        (0, service) => format!("The service was excused in {service} of {of}."),
        (users, service) => format!("Users were excused in {users} of {of}, and the service in {service}."),
    };
    Some(format!(
        "{said} An excuse is not a misuse: the share of a side leaves out the interactions in which it was excused."
    ))
}

/// The paths of several periods, before the table of all periods.
fn path_list(paths: Result<Vec<Path>, AnalysisError>) -> Markup {
    let paths: Vec<Path> = paths.unwrap_or_default().into_iter().filter(|path| path.steps().len() > 1).collect();
    let more = paths.len().saturating_sub(MOST_PATHS) as u64;
    html! {
        @if !paths.is_empty() { ul { @for path in paths.iter().take(MOST_PATHS) { li { (path_text(path)) } } } }
        @if more > 0 { p.grey { "The list leaves out " (count(more, "further service", "further services")) "." } }
    }
}

/// `physio: 2026-Q1 to 2026-Q3 both sides engaged; 2026-Q4 not known`.
fn path_text(path: &Path) -> String {
    let steps: Vec<_> = path.steps().collect();
    let text = |steps: &[(&str, Option<Scenario>)]| {
        let ((first, scenario), (last, _)) = (steps[0], steps[steps.len() - 1]);
        let periods = if first == last { first.to_owned() } else { format!("{first} to {last}") };
        format!("{periods} {}", scenario.map_or_else(|| "not known".to_owned(), |scenario| scenario.to_string()))
    };
    let texts: Vec<String> = steps.chunk_by(|one, other| one.1 == other.1).map(text).collect();
    format!("{}: {}", shown(&path.line().to_string()), texts.join("; "))
}
