//! The data sets of the examples, read as the examples read them.
#![allow(clippy::duplicate_mod, reason = "each notebook names its data set, and the notebooks are tested too")]

#[path = "../../examples/data_sets/households.rs"]
pub mod households;
#[path = "../../examples/data_sets/jobs.rs"]
pub mod jobs;
#[path = "../../examples/data_sets/test_results.rs"]
pub mod test_results;
#[path = "../../examples/data_sets/trial.rs"]
pub mod trial;
