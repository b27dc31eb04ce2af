//! Uses of services that are the same in every run, and the naive loop over them.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]
#![allow(dead_code, reason = "every bench uses some of it")]

use covalue::{Appraisal, Catalogue, Date, Interaction, Measure, Service, date};

use super::contest::Generator;

pub(crate) const SERVICES: u32 = 200;
pub(crate) const USERS: u32 = 100_000;
pub(crate) const FIRST_YEAR: i16 = 2020;
pub(crate) const YEARS: u32 = 5;

/// A use of a service as plain data, which is what the naive loops run over.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) user: u32,
    pub(crate) service: u32,
    pub(crate) on: Date,
    pub(crate) before: f64,
    pub(crate) after: f64,
}

pub(crate) fn rows(count: usize) -> Vec<Row> {
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

pub(crate) fn catalogue() -> Catalogue {
    let services =
        (0..SERVICES).map(|service| Service::new(format!("service-{service:03}"), "provider").promises("level", 1.0));
    Catalogue::new([Measure::higher_is_better("level", "points")], services).expect("a sound catalogue")
}

pub(crate) fn interaction(row: &Row) -> Interaction {
    Interaction::between(format!("user-{:06}", row.user), format!("service-{:03}", row.service), row.on)
        .id(&row.id)
        .appraisal(Appraisal::of("level").before(row.before).after(row.after))
}

/// What a naive loop keeps of a line.
#[derive(Clone, Default)]
pub(crate) struct Slot {
    pub(crate) created: f64,
    pub(crate) destroyed: f64,
    pub(crate) gains: u32,
    pub(crate) losses: u32,
}

/// The naive loop over columns: levels and the number of each row's line.
pub(crate) struct Columns {
    pub(crate) before: Vec<f64>,
    pub(crate) after: Vec<f64>,
    pub(crate) on: Vec<Date>,
    pub(crate) service: Vec<u32>,
    pub(crate) user: Vec<u32>,
}

impl Columns {
    pub(crate) fn of(rows: &[Row]) -> Self {
        Self {
            before: rows.iter().map(|row| row.before).collect(),
            after: rows.iter().map(|row| row.after).collect(),
            on: rows.iter().map(|row| row.on).collect(),
            service: rows.iter().map(|row| row.service).collect(),
            user: rows.iter().map(|row| row.user).collect(),
        }
    }

    pub(crate) fn state(&self, slots: &mut [Slot], line: impl Fn(usize) -> u32) {
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

    pub(crate) fn quarter(&self, row: usize) -> u32 {
        let on = self.on[row];
        let quarter = i32::from(on.year() - FIRST_YEAR) * 4 + (i32::from(on.month()) - 1) / 3;
        self.service[row] * YEARS * 4 + quarter as u32
    }
}
