//! Requests for reading a journal.

use std::io::BufRead;

use super::{Entries, enter_all};
use crate::io::error::ReadError;
use crate::io::intake::Intake;
use crate::ledger::Ledger;
use crate::number::Number;

/// How a journal is read. By default interactions state their days.
///
/// # Example
///
/// ```
/// use covalue::{By, Catalogue, Ledger, journal};
///
/// let file = br#"{"measure":{"id":"pain","unit":"points","better":"lower"}}
/// {"service":{"id":"physio","provider":"clinic"}}
/// {"interaction":{"service":"physio","users":["ana"],"on":"2025-11","appraisals":[{"measure":"pain","change":-2}]}}
/// "#;
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// assert_eq!(
///     journal::read(&mut ledger, &file[..]).unwrap_err().to_string(),
///     "line 3: form: on: `2025-11` is a month or a year, and not a day: if the day is not known, say so \
///      (option `partial_dates`)",
/// );
/// let _ = journal::Options::new().partial_dates().read(&mut ledger, &file[..])?;
/// assert_eq!(ledger.statement(By::Month)?.line("2025-11", "pain")?.created(), 2.0);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    has_partial_dates: bool,
}

impl Options {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads months and years in the field `on`, such as `2025-11` and `2025`, where the day of an interaction is not known
    /// ([`PartialDate`](crate::record::PartialDate)).
    pub fn partial_dates(mut self) -> Self {
        self.has_partial_dates = true;
        self
    }

    /// Reads a journal into a ledger, all of it or nothing, as [`read`](super::read).
    ///
    /// # Errors
    ///
    /// As [`read`](super::read).
    pub fn read<N: Number>(&self, ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
        ledger.all_or_none(|ledger| enter_all(ledger, self.entries(input), |refused| Err(refused.into())))
    }

    /// Reads a journal into a ledger, and keeps what is valid, as [`read_lenient`](super::read_lenient).
    ///
    /// # Errors
    ///
    /// As [`read_lenient`](super::read_lenient).
    pub fn read_lenient<N: Number>(&self, ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
        let mut refused = Vec::new();
        let read = |ledger: &mut Ledger<N>| {
            enter_all(ledger, self.entries(input), |refusal| {
                refused.push(refusal);
                Ok(())
            })
        };
        let intake = ledger.all_or_none(read)?;
        Ok(Intake { refused, ..intake })
    }

    fn entries<N: Number, R: BufRead>(&self, input: R) -> Entries<N, R> {
        let entries = Entries::new(input);
        if self.has_partial_dates { entries.partial_dates() } else { entries }
    }
}
