//! Dots with confidence intervals for the values of a dimension: which share of people took part.

use super::figures::{FigureFormat, LinearScale, count, largest, number_of, percent};
use super::finding::{ValueShare, shares_finding};
use super::page::{LEFT, NAME, NUMBER, Page};
use super::palette::{GREY, INK, Ink, VIOLET, VIOLET_WORDS};
use super::share_marks::{Shape, TO_LABEL, draw_axis, draw_key, draw_mark_on, share_scale};
use super::svg::{Anchor, Span, Weight};
use super::words::{Block, join, shown, shown_value};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::Analysis;
use crate::analysis::engagement_drivers::{EngagementDrivers, EngagementDriversLine, Participation};
use crate::number::{Number, nearest};

/// The values of a dimension as dots: the share of users with the value who took part, and the share of the others,
/// each with its confidence interval.
///
/// Made by [`EngagementDrivers::chart`].
#[derive(Clone, PartialEq)]
pub struct EngagementDriversChart {
    title: Option<String>,
    dimension: String,
    least: u64,
    /// The terms that select entries.
    entries: String,
    rows: Vec<ParticipationRow>,
    format: FigureFormat,
}

#[derive(Clone, Debug, PartialEq)]
struct ParticipationRow {
    value: String,
    /// With the value, and with another one.
    sides: [SideFigures; 2],
}

impl ParticipationRow {
    /// The share of users with the value; `None` for too few people.
    fn value_share(&self) -> Option<ValueShare<'_>> {
        let SideFigures { people, took_part, share, .. } = self.sides[0];
        let [_, low, high] = share?;
        Some(ValueShare { value: &self.value, counted: took_part, all: people, people, interval: [low, high] })
    }
}

#[derive(Clone, Debug, PartialEq)]
struct SideFigures {
    people: u64,
    took_part: u64,
    quantities: [f64; 2],
    /// The share and its interval; `None` for too few people.
    share: Option<[f64; 3]>,
}

impl SideFigures {
    fn of<N: Number>(side: &Participation<N>) -> Self {
        let interval = side.interval();
        Self {
            people: side.person_count(),
            took_part: side.participant_count(),
            quantities: [side.integrated(), side.contributed()].map(nearest),
            share: side.share().zip(interval).map(|(share, interval)| [share, interval.low(), interval.high()]),
        }
    }

    /// `41 of 50`.
    fn counts(&self) -> String {
        format!("{} of {}", count(self.took_part), count(self.people))
    }

    fn description(&self, format: &FigureFormat) -> String {
        let share = match self.share {
            Some([share, low, high]) => {
                format!("{} (95 % confidence {} to {})", percent(share), percent(low), percent(high))
            }
            None => "too few for a share".to_owned(),
        };
        let [integrated, contributed] = self.quantities.map(|quantity| format.text(quantity));
        format!("{} took part, {share}, integrated {integrated} of {contributed}", self.counts())
    }
}

impl<N: Number> EngagementDrivers<N> {
    /// Each value of the dimension as two dots: the share of users with the value who took part, and that of the users
    /// with another value, each with its 95 % confidence interval.
    ///
    /// A side with fewer people than [`least`](EngagementDrivers::least) has no dot, only its counts. Above 15 values
    /// the dots of the other users are left out, and of two values that are compared with each other. Above 50 values,
    /// those with the fewest people are left out.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/who_takes_part-incentive.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::engagement_drivers::ParticipationTerms;
    /// use covalue::{Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, User, date};
    ///
    /// let catalogue = Catalogue::new([], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, reminder, did) in [("ana", "yes", 3.0), ("ben", "yes", 2.0), ("cai", "no", 0.0), ("dee", "no", 1.0)] {
    ///     let own = Contribution::of(user).integrated(did).not_integrated(3.0 - did, Misuse::unknown());
    ///     let visit = Interaction::between(User::new(user).with("reminder", reminder), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.contribution(own))?;
    /// }
    /// let drivers = ledger.engagement_drivers(ParticipationTerms::of(Terms::default()).at_least(2), "reminder")?;
    /// let chart = drivers.chart();
    /// let title = "By reminder, 100 % and 50 % of the users took part; the intervals overlap";
    /// assert!(chart.to_svg().contains(title));
    /// assert!(chart.description().contains("yes: 2 of 2 took part, 100 % (95 % confidence 34 % to 100 %)"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn chart(&self) -> EngagementDriversChart {
        let row = |line: &EngagementDriversLine<N>| ParticipationRow {
            value: shown_value(line.value()),
            sides: [line.with(), line.without()].map(SideFigures::of),
        };
        let rows: Vec<ParticipationRow> = self.lines().map(row).collect();
        let quantities = rows.iter().flat_map(|row| &row.sides).flat_map(|side| side.quantities);
        EngagementDriversChart {
            title: None,
            dimension: shown(self.dimension()),
            least: self.least(),
            entries: self.terms().of_entries(),
            format: FigureFormat::of("quantities", quantities),
            rows,
        }
    }
}

/// Values up to this number have the dots of the other users, too.
const MOST_COMPARED: usize = 15;
/// Values up to this number are drawn.
const MOST_DRAWN: usize = 50;
const LANE: f64 = 26.0;
const BETWEEN_ROWS: f64 = 14.0;
const NAME_WIDTH: f64 = 180.0;
const COUNTS: &str = "took part";

hidden_debug!(EngagementDriversChart);

impl EngagementDriversChart {
    chart_methods!();

    /// The rows with the most people, in their order.
    fn drawn(&self) -> Vec<&ParticipationRow> {
        largest(&self.rows, MOST_DRAWN, |row| row.sides[0].people as f64).0
    }
}

impl Chart for EngagementDriversChart {
    fn finding(&self) -> String {
        let values = self.drawn().into_iter().filter_map(ParticipationRow::value_share).collect();
        let all: Vec<Option<f64>> = self.rows.iter().map(|row| Some(row.value_share()?.share())).collect();
        shares_finding(&self.dimension, values, &all, ("user", "users"), "took part").unwrap_or_else(|| {
            if self.rows.is_empty() {
                format!("No user with a value of {} states a contribution", self.dimension)
            } else {
                format!("Too few people for a share by {}", self.dimension)
            }
        })
    }

    fn subtitle(&self) -> String {
        format!(
            "Share of users who took part, by {}, with 95 % confidence intervals; no share for fewer than {}{}. \
             A comparison, not a cause.",
            self.dimension,
            number_of(self.least, ("person", "people")),
            self.entries,
        )
    }

    fn words(&self) -> String {
        let row = |row: &ParticipationRow| {
            let [with, without] = row.sides.each_ref().map(|side| side.description(&self.format));
            format!("{}: {with}; the others: {without}.", row.value)
        };
        self.format.sentence() + &join(self.rows.iter().map(row), " ")
    }

    fn draw(&self, page: &mut Page) {
        let rows = self.drawn();
        if !rows.is_empty() {
            ParticipationPlot::new(&rows).draw(page);
        }
        if rows.len() > MOST_COMPARED {
            let left_out = self.rows.len() - rows.len();
            let folded = match left_out {
                0 => String::new(),
                number => format!("Not drawn: {} with fewer people. ", number_of(number as u64, ("value", "values"))),
            };
            page.note(&format!("{folded}The description of the picture has the shares of users with another value."));
        }
    }
}

/// The sides of a row: their mark, its colour, and that of words.
const MARKS: [(Shape, Ink, Ink); 2] = [(Shape::Circle, INK, INK), (Shape::Square, VIOLET, VIOLET_WORDS)];

/// Whether each of two values is all that the other one is compared with.
fn are_mirrored(rows: &[&ParticipationRow]) -> bool {
    matches!(rows, [one, other] if one.sides[0] == other.sides[1] && one.sides[1] == other.sides[0])
}

struct ParticipationPlot<'a> {
    rows: &'a [&'a ParticipationRow],
    /// The number of sides that are drawn.
    sides: usize,
    names: Vec<Vec<String>>,
    /// The right edge of the column of counts.
    counts: f64,
    scale: LinearScale,
}

impl<'a> ParticipationPlot<'a> {
    fn new(rows: &'a [&'a ParticipationRow]) -> Self {
        let sides = if rows.len() > MOST_COMPARED || are_mirrored(rows) { 1 } else { 2 };
        let block = Block { size: NAME, weight: Weight::Regular, width: NAME_WIDTH };
        let names: Vec<Vec<String>> = rows.iter().map(|row| block.at_most(sides, &row.value)).collect();
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max);
        let name = widest(&mut names.iter().flatten().map(|name| Span::new(name, INK, NAME).width()));
        let drawn = || rows.iter().flat_map(|row| &row.sides[..sides]);
        let count = widest(&mut drawn().map(|side| Span::new(side.counts(), GREY, NUMBER).width()));
        let counts = LEFT + name + 16.0 + count.max(Span::new(COUNTS, GREY, NUMBER).width());
        let label = |[share, _, high]: [f64; 3]| (high, Span::new(percent(share), INK, NUMBER).width());
        let scale = share_scale(counts + 24.0, drawn().filter_map(|side| side.share).map(label));
        Self { rows, sides, names, counts, scale }
    }

    fn draw(&self, page: &mut Page) {
        page.y += 36.0;
        page.svg.text(self.counts, page.y, Anchor::End, &[Span::new(COUNTS, GREY, NUMBER)]);
        if self.sides == 2 {
            let mut x = self.counts + 16.0;
            for ((shape, ink, words), text) in MARKS.into_iter().zip(["this value", "all other values"]) {
                x = 24.0 + draw_key(page, [x, page.y], shape, ink, Span::new(text, words, NUMBER).bold());
            }
        }
        let height = LANE * self.sides as f64;
        let top = page.y + 12.0;
        let rows: Vec<f64> = (0..self.rows.len()).map(|row| top + (height + BETWEEN_ROWS) * row as f64).collect();
        let bottom = rows.last().map_or(top, |y| y + height);
        if self.rows.iter().any(|row| row.sides[..self.sides].iter().any(|side| side.share.is_some())) {
            let lanes: Vec<[f64; 2]> = rows.iter().map(|y| [*y, y + height]).collect();
            draw_axis(page, self.scale, &lanes, bottom + 26.0);
            page.y = bottom + 26.0;
        } else {
            page.y = bottom;
        }
        for ((row, names), y) in self.rows.iter().zip(&self.names).zip(rows) {
            page.name(y + 20.0, LANE, names);
            for (index, side) in row.sides[..self.sides].iter().enumerate() {
                self.draw_side(page, side, index, y + LANE * (index as f64 + 0.5));
            }
        }
    }

    fn draw_side(&self, page: &mut Page, side: &SideFigures, index: usize, y: f64) {
        let (shape, ink, label) = MARKS[index];
        page.svg.text(self.counts, y + 7.0, Anchor::End, &[Span::new(side.counts(), GREY, NUMBER)]);
        let Some(shares) = side.share else {
            let text = [Span::new("too few for a share", GREY, NUMBER)];
            page.svg.outlined_text(self.scale.zero + 8.0, y + 7.0, Anchor::Start, &text);
            return;
        };
        let [x, left, right] = shares.map(|share| self.scale.at(share));
        draw_mark_on(page, [left, right], [x, y], shape, ink);
        let text = [Span::new(percent(shares[0]), label, NUMBER)];
        page.svg.outlined_text(right.max(x + 5.0) + TO_LABEL - 4.0, y + 7.0, Anchor::Start, &text);
    }
}
