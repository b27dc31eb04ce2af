//! A statement in money.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ImpactError;
use super::prices::{Prices, unit_fault};
use super::{Deflator, Proxy, StatementWorth};
use crate::catalogue::{Catalogue, MeasureId};
use crate::getters::getters;
use crate::number::Fraction;
use crate::printable::quoted;
use crate::statement::Statement;

/// Proxies of measures: each says what one unit of its measure is worth. They value a statement, with gains and losses
/// apart. Measures without a proxy are listed, and not valued.
///
/// A proxy is the worth of a change of one unit, once. If a change lasts for years, state it in an
/// [`ImpactMap`](super::ImpactMap).
///
/// # Formula
///
/// `worth of created = proxy · created`, and likewise of destroyed and of both windfalls; `net = created + windfall gain −
/// destroyed − windfall loss`. Each product is rounded once, and is then an entry: figures are exact sums of entries,
/// rounded once. Ours.
///
/// # Example
///
/// Ana gained 2 points of wellbeing, Ben lost 1. Pain has no proxy.
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
///
/// let point = Proxy::new(13_000.0, "GBP", 2019, "HM Treasury, Wellbeing Guidance 2021"); // one point, one person, one year
/// let worth = Valuation::new([("wellbeing", point)])?.of(&ledger.statement(By::Service)?)?;
/// let physio = worth.line("physio")?;
/// assert_eq!((physio.created(), physio.destroyed(), physio.net()), (&26_000.0, &13_000.0, &13_000.0));
/// assert_eq!(worth.not_valued().map(|left| left.measure().as_str()).collect::<Vec<_>>(), ["pain"]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Valuation<N> {
    proxies: BTreeMap<Box<str>, Proxy<N>>,
    /// Pairs of measures, each in order.
    overlaps: BTreeSet<[Box<str>; 2]>,
    pub(super) overlapping: Overlapping,
    pub(super) windfalls: Windfalls,
    prices: Prices<N>,
}

/// How measures that overlap are valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlapping {
    Refused,
    Valued,
}

/// Whether the changes of people who did not co-operate are valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Windfalls {
    Valued,
    NotValued,
}

impl<N: Fraction> Valuation<N> {
    /// The proxies of measures. All state one unit, or none does.
    ///
    /// # Errors
    ///
    /// - a measure with two proxies: `form: ..`;
    /// - an amount that is not finite, or below zero: R3. The direction of the measure makes a loss;
    /// - amounts in different units: R32.
    pub fn new<M: Into<Box<str>>>(proxies: impl IntoIterator<Item = (M, Proxy<N>)>) -> Result<Self, ImpactError> {
        let mut valuation = Self::empty();
        for (measure, proxy) in proxies {
            valuation.add(measure.into(), proxy)?;
        }
        Ok(valuation)
    }

    /// A valuation of no measure.
    pub(crate) fn empty() -> Self {
        Self {
            proxies: BTreeMap::new(),
            overlaps: BTreeSet::new(),
            overlapping: Overlapping::Refused,
            windfalls: Windfalls::Valued,
            prices: Prices::default(),
        }
    }

    /// Adds the proxy of a measure.
    pub(crate) fn add(&mut self, measure: Box<str>, proxy: Proxy<N>) -> Result<(), ImpactError> {
        if let Some(fault) = Proxy::fault_of_amount(&measure, &proxy.amount) {
            return Err(fault);
        }
        if self.proxies.contains_key(&measure) {
            return Err(ImpactError::RepeatedProxy { measure: quoted(&measure) });
        }
        if let Some((known, first)) = self.proxies.first_key_value() {
            let (unit, other, of) = match first.get_unit() {
                Some(unit) => (Some(unit), proxy.get_unit(), &measure),
                None => (proxy.get_unit(), None, known),
            };
            if let Some(fault) = unit_fault(unit, other, || quoted(of)) {
                return Err(fault);
            }
        }
        self.proxies.insert(measure, proxy);
        Ok(())
    }

    /// States that two measures overlap.
    pub(crate) fn add_overlap(&mut self, one: Box<str>, other: Box<str>) {
        let mut pair = [one, other];
        pair.sort();
        self.overlaps.insert(pair);
    }

    /// States that two measures are partly of the same change, such as wellbeing and mobility. If both have a proxy, the
    /// change would be valued twice: that is refused (R34).
    pub fn overlap(mut self, one: impl Into<Box<str>>, other: impl Into<Box<str>>) -> Self {
        self.add_overlap(one.into(), other.into());
        self
    }

    /// Values measures that overlap. The result says so.
    pub fn despite_overlaps(self) -> Self {
        Self { overlapping: Overlapping::Valued, ..self }
    }

    /// Values neither windfall gains nor windfall losses: the changes of people who did not co-operate. The result says
    /// so.
    pub fn without_windfalls(self) -> Self {
        Self { windfalls: Windfalls::NotValued, ..self }
    }

    /// States all proxies in prices of a year.
    pub fn in_prices_of(self, year: i16, deflator: &Deflator<N>) -> Self {
        Self { prices: Prices::of(year, deflator), ..self }
    }

    getters! { self:
        /// The proxies, by measure.
        proxies: impl ExactSizeIterator<Item = (&str, &Proxy<N>)> =
            self.proxies.iter().map(|(measure, proxy)| (&**measure, proxy));
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.proxies.values().find_map(Proxy::get_unit);
        /// The year in whose prices all amounts are, if it is stated.
        price_year: Option<i16> = self.prices.year(self.proxies.values().map(Proxy::get_price_year));
    }

    /// The proxy of a measure, if it has one.
    pub fn proxy(&self, measure: &str) -> Option<&Proxy<N>> {
        self.proxies.get(measure)
    }

    /// The name of the index by which proxies are taken to the prices of one year, if there is one.
    pub(super) fn deflator(&self) -> Option<&str> {
        self.prices.deflator()
    }

    /// A statement in money. No amount of it changes.
    ///
    /// # Errors
    ///
    /// - a measure that the catalogue of the statement does not have: R2;
    /// - a proxy per another unit than the measure's, price years that differ and none asked for, a year that the deflator
    ///   does not have: R32;
    /// - two measures that overlap, both with a proxy: R34;
    /// - a figure that the kind of number does not hold: R3.
    pub fn of(&self, statement: &Statement<N>) -> Result<StatementWorth<N>, ImpactError> {
        if let Some(fault) = self.check(statement.catalogue()).into_iter().next() {
            return Err(fault);
        }
        StatementWorth::new(self.clone(), statement)
    }

    /// The amount that one unit of a measure is worth, in the prices of the valuation; `None` without a proxy.
    pub(super) fn price(&self, measure: &MeasureId) -> Result<Option<N>, ImpactError> {
        let convert = |proxy: &Proxy<N>| self.prices.convert(&proxy.amount, proxy.price_year);
        self.proxy(measure.as_str()).map(convert).transpose()
    }

    /// The pairs of measures with proxies that overlap.
    pub(super) fn valued_overlaps(&self) -> impl Iterator<Item = [&str; 2]> {
        let both_have = |pair: &&[Box<str>; 2]| pair.iter().all(|measure| self.proxies.contains_key(measure));
        self.overlaps.iter().filter(both_have).map(|[one, other]| [&**one, &**other])
    }

    /// All faults that show only beside a catalogue, or once all is stated.
    fn check(&self, catalogue: &Catalogue<N>) -> Vec<ImpactError> {
        let mut faults = Vec::new();
        for measure in self.proxies.keys().chain(self.overlaps.iter().flatten()) {
            if catalogue.measure(measure).is_none() {
                let nearest = MeasureId::new(&**measure).ok().and_then(|id| catalogue.nearest_measure(&id));
                faults.push(ImpactError::UnknownMeasure { measure: measure.to_string(), nearest });
            }
        }
        for (measure, proxy) in &self.proxies {
            faults.extend(catalogue.measure(measure).and_then(|known| proxy.fault_of_unit(known)));
        }
        for [one, _] in self.overlaps.iter().filter(|[one, other]| one == other) {
            faults.push(ImpactError::OverlapsItself { measure: quoted(one) });
        }
        if self.overlapping == Overlapping::Refused {
            let fault = |[one, other]: [&str; 2]| ImpactError::Overlap { one: quoted(one), other: quoted(other) };
            faults.extend(self.valued_overlaps().map(fault));
        }
        let years = self.proxies.iter().map(|(measure, proxy)| (measure, proxy.price_year)).collect();
        faults.extend(self.prices.check(years, |measure| quoted(measure)).into_iter().map(|(_, fault)| fault));
        faults
    }
}
