//! What services promise, and so what is due.

use super::Grouping;
use crate::catalogue::{Catalogue, Service};
use crate::ledger::PlainRun;
use crate::number::Number;

/// The measures each service promises, by number; none where a grouping has no coverage.
pub(super) struct Promises {
    by_service: Vec<Vec<u32>>,
    /// The one measure that a service promises; or else one of the two below.
    only: Vec<u32>,
    /// Whether every service promises anything: mostly so, and then nobody needs to ask for each use.
    always: bool,
}

/// The service promises nothing.
const NOTHING: u32 = u32::MAX;
/// It promises several measures.
const SEVERAL: u32 = u32::MAX - 1;

impl Promises {
    pub(super) fn new<N: Number>(catalogue: &Catalogue<N>, grouping: &Grouping) -> Self {
        let of_service = |service: &Service<N>| -> Vec<u32> {
            let measures = service.get_promises().filter_map(|(measure, _)| catalogue.measure_index(measure.as_str()));
            if grouping.has_coverage() { measures.collect() } else { Vec::new() }
        };
        let by_service: Vec<_> = catalogue.services().map(of_service).collect();
        let only = by_service.iter().map(|promises| match promises[..] {
            [] => NOTHING,
            [one] => one,
            _ => SEVERAL,
        });
        let only: Vec<u32> = only.collect();
        Self { always: only.iter().all(|&only| only != NOTHING), only, by_service }
    }

    pub(super) fn of(&self, service: u32) -> &[u32] {
        &self.by_service[service as usize]
    }

    #[inline]
    pub(super) fn anything(&self, service: u32) -> bool {
        self.always || self.only[service as usize] != NOTHING
    }

    /// Whether each appraisal of a stretch is all that its service promises, or it promises nothing.
    pub(super) fn are_kept<N: Number>(&self, stretch: &PlainRun<'_, N>) -> bool {
        let columns = stretch.columns();
        let services = columns.service[stretch.interactions()].iter();
        let pairs = services.zip(&columns.inside.measure[stretch.rows()]);
        pairs.fold(true, |all, (&service, &measure)| {
            let only = self.only[service as usize];
            all & ((only == measure) | (only == NOTHING))
        })
    }

    /// Whether anything is due in a stretch.
    pub(super) fn of_any<N: Number>(&self, stretch: &PlainRun<'_, N>) -> bool {
        stretch.columns().service[stretch.interactions()].iter().any(|&service| self.anything(service))
    }
}
