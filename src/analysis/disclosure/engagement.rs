//! Engagement for publishing.

use super::block::{Block, shown};
use super::books::Books;
use super::lines::rows_of;
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::Analysis;
use crate::analysis::engagement::{PeopleEngaged, people_engaged};
use crate::analysis::people::PeopleSet;
use crate::number::Number;
use crate::statement::Terms;

/// Which figures of each line are shown.
struct Shown {
    interactions: Vec<bool>,
    stated: Vec<bool>,
    users: Vec<bool>,
    providers: Vec<bool>,
}

impl<N: Number> Publisher<'_, N> {
    /// The engagement of these terms for publishing: as [`engagement`](Ledger::engagement), without the lines of fewer users
    /// than the threshold, and without as many more as it takes that enough users are on those together.
    ///
    /// - What users integrated and contributed is withheld if 1 to threshold − 1 people integrated something, integrated
    ///   nothing, or fell short of what they contributed, and if all are alike.
    /// - What providers did is withheld by the same test over the users it was done for.
    /// - The number of interactions in which both sides are stated is withheld if that few users were in them, or in the others.
    /// - Each of these is withheld on further lines until enough people stand behind it on the withheld lines together.
    /// - A scenario is published where both sides are.
    /// - The number of users and of interactions is withheld where a statement withholds how many appraisals are due.
    ///
    /// # Errors
    ///
    /// As [`engagement`](Ledger::engagement) and [`disclose`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
    /// use covalue::analysis::Figure;
    ///
    /// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, did, skipped) in [("ana", 3.0, 1.0), ("ben", 2.0, 2.0), ("cai", 0.0, 4.0), ("dee", 0.0, 4.0)] {
    ///     let own = Contribution::of(user).integrated(did).not_integrated(skipped, Misuse::unknown());
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2)).contribution(own);
    ///     ledger.record(visit.contribution(Contribution::of("clinic").integrated(1.0)))?;
    /// }
    /// let integrated = |threshold: u64| {
    ///     let published = ledger.publish(threshold).engagement(By::Service)?;
    ///     Ok::<_, covalue::Error>(published.rows().next().and_then(|row| row.figure("user_integrated")))
    /// };
    /// assert_eq!(integrated(2)?, Some(Figure::Amount(5.0)));
    /// assert_eq!(integrated(3)?, Some(Figure::Withheld)); // two integrated something, and two nothing
    /// assert_eq!(integrated(5)?, None); // too few on the line
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn engagement(&self, terms: impl Into<Terms>) -> Result<Publication<N>, DiscloseError> {
        let engagement = self.ledger.engagement(terms)?;
        let disclosure = self.disclosure.checked()?;
        let (_, people) = people_engaged(self.ledger, engagement.terms());
        let alone = engaged_lines(&people, disclosure);
        let counts = engagement.lines().map(|line| (line.interaction_count(), line.stated_count()));
        let books = Books::of(self.ledger, engagement.terms(), disclosure)?;
        let told = engagement.lines().map(|line| books.coverage.is_told(line.line()));
        let shown = Shown::of(&people, counts.collect(), (&alone, told.collect()), disclosure);
        let published = engagement.lines().enumerate().filter(|(place, _)| alone[*place]).map(|(place, line)| {
            let is_told = |name: &str| match name {
                "interactions" => shown.interactions[place],
                "stated" => shown.stated[place],
                "user_integrated" | "user_contributed" => shown.users[place],
                "provider_integrated" | "provider_contributed" => shown.providers[place],
                _ => shown.users[place] && shown.providers[place],
            };
            let fields = disclosure.fields(line.named_figures(), &is_told);
            let people = disclosure.rounded(people[place].users.len());
            let row = PublicationRow::of(people, Some(line.line().clone()), None, fields);
            row.with_people_if(books.coverage.tells_users(line.line()))
        });
        let published: Vec<_> = published.collect();
        let lines_withheld = (people.len() - published.len()) as u64;
        Ok(Publication::of_rows(&engagement, disclosure, published, (Vec::new(), lines_withheld)))
    }
}

/// Which lines have enough users to be published by themselves.
pub(super) fn engaged_lines(people: &[PeopleEngaged], disclosure: Disclosure) -> Vec<bool> {
    let users: Vec<PeopleSet> = people.iter().map(|people| people.users.clone()).collect();
    let rows = rows_of(&users, disclosure.threshold()).unwrap_or_default();
    let mut alone = vec![false; people.len()];
    for row in rows.iter().filter(|row| row.len() == 1) {
        alone[row[0]] = true;
    }
    alone
}

/// On which lines it is told what users integrated and contributed, and how many of them took part.
pub(super) fn users_shown(people: &[PeopleEngaged], alone: &[bool], disclosure: Disclosure) -> Vec<bool> {
    let not_taking_part = |people: &PeopleEngaged| &people.stated - &people.took_part;
    let block = |people: &PeopleEngaged| {
        Block::of_people([people.took_part.clone(), not_taking_part(people), people.fell_short.clone()])
    };
    // All alike: what one of them did is what each did.
    let are_alike = |people: &PeopleEngaged| {
        !people.stated.is_empty() && (people.took_part.is_empty() || people.took_part == people.stated)
    };
    let hidden = people.iter().zip(alone).map(|(people, alone)| !alone || are_alike(people));
    shown(&people.iter().map(block).collect::<Vec<_>>(), &hidden.collect::<Vec<_>>(), disclosure)
}

impl Shown {
    fn of(
        people: &[PeopleEngaged],
        counts: Vec<(u64, u64)>,
        (alone, interactions): (&[bool], Vec<bool>),
        disclosure: Disclosure,
    ) -> Self {
        let hidden: Vec<bool> = alone.iter().map(|alone| !alone).collect();
        let blocks = |block: &dyn Fn(usize) -> Block| (0..people.len()).map(block).collect::<Vec<_>>();
        let stated = |line: usize| {
            let (interactions, stated) = counts[line];
            let (here, others) = (people[line].in_stated.clone(), people[line].in_others.clone());
            Block { figures: vec![(here, stated), (others, interactions - stated)] }
        };
        let providers = |line: usize| {
            let PeopleEngaged { with_provider, provider_took_part, provider_fell_short, .. } = &people[line];
            Block::of_people([with_provider, provider_took_part, provider_fell_short].map(Clone::clone))
        };
        let silent: Vec<bool> = interactions.iter().map(|shown| !shown).collect();
        Self {
            stated: shown(&blocks(&stated), &silent, disclosure),
            interactions,
            users: users_shown(people, alone, disclosure),
            providers: shown(&blocks(&providers), &hidden, disclosure),
        }
    }
}
