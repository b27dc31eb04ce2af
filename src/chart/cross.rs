//! People by their outcome on two measures, as nine areas.

use super::figures::{count, number_of};
use super::finding::some_of;
use super::lines::{by_words, line_word};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, GRID, INK, Ink, UNCHANGED};
use super::svg::{Anchor, Fill, Path, Span, Weight};
use super::words::{Block, join, shown};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::cross::{Cross, CrossLine};
use crate::analysis::{Analysis, OutcomeCounts};
use crate::number::Number;
use crate::statement::By;

/// The people of each line by their outcome on two measures: nine squares, whose areas are numbers of people. The left
/// half of a square has the colour of the first measure's outcome, the right half that of the other's.
///
/// Made by [`Cross::chart`].
#[derive(Clone, PartialEq)]
pub struct CrossChart {
    title: Option<String>,
    measures: [String; 2],
    terms: String,
    /// `, by service`, or nothing.
    by: String,
    /// The word for one line, and for several.
    line_word: (&'static str, &'static str),
    /// Whether each person is counted on one line only.
    has_people_once: bool,
    panels: Vec<CrossPanel>,
}

#[derive(Clone, Debug, PartialEq)]
struct CrossPanel {
    name: Option<String>,
    /// By the outcome on the first measure, then on the other: worse, the same, better.
    people: [[u64; 3]; 3],
    /// The people counted on one of the measures only.
    alone: [u64; 2],
}

/// The outcomes in the order of a scale.
const OUTCOMES: [(&str, Ink, Ink); 3] =
    [("worse", DESTROYED, DESTROYED_WORDS), ("the same", UNCHANGED, GREY), ("better", CREATED, CREATED_WORDS)];
/// Lines that are drawn.
const MOST_PANELS: usize = 12;
const LABELS: f64 = 150.0;
/// Between the lines of a heading.
const LINE: f64 = 26.0;
const ROW: f64 = 76.0;
/// The side of the largest square.
const SIDE: f64 = 64.0;

impl<N: Number> Cross<N> {
    /// The people of each line as nine areas.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/is_it_chance-both.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new(
    /// #     [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")],
    /// # )?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, mobility, pain) in [("ana", 2.0, -1.0), ("ben", 1.0, 3.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(
    ///         visit.appraisal(Appraisal::of("mobility").change(mobility)).appraisal(Appraisal::of("pain").change(pain)),
    ///     )?;
    /// }
    /// let chart = ledger.cross(By::Service, "mobility", "pain")?.chart();
    /// assert!(chart.to_svg().contains("1 of 2 people is better on one measure and worse on the other"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn chart(&self) -> CrossChart {
        let words = self.terms().grouping().words();
        let panels: Vec<CrossPanel> = self.lines().map(|line| CrossPanel::of(&line, words.is_empty())).collect();
        CrossChart {
            title: None,
            measures: [self.measure(), self.other()].map(|measure| shown(measure.as_str())),
            terms: self.terms().without_grouping(),
            by: by_words(words),
            line_word: line_word(words),
            has_people_once: panels.len() < 2 || words == [By::Beneficiary],
            panels,
        }
    }
}

impl CrossPanel {
    fn of(line: &CrossLine, is_all: bool) -> Self {
        let counts = |outcomes: &OutcomeCounts| [outcomes.worse(), outcomes.unchanged(), outcomes.better()];
        Self {
            name: (!is_all).then(|| shown(&line.line().to_string())),
            people: [line.worse(), line.unchanged(), line.better()].map(counts),
            alone: [line.without_other_count(), line.without_measure_count()],
        }
    }

    fn all(&self) -> u64 {
        self.people.iter().flatten().sum()
    }

    /// The people with opposite outcomes on both measures.
    fn apart(&self) -> u64 {
        self.people[0][2] + self.people[2][0]
    }
}

hidden_debug!(CrossChart);

impl CrossChart {
    chart_methods!();

    fn drawn(&self) -> &[CrossPanel] {
        &self.panels[..self.panels.len().min(MOST_PANELS)]
    }
}

impl Chart for CrossChart {
    fn finding(&self) -> String {
        let sum = |count: fn(&CrossPanel) -> u64| self.panels.iter().map(count).sum::<u64>();
        let (apart, all) = (sum(CrossPanel::apart), sum(CrossPanel::all));
        if all == 0 {
            return format!("No person is counted on both {} and {}", self.measures[0], self.measures[1]);
        }
        let (people, lines) = (number_of(all, ("person", "people")), self.panels.len());
        let some = self.panels.iter().filter(|panel| panel.apart() > 0).count();
        // The people of several lines do not add up, since one person may be on all of them.
        let start = match (apart, self.has_people_once) {
            (0, true) => format!("None of {people} is"),
            (1, true) => format!("1 of {people} is"),
            (apart, true) => format!("{} of {people} are", count(apart)),
            (0, false) => format!("In none of {} is a person", number_of(lines as u64, self.line_word)),
            (_, false) => format!("In {} at least one person is", some_of(some, lines, self.line_word)),
        };
        format!("{start} better on one measure and worse on the other")
    }

    fn subtitle(&self) -> String {
        let [measure, other] = &self.measures;
        format!(
            "People counted on both {measure} and {other}{}; {}. A larger square is more people; its left half is {measure}, its right half {other}.",
            self.by, self.terms
        )
    }

    fn words(&self) -> String {
        let [measure, other] = &self.measures;
        let of_panel = |panel: &CrossPanel| {
            let cells = OUTCOMES.iter().zip(&panel.people).flat_map(|((one, ..), counts)| {
                OUTCOMES.iter().zip(counts).map(move |((two, ..), people)| {
                    format!("{one} on {measure} and {two} on {other} {}", count(*people))
                })
            });
            let name = panel.name.as_ref().map_or(String::new(), |name| format!("{name}: "));
            let [alone, other_alone] = panel.alone.map(count);
            format!("{name}{}; on {measure} only {alone}, on {other} only {other_alone}.", join(cells, ", "))
        };
        join(self.panels.iter().map(of_panel), " ")
    }

    fn draw(&self, page: &mut Page) {
        let largest = self.drawn().iter().flat_map(|panel| panel.people.iter().flatten()).copied().max().unwrap_or(0);
        for panel in self.drawn() {
            self.draw_panel(page, panel, largest);
        }
        let left = self.panels.len() - self.drawn().len();
        if left > 0 {
            page.note(&format!("Not drawn: {}.", number_of(left as u64, ("more line", "more lines"))));
        }
    }
}

impl CrossChart {
    fn draw_panel(&self, page: &mut Page, panel: &CrossPanel, largest: u64) {
        if let Some(name) = &panel.name {
            page.section(name, "");
        }
        if panel.all() == 0 {
            page.y += 30.0;
            page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new("no person is counted on both", GREY, NUMBER)]);
        } else {
            self.grid(page, panel, largest);
        }
        let [measure, other] = &self.measures;
        let alone: Vec<String> = [measure, other]
            .iter()
            .zip(panel.alone)
            .filter(|(_, people)| *people > 0)
            .map(|(measure, people)| format!("{} on {measure} only", count(people)))
            .collect();
        if !alone.is_empty() {
            page.paragraph(&format!("Not drawn: {}.", alone.join(", ")), GREY, 8.0);
        }
    }

    fn grid(&self, page: &mut Page, panel: &CrossPanel, largest: u64) {
        let [measure, other] = &self.measures;
        let column = (RIGHT - LEFT - LABELS) / 3.0;
        let middle = |index: usize| LEFT + LABELS + column * (index as f64 + 0.5);
        let heading = Block { size: NUMBER, weight: Weight::Bold, width: 3.0 * column };
        let above = heading.at_most(2, &format!("on {measure}"));
        let beside = Block { width: LABELS - 10.0, ..heading }.at_most(4, &format!("on {other}"));
        // Both names end above the first row.
        page.y += 10.0 + LINE * (above.len() + 1).max(beside.len()) as f64;
        let bold = |line: String| Span::new(line, INK, NUMBER).bold();
        for (back, line) in (1..).zip(above.into_iter().rev()) {
            page.svg.text(middle(1), page.y - LINE * f64::from(back), Anchor::Middle, &[bold(line)]);
        }
        for (back, line) in (0..).zip(beside.into_iter().rev()) {
            page.svg.text(LEFT, page.y - LINE * f64::from(back), Anchor::Start, &[bold(line)]);
        }
        for (index, (outcome, _, words)) in OUTCOMES.iter().enumerate() {
            page.svg.text(middle(index), page.y, Anchor::Middle, &[Span::new(*outcome, *words, NUMBER)]);
        }
        page.y += 12.0;
        for (row, (outcome, ink, words)) in OUTCOMES.iter().enumerate().rev() {
            let center = page.y + ROW / 2.0;
            let grid = Path::new().to(LEFT, page.y).horizontal(RIGHT).open();
            page.svg.line(&grid, GRID, 1.0);
            page.svg.text(LEFT, center + 6.5, Anchor::Start, &[Span::new(*outcome, *words, NAME)]);
            for (index, (_, of_measure, _)) in OUTCOMES.iter().enumerate() {
                let people = panel.people[index][row];
                let side = SIDE * (people as f64 / largest as f64).sqrt();
                square(page, [middle(index) - 20.0, center], side, [*of_measure, *ink]);
                let ink = if people > 0 { INK } else { GREY };
                let x = middle(index) - 20.0 + side / 2.0 + 8.0;
                page.svg.text(x, center + 6.5, Anchor::Start, &[Span::new(count(people), ink, NUMBER)]);
            }
            page.y += ROW;
        }
        page.svg.line(&Path::new().to(LEFT, page.y).horizontal(RIGHT).open(), GRID, 1.0);
        page.y += 4.0;
    }
}

/// A square of two halves around a point.
fn square(page: &mut Page, [x, y]: [f64; 2], side: f64, [left, right]: [Ink; 2]) {
    if side > 0.0 {
        let half = side / 2.0;
        page.svg.rectangle([x - half, y - half, half, side], Fill::Plain(left));
        page.svg.rectangle([x, y - half, half, side], Fill::Plain(right));
    }
}
