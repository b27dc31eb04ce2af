//! The rules of the books: validation, statements, merging and forgetting.

pub mod agreement;
pub mod amounts;
pub mod beat_the_blues;
pub mod beneficiaries;
mod bounds;
pub mod changes;
mod check_and_record;
pub mod co_operation_and_mirror;
pub mod days_traces_bounds;
pub mod excluded;
mod excused;
pub mod filters;
pub mod follow_ups;
pub mod forgetting;
mod growth;
pub mod ledgers;
pub mod lines;
pub mod number_limits;
pub mod order_and_merging;
pub mod order_of_sources;
mod partial_dates;
pub mod reach;
pub mod rows;
pub mod split_changes;
pub mod tallies;
pub mod validation;
