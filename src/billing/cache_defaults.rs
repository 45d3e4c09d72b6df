//! What providers charge for cache reads where a list does not say, by their own word.

use crate::money::Share;

/// What one provider takes off the input price for tokens that are read from a cache, where no price is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CacheDefault {
    /// The provider, as [`crate::catalog::provider_key`] has it.
    provider: &'static str,
    /// What is taken off the input price, in percent.
    percent_off: u8,
    /// The default and its source, for a bill.
    pub words: &'static str,
}

/// The providers that state such a default.
static ALL: [CacheDefault; 1] = [
    // docs.fireworks.ai, "How does billing and credit usage work?", read on 2026-11-30; LiteLLM 1.110.2 bills the same
    // (`FIREWORKS_AI_DEFAULT_CACHE_READ_RATE_RATIO`).
    CacheDefault {
        provider: "fireworks",
        percent_off: 50,
        words: "the list gives no price for these: billed at half the input price, which is what Fireworks AI charges \
                by default (docs.fireworks.ai, read on 2026-11-30)",
    },
];

impl CacheDefault {
    /// The default of a provider.
    pub(super) fn of(provider: &str) -> Option<&'static Self> {
        ALL.iter().find(|default| default.provider == provider)
    }

    /// What is taken off the input price.
    pub fn off(&self) -> Share {
        Share::of(u64::from(self.percent_off), 100)
    }
}
