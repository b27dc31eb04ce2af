//! The catalogue: measures and services.
//!
//! Ledgers share a catalogue; to clone it is cheap. It is not part of the books: a promise is never value.

mod builder;
mod code_table;
mod element;
pub(crate) mod error;
pub(crate) mod fault;
pub(crate) mod id;
mod interner;
mod measure;
mod service;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use smol_str::SmolStr;

pub use element::Element;
pub(crate) use error::CatalogueError;
pub(crate) use fault::Fault;
pub(crate) use id::EmptyId;
pub use id::{ActorId, InteractionId, IntoId, MeasureId, ServiceId};
pub use measure::{Direction, Measure};
pub use service::Service;

pub(crate) use builder::Builder;
pub(crate) use code_table::CodeTable;
pub(crate) use fault::Faults;
pub(crate) use id::short_text;
pub(crate) use interner::{HashedText, Interner};

use crate::nearest::nearest;
use crate::number::{Number, NumberError};

/// Measures and services by id.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Measure, Service};
///
/// let catalogue = Catalogue::new(
///     [Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
///     [Service::new("physio", "clinic").promises("pain", 2.0)],
/// )?;
/// assert_eq!(catalogue.measure("pain").map(Measure::unit), Some("points"));
/// # Ok::<(), covalue::error::CatalogueError>(())
/// ```
pub struct Catalogue<N = f64> {
    inner: Arc<Inner<N>>,
}

#[derive(Clone)]
struct Inner<N> {
    measures: Vec<Measure<N>>,
    services: Vec<Service<N>>,
    /// The code of an id is the index of its definition.
    measure_ids: Interner,
    service_ids: Interner,
    /// The indices of the services of each provider.
    services_of: BTreeMap<SmolStr, Vec<u32>>,
}

// Not derived: that would require `N: Clone`.
impl<N> Clone for Catalogue<N> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<N: Number> Catalogue<N> {
    /// A catalogue of these measures and services. A definition that is given twice counts once.
    ///
    /// # Errors
    ///
    /// - `Measure::higher_is_better("", "points")`: an empty id (R1);
    /// - `.tolerance(f64::NAN)`, `.range(1.0, 0.0)`: R3;
    /// - two measures `pain` in different units: a conflict (R1);
    /// - `.promises("pain", 2.0)` without a measure `pain`: R2.
    pub fn new(
        measures: impl IntoIterator<Item = Measure<N>>,
        services: impl IntoIterator<Item = Service<N>>,
    ) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::empty();
        for measure in measures {
            catalogue.add_measure(measure)?;
        }
        for service in services {
            catalogue.add_service(service)?;
        }
        Ok(catalogue)
    }

    /// A catalogue without measures and services. A journal that is read adds its own.
    pub fn empty() -> Self {
        Self {
            inner: Arc::new(Inner {
                measures: Vec::new(),
                services: Vec::new(),
                measure_ids: Interner::default(),
                service_ids: Interner::default(),
                services_of: BTreeMap::new(),
            }),
        }
    }

    /// The same definitions in another kind of number.
    pub(crate) fn in_numbers<M: Number>(&self) -> Result<Catalogue<M>, NumberError> {
        let number = |number: &N| M::parse(&number.text());
        let measures = self.measures().map(|measure| {
            let other = Measure::new(measure.id(), measure.unit(), measure.direction())
                .tolerance(number(measure.get_tolerance())?)
                .with_each(measure.get_element(), Measure::element);
            let range = measure.get_range();
            let range = range.map(|(lowest, highest)| Ok((number(lowest)?, number(highest)?))).transpose()?;
            Ok(other.with_each(range, |measure, (lowest, highest)| measure.range(lowest, highest)))
        });
        let services = self.services().map(|service| {
            let other = Service::new(service.id(), service.provider());
            let mut promises = service.get_promises();
            promises.try_fold(other, |service, (measure, change)| Ok(service.promises(measure, number(change)?)))
        });
        let (measures, services) = (measures.collect::<Result<Vec<_>, _>>()?, services.collect::<Result<Vec<_>, _>>()?);
        Ok(Catalogue::new(measures, services).expect("definitions in a catalogue have no fault"))
    }

    /// Adds a measure to this catalogue, not to clones of it.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::new`]; the catalogue stays as it was.
    pub fn add_measure(&mut self, measure: Measure<N>) -> Result<(), CatalogueError> {
        let measure = measure.checked()?;
        match self.measure(measure.id()) {
            Some(known) if *known == measure => Ok(()),
            Some(_) => Err(CatalogueError::Conflict { kind: "measure", id: measure.id().as_str().to_owned() }),
            None => {
                let inner = Arc::make_mut(&mut self.inner);
                inner.measure_ids.intern(measure.id().as_str());
                inner.measures.push(measure);
                Ok(())
            }
        }
    }

    /// Adds a service to this catalogue, not to clones of it.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::new`]; the catalogue stays as it was.
    pub fn add_service(&mut self, service: Service<N>) -> Result<(), CatalogueError> {
        let service = service.checked()?;
        match self.service(service.id()) {
            Some(known) if *known == service => return Ok(()),
            Some(_) => return Err(CatalogueError::Conflict { kind: "service", id: service.id().as_str().to_owned() }),
            None => {}
        }
        if let Some((measure, _)) = service.get_promises().find(|(measure, _)| self.measure(measure).is_none()) {
            return Err(CatalogueError::UnknownMeasure { service: service.id().clone(), measure: measure.clone() });
        }
        let inner = Arc::make_mut(&mut self.inner);
        let index = inner.service_ids.intern(service.id().as_str());
        inner.services_of.entry(short_text(service.provider().as_str())).or_default().push(index);
        inner.services.push(service);
        Ok(())
    }

    /// Adds every definition of another catalogue.
    ///
    /// # Errors
    ///
    /// - a definition that differs from the one in this catalogue: a conflict (R1); the catalogue stays as it was.
    pub fn merge(&mut self, other: &Self) -> Result<(), CatalogueError> {
        if Arc::ptr_eq(&self.inner, &other.inner) {
            return Ok(());
        }
        let mut merged = self.clone();
        for measure in other.measures() {
            merged.add_measure(measure.clone())?;
        }
        for service in other.services() {
            merged.add_service(service.clone())?;
        }
        *self = merged;
        Ok(())
    }

    /// Whether an actor provides a service.
    pub(crate) fn is_provider(&self, actor: &str) -> bool {
        self.inner.services_of.contains_key(actor)
    }

    /// Replaces a provider's id in this catalogue, not in clones of it.
    pub(crate) fn replace_provider(&mut self, provider: &str, new: &ActorId) {
        if self.is_provider(provider) {
            let inner = Arc::make_mut(&mut self.inner);
            let services = inner.services_of.remove(provider).unwrap_or_default();
            for &service in &services {
                inner.services[service as usize].set_provider(new.clone());
            }
            inner.services_of.entry(short_text(new.as_str())).or_default().extend(services);
        }
    }

    /// The measure with an id.
    pub fn measure(&self, id: impl AsRef<str>) -> Option<&Measure<N>> {
        self.measure_index(id.as_ref()).map(|index| self.measure_at(index))
    }

    /// The service with an id.
    pub fn service(&self, id: impl AsRef<str>) -> Option<&Service<N>> {
        self.service_index(id.as_ref()).map(|index| self.service_at(index))
    }

    /// The service with almost this id, if there is one.
    pub(crate) fn nearest_service(&self, id: &ServiceId) -> Option<ServiceId> {
        nearest(id.as_str(), self.inner.services.iter().map(|service| service.id().as_str()))
            .and_then(|near| self.service(near))
            .map(|service| service.id().clone())
    }

    /// The measure with almost this id, if there is one.
    pub(crate) fn nearest_measure(&self, id: &MeasureId) -> Option<MeasureId> {
        nearest(id.as_str(), self.inner.measures.iter().map(|measure| measure.id().as_str()))
            .and_then(|near| self.measure(near))
            .map(|measure| measure.id().clone())
    }

    /// All measures, in the order in which they were added.
    pub fn measures(&self) -> impl ExactSizeIterator<Item = &Measure<N>> {
        self.inner.measures.iter()
    }

    /// All services, in the order in which they were added.
    pub fn services(&self) -> impl ExactSizeIterator<Item = &Service<N>> {
        self.inner.services.iter()
    }

    pub(crate) fn measure_index(&self, id: &str) -> Option<u32> {
        self.inner.measure_ids.get(id)
    }

    pub(crate) fn service_index(&self, id: &str) -> Option<u32> {
        self.inner.service_ids.get(id)
    }

    pub(crate) fn measure_at(&self, index: u32) -> &Measure<N> {
        &self.inner.measures[index as usize]
    }

    pub(crate) fn service_at(&self, index: u32) -> &Service<N> {
        &self.inner.services[index as usize]
    }
}

impl<N: Number> PartialEq for Catalogue<N> {
    /// Whether both have the same definitions, in any order.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
            || (self.measures().len() == other.measures().len()
                && self.services().len() == other.services().len()
                && self.measures().all(|measure| other.measure(measure.id()) == Some(measure))
                && self.services().all(|service| other.service(service.id()) == Some(service)))
    }
}

impl<N> fmt::Debug for Catalogue<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue")
            .field("measures", &self.inner.measure_ids)
            .field("services", &self.inner.service_ids)
            .finish()
    }
}
