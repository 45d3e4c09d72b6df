//! The identities of the fields that a workload is typed into.

use crate::store::WorkloadKey;
use crate::workload::Field;

/// The fields of a new workload: what its form says.
pub const NEW_NAME: &str = "new workload name";
/// See [`NEW_NAME`].
pub const NEW_INPUT: &str = "new workload input_tokens";
/// See [`NEW_NAME`].
pub const NEW_OUTPUT: &str = "new workload output_tokens";

/// The fields of a saved workload that take numbers to be filled with.
const COUNTS: [Field; 8] = [
    Field::InputTokens,
    Field::OutputTokens,
    Field::RequestsPerDay,
    Field::DaysPerMonth,
    Field::CacheReadTokens,
    Field::CacheWrite5mTokens,
    Field::CacheWrite1hTokens,
    Field::ReasoningTokens,
];

/// The identity of a field of a saved workload among all that is typed.
pub fn field_of(workload: &WorkloadKey, key: &str) -> String {
    format!("workload {workload} {key}")
}

/// The identities of the fields that pasted numbers fill.
pub fn fields_of(workload: &WorkloadKey) -> impl Iterator<Item = String> + '_ {
    COUNTS.into_iter().map(|field| field_of(workload, field.key()))
}
