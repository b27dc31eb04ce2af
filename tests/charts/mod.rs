//! Pictures: their figures are those of the books, their texts are safe, and the same books give the same bytes.

pub mod acceptability;
pub mod bars;
pub mod control;
pub mod cross;
pub mod draws;
pub mod drivers;
pub mod extremes;
pub mod flows;
pub mod intervals;
pub mod intervals_over_time;
pub mod labels;
pub mod over_time;
pub mod participation;
pub mod people;
pub mod published_people;
pub mod reach;
pub mod risk;
pub mod rounded;
pub mod scenario_map;
pub mod shares;
pub mod svg;
pub mod texts;
pub mod titles;
pub mod waterfall;
pub mod worth;
