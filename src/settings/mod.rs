//! What the user prefers, and what the window remembers between two starts; its text in `settings.ron`.
//!
//! Nothing here changes a number. No disk here.

use std::collections::{BTreeMap, HashSet};

use crate::document::step;

pub mod file;

/// Which colours the window uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Theme {
    /// What the desktop says.
    #[default]
    System,
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

/// How strongly text and lines stand out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Contrast {
    /// What the desktop says.
    #[default]
    System,
    /// As designed: at least WCAG AA.
    Usual,
    /// At least WCAG AAA, every border drawn.
    High,
}

/// Whether things move on their way from one place to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Motion {
    /// What the desktop says.
    #[default]
    System,
    /// They do.
    Full,
    /// They do not; the text cursor does not blink.
    Reduced,
}

/// How the window looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Appearance {
    /// Which colours the window uses.
    pub theme: Theme,
    /// How strongly text and lines stand out.
    pub contrast: Contrast,
    /// Whether things move.
    pub motion: Motion,
}

/// The content of `settings.ron`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The order of the workloads: the stems of their files. Files that it does not name come after those it names;
    /// names without a file do no harm.
    pub workload_order: Vec<String>,
    /// How the window looks.
    pub appearance: Appearance,
    /// The ids of the models that stand on top of every chart, in the user's order. Ids without a model do no harm.
    pub pins: Vec<String>,
    /// The filters that the user saved, in the user's order.
    pub filter_sets: Vec<FilterSet>,
    /// What the window shows at its next start.
    pub remembered: Box<Remembered>,
}

impl Settings {
    /// These after the step that made `after` of `before`: of the order, the pins and the filters what it changed. `None`
    /// where that is not any more as the step left it, or another window keeps something else under its name.
    pub fn with_step(&self, before: &Self, after: &Self) -> Option<Self> {
        let mut made = self.clone();
        if before.workload_order != after.workload_order {
            made.workload_order =
                order_after(&self.workload_order, &before.workload_order, &after.workload_order)?;
        }
        if before.pins != after.pins {
            let is_taken = |pin: &String| !before.pins.contains(pin) && self.pins.contains(pin);
            if after.pins.iter().any(is_taken) {
                return None;
            }
            made.pins = step::on_list(&self.pins, &before.pins, &after.pins)?;
        }
        if before.filter_sets != after.filter_sets {
            let sets = &self.filter_sets;
            let is_of_step =
                |set: &FilterSet| before.filter_sets.contains(set) || after.filter_sets.contains(set);
            let is_taken = |new: &FilterSet| {
                !before.filter_sets.contains(new)
                    && sets.iter().any(|set| set.name == new.name && !is_of_step(set))
            };
            if after.filter_sets.iter().any(is_taken) {
                return None;
            }
            made.filter_sets = step::on_list(sets, &before.filter_sets, &after.filter_sets)?;
        }
        Some(made)
    }
}

/// The order after a step that moved, added or took away workloads. Where another window has made an order of its own, a
/// move is `None`, and what was added or taken away finds its place in that order.
fn order_after(now: &[String], before: &[String], after: &[String]) -> Option<Vec<String>> {
    // There may be 50,000 workloads: to look for each in a list of all of them would take half a minute.
    let set = |stems| -> HashSet<&str> { <[String]>::iter(stems).map(String::as_str).collect() };
    let (is, was, will_be) = (set(now), set(before), set(after));
    let stands_alike = now
        .iter()
        .filter(|stem| was.contains(stem.as_str()) && will_be.contains(stem.as_str()))
        .eq(before.iter().filter(|stem| will_be.contains(stem.as_str()) && is.contains(stem.as_str())));
    if stands_alike {
        let others = now.iter().filter(|stem| !will_be.contains(stem.as_str()));
        return Some(after.iter().chain(others).cloned().collect());
    }
    if was == will_be {
        return None;
    }
    let stays = |stem: &&String| !will_be.contains(stem.as_str()) || was.contains(stem.as_str());
    let mut order: Vec<String> = now.iter().filter(stays).cloned().collect();
    for (place, stem) in after.iter().enumerate().filter(|(_, stem)| !was.contains(stem.as_str())) {
        order.insert(place.min(order.len()), stem.clone());
    }
    Some(order)
}

/// A filter of the models under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FilterSet {
    /// What the user calls it.
    pub name: String,
    /// What is searched for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// The filter in the words of `catalog::Filter`; words that the app does not know filter nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
}

/// What the window remembers; `None` is its default. Losing any of it costs a click, never data, and where two windows
/// differ in this alone, the last one wins without a word. The window gives the words their meaning and takes a word
/// that it does not know for `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Remembered {
    /// The place that was open: `compare`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The stem of the file of the workload that was selected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
    /// The chart that was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<String>,
    /// What the bars measured: input, output, blend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Logarithmic or linear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// What the rows were sorted by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// What the colours stood for: tier or provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour_by: Option<String>,
    /// The id of the model that the others were compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    /// The question that Decide showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The page of Prices that was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices_page: Option<String>,
    /// The column by which the table was sorted, and which way: `cost down`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table_sort: Option<String>,
    /// Which models were shown, in the words of `catalog::Filter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// What was searched for among the models.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Which conditions of the scope were switched off, in the words of `catalog::ScopeRules`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The id of the model whose details were shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Which models Prices listed: `own`, `hidden`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_rows: Option<String>,
    /// The groups of resellers of which every offer was shown: their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_groups: Vec<String>,
    /// Whether Decide showed numbers where it has no room for them beside the picture: `numbers`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_shows: Option<String>,
    /// What was put into the questions of Decide: of each a line of RON, under the question's word.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub asked: BTreeMap<String, String>,
    /// Days a month where a workload says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u64>,
}
