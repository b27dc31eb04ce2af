//! The house: stages, pages, messages and the public surface.

pub mod messages;
pub mod pages;
pub mod stages;
pub mod surface;
