//! The one number of a workload that a question is about: its range, and where the cost jumps or ends.

use std::ops::RangeInclusive;

use crate::billing;
use crate::catalog::{Offer, Tariff};
use crate::workload::{MOST_REQUESTS, MOST_TOKENS, Processing, Workload};

/// The number that varies; all others stay as the workload has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Variable {
    /// Tokens of the prompt. Its cached parts stay, in tokens; what varies is the rest.
    InputTokens,
    /// Tokens of the answer. Its reasoning stays, in tokens; what varies is the rest.
    OutputTokens,
    /// Tokens of the prompt that are read from a cache; the prompt stays as long as it is.
    CacheReadTokens,
    /// Requests a day.
    RequestsPerDay,
}

impl Variable {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::InputTokens, Self::OutputTokens, Self::CacheReadTokens, Self::RequestsPerDay];

    /// What is counted, in the plural.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InputTokens => "input tokens",
            Self::OutputTokens => "output tokens",
            Self::CacheReadTokens => "cache read tokens",
            Self::RequestsPerDay => "requests a day",
        }
    }

    /// The key in a data file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::InputTokens => "input_tokens",
            Self::OutputTokens => "output_tokens",
            Self::CacheReadTokens => "cache_read_tokens",
            Self::RequestsPerDay => "requests_per_day",
        }
    }

    /// The values that the workload allows.
    pub fn range(self, workload: &Workload) -> RangeInclusive<u64> {
        match self {
            Self::InputTokens => {
                workload.cached_tokens().max(u64::from(workload.output_tokens() == 0))..=MOST_TOKENS
            }
            Self::OutputTokens => {
                workload.reasoning_tokens().max(u64::from(workload.input_tokens() == 0))..=MOST_TOKENS
            }
            Self::CacheReadTokens => {
                0..=workload.fresh_input_tokens().saturating_add(workload.cache_read_tokens())
            }
            Self::RequestsPerDay => 0..=MOST_REQUESTS,
        }
    }

    /// The workload's own value; 0 for requests when it names none.
    pub fn of(self, workload: &Workload) -> u64 {
        match self {
            Self::InputTokens => workload.input_tokens(),
            Self::OutputTokens => workload.output_tokens(),
            Self::CacheReadTokens => workload.cache_read_tokens(),
            Self::RequestsPerDay => workload.requests_per_day().unwrap_or_default(),
        }
    }

    /// Sets the value, within [`Variable::range`].
    pub fn set(self, workload: &mut Workload, value: u64) {
        match self {
            Self::InputTokens => workload.set_input_tokens(value),
            Self::OutputTokens => workload.set_output_tokens(value),
            Self::CacheReadTokens => workload.set_cache_read_tokens(value),
            Self::RequestsPerDay => workload.set_requests_per_day(value),
        }
    }

    /// The workload with another value.
    pub fn at(self, workload: &Workload, value: u64) -> Workload {
        let mut changed = workload.clone();
        self.set(&mut changed, value);
        changed
    }

    /// The first values of the stretches on which the offers' costs are straight lines, in order, each once; the
    /// first one is the start of the range. On one stretch each offer's cost is known throughout or nowhere.
    pub fn stretches(self, offers: &[&Offer], workload: &Workload) -> Vec<RangeInclusive<u64>> {
        self.stretches_within(offers, workload, &self.range(workload))
    }

    /// As [`Variable::stretches`], between two values that the workload allows.
    pub fn stretches_within(
        self,
        offers: &[&Offer],
        workload: &Workload,
        within: &RangeInclusive<u64>,
    ) -> Vec<RangeInclusive<u64>> {
        let (least, most) = self.range(workload).into_inner();
        let (first, end) = (*within.start(), *within.end());
        // Requests move no task's cost.
        if self == Self::RequestsPerDay {
            return vec![first..=end];
        }
        let mut starts = vec![first];
        for offer in offers {
            self.limits(offer, workload, &mut starts);
            if self == Self::InputTokens {
                tiers(offer, &mut starts);
            }
            // Where a kind of token is there at all, its price may be missing.
            for edge in [least.saturating_add(1), most] {
                if edge > first && edge <= end && self.differs(offer, workload, edge) {
                    starts.push(edge);
                }
            }
        }
        starts.retain(|start| within.contains(start));
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|next| next - 1).chain([end]);
        starts.iter().copied().zip(ends).map(|(from, to)| from..=to).collect()
    }

    /// Where the model's limits end what it takes.
    fn limits(self, offer: &Offer, workload: &Workload, starts: &mut Vec<u64>) {
        let limits = &offer.model.limits;
        let beyond = |most: Option<u64>, other: u64| most.map(|most| most.saturating_sub(other) + 1);
        let (own, other) = match self {
            Self::InputTokens => (limits.maximum_input, workload.output_tokens()),
            Self::OutputTokens => (limits.maximum_output, workload.input_tokens()),
            Self::CacheReadTokens | Self::RequestsPerDay => return,
        };
        starts.extend(beyond(own, 0));
        starts.extend(beyond(limits.context_window, other));
    }

    /// Whether the cost is known on one side of an edge and not on the other.
    fn differs(self, offer: &Offer, workload: &Workload, edge: u64) -> bool {
        let known = |value| {
            let total = billing::total(offer, &self.at(workload, value));
            total.cost().is_ok()
        };
        known(edge) != known(edge - 1)
    }
}

/// The first prompt of each long-context tier, whatever the mode and the time of the week.
pub(super) fn tiers(offer: &Offer, starts: &mut Vec<u64>) {
    let mut add = |tariff: &Tariff| {
        let first = |above: u64, inclusive| if inclusive { above } else { above.saturating_add(1) };
        starts.extend(tariff.tiers().iter().map(|tier| first(tier.above, tier.inclusive)));
    };
    if let Some(more) = &offer.prices.more {
        add(&more.standard);
    }
    for mode in [Processing::Batch, Processing::Flex, Processing::Priority] {
        if let Some(tariff) = offer.prices.mode(mode) {
            add(tariff);
        }
    }
    for timed in offer.prices.times() {
        add(&timed.tariff);
    }
}
