//! The courses of a part of the books.

use covalue::disclosure::Publication;
use covalue::number::Number;
use covalue::{By, Catalogue, Ledger, Measure, Service};

use crate::{ClassError, Course, Report};

pub(crate) const CLASS: &str = "balance class";
pub(crate) const CONCERN: &str = "concern about falling";
pub(crate) const VENUE: &str = "venue";

/// The courses of one part of the books, such as the file of a venue.
#[derive(Clone, Debug)]
pub struct Classes<N: Number = f64> {
    ledger: Ledger<N>,
}

impl<N: Number> Classes<N> {
    /// A part without courses. Its name keeps it from being counted twice when reports are merged.
    ///
    /// # Errors
    ///
    /// - a number that cannot hold the levels from 7 to 28.
    pub fn part(name: &str) -> Result<Self, ClassError> {
        let catalogue = Catalogue::new(
            [Measure::lower_is_better(CONCERN, "points").range(N::parse("7")?, N::parse("28")?)],
            // A promise makes an appraisal due, so that people who were not asked again are counted as missing.
            [Service::new(CLASS, "council").promises(CONCERN, N::zero())],
        )?;
        Ok(Self { ledger: Ledger::part(&catalogue, name) })
    }

    /// Enters a course.
    ///
    /// # Errors
    ///
    /// - a course without a session, and one that the books refuse, such as for a level out of range. Both name the person.
    pub fn enter(&mut self, course: Course<N>) -> Result<(), ClassError> {
        let person = course.person.clone();
        let interaction = course.into_interaction()?;
        match self.ledger.record(interaction) {
            Ok(_) => Ok(()),
            Err(reason) => Err(ClassError::Refused { person, reason }),
        }
    }

    /// The report by venue.
    ///
    /// # Errors
    ///
    /// - none for these terms; the books check terms all the same.
    pub fn report(&self) -> Result<Report<N>, ClassError> {
        Ok(Report::new(self.ledger.statement(By::with(VENUE))?))
    }

    /// The report for readers who may know the people: figures of fewer than `threshold` people are withheld.
    ///
    /// # Errors
    ///
    /// - a threshold below 2.
    pub fn publish(&self, threshold: u64) -> Result<Publication<N>, ClassError> {
        Ok(self.ledger.publish(threshold).statement(By::with(VENUE))?)
    }
}
