//! Places for labels beside points, so that none covers a point, a line or another label.

use super::svg::{Anchor, Span, Svg};

/// A rectangle: left, top, right and bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn holds(self, [x, y]: [f64; 2]) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    fn is_inside(self, other: Self) -> bool {
        other.holds([self.left, self.top]) && other.holds([self.right, self.bottom])
    }

    /// The area after a small move into the bounds, if it reaches beyond them by less than a line.
    fn moved_into(self, bounds: Self) -> Self {
        let shift = |low: f64, high: f64, [from, to]: [f64; 2]| (from - low).max(0.0) - (high - to).max(0.0);
        let right = shift(self.left, self.right, [bounds.left + 3.0, bounds.right - 3.0]);
        let down = shift(self.top, self.bottom, [bounds.top + 3.0, bounds.bottom - 3.0]);
        if right.abs() > LINE_HEIGHT || down.abs() > LINE_HEIGHT {
            return self;
        }
        Self { left: self.left + right, right: self.right + right, top: self.top + down, bottom: self.bottom + down }
    }

    fn around([x, y]: [f64; 2], reach: f64) -> Self {
        Self { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }
}

/// Lines of text that stand below each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub(super) lines: Vec<Vec<Span>>,
}

const LINE_HEIGHT: f64 = 23.0;
/// From the top of a line of text to its baseline.
const TO_BASELINE: f64 = 17.0;

impl Label {
    /// The size of the label: width and height.
    pub(super) fn size(&self) -> [f64; 2] {
        let width = |line: &Vec<Span>| line.iter().map(Span::width).sum::<f64>();
        [self.lines.iter().map(width).fold(0.0, f64::max), LINE_HEIGHT * self.lines.len() as f64]
    }
}

/// The place of a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    area: Area,
    anchor: Anchor,
    cost: f64,
    crosses_line: bool,
}

impl Place {
    /// Whether the label covers no point and no other label, and is inside.
    pub(super) fn is_free(self) -> bool {
        self.cost < POINT
    }

    /// Whether the label also crosses no path, or hardly any.
    pub(super) fn is_clear(self) -> bool {
        self.cost < 2.0 * PATH
    }

    /// Whether the label stands beside its point, where a reader does not take it for that of another point.
    pub(super) fn is_beside(self) -> bool {
        self.cost <= DISTANCES[0] + THRESHOLD
    }

    pub(super) fn costs_less(self, other: Self) -> bool {
        self.cost < other.cost
    }

    /// Draws the label, with an outline where it crosses a line.
    pub(super) fn draw(self, svg: &mut Svg, label: &Label) {
        let x = match self.anchor {
            Anchor::Start => self.area.left,
            Anchor::Middle => f64::midpoint(self.area.left, self.area.right),
            Anchor::End => self.area.right,
        };
        for (index, line) in label.lines.iter().enumerate() {
            let y = self.area.top + TO_BASELINE + LINE_HEIGHT * index as f64;
            if self.crosses_line {
                svg.outlined_text(x, y, self.anchor, line);
            } else {
                svg.text(x, y, self.anchor, line);
            }
        }
    }
}

/// The costs of a place. The distance from the point is added to them.
const OUTSIDE: f64 = 1000.0;
const OTHER_LABEL: f64 = 500.0;
const POINT: f64 = 300.0;
/// For each sample of a path.
const PATH: f64 = 60.0;
const THRESHOLD: f64 = 6.0;
/// Between two samples of a path.
const SAMPLE: f64 = 4.0;
const DISTANCES: [f64; 4] = [14.0, 24.0, 40.0, 60.0];
/// Half the width of a point, with a margin.
const POINT_REACH: f64 = 10.0;

/// Twelve directions, each 30 degrees from the next: cosine and sine. To the right and above come first.
const DIRECTIONS: [[f64; 2]; 12] = [
    [1.0, 0.0],
    [0.87, -0.5],
    [0.87, 0.5],
    [0.0, -1.0],
    [0.0, 1.0],
    [-1.0, 0.0],
    [-0.87, -0.5],
    [-0.87, 0.5],
    [0.5, -0.87],
    [0.5, 0.87],
    [-0.5, -0.87],
    [-0.5, 0.87],
];

/// A plane with points and lines, in which labels look for places.
pub(super) struct Placement {
    bounds: Area,
    points: Vec<[f64; 2]>,
    samples: Vec<[f64; 2]>,
    /// The positions of a vertical and of a horizontal line.
    thresholds: [f64; 2],
    labels: Vec<Area>,
}

impl Placement {
    pub(super) fn new(bounds: Area, thresholds: [f64; 2]) -> Self {
        Self { bounds, points: Vec::new(), samples: Vec::new(), thresholds, labels: Vec::new() }
    }

    pub(super) fn add_point(&mut self, point: [f64; 2]) {
        self.points.push(point);
    }

    pub(super) fn add_line(&mut self, from: [f64; 2], to: [f64; 2]) {
        let length = distance(from, to);
        let samples = (length / SAMPLE).ceil();
        for number in 0..=samples as u32 {
            let part = if samples == 0.0 { 0.0 } else { f64::from(number) / samples };
            self.samples.push([from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]);
        }
    }

    /// The cheapest place of a label beside a point.
    pub(super) fn beside(&self, point: [f64; 2], label: &Label) -> Place {
        let size = label.size();
        let places =
            DISTANCES.iter().flat_map(|distance| DIRECTIONS.iter().map(move |direction| (*distance, *direction)));
        let places = places.map(|(distance, direction)| {
            let (area, anchor) = beside(point, direction, distance, size);
            self.priced(area.moved_into(self.bounds), anchor, distance)
        });
        places
            .reduce(|best, place| if place.cost < best.cost { place } else { best })
            .expect("there are several places")
    }

    /// A label at this corner of an area, given as the signs of its sides.
    pub(super) fn in_corner(&self, area: Area, [right, below]: [bool; 2], label: &Label, margin: f64) -> Place {
        let [width, height] = label.size();
        let left = if right { area.right - margin - width } else { area.left + margin };
        let top = if below { area.bottom - margin - height } else { area.top + margin };
        let place = Area { left, top, right: left + width, bottom: top + height };
        self.priced(place, if right { Anchor::End } else { Anchor::Start }, 0.0)
    }

    /// Keeps a place for its label.
    pub(super) fn keep(&mut self, place: Place) {
        self.labels.push(place.area);
    }

    fn priced(&self, area: Area, anchor: Anchor, distance: f64) -> Place {
        let on_path = self.samples.iter().filter(|sample| area.holds(**sample)).count() as f64;
        let covered = self.points.iter().filter(|point| area.meets(Area::around(**point, POINT_REACH))).count() as f64;
        let labels = self.labels.iter().filter(|label| area.meets(**label)).count() as f64;
        let [x, y] = self.thresholds;
        let crossed = f64::from(u8::from((area.left..=area.right).contains(&x)))
            + f64::from(u8::from((area.top..=area.bottom).contains(&y)));
        let outside = if area.is_inside(self.bounds) { 0.0 } else { OUTSIDE };
        // Many samples of a path cost less than a point, since the label can have an outline.
        let path = (PATH * on_path).min(POINT - DISTANCES[3] - 2.0 * THRESHOLD - 1.0);
        let cost = outside + OTHER_LABEL * labels + POINT * covered + path + THRESHOLD * crossed + distance;
        Place { area, anchor, cost, crosses_line: on_path + crossed > 0.0 }
    }
}

fn beside([x, y]: [f64; 2], [right, down]: [f64; 2], distance: f64, [width, height]: [f64; 2]) -> (Area, Anchor) {
    let (at, below) = (x + right * distance, y + down * distance);
    let (left, anchor) = match right {
        0.6.. => (at, Anchor::Start),
        ..-0.6 => (at - width, Anchor::End),
        0.1.. => (at - width / 4.0, Anchor::Start),
        ..-0.1 => (at - 0.75 * width, Anchor::End),
        _ => (at - width / 2.0, Anchor::Middle),
    };
    let top = match down {
        0.4.. => below - if down < 0.6 { height / 4.0 } else { 0.0 },
        ..-0.4 => below - height + if down > -0.6 { height / 4.0 } else { 0.0 },
        _ => below - height / 2.0,
    };
    (Area { left, top, right: left + width, bottom: top + height }, anchor)
}

/// The distance between two points. The square root is rounded alike on every machine, which `hypot` need not be.
pub(super) fn distance(from: [f64; 2], to: [f64; 2]) -> f64 {
    let (across, down) = (to[0] - from[0], to[1] - from[1]);
    (across * across + down * down).sqrt()
}
