//! # Who made the value, and who broke it?
//!
//! Six weeks of a physiotherapy clinic. Ben's daughter drove him, a plan was mixed up, and one person got worse with no
//! misuse on record. There are several answers to the question, since each needs a rule. **All people, their hours and
//! their points are made up.**
//!
//! This page is the program [`examples/who_created_it.rs`](../../examples/who_created_it.rs) with its output. The
//! command `cargo run --release --example who_created_it` prints it, and with `-- --write` it writes the page and its
//! pictures to `docs/notebooks`. The program also checks that the shares of each rule add up, and the shares that can
//! be computed by hand. The functions that the shown code calls are at the end of the page.

mod notebook;

use std::error::Error;

use covalue::analysis::Analysis;
use covalue::attribution::{Attribution, ByGame, Equal, Participants, Proportional, Share};
use covalue::game::Coalition;
use covalue::record::Role;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, Service, Statement, date,
};

use notebook::{Files, Page, Table};

const MOBILITY: &str = "mobility";
const LINES: [&str; 2] = ["physio", "exercise group"];

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("who_created_it", include_str!("who_created_it.rs"), &[], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## Six weeks
    //
    // - **Ana** exercised for 3 hours, the clinic brought 1: she is 4 points better.
    // - **Ben** brought 1 hour, his daughter 2, the clinic 1: he is 6 points better.
    // - **Cai** is 2 points better. The hours are not recorded.
    // - **Eva** brought 1 hour, Dee in the same group 1, the clinic 2: Eva is 6 points better, Dee is unchanged.
    // - **Fay** brought 2 hours. One of them was wasted, since the clinic gave her another patient's plan: she is 3 points
    //   worse.
    // - **Gus** brought 2 hours, the clinic 1: he is 1 point worse, and no misuse is on record.
    //
    // The same in code:
    page.item(&["fn clinic"]);

    // ## What was created and destroyed?
    let ledger = clinic()?;
    let books = ledger.statement(By::Service)?;
    page.show(&books);

    // ## Four rules
    //
    // - **Cooperation:** the beneficiary has half, since nothing is created without the beneficiary. The other half is
    //   shared among all parties in proportion to their hours. These are Shapley values of a game.
    // - **Proportional:** shared by hours. So Ben's daughter has twice Ben's share of his own gain.
    // - **Equal:** shared equally.
    // - **Company:** a rule of this page, from another game. The worth of a coalition of participants is 0 without the
    //   beneficiary or without the clinic, 1 for these two, and 2 if another participant exercises too.
    page.item(&["fn company"]);

    // ## Who created it?
    //
    // One picture for the four rules. A party's share depends on the rule:
    let company = ByGame::new("company", company);
    let shares = ledger.share_chart(By::Service, MOBILITY, &[&Cooperation, &Proportional, &Equal, &company])?;
    page.figure("shares", shares.by_party().to_svg());

    let attributions = [
        ledger.attribution(Cooperation)?,
        ledger.attribution(Proportional)?,
        ledger.attribution(Equal)?,
        ledger.attribution(&company)?,
    ];
    page.show(&created(&attributions, &books)?);

    page.answer(format!(
        "Of the {:.0} points created, the clinic has {} and Ben's daughter {}, depending on the rule; by every rule {:.0} \
         of the {:.0} points destroyed are the clinic's.",
        books.total(MOBILITY)?.created(),
        over_rules(&attributions, "clinic")?,
        over_rules(&attributions, "Ben's daughter")?,
        attributions[0].destroyed("clinic", MOBILITY)?,
        books.total(MOBILITY)?.destroyed()
    ));

    // Dee is unchanged, but by every rule she has a share of Eva's gain, since she exercised with her. Cai's hours are not
    // recorded. There the rules that share by hours take all hours as equal, and their tables say in how many interactions
    // they do so.

    // ## Who destroyed it?
    //
    // The same by every rule, since it follows from the misuse on record:
    page.show(&format!("{:.2}", attributions[0]));

    page.say(format!(
        "{:.0} points were destroyed. {:.0} points are the clinic's, which misused an hour of Fay's. {:.0} point is \
         unattributed: Gus lost it without a misuse on record.",
        books.total(MOBILITY)?.destroyed(),
        attributions[0].destroyed("clinic", MOBILITY)?,
        attributions[0].unattributed(MOBILITY)?
    ));

    // ## What it means, and what it does not
    //
    // - The shares of each rule add up to the statement, on each line. **Arithmetic cannot say which rule is fair.** So a
    //   table of shares must name its rule.
    // - **A share is not an effect.** A share of the clinic does not show what would have happened without the clinic.
    // - The clinic's share of Fay's loss says that a misuse and a loss are on record for the same interaction. It does not
    //   say that the misuse caused the loss.

    check_sums(&attributions, &books)?;
    check_facts(&attributions)
}

/// The shares of the points created, with a column for each rule and one for the statement.
fn created(attributions: &[Attribution; 4], books: &Statement) -> Result<Table<7>, Box<dyn Error>> {
    let [cooperation, proportional, equal, company] = attributions.each_ref().map(Attribution::rule_text);
    let mut table = Table::new([
        "service".to_owned(),
        "party".to_owned(),
        cooperation,
        proportional,
        equal,
        company,
        "statement".to_owned(),
    ]);
    for line in LINES {
        let parties = attributions[0].shares().filter(|share| is_of(share, line) && *share.created() > 0.0);
        for party in parties.filter_map(|share| share.party().cloned()) {
            let mut shares = attributions.each_ref().map(|_| String::new());
            for (text, attribution) in shares.iter_mut().zip(attributions) {
                let share = attribution.share(line, MOBILITY, &party)?.ok_or("all rules have the same parties")?;
                *text = format!("{:.2}", share.created());
            }
            let [one, two, three, four] = shares;
            table.row([line.to_owned(), party.to_string(), one, two, three, four, "-".to_owned()]);
        }
        let [one, two, three, four] = attributions.each_ref().map(|attribution| {
            let all: f64 = attribution.shares().filter(|share| is_of(share, line)).map(|share| *share.created()).sum();
            format!("{all:.2}")
        });
        let stated = format!("{:.2}", books.line(line, MOBILITY)?.created());
        table.row([line.to_owned(), "all of them".to_owned(), one, two, three, four, stated]);
    }
    Ok(table)
}

/// The points created of a party by the rules, as `3.25 to 8.00`.
fn over_rules(attributions: &[Attribution], party: &str) -> Result<String, Box<dyn Error>> {
    let shares = attributions.iter().map(|attribution| attribution.created(party, MOBILITY));
    let mut shares = shares.collect::<Result<Vec<_>, _>>()?;
    shares.sort_by(f64::total_cmp);
    let (least, most) = shares.first().zip(shares.last()).ok_or("there are rules")?;
    Ok(format!("{least:.2} to {most:.2}"))
}

/// The worth of a coalition of the participants of one appraisal.
fn company(parties: &Participants<'_, f64>, coalition: Coalition) -> f64 {
    let beneficiary = coalition.contains(parties.beneficiary());
    let clinic = coalition.players().any(|index| parties.role(index) == Role::Provider);
    match coalition.len() {
        _ if !beneficiary || !clinic => 0.0,
        2 => 1.0,
        _ => 2.0,
    }
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
