//! Distributes the sentences of the abstract to the parts of the digest, so that nothing is lost as long as there is room.
//!
//! Each sentence goes to the part of its most probable move. One that depends on the sentence before it follows it, in the
//! introduction as part of the same statement. A part with too many sentences gives some to its neighbors, then drops the weakest.

use super::back::takes_up;
use super::candidate::Candidate;
use super::choice::{Choice, Chosen};
use super::context::{Dependence, names_referent, opens_with_pronoun, points_back};
use super::cues::{Sign, Signs};
use super::lines::LONGEST;
use super::moves::{MOVES, Move, moves};
use super::question::{answers, is_question};
use super::score::LEAST;
use super::slot::Slot;
use papers_paper::SectionRole;

/// The parts that are lists, in reading order.
const LISTS: [Slot; 3] = [Slot::Method, Slot::Results, Slot::Conclusion];

/// The points of a goal for each unit of the logarithm of its probability.
const PROBABLE: f64 = 0.15;

/// The minimum probability that counts for a goal, which avoids infinite logarithms.
const UNLIKELY: f64 = 0.02;

/// The minimum probability of a move with which a sentence fills an empty part.
const SECOND: f64 = 0.35;

/// The best sentence by points is replaced if the probability that it states a goal or a contribution is below `HARDLY` and that
/// of another one above `CLEARLY`. With other values, the goals fit the one-line summaries of SciTLDR less well.
const HARDLY: f64 = 0.1;
const CLEARLY: f64 = 0.6;

/// The maximum number of sentences that are distributed. arXiv's limit of 1,920 characters leaves room for about twenty; a longer
/// abstract is a service's mistake, and all ways to divide it take too long to try.
const MOST: usize = 60;

/// The treatment of a sentence that begins with a pronoun, if the part of the sentence before it has no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stray {
    Keep,
    Drop,
}

impl Choice<'_> {
    /// Adds the sentences of the abstract to the goal and the limitations that are already selected.
    pub(super) fn arrange_abstract(&mut self) {
        let in_abstract = (0..).zip(self.candidates).filter(|(_, c)| c.is_in(SectionRole::Abstract));
        let (indices, sentences): (Vec<usize>, Vec<&Candidate<'_>>) = in_abstract.take(MOST).unzip();
        self.moves = indices.into_iter().zip(moves(&sentences)).collect();
        self.replace_goal();
        self.assign();
        self.rejoin(Stray::Keep);
        self.fill_from_lists();
        self.thin_background();
        for of in [Move::Background, Move::Contribution, Move::Goal] {
            self.shorten(of);
        }
        for list in LISTS {
            self.make_room(list);
        }
        self.rejoin(Stray::Drop);
    }

    /// Returns the indices of the sentences that are distributed.
    fn abstract_sentences(&self) -> Vec<usize> {
        self.moves.iter().map(|(index, _)| *index).collect()
    }

    /// Returns the parts of the moves of a sentence, the most probable first.
    fn likely_slots(&self, index: usize) -> [Slot; MOVES] {
        let mut moves = Move::ALL;
        moves.sort_by(|a, b| self.probability(index, *b).total_cmp(&self.probability(index, *a)));
        moves.map(Move::slot)
    }

    /// Returns the sentences of the abstract in a part, in order.
    fn abstract_sentences_in(&self, slot: Slot) -> Vec<usize> {
        self.sentences(slot).into_iter().filter(|&index| self.is_in_abstract(index)).collect()
    }

    fn remove(&mut self, index: usize) {
        self.chosen.retain(|chosen| chosen.index != index);
    }

    /// Moves a sentence to another part.
    fn put(&mut self, index: usize, slot: Slot) {
        self.remove(index);
        self.add(slot, index);
    }

    /// Replaces the goal by the sentence of the abstract that is the best by points and probability. A goal from the body is only
    /// replaced by a sentence that states an aim.
    fn replace_goal(&mut self) {
        let Some(goal) = self.goal() else { return };
        let is_from_body = !self.is_in_abstract(goal);
        let is_suitable = |c: &Candidate<'_>| {
            c.dependence == Dependence::Alone && !c.has(Sign::Leans) && (!is_from_body || c.has(Sign::Aim))
        };
        let may_replace = |index: &usize| {
            (*index == goal || !self.is_taken(*index))
                && self.is(*index, is_suitable)
                && self.points(Slot::Goal, *index) >= LEAST
        };
        let worth = |index: &usize| {
            self.points(Slot::Goal, *index) + PROBABLE * self.states_aim(*index).max(UNLIKELY).ln()
        };
        let own = self.abstract_sentences().into_iter().filter(may_replace);
        if let Some(best) = own.max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a))) {
            let best = self.clearer_goal(best).unwrap_or(best);
            self.remove(goal);
            self.put(best, Slot::Goal);
        }
    }

    /// Returns the probability that a sentence states a goal or a contribution.
    fn states_aim(&self, index: usize) -> f64 {
        self.probability(index, Move::Goal) + self.probability(index, Move::Contribution)
    }

    /// Returns the sentence that most probably states a goal or a contribution, if the best by points hardly does. The best is
    /// then background or a finding, because the announcement refers back to a problem: "We bridge this gap by …".
    fn clearer_goal(&self, best: usize) -> Option<usize> {
        let is_free = |index: &usize| {
            (!self.is_taken(*index) || self.goal() == Some(*index))
                && self.is(*index, |c| c.dependence == Dependence::Alone)
        };
        let states = |index: &usize| self.states_aim(*index);
        let free = self.abstract_sentences().into_iter().filter(is_free);
        let clearest = free.max_by(|a, b| states(a).total_cmp(&states(b)).then(b.cmp(a)));
        clearest.filter(|clearest| states(&best) < HARDLY && states(clearest) > CLEARLY)
    }

    /// Assigns each sentence to the part of its most probable move.
    fn assign(&mut self) {
        for index in self.abstract_sentences() {
            if self.is_taken(index) || self.is(index, |c| c.dependence == Dependence::Never) {
                continue;
            }
            let joins = self.joins_goal(index);
            let mut slots = self.likely_slots(index).into_iter().filter(|slot| *slot != Slot::Goal || joins);
            // "This is achieved by …" says how, whatever the model believes.
            let tells_how = self.is(index, |c| c.dependence == Dependence::AfterAim);
            let likeliest = slots.next().filter(|_| !tells_how).unwrap_or(Slot::Method);
            if likeliest != Slot::Motivation && self.is(index, is_question) {
                self.add(self.slot_of_question(index), index);
            } else {
                let known = likeliest == Slot::Results && self.is_of_others(index);
                self.add(if known { Slot::Motivation } else { likeliest }, index);
            }
        }
    }

    /// Returns true for what others have shown: "An old result by Noether says …".
    fn is_of_others(&self, index: usize) -> bool {
        self.is(index, |c| {
            let is_own = c.signs.any(&[Sign::We, Sign::Paper, Sign::Ours]) || c.named.is_some();
            c.has(Sign::Credit) && !is_own
        })
    }

    /// Returns true for a sentence that may be part of the goal: with an aim of its own, or after the goal, next to it or about what
    /// is studied.
    fn joins_goal(&self, index: usize) -> bool {
        let own = self.abstract_sentences_in(Slot::Goal);
        if own.is_empty() && self.goal().is_some() {
            return false; // The goal is from the body.
        }
        let is_after = own.first().is_none_or(|first| *first < index);
        let is_next = own.iter().any(|goal| goal + 1 == index);
        let studies = |c: &Candidate<'_>| c.signs.any(&[Sign::Study, Sign::Paper]);
        let joins = is_after && (is_next || self.is(index, studies)) || self.is(index, |c| c.has(Sign::Aim));
        joins && self.has_room_for(Slot::Goal, index)
    }

    /// Returns the part of a question, which is not a step of the method: that of its answer, else the goal if it comes later, else the
    /// motivation.
    fn slot_of_question(&self, index: usize) -> Slot {
        let is_after_goal = self.goal().is_some_and(|goal| goal < index && self.is_in_abstract(goal));
        if self.is(index + 1, answers) {
            Slot::Results
        } else if is_after_goal && self.has_room_for(Slot::Goal, index) {
            Slot::Goal
        } else {
            Slot::Motivation
        }
    }

    /// Gives an empty part the sentence that fits it best, from a list that keeps another one.
    fn fill_from_lists(&mut self) {
        for of in [Move::Contribution, Move::Method, Move::Result] {
            if self.count(of.slot()) > 0 {
                continue;
            }
            let is_spare = |index: &usize| {
                let gives =
                    |own: Slot| LISTS.contains(&own) || (own, of) == (Slot::Contribution, Move::Method);
                self.slot_of(*index).is_some_and(|own| gives(own) && self.count(own) > 1)
                    && self.is(*index, |c| c.dependence == Dependence::Alone && !c.is_labeled())
                    && self.probability(*index, of) >= SECOND
            };
            let spare = self.abstract_sentences().into_iter().filter(is_spare);
            let best = spare.max_by(|a, b| self.probability(*a, of).total_cmp(&self.probability(*b, of)));
            if let Some(best) = best {
                self.put(best, of.slot());
            }
        }
    }

    /// Shortens a statement of the introduction to the maximum length: the sentences that least probably make its move go to the
    /// list of their next move, or are dropped from a motivation.
    fn shorten(&mut self, of: Move) {
        let slot = of.slot();
        loop {
            let own = self.abstract_sentences_in(slot);
            if own.len() < 2 || self.words(&own) <= LONGEST {
                return;
            }
            let first = self.goal().filter(|_| slot == Slot::Goal);
            let others = own.into_iter().filter(|index| Some(*index) != first);
            let fit = |index: &usize| self.probability(*index, of);
            let Some(weakest) = others.min_by(|a, b| fit(a).total_cmp(&fit(b)).then(b.cmp(a))) else {
                return;
            };
            let next = self.likely_slots(weakest).into_iter().find(|next| LISTS.contains(next));
            match next.filter(|_| slot != Slot::Motivation) {
                Some(next) => self.put(weakest, next),
                None => self.remove(weakest),
            }
        }
    }

    /// Removes commonplaces from a long motivation: sentences between the first and the last that name no gap (not even by a
    /// connective, "Yet …") and that the next does not need. Readers found half of them unimportant.
    fn thin_background(&mut self) {
        /// The number of sentences that a motivation may have.
        const ENOUGH: usize = 3;
        loop {
            let own = self.abstract_sentences_in(Slot::Motivation);
            let [_, middle @ .., _] = own.as_slice() else { return };
            let takes_up = |c: &Candidate<'_>| takes_up(c.quote);
            let is_taken_up = |index: usize| self.is_taken(index + 1) && self.is(index + 1, takes_up);
            let is_commonplace = |index: &&usize| {
                !(self.is(**index, |c| Signs::of(c.text, c.text).has(Sign::Gap))
                    || self.is_needed_by_next(Slot::Motivation, **index)
                    || is_taken_up(**index))
            };
            let score = |index: &usize| self.points(Slot::Motivation, *index);
            let worst = middle.iter().filter(is_commonplace).min_by(|a, b| score(a).total_cmp(&score(b)));
            match worst {
                Some(&worst) if own.len() > ENOUGH => self.remove(worst),
                _ => return,
            }
        }
    }

    /// Reduces a list to its maximum length: its last sentence goes to the next list if it fits there, else the weakest is dropped.
    fn make_room(&mut self, slot: Slot) {
        while self.lines(slot) > self.limit(slot) {
            let own = self.abstract_sentences_in(slot);
            let Some(&last) = own.last() else { return };
            let worth = |index: &usize| self.worth(slot, *index);
            let weakest = own.into_iter().min_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)));
            match self.next_list(slot, last) {
                Some(next) => self.put(last, next),
                None => self.remove(weakest.unwrap_or(last)),
            }
        }
    }

    /// Returns the list after a list if the last sentence of this one suits it too, and it has room.
    fn next_list(&self, slot: Slot, last: usize) -> Option<Slot> {
        let next = match slot {
            Slot::Method => Slot::Results,
            Slot::Results => Slot::Conclusion,
            _ => return None,
        };
        let is_likely = self.likely_slots(last).iter().take(2).any(|slot| *slot == next);
        (is_likely && self.abstract_sentences_in(next).len() + 1 < self.limit(slot)).then_some(next)
    }

    /// Returns the value of a sentence in a list, which is higher if the next one depends on it.
    fn worth(&self, slot: Slot, index: usize) -> f64 {
        self.points(slot, index) + f64::from(self.is_needed_by_next(slot, index))
    }

    /// Moves sentences to the part of the sentence before them, if they depend on it and there is room.
    fn rejoin(&mut self, stray: Stray) {
        for index in self.abstract_sentences() {
            let Some(slot) = self.slot_of(index) else { continue };
            let previous = index.checked_sub(1).and_then(|previous| self.slot_of(previous));
            if previous == Some(slot)
                || !self.depends_elsewhere(slot, previous, index)
                || self.follows_directly(slot, index)
            {
                continue;
            }
            match previous.filter(|previous| self.has_room_for(*previous, index)) {
                Some(previous) => self.put(index, previous),
                None if stray == Stray::Drop && self.refers_back(index) => self.remove(index),
                None => {}
            }
        }
    }

    /// Returns true for the first sentence of a part without a pronoun if the sentence before it in the paper also stands before it
    /// in the digest, as the last one of another part.
    fn follows_directly(&self, slot: Slot, index: usize) -> bool {
        let place = |chosen: &Chosen| (chosen.slot.place(), chosen.index);
        let before = self.chosen.iter().filter(|chosen| place(chosen) < (slot.place(), index));
        let follows = before.max_by_key(|chosen| place(chosen)).is_some_and(|last| last.index + 1 == index);
        follows && !self.is(index, |c| opens_with_pronoun(c.quote))
    }

    /// Returns true for a sentence that depends on the one before it, which is in another part (`previous`).
    fn depends_elsewhere(&self, slot: Slot, previous: Option<Slot>, index: usize) -> bool {
        // After the introduction "it" is understood, and what came out is not part of a goal.
        let is_introduced = matches!(previous, Some(Slot::Goal | Slot::Motivation | Slot::Contribution));
        // "We address this with …" is not part of what is missing, but follows it.
        let is_own = |c: &Candidate<'_>| {
            c.signs.any(&[Sign::Announce, Sign::Study, Sign::Paper, Sign::We]) && !c.has(Sign::Gap)
        };
        let is_answer = previous == Some(Slot::Motivation) && self.is(index, is_own);
        let depends = self.is(index, |c| match c.dependence {
            Dependence::AfterPrevious => true,
            // "This is achieved by …" may begin the method after the goal.
            Dependence::AfterAim => {
                let follows_aim = matches!(previous, Some(Slot::Goal | Slot::Contribution));
                slot != Slot::Method || !follows_aim
            }
            Dependence::AfterResults => slot != Slot::Conclusion,
            Dependence::Alone | Dependence::Never => false,
        });
        // "This solver uses …" begins the method after "We introduce a solver for …".
        let is_named = slot == Slot::Method
            && matches!(previous, Some(Slot::Goal | Slot::Contribution))
            && self.is(index, |c| names_referent(c.quote));
        let stays = is_answer || is_named || slot == Slot::Results && is_introduced;
        depends && !stays
    }

    /// Returns true for a sentence that points back to another one. At the beginning of an abstract, the pronoun of a clause before
    /// the subject points forward: "Despite their size, robots …".
    fn refers_back(&self, index: usize) -> bool {
        const FORWARD: [&str; 8] =
            ["Despite ", "While ", "Although ", "Though ", "As ", "With ", "Due ", "Unlike "];
        let is_first = self.moves.first().is_some_and(|(first, _)| *first == index);
        let points_forward = |quote: &str| is_first && FORWARD.iter().any(|word| quote.starts_with(word));
        self.is(index, |c| points_back(c.quote) && !points_forward(c.quote))
    }

    /// Returns true if a part has room for another sentence of the abstract.
    fn has_room_for(&self, slot: Slot, index: usize) -> bool {
        match slot {
            Slot::Goal | Slot::Motivation | Slot::Contribution => {
                self.words(&self.abstract_sentences_in(slot)) + self.words(&[index]) <= LONGEST
            }
            list => self.lines(list) < self.limit(list) || self.has_previous(list, index),
        }
    }
}

#[cfg(test)]
mod tests;
