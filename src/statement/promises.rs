//! The measures that services promise, and so which appraisals are due.

use super::Grouping;
use crate::catalogue::{Catalogue, Service};
use crate::ledger::PlainRun;
use crate::number::Number;

/// The measures that each service promises; none if the grouping has no coverage.
pub(super) struct Promises {
    by_service: Vec<Vec<u32>>,
    /// The measure of each service that promises one; else `NONE` or `SEVERAL`.
    only: Vec<u32>,
    /// Whether every service promises a measure. It usually does, and then no lookup is needed for each interaction.
    all_promise: bool,
}

/// Stands for a service that promises no measure.
const NONE: u32 = u32::MAX;
/// Stands for a service that promises several measures.
const SEVERAL: u32 = u32::MAX - 1;

impl Promises {
    pub(super) fn new<N: Number>(catalogue: &Catalogue<N>, grouping: &Grouping) -> Self {
        let of_service = |service: &Service<N>| -> Vec<u32> {
            let measures = service.get_promises().filter_map(|(measure, _)| catalogue.measure_index(measure.as_str()));
            if grouping.has_coverage() { measures.collect() } else { Vec::new() }
        };
        let by_service: Vec<_> = catalogue.services().map(of_service).collect();
        let only = by_service.iter().map(|promises| match promises[..] {
            [] => NONE,
            [one] => one,
            _ => SEVERAL,
        });
        let only: Vec<u32> = only.collect();
        Self { all_promise: only.iter().all(|&only| only != NONE), only, by_service }
    }

    /// The measures that a service promises.
    pub(super) fn of(&self, service: u32) -> &[u32] {
        &self.by_service[service as usize]
    }

    #[inline]
    pub(super) fn has_any(&self, service: u32) -> bool {
        self.all_promise || self.only[service as usize] != NONE
    }

    /// Whether in each interaction of a run the appraised measure is the only one promised, or none is.
    pub(super) fn are_appraised<N: Number>(&self, run: &PlainRun<'_, N>) -> bool {
        let columns = run.columns();
        let services = columns.service[run.interactions()].iter();
        let pairs = services.zip(&columns.inside.measure[run.rows()]);
        // `&` and `|`, so that the loop has no branch.
        pairs.fold(true, |all, (&service, &measure)| {
            let only = self.only[service as usize];
            all & ((only == measure) | (only == NONE))
        })
    }
}
