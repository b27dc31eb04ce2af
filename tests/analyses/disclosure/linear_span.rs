//! Linear combinations of figures, by Gaussian elimination over fractions.

use std::collections::BTreeMap;

use num_rational::Ratio;
use num_traits::Zero;

/// A figure as a linear combination of unknowns with integer factors.
pub type Sum = BTreeMap<usize, i64>;

type Row = BTreeMap<usize, Ratio<i128>>;

/// The span of some sums, in row echelon form. The key of a row is its first unknown, whose factor is one.
#[derive(Clone, Debug, Default)]
pub struct Span(BTreeMap<usize, Row>);

impl Span {
    /// The remainder of a sum after reduction by the rows of the span.
    fn rest(&self, sum: &Sum) -> Row {
        let mut left: Row = sum.iter().map(|(&unknown, &factor)| (unknown, Ratio::from(i128::from(factor)))).collect();
        let mut rest = Row::new();
        while let Some((unknown, factor)) = left.pop_first() {
            let Some(row) = self.0.get(&unknown) else {
                rest.insert(unknown, factor);
                continue;
            };
            for (&other, of_row) in row.iter().skip(1) {
                let sum = left.entry(other).or_insert_with(Ratio::zero);
                *sum -= factor * of_row;
                if sum.is_zero() {
                    left.remove(&other);
                }
            }
        }
        rest
    }

    pub fn add(&mut self, sum: &Sum) {
        let rest = self.rest(sum);
        if let Some((&first, &factor)) = rest.first_key_value() {
            let row = rest.into_iter().map(|(unknown, number)| (unknown, number / factor)).collect();
            self.0.insert(first, row);
        }
    }

    /// Whether the sum is a linear combination of the added sums.
    pub fn has(&self, sum: &Sum) -> bool {
        self.rest(sum).is_empty()
    }
}

#[test]
fn a_span_contains_exactly_the_linear_combinations() {
    let sum = |factors: &[i64]| -> Sum {
        factors.iter().enumerate().filter(|(_, factor)| **factor != 0).map(|(at, factor)| (at, *factor)).collect()
    };
    let mut span = Span::default();
    for known in [sum(&[1, 1, 0, 0]), sum(&[0, 1, 1, 0]), sum(&[1, 0, 1, 0])] {
        span.add(&known);
    }
    // Three pairwise sums determine three numbers, and not the fourth.
    assert!(span.has(&sum(&[1, 0, 0, 0])) && span.has(&sum(&[2, -3, 5, 0])) && span.has(&Sum::new()));
    assert!(!span.has(&sum(&[0, 0, 0, 1])) && !span.has(&sum(&[1, 0, 0, 1])));
    // The row and column sums of a square determine none of its four numbers.
    let mut square = Span::default();
    for known in [sum(&[1, 1, 0, 0]), sum(&[0, 0, 1, 1]), sum(&[1, 0, 1, 0]), sum(&[0, 1, 0, 1])] {
        square.add(&known);
    }
    assert!((0..4).all(|at| !square.has(&Sum::from([(at, 1)]))) && square.has(&sum(&[1, 0, 0, -1])));
}
