//! The figures of a scenario map, and its sentences.

use std::collections::BTreeMap;

use super::figures::{FigureFormat, count, number_of, percent};
use super::lines::{by_words, capitalized, line_word};
use super::page::title_lines;
use super::timeline::{MONTHS, whole_years};
use super::words::{isolated, join, letters, shown_or_not_stated};
use crate::analysis::Analysis;
use crate::analysis::engagement::{Engagement, EngagementLine, Scenario, Threshold};
use crate::number::{Number, nearest};
use crate::statement::{By, Period};

/// A line of an engagement in one period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stop {
    /// `None` without one period in the grouping.
    pub(super) period: Option<String>,
    /// The shares that citizens and the service integrated.
    pub(super) shares: [Option<f64>; 2],
    pub(super) scenario: Option<Scenario>,
    /// Integrated and contributed by citizens, then by the service.
    quantities: [f64; 4],
    pub(super) interactions: u64,
    pub(super) stated: u64,
    /// Of citizens and of the service: the interactions in which they are stated, and those in which they are not and
    /// were excused; and whether the stated ones are too few.
    by_side: [(u64, u64, bool); 2],
}

/// A line of an engagement without its period, and its stops in the order of periods.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ScenarioPath {
    pub(super) name: String,
    pub(super) stops: Vec<Stop>,
}

/// All figures of a map.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MapFigures {
    pub(super) paths: Vec<ScenarioPath>,
    pub(super) threshold: Threshold,
    /// The period of the grouping; `None` without one, or with several.
    pub(super) period: Option<(&'static str, &'static str)>,
    /// A line without its period.
    line_word: (&'static str, &'static str),
    /// `, by service and quarter`, or nothing.
    by: String,
    /// The terms that select entries.
    entries: String,
    format: FigureFormat,
}

impl Stop {
    fn of<N: Number>(line: &EngagementLine<N>, threshold: Threshold, period: Option<usize>) -> Self {
        let period = period.and_then(|period| line.line().values().nth(period));
        let quantities =
            [line.user_integrated(), line.user_contributed(), line.provider_integrated(), line.provider_contributed()];
        Self {
            period: period.map(|period| shown_or_not_stated(period)),
            shares: line.picture_shares(),
            scenario: line.scenario_at(threshold),
            quantities: quantities.map(nearest),
            interactions: line.interaction_count(),
            stated: line.stated_count(),
            by_side: [
                (line.user_stated_count(), line.user_excused_count(), line.little_stated(threshold)[0]),
                (line.provider_stated_count(), line.provider_excused_count(), line.little_stated(threshold)[1]),
            ],
        }
    }

    /// The place of the stop; `None` if a share is not known, or rests on too little.
    pub(super) fn place(&self) -> Option<[f64; 2]> {
        self.scenario?;
        Some([self.shares[0]?, self.shares[1]?])
    }

    /// The interactions in which a side is stated, and those in which it was excused: `stated in 2 of 3 interactions,
    /// excused in 1`.
    fn stated_of(&self, side: usize) -> String {
        let (stated, excused, _) = self.by_side[side];
        let all = interactions(self.interactions - excused);
        let excused = if excused == 0 { String::new() } else { format!(", excused in {}", count(excused)) };
        format!("stated in {} of {all}{excused}", count(stated))
    }

    /// The integrated part of a side: `3 of 4 (75 %)`.
    fn side(&self, side: usize, format: &FigureFormat) -> Option<String> {
        let share = self.shares[side]?;
        let [integrated, contributed] = [self.quantities[2 * side], self.quantities[2 * side + 1]];
        Some(format!("{} of {} ({})", format.text(integrated), format.text(contributed), percent(share)))
    }

    fn description(&self, format: &FigureFormat) -> String {
        let side = |name: &str, side| match self.side(side, format) {
            Some(text) if self.by_side[side].2 || self.by_side[side].1 > 0 => {
                format!("{name} integrated {text}, {}", self.stated_of(side))
            }
            Some(text) => format!("{name} integrated {text}"),
            None => format!("no contribution of {name} stated"),
        };
        let scenario = self.scenario.map_or("scenario not known".to_owned(), |scenario| scenario.to_string());
        let period = self.period.as_ref().map_or(String::new(), |period| format!("{period} "));
        let [citizens, service] = [side("citizens", 0), side("the service", 1)];
        format!("{period}{citizens}, {service}, {}, {scenario}", self.stated_text())
    }

    /// Whether a side states nothing in an interaction in which it was not excused.
    fn is_partly_stated(&self) -> bool {
        self.by_side.iter().any(|(stated, excused, _)| stated + excused < self.interactions)
    }

    /// The interactions in which both sides state a contribution.
    pub(super) fn stated_text(&self) -> String {
        format!("both sides stated in {} of {}", count(self.stated), interactions(self.interactions))
    }

    fn period_text(&self) -> Option<String> {
        self.period.as_deref().map(|period| period_text(period, None))
    }

    /// The known figures of a stop without a scenario.
    pub(super) fn unknown_text(&self, format: &FigureFormat) -> String {
        let quantities = format.sentence();
        match (self.side(0, format), self.side(1, format)) {
            (Some(_), Some(_)) => {
                let little =
                    [("Citizens are", 0), ("The service is", 1)].into_iter().filter(|(_, side)| self.by_side[*side].2);
                join(little.map(|(name, side)| format!("{name} {}, too few.", self.stated_of(side))), " ")
            }
            (Some(citizens), _) => {
                format!("{quantities}Citizens integrated {citizens}; the service has no quantity above zero on record.")
            }
            (_, Some(service)) => {
                format!("{quantities}The service integrated {service}; citizens have no quantity above zero on record.")
            }
            _ => "Neither side has a quantity above zero on record.".to_owned(),
        }
    }
}

impl ScenarioPath {
    pub(super) fn known(&self) -> impl DoubleEndedIterator<Item = (&Stop, [f64; 2])> {
        self.stops.iter().filter_map(|stop| Some((stop, stop.place()?)))
    }

    pub(super) fn interactions(&self) -> u64 {
        self.stops.iter().map(|stop| stop.interactions).sum()
    }

    /// Whether the first and the last known scenario differ.
    pub(super) fn has_moved(&self) -> bool {
        self.known().next().and_then(|(stop, _)| stop.scenario) != self.last_scenario()
    }

    /// The last known scenario.
    pub(super) fn last_scenario(&self) -> Option<Scenario> {
        self.known().next_back().and_then(|(stop, _)| stop.scenario)
    }
}

impl MapFigures {
    pub(super) fn of<N: Number>(engagement: &Engagement<N>, threshold: Threshold) -> Self {
        let words = engagement.terms().grouping().words();
        let periods = words.iter().enumerate().filter_map(|(index, word)| Some((index, word.period()?)));
        let periods: Vec<(usize, Period)> = periods.collect();
        let (period, kind) = if let [(period, kind)] = periods[..] { (Some(period), Some(kind)) } else { (None, None) };
        // Years among months have no place on a path.
        let is_drawn = |line: &&EngagementLine<N>| {
            let value = period.and_then(|period| line.line().values().nth(period)).flatten();
            kind.is_none_or(|kind| value.is_some_and(|value| kind.parse(value).is_some()))
        };
        let left_out = engagement.lines().filter(|line| !is_drawn(line)).map(EngagementLine::interaction_count).sum();
        let mut paths: Vec<ScenarioPath> = Vec::new();
        let mut rows: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
        for line in engagement.lines().filter(is_drawn) {
            let values = line.line().values().enumerate().filter(|(index, _)| Some(*index) != period);
            let key: Vec<Option<String>> = values.map(|(_, value)| value.map(str::to_owned)).collect();
            let row = *rows.entry(key).or_insert_with_key(|key| {
                paths.push(ScenarioPath { name: name(key), stops: Vec::new() });
                paths.len() - 1
            });
            paths[row].stops.push(Stop::of(line, threshold, period));
        }
        for path in &mut paths {
            path.stops.sort_by(|one, other| one.period.cmp(&other.period));
        }
        let without_period: Vec<By> = words
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != period)
            .map(|(_, word)| word.clone())
            .collect();
        let quantities = paths.iter().flat_map(|path| &path.stops).flat_map(|stop| stop.quantities);
        let format = FigureFormat::of("quantities", quantities);
        Self {
            paths,
            threshold,
            period: period.map(|period| line_word(&words[period..=period])),
            line_word: line_word(&without_period),
            by: by_words(words),
            entries: engagement.terms().of_entries() + &whole_years(left_out, ("interaction", "interactions")),
            format,
        }
    }

    /// `12 services`.
    pub(super) fn lines_text(&self, number: usize) -> String {
        number_of(number as u64, self.line_word)
    }

    /// The subtitle: quantities, grouping and threshold.
    pub(super) fn subtitle(&self) -> String {
        format!(
            "Share of its stated contributions that each side integrated{}{}. A side is engaged from {} on (dotted lines). \
             A scenario is known if each side is stated in {} of its interactions.",
            self.by,
            self.entries,
            self.threshold,
            self.threshold.stated_text(),
        )
    }

    /// All figures in words.
    pub(super) fn words(&self) -> String {
        let of_series = |path: &ScenarioPath| {
            let name = if path.name.is_empty() { String::new() } else { format!("{}: ", path.name) };
            format!("{name}{}.", join(path.stops.iter().map(|stop| stop.description(&self.format)), "; "))
        };
        self.format.sentence() + &join(self.paths.iter().map(of_series), " ")
    }

    /// The title: where the lines stand, or where each of two goes.
    pub(super) fn finding(&self) -> String {
        let known = self.paths.iter().filter_map(|path| Some((path, path.last_scenario()?)));
        match (&self.paths[..], &known.collect::<Vec<_>>()[..]) {
            ([], _) => "No interactions".to_owned(),
            ([one], []) if one.name.is_empty() => "The scenario is not known".to_owned(),
            ([one], []) => format!("The scenario of {} is not known", one.name),
            (all, []) => format!("No scenario is known of {} {}", count(all.len() as u64), self.line_word.1),
            ([_], [(one, _)]) => one.finding(self.period),
            ([one, other], _) => self.finding_of_two(one, other),
            (all, _) => self.counted(all),
        }
    }

    fn finding_of_two(&self, one: &ScenarioPath, other: &ScenarioPath) -> String {
        let paths = [one, other];
        let end = paths.iter().flat_map(|path| &path.stops).map(|stop| &stop.period).max();
        // A line that is not known in the last period does not end where it was last seen.
        let mut last = paths.iter().filter_map(|path| path.known().next_back());
        let is_known_at_end = last.all(|(stop, _)| Some(&stop.period) == end);
        let has_paths = paths.iter().any(|path| path.stops.len() > 1);
        let (when, has, have) = match (is_known_at_end, has_paths) {
            (true, false) => ("", "has", "have"),
            (true, true) => ("at the end, ", "has", "have"),
            (false, _) => ("when last seen, ", "had", "had"),
        };
        let text = match (one.last_scenario(), other.last_scenario()) {
            (Some(first), Some(last)) if first == last => {
                format!("{} and {} {have} {} engaged", one.name, other.name, engaged_sides(first))
            }
            (Some(first), Some(last)) => {
                let (first, last) = (engaged_sides(first), engaged_sides(last));
                format!("{} {has} {first} engaged, {} {last}", one.name, other.name)
            }
            (Some(first), None) => {
                format!("{} {has} {} engaged, {} is not known", one.name, engaged_sides(first), other.name)
            }
            (None, Some(last)) => {
                format!("{} is not known, {} {has} {} engaged", one.name, other.name, engaged_sides(last))
            }
            (None, None) => format!("{} and {} are not known", one.name, other.name),
        };
        let text = capitalized(&format!("{when}{text}"));
        if title_lines(&text) > 2 { self.counted(&self.paths) } else { text }
    }

    /// How many lines are in the two scenarios that have a name in the literature.
    fn counted(&self, all: &[ScenarioPath]) -> String {
        let of = |wanted| all.iter().filter(|path| path.last_scenario() == Some(wanted)).count() as u64;
        let (both, neither) = (of(Scenario::LetsDance), of(Scenario::WasteLand));
        let all = self.lines_text(all.len());
        // With periods, each line is where it was last seen.
        let has = |number: u64| if number == 1 { "has" } else { "have" };
        match self.period {
            Some(_) => format!("{} of {all} last had both sides engaged, {} neither", count(both), count(neither)),
            None => format!("{} of {all} {} both sides engaged, {} neither", count(both), has(both), count(neither)),
        }
    }

    /// The stops whose scenario is not known, and those that few interactions state, in words: head and text.
    pub(super) fn remarks(&self) -> Vec<(String, String)> {
        let mut remarks = Vec::new();
        let unknown: Vec<&ScenarioPath> =
            self.paths.iter().filter(|path| path.known().count() < path.stops.len()).collect();
        if unknown.len() <= MOST_REMARKS {
            remarks.extend(unknown.iter().map(|path| self.unknown_remark(path)));
        } else {
            let names: Vec<String> = unknown.iter().map(|path| path.name.clone()).collect();
            let head = match self.period {
                Some((period, _)) => format!("Not known in at least one {period}:"),
                None => "Not known:".to_owned(),
            };
            remarks.push((head, format!("{}.", shortened(&names, MOST_NAMES))));
        }
        remarks.extend(self.partly_stated());
        remarks
    }

    fn unknown_remark(&self, path: &ScenarioPath) -> (String, String) {
        let unknown: Vec<&Stop> = path.stops.iter().filter(|stop| stop.place().is_none()).collect();
        if let [stop] = unknown[..] {
            return (head("Not known", path, stop.period_text()), stop.unknown_text(&self.format));
        }
        let periods = self.period.map(|(_, several)| {
            if unknown.len() == path.stops.len() {
                format!("all {} {several}", unknown.len())
            } else {
                shortened(&unknown.iter().filter_map(|stop| stop.period_text()).collect::<Vec<_>>(), 4)
            }
        });
        let stated = unknown.iter().map(|stop| stop.stated).sum();
        let all = unknown.iter().map(|stop| stop.interactions).sum();
        let text = format!("Both sides are stated in {} of {}.", count(stated), interactions(all));
        (head("Not known", path, periods), text)
    }

    fn partly_stated(&self) -> Vec<(String, String)> {
        let known = self.paths.iter().flat_map(|path| path.known().map(move |(stop, _)| (path, stop)));
        let known: Vec<(&ScenarioPath, &Stop)> = known.collect();
        let all = known.len();
        let partly: Vec<_> = known.into_iter().filter(|(_, stop)| stop.is_partly_stated()).collect();
        if partly.len() > MOST_REMARKS {
            let text = format!(
                "For {} of {} points, both sides state a contribution in only some of the interactions.",
                count(partly.len() as u64),
                count(all as u64),
            );
            return vec![("Partly stated.".to_owned(), text)];
        }
        let remark = |(path, stop): (&ScenarioPath, &Stop)| {
            (head("Partly stated", path, stop.period_text()), format!("{}.", capitalized(&stop.stated_text())))
        };
        partly.into_iter().map(remark).collect()
    }
}

/// The head of a remark on a line, and on a period of it.
fn head(words: &str, path: &ScenarioPath, period: Option<String>) -> String {
    let parts = [Some(short_name(&path.name)), period].into_iter().flatten().filter(|part| !part.is_empty());
    match &join(parts, ", ")[..] {
        "" => format!("{words}."),
        parts => format!("{words}: {parts}."),
    }
}

/// The sides that are engaged, in words.
fn engaged_sides(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::LetsDance => "both sides",
        Scenario::ServiceLed => "only the service",
        Scenario::CitizenLed => "only citizens",
        Scenario::WasteLand => "neither side",
    }
}

/// Above this number, remarks on single stops become one.
const MOST_REMARKS: usize = 3;
pub(super) const MOST_NAMES: usize = 12;

impl ScenarioPath {
    /// The title of a map with this line only.
    fn finding(&self, period: Option<(&str, &str)>) -> String {
        let scenarios: Vec<Scenario> = self.known().filter_map(|(stop, _)| stop.scenario).collect();
        // Without a period, a line has one stop.
        let period = period.map_or("period", |(period, _)| period);
        // Scenarios such as "service engaged, citizens not" end in words that further words would join.
        let (when, text) = match &scenarios[..] {
            [] => (String::new(), "not known".to_owned()),
            [only] if self.stops.len() == 1 => (String::new(), only.meaning().to_owned()),
            [only] => (format!("in the only known {period}"), only.meaning().to_owned()),
            [first, .., last] if first != last => {
                let is_known_at_end = self.stops.last().is_some_and(|stop| stop.place().is_some());
                let end = if is_known_at_end { "at the end" } else { "when last seen" };
                (String::new(), format!("at first {}; {end} {}", first.meaning(), last.meaning()))
            }
            [first, rest @ ..] if rest.iter().all(|scenario| scenario == first) => {
                (format!("in every known {period}"), first.meaning().to_owned())
            }
            [first, ..] => {
                let when = format!("in the first and the last known {period}, not always between");
                (when, first.meaning().to_owned())
            }
        };
        let head = join([short_name(&self.name), when].into_iter().filter(|part| !part.is_empty()), ", ");
        capitalized(&if head.is_empty() { text } else { format!("{head}: {text}") })
    }
}

fn name(values: &[Option<String>]) -> String {
    join(values.iter().map(|value| shown_or_not_stated(value.as_deref())), ", ")
}

fn interactions(number: u64) -> String {
    number_of(number, ("interaction", "interactions"))
}

/// The most letters of a name in a list: longer names would fill a remark.
const MOST_LETTERS: usize = 40;

/// A name of at most [`MOST_LETTERS`].
pub(super) fn short_name(name: &str) -> String {
    match letters(name).nth(MOST_LETTERS - 1) {
        Some((end, _)) if letters(name).count() > MOST_LETTERS => isolated(format!("{}…", &name[..end])),
        _ => name.to_owned(),
    }
}

/// The first names, and how many more there are.
pub(super) fn shortened(names: &[String], most: usize) -> String {
    let names: Vec<String> =
        names.iter().map(|name| if name.is_empty() { "all".to_owned() } else { short_name(name) }).collect();
    if names.len() <= most {
        return names.join(", ");
    }
    format!("{} and {} more", names[..most].join(", "), count((names.len() - most) as u64))
}

/// `Q2 2025` for `2025-Q2`, and `Q2 2025/26` for `2025/26 Q2`; without the year if the label before it has the same.
pub(super) fn period_text(period: &str, before: Option<&str>) -> String {
    let Some((year, part)) = year_and_part(period) else { return period.to_owned() };
    let month = part.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let part = month.map_or(part, |month| *month);
    let is_same_year = before.and_then(year_and_part).is_some_and(|(before, _)| before == year);
    if is_same_year { part.to_owned() } else { format!("{part} {year}") }
}

/// The year of a period and what comes after it; `None` for a year.
fn year_and_part(period: &str) -> Option<(&str, &str)> {
    let calendar = || period.rsplit_once('-').filter(|(year, _)| !year.is_empty());
    period.split_once(' ').or_else(calendar)
}
