//! What the user thinks of models, as steps that can be undone.

use super::Update;
use crate::app::action::{JudgementsFile, Saying};
use crate::app::undo::Edit;
use crate::catalog::{Judgements, ModelId, Opinions};
use crate::store::{self, Document};

impl Update<'_> {
    pub(super) fn set_judgement(&mut self, model: ModelId, after: Opinions) {
        let before = self.state.documents.judgements.value.get(&model).cloned().unwrap_or_default();
        if before == after {
            return;
        }
        let name = self.state.market().find(&model).map(|offer| offer.model.name.clone());
        let label = format!("judgement of {}", name.unwrap_or_else(|| model.to_string()));
        let [mut was, mut will_be] = [Judgements::default(), Judgements::default()];
        was.set(model.clone(), before);
        will_be.set(model, after);
        self.step(label, vec![Edit::of(Document::Judgements, was, will_be)], None);
    }

    pub(super) fn import_judgements(&mut self, file: &JudgementsFile) {
        let kept = &self.state.documents.judgements;
        let (after, skipped) = file.table.over(&kept.value, self.state.market());
        let [mut was, mut will_be] = [Judgements::default(), Judgements::default()];
        let mut count = 0;
        for (model, after) in after.iter() {
            let before = kept.value.get(model).cloned().unwrap_or_default();
            if before != *after {
                was.set(model.clone(), before);
                will_be.set(model.clone(), after.clone());
                count += 1;
            }
        }
        self.state.is_stale = true;
        let taken = (file.table.rows.len() + file.table.skipped.len()).saturating_sub(skipped.len());
        if count > 0 {
            let edit = Edit::of(Document::Judgements, was, will_be);
            let refused = self.refused(&edit).is_some();
            self.step("import judgements".to_owned(), vec![edit], None);
            if refused {
                return;
            }
        }
        let plural = if taken == 1 { "" } else { "s" };
        let text = match (taken, count) {
            (0, _) => "No judgement could be imported".to_owned(),
            (_, 0) => format!("{taken} judgement{plural} imported; they were there already"),
            _ => format!("{taken} judgement{plural} imported"),
        };
        self.state.saying = Some(if taken == 0 { Saying::failed(text) } else { Saying::done(text) });
        self.state.notices.extend(store::rows_left_out(&file.path, &skipped, &file.table.unused));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::app::action::{Action, Effect, ImportedFiles, JudgementsFile};
    use crate::app::state::State;
    use crate::app::update::update;
    use crate::catalog::judgements::csv;
    use crate::catalog::{Judgements, ModelId, Opinions, Standing};
    use crate::store::{Change, Content, Documents};

    fn state() -> State {
        State::new(Documents::starters(), Vec::new(), date(2026, 11, 24)).unwrap()
    }

    fn id(text: &str) -> ModelId {
        ModelId::new(text).unwrap()
    }

    fn quality(level: u32) -> Opinions {
        let quality = Some(Standing { level, says: level.to_string() });
        Opinions { quality, ..Opinions::default() }
    }

    fn file(text: &str) -> JudgementsFile {
        JudgementsFile { path: "ours.csv".into(), table: csv::read(text.as_bytes()).unwrap() }
    }

    fn saved(effects: &[Effect]) -> Vec<Judgements> {
        let kept = effects.iter().filter_map(|effect| match effect {
            Effect::Keep(Change::Document(_, Some(Content::Judgements(judgements)))) => {
                Some(judgements.clone())
            }
            _ => None,
        });
        kept.collect()
    }

    #[test]
    fn a_judgement_is_saved_used_and_taken_back() {
        let mut state = state();
        let model = id("openai/gpt-4.1");
        let effects = update(&mut state, Action::SetJudgement(model.clone(), quality(3)));
        assert_eq!(saved(&effects)[0].get(&model), Some(&quality(3)));
        assert_eq!(state.history.undo_label(), Some("judgement of GPT-4.1"));
        assert_eq!(state.judgements().get(&model), Some(&quality(3)));
        assert!(saved(&update(&mut state, Action::SetJudgement(model.clone(), quality(3)))).is_empty());
        // Each is a step, however quickly one follows the other.
        update(&mut state, Action::SetJudgement(model.clone(), quality(4)));
        let effects = update(&mut state, Action::Undo);
        assert_eq!(saved(&effects)[0].get(&model), Some(&quality(3)));
        let effects = update(&mut state, Action::Undo);
        assert_eq!(saved(&effects), [Judgements::default()]);
        assert!(state.judgements().is_empty());
        update(&mut state, Action::Redo);
        let effects = update(&mut state, Action::Redo);
        assert_eq!(saved(&effects)[0].get(&model), Some(&quality(4)));
        let effects = update(&mut state, Action::SetJudgement(model, Opinions::default()));
        assert_eq!(saved(&effects), [Judgements::default()]);
    }

    #[test]
    fn an_import_is_one_step_and_names_what_it_left_out() {
        let mut state = state();
        update(&mut state, Action::SetJudgement(id("openai/gpt-4.1"), quality(1)));
        let table =
            file("model,quality,speed\nGPT-4.1,2,\ndeepseek/deepseek-v4,3,\nnobody,1,\nGPT-5.4,good,\n");
        let files = ImportedFiles { judgements: vec![table.clone()], ..ImportedFiles::default() };
        let effects = update(&mut state, Action::Imported(Box::new(files)));
        let [after] = &saved(&effects)[..] else { panic!("{effects:?}") };
        assert_eq!((after.len(), after.get(&id("openai/gpt-4.1"))), (2, Some(&quality(2))));
        assert_eq!(state.history.undo_label(), Some("import judgements"));
        assert_eq!(state.saying.clone().unwrap().text, "2 judgements imported");
        let [notice] = &state.notices[..] else { panic!("{:?}", state.notices) };
        let said = notice.to_string();
        assert!(said.starts_with("ours.csv: line 4: there is no model \"nobody\""), "{said}");
        assert!(said.contains("line 5: quality: \"good\" is no level"), "{said}");
        let effects = update(&mut state, Action::ImportJudgements(Box::new(table)));
        assert!(saved(&effects).is_empty());
        assert!(state.saying.clone().unwrap().text.contains("there already"));
        update(&mut state, Action::Undo);
        assert_eq!(state.judgements().get(&id("openai/gpt-4.1")), Some(&quality(1)));
        assert_eq!(state.judgements().len(), 1);
    }

    #[test]
    fn judgements_that_can_only_be_read_are_not_changed() {
        let mut state = state();
        state.documents.judgements.read_only = Some("judgements.ron has a field.".to_owned());
        for action in [
            Action::SetJudgement(id("openai/gpt-4.1"), quality(1)),
            Action::ImportJudgements(Box::new(file("model,quality\nGPT-4.1,2\n"))),
        ] {
            assert!(saved(&update(&mut state, action)).is_empty());
            let text = state.saying.clone().unwrap().text;
            assert_eq!(text, "Your judgements cannot be changed: judgements.ron has a field.");
        }
    }
}
