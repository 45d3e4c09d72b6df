//! Ids that name a processing mode: `acme/flash:batch` is `acme/flash` in batches, and its prices are batch prices.

use std::collections::HashMap;

use crate::catalog::{Model, ModelId, MorePrices, PriceSheet, Tariff};
use crate::money::Price;
use crate::processing::Processing;

/// The id without its mode, and the mode. Behind a colon a mode is nothing else; behind another sign it may be a part
/// of the model's name (`flux-2-flex`), unless the list has the model without it.
fn parse(id: &str) -> Option<(&str, Processing, bool)> {
    let place = id.rfind([':', '-', '_', '@', '/'])?;
    let (base, sign_and_word) = id.split_at_checked(place)?;
    let mode = match sign_and_word.get(1..)?.to_ascii_lowercase().as_str() {
        "batch" | "batches" => Processing::Batch,
        "flex" => Processing::Flex,
        "priority" => Processing::Priority,
        _ => return None,
    };
    (!base.is_empty()).then_some((base, mode, sign_and_word.starts_with(':')))
}

/// Gives each model the prices of its modes that the list has under ids of their own.
///
/// The answer of a batch comes within a day, so that such an id has no standard price: it is no cheaper twin for a chat.
/// An id for flex or priority is answered at once, and keeps its prices.
pub(super) fn join(models: &mut [Model]) {
    let routes: Vec<(usize, ModelId, Processing, bool)> = models
        .iter()
        .enumerate()
        .filter_map(|(place, model)| {
            let (base, mode, is_certain) = parse(model.id.as_str())?;
            Some((place, ModelId::new(base).ok()?, mode, is_certain))
        })
        .collect();
    if routes.is_empty() {
        return;
    }
    let mut bases: HashMap<&ModelId, Option<usize>> =
        routes.iter().map(|(_, base, ..)| (base, None)).collect();
    for (place, model) in models.iter().enumerate() {
        if let Some(found) = bases.get_mut(&model.id) {
            *found = Some(place);
        }
    }
    for (place, base, mode, is_certain) in &routes {
        let of_mode = models.get(*place).cloned();
        let base_place = bases.get(base).copied().flatten();
        let Some(of_mode) = of_mode else { continue };
        let base = base_place
            .and_then(|place| models.get_mut(place))
            .filter(|base| base.provider == of_mode.provider);
        if base.is_none() && !is_certain {
            continue;
        }
        let base_key = base.as_ref().map(|base| base.list_key().to_owned());
        if let Some(base) = base.filter(|_| of_mode.dated.is_empty()) {
            let add = |sheet: &mut PriceSheet| add(sheet, &of_mode.prices, *mode);
            add(&mut base.prices);
            base.dated.iter_mut().for_each(|dated| add(&mut dated.prices));
        }
        if let Some(model) = models.get_mut(*place).filter(|_| *mode == Processing::Batch) {
            model.prices = batch_only(&model.prices);
            model.dated.iter_mut().for_each(|dated| dated.prices = batch_only(&dated.prices));
            let of = base_key.map_or_else(String::new, |key| format!(", and are the batch prices of {key}"));
            let words = format!("batch only: its prices are for answers within a day or so{of}");
            let remark = model.facts.remark.as_ref();
            model.facts.remark =
                Some(remark.map_or_else(|| words.clone(), |said| format!("{words}; {said}")).into());
        }
    }
}

/// A sheet's standard prices as those of a mode. Prices that depend on the time can't be a mode's.
fn of_standard(sheet: &PriceSheet) -> Tariff {
    let tariff = Tariff::new(sheet.base(), sheet.tiers().to_vec());
    if sheet.times().is_empty() { tariff } else { tariff.map(|_, _| Price::Unusable) }
}

/// Puts the prices of a mode where a model has none of its own for it, and the same fee for a request.
fn add(sheet: &mut PriceSheet, of_mode: &PriceSheet, mode: Processing) {
    if sheet.mode(mode).is_some() || sheet.request_fee() != of_mode.request_fee() {
        return;
    }
    let tariff = of_mode.mode(mode).cloned().unwrap_or_else(|| of_standard(of_mode));
    if tariff.is_empty() {
        return;
    }
    let mut all = of_all(sheet);
    match mode {
        Processing::Standard => return,
        Processing::Batch => all.batch = Some(tariff),
        Processing::Flex => all.flex = Some(tariff),
        Processing::Priority => all.priority = Some(tariff),
    }
    *sheet = PriceSheet::new(all);
}

/// The same prices, as batch prices and no others.
fn batch_only(sheet: &PriceSheet) -> PriceSheet {
    let batch = sheet.mode(Processing::Batch).cloned().unwrap_or_else(|| of_standard(sheet));
    PriceSheet::new(MorePrices {
        batch: (!batch.is_empty()).then_some(batch),
        request_fee: sheet.request_fee(),
        ..MorePrices::default()
    })
}

fn of_all(sheet: &PriceSheet) -> MorePrices {
    sheet.more.as_ref().map_or_else(
        || MorePrices { standard: of_standard(sheet), ..MorePrices::default() },
        |more| MorePrices::clone(more),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_stands_at_the_end_of_an_id() {
        assert_eq!(parse("acme/flash:batch"), Some(("acme/flash", Processing::Batch, true)));
        assert_eq!(parse("acme/flash:Priority"), Some(("acme/flash", Processing::Priority, true)));
        assert_eq!(parse("acme/flash-2-flex"), Some(("acme/flash-2", Processing::Flex, false)));
        for other in
            ["acme/flash", "acme/flash:free", ":batch", "batch", "acme/batcher", "acme/flash:batch:free"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
