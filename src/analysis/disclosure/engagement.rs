//! Publication of engagement.

use super::block::{Block, visibility};
use super::lines::pooled_rows;
use super::plan::StatementPlan;
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::Analysis;
use crate::analysis::engagement::{EngagementPeople, SidePeople, engagement_people};
use crate::analysis::people::PeopleSet;
use crate::number::Number;
use crate::statement::Terms;

/// Whether each line shows its figures.
struct EngagementVisibility {
    interactions: Vec<bool>,
    stated: Vec<bool>,
    /// Whether a line may show if enough is stated for a scenario.
    enough_stated: Vec<bool>,
    users: Vec<bool>,
    providers: Vec<bool>,
}

/// The counts that a publication leaves out. They say of few people that they were in hospital, say.
const OF_ONE_SIDE: [&str; 4] = ["user_stated", "provider_stated", "user_excused", "provider_excused"];

impl<N: Number> Publisher<'_, N> {
    /// The engagement of these terms, ready to publish: [`engagement`](crate::Ledger::engagement) without the lines
    /// that have fewer users than the threshold, and without further lines until the withheld lines have enough users
    /// together.
    ///
    /// - The quantities of users are withheld if 1 to threshold − 1 people integrated something, integrated nothing, or
    ///   fell short of their contribution, and if all users are alike.
    /// - The quantities of providers are withheld by the same test on the users of their interactions.
    /// - The number of interactions in which both sides are stated is withheld if 1 to threshold − 1 users were in
    ///   them, or in the others.
    /// - Each of these is withheld on further lines until enough people stand behind it on the withheld lines together.
    /// - A scenario is shown, or said not to be known, if the quantities of both sides are shown, and if none or enough
    ///   users were in interactions in which a side is not stated: whether a scenario is known depends on these.
    /// - The number of interactions in which one side is stated, or excused, is not published.
    /// - The number of users and the number of interactions are withheld if a statement withholds how many appraisals
    ///   are due.
    ///
    /// # Errors
    ///
    /// The errors of [`engagement`](crate::Ledger::engagement) and of
    /// [`statement`](crate::disclosure::Publisher::statement).
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
    /// assert_eq!(integrated(3)?, Some(Figure::Withheld)); // two integrated something, two nothing
    /// assert_eq!(integrated(5)?, None); // too few people on the line
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn engagement(&self, terms: impl Into<Terms>) -> Result<Publication<N>, DiscloseError> {
        let engagement = self.ledger.engagement(terms)?;
        let (disclosure, StatementPlan { coverage, .. }) = self.plan(engagement.terms())?;
        let (_, people) = engagement_people(self.ledger, engagement.terms());
        let is_single = single_lines(&people, disclosure);
        let counts = engagement.lines().map(|line| (line.interaction_count(), line.stated_count())).collect();
        let interactions = engagement.lines().map(|line| coverage.shows(line.line())).collect();
        let visibility = EngagementVisibility::of(&people, counts, (&is_single, interactions), disclosure);
        let rows = engagement.lines().enumerate().filter(|(index, _)| is_single[*index]).map(|(index, line)| {
            let shows = |name: &str| match name {
                "interactions" => visibility.interactions[index],
                "stated" => visibility.stated[index],
                "user_integrated" | "user_contributed" => visibility.users[index],
                "provider_integrated" | "provider_contributed" => visibility.providers[index],
                _ => visibility.users[index] && visibility.providers[index] && visibility.enough_stated[index],
            };
            let mut figures = line.named_figures();
            figures.retain(|(name, _)| !OF_ONE_SIDE.contains(name));
            let figures = disclosure.withhold(figures, &shows);
            let people = disclosure.rounded(people[index].users.len());
            let row = PublicationRow::new(people, Some(line.line().clone()), None, figures);
            row.with_people_if(coverage.shows_users(line.line()))
        });
        Ok(Publication::new(&engagement, disclosure, rows.collect(), Vec::new()))
    }
}

/// Decides which lines have a row of their own, by the number of their users.
pub(super) fn single_lines(people: &[EngagementPeople], disclosure: Disclosure) -> Vec<bool> {
    let users: Vec<PeopleSet> = people.iter().map(|people| people.users.clone()).collect();
    let rows = pooled_rows(&users, disclosure.threshold()).unwrap_or_default();
    let mut is_single = vec![false; people.len()];
    for row in rows.iter().filter(|row| row.len() == 1) {
        is_single[row[0]] = true;
    }
    is_single
}

/// Decides which lines show the quantities of users, and how many users took part.
pub(super) fn user_visibility(people: &[EngagementPeople], is_single: &[bool], disclosure: Disclosure) -> Vec<bool> {
    let block = |people: &EngagementPeople| {
        let SidePeople { stated, took_part, fell_short } = &people.by_own;
        Block::of_people([took_part.clone(), stated - took_part, fell_short.clone()])
    };
    // If all users took part, or none, the figure of the line reveals the participation of each.
    let are_alike = |SidePeople { stated, took_part, .. }: &SidePeople| {
        !stated.is_empty() && (took_part.is_empty() || took_part == stated)
    };
    let hidden = people.iter().zip(is_single).map(|(people, is_single)| !is_single || are_alike(&people.by_own));
    visibility(&people.iter().map(block).collect::<Vec<_>>(), &hidden.collect::<Vec<_>>(), disclosure)
}

impl EngagementVisibility {
    /// Decides by the people of each line, its counts of interactions and of stated ones, and whether it has a row and
    /// shows its number of interactions.
    fn of(
        people: &[EngagementPeople],
        counts: Vec<(u64, u64)>,
        (is_single, interactions): (&[bool], Vec<bool>),
        disclosure: Disclosure,
    ) -> Self {
        let not = |values: &[bool]| values.iter().map(|value| !value).collect::<Vec<_>>();
        let stated = people.iter().zip(counts).map(|(people, (interactions, stated))| {
            let (in_stated, in_others) = (people.in_stated.clone(), people.in_others.clone());
            Block { figures: vec![(in_stated, stated), (in_others, interactions - stated)] }
        });
        let providers = people.iter().map(|people| {
            let SidePeople { stated, took_part, fell_short } = people.by_provider.clone();
            Block::of_people([stated, took_part, fell_short])
        });
        let stated: Vec<Block> = stated.collect();
        Self {
            stated: visibility(&stated, &not(&interactions), disclosure),
            enough_stated: visibility(&stated, &not(is_single), disclosure),
            interactions,
            users: user_visibility(people, is_single, disclosure),
            providers: visibility(&providers.collect::<Vec<_>>(), &not(is_single), disclosure),
        }
    }
}
