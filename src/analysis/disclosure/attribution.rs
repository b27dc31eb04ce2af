//! Attribution for publishing.

use std::collections::{BTreeMap, BTreeSet};

use super::books::{Books, Published};
use super::grid::{Alike, Grid, Mask};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::attribution::{AttributionRule, PeopleBehind, Share, people_behind};
use crate::analysis::people::PeopleSet;
use crate::analysis::{Analysis, Figure, NamedFigures};
use crate::analysis::{AnalysisError, Rows};
use crate::catalogue::MeasureId;
use crate::number::{Apportion, Total};
use crate::statement::{Classification, Line, Terms};

/// To whom a share is told to belong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    /// Nobody: no misuse is on record.
    Unattributed,
    /// Every party who is a user anywhere in the books, together.
    Users,
    Party(String),
}

/// The shares of a measure: a row for each that is published, a column for each whose.
struct Shares {
    /// Of each row its line, if it is of one.
    lines: Vec<Option<Line>>,
    whose: Vec<Whose>,
    /// The column of each party.
    columns: BTreeMap<Option<String>, usize>,
    /// Of created and of destroyed: who has a share, and whether it is told.
    grids: [Grid; 2],
    told: [Vec<bool>; 2],
    masks: [Mask; 2],
}

/// The names of the figures of a row.
const COLUMNS: [&str; 5] = ["measure", "whose", "party", "created", "destroyed"];
const CREATED: usize = 0;
const DESTROYED: usize = 1;

impl<N: Apportion> Publisher<'_, N> {
    /// The attribution of these terms for publishing: as [`attribution_of`](Ledger::attribution_of), without the lines that
    /// [`disclose`](crate::disclosure::Publisher::statement) pools, and with roles in the place of people.
    ///
    /// All users together are one party. Another party is told where what it has a share of is of enough people, on that line
    /// and so that no other line's share follows from its total; the rest of a line is pooled. Nothing is told of an amount that
    /// a statement withholds. What is pooled is the sum of the shares as they are rounded, and is
    /// withheld where no number of the kind holds it.
    ///
    /// Each row has fields `measure`, `whose` (`unattributed`, `users`, `party` or `pooled`), `party`, `created` and
    /// `destroyed`.
    ///
    /// # Errors
    ///
    /// As [`attribution_of`](Ledger::attribution_of) and [`disclose`](crate::disclosure::Publisher::statement).
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
    /// let published = ledger.publish(2).attribution(By::Service, Equal)?;
    /// let shares = published.rows().map(|row| (row.figure("whose"), row.figure("created")));
    /// let text = |text: &str| Some(Figure::Text(Some(text.to_owned())));
    /// assert_eq!(
    ///     shares.collect::<Vec<_>>(),
    ///     [
    ///         (text("unattributed"), Some(Figure::Amount(0.0))),
    ///         (text("users"), Some(Figure::Amount(3.0))), // Ana's half of 4, and Ben's of 2
    ///         (text("party"), Some(Figure::Amount(3.0))),
    ///     ],
    /// );
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn attribution(
        &self,
        terms: impl Into<Terms>,
        rule: impl AttributionRule<N>,
    ) -> Result<Publication<N>, DiscloseError> {
        let terms = terms.into().checked().map_err(AnalysisError::from)?;
        let (index, behind) = people_behind(self.ledger, &terms, &rule)?;
        let attribution = self.ledger.attribution_of(&terms, rule)?;
        let disclosure = self.disclosure.checked()?;
        let books = Books::of(self.ledger, &terms, disclosure)?;
        let users = self.ledger.columns.all_users();
        let users: BTreeSet<&str> = users.iter().map(|&user| self.ledger.columns.actors.text(user)).collect();
        let mut of_lines: BTreeMap<(Line, MeasureId), Vec<Share<N>>> = BTreeMap::new();
        for share in attribution.shares() {
            of_lines.entry((share.line().clone(), share.measure().clone())).or_default().push(share);
        }
        let (mut rows, mut alone) = (Vec::new(), 0);
        for published in &books.measures {
            let of_line = |line: &Line| {
                let place = index.place(line.values().chain([Some(published.measure.as_str())]));
                place.map_or(&[][..], |place| &behind[place])
            };
            let shares = Shares::of(&books, published, of_line, &users, disclosure);
            for (row, line) in shares.lines.iter().enumerate() {
                let Some(line) = line else { continue };
                let of_line = of_lines.get(&(line.clone(), published.measure.clone()));
                rows.extend(rows_of(of_line.map_or(&[], Vec::as_slice), published, &shares, (row, line), disclosure));
                alone += 1;
            }
        }
        let lines_withheld = (index.len() - alone.min(index.len())) as u64;
        rows.sort_by(|one: &PublicationRow<N>, two| (&one.line, &one.measure).cmp(&(&two.line, &two.measure)));
        let _all: Rows<'_, N> = attribution.rows();
        let disclosed = Publication::of_rows(&attribution, disclosure, rows, (books.withheld, lines_withheld));
        Ok(Publication { columns: COLUMNS.to_vec(), ..disclosed })
    }
}

impl Shares {
    fn of<'a, N: Apportion>(
        books: &Books<N>,
        published: &Published,
        of_line: impl Fn(&Line) -> &'a [(Option<String>, PeopleBehind)],
        users: &BTreeSet<&str>,
        disclosure: Disclosure,
    ) -> Self {
        let mut parties: BTreeMap<Whose, BTreeSet<Option<String>>> = BTreeMap::new();
        let mut people: Vec<BTreeMap<Whose, PeopleBehind>> = vec![BTreeMap::new(); published.rows.len()];
        let mut lines = Vec::new();
        for (cells, people) in published.rows.iter().zip(&mut people) {
            let of_row: Vec<Line> = cells.iter().map(|&cell| books.cell(&[cell]).line().clone()).collect();
            for (party, behind) in of_row.iter().flat_map(&of_line) {
                let whose = match party {
                    None => Whose::Unattributed,
                    Some(party) if users.contains(party.as_str()) => Whose::Users,
                    Some(party) => Whose::Party(party.clone()),
                };
                let of_whose: &mut PeopleBehind = people.entry(whose.clone()).or_default();
                of_whose.iter_mut().zip(behind).for_each(|(all, more)| *all |= more);
                parties.entry(whose).or_default().insert(party.clone());
            }
            lines.push(<[Line; 1]>::try_from(of_row).ok().map(|[line]| line));
        }
        let (whose, parties): (Vec<Whose>, Vec<_>) = parties.into_iter().unzip();
        let columns = parties.into_iter().enumerate();
        let columns = columns.flat_map(|(column, parties)| parties.into_iter().map(move |party| (party, column)));
        let told = [CREATED, DESTROYED].map(|figure| {
            (0..lines.len()).map(|row| lines[row].is_some() && tells(published, row, figure)).collect::<Vec<_>>()
        });
        let [created, destroyed] = told;
        let told = [created, tells_alone(&people, destroyed, disclosure)];
        let of = |row: &BTreeMap<Whose, PeopleBehind>, whose: &Whose, figure: usize| {
            row.get(whose).map(|people| people[figure].clone()).unwrap_or_default()
        };
        let grid = |figure: usize| {
            let row = |row| whose.iter().map(|whose| of(row, whose, figure)).collect::<Vec<_>>();
            Grid::new(whose.len(), people.iter().map(row))
        };
        let grids = [grid(CREATED), grid(DESTROYED)];
        let masks = [CREATED, DESTROYED].map(|figure| {
            // What is attributed to nobody is told as a statement tells it, and leaves nobody else in doubt.
            let of_parties = |column: usize| whose[column] != Whose::Unattributed;
            let row = |row| {
                let people = |column: usize| of(row, &whose[column], figure);
                (0..whose.len())
                    .map(|column| if of_parties(column) { people(column) } else { PeopleSet::new() })
                    .collect()
            };
            let grid = Grid::new(whose.len(), people.iter().map(row));
            let mut mask = grid.open();
            let rows = (0..lines.len()).filter(|&row| !told[figure][row]);
            rows.for_each(|row| (0..whose.len()).for_each(|column| mask.withhold(row, column)));
            if grid.is_of_one_column() { mask } else { grid.protect(mask, Alike::Shown, disclosure.threshold()) }
        });
        Self { lines, whose, columns: columns.collect(), grids, told, masks }
    }
}

/// Whether a statement tells an amount, and the parts of it that shares would give away.
fn tells(published: &Published, row: usize, figure: usize) -> bool {
    let parts = [Classification::WithMisuse, Classification::WithoutMisuse, Classification::DestroyedAlone];
    if figure == CREATED {
        published.shows_created(row)
    } else {
        published.shows_destroyed(row) && parts.iter().all(|&part| published.shows_part(row, part))
    }
}

/// On which rows it can be told what is attributed to nobody: not where it splits what was destroyed alone, with and without
/// misuse, into parts of too few people.
fn tells_alone(people: &[BTreeMap<Whose, PeopleBehind>], told: Vec<bool>, disclosure: Disclosure) -> Vec<bool> {
    let split = |row: &BTreeMap<Whose, PeopleBehind>| {
        let mut split = [PeopleSet::new(), PeopleSet::new()];
        for (whose, behind) in row {
            split[usize::from(*whose == Whose::Unattributed)] |= &behind[2];
        }
        split.to_vec()
    };
    let grid = Grid::new(2, people.iter().map(split));
    if grid.is_of_one_column() {
        return told;
    }
    let mut mask = grid.open();
    (0..people.len()).filter(|&row| !told[row]).for_each(|row| grid.withhold_row(&mut mask, row));
    let mask = grid.protect(mask, Alike::Shown, disclosure.threshold());
    told.iter().enumerate().map(|(row, told)| *told && !mask.is_withheld(row, 0) && !mask.is_withheld(row, 1)).collect()
}

/// The rows of a line and measure: who is told of, and then what is pooled of the others.
fn rows_of<N: Apportion>(
    of_line: &[Share<N>],
    published: &Published,
    shares: &Shares,
    (place, line): (usize, &Line),
    disclosure: Disclosure,
) -> Vec<PublicationRow<N>> {
    let measure = &published.measure;
    let sum = |columns: &[usize], figure: usize| {
        let mut total = N::Total::default();
        for share in of_line {
            let party = share.party().map(|party| party.as_str().to_owned());
            if shares.columns.get(&party).is_some_and(|column| columns.contains(column)) {
                let amount = if figure == CREATED { share.created() } else { share.destroyed() };
                total.add(&amount.as_change()).expect("shares are finite");
            }
        }
        // Rounded shares need not add up to a number that the kind holds, as decimals of many places.
        N::rounded(&total).map_or(Figure::Withheld, Figure::Amount)
    };
    let people = published.people(place, disclosure);
    let mut rows = Vec::new();
    let mut pooled: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for column in 0..shares.whose.len() {
        let is_there = |figure: usize| shares.grids[figure].has_people(place, column);
        if !is_there(CREATED) && !is_there(DESTROYED) {
            continue;
        }
        let shown = [CREATED, DESTROYED].map(|figure| !shares.masks[figure].is_withheld(place, column));
        for figure in [CREATED, DESTROYED] {
            pooled[figure].extend((!shown[figure] && is_there(figure)).then_some(column));
        }
        if (0..2).any(|figure| shown[figure] && is_there(figure)) {
            let mut figures = Vec::new();
            for figure in [CREATED, DESTROYED] {
                figures.push(if shown[figure] { sum(&[column], figure) } else { Figure::Withheld });
            }
            rows.push((Some(shares.whose[column].clone()), figures));
        }
    }
    // Where a statement tells neither amount, the row stands whether anybody has a share or not.
    let tells_nothing = !published.shows_created(place) && !published.shows_destroyed(place);
    if tells_nothing || pooled.iter().any(|pooled| !pooled.is_empty()) {
        let mut figures = Vec::new();
        for figure in [CREATED, DESTROYED] {
            // If all are pooled, that is the amount itself.
            let shown =
                if figure == CREATED { published.shows_created(place) } else { published.shows_destroyed(place) };
            let is_told = shares.told[figure][place] || shown;
            figures.push(match (is_told, pooled[figure].is_empty()) {
                (true, true) => Figure::NotGiven,
                (true, false) => sum(&pooled[figure], figure),
                (false, _) => Figure::Withheld,
            });
        }
        rows.push((None, figures));
    }
    let row = |(whose, figures): (Option<Whose>, Vec<Figure<N>>)| {
        PublicationRow::of_line(people, line, measure, fields_of(measure, whose, figures))
    };
    rows.into_iter().map(row).collect()
}

fn fields_of<N>(measure: &MeasureId, whose: Option<Whose>, figures: Vec<Figure<N>>) -> NamedFigures<N> {
    let (whose, party) = match whose {
        Some(Whose::Unattributed) => ("unattributed", None),
        Some(Whose::Users) => ("users", None),
        Some(Whose::Party(party)) => ("party", Some(party)),
        None => ("pooled", None),
    };
    let mut fields = vec![
        ("measure", Figure::text(measure.as_str())),
        ("whose", Figure::text(whose)),
        ("party", Figure::Text(party)),
    ];
    fields.extend(["created", "destroyed"].into_iter().zip(figures));
    fields
}
