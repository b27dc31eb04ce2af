//! Elements of value.

use crate::word::words;

words! {
    /// One of the five elements of value of public service logic (CenSE 2020, "Public Service Logic").
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::catalogue::Element;
    ///
    /// assert_eq!("whole_life".parse(), Ok(Element::WholeLife));
    /// ```
    Element is "element" {
        /// Short-term satisfaction and wellbeing.
        Satisfaction = "satisfaction",
        /// Medium- and long-term outcomes.
        Outcome = "outcome",
        /// The experience of a whole life.
        WholeLife = "whole_life",
        /// The capacity to control one's own life in future.
        Capacity = "capacity",
        /// Value for society.
        Societal = "societal",
    }
}
