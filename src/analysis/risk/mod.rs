//! Risk: how likely a loss is, how large it is, and who bears it.

mod decide;
mod engine;
pub(crate) mod hazard;
mod interval;
mod people;
mod rows;

pub use decide::{Decision, FailedLimit, Limit, decisionistic, technocratic, transparent};
pub(crate) use hazard::HazardError;
pub use hazard::{Bearer, Expectation, Hazard, Risk, Uncertainty};
pub use interval::ProbabilityInterval;
pub(super) use people::{ShortfallPeople, shortfall_people};

use super::AnalysisError;
use super::rows::into_lines;
use crate::catalogue::{Catalogue, MeasureId};
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::{Fraction, Number};
use crate::statement::{Index, IntoLine, Line, LineError, Terms};

use engine::LineRisk;

/// The risk of a loss on each line and measure, computed from the books.
///
/// Made by [`Ledger::risk`]. The beneficiary bears the risk, so a grouping by [`By::Role`](crate::By::Role) gives the
/// risk of each role. Risks of parts do not merge: the worst share of the whole does not follow from the worst shares
/// of its parts, and a person may be in several parts. Merge the ledgers ([`Ledger::merge`]) and analyse the result.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// use covalue::risk::RiskTerms;
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", 4.0), ("ben", -2.0), ("cai", 0.0), ("dee", -6.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// // By default four people are too few for a probability.
/// let risks = ledger.risk(By::Service)?;
/// let too_few = risks.lines().next().expect("one line").figures().unwrap_err().to_string();
/// assert_eq!(too_few, "4 beneficiaries, fewer than 30");
///
/// let risks = ledger.risk(RiskTerms::of(By::Service).at_least(4).level(1, 4)?)?;
/// let physio = risks.lines().next().expect("one line");
/// let figures = physio.figures().expect("four are enough");
/// assert_eq!((figures.probability(), figures.mean_loss(), figures.expected_loss()), (&0.5, Some(&4.0), &2.0));
/// assert_eq!(figures.expected_shortfall(), &6.0); // the worst quarter
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Risks<N: Number = f64> {
    terms: RiskTerms,
    catalogue: Catalogue<N>,
    index: Index,
    results: Vec<LineRisk<N>>,
}

/// The terms of a risk analysis: the terms of a statement, the level of the expected shortfall, and the number of
/// people that a probability needs.
///
/// # Example
///
/// ```
/// use covalue::By;
/// use covalue::risk::RiskTerms;
///
/// let terms = RiskTerms::of(By::Service).level(1, 20)?.at_least(10);
/// assert_eq!((terms.get_level(), terms.get_at_least()), ((1, 20), 10));
/// assert_eq!(
///     RiskTerms::of(By::Service).level(21, 20).unwrap_err().to_string(),
///     "form: a level of risk is 21/20, but must be above 0 and at most 1",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskTerms {
    terms: Terms,
    /// The worst share of the changes: numerator and denominator.
    level: (u32, u32),
    /// The number of people that a probability needs.
    least: u64,
}

/// The number of people that a probability or a share of people needs by default. Ours; see [`RiskTerms::of`].
pub(super) const LEAST_PEOPLE: u64 = 30;

impl<T: Into<Terms>> From<T> for RiskTerms {
    fn from(terms: T) -> Self {
        Self::of(terms)
    }
}

impl RiskTerms {
    /// The terms of a statement, with a level of 5 % and at least 30 people (both ours).
    ///
    /// The number 30 has precedents: NHS PROMs, the English patient-reported outcome measures, publish no adjusted
    /// figure below 30 modelled records, and the wellbeing scale WEMWBS has a rule of thumb of 30 people.
    pub fn of(terms: impl Into<Terms>) -> Self {
        Self { terms: terms.into(), level: (5, 100), least: LEAST_PEOPLE }
    }

    /// Sets the level: the expected shortfall is the mean of the worst `part ÷ whole` of the changes.
    ///
    /// # Errors
    ///
    /// - `.level(0, 20)`, `.level(21, 20)`: the level must be above 0 and at most 1.
    pub fn level(mut self, part: u32, whole: u32) -> Result<Self, AnalysisError> {
        if part == 0 || part > whole {
            return Err(AnalysisError::NoShare { what: "a level of risk", found: format!("{part}/{whole}") });
        }
        self.level = (part, whole);
        Ok(self)
    }

    /// Sets the number of beneficiaries that a probability needs; 0 is taken as 1.
    pub fn at_least(mut self, beneficiaries: u64) -> Self {
        self.least = beneficiaries.max(1);
        self
    }

    getters! { self:
        /// The level: numerator and denominator.
        get_level: (u32, u32) = self.level;
        /// The number of beneficiaries that a probability needs.
        get_at_least: u64 = self.least;
    }
}

/// The number of people on a line that has too few of them for a probability.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(-2.0)))?;
/// let risks = ledger.risk(By::Service)?;
/// let too_few = risks.line("physio", "mobility")?.figures().unwrap_err();
/// assert_eq!((too_few.beneficiary_count(), too_few.least()), (1, 30));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}, fewer than {least}", people(*.beneficiaries))]
pub struct TooFewPeople {
    beneficiaries: u64,
    least: u64,
}

/// `1 beneficiary`, `29 beneficiaries`.
fn people(number: u64) -> String {
    if number == 1 { "1 beneficiary".to_owned() } else { format!("{number} beneficiaries") }
}

impl TooFewPeople {
    getters! { self:
        /// The number of beneficiaries on the line.
        beneficiary_count: u64 = self.beneficiaries;
        /// The number of beneficiaries that a probability needs.
        least: u64 = self.least;
    }
}

/// The figures of the risk of a loss on a line and measure.
///
/// # Formula
///
/// - `n`: the appraisals counted; `l`: those of them that are worse by more than the tolerance, with windfall losses;
///   `d`: the sum of their losses, in the unit of the measure.
/// - probability `l ÷ n`, mean loss `d ÷ l`, expected loss `d ÷ n`.
/// - expected shortfall: the mean of the worst share of the `n` changes, positive for a loss. The change on the
///   boundary counts with the fraction that falls inside.
///
/// Each figure is divided exactly and rounded once. Ours, except that expected shortfall is a textbook's.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # use covalue::risk::RiskTerms;
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", 4.0), ("ben", -2.0), ("cai", 0.0), ("dee", -6.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let risks = ledger.risk(RiskTerms::of(By::Service).at_least(4))?;
/// let physio = risks.line("physio", "mobility")?;
/// let figures = physio.figures().expect("four are enough");
/// assert_eq!((figures.appraisal_count(), figures.loss_count(), figures.probability()), (4, 2, &0.5));
/// assert_eq!((figures.mean_loss(), figures.expected_loss()), (Some(&4.0), &2.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RiskFigures<N = f64> {
    appraisals: u64,
    beneficiaries: u64,
    losses: u64,
    probability: N,
    interval: ProbabilityInterval,
    mean_loss: Option<N>,
    expected_loss: N,
    expected_shortfall: N,
}

impl<N> RiskFigures<N> {
    getters! { self:
        /// The number of appraisals counted, with windfalls and changes within the tolerance.
        appraisal_count: u64 = self.appraisals;
        /// The number of people with a counted appraisal.
        beneficiary_count: u64 = self.beneficiaries;
        /// The number of appraisals that are worse by more than the tolerance: losses and windfall losses.
        loss_count: u64 = self.losses;
        /// The share of losses, from 0 to 1.
        probability: &N = &self.probability;
        /// The confidence interval of the probability. Its upper end is never 0.
        interval: &ProbabilityInterval = &self.interval;
        /// The mean of the losses, in the unit of the measure; `None` without a loss.
        mean_loss: Option<&N> = self.mean_loss.as_ref();
        /// The mean loss over all appraisals, in the unit of the measure. Gains do not offset losses.
        expected_loss: &N = &self.expected_loss;
        /// The mean of the worst share of changes, in the unit of the measure: positive for a loss.
        expected_shortfall: &N = &self.expected_shortfall;
    }
}

impl<N: Number> RiskFigures<N> {
    /// The figures as a [`Risk`] with a name and a bearer, for a decision. Its expected loss is the
    /// [expected loss](RiskFigures::expected_loss) of these figures, not a product of rounded figures.
    ///
    /// # Errors
    ///
    /// - `""` as a name: form.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::risk::RiskTerms;
    /// use covalue::risk::{Bearer, Limit, transparent};
    ///
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// # for (user, change) in [("ana", 4.0), ("ben", -2.0)] {
    /// #     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    /// #     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// # }
    /// let risks = ledger.risk(RiskTerms::of(By::Service).at_least(2))?;
    /// let physio = risks.line("physio", "mobility")?;
    /// let worse = physio.figures().expect("two are enough").borne_by("to end worse", Bearer::User)?;
    /// assert_eq!(worse.expected_loss(), 1.0);
    /// assert!(transparent(&[worse], [(Bearer::User, Limit::new("points", 1.5)?)]).is_accepted());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn borne_by(&self, name: impl AsRef<str>, bearer: impl Into<Bearer>) -> Result<Risk<N>, HazardError> {
        let loss = self.mean_loss.clone().unwrap_or_else(N::zero);
        Risk::from_books(name, bearer, (self.probability.clone(), loss, self.expected_loss.clone()))
    }
}

impl<N: Number> Expectation<N> for RiskFigures<N> {
    fn expected_loss(&self) -> N {
        self.expected_loss.clone()
    }
}

/// The risk of a line and measure.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # use covalue::risk::RiskTerms;
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(-2.0)))?;
/// let risks = ledger.risk(RiskTerms::of(By::Service).at_least(1))?;
/// let physio = risks.line("physio", "mobility")?;
/// assert_eq!((physio.line().to_string(), physio.measure().as_str()), ("physio".to_owned(), "mobility"));
/// assert_eq!(physio.figures().map(|figures| *figures.expected_loss()), Ok(2.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RiskLine<N = f64> {
    line: Line,
    measure: MeasureId,
    result: LineRisk<N>,
}

impl<N> RiskLine<N> {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The figures.
        ///
        /// # Errors
        ///
        /// - a line with too few people for a probability: their number.
        figures: Result<&RiskFigures<N>, TooFewPeople> = self.result.as_ref().map_err(|too_few| *too_few);
    }
}

impl<N: Fraction> Ledger<N> {
    /// The risk of a loss, computed from the appraisals that a statement of these terms counts. See [`RiskFigures`] for
    /// the formulas.
    ///
    /// # Errors
    ///
    /// - invalid terms;
    /// - a change or a figure that no number of the kind holds.
    pub fn risk(&self, terms: impl Into<RiskTerms>) -> Result<Risks<N>, AnalysisError> {
        let mut terms = terms.into();
        terms.terms = terms.terms.checked()?;
        let (index, results) = engine::risks::<N, N>(self, &terms, Some)?;
        Ok(Risks { terms, catalogue: self.catalogue.clone(), index, results })
    }
}

impl<N: Number> Ledger<N> {
    /// The risk of a loss with figures of another kind of number, such as fractions: integers cannot be divided, so they
    /// have no [`risk`](Ledger::risk) of their own.
    ///
    /// # Errors
    ///
    /// - the errors of [`risk`](Ledger::risk);
    /// - a number of the ledger that the other kind does not hold.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// use covalue::risk::RiskTerms;
    /// use num_rational::BigRational;
    ///
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", 4_i64), ("ben", -2), ("cai", -1)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let risks = ledger.risk_in::<BigRational>(RiskTerms::of(By::Service).at_least(3))?;
    /// let line = risks.line("physio", "mobility")?;
    /// let figures = line.figures().expect("enough people");
    /// assert_eq!(figures.mean_loss(), Some(&BigRational::new(3.into(), 2.into())));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn risk_in<F: Fraction>(&self, terms: impl Into<RiskTerms>) -> Result<Risks<F>, AnalysisError> {
        let mut terms = terms.into();
        terms.terms = terms.terms.checked()?;
        let catalogue = self.catalogue.in_numbers().map_err(|error| AnalysisError::Number { error })?;
        let converted = |change| F::parse(&N::change_text(&change)?).ok().map(|change| change.as_change());
        let (index, results) = engine::risks::<N, F>(self, &terms, converted)?;
        Ok(Risks { terms, catalogue, index, results })
    }
}

impl<N: Number> Risks<N> {
    getters! { self:
        /// The terms, with the level and the number of people that a probability needs.
        risk_terms: &RiskTerms = &self.terms;
        /// The lines, sorted as the cells of a statement are.
        lines: impl ExactSizeIterator<Item = RiskLine<N>> = (0..self.results.len()).map(|row| self.line_at(row));
    }

    /// The risk of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line on which no appraisal is counted: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<RiskLine<N>, LineError> {
        let row = self.index.find(&self.terms.terms, &line.into_line(), measure.as_ref())?;
        Ok(self.line_at(row))
    }

    fn line_at(&self, row: usize) -> RiskLine<N> {
        let words = self.terms.terms.grouping().words().len();
        RiskLine {
            line: Line::new(self.index.texts(row).take(words)),
            measure: self.index.measure(row, words),
            result: self.results[row].clone(),
        }
    }
}

impl<N: Number> PartialEq for Risks<N> {
    /// Equal terms, lines and figures.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.index == other.index && self.results == other.results
    }
}

into_lines!(Risks: Number, RiskLine<N>, |risks| risks.lines().collect());

// Its terms and size, without the values of its lines, which may be personal.
debug_fields! { self: impl[N: Number] Risks<N> {
    terms: self.terms,
    lines: self.results.len(),
} }
