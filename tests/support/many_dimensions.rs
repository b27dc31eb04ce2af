//! A case whose interactions have fifteen dimensions.

use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow, MeasureRow, ServiceRow, day};

/// The names of the dimensions, apart from `number`.
pub const DIMENSIONS: [&str; 15] =
    ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12", "d13", "d14"];

/// Each dimension has 100 values, so the possible lines exceed 64 bits. Pairs of interactions agree in the first nine
/// dimensions, and other interactions in the rest.
pub fn case_with_many_dimensions() -> Case {
    let measures = [("m0", 0), ("m1", 1)].map(|(id, tolerance)| MeasureRow {
        id: id.to_owned(),
        direction: covalue::catalogue::Direction::HigherIsBetter,
        tolerance,
        range: Some((-500, 500)),
        element: None,
    });
    let promises = vec![("m1".to_owned(), 1)];
    let service = ServiceRow { id: "s".to_owned(), provider: "provider".to_owned(), promises };
    let mut case = Case { measures: measures.to_vec(), services: vec![service], entries: Vec::new() };
    for number in 0..202_i32 {
        let mut row = InteractionRow::of(&format!("i{number}"), "user", "s", day(0));
        for (index, dimension) in (1..).zip(DIMENSIONS) {
            let value = (if index <= 9 { number / 2 } else { number }) * index % 101;
            row.with.push((dimension.to_owned(), value.to_string()));
        }
        row.with.push(("number".to_owned(), format!("{number:03}")));
        let measure = ["m0", "m1"][usize::from(number % 4 == 0)];
        let change = Some(if number % 3 == 0 { -number } else { number });
        let appraisal = AppraisalRow::of(measure);
        row.appraisals.push(match number % 50 {
            7 => AppraisalRow { after: change, ..appraisal },
            _ => AppraisalRow { change, ..appraisal },
        });
        case.entries.push(Entry::Interaction(row));
    }
    case
}
