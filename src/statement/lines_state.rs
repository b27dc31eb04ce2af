//! The stored lines of statements and analyses, and their validation when they are read.

use super::labels::Labels;
use super::period::YEAR;
use super::{By, Terms, line_terms};
use crate::catalogue::{Catalogue, Element, Measure};
use crate::number::Number;
use crate::record::{Role, SourceKind};

/// What the rows of an index are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Lines,
    LinesAndMeasures,
    /// Lines, measures and parties.
    Shares,
}

impl Of {
    /// The number of words of a row that follow those of the grouping.
    fn further_words(self) -> usize {
        match self {
            Self::Lines => 0,
            Self::LinesAndMeasures => 1,
            Self::Shares => 2,
        }
    }
}

/// Refuses a state that breaks a condition.
pub(crate) fn require(is_kept: bool, why: &'static str) -> Result<(), &'static str> {
    if is_kept { Ok(()) } else { Err(why) }
}

/// The labels of each word, of the measures and of the parties, if the rows are sorted and distinct, known to the terms and
/// the catalogue, and possible under the terms. The caller knows the parties.
pub(crate) fn labels<N: Number>(
    labels: &[Vec<String>],
    codes: &[u32],
    terms: &Terms,
    catalogue: &Catalogue<N>,
    of: Of,
) -> Result<Vec<Labels>, &'static str> {
    let words = terms.grouping().words();
    let width = words.len() + of.further_words();
    require(labels.len() == width, "it does not have one list of labels for each word of its rows")?;
    require(
        labels.iter().all(|labels| labels.is_sorted_by(|one, two| one < two)),
        "its labels are not sorted and distinct",
    )?;
    let are_known =
        words.iter().zip(labels).all(|(word, labels)| labels.iter().all(|label| is_known(word, label, catalogue)));
    let mut measures = labels[words.len()..].iter().take(1).flatten();
    let are_known = are_known && measures.all(|measure| catalogue.measure(measure).is_some());
    require(are_known, "it has a label that its terms and catalogue do not know")?;
    let size = |labels: &[String]| (labels.len(), labels.iter().map(String::len).sum());
    let sorted = labels.iter().map(|labels| Labels::from_sorted(labels.iter().map(String::as_str), size(labels)));
    let sorted: Vec<Labels> = sorted.collect();
    check_codes(codes, &sorted, of)?;
    if !words.is_empty() {
        let rows: Vec<&[u32]> = codes.chunks_exact(width).collect();
        line_terms::check(&rows, &sorted, terms, catalogue)?;
    }
    Ok(sorted)
}

pub(crate) fn is_known<N: Number>(word: &By, label: &str, catalogue: &Catalogue<N>) -> bool {
    match word {
        By::Service => catalogue.service(label).is_some(),
        By::Provider => catalogue.services().any(|service| service.provider().as_str() == label),
        By::Role => label.parse::<Role>().is_ok(),
        By::Source => label.parse::<SourceKind>().is_ok(),
        By::Element => {
            let mut elements = catalogue.measures().filter_map(Measure::get_element).map(Element::word);
            elements.any(|word| word == label)
        }
        By::User | By::Beneficiary => !label.is_empty(),
        By::Year | By::Quarter | By::Month | By::FinancialYear(_) | By::FinancialQuarter(_) => {
            word.period().is_some_and(|period| period.parse(label).or_else(|| YEAR.parse(label)).is_some())
        }
        By::With(_) => true,
    }
}

/// Checks that the codes of rows exist and are sorted and distinct, and that every label has a row. Without words an
/// index has at most one row, which has no code.
fn check_codes(codes: &[u32], labels: &[Labels], of: Of) -> Result<(), &'static str> {
    if labels.is_empty() {
        return require(codes.is_empty(), "a cell has a code without a label");
    }
    require(codes.len().is_multiple_of(labels.len()), "its cells do not all have the same number of codes")?;
    let rows: Vec<&[u32]> = codes.chunks_exact(labels.len()).collect();
    let in_range = |row: &[u32]| row.iter().zip(labels).all(|(&code, labels)| code < labels.codes());
    let measure = labels.len() - of.further_words();
    let has_measure = |row: &[u32]| row.get(measure) != Some(&0);
    require(rows.iter().all(|row| in_range(row) && has_measure(row)), "a cell has a code without a label")?;
    require(rows.is_sorted_by(|one, two| one < two), "its cells are not sorted and distinct")?;
    // A label without a cell would make equal statements differ.
    for (word, labels) in labels.iter().enumerate() {
        let mut used = vec![false; labels.codes() as usize];
        for row in &rows {
            used[row[word] as usize] = true;
        }
        require(used.iter().skip(1).all(|&used| used), "a label has no cell")?;
    }
    Ok(())
}
