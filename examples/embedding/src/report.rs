//! Figures by venue.

use std::fmt;

use covalue::Statement;
use covalue::number::Number;
use covalue::statement::Figures;
use serde::{Deserialize, Serialize};

use crate::ClassError;
use crate::classes::CONCERN;

/// Figures by venue. It is stored with its exact totals, so stored reports can be merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "", transparent)]
pub struct Report<N: Number = f64> {
    statement: Statement<N>,
}

impl<N: Number> Report<N> {
    pub(crate) fn new(statement: Statement<N>) -> Self {
        Self { statement }
    }

    /// Both reports as one. The order does not matter.
    ///
    /// # Errors
    ///
    /// - a part that is in both.
    pub fn merge(self, other: Self) -> Result<Self, ClassError> {
        Ok(Self { statement: self.statement.merge(other.statement)? })
    }

    /// The figures of a venue.
    ///
    /// # Errors
    ///
    /// - a venue without courses;
    /// - a figure that the number cannot hold.
    pub fn of_venue(&self, venue: &str) -> Result<Figures<N>, ClassError> {
        Ok(self.statement.line(venue, CONCERN)?)
    }

    /// The statement, for pictures and files.
    pub fn statement(&self) -> &Statement<N> {
        &self.statement
    }
}

impl<N: Number> fmt::Display for Report<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statement.fmt(f)
    }
}
