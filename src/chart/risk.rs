//! The distribution of changes, with the worst share marked.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::{iter, slice};

use super::figures::{FigureFormat, count, number_of, percent, step};
use super::finding::APPRAISALS;
use super::lines::{capitalized, direction};
use super::page::{LEFT, NUMBER, Page, RIGHT};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, INK, UNCHANGED, WORST, ZERO_LINE};
use super::svg::{Anchor, Fill, Path, Span, Weight};
use super::words::{Block, join, shown};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::risk::RiskTerms;
use crate::analysis::{Analysis, AnalysisError};
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::{Fraction, nearest};
use crate::statement::{Classification, Overflow};
use crate::text::percentage;

/// The distribution of the changes of each line and measure: a square an appraisal, or columns for many. The worst
/// share, whose mean is the expected shortfall, is dark.
///
/// Made by [`Ledger::risk_chart`].
#[derive(Clone, PartialEq)]
pub struct RiskChart {
    title: Option<String>,
    terms: String,
    /// The worst share as a numerator and a denominator.
    level: (u32, u32),
    panels: Vec<RiskPanel>,
}

/// A line of a measure.
#[derive(Clone, Debug, PartialEq)]
struct RiskPanel {
    name: String,
    /// Panels of one measure have the same bins. Different measures may be shown alike.
    measure_id: MeasureId,
    measure: String,
    /// The same in all panels of a measure.
    format: FigureFormat,
    /// `, lower is better`, or nothing.
    direction: &'static str,
    /// The changes beyond the tolerance, the worst first.
    changes: Vec<f64>,
    unchanged: u64,
    worse: u64,
    /// Why there is no probability, or the interval and the expected shortfall.
    figures: Result<RiskFigures, String>,
}

#[derive(Clone, Debug, PartialEq)]
struct RiskFigures {
    probability: f64,
    interval: [f64; 2],
    shortfall: f64,
}

impl<N: Fraction> Ledger<N> {
    /// The distribution of the changes that [`risk`](Ledger::risk) counts, by line and measure.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/what_is_at_risk-changes.svg"))]
    ///
    /// # Errors
    ///
    /// As [`risk`](Ledger::risk), and for a change that no `f64` holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// use covalue::risk::RiskTerms;
    ///
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", 4.0), ("ben", 2.0), ("cai", -2.0), ("dee", 3.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let chart = ledger.risk_chart(RiskTerms::of(By::Service).level(1, 4)?.at_least(4))?;
    /// assert!(chart.description().contains("1 of 4 is worse"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn risk_chart(&self, terms: impl Into<RiskTerms>) -> Result<RiskChart, AnalysisError> {
        let risks = self.risk(terms)?;
        let mut panels: Vec<RiskPanel> = Vec::new();
        for line in risks.lines() {
            let measure = self.catalogue().measure(line.measure()).expect("a measure with a line is in the catalogue");
            let figures = line.figures().map(|figures| RiskFigures {
                probability: nearest(figures.probability()),
                interval: [figures.interval().low(), figures.interval().high()],
                shortfall: nearest(figures.expected_shortfall()),
            });
            panels.push(RiskPanel {
                name: shown(&line.line().to_string()),
                measure_id: line.measure().clone(),
                measure: shown(measure.id().as_str()),
                format: FigureFormat::of(shown(measure.unit()), []),
                direction: direction(measure),
                changes: Vec::new(),
                unchanged: 0,
                worse: 0,
                figures: figures.map_err(|too_few| too_few.to_string()),
            });
        }
        let keys: Vec<_> = risks.lines().map(|line| (line.line().clone(), line.measure().clone())).collect();
        for row in self.rows(risks.terms())? {
            let Ok(panel) = keys.binary_search_by(|(line, measure)| (line, measure).cmp(&(row.line(), row.measure())))
            else {
                continue;
            };
            let change = row.amount().and_then(N::from_change).as_ref().map(nearest);
            if change.is_some_and(|change| !change.is_finite()) {
                let (line, measure) = keys[panel].clone();
                return Err(Overflow::on::<f64>("change", line, measure, risks.terms()).into());
            }
            panels[panel].count(row.counts_as(), change);
        }
        for panel in &mut panels {
            panel.changes.sort_by(f64::total_cmp);
        }
        let mut amounts: BTreeMap<MeasureId, Vec<f64>> = BTreeMap::new();
        for panel in &panels {
            amounts.entry(panel.measure_id.clone()).or_default().extend(panel.amounts());
        }
        for panel in &mut panels {
            panel.format = panel.format.of_others(amounts[&panel.measure_id].iter().copied());
        }
        Ok(RiskChart {
            title: None,
            terms: risks.terms().without_grouping(),
            level: risks.risk_terms().get_level(),
            panels,
        })
    }
}

impl RiskPanel {
    fn count(&mut self, counts_as: Classification, amount: Option<f64>) {
        let Some(amount) = amount else { return };
        if Classification::BETTER.contains(&counts_as) {
            self.changes.push(amount);
        } else if Classification::WORSE.contains(&counts_as) {
            self.changes.push(-amount);
            self.worse += 1;
        } else if Classification::UNCHANGED.contains(&counts_as) {
            self.unchanged += 1;
        }
    }

    fn appraisals(&self) -> u64 {
        self.changes.len() as u64 + self.unchanged
    }

    /// The amounts that decide on the format: the changes at both ends, and the expected shortfall.
    fn amounts(&self) -> impl Iterator<Item = f64> {
        let ends = [self.changes.first(), self.changes.last()].into_iter().flatten().copied();
        ends.chain(self.figures.iter().map(|figures| figures.shortfall))
    }

    /// How many are worse, and how surely.
    fn worse_text(&self) -> String {
        let is = if self.worse == 1 || self.appraisals() == 1 { "is" } else { "are" };
        let text = format!("{} of {} {is} worse", count(self.worse), count(self.appraisals()));
        match &self.figures {
            Ok(figures) => {
                let [low, high] = figures.interval.map(percent);
                let share = percentage(self.worse, self.appraisals());
                format!("{text}: {share}, with a 95 % confidence interval from {low} to {high}")
            }
            Err(too_few) => format!("{text}; no probability for {too_few}"),
        }
    }

    /// The measure after the name of the line.
    fn measure_text(&self) -> String {
        format!(": {} in {}{}", self.measure, self.format.unit(), self.direction)
    }

    /// The number of appraisals in each bin that has one, by the change of the bin that is furthest from zero.
    fn bins_text(&self, bins: &Bins) -> String {
        let counts = bins.counts(self, (0, 1));
        let far = |bins_away: usize| self.format.tick(bins_away as f64 * bins.step, bins.step);
        let edge = |bin: usize| match bin.cmp(&bins.losses) {
            Ordering::Less => format!("worse by up to {}", far(bins.losses - bin)),
            Ordering::Equal => "the same".to_owned(),
            Ordering::Greater => format!("better by up to {}", far(bin - bins.losses)),
        };
        let with_appraisals = counts.iter().enumerate().filter(|(_, bin)| bin.appraisals > 0);
        let texts: Vec<String> =
            with_appraisals.map(|(bin, counted)| format!("{}: {}", edge(bin), count(counted.appraisals))).collect();
        if texts.is_empty() { "No appraisal".to_owned() } else { capitalized(&texts.join(", ")) }
    }
}

hidden_debug!(RiskChart);

impl RiskChart {
    chart_methods!();

    fn drawn(&self) -> &[RiskPanel] {
        &self.panels[..self.panels.len().min(MOST_PANELS)]
    }

    /// The bins of a panel: all panels of a measure that are drawn have the same.
    fn bins(&self, panel: &RiskPanel) -> Bins {
        let others = self.drawn().iter().filter(|other| other.measure_id == panel.measure_id);
        Bins::of(others.chain([panel]))
    }

    fn shortfall_text(&self, panel: &RiskPanel, figures: &RiskFigures) -> [String; 2] {
        let (part, whole) = self.level;
        let verb = if figures.shortfall < 0.0 { "gained" } else { "lost" };
        let amount = panel.format.amount(figures.shortfall.abs());
        [format!("worst {part} in {whole}:"), format!("{amount} {verb} on average")]
    }
}

impl Chart for RiskChart {
    fn finding(&self) -> String {
        risk_finding(&self.panels)
    }

    fn subtitle(&self) -> String {
        let (part, whole) = self.level;
        // Lines with too few people have no worst share.
        let has_worst = self.drawn().iter().any(|panel| panel.figures.is_ok());
        let worst = if has_worst { format!(" Dark: the worst {part} in {whole}.") } else { String::new() };
        format!("{}.{worst}", capitalized(&self.terms))
    }

    fn words(&self) -> String {
        let of_panel = |panel: &RiskPanel| {
            let shortfall = panel.figures.as_ref().ok().map(|figures| self.shortfall_text(panel, figures).join(" "));
            let shortfall = shortfall.map_or(String::new(), |text| format!("; {text}"));
            format!(
                "{}{}. {}{shortfall}. {}.",
                panel.name,
                panel.measure_text(),
                capitalized(&panel.worse_text()),
                panel.bins_text(&self.bins(panel))
            )
        };
        join(self.panels.iter().map(of_panel), " ")
    }

    fn draw(&self, page: &mut Page) {
        let drawn = self.drawn();
        let mut has_squares = false;
        for panel in drawn {
            has_squares |= self.draw_panel(page, panel, &self.bins(panel));
        }
        let mut notes = Vec::new();
        if has_squares {
            let has_worst = drawn.iter().any(|panel| panel.figures.is_ok());
            let in_part = if has_worst { "; one that is only partly among the worst is dark in part" } else { "" };
            notes.push(format!("A square is an appraisal{in_part}."));
        }
        if drawn.iter().any(|panel| panel.unchanged > 0) {
            notes.push("Grey: the same, in a column of its own.".to_owned());
        }
        if self.panels.len() > drawn.len() {
            let left = (self.panels.len() - drawn.len()) as u64;
            notes.push(format!("Not drawn: {}.", number_of(left, ("more line", "more lines"))));
        }
        if !notes.is_empty() {
            page.note(&notes.join(" "));
        }
    }
}

/// Lines that are drawn.
const MOST_PANELS: usize = 12;
/// Bins of each side, at most.
const MOST_BINS: f64 = 28.0;
/// Appraisals that are drawn as squares.
const MOST_SQUARES: u64 = 200;
/// The width of an edge, in bins: far more than rounding, and far less than a picture shows.
const EDGE: f64 = 1e-9;
const WIDEST_BIN: f64 = 24.0;
/// The height of the columns of a panel, if they are not made of squares.
const HEIGHT: f64 = 200.0;
const MOST_HIGH: f64 = 12.0;
/// The height of the number above the tallest column, with its distance from the column.
const NUMBER_HEIGHT: f64 = 26.0;
/// From a line of a label to the next one.
const LABEL_LINE: f64 = 22.0;

/// The bins of a measure, the same in all its panels: losses, one bin for unchanged appraisals, gains.
struct Bins {
    step: f64,
    losses: usize,
    gains: usize,
    width: f64,
}

/// The appraisals of a bin, and those of them that belong to the worst share. One may do so in part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    appraisals: u64,
    worst: f64,
}

/// The bins from zero to an amount, at least one if it is above zero. An amount that is at an edge but for the rounding
/// of floats is at the edge.
fn bins_away(amount: f64, step: f64) -> f64 {
    let bins = amount / step;
    let bins = if (bins - bins.round()).abs() <= EDGE { bins.round() } else { bins.ceil() };
    if amount > 0.0 { bins.max(1.0) } else { 0.0 }
}

impl Bins {
    fn of<'a>(panels: impl Iterator<Item = &'a RiskPanel> + Clone) -> Self {
        let lowest = panels.clone().filter_map(|panel| panel.changes.first()).copied().fold(0.0, f64::min);
        let highest = panels.filter_map(|panel| panel.changes.last()).copied().fold(0.0, f64::max);
        let step = step((highest / MOST_BINS - lowest / MOST_BINS).max(f64::MIN_POSITIVE));
        let bins = |reach: f64| bins_away(reach, step).min(MOST_BINS) as usize;
        let (losses, gains) = (bins(-lowest), bins(highest));
        let width = ((RIGHT - LEFT) / (losses + gains + 1) as f64).min(WIDEST_BIN);
        Self { step, losses, gains, width }
    }

    fn len(&self) -> usize {
        self.losses + self.gains + 1
    }

    /// The bin of a change beyond the tolerance. A change at an edge belongs to the bin nearer to zero.
    fn index(&self, change: f64) -> usize {
        let away = bins_away(change.abs(), self.step) as usize;
        if change < 0.0 { self.losses - away.min(self.losses) } else { self.losses + away.min(self.gains) }
    }

    fn left(&self, bin: usize) -> f64 {
        LEFT + bin as f64 * self.width
    }

    /// The appraisals of each bin. The worst share fills the bins from the left.
    fn counts(&self, panel: &RiskPanel, (part, whole): (u32, u32)) -> Vec<Bin> {
        let mut bins = vec![Bin::default(); self.len()];
        for &change in &panel.changes {
            bins[self.index(change)].appraisals += 1;
        }
        bins[self.losses].appraisals += panel.unchanged;
        if panel.figures.is_ok() {
            let mut rest = panel.appraisals() as f64 * f64::from(part) / f64::from(whole);
            for bin in &mut bins {
                bin.worst = rest.min(bin.appraisals as f64);
                rest -= bin.worst;
            }
        }
        bins
    }
}

impl RiskChart {
    /// Draws a line. Returns whether its appraisals are squares.
    fn draw_panel(&self, page: &mut Page, panel: &RiskPanel, bins: &Bins) -> bool {
        page.section(&panel.name, &panel.measure_text());
        page.paragraph(&panel.worse_text(), GREY, 2.0);
        if panel.appraisals() == 0 {
            return false;
        }
        let columns = RiskColumns::new(bins, panel, self.level);
        let most = columns.tallest(LEFT, RIGHT);
        let number = (!columns.in_squares).then(|| TallestNumber::new(&columns));
        let label = panel.figures.as_ref().ok().map(|figures| self.shortfall_text(panel, figures));
        let bracket = label.map(|label| Bracket::new(label, &columns, number.as_ref()));
        page.y += bracket.as_ref().map_or(0.0, |bracket| bracket.height).max(most + NUMBER_HEIGHT) + 10.0;
        let base = page.y;
        for bin in 0..bins.len() {
            columns.draw(page, bin, base);
        }
        page.svg.line(&Path::new().to(LEFT, base).horizontal(bins.left(bins.len())).open(), ZERO_LINE, 2.0);
        if let Some(bracket) = bracket {
            bracket.draw(page, base);
        }
        if let Some(number) = number {
            page.svg.outlined_text(number.x, base - most - 8.0, Anchor::Middle, &[number.text]);
        }
        Self::axis(page, bins, &panel.format);
        columns.in_squares
    }

    fn axis(page: &mut Page, bins: &Bins, format: &FigureFormat) {
        page.y += 24.0;
        let middle = bins.left(bins.losses) + bins.width / 2.0;
        let label = |bin: usize| match bin {
            // If all are unchanged, the step of the bins is of no size.
            0 => "0".to_owned(),
            bin => format.tick(bins.step * bin as f64, bins.step),
        };
        let width = |bin: usize| Span::new(label(bin), GREY, NUMBER).width();
        let widest = width(1).max(width(bins.losses.max(bins.gains)));
        // A label at an end moves inwards by up to half its width.
        let every = ((1.5 * widest + 6.0).max(60.0) / bins.width).ceil() as usize;
        let every = [1, 2, 5, 10, 20, 50].into_iter().find(|step| *step >= every).unwrap_or(50);
        page.tick(middle, &label(0));
        for bin in (every..=bins.losses).step_by(every) {
            page.tick(bins.left(bins.losses - bin), &label(bin));
        }
        for bin in (every..=bins.gains).step_by(every) {
            page.tick(bins.left(bins.losses + bin + 1), &label(bin));
        }
        page.y += 24.0;
        let (worse, better) =
            (Span::new("worse", DESTROYED_WORDS, NUMBER).bold(), Span::new("better", CREATED_WORDS, NUMBER).bold());
        // Both words stay inside if zero is at an end.
        let zero = middle.clamp(LEFT + worse.width() + 8.0, RIGHT - better.width() - 8.0);
        page.svg.text(zero - 8.0, page.y, Anchor::End, &[worse]);
        page.svg.text(zero + 8.0, page.y, Anchor::Start, &[better]);
    }
}

/// The columns of a panel, or its stacks of squares.
struct RiskColumns<'a> {
    bins: &'a Bins,
    counts: Vec<Bin>,
    /// The height of an appraisal.
    unit: f64,
    in_squares: bool,
}

impl<'a> RiskColumns<'a> {
    fn new(bins: &'a Bins, panel: &RiskPanel, level: (u32, u32)) -> Self {
        let counts = bins.counts(panel, level);
        let most = counts.iter().map(|bin| bin.appraisals).max().unwrap_or(1) as f64;
        let in_squares = panel.appraisals() <= MOST_SQUARES && most <= MOST_HIGH && bins.width >= 10.0;
        Self { bins, counts, unit: if in_squares { bins.width } else { HEIGHT / most }, in_squares }
    }

    fn height(&self, bin: usize) -> f64 {
        self.counts[bin].appraisals as f64 * self.unit
    }

    /// The height of the tallest column between two positions.
    fn tallest(&self, from: f64, to: f64) -> f64 {
        let between = |bin: &usize| self.bins.left(bin + 1) > from && self.bins.left(*bin) < to;
        (0..self.counts.len()).filter(between).map(|bin| self.height(bin)).fold(0.0, f64::max)
    }

    /// A bin as squares or as a column, the worst share at its foot.
    fn draw(&self, page: &mut Page, index: usize, base: f64) {
        let (bin, unit) = (self.counts[index], self.unit);
        let ink = match index.cmp(&self.bins.losses) {
            Ordering::Less => DESTROYED,
            Ordering::Equal => UNCHANGED,
            Ordering::Greater => CREATED,
        };
        let (x, width) = (self.bins.left(index) + 1.0, self.bins.width - 2.0);
        let mut rectangle = |top: f64, height: f64, ink| {
            if height > 0.0 {
                page.svg.rectangle([x, top, width, height], Fill::Plain(ink));
            }
        };
        if !self.in_squares {
            rectangle(base - self.height(index), self.height(index), ink);
            rectangle(base - bin.worst * unit, bin.worst * unit, WORST);
            return;
        }
        for square in 0..bin.appraisals {
            let top = base - (square + 1) as f64 * unit + 1.0;
            let dark = (bin.worst - square as f64).clamp(0.0, 1.0) * width;
            rectangle(top, width - dark, ink);
            rectangle(top + width - dark, dark, WORST);
        }
    }
}

/// The number above the tallest column.
struct TallestNumber {
    text: Span,
    x: f64,
}

impl TallestNumber {
    fn new(columns: &RiskColumns<'_>) -> Self {
        let most = columns.counts.iter().map(|bin| bin.appraisals).max().unwrap_or(0);
        let bin = columns.counts.iter().position(|bin| bin.appraisals == most).unwrap_or(0);
        let text = Span::new(count(most), INK, NUMBER);
        let (half, bins) = (text.width() / 2.0, columns.bins);
        Self { text, x: (bins.left(bin) + bins.width / 2.0).clamp(LEFT + half, RIGHT - half) }
    }

    /// Whether it stands between these positions, with the gap between words.
    fn is_between(&self, [from, to]: [f64; 2]) -> bool {
        let half = self.text.width() / 2.0 + 8.0;
        self.x + half > from && self.x - half < to
    }
}

/// The bracket over the worst share, and its label above all columns that it crosses.
struct Bracket {
    label: Vec<Span>,
    from: f64,
    to: f64,
    x: f64,
    /// Of the bracket, of the last line of the label and of the whole, above the base line.
    bracket: f64,
    foot: f64,
    height: f64,
}

impl Bracket {
    fn new(label: [String; 2], columns: &RiskColumns<'_>, number: Option<&TallestNumber>) -> Self {
        let worst = || (0..columns.counts.len()).filter(|bin| columns.counts[*bin].worst > 0.0);
        let (first, last) = (worst().next().unwrap_or(0), worst().next_back().unwrap_or(0));
        let (from, to) = (columns.bins.left(first), columns.bins.left(last + 1));
        let [worst_share, amount] = label;
        // The amount has the unit, which may be long.
        let block = Block { size: NUMBER, weight: Weight::Bold, width: RIGHT - LEFT };
        let amount = block.lines(&amount).into_iter().map(|line| Span::new(line, WORST, NUMBER).bold());
        let label: Vec<Span> = iter::once(Span::new(worst_share, WORST, NUMBER)).chain(amount).collect();
        let width = label.iter().map(Span::width).fold(0.0, f64::max);
        let x = from.min(RIGHT - width);
        let over_number = number.is_some_and(|number| number.is_between([from, to]));
        let bracket = columns.tallest(from, to) + if over_number { NUMBER_HEIGHT + 4.0 } else { 8.0 };
        // Some fonts are wider than estimated.
        let ends = [x, x + 1.1 * width];
        let mut label_foot = (columns.tallest(ends[0], ends[1]) + 12.0).max(bracket + 12.0);
        if number.is_some_and(|number| number.is_between(ends)) {
            label_foot = label_foot.max(columns.tallest(LEFT, RIGHT) + NUMBER_HEIGHT + 12.0);
        }
        let height = label_foot + LABEL_LINE * label.len() as f64 + 2.0;
        Self { label, from, to, x, bracket, foot: label_foot, height }
    }

    fn draw(&self, page: &mut Page, base: f64) {
        let foot = base - self.foot;
        let top = base - self.bracket;
        let path = Path::new().to(self.from, foot + 4.0).vertical(top + 5.0);
        let path = path.to(self.from, top).horizontal(self.to).vertical(top + 5.0).open();
        page.svg.line(&path, WORST, 2.0);
        let first = foot - LABEL_LINE * (self.label.len() - 1) as f64;
        for (index, line) in self.label.iter().enumerate() {
            page.svg.text(self.x, first + LABEL_LINE * index as f64, Anchor::Start, slice::from_ref(line));
        }
    }
}

/// The finding of a distribution: the line on which the largest share is worse, where a probability is given.
fn risk_finding(panels: &[RiskPanel]) -> String {
    let counted: Vec<&RiskPanel> = panels.iter().filter(|panel| panel.appraisals() > 0).collect();
    let worse: u64 = counted.iter().map(|panel| panel.worse).sum();
    let all: u64 = counted.iter().map(|panel| panel.appraisals()).sum();
    let is = if worse == 1 || all == 1 { "is" } else { "are" };
    let of_all = format!("{} of {} {is} worse", count(worse), number_of(all, APPRAISALS));
    let share = |panel: &&RiskPanel| panel.figures.as_ref().ok().map(|figures| figures.probability);
    let with_share: Vec<(&RiskPanel, f64)> = counted.iter().filter_map(|panel| Some((*panel, share(panel)?))).collect();
    let most = with_share.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let mut with_most = with_share.iter().filter(|(_, share)| *share == most);
    match (all, with_share.len() == counted.len(), with_most.next(), with_most.next()) {
        (0, ..) => "Nothing is counted".to_owned(),
        (_, true, Some((panel, _)), None) if counted.len() > 1 && most > 0.0 => {
            let differ =
                |differ: fn(&RiskPanel, &RiskPanel) -> bool| counted.windows(2).any(|pair| differ(pair[0], pair[1]));
            let has_measures = differ(|one, other| one.measure_id != other.measure_id);
            let has_lines = !has_measures || differ(|one, other| one.name != other.name);
            let place = |panel: &RiskPanel| {
                let measure = if has_measures { format!(" of {}", panel.measure) } else { String::new() };
                measure + &if has_lines { format!(" on {}", panel.name) } else { String::new() }
            };
            let text = |panel: &RiskPanel| {
                let appraisals = number_of(panel.appraisals(), APPRAISALS);
                format!("{} of {appraisals}{}", count(panel.worse), place(panel))
            };
            match counted[..] {
                // The title leaves it to the intervals below whether two shares differ.
                [one, other] => {
                    let of_other = format!("{} of {}", count(other.worse), count(other.appraisals()));
                    format!("Worse: {}, {of_other}{}", text(one), place(other))
                }
                _ => format!("Worse most often: {}", text(panel)),
            }
        }
        _ => of_all,
    }
}
