//! Whether stored lines are possible under their terms: a ledger gives only lines that its terms ask for, and whose values
//! belong together.

use super::labels::Labels;
use super::lines_state::require;
use super::period::{Period, YEAR};
use super::{By, Terms};
use crate::catalogue::{Catalogue, Element, Measure};
use crate::number::Number;

/// Checks that each row has values that the terms ask for, days that its periods share, a service of its provider, and
/// the element of its measure, if it has one. The labels are known, and in the order of the words of the grouping; those of
/// the measures follow, if rows have measures.
pub(super) fn check<N: Number>(
    rows: &[&[u32]],
    labels: &[Labels],
    terms: &Terms,
    catalogue: &Catalogue<N>,
) -> Result<(), &'static str> {
    let words = terms.grouping().words();
    for (index, (word, labels)) in words.iter().zip(labels).enumerate() {
        let are_asked: Vec<bool> = (0..labels.codes()).map(|code| is_asked(word, labels.text(code), terms)).collect();
        let is_asked = |row: &&[u32]| are_asked[row[index] as usize];
        require(rows.iter().all(is_asked), "a line has a value that its terms leave out")?;
    }
    let spans = Spans::new(labels, terms);
    require(rows.iter().all(|row| spans.share_a_day(row)), "the periods of a line and of its terms share no day")?;
    let position = |word: &By| words.iter().position(|other| other == word);
    if let (Some(service), Some(provider)) = (position(&By::Service), position(&By::Provider)) {
        let provider_of = |service: &str| catalogue.service(service).map(|service| service.provider().as_str());
        let are_of = |row: &&[u32]| {
            labels[service].text(row[service]).and_then(provider_of) == labels[provider].text(row[provider])
        };
        require(rows.iter().all(are_of), "a line has a service of another provider")?;
    }
    if let (Some(element), Some(measures)) = (position(&By::Element), labels.get(words.len())) {
        let element_of = |measure: &str| catalogue.measure(measure).and_then(Measure::get_element).map(Element::word);
        let are_of =
            |row: &&[u32]| measures.text(row[words.len()]).and_then(element_of) == labels[element].text(row[element]);
        require(rows.iter().all(are_of), "a line has an element that is not its measure's")?;
    }
    Ok(())
}

/// Whether rows under these terms can have a value of a word; `None` is *not stated*.
fn is_asked(word: &By, value: Option<&str>, terms: &Terms) -> bool {
    let is_included = match (word, value) {
        (By::Role, Some(role)) => role.parse().is_ok_and(|role| terms.includes_role(role)),
        (By::Source, Some(source)) => source.parse().is_ok_and(|source| terms.includes_source(source)),
        // Only people, elements and dimensions may be not stated.
        (By::User | By::Beneficiary | By::Element | By::With(_), _) => true,
        (_, value) => value.is_some(),
    };
    is_included && terms.asks_for(word, value)
}

/// The months of the periods of rows. Months suffice to compare periods with days, since a period has whole months.
struct Spans {
    /// The first and the last month that the terms ask for, whole or in part.
    asked: Months,
    /// The same, of the months that they ask for whole.
    whole: Months,
    /// The position of each word that is a period, and the span of each of its labels, by code.
    words: Vec<(usize, Vec<Span>)>,
}

/// The first and the last month.
type Months = (i32, i32);

/// The months of a label, and whether it is a year that no period of its word holds whole.
#[derive(Clone, Copy)]
struct Span {
    months: Months,
    is_year: bool,
}

impl Spans {
    fn new(labels: &[Labels], terms: &Terms) -> Self {
        let month = |day| Period::Month.number(day);
        let (from, until) = (terms.get_from(), terms.get_until());
        let asked = (from.map_or(i32::MIN, month), until.map_or(i32::MAX, month));
        let is_cut = [from.is_some_and(|day| day.day() > 1), until.is_some_and(|day| day < day.last_of_month())];
        let whole = (asked.0.saturating_add(is_cut[0].into()), asked.1.saturating_sub(is_cut[1].into()));
        let of_word = |(index, word): (usize, &By)| {
            let period = word.period()?;
            let span = |text: &str| {
                let own = period.parse(text).map(|number| Span { months: period.months(number), is_year: false });
                own.or_else(|| Some(Span { months: YEAR.months(YEAR.parse(text)?), is_year: true }))
            };
            // A row without the period was refused before.
            let any = Span { months: asked, is_year: false };
            let of_code = |code| labels[index].text(code).and_then(span).unwrap_or(any);
            Some((index, (0..labels[index].codes()).map(of_code).collect()))
        };
        Self { asked, whole, words: terms.grouping().words().iter().enumerate().filter_map(of_word).collect() }
    }

    fn share_a_day(&self, row: &[u32]) -> bool {
        let spans = || self.words.iter().map(|(index, spans)| spans[row[*index] as usize]);
        let common =
            |first_last: Months, span: Span| (first_last.0.max(span.months.0), first_last.1.min(span.months.1));
        let (first, last) = spans().fold(self.asked, common);
        // An interaction of a year is in the terms, and in each period, with all its months.
        let mut years = spans().filter(|span| span.is_year);
        let are_whole = years
            .all(|year| (first, last) == year.months && self.whole.0 <= year.months.0 && year.months.1 <= self.whole.1);
        first <= last && are_whole
    }
}
