//! Drivers for publishing.

use std::collections::BTreeSet;

use super::books::{Books, Category, Published};
use super::policy::Disclosure;
use super::{DiscloseError, Disclosed, DisclosedRow};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::reading::fields::{Fields, Value};
use crate::statement::{By, CountsAs, IntoLine, Terms, shown};

/// The names of figures of one side that are withheld.
type Withheld = BTreeSet<&'static str>;

/// What is withheld of a row, or of the whole.
fn withheld(published: &Published, row: usize) -> Withheld {
    let better = published.shows(row, Category::Better);
    let worse = published.shows(row, Category::Worse);
    let names: [(bool, &[&'static str]); 5] = [
        (better, &["better"]),
        (worse, &["worse"]),
        (published.shows_created(row), &["created", "gains"]),
        (published.shows_destroyed(row), &["destroyed", "losses"]),
        (better && worse, &["net"]),
    ];
    names.into_iter().filter(|(shown, _)| !shown).flat_map(|(_, names)| names).copied().collect()
}

impl<N: Number> Ledger<N> {
    /// The drivers of a dimension for publishing: as [`drivers`](Ledger::drivers), without the values that
    /// [`disclose`](Ledger::disclose) pools in a statement by the dimension.
    ///
    /// Figures of a value are withheld where the statement by the dimension withholds them. Figures of all other values are
    /// withheld if a reader could subtract them from the total and so compute a withheld figure. They are given if the
    /// statement shows each other value by itself.
    ///
    /// # Errors
    ///
    /// As [`drivers`](Ledger::drivers) and [`disclose`](Ledger::disclose).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, Catalogue, Figure, Interaction, Ledger, Measure, Service, Terms, User, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, district, change) in [
    ///     ("ana", "north", 4.0),
    ///     ("ben", "north", 2.0),
    ///     ("cai", "north", -1.0),
    ///     ("dee", "north", -2.0),
    ///     ("eve", "south", 1.0),
    ///     ("finn", "south", 2.0),
    ///     ("gil", "south", -1.0),
    ///     ("hal", "south", -3.0),
    /// ] {
    ///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let published = ledger.disclose_drivers(Terms::default(), "district", 2)?;
    /// let north = published.rows().next().expect("enough people");
    /// assert_eq!(north.figure("with_created"), Some(Figure::Amount(6.0)));
    /// assert_eq!(north.figure("without_destroyed"), Some(Figure::Amount(4.0)));
    /// assert!(ledger.disclose_drivers(Terms::default(), "district", 5)?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn disclose_drivers(
        &self,
        terms: impl Into<Terms>,
        dimension: impl AsRef<str>,
        disclosure: impl Into<Disclosure>,
    ) -> Result<Disclosed<N>, DiscloseError> {
        let dimension = dimension.as_ref();
        let drivers = self.drivers(terms, dimension)?;
        let disclosure = disclosure.into().checked()?;
        let by_dimension = drivers.terms().clone().grouped_by(By::with(dimension));
        let books = Books::of(self, &by_dimension, disclosure)?;
        let (mut rows, mut lines_withheld) = (Vec::new(), 0);
        for line in drivers.lines() {
            let value = line.value().into_line();
            let Some((published, row)) = books.alone(&value, line.measure()) else {
                lines_withheld += 1;
                continue;
            };
            let with = withheld(published, row);
            let without = withheld_of_others(&books, published, row);
            let fields = line.fields(dimension).into_iter().map(|(name, value)| match value {
                Value::Group(fields) => {
                    let withheld = if name == "with" { &with } else { &without };
                    (name, Value::Group(side(fields, withheld, disclosure)))
                }
                value => (name, value),
            });
            let (people, fields) = (published.people(row, disclosure), fields.collect());
            rows.push(DisclosedRow::of(people, None, Some(line.measure().clone()), fields));
        }
        let disclosed = Disclosed::of_rows(&drivers.rows(), self, disclosure, rows, (books.withheld, lines_withheld));
        Ok(Disclosed { heading: format!("{}, {}", shown(dimension), disclosed.heading), ..disclosed })
    }
}

/// What is withheld of the other values together. A figure is known if it is shown of the value and of all values, or of each
/// of the others; a count, also if it is what others leave of those that are counted.
fn withheld_of_others<N: Number>(books: &Books<N>, published: &Published, row: usize) -> Withheld {
    let not_stated = books.statement.row(&None::<&str>.into_line(), published.measure.as_str());
    let not_stated =
        (0..published.rows.len()).find(|&row| not_stated.is_some_and(|cell| published.rows[row].contains(&cell)));
    // Where it is pooled, neither all values nor the others can be told from it.
    let is_pooled = not_stated.is_some_and(|row| published.rows[row].len() > 1);
    let others: Vec<usize> =
        (0..published.rows.len()).filter(|&other| other != row && Some(other) != not_stated).collect();
    let is_known = |shows: &dyn Fn(usize) -> bool| {
        let of_rest = [row, published.whole()].into_iter().chain(not_stated).all(shows);
        !is_pooled && (of_rest || others.iter().all(|&other| shows(other)))
    };
    let [better, unchanged, worse] = [Category::Better, Category::Unchanged, Category::Worse]
        .map(|category| is_known(&|row| published.shows(row, category)));
    let part = |part| is_known(&|row| published.shows_part(row, part));
    let (created, destroyed) =
        (is_known(&|row| published.shows_created(row)), is_known(&|row| published.shows_destroyed(row)));
    let (count_better, count_worse) = (better || unchanged && worse, worse || unchanged && better);
    let names = [
        (!is_pooled, "appraisals"),
        (count_better, "better"),
        (count_worse, "worse"),
        (created || count_better && part(CountsAs::WindfallGain), "gains"),
        (destroyed || count_worse && part(CountsAs::WindfallLoss), "losses"),
        (created, "created"),
        (destroyed, "destroyed"),
        (better && worse, "net"),
    ];
    names.into_iter().filter(|(known, _)| !known).map(|(_, name)| name).collect()
}

fn side<N: Number>(fields: Fields<N>, withheld: &Withheld, disclosure: Disclosure) -> Fields<N> {
    let published = |(name, value): (&'static str, Value<N>)| match value {
        Value::Count(count) => (name, disclosure.count(!withheld.contains(name), count)),
        _ if withheld.contains(name) => (name, Value::Withheld),
        value => (name, value),
    };
    fields.into_iter().map(published).collect()
}
