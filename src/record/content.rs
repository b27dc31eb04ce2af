//! The canonical content of an interaction, which decides whether two interactions are repeats.

use xxhash_rust::xxh3::xxh3_128;

use super::{Appraisal, Contribution, Dimensions, Interaction, Source};
use crate::catalogue::{ActorId, InteractionId};
use crate::number::Number;

/// The content of an interaction in a canonical encoding: defaults are written out, parts of zero and every `known` are
/// left out, and lists without an order are sorted. The id is not part of it.
#[derive(PartialEq, Eq)]
pub(super) struct Content(Vec<u8>);

impl Content {
    pub(super) fn of<N: Number>(interaction: &Interaction<N>) -> Self {
        let mut content = Vec::new();
        text(&mut content, interaction.service().as_str());
        text(&mut content, &interaction.on().to_string());
        text(&mut content, interaction.how().word());
        dimensions(&mut content, interaction.dimension_set());
        unordered(&mut content, interaction.users(), |part, user| {
            text(part, user.id().as_str());
            dimensions(part, user.dimension_set());
        });
        unordered(&mut content, distinct(interaction.others()), |part, actor| text(part, actor.as_str()));
        unordered(&mut content, distinct(interaction.all_affected()), |part, actor| text(part, actor.as_str()));
        unordered(&mut content, interaction.contributions(), contribution);
        unordered(&mut content, interaction.appraisals(), |part, one| appraisal(part, one, interaction));
        Self(content)
    }

    pub(super) fn id(&self) -> InteractionId {
        InteractionId::new(format!("{:032x}", xxh3_128(&self.0))).expect("32 digits are not empty")
    }
}

fn distinct<'a>(actors: impl Iterator<Item = &'a ActorId>) -> impl Iterator<Item = &'a ActorId> {
    let mut actors: Vec<_> = actors.collect();
    actors.sort_unstable();
    actors.dedup();
    actors.into_iter()
}

/// A text after its length: without it, `ab` then `c` would equal `a` then `bc`.
fn text(content: &mut Vec<u8>, text: &str) {
    content.extend_from_slice(&(text.len() as u64).to_le_bytes());
    content.extend_from_slice(text.as_bytes());
}

/// A text that is not stated differs from an empty one by its first byte.
fn optional(content: &mut Vec<u8>, stated: Option<&str>) {
    content.push(u8::from(stated.is_some()));
    text(content, stated.unwrap_or(""));
}

/// Equal numbers have equal bytes, however they are written: `1/2` and `2/4`, or `1` and `1.0`.
fn number<N: Number>(content: &mut Vec<u8>, number: Option<&N>) {
    let mut bytes = Vec::new();
    if let Some(number) = number {
        number.stable_bytes(&mut bytes);
    }
    content.push(u8::from(number.is_some()));
    content.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    content.append(&mut bytes);
}

/// A list without an order: each item is encoded on its own, and the encodings are sorted.
fn unordered<T>(content: &mut Vec<u8>, items: impl Iterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) {
    let mut written: Vec<Vec<u8>> = items
        .map(|item| {
            let mut part = Vec::new();
            write(&mut part, item);
            part
        })
        .collect();
    written.sort_unstable();
    content.extend_from_slice(&(written.len() as u64).to_le_bytes());
    for part in written {
        content.extend_from_slice(&(part.len() as u64).to_le_bytes());
        content.extend_from_slice(&part);
    }
}

fn dimensions(content: &mut Vec<u8>, dimensions: &Dimensions) {
    unordered(content, dimensions.iter(), |part, (dimension, value)| {
        text(part, dimension);
        text(part, value);
    });
}

fn contribution<N: Number>(content: &mut Vec<u8>, contribution: &Contribution<N>) {
    text(content, contribution.party().as_str());
    optional(content, contribution.get_resource());
    content.push(if contribution.is_excused() { 2 } else { u8::from(contribution.is_stated()) });
    // In a stated contribution, a part of zero is the same as a part that is left out.
    let integrated = contribution.get_integrated().filter(|amount| !amount.is_zero());
    number(content, integrated);
    let misused = contribution.parts().filter(|part| !part.amount().is_zero());
    unordered(content, misused, |content, part| {
        let misuse = part.misuse();
        text(content, part.part().word());
        number(content, Some(part.amount()));
        text(content, misuse.get_by().unwrap_or(contribution.party()).as_str());
        text(content, misuse.intent().word());
        optional(content, misuse.get_cause().map(super::Cause::as_str));
    });
}

fn appraisal<N: Number>(content: &mut Vec<u8>, appraisal: &Appraisal<N>, interaction: &Interaction<N>) {
    text(content, appraisal.measure().as_str());
    optional(content, interaction.beneficiary(appraisal).map(ActorId::as_str));
    for level in [
        appraisal.get_before(),
        appraisal.get_after(),
        appraisal.get_expected(),
        appraisal.get_without(),
        appraisal.get_change(),
    ] {
        number(content, level);
    }
    content.extend_from_slice(&appraisal.get_follow_up().to_le_bytes());
    let source = appraisal.get_source();
    text(content, source.kind().word());
    optional(
        content,
        match source {
            Source::Own => None,
            Source::Proxy(actor) => Some(actor.as_str()),
            Source::Observed(instrument) => Some(instrument.as_str()),
        },
    );
    text(content, &appraisal.get_made().unwrap_or(interaction.on().first()).to_string());
    // An appraisal without them keeps the content that it had before there were any.
    if appraisal.references().len() > 0 {
        unordered(content, appraisal.references(), |part, (name, level)| {
            text(part, name.as_str());
            number(part, Some(level));
        });
    }
}
