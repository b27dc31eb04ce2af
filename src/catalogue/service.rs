//! Services.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{ActorId, Fault, Faults, IntoId, MeasureId, ServiceId};
use crate::number::Number;

/// A service that a provider offers, and the changes it promises. **A promise is never value**, and never replaces what
/// a user expected: it only decides which users should have been asked, the coverage (R15).
///
/// # Example
///
/// ```
/// use covalue::Service;
///
/// let physio = Service::new("physio", "clinic").promises("pain", 2.0); // two points less pain: positive is better
/// assert_eq!(physio.provider().as_str(), "clinic");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Service<N = f64> {
    id: ServiceId,
    provider: ActorId,
    promises: BTreeMap<MeasureId, N>,
    faults: Faults,
}

impl<N: Number> Service<N> {
    /// A service and its provider.
    pub fn new(id: impl IntoId<ServiceId>, provider: impl IntoId<ActorId>) -> Self {
        let mut faults = Faults::default();
        let id = faults.id(id.into_id(), ServiceId::refused());
        let provider = faults.id(provider.into_id(), ActorId::refused());
        Self { id, provider, promises: BTreeMap::new(), faults }
    }

    /// Promises a change of a measure, in its unit; positive is better, in either direction of the measure.
    pub fn promises(mut self, measure: impl IntoId<MeasureId>, change: N) -> Self {
        let measure = self.faults.id(measure.into_id(), MeasureId::refused());
        let change = self.faults.finite(change, "promise", self.id.as_str());
        match self.promises.entry(measure) {
            Entry::Occupied(known) => {
                let (service, measure) = (self.id.as_str().to_owned(), known.key().as_str().to_owned());
                self.faults.push(Fault::RepeatedPromise { service, measure });
            }
            Entry::Vacant(entry) => {
                entry.insert(change);
            }
        }
        self
    }

    /// The service, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Service::new("physio", "")`: R1;
    /// - `.promises("pain", f64::INFINITY)`: R3;
    /// - `.promises("pain", 1.0).promises("pain", 2.0)`: two promises of one measure (form).
    pub fn checked(self) -> Result<Self, Fault> {
        self.faults.first().map(|()| self)
    }

    /// Its id.
    pub fn id(&self) -> &ServiceId {
        &self.id
    }

    /// Its provider.
    pub fn provider(&self) -> &ActorId {
        &self.provider
    }

    pub(super) fn set_provider(&mut self, provider: ActorId) {
        self.provider = provider;
    }

    /// The changes it promises, sorted by the measures' ids; positive is better.
    pub fn get_promises(&self) -> impl ExactSizeIterator<Item = (&MeasureId, &N)> {
        self.promises.iter()
    }
}
