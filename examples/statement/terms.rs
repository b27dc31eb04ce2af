//! The options that make the terms: those of the statement, and of the report.

use std::fmt::Display;
use std::ops::Bound;
use std::str::FromStr;

use covalue::number::Number;
use covalue::printable::quoted;
use covalue::statement::{Grouping, Unseen};
use covalue::{Baseline, By, Date, FollowUp, Include, Ledger, Logic, Terms};

use super::{Failure, message};

/// The options of the terms, as given.
#[derive(Default)]
pub(super) struct TermsOptions {
    by: Option<String>,
    baseline: Option<Baseline>,
    logic: Option<Logic>,
    include: Option<String>,
    as_of: Option<Date>,
    follow_up: Option<FollowUp>,
    from: Option<Date>,
    until: Option<Date>,
    /// The words and values of filters; an empty value is *not stated*.
    only: Vec<(By, String)>,
}

impl TermsOptions {
    /// The options that `set` knows. All have a value.
    pub(super) const NAMES: [&str; 9] =
        ["by", "baseline", "logic", "include", "as-of", "follow-up", "from", "until", "only"];

    pub(super) fn set(&mut self, name: &str, word: String) -> Result<(), Failure> {
        match name {
            "by" => set_once(&mut self.by, name, word),
            "baseline" => set_once(&mut self.baseline, name, parsed(name, &word)?),
            "logic" => set_once(&mut self.logic, name, parsed(name, &word)?),
            "include" => set_once(&mut self.include, name, word),
            "as-of" => set_once(&mut self.as_of, name, day(name, &word)?),
            "from" => set_once(&mut self.from, name, day(name, &word)?),
            "until" => set_once(&mut self.until, name, day(name, &word)?),
            "only" => {
                let pair = word.split_once('=');
                let (word, value) = pair.ok_or_else(|| format!("--only: {} is not WORD=VALUE", quoted(&word)))?;
                self.only.push((parsed(name, word)?, value.to_owned()));
                Ok(())
            }
            _ => set_once(&mut self.follow_up, name, parsed(name, &word)?),
        }
    }

    pub(super) fn terms(self) -> Result<Terms, Failure> {
        let grouped = Terms::by(grouping(self.by.as_deref().unwrap_or("service"))?).checked();
        let mut terms = grouped
            .map_err(|error| format!("--by: {}", message(error)))?
            .baseline(self.baseline.unwrap_or(Baseline::Before))
            .logic(self.logic.unwrap_or(Logic::ServiceDominant))
            .follow_up(self.follow_up.unwrap_or_default());
        let words: Vec<&str> = self.include.iter().flat_map(|words| words.split(',')).collect();
        for (index, word) in words.iter().enumerate() {
            if words[..index].contains(word) {
                return Err(format!("--include: {} is given twice", quoted(word)));
            }
            terms = terms.including(parsed::<Include>("include", word)?);
        }
        if let Some(day) = self.as_of {
            terms = terms.as_of(day);
        }
        let bound = |day: Option<Date>| day.map_or(Bound::Unbounded, Bound::Included);
        terms = terms.period((bound(self.from), bound(self.until)));
        for (word, value) in self.only {
            terms = terms.only(word, Some(value.as_str()).filter(|value| !value.is_empty()));
        }
        terms.checked().map_err(message)
    }
}

/// Sets the value of an option, which may be given once.
pub(super) fn set_once<T>(option: &mut Option<T>, name: &str, value: T) -> Result<(), Failure> {
    if option.replace(value).is_some() { Err(format!("--{name} is given twice")) } else { Ok(()) }
}

/// The parsed value of an option.
fn parsed<T: FromStr<Err: Display>>(name: &str, word: &str) -> Result<T, Failure> {
    word.parse().map_err(|error| format!("--{name}: {}", message(error)))
}

pub(super) fn day(name: &str, text: &str) -> Result<Date, Failure> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| format!("--{name}: {} is not a day written as YYYY-MM-DD", quoted(text)))
}

/// A whole number with a minimum.
pub(super) fn number(name: &str, word: &str, least: u64) -> Result<u64, Failure> {
    let number = word.parse().ok().filter(|&number| number >= least);
    number.ok_or_else(|| format!("--{name}: {} is not a whole number of at least {least}", quoted(word)))
}

fn grouping(words: &str) -> Result<Grouping, Failure> {
    if words == "none" {
        return Ok(By::none());
    }
    let words = words.split(',').map(str::parse::<By>);
    let words: Result<Grouping, _> = words.collect();
    words.map_err(|error| format!("--by: {}; or none alone", message(error)))
}

/// The message that no entry states a reference, a dimension or a value, with the nearest name that one does.
pub(super) fn no_entry<N: Number>(ledger: &Ledger<N>, unseen: &Unseen) -> Failure {
    let (asked, known) = match unseen {
        Unseen::Reference(name) => (name.as_str(), ledger.references()),
        Unseen::Dimension(dimension) => (dimension.as_str(), ledger.dimensions()),
        Unseen::Value(word, value) => (value.as_str(), ledger.values(word)),
        unseen => return format!("no entry states {}", quoted(unseen.to_string())),
    };
    let distance = |name: &String| strsim::normalized_damerau_levenshtein(asked, name);
    let nearest = known.iter().max_by(|one, other| distance(one).total_cmp(&distance(other)));
    let nearest =
        nearest.map_or_else(|| "none is stated".to_owned(), |name| format!("the nearest is {}", quoted(name)));
    format!("no entry states {}; {nearest}", quoted(unseen.to_string()))
}
