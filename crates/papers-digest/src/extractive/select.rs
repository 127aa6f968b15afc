//! Candidates → digest: for each part the sentences that carry it, none of them twice.
//!
//! A sentence belongs to the part that it fits best, and a part takes the best of its own. What then is empty may take
//! what others left, or have more than one of.

use super::candidate::Candidate;
use super::cues::Sign;
use super::foreign;
use super::score::LEAST;
use super::slot::Slot;
use super::stand::Standing;
use crate::{Limits, Summary};
use papers_paper::text::cite::bare;
use papers_paper::{Digest, Evidence, SectionName, SectionRole};

/// Two sentences with more words in common say the same.
const SAME: f64 = 0.7;

/// How much of a repetition counts in another section.
const ELSEWHERE: f64 = 0.8;

/// How many points repeating what is said already costs.
const REPETITION: f64 = 1.5;

/// Candidates of a part that are compared with each other: far more than it takes.
const COMPARED: usize = 60;

/// What an empty part is content with.
const CONTENT: f64 = 0.4;

/// How many points less than the best a sentence of the body may have and still be no detail.
const BEHIND: f64 = 1.0;

/// The digest of the candidates.
pub(super) fn summary(candidates: &[Candidate<'_>], limits: &Limits) -> Summary {
    let mut choice = Choice { candidates, chosen: Vec::new() };
    if foreign::is_foreign(candidates) {
        choice.chosen = foreign::choose(candidates, limits);
        return choice.summary();
    }
    for slot in Slot::ALL {
        choice.fill(slot, slot.limit(limits));
    }
    for slot in Slot::ALL {
        if slot.limit(limits) > 0 && choice.count(slot) == 0 {
            choice.borrow(slot);
        }
    }
    choice.summary()
}

struct Choice<'a> {
    candidates: &'a [Candidate<'a>],
    /// What was chosen for what, as indices of candidates.
    chosen: Vec<(Slot, usize)>,
}

impl Choice<'_> {
    fn count(&self, slot: Slot) -> usize {
        self.chosen.iter().filter(|(of, _)| *of == slot).count()
    }

    fn is_in_abstract(&self, index: usize) -> bool {
        self.candidates.get(index).is_some_and(|c| c.is_in(SectionRole::Abstract))
    }

    fn is_taken(&self, index: usize) -> bool {
        self.chosen.iter().any(|(_, taken)| *taken == index)
    }

    /// The best sentences of the slot's own, one after the other, each against what is said by then.
    fn fill(&mut self, slot: Slot, count: usize) {
        let mut own = self.ranked(slot, LEAST);
        own.retain(|&(index, score)| self.candidates.get(index).is_some_and(|c| belongs(slot, score, c)));
        if slot == Slot::Limitations {
            self.prefer_section(&mut own);
        }
        if slot == Slot::Method {
            self.leave_details(&mut own);
        }
        while self.count(slot) < count {
            let best = own
                .iter()
                .filter(|(index, _)| !self.is_taken(*index) && self.can_stand(slot, *index))
                .filter_map(|&(index, score)| Some((index, score - REPETITION * self.said(slot, index)?)))
                .filter(|(_, value)| *value >= LEAST - REPETITION * SAME)
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let Some((index, _)) = best else { break };
            self.chosen.push((slot, index));
        }
    }

    /// The best candidates for a slot with their scores.
    fn ranked(&self, slot: Slot, least: f64) -> Vec<(usize, f64)> {
        let mut ranked: Vec<(usize, f64)> = (0..)
            .zip(self.candidates)
            .filter(|(index, candidate)| !self.is_taken(*index) && candidate.standing != Standing::Never)
            .map(|(index, candidate)| (index, slot.score(candidate)))
            .filter(|(_, score)| *score >= least)
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(COMPARED);
        ranked
    }

    /// What a section on limitations says goes before what is admitted elsewhere.
    fn prefer_section(&self, own: &mut Vec<(usize, f64)>) {
        let in_section =
            |index: usize| self.candidates.get(index).is_some_and(|c| c.is_in(SectionRole::Limitations));
        if own.iter().any(|&(index, _)| in_section(index)) {
            own.retain(|&(index, _)| in_section(index));
        }
    }

    /// Whether a reader who has read what is chosen so far understands the sentence in this slot.
    fn can_stand(&self, slot: Slot, index: usize) -> bool {
        match self.candidates.get(index).map(|candidate| candidate.standing) {
            Some(Standing::Alone) => true,
            Some(Standing::AfterResults) => slot == Slot::Conclusion && self.is_shown(),
            Some(Standing::AfterAim) => {
                let follows = |of| index > 0 && self.chosen.contains(&(of, index - 1));
                slot == Slot::Method && [Slot::Goal, Slot::Contribution, slot].into_iter().any(follows)
            }
            Some(Standing::AfterPrevious) => index > 0 && self.chosen.contains(&(slot, index - 1)),
            Some(Standing::Never) | None => false,
        }
    }

    /// True when the digest has results, or a goal that is one: "We present a proof that …".
    fn is_shown(&self) -> bool {
        let shows = |&(slot, index): &(Slot, usize)| {
            let says = |c: &Candidate<'_>| c.signs.any(&[Sign::Show, Sign::Announce]);
            slot == Slot::Results || slot == Slot::Goal && self.candidates.get(index).is_some_and(says)
        };
        self.chosen.iter().any(shows)
    }

    /// What the body adds to a method is a detail, unless it is nearly as good as the best.
    fn leave_details(&self, own: &mut Vec<(usize, f64)>) {
        let best = own.first().map_or(LEAST, |&(_, score)| score);
        own.retain(|&(index, score)| self.is_in_abstract(index) || score >= best - BEHIND);
    }

    /// How much of a sentence is said already, `None` when it is a repetition. Within a section it is noticed more.
    fn said(&self, slot: Slot, index: usize) -> Option<f64> {
        let candidate = self.candidates.get(index)?;
        let repeated = |&(of, taken): &(Slot, usize)| {
            let weight = if of.place().0 == slot.place().0 { 1.0 } else { ELSEWHERE };
            Some(weight * candidate.bag.overlap(&self.candidates.get(taken)?.bag))
        };
        let most = self.chosen.iter().filter_map(repeated).fold(0.0, f64::max);
        (most <= SAME).then_some(most)
    }

    /// One sentence for an empty slot: what nobody took, else what a list can spare.
    fn borrow(&mut self, slot: Slot) {
        // A wrong motive is worse than none.
        let least = if slot == Slot::Motivation { LEAST } else { CONTENT };
        let enough =
            |index: usize, score: f64| score >= LEAST || slot != Slot::Method || self.is_in_abstract(index);
        let mut ranked = self.ranked(slot, least).into_iter();
        let free = ranked.find(|&(index, score)| {
            enough(index, score) && self.can_stand(slot, index) && self.said(slot, index).is_some()
        });
        if let Some((index, _)) = free {
            self.chosen.push((slot, index));
            return;
        }
        if slot == Slot::Contribution && self.restate() {
            return;
        }
        let spare = (0..self.chosen.len())
            .filter_map(|at| {
                let &(of, index) = self.chosen.get(at)?;
                let score = slot.score(self.candidates.get(index)?);
                (self.count(of) > 1 && score >= least && self.can_move(of, index)).then_some((at, score))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((slot_of, _)) = spare.and_then(|(at, _)| self.chosen.get_mut(at)) {
            *slot_of = slot;
        }
    }

    /// Where nothing else is new, what the goal announces is, and the goal is what the abstract says is looked into.
    fn restate(&mut self) -> bool {
        let announces = |index: &usize| self.candidates.get(*index).is_some_and(|c| c.has(Sign::Announce));
        let goal = self.chosen.iter().find(|(slot, _)| *slot == Slot::Goal).map(|&(_, index)| index);
        let Some(goal) = goal.filter(announces) else { return false };
        let looks = |c: &Candidate<'_>| {
            c.is_in(SectionRole::Abstract) && c.signs.any(&[Sign::Aim, Sign::Study]) && !c.has(Sign::Leans)
        };
        let ranked = self.ranked(Slot::Goal, LEAST);
        let found = ranked.into_iter().map(|(index, _)| index).find(|&index| {
            self.can_stand(Slot::Goal, index) && self.candidates.get(index).is_some_and(looks)
        });
        let Some(index) = found else { return false };
        self.chosen.retain(|(slot, _)| *slot != Slot::Goal);
        self.chosen.extend([(Slot::Goal, index), (Slot::Contribution, goal)]);
        true
    }

    /// True when neither the sentence nor the one chosen after it needs its neighbor.
    fn can_move(&self, slot: Slot, index: usize) -> bool {
        let standing = |index: usize| self.candidates.get(index).map(|candidate| candidate.standing);
        let carries =
            self.chosen.contains(&(slot, index + 1)) && standing(index + 1) == Some(Standing::AfterPrevious);
        standing(index) == Some(Standing::Alone) && !carries
    }

    fn summary(mut self) -> Summary {
        self.chosen.sort_by_key(|&(slot, index)| (slot.place(), index));
        let mut summary = Summary::default();
        for (slot, index) in self.chosen {
            if let Some(candidate) = self.candidates.get(index) {
                summary.evidence.push(add(&mut summary.digest, slot, candidate));
            }
        }
        summary
    }
}

/// True when no other slot fits the sentence better. Goal and limitations go first: what they want is rare.
fn belongs(slot: Slot, score: f64, candidate: &Candidate<'_>) -> bool {
    let mut rivals = Slot::ALL.iter().filter(|rival| **rival != Slot::Goal);
    matches!(slot, Slot::Goal | Slot::Limitations) || rivals.all(|rival| rival.score(candidate) <= score)
}

/// Puts a sentence into the digest, and says what it rests on.
fn add(digest: &mut Digest, slot: Slot, candidate: &Candidate<'_>) -> Evidence {
    let text = capitalized(&bare::without_authors(candidate.quote));
    let (section, first) = slot.place();
    let list = match slot {
        Slot::Method => &mut digest.method,
        Slot::Results => &mut digest.results,
        Slot::Limitations => &mut digest.limitations,
        Slot::Conclusion => &mut digest.conclusion,
        Slot::Goal => return stated(&mut digest.introduction.goal, text, (section, first), candidate),
        Slot::Motivation => {
            return stated(&mut digest.introduction.motivation, text, (section, first), candidate);
        }
        Slot::Contribution => {
            return stated(&mut digest.introduction.contribution, text, (section, first), candidate);
        }
    };
    list.push(text);
    evidence((section, first + list.len() - 1), candidate)
}

fn stated(
    statement: &mut String,
    text: String,
    place: (SectionName, usize),
    candidate: &Candidate<'_>,
) -> Evidence {
    *statement = text;
    evidence(place, candidate)
}

fn evidence((section, sentence): (SectionName, usize), candidate: &Candidate<'_>) -> Evidence {
    let place = match candidate.section.is(SectionRole::Abstract) {
        true => "abstract".to_owned(),
        false => candidate.section.heading.clone(),
    };
    Evidence { section, sentence, source: candidate.text.to_owned(), place, anchor: None, url: None }
}

/// The sentence with a capital, unless it begins with a name such as `nnU-Net`.
fn capitalized(text: &str) -> String {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if !word.chars().all(char::is_lowercase) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
