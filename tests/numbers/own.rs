//! Numbers of a caller's own, which implement what the traits require and no more.

use covalue::error::{NumberError, StateError};
use covalue::game::{Coalition, game, shapley};
use covalue::number::{FloatTotal, Fraction, JsonForm, Number, Total, testing};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
use num_bigint::BigInt;

/// A float with the total of floats.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Own(f64);

num! { [] Own, f64 }

impl Number for Own {
    type Change = f64;
    type Total = FloatTotal;
    const KIND: &'static str = "Own";

    fn as_change(&self) -> f64 {
        self.0
    }

    fn rounded(total: &FloatTotal) -> Option<Self> {
        total.value().map(Self)
    }
}

impl Fraction for Own {
    fn quotient(dividend: &Self, divisor: &Self) -> Option<Self> {
        f64::quotient(&dividend.0, &divisor.0).map(Self)
    }

    fn share(part: u64, whole: u64) -> Option<Self> {
        f64::share(part, whole).map(Self)
    }
}

/// An integer with a total of its own.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Cents(i64);

num! { [] Cents, i64 }

impl Number for Cents {
    type Change = i128;
    type Total = CentsTotal;
    const KIND: &'static str = "Cents";

    fn as_change(&self) -> i128 {
        self.0.into()
    }

    fn rounded(total: &CentsTotal) -> Option<Self> {
        i64::try_from(&total.0).ok().map(Self)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct CentsTotal(BigInt);

impl Total for CentsTotal {
    type Change = i128;

    fn add(&mut self, change: &i128) -> Result<(), NumberError> {
        self.0 += *change;
        Ok(())
    }

    fn remove(&mut self, other: &Self) {
        self.0 -= &other.0;
    }

    fn state(&self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }

    fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let total = BigInt::parse_bytes(state, 10).map(Self).filter(|total| total.state() == state);
        total.ok_or(StateError::Broken { why: "it is not an integer" })
    }
}

#[test]
fn own_numbers_keep_the_laws() {
    testing::check(&[0.1, -0.2, 0.3, -0.0, 2.5, 1e300, -1e300, 5e-324, f64::MAX, f64::NAN, f64::INFINITY].map(Own));
    testing::check(&[7, -7, 100, i64::MAX, i64::MIN].map(Cents));
}

#[test]
fn own_total_is_exact_and_reads_as_an_overflow() {
    let mut total = CentsTotal::default();
    for cents in [i64::MAX, i64::MAX, -7] {
        total.add(&Cents(cents).as_change()).unwrap();
    }
    assert_eq!(Cents::rounded(&total), None);
    total.subtract(&Cents(i64::MAX).as_change()).unwrap();
    assert_eq!(Cents::rounded(&total), Some(Cents(i64::MAX - 7)));
    // The lowest integer has no opposite, so neither has a change to it.
    assert_eq!(Cents::change(&Cents(i64::MIN), &Cents(0)), None);
    assert_eq!(Cents::change(&Cents(3), &Cents(5)), Some(-2));
    let not_a_number = Cents::parse("0.5").unwrap_err().to_string();
    assert_eq!((Cents::parse("-12"), not_a_number.as_str()), (Ok(Cents(-12)), "R3: `0.5` is not a number"));
}

#[test]
fn fraction_defaults() {
    let mut total = FloatTotal::new();
    total.add(&3.0).unwrap();
    assert_eq!(Own::divided(&total, 4), Some(Own(0.75)));
    assert_eq!(Own::divided(&total, 0), None);
    assert_eq!([Own(0.1).to_float(), Own(-2.0).to_float()], [0.1, -2.0]);
    assert!(Own(f64::NAN).to_float().is_nan());
    // Games too, through the totals.
    let pairs = game(3, |coalition: Coalition| Own(if coalition.len() > 1 { 1.5 } else { 0.0 }));
    assert_eq!(shapley(&pairs).unwrap(), [Own(0.5); 3]);
}

#[test]
fn number_defaults() {
    for (number, is_finite) in [(1.0, true), (-0.0, true), (f64::MAX, true), (f64::NAN, false), (f64::INFINITY, false)]
    {
        assert_eq!(Own(number).is_finite(), is_finite, "{number}");
    }
    assert_eq!(Own::JSON_FORM, JsonForm::Text);
    assert_eq!((Own(0.25).text(), Own(0.25).fixed(3)), ("0.25".to_owned(), "0.250".to_owned()));
    assert_eq!([Own(0.25).places(3), Own(0.25).places(1), Own(2.0).places(3)], [2, 1, 0]);
    let bytes = |number: f64| {
        let mut content = Vec::new();
        Own(number).stable_bytes(&mut content);
        content
    };
    assert_eq!(bytes(0.25), b"0.25");
    assert_eq!(Own::plus(&Own(0.1), &Own(0.2)), Some(Own(0.1 + 0.2)));
    assert_eq!(Own::plus(&Own(f64::MAX), &Own(f64::MAX)), None);
    assert_eq!(Own::change(&Own(0.3), &Own(0.1)), Some(0.3 - 0.1));
    assert_eq!([Own::change(&Own(f64::MAX), &Own(-1e300)), Own::change(&Own(0.0), &Own(f64::NAN))], [None, None]);
    assert_eq!((Own::negated(&0.5), Own::magnitude(&-0.5), Own::magnitude(&0.5)), (-0.5, 0.5, 0.5));
    assert_eq!((Own::from_change(&0.5), Own::from_change(&f64::NAN)), (Some(Own(0.5)), None));
    assert_eq!(Own::parse("-0.25"), Ok(Own(-0.25)));
    assert_eq!(Own::parse("four").unwrap_err().to_string(), "R3: `four` is not a number");
    assert_eq!(Own::parse("inf").unwrap_err().to_string(), "R3: `inf` is not a finite Own");
}

#[test]
fn ledger_keeps_books_in_an_own_number() {
    let catalogue =
        Catalogue::new([Measure::<Own>::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])
            .unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let visit = |user: &str, change: f64| {
        Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(Appraisal::of("pain").change(Own(change)))
    };
    assert_eq!(ledger.record(visit("ana", f64::NAN)).unwrap_err().rule().to_string(), "R3");
    ledger.record_all([visit("ana", -0.25), visit("ben", 0.29), visit("cai", 1000.0), visit("dee", -100.0)]).unwrap();
    let statement = ledger.statement(By::User).unwrap();
    let line = statement.line("ana", "pain").unwrap();
    assert_eq!((line.created(), line.net()), (Own(0.25), Own(0.25)));
    // A number that is rounded to zero has no sign; the table shows that it is less than one.
    assert_eq!(Own(-0.29).fixed(0), "0");
    let expected = "change from before; users' own appraisals; 4 users\n\
                    lower is better: pain; a change for the better is above zero\n\
                    user  measure  unit    appraisals     better  the same      worse  created  destroyed     net  mean change  missing\n\
                    ana   pain     points           1  1 (100 %)   0 (0 %)    0 (0 %)       <1          0      <1           <1        -\n\
                    ben   pain     points           1    0 (0 %)   0 (0 %)  1 (100 %)        0         <1     >-1          >-1        -\n\
                    cai   pain     points           1    0 (0 %)   0 (0 %)  1 (100 %)        0      1,000  -1,000       -1,000        -\n\
                    dee   pain     points           1  1 (100 %)   0 (0 %)    0 (0 %)      100          0     100          100        -\n";
    assert_eq!(format!("{statement:.0}"), expected);
}
