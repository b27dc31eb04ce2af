//! Colours. Blue and orange mean created and destroyed, and nothing else. All words have a contrast of at least 4.5.

/// A colour by its hexadecimal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink(&'static str);

impl Ink {
    pub(super) const fn hex(self) -> &'static str {
        self.0
    }
}

pub(super) const WHITE: Ink = Ink("#ffffff");
/// The width of the white outline of texts.
pub(super) const HALO: &str = "5";

pub(super) const CREATED: Ink = Ink("#2a6f97");
pub(super) const CREATED_WORDS: Ink = Ink("#215a7b");
pub(super) const DESTROYED: Ink = Ink("#c8611a");
pub(super) const DESTROYED_WORDS: Ink = Ink("#9c450b");
pub(super) const WINDFALL_GAIN: Ink = Ink("#d4e5ef");
pub(super) const WINDFALL_LOSS: Ink = Ink("#f6dcca");
/// The worst share.
pub(super) const WORST: Ink = Ink("#6e2f04");
pub(super) const UNCHANGED: Ink = Ink("#7a8591");
pub(super) const MISSING: Ink = Ink("#ffffff");
/// Text, and the net.
pub(super) const INK: Ink = Ink("#1b2733");
/// Text of less weight.
pub(super) const GREY: Ink = Ink("#55606b");
pub(super) const ZERO_LINE: Ink = Ink("#39434d");
pub(super) const GRID: Ink = Ink("#e3e7eb");
pub(super) const RULE: Ink = Ink("#d5dbe0");
/// The band of bounds and its edge.
pub(super) const BOUNDS: Ink = Ink("#dde2e7");
pub(super) const BOUNDS_EDGE: Ink = Ink("#7c8791");

/// The second service or option, beside ink.
pub(super) const VIOLET: Ink = Ink("#6a4691");
pub(super) const VIOLET_WORDS: Ink = Ink("#5d3c84");
/// The area of an option.
#[cfg(feature = "certainty")]
pub(super) const VIOLET_TINT: Ink = Ink("#e6dff0");

/// The quadrants of a scenario map, and the names of the two that the literature judges.
pub(super) const QUADRANT: Ink = Ink("#f2f4f5");
pub(super) const QUADRANT_DARKER: Ink = Ink("#e8ecef");
pub(super) const WASTE_LAND: Ink = Ink("#f3e9e2");
pub(super) const WASTE_LAND_WORDS: Ink = Ink("#7a3a10");
pub(super) const LETS_DANCE: Ink = Ink("#e4eef4");
pub(super) const LETS_DANCE_WORDS: Ink = Ink("#1d4f6d");

/// Flows that end in a gain, and in a loss.
pub(super) const GAIN_FLOW: Ink = Ink("#d4e5ef");
pub(super) const LOSS_FLOW: Ink = Ink("#f6dcca");
