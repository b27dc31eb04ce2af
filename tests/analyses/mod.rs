//! Analyses, publications and games: their laws, worked cases, and the second implementation beside the crate.

pub mod agreement;
pub mod conformance;
pub mod cross;
pub mod disclosure;
pub mod games;
pub mod hazards;
pub mod jobs_trial;
pub mod large;
pub mod laws;
pub mod participation;
pub mod traces;
