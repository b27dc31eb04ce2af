//! The figures of a line that have intervals.

use crate::statement::{Bounds, Classification, FigureRange};

/// A figure of a line. Its number is its place in lists of the figures of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineFigure {
    Created,
    Destroyed,
    WindfallGain,
    WindfallLoss,
    Net,
}

impl LineFigure {
    /// The number of figures.
    pub(super) const COUNT: usize = 5;

    /// All of them, in order.
    pub(crate) const ALL: [Self; Self::COUNT] =
        [Self::Created, Self::Destroyed, Self::WindfallGain, Self::WindfallLoss, Self::Net];

    /// The name in written output and in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Destroyed => "destroyed",
            Self::WindfallGain => "windfall_gain",
            Self::WindfallLoss => "windfall_loss",
            Self::Net => "net",
        }
    }

    /// Its bounds.
    pub(crate) fn range(self, bounds: &Bounds<f64>) -> &FigureRange<f64> {
        match self {
            Self::Created => bounds.created(),
            Self::Destroyed => bounds.destroyed(),
            Self::WindfallGain => bounds.windfall_gain(),
            Self::WindfallLoss => bounds.windfall_loss(),
            Self::Net => bounds.net(),
        }
    }

    /// The figure beside the net that a change adds to; `None` within the tolerance.
    pub(super) fn of(counts_as: Classification) -> Option<Self> {
        match counts_as {
            Classification::WindfallGain => Some(Self::WindfallGain),
            Classification::WindfallLoss => Some(Self::WindfallLoss),
            created if created.is_created() => Some(Self::Created),
            destroyed if destroyed.is_destroyed() => Some(Self::Destroyed),
            _ => None,
        }
    }
}
