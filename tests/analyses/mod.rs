//! Analyses, publications and games: laws, worked examples, and comparison with the second implementation.

pub mod agreement;
pub mod conformance;
pub mod cross;
pub mod disclosure;
pub mod drivers;
pub mod engagement_drivers;
pub mod games;
pub mod hazards;
pub mod jobs_trial;
pub mod large_ledgers;
pub mod laws;
pub mod own_rules;
pub mod reach;
pub mod risk_of_integers;
pub mod traces;
