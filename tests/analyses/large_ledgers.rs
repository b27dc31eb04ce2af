//! Analyses of many changes. They are processed in blocks of some thousands, and the boundaries of blocks must not
//! change a figure.

use covalue::attribution::{Equal, Proportional};
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};
use rust_decimal::Decimal;

/// A ledger of `others` users with one loss each, and then one user with `gains` gains.
fn ledger(others: usize, gains: usize) -> Ledger {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).expect("sound");
    let mut ledger = Ledger::new(&catalogue);
    let visit = |user: String, change: f64, index: usize| {
        let day = date(2020, 1, 1).checked_add(jiff_days(index)).expect("within the calendar");
        Interaction::between(user, "s", day)
            .id(format!("{change}-{index}"))
            .appraisal(Appraisal::of("m").change(change))
    };
    let others = (0..others).map(|index| visit(format!("a{index:06}"), -1.0, index));
    let gains = (0..gains).map(|index| visit("z".to_owned(), 1.0, index));
    ledger.record_all(others.chain(gains).collect::<Vec<_>>()).expect("the ids are distinct");
    ledger
}

fn jiff_days(days: usize) -> std::time::Duration {
    std::time::Duration::from_secs(days as u64 * 24 * 60 * 60)
}

#[test]
fn relations_do_not_depend_on_block_boundaries() {
    let sizes =
        [(0, 2047), (0, 2048), (0, 2049), (0, 5000), (1024, 1025), (2047, 1), (2047, 2), (2048, 2049), (100, 4100)];
    for (others, gains) in sizes {
        let relations = ledger(others, gains).relations(By::Service).expect("read");
        let line = relations.line("s", "m").expect("one line");
        let found = (line.outcomes().better(), line.outcomes().worse(), line.transitions().reinforces());
        assert_eq!(found, (1, others as u64, gains as u64 - 1), "{others} others, {gains} gains");
    }
}

/// Above some thousand lines the crate uses another algorithm. All users have the same history, so all lines must
/// have the same shares.
#[test]
fn r21_attribution_of_20_000_lines_has_the_shares_of_one() {
    const USERS: usize = 20_000;
    let catalogue =
        Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).expect("sound");
    let mut ledger = Ledger::<f64>::new(&catalogue);
    for number in 0..USERS {
        let user = format!("u{number:05}");
        let visit = |day, change| {
            let visit = Interaction::between(&user, "s", date(2026, 3, day)).other("zoe");
            visit.appraisal(Appraisal::of("m").beneficiary(&user).change(change))
        };
        let by_three = visit(1, 12.0)
            .contribution(Contribution::of(&user).integrated(3.0))
            .contribution(Contribution::of("zoe").integrated(1.0))
            .contribution(Contribution::of("p").integrated(2.0));
        let misused = visit(3, -8.0)
            .contribution(Contribution::of("p").misintegrated(3.0, Misuse::accidental()))
            .contribution(Contribution::of("zoe").misintegrated(1.0, Misuse::accidental()));
        for (id, visit) in [("a", by_three), ("b", visit(2, -5.0)), ("c", misused)] {
            ledger.record(visit.id(format!("{id}-{user}"))).expect("sound");
        }
    }
    let shares = ledger.attribution_of(By::User, Proportional).expect("read");
    let mut lines = 0;
    for of_line in shares.shares().collect::<Vec<_>>().chunk_by(|one, two| one.line() == two.line()) {
        let user = of_line[0].line().to_string();
        let found = of_line
            .iter()
            .map(|one| (one.party().map(covalue::catalogue::ActorId::as_str), *one.created(), *one.destroyed()));
        assert_eq!(
            found.collect::<Vec<_>>(),
            [(None, 0.0, 5.0), (Some("p"), 4.0, 6.0), (Some(user.as_str()), 6.0, 0.0), (Some("zoe"), 2.0, 2.0)],
        );
        lines += 1;
    }
    assert_eq!(lines, USERS);
    assert_eq!((shares.created("p", "m"), shares.unattributed("m")), (Ok(80_000.0), Ok(100_000.0)));
}

/// One line with 10,000 parties, which is more than the blocks of the sort. Parties at both ends of the order are
/// included.
#[test]
fn r21_attribution_to_10_000_parties_has_the_expected_shares() {
    const USERS: usize = 10_000;
    let catalogue =
        Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p"), Service::new("t", "q")])
            .expect("sound");
    let mut whole = Ledger::<f64>::new(&catalogue);
    let mut parts = ["early", "late"].map(|name| Ledger::<f64>::part(&catalogue, name));
    // In a scattered order. Some users are in both parts, and one user in seven has a loss through their own misuse.
    for number in (0..USERS).map(|index| index * 7_919 % USERS) {
        let user = format!("u{number:05}");
        let visit = |service, day, change| {
            let visit = Interaction::between(&user, service, date(2026, 3, day)).id(format!("{service}-{day}-{user}"));
            visit.appraisal(Appraisal::of("m").change(change))
        };
        let by_two = |service, day| {
            let own = Contribution::of(&user).integrated(3.0);
            visit(service, day, 12.0).contribution(own).contribution(Contribution::of("q").integrated(1.0)).other("q")
        };
        let own = Contribution::of(&user).misintegrated(2.0, Misuse::accidental());
        let misused = (number % 7 == 0).then(|| visit("s", 3, -5.0).contribution(own));
        let visits = [Some((0, by_two("s", 1))), Some((number % 2, by_two("s", 2))), misused.map(|visit| (1, visit))];
        for (part, visit) in visits.into_iter().flatten() {
            whole.record(visit.clone()).expect("sound");
            parts[part].record(visit).expect("sound");
        }
    }
    let read = |ledger: &Ledger| ledger.attribution_of(By::Service, Equal).expect("read");
    let shares = read(&whole);
    for number in 0..USERS {
        let share = shares.share("s", "m", format!("u{number:05}")).unwrap().expect("the user has a share");
        let lost = if number % 7 == 0 { 5.0 } else { 0.0 };
        assert_eq!((*share.created(), *share.destroyed()), (8.0, lost), "{number}");
    }
    let all: Vec<_> = shares.shares().collect();
    let ids: Vec<_> = all.iter().map(|share| share.party().expect("every share has a party").as_str()).collect();
    assert!(ids.is_sorted() && ids.len() == USERS + 2, "p, q and every user once");
    assert_eq!(["p", "q"].map(|id| shares.created(id, "m").unwrap()), [80_000.0; 2]);
    let [early, late] = parts.each_ref().map(read);
    let merged = early.merge(late).expect("other parts");
    assert_eq!(merged, shares);
    assert_eq!(merged.shares().collect::<Vec<_>>(), all);
}

#[test]
fn thirds_of_decimals_add_up() {
    let measure = Measure::higher_is_better("m", "points");
    let catalogue = Catalogue::new([measure], [Service::new("s", "p")]).expect("sound");
    let mut ledger = Ledger::<Decimal>::new(&catalogue);
    for (id, change) in [("a", 10), ("b", 10), ("c", 10), ("d", 1000), ("e", 1)] {
        let visit = Interaction::between("ana", "s", date(2026, 3, 2)).id(id).other("zoe");
        ledger.record(visit.appraisal(Appraisal::of("m").change(Decimal::from(change)))).expect("sound");
    }
    let shares = ledger.attribution(Equal).expect("read");
    let created = ["ana", "p", "zoe"].map(|party| shares.created(party, "m").unwrap().round_dp(20).to_string());
    assert_eq!(created, ["343.66666666666666666667"; 3]);
}

/// Half of the smallest float is rounded to zero, and the first party has the remainder.
#[test]
fn r21_the_first_of_two_equal_parties_has_the_remainder() {
    let measure = Measure::higher_is_better("m", "points");
    let catalogue = Catalogue::new([measure], [Service::new("s", "p")]).expect("sound");
    for (user, first) in [("ana", "ana"), ("zoe", "p")] {
        let mut ledger = Ledger::<f64>::new(&catalogue);
        let visit = Interaction::between(user, "s", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("m").change(5e-324))).expect("sound");
        let shares = ledger.attribution(Equal).expect("read");
        let created = |party: &str| shares.share("s", "m", party).unwrap().map(|share| *share.created());
        let expected = |party: &str| Some(if party == first { 5e-324 } else { 0.0 });
        assert_eq!((created(user), created("p")), (expected(user), expected("p")));
    }
}

#[test]
fn remaining_integer_units_go_to_the_first_of_equal_parties() {
    let measure = Measure::higher_is_better("m", "pence");
    let catalogue = Catalogue::new([measure], [Service::new("s", "p")]).expect("sound");
    for (amount, expected) in
        [(10, [4, 3, 3]), (20, [7, 7, 6]), (100, [34, 33, 33]), (200, [67, 67, 66]), (9, [3, 3, 3])]
    {
        let mut ledger = Ledger::<i64>::new(&catalogue);
        let visit = Interaction::between("ana", "s", date(2026, 3, 2)).other("zoe");
        ledger.record(visit.appraisal(Appraisal::of("m").change(amount))).expect("sound");
        let shares = ledger.attribution(Equal).expect("read");
        assert_eq!(["ana", "p", "zoe"].map(|party| shares.created(party, "m").unwrap()), expected, "{amount}");
    }
    let mut ledger = Ledger::<i128>::new(
        &Catalogue::new([Measure::higher_is_better("m", "pence")], [Service::new("s", "p")]).expect("sound"),
    );
    let visit = Interaction::between("p", "s", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("m").change(i128::MAX))).expect("sound");
    assert_eq!(ledger.attribution(Equal).expect("read").created("p", "m"), Ok(i128::MAX));
}
