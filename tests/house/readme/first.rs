use covalue::{Appraisal, By, Catalogue, Contribution, Cooperation};
use covalue::{Interaction, Ledger, Measure, Misuse, Service, date};

fn main() -> Result<(), covalue::Error> {
    // Services and measures. A promise is not value.
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic").promises("mobility", 2.0)],
    )?;
    let mut ledger = Ledger::new(&catalogue);

    // Ana did three hours of exercises to the clinic's one. She moves better, and says so herself.
    ledger.record(
        Interaction::between("ana", "physio", date(2026, 3, 2))
            .contribution(Contribution::of("ana").integrated(3.0))
            .contribution(Contribution::of("clinic").integrated(1.0))
            .appraisal(Appraisal::of("mobility").before(4.0).after(8.0)),
    )?;
    // Ben came too, but the clinic worked from another patient's file.
    ledger.record(
        Interaction::between("ben", "physio", date(2026, 3, 9))
            .contribution(Contribution::of("ben").integrated(1.0))
            .contribution(Contribution::of("clinic").misintegrated(1.0, Misuse::accidental()))
            .appraisal(Appraisal::of("mobility").before(5.0).after(4.0))
            .appraisal(Appraisal::of("pain").before(3.0).after(6.0)),
    )?;

    // Two amounts. The net alone would say that all went well.
    let books = ledger.statement(By::Service)?;
    let mobility = books.line("physio", "mobility")?;
    assert_eq!((mobility.created(), mobility.destroyed(), mobility.net()), (4.0, 1.0, 3.0));
    assert_eq!(books.hidden("mobility")?, 1.0); // what a net figure would hide

    // By whom? An analysis, by a rule that you name. It changes nothing in the books.
    let shares = ledger.attribution(Cooperation)?;
    assert_eq!((shares.created("ana", "mobility")?, shares.created("clinic", "mobility")?), (3.5, 0.5));
    assert_eq!((shares.destroyed("ben", "pain")?, shares.destroyed("clinic", "pain")?), (0.0, 3.0));
    print!("{books}");
    Ok(())
}
