//! Recording, statements and merging, each beside a naive loop or a peer.
//!
//! `cargo bench -p covalue-benches --bench books` measures; `-- --test` runs everything once; `-- --ratios` prints
//! ratios; `-- --ratios statement/by_service 1M` prints those of one subject and size.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]

use std::collections::HashSet;
use std::hint::black_box;

use covalue::catalogue::InteractionId;
use covalue::number::{FloatTotal, Total, TotalsRow};
use covalue::statement::Cell;
use covalue::{By, Catalogue, Date, Interaction, Ledger, Statement, Tally, date};
use covalue_benches::contest::{Contest, Host, runner};
use covalue_benches::rows::{Columns, FIRST_YEAR, Row, USERS, catalogue, interaction, rows};
use covalue_benches::statements;

fn ledger(catalogue: &Catalogue, rows: &[Row], part: &str) -> Ledger {
    let mut ledger = Ledger::part(catalogue, part);
    ledger.record_all(rows.iter().map(interaction)).expect("ids differ");
    ledger
}

/// A store without validation and interning: unique ids, days and levels.
#[derive(Default)]
struct Unchecked {
    ids: HashSet<InteractionId>,
    on: Vec<Date>,
    levels: Vec<[f64; 2]>,
}

impl Unchecked {
    fn of(interactions: Vec<Interaction>) -> Self {
        let count = interactions.len();
        let ids = HashSet::with_capacity(count);
        let mut kept = Self { ids, on: Vec::with_capacity(count), levels: Vec::with_capacity(count) };
        for interaction in interactions {
            kept.ids.insert(interaction.get_id().expect("every row has one").clone());
            kept.on.push(interaction.on().first());
            let appraisals = interaction.appraisals();
            kept.levels.extend(appraisals.filter_map(|one| Some([*one.get_before()?, *one.get_after()?])));
        }
        kept
    }
}

fn recording(host: &mut Host, rows: &[Row], size: &str) {
    let catalogue = &catalogue();
    let made = || rows.iter().map(interaction).collect::<Vec<_>>();
    let one_by_one = |interactions: Vec<Interaction>| {
        let mut ledger = Ledger::new(catalogue);
        for interaction in interactions {
            ledger.record(interaction).expect("ids differ");
        }
        ledger
    };
    let at_once = |interactions: Vec<Interaction>| {
        let mut ledger = Ledger::new(catalogue);
        ledger.record_all(interactions).expect("ids differ");
        ledger
    };
    let tallied = |interactions: Vec<Interaction>| {
        let mut tally = Tally::new(catalogue, By::Service).expect("sound terms");
        tally.record_all(interactions).expect("sound rows");
        tally.statement()
    };
    assert_eq!(one_by_one(made()), at_once(made()));
    let ids = || rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    host.hold(&Contest {
        subject: "ledger/record_all",
        size,
        count: rows.len(),
        runners: vec![
            ("record_all", runner(|| (made(), None), |(rows, done)| *done = Some(at_once(std::mem::take(rows))))),
            ("record", runner(|| (made(), None), |(rows, done)| *done = Some(one_by_one(std::mem::take(rows))))),
            ("tally", runner(|| (made(), None), |(rows, done)| *done = Some(tallied(std::mem::take(rows))))),
            // The work that is left without validation, services, measures and users.
            ("unchecked", runner(|| (made(), None), |(rows, done)| *done = Some(Unchecked::of(std::mem::take(rows))))),
            // The minimum of any recorder: it reads the records and drops them.
            ("drop", runner(made, |rows| rows.drain(..).for_each(|row| drop(black_box(row))))),
            ("set_of_ids", runner(|| (ids(), HashSet::new()), |(ids, set)| set.extend(std::mem::take(ids)))),
        ],
    });
}

/// A double-entry journal with one entry for each interaction: the nearest peer that keeps books.
fn double_entries(host: &mut Host, rows: &[Row], size: &str) {
    let catalogue = &catalogue();
    host.hold(&Contest {
        subject: "ledger/record",
        size,
        count: rows.len(),
        runners: vec![
            (
                "record",
                runner(
                    || (rows.iter().map(interaction).collect::<Vec<_>>(), Ledger::new(catalogue)),
                    |(rows, ledger)| {
                        for interaction in std::mem::take(rows) {
                            ledger.record(interaction).expect("ids differ");
                        }
                    },
                ),
            ),
            ("doubleentry", covalue_benches::double_entry::runner(rows)),
        ],
    });
}

/// The totals of a cell, in one struct: the minimum of memory that adding must touch.
#[derive(Clone, Default)]
struct OneCell {
    rows: [TotalsRow<FloatTotal>; 3],
    counts: [u64; 3],
}

impl OneCell {
    fn of(cell: &Cell) -> Self {
        let figures = cell.figures().expect("ordinary numbers");
        let row = |amount: f64, count: u64| {
            let mut total = FloatTotal::new();
            total.add(&amount).expect("finite");
            TotalsRow { total, count }
        };
        let coverage = figures.coverage().expect("users have a coverage");
        Self {
            rows: [
                row(figures.created(), figures.gain_count()),
                row(figures.destroyed(), figures.loss_count()),
                row(figures.within_up(), figures.unchanged_count()),
            ],
            counts: [figures.left_out_count(), coverage.due(), coverage.made()],
        }
    }

    fn merge(&mut self, other: &Self) {
        self.rows.iter_mut().zip(&other.rows).for_each(|(row, more)| row.merge(more));
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
    }
}

fn merging(host: &mut Host, rows: &[Row]) {
    let catalogue = &catalogue();
    let (first, second) = rows.split_at(rows.len() / 2);
    let parts = [("first", first), ("second", second)].map(|(name, rows)| {
        // Every user at least once, so that both have the same lines.
        let everyone = (0..USERS).map(|user| Row {
            id: format!("{name}-{user}"),
            user,
            service: 0,
            on: date(FIRST_YEAR, 1, 1),
            before: 1.0,
            after: f64::from(user % 3),
        });
        let everyone: Vec<Row> = everyone.collect();
        let mut ledger = ledger(catalogue, rows, name);
        ledger.record_all(everyone.iter().map(interaction)).expect("ids differ");
        ledger.statement(By::User).expect("sound terms")
    });
    assert_eq!(parts[0].len(), USERS as usize);
    let cells = |statement: &Statement| statement.cells().map(|cell| OneCell::of(&cell)).collect::<Vec<_>>();
    let (here, there) = (&cells(&parts[0]), &cells(&parts[1]));
    let parts = &parts;
    host.hold(&Contest {
        subject: "statement/merge",
        size: "100k",
        count: USERS as usize,
        runners: vec![
            ("merge", runner(|| parts[0].clone(), |whole| whole.merge_in(&parts[1]).expect("two parts"))),
            (
                "add_cells",
                runner(
                    || here.clone(),
                    |cells| {
                        cells.iter_mut().zip(there).for_each(|(cell, more)| cell.merge(more));
                    },
                ),
            ),
        ],
    });
}

fn main() {
    let mut host = Host::from_arguments();
    let sizes: &[(usize, &str)] = if Host::only_tests() {
        &[(10_000, "10k")]
    } else {
        &[(10_000, "10k"), (100_000, "100k"), (1_000_000, "1M"), (10_000_000, "10M")]
    };
    for &(count, size) in sizes {
        if !host.wants_size(size) {
            continue;
        }
        let rows = rows(count);
        if host.wants("ledger/record_all") {
            recording(&mut host, &rows, size);
        }
        if host.wants("ledger/record") && count <= 100_000 {
            double_entries(&mut host, &rows, size);
        }
        if statements::statements().iter().any(|(subject, ..)| host.wants(subject)) {
            statements::measure(&mut host, &ledger(&catalogue(), &rows, "all"), &Columns::of(&rows), size);
        }
    }
    if host.wants("statement/merge") && host.wants_size("100k") {
        merging(&mut host, &rows(400_000));
    }
    host.finish();
}
