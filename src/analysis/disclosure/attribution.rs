//! Publication of an attribution.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Grid, Mask, UniformRows};
use super::plan::{self, MeasurePlan, StatementPlan};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher, published_line_count};
use crate::analysis::attribution::{AttributionRule, PeopleBehind, Share, people_behind};
use crate::analysis::people::PeopleSet;
use crate::analysis::{Analysis, AnalysisError, Figure, NamedFigures};
use crate::catalogue::MeasureId;
use crate::number::{Apportion, Total};
use crate::printable::printable;
use crate::statement::{Classification, Line, Terms};

/// The holder of a share, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    /// No party, since no misuse is on record.
    Unattributed,
    /// All users of the books, together.
    Users,
    Party(String),
}

/// The decisions about the shares of a measure. A grid has a row for each published row and a column for each holder.
struct SharePlan {
    /// The line of each row; `None` for a pool.
    lines: Vec<Option<Line>>,
    holders: Vec<Holder>,
    /// The column of each party.
    columns: BTreeMap<Option<String>, usize>,
    /// For created and for destroyed: the people behind each share, whether a row shows shares at all, and the withheld
    /// cells.
    grids: [Grid; 2],
    shows: [Vec<bool>; 2],
    masks: [Mask; 2],
}

/// The names of the figures of a row.
const COLUMNS: [&str; 5] = ["measure", "whose", "party", "created", "destroyed"];
const CREATED: usize = 0;
const DESTROYED: usize = 1;

impl<N: Apportion> Publisher<'_, N> {
    /// A publication of [`Ledger::attribution`](crate::Ledger::attribution).
    ///
    /// # Errors
    ///
    /// As [`attribution_of`](Self::attribution_of).
    pub fn attribution(&self, rule: impl AttributionRule<N>) -> Result<Publication<N>, DiscloseError> {
        self.attribution_of(Terms::default(), rule)
    }

    /// The attribution of these terms, ready to publish: [`attribution_of`](crate::Ledger::attribution_of) without the
    /// lines that a published [`statement`](crate::disclosure::Publisher::statement) pools, and with all users together
    /// as one party.
    ///
    /// Another party is shown if its share comes from enough people on the line, and if no other share follows from its
    /// total. The other parties of a line are pooled. A share of an amount that the statement withholds is withheld. A
    /// pooled share is the sum of rounded shares; it is withheld if the number cannot hold it.
    ///
    /// Each row has the figures `measure`, `whose` (`unattributed`, `users`, `party` or `pooled`), `party`, `created`
    /// and `destroyed`.
    ///
    /// # Errors
    ///
    /// The errors of [`attribution_of`](crate::Ledger::attribution_of) and of
    /// [`statement`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// use covalue::analysis::Figure;
    /// use covalue::attribution::Equal;
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", 4.0), ("ben", 2.0), ("cai", -1.0), ("dee", -3.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let published = ledger.publish(2).attribution_of(By::Service, Equal)?;
    /// let shares = published.rows().map(|row| (row.figure("whose"), row.figure("created")));
    /// let text = |text: &str| Some(Figure::Text(Some(text.to_owned())));
    /// assert_eq!(
    ///     shares.collect::<Vec<_>>(),
    ///     [
    ///         (text("unattributed"), Some(Figure::Amount(0.0))),
    ///         (text("users"), Some(Figure::Amount(3.0))), // half of Ana's 4 and of Ben's 2
    ///         (text("party"), Some(Figure::Amount(3.0))),
    ///     ],
    /// );
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn attribution_of(
        &self,
        terms: impl Into<Terms>,
        rule: impl AttributionRule<N>,
    ) -> Result<Publication<N>, DiscloseError> {
        let terms = terms.into().checked().map_err(AnalysisError::from)?;
        let (index, people) = people_behind(self.ledger, &terms, &rule)?;
        let attribution = self.ledger.attribution_of(&terms, rule)?;
        let (disclosure, plan) = self.plan(&terms)?;
        let users = self.ledger.columns.all_users();
        let users: BTreeSet<&str> = users.iter().map(|&user| self.ledger.columns.actors.text(user)).collect();
        // The plan of the statement decides which lines are shown. Then each line decides which shares are pooled.
        let mut shares_of: BTreeMap<(Line, MeasureId), Vec<Share<N>>> = BTreeMap::new();
        for share in attribution.shares() {
            shares_of.entry((share.line().clone(), share.measure().clone())).or_default().push(share);
        }
        let (mut rows, mut single_lines) = (Vec::new(), 0);
        for measure in &plan.measures {
            let people_of_line = |line: &Line| {
                let position = index.position(line.values().chain([Some(measure.measure.as_str())]));
                position.map_or(&[][..], |position| &people[position])
            };
            let share_plan = SharePlan::of(&plan, measure, people_of_line, &users, disclosure);
            for (row, line) in share_plan.lines.iter().enumerate() {
                let Some(line) = line else { continue };
                let shares = shares_of.get(&(line.clone(), measure.measure.clone()));
                let shares = shares.map_or(&[][..], Vec::as_slice);
                rows.extend(rows_of_line(shares, measure, &share_plan, (row, line), disclosure));
                single_lines += 1;
            }
        }
        let lines_withheld = (index.len() - single_lines.min(index.len())) as u64;
        rows.sort_by(|one: &PublicationRow<N>, two| (&one.line, &one.measure).cmp(&(&two.line, &two.measure)));
        let lines_withheld = published_line_count(&terms, lines_withheld);
        let publication = Publication::new(&attribution, disclosure, rows, plan.withheld);
        let heading = format!("rule {}; {}", printable(&attribution.rule_text()), publication.heading);
        Ok(Publication { columns: COLUMNS.to_vec(), heading, lines_withheld, ..publication })
    }
}

impl SharePlan {
    fn of<'a, N: Apportion>(
        plan: &StatementPlan<N>,
        measure: &MeasurePlan,
        people_of_line: impl Fn(&Line) -> &'a [(Option<String>, PeopleBehind)],
        users: &BTreeSet<&str>,
        disclosure: Disclosure,
    ) -> Self {
        let mut parties: BTreeMap<Holder, BTreeSet<Option<String>>> = BTreeMap::new();
        let mut people: Vec<BTreeMap<Holder, PeopleBehind>> = vec![BTreeMap::new(); measure.rows.len()];
        let mut lines = Vec::new();
        for (cells, people) in measure.rows.iter().zip(&mut people) {
            let lines_of_row: Vec<Line> = cells.iter().map(|&cell| plan.cell(&[cell]).line().clone()).collect();
            for (party, behind) in lines_of_row.iter().flat_map(&people_of_line) {
                let holder = match party {
                    None => Holder::Unattributed,
                    Some(party) if users.contains(party.as_str()) => Holder::Users,
                    Some(party) => Holder::Party(party.clone()),
                };
                let of_holder: &mut PeopleBehind = people.entry(holder.clone()).or_default();
                of_holder.iter_mut().zip(behind).for_each(|(all, more)| *all |= more);
                parties.entry(holder).or_default().insert(party.clone());
            }
            lines.push(<[Line; 1]>::try_from(lines_of_row).ok().map(|[line]| line));
        }
        let (holders, parties): (Vec<Holder>, Vec<_>) = parties.into_iter().unzip();
        let columns = parties.into_iter().enumerate();
        let columns = columns.flat_map(|(column, parties)| parties.into_iter().map(move |party| (party, column)));
        let shows = |figure| {
            (0..lines.len()).map(|row| lines[row].is_some() && shows_amount(measure, row, figure)).collect::<Vec<_>>()
        };
        let shows = [shows(CREATED), shows_unattributed(&people, shows(DESTROYED), disclosure)];
        let grid_of = |figure: usize, has_column: fn(&Holder) -> bool| {
            let cell = |row: &BTreeMap<Holder, PeopleBehind>, holder: &Holder| {
                row.get(holder).filter(|_| has_column(holder)).map(|people| people[figure].clone()).unwrap_or_default()
            };
            let rows = people.iter().map(|row| holders.iter().map(|holder| cell(row, holder)).collect());
            Grid::new(holders.len(), rows)
        };
        let grids = [CREATED, DESTROYED].map(|figure| grid_of(figure, |_| true));
        let masks = [CREATED, DESTROYED].map(|figure| {
            // The statement shows the unattributed amount, so this column has no unknowns and protects no other.
            let grid = grid_of(figure, |holder| *holder != Holder::Unattributed);
            let mut mask = grid.empty_mask();
            (0..lines.len()).filter(|&row| !shows[figure][row]).for_each(|row| mask.withhold_all(row));
            if grid.is_of_one_column() { mask } else { grid.protect(mask, UniformRows::Shown, disclosure.threshold()) }
        });
        Self { lines, holders, columns: columns.collect(), grids, shows, masks }
    }
}

/// Whether the statement shows an amount, and all its parts that shares would reveal.
fn shows_amount(measure: &MeasurePlan, row: usize, figure: usize) -> bool {
    let parts = [Classification::WithMisuse, Classification::WithoutMisuse, Classification::DestroyedAlone];
    if figure == CREATED {
        measure.shows(row, plan::CREATED)
    } else {
        measure.shows(row, plan::DESTROYED) && parts.iter().all(|&part| measure.shows(row, plan::single(part)))
    }
}

/// Narrows `shows` to the rows on which the unattributed amount can be shown. This amount splits the amount destroyed
/// alone into a part with and a part without misuse, and neither part may have too few people.
fn shows_unattributed(
    people: &[BTreeMap<Holder, PeopleBehind>],
    shows: Vec<bool>,
    disclosure: Disclosure,
) -> Vec<bool> {
    let split = |row: &BTreeMap<Holder, PeopleBehind>| {
        let mut split = [PeopleSet::new(), PeopleSet::new()];
        for (holder, behind) in row {
            split[usize::from(*holder == Holder::Unattributed)] |= &behind[2];
        }
        split.to_vec()
    };
    let grid = Grid::new(2, people.iter().map(split));
    if grid.is_of_one_column() {
        return shows;
    }
    let mut mask = grid.empty_mask();
    (0..people.len()).filter(|&row| !shows[row]).for_each(|row| grid.withhold_row(&mut mask, row));
    let mask = grid.protect(mask, UniformRows::Shown, disclosure.threshold());
    let is_safe = |row| !mask.is_withheld(row, 0) && !mask.is_withheld(row, 1);
    shows.iter().enumerate().map(|(row, shows)| *shows && is_safe(row)).collect()
}

/// The rows of a line and measure: one for each holder that is shown, and one that pools the others.
fn rows_of_line<N: Apportion>(
    shares: &[Share<N>],
    measure: &MeasurePlan,
    plan: &SharePlan,
    (row, line): (usize, &Line),
    disclosure: Disclosure,
) -> Vec<PublicationRow<N>> {
    let mut of_columns: Vec<[N::Total; 2]> = vec![Default::default(); plan.holders.len()];
    for share in shares {
        let party = share.party().map(|party| party.as_str().to_owned());
        let Some(&column) = plan.columns.get(&party) else { continue };
        for (total, amount) in of_columns[column].iter_mut().zip([share.created(), share.destroyed()]) {
            total.add(&amount.as_change()).expect("shares are finite");
        }
    }
    let sum = |columns: &[usize], figure: usize| {
        let mut total = N::Total::default();
        for &column in columns {
            total.merge(&of_columns[column][figure]);
        }
        // Rounded shares may add up to a number that the kind cannot hold, such as decimals with many places.
        N::rounded(&total).map_or(Figure::Withheld, Figure::Amount)
    };
    let mut rows = Vec::new();
    let mut pooled: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (column, holder) in plan.holders.iter().enumerate() {
        let has_share = [CREATED, DESTROYED].map(|figure| plan.grids[figure].has_people(row, column));
        let shown = [CREATED, DESTROYED].map(|figure| !plan.masks[figure].is_withheld(row, column));
        for figure in [CREATED, DESTROYED] {
            pooled[figure].extend((!shown[figure] && has_share[figure]).then_some(column));
        }
        if (0..2).any(|figure| shown[figure] && has_share[figure]) {
            let amount = |figure| if shown[figure] { sum(&[column], figure) } else { Figure::Withheld };
            rows.push((Some(holder), [CREATED, DESTROYED].map(amount)));
        }
    }
    // If the statement shows neither amount, the pool has a row in any case, so that its absence does not reveal that
    // no party has a share.
    let shows = [measure.shows(row, plan::CREATED), measure.shows(row, plan::DESTROYED)];
    if shows == [false; 2] || pooled.iter().any(|pooled| !pooled.is_empty()) {
        // A pool of all holders is the amount itself, which the statement shows.
        let amount = |figure: usize| match (plan.shows[figure][row] || shows[figure], pooled[figure].is_empty()) {
            (true, true) => Figure::NotGiven,
            (true, false) => sum(&pooled[figure], figure),
            (false, _) => Figure::Withheld,
        };
        rows.push((None, [CREATED, DESTROYED].map(amount)));
    }
    let people = measure.people(row, disclosure);
    let row = |(holder, amounts)| {
        PublicationRow::of_line(people, line, &measure.measure, figures(&measure.measure, holder, amounts))
    };
    rows.into_iter().map(row).collect()
}

fn figures<N>(measure: &MeasureId, holder: Option<&Holder>, amounts: [Figure<N>; 2]) -> NamedFigures<N> {
    let (whose, party) = match holder {
        Some(Holder::Unattributed) => ("unattributed", None),
        Some(Holder::Users) => ("users", None),
        Some(Holder::Party(party)) => ("party", Some(party.clone())),
        None => ("pooled", None),
    };
    let mut figures = vec![
        ("measure", Figure::text(measure.as_str())),
        ("whose", Figure::text(whose)),
        ("party", Figure::Text(party)),
    ];
    figures.extend(["created", "destroyed"].into_iter().zip(amounts));
    figures
}
