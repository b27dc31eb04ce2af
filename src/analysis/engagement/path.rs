//! The path of a line: its scenarios, period by period.

use std::collections::BTreeMap;
use std::fmt;

use super::{Engagement, Scenario, Threshold};
use crate::analysis::AnalysisError;
use crate::number::Number;
use crate::statement::Line;

/// The scenarios of a line, period by period.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
/// # use covalue::engagement::Threshold;
/// # let catalogue = Catalogue::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (on, did, skipped) in [(date(2026, 1, 5), 3.0, 0.0), (date(2026, 4, 5), 1.0, 2.0)] {
///     ledger.record(
///         Interaction::between("ana", "physio", on)
///             .contribution(Contribution::of("ana").integrated(did).not_integrated(skipped, Misuse::unknown()))
///             .contribution(Contribution::of("clinic").integrated(1.0)),
///     )?;
/// }
/// let engagement = ledger.engagement(By::Service.and(By::Quarter))?;
/// let paths = engagement.paths(Threshold::default())?;
/// assert_eq!(paths[0].to_string(), "physio: 2026-Q1 both sides engaged (Let's Dance); 2026-Q2 service engaged, citizens not");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    line: Line,
    steps: Vec<(String, Option<Scenario>)>,
}

impl Path {
    /// The line without its period.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The periods in order, each with its scenario; `None` if it is not known.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = (&str, Option<Scenario>)> {
        self.steps.iter().map(|(period, scenario)| (period.as_str(), *scenario))
    }

    /// The number of times the scenario changes from one period to the next. Periods without a known scenario are
    /// skipped.
    pub fn turn_count(&self) -> usize {
        let known: Vec<Scenario> = self.steps.iter().filter_map(|(_, scenario)| *scenario).collect();
        known.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.line)?;
        for (index, (period, scenario)) in self.steps.iter().enumerate() {
            let end = if index == 0 { "" } else { ";" };
            match scenario {
                Some(scenario) => write!(f, "{end} {period} {scenario}")?,
                None => write!(f, "{end} {period} not known")?,
            }
        }
        Ok(())
    }
}

impl<N: Number> Engagement<N> {
    /// The path of each line: its scenarios, period by period. The line of a year among other periods,
    /// whose interactions are known to the year only, is no step.
    ///
    /// # Errors
    ///
    /// - a grouping without a period (year, quarter or month), or with several.
    pub fn paths(&self, threshold: Threshold) -> Result<Vec<Path>, AnalysisError> {
        let words = self.scope.terms.grouping().words();
        let mut periods = words.iter().enumerate().filter_map(|(index, word)| Some((index, word.period()?)));
        let (Some((period, kind)), None) = (periods.next(), periods.next()) else {
            return Err(AnalysisError::NoPeriod { grouping: self.scope.terms.grouping().to_string() });
        };
        let mut paths: BTreeMap<Line, Vec<(String, Option<Scenario>)>> = BTreeMap::new();
        for engagement in &self.lines {
            let values = engagement.line.values().enumerate();
            let line = Line::new(values.filter(|(index, _)| *index != period).map(|(_, value)| value));
            let step = engagement.line.values().nth(period).flatten().unwrap_or_default().to_owned();
            if kind.parse(&step).is_none() {
                continue;
            }
            paths.entry(line).or_default().push((step, engagement.scenario_at(threshold)));
        }
        let sorted = |(line, mut steps): (Line, Vec<(String, Option<Scenario>)>)| {
            steps.sort_by(|one, two| one.0.cmp(&two.0));
            Path { line, steps }
        };
        Ok(paths.into_iter().map(sorted).collect())
    }
}
