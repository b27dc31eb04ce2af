//! Titles that state a finding. Each says only what its figures bear.

use super::figures::{FigureFormat, count, percent};
use super::lines::{LineFigures, Panel, Panels, capitalized};

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
        (0, 0) => {
            let counted = totals.iter().filter(|total| total.appraisals() > 0).count();
            format!("As much was created as destroyed on {}", some_of(counted, totals.len(), word))
        }
        (0, some) => format!("More was created than destroyed on {}", some_of(some, totals.len(), word)),
        (some, _) => format!("On {} more was destroyed than created", some_of(some, totals.len(), word)),
    }
}

fn nothing_moved(without_windfalls: bool) -> String {
    if without_windfalls {
        "Nothing was created and nothing destroyed".to_owned()
    } else {
        "Every change beyond the tolerance is a windfall".to_owned()
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
pub(super) fn amount(amount: f64, format: &FigureFormat, unit: &str) -> String {
    let multiplier =
        format.multiplier().map_or(String::new(), |words| format!("{} of ", words.trim_start_matches("in ")));
    format!("{} {multiplier}{unit}", format.text(amount))
}

/// `3 of 12 services`, `both measures`, `all 12 services`.
pub(super) fn some_of(some: usize, all: usize, (_, several): (&str, &str)) -> String {
    if some == all {
        all_of(all, "", several)
    } else {
        format!("{} of {} {several}", count(some as u64), count(all as u64))
    }
}

pub(super) fn all_of(all: usize, one: &str, several: &str) -> String {
    match all {
        1 => format!("the {one}"),
        2 => format!("both {several}"),
        all => format!("all {} {several}", count(all as u64)),
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
        if let Some([low, high]) = ends(&values).filter(|[low, high]| low == high) {
            let least = format!("at least {ENOUGH} {noun}");
            return Some(format!("With each value of {dimension} that has {least}, {} {verb}", percent(high.max(low))));
        }
    }
    let (lowest, highest) = (values.iter().min_by(by_share)?, values.iter().rev().max_by(by_share)?);
    let first = format!("{} “{}”: {} {noun} {verb}", capitalized(dimension), highest.value, highest.text());
    if values.len() == 1 {
        return Some(first);
    }
    Some(format!("{first}; “{}”: {}", lowest.value, lowest.text()))
}
