//! The six prices of tokens that a model, a tier, a mode and an own price have in their files: written once, as macros, since
//! RON has no fields of a struct within another one's.

/// A struct that is read, with the six prices in the place of `..prices;`.
macro_rules! read {
    ($(#[$of:meta])* struct $name:ident { $($(#[$before_of:meta])* $before:ident: $before_type:ty,)* ..prices; $($after:tt)* }) => {
        $(#[$of])*
        struct $name {
            $($(#[$before_of])* $before: $before_type,)*
            input: Option<DecimalText>,
            output: Option<DecimalText>,
            cache_read: Option<DecimalText>,
            cache_write_5m: Option<DecimalText>,
            cache_write_1h: Option<DecimalText>,
            reasoning: Option<DecimalText>,
            $($after)*
        }

        impl $name {
            /// Takes the prices out.
            const fn six_prices(&mut self) -> SixPrices {
                [
                    self.input.take(),
                    self.output.take(),
                    self.cache_read.take(),
                    self.cache_write_5m.take(),
                    self.cache_write_1h.take(),
                    self.reasoning.take(),
                ]
            }
        }
    };
}

/// A struct that is printed, with the six prices in the place of `..prices;`.
macro_rules! printed {
    (
        $(#[$of:meta])*
        struct $name:ident $(<$life:lifetime>)? { $($(#[$before_of:meta])* $before:ident: $before_type:ty,)* ..prices; $($after:tt)* }
    ) => {
        $(#[$of])*
        struct $name $(<$life>)? {
            $($(#[$before_of])* $before: $before_type,)*
            #[serde(skip_serializing_if = "Option::is_none")]
            input: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            output: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            cache_read: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            cache_write_5m: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            cache_write_1h: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reasoning: Option<String>,
            $($after)*
        }

        impl $(<$life>)? $name $(<$life>)? {
            /// These prices, and nothing else.
            fn of(rates: &crate::catalog::Rates) -> Self {
                Self {
                    input: price_text(rates.input),
                    output: price_text(rates.output),
                    cache_read: price_text(rates.cache_read),
                    cache_write_5m: price_text(rates.cache_write_5m),
                    cache_write_1h: price_text(rates.cache_write_1h),
                    reasoning: price_text(rates.reasoning),
                    ..Self::default()
                }
            }
        }
    };
}
