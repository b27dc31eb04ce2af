use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};

fn main() -> Result<(), covalue::Error> {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    for (user, on, did, skipped, served, failed) in [
        ("ana", date(2026, 1, 5), 3.0, 0.0, 1.0, 0.0),
        ("ben", date(2026, 4, 5), 1.0, 2.0, 1.0, 0.0),
        ("cai", date(2026, 7, 5), 1.0, 3.0, 0.2, 0.8),
    ] {
        let clinic = Contribution::of("clinic").integrated(served).misintegrated(failed, Misuse::unknown());
        ledger.record(
            Interaction::between(user, "physio", on)
                .contribution(Contribution::of(user).integrated(did).not_integrated(skipped, Misuse::unknown()))
                .contribution(clinic),
        )?;
    }
    ledger.record(Interaction::between("dee", "physio", date(2026, 10, 1)))?; // it took place, and the record says no more

    for line in ledger.engagement(By::Service.and(By::Quarter))? {
        match line.scenario() {
            Some(scenario) => println!("{line}: {scenario}"),
            None => println!("{line}: not known, stated in {} of {}", line.stated_count(), line.interaction_count()),
        }
    }
    Ok(())
}
