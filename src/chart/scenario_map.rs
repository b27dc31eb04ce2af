//! A scenario map: how much citizens and the service integrated, as a point or a path through four scenarios.

use super::figures::count;
use super::page::{LEFT, NAME, NUMBER, Page};
use super::palette::{
    GREY, INK, Ink, LETS_DANCE, LETS_DANCE_WORDS, QUADRANT, QUADRANT_DARKER, WASTE_LAND, WASTE_LAND_WORDS, WHITE,
};
use super::placement::{Label, Placement};
use super::scenario_figures::{MOST_NAMES, MapFigures, ScenarioPath, short_name, shortened};
use super::scenario_frame::{Frame, MIDDLE, STYLES, Style, is_near};
use super::svg::{Anchor, Fill, Span, Weight};
use super::words::Block;
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::engagement::{Engagement, Scenario, Threshold};
use crate::number::Number;

/// An engagement as a map: citizens to the right, the service upwards, and the four scenarios as named quadrants.
///
/// Made by [`Engagement::scenario_map`].
#[derive(Clone, PartialEq)]
pub struct ScenarioMap {
    title: Option<String>,
    labels: Labels,
    figures: MapFigures,
}

/// The names of the quadrants of a [`ScenarioMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Labels {
    /// The meaning in words and, below it, the name in the literature: *neither side engaged*, *Waste Land*.
    #[default]
    PlainAndLiterature,
    /// The meaning in words only, on neutral grounds. A publication may not want to call a service a waste land.
    Plain,
}

impl<N: Number> Engagement<N> {
    /// The lines as points on a map of the four scenarios, with the threshold of a half.
    ///
    /// If the grouping has one period (year, quarter or month), the periods of a line are a path. One or two lines are
    /// drawn on one map. Three to twelve paths have a small map each. More lines are points on one map, at their last
    /// known period; above 200 lines, those with the fewest interactions are left out. A point whose name finds no
    /// place beside it is named below the map, as is a line whose scenario is not known.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/which_scenario-map.svg"))]
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
    ///
    /// let catalogue = Catalogue::new([], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (on, did, skipped) in [(date(2026, 1, 5), 3.0, 1.0), (date(2026, 4, 5), 1.0, 2.0)] {
    ///     ledger.record(
    ///         Interaction::between("ana", "physio", on)
    ///             .contribution(Contribution::of("ana").integrated(did).not_integrated(skipped, Misuse::unknown()))
    ///             .contribution(Contribution::of("clinic").integrated(1.0)),
    ///     )?;
    /// }
    /// let map = ledger.engagement(By::Service.and(By::Quarter))?.scenario_map();
    /// assert!(map.to_svg().contains("Physio: at first both sides engaged; at the end service engaged, citizens not"));
    /// assert!(map.description().contains("2026-Q1 citizens integrated 3 of 4 (75 %), the service integrated 1 of 1"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn scenario_map(&self) -> ScenarioMap {
        self.scenario_map_at(Threshold::default())
    }

    /// The map of [`scenario_map`](Engagement::scenario_map) with another threshold.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
    /// # use covalue::engagement::Threshold;
    /// # let catalogue = Catalogue::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(
    ///     Interaction::between("ana", "physio", date(2026, 3, 2))
    ///         .contribution(Contribution::of("ana").integrated(3.0).not_integrated(2.0, Misuse::unknown()))
    ///         .contribution(Contribution::of("clinic").integrated(1.0)),
    /// )?;
    /// let map = ledger.engagement(By::Service)?.scenario_map_at(Threshold::new(2, 3)?);
    /// assert!(map.description().ends_with("service engaged, citizens not."));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn scenario_map_at(&self, threshold: Threshold) -> ScenarioMap {
        ScenarioMap { title: None, labels: Labels::default(), figures: MapFigures::of(self, threshold) }
    }
}

hidden_debug!(ScenarioMap);

impl ScenarioMap {
    chart_methods!();

    /// The names of the quadrants; with those of the literature unless stated.
    pub fn labels(self, labels: Labels) -> Self {
        Self { labels, ..self }
    }
}

/// Up to this number of lines, all are drawn on one map, with their paths.
const MOST_ON_ONE_MAP: usize = 2;
/// Up to this number of paths, each has a small map.
const MOST_SMALL_MAPS: usize = 12;
/// Points up to this number are drawn: those with the most interactions.
const MOST_POINTS: usize = 200;
/// Up to this number, names that find no place on a map are listed below it.
const MOST_UNNAMED: usize = 40;
/// Names up to this number stand on a map.
const MOST_LABELS: usize = 40;

const SIDE: f64 = 560.0;
const MAP_LEFT: f64 = 90.0;
const SMALL_SIDE: f64 = 252.0;
const SMALL_PITCH: f64 = 348.0;
const SMALL_LEFT: f64 = 66.0;

impl Chart for ScenarioMap {
    fn finding(&self) -> String {
        self.figures.finding()
    }

    fn subtitle(&self) -> String {
        self.figures.subtitle()
    }

    fn words(&self) -> String {
        self.figures.words()
    }

    fn draw(&self, page: &mut Page) {
        let paths = &self.figures.paths;
        let has_paths = paths.iter().any(|path| path.known().count() > 1);
        let (mut notes, mut remarks) = (Vec::new(), Vec::new());
        if paths.len() <= MOST_ON_ONE_MAP {
            notes = self.draw_paths(page);
        } else if paths.len() <= MOST_SMALL_MAPS && has_paths {
            self.draw_small_maps(page);
            notes.push(self.legend());
        } else {
            (notes, remarks) = self.draw_points(page);
        }
        if has_paths {
            notes.extend(self.path_note());
        }
        if !notes.is_empty() {
            page.note(&notes.join(" "));
        }
        remarks.extend(self.figures.remarks());
        for (head, text) in remarks {
            page.remark(&head, &text);
        }
    }
}

impl ScenarioMap {
    /// One map with the paths of one line or two. Returns the sentences for lines without a place.
    fn draw_paths(&self, page: &mut Page) -> Vec<String> {
        let frame = self.begin_map(page);
        let mut placement = frame.placement();
        let styled: Vec<(&ScenarioPath, Style)> = self.figures.paths.iter().zip(STYLES).collect();
        for (path, style) in styled.iter().rev() {
            frame.draw_path(page, path, *style, &mut placement);
        }
        let mut notes = Vec::new();
        let mut labels: Vec<(u8, [f64; 2], Label)> =
            styled.iter().flat_map(|(path, style)| frame.labels(path, *style, Some(&path.name))).collect();
        labels.sort_by_key(|(rank, ..)| *rank);
        let mut unnamed = false;
        for (rank, point, label) in labels {
            let place = placement.beside(point, &label);
            if place.is_clear() || (rank < MIDDLE && place.is_free()) {
                place.draw(&mut page.svg, &label);
                placement.keep(place);
            } else {
                unnamed |= rank == 0;
            }
        }
        if let ([ink, violet], true) = (&self.figures.paths[..], unnamed) {
            notes.push(format!("Circles: {}. Squares: {}.", short_name(&ink.name), short_name(&violet.name)));
        }
        notes.extend(frame.name_quadrants(page, self.labels, &mut placement, |_| None));
        notes
    }

    /// A small map for each line, two beside each other.
    fn draw_small_maps(&self, page: &mut Page) {
        let top = page.y + 18.0;
        for (index, path) in self.figures.paths.iter().enumerate() {
            let (column, row) = ((index % 2) as f64, (index / 2) as f64);
            let (left, y) = (LEFT + SMALL_PITCH * column, top + (SMALL_SIDE + 112.0) * row);
            let names = Block { size: NAME, weight: Weight::Bold, width: SMALL_PITCH - 24.0 };
            let ends = Block { size: NUMBER, weight: Weight::Regular, width: SMALL_PITCH - 24.0 };
            let scenario = path.last_scenario().map_or("not known", Scenario::meaning);
            page.svg.text(left, y + 20.0, Anchor::Start, &[Span::new(names.clipped(&path.name), INK, NAME).bold()]);
            page.svg.text(left, y + 44.0, Anchor::Start, &[Span::new(ends.clipped(scenario), GREY, NUMBER)]);
            let frame = Frame { left: left + SMALL_LEFT, top: y + 56.0, side: SMALL_SIDE, ..self.frame(0.0) };
            frame.draw(page, self.labels, &[0.0, 1.0]);
            let mut placement = frame.placement();
            frame.draw_path(page, path, STYLES[0], &mut placement);
            for (rank, point, label) in frame.labels(path, STYLES[0], None) {
                let place = placement.beside(point, &label);
                if rank < MIDDLE && place.is_free() {
                    place.draw(&mut page.svg, &label);
                    placement.keep(place);
                }
            }
            page.y = page.y.max(frame.top + SMALL_SIDE + 34.0);
        }
    }

    /// One map with a point for each line, at its last known period. Returns the sentences for lines without a place:
    /// notes, and remarks of a head and a text.
    fn draw_points(&self, page: &mut Page) -> (Vec<String>, Vec<(String, String)>) {
        let frame = self.begin_map(page);
        let mut placement = frame.placement();
        let last = |path: &'_ ScenarioPath| path.known().next_back().map(|(_, place)| frame.at(place));
        let mut known: Vec<(&ScenarioPath, [f64; 2])> =
            self.figures.paths.iter().filter_map(|path| Some((path, last(path)?))).collect();
        known.sort_by_key(|(path, _)| std::cmp::Reverse(path.interactions()));
        let mut notes = Vec::new();
        if known.len() > MOST_POINTS {
            let lines = match known.len() - MOST_POINTS {
                1 => "line".to_owned(),
                left_out => format!("{} lines", count(left_out as u64)),
            };
            notes.push(format!("Not drawn: the {lines} with the fewest interactions."));
        }
        let drawn = &known[..known.len().min(MOST_POINTS)];
        for (_, [x, y]) in drawn {
            page.svg.circle(*x, *y, 6.0, Fill::Edged(INK, WHITE, 1.5));
            placement.add_point([*x, *y]);
        }
        let in_scenario =
            |scenario| known.iter().filter(move |(path, _)| path.last_scenario() == Some(scenario)).count();
        let counts = |scenario| Some(self.figures.lines_text(in_scenario(scenario)));
        notes.extend(frame.name_quadrants(page, self.labels, &mut placement, counts));
        let unnamed = name_points(page, drawn, &mut placement);
        if unnamed.len() > MOST_UNNAMED {
            let number = count(unnamed.len() as u64);
            notes.push(format!("{number} points have no name here; the description of the picture has all names."));
            return (notes, Vec::new());
        }
        (notes, unnamed_remarks(&unnamed))
    }

    fn frame(&self, y: f64) -> Frame {
        Frame { left: MAP_LEFT, top: y, side: SIDE, threshold: self.figures.threshold.share() }
    }

    /// Draws an empty map with its axes, and moves the page below it.
    fn begin_map(&self, page: &mut Page) -> Frame {
        page.y += 42.0;
        let axis = Span::new("Share that the service integrated", INK, NUMBER);
        page.svg.text(LEFT, page.y, Anchor::Start, &[axis]);
        let frame = self.frame(page.y + 16.0);
        frame.draw(page, self.labels, &[0.0, 0.25, 0.5, 0.75, 1.0]);
        page.y = frame.top + frame.side + 50.0;
        let axis = Span::new("Share that citizens integrated", INK, NUMBER);
        page.svg.text(frame.left + frame.side, page.y, Anchor::End, &[axis]);
        frame
    }

    /// The key to the quadrants of small maps.
    fn legend(&self) -> String {
        let name = |scenario: Scenario| self.labels.name(scenario);
        format!(
            "To the right: the share that citizens integrated; upwards: that of the service. Upper right: {}; upper left: {}; \
             lower right: {}; lower left: {}. Below each name: the last known scenario.",
            name(Scenario::LetsDance),
            name(Scenario::ServiceLed),
            name(Scenario::CitizenLed),
            name(Scenario::WasteLand),
        )
    }

    fn path_note(&self) -> Option<String> {
        let period = self.figures.period?.0;
        let paths = &self.figures.paths;
        if paths.len() > MOST_SMALL_MAPS {
            let moved = count(paths.iter().filter(|path| path.has_moved()).count() as u64);
            let of = self.figures.lines_text(paths.iter().filter(|path| path.known().next().is_some()).count());
            return Some(format!(
                "Each point: the last known {period}. {moved} of {of} were in another scenario at the first."
            ));
        }
        let has_gap = paths.iter().any(ScenarioPath::has_gap);
        let gap = if has_gap { format!(" Dashed: over a {period} that is not known.") } else { String::new() };
        Some(format!("Filled: last known {period}.{gap}"))
    }
}

impl ScenarioPath {
    /// Whether a period between two known ones is not known.
    fn has_gap(&self) -> bool {
        let places: Vec<bool> = self.stops.iter().map(|stop| stop.place().is_some()).collect();
        let (first, last) = (places.iter().position(|known| *known), places.iter().rposition(|known| *known));
        first.zip(last).is_some_and(|(first, last)| places[first..last].contains(&false))
    }
}

impl Labels {
    /// The name of a scenario in one line.
    pub(super) fn name(self, scenario: Scenario) -> String {
        match self {
            Self::PlainAndLiterature => scenario.to_string(),
            Self::Plain => scenario.meaning().to_owned(),
        }
    }

    /// The ground and the words of a quadrant. Only names that judge have a colour that does.
    pub(super) fn inks(self, scenario: Scenario) -> [Ink; 2] {
        match (self, scenario) {
            (Self::PlainAndLiterature, Scenario::LetsDance) => [LETS_DANCE, LETS_DANCE_WORDS],
            (Self::PlainAndLiterature, Scenario::WasteLand) => [WASTE_LAND, WASTE_LAND_WORDS],
            (Self::Plain, Scenario::LetsDance | Scenario::WasteLand) => [QUADRANT_DARKER, GREY],
            _ => [QUADRANT, GREY],
        }
    }
}

/// Names points, those with the most interactions first. Points beside each other share a name. Returns the lines whose
/// names found no place.
fn name_points<'a>(
    page: &mut Page,
    known: &[(&'a ScenarioPath, [f64; 2])],
    placement: &mut Placement,
) -> Vec<&'a ScenarioPath> {
    let mut groups: Vec<([f64; 2], Vec<&'a ScenarioPath>)> = Vec::new();
    for (path, point) in known {
        match groups.iter_mut().find(|(other, _)| is_near(*other, *point)) {
            Some((_, group)) => group.push(path),
            None => groups.push((*point, vec![path])),
        }
    }
    let mut unnamed = Vec::new();
    for (index, (point, group)) in groups.into_iter().enumerate() {
        let names: Vec<String> = group.iter().map(|path| path.name.clone()).collect();
        let block = Block { size: NUMBER, weight: Weight::Regular, width: 220.0 };
        let lines = block.at_most(2, &shortened(&names, 3));
        let label = Label { lines: lines.into_iter().map(|line| vec![Span::new(line, INK, NUMBER)]).collect() };
        let place = placement.beside(point, &label);
        if index < MOST_LABELS && place.is_beside() {
            place.draw(&mut page.svg, &label);
            placement.keep(place);
            unnamed.extend(group.into_iter().skip(if names.len() > 3 { 3 } else { names.len() }));
        } else {
            unnamed.extend(group);
        }
    }
    unnamed
}

/// The lines whose names found no place, by scenario.
fn unnamed_remarks(unnamed: &[&ScenarioPath]) -> Vec<(String, String)> {
    let of_scenario = |scenario: &Scenario| {
        let paths = unnamed.iter().filter(|path| path.last_scenario() == Some(*scenario));
        let names: Vec<String> = paths.map(|path| path.name.clone()).collect();
        let head = format!("Points without a name, {}:", scenario.meaning());
        (!names.is_empty()).then(|| (head, format!("{}.", shortened(&names, MOST_NAMES))))
    };
    Scenario::ALL.iter().filter_map(of_scenario).collect()
}
