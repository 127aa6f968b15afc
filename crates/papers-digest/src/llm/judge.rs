//! Judges status and body of a server's answer: a reply, a refusal, or a reason to retry. The four providers and the servers that
//! imitate them word their errors differently; only this module interprets them.

use std::sync::LazyLock;
use std::time::Duration;

use regex::{Captures, Regex};
use serde_json::Value;

use papers_paper::text::pattern;

use super::dialect;
use super::filter;
use super::provider::{Reply, Speech};
use super::said::{self, fields, said, unquoted};
use papers_http::Judgment;

/// The judgment of an answer: a reply, a refusal, or a reason to retry.
pub type Verdict = Judgment<Result<Reply, Refusal>>;

/// A refusal that a retry would not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of refusal.
    pub kind: RefusalKind,
    /// The server's message.
    pub message: String,
}

/// The things that a server refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The key, or its permissions.
    Key,
    /// The model.
    Model,
    /// The URL, which leads to nothing.
    Address,
    /// The account, whose credit or daily quota is exhausted.
    Quota,
    /// A text of this length.
    Length,
    /// This text, by the provider's content filter.
    Content,
    /// A field of the request, which can possibly be omitted.
    Field,
    /// Any request: a web page answers in place of the server, such as a firewall's.
    Page(u16),
    /// Any request: the server redirects to another address.
    Redirect,
    /// Something else.
    Other(u16),
}

/// Judges what an answer is.
pub fn judge(speech: &dyn Speech, status: u16, body: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(body);
    let page = page(&text);
    match (json(&text), page) {
        (Some(value), _) if (200..300).contains(&status) => accepted(speech, &value),
        (Some(value), _) => refused(status, &value),
        // A login or firewall in front of the server has not seen whether the key is valid; a page with a success status is that
        // of a login, or of a web site at this address.
        (None, Some(message)) if status == 403 || (200..300).contains(&status) => {
            Judgment::Final(Err(Refusal { kind: RefusalKind::Page(status), message }))
        }
        (None, None) if (200..300).contains(&status) => again(status, "the answer is not JSON"),
        (None, page) => refused(status, &Value::String(page.unwrap_or_else(|| text.into_owned()))),
    }
}

/// Returns what a web page says of itself, its title; `None` if the text is not a web page.
fn page(text: &str) -> Option<String> {
    /// The number of characters in which a page has its title.
    const HEAD: usize = 4_000;
    static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<title[^>]*>(.*?)</title>"));
    let head = &*text.chars().take(HEAD).collect::<String>();
    let begin = head.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<head"].iter().any(|mark| begin.starts_with(mark));
    is_page.then(|| match TITLE.captures(head) {
        Some(title) => {
            format!("a web page answers, “{}”", one_line(title.get(1).map_or("", |title| title.as_str())))
        }
        None => "a web page answers".to_owned(),
    })
}

/// Escaped characters outside the basic plane, whole or only half, and escaped backslashes, which do not begin an escape.
static HALVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}",
        r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    ))
});

/// Parses JSON as servers write it: some begin with a byte order mark, some cut a character in two (`\ud83d` without the rest).
pub fn json(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).ok().or_else(|| {
        let whole = HALVES.replace_all(text, |found: &Captures<'_>| match found.name("half") {
            Some(_) => r"\ufffd".to_owned(),
            None => found.get(0).map_or("", |whole| whole.as_str()).to_owned(),
        });
        serde_json::from_str(&whole).ok()
    })
}

/// Returns true for the message of a server with too many requests at a time. Those of a whole day are a quota.
pub fn is_busy(why: &str) -> bool {
    let is_quota = why.to_lowercase().contains("per day");
    !is_quota && ["status 429", "status 503", "status 529"].iter().any(|status| why.starts_with(status))
}

/// Judges an error within an answer with a success status.
pub fn judge_error(value: &Value) -> Verdict {
    refused(code(value).unwrap_or(UNKNOWN_STATUS), value)
}

/// The status that is assumed for an error without one.
const UNKNOWN_STATUS: u16 = 500;

/// Judges a line of a batch's answers, in the format of each provider.
pub fn judge_line(speech: &dyn Speech, line: &Value) -> Verdict {
    let at = |places: &[&str]| {
        places.iter().find_map(|place| line.pointer(place).filter(|value| !value.is_null())).cloned()
    };
    let status = at(&["/response/status_code"]).and_then(|status| u16::try_from(status.as_u64()?).ok());
    if let Some(error) = at(&["/error", "/result/error"]) {
        let error = if error.get("error").is_some() { error } else { serde_json::json!({"error": error}) };
        return refused(
            code(&error).or(status.filter(|&code| code >= 400)).unwrap_or(UNKNOWN_STATUS),
            &error,
        );
    }
    // Gemini has a status of gRPC in place of an error.
    if let Some(error) = line.get("status").filter(|status| status.get("message").is_some()) {
        let status = match error.get("code").and_then(Value::as_u64) {
            Some(3) => 400,
            Some(5) => 404,
            Some(7) => 403,
            Some(8) => 429,
            Some(14) => 503,
            Some(16) => 401,
            _ => UNKNOWN_STATUS,
        };
        return refused(status, &serde_json::json!({"error": error}));
    }
    let (status, body) = (status.unwrap_or(200), at(&["/response/body", "/result/message", "/response"]));
    match (body, at(&["/result/type"])) {
        (Some(body), _) if (200..300).contains(&status) => accepted(speech, &body),
        (Some(body), _) => refused(status, &body),
        (None, Some(kind)) => {
            Judgment::Again(format!("the question is {}", kind.as_str().unwrap_or("lost")), None)
        }
        (None, None) => again(status, "the line holds no answer"),
    }
}

/// Returns the status in an error: a number, or the name of its kind (Anthropic).
fn code(value: &Value) -> Option<u16> {
    let error = value.pointer("/error").or_else(|| value.pointer("/choices/0/error"))?;
    let number = error.get("code").or_else(|| error.get("status_code")).and_then(Value::as_u64);
    let named = || match error.get("type")?.as_str()? {
        "invalid_request_error" => Some(400),
        "authentication_error" => Some(401),
        "billing_error" => Some(402),
        "permission_error" => Some(403),
        "not_found_error" => Some(404),
        "request_too_large" => Some(413),
        "rate_limit_error" => Some(429),
        "overloaded_error" => Some(529),
        _ => None,
    };
    number.and_then(|code| u16::try_from(code).ok()).or_else(named).filter(|&code| code >= 400)
}

/// Judges an answer with a success status, in which routers may hide other servers' errors.
fn accepted(speech: &dyn Speech, value: &Value) -> Verdict {
    if let Some(reply) = speech.reply(value) {
        return Judgment::Final(Ok(reply));
    }
    let has_error = value.get("error").is_some_and(|error| !error.is_null());
    if filter::rejects(value) {
        return refused(UNKNOWN_STATUS, value);
    }
    match code(value).or(has_error.then_some(UNKNOWN_STATUS)) {
        Some(code) => refused(code, value),
        None => again(200, "the answer holds no message"),
    }
}

fn again(status: u16, why: &str) -> Verdict {
    Judgment::Again(format!("status {status}: {why}"), None)
}

fn refused(status: u16, value: &Value) -> Verdict {
    let message = message(value);
    let said = said(value);
    let says = |words: &[&str]| said.iter().any(|text| words.iter().any(|word| text.contains(word)));
    let kind = match status {
        _ if says(&NO_MONEY) || status == 402 => RefusalKind::Quota,
        _ if says(&BAD_KEY) => RefusalKind::Key,
        _ if filter::rejects(value) => RefusalKind::Content,
        413 => RefusalKind::Length,
        400 | 422 | 500 if says(&TOO_LONG) => RefusalKind::Length,
        429 if said.iter().any(|text| is_too_large(text)) => RefusalKind::Length,
        429 if said.iter().any(|text| is_exhausted(text)) => RefusalKind::Quota,
        400 | 422 if says(&NO_MODEL) => RefusalKind::Model,
        400 if says(&NOT_ALLOWED) => RefusalKind::Key,
        400 | 422 => RefusalKind::Field,
        // llama.cpp renders the template of the model while it answers.
        500 if said.iter().any(|text| dialect::rejects_system(text)) => RefusalKind::Field,
        401 | 403 => RefusalKind::Key,
        404 if says(&["the requested parameters"]) => RefusalKind::Field, // OpenRouter
        404 if says(&NO_SUCH_THING) => RefusalKind::Model,
        404 => RefusalKind::Address,
        503 if says(&STARTING) => return Judgment::Starting(format!("status {status}: {message}")),
        408 | 409 | 425 | 429 | 499 | 500.. => {
            return Judgment::Again(format!("status {status}: {message}"), delay(value));
        }
        other => RefusalKind::Other(other),
    };
    let message = if kind == RefusalKind::Field { with_fields(message, &fields(value)) } else { message };
    Judgment::Final(Err(Refusal { kind, message }))
}

/// Adds the fields that an error is about and its message does not name.
fn with_fields(message: String, fields: &[String]) -> String {
    const MOST: usize = 10;
    let unnamed = fields.iter().filter(|field| !message.contains(field.as_str())).take(MOST);
    let unnamed: Vec<String> = unnamed.map(|field| format!("`{field}`")).collect();
    if unnamed.is_empty() { message } else { format!("{message} ({})", unnamed.join(", ")) }
}

/// Messages about exhausted credit and limits that stand for a day or a month. Quotas per minute are temporary. The comments name
/// the providers.
const NO_MONEY: [&str; 12] = [
    "insufficient_quota",           // OpenAI
    "billing_hard_limit",           // OpenAI
    "billing_not_active",           // OpenAI
    "credit balance is too low",    // Anthropic
    "usage limit",                  // Ollama; Anthropic, the limits that an account sets itself
    "insufficient balance",         // DeepSeek
    "perday",                       // Gemini
    "key limit exceeded",           // OpenRouter
    "spending limit",               // xAI
    "spend limit",                  // Groq
    "exceeded_current_quota_error", // Moonshot
    "arrearage",                    // Alibaba
];

/// Messages of llama.cpp and Ollama while they load the model, and of TGI and vLLM behind a gateway while they start.
const STARTING: [&str; 5] =
    ["loading model", "model is loading", "loading the model", "currently loading", "is starting"];

/// Gemini refuses a key with status 400.
const BAD_KEY: [&str; 3] = ["api_key_invalid", "api key not valid", "invalid_api_key"];

/// Errors that meet every request of this key: Gemini's, where the country of the user or of the key is not served.
const NOT_ALLOWED: [&str; 1] = ["failed_precondition"];

const TOO_LONG: [&str; 16] = [
    "context_length_exceeded",
    "context length",
    "context window",
    "context size",
    "context limit", // Anthropic, for text and answer together
    "prompt is too long",
    "prompt too long",            // Ollama
    "maximum prompt length",      // xAI
    "input is too long",          // Amazon Bedrock
    "range of input length",      // Alibaba
    "exceeded model token limit", // Moonshot
    "too many tokens",
    "exceeds the maximum number of tokens",
    "input token count",                // Gemini on Vertex AI
    "input validation error: `inputs`", // TGI, Together
    "n_ctx",                            // LM Studio
];

const NO_MODEL: [&str; 10] = [
    "model_not_found",
    "invalid model name",
    "invalid_model", // Mistral
    "has been retired",
    "not a valid model",
    "model does not exist",
    "unknown model",
    "decommissioned",             // Groq
    "requires terms acceptance",  // Groq
    "not in v1/chat/completions", // OpenAI
];

/// Words of answers with status 404 that are about the model. Those about a wrong path are not.
#[rustfmt::skip]
const NO_SUCH_THING: [&str; 3] = [
    "model",
    "deployment",         // Azure
    "no endpoints found", // OpenRouter
];

/// Returns true for the message of a rate limit that no wait helps, because a single request is above it.
fn is_too_large(message: &str) -> bool {
    static SIZES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"limit:? ([\d,]+)(?:, used:? [\d,]+)?, requested:? ([\d,]+)"));
    let number = |digits: &str| digits.replace(',', "").parse::<u64>().unwrap_or_default();
    let is_above = |sizes: Captures<'_>| {
        let [limit, requested] = sizes.extract::<2>().1.map(number);
        requested > limit
    };
    message.contains("request too large") || SIZES.captures(message).is_some_and(is_above)
}

/// Returns true for the message of a rate limit that lasts longer than a run: one per day, or of no requests at all (Gemini's models
/// for paying accounts). One per day may still allow the next request in a few seconds, and then says so.
fn is_exhausted(message: &str) -> bool {
    static WAIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"try again in \d+(?:\.\d+)?(?:ms|s)"));
    let is_long = ["per day", "per-day", "limit: 0,"].iter().any(|words| message.contains(words));
    is_long && !WAIT.is_match(message)
}

/// Returns the message of an error on one line.
fn message(value: &Value) -> String {
    let line = one_line(unquoted(said::message(value).unwrap_or_default()));
    if line.is_empty() { "no reason is given".to_owned() } else { line }
}

/// Puts a text on one line of limited length.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().nth(LONGEST) {
        Some(_) => line.chars().take(LONGEST).chain(['…']).collect(),
        None => line,
    }
}

/// Reads Gemini's delay from the body: `"retryDelay": "34s"`.
fn delay(value: &Value) -> Option<Duration> {
    let details =
        value.pointer("/error/details").or_else(|| value.pointer("/0/error/details"))?.as_array()?;
    let text = details.iter().find_map(|detail| detail.get("retryDelay")?.as_str())?;
    Duration::try_from_secs_f64(text.trim_end_matches('s').parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::provider::speech;
    use super::*;
    use crate::llm::Provider;

    fn of(status: u16, body: &Value) -> Verdict {
        judge(speech(Provider::Openai), status, body.to_string().as_bytes())
    }

    #[rstest]
    #[case(401, json!({"error": {"message": "Incorrect API key provided"}}), RefusalKind::Key)]
    #[case(403, json!({"error": {"message": "Country not supported"}}), RefusalKind::Key)]
    #[case(400, json!([{"error": {"message": "API key not valid.", "status": "INVALID_ARGUMENT"}}]), RefusalKind::Key)]
    #[case(404, json!({"error": "model 'qwen' not found"}), RefusalKind::Model)]
    #[case(404, json!("404 page not found"), RefusalKind::Address)]
    #[case(404, json!({"detail": "Not Found"}), RefusalKind::Address)]
    #[case(404, json!({"error": {"code": "DeploymentNotFound", "message": "The API deployment does not exist."}}), RefusalKind::Model)]
    #[case(400, json!({"error": {"message": "mine is not a valid model ID"}}), RefusalKind::Model)]
    #[case(400, json!({"error": {"message": "The model `x` has been decommissioned and is no longer supported."}}), RefusalKind::Model)]
    #[case(400, json!({"object": "error", "message": "Invalid model: mistral-tiny", "type": "invalid_model", "code": "1500"}), RefusalKind::Model)]
    #[case(400, json!({"error": {"message": "The model claude-2.1 has been retired."}}), RefusalKind::Model)]
    #[case(200, json!({"type": "error", "error": {"type": "not_found_error", "message": "model: claude-9"}}), RefusalKind::Model)]
    #[case(200, json!({"type": "error", "error": {"type": "permission_error", "message": "Not with this key"}}), RefusalKind::Key)]
    #[case(200, json!({"type": "error", "error": {"type": "billing_error", "message": "Check your payment details"}}), RefusalKind::Quota)]
    #[case(200, json!({"type": "error", "error": {"type": "request_too_large", "message": "Too large"}}), RefusalKind::Length)]
    #[case(429, json!({"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}), RefusalKind::Quota)]
    #[case(400, json!({"type": "error", "error": {"message": "Your credit balance is too low"}}), RefusalKind::Quota)]
    #[case(402, json!({"error": {"message": "Insufficient Balance"}}), RefusalKind::Quota)]
    #[case(429, json!({"error": {"message": "quota", "details": [{"quotaId": "GenerateRequestsPerDayPerProject"}]}}), RefusalKind::Quota)]
    #[case(400, json!({"error": {"code": "context_length_exceeded", "message": "too long"}}), RefusalKind::Length)]
    #[case(400, json!({"error": {"message": "prompt is too long: 210000 tokens > 200000 maximum"}}), RefusalKind::Length)]
    #[case(413, json!({}), RefusalKind::Length)]
    #[case(422, json!({"error": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000 `inputs` tokens and 2048 `max_new_tokens`", "error_type": "validation"}), RefusalKind::Length)]
    #[case(400, json!({"error": {"message": "Unable to submit request because the input token count is 300000 but model only supports up to 200000."}}), RefusalKind::Length)]
    #[case(400, json!({"error": "Cannot truncate prompt with n_keep (12000) >= n_ctx (4096)"}), RefusalKind::Length)]
    #[case(429, json!({"error": {"code": 429, "message": "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day"}}), RefusalKind::Quota)]
    #[case(429, json!({"error": {"message": "Rate limit reached on tokens per day (TPD): Limit 100000, Used 99000, Requested 12000. Please try again in 2h33m."}}), RefusalKind::Quota)]
    #[case(429, json!({"error": {"message": "You exceeded your current quota. * Quota exceeded for metric: free_tier_requests, limit: 0, model: gemini-2.5-pro"}}), RefusalKind::Quota)]
    #[case(400, json!({"error": {"type": "invalid_request_error", "message": "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}}), RefusalKind::Quota)]
    #[case(400, json!({"error": {"type": "invalid_request_error", "message": "You have reached your specified workspace API usage limits."}}), RefusalKind::Quota)]
    #[case(429, json!({"error": "you (ada) have reached your weekly usage limit, upgrade for higher limits: https://ollama.com/upgrade"}), RefusalKind::Quota)]
    #[case(429, json!({"error": "Your team has either used all available credits or reached its monthly spending limit."}), RefusalKind::Quota)]
    #[case(403, json!({"error": {"message": "Key limit exceeded (total limit).", "code": 403}}), RefusalKind::Quota)]
    #[case(400, json!({"code": "Arrearage", "message": "Access denied, please make sure your account is in good standing."}), RefusalKind::Quota)]
    #[case(400, json!({"error": {"code": 400, "message": "User location is not supported for the API use.", "status": "FAILED_PRECONDITION"}}), RefusalKind::Key)]
    #[case(400, json!({"error": {"message": "input length and `max_tokens` exceed context limit: 190000 + 16384 > 200000, decrease input length"}}), RefusalKind::Length)]
    #[case(400, json!({"error": {"message": "This model's maximum prompt length is 131072 but the request contains 140000 tokens."}}), RefusalKind::Length)]
    #[case(200, json!({"error": {"message": "The number of tokens to keep from the initial prompt is greater than the context length"}}), RefusalKind::Length)]
    #[case(429, json!({"error": {"code": "rate_limit_exceeded", "message": "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40125."}}), RefusalKind::Length)]
    #[case(429, json!({"error": {"message": "Rate limit reached for gpt-4 on tokens per min (TPM): Limit 10,000, Used 0, Requested 12,000."}}), RefusalKind::Length)]
    #[case(404, json!({"error": {"code": 404, "message": "No endpoints found that can handle the requested parameters."}}), RefusalKind::Field)]
    #[case(404, json!({"error": {"code": 404, "message": "No endpoints found for qwen/qwen9."}}), RefusalKind::Model)]
    #[case(400, json!({"error": {"message": "max_tokens: 16384 > 8192, which is the maximum allowed number of output tokens"}}), RefusalKind::Field)]
    #[case(422, json!({"detail": [{"msg": "extra fields not permitted"}]}), RefusalKind::Field)]
    #[case(500, json!({"error": {"code": 500, "message": "Jinja Exception: System role not supported"}}), RefusalKind::Field)]
    #[case(400, json!({"error": {"message": "Content Exists Risk"}}), RefusalKind::Content)]
    #[case(500, json!({"error": {"code": "data_inspection_failed"}}), RefusalKind::Content)]
    #[case(200, json!({"choices": null, "base_resp": {"status_msg": "input new_sensitive"}}), RefusalKind::Content)]
    #[case(405, json!({}), RefusalKind::Other(405))]
    fn refusals_mean_the_same_in_all_their_forms(
        #[case] status: u16,
        #[case] body: Value,
        #[case] kind: RefusalKind,
    ) {
        match of(status, &body) {
            Judgment::Final(Err(refusal)) => assert_eq!(refusal.kind, kind, "{}", refusal.message),
            Judgment::Final(Ok(_)) | Judgment::Again(..) | Judgment::Starting(_) => panic!("not refused"),
        }
    }

    #[rstest]
    #[case(429, json!({"error": {"message": "TPM: Limit 10000, Used 8554, Requested 3082."}}), "status 429: TPM: Limit 10000, Used 8554, Requested 3082.", None)]
    #[case(429, json!({"error": {"message": "Limit of requests per day: 10000. Please try again in 8.64s."}}), "status 429: Limit of requests per day: 10000. Please try again in 8.64s.", None)]
    #[case(429, json!({"message": "Too many tokens, please wait before trying again."}), "status 429: Too many tokens, please wait before trying again.", None)]
    #[case(429, json!({"error": {"message": "Rate limit reached"}}), "status 429: Rate limit reached", None)]
    #[case(429, json!({"error": {"message": "slow", "details": [{"retryDelay": "34.5s"}]}}), "status 429: slow", Some(34_500))]
    #[case(499, json!({"error": {"message": "The operation was cancelled.", "status": "CANCELLED"}}), "status 499: The operation was cancelled.", None)]
    #[case(529, json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}), "status 529: Overloaded", None)]
    #[case(500, json!("oops"), "status 500: oops", None)]
    #[case(200, json!({"choices": []}), "status 200: the answer holds no message", None)]
    #[case(200, json!({"error": {"code": 502, "message": "upstream"}}), "status 502: upstream", None)]
    #[case(200, json!({"error": "the worker crashed"}), "status 500: the worker crashed", None)]
    fn temporary_faults_are_asked_again(
        #[case] status: u16,
        #[case] body: Value,
        #[case] why: &str,
        #[case] wait: Option<u64>,
    ) {
        assert_eq!(of(status, &body), Judgment::Again(why.to_owned(), wait.map(Duration::from_millis)));
    }

    /// Servers quote what they refuse, and a paper may be about context windows or keys.
    #[rstest]
    #[case(422, json!({"detail": [{"msg": "json_schema is not supported", "input": {"messages": ["QUOTED"]}}]}))]
    #[case(400, json!({"message": "[{'msg': 'stream options are not supported', 'input': {'messages': 'QUOTED'}}]", "code": 400}))]
    #[case(400, json!({"error": {"message": "unsupported field"}, "request": {"messages": ["QUOTED"]}}))]
    fn a_quoted_paper_does_not_change_the_kind(#[case] status: u16, #[case] body: Value) {
        let words = NO_MONEY.iter().chain(&BAD_KEY).chain(&TOO_LONG).chain(&NO_MODEL).chain(&NOT_ALLOWED);
        for word in words {
            let body = serde_json::from_str(&body.to_string().replace("QUOTED", word)).unwrap();
            match of(status, &body) {
                Judgment::Final(Err(Refusal { kind: RefusalKind::Field, message })) => {
                    assert!(!message.contains(word), "{message}");
                }
                other => panic!("{word}: {other:?}"),
            }
        }
    }

    #[rstest]
    #[case(200, "Page(200) a web page answers, “Just a moment...”")]
    #[case(503, "status 503: a web page answers, “Just a moment...”")]
    #[case(403, "Page(403) a web page answers, “Just a moment...”")]
    #[case(401, "Key a web page answers, “Just a moment...”")]
    #[case(404, "Address a web page answers, “Just a moment...”")]
    fn a_web_page_is_told_by_its_title(#[case] status: u16, #[case] expected: &str) {
        let page = "\n<!DOCTYPE html><html><head><title>Just a\nmoment...</title><script>x</script>";
        let told = match judge(speech(Provider::Openai), status, page.as_bytes()) {
            Judgment::Final(Err(refusal)) => format!("{:?} {}", refusal.kind, refusal.message),
            Judgment::Again(why, _) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(told, expected);
    }

    #[test]
    fn a_body_that_is_not_json_is_asked_for_again() {
        let judged = judge(speech(Provider::Openai), 200, b"\xff\x00");
        assert_eq!(judged, Judgment::Again("status 200: the answer is not JSON".to_owned(), None));
    }

    #[rstest]
    #[case("\u{feff}{\"a\": \"b\"}", Some("b"))]
    #[case(r#"{"a": "\ud83d\ude00 \ud83d and \ude00 \\ud83d"}"#, Some("😀 \u{fffd} and \u{fffd} \\ud83d"))]
    #[case(r#"{"a": "\ud83d"#, None)]
    fn json_is_read_as_servers_write_it(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(json(text).as_ref().and_then(|value| value["a"].as_str()), expected);
    }

    #[test]
    fn a_long_error_page_is_not_repeated_whole() {
        match judge(speech(Provider::Openai), 500, "x".repeat(100_000).as_bytes()) {
            Judgment::Again(why, _) => assert!(why.len() < 400),
            Judgment::Final(_) | Judgment::Starting(_) => panic!("not asked again"),
        }
    }
}
