//! Publication of drivers of engagement.

use super::block::{Block, visibility};
use super::engagement::{single_lines, user_visibility};
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::Analysis;
use crate::analysis::engagement::{EngagementPeople, engagement_people};
use crate::analysis::engagement_drivers::ParticipationTerms;
use crate::number::Number;
use crate::statement::{IntoLine, Line};

impl<N: Number> Publisher<'_, N> {
    /// The drivers of engagement, ready to publish: [`engagement_drivers`](crate::Ledger::engagement_drivers) without
    /// the values that [`engagement`](crate::disclosure::Publisher::engagement) by the dimension withholds.
    ///
    /// The number of people who took part and the quantities are withheld if that engagement withholds the quantities
    /// of users. For the other values they are shown only if a reader can compute them anyway: by subtracting the shown
    /// value from the whole, or by adding up the other values, all of which are shown.
    ///
    /// # Errors
    ///
    /// The errors of [`engagement_drivers`](crate::Ledger::engagement_drivers) and of
    /// [`statement`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, User, date};
    /// use covalue::analysis::Figure;
    ///
    /// let catalogue = Catalogue::<f64>::new([], [Service::new("results", "centre")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for person in 0..60 {
    ///     let incentive = if person < 30 { "yes" } else { "no" };
    ///     let part = Contribution::of(format!("person {person}"));
    ///     let part = if person % 3 == 0 { part.integrated(1.0) } else { part.not_integrated(1.0, Misuse::unknown()) };
    ///     let user = User::new(format!("person {person}")).with("incentive", incentive);
    ///     ledger.record(Interaction::between(user, "results", date(2026, 3, 2)).contribution(part))?;
    /// }
    /// let took_part = |threshold: u64| {
    ///     let published = ledger.publish(threshold).engagement_drivers(Terms::default(), "incentive")?;
    ///     Ok::<_, covalue::Error>(published.rows().next().and_then(|row| row.figure("with_took_part")))
    /// };
    /// assert_eq!(took_part(10)?, Some(Figure::Count(10)));
    /// assert_eq!(took_part(11)?, Some(Figure::Withheld));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn engagement_drivers(
        &self,
        terms: impl Into<ParticipationTerms>,
        dimension: impl AsRef<str>,
    ) -> Result<Publication<N>, DiscloseError> {
        let dimension = dimension.as_ref();
        let drivers = self.ledger.engagement_drivers(terms, dimension)?;
        let (disclosure, plan) = self.plan(drivers.terms())?;
        let (index, people) = engagement_people(self.ledger, drivers.terms());
        let is_single = single_lines(&people, disclosure);
        let shows_users = |line: usize| plan.coverage.shows_users(&Line::new(index.texts(line)));
        let hidden: Vec<bool> = (0..people.len()).map(|line| !is_single[line] || !shows_users(line)).collect();
        let blocks = people.iter().map(|EngagementPeople { by_own, users, .. }| {
            Block::of_people([by_own.stated.clone(), users - &by_own.stated])
        });
        // Whether each value shows its people, and the quantities of its users.
        let shows_people = visibility(&blocks.collect::<Vec<_>>(), &hidden, disclosure);
        let shows_quantities = user_visibility(&people, &is_single, disclosure);
        let not_stated = index.position(None::<&str>.into_line().values());
        // A reader computes the other values by subtraction from the whole, or by adding them up.
        let shows_others = |shows: &[bool], value: usize| {
            let mut others = (0..shows.len()).filter(|&line| line != value && Some(line) != not_stated);
            shows[value] && not_stated.is_none_or(|line| shows[line]) || others.all(|line| shows[line])
        };
        let shows = |[people, quantities]: [bool; 2]| {
            move |name: &str| match name {
                "people" => people,
                "share" | "low" | "high" => people && quantities && disclosure.base().is_none(),
                _ => quantities,
            }
        };
        let rows = drivers.lines().filter_map(|line| {
            let position = index.position(line.value().into_line().values()).expect("a stated value has users");
            let with = [&shows_people, &shows_quantities].map(|shows| shows[position]);
            let without = [&shows_people, &shows_quantities].map(|shows| shows_others(shows, position));
            let figures = disclosure.withhold_sides(line.named_figures(dimension), &shows(with), &shows(without));
            let users = disclosure.rounded(people[position].users.len());
            let row = PublicationRow::new(users, None, None, figures).with_people_if(shows_users(position));
            is_single[position].then_some(row)
        });
        Ok(Publication::new(&drivers, disclosure, rows.collect(), Vec::new()))
    }
}
