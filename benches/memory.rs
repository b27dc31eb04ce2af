//! Bytes in memory, counted by the allocator: of a ledger for each interaction, of recording at its peak, and of a
//! statement for each line.
//!
//! `cargo bench -p covalue-benches --bench memory` prints them and asserts the goal; `-- --test` does so for few
//! interactions. The figures are the same in every run.

#![allow(clippy::cast_precision_loss, reason = "bytes each are rounded when they are printed")]

use covalue::attribution::Equal;
use covalue::number::TotalsRow;
use covalue::number::{DecimalTotal, FloatTotal, IntegerTotal, LongIntegerTotal};
use covalue::statement::Grouping;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Tally, date};
use covalue_benches::contest::Host;
use covalue_benches::rows::{Row, catalogue, interaction, rows};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The goal in bytes for each interaction of a million.
const GOAL: f64 = 160.0;
/// The limit in bytes for few interactions: nearly each then has its own user, whose id is stored too.
const FEW: f64 = 1.5 * GOAL;

/// The limit in bytes for each share of an attribution.
const SHARE: f64 = 48.0;

/// Makes something, and returns the bytes that it holds and the peak while it was made. Its inputs are not counted.
fn weigh<T>(make: impl FnOnce() -> T) -> (T, usize, usize) {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let thing = make();
    (thing, HEAP.current_usage() - before, HEAP.peak_usage() - before)
}

fn print(what: &str, size: &str, count: usize, (held, peak): (usize, usize)) -> f64 {
    let each = |bytes: usize| bytes as f64 / count as f64;
    println!("{:<42} {:>8.1} bytes each, {:>8.1} at the most", format!("{what}/{size}"), each(held), each(peak));
    each(held)
}

fn ledger(catalogue: &Catalogue, rows: &[Row], at_once: bool) -> Ledger {
    let mut ledger = Ledger::new(catalogue);
    let interactions = rows.iter().map(interaction);
    if at_once {
        ledger.record_all(interactions).expect("ids differ");
    } else {
        for interaction in interactions {
            ledger.record(interaction).expect("ids differ");
        }
    }
    ledger
}

fn books(size: &str, rows: &[Row]) {
    let (catalogue, count) = (&catalogue(), rows.len());
    let (ledger_at_once, held, peak) = weigh(|| ledger(catalogue, rows, true));
    let at_once = print("ledger/record_all", size, count, (held, peak));
    drop(ledger_at_once);
    let (ledger, held, peak) = weigh(|| ledger(catalogue, rows, false));
    let one_by_one = print("ledger/record", size, count, (held, peak));
    let most = if count < 1_000_000 { FEW } else { GOAL };
    for (way, each) in [("record_all", at_once), ("record", one_by_one)] {
        assert!(each <= most, "{way} of {count}: {each} bytes for each interaction are more than {most}");
    }
    let groupings: [(&str, Grouping); 3] = [
        ("statement/by_service, a line", By::Service.into()),
        ("statement/by_service_and_quarter, a line", By::Service.and(By::Quarter)),
        ("statement/by_user, a line", By::User.into()),
    ];
    for (what, by) in groupings {
        let (statement, held, peak) = weigh(|| ledger.statement(by).expect("sound terms"));
        print(what, size, statement.len(), (held, peak));
    }
    drop(ledger);
    let (_tally, held, peak) = weigh(|| {
        let mut tally = Tally::new(catalogue, By::Service).expect("sound terms");
        tally.record_all(rows.iter().map(interaction)).expect("sound rows");
        tally
    });
    print("tally/by_service", size, count, (held, peak));
}

/// A visit of `count` users, in which each one's gain is shared out among all: a share for each pair.
fn shares(size: &str, count: usize) {
    let name = |index: usize| format!("u{index}");
    let visit = (1..count).map(name).fold(Interaction::between(name(0), "s", date(2026, 3, 2)), Interaction::user);
    let appraisal = |index: usize| Appraisal::of("m").beneficiary(name(index)).change(1.0);
    let visit = (0..count).map(appraisal).fold(visit, Interaction::appraisal);
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "u")], [Service::new("s", "p")]).expect("sound");
    let mut ledger = Ledger::new(&catalogue);
    ledger.record(visit).expect("a sound visit");
    let (attribution, held, peak) = weigh(|| ledger.attribution_of(By::Beneficiary, Equal).expect("sound terms"));
    let each = print("attribution/by_beneficiary, a share", size, attribution.shares().len(), (held, peak));
    assert!(each <= SHARE, "{each} bytes for each share are more than {SHARE}");
}

fn main() {
    for (count, size) in [(200, "200"), (2_000, "2k")] {
        shares(size, count);
    }
    let sizes: &[(usize, &str)] =
        if Host::only_tests() { &[(10_000, "10k")] } else { &[(10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")] };
    for &(count, size) in sizes {
        books(size, &rows(count));
    }
    for (what, bytes) in [
        ("FloatTotal", size_of::<FloatTotal>()),
        ("IntegerTotal", size_of::<IntegerTotal>()),
        ("LongIntegerTotal", size_of::<LongIntegerTotal>()),
        ("DecimalTotal", size_of::<DecimalTotal>()),
        ("TotalsRow<FloatTotal>", size_of::<TotalsRow<FloatTotal>>()),
    ] {
        println!("{what:<42} {bytes:>6} bytes, without what it holds elsewhere");
    }
}
