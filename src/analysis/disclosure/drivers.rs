//! Drivers, ready to publish.

use super::plan::{MeasurePlan, StatementPlan};
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::{Analysis, Figure};
use crate::number::Number;
use crate::statement::{By, IntoLine, Terms};

impl<N: Number> Publisher<'_, N> {
    /// The drivers of a dimension, ready to publish: [`drivers`](crate::Ledger::drivers) without the values that the
    /// published [`statement`](crate::disclosure::Publisher::statement) by this dimension pools.
    ///
    /// The figures of a value are withheld as in that statement. A figure of all other values together is shown only if
    /// a reader can compute it anyway: as the total less this value and less the appraisals without a value, or as the
    /// sum of the other values.
    ///
    /// # Errors
    ///
    /// The errors of [`drivers`](crate::Ledger::drivers) and of [`statement`](crate::disclosure::Publisher::statement).
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
        let (disclosure, plan) = self.plan(&drivers.terms().clone().grouped_by(By::with(dimension)))?;
        let rows = drivers.lines().filter_map(|line| {
            let (measure, row) = plan.find(&line.value().into_line(), line.measure())?;
            let with = |name: &str| ["people", "appraisals"].contains(&name) || measure.shows_figure(row, name);
            let without = shows_others(&plan, measure, row);
            let figures = disclosure.withhold_sides(line.named_figures(dimension), &with, &without);
            let figures = figures.into_iter().map(without_people_of_others).collect();
            let people = measure.people(row, disclosure);
            Some(PublicationRow::new(people, None, Some(line.measure().clone()), figures))
        });
        let rows = rows.collect();
        Ok(Publication::new(&drivers, disclosure, rows, plan.withheld))
    }
}

/// Leaves out the number of people with other values: a person may have several values, so the tables of other lines
/// do not tell whether it reveals few people.
fn without_people_of_others<N>((side, figure): (&'static str, Figure<N>)) -> (&'static str, Figure<N>) {
    match figure {
        Figure::Group(figures) if side == "without" => {
            let kept = |(name, figure)| (name, if name == "people" { Figure::NotGiven } else { figure });
            (side, Figure::Group(figures.into_iter().map(kept).collect()))
        }
        figure => (side, figure),
    }
}

/// Decides which figures of all other values together are shown. A reader can compute such a figure in two ways: as the
/// total less the value and less the appraisals without a value, or as the sum of the other values. If `better` is not
/// shown, it is the number of appraisals less `unchanged` and less `worse`, and `worse` likewise.
fn shows_others<N: Number>(plan: &StatementPlan<N>, measure: &MeasurePlan, row: usize) -> impl Fn(&str) -> bool {
    let not_stated = plan.statement.row(&None::<&str>.into_line(), measure.measure.as_str());
    let not_stated =
        (0..measure.rows.len()).find(|&row| not_stated.is_some_and(|cell| measure.rows[row].contains(&cell)));
    // If the appraisals without a value are pooled with other lines, a reader can neither subtract them from the total
    // nor see every other value.
    let is_pooled = not_stated.is_some_and(|row| measure.rows[row].len() > 1);
    let of_rest: Vec<usize> = [row, measure.whole()].into_iter().chain(not_stated).collect();
    let others: Vec<usize> =
        (0..measure.rows.len()).filter(|&other| other != row && Some(other) != not_stated).collect();
    move |name| {
        let is_shown = |rows: &[usize], name| rows.iter().all(|&row| measure.shows_figure(row, name));
        let is_known = |name| !is_pooled && (is_shown(&of_rest, name) || is_shown(&others, name));
        let count = |name, opposite| is_known(name) || is_known("unchanged") && is_known(opposite);
        match name {
            // Not given at all: see `without_people_of_others`.
            "people" => false,
            "appraisals" => !is_pooled,
            "better" => count("better", "worse"),
            "worse" => count("worse", "better"),
            "gains" => is_known("gains") || count("better", "worse") && is_known("windfall_gains"),
            "losses" => is_known("losses") || count("worse", "better") && is_known("windfall_losses"),
            // Net is published with both of these counts only.
            "net" => is_known("better") && is_known("worse"),
            amount => is_known(amount),
        }
    }
}
