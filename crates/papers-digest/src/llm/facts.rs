//! Asks a server for the window of its model and its number of slots. This is requested once per run, and only from servers of
//! one's own: llama.cpp (`/props`), vLLM, SGLang and LM Studio (`/v1/models`).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::Model;
use super::settings::{Llm, Provider};
use papers_http::{Bucket, redacted};

/// Facts that a server reports about itself; all absent if it reports nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    /// The window: tokens of prompt and answer together.
    pub window: Option<usize>,
    /// The number of requests that it processes concurrently.
    pub slots: Option<usize>,
    /// The file of the model, for a server that ignores the model's name in requests (llama.cpp).
    #[serde(default)]
    pub file: Option<String>,
}

impl Model {
    /// Returns what the server reports or, if it cannot be asked, what it reported last. The prompt depends on it, and so do the names
    /// of cached answers.
    pub(super) async fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| self.ask_for_facts()).await
    }

    /// Returns the file of the model, as the server reports it or reported it last. It distinguishes the answers of models that
    /// have the same name in the settings.
    pub(super) fn model_file(&self) -> Option<String> {
        match self.facts.get() {
            Some(facts) => facts.file.clone(),
            None => self.remembered()?.file,
        }
    }

    async fn ask_for_facts(&self) -> Facts {
        if self.llm.is_hosted() || self.llm.provider != Provider::Openai {
            return Facts::default();
        }
        let reported = if self.access.client.is_offline() { None } else { self.reported().await };
        let facts = match reported {
            Some(facts) => {
                let body = serde_json::to_vec(&facts).unwrap_or_default();
                self.access.client.keep(Bucket::Answers, &self.facts_name(), &body);
                facts
            }
            None => self.remembered().unwrap_or_default(),
        };
        if let Some(slots) = facts.slots {
            self.lanes.limit(slots);
        }
        tracing::debug!("`{}` tells {facts:?}", self.name());
        facts
    }

    async fn reported(&self) -> Option<Facts> {
        let props = match root(&self.llm, "/props") {
            Some(url) => self.access.poster.facts(&url, self.authorization()).await,
            None => None,
        };
        let reported = match props {
            Some(props) => of_props(&props),
            None => of_models(
                &self.access.poster.facts(&self.url("/models", None), self.authorization()).await?,
                &self.llm.model,
            ),
        };
        (reported != Facts::default()).then_some(reported)
    }

    pub(super) fn remembered(&self) -> Option<Facts> {
        let now = self.access.client.clock().now();
        let body = self.access.client.cache().load(Bucket::Answers, &self.facts_name(), now, None)?;
        serde_json::from_slice(&body).ok()
    }

    fn facts_name(&self) -> String {
        format!("facts://{}/{}", self.name(), redacted(&self.llm.base_url))
    }

    /// Returns a URL for health checks, if the server has one.
    pub(super) fn pulse(&self) -> Option<Url> {
        match self.llm.provider {
            Provider::Openai if !self.llm.is_hosted() => root(&self.llm, "/health"),
            Provider::Ollama => Some(self.url("/api/version", None)),
            _ => None,
        }
    }
}

/// Returns a URL next to `/v1` at a server with OpenAI's interface.
fn root(llm: &Llm, path: &str) -> Option<Url> {
    let mut url = llm.base_url.clone();
    let base = url.path().trim_end_matches('/').strip_suffix("/v1")?.to_owned();
    url.set_path(&format!("{base}{path}"));
    Some(url)
}

fn size(value: Option<&Value>) -> Option<usize> {
    value.and_then(Value::as_u64).and_then(|size| usize::try_from(size).ok()).filter(|&size| size > 0)
}

fn of_props(props: &Value) -> Facts {
    Facts {
        window: size(props.pointer("/default_generation_settings/n_ctx")),
        slots: size(props.get("total_slots")),
        file: file(props),
    }
}

/// Returns the name of the model's file without its folders, which differ between machines.
fn file(props: &Value) -> Option<String> {
    let path = props.get("model_path")?.as_str()?;
    let name = path.rsplit(['/', '\\']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn of_models(models: &Value, name: &str) -> Facts {
    const WINDOWS: [&str; 3] = ["max_model_len", "loaded_context_length", "context_length"];
    let all = models.get("data").and_then(Value::as_array);
    let own = all.and_then(|all| all.iter().find(|one| one.get("id").and_then(Value::as_str) == Some(name)));
    Facts { window: WINDOWS.iter().find_map(|key| size(own?.get(*key))), ..Facts::default() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn window_and_slots_are_read_where_each_server_tells_them() {
        let llama = json!({"default_generation_settings": {"n_ctx": 8192, "id": 0}, "total_slots": 2,
            "model_path": "/models/qwen3-8b-q4.gguf"});
        let file = Some("qwen3-8b-q4.gguf".to_owned());
        assert_eq!(of_props(&llama), Facts { window: Some(8_192), slots: Some(2), file });
        let vllm = json!({"object": "list", "data": [
            {"id": "other", "max_model_len": 1}, {"id": "qwen", "max_model_len": 40960}]});
        assert_eq!(of_models(&vllm, "qwen"), Facts { window: Some(40_960), ..Facts::default() });
        assert_eq!(of_models(&json!({"data": [{"id": "x"}]}), "x"), Facts::default());
        assert_eq!(of_models(&json!({"error": "no"}), "x"), Facts::default());
    }
}
