//! What few workloads need: cached prompts, reasoning, processing modes, the time of the week, retries, a margin and a
//! fixed fee. Folded until one of them is used.

use eframe::egui::{self, Ui};

use super::WIDTH;
use super::editor::{Editor, Look, count};
use crate::money::{Dollars, Share, label, typed};
use crate::window::theme::{self, NUMBER_FIELD, Role, Space};
use crate::window::widgets::segmented;
use crate::workload::{Field, MOST_TOKENS, Processing, Runs, WeekMinute, Workload};

/// Width of a share, in points.
const SHARE: f32 = 70.0;

/// A part of the prompt or the answer: its title, and its whole in words.
const PARTS: [(Field, &str, &str); 4] = [
    (Field::CacheReadTokens, "Cache read tokens", "input"),
    (Field::CacheWrite5mTokens, "Cache write tokens (5 minutes)", "input"),
    (Field::CacheWrite1hTokens, "Cache write tokens (1 hour)", "input"),
    (Field::ReasoningTokens, "Reasoning tokens", "output"),
];

/// Draws the fields.
pub(super) fn show(ui: &mut Ui, editor: &mut Editor<'_>) {
    let key = editor.saved.key.as_str().to_owned();
    let is_used = is_used(&editor.saved.workload);
    egui::CollapsingHeader::new("Caching, processing, retries and fees")
        .id_salt(("advanced", key))
        .default_open(is_used)
        .show(ui, |ui| {
            parts(ui, editor);
            processing(ui, editor);
            runs(ui, editor);
            on_top(ui, editor);
        });
}

/// Whether any of this is not as it is for a new workload.
fn is_used(workload: &Workload) -> bool {
    let draft = workload.to_draft();
    PARTS.iter().any(|(field, ..)| draft.part(*field) > 0)
        || !draft.processing.is_standard()
        || !draft.runs.is_spread()
        || !draft.retries.is_zero()
        || !draft.safety_margin.is_zero()
        || !draft.monthly_fee.is_zero()
}

/// The parts of prompt and answer, each as a count and as a share that follow each other.
fn parts(ui: &mut Ui, editor: &mut Editor<'_>) {
    let muted = theme::colours(ui).muted;
    ui.label(Role::Small.text("Tokens that are part of the input and output above").color(muted));
    let draft = editor.saved.workload.to_draft();
    for (field, title, whole) in PARTS {
        ui.label(Role::Label.text(title));
        ui.horizontal_top(|ui| {
            let tokens = draft.part(field);
            let text = if tokens == 0 { String::new() } else { label::whole(tokens) };
            let look =
                Look { key: field.key(), name: title, hint: "none", width: NUMBER_FIELD, multiline: false };
            editor.bare(ui, &look, &text, |text, draft| {
                let tokens = if text.trim().is_empty() { 0 } else { count(text, MOST_TOKENS)? };
                draft.set_part(field, tokens)
            });
            ui.add_space(Space::Tiny.points());
            let text = if tokens == 0 { String::new() } else { percent(draft.part_share(field)) };
            let key = format!("{} share", field.key());
            let name = format!("{title}, percent of the {whole} tokens");
            let look = Look { key: &key, name: &name, hint: "0", width: SHARE, multiline: false };
            editor.bare(ui, &look, &text, |text, draft| draft.set_part_share(field, share(text)?));
            unit(ui, &format!("% of {whole}"));
        });
        ui.add_space(Space::Tiny.points());
    }
    ui.add_space(Space::Small.points());
}

/// The unit behind a field, at the height of its text. A sentence below the field does not move it.
fn unit(ui: &mut Ui, text: &str) {
    let muted = theme::colours(ui).muted;
    ui.vertical(|ui| {
        ui.add_space(5.0);
        ui.add(egui::Label::new(Role::Body.text(text).color(muted)).wrap());
    });
}

/// A share in percent, rounded to two decimals: a field is narrow.
fn percent(share: Share) -> String {
    share.rounded().to_percent()
}

/// Reads percent; nothing is none.
fn share(text: &str) -> Result<Share, String> {
    if text.trim().is_empty() {
        return Ok(Share::ZERO);
    }
    Share::percent(text).map_err(|error| error.to_string())
}

fn processing(ui: &mut Ui, editor: &mut Editor<'_>) {
    ui.label(Role::Label.text("Processing"));
    let modes = Processing::ALL.map(|mode| (mode, mode.key()));
    let now = editor.saved.workload.processing();
    let enabled = editor.is_writable();
    let picked = ui.add_enabled_ui(enabled, |ui| segmented(ui, "Processing", now, &modes)).inner;
    if let Some(mode) = picked {
        editor.choose(|draft| draft.processing = mode);
    }
    ui.add_space(Space::Small.points());
}

fn runs(ui: &mut Ui, editor: &mut Editor<'_>) {
    ui.label(Role::Label.text("When it runs"));
    let runs = editor.saved.workload.runs();
    let is_at = !runs.is_spread();
    let enabled = editor.is_writable();
    let choices = [(false, "Spread over the week"), (true, "At one time")];
    let picked = ui.add_enabled_ui(enabled, |ui| segmented(ui, "When it runs", is_at, &choices)).inner;
    if let Some(at_one_time) = picked {
        let monday_at_nine = Runs::At(WeekMinute::new(9 * 60));
        editor.choose(|draft| draft.runs = if at_one_time { monday_at_nine } else { Runs::Spread });
    }
    if is_at {
        let name = "Day and time in UTC";
        let look =
            Look { key: Field::RunsAt.key(), name, hint: "Mon 02:30", width: NUMBER_FIELD, multiline: false };
        ui.horizontal_top(|ui| {
            editor.bare(ui, &look, &runs.to_string(), |text, draft| {
                draft.runs = Runs::parse(text).ok_or_else(|| Runs::ALLOWED.to_owned())?;
                Ok(())
            });
            unit(ui, "UTC");
        });
    }
    ui.add_space(Space::Small.points());
}

fn on_top(ui: &mut Ui, editor: &mut Editor<'_>) {
    let workload = editor.saved.workload.clone();
    let shown = |share: Share| if share.is_zero() { String::new() } else { share.to_percent() };
    let mut line = |ui: &mut Ui, field: Field, (title, hint, unit): (&str, &str, &str), value: &str| {
        ui.label(Role::Label.text(title));
        ui.horizontal_top(|ui| {
            let name = format!("{title}, {unit}");
            let look = Look { key: field.key(), name: &name, hint, width: NUMBER_FIELD, multiline: false };
            editor.bare(ui, &look, value, |text, draft| {
                match field {
                    Field::Retries => draft.retries = share(text)?,
                    Field::SafetyMargin => draft.safety_margin = share(text)?,
                    _ => draft.monthly_fee = dollars(text)?,
                }
                Ok(())
            });
            self::unit(ui, unit);
        });
        ui.add_space(Space::Tiny.points());
    };
    ui.set_max_width(WIDTH);
    line(ui, Field::Retries, ("Retries", "none", "% of requests sent again"), &shown(workload.retries()));
    line(ui, Field::SafetyMargin, ("Safety margin", "none", "% on top"), &shown(workload.safety_margin()));
    let fee = workload.monthly_fee();
    let fee = if fee.is_zero() { String::new() } else { fee.to_exact_string() };
    line(ui, Field::MonthlyFee, ("Fixed monthly fee", "none", "US dollars a month"), &fee);
}

/// Reads dollars; nothing is none.
fn dollars(text: &str) -> Result<Dollars, String> {
    if text.trim().is_empty() {
        return Ok(Dollars::ZERO);
    }
    typed::dollars(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::Draft;

    #[test]
    fn the_fields_open_by_themselves_where_one_is_used() {
        let draft = || Draft { name: "A".into(), input_tokens: 10, output_tokens: 10, ..Draft::default() };
        let used = |draft: Draft| is_used(&Workload::try_from(draft).unwrap());
        assert!(!used(draft()));
        assert!(used(Draft { cache_write_1h_tokens: 1, ..draft() }));
        assert!(used(Draft { retries: Share::percent("1").unwrap(), ..draft() }));
        assert!(used(Draft { monthly_fee: Dollars::whole(1), ..draft() }));
    }

    #[test]
    fn a_share_is_shown_with_two_decimals_and_nothing_reads_as_none() {
        assert_eq!(percent(Share::of(1, 3)), "33.33");
        assert_eq!(percent(Share::of(1, 4)), "25");
        assert_eq!(share(" "), Ok(Share::ZERO));
        assert_eq!(share("12.5 %"), Ok(Share::of(1, 8)));
        assert!(share("many").is_err() && dollars("-1").is_err());
        assert_eq!(dollars("$20"), Ok(Dollars::whole(20)));
    }
}
