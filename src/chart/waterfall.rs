//! A waterfall: how all gains and losses of a measure lead to its net.

use super::figures::{FigureFormat, LinearScale, count};
use super::finding::waterfall_finding;
use super::lines::{LineFigures, capitalized, direction, drawn, line_word, name_of};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{
    BOUNDS, BOUNDS_EDGE, CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, INK, Ink, WHITE, WINDFALL_GAIN,
    WINDFALL_LOSS, ZERO_LINE,
};
use super::svg::{Anchor, Fill, Path, Span};
use super::words::{join, shown};
use super::{Chart, chart_methods, hidden_debug};
use crate::catalogue::MeasureId;
use crate::number::Number;
use crate::statement::{LineError, Statement, Terms};

/// The gains and the losses of a measure, step by step to the net.
///
/// Made by [`Statement::waterfall`].
#[derive(Clone, PartialEq)]
pub struct Waterfall {
    title: Option<String>,
    measure: String,
    /// `, lower is better`, or nothing.
    direction: &'static str,
    terms: String,
    /// The lines that the figures are of: ` of physio`, `, all 12 services together`, or nothing.
    lines: String,
    figures: LineFigures,
    without_misuse: f64,
    destroyed_alone: f64,
    co_operation_is_stated: bool,
    format: FigureFormat,
}

impl<N: Number> Statement<N> {
    /// The gains and losses of a measure over all lines, step by step to its net.
    ///
    /// All gains less those within the tolerance are the gains counted: created, and the windfall gain. The
    /// destroyed amounts, with and without a misuse on record, and the windfall loss lead from there to the net. A note
    /// has the sum of all changes: net plus the gains and less the losses within the tolerance.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/who_attended-windfalls.svg"))]
    ///
    /// # Errors
    ///
    /// - a measure without a line: R20;
    /// - a figure that no number of the kind holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points").tolerance(0.5)],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", 4.0), ("ben", -1.0), ("eva", 0.5)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let chart = ledger.statement(By::Service)?.waterfall("mobility")?;
    /// assert!(chart.to_svg().contains("4 points created, 1 destroyed: net is 3"));
    /// assert!(chart.description().contains("All changes add up to 3.50: net 3.00, plus 0.50 gained within the tolerance"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn waterfall(&self, measure: impl AsRef<str>) -> Result<Waterfall, LineError> {
        let cell = self.total_cell(measure.as_ref())?;
        let figures = LineFigures { values: Vec::new(), ..LineFigures::of(&cell)? };
        let known = self.catalogue().measure(cell.measure());
        let without_misuse = drawn(&cell, "without_misuse", &cell.without_misuse()?)?;
        let destroyed_alone = drawn(&cell, "destroyed_alone", &cell.destroyed_alone()?)?;
        let amounts = [
            all_gains(&figures),
            figures.created,
            figures.destroyed,
            figures.windfall_gain,
            figures.windfall_loss,
            figures.within_up,
            figures.within_down,
            figures.with_misuse,
            without_misuse,
            destroyed_alone,
            figures.net,
            all_changes(&figures),
        ];
        Ok(Waterfall {
            title: None,
            measure: shown(cell.measure().as_str()),
            direction: known.map_or("", direction),
            terms: self.terms().map_or_else(String::new, Terms::without_grouping),
            lines: self.terms().map_or_else(String::new, |terms| lines_text(self, terms, cell.measure())),
            figures,
            without_misuse,
            destroyed_alone,
            co_operation_is_stated: cell.co_operation_is_stated(),
            format: FigureFormat::of(known.map_or_else(String::new, |measure| shown(measure.unit())), amounts),
        })
    }
}

/// The lines of a measure: the names of one or two, or the number of several.
fn lines_text<N: Number>(statement: &Statement<N>, terms: &Terms, measure: &MeasureId) -> String {
    let words = terms.grouping().words();
    if words.is_empty() {
        return String::new();
    }
    let names: Vec<String> =
        statement.cells().filter(|cell| cell.measure() == measure).map(|cell| name_of(cell.line())).collect();
    let (_, several) = line_word(words);
    match &names[..] {
        [one] => format!("; {one}"),
        [one, other] => format!("; {one} and {other} together"),
        names => format!("; all {} {several} together", count(names.len() as u64)),
    }
}

hidden_debug!(Waterfall);

impl Waterfall {
    chart_methods!();

    /// The steps from the top to the bottom.
    fn steps(&self) -> Vec<Step> {
        let LineFigures { net, within_down, .. } = self.figures;
        let mut steps = self.gains();
        steps.extend(self.losses());
        steps.push(Step::total("Net", net, Fill::Plain(INK)).hint("all gains less all losses"));
        if within_down > 0.0 {
            let white = Fill::Edged(WHITE, DESTROYED, 1.5);
            let step = Step::of("Left out: losses within tolerance", [0.0, within_down], within_down, white);
            steps.push(Step { is_apart: true, ..step.hint("too small to count") });
        }
        steps
    }

    /// From all gains to those that are counted.
    fn gains(&self) -> Vec<Step> {
        let figures = &self.figures;
        let (all, counted) = (finite(all_gains(figures)), finite(figures.gains()));
        let mut steps = Vec::new();
        if figures.within_up > 0.0 {
            let (grey, white) = (Fill::Edged(BOUNDS, BOUNDS_EDGE, 1.5), Fill::Edged(WHITE, CREATED, 1.5));
            steps.push(Step::total("All gains", all, grey).hint("every change for the better"));
            let within = Step::of("Within tolerance", [all, counted], -figures.within_up, white);
            steps.push(within.hint("gains too small to count"));
        }
        steps.push(Step::total("Created", figures.created, Fill::Plain(CREATED)).ink(CREATED_WORDS));
        if figures.windfall_gain > 0.0 {
            let pale = Fill::Edged(WINDFALL_GAIN, CREATED, 1.5);
            let step = Step::of("Windfall gain", [figures.created, counted], figures.windfall_gain, pale);
            steps.push(step.hint("gains of people who did not co-operate").ink(CREATED_WORDS));
        }
        steps
    }

    /// From the gains that are counted down to the net.
    fn losses(&self) -> Vec<Step> {
        let LineFigures { destroyed, with_misuse, windfall_loss, .. } = self.figures;
        let (solid, hatched) = (Fill::Plain(DESTROYED), Fill::Hatched(DESTROYED, WINDFALL_LOSS));
        let mut losses = match (destroyed > 0.0, self.co_operation_is_stated) {
            (false, _) => vec![Step::loss("Destroyed", 0.0, solid)],
            // Without a contribution on record nothing is known of misuse, and a zero would look like a finding.
            (true, false) if with_misuse == 0.0 => {
                vec![Step::loss("Destroyed", self.without_misuse, hatched).hint("misuse is not asked")]
            }
            (true, _) => vec![
                Step::loss("Destroyed, misuse on record", with_misuse, solid),
                Step::loss("Destroyed, no misuse on record", self.without_misuse, hatched),
            ],
        };
        let pale = Fill::Edged(WINDFALL_LOSS, DESTROYED, 1.5);
        let more = [
            Step::loss("Destroyed alone", self.destroyed_alone, hatched).hint("in use without the service"),
            Step::loss("Windfall loss", windfall_loss, pale).hint("losses of people who did not co-operate"),
        ];
        losses.extend(more.into_iter().filter(|step| step.amount != 0.0));
        let mut level = finite(self.figures.gains());
        for step in &mut losses {
            let next = finite(level + step.amount);
            step.levels = [std::mem::replace(&mut level, next), next];
        }
        losses
    }

    fn notes(&self) -> String {
        let figures = &self.figures;
        let text = |amount: f64| self.format.text(amount);
        let sum = text(all_changes(figures));
        let net = text(figures.net);
        let (up, down) = (text(figures.within_up), text(figures.within_down));
        let mut notes = vec![match (figures.within_up > 0.0, figures.within_down > 0.0) {
            (false, false) => format!("Every gain and loss counts, so all changes add up to the net of {net}."),
            (true, false) => format!("All changes add up to {sum}: net {net}, plus {up} gained within the tolerance."),
            (false, true) => format!("All changes add up to {sum}: net {net}, less {down} lost within the tolerance."),
            (true, true) => {
                format!(
                    "All changes add up to {sum}: net {net}, plus {up} gained and less {down} lost within the tolerance."
                )
            }
        }];
        if figures.appraisals() == 0 {
            notes = vec!["No appraisal is counted.".to_owned()];
        } else if !self.co_operation_is_stated {
            notes.push("No contribution is on record, so no change counts as a windfall.".to_owned());
        }
        if let Some([low, high]) = figures.bounds {
            let missing = match figures.missing {
                1 => "missing appraisal".to_owned(),
                missing => format!("{} missing appraisals", count(missing)),
            };
            notes.push(format!("If the {missing} were made, net would be from {} to {}.", text(low), text(high)));
        }
        notes.extend(self.format.rounded_note().map(str::to_owned));
        notes.join(" ")
    }

    /// The largest scale at which every bar and its number fit.
    fn scale(&self, steps: &[Step]) -> LinearScale {
        let lowest = steps.iter().map(Step::low).fold(0.0, f64::min);
        let room = |step: &Step| (RIGHT - LEFT - TO_NUMBER - self.label(step).width()) / (step.high() - lowest);
        let moved = steps.iter().filter(|step| step.high() > lowest);
        let unit = moved.map(room).fold(f64::INFINITY, f64::min);
        let unit = if unit.is_finite() { unit } else { 0.0 };
        LinearScale { zero: LEFT - lowest * unit, unit }
    }

    fn label(&self, step: &Step) -> Span {
        let text = self.format.text(step.amount);
        let is_plain = step.is_total || step.is_apart || !text.starts_with(|first: char| first.is_ascii_digit());
        let plus = if step.amount > 0.0 && !is_plain { "+" } else { "" };
        let ink = if step.amount == 0.0 { GREY } else { step.ink };
        let label = Span::new(format!("{plus}{text}"), ink, NAME);
        if step.is_total { label.bold() } else { label }
    }
}

impl Chart for Waterfall {
    fn finding(&self) -> String {
        waterfall_finding(&self.figures, &self.format)
    }

    fn subtitle(&self) -> String {
        let Self { direction, terms, lines, .. } = self;
        let (unit, missing) = (self.format.unit(), self.figures.missing_suffix());
        format!("{} in {unit}{direction}; {terms}{lines}{missing}.", capitalized(&self.measure))
    }

    fn words(&self) -> String {
        let step = |step: &Step| format!("{} {}", step.name, self.label(step).text);
        format!("{}. {}", join(self.steps().iter().map(step), "; "), self.notes())
    }

    fn draw(&self, page: &mut Page) {
        let steps = self.steps();
        let scale = self.scale(&steps);
        let mut placed: Vec<PlacedStep> = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let is_parted = index > 0 && (step.is_total || step.is_apart);
            page.y += if index == 0 { 42.0 } else { 34.0 + if is_parted { 6.0 } else { 0.0 } };
            if is_parted {
                page.rule(page.y - 28.0);
            }
            placed.push(PlacedStep::new(step, self.label(step), scale, page.y));
            page.y += 9.0 + BAR;
        }
        if scale.unit > 0.0 {
            connectors(page, &placed, scale);
        }
        for step in &placed {
            step.draw(page, scale);
        }
        page.note(&self.notes());
    }
}

/// The height of a bar.
const BAR: f64 = 24.0;
/// Between a bar and its number.
const TO_NUMBER: f64 = 8.0;
/// The least width of a bar that is not zero.
const LEAST_BAR: f64 = 1.5;

/// A bar from one level to another.
#[derive(Clone)]
struct Step {
    name: &'static str,
    hint: &'static str,
    levels: [f64; 2],
    amount: f64,
    fill: Fill,
    ink: Ink,
    /// Whether the bar starts at zero and its amount is a sum.
    is_total: bool,
    /// Whether the bar leads to no other.
    is_apart: bool,
}

impl Step {
    fn of(name: &'static str, levels: [f64; 2], amount: f64, fill: Fill) -> Self {
        Self { name, hint: "", levels, amount, fill, ink: GREY, is_total: false, is_apart: false }
    }

    fn total(name: &'static str, amount: f64, fill: Fill) -> Self {
        Self { ink: INK, is_total: true, ..Self::of(name, [0.0, amount], amount, fill) }
    }

    /// A loss. Its levels follow from the steps before it.
    fn loss(name: &'static str, amount: f64, fill: Fill) -> Self {
        Self::of(name, [0.0; 2], -amount, fill).ink(DESTROYED_WORDS)
    }

    fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    fn low(&self) -> f64 {
        self.levels[0].min(self.levels[1])
    }

    fn high(&self) -> f64 {
        self.levels[0].max(self.levels[1])
    }
}

/// A step with its texts and their places.
struct PlacedStep<'a> {
    step: &'a Step,
    name: [Span; 2],
    label: Span,
    label_x: f64,
    /// The baseline of the name. The bar is below it.
    y: f64,
}

impl<'a> PlacedStep<'a> {
    fn new(step: &'a Step, label: Span, scale: LinearScale, y: f64) -> Self {
        let name = Span::new(step.name, INK, NAME);
        let name = if step.is_total { name.bold() } else { name };
        let hint = if step.hint.is_empty() { String::new() } else { format!("\u{a0} {}", step.hint) };
        let label_x = scale.at(step.high()).max(scale.at(step.low()) + LEAST_BAR) + TO_NUMBER;
        Self { step, name: [name, Span::new(hint, GREY, NUMBER)], label, label_x, y }
    }

    fn top(&self) -> f64 {
        self.y + 9.0
    }

    /// Whether a vertical line at this position meets the name, and whether it meets the number.
    fn meets(&self, x: f64) -> [bool; 2] {
        let name: f64 = self.name.iter().map(Span::width).sum();
        let label = self.label_x - 5.0..self.label_x + self.label.width() + 3.0;
        [x < LEFT + name + 5.0, label.contains(&x)]
    }

    fn draw(&self, page: &mut Page, scale: LinearScale) {
        let [from, to] = [scale.at(self.step.low()), scale.at(self.step.high())];
        page.svg.text(LEFT, self.y, Anchor::Start, &self.name);
        if self.step.amount != 0.0 {
            page.svg.rectangle([from, self.top(), (to - from).max(LEAST_BAR), BAR], self.step.fill);
        }
        page.svg.text(self.label_x, self.top() + 19.0, Anchor::Start, std::slice::from_ref(&self.label));
        if scale.zero > LEFT {
            let zero = Path::new().to(scale.zero, self.top() - 2.0).vertical(self.top() + BAR + 2.0).open();
            page.svg.line(&zero, ZERO_LINE, 2.0);
        }
    }
}

/// Dotted lines from the end of each step to the start of the next one. They stop at texts.
fn connectors(page: &mut Page, placed: &[PlacedStep<'_>], scale: LinearScale) {
    for (index, from) in placed.iter().enumerate() {
        // A total that starts anew at zero is passed: the step after it goes on from here.
        let level = from.step.levels[1];
        let Some(to) = (index + 1..placed.len()).find(|&to| placed[to].step.levels.contains(&level)) else { continue };
        if from.step.is_apart || placed[to].step.is_apart || to > index + 2 {
            continue;
        }
        let x = scale.at(level);
        let mut path = Path::new();
        let mut y = from.top() + if from.step.amount == 0.0 { 0.0 } else { BAR };
        for passed in &placed[index + 1..=to] {
            let [name, label] = passed.meets(x);
            if name {
                path = path.to(x, y).vertical(passed.y - 17.0);
                y = passed.top();
            }
            if label && !std::ptr::eq(passed, &raw const placed[to]) {
                path = path.to(x, y).vertical(passed.top());
                y = passed.top() + BAR + 1.0;
            }
        }
        let path = if y < placed[to].top() { path.to(x, y).vertical(placed[to].top()) } else { path };
        page.svg.dotted(&path.open(), BOUNDS_EDGE, 1.5);
    }
}

fn all_gains(figures: &LineFigures) -> f64 {
    figures.gains() + figures.within_up
}

/// The sum of all changes, counted or within the tolerance.
fn all_changes(figures: &LineFigures) -> f64 {
    figures.net + figures.within_up - figures.within_down
}

/// A sum of floats that no float holds, as the largest one: a level of a picture must be a number.
fn finite(level: f64) -> f64 {
    level.clamp(f64::MIN, f64::MAX)
}
