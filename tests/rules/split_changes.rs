//! R25: splitting one change into several appraisals.

use covalue::Use;
use covalue::catalogue::Direction;
use covalue::number::Number;
use covalue::record::{Intent, Part};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, Scale, ServiceRow, day,
};
use crate::support::compare::record;
use crate::support::figures::{amounts, in_both_kinds, statement_of};
use crate::support::generate::cases;
use crate::support::plain_terms::{Key, Label, PlainTerms};

/// The contributions of a course, equal in each of its interactions.
#[derive(Clone, Debug)]
struct Course {
    /// The integrated quantity of the user, or `None` if it is not stated.
    integrated: Option<i32>,
    /// The misused parts: part, amount, and whether the user misused it or the provider.
    misused: Vec<(Part, i32, bool)>,
    indirect: bool,
    lower: bool,
}

fn course() -> impl Strategy<Value = Course> {
    let part = (prop_oneof![Just(Part::Misintegrated), Just(Part::NotIntegrated)], 0..2_i32, any::<bool>());
    let misused = prop::collection::vec(part, 0..=2);
    (prop::option::of(0..2_i32), misused, any::<bool>(), any::<bool>())
        .prop_map(|(integrated, misused, indirect, lower)| Course { integrated, misused, indirect, lower })
}

impl Course {
    /// One interaction with the whole change, or one for each pair of successive levels.
    fn case(&self, levels: &[i32], tolerance: i32, split: bool) -> Case {
        let direction = if self.lower { Direction::LowerIsBetter } else { Direction::HigherIsBetter };
        let measure = MeasureRow { id: "m".to_owned(), direction, tolerance, range: None, element: None };
        let service = ServiceRow { id: "s".to_owned(), provider: "p".to_owned(), promises: Vec::new() };
        let mut case = Case { measures: vec![measure], services: vec![service], entries: Vec::new() };
        let pairs: Vec<(i32, i32)> = if split {
            levels.windows(2).map(|pair| (pair[0], pair[1])).collect()
        } else {
            vec![(levels[0], levels[levels.len() - 1])]
        };
        for (number, (before, after)) in pairs.into_iter().enumerate() {
            let mut row = InteractionRow::of(&format!("i{number}"), "u", "s", day(number as u16));
            row.how = if self.indirect { Use::Indirect } else { Use::Direct };
            row.contributions.push(ContributionRow { integrated: self.integrated, ..ContributionRow::of("u") });
            let misused = self.misused.iter().map(|(part, amount, by_the_user)| {
                let by = by_the_user.then(|| "u".to_owned());
                MisuseRow { part: *part, amount: *amount, by, intent: Intent::Unknown, cause: None }
            });
            row.contributions.push(ContributionRow { misused: misused.collect(), ..ContributionRow::of("p") });
            row.appraisals.push(AppraisalRow { before: Some(before), after: Some(after), ..AppraisalRow::of("m") });
            case.entries.push(Entry::Interaction(row));
        }
        case
    }
}

#[track_caller]
fn splitting_keeps_the_net<N: Number>(levels: &[i32], scale: Scale, tolerance: i32, course: &Course) {
    let [whole, split] = [false, true].map(|split| {
        let terms = PlainTerms { logic: Label::Service, ..PlainTerms::by(&[Key::Service]) };
        let statement = statement_of(&record::<N>(&course.case(levels, tolerance, split), scale).ledger, &terms);
        amounts(&statement.line("s", "m").expect("appraised"))
    });
    let sum = |of: &std::collections::BTreeMap<&str, BigRational>| &of["net"] + &of["within_up"] - &of["within_down"];
    assert_eq!(sum(&split), sum(&whole), "with any tolerance the sum of R10 is kept");
    if tolerance == 0 {
        assert_eq!(split["net"], whole["net"], "with tolerance 0 the net is kept");
        for name in ["created", "windfall_gain", "destroyed", "windfall_loss", "hidden"] {
            assert!(split[name] >= whole[name], "{name} is smaller than for the whole change");
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn r25_splitting_a_change_keeps_its_net(
        levels in prop::collection::vec(-9..9_i32, 2..6),
        tolerance in 1..3_i32,
        course in course(),
    ) {
        in_both_kinds!(splitting(&levels, tolerance, &course));
    }
}

#[track_caller]
fn splitting<N: Number>(levels: &[i32], scale: Scale, tolerance: i32, course: &Course) {
    splitting_keeps_the_net::<N>(levels, scale, tolerance, course);
    splitting_keeps_the_net::<N>(levels, scale, 0, course);
}
