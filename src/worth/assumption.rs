//! The numbers on which a map rests.

use crate::word::words;

words! {
    /// A number on which an impact map rests, and which may be otherwise.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::Assumption;
    ///
    /// assert_eq!(Assumption::DueToOthers.to_string(), "due_to_others");
    /// assert_eq!("drop_off".parse::<Assumption>()?, Assumption::DropOff);
    /// # Ok::<(), covalue::error::UnknownWord>(())
    /// ```
    Assumption is "assumption" {
        /// The quantity of an outcome.
        Quantity = "quantity",
        /// The amount of the proxy of an outcome.
        Proxy = "proxy",
        /// The share of an outcome that would have come about anyway.
        Deadweight = "deadweight",
        /// The share of an outcome that only moved from elsewhere.
        Displacement = "displacement",
        /// The share of an outcome that others brought about.
        DueToOthers = "due_to_others",
        /// The share by which an outcome falls from year to year.
        DropOff = "drop_off",
        /// The number of years for which an outcome lasts.
        Lasts = "lasts",
        /// The amount of an input.
        Input = "input",
        /// The rate of the discount.
        Rate = "rate",
    }
}

impl Assumption {
    /// The shares of a row, in the order in which they are deducted; the drop-off is the last.
    pub(crate) const SHARES: [Self; 4] = [Self::Deadweight, Self::Displacement, Self::DueToOthers, Self::DropOff];

    /// Whether tables and pictures show it as a percentage.
    pub(crate) fn is_share(self) -> bool {
        Self::SHARES.contains(&self) || self == Self::Rate
    }

    /// The assumption in a message: `due to others`.
    pub(crate) fn label(self) -> String {
        match self {
            Self::DropOff => "drop-off".to_owned(),
            Self::Lasts => "years".to_owned(),
            _ => self.word().replace('_', " "),
        }
    }
}
