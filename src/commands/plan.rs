//! `--dry-run`: prints the requests of a run, their time and their cost. Uses only the cache.

use serde_json::{Value, json};

use crate::config::Settings;
use crate::pipeline::{Depth, Edition, Pipeline, Reading};
use papers_arxiv as arxiv;
use papers_digest::Engine;
use papers_digest::llm::{Estimate, LlmError, PRICES_AS_OF};
use papers_paper::PaperId;

use super::setup::Setup;

/// A plan of what a run would do.
pub(super) struct Plan<'a> {
    settings: &'a Settings,
    records: arxiv::Plan,
    papers: Vec<Planned<'a>>,
    depth: Depth,
    engine: &'a dyn Engine,
    /// The model that gives second opinions, with an upper limit of its work.
    opinions: Option<(String, Estimate)>,
}

/// The plan for one paper.
struct Planned<'a> {
    id: &'a PaperId,
    /// The estimate of the model's work for its digest.
    work: Option<Work>,
}

/// An estimate of a model's work, and what it is based on.
#[derive(Clone, Copy)]
struct Work {
    estimate: Estimate,
    basis: Basis,
}

/// The basis of an estimate.
#[derive(Clone, Copy, PartialEq)]
enum Basis {
    /// The text, which the cache has, so that its words can be counted.
    Text,
    /// Nothing, so that the estimate is an upper limit.
    Nothing,
}

impl Basis {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Nothing => "nothing",
        }
    }
}

impl<'a> Plan<'a> {
    /// Makes the plan for these papers from the cache.
    pub(super) async fn of(
        setup: &'a Setup,
        pipeline: &'a Pipeline,
        ids: &'a [PaperId],
    ) -> Result<Self, LlmError> {
        let settings = &setup.settings;
        let mut papers: Vec<Planned> = ids.iter().map(|id| Planned { id, work: None }).collect();
        let (depth, engine) = (pipeline.depth(), pipeline.engine());
        if depth == Depth::Digest && engine.writer().is_model() {
            let offline = pipeline.offline();
            for planned in &mut papers {
                planned.work = work(&offline, engine, planned.id).await?;
            }
        }
        let records = arxiv::plan(pipeline.client(), &settings.options.urls, ids);
        let opinions = pipeline
            .second()
            .map(|second| (second.name(), second.opinions(ids.len() * settings.options.digest.sentences())));
        Ok(Self { settings, records, papers, depth, engine, opinions })
    }

    /// Returns the plan as text.
    pub(super) fn lines(&self, edition: &Edition) -> String {
        let arxiv::Plan { cached, records } = self.records;
        let (usual, most) = (self.seconds(1), self.seconds(self.forms()));
        let mut text = format!(
            "papers to digest: {} ({cached} of their records are cached)\n\
             requests to arXiv: {records} for records, at most {} for full texts\n\
             time: about {usual:.0} s, at most {most:.0} s: arXiv's API is asked every {} s, its pages every {} s\n\
             tokens and cost: {}\n",
            self.papers.len(),
            self.pages(),
            self.settings.interval.as_secs_f64(),
            self.settings.options.page_interval.as_secs_f64(),
            self.total(),
        );
        if let Some((model, most)) = &self.opinions {
            text.push_str(&format!("second opinions: {} of `{model}`\n", expected(most, Basis::Nothing)));
        }
        text.push_str(&format!("output: {}\n", edition.description()));
        for planned in &self.papers {
            text.push_str(&format!("  {planned}\n"));
        }
        text
    }

    /// Returns the plan as JSON. `cost_usd` is null if the price is unknown.
    pub(super) fn value(&self, edition: &Edition) -> Value {
        let paper = |planned: &Planned| match planned.work {
            None => json!({ "id": planned.id.to_string() }),
            Some(Work { estimate, basis }) => json!({
                "id": planned.id.to_string(),
                "kept": estimate.kept,
                "estimated_from": basis.name(),
                "input_tokens": estimate.input_tokens,
                "output_tokens": estimate.output_tokens,
                "cost_usd": estimate.cost_usd,
            }),
        };
        let total = self.sum().estimate;
        let engine = (self.depth == Depth::Digest).then(|| self.engine.writer().name().to_string());
        let mut value = json!({
            "papers": self.papers.iter().map(paper).collect::<Vec<_>>(),
            "cached_records": self.records.cached,
            "requests": { "records": self.records.records, "pages": self.pages() },
            "seconds": self.seconds(self.forms()),
            "engine": engine,
            "usage": {
                "input_tokens": total.input_tokens,
                "output_tokens": total.output_tokens,
                "cost_usd": total.cost_usd,
                "most_usd": total.most_usd,
            },
            "output": edition.path().map(|path| path.display().to_string()),
        });
        if let (Some((model, most)), Value::Object(fields)) = (&self.opinions, &mut value) {
            let most = json!({
                "model": model,
                "input_tokens": most.input_tokens,
                "output_tokens": most.output_tokens,
                "cost_usd": most.cost_usd,
                "most_usd": most.most_usd,
            });
            fields.insert("opinions".to_owned(), most);
        }
        value
    }

    /// Estimates the time of the requests for this number of forms of each full text. Records and pages are requested
    /// concurrently, each at their own pace.
    fn seconds(&self, forms: usize) -> f64 {
        let time = |interval: std::time::Duration, requests: usize| {
            interval.as_secs_f64() * requests.saturating_sub(1) as f64
        };
        let settings = self.settings;
        let pages = forms.min(self.forms()) * self.papers.len();
        time(settings.interval, self.records.records).max(time(settings.options.page_interval, pages))
    }

    fn pages(&self) -> usize {
        self.forms() * self.papers.len()
    }

    /// Returns how many forms of a full text may be requested: the PDF too if there is no HTML.
    fn forms(&self) -> usize {
        match self.settings.options.read {
            _ if self.depth == Depth::Record => 0,
            Reading::Abstract => 0,
            Reading::Html | Reading::Pdf => 1,
            Reading::Auto => 2,
        }
    }

    /// Sums up the model's work for all papers. The sum is based on the texts if all of them are in the cache.
    fn sum(&self) -> Work {
        let works = || self.papers.iter().filter_map(|planned| planned.work);
        let has_texts = works().all(|work| work.basis == Basis::Text);
        let estimate = works().map(|work| work.estimate).fold(
            Estimate { cost_usd: Some(0.0), most_usd: Some(0.0), ..Estimate::default() },
            |sum, one| Estimate {
                input_tokens: sum.input_tokens + one.input_tokens,
                output_tokens: sum.output_tokens + one.output_tokens,
                cost_usd: sum.cost_usd.zip(one.cost_usd).map(|(sum, one)| sum + one),
                most_usd: sum.most_usd.zip(one.most_usd).map(|(sum, one)| sum + one),
                kept: false,
                excluded: false,
            },
        );
        Work { estimate, basis: if has_texts { Basis::Text } else { Basis::Nothing } }
    }

    fn total(&self) -> String {
        if self.depth < Depth::Digest {
            return "none, nothing is digested".to_owned();
        }
        let writer = self.engine.writer();
        if !writer.is_model() {
            return "none, the built-in engine is used".to_owned();
        }
        let Work { estimate: total, basis } = self.sum();
        let prices = match total.cost_usd {
            Some(_) => format!(", prices of {PRICES_AS_OF} unless `[llm.prices]` says otherwise"),
            None => String::new(),
        };
        let most = total.most_usd.map_or_else(String::new, |most| {
            format!("; at most ${most:.4} an answer each, if it thinks through all of `max_output_tokens`")
        });
        let excluded =
            self.papers.iter().filter(|planned| planned.work.is_some_and(|work| work.estimate.excluded));
        let excluded = match excluded.count() {
            0 => String::new(),
            count => format!("; the limit on the cost allows no request for {count} of the papers"),
        };
        format!("{} of `{}`{prices}{most}{excluded}", expected(&total, basis), writer.name())
    }
}

/// Estimates a model's work for a paper; `None` for an engine that costs nothing.
async fn work(offline: &Pipeline, engine: &dyn Engine, id: &PaperId) -> Result<Option<Work>, LlmError> {
    let text = offline.kept_text(id).await;
    let basis = if text.is_some() { Basis::Text } else { Basis::Nothing };
    Ok(engine.estimate(text.as_ref())?.map(|estimate| Work { estimate, basis }))
}

fn expected(estimate: &Estimate, basis: Basis) -> String {
    let Estimate { input_tokens, output_tokens, cost_usd, .. } = estimate;
    let bound = if basis == Basis::Text { "about" } else { "at most about" };
    let cost = cost_usd.map_or_else(|| "at an unknown price".to_owned(), |cost| format!("for ${cost:.4}"));
    format!("{bound} {input_tokens} tokens in, {output_tokens} out, {cost}")
}

impl std::fmt::Display for Planned<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.work {
            None => write!(f, "{}", self.id),
            Some(Work { estimate: Estimate { kept: true, .. }, .. }) => {
                write!(f, "{}: the answer is kept from before", self.id)
            }
            Some(Work { estimate, basis }) => write!(f, "{}: {}", self.id, expected(estimate, *basis)),
        }
    }
}
