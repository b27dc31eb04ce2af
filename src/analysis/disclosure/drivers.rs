//! Drivers for publishing.

use super::books::{Books, Published};
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::{Analysis, Figure};
use crate::number::Number;
use crate::statement::{By, IntoLine, Terms};

impl<N: Number> Publisher<'_, N> {
    /// The drivers of a dimension for publishing: as [`drivers`](Ledger::drivers), without the values that
    /// [`disclose`](crate::disclosure::Publisher::statement) pools in a statement by the dimension.
    ///
    /// Figures of a value are withheld where the statement by the dimension withholds them. Figures of all other values are
    /// withheld if a reader could subtract them from the total and so compute a withheld figure. They are given if the
    /// statement shows each other value by itself.
    ///
    /// # Errors
    ///
    /// As [`drivers`](Ledger::drivers) and [`disclose`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
    /// use covalue::analysis::Figure;
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
    /// let published = ledger.publish(2).drivers(Terms::default(), "district")?;
    /// let north = published.rows().next().expect("enough people");
    /// assert_eq!(north.figure("with_created"), Some(Figure::Amount(6.0)));
    /// assert_eq!(north.figure("without_destroyed"), Some(Figure::Amount(4.0)));
    /// assert!(ledger.publish(5).drivers(Terms::default(), "district")?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn drivers(
        &self,
        terms: impl Into<Terms>,
        dimension: impl AsRef<str>,
    ) -> Result<Publication<N>, DiscloseError> {
        let dimension = dimension.as_ref();
        let drivers = self.ledger.drivers(terms, dimension)?;
        let disclosure = self.disclosure.checked()?;
        let by_dimension = drivers.terms().clone().grouped_by(By::with(dimension));
        let books = Books::of(self.ledger, &by_dimension, disclosure)?;
        let (mut rows, mut lines_withheld) = (Vec::new(), 0);
        for line in drivers.lines() {
            let value = line.value().into_line();
            let Some((published, row)) = books.alone(&value, line.measure()) else {
                lines_withheld += 1;
                continue;
            };
            let with = |name: &str| name == "appraisals" || published.shows_figure(row, name);
            let without = shows_others(&books, published, row);
            let fields = line.named_figures(dimension).into_iter().map(|(side, value)| match value {
                Figure::Group(fields) if side == "with" => (side, Figure::Group(disclosure.fields(fields, &with))),
                Figure::Group(fields) => (side, Figure::Group(disclosure.fields(fields, &without))),
                value => (side, value),
            });
            let (people, fields) = (published.people(row, disclosure), fields.collect());
            rows.push(PublicationRow::of(people, None, Some(line.measure().clone()), fields));
        }
        Ok(Publication::of_rows(&drivers, disclosure, rows, (books.withheld, lines_withheld)))
    }
}

/// Which figures of the other values together are told. A figure is known if it is shown of the value and of all values, or of
/// each of the others; a count, also if it is what others leave of those that are counted.
fn shows_others<N: Number>(books: &Books<N>, published: &Published, row: usize) -> impl Fn(&str) -> bool {
    let not_stated = books.statement.row(&None::<&str>.into_line(), published.measure.as_str());
    let not_stated =
        (0..published.rows.len()).find(|&row| not_stated.is_some_and(|cell| published.rows[row].contains(&cell)));
    // Where it is pooled, neither all values nor the others can be told from it.
    let is_pooled = not_stated.is_some_and(|row| published.rows[row].len() > 1);
    let of_rest: Vec<usize> = [row, published.whole()].into_iter().chain(not_stated).collect();
    let others: Vec<usize> =
        (0..published.rows.len()).filter(|&other| other != row && Some(other) != not_stated).collect();
    move |name| {
        let is_told = |rows: &[usize], name| rows.iter().all(|&row| published.shows_figure(row, name));
        let is_known = |name| !is_pooled && (is_told(&of_rest, name) || is_told(&others, name));
        let count = |name, opposite| is_known(name) || is_known("unchanged") && is_known(opposite);
        match name {
            "appraisals" => !is_pooled,
            "better" => count("better", "worse"),
            "worse" => count("worse", "better"),
            "gains" => is_known("gains") || count("better", "worse") && is_known("windfall_gains"),
            "losses" => is_known("losses") || count("worse", "better") && is_known("windfall_losses"),
            "net" => is_known("better") && is_known("worse"),
            amount => is_known(amount),
        }
    }
}
