//! Pictures of a statement with a thousand lines, each beside stating the rows.
//!
//! `cargo bench -p covalue-benches --bench pictures` measures; `-- --test` runs everything once; `-- --ratios` prints
//! ratios.

use std::hint::black_box;

use covalue::{By, Ledger};
use covalue_benches::contest::{Contest, Host, Runner, runner};
use covalue_benches::rows::{interaction, rows};

/// Draws a picture.
fn drawn<'a>(draw: impl Fn() -> String + 'a) -> Runner<'a> {
    runner(|| None, move |drawn| *drawn = Some(black_box(draw())))
}

fn main() {
    let mut host = Host::from_arguments();
    let (count, size) = if Host::only_tests() { (10_000, "10k") } else { (1_000_000, "1M") };
    let mut ledger = Ledger::new(&covalue_benches::rows::catalogue());
    ledger.record_all(rows(count).iter().map(interaction)).expect("ids differ");
    // 200 services and five years.
    let state = || ledger.statement(By::Service.and(By::Year)).expect("sound terms");
    let statement = &state();
    assert_eq!(statement.len(), 1000);
    let pictures: [(&str, Runner<'_>); 4] = [
        ("pictures/bar_chart", drawn(|| statement.bar_chart().expect("small amounts").to_svg())),
        ("pictures/people_chart", drawn(|| statement.people_chart().expect("small amounts").to_svg())),
        ("pictures/time_chart", drawn(|| statement.time_chart().expect("a year is a period").to_svg())),
        ("pictures/waterfall", drawn(|| statement.waterfall("level").expect("a line").to_svg())),
    ];
    for (subject, picture) in pictures {
        if host.wants(subject) {
            let stated = runner(|| None, |stated| *stated = Some(state()));
            host.hold(&Contest { subject, size, count, runners: vec![("drawn", picture), ("stated", stated)] });
        }
    }
    host.finish();
}
