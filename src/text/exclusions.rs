//! The appraisals that terms exclude, as a sentence.

use std::fmt;

use super::column::thousands;
use crate::statement::{Exclusions, Terms};

impl fmt::Display for Exclusions {
    /// `12 appraisals by proxy, 3 of other follow-ups`; `no appraisal` if none is excluded.
    ///
    /// `{:#}` prints the terms on a line above.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            let terms = self.terms.as_ref().map(Terms::without_grouping);
            writeln!(f, "{}", terms.as_deref().unwrap_or("an empty statement"))?;
        }
        let text = |(reason, value, _): (&'static str, Option<&'static str>, u64)| match (reason, value) {
            ("role", Some("provider")) => "of providers",
            ("role", Some("affected")) => "of affected people",
            ("role", _) => "of others",
            ("source", Some("proxy")) => "by proxy",
            ("source", _) => "by instrument",
            ("follow_up", _) => "of other follow-ups",
            ("period", _) => "outside the period",
            ("straddling", _) => "of months or years partly outside the period",
            _ => "without the values asked for",
        };
        let mut reasons = self.reasons().filter(|(reason, ..)| *reason != "replaced");
        let Some(first) = reasons.next() else { return f.write_str("no appraisal") };
        let noun = if first.2 == 1 { "appraisal" } else { "appraisals" };
        write!(f, "{} {noun} {}", thousands(&first.2.to_string()), text(first))?;
        reasons.try_for_each(|reason| write!(f, ", {} {}", thousands(&reason.2.to_string()), text(reason)))
    }
}
