//! How likely is it that a patient is worse after a treatment, who bears this risk, and who decides whether it is
//! accepted?
//!
//! ```text
//! cargo run --release --example what_is_at_risk
//! ```
//!
//! The risks under the two treatments come from a real trial (see `examples/data/README.md`). The stated hazards and
//! all limits are made up.

mod report;
mod trial;

use std::error::Error;

use covalue::error::HazardError;
use covalue::risk::{
    Bearer, Decision, Hazard, Limit, Risk, RiskFigures, Risks, Uncertainty, decisionistic, technocratic, transparent,
};
use covalue::{By, Ledger};

use report::{heading, paragraph};
use trial::{DEPRESSION, EPISODE, THERAPY, TREATMENTS, USUAL};

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = trial::read()?;
    risk_from_books(&ledger)?;
    by_role(&ledger)?;
    let stated = hazards()?;
    stated_hazards(&stated);
    decide(&ledger, &stated)?;
    what_it_means(&ledger)?;
    check_facts(&ledger)?;
    check_decisions(&ledger, &stated)
}

/// Risk at each patient's last visit, by treatment and by length of episode.
fn risk_from_books(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("What is at risk for patients under two treatments of depression?");
    paragraph(
        "A trial in the National Health Service (UK) with 100 patients: therapy at the computer (Beat the Blues), \
         or treatment as usual (Proudfoot and others 2003; data set BtheB of the R package HSAUR). The data is \
         real.",
    );
    println!();
    paragraph(
        "A loss is a patient who is worse at the last visit than before the treatment. Its size is in points of \
         the Beck Depression Inventory.",
    );

    heading("1. The risk of a loss, from the trial");
    let by_treatment = ledger.risk(By::Service)?;
    println!("{by_treatment:.2}");
    println!("{:.2}", ledger.risk(By::with(EPISODE))?);
    for treatment in TREATMENTS {
        let found = figures(&by_treatment, treatment)?;
        let mean = found.mean_loss().ok_or("there is a loss")?;
        println!(
            "{treatment}: {} of {} patients seen again are worse, by {mean:.1} points on average.",
            found.loss_count(),
            found.beneficiary_count()
        );
        println!(
            "    The expected loss is {:.2} points for each patient seen again. The worst 5 % lose {:.1} points on average.",
            found.expected_loss(),
            found.expected_shortfall()
        );
    }
    println!();
    paragraph(
        "\"95 % confidence\" is the confidence interval of the probability: with so few patients it is wide. The \
         intervals of the two treatments overlap almost completely, so this trial cannot show which treatment has \
         the higher risk.",
    );
    println!();
    paragraph(
        "Gains of other patients do not offset a loss here. A loss need not be an effect of the treatment: the \
         trial does not show how patients would be with another treatment, or with none. The 3 patients who never \
         came back have no outcome and are not counted.",
    );

    heading("2. By treatment and length of the episode together");
    let both = ledger.risk(By::Service.and(By::with(EPISODE)))?;
    print!("{both:.2}");
    println!();
    for line in both.lines() {
        if let Err(too_few) = line.figures() {
            println!("{}: {too_few}.", line.line());
        }
    }
    paragraph("Fewer than 30 people are too few for a probability. The minimum can be changed.");
    Ok(())
}

/// The risk by the role of the beneficiary.
fn by_role(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("3. Who bears the risk");
    let by_role = ledger.risk(By::Role)?;
    println!("{by_role:.2}");
    paragraph(
        "Users bear all of it, since the trial asked only patients. The organisation and the community have no \
         line. This does not mean that they bear no risk: the books have no record of it.",
    );
    Ok(())
}

/// Two hazards that are stated, not computed from the books: a risk and an uncertainty. Both are made up.
fn hazards() -> Result<[Hazard; 2], HazardError> {
    Ok([
        Risk::new("a relative is worn out by a patient's bad spell", Bearer::Community, 0.05, 4.0)?.into(),
        Uncertainty::new("records of patients are leaked", Bearer::User)?.worst_loss(63.0)?.into(),
    ])
}

fn stated_hazards(stated: &[Hazard]) {
    heading("4. Stated hazards (made up)");
    println!("{:<47}  {:<13}  {:>11}  {:>4}  {:>13}", "risk", "borne by", "probability", "loss", "expected loss");
    for risk in stated.iter().filter_map(Hazard::risk) {
        let (name, bearer, expected) = (risk.name(), risk.bearer(), risk.expected_loss());
        println!("{name:<47}  {bearer:<13}  {:>11.2}  {:>4.1}  {expected:>13.2}", risk.probability(), risk.loss());
    }
    println!();
    println!("{:<47}  {:<13}  {:>11}  {:>10}", "uncertainty", "borne by", "probability", "worst loss");
    for hazard in stated {
        if let Hazard::Uncertainty(uncertain) = hazard {
            // An uncertainty has no expected loss: `uncertain.expected_loss()` does not compile.
            let worst = uncertain.get_worst_loss().map_or("not stated".to_owned(), |worst| format!("{worst:.1}"));
            println!("{:<47}  {:<13}  {:>11}  {worst:>10}", uncertain.name(), uncertain.bearer(), "none");
        }
    }
    println!();
    paragraph(
        "All losses are in points for each patient. A relative's point counts as much as a patient's, which is \
         made up.",
    );
    println!();
    paragraph(
        "A risk has a probability. A named hazard without a probability is an uncertainty (ours, after Knight, \
         from memory). It has no expected loss, so it is in no sum below, neither as zero nor as its worst loss. \
         It is listed so that the people who decide know of it.",
    );
}

/// The three ways to decide, on the same risks.
fn decide(ledger: &Ledger, stated: &[Hazard]) -> Result<(), Box<dyn Error>> {
    heading("5. Three ways to decide, with made-up limits");
    println!("technocratic   accepts if the total expected loss is below 1 point for each patient.");
    println!(
        "decisionistic  accepts if the gain exceeds the total expected loss by at least 5 points for each patient."
    );
    println!(
        "transparent    accepts if every bearer accepts their own risk. Patients accept 1.2 points. Relatives, who stand"
    );
    println!("               for the community, are not asked at first, and then accept 0.25 points.");
    let by_treatment = ledger.risk(By::Service)?;
    for treatment in TREATMENTS {
        let risks = risks_of(&figures(&by_treatment, treatment)?, stated)?;
        let (gain, loss): (f64, f64) = (gain(ledger, treatment)?, risks.iter().map(Risk::expected_loss).sum());
        println!(
            "\n{treatment}: for each patient seen again, a gain of {gain:.2} points and an expected loss of {loss:.2}"
        );
        let [one, two, three, asked] = decisions(gain, &risks)?;
        println!("    {one}\n    {two}\n    {three}\n    after asking relatives: {asked}");
    }
    let worst = upper_end(&figures(&by_treatment, THERAPY)?)?;
    let expected = worst.expected_loss();
    println!();
    paragraph("The three ways ask different questions, so the same figures have three answers.");
    println!();
    paragraph(&format!(
        "A decision is only as certain as its figures. If the probability under {THERAPY} were at the upper end \
         of its confidence interval, patients alone would bear an expected loss of {expected:.2} points. The \
         technocratic way would then not accept it either."
    ));
    Ok(())
}

/// The risk of a loss from the trial, borne by users, and the stated risks.
fn risks_of(found: &RiskFigures, stated: &[Hazard]) -> Result<Vec<Risk>, Box<dyn Error>> {
    let worse = found.borne_by("a patient is worse", Bearer::User)?;
    Ok([worse].into_iter().chain(stated.iter().filter_map(Hazard::risk).cloned()).collect())
}

/// The mean amount created under a treatment, for each patient seen again.
fn gain(ledger: &Ledger, treatment: &str) -> Result<f64, Box<dyn Error>> {
    let books = ledger.statement(By::Service)?.line(treatment, DEPRESSION)?;
    Ok(books.created() / (books.gain_count() + books.unchanged_count() + books.loss_count()) as f64)
}

/// The decisions about risks. The last two are both transparent: before and after relatives are asked.
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

/// The risk with its probability at the upper end of the confidence interval.
fn upper_end(found: &RiskFigures) -> Result<Risk, Box<dyn Error>> {
    let mean = *found.mean_loss().ok_or("there is a loss")?;
    Ok(Risk::new("a patient is worse", Bearer::User, found.interval().high(), mean)?)
}

fn what_it_means(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("What it means, and what it does not");
    let books = ledger.statement(By::Service)?;
    let net = |treatment| books.line(treatment, DEPRESSION).map(|found| found.net());
    paragraph(&format!(
        "One in six patients seen again is worse under {THERAPY}, and one in five under {USUAL}. The nets of {} \
         and {} points do not show this.",
        net(THERAPY)?,
        net(USUAL)?
    ));
    println!();
    paragraph(
        "Arithmetic cannot say whether a risk is acceptable. A limit shows who was asked, and the limits above \
         are made up. The names of the three ways come from Brown & Osborne (2013), from memory. Their formulas \
         are this crate's.",
    );
    Ok(())
}

/// The figures of a treatment, which has enough patients.
fn figures(by_treatment: &Risks, treatment: &str) -> Result<RiskFigures, Box<dyn Error>> {
    let line = by_treatment.lines().find(|line| line.line().values().eq([Some(treatment)]));
    Ok(line.ok_or("every treatment has a line")?.figures()?.clone())
}

/// Checks the figures that are known about the trial from other sources, and figures computed by hand.
fn check_facts(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let by_treatment = ledger.risk(By::Service)?;
    for (treatment, (losses, seen), lost) in [(THERAPY, (9, 52), 34.0), (USUAL, (9, 45), 51.0)] {
        let found = figures(&by_treatment, treatment)?;
        assert_eq!((found.loss_count(), found.appraisal_count(), found.beneficiary_count()), (losses, seen, seen));
        assert_eq!(*found.probability(), losses as f64 / seen as f64);
        assert_eq!(found.mean_loss(), Some(&(lost / losses as f64)));
        assert_eq!(*found.expected_loss(), lost / seen as f64);
        assert!(found.interval().low() > 0.0);
    }
    // 5 % of 52 patients are 2.6, with losses of 7, 7 and 6 points. 5 % of 45 are 2.25, with losses of 18, 10 and 6.
    let shortfall = |treatment| Ok::<_, Box<dyn Error>>(*figures(&by_treatment, treatment)?.expected_shortfall());
    assert!((shortfall(THERAPY)? - (7.0 + 7.0 + 0.6 * 6.0) / 2.6).abs() < 1e-12);
    assert!((shortfall(USUAL)? - (18.0 + 10.0 + 0.25 * 6.0) / 2.25).abs() < 1e-12);
    // Each probability lies in the confidence interval of the other.
    let (therapy, usual) = (figures(&by_treatment, THERAPY)?, figures(&by_treatment, USUAL)?);
    assert!(usual.interval().low() < *therapy.probability() && *usual.probability() < therapy.interval().high());

    // Patients who never came back have no change and are in no risk.
    assert_eq!(ledger.len() as u64 - therapy.beneficiary_count() - usual.beneficiary_count(), 3);

    let both = ledger.risk(By::Service.and(By::with(EPISODE)))?;
    let too_few: Vec<u64> = both.lines().filter_map(|line| Some(line.figures().err()?.beneficiary_count())).collect();
    assert_eq!(too_few, [26, 26, 25, 20]);
    assert_eq!(ledger.risk(By::Role)?.lines().map(|line| line.line().to_string()).collect::<Vec<_>>(), ["user"]);
    Ok(())
}

/// Checks the decisions, and that the uncertainty is in none of them.
fn check_decisions(ledger: &Ledger, stated: &[Hazard]) -> Result<(), Box<dyn Error>> {
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
