//! A cascade of bars: how many people were eligible, offered, started and asked, and how many have an appraisal.

use super::figures::{LinearScale, count, largest, number_of, percent};
use super::lines::{by_words, line_word, name_of};
use super::page::{LEFT, NUMBER, Page, RIGHT, title_lines};
use super::palette::{GREY, INK, Ink, UNCHANGED, VIOLET, VIOLET_WORDS, WHITE, ZERO_LINE};
use super::svg::{Anchor, Fill, Span, Weight, in_lanes};
use super::words::{Block, join, shown};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::Analysis;
use crate::analysis::reach::{Reach, ReachLine};
use crate::number::Number;
use crate::record::ReachStep;

/// The steps of each line as bars below each other, with their counts and shares.
///
/// Made by [`Reach::cascade_chart`].
#[derive(Clone, PartialEq)]
pub struct ReachChart {
    title: Option<String>,
    terms: String,
    by: String,
    line_word: (&'static str, &'static str),
    cascades: Vec<Cascade>,
    /// Whether entries count on no line.
    leaves_out: bool,
}

/// The steps of a line, and the people with an appraisal of each measure.
#[derive(Clone, PartialEq)]
struct Cascade {
    /// `None` without a grouping.
    name: Option<String>,
    entries: u64,
    /// The steps that entries state, in order.
    steps: Vec<Bar>,
    appraised: Vec<Bar>,
}

/// One bar of a cascade.
#[derive(Clone, PartialEq)]
struct Bar {
    step: ReachStep,
    /// The measure, of people with an appraisal.
    measure: Option<String>,
    people: Option<u64>,
    /// The number of entries that state it.
    stated: u64,
    /// The share, and the step that it is of.
    share: Option<(f64, ReachStep)>,
    missing: u64,
    outside: u64,
}

impl<N: Number> Reach<N> {
    /// The steps of each line as a cascade of bars, each with its count and its share of the last step before it that is
    /// stated. All lines have one scale, so that they can be compared. What no entry states is named in words.
    ///
    /// Above twelve lines the smallest are not drawn, and above six measures of a line the last. The description has
    /// them.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/how_was_the_year-reach.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, ReachCounts, Service, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 2)).eligible(8).offered(5))?;
    /// for user in ["ana", "ben"] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// }
    /// let chart = ledger.reach(By::Service)?.cascade_chart();
    /// assert!(chart.to_svg().contains("2 of 8 eligible people have an appraisal (25 %)"));
    /// assert!(chart.description().contains("offered 5 (63 % of eligible); declined not stated;"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn cascade_chart(&self) -> ReachChart {
        let words = self.terms().grouping().words();
        let rows: Vec<&ReachLine> = self.lines().collect();
        let cascade = |rows: &[&ReachLine]| Cascade {
            name: (!words.is_empty()).then(|| name_of(rows[0].line())),
            entries: rows[0].entry_count(),
            steps: ReachStep::STATED.into_iter().map(|step| Bar::of(rows[0], step)).collect(),
            appraised: rows.iter().map(|row| Bar::of(row, ReachStep::Appraised)).collect(),
        };
        ReachChart {
            title: None,
            terms: format!("{}{}", self.terms().without_grouping(), self.left_out_text()),
            by: by_words(words),
            line_word: line_word(words),
            cascades: rows.chunk_by(|one, two| one.line() == two.line()).map(cascade).collect(),
            leaves_out: self.other_breakdown_count() + self.not_whole_count() > 0,
        }
    }
}

impl Bar {
    fn of(row: &ReachLine, step: ReachStep) -> Self {
        let is_appraised = step == ReachStep::Appraised;
        Self {
            step,
            measure: row.measure().filter(|_| is_appraised).map(|measure| shown(measure.as_str())),
            people: row.count(step),
            stated: row.stated_count(step),
            share: row.share(step).zip(row.share_of(step)),
            missing: if is_appraised { row.missing_count() } else { 0 },
            outside: if is_appraised { row.outside_count() } else { 0 },
        }
    }

    /// `appraised: pain`.
    fn name(&self) -> String {
        match &self.measure {
            Some(measure) => format!("{}: {measure}", self.step),
            None => self.step.to_string(),
        }
    }

    /// `120 (30 % of eligible)`, `stated by 1 of 3 entries`, `not stated`.
    fn text(&self, entries: u64) -> String {
        match (self.people, self.share) {
            (Some(people), Some((share, of))) => format!("{} ({} of {of})", count(people), percent(share)),
            (Some(people), None) => count(people),
            (None, _) if self.stated > 0 => {
                format!("stated by {} of {}", count(self.stated), number_of(entries, ("entry", "entries")))
            }
            (None, _) => "not stated".to_owned(),
        }
    }

    /// `897 with a missing appraisal; 3 outside all entries ..`; `None` if there is none.
    fn remark(&self, entries: u64) -> Option<String> {
        let missing = (self.missing > 0).then(|| format!("{} with a missing appraisal", count(self.missing)));
        let outside = (self.outside > 0 && entries > 0)
            .then(|| format!("{} outside all entries, so there is no share", count(self.outside)));
        let remarks: Vec<String> = missing.into_iter().chain(outside).collect();
        (!remarks.is_empty()).then(|| remarks.join("; "))
    }

    fn description(&self, entries: u64) -> String {
        let remark =
            self.remark(entries).map_or_else(String::new, |remark| format!(", {}", remark.replace("; ", ", ")));
        format!("{} {}{remark}", self.name(), self.text(entries))
    }

    fn fill(&self) -> Fill {
        match self.step {
            ReachStep::Declined => Fill::Edged(WHITE, UNCHANGED, 1.5),
            ReachStep::Appraised => Fill::Plain(VIOLET),
            _ => Fill::Plain(INK),
        }
    }

    fn ink(&self) -> Ink {
        match (self.people, self.step) {
            (None, _) | (_, ReachStep::Declined) => GREY,
            (_, ReachStep::Appraised) => VIOLET_WORDS,
            _ => INK,
        }
    }
}

impl Cascade {
    /// The bars that are drawn. Without an entry a line has no steps.
    fn bars(&self) -> impl Iterator<Item = &Bar> {
        let steps = if self.entries > 0 { &self.steps[..] } else { &[] };
        steps.iter().chain(self.appraised.iter().take(MOST_MEASURES))
    }

    /// The largest number of people in a step, which ranks the lines of a picture that has no room for all of them.
    fn size(&self) -> f64 {
        self.bars().filter_map(|bar| bar.people).max().unwrap_or(0) as f64
    }

    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("all")
    }

    fn description(&self) -> String {
        let bars = self.steps.iter().chain(&self.appraised).map(|bar| bar.description(self.entries));
        format!("{}, {}: {}.", self.name(), number_of(self.entries, ("entry", "entries")), join(bars, "; "))
    }

    /// The people with an appraisal of each measure, beside those of the first step that is stated. Without a step, or
    /// with people outside all entries, there is nothing to put them beside.
    fn whole(&self) -> impl Iterator<Item = Whole<'_>> {
        let is_whole = |bar: &&Bar| bar.step != ReachStep::Declined && bar.people.is_some_and(|people| people > 0);
        let first = self.steps.iter().find(is_whole);
        let appraised = self.appraised.iter().filter(|bar| bar.outside == 0);
        appraised.filter_map(move |bar| {
            let (first, people) = (first?, bar.people?);
            Some(Whole { cascade: self, of: first.step, all: first.people?, people, measure: bar.measure.as_deref() })
        })
    }
}

/// The people with an appraisal among those of the first step.
struct Whole<'a> {
    cascade: &'a Cascade,
    of: ReachStep,
    all: u64,
    people: u64,
    measure: Option<&'a str>,
}

impl Whole<'_> {
    /// Whether the people are a part of the others. More people than in the first step are not.
    fn is_part(&self) -> bool {
        self.people <= self.all
    }

    fn share(&self) -> f64 {
        self.people as f64 / self.all as f64
    }

    /// `81,130 eligible people`, `1 person who was asked`.
    fn group(&self) -> String {
        number_of(self.all, group_words(self.of))
    }
}

/// The words for one person in a step, and for several.
fn group_words(step: ReachStep) -> (&'static str, &'static str) {
    match step {
        ReachStep::Offered => ("person to whom it was offered", "people to whom it was offered"),
        ReachStep::Started => ("person who started", "people who started"),
        ReachStep::Asked => ("person who was asked", "people who were asked"),
        _ => ("eligible person", "eligible people"),
    }
}

/// Lines up to this number are drawn. Each is about 200 units high.
const MOST_LINES: usize = 12;
/// Measures of a line up to this number are drawn.
const MOST_MEASURES: usize = 6;
const PITCH: f64 = 30.0;
const BAR: f64 = 18.0;
const NAMES: f64 = 220.0;
const TO_LABEL: f64 = 8.0;

hidden_debug!(ReachChart);

impl ReachChart {
    chart_methods!();

    /// The largest lines, in their order.
    fn drawn(&self) -> Vec<&Cascade> {
        largest(&self.cascades, MOST_LINES, |cascade| cascade.size()).0
    }

    /// The finding of several lines: the lowest and the highest share, of one measure and one step. All lines are
    /// compared, also those that are not drawn.
    fn comparison(&self) -> Option<String> {
        let wholes: Vec<Whole<'_>> = self.cascades.iter().flat_map(Cascade::whole).filter(Whole::is_part).collect();
        let first = wholes.first()?;
        let is_alike = |whole: &&Whole<'_>| (whole.of, whole.measure) == (first.of, first.measure);
        let alike: Vec<&Whole<'_>> = wholes.iter().filter(is_alike).collect();
        let by_share = |one: &&&Whole<'_>, two: &&&Whole<'_>| one.share().total_cmp(&two.share());
        // If shares are equal, the first line is named.
        let (lowest, highest) = (alike.iter().min_by(by_share)?, alike.iter().rev().max_by(by_share)?);
        if alike.len() < 2 {
            return None;
        }
        let of = first.measure.map_or_else(String::new, |measure| format!(" of {measure}"));
        let shares = [lowest, highest].map(|whole| percent(whole.share()));
        let group = group_words(first.of).1;
        // Lines without the step or the measure have no share.
        let (lines, several) = (count(alike.len() as u64), self.line_word.1);
        let on = if alike.len() == self.cascades.len() {
            format!("each of {lines} {several}")
        } else {
            format!("{lines} of {} {several}", count(self.cascades.len() as u64))
        };
        if shares[0] == shares[1] {
            return Some(format!("On {on}, {} of {group} have an appraisal{of}", shares[0]));
        }
        let text = format!(
            "{}: {} of {} {} an appraisal{of}; {}: {} of {}",
            lowest.cascade.name(),
            shares[0],
            lowest.group(),
            if lowest.all == 1 { "has" } else { "have" },
            highest.cascade.name(),
            shares[1],
            count(highest.all),
        );
        // Long names are in the picture. Without them the title is still true.
        let short = || format!("On {on}, {} to {} of {group} have an appraisal{of}", shares[0], shares[1]);
        Some(if title_lines(&text) > 2 { short() } else { text })
    }
}

impl Chart for ReachChart {
    fn finding(&self) -> String {
        let entries: u64 = self.cascades.iter().map(|cascade| cascade.entries).sum();
        if entries == 0 {
            let text = if self.leaves_out {
                "No entry of reach counts on a line"
            } else {
                "No entry states how many people were reached"
            };
            return text.to_owned();
        }
        if let [cascade] = &self.cascades[..] {
            let Some(whole) = cascade.whole().find(Whole::is_part).or_else(|| cascade.whole().next()) else {
                return "The share of people with an appraisal is not known".to_owned();
            };
            let several = cascade.appraised.len() > 1;
            let of = whole.measure.filter(|_| several).map_or_else(String::new, |measure| format!(" of {measure}"));
            let have = if whole.people == 1 || whole.is_part() && whole.all == 1 { "has" } else { "have" };
            if !whole.is_part() {
                let people = number_of(whole.people, ("person", "people"));
                return format!("{people} {have} an appraisal{of}, more than the {}", whole.group());
            }
            let (people, share) = (count(whole.people), percent(whole.share()));
            return format!("{people} of {} {have} an appraisal{of} ({share})", whole.group());
        }
        let (_, several) = self.line_word;
        self.comparison().unwrap_or_else(|| {
            let stated = self.cascades.iter().filter(|cascade| cascade.entries > 0).count();
            format!("Reach is stated for {} of {} {several}", count(stated as u64), count(self.cascades.len() as u64))
        })
    }

    fn subtitle(&self) -> String {
        format!(
            "People by step, each with its share of a step before it that is stated{}; {}. Nothing follows about people \
             who were not reached.",
            self.by, self.terms
        )
    }

    fn words(&self) -> String {
        join(self.cascades.iter().map(Cascade::description), " ")
    }

    fn draw(&self, page: &mut Page) {
        let drawn = self.drawn();
        if drawn.is_empty() {
            return;
        }
        CascadePlot::new(&drawn).draw(page);
        page.y += 4.0;
        let mut notes = vec!["Violet: people with an appraisal in the books."];
        if drawn.iter().any(|cascade| cascade.bars().any(|bar| bar.step == ReachStep::Declined && bar.people.is_some()))
        {
            notes.push("White: people who declined; no share is of them.");
        }
        page.note(&notes.join(" "));
        let left_out = self.cascades.len() - drawn.len();
        if left_out > 0 {
            let (one, several) = self.line_word;
            let number = number_of(left_out as u64, (one, several));
            page.note(&format!("Not drawn: {number} with fewer people. The description of the picture has them."));
        }
    }
}

struct CascadePlot<'a> {
    cascades: &'a [&'a Cascade],
    scale: LinearScale,
}

impl<'a> CascadePlot<'a> {
    fn new(cascades: &'a [&'a Cascade]) -> Self {
        let bars = || cascades.iter().flat_map(|cascade| cascade.bars().map(|bar| (bar, cascade.entries)));
        let name = bars().map(|(bar, _)| Span::new(name_in(bar), INK, NUMBER).width()).fold(0.0, f64::max);
        let zero = LEFT + name + 14.0;
        let space = RIGHT - zero;
        let people = |bar: &Bar| bar.people.unwrap_or(0) as f64;
        let label = |(bar, entries): (&Bar, u64)| Span::new(bar.text(entries), INK, NUMBER).width();
        let labels: Vec<(f64, f64)> = bars().map(|bar| (people(bar.0), label(bar))).collect();
        let longest = labels.iter().map(|(people, _)| *people).fold(0.0, f64::max);
        let needed =
            |unit: f64| labels.iter().map(|(people, label)| people * unit + TO_LABEL + label).fold(0.0, f64::max);
        Self { cascades, scale: LinearScale { zero, unit: LinearScale::largest_unit(space, longest, needed) } }
    }

    fn draw(&self, page: &mut Page) {
        page.y += 8.0;
        for (index, cascade) in self.cascades.iter().enumerate() {
            if let Some(name) = &cascade.name {
                page.y += if index > 0 { 40.0 } else { 32.0 };
                page.heading(name, "");
                page.y += 8.0;
            } else {
                page.y += 12.0;
            }
            self.cascade(page, cascade);
        }
    }

    fn cascade(&self, page: &mut Page, cascade: &Cascade) {
        if cascade.entries == 0 {
            let text = Span::new("No entry of this line states how many people were reached.", GREY, NUMBER);
            page.svg.text(LEFT, page.y + 20.0, Anchor::Start, &[text]);
            page.y += PITCH;
        }
        let mut lanes: Vec<[f64; 2]> = vec![[page.y, page.y]];
        for bar in cascade.bars() {
            self.bar(page, bar, cascade.entries);
            if let Some(lane) = lanes.last_mut() {
                lane[1] = page.y - 2.0;
            }
            if let Some(remark) = bar.remark(cascade.entries) {
                let block = Block { size: NUMBER, weight: Weight::Regular, width: RIGHT - self.scale.zero - TO_LABEL };
                for line in block.lines(&remark) {
                    page.y += 20.0;
                    let text = [Span::new(line, GREY, NUMBER)];
                    page.svg.text(self.scale.zero + TO_LABEL, page.y, Anchor::Start, &text);
                    page.y += 4.0;
                }
                page.y += 6.0;
                lanes.push([page.y, page.y]);
            }
        }
        let further = cascade.appraised.len().saturating_sub(MOST_MEASURES);
        if further > 0 {
            let text =
                format!("{}: see the description", number_of(further as u64, ("further measure", "further measures")));
            page.y += 20.0;
            page.svg.text(self.scale.zero + TO_LABEL, page.y, Anchor::Start, &[Span::new(text, GREY, NUMBER)]);
            page.y += 6.0;
        }
        lanes.retain(|[from, until]| from < until);
        page.svg.line(&in_lanes(self.scale.zero, &lanes), ZERO_LINE, 2.0);
    }

    fn bar(&self, page: &mut Page, bar: &Bar, entries: u64) {
        let baseline = page.y + 20.0;
        page.svg.text(self.scale.zero - 12.0, baseline, Anchor::End, &[Span::new(name_in(bar), bar.ink(), NUMBER)]);
        let people = bar.people.unwrap_or(0);
        let length = if people > 0 { (people as f64 * self.scale.unit).max(1.5) } else { 0.0 };
        if people > 0 {
            page.svg.rectangle([self.scale.zero, page.y + 5.0, length, BAR], bar.fill());
        }
        let text = [Span::new(bar.text(entries), bar.ink(), NUMBER)];
        page.svg.text(self.scale.zero + length + TO_LABEL, baseline, Anchor::Start, &text);
        page.y += PITCH;
    }
}

/// The name of a bar, as far as it fits beside it.
fn name_in(bar: &Bar) -> String {
    Block { size: NUMBER, weight: Weight::Regular, width: NAMES }.clipped(&bar.name())
}
