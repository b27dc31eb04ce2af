//! # How sure can we be?
//!
//! A trial in the National Health Service (UK) compared two treatments of depression: Beat the Blues, a therapy at the
//! computer, and treatment as usual (Proudfoot and others 2003). Its figures rest on 97 patients who were seen again. Other
//! patients of the same kind would have given other figures. This page shows how far chance could move them, how far the
//! patients who never came back could, and what more patients would change.
//!
//! The data is real: the data set `BtheB` of the R package HSAUR. [`examples/data`](../../examples/data) names its source and
//! licence. This page is the program [`examples/how_surely.rs`](../../examples/how_surely.rs) with its output. The command
//! `cargo run --release --example how_surely` prints it, and with `-- --write` it writes the page and its pictures to
//! `docs/notebooks`. The program also checks figures that are known from other sources.

#[path = "data_sets/trial.rs"]
mod trial;

mod notebook;

use std::error::Error;

use covalue::certainty::{Drawing, Effects, Interval, Intervals, Per, Resampling};
use covalue::impact::Assumption::Quantity;
use covalue::impact::{Discount, ImpactMap, Proxy, Row, Spread};
use covalue::{By, Ledger, Statement};

use notebook::{Files, Page, Table};
use trial::{DEPRESSION, EPISODE, THERAPY, USUAL, read};

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("how_surely", include_str!("how_surely.rs"), &[("trial", include_str!("data_sets/trial.rs"))], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## Points for each patient, with intervals
    //
    // The measure is the Beck Depression Inventory, from 0 to 63 points. **Lower is better.** *Created* are the points of patients who
    // got better, and *destroyed* those of patients who got worse, each divided by all patients of the treatment. The intervals
    // come from resampling the patients, with a seed: another run gives the same figures.
    let ledger = read()?;
    let sure = ledger.intervals_on(By::Service, Resampling::seeded(1))?.less(THERAPY, USUAL, DEPRESSION)?;
    let last = ledger.statement(By::Service)?;
    page.figure("intervals", last.bar_chart_with(&sure)?.to_svg());

    // The same figures as a table. Below the treatments stands their difference.
    page.show(&sure);

    page.answer(answer(&sure)?);

    // ## Two doubts, and neither contains the other
    //
    // An interval says how far *chance* could move a figure. It knows nothing of the patients who never came back. Their levels are
    // *missing*, and could be anything the instrument allows. The bounds say how far that could move the net of all patients.
    page.show(&doubts(&last, &sure)?);

    page.say(missing(&last, &sure)?);

    // ## Does the length of the episode matter?
    //
    // The data says how long the depression had lasted at the start. Each group is compared with all others, for each appraisal.
    let by_episode = ledger.intervals_on(By::with(EPISODE), Resampling::seeded(1).per(Per::Appraisal))?;
    let by_episode = by_episode.less_others()?;
    page.show(&by_episode);

    let difference = by_episode.differences().next().ok_or("two groups are compared")?.destroyed()?; // for the text
    page.say(format!(
        "After an episode of over 6 months the mean loss is {:.2} points larger, and chance could make that anything from {:.2} to \
         {:.2}.",
        difference.estimate(),
        difference.low(),
        difference.high()
    ));

    // ## What would more patients buy?
    //
    // If patients like these had come several times over, the figures would stay, and the intervals would be narrower: four times the
    // patients halve them. The table repeats the patients under other ids. These have other random numbers, so that the first row
    // differs a little from the difference above.
    let patients = net_of_patients(&ledger)?;
    let more = more_patients(&patients, [1, 4, 16, 36])?;
    page.show(&more.table());

    page.say(format!(
        "With {} patients in place of {}, a difference of {:.2} points would be more than chance. Whether so few points matter to a \
         patient is another question.",
        more.settled.0,
        patients[0].len() + patients[1].len(),
        more.settled.1.estimate()
    ));

    // ## Is the therapy worth its costs?
    //
    // The data has no costs. Money is counted in *courses* here: one is what the therapy costs for a patient beyond treatment as
    // usual, an amount that readers know for their own service. What a point is worth is their own judgement, so the picture has
    // all answers from 0 to 5 courses. A draw is a replicate of the intervals above: chance is in it, missing patients are not.
    let points = points_gained(&sure)?;
    let nothing = vec![0.0; points.len()];
    let costs = vec![1.0; points.len()];
    let treatments = Effects::new([(THERAPY, points.clone(), costs), (USUAL, nothing.clone(), nothing)])?;
    page.figure("acceptability", treatments.acceptability_chart(rates())?.unit("courses").to_svg());

    page.say(acceptable(&treatments)?);

    // The same for one answer. This page assumes that a point is worth 2 courses: a reader who agrees would pay for a course that
    // gains half a point. The picture shows what is left for each patient, in each draw, once the course is paid.
    let gained = sure.difference(THERAPY, USUAL, DEPRESSION)?.net()?.estimate();
    let row = Row::new("points gained", gained, Proxy::amount(2.0).unit("courses"));
    let map = ImpactMap::new([row.spread(Quantity, Spread::resampled(points))]).inputs(1.0);
    let draws = map.draws(Discount::none(), Drawing::seeded(1))?;
    page.figure("draws", draws.chart().to_svg());

    let left = draws.net_present_value(); // for the text
    let paying = 100.0 * left.above(0.0) as f64 / left.values().len() as f64; // for the text
    page.say(format!(
        "If a point is worth 2 courses, the therapy gives more than it costs in {paying:.0} of 100 draws and less in {:.0}; what is left \
         for each patient is {:.1} courses on average.",
        100.0 - paying,
        left.mean()
    ));

    // ## What it means, and what it does not
    //
    // - An interval of 95 % holds the figure of all such patients in about 95 of 100 trials like this one. It is no probability for
    //   this trial alone.
    // - Patients were assigned to the treatments at random, so their difference may be an effect. Those who stayed away may differ
    //   from those who came.
    // - A difference that is not more than chance is not *no difference*: the interval holds gains that would matter, and losses.
    check_facts(&sure)
}

/// Which treatment is better, as far as the trial tells.
fn answer(sure: &Intervals) -> Result<String, Box<dyn Error>> {
    let [therapy, usual] = [sure.line(THERAPY, DEPRESSION)?, sure.line(USUAL, DEPRESSION)?];
    let net = sure.difference(THERAPY, USUAL, DEPRESSION)?.net()?;
    assert!(net.low() < 0.0 && 0.0 < net.estimate(), "the sentence below is about such a difference");
    Ok(format!(
        "Patients gained {:.1} points each and lost {:.1} under the therapy, and gained {:.1} and lost {:.1} under treatment \
         as usual. The therapy is {:.1} points better for each patient, but chance alone could make it {:.1} points worse or \
         {:.1} better: {} patients do not settle which treatment is better.",
        therapy.created()?.estimate(),
        therapy.destroyed()?.estimate(),
        usual.created()?.estimate(),
        usual.destroyed()?.estimate(),
        net.estimate(),
        -net.low(),
        net.high(),
        therapy.people() + usual.people()
    ))
}

/// `0.65 (0.28 to 1.32)`
fn limits(interval: Interval) -> String {
    format!("{:.2} ({:.2} to {:.2})", interval.estimate(), interval.low(), interval.high())
}

/// The net of each treatment, how far chance could move it, and how far the missing patients could.
fn doubts(last: &Statement, sure: &Intervals) -> Result<Table<5>, Box<dyn Error>> {
    let mut table = Table::new(["treatment", "net", "by chance", "missing", "if none were missing"]);
    for treatment in [THERAPY, USUAL] {
        let (line, cell) = (sure.line(treatment, DEPRESSION)?, last.cell(treatment, DEPRESSION)?);
        let (net, bounds) = (line.net()?, cell.bounds()?.ok_or("the measure has a range")?);
        table.row([
            treatment.to_owned(),
            cell.net()?.to_string(),
            format!("{:.0} to {:.0}", net.total_low(), net.total_high()),
            line.missing().ok_or("grouped by service there is a coverage")?.to_string(),
            format!("{} to {}", bounds.net().lowest(), bounds.net().highest()),
        ]);
    }
    Ok(table)
}

/// What the table of both doubts shows.
fn missing(last: &Statement, sure: &Intervals) -> Result<String, Box<dyn Error>> {
    let (chance, cell) = (sure.line(USUAL, DEPRESSION)?.net()?, last.cell(USUAL, DEPRESSION)?);
    let bounds = cell.bounds()?.ok_or("the measure has a range")?;
    let (lowest, highest) = (*bounds.net().lowest(), *bounds.net().highest());
    Ok(format!(
        "Every patient of the therapy came at least once, so only chance is left there. Under treatment as usual, {} patients never came \
         back, and could move the net by {:.0} points from the lowest to the highest. Chance could move it by {:.0}.",
        sure.line(USUAL, DEPRESSION)?.missing().unwrap_or_default(),
        highest - lowest,
        chance.total_high() - chance.total_low()
    ))
}

/// The change of a patient, by id.
type Change = (String, f64);

/// The net of each patient of both treatments.
fn net_of_patients(ledger: &Ledger) -> Result<[Vec<Change>; 2], Box<dyn Error>> {
    let mut patients = [Vec::new(), Vec::new()];
    for cell in ledger.statement(By::Service.and(By::Beneficiary))?.cells().filter(|cell| cell.appraisal_count() > 0) {
        let mut values = cell.line().values().flatten();
        let (treatment, patient) = values.next().zip(values.next()).ok_or("a line is of a treatment and a patient")?;
        patients[usize::from(treatment == USUAL)].push((patient.to_owned(), cell.net()?));
    }
    Ok(patients)
}

/// The difference of both treatments if each patient had come several times over under other ids, and the number of patients from
/// which on it is above zero.
struct MorePatients {
    rows: Vec<(usize, Interval)>,
    settled: (usize, Interval),
}

fn more_patients(patients: &[Vec<Change>; 2], times: [usize; 4]) -> Result<MorePatients, Box<dyn Error>> {
    let mut rows = Vec::new();
    for times in times {
        let copies = |of: &[Change]| {
            let copied =
                of.iter().flat_map(|(id, net)| (0..times).map(move |copy| (format!("{id}/{copy}"), *net, 1.0)));
            copied.collect::<Vec<_>>()
        };
        let interval = Resampling::seeded(1).difference(copies(&patients[0]), copies(&patients[1]))?;
        rows.push((times * (patients[0].len() + patients[1].len()), interval));
    }
    let settled = *rows.iter().find(|(_, interval)| interval.low() > 0.0).ok_or("more patients settle it")?;
    Ok(MorePatients { rows, settled })
}

impl MorePatients {
    fn table(&self) -> Table<4> {
        let mut table = Table::new(["patients", "difference for each patient", "from", "to"]);
        for (patients, interval) in &self.rows {
            let [estimate, low, high] =
                [interval.estimate(), interval.low(), interval.high()].map(|points| format!("{points:.2}"));
            table.row([patients.to_string(), estimate, low, high]);
        }
        table
    }
}

/// The points that a patient gains under the therapy beyond treatment as usual, in each replicate.
fn points_gained(sure: &Intervals) -> Result<Vec<f64>, Box<dyn Error>> {
    let points = |treatment: &str| -> Result<Vec<f64>, Box<dyn Error>> {
        let people = sure.line(treatment, DEPRESSION)?.people() as f64;
        Ok(sure.totals(treatment, DEPRESSION)?.net()?.iter().map(|total| total / people).collect())
    };
    Ok(points(THERAPY)?.iter().zip(points(USUAL)?).map(|(therapy, usual)| therapy - usual).collect())
}

/// What a point may be worth, in courses.
fn rates() -> impl Iterator<Item = f64> {
    (0..=50).map(|tenth| f64::from(tenth) / 10.0)
}

/// From which worth of a point on the therapy is the better choice, and how often that is wrong at the highest.
fn acceptable(treatments: &Effects) -> Result<String, Box<dyn Error>> {
    let mut shares = Vec::new();
    for (rate, options) in treatments.acceptability(rates())? {
        shares.push((rate, options.wins(THERAPY)? as f64 / options.draws() as f64));
    }
    let (from, _) =
        shares.iter().find(|(_, share)| *share > 0.5).ok_or("the therapy is the better choice at some rate")?;
    let (highest, share) = shares.last().ok_or("there are rates")?;
    Ok(format!(
        "The therapy is the better choice in most draws only if a point is worth {from:.1} courses or more, and even at {highest:.0} \
         courses it is the wrong one in {:.0} of 100.",
        100.0 * (1.0 - share)
    ))
}

/// Checks the figures that are known about the trial from other sources.
fn check_facts(sure: &Intervals) -> Result<(), Box<dyn Error>> {
    let therapy = sure.line(THERAPY, DEPRESSION)?;
    assert_eq!((therapy.people(), limits(therapy.destroyed()?).as_str()), (52, "0.65 (0.28 to 1.32)"));
    assert_eq!(limits(sure.difference(THERAPY, USUAL, DEPRESSION)?.net()?), "0.88 (-3.35 to 5.27)");
    Ok(())
}
