//! All tests of the crate, by subject. A test that proves a rule of the model carries its number in its name.
#![allow(missing_docs, unreachable_pub, reason = "a test has a name")]

mod analyses;
mod formats;
mod house;
mod numbers;
mod rules;
mod support;
