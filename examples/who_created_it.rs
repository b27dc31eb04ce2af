//! Who created it, and who destroyed it?
//!
//! ```text
//! cargo run --release --example who_created_it
//! ```
//!
//! There are several answers. Three rules of the crate and a rule of the caller, made from a game, share out the same
//! amounts. The shares of each rule add up to the statement, line by line. The people and their figures are made up.

mod report;

use std::error::Error;

use covalue::analysis::Analysis;
use covalue::attribution::{Attribution, ByGame, Equal, Participants, Proportional, Share};
use covalue::game::Coalition;
use covalue::record::Role;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, Service, Statement, date,
};

use report::{heading, paragraph};

const MOBILITY: &str = "mobility";
const LINES: [&str; 2] = ["physio", "exercise group"];

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = clinic()?;
    let books = ledger.statement(By::Service)?;
    let attributions = [
        ledger.attribution(Cooperation)?,
        ledger.attribution(Proportional)?,
        ledger.attribution(Equal)?,
        // The worth of a coalition of participants: 0 without the beneficiary or without the clinic, 1 for these two,
        // and 2 if another participant exercises with them.
        ledger.attribution(ByGame::new("company", |parties: &Participants<'_, f64>, coalition: Coalition| {
            let beneficiary = coalition.contains(parties.beneficiary());
            let clinic = coalition.players().any(|index| parties.role(index) == Role::Provider);
            match coalition.len() {
                _ if !beneficiary || !clinic => 0.0,
                2 => 1.0,
                _ => 2.0,
            }
        }))?,
    ];
    introduce(&books);
    created(&attributions, &books)?;
    destroyed(&attributions[0], &books)?;
    what_it_means(&attributions)?;
    check_sums(&attributions, &books)?;
    check_facts(&attributions)
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
        // The hours are not recorded.
        Interaction::between("Cai", "physio", date(2026, 3, 16)).appraisal(points(5.0, 7.0)),
        // Eva is better, Dee is unchanged.
        Interaction::between("Dee", "exercise group", date(2026, 3, 23))
            .user("Eva")
            .contribution(hours("Dee", 1.0))
            .contribution(hours("Eva", 1.0))
            .contribution(hours("clinic", 2.0))
            .appraisal(points(5.0, 5.0).beneficiary("Dee"))
            .appraisal(points(2.0, 8.0).beneficiary("Eva")),
        // Fay exercised for two hours. One of them was wasted, since the clinic gave her another patient's plan.
        Interaction::between("Fay", "physio", date(2026, 3, 30))
            .contribution(hours("Fay", 1.0).misintegrated(1.0, Misuse::accidental().by("clinic")))
            .contribution(hours("clinic", 1.0))
            .appraisal(points(6.0, 3.0)),
        // Gus is worse, and no misuse is on record.
        Interaction::between("Gus", "physio", date(2026, 4, 6))
            .contribution(hours("Gus", 2.0))
            .contribution(hours("clinic", 1.0))
            .appraisal(points(6.0, 5.0)),
    ])?;
    Ok(ledger)
}

fn introduce(books: &Statement) {
    heading("Who created it, and who destroyed it?");
    paragraph("Six weeks of a physiotherapy clinic. All people, their hours and their points are made up.");
    println!();
    println!("Ana  3 hours, the clinic 1 hour: 4 points better.");
    println!("Ben  1 hour, his daughter 2 hours, the clinic 1 hour: 6 points better.");
    println!("Cai  hours not recorded: 2 points better.");
    println!(
        "Eva  1 hour, Dee in the same group 1 hour, the clinic 2 hours: Eva is 6 points better, Dee is unchanged."
    );
    println!("Fay  2 hours, one of them wasted, since the clinic gave her another patient's plan: 3 points worse.");
    println!("Gus  2 hours, the clinic 1 hour, no misuse on record: 1 point worse.");
    println!();
    print!("{books}");
}

/// The shares of the points created, with a column for each rule.
fn created(attributions: &[Attribution], books: &Statement) -> Result<(), Box<dyn Error>> {
    heading("1. Who created it: shares of the points created, by four rules");
    print!("{:<14}  {:<14}", "service", "party");
    for attribution in attributions {
        print!("  {:>12}", attribution.rule_text());
    }
    println!("  {:>12}", "statement");
    for line in LINES {
        let parties = attributions[0].shares().filter(|share| is_of(share, line) && *share.created() > 0.0);
        for party in parties.filter_map(|share| share.party().cloned()) {
            print!("{line:<14}  {:<14}", party.as_str());
            for attribution in attributions {
                let share = attribution.share(line, MOBILITY, &party)?.ok_or("all rules have the same parties")?;
                print!("  {:>12.2}", share.created());
            }
            println!();
        }
        print!("{line:<14}  {:<14}", "all of them");
        for attribution in attributions {
            let all: f64 = attribution.shares().filter(|share| is_of(share, line)).map(|share| *share.created()).sum();
            print!("  {all:>12.2}");
        }
        println!("  {:>12.2}", books.line(line, MOBILITY)?.created());
    }
    println!();
    println!(
        "cooperation   The beneficiary has half, since nothing is created without the beneficiary. The other half is"
    );
    println!("              shared by hours among all. These are Shapley values of a game.");
    println!("proportional  Shared by hours. So Ben's daughter has twice Ben's share of his own gain.");
    println!("equal         Shared equally.");
    println!(
        "company       A rule of this example, from another game: the beneficiary and the clinic create nothing without"
    );
    println!("              each other, and twice as much if another person exercises with them.");
    println!();
    paragraph(
        "Dee is unchanged, but by every rule she has a share of Eva's gain, since she exercised with her. Cai's \
         hours are not recorded. There the rules that share by hours share equally, and their tables say for how \
         many interactions they do so.",
    );
    Ok(())
}

/// The crate's own table, with the points created and destroyed.
fn destroyed(cooperation: &Attribution, books: &Statement) -> Result<(), Box<dyn Error>> {
    heading("2. Who destroyed it: the same by every rule");
    print!("{cooperation:.2}");
    println!();
    println!("{:.0} points were destroyed:", books.total(MOBILITY)?.destroyed());
    println!(
        "    {:.0} points are the clinic's, which misused an hour of Fay's;",
        cooperation.destroyed("clinic", MOBILITY)?
    );
    println!(
        "    {:.0} point is unattributed: Gus lost it without a misuse on record.",
        cooperation.unattributed(MOBILITY)?
    );
    Ok(())
}

fn what_it_means(attributions: &[Attribution]) -> Result<(), Box<dyn Error>> {
    heading("What it means, and what it does not");
    let of = |party| {
        let shares = attributions
            .iter()
            .map(|attribution| attribution.created(party, MOBILITY).map(|share| format!("{share:.2}")));
        shares.collect::<Result<Vec<_>, _>>().map(|shares| shares.join(", "))
    };
    paragraph(&format!(
        "The shares of each rule add up to the statement, on each line. Arithmetic cannot say which rule is fair. \
         Of the 18 points created, the clinic has {} by the four rules, and Ben's daughter has {}. So a table of \
         shares must name its rule.",
        of("clinic")?,
        of("Ben's daughter")?
    ));
    println!();
    paragraph(
        "A share is not an effect. A share of the clinic does not show what would have happened without the \
         clinic. Its share of Fay's loss says that a misuse and a loss are on record for the same interaction. It \
         does not say that the misuse caused the loss.",
    );
    Ok(())
}

/// Whether a share is on the line of a service.
fn is_of(share: &Share, service: &str) -> bool {
    share.line().values().eq([Some(service)])
}

/// Checks that the shares of every rule add up to the statement, line by line, to the last bit (R21).
fn check_sums(attributions: &[Attribution], books: &Statement) -> Result<(), Box<dyn Error>> {
    for attribution in attributions {
        for line in LINES {
            let figures = books.line(line, MOBILITY)?;
            let shares = || attribution.shares().filter(|share| is_of(share, line));
            assert_eq!(shares().map(|share| *share.created()).sum::<f64>(), figures.created());
            assert_eq!(shares().map(|share| *share.destroyed()).sum::<f64>(), figures.destroyed());
        }
        // The shares of destroyed amounts do not depend on the rule.
        assert_eq!((attribution.destroyed("clinic", MOBILITY)?, attribution.unattributed(MOBILITY)?), (3.0, 1.0));
    }
    Ok(())
}

/// Checks the shares that can be computed by hand.
fn check_facts(attributions: &[Attribution]) -> Result<(), Box<dyn Error>> {
    let of = |party| {
        attributions.iter().map(|attribution| attribution.created(party, MOBILITY)).collect::<Result<Vec<_>, _>>()
    };
    assert_eq!(of("Ana")?, [3.5, 3.0, 2.0, 2.0]);
    assert_eq!(of("Ben")?, [3.75, 1.5, 2.0, 2.5]);
    assert_eq!(of("Ben's daughter")?, [1.5, 3.0, 2.0, 1.0]);
    assert_eq!(of("Cai")?, [1.5, 1.0, 1.0, 1.0]);
    // Dee is unchanged and has a share of Eva's gain.
    assert_eq!(of("Dee")?, [0.75, 1.5, 2.0, 1.0]);
    assert_eq!(of("Eva")?, [3.75, 1.5, 2.0, 2.5]);
    assert_eq!(of("clinic")?, [3.25, 6.5, 7.0, 8.0]);
    // Fay and Gus lost, and have no share of the points created.
    assert_eq!((of("Fay")?, of("Gus")?), (vec![0.0; 4], vec![0.0; 4]));
    let equal_splits: Vec<u64> = attributions.iter().map(Attribution::equal_split_count).collect();
    assert_eq!(equal_splits[..3], [1, 1, 0]);
    let clinic = attributions[0].share("physio", MOBILITY, "clinic")?.ok_or("the clinic has a share")?;
    assert_eq!((*clinic.created(), *clinic.destroyed()), (0.5 + 0.75 + 0.5, 3.0));
    Ok(())
}
