//! Distributes the sentences of the abstract to the parts of the digest, so that nothing is lost as long as there is room.
//!
//! Each sentence goes to the part of its most probable move. One that depends on the sentence before it follows it, in the
//! introduction as part of the same statement. A part with too many sentences gives some to its neighbors, then drops the weakest.

use super::acts::{answers, is_question};
use super::candidate::Candidate;
use super::choice::Choice;
use super::context::{Dependence, points_back};
use super::cues::Sign;
use super::lines::LONGEST;
use super::moves::{Move, moves};
use super::score::LEAST;
use super::slot::Slot;
use crate::Limits;
use papers_paper::SectionRole;

/// The parts that are lists, in reading order.
const LISTS: [Slot; 3] = [Slot::Method, Slot::Results, Slot::Conclusion];

/// The points of a goal for each unit of the logarithm of its probability.
const PROBABLE: f64 = 0.15;

/// The minimum probability that counts for a goal, which avoids infinite logarithms.
const UNLIKELY: f64 = 0.02;

/// The minimum probability of a move with which a sentence fills an empty part.
const SECOND: f64 = 0.25;

/// The maximum number of sentences that are distributed. arXiv's limit of 1,920 characters leaves room for about twenty; a longer
/// abstract is a service's mistake, and all ways to divide it take too long to try.
const MOST: usize = 60;

/// The selection, and the limits of its parts.
struct Plan<'a, 'b> {
    choice: &'a mut Choice<'b>,
    limits: &'a Limits,
}

/// Adds the sentences of the abstract to the goal and the limitations that are already selected.
pub(super) fn arrange(choice: &mut Choice<'_>, limits: &Limits) {
    let in_abstract = |c: &&Candidate<'_>| c.is_in(SectionRole::Abstract);
    let sentences: Vec<&Candidate<'_>> = choice.candidates.iter().filter(in_abstract).take(MOST).collect();
    let indices = (0..).zip(choice.candidates).filter(|(_, c)| in_abstract(c)).map(|(index, _)| index);
    choice.told = indices.zip(moves(&sentences)).collect();
    let mut plan = Plan { choice, limits };
    plan.aim();
    plan.place();
    plan.fill();
    plan.tie(false);
    for slot in [Slot::Motivation, Slot::Contribution, Slot::Goal] {
        plan.shorten(slot);
    }
    for slot in LISTS {
        plan.make_room(slot, slot.limit(limits));
    }
    plan.tie(true);
}

impl Plan<'_, '_> {
    fn is(&self, index: usize, holds: impl Fn(&Candidate<'_>) -> bool) -> bool {
        self.choice.is(index, holds)
    }

    /// Returns the probability that a sentence makes a move.
    fn probability(&self, index: usize, of: Move) -> f64 {
        self.choice.probability(index, of)
    }

    /// Returns the moves of a sentence, the most probable first.
    fn moves(&self, index: usize) -> Vec<Move> {
        let mut moves = Move::ALL.to_vec();
        moves.sort_by(|a, b| self.probability(index, *b).total_cmp(&self.probability(index, *a)));
        moves
    }

    fn goal(&self) -> Option<usize> {
        self.choice.chosen.iter().find(|chosen| chosen.0 == Slot::Goal).map(|chosen| chosen.1)
    }

    /// Returns the sentences of the abstract in a part, in order.
    fn of(&self, slot: Slot) -> Vec<usize> {
        let own = self.choice.chosen.iter().filter(|chosen| chosen.0 == slot).map(|chosen| chosen.1);
        let mut own: Vec<usize> = own.filter(|&index| self.choice.is_in_abstract(index)).collect();
        own.sort_unstable();
        own
    }

    /// Moves a sentence to another part, or removes it.
    fn put(&mut self, index: usize, slot: Option<Slot>) {
        self.choice.chosen.retain(|chosen| chosen.1 != index);
        self.choice.chosen.extend(slot.map(|slot| (slot, index)));
    }

    /// Replaces the goal by the sentence of the abstract that is the best by points and probability. A goal from the body is only
    /// replaced by a sentence that states an aim.
    fn aim(&mut self) {
        let Some(goal) = self.goal() else { return };
        let far = !self.choice.is_in_abstract(goal);
        let stands = |index: &usize| {
            let aims = |c: &Candidate<'_>| !far || c.has(Sign::Aim);
            let free = *index == goal || !self.choice.is_taken(*index);
            free && self.is(*index, |c| c.dependence == Dependence::Alone && !c.has(Sign::Leans) && aims(c))
                && self.choice.points(Slot::Goal, *index) >= LEAST
        };
        let worth = |index: &usize| {
            let probability =
                self.probability(*index, Move::Goal) + self.probability(*index, Move::Contribution);
            self.choice.points(Slot::Goal, *index) + PROBABLE * probability.max(UNLIKELY).ln()
        };
        let own = self.choice.told.iter().map(|told| told.0).filter(stands);
        if let Some(best) = own.max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a))) {
            self.put(goal, None);
            self.put(best, Some(Slot::Goal));
        }
    }

    /// Assigns each sentence to the part of its most probable move.
    fn place(&mut self) {
        for index in self.choice.told.iter().map(|told| told.0).collect::<Vec<_>>() {
            if self.choice.is_taken(index) || self.is(index, |c| c.dependence == Dependence::Never) {
                continue;
            }
            let joins = self.joins_goal(index);
            let mut parts =
                self.moves(index).into_iter().map(Move::part).filter(|of| *of != Slot::Goal || joins);
            let slot = match parts.next().unwrap_or(Slot::Method) {
                of if of != Slot::Motivation && self.is(index, is_question) => self.answer(index),
                of => of,
            };
            self.choice.chosen.push((slot, index));
        }
    }

    /// Returns true for a sentence that may be part of the goal: with an aim of its own, or after the goal, next to it or about what
    /// is studied.
    fn joins_goal(&self, index: usize) -> bool {
        let own = self.of(Slot::Goal);
        if own.is_empty() && self.goal().is_some() {
            return false; // The goal is from the body.
        }
        let after = own.first().is_none_or(|first| *first < index);
        let near = own.iter().any(|goal| goal + 1 == index);
        let studies = |c: &Candidate<'_>| c.signs.any(&[Sign::Study, Sign::Paper]);
        let joins = after && (near || self.is(index, studies)) || self.is(index, |c| c.has(Sign::Aim));
        joins && self.has_room(Slot::Goal, index)
    }

    /// Gives an empty part the sentence that fits it best, from a list that keeps another one.
    fn fill(&mut self) {
        for of in [Move::Contribution, Move::Method, Move::Result] {
            if self.choice.count(of.part()) > 0 {
                continue;
            }
            let spare = |index: &usize| {
                let own = self.choice.chosen.iter().find(|chosen| chosen.1 == *index).map(|chosen| chosen.0);
                own.is_some_and(|own| LISTS.contains(&own) && self.choice.count(own) > 1)
                    && self.is(*index, |c| c.dependence == Dependence::Alone && !c.is_labeled())
                    && self.probability(*index, of) >= SECOND
            };
            let own = self.choice.told.iter().map(|told| told.0).filter(spare);
            let best = own.max_by(|a, b| self.probability(*a, of).total_cmp(&self.probability(*b, of)));
            if let Some(best) = best {
                self.put(best, Some(of.part()));
            }
        }
    }

    /// Returns the part of a question, which is no step of the method: that of its answer, else the goal if it comes later, else the
    /// motivation.
    fn answer(&self, index: usize) -> Slot {
        let later = self.goal().is_some_and(|goal| goal < index && self.choice.is_in_abstract(goal));
        match later && self.has_room(Slot::Goal, index) {
            _ if self.is(index + 1, answers) => Slot::Results,
            true => Slot::Goal,
            false => Slot::Motivation,
        }
    }

    /// Shortens a statement of the introduction to the longest that is allowed: what fits it least goes to the part of its next move.
    fn shorten(&mut self, slot: Slot) {
        loop {
            let own = self.of(slot);
            let first = self.goal().filter(|_| slot == Slot::Goal);
            if own.len() < 2 || self.words(&own) <= LONGEST {
                return;
            }
            let of = |index: usize| {
                Move::ALL
                    .into_iter()
                    .filter(|of| of.part() == slot)
                    .map(|of| self.probability(index, of))
                    .sum::<f64>()
            };
            let others = own.into_iter().filter(|index| Some(*index) != first);
            let Some(weakest) = others.min_by(|a, b| of(*a).total_cmp(&of(*b)).then(b.cmp(a))) else {
                return;
            };
            let next = self.moves(weakest).into_iter().map(Move::part).find(|next| LISTS.contains(next));
            self.put(weakest, next.filter(|_| slot != Slot::Motivation));
        }
    }

    /// Reduces a list to its maximum length: its last sentence goes to the next list if it fits there, else the weakest is dropped.
    fn make_room(&mut self, slot: Slot, most: usize) {
        while self.choice.lines(slot, most) > most {
            let own = self.of(slot);
            let last = own.last().copied().filter(|last| self.may_follow(slot, *last, most));
            let worth = |index: &usize| self.worth(slot, *index);
            let weakest = own.iter().copied().min_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)));
            match (last, weakest) {
                (Some(last), _) if slot == Slot::Method => self.put(last, Some(Slot::Results)),
                (Some(last), _) => self.put(last, Some(Slot::Conclusion)),
                (_, Some(weakest)) => self.put(weakest, None),
                _ => return,
            }
        }
    }

    /// Returns true if the last sentence of a list is also suitable for the next one, and that has room.
    fn may_follow(&self, slot: Slot, last: usize, most: usize) -> bool {
        let of = match slot {
            Slot::Method => Move::Result,
            Slot::Results => Move::Conclusion,
            _ => return false,
        };
        self.moves(last).iter().take(2).any(|one| *one == of) && self.of(of.part()).len() + 1 < most
    }

    /// Returns the value of a sentence in a list, which is higher if the next one depends on it.
    fn worth(&self, slot: Slot, index: usize) -> f64 {
        let needed = self.choice.chosen.contains(&(slot, index + 1))
            && self.is(index + 1, |c| c.dependence == Dependence::AfterPrevious);
        self.choice.points(slot, index) + if needed { 1.0 } else { 0.0 }
    }

    fn words(&self, sentences: &[usize]) -> usize {
        sentences.iter().filter_map(|&index| self.choice.candidates.get(index)).map(|c| c.words).sum()
    }

    /// Puts a sentence after the one that it depends on. If there is no room and it begins with a pronoun, it is dropped at the `end`.
    fn tie(&mut self, end: bool) {
        for index in self.choice.told.iter().map(|told| told.0).collect::<Vec<_>>() {
            let at = |index: usize| {
                self.choice.chosen.iter().find(|chosen| chosen.1 == index).map(|chosen| chosen.0)
            };
            let Some(slot) = at(index) else { continue };
            let before = index.checked_sub(1).and_then(at);
            // After the introduction "it" is understood, and what came out is no part of a goal.
            let introduced = matches!(before, Some(Slot::Goal | Slot::Motivation | Slot::Contribution));
            let found = slot == Slot::Results && introduced;
            if before == Some(slot) || found || !self.needs(slot, index) {
                continue;
            }
            // "We address this with …" is no part of what is missing, but follows it.
            let own = [Sign::Announce, Sign::Study, Sign::Paper, Sign::We];
            if before == Some(Slot::Motivation) && self.is(index, |c| c.signs.any(&own) && !c.has(Sign::Gap))
            {
                continue;
            }
            match before.filter(|before| self.has_room(*before, index)) {
                Some(before) => self.put(index, Some(before)),
                None if end && self.hangs(index) => self.put(index, None),
                None => {}
            }
        }
    }

    /// Returns true for a sentence that points back to another one. At the beginning of an abstract, the pronoun of a clause before
    /// the subject points forward: "Despite their size, robots …".
    fn hangs(&self, index: usize) -> bool {
        let opens = self.choice.told.first().is_some_and(|first| first.0 == index);
        let forward = |c: &Candidate<'_>| {
            let openings = ["Despite ", "While ", "Although ", "Though ", "As ", "With ", "Due ", "Unlike "];
            openings.iter().any(|opening| c.quote.starts_with(opening))
        };
        self.is(index, |c| points_back(c.quote) && !(opens && forward(c)))
    }

    fn follows_aim(&self, index: usize) -> bool {
        let aims = [Slot::Goal, Slot::Contribution];
        let before = index.checked_sub(1);
        before.is_some_and(|before| aims.into_iter().any(|slot| self.choice.chosen.contains(&(slot, before))))
    }

    fn needs(&self, slot: Slot, index: usize) -> bool {
        self.is(index, |c| match c.dependence {
            Dependence::AfterPrevious => true,
            // "This is achieved by …" may begin the method after the goal.
            Dependence::AfterAim => slot != Slot::Method || !self.follows_aim(index),
            Dependence::AfterResults => slot != Slot::Conclusion,
            Dependence::Alone | Dependence::Never => false,
        })
    }

    fn has_room(&self, slot: Slot, index: usize) -> bool {
        match slot {
            Slot::Goal | Slot::Motivation | Slot::Contribution => {
                self.words(&self.of(slot)) + self.words(&[index]) <= LONGEST
            }
            list => {
                let most = list.limit(self.limits);
                self.choice.lines(list, most) < most
                    || self.choice.chosen.contains(&(list, index.wrapping_sub(1)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use papers_paper::{Digest, Document, Paragraph, Section};

    use super::*;

    fn digest(sentences: &[&str]) -> Digest {
        let sentences = sentences.iter().map(|&text| text.to_owned()).collect();
        let paragraph = Paragraph { sentences, ..Paragraph::default() };
        let section =
            Section { roles: vec![SectionRole::Abstract], paragraphs: vec![paragraph], ..Section::default() };
        super::super::digest(
            "",
            &Document { sections: vec![section], ..Document::default() },
            &Limits::default(),
        )
        .digest
    }

    #[test]
    fn a_question_is_no_method_and_stands_before_its_answer() {
        let told = digest(&[
            "Dust lowers the output of solar panels on farms.",
            "We propose DryBrush, a robot that cleans panels with two belts.",
            "On forty farms it restores 93.5% of the output.",
            "Can one motor drive both belts?",
            "Yes: with one motor DryBrush still restores 91% of the output.",
        ]);
        assert!(told.method.iter().all(|line| !line.contains('?')), "{told:?}");
        assert_eq!(told.results.len(), 3, "{told:?}");
        assert!(told.results[1].ends_with('?') && told.results[2].starts_with("Yes: "), "{told:?}");
    }

    #[test]
    fn what_we_do_does_not_follow_into_the_motivation() {
        let told = digest(&[
            "Robots that clean panels need rails, which few farms can afford.",
            "To address this lack, we propose DryBrush, a robot that climbs panels on two belts.",
            "On forty farms, DryBrush restores 93.5% of the output.",
        ]);
        assert!(!told.introduction.motivation.contains("DryBrush"), "{told:?}");
    }

    #[test]
    fn what_was_done_with_the_subjects_is_the_method() {
        let told = digest(&[
            "The aim of this study was to learn how dust affects farmers.",
            "The Dust Scale was administered to 617 farmers, 74.2% of whom were women.",
            "In addition, the farmers were grouped by the size of their farms.",
            "Farmers with small farms reported more dust than those with large farms.",
        ]);
        assert_eq!((told.method.len(), told.results.len()), (2, 1), "{told:?}");
    }

    #[test]
    fn a_long_motivation_and_a_long_list_are_told_whole() {
        let mut sentences =
            vec!["Dust lowers the output of solar panels on farms in many dry regions of the world."];
        let lacks: Vec<String> = (1..=7)
            .map(|n| format!("However, robots of kind {n} need rails, water and a driver that few farms can afford in a dry year."))
            .collect();
        sentences.extend(lacks.iter().map(String::as_str));
        sentences.push("In this paper, we propose DryBrush, a robot that cleans panels without water.");
        let found: Vec<String> = (1..=8)
            .map(|n| format!("On farms of kind {n}, DryBrush restores {n}1.5% of the output that dust had taken away from the panels."))
            .collect();
        sentences.extend(found.iter().map(String::as_str));
        let told = digest(&sentences);
        let all = [
            std::slice::from_ref(&told.introduction.motivation),
            told.method.as_slice(),
            told.results.as_slice(),
        ]
        .concat()
        .join(" ");
        for n in 1..=7 {
            assert!(
                all.contains(&format!("robots of kind {n}")) && all.contains(&format!("{n}1.5%")),
                "{told:?}"
            );
        }
    }
}
