//! The summary in a few sentences, from the figures over all lines.

use std::cell::Cell;

use covalue::engagement::Scenario;
use covalue::impact::StatementWorth;
use maud::{Markup, html};

use super::books::{Lines, lines};
use super::figures::Figures;
use super::text::{amount, count, enumeration, percentage, reason, shown, thousands};
use super::{Failure, Page};

/// The most measures that a sentence names: the first it has something to say of.
const MOST_MEASURES: usize = 3;

pub(super) fn section(page: &Page<'_>, totals: &Lines) -> Markup {
    let rows = &totals.rows;
    let scenario = match lines!(page.engagement(&page.ungrouped())) {
        Ok(engagement) => scenario(&engagement, page.is_published()),
        Err(error) => format!("Whether users and service did their part is not shown: {}.", reason(&error)),
    };
    let sentences = if totals.hides_all() {
        vec!["On every measure there are too few people to publish how many are better or worse.".to_owned(), scenario]
    } else {
        let of_books = [appraisals(rows), amounts(rows, page), windfalls(rows, page), missing(rows), scenario];
        of_books.into_iter().chain(page.worth.map(worth)).collect()
    };
    let number = if sentences.len() == 5 { "five" } else { "six" };
    html! {
        section {
            h2 { "Summary" @if !totals.hides_all() { " in " (number) " sentences" } }
            ol { @for sentence in sentences { li { (sentence) } } }
            @if rows.len() > MOST_MEASURES {
                p.grey { "A sentence names at most " (MOST_MEASURES) " of " (rows.len()) " measures. The tables have all of them." }
            }
            p.grey { "A change is not an effect: these figures do not say what caused it." }
        }
    }
}

/// A sentence of one clause for each row that has one, or the other sentence.
fn sentence(rows: &[Figures], clause: impl Fn(&Figures) -> Option<String>, otherwise: &str) -> String {
    let clauses: Vec<String> = rows.iter().filter_map(clause).take(MOST_MEASURES).collect();
    if clauses.is_empty() {
        return otherwise.to_owned();
    }
    let mut letters = clauses[0].chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    format!("{}.", [&[first], &clauses[1..]].concat().join("; "))
}

/// An amount, or that it is withheld.
fn in_words(row: &Figures, name: &str) -> String {
    match row.amount(name) {
        Some(known) => amount(known),
        None if row.is_withheld(name) => "a withheld amount".to_owned(),
        None => "more than a number holds".to_owned(),
    }
}

/// An amount in the unit of the measure of its row.
fn in_units(page: &Page<'_>, row: &Figures, name: &str) -> String {
    let unit = row.text("measure").and_then(|id| page.ledger.catalogue().measure(id)).map_or("", |it| it.unit());
    match row.amount(name) {
        Some(known) => format!("{} {}", amount(known), shown(unit)).trim_end().to_owned(),
        None => in_words(row, name),
    }
}

fn appraisals(rows: &[Figures]) -> String {
    let none = "The books hold no appraisal that these terms count, so they do not say whether anything changed.";
    sentence(rows, outcomes, none)
}

/// How many appraisals of a measure are better, the same and worse; `None` if there is none.
fn outcomes(row: &Figures) -> Option<String> {
    let kinds = [("better", "better"), ("unchanged", "the same"), ("worse", "worse")];
    let (measure, appraisals) = (row.measure(), row.count("appraisals"));
    match appraisals {
        Some(0) => return None,
        Some(1) => {
            let only = kinds.iter().find(|(name, _)| row.count(name) == Some(1)).map_or("counted", |(_, word)| word);
            return Some(format!("the only appraisal on {measure} is {only}"));
        }
        _ => {}
    }
    // The first count says of how many it is.
    let mut whole = appraisals.map_or_else(String::new, |all| format!(" of {}", count(all, "appraisal", "appraisals")));
    let mut clause = |number: u64, word: &str| format!("{} {word}", are(number, &std::mem::take(&mut whole)));
    let shown: Vec<String> = kinds.iter().filter_map(|(name, word)| Some(clause(row.count(name)?, word))).collect();
    let withheld: Vec<&str> =
        kinds.iter().filter(|(name, _)| row.count(name).is_none()).map(|(_, word)| *word).collect();
    let withheld = (!withheld.is_empty()).then(|| format!("how many are {} is withheld", withheld.join(" or ")));
    let clauses = enumeration(&shown.into_iter().chain(withheld).collect::<Vec<_>>());
    // A publication gives the people, and not always the appraisals.
    Some(match row.count("people").filter(|_| appraisals.is_none()) {
        Some(people) => format!("on {measure}, with appraisals of {}, {clauses}", count(people, "person", "people")),
        None => format!("on {measure}, {clauses}"),
    })
}

/// `none of 5 appraisals is`, `1 is`, `2 of 5 appraisals are`.
fn are(number: u64, whole: &str) -> String {
    match number {
        0 => format!("none{whole} is"),
        1 => format!("1{whole} is"),
        several => format!("{}{whole} are", thousands(&several.to_string())),
    }
}

fn amounts(rows: &[Figures], page: &Page<'_>) -> String {
    // Only the first clause with amounts says whose they are.
    let is_said = Cell::new(false);
    let clause = |row: &Figures| {
        let measure = row.measure();
        if row.count("appraisals") == Some(0) {
            return None;
        }
        if row.is_withheld("created") && row.is_withheld("destroyed") {
            return Some(format!("how much was created and destroyed on {measure} is withheld"));
        }
        let created = in_units(page, row, "created");
        let hidden = match (row.amount("net"), row.amount("hidden")) {
            (Some(net), Some(hidden)) if hidden > 0.0 => {
                format!(", where a net of {} alone would hide gains and losses of {} each", amount(net), amount(hidden))
            }
            _ => String::new(),
        };
        let says_unit = row.amount("created").is_some();
        let destroyed = if says_unit { in_words(row, "destroyed") } else { in_units(page, row, "destroyed") };
        let books = if is_said.replace(true) { "" } else { "the books show " };
        Some(format!("{books}{created} created and {destroyed} destroyed on {measure}{hidden}"))
    };
    sentence(rows, clause, "So they show no amount that was created or destroyed.")
}

fn windfalls(rows: &[Figures], page: &Page<'_>) -> String {
    let counted = || rows.iter().filter(|row| row.count("appraisals") != Some(0));
    let asked: Vec<&Figures> = counted().filter(|row| row.states_contributions).collect();
    let is_zero = |row: &&&Figures| ["windfall_gain", "windfall_loss"].iter().all(|name| row.amount(name) == Some(0.0));
    let text = |row: &&Figures| {
        let [gain, loss] = ["windfall_gain", "windfall_loss"].map(|name| in_units(page, row, name));
        format!("a gain of {gain} and a loss of {loss} on {}", row.measure())
    };
    let windfalls: Vec<String> = asked.iter().filter(|row| !is_zero(row)).map(text).take(MOST_MEASURES).collect();
    match (counted().count(), asked.len()) {
        (0, _) => "Without a counted appraisal there is no windfall.".to_owned(),
        (_, 0) => "No contribution is on record beside these appraisals, so the books do not say who co-operated: windfalls were not asked for.".to_owned(),
        (all, asked) if windfalls.is_empty() && asked < all => {
            "Where contributions are on record there are no windfalls. On other measures they were not asked for.".to_owned()
        }
        _ if windfalls.is_empty() => "There are no windfalls: no person is recorded as better or worse without having co-operated.".to_owned(),
        _ => format!("Windfalls, which are changes of people who did not co-operate, are {}.", enumeration(&windfalls)),
    }
}

fn missing(rows: &[Figures]) -> String {
    let clause = |row: &Figures| match (row.count("missing"), row.count("due")) {
        (_, Some(0)) => None,
        (Some(0), Some(1)) => Some(format!("the only appraisal promised on {} is on record", row.measure())),
        (Some(1), Some(1)) => Some(format!("the only appraisal promised on {} is missing", row.measure())),
        (Some(missing), Some(due)) => {
            let share = if missing == 0 { String::new() } else { format!(" ({})", percentage(missing, due)) };
            let whole = format!(" of {} promised appraisals", thousands(&due.to_string()));
            Some(format!("on {}, {} missing{share}", row.measure(), are(missing, &whole)))
        }
        _ => row
            .is_withheld("missing")
            .then(|| format!("how many appraisals are missing on {} is withheld", row.measure())),
    };
    let none = "Under these terms no appraisal is due, so none is missing.";
    sentence(rows, clause, none)
}

/// The amounts in money, and how many measures have none.
fn worth(worth: &StatementWorth<f64>) -> String {
    if worth.lines().len() == 0 {
        return "No measure with a proxy is counted, so nothing is valued in money.".to_owned();
    }
    let unit = worth.unit().map_or_else(|| "units of money".to_owned(), shown);
    let prices = worth.price_year().map_or_else(String::new, |year| format!(", in prices of {year}"));
    let left = match worth.not_valued().len() as u64 {
        0 => String::new(),
        1 => "; 1 measure has no proxy and is not valued".to_owned(),
        several => format!("; {} have no proxy and are not valued", count(several, "measure", "measures")),
    };
    let [created, destroyed] = [worth.created(), worth.destroyed()].map(|side| amount(*side));
    format!("At the stated proxies, {created} {unit} were created and {destroyed} destroyed{prices}{left}.")
}

/// The scenario in words. A publication leaves the names of the literature out: it may not want to call a service a waste
/// land.
fn scenario(engagement: &Lines, is_published: bool) -> String {
    let row = engagement.rows.first();
    if engagement.hides_all() || row.is_some_and(|row| row.is_withheld("scenario")) {
        return "Whether users and service did their part is withheld, since figures of few people could be computed from it."
            .to_owned();
    }
    let scenario = row.and_then(|row| row.text("scenario")?.parse::<Scenario>().ok());
    let Some((row, scenario)) = row.zip(scenario) else {
        let both = row.and_then(|row| row.count("stated").zip(row.count("interactions")));
        if let Some((stated, all)) = both.filter(|(stated, _)| *stated > 0) {
            return format!(
                "Users and service state their contributions together in {stated} of {}, which does not suffice for a scenario.",
                count(all, "interaction", "interactions")
            );
        }
        return "These terms use no interaction that states the contributions of users and service together, so no scenario is known."
            .to_owned();
    };
    let text = scenario.to_string();
    let text = text.split(" (").next().filter(|_| is_published).unwrap_or(&text);
    let stated = row.count("stated").zip(row.count("interactions")).map_or_else(String::new, |(stated, all)| {
        format!(", as stated for both in {stated} of {}", count(all, "interaction", "interactions"))
    });
    let [users, service] = [("user", "users"), ("provider", "the service")].map(|(side, name)| {
        let [integrated, contributed] =
            ["integrated", "contributed"].map(|word| in_words(row, &format!("{side}_{word}")));
        format!("{name} integrated {integrated} of {contributed}")
    });
    format!("Over the whole period {users} and {service}: {text}{stated}.")
}
