//! The inputs of a map today, and its net beside them.

use super::error::ImpactError;
use super::sums::round;
use super::{ImpactMap, Input, InputWorth};
use crate::number::{Fraction, Total};

/// The figures that compare a net with inputs.
#[derive(Clone, Debug)]
pub(super) struct InputFigures<N: Fraction> {
    pub(super) inputs: N,
    pub(super) net_present_value: N,
    pub(super) ratio: Option<N>,
    pub(super) net_ratio: Option<N>,
    pub(super) inputs_total: N::Total,
}

impl<N: Fraction> PartialEq for InputFigures<N> {
    fn eq(&self, other: &Self) -> bool {
        let figures = |all: &Self| (all.inputs.clone(), all.net_present_value.clone(), all.ratio.clone());
        figures(self) == figures(other)
    }
}

impl<N: Fraction> InputFigures<N> {
    /// The figures of a net and of inputs, both as exact totals.
    pub(super) fn new(net: &N::Total, inputs_total: N::Total) -> Result<Self, ImpactError> {
        let of = || "the map".to_owned();
        let inputs: N = round(&inputs_total, "the inputs", &of)?;
        let mut difference = net.clone();
        difference.remove(&inputs_total);
        let net_present_value = round(&difference, "the net present value", &of)?;
        let net: N = round(net, "the net", &of)?;
        let ratio = |dividend: &N| {
            let overflow = || ImpactError::overflow::<N>("a ratio", of());
            if inputs.is_zero() { Ok(None) } else { N::quotient(dividend, &inputs).map(Some).ok_or_else(overflow) }
        };
        let (ratio, net_ratio) = (ratio(&net)?, ratio(&net_present_value)?);
        Ok(Self { inputs, net_present_value, ratio, net_ratio, inputs_total })
    }
}

/// The present values of the inputs, and their sum.
pub(super) fn present_inputs<N: Fraction>(
    map: &ImpactMap<N>,
    factors: &[N],
) -> Result<(Vec<InputWorth<N>>, N::Total), ImpactError> {
    let (mut values, mut total) = (Vec::new(), N::Total::default());
    for input in map.get_inputs() {
        let present = present_input(map, input, input.get_amount(), factors)?;
        total.add(&present.as_change()).map_err(|_| ImpactError::overflow::<N>("the inputs", "the map"))?;
        values.push(InputWorth { input: input.clone(), present });
    }
    Ok((values, total))
}

/// The present value of an input with this amount.
pub(super) fn present_input<N: Fraction>(
    map: &ImpactMap<N>,
    input: &Input<N>,
    amount: &N,
    factors: &[N],
) -> Result<N, ImpactError> {
    let amount = map.in_prices(amount, input.get_price_year())?;
    let present = N::quotient(&amount, &factors[input.get_at() as usize]);
    present.ok_or_else(|| ImpactError::overflow::<N>("the present value", input.label()))
}
