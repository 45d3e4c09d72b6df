//! What a chart is asked to show.

use jiff::civil::Date;

use crate::catalog::ModelId;
use crate::ranking::Measure;

/// How amounts become lengths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Lengths stand in the same ratio as amounts; bars start at 0.
    #[default]
    Linear,
    /// Equal lengths stand for equal ratios; bars start at a floor that the chart states.
    Log,
}

impl Scale {
    /// The scale on which most of so many bars can be seen: prices of thousands of models differ by so much that on a linear
    /// scale one leaves nothing of the others. Where amounts differ by little, lengths can stand in their ratio. `spread`
    /// says by how many times the greatest amount is the least one.
    pub fn fitting(bars: usize, spread: impl FnOnce() -> f64) -> Self {
        const MANY: usize = 100;
        const WIDE: f64 = 20.0;
        if bars > MANY && spread() > WIDE { Self::Log } else { Self::Linear }
    }
}

/// In what order rows stand. Rows without an amount come last in every order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By rank, the best first.
    #[default]
    Value,
    /// By the model's name, ignoring case.
    Name,
    /// By provider, then rank.
    Provider,
    /// By tier, the cheapest first, then rank.
    Tier,
}

/// What a bar's colour stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColourBy {
    /// The price tier.
    #[default]
    Tier,
    /// The provider: the commonest ones, and "Other".
    Provider,
}

/// What a chart is asked to show.
#[derive(Clone, Copy, Debug)]
pub struct ChartRequest<'a> {
    /// The amounts, with the workload that they need.
    pub measure: Measure<'a>,
    /// How amounts become lengths.
    pub scale: Scale,
    /// In what order rows stand.
    pub sort: Sort,
    /// What colours stand for.
    pub colour_by: ColourBy,
    /// The model to which every bar states its ratio.
    pub baseline: Option<&'a ModelId>,
    /// The places in [`crate::catalog::Market::offers`] that are compared, in ascending order; `None` compares all.
    /// Ranks and counts are among these.
    pub scope: Option<&'a [usize]>,
    /// The places to show of those that are compared; `None` shows all. Ranks stay those among all that are compared.
    pub subset: Option<&'a [usize]>,
    /// Models that stand on top, in the order that is asked for, whether they are in the subset or not. Those without
    /// an amount stand on top of the rows without one.
    pub pins: &'a [ModelId],
    /// The day on which it counts whether a model is deprecated; without one, nothing is said of that.
    pub day: Option<Date>,
}

impl<'a> ChartRequest<'a> {
    /// All models by `measure`, best first, on a linear axis, coloured by tier.
    pub const fn new(measure: Measure<'a>) -> Self {
        Self {
            measure,
            scale: Scale::Linear,
            sort: Sort::Value,
            colour_by: ColourBy::Tier,
            baseline: None,
            scope: None,
            subset: None,
            pins: &[],
            day: None,
        }
    }
}
