//! The columns of a table of appraisals, by layout.

use super::header::{Form, OpenNames};
use super::layout::Layout;

/// Declares the columns of a kind of table by their names.
macro_rules! columns {
    ($(#[$about:meta])* $($column:ident = $name:literal,)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Column {
            $($column,)+
        }

        impl Column {
            /// The names of all of them.
            pub(super) const NAMES: &[&str] = &[$($name,)+];
        }

        impl From<Column> for usize {
            fn from(column: Column) -> Self {
                column as Self
            }
        }
    };
}

pub(super) use columns;

columns! {
    /// The columns of a table of appraisals other than dimensions and levels with names.
    Id = "id",
    Service = "service",
    User = "user",
    On = "on",
    Measure = "measure",
    Before = "before",
    After = "after",
    Change = "change",
    Expected = "expected",
    Without = "without",
    Beneficiary = "beneficiary",
    FollowUp = "follow_up",
    Source = "source",
    Made = "made",
    Known = "known",
    Use = "use",
    UserIntegrated = "user_integrated",
    UserMisintegrated = "user_misintegrated",
    UserNotIntegrated = "user_not_integrated",
    UserExcused = "user_excused",
    ProviderIntegrated = "provider_integrated",
    ProviderMisintegrated = "provider_misintegrated",
    ProviderNotIntegrated = "provider_not_integrated",
    ProviderExcused = "provider_excused",
    MisusedBy = "misused_by",
    Intent = "intent",
    Cause = "cause",
    Level = "level",
}

/// Lists columns by their numbers.
macro_rules! numbers {
    ($($column:ident),*) => {
        &[$(Column::$column as usize),*]
    };
}

pub(super) use numbers;

static LONG: Form = Form {
    names: Column::NAMES,
    excluded: numbers!(Level),
    required: numbers!(Id, Service, User, On, Measure, Before, After),
    open_names: OpenNames::DimensionsAndReferences,
};

/// Levels beside each other, of measures that the options name.
static WIDE: Form = Form {
    names: Column::NAMES,
    excluded: numbers!(Measure, Before, After, Change, Expected, Without, FollowUp, Made, Level),
    required: numbers!(Service, User, On),
    open_names: OpenNames::Dimensions,
};

/// Levels beside each other, of the measure that the row names.
static WIDE_OF_EACH: Form = Form {
    names: Column::NAMES,
    excluded: numbers!(Before, After, Change, Expected, Without, FollowUp, Made, Level),
    required: numbers!(Service, User, On, Measure),
    open_names: OpenNames::Dimensions,
};

static DATED: Form = Form {
    names: Column::NAMES,
    excluded: numbers!(Before, After, Change, Expected, Without, FollowUp, Made, Known),
    required: numbers!(Service, User, On, Measure, Level),
    open_names: OpenNames::Dimensions,
};

impl Layout<'_> {
    /// The columns of tables of this layout.
    pub(super) fn form(self) -> &'static Form {
        match self {
            Self::Long => &LONG,
            Self::Wide(wide) if wide.iter().any(|wide| wide.measure.is_none()) => &WIDE_OF_EACH,
            Self::Wide(_) => &WIDE,
            Self::Dated { .. } => &DATED,
        }
    }
}
