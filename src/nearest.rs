//! The name that is perhaps meant by one that is not known.

use crate::printable::quoted;

/// The question after a message about an unknown name, if a known one is near.
pub(crate) fn meant(nearest: Option<impl AsRef<str>>) -> String {
    nearest.map_or_else(String::new, |name| format!(" (is {} meant?)", quoted(name)))
}

/// The question after a message about an unknown name, if a known one is near, and otherwise a list of known ones.
#[cfg(any(feature = "serde", feature = "csv"))]
pub(crate) fn meant_or_known(nearest: Option<&String>, known: &str) -> String {
    if nearest.is_some() { meant(nearest) } else { format!(", expected one of {known}") }
}

/// The known name that differs least from another one, if they differ in at most a third of the letters of the longer
/// one; case does not count. Ours.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// The longest name in letters: the distance of two names takes time in the product of their lengths.
    const LONGEST: usize = 64;
    let lower = |text: &str| text.to_lowercase();
    let (name, length) = (lower(name), name.chars().count());
    let is_short = |text: &str| text.chars().nth(LONGEST).is_none();
    // The distance is at least the difference of the lengths.
    let lengths = known.into_iter().filter(|known| is_short(&name) && is_short(known)).map(|known| {
        let count = known.chars().count();
        (known, length.max(count), length.abs_diff(count))
    });
    let is_near = |distance: usize, longer: usize| 3 * distance <= longer;
    let similar = lengths.filter(|&(_, longer, difference)| is_near(difference, longer));
    let distances = similar.map(|(known, longer, _)| (known, strsim::osa_distance(&name, &lower(known)), longer));
    let near = distances.filter(|&(_, distance, longer)| is_near(distance, longer));
    near.min_by_key(|(_, distance, _)| *distance).map(|(known, ..)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_differs_in_few_letters() {
        let known = ["physio", "yoga", "counselling"];
        assert_eq!(nearest("phsyio", known), Some("physio"));
        assert_eq!(nearest("Yoga", known), Some("yoga"));
        assert_eq!(nearest("counseling", known), Some("counselling"));
        assert_eq!(nearest("swimming", known), None);
        assert_eq!(nearest(&"y".repeat(1_000_000), known), None);
    }
}
