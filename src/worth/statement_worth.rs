//! The lines of a statement in money.

use std::collections::BTreeMap;

use super::Valuation;
use super::error::ImpactError;
use super::sums::{PRODUCED, Side, Sums, round};
use super::valuation::{Overlapping, Windfalls};
use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::number::{Fraction, Total};
use crate::printable::{clip, printable, quoted};
use crate::statement::{Baseline, Cell, IntoLine, Line, LineError, Statement, Terms};

/// A statement in money: each line, each line and measure, and the whole, with gains and losses apart, and the measures
/// that have no proxy.
///
/// Made by [`Valuation::of`]. It prints as a table.
///
/// # Example
///
/// ```
/// use covalue::impact::{Proxy, Valuation};
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let measures = [Measure::higher_is_better("wellbeing", "points"), Measure::lower_is_better("pain", "points")];
/// # let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")])?);
/// # for (user, change) in [("ana", 2.0), ("ben", -1.0)] {
/// #     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
/// #     let visit = visit.appraisal(Appraisal::of("wellbeing").change(change));
/// #     ledger.record(visit.appraisal(Appraisal::of("pain").change(-1.0)))?;
/// # }
/// let point = Proxy::new(13_000.0, "GBP", 2019, "HM Treasury, Wellbeing Guidance 2021");
/// let worth = Valuation::new([("wellbeing", point)])?.of(&ledger.statement(By::Service)?)?;
/// assert_eq!(
///     worth.subject(),
///     "GBP in prices of 2019; change from before; users' own appraisals; gross: nothing is deducted for changes that would \
///      have come about anyway"
/// );
/// assert_eq!((worth.created(), worth.destroyed(), worth.net()), (&26_000.0, &13_000.0, &13_000.0));
/// let pain = worth.not_valued().next().unwrap();
/// assert_eq!((pain.created(), pain.unit()), (&2.0, "points"));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StatementWorth<N: Fraction> {
    valuation: Valuation<N>,
    terms: Option<Terms>,
    figures: FourFigures<N>,
    lines: Vec<LineWorth<N>>,
    cells: Vec<CellWorth<N>>,
    not_valued: Vec<NotValued<N>>,
}

/// The worth of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineWorth<N: Fraction> {
    line: Line,
    figures: FourFigures<N>,
}

/// The worth of a line and measure.
#[derive(Clone, Debug, PartialEq)]
pub struct CellWorth<N: Fraction> {
    line: Line,
    measure: MeasureId,
    figures: FourFigures<N>,
}

/// A measure without a proxy, with its amounts over all lines in its own unit.
#[derive(Clone, Debug, PartialEq)]
pub struct NotValued<N: Fraction> {
    measure: MeasureId,
    unit: Box<str>,
    figures: FourFigures<N>,
}

/// The four amounts of a cell, and their net.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FourFigures<N> {
    pub(crate) created: N,
    pub(crate) destroyed: N,
    /// Gain and loss; `None` if windfalls are not valued.
    pub(crate) windfalls: Option<[N; 2]>,
    pub(crate) co_operation_is_stated: bool,
    pub(crate) net: N,
}

/// Writes the getters of the figures of a type with a field `figures`.
macro_rules! valued_getters {
    ($type:ident) => {
        impl<N: Fraction> $type<N> {
            getters! { self:
                /// The amount created.
                created: &N = &self.figures().created;
                /// The amount destroyed, without its sign.
                destroyed: &N = &self.figures().destroyed;
                /// The gains of people who did not co-operate; `None` if windfalls are not valued.
                windfall_gain: Option<&N> = self.figures().windfalls.as_ref().map(|[gain, _]| gain);
                /// The losses of people who did not co-operate, without their sign; `None` if windfalls are not valued.
                windfall_loss: Option<&N> = self.figures().windfalls.as_ref().map(|[_, loss]| loss);
                /// Created and windfall gain, less destroyed and windfall loss.
                net: &N = &self.figures().net;
                /// Whether a contribution is stated in at least one interaction that counts here. If not, nothing is known of
                /// co-operation, and a windfall of zero is not a finding.
                co_operation_is_stated: bool = self.figures().co_operation_is_stated;
            }

            pub(crate) fn figures(&self) -> &FourFigures<N> {
                &self.figures
            }
        }
    };
}

valued_getters!(StatementWorth);
valued_getters!(LineWorth);
valued_getters!(CellWorth);
valued_getters!(NotValued);

impl<N: Fraction> LineWorth<N> {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
    }
}

impl<N: Fraction> CellWorth<N> {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The measure.
        measure: &MeasureId = &self.measure;
    }
}

impl<N: Fraction> NotValued<N> {
    getters! { self:
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The unit of its amounts.
        unit: &str = &self.unit;
    }
}

/// The exact totals of the four amounts: created and destroyed, and windfall gain and loss.
#[derive(Clone, Debug)]
struct Amounts<N: Fraction> {
    produced: Sums<N>,
    windfalls: Sums<N>,
    co_operation_is_stated: bool,
}

impl<N: Fraction> Default for Amounts<N> {
    fn default() -> Self {
        Self { produced: Sums::default(), windfalls: Sums::default(), co_operation_is_stated: false }
    }
}

impl<N: Fraction> Amounts<N> {
    /// The amounts of a cell, each times the amount that one unit of its measure is worth.
    fn of(cell: &Cell<N>, price: &N) -> Result<Self, ImpactError> {
        let of = || quoted(cell.measure().as_str());
        let mut amounts = Self { co_operation_is_stated: cell.co_operation_is_stated(), ..Self::default() };
        let [produced, windfalls] = pairs(cell)?;
        let sides = [(&mut amounts.produced, produced, PRODUCED), (&mut amounts.windfalls, windfalls, WINDFALLS)];
        for (sums, [gain, loss], [of_gain, of_loss]) in sides {
            let entry = |amount: &N, figure: &str| {
                N::product(amount, price).ok_or_else(|| ImpactError::overflow::<N>(figure, of()))
            };
            let (gain, loss) = (entry(&gain, of_gain)?, N::zero() - entry(&loss, of_loss)?);
            sums.add(&gain, Side::Created).ok_or_else(|| ImpactError::overflow::<N>(of_gain, of()))?;
            sums.add(&loss, Side::Destroyed).ok_or_else(|| ImpactError::overflow::<N>(of_loss, of()))?;
        }
        Ok(amounts)
    }

    fn merge(&mut self, other: &Self) {
        self.produced.merge(&other.produced);
        self.windfalls.merge(&other.windfalls);
        self.co_operation_is_stated |= other.co_operation_is_stated;
    }

    /// The figures, each rounded once. `of` names their owner in an error.
    fn figures(&self, windfalls: Windfalls, of: &str) -> Result<FourFigures<N>, ImpactError> {
        let pair = |sums: &Sums<N>, figures| sums.pair(figures, &|| of.to_owned());
        let [created, destroyed] = pair(&self.produced, PRODUCED)?;
        let mut net = self.produced.net();
        let windfalls = match windfalls {
            Windfalls::NotValued => None,
            Windfalls::Valued => {
                net.merge(&self.windfalls.net());
                Some(pair(&self.windfalls, WINDFALLS)?)
            }
        };
        let net = round(&net, "the net", &|| of.to_owned())?;
        Ok(FourFigures { created, destroyed, windfalls, co_operation_is_stated: self.co_operation_is_stated, net })
    }
}

/// The amounts of a cell in the measure's unit: created and destroyed, and windfall gain and loss.
fn pairs<N: Fraction>(cell: &Cell<N>) -> Result<[[N; 2]; 2], LineError> {
    Ok([[cell.created()?, cell.destroyed()?], [cell.windfall_gain()?, cell.windfall_loss()?]])
}

/// The names of windfalls in messages.
const WINDFALLS: [&str; 2] = ["the windfall gain", "the windfall loss"];

impl<N: Fraction> StatementWorth<N> {
    pub(super) fn new(valuation: Valuation<N>, statement: &Statement<N>) -> Result<Self, ImpactError> {
        let (mut all, mut cells) = (Amounts::default(), Vec::new());
        let mut lines: BTreeMap<Line, Amounts<N>> = BTreeMap::new();
        let mut not_valued: BTreeMap<MeasureId, Amounts<N>> = BTreeMap::new();
        for cell in statement.cells() {
            let (line, measure) = (cell.line().clone(), cell.measure().clone());
            let Some(price) = valuation.price(&measure)? else {
                not_valued.entry(measure).or_default().merge(&Amounts::of(&cell, &N::one())?);
                continue;
            };
            let amounts = Amounts::of(&cell, &price)?;
            all.merge(&amounts);
            lines.entry(line.clone()).or_default().merge(&amounts);
            let figures = amounts.figures(valuation.windfalls, &quoted(measure.as_str()))?;
            cells.push(CellWorth { line, measure, figures });
        }
        let line = |(line, amounts): (Line, Amounts<N>)| {
            Ok(LineWorth { line, figures: amounts.figures(valuation.windfalls, "a line")? })
        };
        let lines = lines.into_iter().map(line).collect::<Result<_, ImpactError>>()?;
        let left = |(measure, amounts): (MeasureId, Amounts<N>)| {
            let known = statement.catalogue().measure(&measure).expect("measures of statements are in their catalogue");
            let figures = amounts.figures(Windfalls::Valued, &quoted(measure.as_str()))?;
            Ok(NotValued { unit: known.unit().into(), measure, figures })
        };
        let not_valued = not_valued.into_iter().map(left).collect::<Result<_, ImpactError>>()?;
        let figures = all.figures(valuation.windfalls, "the statement")?;
        Ok(Self { valuation, terms: statement.terms().cloned(), figures, lines, cells, not_valued })
    }

    getters! { self:
        /// The proxies, and how they are applied.
        valuation: &Valuation<N> = &self.valuation;
        /// The terms of the statement; `None` for the empty one.
        terms: Option<&Terms> = self.terms.as_ref();
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.valuation.unit();
        /// The year in whose prices all amounts are, if it is stated.
        price_year: Option<i16> = self.valuation.price_year();
        /// The name of the index by which proxies are taken to these prices, if there is one.
        deflator: Option<&str> = self.valuation.deflator();
        /// The lines that have a measure with a proxy, sorted as those of the statement are.
        lines: impl ExactSizeIterator<Item = &LineWorth<N>> = self.lines.iter();
        /// The lines by measure, for measures with a proxy.
        cells: impl ExactSizeIterator<Item = &CellWorth<N>> = self.cells.iter();
        /// The measures without a proxy, by id.
        not_valued: impl ExactSizeIterator<Item = &NotValued<N>> = self.not_valued.iter();
    }

    /// The worth of a line.
    ///
    /// # Errors
    ///
    /// - a line without a measure that is valued: R20, since a zero would be a claim.
    pub fn line(&self, line: impl IntoLine) -> Result<&LineWorth<N>, ImpactError> {
        let line = line.into_line();
        let found = self.lines.iter().find(|known| known.line == line);
        let shown = || self.terms.as_ref().map_or_else(|| "…".to_owned(), |terms| line.redacted_under(terms));
        found.ok_or_else(|| ImpactError::NoLine { line: shown() })
    }

    /// The subject of its amounts: their unit and prices, the terms of the statement, and what is or is not deducted,
    /// valued twice or left out.
    pub fn subject(&self) -> String {
        let unit = self.unit().map_or_else(|| "unit not stated".to_owned(), printable);
        let by = self.deflator().map_or_else(String::new, |name| format!(" by {}", clip(name)));
        let prices = self.price_year().map_or_else(String::new, |year| format!(" in prices of {year}{by}"));
        let terms = self.terms.as_ref().map(Terms::without_grouping);
        let clauses = std::iter::once(format!("{unit}{prices}")).chain(terms).chain(self.notes());
        clauses.collect::<Vec<_>>().join("; ")
    }

    /// The statements about what is or is not deducted, valued twice or left out.
    pub(crate) fn notes(&self) -> Vec<String> {
        let baseline = self.terms.as_ref().map(Terms::get_baseline);
        let gross = "gross: nothing is deducted for changes that would have come about anyway";
        let mut notes: Vec<String> =
            baseline.filter(|baseline| **baseline == Baseline::Before).map(|_| gross.to_owned()).into_iter().collect();
        if self.valuation.windfalls == Windfalls::NotValued {
            notes.push("windfalls are not valued".to_owned());
        }
        if self.valuation.overlapping == Overlapping::Valued {
            let overlap = |[one, other]: [&str; 2]| {
                format!("{} and {} overlap, so their common change is valued twice", quoted(one), quoted(other))
            };
            notes.extend(self.valuation.valued_overlaps().map(overlap));
        }
        notes
    }
}
