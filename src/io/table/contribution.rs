//! The contribution of a party in the cells of a row.

use super::column::Column;
use super::row::Row;
use crate::catalogue::ActorId;
use crate::io::error::{Reason, RowFault};
use crate::number::{Number, clip};
use crate::record::{Contribution, Intent, Misuse, Part};

/// The cells of a party's contribution.
pub(super) struct ContributionCells<N> {
    integrated: Option<N>,
    // Boxed: they are rare and large, and are built for every row.
    misintegrated: Option<Box<(N, Misuse)>>,
    not_integrated: Option<Box<(N, Misuse)>>,
    is_excused: bool,
}

/// The columns of a party's contribution.
pub(super) struct ContributionColumns {
    integrated: Column,
    misintegrated: Column,
    not_integrated: Column,
    excused: Column,
}

pub(super) const USER_COLUMNS: ContributionColumns = ContributionColumns {
    integrated: Column::UserIntegrated,
    misintegrated: Column::UserMisintegrated,
    not_integrated: Column::UserNotIntegrated,
    excused: Column::UserExcused,
};
pub(super) const PROVIDER_COLUMNS: ContributionColumns = ContributionColumns {
    integrated: Column::ProviderIntegrated,
    misintegrated: Column::ProviderMisintegrated,
    not_integrated: Column::ProviderNotIntegrated,
    excused: Column::ProviderExcused,
};

/// Whether a row contradicts the rows above. A part that those leave out is zero.
fn contradicts<T: PartialEq>(known: Option<&T>, stated: Option<&T>, is_zero: impl Fn(&T) -> bool) -> bool {
    stated.is_some_and(|stated| known.map_or_else(|| !is_zero(stated), |known| known != stated))
}

impl<N: Number> ContributionCells<N> {
    pub(super) fn empty() -> Self {
        Self { integrated: None, misintegrated: None, not_integrated: None, is_excused: false }
    }

    /// The cells of one party's contribution in a row.
    pub(super) fn of(row: Row<'_>, columns: &ContributionColumns) -> Result<Self, Reason> {
        let part = |column| {
            let Some(amount) = row.number(column)? else { return Ok::<_, Reason>(None) };
            Ok(Some(Box::new((amount, misuse(row)?))))
        };
        Ok(Self {
            integrated: row.number(columns.integrated)?,
            misintegrated: part(columns.misintegrated)?,
            not_integrated: part(columns.not_integrated)?,
            is_excused: match row.text(columns.excused) {
                None | Some("false") => false,
                Some("true") => true,
                Some(text) => {
                    return Err(RowFault::NoTruth { column: row.name(columns.excused), text: clip(text) }.into());
                }
            },
        })
    }

    /// Adds the cells of a later row, which may repeat the contribution in whole or in part. The error is a column that
    /// contradicts the rows above: if these state one part, the parts they leave out are zero.
    pub(super) fn add(&mut self, later: Self, columns: &ContributionColumns) -> Result<(), Column> {
        if self.is_excused && later.is_stated() || later.is_excused && !self.is_excused && self.is_stated() {
            return Err(columns.excused);
        }
        if !self.is_stated() {
            *self = Self { is_excused: self.is_excused || later.is_excused, ..later };
            return Ok(());
        }
        let contradicts_part = |known: Option<&(N, Misuse)>, stated: Option<&(N, Misuse)>| {
            contradicts(known, stated, |(amount, _)| amount.is_zero())
        };
        if contradicts(self.integrated.as_ref(), later.integrated.as_ref(), N::is_zero) {
            Err(columns.integrated)
        } else if contradicts_part(self.misintegrated.as_deref(), later.misintegrated.as_deref()) {
            Err(columns.misintegrated)
        } else if contradicts_part(self.not_integrated.as_deref(), later.not_integrated.as_deref()) {
            Err(columns.not_integrated)
        } else {
            Ok(())
        }
    }

    /// Whether a misused part is above zero. A part of zero does not count: it is left out of the interaction's
    /// content, so its misuse would be lost.
    pub(super) fn is_misused(&self) -> bool {
        let parts = [&self.misintegrated, &self.not_integrated];
        parts.into_iter().flatten().any(|stated| !stated.0.is_zero())
    }

    pub(super) fn is_stated(&self) -> bool {
        self.integrated.is_some() || self.misintegrated.is_some() || self.not_integrated.is_some()
    }

    /// The contribution, if any amount is stated or the party was excused.
    pub(super) fn contribution(self, party: &ActorId) -> Option<Contribution<N>> {
        if !self.is_stated() && !self.is_excused {
            return None;
        }
        let mut contribution = Contribution::of(party);
        if self.is_excused {
            contribution = contribution.excused();
        }
        if let Some(amount) = self.integrated {
            contribution = contribution.integrated(amount);
        }
        for (part, stated) in [(Part::Misintegrated, self.misintegrated), (Part::NotIntegrated, self.not_integrated)] {
            if let Some((amount, misuse)) = stated.map(|stated| *stated) {
                contribution = contribution.part(part, amount, misuse);
            }
        }
        Some(contribution)
    }
}

/// The misuse of every misused part in a row.
fn misuse(row: Row<'_>) -> Result<Misuse, Reason> {
    let mut misuse = Misuse::new(intent(row)?);
    if let Some(by) = row.text(Column::MisusedBy) {
        misuse = misuse.by(by);
    }
    Ok(match row.text(Column::Cause) {
        Some(cause) => misuse.cause(cause),
        None => misuse,
    })
}

/// The intent of a row; unknown if it is not stated.
fn intent(row: Row<'_>) -> Result<Intent, Reason> {
    Ok(row.text(Column::Intent).map(str::parse).transpose()?.unwrap_or(Intent::Unknown))
}

/// The contributions in the cells of a row: the user's and the provider's.
pub(super) struct RowContributions<N> {
    pub(super) user: ContributionCells<N>,
    pub(super) provider: ContributionCells<N>,
}

impl<N: Number> RowContributions<N> {
    pub(super) fn of(row: Row<'_>) -> Result<Self, Reason> {
        // Read even if no part is misused, so that an unknown word is refused.
        intent(row)?;
        let user = ContributionCells::of(row, &USER_COLUMNS)?;
        let provider = ContributionCells::of(row, &PROVIDER_COLUMNS)?;
        if !user.is_misused() && !provider.is_misused() {
            let of_a_misuse = [Column::MisusedBy, Column::Intent, Column::Cause];
            if let Some(column) = row.first_stated(&of_a_misuse) {
                return Err(RowFault::OfNoMisuse { column: row.name(column) }.into());
            }
        }
        Ok(Self { user, provider })
    }
}
