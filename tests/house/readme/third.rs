use covalue::impact::{Discount, ImpactMap, Proxy, Row};

fn main() -> Result<(), covalue::Error> {
    // One visit to a doctor costs 19 pounds, and one delivery of shopping 5.
    let pounds = |amount| Proxy::new(amount, "GBP", 2011, "SROI guide");
    let map = ImpactMap::new([
        // A tenth of it is due to others. It lasts five years, with a tenth less in each.
        Row::new("residents see their doctor less", 90.0, pounds(19.0)).due_to_others(0.10).lasts(5).drop_off(0.10),
        // A loss has a minus. A twentieth of it would have come about anyway.
        Row::new("neighbours have no reason to call", -275.0, pounds(5.0)).deadweight(0.05).lasts(3).drop_off(0.05),
    ])
    .inputs(2_000.0);

    // Whether the first year is discounted is stated: practice differs.
    let worth = map.value(Discount::from_year_one(0.035))?;
    assert_eq!(format!("{:.2}", worth.created()), "5732.19");
    assert_eq!(format!("{:.2}", worth.destroyed()), "3483.80"); // the loss of the neighbours
    print!("{worth:.0}");
    Ok(())
}
