//! The command line: opens the window or writes a report.
#![forbid(unsafe_code)]

fn main() {}
