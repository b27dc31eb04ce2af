//! Titles that state a finding. Each says only what its figures bear.

use super::control::Controlled;
use super::figures::{FigureFormat, count, percent};
use super::lines::{LineFigures, Panel, Panels, capitalized};
use super::risk::Panel as RiskPanel;
use super::shares::Shares;
use super::timeline::{Series, TimePanel, Timeline};

/// The finding of diverging bars.
pub(super) fn bars_finding(panels: &Panels) -> String {
    match &panels.panels[..] {
        [] => "Nothing is counted".to_owned(),
        [panel] => panel_finding(panel, panels.line_word),
        several => measures_finding(several.iter().map(|panel| &panel.total).collect()),
    }
}

/// On how many measures more was destroyed than created.
fn measures_finding(totals: Vec<&LineFigures>) -> String {
    let word = ("measure", "measures");
    if totals.iter().all(|total| total.appraisals() == 0) {
        return "No appraisal is counted on any measure".to_owned();
    }
    if totals.iter().all(|total| total.created == 0.0 && total.destroyed == 0.0) {
        return nothing_moved(totals.iter().all(|total| total.moved() == 0.0));
    }
    let losing = totals.iter().filter(|total| total.destroyed > total.created).count();
    let gaining = totals.iter().filter(|total| total.created > total.destroyed).count();
    match (losing, gaining) {
        (0, 0) => format!("As much was created as destroyed on {}", all_of(totals.len(), word.0, word.1)),
        (0, some) => format!("More was created than destroyed on {}", some_of(some, totals.len(), word)),
        (some, _) => format!("On {} more was destroyed than created", some_of(some, totals.len(), word)),
    }
}

fn nothing_moved(without_windfalls: bool) -> String {
    if without_windfalls {
        "Nothing was created and nothing destroyed".to_owned()
    } else {
        "Every change is a windfall: nothing was created or destroyed together".to_owned()
    }
}

fn panel_finding(panel: &Panel, word: (&str, &str)) -> String {
    let lines: Vec<&LineFigures> = panel.lines.iter().filter(|line| line.appraisals() > 0).collect();
    let total = &panel.total;
    if total.appraisals() == 0 {
        return "No appraisal is counted".to_owned();
    }
    if total.created == 0.0 && total.destroyed == 0.0 {
        return nothing_moved(total.moved() == 0.0);
    }
    let amounts = format!(
        "{} created, {} destroyed",
        amount(total.created, &panel.format, &panel.unit),
        panel.format.text(total.destroyed),
    );
    if let [line] = lines[..] {
        return if line.values.is_empty() { capitalized(&amounts) } else { format!("{}: {amounts}", line.name()) };
    }
    let losing = lines.iter().filter(|line| line.destroyed > line.created).count();
    if losing > 0 {
        let verb = if losing == 1 { "it" } else { "they" };
        return format!("{} destroyed more than {verb} created", capitalized(&some_of(losing, lines.len(), word)));
    }
    let worst = lines.iter().copied().max_by(|one, other| one.destroyed.total_cmp(&other.destroyed));
    if let Some(worst) = worst.filter(|worst| lines.len() > 2 && 2.0 * worst.destroyed > total.destroyed) {
        let of = amount(total.destroyed, &panel.format, &panel.unit);
        let fell = panel.format.text(worst.destroyed);
        return format!("Of {of} destroyed, {fell} fell on one {}: {}", word.0, worst.name());
    }
    amounts
}

/// An amount with its unit: `85 points`, `1.25 millions of pounds`.
fn amount(amount: f64, format: &FigureFormat, unit: &str) -> String {
    let multiplier =
        format.multiplier().map_or(String::new(), |words| format!("{} of ", words.trim_start_matches("in ")));
    format!("{} {multiplier}{unit}", format.text(amount))
}

/// `3 of 12 services`, `both measures`, `all 12 services`.
fn some_of(some: usize, all: usize, (_, several): (&str, &str)) -> String {
    if some == all {
        all_of(all, "", several)
    } else {
        format!("{} of {} {several}", count(some as u64), count(all as u64))
    }
}

fn all_of(all: usize, one: &str, several: &str) -> String {
    match all {
        1 => format!("the {one}"),
        2 => format!("both {several}"),
        all => format!("all {} {several}", count(all as u64)),
    }
}

/// The finding of shares: the holder of the largest one, and whether the rule decides it.
pub(super) fn attribution_finding(rows: &[Shares], rules: &[String], (format, unit): (&FigureFormat, &str)) -> String {
    let largest = |rule: usize| {
        let created = |row: &&Shares| row.created[rule];
        let largest = rows.iter().map(|row| created(&row)).fold(0.0, f64::max);
        let mut holders = rows.iter().filter(|row| row.created[rule] == largest);
        match (holders.next(), holders.next()) {
            (Some(row), None) if largest > 0.0 => Some(row),
            _ => None,
        }
    };
    let total = |rule: usize| rows.iter().map(|row| row.created[rule]).sum::<f64>();
    let destroyed: f64 = rows.iter().map(|row| row.destroyed).sum();
    if rules.is_empty() || total(0) == 0.0 {
        return match destroyed {
            0.0 => "Nothing was created and nothing destroyed".to_owned(),
            destroyed => format!("Nothing was created, and {} destroyed", amount(destroyed, format, unit)),
        };
    }
    let holders: Vec<Option<&Shares>> = (0..rules.len()).map(largest).collect();
    match (&holders[..], holders[0]) {
        ([_], Some(row)) => {
            let of = amount(total(0), format, unit);
            format!("By {}, {} created {} of {of}", rules[0], row.name, format.text(row.created[0]))
        }
        ([_], None) => format!("By {}, no share of {} is the largest", rules[0], amount(total(0), format, unit)),
        (holders, Some(row)) if holders.iter().all(|holder| holder.is_some_and(|holder| holder.name == row.name)) => {
            format!("By {}, {} created most", all_of(rules.len(), "rule", "rules"), row.name)
        }
        _ => "Who created most depends on the rule; who destroyed it does not".to_owned(),
    }
}

/// The finding of a distribution: the line on which the largest share is worse, where a probability is given.
pub(super) fn risk_finding(panels: &[RiskPanel]) -> String {
    let counted: Vec<&RiskPanel> = panels.iter().filter(|panel| panel.appraisals() > 0).collect();
    let worse: u64 = counted.iter().map(|panel| panel.worse).sum();
    let all: u64 = counted.iter().map(|panel| panel.appraisals()).sum();
    let of_all = format!("{} of {} appraisals are worse", count(worse), count(all));
    let share = |panel: &&RiskPanel| panel.figures.as_ref().ok().map(|figures| figures.probability);
    let with_share: Vec<(&RiskPanel, f64)> = counted.iter().filter_map(|panel| Some((*panel, share(panel)?))).collect();
    let most = with_share.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let mut with_most = with_share.iter().filter(|(_, share)| *share == most);
    match (all, with_share.len() == counted.len(), with_most.next(), with_most.next()) {
        (0, ..) => "Nothing is counted".to_owned(),
        (_, true, Some((panel, _)), None) if counted.len() > 1 && most > 0.0 => {
            let text = |panel: &RiskPanel| format!("{} of {}", count(panel.worse), count(panel.appraisals()));
            match counted[..] {
                // The title leaves it to the intervals below whether two shares differ.
                [one, other] => {
                    format!("Worse: {} appraisals on {}, {} on {}", text(one), one.name, text(other), other.name)
                }
                _ => format!("Worse most often on {}: {} appraisals", panel.name, text(panel)),
            }
        }
        _ => of_all,
    }
}

// People: how many appraisals are better, the same and worse.

/// The finding of counts of appraisals.
pub(super) fn people_finding(panels: &Panels) -> String {
    let counted = |panel: &&Panel| panel.total.appraisals() > 0;
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
                    format!("On {} more appraisals are better than worse", all_of(all, "measure", "measures"))
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

fn people_panel_finding(panel: &Panel, word: (&str, &str)) -> String {
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
        let some = some_of(worse, lines.len(), word);
        return format!("In {some} more appraisals are worse than better");
    }
    let kinds = [(total.better, "better"), (total.worse, "worse"), (total.unchanged, "the same")];
    let mut kinds = kinds.into_iter().filter(|(count, _)| *count > 0);
    match (kinds.next(), kinds.next(), kinds.next()) {
        (Some((1, only)), None, _) => format!("The only appraisal is {only}"),
        (Some((all, only)), None, _) => format!("All {} appraisals are {only}", count(all)),
        _ => format!(
            "Of {} appraisals {} {} better, {} worse and {} the same",
            count(total.appraisals()),
            count(total.better),
            if total.better == 1 { "is" } else { "are" },
            count(total.worse),
            count(total.unchanged),
        ),
    }
}

// Waterfall: the steps to the net of one measure.

/// The finding of the total of a measure.
pub(super) fn waterfall_finding(total: &LineFigures, format: &FigureFormat, unit: &str) -> String {
    if total.appraisals() == 0 {
        return "No appraisal is counted".to_owned();
    }
    let net = format.text(total.net);
    if total.created == 0.0 && total.destroyed == 0.0 {
        return if total.moved() > 0.0 {
            format!("Every change is a windfall: net is {}", amount(total.net, format, unit))
        } else {
            "No change is beyond the tolerance: nothing was created or destroyed".to_owned()
        };
    }
    let windfalls = if total.windfall_gain > 0.0 || total.windfall_loss > 0.0 { "with windfalls, " } else { "" };
    let created = amount(total.created, format, unit);
    if total.created == 0.0 {
        return format!("{} destroyed, none created: {windfalls}net is {net}", amount(total.destroyed, format, unit));
    }
    let destroyed = if total.destroyed == 0.0 { "none".to_owned() } else { format.text(total.destroyed) };
    format!("{created} created, {destroyed} destroyed: {windfalls}net is {net}")
}

// Over time: created and destroyed, period by period.

/// The finding of a statement over time.
pub(super) fn time_finding(timeline: &Timeline) -> String {
    match &timeline.panels[..] {
        [] => "Nothing is counted".to_owned(),
        [panel] => match &panel.series[..] {
            [series] => series_finding(series, panel, timeline),
            several => {
                let heard = several.iter().filter(|series| series.total.appraisals() > 0);
                lines_finding(heard.map(|series| &series.total), timeline.line_word, &panel.total)
            }
        },
        several => {
            if let Some(finding) = pair_finding(several, timeline) {
                return finding;
            }
            let totals = several.iter().map(|panel| &panel.total).filter(|total| total.appraisals() > 0);
            let all = several
                .iter()
                .fold(LineFigures::default(), |all, panel| LineFigures::together([&all, &panel.total], String::new()));
            lines_finding(totals, ("measure", "measures"), &all)
        }
    }
}

/// How many lines destroyed more than they created, over all periods.
fn lines_finding<'a>(totals: impl Iterator<Item = &'a LineFigures>, word: (&str, &str), all: &LineFigures) -> String {
    let totals: Vec<&LineFigures> = totals.collect();
    if all.appraisals() == 0 {
        return "No appraisal is counted in any period".to_owned();
    }
    let losing = totals.iter().filter(|total| total.destroyed > total.created).count();
    let gaining = totals.iter().filter(|total| total.created > total.destroyed).count();
    let on = |some| some_of(some, totals.len(), word);
    if losing > 0 {
        format!("Over all periods more was destroyed than created on {}", on(losing))
    } else if gaining == totals.len() {
        format!("Over all periods more was created than destroyed on {}", on(gaining))
    } else if gaining == 0 {
        "Over all periods as much was created as destroyed".to_owned()
    } else {
        format!("Over all periods more was created than destroyed on {} of {} {}", gaining, totals.len(), word.1)
    }
}

/// In how many periods more was destroyed than created on each of two measures; `None` for other panels, or if there is
/// no such period.
fn pair_finding(panels: &[TimePanel], timeline: &Timeline) -> Option<String> {
    let [one, other] = panels else { return None };
    let losing = |panel: &TimePanel| {
        let [series] = &panel.series[..] else { return None };
        let losing = series.counted().filter(|(_, point)| point.destroyed > point.created).count();
        Some((losing, series.counted().count())).filter(|(_, counted)| *counted > 0)
    };
    let ((losing, counted), (losing_other, counted_other)) = (losing(one)?, losing(other)?);
    if losing + losing_other == 0 {
        return None;
    }
    let (_, periods) = timeline.period.words();
    Some(format!(
        "More was destroyed than created on {} in {losing} of {counted} {periods}, on {} in {losing_other} of {counted_other}",
        one.measure, other.measure
    ))
}

/// When more was destroyed than created, in one series.
fn series_finding(series: &Series, panel: &TimePanel, timeline: &Timeline) -> String {
    let (one, several) = timeline.period.words();
    let points: Vec<(i32, &LineFigures)> = series.counted().collect();
    let is_losing = |point: &LineFigures| point.destroyed > point.created;
    let losing = points.iter().filter(|(_, point)| is_losing(point)).count();
    if let [(number, point)] = points[..] {
        let created = amount(point.created, &panel.format, &panel.unit);
        let name = timeline.period.name(number);
        return format!("{name}: {created} created, {} destroyed", panel.format.text(point.destroyed));
    }
    if points.is_empty() {
        return format!("No appraisal is counted in any {one}");
    }
    // A gap ends the claim: nothing is known of it.
    let runs = series.runs();
    let last = runs.last().filter(|run| run.last().is_some_and(|(number, _)| *number == timeline.ends[1]));
    let since = last.map_or(0, |run| run.iter().rev().take_while(|(_, point)| is_losing(point)).count());
    let has_gaps = !series.gaps(timeline.ends).is_empty();
    let known = if has_gaps { " with appraisals" } else { "" };
    let of = |some: usize| format!("{}{known}", some_of(some, points.len(), (one, several)));
    if losing == points.len() {
        return format!("In {} more was destroyed than created", of(losing));
    }
    if since > 1 {
        let start = timeline.period.name(timeline.ends[1] - since as i32 + 1);
        return format!("In each {one} since {start} more was destroyed than created");
    }
    if losing > 0 {
        return format!("In {} more was destroyed than created", of(losing));
    }
    let gaining = points.iter().filter(|(_, point)| point.created > point.destroyed).count();
    if gaining == points.len() {
        format!("In {} more was created than destroyed", of(gaining))
    } else if series.total.created == 0.0 {
        format!("In no {one} was anything created or destroyed")
    } else {
        format!("In no {one} was more destroyed than created")
    }
}

// Control charts: signals that something changed.

/// The finding of control charts, one for each series that has appraisals.
pub(super) fn control_finding(all: &[Controlled], timeline: &Timeline) -> String {
    let (one, several) = timeline.period.words();
    let is_signal =
        |controlled: &&Controlled| controlled.points.iter().any(|point| point.is_outside || point.is_in_run);
    match all {
        [] => "No appraisal is counted".to_owned(),
        all if !all.iter().any(Controlled::has_limits) => format!("Too few {several} for limits"),
        [controlled] => {
            let outside = controlled.points.iter().filter(|point| point.is_outside).count();
            let in_run = controlled.points.iter().filter(|point| point.is_in_run).count();
            let of = some_of(outside, controlled.points.len(), (one, several));
            let verb = if outside == 1 { "is" } else { "are" };
            match (outside, in_run) {
                (0, 0) => format!("No signal: no {one} is outside of the limits, and no eight in a row on one side"),
                (0, _) => format!("A shift: eight or more {several} in a row are on one side of the centre"),
                (_, 0) => format!("{} {verb} outside of the limits", capitalized(&of)),
                _ => {
                    format!("{} {verb} outside of the limits, and eight or more in a row on one side", capitalized(&of))
                }
            }
        }
        charts if !charts.iter().any(|controlled| is_signal(&controlled)) => "No signal on any of the lines".to_owned(),
        [one_chart, other_chart] => {
            let [first, second] = [one_chart, other_chart].map(|controlled| {
                let outside = controlled.points.iter().filter(|point| point.is_outside).count();
                let signal = match outside {
                    0 if is_signal(&controlled) => "eight or more in a row on one side".to_owned(),
                    0 => "no signal".to_owned(),
                    _ => format!("{} outside of the limits", some_of(outside, controlled.points.len(), (one, several))),
                };
                format!("{}: {signal}", controlled.name)
            });
            format!("{}; {second}", capitalized(&first))
        }
        charts => {
            let some = charts.iter().filter(is_signal).count();
            format!("Signals of change on {} of {} lines", count(some as u64), count(all.len() as u64))
        }
    }
}

// Transitions of relations.

/// The finding of flows: how often a loss followed a loss, or else a gain. The counts are those of reinforces,
/// recovers, reduces and destroys.
pub(super) fn flow_finding([reinforces, recovers, reduces, destroys]: [u64; 4]) -> String {
    let cases = |some: u64, all: u64| match (some, all) {
        (1, 1) => "in the one case".to_owned(),
        (some, all) if some == all => format!("in all {} cases", count(all)),
        (some, all) => format!("in {} of {} {}", count(some), count(all), if all == 1 { "case" } else { "cases" }),
    };
    match (recovers + destroys, reinforces + reduces) {
        (0, 0) => "No gain or loss followed another".to_owned(),
        (0, gains) if reduces == 0 => format!("After a gain, a gain came next {}", cases(reinforces, gains)),
        (0, gains) => format!("After a gain, a loss came next {}", cases(reduces, gains)),
        (losses, _) => format!("After a loss, a loss came next {}", cases(destroys, losses)),
    }
}

// Shares of the values of a dimension.

/// A value of a dimension: its name, how many were counted, and of how many.
pub(super) struct ValueShare<'a> {
    pub(super) value: &'a str,
    pub(super) counted: u64,
    pub(super) all: u64,
}

impl ValueShare<'_> {
    pub(super) fn share(&self) -> f64 {
        self.counted as f64 / self.all as f64
    }

    /// `58 % of 395`.
    fn text(&self) -> String {
        format!("{} of {}", percent(self.share()), count(self.all))
    }
}

/// Values that are counted this often come into the title before others: the shares of few would be chance.
const ENOUGH: u64 = 30;

/// The finding of shares: the highest and the lowest, each with its number, which shows how much it bears. Each value
/// is counted at least once. The noun and the verb name the count: `appraisals`, `better`.
pub(super) fn shares_finding(
    dimension: &str,
    mut values: Vec<ValueShare<'_>>,
    [noun, verb]: [&str; 2],
) -> Option<String> {
    let by_share = |one: &&ValueShare<'_>, other: &&ValueShare<'_>| one.share().total_cmp(&other.share());
    let ends = |values: &[ValueShare<'_>]| {
        Some([values.iter().min_by(by_share)?.share(), values.iter().max_by(by_share)?.share()])
    };
    let [low, high] = ends(&values)?;
    if values.len() > 1 && low == high {
        return Some(format!("With each value of {dimension}, {} of the {noun} {verb}", percent(high)));
    }
    if values.iter().filter(|value| value.all >= ENOUGH).count() > 1 {
        values.retain(|value| value.all >= ENOUGH);
    }
    let (lowest, highest) = (values.iter().min_by(by_share)?, values.iter().rev().max_by(by_share)?);
    let first = format!("{} “{}”: {} {noun} {verb}", capitalized(dimension), highest.value, highest.text());
    if values.len() == 1 {
        return Some(first);
    }
    Some(format!("{first}; “{}”: {}", lowest.value, lowest.text()))
}
