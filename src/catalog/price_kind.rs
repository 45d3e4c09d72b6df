//! Which prices there are, each by what it is for.

use super::Part;
use crate::money::{Price, label};
use crate::processing::Processing;

/// What one price of a model is for: `batch cache read price above 200,000 tokens`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceKind {
    /// The mode in which it holds. A fee for each request holds in all of them and stands under the standard one.
    pub processing: Processing,
    /// The threshold above which it holds, in tokens of the prompt; `None` below every threshold.
    pub above: Option<u64>,
    /// The tokens that it is for, or [`Part::Request`].
    pub part: Part,
}

impl PriceKind {
    /// The kinds of tokens that a bill tells apart.
    pub const TOKENS: [Part; 6] =
        [Part::Input, Part::Output, Part::CacheRead, Part::CacheWrite5m, Part::CacheWrite1h, Part::Reasoning];

    /// The standard price of short prompts.
    pub const fn standard(part: Part) -> Self {
        Self { processing: Processing::Standard, above: None, part }
    }

    /// Whether it is one of the two prices that every list gives.
    pub fn is_usual(self) -> bool {
        self == Self::standard(Part::Input) || self == Self::standard(Part::Output)
    }

    /// Whether a bill can rest on it.
    pub(super) fn is_billed(self) -> bool {
        Self::TOKENS.contains(&self.part) || self == Self::standard(Part::Request)
    }

    /// `cache read price`, `batch input price`, `request fee`.
    pub fn name(self) -> String {
        let mode = if self.processing.is_standard() { "" } else { self.processing.label() };
        let space = if mode.is_empty() { "" } else { " " };
        format!("{mode}{space}{}", self.part.price_label())
    }

    /// `cache read price of the list`, `batch input price of GPT-4.1 above 200,000 tokens`.
    pub fn of(self, whose: &str) -> String {
        format!("{} of {whose}{}", self.name(), self.prompts())
    }

    /// A price of this kind as people read it: dollars per million tokens, or per request.
    pub fn amount(self, price: Price) -> String {
        match price.known() {
            Some(fee) if self.part == Part::Request => {
                format!("{} a request", label::exact_dollars(fee.times(1)))
            }
            _ => label::price(price),
        }
    }

    /// `your cache read price`, `own input price above 200,000 tokens`.
    pub fn after(self, whose: &str) -> String {
        format!("{whose} {}{}", self.name(), self.prompts())
    }

    fn prompts(self) -> String {
        self.above.map_or_else(String::new, |above| format!(" above {} tokens", label::whole(above)))
    }
}
