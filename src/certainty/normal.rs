//! The normal distribution: its distribution function and its quantile.

use libm::{erfc, log, sqrt};

/// The probability of a standard normal number below `x`.
pub(super) fn probability(x: f64) -> f64 {
    0.5 * erfc(-x / std::f64::consts::SQRT_2)
}

/// The quantile of the standard normal distribution: the number that is exceeded with the probability `1 − p`, for
/// `0 < p < 1`; infinite at 0 and 1.
///
/// Algorithm AS 241 (PPND16) of M. J. Wichura, Applied Statistics 37 (1988): quotients of two polynomials, about 1e-16 off. The
/// logarithm is that of `libm`, so that the bits are the same on every machine.
pub(super) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        // 0.425²
        return q * ratio(&MIDDLE, 0.180_625 - q * q);
    }
    let tail = sqrt(-log(if q < 0.0 { p } else { 1.0 - p }));
    let size = if tail.is_infinite() {
        f64::INFINITY
    } else if tail <= 5.0 {
        ratio(&TAIL, tail - 1.6)
    } else {
        ratio(&FAR_TAIL, tail - 5.0)
    };
    if q < 0.0 { -size } else { size }
}

/// The coefficients of a numerator and of a denominator, from the constant on. The constant of the denominator is 1.
type Coefficients = [[f64; 8]; 2];

fn ratio([numerator, denominator]: &Coefficients, x: f64) -> f64 {
    let value = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient);
    value(numerator) / value(denominator)
}

#[allow(clippy::excessive_precision, reason = "the digits of the algorithm")]
const MIDDLE: Coefficients = [
    [
        3.387_132_872_796_366_608,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561e3,
    ],
];

#[allow(clippy::excessive_precision, reason = "the digits of the algorithm")]
const TAIL: Coefficients = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_7e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        6.897_673_349_851_000_045_5e-1,
        1.481_039_764_274_800_745_9e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];

#[allow(clippy::excessive_precision, reason = "the digits of the algorithm")]
const FAR_TAIL: Coefficients = [
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        2.965_605_718_285_048_912_3e-1,
        2.653_218_952_657_612_309_3e-2,
        1.242_660_947_388_078_438_6e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_9e-1,
        1.369_298_809_227_358_053_1e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.special.ndtri` and `scipy.stats.norm.cdf` of `SciPy` 1.17.1.
    #[test]
    fn values_are_those_of_scipy() {
        for (p, expected) in [
            (1e-300, -37.047_096_299_361_2),
            (1e-20, -9.262_340_089_798_409),
            (1e-10, -6.361_340_902_404_056),
            (0.001, -3.090_232_306_167_813),
            (0.024, -1.977_368_428_181_947),
            (0.075, -1.439_531_470_938_456_3),
            (0.3, -0.524_400_512_708_040_9),
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
            (0.999_999, 4.753_424_308_817_087),
        ] {
            let quantile = quantile(p);
            assert!((quantile - expected).abs() <= 1e-14 * (1.0 + expected.abs()), "{p}: {quantile}");
            assert!((probability(quantile) / p - 1.0).abs() <= 1e-12, "{p}");
        }
        assert_eq!([quantile(0.0), quantile(1.0)], [f64::NEG_INFINITY, f64::INFINITY]);
    }
}
