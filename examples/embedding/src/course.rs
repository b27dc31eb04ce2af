//! A person's course, as a venue sends it.

use covalue::number::Number;
use covalue::{Appraisal, Contribution, Date, Interaction, Misuse, User};
use serde::{Deserialize, Serialize};

use crate::ClassError;
use crate::classes::{CLASS, CONCERN, VENUE};

/// A person's course, as a venue sends it: sessions, and the concern about falling from 7 to 28 points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course<N = f64> {
    /// A pseudonym.
    pub person: String,
    /// Where the classes took place.
    pub venue: String,
    /// The day of the first session.
    pub started: Date,
    /// The number of sessions that the person attended.
    pub attended: N,
    /// The number of sessions that the person missed.
    pub missed: N,
    /// The concern about falling before the course. Lower is better.
    pub before: N,
    /// The concern after the course; `None` if the person was not asked again.
    pub after: Option<N>,
}

impl<N: Number> Course<N> {
    /// The course in the words of `covalue`: a use of a service, with the person's own part and what changed.
    pub(crate) fn into_interaction(self) -> Result<Interaction<N>, ClassError> {
        if self.attended.is_zero() && self.missed.is_zero() {
            return Err(ClassError::NoSession { person: self.person });
        }
        let own =
            Contribution::of(&self.person).integrated(self.attended).not_integrated(self.missed, Misuse::unknown());
        let concern = Appraisal::of(CONCERN).before(self.before);
        let concern = match self.after {
            Some(after) => concern.after(after),
            None => concern,
        };
        let user = User::new(&self.person).with(VENUE, &self.venue);
        Ok(Interaction::between(user, CLASS, self.started).contribution(own).appraisal(concern))
    }
}
