//! # Did the workshop help, and who came?
//!
//! JOBS II is a randomised trial (Vinokur, Price & Schul 1995): a lottery decided which unemployed people were offered a
//! job-search workshop and which got a booklet. Not all who were offered the workshop attended it. The data is real: the
//! data set `jobs` of the R package mediation. [`examples/data`](../../examples/data) names its source and licence.
//!
//! This page is the program [`examples/who_attended.rs`](../../examples/who_attended.rs) with its output. The command
//! `cargo run --release --example who_attended` prints it, and with `-- --write` it writes the page and its pictures to
//! `docs/notebooks`. The program also checks these figures against those that are known from other sources. The
//! functions that the shown code calls are at the end of the page.

#[path = "data_sets/jobs.rs"]
mod jobs;
mod notebook;

use std::error::Error;

use covalue::statement::Figures;
use covalue::{By, Statement};

use jobs::{Attendance, BOOKLET, DEPRESSION, WORKSHOP, people, read, read_workshop};
use notebook::{Files, Page, Table};

/// The threshold of the publication: figures of fewer people are withheld.
const THRESHOLD: u64 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave(
        "who_attended",
        include_str!("who_attended.rs"),
        &[("jobs", include_str!("data_sets/jobs.rs"))],
        notebook,
    )
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## The data
    //
    // The measure is depression, from 1 to 5 points. **Lower is better.**
    //
    // [`examples/data_sets/jobs.rs`](../../examples/data_sets/jobs.rs) reads the data into a ledger. The workshop and the
    // booklet are two services. A person who attended the workshop *co-operated*: their own part is on record as
    // integrated. A person who did not attend has it on record as not integrated. For the booklet nothing is on record,
    // since the trial did not ask whether people read it.
    page.item_of("jobs", &["fn recorded"]);

    // ## How many people are better?
    let ledger = read(Attendance::Recorded)?;
    let recorded = ledger.statement(By::Service)?;
    page.figure("people", recorded.people_chart()?.to_svg());

    let of_service = |service| recorded.line(service, DEPRESSION); // for the text
    let (workshop, booklet) = (of_service(WORKSHOP)?, of_service(BOOKLET)?); // for the text
    page.say(format!(
        "{} people were offered the workshop, of whom {} attended, and {} got the booklet.",
        workshop.appraisal_count(),
        people()?.iter().filter(|person| person.is_offered && person.attended).count(),
        booklet.appraisal_count()
    ));

    page.answer(format!(
        "{:.0} in 100 people of the workshop are better and {:.0} in 100 of the booklet, which chance alone may explain; of \
         the {} of the workshop who are better, {} did not attend.",
        percent(workshop.better_count(), &workshop),
        percent(booklet.better_count(), &booklet),
        workshop.better_count(),
        workshop.windfall_gain_count()
    ));

    // The workshop has twice as many people. So compare the shares and the mean changes, not the amounts.
    page.say(format!(
        "{:.0} in 100 people of the workshop are better and {:.0} in 100 are worse. Of the booklet, {:.0} are better and \
         {:.0} worse. The mean changes are {:.2} and {:.2} points.",
        percent(workshop.better_count(), &workshop),
        percent(workshop.worse_count(), &workshop),
        percent(booklet.better_count(), &booklet),
        percent(booklet.worse_count(), &booklet),
        workshop.mean_change().ok_or("people were asked")?,
        booklet.mean_change().ok_or("people were asked")?
    ));

    // ## How much of it belongs to people who came?
    //
    // Points of people who co-operated are *created* or *destroyed*. Points of people who were offered the workshop and
    // did not attend are *windfall gains* and *windfall losses*: these people changed too, but they did not take part.
    // The picture has the people of the workshop only, since the trial did not ask who read the booklet.
    let of_workshop = read_workshop()?.statement(By::Service)?;
    page.figure("windfalls", of_workshop.waterfall(DEPRESSION)?.to_svg());

    // The table has a row for each service. Both windfalls are in the net, but neither in created nor in destroyed. Each
    // figure is rounded by itself, so sums may differ in the last place.
    page.show(&format!("{recorded:.2}"));

    page.say(format!(
        "{} people of the workshop are better: {} attended, and {} did not. {} are worse: {} attended, and {} did not.",
        workshop.better_count(),
        workshop.gain_count(),
        workshop.windfall_gain_count(),
        workshop.worse_count(),
        workshop.loss_count(),
        workshop.windfall_loss_count()
    ));

    // ## What does a record of attendance change?
    //
    // The same books without the record:
    let not_recorded = read(Attendance::NotRecorded)?.statement(By::Service)?;
    page.show(&nets(&recorded, &not_recorded)?);

    // Recording attendance changes no net. For people who did not attend, it moves gains from created to windfall gain,
    // and losses from destroyed to windfall loss. The net includes both.
    page.say(format!(
        "The last row is a warning. It counts the losses of people who did not attend and leaves out their gains. This \
         would take {:.1} points off the net of the workshop, and the booklet would seem to be better.",
        workshop.windfall_gain()
    ));

    // The amounts by part, with attendance recorded and then not recorded: `#` asks for the parts, and `.2` for two
    // decimals. *Not asked* says that no contribution is on record. A zero would look like a finding.
    page.show(&format!("{recorded:#.2}"));
    page.show(&format!("{not_recorded:#.2}"));

    // ## What can be published?
    //
    // A figure of few people can reveal what one of them said. A publication withholds such figures.
    page.item(&["const THRESHOLD"]);

    let published = ledger.publish(THRESHOLD).statement(By::Service)?;
    page.figure("published", published.people_chart().ok_or("a published statement has a picture")?.to_svg());

    page.show(&format!("{published:.2}"));

    page.say(format!(
        "{} people of the booklet are unchanged. This number is withheld, since they are too few. Further figures are \
         withheld, so that no reader can compute it by subtraction. So a withheld figure is not always small: {} people \
         of the booklet and {} of the workshop were the same or worse.",
        booklet.unchanged_count(),
        booklet.unchanged_count() + booklet.worse_count(),
        workshop.unchanged_count() + workshop.worse_count()
    ));

    // ## What it means, and what it does not
    //
    // - A lottery decided who was offered the workshop, so the two services can be compared.
    // - **People decided themselves whether to attend.** Those who attended may differ in other ways from those who did
    //   not. So the two are not compared here.
    // - The tables have no confidence intervals: they do not show how far chance alone may move two groups of this size.
    //   This page cannot say that the workshop helped more than the booklet.
    // - The trial did not ask whether people read the booklet, so all its gains count as created. This does not mean that
    //   all people read it.

    check_facts(&recorded, &not_recorded)
}

/// A number of people, as a percentage of all who were asked.
fn percent(people: u64, all: &Figures) -> f64 {
    100.0 * people as f64 / all.appraisal_count() as f64
}

/// The net of each service: with attendance recorded and not recorded, and without windfall gains, as a warning.
fn nets(recorded: &Statement, not_recorded: &Statement) -> Result<Table<3>, Box<dyn Error>> {
    let mut table = Table::new(["net, in points", WORKSHOP, BOOKLET]);
    let net = |books: &Statement, service| books.line(service, DEPRESSION).map(|line| format!("{:.1}", line.net()));
    for (row, books) in [("attendance not recorded", not_recorded), ("attendance recorded", recorded)] {
        table.row([row.to_owned(), net(books, WORKSHOP)?, net(books, BOOKLET)?]);
    }
    let one_sided = |service| without_windfall_gains(recorded, service).map(|net| format!("{net:.1}"));
    table.row(["recorded, gains left out".to_owned(), one_sided(WORKSHOP)?, one_sided(BOOKLET)?]);
    Ok(table)
}

/// The net without windfall gains: a one-sided figure.
fn without_windfall_gains(books: &Statement, service: &str) -> Result<f64, Box<dyn Error>> {
    let line = books.line(service, DEPRESSION)?;
    Ok(line.created() - line.destroyed() - line.windfall_loss())
}

/// Checks the figures that are known about the trial from other sources.
fn check_facts(recorded: &Statement, not_recorded: &Statement) -> Result<(), Box<dyn Error>> {
    let near = |figure: f64, fact: f64| assert!((figure - fact).abs() < 1e-6, "{figure} is not {fact}");
    let (workshop, booklet) = (recorded.line(WORKSHOP, DEPRESSION)?, recorded.line(BOOKLET, DEPRESSION)?);
    assert_eq!((booklet.better_count(), booklet.unchanged_count(), booklet.worse_count()), (169, 4, 126));
    near(booklet.net(), 31.739_808);
    assert_eq!((workshop.gain_count(), workshop.windfall_gain_count()), (236, 124));
    assert_eq!((workshop.loss_count(), workshop.windfall_loss_count()), (124, 93));
    near(workshop.created(), 133.474_559);
    near(workshop.windfall_gain(), 62.321_819);
    near(workshop.destroyed(), 66.147_268);
    near(workshop.windfall_loss(), 45.749_087);
    near(workshop.net(), 83.900_023);
    near(without_windfall_gains(recorded, WORKSHOP)?, 21.578_204);
    for service in [WORKSHOP, BOOKLET] {
        let (one, other) = (recorded.line(service, DEPRESSION)?, not_recorded.line(service, DEPRESSION)?);
        assert_eq!(
            (one.net(), one.better_count(), one.worse_count()),
            (other.net(), other.better_count(), other.worse_count())
        );
    }
    Ok(())
}
