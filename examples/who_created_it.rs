//! Who created it, and who destroyed it?
//!
//! ```text
//! cargo run --release --example who_created_it
//! ```
//!
//! There is no one answer: three rules that share out what was created stand side by side, and a fourth that a caller
//! makes of a game. Each adds up to the statement, line by line. The people and their figures are made up.

mod report;

use std::error::Error;

use covalue::analysis::Analysis;
use covalue::attribution::{Attribution, ByGame, Equal, Participants, Proportional, Share};
use covalue::game::Coalition;
use covalue::record::Role;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, Service, Statement, date,
};

use report::heading;

const MOBILITY: &str = "mobility";
const LINES: [&str; 2] = ["physio", "exercise group"];

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = clinic()?;
    let books = ledger.statement(By::Service)?;
    let readings = [
        ledger.attribution(Cooperation)?,
        ledger.attribution(Proportional)?,
        ledger.attribution(Equal)?,
        // What a coalition of those who took part could have reached: nothing without both the one who is better for
        // it and the clinic, and twice as much as these two where somebody else exercises with them.
        ledger.attribution(ByGame::new("company", |parties: &Participants<'_, f64>, coalition: Coalition| {
            let beneficiary = coalition.contains(parties.beneficiary());
            let clinic = coalition.players().any(|place| parties.role(place) == Role::Provider);
            match coalition.len() {
                _ if !beneficiary || !clinic => 0.0,
                2 => 1.0,
                _ => 2.0,
            }
        }))?,
    ];
    what_happened(&books);
    created(&readings, &books)?;
    destroyed(&readings[0], &books)?;
    what_it_means(&readings);
    hold_to_the_statement(&readings, &books)?;
    hold_to_the_facts(&readings)
}

/// Six weeks of a clinic, made up; contributions in hours.
fn clinic() -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better(MOBILITY, "points").range(0.0, 10.0)],
        LINES.map(|service| Service::new(service, "clinic")),
    )?;
    let hours = |party, hours| Contribution::of(party).integrated(hours);
    let points = |before, after| Appraisal::of(MOBILITY).before(before).after(after);
    let mut ledger = Ledger::new(&catalogue);
    ledger.record_all([
        Interaction::between("Ana", "physio", date(2026, 3, 2))
            .contribution(hours("Ana", 3.0))
            .contribution(hours("clinic", 1.0))
            .appraisal(points(4.0, 8.0)),
        // Ben's daughter drove him, and exercised with him at home.
        Interaction::between("Ben", "physio", date(2026, 3, 9))
            .contribution(hours("Ben", 1.0))
            .contribution(hours("Ben's daughter", 2.0))
            .contribution(hours("clinic", 1.0))
            .appraisal(points(2.0, 8.0)),
        // Nobody noted who did how much.
        Interaction::between("Cai", "physio", date(2026, 3, 16)).appraisal(points(5.0, 7.0)),
        // Eva is better for the group, Dee as she was.
        Interaction::between("Dee", "exercise group", date(2026, 3, 23))
            .user("Eva")
            .contribution(hours("Dee", 1.0))
            .contribution(hours("Eva", 1.0))
            .contribution(hours("clinic", 2.0))
            .appraisal(points(5.0, 5.0).beneficiary("Dee"))
            .appraisal(points(2.0, 8.0).beneficiary("Eva")),
        // Of two hours that Fay exercised, one was wasted: the clinic had given her another patient's plan.
        Interaction::between("Fay", "physio", date(2026, 3, 30))
            .contribution(hours("Fay", 1.0).misintegrated(1.0, Misuse::accidental().by("clinic")))
            .contribution(hours("clinic", 1.0))
            .appraisal(points(6.0, 3.0)),
        // Gus is worse too, and nothing on record went wrong.
        Interaction::between("Gus", "physio", date(2026, 4, 6))
            .contribution(hours("Gus", 2.0))
            .contribution(hours("clinic", 1.0))
            .appraisal(points(6.0, 5.0)),
    ])?;
    Ok(ledger)
}

fn what_happened(books: &Statement) {
    heading("Who created it, and who destroyed it?");
    println!("Six weeks of a physiotherapy clinic. All of it is made up: seven people, their hours and their points.");
    println!();
    println!("Ana   exercised for 3 hours to the clinic's 1, and is 4 points better.");
    println!("Ben   1 hour, his daughter 2 with him, the clinic 1: 6 points better.");
    println!("Cai   is 2 points better; nobody noted who did how much.");
    println!("Eva   in a group with Dee, an hour each to the clinic's 2: 6 points better, and Dee as before.");
    println!("Fay   2 hours, one of them wasted, since the clinic gave her another patient's plan: 3 points worse.");
    println!("Gus   2 hours to the clinic's 1: 1 point worse, and nothing on record went wrong.");
    println!();
    print!("{books}");
}

/// The shares in what was created, a column for each rule.
fn created(readings: &[Attribution], books: &Statement) -> Result<(), Box<dyn Error>> {
    heading("1. Who created it: shares in the points created, by four rules");
    print!("{:<14}  {:<14}", "service", "party");
    for reading in readings {
        print!("  {:>12}", reading.rule_text());
    }
    println!("  {:>12}", "statement");
    for line in LINES {
        let parties = readings[0].shares().filter(|share| is_of(share, line) && *share.created() > 0.0);
        for party in parties.filter_map(|share| share.party().cloned()) {
            print!("{line:<14}  {:<14}", party.as_str());
            for reading in readings {
                let share = reading.share(line, MOBILITY, &party).ok_or("all rules share out among the same")?;
                print!("  {:>12.2}", share.created());
            }
            println!();
        }
        print!("{line:<14}  {:<14}", "all of them");
        for reading in readings {
            let all: f64 = reading.shares().filter(|share| is_of(share, line)).map(|share| *share.created()).sum();
            print!("  {all:>12.2}");
        }
        println!("  {:>12.2}", books.line(line, MOBILITY)?.created());
    }
    println!();
    println!("cooperation   without the one who is better for it nothing comes about, so half is theirs, and of the");
    println!("              other half each has as much as they brought of the hours. A Shapley value, of a game.");
    println!("proportional  by hours alone: so Ben's daughter has twice what Ben has, of Ben's own gain.");
    println!("equal         by heads.");
    println!("company       a rule of this example's own, by another game: who is better for it and the clinic");
    println!("              reach nothing without each other, and twice as much where somebody else exercises along.");
    println!();
    println!("By every rule Dee, who is no better herself, has a share in what Eva gained: she was of the group.");
    println!("Of Cai's visit it is not stated who brought how much. There the rules that go by hours count heads, and");
    println!("say in their tables for how many interactions they did.");
    Ok(())
}

/// The crate's own table, in which what was destroyed stands beside what was created.
fn destroyed(cooperation: &Attribution, books: &Statement) -> Result<(), Box<dyn Error>> {
    heading("2. Who destroyed it: the same whatever the rule");
    print!("{cooperation:.2}");
    println!();
    println!("Of {:.0} points destroyed", books.total(MOBILITY)?.destroyed());
    println!(
        "    {:.0} are the clinic's, which is on record as having misused an hour of Fay's;",
        cooperation.destroyed("clinic", MOBILITY)
    );
    println!(
        "    {:.0} is nobody's: Gus lost it without a misuse on record, and nobody is blamed by default.",
        cooperation.unattributed(MOBILITY)
    );
    Ok(())
}

fn what_it_means(readings: &[Attribution]) {
    heading("What it means, and what it does not");
    let of = |party| {
        let shares = readings.iter().map(|reading| format!("{:.2}", reading.created(party, MOBILITY)));
        shares.collect::<Vec<_>>().join(", ")
    };
    println!(
        "Each rule adds up to the statement, on each line. Which of them is fair is no question of arithmetic: of"
    );
    println!("all 18 points the clinic has {} by one rule or another, and Ben's daughter", of("clinic"));
    println!("{}. Whoever shows a table of shares says by which rule.", of("Ben's daughter"));
    println!("A share is no effect: that the clinic has some of a gain does not say what would have been without it.");
    println!(
        "And that it has Fay's loss says that a misuse and a loss are on record for one interaction, not that the"
    );
    println!("one brought the other.");
}

/// Whether a share is of the line of a service.
fn is_of(share: &Share, service: &str) -> bool {
    share.line().values().eq([Some(service)])
}

/// Every rule adds up to the statement, line by line, to the last bit (R21).
fn hold_to_the_statement(readings: &[Attribution], books: &Statement) -> Result<(), Box<dyn Error>> {
    for reading in readings {
        for line in LINES {
            let figures = books.line(line, MOBILITY)?;
            let shares = || reading.shares().filter(|share| is_of(share, line));
            assert_eq!(shares().map(|share| *share.created()).sum::<f64>(), figures.created());
            assert_eq!(shares().map(|share| *share.destroyed()).sum::<f64>(), figures.destroyed());
        }
        // What was destroyed does not depend on the rule.
        assert_eq!((reading.destroyed("clinic", MOBILITY), reading.unattributed(MOBILITY)), (3.0, 1.0));
    }
    Ok(())
}

/// The shares that can be worked out by hand.
fn hold_to_the_facts(readings: &[Attribution]) -> Result<(), Box<dyn Error>> {
    let of = |party| readings.iter().map(|reading| reading.created(party, MOBILITY)).collect::<Vec<_>>();
    assert_eq!(of("Ana"), [3.5, 3.0, 2.0, 2.0]);
    assert_eq!(of("Ben"), [3.75, 1.5, 2.0, 2.5]);
    assert_eq!(of("Ben's daughter"), [1.5, 3.0, 2.0, 1.0]);
    assert_eq!(of("Cai"), [1.5, 1.0, 1.0, 1.0]);
    // Dee was no better for the group, and has a share in what it was for Eva.
    assert_eq!(of("Dee"), [0.75, 1.5, 2.0, 1.0]);
    assert_eq!(of("Eva"), [3.75, 1.5, 2.0, 2.5]);
    assert_eq!(of("clinic"), [3.25, 6.5, 7.0, 8.0]);
    // Who lost has created nothing.
    assert_eq!((of("Fay"), of("Gus")), (vec![0.0; 4], vec![0.0; 4]));
    let by_heads: Vec<u64> = readings.iter().map(Attribution::equal_split_count).collect();
    assert_eq!(by_heads[..3], [1, 1, 0]);
    let clinic = readings[0].share("physio", MOBILITY, "clinic").ok_or("the clinic has a share")?;
    assert_eq!((*clinic.created(), *clinic.destroyed()), (0.5 + 0.75 + 0.5, 3.0));
    Ok(())
}
