//! Maps that are refused, each with its message.

use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, Switching};
use covalue::number::Fraction;
use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use num_rational::{BigRational, Ratio};

fn club() -> Row<f64> {
    Row::new("club", 16.0, Proxy::amount(19.0))
}

#[track_caller]
fn refuses(map: &ImpactMap<f64>, message: &str) {
    assert_eq!(map.value(Discount::none()).unwrap_err().to_string(), message);
    assert_eq!(map.check()[0].to_string(), message);
}

/// Some kinds hold a fraction as it was made, and their arithmetic overflows unless it is in lowest terms.
#[test]
fn a_share_that_is_not_in_lowest_terms_is_deducted() {
    let whole = Ratio::new_raw(i64::MIN, i64::MIN);
    let row = Row::new("club", Ratio::from(3), Proxy::amount(Ratio::from(5))).lasts(2).drop_off(whole);
    let worth = ImpactMap::new([row.clone()]).value(Discount::none()).unwrap();
    assert_eq!(worth.created(), &Ratio::from(15));
    assert_eq!(ImpactMap::new([row.deadweight(whole)]).value(Discount::none()).unwrap().created(), &Ratio::from(0));
}

#[test]
fn r31_values_that_no_assumption_may_have_are_refused() {
    for (row, message) in [
        (club().deadweight(1.2), "R31: deadweight of `club` is 1.2, and has to be from 0 to 1"),
        (club().drop_off(-0.1), "R31: drop-off of `club` is -0.1, and has to be from 0 to 1"),
        (club().displacement(1.5), "R31: displacement of `club` is 1.5, and has to be from 0 to 1"),
        (
            club().due_to_others(2.0),
            "R31: due to others of `club` is 2.0, and has to be from 0 to 1: divide a percentage by 100",
        ),
        (club().lasts(0), "R31: `club` lasts 0 years, and has to last 1 to 1000 whole years"),
        (club().lasts(1_001), "R31: `club` lasts 1001 years, and has to last 1 to 1000 whole years"),
        (
            club().starts_after(1_001),
            "R31: `club` starts after 1001 years, and has to start after 0 to 1000 whole years",
        ),
        (Row::new("club", -3.0, Proxy::amount(-5.0)), "R31: quantity and proxy of `club` are both below zero"),
        (Row::new("club", f64::NAN, Proxy::amount(5.0)), "R3: quantity of `club` is NaN"),
        (Row::new("club", 1.0, Proxy::amount(f64::INFINITY)), "R3: proxy of `club` is inf"),
        (Row::new("", 1.0, Proxy::amount(5.0)), "form: an outcome has no name"),
        (
            club().range(Assumption::Proxy, 20.0, 30.0),
            "R31: range of proxy of `club` is 20.0 to 30.0, and does not hold 19.0",
        ),
        (
            club().range(Assumption::Proxy, -1.0, 30.0),
            "R31: range of proxy of `club` is -1.0 to 30.0, and crosses zero",
        ),
        (
            club().range(Assumption::Deadweight, 0.0, 1.5),
            "R31: range of deadweight of `club` is 0.0 to 1.5, and both ends have to be from 0 to 1",
        ),
        (
            club().range(Assumption::Deadweight, 0.0, 15.0),
            "R31: range of deadweight of `club` is 0.0 to 15.0, and both ends have to be from 0 to 1: divide percentages by \
             100",
        ),
        (
            club().lasts(2).range(Assumption::Lasts, 1.0, 2.5),
            "R31: range of years of `club` is 1.0 to 2.5, and both ends have to be whole numbers of years from 1 to 1000",
        ),
        (club().range(Assumption::Rate, 0.0, 1.0), "R31: `club` has no assumption rate"),
    ] {
        refuses(&ImpactMap::new([row]), message);
    }
    refuses(&ImpactMap::new([club()]).input(Input::new("contract", -1.0)), "R31: input `contract` is -1.0, below zero");
    refuses(
        &ImpactMap::new([club().stakeholder("users")]).weights([("users", -1.0)], "us"),
        "R31: the weight of `users` is -1.0, and has to be stated once, from 0 on",
    );
    refuses(
        &ImpactMap::new([club().stakeholder("users")]).weights([("users", 1.0), ("users", 2.0)], "us"),
        "R31: the weight of `users` is 2.0, and has to be stated once, from 0 on",
    );
}

/// A range is refused whose end is no value that the row may have beside its others.
#[test]
fn r31_ends_of_ranges_are_values_that_a_row_may_have() {
    let both = Row::new("club", 0.0, Proxy::amount(-3.0)).range(Assumption::Quantity, -5.0, 0.0);
    refuses(&ImpactMap::new([both]), "R31: quantity and proxy of `club` are both below zero");
    let zero = Row::new("club", 0.0, Proxy::amount(0.0)).range(Assumption::Quantity, -5.0, 0.0);
    assert!(ImpactMap::new([zero.clone()]).check().is_empty());
    let both = ImpactMap::new([zero.range(Assumption::Proxy, -1.0, 0.0)]);
    refuses(&both, "R31: the ranges of quantity and proxy of `club` both go below zero");
    let infinite = club().range(Assumption::Quantity, 1.0, f64::INFINITY);
    refuses(&ImpactMap::new([infinite]), "R3: an end of the range of quantity of `club` is inf");
    let unknown = ImpactMap::new([club()]).weights([("carrers", 2.0)], "us");
    refuses(&unknown, "R20: the map has no stakeholder `carrers`");
    let late = ImpactMap::new([club()]).input(Input::new("contract", 1.0).at(4_000_000_000));
    refuses(&late, "R31: input `contract` is put in after 4000000000 years, and has to be after 0 to 1000 whole years");
    let late = Discount::<f64>::none().factor(4_000_000_000).unwrap_err().to_string();
    assert_eq!(late, "R31: year 4000000000 is later than year 2000, the last that is discounted");
    let range = Discount::from_year_one(0.03).range(0.0, f64::NAN);
    let message = ImpactMap::new([club()]).value(range).unwrap_err().to_string();
    assert_eq!(message, "R3: an end of the range of the rate is NaN");
    assert_eq!(
        ImpactMap::new([club()]).range_all(3, 2).unwrap_err().to_string(),
        "R31: the part of a range is 3 of 2, and has to be a share up to 1"
    );
}

#[test]
fn what_stands_twice_is_refused() {
    let users = || club().stakeholder("users");
    refuses(&ImpactMap::new([users(), users()]), "form: `users/club` is in the map already");
    assert!(ImpactMap::new([users(), club()]).check().is_empty());
    let contract = || Input::new("contract", 1.0);
    refuses(
        &ImpactMap::new([club()]).input(contract()).input(contract()),
        "form: input `contract` is in the inputs already: give each year a name of its own",
    );
    let unnamed = ImpactMap::new([club()]).input(Input::new("", 1.0));
    refuses(&unnamed, "form: an input has an empty name");
    let twice = Deflator::new("prices", [(2011, 1.0), (2011, 2.0)]).unwrap_err();
    assert_eq!(twice.to_string(), "form: the deflator `prices` states 2011 twice");
}

#[test]
fn r31_discounts_are_checked() {
    let message = |discount: Discount<f64>| ImpactMap::new([club()]).value(discount).unwrap_err().to_string();
    assert_eq!(message(Discount::from_year_one(-0.01)), "R31: the rate is -0.01, below zero");
    assert_eq!(message(Discount::from_year_one(f64::NAN)), "R3: the rate of the discount is NaN");
    let steps = Discount::from_year_one(0.03).then(31, 0.02).then(31, 0.01);
    assert_eq!(message(steps), "R31: the step of year 31 follows that of year 31, and steps have to ascend");
    let range = Discount::from_year_one(0.03).range(0.04, 0.05);
    assert_eq!(message(range), "R31: the range of the rate is 0.04 to 0.05, and has to hold 0.03, from 0 on");
    let stepped = Discount::from_year_one(0.03).then(31, 0.02);
    let message = "R31: the discount has several rates, and only one rate can be varied";
    assert_eq!(ImpactMap::new([club()]).switching_rate(stepped).unwrap_err().to_string(), message);
}

#[test]
fn r32_amounts_are_in_one_unit_and_in_prices_of_one_year() {
    let row = |outcome: &str, proxy| Row::new(outcome, 1.0, proxy);
    let amount = || Proxy::amount(5.0);
    let pair = |one, two| ImpactMap::new([row("a", one), row("b", two)]);
    refuses(&pair(amount().unit("GBP"), amount().unit("EUR")), "R32: amounts are in `GBP` and that of `b` in `EUR`");
    refuses(&pair(amount().unit("GBP"), amount()), "R32: `b` states no unit, and others do");
    refuses(&pair(amount().price_year(2011), amount()), "R32: `b` states no price year, and others do");
    let two_years = pair(amount().price_year(2011), amount().price_year(2019));
    refuses(&two_years, "R32: amounts are in prices of 2011 and of 2019, and no price year is asked for");
    let prices = Deflator::new("prices", [(2011, 1.0)]).unwrap();
    let none = ImpactMap::new([row("a", amount())]).in_prices_of(2011, &prices);
    refuses(&none, "R32: `a` states no price year, and prices of 2011 are asked for");
    refuses(&two_years.in_prices_of(2011, &prices), "R32: the deflator `prices` has no index of 2019");
    let below = Deflator::new("prices", [(2011, 0.0)]).unwrap_err();
    assert_eq!(below.to_string(), "R31: the index of 2011 of the deflator `prices` is 0.0, and has to be above zero");
}

#[test]
fn r20_names_that_a_map_does_not_have_are_refused() {
    let rows = ["users", "carers"].map(|stakeholder| club().stakeholder(stakeholder));
    let map = ImpactMap::new(rows);
    let worth = map.value(Discount::none()).unwrap();
    assert_eq!(worth.row("yoga").unwrap_err().to_string(), "R20: the map has no row `yoga`");
    let several = "R20: several stakeholders have the outcome `club`: write STAKEHOLDER/OUTCOME";
    assert_eq!(worth.trace("club").unwrap_err().to_string(), several);
    assert!(worth.row("carers/club").is_ok());
    // Two rows have one name if a slash stands inside a part of it.
    let both = ["a", "b"].map(|outcome| Row::new(outcome, 1.0, Proxy::amount(1.0)));
    let [_, b] = both.clone();
    let slash = Row::new("a/b", 1.0, Proxy::amount(1.0));
    refuses(&ImpactMap::new([b.stakeholder("a"), slash.clone()]), "form: `a/b` is in the map already");
    assert!(ImpactMap::new(both.into_iter().chain([slash])).check().is_empty());
    assert_eq!(worth.stakeholder("x").unwrap_err().to_string(), "R20: the map has no stakeholder `x`");
    let input = map.assume("contract", Assumption::Input, 1.0).unwrap_err();
    assert_eq!(input.to_string(), "R20: the map has no input `contract`");
    // The input without a name has that of its method, if there is one such input.
    let with_inputs = map.clone().inputs(400.0);
    let half = with_inputs.assume("inputs", Assumption::Input, 200.0).unwrap().value(Discount::none()).unwrap();
    assert_eq!(half.inputs(), &200.0);
    let switching = with_inputs.switching("inputs", Assumption::Input, Discount::none()).unwrap();
    assert_eq!(switching, Switching::At(608.0)); // twice 16 x 19
    let two = with_inputs.inputs(1.0).assume("inputs", Assumption::Input, 1.0).unwrap_err();
    assert_eq!(two.to_string(), "R20: the map has no input `inputs`");
    assert_eq!(
        map.assume("carers/club", Assumption::Rate, 1.0).unwrap_err().to_string(),
        "R31: `carers/club` has no assumption rate"
    );
    let years = map.switching("users/club", Assumption::Lasts, Discount::none()).unwrap_err().to_string();
    assert_eq!(
        years,
        "form: the years of `users/club` are whole, so they have no switching value: see both ends of their range"
    );
}

/// Fractions of 128 bits do not hold the 17th power of 1.035.
#[test]
fn r03_a_present_value_that_the_kind_does_not_hold_is_an_error() {
    let number = |numerator, denominator| Ratio::<i128>::new(numerator, denominator);
    let row = Row::new("club", number(1, 1), Proxy::amount(number(19, 1))).lasts(30);
    let error = ImpactMap::new([row]).value(Discount::from_year_one(number(35, 1_000))).unwrap_err();
    assert_eq!(error.rule(), covalue::Rule::R3);
    assert!(error.to_string().starts_with("R3: overflow: "), "{error}");
}

/// A change against the level without the service is less what would have come about anyway.
#[test]
fn r34_deadweight_is_not_deducted_twice() {
    refuses_deadweight_twice::<f64>();
    refuses_deadweight_twice::<BigRational>();
}

fn refuses_deadweight_twice<N: Fraction>() {
    let number = |number: u64| N::share(number, 1).unwrap();
    let catalogue: Catalogue<N> =
        Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    let pain = Appraisal::of("pain").before(number(6)).after(number(4)).without(number(5));
    ledger.record(visit.appraisal(pain)).unwrap();
    let half = || N::share(1, 2).unwrap();
    let worth = |baseline, deadweight| {
        let statement = ledger.statement(Terms::by(By::Service).baseline(baseline)).unwrap();
        let row = Row::created(&statement, "physio", "pain", Proxy::amount(number(10))).unwrap();
        ImpactMap::new([row.deadweight(deadweight)]).value(Discount::none()).map(|worth| worth.created().clone())
    };
    assert_eq!(
        (worth(Baseline::Before, half()), worth(Baseline::Without, N::zero())),
        (Ok(number(10)), Ok(number(10)))
    );
    assert_eq!(
        worth(Baseline::Without, half()).unwrap_err().to_string(),
        "R34: the level without the service is already taken off `physio/pain: created`, so it has no deadweight"
    );
    // Nor by a range.
    let without = ledger.statement(Terms::by(By::Service).baseline(Baseline::Without)).unwrap();
    let row = Row::created(&without, "physio", "pain", Proxy::amount(number(10))).unwrap();
    let ranged =
        ImpactMap::new([row.range(Assumption::Deadweight, N::zero(), half())]).value(Discount::none()).unwrap_err();
    assert_eq!(ranged.rule(), covalue::Rule::R34);
    let statement = ledger.statement(By::Service).unwrap();
    let per = |per: &str| Row::created(&statement, "physio", "pain", Proxy::amount(number(10)).per(per)).map(|_| ());
    assert_eq!(per("points"), Ok(()));
    assert_eq!(
        per("hours").unwrap_err().to_string(),
        "R32: the proxy of `pain` is per `hours`, and `pain` is in `points`"
    );
    let unknown = Row::created(&statement, "yoga", "pain", Proxy::amount(number(10))).unwrap_err();
    assert_eq!(unknown.rule(), covalue::Rule::R20);
}

/// A quantity beside a proxy below zero cannot switch a net present value by going below zero itself.
#[test]
fn r37_a_value_that_its_row_could_not_have_does_not_switch() {
    let map = ImpactMap::new([Row::new("noise", 0.0, Proxy::amount(-5.0))]).inputs(10.0);
    assert_eq!(map.switching("noise", Assumption::Quantity, Discount::none()), Ok(Switching::Never));
    let with_proxy = ImpactMap::new([Row::new("visits", 0.0, Proxy::amount(5.0))]).inputs(10.0);
    assert_eq!(with_proxy.switching("visits", Assumption::Quantity, Discount::none()), Ok(Switching::At(2.0)));
}

/// A value that the kind of number does not hold is an overflow, and not a value that never switches.
#[test]
fn r37_a_switching_value_that_the_kind_does_not_hold_is_an_error() {
    let row = || Row::new("a", 1.0, Proxy::amount(1e-200)).range(Assumption::Quantity, 1.0, 2.0);
    let map = ImpactMap::new([row().range(Assumption::Deadweight, 0.0, 0.5)]).inputs(1e200);
    let refused = map.switching("a", Assumption::Quantity, Discount::none()).unwrap_err();
    assert_eq!(refused.to_string(), "R3: overflow: a net present value of the map is more than f64 holds");
    // A share that no number holds is above 1.
    assert_eq!(map.switching("a", Assumption::Deadweight, Discount::none()), Ok(Switching::Never));
    let sensitivity = map.sensitivity(Discount::none()).unwrap();
    let found: Vec<_> = sensitivity.swings().map(|swing| (swing.assumption(), swing.switching().copied())).collect();
    assert!(found.contains(&(Assumption::Quantity, None)), "{found:?}");
    assert!(found.contains(&(Assumption::Deadweight, Some(Switching::Never))), "{found:?}");
}

/// A net present value that is 0 at two rates: the least one switches it, and the stated one if it does.
#[test]
fn r37_the_least_of_two_rates_switches() {
    let number = |part: u64, whole: u64| <BigRational as Fraction>::share(part, whole).unwrap();
    let first = Row::new("rent", number(230, 1), Proxy::amount(number(1, 1)));
    let second = Row::new("repairs", -number(132, 1), Proxy::amount(number(1, 1))).starts_after(1);
    let map = ImpactMap::new([first, second]).inputs(number(100, 1));
    let least = map.switching_rate(Discount::from_year_one(number(0, 1))).unwrap();
    assert_eq!(least, Switching::At(number(1, 10)));
    let stated = map.switching_rate(Discount::from_year_one(number(1, 5))).unwrap();
    assert_eq!(stated, Switching::At(number(1, 5)));
}

#[test]
fn r03_an_overflow_in_the_discount_of_a_row_names_it() {
    let late = club().lasts(400).discounted(Discount::from_year_one(9.0));
    let map = ImpactMap::new([club(), late.stakeholder("users")]);
    let message = "R3: overflow: the discount of year 309 is more than f64 holds, in the discount of `users/club`";
    assert_eq!(map.value(Discount::none()).unwrap_err().to_string(), message);
}

/// A row under a schedule of its own may last longer than the factors of the map are held.
#[test]
fn a_rate_that_only_a_late_row_would_overflow_is_no_fault() {
    let row = Row::new("visits", 10.0, Proxy::amount(5.0)).lasts(4).discounted(Discount::from_year_one(0.1));
    let map = ImpactMap::new([row]).input(Input::new("grant", 20.0).at(1).range(10.0, 30.0));
    let discount = Discount::from_year_one(1e200);
    let worth = map.value(discount.clone()).unwrap();
    let sensitivity = map.sensitivity(discount).unwrap();
    assert_eq!(sensitivity.swings().count(), 1);
    assert_eq!(sensitivity.central().net_present_value(), worth.net_present_value());
}

/// Fractions of machine integers that have no opposite or no denominator are refused, and nothing panics.
#[test]
fn r03_fractions_at_their_limits_are_refused() {
    let least = ImpactMap::new([Row::new("o", Ratio::from(1_i64), Proxy::amount(Ratio::from(i64::MIN)))]);
    assert_eq!(least.range_all(1, 1).unwrap_err().rule(), covalue::Rule::R3);
    let infinite = ImpactMap::new([Row::new("o", Ratio::new_raw(1_i64, 0), Proxy::amount(Ratio::from(2))).range(
        Assumption::Quantity,
        Ratio::from(0),
        Ratio::from(1),
    )]);
    assert_eq!(infinite.check().len(), 1);
    assert_eq!(infinite.check()[0].to_string(), "R3: quantity of `o` is 1/0");
    for error in [
        infinite.value(Discount::none()).unwrap_err(),
        infinite.range_all(1, 10).unwrap_err(),
        infinite.sensitivity(Discount::none()).unwrap_err(),
        infinite.extremes(Discount::none()).unwrap_err(),
    ] {
        assert_eq!(error.rule(), covalue::Rule::R3);
    }
    assert_eq!(
        ImpactMap::new([club().due_to_others(0.5).range(Assumption::Quantity, f64::NAN, 20.0)]).check()[0].to_string(),
        "R3: an end of the range of quantity of `club` is NaN"
    );
}

#[test]
fn a_grid_of_one_assumption_twice_is_refused() {
    let (map, values) = (ImpactMap::new([club()]), [1.0, 2.0]);
    let axis = ("club", Assumption::Quantity, &values[..]);
    let error = map.grid(axis, axis, Discount::none()).unwrap_err();
    assert_eq!(error.to_string(), "form: both axes of the grid are of quantity of `club`");
}
