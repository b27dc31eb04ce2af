//! Flows from one gain or loss of a relation to the next.

use super::figures::{count, largest, number_of, together};
use super::lines::{by_words, capitalized, name_of};
use super::page::{NAME, NUMBER, Page};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GAIN_FLOW, GREY, Ink, LOSS_FLOW};
use super::svg::{Anchor, Fill, Path, Span};
use super::words::{join, shown};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::Analysis;
use crate::analysis::relations::{Relations, RelationsLine};
use crate::number::Number;

/// Relations as flows, one panel for each line and measure: from a gain or loss to the next one of the same person with
/// the same service.
///
/// Made by [`Relations::flow_chart`].
#[derive(Clone, PartialEq)]
pub struct FlowChart {
    title: Option<String>,
    panels: Vec<FlowPanel>,
    subtitle: String,
}

/// The figures of a line and measure.
#[derive(Clone, Debug, PartialEq)]
struct FlowPanel {
    /// The values of the line; `None` for all, without a grouping.
    line: Option<String>,
    /// `None` if there is only one measure.
    measure: Option<String>,
    /// Reinforces, recovers, reduces and destroys.
    transitions: [u64; 4],
    /// The numbers of people better, the same and worse.
    outcomes: [u64; 3],
    conflicts: u64,
    /// The number of people worse though they did not co-operate.
    detriment: u64,
}

impl<N: Number> Relations<N> {
    /// The transitions of each line and measure as flows: how many reinforce, recover, reduce and destroy.
    ///
    /// A flow counts transitions, not people: each pair of a gain or loss and the next one. A person with four gains or
    /// losses has three. Above twelve lines and measures, the transitions of the smallest are one sentence
    /// together. The outcomes of people are said in words only.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/beat_the_blues-visits.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (day, change) in [(2, 1.0), (9, -3.0), (16, -1.0), (23, 1.0)] {
    ///     let visit = Interaction::between("ana", "physio", date(2026, 3, day));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let chart = ledger.relations(By::Service)?.flow_chart();
    /// assert!(chart.to_svg().contains("Physio: after a loss, a loss came next in 1 of 2 cases"));
    /// assert!(chart.description().contains("physio: reinforces 0, recovers 1, reduces 1, destroys 1"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn flow_chart(&self) -> FlowChart {
        let lines: Vec<RelationsLine> = self.lines().collect();
        let has_one_measure = lines.iter().all(|line| line.measure() == lines[0].measure());
        let measure = match lines.first() {
            Some(line) if has_one_measure => format!("; {}", shown(line.measure().as_str())),
            _ => String::new(),
        };
        let by = by_words(self.terms().grouping().words());
        let terms = capitalized(&self.terms().without_grouping());
        FlowChart {
            title: None,
            panels: lines.iter().map(|line| FlowPanel::of(line, !has_one_measure)).collect(),
            subtitle: format!(
                "A gain or loss and the next one of the same person with the same service{by}{measure}. {terms}."
            ),
        }
    }
}

hidden_debug!(FlowChart);

impl FlowChart {
    chart_methods!();
}

/// Panels up to this number are drawn.
const MOST_PANELS: usize = 12;
const NAMES: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];

impl Chart for FlowChart {
    fn finding(&self) -> String {
        let finding = flow_finding(transitions_of(&self.panels));
        // If losses were followed on one line only, the finding is about this line.
        let followed = |panel: &&FlowPanel| panel.transitions[1] + panel.transitions[3] > 0;
        let mut with_losses = self.panels.iter().filter(followed);
        match (with_losses.next(), with_losses.next()) {
            (Some(panel), None) if panel.is_named() => {
                let rest = finding.strip_prefix('A').map_or(finding.clone(), |rest| format!("a{rest}"));
                format!("{}{}: {rest}", capitalized(panel.line_text()), panel.measure_text())
            }
            _ => finding,
        }
    }

    fn subtitle(&self) -> String {
        self.subtitle.clone()
    }

    fn words(&self) -> String {
        join(self.panels.iter().map(FlowPanel::description), " ")
    }

    fn draw(&self, page: &mut Page) {
        let (drawn, folded) = largest(&self.panels, MOST_PANELS, |panel| panel.all() as f64);
        let scale = FlowScale::of(&drawn);
        for panel in &drawn {
            panel.draw(page, scale, self.panels.len());
        }
        if !folded.is_empty() {
            // A person may be on several panels, so that the outcomes of people do not add up.
            let text = format!("{}.", transitions_text(transitions_of(folded.iter().copied())));
            page.remark(&format!("{}:", together(folded.len(), ("smaller panel", "smaller panels"))), &text);
        }
        if drawn.iter().any(|panel| panel.all() > 0) {
            page.note(
                "Reinforces: a gain after a gain. Recovers: a gain after a loss. Reduces: a loss after a gain. Destroys: a \
                 loss after a loss.",
            );
        }
    }
}

/// The transitions of several panels together.
fn transitions_of<'a>(panels: impl IntoIterator<Item = &'a FlowPanel>) -> [u64; 4] {
    panels.into_iter().fold([0; 4], |sum, panel| [0, 1, 2, 3].map(|index| sum[index] + panel.transitions[index]))
}

fn transitions_text(transitions: [u64; 4]) -> String {
    join(NAMES.iter().zip(transitions).map(|(name, number)| format!("{name} {}", count(number))), ", ")
}

/// The length of a transition, and the height of the tallest panel.
#[derive(Clone, Copy)]
struct FlowScale {
    unit: f64,
}

impl FlowScale {
    fn of(panels: &[&FlowPanel]) -> Self {
        let most = panels.iter().map(|panel| panel.all()).max().unwrap_or(0);
        let height = match panels.len() {
            0..=2 => 223.0,
            3..=6 => 140.0,
            _ => 100.0,
        };
        Self { unit: height / most.max(1) as f64 }
    }

    /// A small number is still seen.
    fn length(self, number: u64) -> f64 {
        if number == 0 { 0.0 } else { (number as f64 * self.unit).max(LEAST_FLOW) }
    }
}

const LEAST_FLOW: f64 = 1.5;
/// The inner edges of the bars on both sides.
const BARS: [f64; 2] = [174.0, 546.0];
const BAR_WIDTH: f64 = 18.0;
/// Between gains and losses, where labels stand.
const GAP: f64 = 34.0;
/// Flows from this thickness on have their label inside.
const THICK: f64 = 26.0;

impl FlowPanel {
    fn of(line: &RelationsLine, names_measure: bool) -> Self {
        let transitions = line.transitions();
        let outcomes = line.outcomes();
        Self {
            line: (line.line().values().len() > 0).then(|| name_of(line.line())),
            measure: names_measure.then(|| shown(line.measure().as_str())),
            transitions: [
                transitions.reinforces(),
                transitions.recovers(),
                transitions.reduces(),
                transitions.destroys(),
            ],
            outcomes: [outcomes.better(), outcomes.unchanged(), outcomes.worse()],
            conflicts: line.conflict_count(),
            detriment: line.detriment().worse(),
        }
    }

    fn is_named(&self) -> bool {
        self.line.is_some() || self.measure.is_some()
    }

    fn line_text(&self) -> &str {
        self.line.as_deref().unwrap_or("all")
    }

    /// The measure after the name of the line.
    fn measure_text(&self) -> String {
        self.measure.as_ref().map_or_else(String::new, |measure| format!("; {measure}"))
    }

    fn all(&self) -> u64 {
        self.transitions.iter().sum()
    }

    fn description(&self) -> String {
        let transitions = transitions_text(self.transitions);
        format!("{}{}: {transitions}, {}", self.line_text(), self.measure_text(), self.people_text())
    }

    /// The outcomes of people, which are not drawn.
    fn people_text(&self) -> String {
        let [better, same, worse] = self.outcomes.map(count);
        let detriment = match self.detriment {
            0 => String::new(),
            1 => " 1 person who did not co-operate is worse.".to_owned(),
            number => format!(" {} people who did not co-operate are worse.", count(number)),
        };
        let conflicts = match self.conflicts {
            0 => String::new(),
            1 => " 1 interaction is a conflict: one person gained and another lost.".to_owned(),
            number => {
                format!(" {} interactions are conflicts: in each, one person gained and another lost.", count(number))
            }
        };
        format!(
            "people by the sum of their changes: {better} better, {same} the same, {worse} worse.{detriment}{conflicts}"
        )
    }

    /// The figures that the flows do not show.
    fn note(&self) -> String {
        let people = capitalized(&self.people_text());
        if self.all() == 0 {
            return format!("No gain or loss followed another. {people}");
        }
        let empty = NAMES.iter().zip(self.transitions).filter(|(_, number)| *number == 0);
        let empty: Vec<String> = empty.map(|(name, _)| format!("none {name}")).collect();
        if empty.is_empty() { people } else { format!("{}. {people}", capitalized(&empty.join(", "))) }
    }

    fn draw(&self, page: &mut Page, scale: FlowScale, panels: usize) {
        if panels > 1 || self.is_named() {
            page.y += 22.0;
            page.rule(page.y);
            page.y += 28.0;
            page.heading(self.line_text(), &self.measure_text());
        }
        if self.all() > 0 {
            self.draw_flows(page, scale);
        }
        page.note(&self.note());
    }

    fn draw_flows(&self, page: &mut Page, scale: FlowScale) {
        page.y += 34.0;
        for (x, anchor, text) in [(BARS[0], Anchor::End, "a gain or loss"), (BARS[1], Anchor::Start, "the next one")] {
            page.svg.text(x, page.y, anchor, &[Span::new(text, GREY, NUMBER)]);
        }
        let layout = FlowLayout::new(self.transitions, scale, page.y + 18.0);
        for flow in &layout.flows {
            flow.draw(page);
        }
        for side in [FlowEnd::Before, FlowEnd::After] {
            layout.draw_side(page, self.transitions, side);
        }
        for (flow, number) in layout.flows.iter().zip(self.transitions).filter(|(_, number)| *number > 0) {
            flow.label(page, number);
        }
        page.y = layout.bottom;
    }
}

#[derive(Clone, Copy, PartialEq)]
enum FlowEnd {
    Before,
    After,
}

/// The four flows of a panel, and its bars.
struct FlowLayout {
    /// In the order of [`NAMES`].
    flows: [Flow; 4],
    /// The top of gains, and of losses.
    tops: [f64; 2],
    /// The heights of gains and losses before, then after.
    heights: [[f64; 2]; 2],
    bottom: f64,
}

impl FlowLayout {
    fn new(transitions: [u64; 4], scale: FlowScale, top: f64) -> Self {
        let [reinforces, recovers, reduces, destroys] = transitions.map(|number| scale.length(number));
        let before = [reinforces + reduces, recovers + destroys];
        let after = [reinforces + recovers, reduces + destroys];
        let losses = top + before[0].max(after[0]) + GAP;
        let flow = |kind, thickness, from, to| Flow { kind, thickness, from, to };
        let flows = [
            flow(0, reinforces, top, top),
            flow(1, recovers, losses, top + reinforces),
            flow(2, reduces, top + reinforces, losses),
            flow(3, destroys, losses + recovers, losses + reduces),
        ];
        // A thin last flow has its label below.
        let below = if transitions[3] > 0 && destroys < THICK { 24.0 } else { 0.0 };
        let height = before[1].max(after[1]).max(14.0);
        Self { flows, tops: [top, losses], heights: [before, after], bottom: losses + height + below }
    }

    /// The bars of a side with their names and numbers.
    fn draw_side(&self, page: &mut Page, [reinforces, recovers, reduces, destroys]: [u64; 4], side: FlowEnd) {
        let numbers = match side {
            FlowEnd::Before => [reinforces + reduces, recovers + destroys],
            FlowEnd::After => [reinforces + recovers, reduces + destroys],
        };
        let marks = [("gain", "gains", CREATED, CREATED_WORDS), ("loss", "losses", DESTROYED, DESTROYED_WORDS)];
        for (index, (one, several, fill, ink)) in marks.into_iter().enumerate() {
            let (top, height) = (self.tops[index], self.heights[side as usize][index]);
            let x = if side == FlowEnd::Before { BARS[0] - BAR_WIDTH } else { BARS[1] };
            if height > 0.0 {
                page.svg.rectangle([x, top, BAR_WIDTH, height], Fill::Plain(fill));
            }
            let name = if numbers[index] == 1 { one } else { several };
            let spans = [Span::new(count(numbers[index]), ink, NAME).bold(), Span::new(format!(" {name}"), ink, NAME)];
            let y = top + (height / 2.0).max(4.0) + 7.0;
            match side {
                FlowEnd::Before => page.svg.text(x - 10.0, y, Anchor::End, &spans),
                FlowEnd::After => page.svg.text(x + BAR_WIDTH + 10.0, y, Anchor::Start, &spans),
            }
        }
    }
}

/// A flow: its index in [`NAMES`], its thickness, and its upper edge on both sides.
struct Flow {
    kind: usize,
    thickness: f64,
    from: f64,
    to: f64,
}

impl Flow {
    fn draw(&self, page: &mut Page) {
        if self.thickness == 0.0 {
            return;
        }
        let [left, right] = BARS;
        let middle = f64::midpoint(left, right);
        let (from, to) = (self.from + self.thickness, self.to + self.thickness);
        let path = Path::new()
            .to(left, self.from)
            .curve([middle, self.from], [middle, self.to], [right, self.to])
            .vertical(to)
            .curve([middle, to], [middle, from], [left, from])
            .close();
        // The colour is that of the end.
        let fill = if self.kind < 2 { GAIN_FLOW } else { LOSS_FLOW };
        page.svg.area(&path, Fill::Plain(fill));
    }

    /// The name and the number: in the middle of a straight flow, and at the free end of one that crosses.
    fn label(&self, page: &mut Page, number: u64) {
        let ink: Ink = if self.kind < 2 { CREATED_WORDS } else { DESTROYED_WORDS };
        let span = [Span::new(format!("{} {}", NAMES[self.kind], count(number)), ink, NAME)];
        let [left, right] = BARS;
        let inside = |edge: f64| edge + self.thickness / 2.0 + 7.0;
        let is_thick = self.thickness >= THICK;
        let (x, y, anchor) = match self.kind {
            0 if is_thick => (f64::midpoint(left, right), inside(self.from), Anchor::Middle),
            0 => (f64::midpoint(left, right), self.from - 8.0, Anchor::Middle),
            1 => (left + 14.0, if is_thick { inside(self.from) } else { self.from - 9.0 }, Anchor::Start),
            2 => (right - 14.0, if is_thick { inside(self.to) } else { self.to - 9.0 }, Anchor::End),
            _ if is_thick => (f64::midpoint(left, right), inside(f64::midpoint(self.from, self.to)), Anchor::Middle),
            _ => (f64::midpoint(left, right), f64::max(self.from, self.to) + self.thickness + 20.0, Anchor::Middle),
        };
        if self.kind == 0 && is_thick {
            page.svg.text(x, y, anchor, &span);
        } else {
            page.svg.outlined_text(x, y, anchor, &span);
        }
    }
}

/// The finding of flows: how often a loss followed a loss, or else a gain. The counts are those of reinforces,
/// recovers, reduces and destroys.
fn flow_finding([reinforces, recovers, reduces, destroys]: [u64; 4]) -> String {
    let cases = |some: u64, all: u64| match (some, all) {
        (1, 1) => "in the one case".to_owned(),
        (some, all) if some == all => format!("in all {} cases", count(all)),
        (some, all) => format!("in {} of {}", count(some), number_of(all, ("case", "cases"))),
    };
    match (recovers + destroys, reinforces + reduces) {
        (0, 0) => "No gain or loss followed another".to_owned(),
        (0, gains) if reduces == 0 => format!("After a gain, a gain came next {}", cases(reinforces, gains)),
        (0, gains) => format!("After a gain, a loss came next {}", cases(reduces, gains)),
        (losses, _) => format!("After a loss, a loss came next {}", cases(destroys, losses)),
    }
}
