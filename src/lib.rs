//! Tokens per Dollar: what a dollar buys on every language model, for the user's own workloads.
//!
//! The map, one line a room. A room may use those above it, never those below; `tests/it/architecture.rs` holds it.
#![forbid(unsafe_code)]

/// A value kept within bounds that may cross.
pub mod bounds;
/// The order of names that people expect.
pub mod order;
/// Exact amounts: dollars, a price per token; parsing and printing.
pub mod money;
/// Versioned RON text: what the files have in common.
pub mod document;
/// How and when requests are processed: words that workloads and price lists share.
pub mod processing;
/// What a user runs: one profile, its checks.
pub mod workload;
/// What the user prefers, and what the window remembers.
pub mod settings;
/// Which models exist and what they charge; the layers list -> discount -> own price.
pub mod catalog;
/// A named set of workloads with volumes and models; its checks, its file.
pub mod portfolio;
/// One model x one workload -> a bill of line items.
pub mod billing;
/// All models x one workload -> ordered rows.
pub mod ranking;
/// One figure explained: the arithmetic, the prices and their layers, what was assumed; as text and as Markdown.
pub mod receipt;
/// Budget, matrix, choosing, break-even and what would change the answer.
pub mod decide;
/// What a chart says: bars, axis, colours, legend, words; draws nothing.
pub mod chart;
/// The answer to a question: a sentence, a figure, tables, what to know; draws nothing.
pub mod answer;
/// The folder on disk: atomic, versioned, recoverable.
pub mod store;
/// Downloads a price list; the only room that touches the network.
pub mod fetch;
/// Tables and charts as files: csv, markdown, json, svg, png.
pub mod report;
/// The application without pixels: state, actions, update, undo, commands.
#[cfg_attr(
    not(feature = "window"),
    expect(dead_code, unused_imports, reason = "the window asks for all of it")
)]
pub mod app;
/// What users see and touch; the only room that knows egui.
#[cfg(feature = "window")]
pub mod window;
