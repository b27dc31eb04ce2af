//! Recording, stating and merging, each beside what someone would write without the crate, or use in its place.
//!
//! `cargo bench --bench books` measures; `-- --test` runs everything once; `-- --ratios` prints ratios.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]

mod contest;
mod doubled;

use std::collections::HashSet;
use std::hint::black_box;

use contest::{Contest, Generator, Host, runner};
use covalue::{
    Appraisal, By, Catalogue, Cell, Date, FloatTotal, Grouping, Interaction, Ledger, Measure, Service, Statement,
    Tally, Total, TotalsRow, date,
};

const SERVICES: u32 = 200;
const USERS: u32 = 100_000;
const FIRST_YEAR: i16 = 2020;
const YEARS: u32 = 5;

/// A use of a service as plain data, which is what the naive loops run over.
struct Row {
    id: String,
    user: u32,
    service: u32,
    on: Date,
    before: f64,
    after: f64,
}

fn rows(count: usize) -> Vec<Row> {
    let mut generator = Generator(7);
    // An odd factor sends no two numbers to the same 52 bits.
    let id = |row: usize| (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) & ((1 << 52) - 1);
    let row = |row| Row {
        id: format!("{:013x}", id(row)),
        user: generator.below(USERS),
        service: generator.below(SERVICES),
        on: date(
            FIRST_YEAR + generator.below(YEARS) as i16,
            generator.below(12) as i8 + 1,
            generator.below(28) as i8 + 1,
        ),
        before: f64::from(generator.below(2_001)) / 100.0,
        after: f64::from(generator.below(2_001)) / 100.0,
    };
    (0..count).map(row).collect()
}

fn catalogue() -> Catalogue {
    let services =
        (0..SERVICES).map(|service| Service::new(format!("service-{service:03}"), "provider").promises("level", 1.0));
    Catalogue::new([Measure::higher_is_better("level", "points")], services).expect("a sound catalogue")
}

fn interaction(row: &Row) -> Interaction {
    Interaction::between(format!("user-{:06}", row.user), format!("service-{:03}", row.service), row.on)
        .id(&row.id)
        .appraisal(Appraisal::of("level").before(row.before).after(row.after))
}

fn ledger(catalogue: &Catalogue, rows: &[Row], part: &str) -> Ledger {
    let mut ledger = Ledger::part(catalogue, part);
    ledger.record_all(rows.iter().map(interaction)).expect("ids differ");
    ledger
}

/// What a naive loop keeps of a line.
#[derive(Clone, Default)]
struct Slot {
    created: f64,
    destroyed: f64,
    gains: u32,
    losses: u32,
}

/// The naive loop over columns: levels and the number of each row's line.
struct Columns {
    before: Vec<f64>,
    after: Vec<f64>,
    on: Vec<Date>,
    service: Vec<u32>,
    user: Vec<u32>,
}

impl Columns {
    fn of(rows: &[Row]) -> Self {
        Self {
            before: rows.iter().map(|row| row.before).collect(),
            after: rows.iter().map(|row| row.after).collect(),
            on: rows.iter().map(|row| row.on).collect(),
            service: rows.iter().map(|row| row.service).collect(),
            user: rows.iter().map(|row| row.user).collect(),
        }
    }

    fn state(&self, slots: &mut [Slot], line: impl Fn(usize) -> u32) {
        for (row, (before, after)) in self.before.iter().zip(&self.after).enumerate() {
            let change = after - before;
            let slot = &mut slots[line(row) as usize];
            if change > 0.0 {
                slot.created += change;
                slot.gains += 1;
            } else if change < 0.0 {
                slot.destroyed -= change;
                slot.losses += 1;
            }
        }
    }

    fn quarter(&self, row: usize) -> u32 {
        let on = self.on[row];
        let quarter = i32::from(on.year() - FIRST_YEAR) * 4 + (i32::from(on.month()) - 1) / 3;
        self.service[row] * YEARS * 4 + quarter as u32
    }
}

/// The same lines, and sums that the naive ones are near.
fn assert_near(statement: &Statement, slots: &[Slot]) {
    let (exact, naive) =
        (statement.total("level").expect("a line"), slots.iter().map(|slot| slot.created).sum::<f64>());
    assert!((exact.created() - naive).abs() <= 1e-9 * naive, "{naive} is not near {}", exact.created());
    assert_eq!(exact.gains(), slots.iter().map(|slot| u64::from(slot.gains)).sum::<u64>());
    // Where all that happened is no change there is a line too.
    assert!(statement.len() >= slots.iter().filter(|slot| slot.gains + slot.losses > 0).count());
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
            // What nobody can save who is handed the records: they are read, and given back.
            ("drop", runner(made, |rows| rows.drain(..).for_each(|row| drop(black_box(row))))),
            ("set_of_ids", runner(|| (ids(), HashSet::new()), |(ids, set)| set.extend(std::mem::take(ids)))),
        ],
    });
}

/// A journal of two-sided entries, one of each for an interaction: the nearest thing that keeps books.
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
            ("doubleentry", doubled::runner(rows)),
        ],
    });
}

/// A naive loop that fills slots.
type Lines<'a> = Box<dyn Fn(&mut Vec<Slot>) + 'a>;

fn stating(host: &mut Host, rows: &[Row], size: &str) {
    let (catalogue, columns) = (&catalogue(), &Columns::of(rows));
    let ledger = &ledger(catalogue, rows, "all");
    let slots = |lines: u32| vec![Slot::default(); lines as usize];
    let contests: [(&str, Grouping, u32, Lines<'_>); 3] = [
        (
            "statement/by_service",
            By::Service.into(),
            SERVICES,
            Box::new(|slots| columns.state(slots, |row| columns.service[row])),
        ),
        (
            "statement/by_service_and_quarter",
            By::Service.and(By::Quarter),
            SERVICES * YEARS * 4,
            Box::new(|slots| columns.state(slots, |row| columns.quarter(row))),
        ),
        ("statement/by_user", By::User.into(), USERS, Box::new(|slots| columns.state(slots, |row| columns.user[row]))),
    ];
    for (subject, by, lines, naive) in &contests {
        let mut near = slots(*lines);
        naive(&mut near);
        assert_near(&ledger.statement(by.clone()).expect("sound terms"), &near);
        host.hold(&Contest {
            subject,
            size,
            count: rows.len(),
            runners: vec![
                ("exact", runner(|| None, |done| *done = Some(ledger.statement(by.clone()).expect("sound terms")))),
                (
                    "naive",
                    runner(
                        || None,
                        |done| {
                            let mut slots = slots(*lines);
                            naive(&mut slots);
                            *done = Some(slots);
                        },
                    ),
                ),
            ],
        });
    }
}

/// What a cell of these books holds, in one place: the least that adding must touch.
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
                row(figures.created(), figures.gains()),
                row(figures.destroyed(), figures.losses()),
                row(figures.within_up(), figures.unchanged()),
            ],
            counts: [figures.left_out(), coverage.due(), coverage.made()],
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
        // Every user once at least, so that both have the same lines.
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
        if host.wants("statement/by") {
            stating(&mut host, &rows, size);
        }
    }
    if host.wants("statement/merge") {
        merging(&mut host, &rows(400_000));
    }
    host.finish();
}
