//! How the time of analyses grows whose result is a product of two sizes.

use std::hint::black_box;

use covalue::number::{RationalTotal, Total};
use covalue::{Appraisal, By, Catalogue, Cooperation, Interaction, Ledger, Measure, Service};
use num_rational::BigRational;

use super::{DAY, Subject, contributed, ledger_of, name, reading, subject};

/// The sizes of a subject with a result that is a product of two sizes.
const SIZES: [usize; 4] = [500, 1_000, 2_000, 4_000];

/// Analyses whose work is a product of two sizes: each beneficiary's amount is shared out among all that took part.
pub(super) fn subjects() -> Vec<Subject> {
    let one_visit = |size| ledger_of(contributed(size));
    let products = vec![
        reading("product/attribution", one_visit, |ledger| ledger.attribution(Cooperation)),
        reading("product/attribution_by_beneficiary", one_visit, |ledger| {
            ledger.attribution_of(By::Beneficiary, Cooperation)
        }),
        reading("product/trace_attribution", one_visit, |ledger| {
            ledger.trace_attribution(By::Service, Cooperation, "physio", "pain")
        }),
        reading("product/publish_attribution", one_visit, |ledger| ledger.publish(10).attribution(Cooperation)),
        subject(
            "denominators/statement",
            |size| {
                let mut ledger = Ledger::new(&fractions());
                for (index, prime) in primes().take(size).enumerate() {
                    let change = BigRational::new(1.into(), prime.into());
                    let visit = Interaction::between(name(index), "s", DAY).id(name(index));
                    ledger.record(visit.appraisal(Appraisal::of("m").change(change))).expect("a sound interaction");
                }
                ledger
            },
            |_, ledger| {
                ledger.statement(By::Service).expect("sound terms").line("s", "m").expect("a line");
            },
        ),
        subject(
            "denominators/total",
            |size| primes().take(size).collect::<Vec<_>>(),
            |_, primes| {
                let mut total = RationalTotal::default();
                for &prime in &*primes {
                    total.add(&BigRational::new(1.into(), prime.into())).expect("finite");
                }
                black_box(total.state());
            },
        ),
    ];
    products.into_iter().map(|subject| Subject { sizes: SIZES, ..subject }).collect()
}

fn fractions() -> Catalogue<BigRational> {
    Catalogue::new([Measure::higher_is_better("m", "u")], [Service::new("s", "p")]).expect("a sound catalogue")
}

fn primes() -> impl Iterator<Item = i64> {
    let is_prime = |candidate: &i64| (3..).step_by(2).take_while(|p| p * p <= *candidate).all(|p| candidate % p != 0);
    (10_007_i64..).step_by(2).filter(is_prime)
}
