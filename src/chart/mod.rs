//! Pictures of statements, of analyses and of worth, as SVG.
//!
//! Each picture is made by a method of its statement or analysis, such as
//! [`Statement::bar_chart`](crate::Statement::bar_chart). It is a pure function of the figures: the same figures give
//! the same bytes. Its title states the finding, and [`title`](BarChart::title) replaces it. Every picture has a
//! description with all its figures in words.

#[cfg(feature = "certainty")]
mod acceptability;
#[cfg(feature = "certainty")]
mod acceptability_plot;
mod assumed;
mod bar_marks;
mod bars;
mod control;
mod control_series;
mod cross;
#[cfg(feature = "certainty")]
mod density;
#[cfg(feature = "certainty")]
mod draws;
#[cfg(feature = "certainty")]
mod draws_plot;
mod drivers;
mod engagement_drivers;
pub(crate) mod error;
mod figures;
mod finding;
mod interval_marks;
mod lines;
mod net_lane;
mod over_time;
mod page;
mod palette;
mod people;
mod placement;
mod published_people;
mod reach;
mod relations;
mod risk;
mod scenario_figures;
mod scenario_frame;
mod scenario_map;
mod share_marks;
mod shares;
#[cfg(feature = "certainty")]
mod statement_intervals;
mod statement_worth;
mod svg;
mod time_axis;
mod time_marks;
mod timeline;
mod tornado;
mod tornado_plot;
mod value_axis;
mod waterfall;
mod words;
mod worth;

#[cfg(feature = "certainty")]
pub use acceptability::AcceptabilityChart;
pub use bars::BarChart;
pub use control::{ControlChart, ControlKind};
pub use cross::CrossChart;
#[cfg(feature = "certainty")]
pub use draws::DrawsChart;
pub use drivers::DriversChart;
pub use engagement_drivers::EngagementDriversChart;
use lines::LineFigures;
pub use over_time::TimeChart;
use page::Page;
pub use people::{PeopleChart, PeopleScale};
pub use published_people::PublishedPeopleChart;
pub use reach::ReachChart;
pub use relations::FlowChart;
pub use risk::RiskChart;
pub use scenario_map::{Labels, ScenarioMap};
pub use shares::ShareChart;
pub use tornado::TornadoChart;
pub use waterfall::Waterfall;
pub use worth::WorthChart;

/// A picture that can be drawn.
trait Chart {
    /// The title unless another one is stated. It claims no more than the figures show.
    fn finding(&self) -> String;

    /// The measure and the terms.
    fn subtitle(&self) -> String;

    /// All figures in words.
    fn words(&self) -> String;

    /// Draws the figures below title and subtitle.
    fn draw(&self, page: &mut Page);

    /// The subtitle, and all figures in words.
    fn describe(&self) -> String {
        format!("{} {}", self.subtitle(), self.words()).trim_end().to_owned()
    }

    /// The whole picture. Without a title, it has its finding.
    fn svg(&self, title: Option<&str>) -> String {
        let title = title.map_or_else(|| self.finding(), str::to_owned);
        let mut page = Page::new(&title, &self.subtitle());
        self.draw(&mut page);
        page.finish(&title, &self.describe())
    }
}

/// The methods that all pictures have.
macro_rules! chart_methods {
    () => {
        /// The picture with this title instead of its finding.
        pub fn title(self, title: impl AsRef<str>) -> Self {
            Self { title: Some(crate::chart::words::shown_title(title.as_ref())), ..self }
        }

        /// All figures of the picture in words, as readers hear them who do not see it.
        pub fn description(&self) -> String {
            crate::chart::Chart::describe(self)
        }

        /// The picture as SVG. It is 720 units wide, and as wide as its page at most.
        pub fn to_svg(&self) -> String {
            crate::chart::Chart::svg(self, self.title.as_deref())
        }

        /// Shows the picture in a cell of Jupyter's Rust kernel that ends in it.
        #[cfg(feature = "evcxr")]
        pub fn evcxr_display(&self) {
            evcxr_runtime::mime_type("image/svg+xml").text(self.to_svg());
        }
    };
}

/// Writes a `Debug` that shows nothing but the kind of the picture: its texts may be values of dimensions, which must not
/// enter a log.
macro_rules! hidden_debug {
    ($chart:ident) => {
        impl std::fmt::Debug for $chart {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($chart)).finish_non_exhaustive()
            }
        }
    };
}

use {chart_methods, hidden_debug};

/// The order of the lines of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// That of the statement.
    #[default]
    Statement,
    /// The largest net first.
    Net,
    /// The largest created amount first.
    Created,
    /// The largest destroyed amount first.
    Destroyed,
}

impl Order {
    fn sort(self, lines: &mut [LineFigures]) {
        let key = |line: &LineFigures| match self {
            Self::Statement => 0.0,
            Self::Net => -line.net,
            Self::Created => -line.created,
            Self::Destroyed => -line.destroyed,
        };
        lines.sort_by(|one, other| key(one).total_cmp(&key(other)));
    }
}
