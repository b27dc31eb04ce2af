//! People of a publication: how many appraisals are better, the same and worse in each row of its table.

use super::figures::{count, largest, number_of};
use super::finding::some_of;
use super::lines::{by_words, capitalized, direction};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{BOUNDS, BOUNDS_EDGE, CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, UNCHANGED};
use super::svg::{Anchor, Fill, Span, Weight};
use super::words::{Block, join, shown};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::Figure;
use crate::analysis::disclosure::{Publication, PublicationRow};
use crate::number::Number;
use crate::text::percentage;

/// The rows of a published statement: the shares of its appraisals that are better, the same and worse, as one stacked
/// bar a row.
///
/// Made by [`Publication::people_chart`].
#[derive(Clone, PartialEq)]
pub struct PublishedPeopleChart {
    title: Option<String>,
    subtitle: String,
    panels: Vec<PublishedPanel>,
    /// Whether a measure is withheld.
    withholds: bool,
    notes: String,
}

/// The rows of a measure.
#[derive(Clone, PartialEq)]
struct PublishedPanel {
    /// `pain, lower is better`.
    heading: String,
    bars: Vec<PublishedBar>,
}

/// A row as its table shows it. A count that is withheld is `None`.
#[derive(Clone, PartialEq)]
struct PublishedBar {
    name: String,
    /// `12 users`; `withheld` if their number is.
    people: String,
    appraisals: Option<u64>,
    /// Better, the same and worse.
    counts: [Option<u64>; 3],
    missing: Option<String>,
    /// Rounded counts have no shares, since these could differ from the shares of the exact counts.
    is_rounded: bool,
}

const WORDS: [&str; 3] = ["better", "the same", "worse"];

impl<N: Number> Publication<N> {
    /// The shares of appraisals that are better, the same and worse, as one stacked bar for each row of the table;
    /// `None` for a publication of an analysis.
    ///
    /// It is drawn from the figures that its printed table shows, row by row and in its order, so it reveals nothing
    /// that the table does not. Counts that are withheld are one striped piece together: what the shown counts leave of
    /// the appraisals, or the whole bar. All bars are equally long, since numbers of people and of appraisals would be
    /// two scales. Above 50 rows of a measure the largest are drawn.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/who_attended-published.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue =
    /// #     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", -2.0), ("ben", -1.0), ("cai", 3.0), ("dee", 1.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let chart = ledger.publish(2).statement(By::Service)?.people_chart().expect("a statement");
    /// assert!(chart.description().contains("physio: 2 better (50 %), 0 the same (0 %), 2 worse (50 %)"));
    /// let chart = ledger.publish(3).statement(By::Service)?.people_chart().expect("a statement");
    /// assert!(chart.description().contains("physio: 0 the same (0 %), better and worse withheld"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn people_chart(&self) -> Option<PublishedPeopleChart> {
        if self.analysis.is_some() {
            return None;
        }
        let words = self.terms.grouping().words();
        let (_, people) = self.terms.people();
        let mut panels = Vec::new();
        for measure in self.catalogue.measures() {
            let rows = self.rows.iter().filter(|row| row.measure() == Some(measure.id()));
            let is_rounded = self.disclosure.base().is_some();
            let bars: Vec<PublishedBar> = rows.map(|row| PublishedBar::of(row, people, is_rounded)).collect();
            let heading = format!("{}{}", shown(measure.id().as_str()), direction(measure));
            panels.extend((!bars.is_empty()).then_some(PublishedPanel { heading, bars }));
        }
        let by = by_words(words);
        let few = format!("fewer than {} {people}", count(self.disclosure.threshold()));
        let few_are = format!("Figures of {few} are withheld, and further figures from which these could be computed.");
        let mut notes = vec![few_are];
        if !self.withheld.is_empty() {
            let measures: Vec<String> = self.withheld.iter().map(|measure| shown(measure.as_str())).collect();
            notes.push(format!("Not shown, with {few}: {}.", measures.join(", ")));
        }
        notes.extend(self.disclosure.base().map(|base| format!("Counts are rounded to {base}.")));
        let subtitle = format!("Shares of appraisals; {}{by}.", self.terms.without_grouping());
        let withholds = !self.withheld.is_empty();
        Some(PublishedPeopleChart { title: None, subtitle, panels, withholds, notes: notes.join(" ") })
    }
}

hidden_debug!(PublishedPeopleChart);

impl PublishedBar {
    fn of<N: Number>(row: &PublicationRow<N>, people: &str, is_rounded: bool) -> Self {
        let known = |figure: Option<Figure<N>>| match figure {
            Some(Figure::Count(count)) => Some(count),
            _ => None,
        };
        let of = |name| known(row.figure(name));
        let name = match (row.line(), row.line_count()) {
            (Some(line), _) => shown(&line.to_string()),
            (None, Some(lines)) => format!("{} pooled", number_of(lines, ("line", "lines"))),
            (None, None) => "pooled".to_owned(),
        };
        let missing = of("missing").zip(of("due")).filter(|(missing, _)| *missing > 0);
        Self {
            name,
            people: row
                .person_count()
                .map_or_else(|| "withheld".to_owned(), |number| format!("{} {people}", count(number))),
            appraisals: known(Some(row.appraisals.clone())),
            counts: ["better", "unchanged", "worse"].map(of),
            missing: missing.map(|(missing, due)| format!("{} of {} missing", count(missing), count(due))),
            is_rounded,
        }
    }

    /// The better, the same, those withheld and the worse; `None` if the shown counts do not tell how many are withheld.
    fn pieces(&self) -> Option<[u64; 4]> {
        let known = self.counts.iter().flatten().sum::<u64>();
        let [better, same, worse] = self.counts.map(Option::unwrap_or_default);
        let is_whole = self.counts.iter().all(Option::is_some);
        // Rounded counts need not add up to the rounded whole.
        let withheld = match self.appraisals {
            _ if is_whole => 0,
            Some(appraisals) if !self.is_rounded => appraisals.checked_sub(known)?,
            _ => return None,
        };
        Some([better, same, withheld, worse])
    }

    /// `2 better (50 %), 0 the same (0 %), 2 worse (50 %)`, or `withheld, 12 users`.
    fn text(&self) -> String {
        if self.counts.iter().all(Option::is_none) {
            return self.with_missing(format!("withheld, {}", self.people));
        }
        let whole = self.pieces().map(|pieces| pieces.iter().sum());
        if whole == Some(0) {
            return self.with_missing("none counted".to_owned());
        }
        let share = |number: u64| match whole {
            Some(whole) if !self.is_rounded => format!(" ({})", percentage(number, whole)),
            _ => String::new(),
        };
        let text = |(number, word): (Option<u64>, &str)| Some(format!("{} {word}{}", count(number?), share(number?)));
        let texts: Vec<String> = self.counts.into_iter().zip(WORDS).filter_map(text).collect();
        let hidden = self.counts.iter().zip(WORDS).filter(|(number, _)| number.is_none()).map(|(_, word)| word);
        let hidden: Vec<&str> = hidden.collect();
        let withheld = if hidden.is_empty() { String::new() } else { format!(", {} withheld", hidden.join(" and ")) };
        self.with_missing(texts.join(", ") + &withheld)
    }

    fn with_missing(&self, text: String) -> String {
        [Some(text), self.missing.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// The size by which rows are chosen if there are many. Only a shown figure may decide.
    fn size(&self) -> f64 {
        self.appraisals.unwrap_or(0) as f64
    }
}

impl PublishedPeopleChart {
    chart_methods!();

    /// The rows whose better and worse are both shown.
    fn compared(&self) -> impl Iterator<Item = (u64, u64)> {
        self.bars().filter_map(|bar| bar.counts[0].zip(bar.counts[2]))
    }

    fn bars(&self) -> impl Iterator<Item = &PublishedBar> {
        self.panels.iter().flat_map(|panel| &panel.bars)
    }
}

impl Chart for PublishedPeopleChart {
    fn finding(&self) -> String {
        let (rows, compared) = (self.bars().count(), self.compared().count());
        let worse = self.compared().filter(|(better, worse)| worse > better).count();
        let both = if compared == rows { "" } else { " that shows both" };
        // Counts that are rounded alike may differ.
        let rounded = if self.bars().any(|bar| bar.is_rounded) { ", by rounded counts" } else { "" };
        match (rows, compared, worse) {
            (0, ..) if !self.withholds => "Nothing is counted".to_owned(),
            (0, ..) => "Too few people are recorded to show how many are better or worse".to_owned(),
            (_, 0, _) => {
                let shows = |which: usize| self.bars().all(|bar| bar.counts[which].is_some());
                let hides = |which: usize| self.bars().all(|bar| bar.counts[which].is_none());
                match [(shows(0), hides(0)), (shows(2), hides(2))] {
                    [(true, _), _] => "The number of worse appraisals is withheld".to_owned(),
                    [_, (true, _)] => "The number of better appraisals is withheld".to_owned(),
                    [(_, true), (_, true)] => "The numbers of better and worse appraisals are withheld".to_owned(),
                    _ => "No row of the table shows how many appraisals are better and how many are worse".to_owned(),
                }
            }
            (_, _, 0) => format!("In no row of the table{both} are more appraisals worse than better{rounded}"),
            _ => {
                let some = some_of(worse, compared, ("row", "rows"));
                let both = match compared {
                    _ if compared == rows => "",
                    1 => " that shows both,",
                    _ => " that show both,",
                };
                format!("In {some} of the table{both} more appraisals are worse than better{rounded}")
            }
        }
    }

    fn subtitle(&self) -> String {
        self.subtitle.clone()
    }

    fn words(&self) -> String {
        let of_panel = |panel: &PublishedPanel| {
            let bars = panel.bars.iter().map(|bar| format!("{}: {}", bar.name, bar.text()));
            format!("{}. {}.", capitalized(&panel.heading), join(bars, "; "))
        };
        join(self.panels.iter().map(of_panel).chain([self.notes.clone()]), " ")
    }

    fn draw(&self, page: &mut Page) {
        for panel in &self.panels {
            page.section(&capitalized(&panel.heading), "");
            draw_panel(page, panel);
        }
        let hides_any = self.bars().any(|bar| bar.counts.contains(&None));
        let shows_same = self.bars().any(|bar| bar.counts[1].is_some_and(|same| same > 0));
        let same = if shows_same { "Grey: the same. " } else { "" };
        let stripes = if hides_any { "Stripes: withheld. " } else { "" };
        page.note(&format!("{same}{stripes}{}", self.notes));
    }
}

/// The most rows of a measure that are drawn.
const MOST_DRAWN: usize = 50;
const HEIGHT: f64 = 20.0;
/// The least width of a piece that is not empty.
const LEAST_PIECE: f64 = 3.0;

/// The rows of a measure. Better starts at the left edge and worse ends at the right one, so that both can be compared
/// over all rows.
fn draw_panel(page: &mut Page, panel: &PublishedPanel) {
    page.y += 34.0;
    // A word over stripes only would name what is not drawn.
    let shows = |which: usize| panel.bars.iter().any(|bar| bar.counts[which].is_some());
    if shows(0) {
        let better = Span::new("better", CREATED_WORDS, NUMBER).bold();
        page.svg.text(LEFT, page.y, Anchor::Start, &[better]);
    }
    if shows(2) {
        let worse = Span::new("worse", DESTROYED_WORDS, NUMBER).bold();
        page.svg.text(RIGHT, page.y, Anchor::End, &[worse]);
    }
    page.y -= 4.0;
    let (drawn, others) = largest(&panel.bars, MOST_DRAWN, |bar| bar.size());
    for bar in drawn {
        let block = |size| Block { size, weight: Weight::Regular, width: RIGHT - LEFT };
        let names = block(NAME).at_most(2, &bar.name);
        page.y += 38.0;
        page.name(page.y, 24.0, &names);
        page.y += 24.0 * (names.len() - 1) as f64;
        for line in block(NUMBER).lines(&bar.text()) {
            page.y += 24.0;
            page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new(line, GREY, NUMBER)]);
        }
        page.y += 8.0;
        draw_bar(page, bar);
        page.y += HEIGHT;
    }
    if !others.is_empty() {
        let rows = number_of(others.len() as u64, ("row", "rows"));
        page.note(&format!("Not drawn: {rows} with fewer appraisals shown. The table has them."));
    }
}

fn draw_bar(page: &mut Page, bar: &PublishedBar) {
    let withheld = Fill::Hatched(BOUNDS_EDGE, BOUNDS);
    let Some(pieces) = bar.pieces() else {
        return page.svg.rectangle([LEFT, page.y, RIGHT - LEFT, HEIGHT], withheld);
    };
    let fills = [Fill::Plain(CREATED), Fill::Plain(UNCHANGED), withheld, Fill::Plain(DESTROYED)];
    let mut x = LEFT;
    for (width, fill) in widths(pieces).into_iter().zip(fills).filter(|(width, _)| *width > 0.0) {
        page.svg.rectangle([x, page.y, width, HEIGHT], fill);
        x += width;
    }
}

/// The widths of the pieces. The largest gives up what small ones need to be seen.
fn widths(pieces: [u64; 4]) -> [f64; 4] {
    let whole = pieces.iter().sum::<u64>().max(1) as f64;
    let exact = pieces.map(|number| (RIGHT - LEFT) * number as f64 / whole);
    let mut seen = exact.map(|width| if width > 0.0 { width.max(LEAST_PIECE) } else { 0.0 });
    let excess: f64 = seen.iter().sum::<f64>() - exact.iter().sum::<f64>();
    if let Some(largest) = seen.iter_mut().max_by(|one, other| one.total_cmp(other)) {
        *largest -= excess;
    }
    seen
}
