//! The shares of parties in created and destroyed amounts, under one rule of attribution or several side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{FigureFormat, LinearScale, count, largest, together};
use super::finding::{all_of, part_of};
use super::lines::{capitalized, direction, drawn};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, INK, Ink, ZERO_LINE};
use super::svg::{Anchor, Fill, Path, Span, Weight};
use super::words::{Block, shown, shown_value};
use super::{Chart, chart_methods, hidden_debug};
use crate::analysis::attribution::{Attribution, AttributionRule};
use crate::analysis::{Analysis, AnalysisError};
use crate::ledger::Ledger;
use crate::number::{Apportion, nearest};
use crate::statement::{By, Terms};

/// The shares of a measure's created and destroyed amounts, by the role of the parties or by party, with a column for
/// each rule of attribution.
///
/// Made by [`Ledger::share_chart`].
#[derive(Clone, PartialEq)]
pub struct ShareChart {
    title: Option<String>,
    shown_by: Holders,
    measure: String,
    unit: String,
    /// `, lower is better`, or nothing.
    direction: &'static str,
    terms: String,
    rules: Vec<String>,
    /// For each rule, the interactions that it shares equally for want of stated quantities.
    equal_splits: Vec<u64>,
    roles: Vec<Shares>,
    parties: Vec<Shares>,
}

/// The holders of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Holders {
    #[default]
    Roles,
    Parties,
}

/// The destroyed amount of a row, and the created amount by each rule. No rule changes the
/// shares of destroyed amounts.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shares {
    /// The role, the party, or several parties together; `None` for the losses that are nobody's.
    name: Option<String>,
    destroyed: f64,
    created: Vec<f64>,
}

impl<N: Apportion> Ledger<N> {
    /// The shares of a measure's amounts as bars: a row for each role, and a column for each rule.
    ///
    /// A party that is a user in any interaction counts as a user, and a provider of the catalogue that is not as a
    /// provider. [`by_party`](ShareChart::by_party) has a row for each party.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/who_created_it-shares.svg"))]
    ///
    /// # Errors
    ///
    /// - a measure that is not in the catalogue: R2;
    /// - as [`attribution_of`](Ledger::attribution_of).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{
    /// #     Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Service, date,
    /// # };
    /// use covalue::attribution::Equal;
    ///
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(
    ///     Interaction::between("ana", "physio", date(2026, 3, 2))
    ///         .contribution(Contribution::of("ana").integrated(3.0))
    ///         .contribution(Contribution::of("clinic").integrated(1.0))
    ///         .appraisal(Appraisal::of("mobility").before(4.0).after(8.0)),
    /// )?;
    /// let chart = ledger.share_chart(By::Service, "mobility", &[&Cooperation, &Equal])?;
    /// assert!(chart.description().contains("users: created 3.50 by cooperation, 2.00 by equal; destroyed 0"));
    /// assert!(chart.to_svg().starts_with("<svg"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn share_chart(
        &self,
        terms: impl Into<Terms>,
        measure: impl AsRef<str>,
        rules: &[&dyn AttributionRule<N>],
    ) -> Result<ShareChart, AnalysisError> {
        let (terms, measure) = (terms.into().checked()?, measure.as_ref());
        let attributions =
            rules.iter().map(|rule| self.attribution_of(&terms, *rule)).collect::<Result<Vec<_>, AnalysisError>>()?;
        let unknown = || AnalysisError::UnknownMeasure { measure: measure.to_owned() };
        let known = self.catalogue().measure(measure).ok_or_else(unknown)?;
        // Shares that fit may add up to more than the kind, or a float, holds.
        let whole = self.statement(terms.clone().grouped_by(By::none()))?;
        for cell in whole.cells().filter(|cell| cell.measure() == known.id()) {
            drawn(&cell, "created", &cell.created()?)?;
            drawn(&cell, "destroyed", &cell.destroyed()?)?;
        }
        let users = self.columns.all_users();
        let users: BTreeSet<&str> = users.iter().map(|&user| self.columns.actors.text(user)).collect();
        let mut parties: BTreeMap<Option<String>, Shares> = BTreeMap::new();
        for (index, attribution) in attributions.iter().enumerate() {
            add_shares(&mut parties, attribution, measure, index, rules.len())?;
        }
        let mut by_role: BTreeMap<u8, Shares> = BTreeMap::new();
        for (party, shares) in &parties {
            let (order, name) = match party.as_deref() {
                Some(party) if users.contains(party) => (0, Some("users")),
                Some(party) if self.catalogue().is_provider(party) => (1, Some("providers")),
                Some(_) => (2, Some("other parties")),
                None => (3, None),
            };
            by_role.entry(order).or_insert_with(|| Shares::named(name, rules.len())).add(shares);
        }
        Ok(ShareChart {
            title: None,
            shown_by: Holders::default(),
            measure: shown(known.id().as_str()),
            unit: shown(known.unit()),
            direction: direction(known),
            terms: terms.without_grouping(),
            rules: attributions.iter().map(|attribution| shown(&attribution.rule_text())).collect(),
            equal_splits: attributions.iter().map(Attribution::equal_split_count).collect(),
            roles: by_role.into_values().collect(),
            parties: parties.into_values().collect(),
        })
    }
}

/// Adds the shares of a measure by one rule: of all lines together, each rounded once.
fn add_shares<N: Apportion>(
    parties: &mut BTreeMap<Option<String>, Shares>,
    attribution: &Attribution<N>,
    measure: &str,
    rule: usize,
    rules: usize,
) -> Result<(), AnalysisError> {
    let unattributed = nearest(&attribution.unattributed(measure)?);
    if unattributed > 0.0 {
        parties.entry(None).or_insert_with(|| Shares::named(None, rules)).destroyed = unattributed;
    }
    for share in attribution.shares().filter(|share| share.measure().as_str() == measure) {
        let Some(party) = share.party() else { continue };
        let shares = parties
            .entry(Some(party.as_str().to_owned()))
            .or_insert_with(|| Shares::named(Some(&shown_value(party.as_str())), rules));
        shares.created[rule] = nearest(&attribution.created(party, measure)?);
        shares.destroyed = nearest(&attribution.destroyed(party, measure)?);
    }
    Ok(())
}

impl Shares {
    fn named(name: Option<&str>, rules: usize) -> Self {
        Self { name: name.map(str::to_owned), destroyed: 0.0, created: vec![0.0; rules] }
    }

    fn add(&mut self, more: &Self) {
        self.destroyed += more.destroyed;
        self.created.iter_mut().zip(&more.created).for_each(|(sum, more)| *sum += more);
    }

    fn sum<'a>(name: &str, rules: usize, shares: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::named(Some(name), rules);
        shares.into_iter().for_each(|shares| sum.add(shares));
        sum
    }

    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("unattributed")
    }

    fn largest(&self) -> f64 {
        self.created.iter().fold(self.destroyed, |largest, created| largest.max(*created))
    }
}

hidden_debug!(ShareChart);

impl ShareChart {
    chart_methods!();

    /// The chart with a row for each party instead of each role. The smallest of more than 14 are one row together.
    pub fn by_party(self) -> Self {
        Self { shown_by: Holders::Parties, ..self }
    }

    /// All roles, or all parties, also those that are one row together.
    fn holders(&self) -> &[Shares] {
        if self.shown_by == Holders::Roles { &self.roles } else { &self.parties }
    }

    /// The rows, the largest created amount by the first rule first, and unattributed losses last.
    fn rows(&self) -> Vec<Shares> {
        if self.shown_by == Holders::Roles {
            return self.roles.clone();
        }
        let (mut rows, unattributed): (Vec<&Shares>, Vec<&Shares>) =
            self.parties.iter().partition(|shares| shares.name.is_some());
        rows.sort_by(|one, other| {
            let first = |shares: &Shares| shares.created.first().copied().unwrap_or(0.0);
            first(other).total_cmp(&first(one)).then(other.destroyed.total_cmp(&one.destroyed))
        });
        let most = if rows.len() > MOST_ROWS { MOST_ROWS - 1 } else { MOST_ROWS };
        let (kept, small) = largest(rows, most, |shares| shares.largest());
        let mut kept: Vec<Shares> = kept.into_iter().cloned().collect();
        if !small.is_empty() {
            let name = together(small.len(), ("smaller party", "smaller parties"));
            kept.push(Shares::sum(&name, self.rules.len(), small));
        }
        kept.extend(unattributed.into_iter().cloned());
        kept
    }

    fn format(&self) -> FigureFormat {
        FigureFormat::of(
            &self.unit,
            self.parties.iter().flat_map(|shares| shares.created.iter().copied().chain([shares.destroyed])),
        )
    }
}

impl ShareChart {
    /// In how many interactions a rule takes equal quantities, since one is not stated.
    fn equal_splits_text(&self) -> Option<String> {
        let with_splits = self.rules.iter().zip(&self.equal_splits).filter(|(_, splits)| **splits > 0);
        let texts: Vec<String> = with_splits.map(|(rule, splits)| format!("{} by {rule}", count(*splits))).collect();
        (!texts.is_empty()).then(|| {
            format!("Interactions in which a quantity is not stated, so that all count as equal: {}.", texts.join(", "))
        })
    }
}

impl Chart for ShareChart {
    fn finding(&self) -> String {
        attribution_finding(self.holders(), &self.rules, &self.format())
    }

    fn subtitle(&self) -> String {
        let (measure, unit) = (capitalized(&self.measure), self.format().unit());
        format!("{measure} in {unit}{}, shared among the parties; {}.", self.direction, self.terms)
    }

    fn words(&self) -> String {
        let format = self.format();
        let of_row = |shares: &Shares| {
            let created = self.rules.iter().zip(&shares.created);
            let created: Vec<String> =
                created.map(|(rule, created)| format!("{} by {rule}", format.text(*created))).collect();
            format!("{}: created {}; destroyed {}", shares.name(), created.join(", "), format.text(shares.destroyed))
        };
        let equal_splits = self.equal_splits_text().map_or(String::new(), |text| format!(" {text}"));
        let rows = self.holders().iter().map(of_row).collect::<Vec<_>>().join(". ");
        let rounded = format.rounded_note().map_or(String::new(), |note| format!(" {note}"));
        format!("{rows}.{equal_splits}{rounded}")
    }

    fn draw(&self, page: &mut Page) {
        let format = self.format();
        let rows = self.rows();
        for (index, rules) in self.rules.chunks(MOST_RULES).enumerate() {
            ShareTable { chart: self, rows: &rows, format: &format, first: index * MOST_RULES, rules }.draw(page);
        }
        let mut notes = vec!["No rule changes who destroyed: that follows from the misuse on record.".to_owned()];
        if rows.iter().any(|row| row.name.is_none()) {
            notes.push("Losses without misuse on record are unattributed.".to_owned());
        }
        notes.extend(self.equal_splits_text());
        notes.extend(format.rounded_note().map(str::to_owned));
        page.note(&notes.join(" "));
    }
}

/// Rows by party that are drawn one by one.
const MOST_ROWS: usize = 14;
/// Columns of rules beside each other.
const MOST_RULES: usize = 4;
const NAMES: f64 = 170.0;
const CREATED_HEADING: &str = "created, by rule";
/// Between the columns, and between both sides of zero.
const GAP: f64 = 14.0;

/// A part of the chart: all rows by some rules.
struct ShareTable<'a> {
    chart: &'a ShareChart,
    rows: &'a [Shares],
    format: &'a FigureFormat,
    /// The number of the first rule.
    first: usize,
    rules: &'a [String],
}

/// The left edge of each column, and the length of a unit.
struct ShareColumns {
    destroyed: f64,
    created: Vec<f64>,
    width: f64,
    unit: f64,
}

/// The name of a rule above its column.
struct RuleName {
    texts: Vec<String>,
    x: f64,
    anchor: Anchor,
    /// The first line of the texts, from 0.
    line: usize,
}

impl ShareTable<'_> {
    fn created(&self, row: &Shares, column: usize) -> f64 {
        row.created[self.first + column]
    }

    fn columns(&self, names: f64) -> ShareColumns {
        let all = Shares::sum("all", self.chart.rules.len(), self.rows);
        let number = |amount: f64| Span::new(self.format.text(amount), INK, NUMBER).bold().width() + 8.0;
        let heading = |text: &str| Span::new(text, INK, NUMBER).bold().width();
        let destroyed_least = heading("destroyed").max(number(all.destroyed));
        let columns = self.rules.len() as f64;
        let space = RIGHT - LEFT - names - GAP * (columns + 1.0);
        // A long word of a rule's name is broken rather than that it leaves no room for bars.
        let widest = (space - destroyed_least) / columns;
        let word = |text: &str| Span::new(text, INK, NUMBER).width().min(widest);
        let words = self.rules.iter().flat_map(|rule| rule.split(' ')).map(word);
        let numbers = (0..self.rules.len()).map(|column| number(self.created(&all, column)));
        // All columns together have room for the heading above them.
        let whole = (heading(CREATED_HEADING) - GAP * (columns - 1.0)) / columns;
        let created_least = words.chain(numbers).fold(whole, f64::max);
        let destroyed = self.rows.iter().map(|row| row.destroyed).fold(0.0, f64::max);
        let created = self.rows.iter().flat_map(|row| (0..self.rules.len()).map(|column| self.created(row, column)));
        let created = created.fold(0.0, f64::max);
        let needed =
            |unit: f64| (destroyed * unit).max(destroyed_least) + columns * (created * unit).max(created_least);
        let unit = LinearScale::largest_unit(space, destroyed.max(created), needed);
        let destroyed = (destroyed * unit).max(destroyed_least);
        let width = (space - destroyed) / columns;
        let zero = LEFT + names + GAP + destroyed;
        let created = (0..self.rules.len()).map(|column| zero + GAP + column as f64 * (width + GAP)).collect();
        ShareColumns { destroyed: zero, created, width, unit }
    }

    fn draw(&self, page: &mut Page) {
        let names = Block { size: NAME, weight: Weight::Regular, width: NAMES };
        let texts: Vec<Vec<String>> = self.rows.iter().map(|row| names.at_most(2, row.name())).collect();
        let width = texts.iter().flatten().map(|text| Span::new(text, INK, NAME).width()).fold(0.0, f64::max);
        let columns = self.columns(width.max(Span::new("all", INK, NAME).bold().width()));
        self.headings(page, &columns);
        for (row, name) in self.rows.iter().zip(&texts) {
            self.row(page, row, name, &columns);
        }
        page.rule(page.y + 6.0);
        page.y += 34.0;
        let all = Shares::sum("all", self.chart.rules.len(), self.rows);
        page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new("all", INK, NAME).bold()]);
        let destroyed = Span::new(self.format.text(all.destroyed), DESTROYED_WORDS, NUMBER).bold();
        page.svg.text(columns.destroyed - 5.0, page.y, Anchor::End, &[destroyed]);
        for (column, &x) in columns.created.iter().enumerate() {
            let created = Span::new(self.format.text(self.created(&all, column)), CREATED_WORDS, NUMBER).bold();
            page.svg.text(x + 5.0, page.y, Anchor::Start, &[created]);
        }
    }

    /// The names of the rules above their columns. If a word is wider than its column, the names take turns on two
    /// lines, so that each may reach over the next column.
    fn rule_names(&self, columns: &ShareColumns) -> Vec<RuleName> {
        let width = |text: &str| Span::new(text, INK, NUMBER).width();
        let places = self.rules.iter().zip(&columns.created);
        let block = |width| Block { size: NUMBER, weight: Weight::Regular, width };
        if self.rules.iter().flat_map(|rule| rule.split(' ')).all(|word| width(word) <= columns.width) {
            let block = block(columns.width);
            let name = |(rule, &x): (&String, &f64)| RuleName {
                texts: block.at_most(3, rule),
                x,
                anchor: Anchor::Start,
                line: 0,
            };
            return places.map(name).collect();
        }
        let room = 2.0 * columns.width + GAP;
        // The last name has no column beside it, and reaches over the one before.
        let last = self.rules.last().map_or(0.0, |rule| width(rule).min(1.4 * columns.width));
        let name = |(index, (rule, &x)): (usize, (&String, &f64))| {
            let is_wide_last = index + 1 == self.rules.len() && last > columns.width;
            let is_before = index + 3 == self.rules.len();
            let room = if is_before { room + (columns.width - last).min(0.0) - GAP } else { room - GAP };
            let (x, anchor, room) = if is_wide_last { (RIGHT, Anchor::End, last) } else { (x, Anchor::Start, room) };
            RuleName { texts: vec![block(room).clipped(rule)], x, anchor, line: index % 2 }
        };
        places.enumerate().map(name).collect()
    }

    fn headings(&self, page: &mut Page, columns: &ShareColumns) {
        page.y += 38.0;
        let destroyed = Span::new("destroyed", DESTROYED_WORDS, NUMBER).bold();
        page.svg.text(columns.destroyed, page.y, Anchor::End, &[destroyed]);
        let created = Span::new(CREATED_HEADING, CREATED_WORDS, NUMBER).bold();
        page.svg.text(columns.created[0], page.y, Anchor::Start, &[created]);
        let names = self.rule_names(columns);
        let lines = names.iter().map(|name| name.line + name.texts.len()).max().unwrap_or(1);
        page.svg.text(columns.destroyed, page.y + 24.0, Anchor::End, &[Span::new("any rule", INK, NUMBER)]);
        for name in names {
            for (text, line) in name.texts.into_iter().zip(name.line + 1..) {
                page.svg.text(name.x, page.y + 24.0 * line as f64, name.anchor, &[Span::new(text, INK, NUMBER)]);
            }
        }
        page.y += 24.0 * lines as f64;
        page.y += 10.0;
        page.rule(page.y);
        page.y += 12.0;
    }

    /// A row of 48, with the number above each bar.
    fn row(&self, page: &mut Page, row: &Shares, name: &[String], columns: &ShareColumns) {
        let top = page.y;
        let ink = if row.name.is_none() { GREY } else { INK };
        for (index, text) in name.iter().enumerate() {
            let y = top + if name.len() == 1 { 23.0 } else { 13.0 + 22.0 * index as f64 };
            page.svg.text(LEFT, y, Anchor::Start, &[Span::new(text, ink, NAME)]);
        }
        let amount = |amount: f64, words: Ink| {
            Span::new(self.format.text(amount), if amount > 0.0 { words } else { GREY }, NUMBER)
        };
        let length = (row.destroyed * columns.unit).max(if row.destroyed > 0.0 { 1.5 } else { 0.0 });
        if row.destroyed > 0.0 {
            page.svg.rectangle([columns.destroyed - length, top + 21.0, length, 11.0], Fill::Plain(DESTROYED));
        }
        page.svg.text(columns.destroyed - 5.0, top + 14.0, Anchor::End, &[amount(row.destroyed, DESTROYED_WORDS)]);
        for (column, &x) in columns.created.iter().enumerate() {
            let created = self.created(row, column);
            if created > 0.0 {
                page.svg.rectangle([x, top + 21.0, (created * columns.unit).max(1.5), 11.0], Fill::Plain(CREATED));
            }
            page.svg.text(x + 5.0, top + 14.0, Anchor::Start, &[amount(created, CREATED_WORDS)]);
        }
        let zeros =
            columns.created.iter().fold(Path::new().to(columns.destroyed, top).vertical(top + 34.0), |path, &x| {
                path.to(x, top).vertical(top + 34.0)
            });
        page.svg.line(&zeros.open(), ZERO_LINE, 2.0);
        page.y += 48.0;
    }
}

/// Shares with the same digits are not ranked if they differ by at most this part of the largest.
const ABOUT_EQUAL: f64 = 0.05;

/// The finding of shares: the holder of the largest one, and whether the rule decides it. Sums of floats differ where
/// amounts are equal, so that amounts with the same digits are not ranked.
fn attribution_finding(rows: &[Shares], rules: &[String], format: &FigureFormat) -> String {
    // By their indices: two parties may be shown alike.
    let largest = |amount: &dyn Fn(&Shares) -> f64| {
        let named = || (0..rows.len()).filter(|row| rows[*row].name.is_some());
        let largest = named().map(|row| amount(&rows[row])).fold(0.0, f64::max);
        let format = format.of_title([largest]);
        let is_largest =
            |share: f64| share >= (1.0 - ABOUT_EQUAL) * largest && format.text(share) == format.text(largest);
        let mut holders = named().filter(|row| is_largest(amount(&rows[*row])));
        holders.next().filter(|_| largest > 0.0 && holders.next().is_none())
    };
    let total = |rule: usize| rows.iter().map(|row| row.created[rule]).sum::<f64>();
    let destroyed: f64 = rows.iter().map(|row| row.destroyed).sum();
    if rules.is_empty() || total(0) == 0.0 {
        return match destroyed {
            0.0 => "Nothing was created and nothing destroyed".to_owned(),
            destroyed => format!("Nothing was created, and {} destroyed", format.title_amount(destroyed)),
        };
    }
    let holders: Vec<Option<usize>> = (0..rules.len()).map(|rule| largest(&|row| row.created[rule])).collect();
    match (&holders[..], holders[0].map(|row| &rows[row])) {
        ([_], Some(row)) => {
            let part = part_of(row.created[0], total(0), format);
            format!("By {}, {} created {part}", rules[0], row.name())
        }
        ([_], None) => format!("By {}, no share of {} is the largest", rules[0], format.title_amount(total(0))),
        (holders, Some(row)) if holders.iter().all(|holder| *holder == holders[0]) => {
            format!("By {}, {} created most", all_of(rules.len(), ("rule", "rules")), row.name())
        }
        (holders, None) if holders.iter().all(Option::is_none) => {
            format!(
                "By {}, no share of {} is the largest",
                all_of(rules.len(), ("rule", "rules")),
                format.title_amount(total(0))
            )
        }
        _ if largest(&|row| row.destroyed).is_some() => {
            "Who created most depends on the rule; who destroyed most does not".to_owned()
        }
        _ => "Who created most depends on the rule".to_owned(),
    }
}
