//! The assumptions of a map with a spread, and the names under which they are drawn.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::ImpactError;
use super::map::{Element, UNNAMED};
use super::{Assumption, ImpactMap, Spread};
use crate::number::Fraction;
use crate::printable::quoted;

/// An assumption with a spread.
pub(crate) struct Uncertain<'m> {
    pub(crate) element: Element,
    pub(crate) assumption: Assumption,
    pub(crate) spread: &'m Spread,
    /// All assumptions of one name have one value in a draw.
    pub(crate) name: Cow<'m, str>,
    is_name_stated: bool,
}

impl<N: Fraction> ImpactMap<N> {
    /// The assumptions with a spread, in the order of rows and inputs. A name that is not stated is
    /// `stakeholder/outcome/assumption`, or `input/NAME`.
    pub(crate) fn uncertain(&self) -> impl Iterator<Item = Uncertain<'_>> {
        let rows = self.rows().enumerate().flat_map(|(index, row)| {
            row.spreads().map(move |(assumption, spread, name)| {
                let default = || Cow::Owned(format!("{}/{}", row.name(), assumption.word()));
                let (element, is_name_stated) = (Element::Row(index), name.is_some());
                let name = name.map_or_else(default, Cow::Borrowed);
                Uncertain { element, assumption, spread, name, is_name_stated }
            })
        });
        let inputs = self.get_inputs().enumerate().filter_map(|(index, input)| {
            let named = input.spread.as_ref()?;
            let default = || Cow::Owned(format!("input/{}", input.get_name().unwrap_or(UNNAMED)));
            let (element, assumption, spread) = (Element::Input(index), Assumption::Input, named.spread.as_ref()?);
            let name = named.name.as_deref().map_or_else(default, Cow::Borrowed);
            Some(Uncertain { element, assumption, spread, name, is_name_stated: named.name.is_some() })
        });
        rows.chain(inputs)
    }

    /// One name has one value in a draw, so its spreads are equal. Two names that are not stated are of two things.
    pub(super) fn check_names(&self, faults: &mut Vec<(Element, ImpactError)>) {
        let mut known: BTreeMap<Cow<'_, str>, Uncertain<'_>> = BTreeMap::new();
        for uncertain in self.uncertain() {
            let Some(first) = known.get(&uncertain.name) else {
                known.insert(uncertain.name.clone(), uncertain);
                continue;
            };
            let is_one = first.is_name_stated || uncertain.is_name_stated;
            if !is_one || first.spread != uncertain.spread {
                let label = |uncertain: &Uncertain<'_>| match uncertain.element {
                    Element::Row(_) => {
                        format!("{} of {}", uncertain.assumption.label(), self.label(uncertain.element))
                    }
                    Element::Input(_) => self.label(uncertain.element),
                };
                let (one, other, name) = (label(first), label(&uncertain), quoted(&uncertain.name));
                faults.push((uncertain.element, ImpactError::RepeatedName { one, other, name }));
            }
        }
    }
}
