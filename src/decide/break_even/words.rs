//! A break-even in words: one short sentence a stretch, without a full stop.

use super::{BreakEven, Region, Verdict};
use crate::catalog::Offer;
use crate::decide::Variable;
use crate::money::label;

/// What the two models are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The first.
    pub first: &'a str,
    /// The second.
    pub second: &'a str,
    /// Whether it is known how much each of them takes.
    pub limits_known: [bool; 2],
}

impl<'a> Names<'a> {
    /// The names of two models, and whether it is known how much of what varies each takes.
    pub fn of(offers: [&'a Offer; 2], variable: Variable) -> Self {
        let is_known = |offer: &Offer| {
            let limits = &offer.model.limits;
            let own = match variable {
                Variable::OutputTokens => limits.maximum_output,
                Variable::RequestsPerDay => return true,
                _ => limits.maximum_input,
            };
            own.or(limits.context_window).is_some()
        };
        let [first, second] = offers;
        Self {
            first: &first.model.name,
            second: &second.model.name,
            limits_known: [is_known(first), is_known(second)],
        }
    }
}

impl BreakEven {
    /// The stretches in words, in order: `above 300 output tokens, GPT-4.1 Nano is cheaper`.
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
    let Names { first, second, limits_known } = names;
    let limit = |is_known: bool| if is_known { "" } else { " (its limit is unknown)" };
    match verdict {
        Verdict::First => format!("{first} is cheaper"),
        Verdict::Second => format!("{second} is cheaper"),
        Verdict::Same => "both cost the same".to_owned(),
        Verdict::OnlyFirst => format!("only {first} takes it at a known price{}", limit(limits_known[0])),
        Verdict::OnlySecond => format!("only {second} takes it at a known price{}", limit(limits_known[1])),
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
        let mut names = Names { first: "Llama 3.3 70B", second: "GPT-4.1 Nano", limits_known: [true; 2] };
        let words = |offers: &[crate::catalog::Offer; 2], input, names| {
            let [first, second] = offers.each_ref().map(Side::new);
            BreakEven::new(first, second, &any::workload(input, 200), Variable::OutputTokens).words(names)
        };
        assert_eq!(
            words(&offers, 500, names),
            [
                "below 300 output tokens, Llama 3.3 70B is cheaper",
                "at exactly 300 output tokens, both cost the same",
                "above 300 and up to 127,500 output tokens, GPT-4.1 Nano is cheaper",
                "from 127,501 to 999,500 output tokens, only GPT-4.1 Nano takes it at a known price",
                "from 999,501 output tokens on, neither takes it at a known price",
            ]
        );
        names.limits_known[1] = false;
        assert_eq!(
            words(&offers, 500, names)[3],
            "from 127,501 to 999,500 output tokens, only GPT-4.1 Nano takes it at a known price (its limit is unknown)"
        );
        for offer in &mut offers {
            let mut model = crate::catalog::Model::clone(&offer.model);
            model.limits = crate::catalog::Limits::default();
            offer.model = model.into();
        }
        assert_eq!(
            words(&offers, 500, names).last().unwrap(),
            "above 300 output tokens, GPT-4.1 Nano is cheaper"
        );
        assert_eq!(
            words(&offers, 501, names),
            [
                "up to 300 output tokens, Llama 3.3 70B is cheaper",
                "from 301 output tokens on, GPT-4.1 Nano is cheaper"
            ]
        );
    }
}
