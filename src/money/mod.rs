//! Exact amounts: dollars, prices per token, quotients of the two, and the numbers that people type.
//!
//! No floating point lives here and none may come in: every amount is an integer count of a small unit.
//! What can be wrong with a number is refused when it is made ([`NumberError`]).

mod decimal;
mod dollars;
pub mod label;
mod price;
mod quotient;
mod share;
pub mod typed;

pub use decimal::{Decimal, NumberError};
pub use dollars::Dollars;
pub use price::{Price, TokenPrice};
pub use quotient::Quotient;
pub use share::Share;
