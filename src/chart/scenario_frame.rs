//! The square of a scenario map: quadrants, axes, paths, and the texts beside them.

use super::page::{NAME, NUMBER, Page};
use super::palette::{BOUNDS_EDGE, GREY, INK, Ink, VIOLET, VIOLET_WORDS, WHITE};
use super::placement::{Area, Label, Placement, distance};
use super::scenario_figures::{ScenarioPath, Stop, period_text};
use super::scenario_map::Labels;
use super::svg::{Anchor, Fill, Path, Span, Weight};
use super::words::Block;
use crate::analysis::engagement::Scenario;

/// The marks of a line.
#[derive(Clone, Copy)]
pub(super) struct Style {
    ink: Ink,
    words: Ink,
    is_square: bool,
}

pub(super) const STYLES: [Style; 2] =
    [Style { ink: INK, words: INK, is_square: false }, Style { ink: VIOLET, words: VIOLET_WORDS, is_square: true }];

impl Style {
    /// A stop of a path, with this distance from its middle to its edge.
    fn draw(self, page: &mut Page, [x, y]: [f64; 2], is_last: bool, reach: f64) {
        let width = if reach < 6.0 { 1.5 } else { 2.5 };
        let fill = if is_last { Fill::Edged(self.ink, WHITE, width) } else { Fill::Edged(WHITE, self.ink, width) };
        if self.is_square {
            page.svg.rectangle([x - reach, y - reach, 2.0 * reach, 2.0 * reach], fill);
        } else {
            page.svg.circle(x, y, if is_last { reach } else { reach - 1.0 }, fill);
        }
    }

    /// A name, and periods below it.
    fn label(self, name: Option<&str>, periods: &str) -> Label {
        let names = Block { size: NAME, weight: Weight::Bold, width: 240.0 };
        let names = names.at_most(2, name.unwrap_or_default()).into_iter();
        let names = names.map(|line| Span::new(line, self.words, NAME).bold());
        let block = Block { size: NUMBER, weight: Weight::Regular, width: 200.0 };
        let periods = block.at_most(2, periods).into_iter().map(|line| Span::new(line, self.words, NUMBER));
        let lines = names.chain(periods).filter(|line| !line.text.is_empty());
        Label { lines: lines.map(|line| vec![line]).collect() }
    }
}

/// Whether two points are so near that they share a label.
pub(super) fn is_near(one: [f64; 2], other: [f64; 2]) -> bool {
    distance(one, other) <= 5.0
}

/// From the edge of a map to 0 and 100 %.
const PADDING: f64 = 18.0;
/// The rank of labels that may be left out.
pub(super) const MIDDLE: u8 = 2;
/// Up to this number of stops, those between the first and the last have labels.
const MOST_LABELLED: usize = 6;
/// Above this number of stops, a path is thin.
const LONG_PATH: usize = 12;
/// The least length of a line with an arrow head. Marks of 8 units at both ends leave 12 of it, and a head that fits
/// between them is the smallest that is seen on a phone. Of a shorter move only the filled mark says which end is last.
const SHORTEST_WITH_ARROW: f64 = 28.0;
/// The least length of a line with an arrow head in full size.
const SHORTEST_WITH_FULL_ARROW: f64 = 44.0;
const NAME_MARGIN: f64 = 12.0;

/// The square of a map.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) side: f64,
    pub(super) threshold: f64,
}

impl Frame {
    pub(super) fn at(self, [citizens, service]: [f64; 2]) -> [f64; 2] {
        let unit = self.side - 2.0 * PADDING;
        [self.left + PADDING + citizens * unit, self.top + self.side - PADDING - service * unit]
    }

    fn area(self) -> Area {
        Area { left: self.left, top: self.top, right: self.left + self.side, bottom: self.top + self.side }
    }

    fn quadrant(self, scenario: Scenario) -> Area {
        let [x, y] = self.at([self.threshold; 2]);
        let whole = self.area();
        match scenario {
            Scenario::LetsDance => Area { left: x, bottom: y, ..whole },
            Scenario::CitizenLed => Area { left: x, top: y, ..whole },
            Scenario::ServiceLed => Area { right: x, bottom: y, ..whole },
            Scenario::WasteLand => Area { right: x, top: y, ..whole },
        }
    }

    pub(super) fn placement(self) -> Placement {
        Placement::new(self.area(), self.at([self.threshold; 2]))
    }

    /// The quadrants, the threshold, and the ticks of both axes.
    pub(super) fn draw(self, page: &mut Page, labels: Labels, ticks: &[f64]) {
        for scenario in Scenario::ALL {
            let Area { left, top, right, bottom } = self.quadrant(*scenario);
            page.svg.rectangle([left, top, right - left, bottom - top], Fill::Plain(labels.inks(*scenario)[0]));
        }
        let whole = self.area();
        let [x, y] = self.at([self.threshold; 2]);
        let path = Path::new().to(x, whole.top).vertical(whole.bottom).to(whole.left, y).horizontal(whole.right);
        page.svg.dotted(&path.open(), BOUNDS_EDGE, 1.5);
        for &tick in ticks {
            let [x, y] = self.at([tick, tick]);
            let text = if tick == 1.0 { "100 %".to_owned() } else { format!("{:.0}", 100.0 * tick) };
            let text = [Span::new(text, GREY, NUMBER)];
            page.svg.text(whole.left - 10.0, y + 6.0, Anchor::End, &text);
            page.svg.text(x, whole.bottom + 24.0, Anchor::Middle, &text);
            let path = Path::new()
                .to(whole.left - 5.0, y)
                .horizontal(whole.left)
                .to(x, whole.bottom)
                .vertical(whole.bottom + 5.0);
            page.svg.line(&path.open(), BOUNDS_EDGE, 1.0);
        }
    }

    /// A path with its points: past ones hollow, the last one filled. A long path is thinner, with the last arrow only.
    pub(super) fn draw_path(self, page: &mut Page, path: &ScenarioPath, style: Style, placement: &mut Placement) {
        let known: Vec<(usize, [f64; 2])> =
            path.stops.iter().enumerate().filter_map(|(index, stop)| Some((index, self.at(stop.place()?)))).collect();
        let is_long = known.len() > LONG_PATH;
        let width = if is_long { 1.5 } else { 2.5 };
        for pair in known.windows(2) {
            let [(before, from), (after, to)] = [pair[0], pair[1]];
            let line = Path::new().to(from[0], from[1]).on(to[0], to[1]).open();
            page.svg.line(&line, WHITE, width + 3.5);
            if after == before + 1 {
                page.svg.line(&line, style.ink, width);
            } else {
                page.svg.dotted(&line, style.ink, width);
            }
            placement.add_line(from, to);
        }
        let arrows = if is_long { known.len() - 2 } else { 0 };
        for pair in known.windows(2).skip(arrows) {
            chevron(page, placement, [pair[0].1, pair[1].1], style.ink);
        }
        for (number, (_, point)) in known.iter().enumerate() {
            let is_last = number + 1 == known.len();
            style.draw(page, *point, is_last, if is_long && !is_last { 4.5 } else { 8.0 });
            placement.add_point(*point);
        }
    }

    /// The labels of a line, each with a rank: the last stop with this name, the first one, and the others if they are
    /// few. Stops beside each other share a label.
    pub(super) fn labels(self, path: &ScenarioPath, style: Style, name: Option<&str>) -> Vec<(u8, [f64; 2], Label)> {
        let known: Vec<(&Stop, [f64; 2])> = path.known().map(|(stop, place)| (stop, self.at(place))).collect();
        let mut groups: Vec<([f64; 2], Vec<usize>)> = Vec::new();
        for (index, (_, point)) in known.iter().enumerate() {
            match groups.iter_mut().find(|(other, _)| is_near(*other, *point)) {
                Some((_, stops)) => stops.push(index),
                None => groups.push((*point, vec![index])),
            }
        }
        let rank = |stops: &[usize]| match (stops.first(), stops.last()) {
            (_, Some(last)) if last + 1 == known.len() => 0,
            (Some(0), _) => 1,
            _ => MIDDLE,
        };
        let mut before: Option<&str> = None;
        let mut labels = Vec::new();
        for (point, stops) in groups {
            let rank = rank(&stops);
            if rank == MIDDLE && known.len() > MOST_LABELLED {
                continue;
            }
            let mut periods = Vec::new();
            for period in stops.iter().filter_map(|stop| known[*stop].0.period.as_deref()) {
                periods.push(period_text(period, before));
                before = Some(period);
            }
            let label = style.label(name.filter(|_| rank == 0), &shared_text(&periods));
            labels.extend((!label.lines.is_empty()).then_some((rank, point, label)));
        }
        labels
    }

    /// Writes the name of each quadrant, with a line of its own below it, into the corner that costs least. Returns the
    /// names that fit none.
    pub(super) fn name_quadrants(
        self,
        page: &mut Page,
        labels: Labels,
        placement: &mut Placement,
        below: impl Fn(Scenario) -> Option<String>,
    ) -> Vec<String> {
        let mut left_out = Vec::new();
        for &scenario in Scenario::ALL {
            let area = self.quadrant(scenario);
            let room = area.right - area.left - 2.0 * NAME_MARGIN;
            let (right, low) = match scenario {
                Scenario::LetsDance => (true, false),
                Scenario::CitizenLed => (true, true),
                Scenario::ServiceLed => (false, false),
                Scenario::WasteLand => (false, true),
            };
            let corners = [[right, low], [right, !low], [!right, low], [!right, !low]];
            // A name on more lines may lie beside a path that would cross it.
            let shapes =
                [room, room.min(NARROW_NAME)].map(|width| labels.of_quadrant(scenario, width, below(scenario)));
            let fits = |label: &&Label| {
                let [width, height] = label.size();
                width <= room && height <= area.bottom - area.top - 8.0 && room > WIDEST_WORD
            };
            let places = shapes
                .iter()
                .filter(fits)
                .flat_map(|label| corners.map(|corner| (label, placement.in_corner(area, corner, label, NAME_MARGIN))));
            let cheapest = places.reduce(|best, other| if other.1.costs_less(best.1) { other } else { best });
            match cheapest.filter(|(_, place)| place.is_free()) {
                Some((label, place)) => {
                    place.draw(&mut page.svg, label);
                    placement.keep(place);
                }
                None => {
                    let below = below(scenario).map_or(String::new(), |text| format!(", {text}"));
                    left_out.push(format!("{}: {}{below}.", position(scenario), labels.name(scenario)));
                }
            }
        }
        left_out
    }
}

impl Labels {
    /// The name of a quadrant, with a line of its own below it.
    fn of_quadrant(self, scenario: Scenario, width: f64, below: Option<String>) -> Label {
        let ink = self.inks(scenario)[1];
        let block = Block { size: NAME, weight: Weight::Bold, width };
        let names = block.lines(scenario.meaning()).into_iter().map(|line| Span::new(line, ink, NAME).bold());
        let literature = scenario.literature_name().filter(|_| self == Self::PlainAndLiterature).map(str::to_owned);
        let more = literature.into_iter().chain(below).map(|text| Span::new(text, ink, NUMBER));
        Label { lines: names.chain(more).map(|line| vec![line]).collect() }
    }
}

/// The width that the longest word in a name needs, and the width of a name on more lines.
const WIDEST_WORD: f64 = 120.0;
const NARROW_NAME: f64 = 125.0;

fn position(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::LetsDance => "Upper right",
        Scenario::CitizenLed => "Lower right",
        Scenario::ServiceLed => "Upper left",
        Scenario::WasteLand => "Lower left",
    }
}

/// The periods of one point: all of a few, else the first and the last.
fn shared_text(texts: &[String]) -> String {
    match texts {
        [first, .., last] if texts.len() > 3 => format!("{first}, …, {last}"),
        texts => texts.join(", "),
    }
}

/// An arrow head half way between two points, if they are far enough from each other.
fn chevron(page: &mut Page, placement: &mut Placement, [from, to]: [[f64; 2]; 2], ink: Ink) {
    let length = distance(from, to);
    if length < SHORTEST_WITH_ARROW {
        return;
    }
    let size = if length < SHORTEST_WITH_FULL_ARROW { 0.7 } else { 1.0 };
    let [right, down] = [size * (to[0] - from[0]) / length, size * (to[1] - from[1]) / length];
    let tip = [f64::midpoint(from[0], to[0]) + 5.0 * right, f64::midpoint(from[1], to[1]) + 5.0 * down];
    let back = [tip[0] - 10.0 * right, tip[1] - 10.0 * down];
    let ends = [1.0, -1.0].map(|side| [back[0] - 7.0 * side * down, back[1] + 7.0 * side * right]);
    let path = Path::new().to(ends[0][0], ends[0][1]).on(tip[0], tip[1]).on(ends[1][0], ends[1][1]);
    page.svg.line(&path.open(), ink, 2.5);
    for end in ends {
        placement.add_line(end, tip);
    }
}
