//! Runs all checks on a digest, and determines what is left of items that lose a sentence.

use std::ops::Deref;

use crate::checks::proximity::{Basis, Claimed};
use crate::checks::shape::Repeat;
use crate::checks::talk::{self, Talk};
use crate::checks::{
    Certainty, Fault, against_source, failure, gap, instruction, markup, shape, support, task,
};
use crate::policy::Policy;
use crate::sentence::Sentence;
use crate::source::lines::Line;
use crate::text::language::{self, Asked, Dominant};
use crate::text::plain;
use papers_paper::text::english::is_english;
use papers_paper::text::{sentence, silence};
use papers_paper::{Action, Digest, Finding, FindingKind, SectionName, Writer};

/// A digest with everything that the checks need.
pub(crate) struct Inspector<'a> {
    pub(crate) basis: Basis<'a>,
    pub(crate) writer: &'a Writer,
    pub(crate) policy: &'a Policy,
    /// The paper's title.
    pub(crate) title: &'a str,
    /// The knowledge of the language of the digest. Those that only quote do not need it.
    pub(crate) asked: &'a dyn Deref<Target = Asked>,
    /// The items of the digest, with section and index.
    pub(crate) items: &'a [(SectionName, usize, &'a str)],
}

/// The findings about a digest, and what would be left of its items. Nothing is applied yet.
#[derive(Debug)]
pub struct Report {
    /// The findings in the digest's order, each with the action of the policy. More may be added, such as those of a second model,
    /// with sentences numbered as in the digest.
    pub findings: Vec<Finding>,
    /// The rest of items that lose some of their sentences.
    pub(crate) trimmed: Vec<(SectionName, usize, String)>,
}

/// The maximum length in bytes of an item that is checked as a whole, and of a sentence that is read as one: the time for it grows with
/// the square of its length.
const LONGEST: usize = 2_000;

/// Returns the parts of a text that are short enough, which end at spaces where there are any.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = (0..=LONGEST.min(rest.len())).rev().find(|&end| rest.is_char_boundary(end))?;
        let piece = rest.get(..end)?;
        let space = piece.rfind(' ').filter(|&space| space > 0 && end < rest.len());
        let (piece, after) = rest.split_at_checked(space.unwrap_or(end))?;
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// A fault of the item at this index.
type Found = (usize, Fault);

impl Inspector<'_> {
    /// Returns all findings about the digest.
    pub(crate) fn report(&self, digest: &Digest) -> Report {
        let repeats = self.repeats();
        let found = self.faults(&repeats);
        let mut report = Report { findings: Vec::new(), trimmed: Vec::new() };
        for (at, &(section, index, text)) in self.items.iter().enumerate() {
            let own: Vec<&Found> = found.iter().filter(|(place, ..)| *place == at).collect();
            let said: Vec<&str> =
                repeats.iter().filter(|one| one.item == at).map(|one| one.sentence).collect();
            let rest = self.without_faulty(text, &own, &said);
            for (_, fault) in own {
                let action = match self.action_for(fault) {
                    Action::Drop if rest.is_some() => Action::Trim,
                    action => action,
                };
                let (section, sentence) = (Some(section), Some(index));
                report.findings.push(Finding {
                    section,
                    sentence,
                    kind: fault.kind,
                    detail: fault.detail.clone(),
                    action,
                });
            }
            report.trimmed.extend(rest.map(|rest| (section, index, rest)));
        }
        if self.writer.is_model() {
            report.findings.extend(shape::empty(digest).map(|section| self.empty(section)));
        }
        report.findings.sort_by_key(|finding| (finding.section, finding.sentence));
        report
    }

    /// Returns all faults of the items.
    fn faults(&self, repeats: &[Repeat<'_>]) -> Vec<Found> {
        let texts: Vec<&str> = self.items.iter().map(|&(_, _, text)| text).collect();
        let stops_usual = shape::end_in_stops(&texts);
        let mut found: Vec<Found> = Vec::new();
        let silent = |at: usize| texts.get(at).is_some_and(|text| silence::is_stated(text));
        for (at, text) in texts.iter().enumerate().filter(|&(at, _)| !silent(at)) {
            let mut wrong = self.faults_of_item(text, stops_usual);
            if wrong.is_empty() && self.writer.is_model() && shape::is_fragment(text, self.title) {
                wrong.push(Fault::new(FindingKind::Placeholder, shape::head(text)));
            }
            found.extend(wrong.into_iter().map(|fault| (at, fault)));
        }
        found.extend(self.unsupported_sentences(&texts));
        let repeated = |one: &Repeat<'_>| Fault::new(FindingKind::Repetition, one.earlier.to_owned());
        found.extend(repeats.iter().map(|one| (one.item, repeated(one))));
        found
    }

    /// Returns the repetitions. The one-line summary may repeat a section, and two sections may both say that the paper says
    /// nothing.
    fn repeats(&self) -> Vec<Repeat<'_>> {
        let in_section = |&(section, _, text)| if section == SectionName::Tldr { "" } else { text };
        let sections: Vec<&str> = self.items.iter().map(in_section).collect();
        let repeats = shape::repetitions(&sections, self.writer.is_model()).into_iter();
        repeats.filter(|one| !silence::is_stated(one.sentence)).collect()
    }

    /// Returns what is left of an item of several sentences without the faulty ones; `None` if nothing or everything is left.
    fn without_faulty(&self, text: &str, found: &[&Found], said: &[&str]) -> Option<String> {
        let whole = |fault: &Fault| fault.kind == FindingKind::UnsupportedSentence;
        let drops = |fault: &Fault| self.action_for(fault) == Action::Drop;
        let mut dropped = found.iter().map(|(_, fault)| fault).filter(|fault| drops(fault)).peekable();
        if dropped.peek().is_none() || dropped.any(whole) {
            return None;
        }
        let sentences = sentence::slices(text);
        let repeated = |sentence: &str| {
            self.action_for_kind(FindingKind::Repetition) == Action::Drop
                && (said.contains(&sentence) || said.contains(&text))
        };
        let fit = |sentence: &&str| {
            !repeated(sentence) && !self.faults_of_sentence(sentence, false).iter().any(drops)
        };
        let rest: Vec<&str> = sentences.iter().copied().filter(fit).collect();
        let rest = (rest.len() < sentences.len()).then(|| rest.join(" "));
        rest.filter(|rest| !shape::is_scrap(rest))
    }

    /// Returns the English sentences of a model that are close to no passage. The source is assumed to be English, as nearly all
    /// are.
    fn unsupported_sentences(&self, texts: &[&str]) -> Vec<Found> {
        let judged = |text: &str| {
            self.writer.is_model()
                && language::dominant(text, **self.asked) == Dominant::English
                && failure::failed(text).is_none()
                && !silence::is_stated(text)
                && !self.is_quoted(text)
        };
        let english: Vec<(usize, &str)> =
            texts.iter().copied().enumerate().filter(|(_, text)| judged(text)).collect();
        if english.is_empty() {
            return Vec::new();
        }
        let sentences: Vec<&str> = english.iter().map(|&(_, text)| text).collect();
        let unsupported = support::unsupported(&sentences, self.basis.lines.iter().flat_map(Line::texts));
        let fault = |(&(at, text), certainty): (&(usize, &str), Option<Certainty>)| {
            let kind = FindingKind::UnsupportedSentence;
            Some((at, Fault { kind, detail: shape::head(text), certainty: certainty? }))
        };
        english.iter().zip(unsupported).filter_map(fault).collect()
    }

    /// Returns the faults of an item. The sentences of one that is too long for a digest are checked one by one, because numbers
    /// and names are compared with each other.
    fn faults_of_item(&self, text: &str, stops_usual: bool) -> Vec<Fault> {
        if text.len() <= LONGEST {
            return self.faults_of_sentence(text, stops_usual);
        }
        sentence::slices(text)
            .into_iter()
            .flat_map(|sentence| self.faults_of_sentence(sentence, stops_usual))
            .collect()
    }

    /// Returns the faults of one sentence.
    fn faults_of_sentence(&self, text: &str, stops_usual: bool) -> Vec<Fault> {
        let mut found = Vec::new();
        found.extend(instruction::instruction(text).map(|words| Fault::new(FindingKind::Instruction, words)));
        if let Some(lang) = self.writer.lang() {
            if let Some((kind, words)) = failure::failed(text) {
                // A failed text has no numbers and names to check.
                found.push(Fault::new(kind, words));
                return found;
            }
            if let Some(words) = self.talk(text, lang) {
                found.push(Fault::new(FindingKind::Placeholder, words));
                return found;
            }
            let gap = gap::gap(text).filter(|words| !self.has_literally(words));
            found.extend(gap.map(|words| Fault::new(FindingKind::Placeholder, words.to_owned())));
            found.extend(markup::markup(text).map(|markup| Fault::new(FindingKind::Markup, markup)));
            let token = markup::token(text).filter(|words| !self.has_literally(words));
            found.extend(token.map(|words| Fault::new(FindingKind::Markup, words.to_owned())));
            let foreign = language::foreign(text, lang, |word| self.basis.source.names(word))
                .or_else(|| self.is_left_in_english(text, lang).then_some("English"))
                .map(str::to_owned)
                .or_else(|| language::stray(text, lang, |word| self.has_literally(word)));
            found.extend(foreign.map(|name| Fault::new(FindingKind::WrongLanguage, name)));
            let truncation = shape::truncation(text, lang, stops_usual);
            found.extend(truncation.map(|tail| Fault::new(FindingKind::Truncation, tail)));
        }
        found.extend(self.unsupported_details(text));
        found
    }

    /// Returns true for an English sentence, in a digest in another language, that is made of the words of an English source.
    fn is_left_in_english(&self, text: &str, lang: &str) -> bool {
        let source = self.basis.source;
        let is_english = || is_english(source.plain_lines().flat_map(str::split_whitespace));
        language::is_left_in_english(text, lang, |word| source.names(word)) && is_english()
    }

    /// Returns the words of a sentence that talks to the reader or about the task instead of telling what the paper says, unless the
    /// paper has them.
    fn talk(&self, text: &str, lang: &str) -> Option<String> {
        let source = self.basis.source;
        let is_foreign = |talk: &Talk<'_>| talk.is_whole || !source.quotes(&plain::plain(talk.words));
        let talk = talk::talk(text).filter(is_foreign).map(|talk| talk.words.to_owned());
        talk.or_else(|| task::about(text, lang, source))
    }

    /// Returns true if the source has these characters.
    fn has_literally(&self, words: &str) -> bool {
        self.basis.lines.iter().flat_map(Line::texts).any(|line| line.contains(words))
    }

    /// Returns the numbers, names and statements that the source does not have. A text that is too long for a sentence is read in
    /// pieces.
    fn unsupported_details(&self, text: &str) -> Vec<Fault> {
        if self.is_quoted(text) {
            return Vec::new();
        }
        pieces(&plain::plain(text)).flat_map(|piece| self.unsupported_in_piece(piece)).collect()
    }

    /// Returns true if the source has a text, or each of its sentences.
    fn is_quoted(&self, text: &str) -> bool {
        let quotes = |text: &str| self.basis.source.quotes(&plain::plain(text));
        quotes(text) || {
            let sentences = sentence::slices(text);
            sentences.len() > 1 && sentences.into_iter().all(quotes)
        }
    }

    /// The same for a sentence in its plain form, or a piece of one.
    fn unsupported_in_piece(&self, plain: &str) -> Vec<Fault> {
        let sentence = Sentence::of(plain, **self.asked);
        against_source(&Claimed::new(&sentence, self.basis))
    }

    fn empty(&self, section: SectionName) -> Finding {
        let kind = FindingKind::EmptySection;
        let detail = "says nothing".to_owned();
        Finding { section: Some(section), sentence: None, kind, detail, action: self.action_for_kind(kind) }
    }

    /// Returns the action for a fault: to mark where it would be to drop, if that would be too often wrong.
    fn action_for(&self, fault: &Fault) -> Action {
        match self.action_for_kind(fault.kind) {
            Action::Drop if fault.certainty == Certainty::Low => Action::Mark,
            action => action,
        }
    }

    fn action_for_kind(&self, kind: FindingKind) -> Action {
        match self.policy.action(kind) {
            // There is no sentence to be dropped or marked.
            Action::Drop | Action::Mark if kind == FindingKind::EmptySection => Action::Keep,
            // The built-in engine follows no instructions, so that one in a sentence says nothing about the others.
            Action::Reject if !self.writer.is_model() => Action::Drop,
            action => action,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_spaces_and_nothing_is_lost() {
        for text in ["세 번째 문장은 길다 ".repeat(500), "빈칸이없다".repeat(1000)] {
            let parts: Vec<&str> = pieces(&text).collect();
            assert_eq!(parts.concat(), text);
            assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= LONGEST));
            let spaced = parts.iter().skip(1).all(|part| part.starts_with(' '));
            assert_eq!(spaced, text.contains(' '));
        }
        assert_eq!(pieces("a b").collect::<Vec<_>>(), ["a b"]);
        assert_eq!(pieces("").count(), 0);
    }
}
