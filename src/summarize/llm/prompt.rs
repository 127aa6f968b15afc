//! Paper, text and language → what a model is told.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::answer::Fault;
use super::excerpt::{Excerpt, excerpt};
use super::provider::{Prompt, Reply};
use super::{LlmError, tokens};
use crate::config::Llm;
use crate::paper::{Document, Finding, FindingKind, Paper, ReadFrom, SectionName};
use crate::render::{PromptName, Prompts, TemplateError};
use crate::summarize::Limits;

/// One token in so many is kept free: estimates may be low, and formulas are dearer than prose.
const MARGIN: usize = 20;

/// How much of an unusable answer is shown to the model again, in characters.
const LONGEST_ANSWER: usize = 12_000;

/// Makes the prompts of a run.
#[derive(Debug)]
pub(super) struct Prompter {
    prompts: Prompts,
    language: Language,
    limits: Limits,
    context_tokens: usize,
    output_tokens: usize,
}

/// A paper's prompt, and what the requests after it need.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) prompt: Prompt,
    /// The line around the paper's text. It has the text's hash in it, so that no text can hold it.
    pub(super) fence: String,
    /// Sections that are not in the prompt, whole or in part.
    pub(super) omitted: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Language {
    #[serde(rename = "language")]
    name: String,
    voice: &'static str,
    foreign: bool,
    #[serde(skip)]
    code: String,
}

#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    title: &'a str,
    text: &'a str,
    fence: &'a str,
    limits: &'a Limits,
    partial: bool,
    abstract_only: bool,
    fault: String,
    answer: String,
    findings: Vec<String>,
    #[serde(flatten)]
    language: &'a Language,
}

impl Prompter {
    /// Tries every prompt at once, so that one that cannot work stops the run before anything is fetched.
    pub(super) fn new(
        prompts: Prompts,
        lang: &str,
        limits: &Limits,
        llm: &Llm,
    ) -> Result<Self, TemplateError> {
        let prompter = Self {
            prompts,
            language: language(lang),
            limits: limits.clone(),
            context_tokens: llm.context_tokens,
            output_tokens: llm.max_output_tokens,
        };
        for name in [PromptName::System, PromptName::Paper, PromptName::Repair, PromptName::Correct] {
            prompter.prompts.render(name, &prompter.view("", ""))?;
        }
        Ok(prompter)
    }

    /// What is told about a paper: as much of its text as fits.
    pub(super) fn tell(&self, paper: &Paper, document: &Document) -> Result<Told, LlmError> {
        let bare = self.render(paper, document, &Excerpt::default())?;
        let frame = tokens::estimate(&bare.prompt.system) + tokens::estimate(&bare.prompt.user);
        let window = self.context_tokens.saturating_sub(self.output_tokens);
        let room = window - window / MARGIN;
        self.render(paper, document, &excerpt(document, room.saturating_sub(frame)))
    }

    fn render(&self, paper: &Paper, document: &Document, excerpt: &Excerpt) -> Result<Told, LlmError> {
        let fence = fence(&paper.title, &excerpt.text);
        let mut view = self.view(&excerpt.text, &fence);
        view.id = &paper.id;
        view.title = &paper.title;
        view.partial = !excerpt.omitted.is_empty();
        view.abstract_only = document.read == ReadFrom::Abstract;
        let prompt = Prompt {
            system: self.prompts.render(PromptName::System, &view)?,
            user: self.prompts.render(PromptName::Paper, &view)?,
            output_tokens: self.output_tokens,
        };
        Ok(Told { prompt, fence, omitted: excerpt.omitted.clone() })
    }

    /// The prompt once more, with what was wrong with the answer. An answer that was cut off gets twice the room.
    pub(super) fn repair(&self, told: &Told, reply: &Reply, fault: &Fault) -> Result<Prompt, LlmError> {
        let mut view = self.view("", &told.fence);
        view.fault = fault.to_string();
        // A refusal would be repeated, and half an answer be gone on with.
        if !matches!(fault, Fault::Refusal(_) | Fault::CutOff | Fault::Echo | Fault::Loop(_)) {
            view.answer = shortened(&reply.text);
        }
        let mut prompt = self.again(told, PromptName::Repair, &view)?;
        if *fault == Fault::CutOff {
            let used = tokens::estimate(&prompt.system) + tokens::estimate(&prompt.user);
            let free = self.context_tokens.saturating_sub(used);
            prompt.output_tokens = (2 * self.output_tokens).min(free).max(self.output_tokens);
        }
        Ok(prompt)
    }

    /// The prompt once more, with what a check found in the digest.
    pub(super) fn correct(
        &self,
        told: &Told,
        reply: &Reply,
        findings: &[Finding],
    ) -> Result<Prompt, LlmError> {
        let mut view = self.view("", &told.fence);
        view.answer = shortened(&reply.text);
        view.findings = findings.iter().map(|finding| self.words(finding)).collect();
        self.again(told, PromptName::Correct, &view)
    }

    fn again(&self, told: &Told, name: PromptName, view: &View<'_>) -> Result<Prompt, LlmError> {
        let more = self.prompts.render(name, view)?;
        Ok(Prompt { user: format!("{}\n\n{more}", told.prompt.user), ..told.prompt.clone() })
    }

    fn words(&self, finding: &Finding) -> String {
        let place = match (finding.section, finding.sentence) {
            (Some(SectionName::Introduction), Some(n)) => {
                format!(
                    "introduction, {}: ",
                    ["goal", "motivation", "contribution"].get(n).unwrap_or(&"goal")
                )
            }
            (Some(section), Some(n)) => format!("{}, sentence {}: ", section.name(), n + 1),
            (Some(section), None) => format!("{}: ", section.name()),
            (None, _) => String::new(),
        };
        let what = match finding.kind {
            FindingKind::UnsupportedNumber => "the text does not have this figure",
            FindingKind::UnsupportedName => "the text does not have this name",
            FindingKind::UnsupportedSentence => "the text does not say this",
            FindingKind::EmptySection => "this is empty; fill it if the text says anything about it",
            FindingKind::Repetition => "this was said before",
            FindingKind::Truncation => "this sentence stops in the middle",
            FindingKind::WrongLanguage => return format!("{place}this is not {}", self.language.name),
            _ => "this is no statement about the paper",
        };
        format!("{place}{what}: {}", finding.detail)
    }

    fn view<'a>(&'a self, text: &'a str, fence: &'a str) -> View<'a> {
        View {
            id: "",
            title: "",
            text,
            fence,
            limits: &self.limits,
            partial: false,
            abstract_only: false,
            fault: String::new(),
            answer: String::new(),
            findings: Vec::new(),
            language: &self.language,
        }
    }

    /// The code of the language asked for.
    pub(super) fn lang(&self) -> &str {
        &self.language.code
    }
}

fn fence(title: &str, text: &str) -> String {
    use std::fmt::Write as _;
    let hash = Sha256::new().chain_update(title).chain_update(text).finalize();
    let mut fence = "=====".to_owned();
    for byte in hash.iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(fence, "{byte:02x}");
    }
    fence + "====="
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(LONGEST_ANSWER).collect()
}

/// Languages by code: the name that a model knows, and the voice in which digests are written.
const LANGUAGES: [(&str, &str, &str); 14] = [
    ("en", "English", ""),
    (
        "ko",
        "Korean",
        "Every sentence is a written, formal statement that ends in -다 (such as -이다, -한다, -하였다); never -습니다 or -요.",
    ),
    ("ja", "Japanese", "Use the plain written style (だ・である), never です・ます."),
    ("zh", "Chinese (simplified)", ""),
    ("de", "German", ""),
    ("fr", "French", ""),
    ("es", "Spanish", ""),
    ("pt", "Portuguese", ""),
    ("it", "Italian", ""),
    ("ru", "Russian", ""),
    ("vi", "Vietnamese", ""),
    ("tr", "Turkish", ""),
    ("ar", "Arabic", ""),
    ("hi", "Hindi", ""),
];

/// A language that stands nowhere is named by its code, which models know as well.
fn language(code: &str) -> Language {
    let base = code.split('-').next().unwrap_or(code);
    let known = LANGUAGES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(base));
    let (name, voice) = match known {
        Some((_, name, voice)) => ((*name).to_owned(), *voice),
        None => (format!("the language with the code `{code}`"), ""),
    };
    Language { name, voice, foreign: base != "en", code: code.to_owned() }
}
