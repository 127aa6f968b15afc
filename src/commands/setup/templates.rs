//! Loads templates and prompts, with those of the settings in place of the built-in ones.

use std::path::Path;
use std::sync::Arc;

use super::Setup;
use crate::config::ConfigError;
use crate::render::{Prompts, Renderer, TemplateSource, template_name};
use papers_system::disk;

impl Setup {
    /// Loads the templates for a post, or none for a record.
    pub(in crate::commands) fn post_renderer(&self, record: bool) -> anyhow::Result<Arc<Renderer>> {
        let post = [self.settings.options.post.format.template()];
        self.renderer(if record { &[] } else { &post })
    }

    /// Loads the templates with these names, with those of the settings in place of the built-in ones. Templates of the settings
    /// are tested immediately, so that a broken one ends the run before anything is fetched.
    pub(in crate::commands) fn renderer(&self, names: &[&str]) -> anyhow::Result<Arc<Renderer>> {
        if let Some(folder) = self.settings.templates_dir.as_ref().filter(|folder| !disk::is_folder(folder)) {
            return Err(ConfigError::NoTemplates { path: folder.display().to_string() }.into());
        }
        let mut sources = self.templates("")?;
        if let Some(path) = &self.settings.template {
            sources.push(source(self.settings.options.post.format.template(), path)?);
        }
        let renderer = Renderer::of(names, &sources)?;
        if !sources.is_empty() {
            renderer.rehearse(&self.settings.options.post)?;
        }
        Ok(Arc::new(renderer))
    }

    /// Reads the user's templates in a folder below `templates_dir`.
    fn templates(&self, below: &str) -> Result<Vec<TemplateSource>, ConfigError> {
        let Some(folder) = &self.settings.templates_dir else { return Ok(Vec::new()) };
        let mut sources = Vec::new();
        for path in disk::list(&folder.join(below))? {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if let Some(name) = template_name(&file) {
                sources.push(source(name, &path)?);
            }
        }
        Ok(sources)
    }

    /// Loads the prompts, with those of the settings in place of the built-in ones.
    pub(super) fn prompts(&self) -> anyhow::Result<Prompts> {
        Ok(Prompts::new(&self.templates("prompt")?)?)
    }
}

/// Reads a template.
fn source(name: &str, path: &Path) -> Result<TemplateSource, ConfigError> {
    if !path.exists() {
        return Err(ConfigError::NoTemplate { path: path.display().to_string() });
    }
    Ok(TemplateSource {
        name: name.to_owned(),
        path: path.display().to_string(),
        source: disk::read_text(path)?,
    })
}
