//! Published figures, each with its source.

use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, Switching, table};
use covalue::number::Fraction;
use num_rational::BigRational;
use rust_decimal::Decimal;

/// The worked example of Nicholls and others (2012), *A guide to Social Return on Investment*: eight rows of a fictitious
/// luncheon club, recalled and not checked against the text. `examples/data/README.md` says what is published.
const WHEELS_TO_MEALS: &str = include_str!("../../examples/data/wheels_to_meals.csv");

pub fn number<N: Fraction>(text: &str) -> N {
    N::parse(text).unwrap()
}

pub fn wheels_to_meals<N: Fraction>() -> ImpactMap<N> {
    table::read(WHEELS_TO_MEALS.as_bytes())
        .unwrap()
        .input(Input::new("contract", number::<N>("24375")).from("local authority"))
        .input(Input::new("volunteers' time", number::<N>("18000")).from("volunteers"))
}

#[test]
fn the_luncheon_club_is_worth_what_was_published() {
    fn check<N: Fraction>() {
        let worth = wheels_to_meals::<N>().value(Discount::from_year_one(number("0.035"))).unwrap();
        assert_eq!(worth.net().fixed(2), "81741.93");
        assert_eq!(worth.net_present_value().fixed(2), "39366.93");
        assert_eq!(worth.ratio().unwrap().fixed(2), "1.93");
        assert_eq!(worth.stakeholder("neighbours").unwrap().destroyed().fixed(2), "3483.80");
        assert_eq!(worth.inputs().fixed(2), "42375.00");
        // The impact of the first year, as it is published for each row.
        let mut reader = csv::Reader::from_reader(WHEELS_TO_MEALS.as_bytes());
        for (row, record) in worth.rows().zip(reader.records()) {
            assert_eq!(row.first_year().fixed(2), record.unwrap()[11], "{}", row.row().get_outcome());
        }
    }
    check::<f64>();
    check::<Decimal>();
    check::<BigRational>();
    let exact = wheels_to_meals::<BigRational>().value(Discount::from_year_one(number("0.035"))).unwrap();
    assert_eq!(exact.net().to_string(), "383540839949894/4692094047");
    let years: Vec<u32> = exact.years().map(|year| year.year()).collect();
    assert_eq!(years, [1, 2, 3, 4, 5]);
    assert_eq!(
        exact.stakeholders().map(|part| part.stakeholder().unwrap()).collect::<Vec<_>>(),
        ["residents", "volunteers", "neighbours"]
    );
    assert_eq!(exact.without_source(), 8);
}

#[test]
fn a_row_is_traced_to_its_years() {
    let worth = wheels_to_meals::<f64>().value(Discount::from_year_one(0.035)).unwrap();
    assert_eq!(
        worth.trace("manage own health better: fewer GP appointments").unwrap().to_string(),
        "residents: manage own health better: fewer GP appointments
GBP, price year not stated; discounted at 3.5 % a year; amounts of year 1 are divided by 1.035
proxy: GP consultation; source: not stated
90 x 19 x (1 - 0) x (1 - 0) x (1 - 0.1) = 1,539.00
   year    impact    factor  present value
      1  1,539.00  1.035000       1,486.96
      2  1,385.10  1.071225       1,293.01
      3  1,246.59  1.108718       1,124.35
      4  1,121.93  1.147523         977.70
      5  1,009.74  1.187686         850.17
created                           5,732.19
"
    );
    let loss = worth.trace("neighbours/less neighbourly shopping (negative outcome)").unwrap();
    let last =
        loss.to_string().lines().last().map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(last, Some(vec!["destroyed".to_owned(), "3,483.80".to_owned()]), "{loss}");
    assert_eq!(loss.years().count(), 3);
}

/// The schedule of the Green Book (HM Treasury): 3.5 % for 30 years, then 3 %.
#[test]
fn the_schedule_of_the_green_book_is_a_running_product() {
    let discount = Discount::from_year_zero(number::<BigRational>("0.035")).then(31, number("0.03"));
    let power = |rate: &str, years: i32| num_traits::pow::Pow::pow(number::<BigRational>(rate), years);
    assert_eq!(discount.factor(30).unwrap(), power("1.035", 30));
    assert_eq!(discount.factor(31).unwrap(), power("1.035", 30) * number::<BigRational>("1.03"));
    let float = Discount::from_year_zero(0.035).then(31, 0.03);
    assert!((float.factor(75).unwrap() / discount.factor(75).unwrap().to_float() - 1.0).abs() < 1e-12);
}

/// A point of life satisfaction for one person and one year is worth 13,000, and 10,000 to 16,000, in prices of 2019 (HM
/// Treasury, Wellbeing Guidance 2021, second hand; the range from memory). Four people gain half a point each, and keep it
/// for two years; one loses a point for a year. At 3.5 % from year zero: 2 · 13,000 · (1 + 1 ÷ 1.035) = 51,120.77.
#[test]
fn wellbeing_years_are_worth_what_the_guidance_says() {
    fn check<N: Fraction>() {
        let point = || {
            Proxy::new(number::<N>("13000"), "GBP", 2019, "HM Treasury, Wellbeing Guidance 2021")
                .per("points for a year")
        };
        let range = |row: Row<N>| row.range(Assumption::Proxy, number("10000"), number("16000"));
        let map = ImpactMap::new([
            range(Row::new("more satisfied", number("2"), point()).lasts(2)),
            range(Row::new("less satisfied", number("-1"), point())),
        ]);
        let discount = Discount::from_year_zero(number("0.035"));
        let worth = map.value(discount.clone()).unwrap();
        assert_eq!((worth.created().fixed(2), worth.destroyed().fixed(2)), ("51120.77".into(), "13000.00".into()));
        let extremes = map.extremes(discount).unwrap();
        let ends =
            [extremes.worst(), extremes.best()].map(|worth| [worth.created().fixed(2), worth.destroyed().fixed(2)]);
        assert_eq!(ends, [["39323.67", "16000.00"], ["62917.87", "10000.00"]]);
    }
    check::<f64>();
    check::<Decimal>();
    check::<BigRational>();
}

/// 100 now for 30 a year over 5 years, at 3.5 %: 35.45 (the annuity factor 4.515052).
#[test]
fn an_annuity_is_worth_what_tables_of_factors_say() {
    let row = Row::new("saving", 1.0, Proxy::amount(30.0)).lasts(5);
    let one = ImpactMap::new([row.clone()]).inputs(100.0).value(Discount::from_year_one(0.035)).unwrap();
    let late = ImpactMap::new([row.starts_after(1)]).inputs(100.0).value(Discount::from_year_zero(0.035)).unwrap();
    for worth in [one, late] {
        assert_eq!(format!("{:.2}", worth.net_present_value()), "35.45");
        assert_eq!(worth.undiscounted_net().unwrap(), 150.0);
    }
}

/// 1,539 in the first year, a tenth less each year, against inputs of 2,000, beside a loss.
#[test]
fn a_payback_counts_parts_of_years_as_even() {
    let pounds = |amount| Proxy::new(amount, "GBP", 2011, "SROI guide");
    let map = ImpactMap::new([
        Row::new("residents see their doctor less", 90.0, pounds(19.0)).due_to_others(0.10).lasts(5).drop_off(0.10),
        Row::new("neighbours have no reason to call", -275.0, pounds(5.0)).deadweight(0.05).lasts(3).drop_off(0.05),
    ])
    .inputs(2_000.0);
    let worth = map.value(Discount::from_year_one(0.035)).unwrap();
    assert_eq!(format!("{:.9}", worth.payback().unwrap().unwrap()), "4.707838385");
    assert_eq!(format!("{:.6}", worth.net_ratio().unwrap()), "0.124194");
    // It is never paid back, or there is nothing to pay back.
    assert_eq!(map.clone().inputs(5_000.0).value(Discount::none()).unwrap().payback().unwrap(), None);
    let without = ImpactMap::new(map.rows().cloned()).value(Discount::none()).unwrap();
    assert_eq!((without.payback().unwrap(), without.ratio(), without.net_ratio()), (None, None, None));
}

#[test]
fn amounts_of_several_years_are_stated_in_the_prices_of_one() {
    let prices = Deflator::new("an index", [(2011, 80.0), (2019, 100.0)]).unwrap();
    let of = |outcome, year| Row::new(outcome, 1.0, Proxy::new(8.0, "GBP", year, "a source"));
    let map = ImpactMap::new([of("old", 2011), of("new", 2019)]).inputs(3.0);
    let worth = map.in_prices_of(2019, &prices).value(Discount::none()).unwrap();
    assert_eq!((worth.row("old").unwrap().created(), worth.net(), worth.price_year()), (&10.0, &18.0, Some(2019)));
}

#[test]
fn weights_of_stakeholders_stand_beside_the_worth() {
    let row = |outcome: &str, stakeholder: &str, quantity| {
        Row::new(outcome, quantity, Proxy::amount(10.0)).stakeholder(stakeholder)
    };
    let map = ImpactMap::new([row("meals", "poor", 4.0), row("noise", "rich", -2.0)]);
    let worth = map.clone().weights([("poor", 2.0)], "a council's decision").value(Discount::none()).unwrap();
    let weighted = worth.weighted().unwrap();
    assert_eq!((worth.created(), worth.destroyed(), worth.weights_source()), (&40.0, &20.0, None));
    assert_eq!((weighted.created(), weighted.destroyed()), (&80.0, &20.0));
    assert_eq!(weighted.weights_source(), Some("a council's decision"));
    assert!(weighted.trace("meals").unwrap().to_string().contains("4 x 10 x (1 - 0) x (1 - 0) x (1 - 0) x 2 = 80.00"));
    assert_eq!(map.value(Discount::none()).unwrap().weighted().unwrap().net(), &20.0);
}

#[test]
fn two_maps_are_compared_row_by_row() {
    let row = |outcome: &str, quantity| Row::new(outcome, quantity, Proxy::amount(10.0));
    let worth = |rows: Vec<Row<f64>>, inputs| ImpactMap::new(rows).inputs(inputs).value(Discount::none()).unwrap();
    let old = worth(vec![row("a", 4.0), row("b", -1.0)], 5.0);
    let new = worth(vec![row("a", 6.0), row("c", -2.0)], 15.0);
    let more = new.less(&old).unwrap();
    assert_eq!((more.created(), more.destroyed(), more.net(), more.inputs()), (&20.0, &10.0, &10.0, &10.0));
    assert_eq!((more.net_present_value(), more.ratio(), more.net_ratio()), (&0.0, Some(&1.0), Some(&0.0)));
    let rows: Vec<(&str, f64)> = more.rows().map(|row| (row.outcome(), *row.net())).collect();
    assert_eq!(rows, [("a", 20.0), ("c", -20.0), ("b", 10.0)]);
    // No ratio to fewer inputs is printed.
    let fewer = old.less(&new).unwrap();
    let dash = |line: &str| line.contains("ratio: ") && line.ends_with(" -");
    assert_eq!((fewer.ratio(), fewer.to_string().lines().filter(|line| dash(line)).count()), (Some(&1.0), 2));
    let discounted = ImpactMap::new([row("a", 1.0)]).value(Discount::from_year_one(0.1)).unwrap();
    let priced = |proxy: Proxy<f64>| ImpactMap::new([Row::new("a", 1.0, proxy)]);
    let value = |map: ImpactMap<f64>| map.value(Discount::none()).unwrap();
    let deflator = |index: f64| Deflator::new("prices", [(2019, index)]).unwrap();
    let in_prices = |index| value(priced(Proxy::amount(1.0).price_year(2019)).in_prices_of(2019, &deflator(index)));
    let weights = value(ImpactMap::new([row("a", 1.0).stakeholder("x")]).weights([("x", 2.0)], "us"));
    let own = |rate| value(ImpactMap::new([row("a", 1.0).discounted(Discount::from_year_one(rate))]));
    let from_zero = ImpactMap::new([row("a", 1.0)]).value(Discount::from_year_zero(0.0)).unwrap();
    let new_of_a = || value(ImpactMap::new([row("a", 1.0)]));
    assert!(own(0.015).less(&own(0.015)).unwrap().to_string().contains("\nanother discount: a, 1.5 % a year\n"));
    for (one, other, figure) in [
        (&new, &discounted, "discount"),
        (&new_of_a(), &from_zero, "first year: year 1 and year 0"),
        (&new, &value(priced(Proxy::amount(1.0).unit("GBP"))), "unit: none and `GBP`"),
        (&new, &value(priced(Proxy::amount(1.0).price_year(2019))), "price year: none and 2019"),
        (&in_prices(1.0), &in_prices(2.0), "indices of the deflator"),
        (&own(0.015), &own(0.5), "discount of a row"),
        (&own(0.015), &new_of_a(), "discount of a row"),
        (&new, &weights.weighted().unwrap(), "weights"),
    ] {
        assert_eq!(one.less(other).unwrap_err().to_string(), format!("R32: the maps differ in their {figure}"));
    }
    // One map is stated in the prices to which a deflator takes the other one.
    let without = value(priced(Proxy::amount(1.0).price_year(2019)));
    assert_eq!(in_prices(1.0).less(&without).unwrap().deflator(), Some("prices"));
}

/// The least rate at which 100 now for 30 a year over 5 years is worth nothing: its internal rate of return, 15.24 %.
#[test]
fn r37_the_switching_rate_is_an_internal_rate_of_return() {
    let row = Row::new("saving", 1.0, Proxy::amount(30.0)).lasts(5);
    let map = ImpactMap::new([row]).inputs(100.0);
    let discount = Discount::from_year_one(0.035).range(0.0, 0.1);
    let Switching::Near(rate) = map.switching_rate(discount.clone()).unwrap() else { panic!("no rate in thousandths") };
    assert_eq!(format!("{rate:.4}"), "0.1524");
    let npv = |rate| *map.value(Discount::from_year_one(rate)).unwrap().net_present_value();
    assert!(npv(rate - 1e-9) > 0.0 && npv(rate + 1e-9) < 0.0);
    let sensitivity = map.sensitivity(discount).unwrap();
    let swing = sensitivity.swings().next().unwrap();
    assert_eq!((swing.assumption(), swing.of(), swing.low()), (Assumption::Rate, None, &50.0));
    assert_eq!(swing.switching(), Some(&Switching::Near(rate)));
    assert_eq!(*swing.width(), swing.low() - swing.high());
    // A gain without inputs is worth something at every rate.
    let never = ImpactMap::new(map.rows().cloned()).switching_rate(Discount::none()).unwrap();
    assert_eq!(never, Switching::Never);
}

/// A row with a schedule of its own, such as a health effect, beside one of the map's.
#[test]
fn a_row_may_have_a_schedule_of_its_own() {
    let row = |outcome| Row::new(outcome, 1.0, Proxy::amount(100.0)).lasts(2);
    let health = row("health").discounted(Discount::from_year_one(0.0));
    let map = ImpactMap::new([row("money"), health]);
    let worth = map.value(Discount::from_year_one(0.25)).unwrap();
    assert_eq!((worth.row("money").unwrap().net(), worth.row("health").unwrap().net()), (&144.0, &200.0));
    assert_eq!(worth.years().map(|year| *year.net()).collect::<Vec<_>>(), [180.0, 164.0]);
    assert_eq!(worth.undiscounted_net().unwrap(), 400.0);
    let more = map.sensitivity(Discount::from_year_one(0.25)).unwrap();
    assert_eq!(more.swings().len(), 0);
}

/// A loss of which everything is deducted is a loss of 0.
#[test]
fn a_loss_that_is_deducted_stays_a_loss() {
    let noise = Row::new("noise", -2.0, Proxy::amount(10.0)).deadweight(1.0);
    let worth = ImpactMap::new([noise]).value(Discount::none()).unwrap();
    let trace = worth.trace("noise").unwrap().to_string();
    assert!(trace.contains("\ndestroyed ") && trace.ends_with(" 0.00\n"), "{trace}");
}
