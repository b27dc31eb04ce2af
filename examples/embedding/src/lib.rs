//! Books of exercise classes that train the balance of older people.
//!
//! Venues send their courses. Each person says before and after the course how much they are concerned about falling.
//! The crate embeds `covalue`, and speaks the words of those who run the classes: [`Course`], [`Classes`], [`Report`].
//! Every kind of number that `covalue` knows will do.
//!
//! # Example
//!
//! ```
//! use balance_classes::{Classes, Course};
//!
//! let sent = r#"[{ "person": "ana", "venue": "hall", "started": "2026-03-02", "attended": 9, "missed": 3,
//!     "before": 20, "after": 15 }]"#;
//! let mut classes = Classes::<i64>::part("hall in spring")?;
//! for course in serde_json::from_str::<Vec<Course<i64>>>(sent)? {
//!     classes.enter(course)?;
//! }
//! let found = classes.report()?.of_venue("hall")?;
//! assert_eq!((found.created(), found.destroyed()), (5, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod classes;
mod course;
mod error;
mod report;

pub use classes::Classes;
pub use course::Course;
pub use error::ClassError;
pub use report::Report;
