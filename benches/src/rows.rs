//! Generated interactions, the same in every run, and the naive loop over them.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]

use covalue::{Appraisal, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Service, User, date};

use crate::contest::Generator;

/// The number of services.
pub const SERVICES: u32 = 200;
/// The number of users.
pub const USERS: u32 = 100_000;
/// The first year of the interactions.
pub const FIRST_YEAR: i16 = 2020;
/// The number of years.
pub const YEARS: u32 = 5;

/// An interaction as plain data, for the naive loops.
#[allow(missing_docs, reason = "fields are named as the record's")]
#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub user: u32,
    pub service: u32,
    pub on: Date,
    pub before: f64,
    pub after: f64,
}

/// Generates rows.
pub fn rows(count: usize) -> Vec<Row> {
    let mut generator = Generator(7);
    // Multiplication by an odd factor is a bijection of 52 bits, so ids differ.
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

/// The catalogue of the rows.
pub fn catalogue() -> Catalogue {
    let services =
        (0..SERVICES).map(|service| Service::new(format!("service-{service:03}"), "provider").promises("level", 1.0));
    Catalogue::new([Measure::higher_is_better("level", "points")], services).expect("a sound catalogue")
}

/// A row as a record.
pub fn interaction(row: &Row) -> Interaction {
    Interaction::between(format!("user-{:06}", row.user), format!("service-{:03}", row.service), row.on)
        .id(&row.id)
        .appraisal(Appraisal::of("level").before(row.before).after(row.after))
}

/// Interactions with contributions of both sides, one in eight with a misuse, by users of twenty districts.
fn engaged(row: &Row) -> Interaction {
    let user = format!("user-{:06}", row.user);
    let district = format!("district-{:02}", row.user % 20);
    let provider = Contribution::of("provider").integrated(1.0);
    let provider =
        if row.user.is_multiple_of(8) { provider.misintegrated(0.5, Misuse::accidental()) } else { provider };
    Interaction::between(User::new(&user).with("district", district), format!("service-{:03}", row.service), row.on)
        .id(&row.id)
        .contribution(Contribution::of(&user).integrated(f64::from(row.user % 3 + 1)))
        .contribution(provider)
        .appraisal(Appraisal::of("level").before(row.before).after(row.after))
}

/// A ledger of such interactions.
pub fn engaged_ledger(rows: &[Row]) -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record_all(rows.iter().map(engaged)).expect("ids differ");
    ledger
}

/// The sums of a line in a naive loop.
#[allow(missing_docs, reason = "fields are named as a statement's figures")]
#[derive(Clone, Debug, Default)]
pub struct Slot {
    pub created: f64,
    pub destroyed: f64,
    pub gains: u32,
    pub losses: u32,
}

/// Rows as columns, for the naive loop.
#[allow(missing_docs, reason = "fields are named as the record's")]
#[derive(Clone, Debug)]
pub struct Columns {
    pub before: Vec<f64>,
    pub after: Vec<f64>,
    pub on: Vec<Date>,
    pub service: Vec<u32>,
    pub user: Vec<u32>,
}

impl Columns {
    /// The columns of rows.
    pub fn of(rows: &[Row]) -> Self {
        Self {
            before: rows.iter().map(|row| row.before).collect(),
            after: rows.iter().map(|row| row.after).collect(),
            on: rows.iter().map(|row| row.on).collect(),
            service: rows.iter().map(|row| row.service).collect(),
            user: rows.iter().map(|row| row.user).collect(),
        }
    }

    /// Adds each change to the slot of its line.
    pub fn state(&self, slots: &mut [Slot], line: impl Fn(usize) -> u32) {
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

    /// The line of a row by service and quarter.
    pub fn quarter(&self, row: usize) -> u32 {
        let on = self.on[row];
        let quarter = i32::from(on.year() - FIRST_YEAR) * 4 + (i32::from(on.month()) - 1) / 3;
        self.service[row] * YEARS * 4 + quarter as u32
    }
}
