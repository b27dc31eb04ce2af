//! # Is it getting worse, or is it chance?
//!
//! A landlord repairs homes, and asks each tenant before and after: how good is the home, and how far do you trust the
//! landlord, each from 0 to 10 points? Two years of repairs. **The landlord, the tenants and all points are made up**: a
//! spell of bad repairs is built into them, so that the charts have something to find.
//!
//! This page is the program [`examples/is_it_chance.rs`](../../examples/is_it_chance.rs) with its output. The command
//! `cargo run --release --example is_it_chance` prints it, and with `-- --write` it writes the page and its pictures to
//! `docs/notebooks`.

mod notebook;

use std::error::Error;

use covalue::chart::ControlKind;
use covalue::statement::Cell;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Statement, Terms, date};

use notebook::{Files, Page};

const HOME: &str = "home";
const TRUST: &str = "trust";

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("is_it_chance", include_str!("is_it_chance.rs"), &[], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## The data
    //
    // Each repair is an interaction with one tenant, and each question an appraisal of it: here the change alone, without
    // the levels before and after. The promises say that both questions are due after each repair.
    page.item(&["fn two_years"]);

    // ## Created and destroyed, quarter by quarter
    //
    // A gain of one tenant does not undo a loss of another, so each quarter has two bars.
    let ledger = two_years()?;
    let by_quarter = ledger.statement(By::Quarter)?;
    page.figure("quarters", by_quarter.time_chart()?.to_svg());

    // The same figures as a table:
    page.show(&by_quarter);

    // ## Is the bad spell chance?
    //
    // Some tenants are worse in every month. A control chart asks whether a month differs by more than chance. Here its
    // limits come from the first twelve months with appraisals. A month outside of them is worth a question, and so
    // are eight or more months in a row on one side of the average. Any other month needs no explanation.
    let by_month = ledger.statement(Terms::by(By::Month))?;
    page.figure("worse", by_month.control_chart(ControlKind::ShareWorse)?.baseline(12).to_svg());

    let by_year = ledger.statement(By::Year)?; // for the text
    page.answer(answer(&by_year, &by_month)?);

    // The mean change of each month, by the same months:
    page.figure("mean", by_month.control_chart(ControlKind::MeanChange)?.baseline(12).to_svg());

    // On trust the two charts differ. The share of worse appraisals stays inside of its limits and above the average for
    // eight months and more; the mean also sees by how much they are worse, and leaves its limits. Both say that something
    // changed.

    // ## Better homes, less trust?
    //
    // Both questions beside each other, for each tenant. Two separate averages would not show whose home is better and
    // whose trust is lower.
    let both = ledger.cross(Terms::default(), HOME, TRUST)?;
    page.figure("both", both.chart().to_svg());
    page.show(&both);

    let line = both.line("repair")?; // for the text
    page.say(format!(
        "{} of {} tenants have a better home and less trust in the landlord, and {} have a worse home and more trust.",
        line.better().worse(),
        line.person_count(),
        line.worse().better()
    ));

    // ## What it means, and what it does not
    //
    // - The charts find *when* something changed. They do not name a cause: a contractor, a wet summer and another way of
    //   asking would look alike.
    // - The limits are those of Shewhart's charts, and eight months in a row on one side are a common rule of practice. How
    //   many months make the baseline is the reader's choice, to be stated beside the chart.
    // - For August 2024 there are no appraisals. The charts show a gap, not a zero.
    // - The tenants of two months are different people, so a monthly figure is no person's path.

    check_books(&ledger, &by_year)?;
    Ok(())
}

/// The homes that are worse in the two years, and in the months of the bad spell.
fn answer(by_year: &Statement, by_month: &Statement) -> Result<String, Box<dyn Error>> {
    let worse = |statement: &Statement, lines: &[&str]| -> Result<String, Box<dyn Error>> {
        let cells: Vec<_> = lines.iter().map(|line| statement.cell(*line, HOME)).collect::<Result<_, _>>()?;
        let sum = |count: fn(&Cell) -> u64| cells.iter().map(count).sum::<u64>();
        Ok(format!("{} of {}", sum(Cell::worse_count), sum(Cell::appraisal_count)))
    };
    Ok(format!(
        "From April to July 2025 {} homes are worse after the repair, more than chance explains; {} are worse in all of \
         2024 and {} in all of 2025.",
        worse(by_month, &["2025-04", "2025-05", "2025-06", "2025-07"])?,
        worse(by_year, &["2024"])?,
        worse(by_year, &["2025"])?
    ))
}

/// Two years of repairs. In four months of 2025 homes get three points less and trust one, by construction.
fn two_years() -> Result<Ledger, Box<dyn Error>> {
    /// Changes that recur, so that the books are the same in every run.
    const CHANGES: [i8; 12] = [2, 3, 1, 2, -1, 4, 2, 0, 3, -1, 2, 1];
    let points = |measure| Measure::higher_is_better(measure, "points").range(0.0, 10.0);
    let repair = Service::new("repair", "landlord").promises(HOME, 0.0).promises(TRUST, 0.0);
    let catalogue = Catalogue::new([points(HOME), points(TRUST)], [repair])?;
    let mut ledger = Ledger::new(&catalogue);
    for month in (0..24_usize).filter(|month| *month != 7) {
        for repair in 0..9 + month * 7 % 5 {
            let bad_spell = if (15..19).contains(&month) { 3 } else { 0 };
            let home = CHANGES[(month * 5 + repair * 7) % 12] - bad_spell;
            let trust = CHANGES[(month * 7 + repair * 5) % 12] - 1 - bad_spell / 2;
            let on = date(2024 + (month / 12) as i16, (month % 12) as i8 + 1, 1 + repair as i8);
            let change = |measure: &str, change: i8| Appraisal::of(measure).change(f64::from(change));
            let done = Interaction::between(format!("tenant {}", ledger.len() + 1), "repair", on);
            ledger.record(done.appraisal(change(HOME, home)).appraisal(change(TRUST, trust)))?;
        }
    }
    Ok(ledger)
}

/// Checks the books against sums over the recurring changes.
fn check_books(ledger: &Ledger, by_year: &Statement) -> Result<(), Box<dyn Error>> {
    let cells = ["2024", "2025"].map(|year| by_year.cell(year, HOME));
    let counted: u64 = cells.into_iter().map(|cell| cell.map_or(0, |cell| cell.appraisal_count())).sum();
    assert_eq!(counted, ledger.len() as u64);
    let together = ledger.statement(By::none())?;
    assert_eq!(together.total(HOME)?.net(), by_year.total(HOME)?.net());
    Ok(())
}
