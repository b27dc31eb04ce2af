//! Drivers of engagement for publishing.

use super::block::{Block, shown};
use super::books::Books;
use super::engagement::{engaged_lines, users_shown};
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::engagement::people_engaged;
use crate::analysis::engagement_drivers::ParticipationTerms;
use crate::analysis::{Analysis, Figure};
use crate::number::Number;
use crate::statement::{IntoLine, Line};

/// What is told of each value and of all values together.
struct Shown {
    people: Vec<bool>,
    users: Vec<bool>,
}

impl<N: Number> Publisher<'_, N> {
    /// The drivers of engagement for publishing: as [`engagement_drivers`](Ledger::engagement_drivers), without the values that
    /// [`disclose_engagement`](crate::disclosure::Publisher::engagement) by the dimension withholds.
    ///
    /// How many people took part, and what they integrated and contributed, is withheld where that engagement withholds it of
    /// the users; of the others, where it is withheld of the value or of all values together: from two of the three the third
    /// would follow. `at_least` is the number of people below which no share is given; `None` stands for 30.
    ///
    /// # Errors
    ///
    /// As [`engagement_drivers`](Ledger::engagement_drivers) and [`disclose`](crate::disclosure::Publisher::statement).
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
        let disclosure = self.disclosure.checked()?;
        let (index, people) = people_engaged(self.ledger, drivers.terms());
        let alone = engaged_lines(&people, disclosure);
        let books = Books::of(self.ledger, drivers.terms(), disclosure)?;
        let is_told = |line: usize| books.coverage.tells_users(&Line::new(index.texts(line)));
        let hidden: Vec<bool> = (0..people.len()).map(|line| !alone[line] || !is_told(line)).collect();
        let blocks =
            people.iter().map(|people| Block::of_people([people.stated.clone(), &people.users - &people.stated]));
        let of_values = Shown {
            people: shown(&blocks.collect::<Vec<_>>(), &hidden, disclosure),
            users: users_shown(&people, &alone, disclosure),
        };
        // The line that states no value follows from all users, and those of all values.
        let not_stated = index.place(None::<&str>.into_line().values());
        let of_all = |shown: &[bool]| not_stated.is_none_or(|line| shown[line]);
        // Or each of the other values is shown by itself.
        let of_others = |shown: &[bool], value: usize| {
            (0..shown.len()).filter(|&line| line != value && Some(line) != not_stated).all(|line| shown[line])
        };
        let shows_others = |shown: &[bool], value: usize| shown[value] && of_all(shown) || of_others(shown, value);
        let mut rows = Vec::new();
        for line in drivers.lines() {
            let place = index.place(line.value().into_line().values()).expect("a value that is stated has users");
            if !alone[place] {
                continue;
            }
            let with = (of_values.people[place], of_values.users[place]);
            let without = (shows_others(&of_values.people, place), shows_others(&of_values.users, place));
            let fields = line.named_figures(dimension).into_iter().map(|(side, value)| match value {
                Figure::Group(fields) => {
                    let (people, users) = if side == "with" { with } else { without };
                    let is_told = |name: &str| match name {
                        "people" => people,
                        "share" | "low" | "high" => people && users && disclosure.base().is_none(),
                        _ => users,
                    };
                    (side, Figure::Group(disclosure.fields(fields, &is_told)))
                }
                value => (side, value),
            });
            let users = disclosure.rounded(people[place].users.len());
            rows.push(PublicationRow::of(users, None, None, fields.collect()).with_people_if(is_told(place)));
        }
        let lines_withheld = (drivers.lines().len() - rows.len()) as u64;
        Ok(Publication::of_rows(&drivers, disclosure, rows, (Vec::new(), lines_withheld)))
    }
}
