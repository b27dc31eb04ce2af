//! People: how many appraisals are better, the same, worse and missing on each line.

use super::figures::{LinearScale, count, largest, number_of};
use super::finding::{all_of, some_of};
use super::lines::{LineFigures, MeasurePanel, Panels, capitalized};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT, name_place};
use super::palette::{
    BOUNDS_EDGE, CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, GRID, INK, MISSING, UNCHANGED, ZERO_LINE,
};
use super::svg::{Anchor, Fill, Span, Weight, in_lanes};
use super::words::{Block, join};
use super::{Chart, Order, chart_methods, hidden_debug};
use crate::number::Number;
use crate::statement::{Overflow, Statement};
use crate::text::percentage;

/// The length of the bars of a [`PeopleChart`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeopleScale {
    /// Bars are as long as their numbers of appraisals: large lines look large.
    #[default]
    Counts,
    /// All bars are equally long, and their pieces are shares of all appraisals, counted or missing. It shows small
    /// lines beside large ones.
    Shares,
}

/// How many appraisals are better, the same, worse and missing, one stacked bar a line.
///
/// Made by [`Statement::people_chart`].
#[derive(Clone, PartialEq)]
pub struct PeopleChart {
    title: Option<String>,
    order: Order,
    scale: PeopleScale,
    /// The number of people with a counted appraisal on any measure.
    people: u64,
    panels: Panels,
}

impl<N: Number> Statement<N> {
    /// The numbers of appraisals that are better, the same, worse and missing, as one stacked bar a line. It adds
    /// nothing up but counts, so it suits as the first picture of a report.
    ///
    /// Counts are of appraisals, which are as many as people if each has one. Percentages are of the appraisals counted,
    /// as in the printed statement, unless the [`scale`](PeopleChart::scale) is of shares. Above 15 lines the bars are
    /// narrower. Above 50 the lines with the fewest appraisals are one last line together.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/beat_the_blues-people.svg"))]
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic").promises("mobility", 2.0)])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", Some(4.0)), ("ben", Some(-1.0)), ("eva", Some(2.0)), ("kim", None)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     let appraisal = change.map(|change| Appraisal::of("mobility").change(change));
    ///     ledger.record(appraisal.into_iter().fold(visit, Interaction::appraisal))?;
    /// }
    /// let chart = ledger.statement(By::Service)?.people_chart()?;
    /// assert!(chart.description().contains("physio: 1 worse (33 %), 2 better (67 %), 0 the same, 1 missing"));
    /// assert!(chart.to_svg().contains("2 of 3 appraisals are better, 1 worse and 0 the same"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn people_chart(&self) -> Result<PeopleChart, Overflow> {
        Ok(PeopleChart {
            title: None,
            order: Order::default(),
            scale: PeopleScale::default(),
            people: self.beneficiary_count() as u64,
            panels: Panels::of(self)?,
        })
    }
}

hidden_debug!(PeopleChart);

impl PeopleChart {
    chart_methods!();

    /// The order of the lines, by their amounts as in a [`BarChart`](super::BarChart); that of the statement unless
    /// stated.
    pub fn sorted_by(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// The length of the bars; numbers of appraisals unless stated.
    pub fn scale(self, scale: PeopleScale) -> Self {
        Self { scale, ..self }
    }

    /// The meaning of the counts, and the appraisals that they leave out.
    fn notes(&self) -> String {
        let panels = &self.panels.panels;
        let counted: u64 = panels.iter().map(|panel| panel.total.appraisals()).sum();
        let mut note = match (counted, self.people) {
            (0, _) => String::new(),
            (1, _) => "Counted: 1 appraisal.".to_owned(),
            (appraisals, people) if appraisals == people => {
                format!("Counted: {} appraisals, each of a different person.", count(appraisals))
            }
            (appraisals, people) => format!(
                "Counted: {} appraisals of {}; a person with several counts several times.",
                count(appraisals),
                number_of(people, ("person", "people")),
            ),
        };
        let left_out: u64 = panels.iter().map(|panel| panel.total.left_out).sum();
        if left_out > 0 {
            note += " Not counted, since a level is not stated: ";
            note += &number_of(left_out, ("appraisal", "appraisals"));
            note += ".";
        }
        note.trim_start().to_owned()
    }
}

impl Chart for PeopleChart {
    fn finding(&self) -> String {
        people_finding(&self.panels)
    }

    fn subtitle(&self) -> String {
        let Panels { panels, terms, by, .. } = &self.panels;
        let [panel] = &panels[..] else { return format!("Numbers of appraisals; {terms}{by}.") };
        let (measure, direction, missing) = (&panel.measure, panel.direction, panel.total.missing_suffix());
        format!("Numbers of appraisals of {measure}{direction}; {terms}{by}{missing}.")
    }

    fn words(&self) -> String {
        let of_panel = |panel: &MeasurePanel| {
            let line = |line: &LineFigures| format!("{}: {}", line.name(), plain(&counts(line, Some(self.scale))));
            let total = LineFigures { values: vec![format!("all {}", self.panels.line_word.1)], ..panel.total.clone() };
            let total = (panel.lines.len() > 1).then(|| line(&total));
            format!("{}. {}.", capitalized(&panel.measure), join(panel.lines.iter().map(line).chain(total), "; "))
        };
        join(self.panels.panels.iter().map(of_panel).chain([self.notes()]), " ")
    }

    fn draw(&self, page: &mut Page) {
        let panels = &self.panels.panels;
        let mut marks = PeopleMarks::default();
        for panel in panels {
            if panels.len() > 1 {
                page.section(&capitalized(&panel.measure), "");
            }
            PeoplePanel::new(panel, self.panels.line_word.1, self.order, self.scale).draw(page);
            marks.counted |= panel.total.appraisals() > 0;
            marks.unchanged |= panel.total.unchanged > 0;
            marks.missing |= panel.total.missing > 0;
        }
        let notes = [marks.note(self.scale), self.notes()].join(" ");
        if !notes.trim().is_empty() {
            page.note(notes.trim());
        }
    }
}

/// The marks that occur, which a note explains.
#[derive(Default)]
struct PeopleMarks {
    counted: bool,
    unchanged: bool,
    missing: bool,
}

impl PeopleMarks {
    fn note(&self, scale: PeopleScale) -> String {
        let mut words: Vec<&str> = Vec::new();
        if self.unchanged {
            words.push("Grey: the same, no change beyond the tolerance.");
        }
        if self.missing {
            words.push("White: missing, promised and not counted.");
        }
        if scale == PeopleScale::Shares {
            words.push("Percentages are of all appraisals, counted or missing.");
        } else if self.counted {
            words.push("Percentages are of the appraisals counted.");
        }
        words.join(" ")
    }
}

/// Lines up to this number have a name line above their bars.
const MOST_ROOMY: usize = 15;
/// Lines up to this number are drawn one by one.
const MOST_DRAWN: usize = 50;
/// The least width of a piece that is not empty.
const LEAST_PIECE: f64 = 3.0;
const TO_HEADING: f64 = 8.0;
/// Between a name and the counts beside it.
const TO_COUNTS: f64 = 16.0;
/// The least room for names beside counts. With less, counts take a line of their own.
const LEAST_NAME: f64 = 150.0;

/// The sizes of a line.
struct Sizes {
    name: u32,
    /// From the end of a line to the baseline of the next name.
    above: f64,
    bar: f64,
}

const ROOMY: Sizes = Sizes { name: NAME, above: 38.0, bar: 20.0 };
const COMPACT: Sizes = Sizes { name: NUMBER, above: 30.0, bar: 12.0 };

/// A panel with its lines in the order in which they are drawn.
struct PeoplePanel<'a> {
    panel: &'a MeasurePanel,
    /// The word for several lines.
    lines_word: &'static str,
    scale: PeopleScale,
    lines: Vec<LineFigures>,
    rest: Option<LineFigures>,
    sizes: Sizes,
}

impl<'a> PeoplePanel<'a> {
    fn new(panel: &'a MeasurePanel, lines_word: &'static str, order: Order, scale: PeopleScale) -> Self {
        let mut lines = panel.lines.clone();
        order.sort(&mut lines);
        let (lines, rest) = largest(lines, MOST_DRAWN, |line| all(line) as f64);
        let rest = LineFigures::rest(&rest);
        let sizes = if lines.len() <= MOST_ROOMY { ROOMY } else { COMPACT };
        Self { panel, lines_word, scale, lines, rest, sizes }
    }

    /// The lengths of the four pieces in the unit of the scale: appraisals, or per cent.
    fn pieces(&self, line: &LineFigures) -> [f64; 4] {
        let whole = match self.scale {
            PeopleScale::Counts => 1.0,
            PeopleScale::Shares => all(line).max(1) as f64 / 100.0,
        };
        [line.worse, line.better, line.unchanged, line.missing].map(|count| count as f64 / whole)
    }

    /// The largest scale at which all bars fit.
    ///
    /// Worse lies left of zero and better right of it, so that both start at one line and their lengths can be compared
    /// over all lines. In a bar that starts with the worse, the better would start anywhere. The same and missing are
    /// neither, and follow at the end.
    fn scale(&self) -> LinearScale {
        let heading = |text: &str| Span::new(text, INK, NUMBER).bold().width() + TO_HEADING;
        let headings = [heading("worse"), heading("better")];
        let pieces: Vec<[f64; 4]> = self.lines.iter().map(|line| self.pieces(line)).collect();
        let sides = |unit: f64| {
            pieces.iter().fold(headings, |[left, right], [worse, others @ ..]| {
                let others: f64 = others.iter().map(|count| piece(*count, unit)).sum();
                [left.max(piece(*worse, unit)), right.max(others)]
            })
        };
        let longest = pieces.iter().map(|pieces| pieces.iter().sum()).fold(0.0, f64::max);
        // Per cent at the end of the axis needs room.
        let width = RIGHT - LEFT - if self.scale == PeopleScale::Shares { 14.0 } else { 0.0 };
        if longest == 0.0 {
            return LinearScale { zero: f64::midpoint(LEFT, RIGHT), unit: 0.0 };
        }
        let unit = LinearScale::largest_unit(width, longest, |unit| sides(unit).iter().sum());
        LinearScale { zero: LEFT + sides(unit)[0], unit }
    }

    fn draw(&self, page: &mut Page) {
        let scale = self.scale();
        headings(page, scale);
        let mut lanes = Vec::new();
        let marks: Vec<_> = self.lines.iter().map(|line| self.placed(page, line, &mut lanes)).collect();
        // Counts and tens of per cent are whole, so no step is below one.
        let least = if scale.unit > 0.0 { (80.0 / scale.unit).max(1.0) } else { 1.0 };
        let ticks = if scale.unit > 0.0 { scale.ticks([LEFT, RIGHT], least * scale.unit).1 } else { vec![0.0] };
        let ticks: Vec<f64> =
            ticks.into_iter().filter(|tick| self.scale == PeopleScale::Counts || *tick <= 100.0).collect();
        for &tick in ticks.iter().filter(|tick| **tick != 0.0) {
            page.svg.line(&in_lanes(scale.at(tick), &lanes), GRID, 1.0);
        }
        for (line, (texts, top)) in self.lines.iter().zip(marks) {
            for (x, y, anchor, spans) in texts {
                page.svg.text(x, y, anchor, &spans);
            }
            self.bar(page, line, scale, top);
        }
        page.svg.line(&in_lanes(scale.zero, &lanes), ZERO_LINE, 2.0);
        page.y += 24.0;
        for &tick in &ticks {
            let unit = if self.scale == PeopleScale::Shares { "\u{a0}%" } else { "" };
            page.tick(scale.at(tick), &format!("{}{unit}", count(tick.abs() as u64)));
        }
        self.total(page);
    }

    /// The texts of a line and the top of its bar. Moves the page on, and adds the lane of the bar.
    fn placed(&self, page: &mut Page, line: &LineFigures, lanes: &mut Vec<[f64; 2]>) -> (Vec<PlacedText>, f64) {
        let parts = self.counts(line);
        let beside = self.counts_beside();
        // Each name has the room that its own counts leave: names cut short can look alike.
        let counts_width: f64 = joined(&parts).iter().map(Span::width).sum();
        let width = RIGHT - LEFT - if beside { counts_width + TO_COUNTS } else { 0.0 };
        let block = Block { size: self.sizes.name, weight: Weight::Regular, width };
        let names = if self.is_roomy() { block.at_most(2, &line.name()) } else { vec![block.clipped(&line.name())] };
        let (x, anchor) = name_place(&names, self.sizes.name);
        page.y += self.sizes.above;
        let mut texts: Vec<PlacedText> = Vec::new();
        if beside {
            texts.push((RIGHT, page.y, Anchor::End, joined(&parts)));
        }
        for (index, name) in names.iter().enumerate() {
            page.y += if index > 0 { 24.0 } else { 0.0 };
            texts.push((x, page.y, anchor, vec![Span::new(name, INK, self.sizes.name)]));
        }
        if !beside {
            for row in wrapped(&parts, RIGHT - LEFT) {
                page.y += 24.0;
                texts.push((LEFT, page.y, Anchor::Start, row));
            }
        }
        let top = page.y + 8.0;
        page.y = top + self.sizes.bar;
        lanes.push([top - 2.0, page.y + 2.0]);
        (texts, top)
    }

    fn is_roomy(&self) -> bool {
        self.sizes.name == NAME
    }

    /// The counts as they are written beside bars: among many lines without per cent, which would leave names no room.
    fn counts(&self, line: &LineFigures) -> Vec<Span> {
        counts(line, self.is_roomy().then_some(self.scale))
    }

    fn counts_width(&self) -> f64 {
        let width = |line: &LineFigures| joined(&self.counts(line)).iter().map(Span::width).sum::<f64>();
        self.lines.iter().map(width).fold(0.0, f64::max)
    }

    /// Whether the counts stand beside the names: if that cuts or breaks no name, or if there are many lines.
    fn counts_beside(&self) -> bool {
        let room = RIGHT - LEFT - self.counts_width() - TO_COUNTS;
        let name = |line: &LineFigures| Span::new(line.name(), INK, self.sizes.name).width();
        let fits = self.lines.iter().all(|line| name(line) <= room);
        fits || !self.is_roomy() && room >= LEAST_NAME
    }

    fn bar(&self, page: &mut Page, line: &LineFigures, scale: LinearScale, top: f64) {
        let [worse, better, unchanged, missing] = self.pieces(line).map(|count| piece(count, scale.unit));
        let height = self.sizes.bar;
        let edge = Fill::Edged(MISSING, BOUNDS_EDGE, 1.5);
        let mut x = scale.zero - worse;
        let fills = [Fill::Plain(DESTROYED), Fill::Plain(CREATED), Fill::Plain(UNCHANGED), edge];
        for (width, fill) in [worse, better, unchanged, missing].into_iter().zip(fills) {
            if width > 0.0 {
                page.svg.rectangle([x, top, width, height], fill);
            }
            x += width;
        }
    }

    /// The lines that are not drawn and all lines, in words: their bars would make all others short.
    fn total(&self, page: &mut Page) {
        if let Some(rest) = &self.rest {
            sums(page, &rest.name(), rest, self.scale);
        }
        if self.panel.lines.len() > 1 {
            sums(page, &format!("All {}", self.lines_word), &self.panel.total, self.scale);
        }
    }
}

fn headings(page: &mut Page, scale: LinearScale) {
    page.y += 42.0;
    let worse = Span::new("worse", DESTROYED_WORDS, NUMBER).bold();
    let better = Span::new("better", CREATED_WORDS, NUMBER).bold();
    page.svg.text(scale.zero - TO_HEADING, page.y, Anchor::End, &[worse]);
    page.svg.text(scale.zero + TO_HEADING, page.y, Anchor::Start, &[better]);
    page.y -= 6.0;
}

/// A text and its place.
type PlacedText = (f64, f64, Anchor, Vec<Span>);

/// All appraisals of a line that are counted or missing.
fn all(line: &LineFigures) -> u64 {
    line.appraisals() + line.missing
}

/// The counts of a line, in the order of the pieces of its bar, with per cent as the scale has them.
fn counts(line: &LineFigures, per_cent: Option<PeopleScale>) -> Vec<Span> {
    let grey = |text: String| Span::new(text, GREY, NUMBER);
    let missing = || grey(format!("{} missing", count(line.missing)));
    let counted = line.appraisals();
    if counted == 0 {
        let none = grey("none counted".to_owned());
        return if line.missing > 0 { vec![none, missing()] } else { vec![none] };
    }
    // Words and bars agree: with equal bars, both are shares of all. Else they are those of the printed statement.
    let whole = per_cent.map(|scale| if scale == PeopleScale::Shares { all(line) } else { counted });
    let share = |number: u64, word: &str, ink| {
        let share = |whole| format!(" ({})", percentage(number, whole).replace(' ', "\u{a0}"));
        let share = whole.map_or_else(String::new, share);
        Span::new(format!("{} {word}{share}", count(number)), if number > 0 { ink } else { GREY }, NUMBER)
    };
    let mut counts = vec![
        share(line.worse, "worse", DESTROYED_WORDS),
        share(line.better, "better", CREATED_WORDS),
        grey(format!("{} the same", count(line.unchanged))),
    ];
    if line.missing > 0 {
        counts.push(missing());
    }
    counts
}

/// The texts as one, with commas between.
fn joined(parts: &[Span]) -> Vec<Span> {
    let mut spans: Vec<Span> = parts.to_vec();
    let commas = spans.len().saturating_sub(1);
    spans.iter_mut().take(commas).for_each(|span| span.text += ", ");
    spans
}

/// The texts with commas between, in as many rows as they need.
fn wrapped(parts: &[Span], width: f64) -> Vec<Vec<Span>> {
    let mut rows: Vec<Vec<Span>> = Vec::new();
    for span in joined(parts) {
        let used = rows.last().map_or(f64::INFINITY, |row| row.iter().map(Span::width).sum());
        match rows.last_mut() {
            Some(row) if used + span.width() <= width => row.push(span),
            _ => rows.push(vec![span]),
        }
    }
    rows
}

fn plain(parts: &[Span]) -> String {
    join(parts.iter().map(|span| span.text.replace('\u{a0}', " ")), ", ")
}

fn sums(page: &mut Page, name: &str, line: &LineFigures, scale: PeopleScale) {
    page.rule(page.y + 11.0);
    page.y += 33.0;
    let name = Span::new(name, INK, NUMBER).bold();
    let counts = counts(line, Some(scale));
    let beside: f64 = joined(&counts).iter().map(Span::width).sum();
    let is_beside = name.width() + TO_COUNTS + beside <= RIGHT - LEFT;
    page.svg.text(LEFT, page.y, Anchor::Start, &[name]);
    if is_beside {
        page.svg.text(RIGHT, page.y, Anchor::End, &joined(&counts));
        return;
    }
    for row in wrapped(&counts, RIGHT - LEFT) {
        page.y += 24.0;
        page.svg.text(LEFT, page.y, Anchor::Start, &row);
    }
}

/// The length of a piece. A small one is still seen.
fn piece(count: f64, unit: f64) -> f64 {
    if count > 0.0 { (count * unit).max(LEAST_PIECE) } else { 0.0 }
}

/// The finding of counts of appraisals.
fn people_finding(panels: &Panels) -> String {
    let counted = |panel: &&MeasurePanel| panel.total.appraisals() > 0;
    match &panels.panels[..] {
        [] => "Nothing is counted".to_owned(),
        [panel] => people_panel_finding(panel, panels.line_word),
        several if !several.iter().any(|panel| counted(&panel)) => "No appraisal is counted on any measure".to_owned(),
        several => {
            let worse = several.iter().filter(|panel| panel.total.worse > panel.total.better).count();
            let better = several.iter().filter(|panel| panel.total.better > panel.total.worse).count();
            let all = several.len();
            match (worse, better) {
                (0, better) if better == all => {
                    format!("On {} more appraisals are better than worse", all_of(all, ("measure", "measures")))
                }
                (0, _) => "On no measure are more appraisals worse than better".to_owned(),
                (worse, _) => {
                    let some = some_of(worse, all, ("measure", "measures"));
                    format!("On {some} more appraisals are worse than better")
                }
            }
        }
    }
}

fn people_panel_finding(panel: &MeasurePanel, word: (&str, &str)) -> String {
    let total = &panel.total;
    if total.appraisals() == 0 {
        return match total.missing {
            0 => "No appraisal is counted".to_owned(),
            1 => "No appraisal is counted: the only one due is missing".to_owned(),
            due => format!("No appraisal is counted: all {} due are missing", count(due)),
        };
    }
    let lines: Vec<&LineFigures> = panel.lines.iter().filter(|line| line.appraisals() > 0).collect();
    let worse = lines.iter().filter(|line| line.worse > line.better).count();
    if lines.len() > 1 && worse > 0 {
        let some = some_of(worse, panel.lines.len(), word);
        return format!("In {some} more appraisals are worse than better");
    }
    let kinds = [(total.better, "better"), (total.worse, "worse"), (total.unchanged, "the same")];
    let mut kinds = kinds.into_iter().filter(|(count, _)| *count > 0);
    match (kinds.next(), kinds.next(), kinds.next()) {
        (Some((1, only)), None, _) => format!("The only appraisal is {only}"),
        (Some((all, only)), None, _) => format!("All {} appraisals are {only}", count(all)),
        _ => format!(
            "{} of {} appraisals {} better, {} worse and {} the same",
            count(total.better),
            count(total.appraisals()),
            if total.better == 1 { "is" } else { "are" },
            count(total.worse),
            count(total.unchanged),
        ),
    }
}
