//! The text of terms, in tables and messages.

use std::fmt;

use super::{Baseline, FollowUp, Logic, Terms};
use crate::printable::{clip, quoted};
use crate::record::{Role, SourceKind};

impl Terms {
    /// The heading of a table. It leaves out the grouping, which the table has as columns.
    pub(crate) fn without_grouping(&self) -> String {
        self.clauses(false).join("; ")
    }

    /// A statement or an analysis with its grouping: `statement by service, quarter`.
    pub(crate) fn grouped(&self, kind: &str) -> String {
        match self.grouping().words() {
            [] => format!("ungrouped {kind}"),
            _ => format!("{kind} by {}", self.grouping().in_message()),
        }
    }

    /// The terms in words, without the grouping.
    fn clauses(&self, is_message: bool) -> Vec<String> {
        let reference = match self.get_baseline() {
            Baseline::Before => "change from before".to_owned(),
            Baseline::Expected => "change from what was expected".to_owned(),
            Baseline::Without => "change from the level without the service".to_owned(),
            Baseline::Named(name) if is_message => format!("change from the level {}", quoted(name.as_str())),
            Baseline::Named(name) => format!("change from the level “{}”", clip(name.as_str())),
        };
        let mut words = vec![reference, self.included_text()];
        if self.get_logic() != Logic::ServiceDominant {
            words.push(format!("{} logic", self.get_logic()));
        }
        if let FollowUp::Number(number) = self.get_follow_up() {
            words.push(format!("follow-up {number}"));
        }
        words.extend(self.entry_clauses(is_message));
        // A table has them as a column, while a message that terms differ has to say in what.
        if is_message && self.counts_beneficiaries() {
            words.push("counting beneficiaries".to_owned());
        }
        words
    }

    /// The terms that select entries, each after a semicolon: `; as of 2026-03-31; only service physio`. Analyses of
    /// contributions depend on no other terms.
    pub(crate) fn of_entries(&self) -> String {
        let clauses = self.entry_clauses(false);
        if clauses.is_empty() { String::new() } else { format!("; {}", clauses.join("; ")) }
    }

    fn entry_clauses(&self, is_message: bool) -> Vec<String> {
        let mut words: Vec<String> = self.get_as_of().map(|day| format!("as of {day}")).into_iter().collect();
        words.extend(match (self.get_from(), self.get_until()) {
            (Some(from), Some(until)) => Some(format!("{from} to {until}")),
            (Some(from), None) => Some(format!("from {from}")),
            (None, Some(until)) => Some(format!("until {until}")),
            (None, None) => None,
        });
        words.extend(self.only_words().clauses(is_message));
        words
    }

    /// The word for the people that are counted, in the singular and in the plural.
    pub(crate) fn people(&self) -> (&'static str, &'static str) {
        let only_users = Role::ALL.iter().skip(1).all(|&role| !self.includes_role(role));
        if only_users { ("user", "users") } else { ("beneficiary", "beneficiaries") }
    }

    fn included_text(&self) -> String {
        if self.included().next().is_none() {
            return "users' own appraisals".to_owned();
        }
        let role = |role: &Role| match role {
            Role::User => "users",
            Role::Provider => "providers",
            Role::Other => "others",
            Role::Affected => "affected",
        };
        let source = |source: &SourceKind| match source {
            SourceKind::Own => "own",
            SourceKind::Proxy => "by proxy",
            SourceKind::Observed => "observed",
        };
        let roles: Vec<_> = Role::ALL.iter().filter(|&&role| self.includes_role(role)).map(role).collect();
        let sources = SourceKind::ALL.iter().filter(|&&kind| self.includes_source(kind)).map(source);
        format!("appraisals of {} ({})", enumeration(&roles), sources.collect::<Vec<_>>().join(", "))
    }
}

/// Words joined by commas, with *and* before the last.
fn enumeration(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.clauses(true).join(", ");
        if self.grouping().words().is_empty() {
            write!(f, "ungrouped, {terms}")
        } else {
            write!(f, "by {}, {terms}", self.grouping().in_message())
        }
    }
}
