//! Candidates → digest: for each section the sentences that carry it, none of them twice.

use super::candidate::Candidate;
use super::cues;
use super::roles::Role;
use super::{Limits, Summary};
use crate::paper::{Evidence, SectionName, SectionRole};

/// Two sentences with more words in common say the same.
const SAME: f64 = 0.7;

/// A sentence that scores less does not carry its section.
const LEAST: f64 = 1.0;

/// The digest of the candidates.
pub(super) fn summary(candidates: &[Candidate<'_>], limits: &Limits) -> Summary {
    let mut choice = Choice { candidates, taken: Vec::new(), summary: Summary::default() };
    choice.take(SectionName::Limitations, limits.limitations, limitation);
    choice.introduction();
    choice.take(SectionName::Results, limits.results, result);
    choice.take(SectionName::Method, limits.method, method);
    choice.take(SectionName::Conclusion, limits.conclusion, conclusion);
    choice.summary.evidence.sort_by_key(|evidence| (evidence.section, evidence.sentence));
    choice.summary
}

struct Choice<'a> {
    candidates: &'a [Candidate<'a>],
    taken: Vec<usize>,
    summary: Summary,
}

impl Choice<'_> {
    /// Goal, motivation and contribution, one sentence each.
    fn introduction(&mut self) {
        for (index, score) in
            [goal as fn(&Candidate<'_>) -> f64, motivation, contribution].into_iter().enumerate()
        {
            let Some(text) =
                self.best(1, score).pop().map(|chosen| self.record(SectionName::Introduction, index, chosen))
            else {
                continue;
            };
            let introduction = &mut self.summary.digest.introduction;
            match index {
                0 => introduction.goal = text,
                1 => introduction.motivation = text,
                _ => introduction.contribution = text,
            }
        }
    }

    fn take(&mut self, section: SectionName, count: usize, score: fn(&Candidate<'_>) -> f64) {
        let mut chosen = self.best(count, score);
        chosen.sort_unstable();
        let texts = chosen.into_iter().enumerate().map(|(n, index)| self.record(section, n, index)).collect();
        let digest = &mut self.summary.digest;
        match section {
            SectionName::Introduction => {}
            SectionName::Method => digest.method = texts,
            SectionName::Results => digest.results = texts,
            SectionName::Limitations => digest.limitations = texts,
            SectionName::Conclusion => digest.conclusion = texts,
        }
    }

    /// The best that are not said yet.
    fn best(&mut self, count: usize, score: fn(&Candidate<'_>) -> f64) -> Vec<usize> {
        let mut ranked: Vec<(usize, f64)> = (0..)
            .zip(self.candidates)
            .filter(|(index, candidate)| candidate.stands_alone && !self.taken.contains(index))
            .map(|(index, candidate)| (index, score(candidate)))
            .filter(|(_, score)| *score >= LEAST)
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut chosen = Vec::new();
        for (index, _) in ranked {
            if chosen.len() < count && !self.is_said(index) {
                chosen.push(index);
                self.taken.push(index);
            }
        }
        chosen
    }

    fn is_said(&self, index: usize) -> bool {
        let Some(candidate) = self.candidates.get(index) else { return true };
        let taken = self.taken.iter().filter_map(|&taken| self.candidates.get(taken));
        taken.into_iter().any(|other| candidate.overlap(other) > SAME)
    }

    fn record(&mut self, section: SectionName, sentence: usize, index: usize) -> String {
        let Some(candidate) = self.candidates.get(index) else { return String::new() };
        let place = match candidate.is_in(SectionRole::Abstract) {
            true => "abstract".to_owned(),
            false => candidate.section.heading.clone(),
        };
        self.summary.evidence.push(Evidence { section, sentence, source: candidate.text.to_owned(), place });
        without_connective(candidate.text)
    }
}

/// A sentence that stands alone does not begin with "However,".
fn without_connective(text: &str) -> String {
    const CONNECTIVES: [&str; 12] = [
        "However, ",
        "Moreover, ",
        "Furthermore, ",
        "In addition, ",
        "Additionally, ",
        "Specifically, ",
        "In particular, ",
        "In conclusion, ",
        "In summary, ",
        "Nevertheless, ",
        "To conclude, ",
        "Besides, ",
    ];
    let rest = CONNECTIVES.iter().find_map(|connective| text.strip_prefix(connective));
    let Some(rest) = rest else { return text.to_owned() };
    let mut letters = rest.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

fn when(condition: bool, points: f64) -> f64 {
    if condition { points } else { 0.0 }
}

/// What every section prefers: central sentences of a length that is read.
fn common(candidate: &Candidate<'_>) -> f64 {
    let words = candidate.text.split_whitespace().count();
    candidate.centrality
        - when(words > 40, 0.4)
        - when(words < 9, 0.3)
        - when(candidate.text.contains('$'), 0.1)
}

fn goal(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(SectionRole::Abstract), 1.2) + when(c.is_in(SectionRole::Introduction), 0.5);
    let says = when(cues::GOAL.is_match(c.text), 1.2) + when(c.role == Role::Objective, 1.0);
    if place > 0.0 && says > 0.0 { common(c) + place + says } else { 0.0 }
}

fn motivation(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(SectionRole::Abstract), 1.2) + when(c.is_in(SectionRole::Introduction), 0.8);
    let says = when(cues::MOTIVATION.is_match(c.text), 0.8) + when(c.role == Role::Background, 1.0);
    let speaks_of_itself =
        cues::GOAL.is_match(c.text) || cues::CONTRIBUTION.is_match(c.text) || c.role == Role::Result;
    if place > 0.0 && says > 0.0 && !speaks_of_itself {
        common(c) + place + says + 0.3 * (1.0 - c.position)
    } else {
        0.0
    }
}

fn contribution(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(SectionRole::Abstract), 1.0) + when(c.is_in(SectionRole::Introduction), 0.8);
    let says = when(cues::CONTRIBUTION.is_match(c.text), 1.5);
    if place > 0.0 && says > 0.0 {
        common(c) + place + says + when(c.text.contains("contribution"), 0.5)
    } else {
        0.0
    }
}

fn method(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(SectionRole::Abstract), 1.0) + when(c.is_in(SectionRole::Method), 0.9);
    let says = when(c.role == Role::Method, 0.8) + when(cues::METHOD.is_match(c.text), 0.6);
    if place > 0.0 && says > 0.0 && c.role != Role::Result { common(c) + place + says } else { 0.0 }
}

fn result(c: &Candidate<'_>) -> f64 {
    let place = when(c.is_in(SectionRole::Abstract), 1.0)
        + when(c.is_in(SectionRole::Results), 0.9)
        + when(c.is_in(SectionRole::Discussion), 0.3);
    let figures = c.text.contains(|d: char| d.is_ascii_digit());
    let says = when(c.role == Role::Result, 0.7) + when(cues::RESULT.is_match(c.text), 0.6);
    if place > 0.0 && says > 0.0 { common(c) + place + says + when(figures, 0.6) } else { 0.0 }
}

fn limitation(c: &Candidate<'_>) -> f64 {
    let admits = cues::LIMITATION.is_match(c.text);
    if c.is_in(SectionRole::Limitations) {
        return common(c) + 1.0 + when(admits, 1.0);
    }
    let place = [SectionRole::Discussion, SectionRole::Conclusion, SectionRole::Abstract]
        .iter()
        .any(|&role| c.is_in(role));
    let of_others =
        c.role == Role::Background || cues::GOAL.is_match(c.text) || cues::CONTRIBUTION.is_match(c.text);
    if place && admits && !of_others { common(c) + 0.8 } else { 0.0 }
}

fn conclusion(c: &Candidate<'_>) -> f64 {
    let says = when(cues::CONCLUSION.is_match(c.text), 1.0);
    if c.is_in(SectionRole::Conclusion) {
        return common(c) + 1.0 + says - when(cues::LIMITATION.is_match(c.text), 1.0);
    }
    let last = c.is_in(SectionRole::Abstract) && c.position >= 0.6 && c.role == Role::Result;
    if last { common(c) + 0.3 + says } else { 0.0 }
}
