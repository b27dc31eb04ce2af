//! Risk: how likely a loss is, how large, and who bears it.

mod decide;
mod engine;
pub(crate) mod hazard;
mod interval;
mod people;
mod rows;

use std::fmt;

pub use decide::{Decision, FailedLimit, Limit, decisionistic, technocratic, transparent};
pub(crate) use hazard::HazardError;
pub use hazard::{Bearer, Expectation, Hazard, Risk, Uncertainty};
pub use interval::ProbabilityInterval;
pub(super) use people::{PeopleAtWorst, people_at_worst};

use super::AnalysisError;
use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::Ledger;
use crate::number::{Fraction, Number};
use crate::statement::{Index, IntoLine, Line, LineError, Terms};

use engine::Read;

/// The risk on each line and measure, as the books show it.
///
/// Made by [`Ledger::risk`]. Who bears it is the beneficiary, so grouping by [`By::Role`](crate::By::Role) gives it by the role
/// that bears it. Risks of parts do not merge: the worst share of the whole is not in the worst shares of its parts, and
/// people may be in several. Merge the ledgers ([`Ledger::merge`]), and read the whole.
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
/// // Four are too few by default, and no probability is made of them.
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
    read: Vec<Read<N>>,
}

/// The terms of a risk analysis: those of a statement, the share of changes that the expected shortfall is the mean of, and
/// how many people a probability needs.
///
/// # Example
///
/// ```
/// use covalue::By;
/// use covalue::risk::RiskTerms;
///
/// let terms = RiskTerms::of(By::Service).level(1, 20)?.at_least(10);
/// assert_eq!((terms.get_level(), terms.get_least()), ((1, 20), 10));
/// assert_eq!(
///     RiskTerms::default().level(21, 20).unwrap_err().to_string(),
///     "form: a level of risk is 21/20, and has to be above 0 and 1 at the most",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskTerms {
    terms: Terms,
    /// A part of a whole.
    level: (u32, u32),
    least: u64,
}

impl<T: Into<Terms>> From<T> for RiskTerms {
    fn from(terms: T) -> Self {
        Self::of(terms)
    }
}

impl RiskTerms {
    /// The terms of a statement, with the worst 5 in 100 changes and at least 30 people (ours).
    ///
    /// The number 30 has precedents: NHS PROMs, the English patient-reported outcome measures, publish nothing adjusted
    /// below 30 modelled records, and the wellbeing scale WEMWBS has a rule of thumb of 30 people.
    pub fn of(terms: impl Into<Terms>) -> Self {
        Self { terms: terms.into(), level: (5, 100), least: 30 }
    }

    /// The expected shortfall is of the worst `part ÷ whole` of the changes.
    ///
    /// # Errors
    ///
    /// - `.level(0, 20)`, `.level(21, 20)`: the worst share is above none, and no more than all.
    pub fn level(mut self, part: u32, whole: u32) -> Result<Self, AnalysisError> {
        if part == 0 || part > whole {
            return Err(AnalysisError::NoShare { what: "a level of risk", found: format!("{part}/{whole}") });
        }
        self.level = (part, whole);
        Ok(self)
    }

    /// Fewer beneficiaries are too few for a probability; of nobody there is none, so 0 is taken for 1.
    pub fn at_least(mut self, beneficiaries: u64) -> Self {
        self.least = beneficiaries.max(1);
        self
    }

    /// The level: a part of a whole.
    pub fn get_level(&self) -> (u32, u32) {
        self.level
    }

    /// How many beneficiaries there have to be.
    pub fn get_least(&self) -> u64 {
        self.least
    }
}

/// Too few people for a probability.
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
#[error("{beneficiaries} beneficiaries, fewer than {least}")]
pub struct TooFewPeople {
    beneficiaries: u64,
    least: u64,
}

impl TooFewPeople {
    /// How many there are.
    pub fn beneficiary_count(&self) -> u64 {
        self.beneficiaries
    }

    /// How many there have to be.
    pub fn least(&self) -> u64 {
        self.least
    }
}

/// The risk of a loss on a line and measure.
///
/// # Formula
///
/// Of `n` appraisals counted, of which `l` are worse by more than the tolerance, windfall losses among them, and add up to
/// `d` in the measure's unit: probability `l ÷ n`, mean
/// loss `d ÷ l`, expected loss `d ÷ n`. The expected shortfall is the mean of the worst share of the `n` changes, losses
/// above zero: those that are wholly within the share, and the next by the part of it that is. Each is divided exactly and
/// rounded once. Ours; expected shortfall is a textbook's.
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
    /// The appraisals counted, windfalls and those within the tolerance among them.
    pub fn appraisal_count(&self) -> u64 {
        self.appraisals
    }

    /// How many people they are of.
    pub fn beneficiary_count(&self) -> u64 {
        self.beneficiaries
    }

    /// How many of them are worse by more than the tolerance: losses and windfall losses.
    pub fn loss_count(&self) -> u64 {
        self.losses
    }

    /// The share of losses, from 0 to 1.
    pub fn probability(&self) -> &N {
        &self.probability
    }

    /// Where the probability lies: never at nothing, for want of a case.
    pub fn interval(&self) -> &ProbabilityInterval {
        &self.interval
    }

    /// The mean of the losses, in the measure's unit; none where there is none.
    pub fn mean_loss(&self) -> Option<&N> {
        self.mean_loss.as_ref()
    }

    /// What an appraisal loses in the mean, in the measure's unit; gains are not set off against it.
    pub fn expected_loss(&self) -> &N {
        &self.expected_loss
    }

    /// The mean of the worst share of changes, in the measure's unit: above zero where it is a loss.
    pub fn expected_shortfall(&self) -> &N {
        &self.expected_shortfall
    }
}

impl<N: Number> RiskFigures<N> {
    /// The risk of a loss of an appraisal as a [`Risk`] that can be decided about, with its name and who bears it. Its
    /// expected loss is the [expected loss](RiskFigures::expected_loss) here, and no product of rounded figures.
    ///
    /// # Errors
    ///
    /// - `""` for a name: form.
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
        Risk::shown(name, bearer, (self.probability.clone(), loss, self.expected_loss.clone()))
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
#[derive(Clone, PartialEq)]
pub struct RiskLine<N = f64> {
    line: Line,
    measure: MeasureId,
    read: Read<N>,
}

impl<N> RiskLine<N> {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// The figures.
    ///
    /// # Errors
    ///
    /// - fewer beneficiaries than there have to be: how many there are, and no probability.
    pub fn figures(&self) -> Result<&RiskFigures<N>, TooFewPeople> {
        self.read.as_ref().map_err(|too_few| *too_few)
    }
}

impl<N: fmt::Debug> fmt::Debug for RiskLine<N> {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, measure) = (&self.line, &self.measure);
        f.debug_struct("RiskLine").field("line", line).field("measure", measure).field("read", &self.read).finish()
    }
}

impl<N: Fraction> Ledger<N> {
    /// The risk of a loss, of just what the statement of these terms counts. See [`RiskFigures`] for the formulas.
    ///
    /// # Errors
    ///
    /// - terms that no statement can be of;
    /// - a change or a figure that no number of the kind holds.
    pub fn risk(&self, terms: impl Into<RiskTerms>) -> Result<Risks<N>, AnalysisError> {
        let mut terms = terms.into();
        terms.terms = terms.terms.checked()?;
        let (index, read) = engine::risks(self, &terms)?;
        Ok(Risks { terms, catalogue: self.catalogue.clone(), index, read })
    }
}

impl<N: Number> Risks<N> {
    /// All of its terms.
    pub fn risk_terms(&self) -> &RiskTerms {
        &self.terms
    }

    /// Its lines, sorted as a statement's cells are.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = RiskLine<N>> {
        (0..self.read.len()).map(|row| self.line_at(row))
    }

    /// The risk of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line on which nothing is counted: an error, and no zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<RiskLine<N>, LineError> {
        let row = self.index.find(&self.terms.terms, &line.into_line(), measure.as_ref())?;
        Ok(self.line_at(row))
    }

    fn line_at(&self, row: usize) -> RiskLine<N> {
        let words = self.terms.terms.grouping().words().len();
        RiskLine {
            line: Line::new(self.index.texts(row).take(words)),
            measure: self.index.measure(row, words),
            read: self.read[row].clone(),
        }
    }
}

impl<N: Number> PartialEq for Risks<N> {
    /// Equal terms, lines and figures.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.index == other.index && self.read == other.read
    }
}

impl<N: Number> fmt::Debug for Risks<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Risks").field("terms", &self.terms).field("lines", &self.read.len()).finish_non_exhaustive()
    }
}
