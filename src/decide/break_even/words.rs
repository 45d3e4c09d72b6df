//! A break-even in words: one short sentence a stretch, without a full stop.

use super::{BreakEven, Region, Verdict};
use crate::money::label;

/// What the two models are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The first.
    pub first: &'a str,
    /// The second.
    pub second: &'a str,
}

impl BreakEven {
    /// The stretches in words, in order: `above 300 output tokens, GPT-4.1 Nano is cheaper`.
    #[must_use]
    pub fn words(&self, names: Names<'_>) -> Vec<String> {
        let last = self.regions.len().saturating_sub(1);
        let regions = self.regions.iter().enumerate();
        regions
            .map(|(index, region)| {
                let before = index.checked_sub(1).and_then(|index| self.regions.get(index));
                let place = self.place(*region, before, self.regions.get(index + 1), index == last);
                format!("{place}, {}", says(region.verdict, names))
            })
            .collect()
    }

    /// Where a region is: a point that both share bounds its neighbours as well.
    fn place(
        &self,
        region: Region,
        before: Option<&Region>,
        after: Option<&Region>,
        is_last: bool,
    ) -> String {
        let unit = self.variable.label();

        let (from, to) = (label::whole(region.from), label::whole(region.to));
        if before.is_none() && is_last {
            return format!("at any number of {unit}");
        }
        if region.from == region.to {
            return format!("at exactly {from} {unit}");
        }
        match (before, after) {
            (None, after) => match shared(after) {
                Some(point) => format!("below {} {unit}", label::whole(point.from)),
                None => format!("up to {to} {unit}"),
            },
            (before, None) => match shared(before) {
                Some(point) => format!("above {} {unit}", label::whole(point.from)),
                None => format!("from {from} {unit} on"),
            },
            (before, Some(_)) => match shared(before) {
                Some(point) => format!("above {} and up to {to} {unit}", label::whole(point.from)),
                None => format!("from {from} to {to} {unit}"),
            },
        }
    }
}

/// A region that is one point at which both cost the same.
fn shared(other: Option<&Region>) -> Option<&Region> {
    other.filter(|region| region.verdict == Verdict::Same && region.from == region.to)
}

fn says(verdict: Verdict, names: Names<'_>) -> String {
    let Names { first, second } = names;
    match verdict {
        Verdict::First => format!("{first} is cheaper"),
        Verdict::Second => format!("{second} is cheaper"),
        Verdict::Same => "both cost the same".to_owned(),
        Verdict::OnlyFirst => format!("only {first} takes it at a known price"),
        Verdict::OnlySecond => format!("only {second} takes it at a known price"),
        Verdict::Neither => "neither takes it at a known price".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BreakEven, Side};
    use super::Names;
    use crate::decide::{Variable, any};

    #[test]
    fn the_reference_break_even_in_words() {
        let market = any::market();
        let mut offers = ["Llama 3.3 70B", "GPT-4.1 Nano"].map(|name| any::offer(&market, name).clone());
        let names = Names { first: "Llama 3.3 70B", second: "GPT-4.1 Nano" };
        let words = |offers: &[crate::catalog::Offer; 2], input| {
            let [first, second] = offers.each_ref().map(Side::new);
            BreakEven::new(first, second, &any::workload(input, 200), Variable::OutputTokens).words(names)
        };
        assert_eq!(
            words(&offers, 500),
            [
                "below 300 output tokens, Llama 3.3 70B is cheaper",
                "at exactly 300 output tokens, both cost the same",
                "above 300 and up to 127,500 output tokens, GPT-4.1 Nano is cheaper",
                "from 127,501 to 999,500 output tokens, only GPT-4.1 Nano takes it at a known price",
                "from 999,501 output tokens on, neither takes it at a known price",
            ]
        );
        for offer in &mut offers {
            let mut model = crate::catalog::Model::clone(&offer.model);
            model.limits = crate::catalog::Limits::default();
            offer.model = model.into();
        }
        assert_eq!(words(&offers, 500).last().unwrap(), "above 300 output tokens, GPT-4.1 Nano is cheaper");
        assert_eq!(
            words(&offers, 501),
            [
                "up to 300 output tokens, Llama 3.3 70B is cheaper",
                "from 301 output tokens on, GPT-4.1 Nano is cheaper"
            ]
        );
    }
}
