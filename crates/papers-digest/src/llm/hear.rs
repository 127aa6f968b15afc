//! Parses an answer while it arrives, and judges it at the end. Whatever was requested, an answer comes as server-sent events, as
//! lines of JSON (Ollama), or as a whole, depending on proxies.

use std::ops::ControlFlow;

use serde_json::Value;

use super::judge::{Verdict, is_busy, json, judge, judge_error};
use super::lanes::Lanes;
use super::provider::{Ending, Heard, Reply, Speech};
use super::watch::Watch;
use papers_http::Judgment;

/// Hears one answer.
pub(super) struct Hearing<'a> {
    speech: &'static dyn Speech,
    status: u16,
    /// The line around the paper's text, which no answer has a reason to repeat.
    fence: &'a str,
    lanes: &'a Lanes,
    raw: Vec<u8>,
    /// The number of bytes of `raw` that were parsed as lines.
    read: usize,
    /// The length of the start of `raw` without an unread line break, so that each byte is searched only once.
    searched: usize,
    /// The data of an incomplete event.
    data: String,
    heard: Heard,
    events: usize,
    error: Option<Value>,
    watch: Watch,
}

impl<'a> Hearing<'a> {
    pub(super) fn new(speech: &'static dyn Speech, status: u16, fence: &'a str, lanes: &'a Lanes) -> Self {
        Self {
            speech,
            status,
            fence,
            lanes,
            raw: Vec::new(),
            read: 0,
            searched: 0,
            data: String::new(),
            heard: Heard::default(),
            events: 0,
            error: None,
            watch: Watch::default(),
        }
    }

    fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Parses the complete lines.
    fn lines(&mut self) -> ControlFlow<()> {
        while let Some(line) = self.next_line() {
            self.line(&line)?;
        }
        ControlFlow::Continue(())
    }

    /// Returns the next complete line, which ends in LF, CR, or both.
    fn next_line(&mut self) -> Option<String> {
        let unsearched = self.raw.get(self.searched..)?;
        let found = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        self.searched += found.unwrap_or(unsearched.len());
        let end = self.searched;
        let width = match (self.raw.get(end)?, self.raw.get(end + 1)) {
            (b'\r', Some(b'\n')) => 2,
            // An LF may follow.
            (b'\r', None) => return None,
            _ => 1,
        };
        let line = String::from_utf8_lossy(self.raw.get(self.read..end)?).trim().to_owned();
        self.read = end + width;
        self.searched = self.read;
        Some(line)
    }

    /// Parses a line: a field of an event, or a JSON object.
    fn line(&mut self, line: &str) -> ControlFlow<()> {
        let line = line.trim_start_matches('\u{feff}');
        if let Some(data) = line.strip_prefix("data:") {
            return self.data(data.trim());
        }
        if line.is_empty() {
            self.data.clear();
        } else if self.speech.speaks_in_lines()
            && line.starts_with('{')
            && let Some(event) = json(line)
        {
            return self.event(&event);
        }
        ControlFlow::Continue(())
    }

    /// Parses a line of an event's data. Providers write all of it on one line, but the standard allows several.
    fn data(&mut self, data: &str) -> ControlFlow<()> {
        if data == "[DONE]" {
            // Some servers give no reason for the end; an answer without any word was lost on the way.
            self.heard.ended |= !self.heard.aborted && self.heard.length() > 0;
            return ControlFlow::Break(());
        }
        if !self.data.is_empty() {
            self.data.push('\n');
        }
        self.data.push_str(data);
        let Some(event) = json(&self.data) else { return ControlFlow::Continue(()) };
        self.data.clear();
        self.event(&event)
    }

    fn event(&mut self, event: &Value) -> ControlFlow<()> {
        self.events += 1;
        if event.get("error").is_some_and(|error| !error.is_null()) {
            self.error = Some(event.clone());
            return ControlFlow::Break(());
        }
        self.speech.hear(event, &mut self.heard);
        let Heard { text, call, thoughts, .. } = &self.heard;
        let words = if call.is_empty() { text } else { call };
        if !self.heard.ended && self.watch.is_lost(words, thoughts, self.fence) {
            self.heard.reply.ending = Ending::Stopped;
            self.heard.ended = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Parses what follows the last line break.
    fn last_line(&mut self) {
        let rest = self.raw.get(self.read..).map(|rest| String::from_utf8_lossy(rest).trim().to_owned());
        self.read = self.raw.len();
        let _ = self.line(&rest.unwrap_or_default());
    }

    /// Returns true if nothing is missing of the answer, however the connection ended.
    pub(super) fn is_complete(&mut self) -> bool {
        if self.succeeded() {
            self.last_line();
        }
        match self.events {
            0 => std::str::from_utf8(&self.raw).is_ok_and(|body| json(body).is_some()),
            _ => self.heard.ended || self.error.is_some() || self.is_whole(),
        }
    }

    /// Returns true if the text is a whole object: some proxies drop the events that end an answer.
    fn is_whole(&self) -> bool {
        let Heard { text, call, aborted, .. } = &self.heard;
        let words = if call.is_empty() { text } else { call };
        let object = words.find('{').zip(words.rfind('}')).and_then(|(begin, end)| words.get(begin..=end));
        !aborted && object.and_then(json).is_some()
    }

    fn judgment(&mut self) -> Verdict {
        if !self.succeeded() {
            return judge(self.speech, self.status, &self.raw);
        }
        self.last_line();
        match &self.error {
            Some(error) => judge_error(error),
            None if self.events == 0 => judge(self.speech, self.status, &self.raw),
            None if !self.heard.ended && !self.is_whole() => {
                Judgment::Again("the answer stopped before its end".to_owned(), None)
            }
            None => Judgment::Final(Ok(std::mem::take(&mut self.heard).into_reply())),
        }
    }

    /// Takes the next chunk; `Break` if no more is needed.
    pub(super) fn hear(&mut self, piece: &[u8]) -> ControlFlow<()> {
        self.raw.extend_from_slice(piece);
        if self.succeeded() { self.lines() } else { ControlFlow::Continue(()) }
    }

    /// Returns the length of the answer so far.
    pub(super) fn received(&self) -> usize {
        self.heard.length()
    }

    /// Judges the complete answer.
    pub(super) fn judge(&mut self) -> Verdict {
        let judgment = self.judgment();
        match &judgment {
            Judgment::Again(why, _) if is_busy(why) => self.lanes.narrow(),
            Judgment::Final(Ok(_)) => self.lanes.answered(),
            _ => {}
        }
        judgment
    }

    /// Returns the tokens of an answer that is not used; `None` if there is no sign that the server wrote any of it.
    pub(super) fn lost(&self) -> Option<Reply> {
        let mut heard = self.heard.clone();
        if self.events == 0
            && self.succeeded()
            && let Some(body) = std::str::from_utf8(&self.raw).ok().and_then(json)
        {
            self.speech.hear(&body, &mut heard);
        }
        let tokens = heard.tokens();
        (heard.length() > 0 || tokens.input_tokens > 0).then_some(tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::llm::Provider;
    use crate::llm::provider::speech;

    #[test]
    fn each_byte_is_searched_once_for_the_end_of_its_line() {
        let lanes = Lanes::new(1);
        let mut hearing = Hearing::new(speech(Provider::Openai), 200, "", &lanes);
        for _ in 0..30_000 {
            assert!(hearing.hear(&[b'x'; 1_000]).is_continue());
            assert_eq!(hearing.searched, hearing.raw.len());
        }
    }

    #[test]
    fn a_line_end_may_be_parted() {
        let lanes = Lanes::new(1);
        let mut hearing = Hearing::new(speech(Provider::Openai), 200, "", &lanes);
        for piece in ["da", "ta: {\"a\": 1}\r", "\ndata: {\"b\": 2}\n", "data: {\"c\"", ": 3}\r", "\r\n"] {
            assert!(hearing.hear(piece.as_bytes()).is_continue());
        }
        assert_eq!((hearing.events, hearing.read), (3, hearing.raw.len()));
    }
}
