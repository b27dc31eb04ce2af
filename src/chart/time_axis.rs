//! The axis of periods below a plot.

use super::figures::step;
use super::page::{NUMBER, Page, RIGHT};
use super::palette::{GREY, INK, RULE};
use super::svg::{Anchor, Path, Span};
use crate::statement::Period;

/// Periods of equal width beside each other.
pub(super) struct TimeAxis {
    period: Period,
    /// The first and the last period.
    periods: [i32; 2],
    /// The left and the right end.
    pub(super) ends: [f64; 2],
    /// The width of a period.
    pub(super) width: f64,
}

/// Every how many months, quarters or years a name may stand.
const STRIDES: [i32; 4] = [1, 2, 3, 6];

impl TimeAxis {
    pub(super) fn new(period: Period, periods: [i32; 2], ends: [f64; 2]) -> Self {
        let count = f64::from(periods[1]) - f64::from(periods[0]) + 1.0;
        Self { period, periods, ends, width: (ends[1] - ends[0]) / count }
    }

    /// The left and the right end of a period.
    pub(super) fn slot(&self, number: i32) -> [f64; 2] {
        let left = self.ends[0] + f64::from(number - self.periods[0]) * self.width;
        [left, left + self.width]
    }

    pub(super) fn middle(&self, number: i32) -> f64 {
        self.slot(number)[0] + self.width / 2.0
    }

    /// The names of periods, and below them those of years.
    pub(super) fn draw(&self, page: &mut Page) {
        if matches!(self.period, Period::Year(_)) {
            page.y += 24.0;
            self.years(page, page.y);
            return;
        }
        let mut top = page.y + 6.0;
        if let Some(stride) = self.stride() {
            page.y += 24.0;
            // Names that are wider than their period would stand on the lines.
            top += if stride > 1 { 24.0 } else { 0.0 };
            for number in (self.periods[0]..=self.periods[1]).filter(|number| number.rem_euclid(stride) == 0) {
                let name = self.period.within_year(number).unwrap_or_default();
                page.svg.text(self.middle(number), page.y, Anchor::Middle, &[Span::new(name, GREY, NUMBER)]);
            }
        }
        page.y += 24.0;
        self.years(page, top);
    }

    /// Every how many periods a name fits; `None` if not even every half year.
    fn stride(&self) -> Option<i32> {
        let widest = if self.period == Period::Month { "Mmm" } else { "Q4" };
        let width = Span::new(widest, GREY, NUMBER).width() + 6.0;
        let divides = |stride: &i32| self.period.per_year() % stride == 0;
        STRIDES.into_iter().filter(divides).find(|&stride| f64::from(stride) * self.width >= width)
    }

    /// The years, each where it starts, with lines between them from `top`.
    fn years(&self, page: &mut Page, top: f64) {
        let per_year = self.period.per_year();
        let [first, last] = self.periods.map(|number| self.period.year(number));
        let name = |year: i32| Span::new(self.period.year_name(year), INK, NUMBER).bold();
        let widest = name(first).width().max(name(last).width()) + 10.0;
        let stride = step((widest / (self.width * f64::from(per_year))).max(1.0)) as i32;
        for year in (first..=last).filter(|year| year.rem_euclid(stride) == 0 || first == last) {
            let start = (year * per_year).max(self.periods[0]);
            let [left, _] = self.slot(start);
            let end = self.slot(((year + 1) * per_year).min(self.periods[1] + 1))[0];
            let name = name(year);
            if per_year == 1 {
                page.svg.text(self.middle(year), page.y, Anchor::Middle, &[Span::new(name.text, GREY, NUMBER)]);
                continue;
            }
            if start > self.periods[0] {
                page.svg.line(&Path::new().to(left, top).vertical(page.y + 2.0).open(), RULE, 1.0);
            }
            // A short first year gives way to the next one. The last year may go on beside the plot.
            let end = if year == last {
                RIGHT
            } else if stride > 1 {
                f64::INFINITY
            } else {
                end
            };
            // The year stands below the name of its first period if that has room, else beside the line.
            let x = (left + 4.0).max(self.middle(start) - name.width() / 2.0);
            if x + name.width() <= end {
                page.svg.text(x, page.y, Anchor::Start, &[name]);
            }
        }
    }
}
