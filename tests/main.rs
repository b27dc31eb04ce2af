//! All tests of the crate, by subject. A test that proves a rule of the model carries its number in its name.
#![allow(missing_docs, unreachable_pub, reason = "a test has a name")]
#![allow(clippy::items_after_statements, reason = "a helper of one test stands inside it")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path is less general in its lifetimes")]
#![allow(clippy::type_complexity, reason = "plain data needs no name of its own")]

mod analyses;
mod browser;
mod certainty;
mod charts;
mod formats;
mod house;
mod impact;
mod notebooks;
mod numbers;
mod report;
mod rules;
mod support;
