//! Requests for reading a journal.

use std::io::BufRead;

use super::{Entries, enter_all};
use crate::io::error::ReadError;
use crate::io::intake::Intake;
use crate::ledger::Ledger;
use crate::number::Number;

/// How a journal is read. By default interactions state their days, and an entry that the ledger has already is refused.
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
    pub(super) skips_repeats: bool,
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

    /// Skips and counts entries that the ledger has already with the same content: interactions under the same id, later
    /// appraisals and voids with the same days, and counts of people reached that are known on the same day. So a journal
    /// that repeats earlier ones and adds to them can be read. Other content under the same id or days is refused.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Catalogue, Ledger, journal};
    ///
    /// let march = r#"{"service":{"id":"physio","provider":"clinic"}}
    /// {"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02"}}
    /// "#;
    /// let april = march.to_owned() + r#"{"void":{"interaction":"v1","reason":"another patient's file"}}"#;
    /// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
    /// let _ = journal::read(&mut ledger, march.as_bytes())?;
    /// let options = journal::Options::new().skip_repeats();
    /// let intake = options.read(&mut ledger, april.as_bytes())?;
    /// assert_eq!((intake.repeat_count(), intake.interaction_count(), intake.void_count()), (1, 0, 1));
    /// assert_eq!(options.read(&mut ledger, april.as_bytes())?.repeat_count(), 2);
    /// # Ok::<(), covalue::error::ReadError>(())
    /// ```
    pub fn skip_repeats(mut self) -> Self {
        self.skips_repeats = true;
        self
    }

    /// Reads a journal into a ledger, all of it or nothing, as [`read`](super::read).
    ///
    /// # Errors
    ///
    /// As [`read`](super::read).
    pub fn read<N: Number>(&self, ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
        ledger.all_or_none(|ledger| enter_all(ledger, (self.entries(input), self), |refused| Err(refused.into())))
    }

    /// Reads a journal into a ledger, and keeps valid entries, as [`read_lenient`](super::read_lenient).
    ///
    /// # Errors
    ///
    /// As [`read_lenient`](super::read_lenient).
    pub fn read_lenient<N: Number>(&self, ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
        let mut refused = Vec::new();
        let read = |ledger: &mut Ledger<N>| {
            enter_all(ledger, (self.entries(input), self), |refusal| {
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
