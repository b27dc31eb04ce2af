//! The areas or the lines of a curve of acceptability.

use super::acceptability::{AcceptabilityChart, OptionCurve};
use super::figures::percent;
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{
    BOUNDS_EDGE, GREY, GRID, INK, Ink, QUADRANT, UNCHANGED, VIOLET, VIOLET_TINT, VIOLET_WORDS, WHITE, ZERO_LINE,
};
use super::placement::{Area, Label, Placement};
use super::svg::{Anchor, Fill, Path, Span, Svg, Weight};
use super::value_axis::ValueAxis;
use super::words::Block;

/// The height of the plot, and its left edge.
const HEIGHT: f64 = 340.0;
const PLOT_LEFT: f64 = 90.0;
/// The right edge of areas, and of lines, which have their names beside them.
const AREAS_RIGHT: f64 = RIGHT - 12.0;
const LINES_RIGHT: f64 = 500.0;
/// From the ends of lines to their names.
const TO_NAME: f64 = 20.0;
const NAME_LINE: f64 = 22.0;
const BETWEEN_NAMES: f64 = 6.0;
/// The name of an area is at least this far from its edges, and has at most this width.
const IN_AREA: f64 = 8.0;
const MOST_NAME: f64 = 420.0;
/// The distance of places that are tried for the name of an area.
const STEP: f64 = 12.0;

/// The colour of a line, that of its words, and whether it is dashed: lines are told apart by more than one sign.
const STYLES: [(Ink, Ink, bool); 6] = [
    (VIOLET, VIOLET_WORDS, false),
    (INK, INK, false),
    (UNCHANGED, GREY, false),
    (VIOLET, VIOLET_WORDS, true),
    (INK, INK, true),
    (UNCHANGED, GREY, true),
];

pub(super) struct AcceptabilityPlot<'a> {
    chart: &'a AcceptabilityChart,
    options: Vec<OptionCurve>,
    /// The index of the option that leads at the highest rate, if it has a line of its own.
    leader: Option<usize>,
    axis: ValueAxis,
    right: f64,
}

/// The top and the foot of the plot.
#[derive(Clone, Copy)]
struct Frame {
    top: f64,
    base: f64,
}

impl Frame {
    fn at(self, share: f64) -> f64 {
        self.base - share * HEIGHT
    }
}

impl<'a> AcceptabilityPlot<'a> {
    pub(super) fn new(chart: &'a AcceptabilityChart) -> Self {
        let (options, leader) = chart.drawn();
        let right = if options.len() > 2 { LINES_RIGHT } else { AREAS_RIGHT };
        let axis = ValueAxis::of(chart.rates.iter().copied()).across([PLOT_LEFT, right], 0.0);
        Self { chart, options, leader, axis, right }
    }

    /// Draws all. Returns the names of areas that have no room for them.
    pub(super) fn draw(&self, page: &mut Page) -> Vec<String> {
        page.y += 36.0;
        page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new("Share of draws", INK, NUMBER)]);
        let top = page.y + 22.0;
        let frame = Frame { top, base: top + HEIGHT };
        let notes = if self.options.len() > 2 {
            self.grid(page, frame);
            self.lines(page, frame);
            Vec::new()
        } else {
            self.areas(page, frame)
        };
        self.rate_axis(page, frame);
        notes
    }

    /// The positions of the shares of an option.
    fn curve(&self, frame: Frame, shares: &[f64]) -> Vec<[f64; 2]> {
        self.chart.rates.iter().zip(shares).map(|(rate, share)| [self.axis.at(*rate), frame.at(*share)]).collect()
    }

    fn grid(&self, page: &mut Page, frame: Frame) {
        for share in [0.25, 0.75, 1.0] {
            let line = Path::new().to(PLOT_LEFT, frame.at(share)).horizontal(self.right);
            page.svg.line(&line.open(), GRID, 1.0);
        }
        page.svg.dotted(&Path::new().to(PLOT_LEFT, frame.at(0.5)).horizontal(self.right).open(), BOUNDS_EDGE, 1.5);
    }

    fn rate_axis(&self, page: &mut Page, frame: Frame) {
        for (share, text) in [(0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100\u{a0}%")] {
            let text = Span::new(text, GREY, NUMBER);
            page.svg.text(PLOT_LEFT - 10.0, frame.at(share) + 6.5, Anchor::End, &[text]);
        }
        page.svg.line(&Path::new().to(PLOT_LEFT, frame.base).horizontal(self.right).open(), ZERO_LINE, 2.0);
        page.y = frame.base + 26.0;
        let format = self.chart.format();
        for (value, text) in self.axis.ticks(&format).into_iter().filter(|(value, _)| *value >= 0.0) {
            let x = self.axis.at(value);
            page.svg.line(&Path::new().to(x, frame.base).vertical(frame.base + 6.0).open(), ZERO_LINE, 1.5);
            page.tick(x, &text);
        }
        page.y += 26.0;
        let block = Block { size: NUMBER, weight: Weight::Regular, width: RIGHT - PLOT_LEFT };
        let text = block.clipped(&format!("what one of the effect is worth, in {}", format.unit()));
        page.svg.text(PLOT_LEFT, page.y, Anchor::Start, &[Span::new(text, INK, NUMBER)]);
    }

    fn placement(&self, frame: Frame) -> Placement {
        let bounds = Area { left: PLOT_LEFT, top: frame.top, right: self.right, bottom: frame.base };
        // There is no vertical line.
        Placement::new(bounds, [f64::NEG_INFINITY, frame.at(0.5)])
    }

    /// The points of an option, with words such as `64 % at 500`. Beside a name, the last one needs no words.
    fn points(
        &self,
        page: &mut Page,
        placement: &mut Placement,
        (option, curve): (&OptionCurve, &[[f64; 2]]),
        ink: Ink,
    ) {
        let (mut points, format) = (self.chart.points(), self.chart.format());
        for &point in &points {
            let [x, y] = curve[point];
            page.svg.circle(x, y, 8.0, Fill::Edged(ink, WHITE, 2.0));
            placement.add_point(curve[point]);
        }
        if self.options.len() > 2 {
            points.pop();
        }
        for &point in points.iter().rev() {
            let text = format!("{} at {}", percent(option.shares[point]), format.text(self.chart.rates[point]));
            let label = Label { lines: vec![vec![Span::new(text, INK, NAME).bold()]] };
            let place = placement.beside(curve[point], &label);
            if place.is_free() {
                place.draw(&mut page.svg, &label);
                placement.keep(place);
            }
        }
    }

    /// The option that wins most draws at the highest rate from below, and the other from above.
    fn areas(&self, page: &mut Page, frame: Frame) -> Vec<String> {
        let leader = self.chart.leader();
        let below = &self.options[leader];
        let above = self.options.iter().enumerate().find(|(index, _)| *index != leader).map(|(_, option)| option);
        let lower = self.curve(frame, &below.shares);
        let upper = above.map_or_else(Vec::new, |option| {
            self.curve(frame, &option.shares.iter().map(|share| 1.0 - share).collect::<Vec<f64>>())
        });
        let mut area = |curve: &[[f64; 2]], edge: f64, ink: Ink| {
            let (Some([first, _]), Some([last, _])) = (curve.first(), curve.last()) else { return };
            let path = curve.iter().fold(Path::new().to(*first, edge), |path, [x, y]| path.on(*x, *y));
            page.svg.area(&path.on(*last, edge).close(), Fill::Plain(ink));
        };
        area(&upper, frame.top, QUADRANT);
        area(&lower, frame.base, VIOLET_TINT);
        self.grid(page, frame);
        // Without a tie both curves are one.
        if upper.iter().zip(&lower).any(|(upper, lower)| upper != lower) {
            draw_curve(page, &upper, (INK, 2.5, true));
        }
        draw_curve(page, &lower, (VIOLET_WORDS, 3.5, false));
        let mut placement = self.placement(frame);
        for curve in [&lower, &upper] {
            for pair in curve.windows(2) {
                placement.add_line(pair[0], pair[1]);
            }
        }
        self.points(page, &mut placement, (below, &lower), VIOLET_WORDS);
        let mut notes = Vec::new();
        let names = [
            (Some(below), &lower, frame.base, true, VIOLET_WORDS, "Violet"),
            (above, &upper, frame.top, false, GREY, "Grey"),
        ];
        for (option, curve, edge, is_below, ink, colour) in names {
            let Some(option) = option else { continue };
            if !self.name_area(page, &mut placement, (option, curve, edge, is_below), ink) {
                notes.push(format!("{colour}: “{}” {}.", option.name, self.claim()));
            }
        }
        notes
    }

    /// The words behind the name of an option in whose area a draw is: one option alone is better than no other.
    fn claim(&self) -> &'static str {
        if self.options.len() == 1 { "is the only option" } else { "is better" }
    }

    /// Writes the name of an option into its area, between its curve and an edge of the plot, as far to the right as there is
    /// room; `false` if there is none.
    fn name_area(
        &self,
        page: &mut Page,
        placement: &mut Placement,
        (option, curve, edge, is_below): (&OptionCurve, &[[f64; 2]], f64, bool),
        ink: Ink,
    ) -> bool {
        let block = Block { size: NAME, weight: Weight::Bold, width: MOST_NAME };
        let name = format!("“{}” {}", block.clipped(&option.name), self.claim());
        let label = Label { lines: vec![vec![Span::new(name, ink, NAME).bold()]] };
        let [width, height] = label.size().map(|size| size + 2.0 * IN_AREA);
        let rooms =
            (0..).map(|step| self.right - f64::from(step) * STEP).take_while(|right| right - width >= curve[0][0]);
        let rooms = rooms.map(|right| {
            let inner = heights_between(curve, [right - width, right]);
            let (top, bottom) = if is_below {
                (inner.fold(f64::NEG_INFINITY, f64::max), edge)
            } else {
                (edge, inner.fold(f64::INFINITY, f64::min))
            };
            Area { left: right - width, top, right, bottom }
        });
        let places = rooms
            .filter(|room| room.bottom - room.top >= height)
            .map(|room| placement.in_corner(room, [true, is_below], &label, IN_AREA));
        let place = places.into_iter().find(|place| place.is_beside());
        if let Some(place) = place {
            place.draw(&mut page.svg, &label);
            placement.keep(place);
        }
        place.is_some()
    }

    fn lines(&self, page: &mut Page, frame: Frame) {
        let curves: Vec<Vec<[f64; 2]>> = self.options.iter().map(|option| self.curve(frame, &option.shares)).collect();
        let mut placement = self.placement(frame);
        for (curve, (ink, _, is_dashed)) in curves.iter().zip(STYLES).rev() {
            draw_curve(page, curve, (ink, 3.5, is_dashed));
            for pair in curve.windows(2) {
                placement.add_line(pair[0], pair[1]);
            }
        }
        if let Some(index) = self.leader {
            self.points(page, &mut placement, (&self.options[index], &curves[index]), STYLES[index].0);
        }
        self.names(page, frame, &curves);
    }

    /// The names of lines beside their ends, in the order of their ends, with a line from each end to its name.
    fn names(&self, page: &mut Page, frame: Frame, curves: &[Vec<[f64; 2]>]) {
        let block = Block { size: NUMBER, weight: Weight::Bold, width: RIGHT - self.right - TO_NAME };
        let mut names: Vec<(usize, [f64; 2], Vec<String>)> = curves
            .iter()
            .enumerate()
            .filter_map(|(index, curve)| {
                let option = &self.options[index];
                let lines = block.at_most(2, &format!("{} {}", percent(option.last()), option.name));
                Some((index, *curve.last()?, lines))
            })
            .collect();
        names.sort_by(|(_, [_, one], _), (_, [_, other], _)| one.total_cmp(other));
        let heights: Vec<f64> = names.iter().map(|(.., lines)| NAME_LINE * lines.len() as f64).collect();
        let wanted: Vec<f64> = names.iter().map(|(_, [_, y], _)| *y).collect();
        let tops = spread(&wanted, &heights, [frame.top - 10.0, frame.base + 10.0]);
        for (((index, [x, y], lines), top), height) in names.into_iter().zip(tops).zip(heights) {
            let (ink, words, is_dashed) = STYLES[index];
            draw_curve(page, &[[x, y], [self.right + TO_NAME - 5.0, top + height / 2.0]], (ink, 1.5, is_dashed));
            for (number, line) in lines.into_iter().enumerate() {
                let baseline = top + 16.0 + NAME_LINE * number as f64;
                page.svg.text(self.right + TO_NAME, baseline, Anchor::Start, &[Span::new(line, words, NUMBER).bold()]);
            }
        }
    }
}

fn draw_curve(page: &mut Page, curve: &[[f64; 2]], (ink, width, is_dashed): (Ink, f64, bool)) {
    let Some(([x, y], rest)) = curve.split_first() else { return };
    let path = rest.iter().fold(Path::new().to(*x, *y), |path, [x, y]| path.on(*x, *y)).open();
    let draw = if is_dashed { Svg::dashed } else { Svg::line };
    draw(&mut page.svg, &path, ink, width);
}

/// The heights of a curve between two positions: at its points, and at both ends.
fn heights_between(curve: &[[f64; 2]], [from, to]: [f64; 2]) -> impl Iterator<Item = f64> {
    curve.windows(2).filter(move |pair| pair[0][0] <= to && pair[1][0] >= from).flat_map(move |pair| {
        let [[x, y], [next_x, next_y]] = [pair[0], pair[1]];
        let at = |place: f64| y + (place.clamp(x, next_x) - x) / (next_x - x) * (next_y - y);
        [at(from), at(to)]
    })
}

/// The tops of texts of these heights whose middles are as near as possible to the wanted ones, from above to below, between
/// two ends and without meeting.
fn spread(wanted: &[f64], heights: &[f64], [top, bottom]: [f64; 2]) -> Vec<f64> {
    let (mut tops, mut least) = (Vec::new(), top);
    for (wanted, height) in wanted.iter().zip(heights) {
        tops.push(f64::max(wanted - height / 2.0, least));
        least = tops[tops.len() - 1] + height + BETWEEN_NAMES;
    }
    let mut most = bottom;
    for (at, height) in tops.iter_mut().zip(heights).rev() {
        *at = at.min(most - height);
        most = *at - BETWEEN_NAMES;
    }
    tops
}
