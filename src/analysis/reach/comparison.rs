//! Comparison of the values of a dimension, step by step.

use std::collections::BTreeMap;
use std::fmt;

use super::Reach;
use crate::analysis::AnalysisError;
use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::number::Number;
use crate::printable::printable;
use crate::record::ReachStep;
use crate::statement::{By, Line};

/// The values of a dimension with the highest and the lowest share of a step.
///
/// It compares counts and says nothing about why they differ, nor about the people who were not reached.
///
/// # Example
///
/// ```
/// # use covalue::record::ReachStep;
/// # use covalue::{By, Catalogue, Ledger, ReachCounts, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (district, eligible, offered) in [("north", 400, 120), ("south", 600, 90), ("west", 200, 50)] {
///     let reach = ReachCounts::of("physio").on(date(2026, 3, 2)).with("district", district);
///     ledger.record_reach(reach.eligible(eligible).offered(offered))?;
/// }
/// let reach = ledger.reach(By::Service.and(By::with("district")))?;
/// let compared = reach.comparisons()?;
/// let offered = &compared[0];
/// assert_eq!((offered.step(), offered.of()), (ReachStep::Offered, ReachStep::Eligible));
/// assert_eq!((offered.highest(), offered.lowest()), (("north", 0.3), ("south", 0.15)));
/// assert_eq!((offered.gap(), offered.ratio(), offered.value_count()), (0.15, Some(2.0), 3));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct ReachComparison {
    line: Line,
    measure: Option<MeasureId>,
    step: ReachStep,
    of: ReachStep,
    /// Each a value of the dimension and its share.
    highest: (String, f64),
    lowest: (String, f64),
    values: usize,
}

impl ReachComparison {
    getters! { self:
        /// The line without the dimension.
        line: &Line = &self.line;
        /// The measure, if the step is that of people with an appraisal.
        measure: Option<&MeasureId> = self.measure.as_ref();
        /// The step.
        step: ReachStep = self.step;
        /// The step that the shares are of.
        of: ReachStep = self.of;
        /// The value with the highest share, and that share. If shares are equal, it is the first value by its bytes.
        highest: (&str, f64) = (&self.highest.0, self.highest.1);
        /// The value with the lowest share, and that share. If shares are equal, it is the first value by its bytes.
        lowest: (&str, f64) = (&self.lowest.0, self.lowest.1);
        /// The highest share less the lowest.
        gap: f64 = self.highest.1 - self.lowest.1;
        /// The highest share divided by the lowest; `None` if the lowest is zero.
        ratio: Option<f64> = (self.lowest.1 > 0.0).then(|| self.highest.1 / self.lowest.1);
        /// The number of values with a share of this step.
        value_count: usize = self.values;
    }
}

impl fmt::Display for ReachComparison {
    /// The step, and both shares in per cent with as many decimals as tell them apart.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line.values().len() > 0 {
            write!(f, "{}, ", self.line)?;
        }
        write!(f, "{}", self.step)?;
        if let Some(measure) = &self.measure {
            write!(f, " on {measure}")?;
        }
        let ((high, highest), (low, lowest)) = (self.highest(), self.lowest());
        let [highest, lowest] = percentages(highest, lowest);
        write!(f, " of {}: {highest} in {} and {lowest} in {}", self.of, printable(high), printable(low))?;
        match self.ratio().map(|ratio| format!("{ratio:.1}")).filter(|ratio| ratio != "1.0") {
            Some(ratio) => write!(f, ", {ratio} times the share"),
            None => Ok(()),
        }
    }
}

/// Two shares in per cent, with the same number of decimals: as many as tell them apart, and a share above zero from zero.
fn percentages(one: f64, other: f64) -> [String; 2] {
    let texts = |decimals: usize| [one, other].map(|share| format!("{:.decimals$} %", share * 100.0));
    let is_zero = |text: &String| text.bytes().all(|letter| matches!(letter, b'0' | b'.' | b' ' | b'%'));
    let is_told = |texts: &[String; 2]| {
        let [low, high] = [one.min(other), one.max(other)];
        (texts[0] != texts[1] || low == high) && (low == 0.0 || !texts.iter().any(is_zero))
    };
    // Floats that differ do so within 17 digits.
    (0..=17).map(texts).find(is_told).unwrap_or_else(|| texts(17))
}

impl fmt::Debug for ReachComparison {
    /// Without the values of the dimension, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReachComparison")
            .field("line", &self.line)
            .field("measure", &self.measure)
            .field("step", &self.step)
            .field("of", &self.of)
            .field("gap", &self.gap())
            .field("values", &self.values)
            .finish_non_exhaustive()
    }
}

/// The share of each value of a dimension.
type Shares<'a> = BTreeMap<&'a str, f64>;

impl<N: Number> Reach<N> {
    /// For each line without its dimension, and each step, the values with the highest and the lowest share. Shares are
    /// compared only with shares of the same earlier step, and a step with fewer than two of them is left out.
    ///
    /// # Formula
    ///
    /// `gap = highest − lowest`, `ratio = highest ÷ lowest`, of the [shares](super::ReachLine::share). Ours.
    ///
    /// # Errors
    ///
    /// - a grouping without a dimension, or with several.
    pub fn comparisons(&self) -> Result<Vec<ReachComparison>, AnalysisError> {
        let words = self.scope.terms.grouping().words();
        let mut dimensions = words.iter().enumerate().filter(|(_, word)| matches!(word, By::With(_)));
        let (Some((dimension, _)), None) = (dimensions.next(), dimensions.next()) else {
            return Err(AnalysisError::NoDimension { grouping: self.scope.terms.grouping().to_string() });
        };
        // The shares by line, step, earlier step and measure: each the value and the share. A line has the same steps
        // in each of its rows, so that a map of the values counts them once.
        let mut shares: BTreeMap<(Line, ReachStep, ReachStep, Option<MeasureId>), Shares<'_>> = BTreeMap::new();
        for row in &self.lines {
            let Some(value) = row.line().values().nth(dimension).flatten() else { continue };
            let rest = row.line().values().enumerate().filter(|(index, _)| *index != dimension);
            let rest: Line = rest.map(|(_, value)| value).collect();
            for &step in ReachStep::ALL {
                let Some((of, share)) = row.share_of(step).zip(row.share(step)) else { continue };
                let measure = row.measure().filter(|_| step == ReachStep::Appraised).cloned();
                shares.entry((rest.clone(), step, of, measure)).or_default().insert(value, share);
            }
        }
        let compared = |((line, step, of, measure), shares): ((Line, ReachStep, ReachStep, _), Shares<'_>)| {
            let by_share = |one: &(&str, f64), two: &(&str, f64)| one.1.total_cmp(&two.1);
            let values = || shares.iter().map(|(value, share)| (*value, *share));
            // `max_by` returns the last of equal shares, so the values are reversed to get the first.
            let (highest, lowest) = values().rev().max_by(by_share).zip(values().min_by(by_share))?;
            let text = |(value, share): (&str, f64)| (value.to_owned(), share);
            let (highest, lowest, values) = (text(highest), text(lowest), shares.len());
            (values > 1).then_some(ReachComparison { line, measure, step, of, highest, lowest, values })
        };
        Ok(shares.into_iter().filter_map(compared).collect())
    }

    /// The [comparison](Self::comparisons) with the largest gap, the first of equal ones. `None` if no two shares differ.
    ///
    /// # Errors
    ///
    /// - a grouping without a dimension, or with several.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{By, Catalogue, Ledger, ReachCounts, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (district, eligible, offered, started) in [("north", 400, 120, 60), ("south", 600, 90, 50)] {
    ///     let reach = ReachCounts::of("physio").on(date(2026, 3, 2)).with("district", district);
    ///     ledger.record_reach(reach.eligible(eligible).offered(offered).started(started))?;
    /// }
    /// let gap = ledger.reach(By::with("district"))?.largest_gap()?.expect("the districts differ");
    /// assert_eq!(gap.to_string(), "offered of eligible: 30 % in north and 15 % in south, 2.0 times the share");
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn largest_gap(&self) -> Result<Option<ReachComparison>, AnalysisError> {
        let compared = self.comparisons()?;
        // `max_by` returns the last of equal gaps, so the comparisons are reversed to get the first.
        let largest = compared.into_iter().rev().max_by(|one, two| one.gap().total_cmp(&two.gap()));
        Ok(largest.filter(|largest| largest.gap() > 0.0))
    }
}
