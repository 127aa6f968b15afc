//! Connects to the models of the settings.

use super::Setup;
use crate::config::ConfigError;
use crate::publish::Exposure;
use crate::render::TemplateError;
use papers_digest::llm::{Access, Llm, Memory, Model, PromptError, Task};
use papers_http::{Client, Poster, Secret};

impl Setup {
    /// Returns the model that writes the digests; `None` for the built-in engine. It needs no key offline.
    pub(in crate::commands) fn model(&self, client: Client, refresh: bool) -> anyhow::Result<Option<Model>> {
        let Some(llm) = self.settings.writer()? else { return Ok(None) };
        self.connected(llm, client, refresh).map(Some)
    }

    /// Returns the model that gives second opinions; `None` if the settings name none.
    pub(in crate::commands) fn second(&self, client: Client, refresh: bool) -> anyhow::Result<Option<Model>> {
        let Some(llm) = &self.settings.second else { return Ok(None) };
        self.connected(llm, client, refresh).map(Some)
    }

    /// Returns a model that can be asked.
    fn connected(&self, llm: &Llm, client: Client, refresh: bool) -> anyhow::Result<Model> {
        let key = if client.is_offline() { None } else { llm.ready().map_err(ConfigError::from)? };
        if let Some((file, exposure)) = llm.key_file().and_then(|file| Some((file, Exposure::of(file)?))) {
            tracing::warn!("{}", exposure.message(file));
        }
        let access = self.access(client, key);
        let memory = if access.client.is_offline() { access.memory.read_only() } else { access.memory };
        self.model_with(llm, Access { memory, ..access }, refresh)
    }

    /// Returns the model for batches. It is not asked for answers, so that it needs no key.
    pub(in crate::commands) fn batch_model(&self, client: Client) -> anyhow::Result<Model> {
        let llm = self.settings.writer()?.ok_or(ConfigError::NoModel)?;
        let key = llm.ready().ok().flatten();
        Ok(self.model_with(llm, self.access(client, key), false)?.silent())
    }

    fn access(&self, client: Client, key: Option<Secret>) -> Access {
        let memory = Memory::new(&self.settings.options.state_dir, self.clock);
        Access { memory, poster: Poster::new(&self.settings.user_agent()), key, client }
    }

    fn model_with(&self, llm: &Llm, access: Access, refresh: bool) -> anyhow::Result<Model> {
        let settings = &self.settings;
        let task = Task {
            lang: &settings.options.lang,
            limits: &settings.options.digest,
            prompts: Box::new(self.prompts()?),
            refresh,
        };
        Model::new(llm, access, task).map_err(unusable)
    }
}

/// Converts the error of a prompt into that of its template.
fn unusable(error: PromptError) -> anyhow::Error {
    match error.downcast::<TemplateError>() {
        Ok(error) => anyhow::Error::new(*error),
        Err(error) => anyhow::Error::from_boxed(error),
    }
}
