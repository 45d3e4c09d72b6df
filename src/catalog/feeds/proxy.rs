//! The models of a LiteLLM proxy: `model_list` of its configuration, or `data` of its answer to `GET /model/info`.
//!
//! The prices are LiteLLM's, dollars per token. Those that stand in `litellm_params` are the user's own and count before
//! those of `model_info`, which the proxy fills in from LiteLLM's list.

use serde_json::value::RawValue;

use super::json::{self, Reason};
use super::{Format, Head, Rows, litellm, once};
use crate::catalog::{Model, ModelId};

pub(super) fn read(elements: &[&RawValue], head: &Head) -> Rows {
    let mut rows = Rows::of(Format::LiteLlmProxy, head);
    for (number, raw) in (1..).zip(elements) {
        match Deployment::of(raw) {
            Ok(deployment) => {
                let model = deployment.model(&mut rows, raw);
                rows.take(&deployment.name, model);
            }
            Err(reason) => rows.skip(&number.to_string(), reason),
        }
    }
    rows
}

/// One model of the proxy, at one provider.
struct Deployment<'a> {
    /// What the users of the proxy call it.
    name: String,
    /// What the provider calls it: `openai/gpt-5`.
    model: Option<String>,
    parameters: Option<&'a RawValue>,
    info: Option<&'a RawValue>,
}

impl<'a> Deployment<'a> {
    fn of(raw: &'a RawValue) -> Result<Self, Reason> {
        let (mut name, mut parameters, mut info) = (None, None, None);
        json::fields(raw, |field, value| match field {
            "model_name" => once(&mut name, field, json::text_if_any(value).map(String::from)),
            "litellm_params" if !json::is_null(value) => once(&mut parameters, field, value),
            "model_info" if !json::is_null(value) => once(&mut info, field, value),
            _ => Ok(()),
        })?;
        let mut model = None;
        if let Some(parameters) = parameters {
            json::fields(parameters, |field, value| {
                if field == "model" {
                    model = json::text_if_any(value).map(String::from);
                }
                Ok(())
            })?;
        }
        let name = name.flatten().or_else(|| model.clone()).ok_or("it has no model_name")?;
        Ok(Self { name, model, parameters, info })
    }

    fn model(&self, rows: &mut Rows, raw: &RawValue) -> Result<Model, Reason> {
        let places: Vec<&RawValue> = self.parameters.into_iter().chain(self.info).collect();
        rows.begin(&[&[raw], places.as_slice()].concat());
        let known = |id: &str| ModelId::new(id).is_ok_and(|id| rows.seen.contains(&id));
        // A proxy may spread one name over several providers.
        let id = match &self.model {
            Some(model) if known(&self.name) => format!("{} ({model})", self.name),
            _ => self.name.clone(),
        };
        let provider =
            self.model.as_deref().and_then(|model| model.split_once('/')).map(|(provider, _)| provider);
        let mut made = litellm::model_of(rows, &id, &places, provider)?;
        if id != self.name {
            made.key = Some(self.name.as_str().into());
        }
        made.name.clone_from(&self.name);
        made.other_names.extend(self.model.clone());
        Ok(made)
    }
}
