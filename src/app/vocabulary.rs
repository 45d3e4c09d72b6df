//! The words that view, actions and commands share: places, figures, measures, columns.

/// The places of the window, in the order of their tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Place {
    /// The charts and the table.
    #[default]
    Compare,
    /// The saved workloads.
    Workloads,
    /// Prices and models.
    Prices,
    /// Questions and their answers.
    Decide,
    /// What the user prefers, and where files live.
    Settings,
}

/// What Compare shows in its middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Tokens that a dollar buys.
    #[default]
    TokensPerDollar,
    /// What the workload costs.
    CostPerTask,
    /// The output price as a multiple of the input price.
    OutputInputGap,
    /// Everything in columns.
    Table,
}

/// Which tokens a dollar buys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tokens {
    /// Input tokens.
    #[default]
    Input,
    /// Output tokens.
    Output,
    /// Both, in the workload's mix.
    Blend,
}

/// Which cost of the workload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Costs {
    /// One task.
    #[default]
    PerTask,
    /// Tasks that a dollar buys.
    TasksPerDollar,
    /// A month.
    PerMonth,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// The rank by the workload's cost.
    #[default]
    Rank,
    /// The model's name.
    Model,
    /// Who sells it.
    Provider,
    /// The tier.
    Tier,
    /// The input price that the user pays.
    Input,
    /// The output price that the user pays.
    Output,
    /// Input tokens per dollar.
    InputTokens,
    /// Output tokens per dollar.
    OutputTokens,
    /// The output price as a multiple of the input price.
    Ratio,
    /// The context window.
    Context,
    /// The cost of one task.
    Cost,
    /// The cost of a month.
    Monthly,
    /// Where the price comes from.
    Source,
}

/// The pages of Prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PricesPage {
    /// Every model with its list price and the user's own.
    #[default]
    Models,
    /// The loaded price lists.
    Lists,
    /// Discounts of providers.
    Discounts,
}

/// The names that the window shows, in order.
macro_rules! named {
    ($type:ty { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// What the window calls it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}
named!(Place { Compare => "Compare", Workloads => "Workloads", Prices => "Prices", Decide => "Decide", Settings => "Settings" });
named!(PricesPage { Models => "Models", Lists => "Price lists", Discounts => "Discounts" });
named!(Figure {
    TokensPerDollar => "Tokens per dollar",
    CostPerTask => "Cost per task",
    OutputInputGap => "Output/input gap",
    Table => "Table",
});

/// Which models Prices lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceRows {
    /// Models without a price of one's own are left out.
    pub only_own: bool,
    /// Only models whose list prices are to be checked are listed, those out of scope too.
    pub only_to_check: bool,
    /// Hidden models are listed too.
    pub with_hidden: bool,
}
