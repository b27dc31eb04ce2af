//! How likely is it that a patient ends worse, who bears it, and who decides whether that is accepted?
//!
//! ```text
//! cargo run --release --example what_is_at_risk
//! ```
//!
//! The risks under the two treatments are of a real trial, of which `examples/data/README.md` says more. The hazards
//! that are stated beside them, and every limit, are made up.

mod report;
mod trial;

use std::error::Error;

use covalue::error::HazardError;
use covalue::risk::{
    Bearer, Decision, Hazard, Limit, Risk, RiskFigures, Risks, Uncertainty, decisionistic, technocratic, transparent,
};
use covalue::{By, Ledger};

use report::heading;
use trial::{DEPRESSION, EPISODE, THERAPY, TREATMENTS, USUAL};

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = trial::read()?;
    what_the_books_show(&ledger)?;
    who_bears_it(&ledger)?;
    let stated = hazards()?;
    what_is_stated(&stated);
    who_decides(&ledger, &stated)?;
    what_it_means(&ledger)?;
    hold_to_the_facts(&ledger)?;
    hold_to_the_decisions(&ledger, &stated)
}

/// Risk at each patient's last visit, by treatment and by length of episode.
fn what_the_books_show(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("What is at risk for patients under two treatments of depression?");
    println!("100 patients of a trial in the National Health Service (UK): therapy at the computer (Beat the Blues)");
    println!("against treatment as usual. Proudfoot and others 2003, from the data set BtheB of the R package HSAUR.");
    println!(
        "The data is real. A loss is a patient who is worse at the last visit than before the treatment, in points"
    );
    println!("of the Beck Depression Inventory.");

    heading("1. The risk of ending worse, as the trial shows it");
    let by_treatment = ledger.risk(By::Service)?;
    println!("{by_treatment:.2}");
    println!("{:.2}", ledger.risk(By::with(EPISODE))?);
    for treatment in TREATMENTS {
        let found = figures(&by_treatment, treatment)?;
        let mean = found.mean_loss().ok_or("somebody lost")?;
        println!(
            "{treatment}: of {} patients seen again {} are worse, by {mean:.1} points on average.",
            found.beneficiary_count(),
            found.loss_count()
        );
        println!(
            "    That is {:.2} points of loss for each patient seen again; the worst-off twentieth lose {:.1} each.",
            found.expected_loss(),
            found.expected_shortfall()
        );
    }
    println!();
    println!(
        "\"95 % interval\" is where the probability may lie, given so few patients. The intervals of the two treatments"
    );
    println!("overlap nearly whole: this trial cannot tell which of them a patient is likelier to end worse under.");
    println!(
        "The losses alone count here: what others gained makes no loss smaller. And a loss need not be an effect of"
    );
    println!(
        "the treatment, for nobody knows who would have been worse with another, or with none. The 3 patients who"
    );
    println!("never came back are not in it, and nobody knows how they are.");

    heading("2. By treatment and length of the episode together");
    let both = ledger.risk(By::Service.and(By::with(EPISODE)))?;
    print!("{both:.2}");
    println!();
    for line in both.lines() {
        if let Err(too_few) = line.figures() {
            println!("{}: {too_few}.", line.line());
        }
    }
    println!("Fewer than 30 people give no probability. Another minimum can be asked for.");
    Ok(())
}

/// By the role of whoever it is about.
fn who_bears_it(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("3. Who bears it");
    let by_role = ledger.risk(By::Role)?;
    println!("{by_role:.2}");
    println!("All of it is borne by users: the patients are the only ones whom the trial asked. That the organisation");
    println!("and the community are on no line does not mean that they bear nothing; the books have no word of them.");
    Ok(())
}

/// What somebody states beside the books: a hazard with a probability, and one without. Both are made up.
fn hazards() -> Result<[Hazard; 2], HazardError> {
    Ok([
        Risk::new("a relative is worn out by a patient's bad spell", Bearer::Community, 0.05, 4.0)?.into(),
        Uncertainty::new("what patients told the computer gets out", Bearer::User)?.worst_loss(63.0)?.into(),
    ])
}

fn what_is_stated(stated: &[Hazard]) {
    heading("4. What is stated beside the books (made up)");
    println!("{:<47}  {:<13}  {:>11}  {:>4}  {:>13}", "risk", "borne by", "probability", "loss", "expected loss");
    for risk in stated.iter().filter_map(Hazard::risk) {
        let (name, bearer, expected) = (risk.name(), risk.bearer(), risk.expected_loss());
        println!("{name:<47}  {bearer:<13}  {:>11.2}  {:>4.1}  {expected:>13.2}", risk.probability(), risk.loss());
    }
    println!();
    println!("{:<47}  {:<13}  {:>11}  {:>10}", "uncertain", "borne by", "probability", "worst loss");
    for hazard in stated {
        if let Hazard::Uncertainty(uncertain) = hazard {
            // No column for an expected loss: `uncertain.expected_loss()` does not compile.
            let worst = uncertain.get_worst_loss().map_or("not stated".to_owned(), |worst| format!("{worst:.1}"));
            println!("{:<47}  {:<13}  {:>11}  {worst:>10}", uncertain.name(), uncertain.bearer(), "none");
        }
    }
    println!();
    println!("In points for each patient; that a relative's point counts as much as a patient's is made up as well.");
    println!(
        "A risk has a probability. A hazard that is named and has none is uncertain (ours, after Knight, from memory)."
    );
    println!(
        "It has no expected loss and enters no sum below: not as zero, and not as its worst. It stands here so that"
    );
    println!("those who decide have seen it.");
}

/// The three ways to decide, over the same risks.
fn who_decides(ledger: &Ledger, stated: &[Hazard]) -> Result<(), Box<dyn Error>> {
    heading("5. Three ways to decide, by limits that are made up");
    println!("technocratic   The expected loss of all risks together is below 1 point for each patient.");
    println!("decisionistic  What patients gained is more than that, by 5 points or more for each patient.");
    println!(
        "transparent    Everybody who bears a risk accepts what they bear. Patients accept 1.2 points; relatives,"
    );
    println!("               who stand for the community, are not asked at first, and then accept 0.25.");
    let by_treatment = ledger.risk(By::Service)?;
    for treatment in TREATMENTS {
        let risks = risks_of(&figures(&by_treatment, treatment)?, stated)?;
        let (gain, loss): (f64, f64) = (gain(ledger, treatment)?, risks.iter().map(Risk::expected_loss).sum());
        println!("\n{treatment}: for each patient seen again {gain:.2} points gained, {loss:.2} of expected loss");
        let [one, two, three, asked] = decisions(gain, &risks)?;
        println!("    {one}\n    {two}\n    {three}\n    once relatives were asked, {asked}");
    }
    let worst = upper_end(&figures(&by_treatment, THERAPY)?)?;
    let expected = worst.expected_loss();
    println!();
    println!("The same figures have three answers, since each way asks another question. And a decision is as sure as");
    println!("its figures: were the probability under {THERAPY} at the upper end of its interval, patients");
    println!("alone would bear {expected:.2} points of expected loss, which the first way would not accept either.");
    Ok(())
}

/// The trial's risk of ending worse, which users bear, and whatever else is stated with a probability.
fn risks_of(found: &RiskFigures, stated: &[Hazard]) -> Result<Vec<Risk>, Box<dyn Error>> {
    let worse = found.borne_by("a patient ends worse", Bearer::User)?;
    Ok([worse].into_iter().chain(stated.iter().filter_map(Hazard::risk).cloned()).collect())
}

/// What patients gained under a treatment, for each who was seen again.
fn gain(ledger: &Ledger, treatment: &str) -> Result<f64, Box<dyn Error>> {
    let books = ledger.statement(By::Service)?.line(treatment, DEPRESSION)?;
    Ok(books.created() / (books.gains() + books.unchanged() + books.losses()) as f64)
}

/// The decisions about risks: the last two are both transparent, before and after relatives were asked.
fn decisions(gain: f64, risks: &[Risk]) -> Result<[Decision; 4], HazardError> {
    let patients = (Bearer::User, Limit::new("points a patient", 1.2)?);
    let relatives = (Bearer::Community, Limit::new("points a patient", 0.25)?);
    Ok([
        technocratic(risks, &Limit::new("points of expected loss a patient", 1.0)?),
        decisionistic(gain, risks, &Limit::new("points left a patient", 5.0)?)?,
        transparent(risks, [patients.clone()]),
        transparent(risks, [patients, relatives]),
    ])
}

/// The risk, were its probability at the upper end of the interval.
fn upper_end(found: &RiskFigures) -> Result<Risk, Box<dyn Error>> {
    let mean = *found.mean_loss().ok_or("somebody lost")?;
    Ok(Risk::new("a patient ends worse", Bearer::User, found.interval().high(), mean)?)
}

fn what_it_means(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("What it means, and what it does not");
    let books = ledger.statement(By::Service)?;
    let net = |treatment| books.line(treatment, DEPRESSION).map(|found| found.net());
    println!("Of those seen again one in six ends worse under {THERAPY} and one in five under {USUAL}.");
    println!("Nets of {} and {} points better do not say so.", net(THERAPY)?, net(USUAL)?);
    println!("Whether that is acceptable is no question of arithmetic either: a limit shows who was asked, and the");
    println!(
        "limits above are nobody's. The names of the three ways are Brown & Osborne's (2013), from memory; how each"
    );
    println!("is put into numbers is this crate's own.");
    Ok(())
}

/// The figures of a treatment, of which there are enough patients.
fn figures(by_treatment: &Risks, treatment: &str) -> Result<RiskFigures, Box<dyn Error>> {
    let line = by_treatment.lines().find(|line| line.line().values().eq([Some(treatment)]));
    Ok(line.ok_or("every treatment has a line")?.figures()?.clone())
}

/// What is known of the trial from elsewhere, and what follows from it by hand.
fn hold_to_the_facts(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let by_treatment = ledger.risk(By::Service)?;
    for (treatment, (losses, seen), lost) in [(THERAPY, (9, 52), 34.0), (USUAL, (9, 45), 51.0)] {
        let found = figures(&by_treatment, treatment)?;
        assert_eq!((found.loss_count(), found.appraisal_count(), found.beneficiary_count()), (losses, seen, seen));
        assert_eq!(*found.probability(), losses as f64 / seen as f64);
        assert_eq!(found.mean_loss(), Some(&(lost / losses as f64)));
        assert_eq!(*found.expected_loss(), lost / seen as f64);
        assert!(found.interval().low() > 0.0);
    }
    // The worst twentieth of 52 are 2.6 patients, who lost 7, 7 and 6 points, and of 45 they are 2.25, of 18, 10 and 6.
    let shortfall = |treatment| Ok::<_, Box<dyn Error>>(*figures(&by_treatment, treatment)?.expected_shortfall());
    assert!((shortfall(THERAPY)? - (7.0 + 7.0 + 0.6 * 6.0) / 2.6).abs() < 1e-12);
    assert!((shortfall(USUAL)? - (18.0 + 10.0 + 0.25 * 6.0) / 2.25).abs() < 1e-12);
    // The intervals overlap: each probability is within the other's.
    let (therapy, usual) = (figures(&by_treatment, THERAPY)?, figures(&by_treatment, USUAL)?);
    assert!(usual.interval().low() < *therapy.probability() && *usual.probability() < therapy.interval().high());

    // Who never came back has no change, and is in no risk.
    assert_eq!(ledger.len() as u64 - therapy.beneficiary_count() - usual.beneficiary_count(), 3);

    let both = ledger.risk(By::Service.and(By::with(EPISODE)))?;
    let too_few: Vec<u64> = both.lines().filter_map(|line| Some(line.figures().err()?.beneficiary_count())).collect();
    assert_eq!(too_few, [26, 26, 25, 20]);
    assert_eq!(ledger.risk(By::Role)?.lines().map(|line| line.line().to_string()).collect::<Vec<_>>(), ["user"]);
    Ok(())
}

/// The decisions, and that of what is uncertain nothing is in them.
fn hold_to_the_decisions(ledger: &Ledger, stated: &[Hazard]) -> Result<(), Box<dyn Error>> {
    assert_eq!(stated.iter().filter(|hazard| hazard.risk().is_some()).count(), 1);
    let by_treatment = ledger.risk(By::Service)?;
    for (treatment, accepted) in [(THERAPY, [true, true, false, true]), (USUAL, [false, true, false, true])] {
        let risks = risks_of(&figures(&by_treatment, treatment)?, stated)?;
        assert_eq!(risks.len(), 2);
        assert_eq!(decisions(gain(ledger, treatment)?, &risks)?.map(|decision| decision.is_accepted()), accepted);
    }
    let worst = upper_end(&figures(&by_treatment, THERAPY)?)?;
    assert!(!technocratic([&worst], &Limit::new("points of expected loss a patient", 1.0)?).is_accepted());
    Ok(())
}
