//! Dots for the values of a dimension: how many appraisals are better, and how many are worse.

use super::figures::{LinearScale, count, largest, number_of, percent, together};
use super::finding::{APPRAISALS, SharePair, ValueShare, shares_finding};
use super::lines::capitalized;
use super::page::{LEFT, NAME, NUMBER, Page};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, INK, Ink};
use super::share_marks::{Shape, TO_LABEL, draw_axis, draw_key, draw_mark, draw_mark_on, share_scale};
use super::svg::{Anchor, Span, Weight};
use super::words::{Block, join, shown, shown_value};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::Analysis;
use crate::analysis::drivers::{ComparisonGroup, Drivers};
use crate::number::Number;

/// The values of a dimension as dots: the share of their appraisals that is better, and the share that is worse.
///
/// Made by [`Drivers::chart`].
#[derive(Clone, PartialEq)]
pub struct DriversChart {
    title: Option<String>,
    dimension: String,
    terms: String,
    panels: Vec<DriverPanel>,
}

/// The values of the dimension on a measure.
#[derive(Clone, Debug, PartialEq)]
struct DriverPanel {
    measure: String,
    rows: Vec<DriverRow>,
}

#[derive(Clone, Debug, PartialEq)]
struct DriverRow {
    value: String,
    with: Counts,
    /// The appraisals with another value.
    others: Counts,
}

/// The appraisals of a group, with those that are worse and those that are better.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    appraisals: u64,
    /// `None` for several values together: a person may have several values, so the people do not add up.
    people: Option<u64>,
    sides: [u64; 2],
    /// The confidence interval of the share on each side; `None` without an appraisal, and for several values together.
    intervals: Option<[[f64; 2]; 2]>,
}

/// The sides of a row, in the order of its labels.
const WORSE: usize = 0;
const BETTER: usize = 1;

impl Counts {
    fn of<N: Number>(group: &ComparisonGroup<N>) -> Self {
        let intervals = group.worse_interval().zip(group.better_interval());
        Self {
            appraisals: group.appraisal_count(),
            people: Some(group.person_count()),
            sides: [group.worse_count(), group.better_count()],
            intervals: intervals.map(|(worse, better)| [worse, better].map(|one| [one.low(), one.high()])),
        }
    }

    fn plus(self, other: Self) -> Self {
        let [worse, better] = self.sides;
        Self {
            appraisals: self.appraisals + other.appraisals,
            sides: [worse + other.sides[WORSE], better + other.sides[BETTER]],
            people: None,
            intervals: None,
        }
    }

    fn share(self, side: usize) -> f64 {
        if self.appraisals == 0 { 0.0 } else { self.sides[side] as f64 / self.appraisals as f64 }
    }

    fn description(self) -> String {
        if self.appraisals == 0 {
            return "no appraisals".to_owned();
        }
        let part = |side: usize, word: &str| {
            let interval = self.intervals.map_or_else(String::new, |intervals| {
                let [low, high] = intervals[side].map(percent);
                format!(", 95 % confidence {low} to {high}")
            });
            format!("{} ({}{interval}) {word}", count(self.sides[side]), percent(self.share(side)))
        };
        format!("{}, {}, {}", number_of(self.appraisals, APPRAISALS), part(BETTER, "better"), part(WORSE, "worse"))
    }
}

impl<N: Number> Drivers<N> {
    /// Each value of the dimension as two dots: the share of its appraisals that is better, and the share that is
    /// worse. Each measure has a panel.
    ///
    /// Each dot has its 95 % confidence interval, with people as cases: see
    /// [`better_interval`](ComparisonGroup::better_interval). Above 50 values, those with the fewest appraisals are one
    /// last row together, without intervals.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/what_drives_it-influence.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, district, change) in [("ana", "north", 4.0), ("ben", "north", 2.0), ("cai", "south", -1.0)] {
    ///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let chart = ledger.drivers(Terms::default(), "district")?.chart();
    /// let title = "By district, 100 % and 0 % of the appraisals are better; the intervals overlap";
    /// assert!(chart.to_svg().contains(title));
    /// assert!(chart.description().contains("2 (100 %, 95 % confidence 34 % to 100 %) better"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn chart(&self) -> DriversChart {
        let mut panels: Vec<DriverPanel> = Vec::new();
        // By the measures themselves, since different ones may be shown alike.
        let mut measure = None;
        for line in self.lines() {
            if measure.as_ref() != Some(line.measure()) {
                measure = Some(line.measure().clone());
                panels.push(DriverPanel { measure: shown(line.measure().as_str()), rows: Vec::new() });
            }
            let (with, others) = (Counts::of(line.with()), Counts::of(line.without()));
            let rows = &mut panels.last_mut().expect("a panel was pushed").rows;
            rows.push(DriverRow { value: shown_value(line.value()), with, others });
        }
        let terms = capitalized(&self.terms().without_grouping());
        DriversChart { title: None, dimension: shown(self.dimension()), terms, panels }
    }
}

hidden_debug!(DriversChart);

impl DriversChart {
    chart_methods!();
}

/// Values up to this number are drawn one by one.
const MOST_DRAWN: usize = 50;
const PITCH: f64 = 54.0;
/// From the middle of a row to the middle of each mark.
const TO_MARK: f64 = 11.0;
/// From the middle of a row to the middle of each label: labels of equal shares do not touch.
const TO_LABEL_MIDDLE: f64 = 11.0;
const NAME_WIDTH: f64 = 200.0;

impl Chart for DriversChart {
    fn finding(&self) -> String {
        let none = || format!("No appraisal has a value of {}", self.dimension);
        let Some(panel) =
            self.panels.iter().reduce(|first, panel| if panel.weight() > first.weight() { panel } else { first })
        else {
            return none();
        };
        let verb = if self.panels.len() == 1 { "better".to_owned() } else { format!("better on {}", panel.measure) };
        let all: Vec<Option<f64>> = panel.rows.iter().map(|row| Some(row.share_better()?.share())).collect();
        shares_finding(&self.dimension, panel.shares_better(), &all, APPRAISALS, &verb).unwrap_or_else(none)
    }

    fn subtitle(&self) -> String {
        let measure = if let [panel] = &self.panels[..] { format!("; {}", panel.measure) } else { String::new() };
        format!(
            "Share of appraisals that are better, and that are worse, by {}{measure}, with 95 % confidence intervals. \
             {}. A comparison, not a cause.",
            self.dimension, self.terms,
        )
    }

    fn words(&self) -> String {
        join(self.panels.iter().map(DriverPanel::description), " ")
    }

    fn draw(&self, page: &mut Page) {
        for (index, panel) in self.panels.iter().enumerate() {
            if self.panels.len() > 1 {
                page.y += if index == 0 { 22.0 } else { 26.0 };
                page.rule(page.y);
                page.y += 28.0;
                page.heading(&panel.measure, "");
            }
            DriverPlot::new(panel).draw(page);
        }
        if !self.panels.is_empty() {
            page.note("Beside each share: the number of appraisals. Not drawn: those that are the same. The intervals count each person once, since several appraisals of one person are not independent.");
        }
    }
}

impl DriverRow {
    /// The share that is better; `None` without an appraisal.
    fn share_better(&self) -> Option<ValueShare<'_>> {
        Some(ValueShare {
            value: &self.value,
            counted: self.with.sides[BETTER],
            all: self.with.appraisals,
            people: self.with.people?,
            interval: self.with.intervals?[BETTER],
        })
    }
}

impl DriverPanel {
    /// The shares of the values that are drawn one by one, which the title may name.
    fn shares_better(&self) -> Vec<ValueShare<'_>> {
        self.largest().0.into_iter().filter_map(DriverRow::share_better).collect()
    }

    /// How much the comparison of the title bears.
    fn weight(&self) -> (bool, f64) {
        SharePair::of(self.shares_better()).map_or((false, 0.0), |pair| pair.weight())
    }

    /// The rows with the most appraisals in their order, and the others.
    fn largest(&self) -> (Vec<&DriverRow>, Vec<&DriverRow>) {
        largest(&self.rows, MOST_DRAWN, |row| row.with.appraisals as f64)
    }

    fn description(&self) -> String {
        let row = |row: &DriverRow| {
            format!("{}: {}; the others: {}", row.value, row.with.description(), row.others.description())
        };
        format!("{}. {}.", capitalized(&self.measure), join(self.rows.iter().map(row), "; "))
    }
}

/// A row as it is drawn.
struct DrawnRow {
    name: Vec<String>,
    counts: Counts,
    labels: [Vec<Span>; 2],
}

const MARKS: [(Shape, Ink, Ink); 2] =
    [(Shape::Square, DESTROYED, DESTROYED_WORDS), (Shape::Circle, CREATED, CREATED_WORDS)];

impl DrawnRow {
    fn new(name: &str, counts: Counts) -> Self {
        let names = Block { size: NAME, weight: Weight::Regular, width: NAME_WIDTH };
        let labels = [WORSE, BETTER].map(|side| {
            let share = Span::new(percent(counts.share(side)), MARKS[side].2, NUMBER);
            vec![share, Span::new(format!(" {}", count(counts.sides[side])), GREY, NUMBER)]
        });
        Self { name: names.at_most(2, name), counts, labels }
    }

    /// The upper end of the interval, or else the share: the label stands to the right of it.
    fn end(&self, side: usize) -> f64 {
        self.counts.intervals.map_or(self.counts.share(side), |intervals| intervals[side][1])
    }

    fn label_width(&self, side: usize) -> f64 {
        self.labels[side].iter().map(Span::width).sum()
    }
}

struct DriverPlot {
    rows: Vec<DrawnRow>,
    /// The right edge of the column with the number of appraisals.
    appraisals_edge: f64,
    scale: LinearScale,
}

impl DriverPlot {
    fn new(panel: &DriverPanel) -> Self {
        let (drawn, folded) = panel.largest();
        let mut rows: Vec<DrawnRow> = drawn.into_iter().map(|row| DrawnRow::new(&row.value, row.with)).collect();
        if !folded.is_empty() {
            let folded = || folded.iter().map(|row| row.with);
            let sum = folded().fold(Counts::default(), Counts::plus);
            let name = together(folded().count(), ("other", "others"));
            rows.push(DrawnRow::new(&name, sum));
        }
        Self::with_scale(rows)
    }

    fn with_scale(rows: Vec<DrawnRow>) -> Self {
        let widest = |width: &dyn Fn(&DrawnRow) -> f64| rows.iter().map(width).fold(0.0, f64::max);
        let names = widest(&|row| row.name.iter().map(|line| Span::new(line, INK, NAME).width()).fold(0.0, f64::max));
        let heading = Span::new(HEADING, GREY, NUMBER).width();
        let appraisals = widest(&|row| Span::new(count(row.counts.appraisals), GREY, NUMBER).width());
        let appraisals_edge = (LEFT + names + 16.0 + appraisals).max(LEFT + heading);
        let shares = rows.iter().flat_map(|row| [WORSE, BETTER].map(|side| (row.end(side), row.label_width(side))));
        let scale = share_scale(appraisals_edge + 24.0, shares);
        Self { rows, appraisals_edge, scale }
    }

    fn draw(&self, page: &mut Page) {
        page.y += 36.0;
        let heading = Span::new(HEADING, GREY, NUMBER);
        page.svg.text(self.appraisals_edge, page.y, Anchor::End, &[heading]);
        let mut x = self.scale.zero.max(self.appraisals_edge + 16.0) - 8.0;
        for (side, text) in [(WORSE, "worse"), (BETTER, "better")] {
            let (shape, ink, words) = MARKS[side];
            x = 28.0 + draw_key(page, [x, page.y], shape, ink, Span::new(text, words, NUMBER).bold());
        }
        let top = page.y + 8.0;
        let bottom = top + PITCH * self.rows.len() as f64;
        draw_axis(page, self.scale, &[[top, bottom]], bottom + 24.0);
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_row(page, row, top + PITCH * (index as f64 + 0.5));
        }
        page.y = bottom + 24.0;
    }

    fn draw_row(&self, page: &mut Page, row: &DrawnRow, middle: f64) {
        let first = middle + 7.0 - 11.0 * (row.name.len() - 1) as f64;
        page.name(first, 22.0, &row.name);
        let number = Span::new(count(row.counts.appraisals), GREY, NUMBER);
        page.svg.text(self.appraisals_edge, middle + 7.0, Anchor::End, &[number]);
        for side in [WORSE, BETTER] {
            let up = if side == BETTER { -1.0 } else { 1.0 };
            let (shape, ink, _) = MARKS[side];
            let (x, y) = (self.scale.at(row.counts.share(side)), middle + up * TO_MARK);
            match row.counts.intervals {
                Some(intervals) => {
                    draw_mark_on(page, intervals[side].map(|end| self.scale.at(end)), [x, y], shape, ink);
                }
                None => draw_mark(page, x, y, shape, ink),
            }
            let x = self.scale.at(row.end(side)).max(x + 4.0) + TO_LABEL - 4.0;
            page.svg.outlined_text(x, middle + up * TO_LABEL_MIDDLE + 6.0, Anchor::Start, &row.labels[side]);
        }
    }
}

/// The heading of the column with the number of appraisals.
const HEADING: &str = APPRAISALS.1;
