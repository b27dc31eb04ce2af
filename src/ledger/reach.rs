//! Counts of people reached: their versions by service, values and period.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::validate::first;
use super::{Ledger, ReachError};
use crate::catalogue::ServiceId;
use crate::number::Number;
use crate::record::{Dimensions, ReachCounts};

/// Counts of people reached, in the order in which they were recorded. Each has the day on which it was known.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReachEntries {
    entries: Vec<ReachCounts>,
    /// The versions of each entry, by its first day: periods of one service and the same values do not overlap.
    versions: BTreeMap<(ServiceId, Dimensions), BTreeMap<Date, Versions>>,
}

/// The versions of one entry by the day on which they were known: two that are equal are refused (R8).
type Versions = BTreeMap<Date, u32>;

impl ReachEntries {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ReachCounts> {
        self.entries.iter()
    }

    /// The faults of valid counts beside these: R8 before R48. The order in which entries are recorded does not matter,
    /// since each fault is of a pair of entries, whichever comes first.
    pub(crate) fn faults_beside(&self, reach: &ReachCounts) -> Vec<ReachError> {
        let (from, until, known) = reach.days();
        let service = || reach.service().clone();
        let Some(periods) = self.versions.get(&key(reach)) else { return Vec::new() };
        // Recorded periods do not overlap, so the last that starts by `from` is the only one that can hold that day. The
        // first of all that overlap is reported, so that the message does not depend on how many there are.
        let holds_first = periods.range(..=from).next_back().filter(|(_, versions)| self.period(versions).1 >= from);
        let Some((_, versions)) = holds_first.or_else(|| periods.range(from..=until).next()) else { return Vec::new() };
        let (other_from, other_until) = self.period(versions);
        if (other_from, other_until) != (from, until) {
            return vec![ReachError::Overlap { service: service(), from, until, other_from, other_until }];
        }
        let equal = || ReachError::EqualKnown { service: service(), from, until, known };
        versions.contains_key(&known).then(equal).into_iter().collect()
    }

    /// The first and the last day of the versions of an entry.
    fn period(&self, versions: &Versions) -> (Date, Date) {
        let first = *versions.values().next().expect("an entry has a version");
        let (from, until, _) = self.entries[first as usize].days();
        (from, until)
    }

    /// Adds counts without faults.
    pub(crate) fn push(&mut self, reach: ReachCounts) {
        let (from, _, known) = reach.days();
        let versions = self.versions.entry(key(&reach)).or_default().entry(from).or_default();
        versions.insert(known, self.entries.len() as u32);
        // Stated, so that counts are equal whether the day was left to its default or not.
        self.entries.push(reach.known(known));
    }

    /// Whether these counts, which state the day on which they are known, are recorded.
    pub(super) fn has(&self, reach: &ReachCounts) -> bool {
        let (from, _, known) = reach.days();
        let versions = self.versions.get(&key(reach)).and_then(|periods| periods.get(&from));
        let entry = versions.and_then(|versions| versions.get(&known));
        entry.is_some_and(|&entry| self.entries[entry as usize] == *reach)
    }

    /// Removes all entries but the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        for reach in self.entries.drain(len..).rev() {
            let (key, (from, _, known)) = (key(&reach), reach.days());
            let Some(periods) = self.versions.get_mut(&key) else { continue };
            if let Some(versions) = periods.get_mut(&from) {
                versions.remove(&known);
                if versions.is_empty() {
                    periods.remove(&from);
                }
            }
            if periods.is_empty() {
                self.versions.remove(&key);
            }
        }
    }

    /// The versions that stand on a day (R8), by service, values and period. Without a day, all that are known.
    pub(crate) fn standing(&self, as_of: Option<Date>) -> impl Iterator<Item = &ReachCounts> {
        let periods = self.versions.values().flat_map(BTreeMap::values);
        periods.filter_map(move |versions| {
            let (_, &last) = versions.range(..=as_of.unwrap_or(Date::MAX)).next_back()?;
            Some(&self.entries[last as usize])
        })
    }

    /// The service and the day of the counts that were known first, if by this day.
    pub(super) fn first_known_by(&self, day: Date) -> Option<(ServiceId, Date)> {
        let known = self.entries.iter().map(|reach| (reach.days().2, reach.service()));
        let first = known.filter(|(known, _)| *known <= day).min()?;
        Some((first.1.clone(), first.0))
    }

    /// Adds the counts of another part.
    ///
    /// # Errors
    ///
    /// - versions of one entry that are known on the same day (R8), overlapping periods (R48).
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), ReachError> {
        for reach in other.iter() {
            match self.faults_beside(reach).into_iter().next() {
                Some(error) => return Err(error),
                None => self.push(reach.clone()),
            }
        }
        Ok(())
    }
}

impl PartialEq for ReachEntries {
    /// Whether both have the same counts, in any order.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|reach| other.has(reach))
    }
}

/// What versions of one entry have in common, except their period.
fn key(reach: &ReachCounts) -> (ServiceId, Dimensions) {
    (reach.service().clone(), reach.dimension_set().clone())
}

impl<N: Number> Ledger<N> {
    /// Records how many people a service reached on a day or in a period: see [`ReachCounts`]. Counts of the same
    /// service, period and values are versions of one entry, and the one that was known last stands (R8). A
    /// [statement](Ledger::statement) does not read them; the analysis [`reach`](Ledger::reach) does.
    ///
    /// No person is named, so [`forget`](Ledger::forget) changes nothing here, and values of dimensions stay. An entry
    /// cannot be voided: a later version corrects it.
    ///
    /// # Errors
    ///
    /// The first fault in the order of the rules; the ledger stays as it was. See [`ReachError`].
    ///
    /// - a service that the catalogue does not have: R2;
    /// - the same service, period, values and day known as recorded counts: R8;
    /// - known before the period ended, or in a closed period: R9;
    /// - a period that overlaps another one of the same service and values: R48.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Catalogue, Ledger, ReachCounts, Service, date};
    ///
    /// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let march = ReachCounts::of("physio").period(date(2026, 3, 1)..=date(2026, 3, 31));
    /// ledger.record_reach(march.clone().eligible(400).offered(120))?;
    /// // In May the register is corrected. The books as of April stay as they were.
    /// ledger.record_reach(march.eligible(410).offered(120).known(date(2026, 5, 4)))?;
    /// assert_eq!(ledger.reach_counts().count(), 2);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn record_reach(&mut self, reach: ReachCounts) -> Result<(), ReachError> {
        let faults = self.check_reach(&reach);
        if faults.is_empty() {
            self.columns.reach.push(reach);
            return Ok(());
        }
        Err(first(faults))
    }

    /// Every fault of counts of people reached, in the order of their rules; none if
    /// [`record_reach`](Ledger::record_reach) accepts them.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Catalogue, Ledger, ReachCounts, Rule, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// let ledger = Ledger::new(&catalogue);
    /// let reach = ReachCounts::of("yoga").on(date(2026, 3, 2)).known(date(2026, 3, 1));
    /// let rules: Vec<_> = ledger.check_reach(&reach).iter().map(|fault| fault.rule()).collect();
    /// assert_eq!(rules, [Rule::Form, Rule::R2, Rule::R9]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn check_reach(&self, reach: &ReachCounts) -> Vec<ReachError> {
        let mut faults: Vec<ReachError> = reach.all_faults().map(ReachError::from).collect();
        let service = || reach.service().clone();
        if self.catalogue.service(reach.service()).is_none() {
            faults.push(ReachError::UnknownService {
                nearest: self.catalogue.nearest_service(reach.service()),
                service: service(),
            });
        }
        let Some((from, until)) = reach.get_period() else { return faults };
        let known = reach.get_known().unwrap_or(until);
        let beside = if from <= until { self.columns.reach.faults_beside(reach) } else { Vec::new() };
        let (overlaps, equal): (Vec<_>, Vec<_>) =
            beside.into_iter().partition(|fault| matches!(fault, ReachError::Overlap { .. }));
        faults.extend(equal);
        if known < until {
            faults.push(ReachError::KnownBefore { service: service(), known, until });
        }
        if let Some(closed) = self.closed
            && known <= closed
        {
            faults.push(ReachError::Closed { service: service(), known, closed });
        }
        faults.extend(overlaps);
        faults
    }

    /// Whether the same counts of people reached are recorded, known on the same day.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn has_reach(&self, reach: &ReachCounts) -> bool {
        let known = reach.get_period().map(|(_, until)| reach.get_known().unwrap_or(until));
        known.is_some_and(|known| self.columns.reach.has(&reach.clone().known(known)))
    }

    /// All counts of people reached, each version with the day on which it was known, in the order in which they were
    /// recorded.
    pub fn reach_counts(&self) -> impl Iterator<Item = &ReachCounts> {
        self.columns.reach.iter()
    }
}
