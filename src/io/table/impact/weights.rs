//! Weights of stakeholders.

use std::collections::BTreeSet;

use super::{Fraction, number, rows};
use crate::io::error::ReadError;
use crate::io::table::column::{columns, numbers};
use crate::io::table::header::{Form, OpenNames};
use crate::io::table::load::Table;
use crate::worth::weight_fault;

columns! {
    /// The columns of a table of weights.
    Stakeholder = "stakeholder",
    Weight = "weight",
}

pub(in crate::io::table) static FORM: Form = Form {
    names: Column::NAMES,
    excluded: &[],
    required: numbers!(Stakeholder, Weight),
    open_names: OpenNames::Units(&[]),
};

/// The weight of each stakeholder, in the order of the table.
pub(in crate::io::table) fn load<N: Fraction>(table: &Table<'_>) -> Result<Vec<(Box<str>, N)>, ReadError> {
    let mut known = BTreeSet::new();
    let (weights, end) = rows(table, numbers!(Stakeholder), |row| {
        let (stakeholder, weight) = (row.required(Column::Stakeholder)?, number::<N>(row, Column::Weight)?);
        if weight < N::zero() || !known.insert(stakeholder.to_owned()) {
            return Err(weight_fault(stakeholder, &weight).into());
        }
        Ok((Box::from(stakeholder), weight))
    });
    end?;
    Ok(weights.into_iter().map(|(_, weight)| weight).collect())
}
