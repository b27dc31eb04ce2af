//! # What is at risk for patients under two treatments?
//!
//! A trial in the National Health Service (UK) compared a therapy at the computer, Beat the Blues, with treatment as usual
//! (Proudfoot and others 2003; the data set `BtheB` of the R package HSAUR). The data is real. The page
//! [*What did the therapy create, and destroy?*](beat_the_blues.md) tells what patients gained. This page asks how likely
//! it is that a patient is worse afterwards, who bears this risk, and who decides whether it is accepted.
//!
//! This page is the program [`examples/what_is_at_risk.rs`](../../examples/what_is_at_risk.rs) with its output. The
//! command `cargo run --release --example what_is_at_risk` prints it, and with `-- --write` it writes the page and its
//! picture to `docs/notebooks`. The program also checks these figures against those that are known from other sources.
//! The functions that the shown code calls are at the end of the page.

#[path = "data_sets/trial.rs"]
mod trial;

mod notebook;

use std::error::Error;
use std::fmt::Write as _;

use covalue::error::HazardError;
use covalue::risk::{
    Bearer, Decision, Hazard, Limit, Risk, RiskFigures, Risks, Uncertainty, decisionistic, technocratic, transparent,
};
use covalue::{By, Ledger};

use notebook::{Files, Page, Table};
use trial::{DEPRESSION, EPISODE, THERAPY, TREATMENTS, USUAL, read};

/// The limits of the decisions, in points for each patient. They are made up.
const EXPERTS: f64 = 1.0;
const LEFT: f64 = 5.0;
const PATIENTS: f64 = 1.2;
const RELATIVES: f64 = 0.25;

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave(
        "what_is_at_risk",
        include_str!("what_is_at_risk.rs"),
        &[("trial", include_str!("data_sets/trial.rs"))],
        notebook,
    )
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## How likely is a loss, and how large?
    //
    // A loss is a patient who is worse at the last visit than before the treatment. Its size is in points of the Beck
    // Depression Inventory, which goes from 0 to 63. The books are those of
    // [the page on what patients gained](beat_the_blues.md), which shows how the data is recorded.
    let ledger = read()?;
    page.figure("changes", ledger.risk_chart(By::Service)?.to_svg());

    let by_treatment = ledger.risk(By::Service)?;
    page.show(&format!("{by_treatment:.2}"));

    let of_treatment = |treatment| figures(&by_treatment, treatment); // for the text
    let (therapy, usual) = (of_treatment(THERAPY)?, of_treatment(USUAL)?); // for the text
    page.say(format!("{} {}", told(THERAPY, &therapy)?, told(USUAL, &usual)?));

    page.answer(format!(
        "{} of {} patients are worse under the therapy and {} of {} under treatment as usual: too few to show which risk is \
         higher.",
        therapy.loss_count(),
        therapy.beneficiary_count(),
        usual.loss_count(),
        usual.beneficiary_count()
    ));

    // *95 % confidence* is the confidence interval of the probability. With so few patients it is wide. The intervals of
    // the two treatments overlap almost completely, so these patients cannot show which treatment has the higher risk. The
    // worst 5 in 100 are between two and three patients of each treatment.
    page.say(format!(
        "Gains of other patients do not offset a loss here. A loss need not be an effect of the treatment: the trial does \
         not show how patients would be with another treatment, or with none. The {} patients who never came back have no \
         outcome and are not counted.",
        ledger.len() as u64 - therapy.beneficiary_count() - usual.beneficiary_count()
    ));

    // ## How far can the patients be split?
    //
    // By treatment and length of the episode together, each line has too few people for a probability, so the table has
    // none. The minimum, in its first line, is changed by `RiskTerms::at_least`.
    page.show(&ledger.risk(By::Service.and(By::with(EPISODE)))?);

    // ## Who bears the risk?
    page.show(&format!("{:.2}", ledger.risk(By::Role)?));

    // Users bear all of it, since the trial asked only patients. The organisation and the community have no line. This
    // does not mean that they bear no risk: the books have no record of it.

    // ## What if others have a loss too? (made up)
    //
    // Two hazards that are stated, not computed from the books. A risk has a probability. A named hazard without a
    // probability is an uncertainty (ours, after Knight, from memory). All losses are in points for each patient. A
    // relative's point counts as much as a patient's, which is made up.
    let stated: [Hazard; 2] = [
        Risk::new("a relative is worn out by a patient's bad spell", Bearer::Community, 0.05, 4.0)?.into(),
        Uncertainty::new("records of patients are leaked", Bearer::User)?.worst_loss(63.0)?.into(),
    ];
    page.show(&listed(&stated));

    // The uncertainty has no expected loss, so it is in no sum below, neither as zero nor as its worst loss. It is listed
    // so that the people who decide know of it.

    // ## Who decides, and how? (limits made up)
    //
    page.say(format!(
        "*Technocratic* accepts if the total expected loss is below {EXPERTS:.1} points for each patient. *Decisionistic* \
         accepts if the gain exceeds the total expected loss by at least {LEFT:.1} points for each patient. *Transparent* \
         accepts if every bearer accepts their own risk: patients accept {PATIENTS} points. Relatives, who stand for the \
         community, are not asked at first, and then accept {RELATIVES} points."
    ));

    page.show(&decided(&ledger, &by_treatment, &stated)?);

    page.say(format!(
        "The three ways ask different questions, so the same figures have three answers. A decision is only as certain as \
         its figures. If the probability under the therapy were at the upper end of its confidence interval, patients \
         alone would bear an expected loss of {:.2} points. The technocratic way would then not accept it either.",
        upper_end(&therapy)?.expected_loss()
    ));

    // ## What it means, and what it does not
    let books = ledger.statement(By::Service)?; // for the text
    page.say(format!(
        "{:.0} in 100 patients seen again are worse under the therapy, and {:.0} in 100 under treatment as usual. The \
         nets of {:.0} and {:.0} points do not show this.",
        100.0 * therapy.probability(),
        100.0 * usual.probability(),
        books.line(THERAPY, DEPRESSION)?.net(),
        books.line(USUAL, DEPRESSION)?.net()
    ));

    // - Arithmetic cannot say whether a risk is acceptable. A limit shows who was asked, and the limits above are made up.
    // - The names of the three ways come from Brown & Osborne (2013), from memory. Their formulas are this crate's.

    check_facts(&ledger)?;
    check_decisions(&ledger, &stated)
}

/// The losses under a treatment in words.
fn told(treatment: &str, found: &RiskFigures) -> Result<String, Box<dyn Error>> {
    let name = if treatment == THERAPY { "the therapy" } else { treatment };
    Ok(format!(
        "Under {name}, {} of {} patients seen again are worse, by {:.1} points on average. The expected loss is {:.2} points \
         for each patient seen again, and the worst 5 % lose {:.1} points on average.",
        found.loss_count(),
        found.beneficiary_count(),
        found.mean_loss().ok_or("there is a loss")?,
        found.expected_loss(),
        found.expected_shortfall()
    ))
}

/// The stated hazards, with an expected loss where there is a probability.
fn listed(stated: &[Hazard]) -> Table<6> {
    let mut table = Table::new(["hazard", "is", "borne by", "probability", "loss", "expected loss"]);
    for risk in stated.iter().filter_map(Hazard::risk) {
        table.row([
            risk.name().to_owned(),
            "a risk".to_owned(),
            risk.bearer().to_string(),
            format!("{:.2}", risk.probability()),
            format!("{:.1}", risk.loss()),
            format!("{:.2}", risk.expected_loss()),
        ]);
    }
    for hazard in stated {
        // An uncertainty has no expected loss: `uncertain.expected_loss()` does not compile.
        if let Hazard::Uncertainty(uncertain) = hazard {
            table.row([
                uncertain.name().to_owned(),
                "an uncertainty".to_owned(),
                uncertain.bearer().to_string(),
                "none".to_owned(),
                uncertain.get_worst_loss().map_or("not stated".to_owned(), |worst| format!("{worst:.1} at worst")),
                "none".to_owned(),
            ]);
        }
    }
    table
}

/// The three ways to decide, on the same risks.
fn decided(ledger: &Ledger, by_treatment: &Risks, stated: &[Hazard]) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for treatment in TREATMENTS {
        let risks = risks_of(&figures(by_treatment, treatment)?, stated)?;
        let (gain, loss): (f64, f64) = (gain(ledger, treatment)?, risks.iter().map(Risk::expected_loss).sum());
        let [one, two, three, asked] = decisions(gain, &risks)?;
        writeln!(
            text,
            "{treatment}: for each patient seen again, a gain of {gain:.2} points and an expected loss of {loss:.2}"
        )?;
        writeln!(text, "    {one}\n    {two}\n    {three}\n    after asking relatives: {asked}")?;
    }
    Ok(text)
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
    let patients = (Bearer::User, Limit::new("points a patient", PATIENTS)?);
    let relatives = (Bearer::Community, Limit::new("points a patient", RELATIVES)?);
    Ok([
        technocratic(risks, &Limit::new("points of expected loss a patient", EXPERTS)?),
        decisionistic(gain, risks, &Limit::new("points left a patient", LEFT)?)?,
        transparent(risks, [patients.clone()]),
        transparent(risks, [patients, relatives]),
    ])
}

/// The risk with its probability at the upper end of the confidence interval.
fn upper_end(found: &RiskFigures) -> Result<Risk, Box<dyn Error>> {
    let mean = *found.mean_loss().ok_or("there is a loss")?;
    Ok(Risk::new("a patient is worse", Bearer::User, found.interval().high(), mean)?)
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
    assert!(!technocratic([&worst], &Limit::new("points of expected loss a patient", EXPERTS)?).is_accepted());
    Ok(())
}
