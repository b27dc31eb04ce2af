//! The repository itself: stages of the source, pages, error messages and the public API.

pub mod logs;
pub mod messages;
pub mod pages;
pub mod quoted_texts;
pub mod readme;
pub mod stages;
pub mod surface;
