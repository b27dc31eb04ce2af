//! The summary in five sentences, from the figures over all lines.

use covalue::engagement::Scenario;
use maud::html;

use super::Section;
use super::books::{Books, Lines};
use super::figure_row::FigureRow;
use super::text::{amount, count, enumeration, percentage, shown, thousands};

/// The most measures that a sentence names. The tables have the others.
const MOST_MEASURES: usize = 3;

pub(super) fn section(books: &Books<'_>) -> Section {
    let measures = books.statement(&books.ungrouped())?;
    let engagement = books.engagement(&books.ungrouped())?;
    let rows = &measures.rows[..measures.rows.len().min(MOST_MEASURES)];
    let sentences = [
        appraisals(rows, &measures, books.is_published()),
        amounts(rows, books),
        windfalls(rows),
        missing(rows),
        scenario(engagement.rows.first(), books),
    ];
    let more = measures.rows.len() - rows.len();
    Ok(html! {
        section {
            h2 { "Summary in five sentences" }
            ol { @for sentence in sentences { li { (sentence) } } }
            @if more > 0 {
                p.grey { "The sentences name " (MOST_MEASURES) " measures. " (count(more as u64, "further measure is", "further measures are")) " in the tables." }
            }
            p.grey { "A change is not an effect: these figures do not say what caused it." }
        }
    })
}

/// The measure of a row, as a clause begins with it.
fn measure(row: &FigureRow) -> String {
    shown(row.text("measure").unwrap_or_default())
}

/// A sentence of one clause for each row; `None` if no row has one.
fn sentence(rows: &[FigureRow], clause: impl Fn(&FigureRow) -> Option<String>) -> Option<String> {
    let clauses: Vec<String> = rows.iter().filter_map(clause).collect();
    (!clauses.is_empty()).then(|| format!("{}.", clauses.join("; ")))
}

fn appraisals(rows: &[FigureRow], lines: &Lines, is_published: bool) -> String {
    match sentence(rows, outcomes) {
        Some(sentence) => capitalized(&sentence),
        None if is_published && lines.not_shown.is_some() => {
            "On every measure there are too few people to publish how many are better or worse.".to_owned()
        }
        None => "The books hold no appraisal that these terms count, so they do not say whether anything changed."
            .to_owned(),
    }
}

/// How many appraisals of a measure are better, the same and worse; `None` if there is none.
fn outcomes(row: &FigureRow) -> Option<String> {
    let kinds = [("better", "better"), ("unchanged", "the same"), ("worse", "worse")];
    let whole = match (row.count("appraisals"), row.count("people")) {
        (Some(0), _) => return None,
        (Some(1), _) => {
            let only = kinds.iter().find(|(name, _)| row.count(name) == Some(1)).map_or("counted", |(_, word)| word);
            return Some(format!("the only appraisal on {} is {only}", measure(row)));
        }
        (Some(appraisals), _) => count(appraisals, "appraisal", "appraisals"),
        (None, Some(people)) => format!("the appraisals of {}", count(people, "person", "people")),
        (None, None) => "the appraisals".to_owned(),
    };
    let shown = kinds.iter().filter_map(|(name, word)| Some(format!("{} {word}", are(row.count(name)?))));
    let withheld: Vec<&str> =
        kinds.iter().filter(|(name, _)| row.count(name).is_none()).map(|(_, word)| *word).collect();
    let withheld = (!withheld.is_empty()).then(|| format!("how many are {} is withheld", withheld.join(" or ")));
    let clauses: Vec<String> = shown.chain(withheld).collect();
    Some(format!("of {whole} on {}, {}", measure(row), enumeration(&clauses)))
}

/// `none is`, `1 is`, `2 are`.
fn are(number: u64) -> String {
    match number {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        several => format!("{} are", thousands(&several.to_string())),
    }
}

fn amounts(rows: &[FigureRow], books: &Books<'_>) -> String {
    let clause = |row: &FigureRow| {
        if row.count("appraisals") == Some(0) {
            return None;
        }
        let unit =
            row.text("measure").and_then(|id| books.catalogue().measure(id)).map_or("", |measure| measure.unit());
        let unit = if unit.is_empty() { String::new() } else { format!(" {}", shown(unit)) };
        let amounts = match (row.amount("created"), row.amount("destroyed")) {
            (Some(created), Some(destroyed)) => {
                format!("{}{unit} created and {} destroyed", amount(created), amount(destroyed))
            }
            (Some(created), None) => {
                format!("{}{unit} created, and how much was destroyed is withheld", amount(created))
            }
            (None, Some(destroyed)) => {
                format!("{}{unit} destroyed, and how much was created is withheld", amount(destroyed))
            }
            (None, None) => return Some(format!("how much was created and destroyed on {} is withheld", measure(row))),
        };
        let hidden = match (row.amount("net"), row.amount("hidden")) {
            (Some(net), Some(hidden)) if hidden > 0.0 => {
                format!(", and a net of {} alone would hide {} of each", amount(net), amount(hidden))
            }
            _ => String::new(),
        };
        Some(format!("on {}, the books show {amounts}{hidden}", measure(row)))
    };
    sentence(rows, clause).map_or_else(
        || "So they show no amount that was created or destroyed.".to_owned(),
        |sentence| capitalized(&sentence),
    )
}

fn windfalls(rows: &[FigureRow]) -> String {
    let asked: Vec<&FigureRow> =
        rows.iter().filter(|row| row.states_contributions && row.count("appraisals") != Some(0)).collect();
    let is_zero =
        |row: &&FigureRow| row.amount("windfall_gain") == Some(0.0) && row.amount("windfall_loss") == Some(0.0);
    if rows.iter().all(|row| row.count("appraisals") == Some(0)) {
        return "Without a counted appraisal there is no windfall.".to_owned();
    }
    if asked.is_empty() {
        return "No contribution is on record beside these appraisals, so the books do not say who co-operated: windfalls \
                were not asked for.".to_owned();
    }
    if asked.iter().all(is_zero) {
        return "There are no windfalls: no person is recorded as better or worse without having co-operated."
            .to_owned();
    }
    let text = |row: &FigureRow, name: &str| row.amount(name).map_or_else(|| "a withheld amount".to_owned(), amount);
    let clause = |row: &&FigureRow| {
        format!(
            "a gain of {} and a loss of {} on {}",
            text(row, "windfall_gain"),
            text(row, "windfall_loss"),
            measure(row)
        )
    };
    let clauses: Vec<String> = asked.iter().filter(|row| !is_zero(row)).map(clause).collect();
    format!("Windfalls, which are changes of people who did not co-operate, are {}.", enumeration(&clauses))
}

fn missing(rows: &[FigureRow]) -> String {
    let clause = |row: &FigureRow| match (row.count("missing"), row.count("due")) {
        (_, Some(0)) => None,
        (Some(missing), Some(due)) => {
            let share = if missing == 0 { String::new() } else { format!(" ({})", percentage(missing, due)) };
            let promised = count(due, "appraisal", "appraisals");
            Some(format!("of {promised} promised on {}, {} missing{share}", measure(row), are(missing)))
        }
        _ if row.is_withheld("missing") => {
            Some(format!("how many appraisals are missing on {} is withheld", measure(row)))
        }
        _ => None,
    };
    sentence(rows, clause).map_or_else(
        || {
            "No service promises a change of these measures, so the books do not say how many appraisals are missing."
                .to_owned()
        },
        |sentence| capitalized(&sentence),
    )
}

fn scenario(row: Option<&FigureRow>, books: &Books<'_>) -> String {
    let unknown = "The books do not state the contributions of users and service together, so no scenario is known.";
    let Some(row) = row else { return unknown.to_owned() };
    if row.is_withheld("scenario") {
        return "Whether users and service did their part is withheld, since too few people stand behind it."
            .to_owned();
    }
    let Some(word) = row.text("scenario") else { return unknown.to_owned() };
    let stated = match (row.count("stated"), row.count("interactions")) {
        (Some(stated), Some(all)) => {
            format!(
                ", as stated for both in {} of {}",
                thousands(&stated.to_string()),
                count(all, "interaction", "interactions")
            )
        }
        _ => String::new(),
    };
    let sides = [("user", "users"), ("provider", "the service")].map(|(side, name)| {
        let text = |name: &str| row.amount(name).map_or_else(|| "a withheld part".to_owned(), amount);
        format!("{name} integrated {} of {}", text(&format!("{side}_integrated")), text(&format!("{side}_contributed")))
    });
    format!("Over the whole period {}: {}{stated}.", enumeration(&sides), scenario_text(word, books.is_published()))
}

/// A scenario in words. A publication leaves the names of the literature out: it may not want to call a service a waste
/// land.
pub(super) fn scenario_text(word: &str, is_published: bool) -> String {
    let text = word.parse::<Scenario>().map_or_else(|_| word.to_owned(), |scenario| scenario.to_string());
    match text.split_once(" (") {
        Some((meaning, _)) if is_published => meaning.to_owned(),
        _ => text,
    }
}

fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
