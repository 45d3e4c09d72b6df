//! Settings as the text of `settings.ron`: format version 1.

use serde::{Deserialize, Serialize};

use super::{Appearance, Contrast, FilterSet, Motion, Remembered, Settings, Theme};
use crate::document::{self, Fault, Opened};

/// The newest format version of the settings file.
pub const VERSION: u32 = 1;

/// The fields of the file. Each has a default, so that old files go on loading.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Settings")]
struct Form {
    #[serde(default = "document::one")]
    version: u32,
    #[serde(default)]
    workload_order: Vec<String>,
    #[serde(default)]
    theme: Theme,
    // These are left out when there is nothing to say, so that older apps go on reading the file.
    #[serde(default, skip_serializing_if = "is_default")]
    contrast: Contrast,
    #[serde(default, skip_serializing_if = "is_default")]
    motion: Motion,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pins: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    filter_sets: Vec<FilterSet>,
    #[serde(default)]
    remembered: Remembered,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads the text of the settings file.
///
/// # Errors
/// What is wrong, with line and column.
pub fn parse(text: &str) -> Result<Opened<Settings>, Fault> {
    Ok(document::read::<Form>(text, VERSION)?.map(|mut form| {
        for set in &mut form.filter_sets {
            set.name = document::seen(&set.name).into_owned();
        }
        Settings {
            workload_order: form.workload_order,
            appearance: Appearance { theme: form.theme, contrast: form.contrast, motion: form.motion },
            pins: form.pins,
            filter_sets: form.filter_sets,
            remembered: Box::new(form.remembered),
        }
    }))
}

/// The text of the settings file.
///
/// # Errors
/// Only through a fault of this program.
pub fn print(settings: &Settings) -> Result<String, Fault> {
    document::print(&Form {
        version: VERSION,
        workload_order: settings.workload_order.clone(),
        theme: settings.appearance.theme,
        contrast: settings.appearance.contrast,
        motion: settings.appearance.motion,
        pins: settings.pins.clone(),
        filter_sets: settings.filter_sets.clone(),
        remembered: Remembered::clone(&settings.remembered),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_file_of_settings_is_the_defaults() {
        let opened = parse("()").unwrap();
        assert_eq!(opened.value, Settings::default());
        assert!(opened.read_only.is_empty());
    }

    #[test]
    fn a_theme_that_does_not_exist_is_named_with_its_place() {
        let fault = parse("(\n    theme: Plaid,\n)").unwrap_err();
        assert_eq!(fault.line(), Some(2));
        assert!(fault.to_string().contains("Plaid"), "{fault}");
    }

    #[test]
    fn without_pins_and_filters_an_older_app_reads_the_file() {
        let text = print(&Settings::default()).unwrap();
        for newer in ["pins", "filter_sets", "contrast", "motion"] {
            assert!(!text.contains(newer), "{text}");
        }
        let text = "(filter_sets: [(name: \"Cheap\", filter: \"vision\", colour: 1)])";
        let opened = parse(text).unwrap();
        assert_eq!(opened.value.filter_sets[0].filter, "vision");
        assert!(opened.read_only[0].to_string().contains("filter_sets.0.colour"), "{:?}", opened.read_only);
    }

    #[test]
    fn what_hides_in_the_name_of_a_filter_is_left_out() {
        let text = "(filter_sets: [(name: \"\\u{202e}Ch\\u{1b}eap\", filter: \"vision\")])";
        assert_eq!(parse(text).unwrap().value.filter_sets[0].name, "Cheap");
    }

    #[test]
    fn an_unknown_field_deep_inside_makes_the_file_read_only() {
        let opened = parse("(remembered: (place: \"compare\", colour: \"red\"))").unwrap();
        assert_eq!(opened.value.remembered.place.as_deref(), Some("compare"));
        assert!(opened.read_only[0].to_string().contains("remembered.colour"), "{:?}", opened.read_only);
    }

    proptest! {
        #[test]
        fn every_settings_file_reads_back(
            workload_order in proptest::collection::vec("\\PC{0,20}", 0..5),
            place in proptest::option::of("\\PC{0,20}"),
            baseline in proptest::option::of("\\PC{0,20}"),
            days in proptest::option::of(0_u64..=u64::MAX),
            theme in prop_oneof![Just(Theme::System), Just(Theme::Light), Just(Theme::Dark)],
            contrast in prop_oneof![Just(Contrast::System), Just(Contrast::Usual), Just(Contrast::High)],
            motion in prop_oneof![Just(Motion::System), Just(Motion::Full), Just(Motion::Reduced)],
            pins in proptest::collection::vec("\\PC{0,20}", 0..3),
            filters in proptest::collection::vec(("[^\\p{C}\\p{Zl}\\p{Zp}]{0,9}", "\\PC{0,9}", "\\PC{0,9}"), 0..3),
        ) {
            let filter_sets = filters
                .into_iter()
                .map(|(name, search, filter)| FilterSet { name, search, filter })
                .collect();
            let settings = Settings {
                workload_order, pins, filter_sets,
                appearance: Appearance { theme, contrast, motion },
                remembered: Box::new(Remembered { place, baseline, days, ..Remembered::default() }),
            };
            let opened = parse(&print(&settings).unwrap()).unwrap();
            prop_assert_eq!(opened.value, settings);
            prop_assert!(opened.read_only.is_empty());
        }
    }
}
