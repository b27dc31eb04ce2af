//! Titles that state a finding. Each says only what its figures bear.

use super::figures::{FigureFormat, count, number_of, percent};
use super::lines::{LineFigures, MeasurePanel, Panels, capitalized};
use super::page::title_lines;

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
    if let Some(finding) = nothing_moved(&totals) {
        return finding.to_owned();
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

/// The finding of lines on which nothing was created and nothing destroyed; `None` for others.
pub(super) fn nothing_moved(lines: &[&LineFigures]) -> Option<&'static str> {
    let has_windfalls = lines.iter().any(|line| line.moved() > 0.0);
    let moved = lines.iter().any(|line| line.created > 0.0 || line.destroyed > 0.0);
    (!moved).then_some(if has_windfalls {
        "Every change beyond the tolerance is a windfall"
    } else {
        "Nothing was created and nothing destroyed"
    })
}

fn panel_finding(panel: &MeasurePanel, word: (&str, &str)) -> String {
    let lines: Vec<&LineFigures> = panel.lines.iter().filter(|line| line.appraisals() > 0).collect();
    let total = &panel.total;
    if total.appraisals() == 0 {
        return "No appraisal is counted".to_owned();
    }
    if let Some(finding) = nothing_moved(&[total]) {
        return finding.to_owned();
    }
    let amounts = created_and_destroyed(total, &panel.format.of_title([total.created, total.destroyed]));
    if let [line] = lines[..] {
        return if line.values.is_empty() { capitalized(&amounts) } else { format!("{}: {amounts}", line.name()) };
    }
    let losing = lines.iter().filter(|line| line.destroyed > line.created).count();
    if losing > 0 {
        let verb = if losing == 1 { "it" } else { "they" };
        let some = some_of(losing, panel.lines.len(), word);
        return format!("{} destroyed more than {verb} created", capitalized(&some));
    }
    let worst = lines.iter().copied().max_by(|one, other| one.destroyed.total_cmp(&other.destroyed));
    let is_most = |worst: &&LineFigures| 2.0 * worst.destroyed > total.destroyed && worst.destroyed < total.destroyed;
    if let Some(worst) = worst.filter(|worst| lines.len() > 2 && is_most(worst)) {
        let part = part_of(worst.destroyed, total.destroyed, &panel.format);
        return format!("{} destroyed fell on one {}: {}", capitalized(&part), word.0, worst.name());
    }
    amounts
}

/// `8 of 10 points`. A part that has the digits of the whole is not said to be the whole.
pub(super) fn part_of(part: f64, whole: f64, format: &FigureFormat) -> String {
    let format = format.of_title([part, whole]);
    let text = format.text(part);
    let text = if part < whole && text == format.text(whole) { "almost all" } else { &text };
    format!("{text} of {}", format.amount(whole))
}

/// `85 points created, 12 destroyed`, in a format of both. Amounts that differ are not said to be equal, though their
/// digits are, and amounts that are far apart have a multiplier each.
pub(super) fn created_and_destroyed(figures: &LineFigures, format: &FigureFormat) -> String {
    if !format.suits([figures.created, figures.destroyed]) {
        let [created, destroyed] = [figures.created, figures.destroyed].map(|amount| format.title_amount(amount));
        return format!("{created} created, {destroyed} destroyed");
    }
    let (created, destroyed) = (format.text(figures.created), format.text(figures.destroyed));
    let is_about_equal = figures.created != figures.destroyed && created == destroyed && !created.starts_with('<');
    let destroyed = if is_about_equal { "about as much".to_owned() } else { destroyed };
    format!("{} created, {destroyed} destroyed", format.amount(figures.created))
}

/// The words for appraisals.
pub(super) const APPRAISALS: (&str, &str) = ("appraisal", "appraisals");

/// `3 of 12 services`, `the only service`, `both measures`, `all 12 services`. A picture shows lines without an
/// appraisal, too, so that these are among all.
pub(super) fn some_of(some: usize, all: usize, words: (&str, &str)) -> String {
    if some == all { all_of(all, words) } else { format!("{} of {}", count(some as u64), number_of(all as u64, words)) }
}

pub(super) fn all_of(all: usize, (one, several): (&str, &str)) -> String {
    match all {
        1 => format!("the only {one}"),
        2 => format!("both {several}"),
        all => format!("all {} {several}", count(all as u64)),
    }
}

// Waterfall: the steps to the net of one measure.

/// The finding of the total of a measure.
pub(super) fn waterfall_finding(total: &LineFigures, format: &FigureFormat) -> String {
    let &LineFigures { created, destroyed, net, .. } = total;
    if total.appraisals() == 0 {
        return "No appraisal is counted".to_owned();
    }
    if let Some(finding) = nothing_moved(&[total]) {
        return format!("{finding}: net is {}", format.title_amount(net));
    }
    // With windfalls, the net may be so large that it needs a multiplier of its own.
    let (own, with_net) = (format.of_title([created, destroyed]), format.of_title([created, destroyed, net]));
    let (format, text) = match with_net.text(net) {
        text if own.has_multiplier_of(&with_net) => (with_net, text),
        _ => (own, with_net.amount(net)),
    };
    let windfalls = if total.windfall_gain > 0.0 || total.windfall_loss > 0.0 { "with windfalls, " } else { "" };
    let amounts = if created == 0.0 {
        format!("{} destroyed, none created", format.amount(destroyed))
    } else if destroyed == 0.0 {
        format!("{} created, none destroyed", format.amount(created))
    } else {
        created_and_destroyed(total, &format)
    };
    // A net that is smaller than the last digit has no number of its own.
    let net = match (text.strip_prefix('<'), text.strip_prefix("> \u{2212}")) {
        (Some(least), _) => format!("less than {least} above zero"),
        (_, Some(least)) => format!("less than {least} below zero"),
        _ => text,
    };
    format!("{amounts}: {windfalls}net is {net}")
}

// Shares of the values of a dimension.

/// A value of a dimension: its name, how many were counted, of how many, and of how many people.
#[derive(Clone, Copy)]
pub(super) struct ValueShare<'a> {
    pub(super) value: &'a str,
    pub(super) counted: u64,
    pub(super) all: u64,
    pub(super) people: u64,
    /// The confidence interval of the share.
    pub(super) interval: [f64; 2],
}

impl ValueShare<'_> {
    pub(super) fn share(&self) -> f64 {
        self.counted as f64 / self.all as f64
    }

    /// Whether its interval lies below that of another value.
    fn is_below(&self, other: &Self) -> bool {
        self.interval[1] < other.interval[0]
    }
}

/// Values with this many people come into the title before others: the shares of few would be chance.
const ENOUGH: u64 = 30;

/// Two values whose shares a title compares.
pub(super) struct SharePair<'a> {
    low: ValueShare<'a>,
    high: ValueShare<'a>,
}

impl<'a> SharePair<'a> {
    /// Of the values with enough people, if there are several, the two with the largest difference whose intervals lie
    /// apart; or else the lowest and the highest share. A single value is both. `None` without a value.
    pub(super) fn of(mut values: Vec<ValueShare<'a>>) -> Option<Self> {
        if values.iter().filter(|value| value.people >= ENOUGH).count() > 1 {
            values.retain(|value| value.people >= ENOUGH);
        }
        let by_share = |one: &&ValueShare<'_>, other: &&ValueShare<'_>| one.share().total_cmp(&other.share());
        let ends = (values.iter().min_by(by_share)?, values.iter().rev().max_by(by_share)?);
        let difference = |(low, high): &(&ValueShare<'_>, &ValueShare<'_>)| high.share() - low.share();
        let pairs = values.iter().flat_map(|low| values.iter().map(move |high| (low, high)));
        // The first of equal differences, as for the lowest and the highest share.
        let apart = pairs
            .filter(|(low, high)| low.is_below(high))
            .reduce(|widest, pair| if difference(&pair) > difference(&widest) { pair } else { widest });
        let (low, high) = apart.unwrap_or(ends);
        Some(Self { low: *low, high: *high })
    }

    fn is_apart(&self) -> bool {
        self.low.is_below(&self.high)
    }

    /// How much the pair bears: intervals apart before others, and then a larger difference.
    pub(super) fn weight(&self) -> (bool, f64) {
        (self.is_apart(), self.high.share() - self.low.share())
    }
}

/// The finding of shares: the highest and the lowest, each with its number, and that their intervals overlap if they do.
/// `values` are those that the picture draws, each counted at least once, and `all` has the share of every value, as far
/// as there is one. The nouns and the verb name the count: `appraisal`, `appraisals`, `better`.
pub(super) fn shares_finding(
    dimension: &str,
    values: Vec<ValueShare<'_>>,
    all: &[Option<f64>],
    nouns: (&str, &str),
    verb: &str,
) -> Option<String> {
    let are = if nouns == APPRAISALS { "are " } else { "" };
    let is_single = values.len() == 1;
    let pair = SharePair::of(values)?;
    let [low_share, high_share] = [pair.low, pair.high].map(|value| percent(value.share()));
    if !is_single && low_share == high_share {
        let same = all.iter().flatten().filter(|share| percent(**share) == high_share).count();
        let with = if same == all.len() { "each value".to_owned() } else { some_of(same, all.len(), VALUES) };
        return Some(format!("With {with} of {dimension}, {high_share} of the {} {are}{verb}", nouns.1));
    }
    // The intervals depend on the people. If these are not the cases, a title that compares them names them.
    let people = |value: &ValueShare<'_>| match value.people {
        people if people == value.all || pair.is_apart() || is_single => None,
        people => Some(number_of(people, ("person", "people"))),
    };
    let of_people = |value: &ValueShare<'_>| people(value).map_or_else(String::new, |people| format!(" of {people}"));
    let (low, high) = (&pair.low, &pair.high);
    let of = format!("{}{}", number_of(high.all, nouns), of_people(high));
    let first = format!("{} “{}”: {high_share} of {of} {verb}", capitalized(dimension), high.value);
    if is_single {
        return Some(first);
    }
    let overlap = if pair.is_apart() { "" } else { "; the intervals overlap" };
    let text = format!("{first}; “{}”: {low_share} of {}{}{overlap}", low.value, count(low.all), of_people(low));
    // Long names are in the picture. Without them the title is still true. Other values may lie outside of both shares.
    let by = if all.len() > 2 { "With two values of" } else { "By" };
    let in_brackets = |value: &ValueShare<'_>| people(value).map_or_else(String::new, |people| format!(" ({people})"));
    let short = || {
        format!(
            "{by} {dimension}, {high_share}{} and {low_share}{} of the {} {are}{verb}{overlap}",
            in_brackets(high),
            in_brackets(low),
            nouns.1,
        )
    };
    Some(if title_lines(&text) > 2 { short() } else { text })
}

/// The words for values of a dimension.
const VALUES: (&str, &str) = ("value", "values");
