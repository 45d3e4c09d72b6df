//! The tests from outside that need no window, as one program: it is linked once. One file a subject.

mod support;

mod architecture;
mod billing_of_lists;
mod conflicts;
mod console;
mod cost_vectors;
mod crash;
mod documents;
mod feeds_formats;
mod feeds_kinds;
mod feeds_scaling;
mod fetch;
mod full_disk;
mod fuzz_feeds;
mod hostile_files;
mod keeper;
mod named_documents;
mod packages;
mod price_lists;
mod price_rules;
mod prices_command;
mod report;
mod report_scope;
mod shared_feeds;
mod shared_identity;
mod shared_reference;
mod shared_spot_checks;
mod two_writers;
