//! Distributes the sentences of the abstract to the parts of the digest, so that nothing is lost as long as there is room.
//!
//! Each sentence goes to the part of its move. One that depends on the sentence before it follows it, in the introduction as part
//! of the same statement. A part with too many sentences gives some to its neighbors, then drops the weakest.

use super::acts::{
    answers, comes_out, demands, is_done, is_known, is_own_step, is_purpose, is_question, is_told,
    names_paper, releases,
};
use super::candidate::Candidate;
use super::choice::Choice;
use super::context::{Dependence, points_back};
use super::cues::Sign;
use super::lines::LONGEST;
use super::moves::{MOVES, Move, moves};
use super::score::LEAST;
use super::slot::Slot;
use crate::Limits;
use crate::roles::Role;
use papers_paper::SectionRole;

/// The parts that are lists, in reading order.
const LISTS: [Slot; 3] = [Slot::Method, Slot::Results, Slot::Conclusion];

/// The points for each sentence of the motivation besides its own, so that a longer statement is better than a shorter one.
const TOLD: f64 = 0.5;

/// The maximum number of sentences that are distributed. arXiv's limit of 1,920 characters leaves room for about twenty; a longer
/// abstract is a service's mistake, and all ways to divide it take too long to try.
const MOST: usize = 60;

/// The selection, and the moves of the abstract's sentences, the most likely first.
struct Plan<'a, 'b> {
    choice: &'a mut Choice<'b>,
    moves: Vec<(usize, [Move; MOVES])>,
    /// The first sentence that says what the authors did although it looked like background.
    begun: usize,
}

/// Adds the sentences of the abstract to the goal and the limitations that are already selected.
pub(super) fn arrange(choice: &mut Choice<'_>, limits: &Limits) {
    let in_abstract = |c: &&Candidate<'_>| c.is_in(SectionRole::Abstract);
    let sentences: Vec<&Candidate<'_>> = choice.candidates.iter().filter(in_abstract).take(MOST).collect();
    let indices = (0..).zip(choice.candidates).filter(|(_, c)| in_abstract(c)).map(|(index, _)| index);
    let mut plan = Plan { moves: indices.zip(moves(&sentences)).collect(), choice, begun: usize::MAX };
    plan.correct();
    plan.aim();
    plan.place();
    plan.contribute();
    plan.tie(None);
    plan.motivate();
    for slot in LISTS {
        plan.make_room(slot, slot.limit(limits));
    }
    plan.tie(Some(limits));
}

/// Returns the part of a move.
const fn part(of: Move) -> Slot {
    match of {
        Move::Background => Slot::Motivation,
        Move::Purpose => Slot::Contribution,
        Move::Method => Slot::Method,
        Move::Result => Slot::Results,
        Move::Conclusion => Slot::Conclusion,
    }
}

impl Plan<'_, '_> {
    fn is(&self, index: usize, holds: impl Fn(&Candidate<'_>) -> bool) -> bool {
        self.choice.is(index, holds)
    }

    fn moves(&self, index: usize) -> &[Move] {
        self.moves.iter().find(|told| told.0 == index).map_or(&[], |told| &told.1)
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

    /// Returns the sentences whose most likely move is a purpose.
    fn purposes(&self) -> impl Iterator<Item = usize> {
        self.moves.iter().filter(|told| told.1.first() == Some(&Move::Purpose)).map(|told| told.0)
    }

    /// Moves a sentence to another part, or removes it.
    fn put(&mut self, index: usize, slot: Option<Slot>) {
        self.choice.chosen.retain(|chosen| chosen.1 != index);
        self.choice.chosen.extend(slot.map(|slot| (slot, index)));
    }

    /// Corrects the moves: what says what "this paper" does is a purpose, and what is said before the first purpose of the authors,
    /// without a sign that it is about their work, is background.
    fn correct(&mut self) {
        let candidates = self.choice.candidates;
        let is = |index: usize, holds: fn(&Candidate<'_>) -> bool| candidates.get(index).is_some_and(holds);
        let make = |moves: &mut [Move; MOVES], of: Move| moves.sort_by_key(|one| *one != of);
        for (index, moves) in &mut self.moves {
            let method = moves.first() == Some(&Move::Method) && is(*index, names_paper);
            let of = [Some(&Move::Method), Some(&Move::Conclusion)].contains(&moves.first());
            if method || of && is(*index, is_purpose) {
                make(moves, Move::Purpose);
            }
        }
        for (index, moves) in &mut self.moves {
            if moves.first() == Some(&Move::Background) && is(*index, is_own_step) {
                moves.rotate_left(1);
                self.begun = self.begun.min(*index);
            }
        }
        let own = |(index, moves): &&(usize, [Move; MOVES])| {
            moves.first() == Some(&Move::Purpose) && !is(*index, is_known)
        };
        let first = self.moves.iter().find(own).map_or(0, |told| told.0);
        for (index, moves) in self.moves.iter_mut().filter(|told| told.0 < first) {
            if is(*index, is_known) && matches!(moves.first(), Some(Move::Method | Move::Purpose)) {
                make(moves, Move::Background);
            }
        }
    }

    /// Replaces the goal by the best sentence of the abstract with a purpose, if the goal is from the abstract and not about the
    /// authors' work. A goal from the body is only replaced by a sentence that states an aim.
    fn aim(&mut self) {
        let Some(goal) = self.goal() else { return };
        let own = [Sign::Announce, Sign::Study, Sign::Aim, Sign::Paper, Sign::We];
        let far = !self.choice.is_in_abstract(goal);
        if !far && self.is(goal, |c| c.signs.any(&own)) {
            return;
        }
        let points = |index: &usize| self.choice.points(Slot::Goal, *index);
        let stands = |index: &usize| {
            let aims = |c: &Candidate<'_>| !far || c.has(Sign::Aim);
            self.is(*index, |c| c.dependence == Dependence::Alone && !c.has(Sign::Leans) && aims(c))
                && points(index) >= LEAST
        };
        let best =
            self.purposes().filter(stands).max_by(|a, b| points(a).total_cmp(&points(b)).then(b.cmp(a)));
        if let Some(best) = best {
            self.put(goal, None);
            self.put(best, Some(Slot::Goal));
        }
    }

    /// Assigns each sentence to the part of its most likely move. Background is not a motivation after the paper has said what it
    /// does. After the first result, a method needs a sign that it is about the authors' work.
    fn place(&mut self) {
        let purposes: Vec<usize> = self.purposes().chain(self.goal()).collect();
        let first = purposes.iter().min().copied().unwrap_or(usize::MAX).min(self.begun);
        let announces = |index: &&usize| self.is(**index, |c| c.has(Sign::Announce));
        let last = purposes.iter().filter(announces).max().copied().unwrap_or(first);
        let lacks = |index: usize| {
            self.is(index, |c| {
                let others = c.has(Sign::OthersFirst) || c.has(Sign::Others) || c.has(Sign::Concessive);
                others && c.has(Sign::Gap) && !c.has(Sign::We) && !c.is_ours()
            })
        };
        let known = |index: usize| {
            index < first || (index < last || lacks(index)) && self.is(index, |c| !points_back(c.quote))
        };
        let made = self.moves.iter().any(|told| self.is(told.0, |c| c.has(Sign::Announce)));
        let shown = self.goal().filter(|&goal| self.is(goal, |c| c.has(Sign::Show)));
        let mut placed = Vec::new();
        let last_of = self.moves.last().map(|told| &told.0);
        let mut asked = Vec::new();
        let mut begun = false;
        for (index, moves) in &self.moves {
            if self.choice.is_taken(*index) || self.is(*index, |c| c.dependence == Dependence::Never) {
                continue;
            }
            let fits = |of: &&Move| **of != Move::Background || known(*index);
            let of = moves.iter().find(fits).copied().unwrap_or(Move::Method);
            let after_finding = shown.is_some_and(|goal| goal < *index);
            let answered = self.is(*index + 1, answers);
            let of = match of {
                of if of != Move::Background && self.is(*index, is_question) => {
                    asked.push((*index, answered));
                    continue;
                }
                _ if self.is(*index, releases) => Move::Purpose,
                _ if self.is(*index, |c| c.quote.starts_with("We conclude")) => Move::Conclusion,
                _ if self.is(*index, |c| comes_out(c, of, made)) => Move::Result,
                Move::Result if self.is(*index, is_done) => Move::Method,
                Move::Result if Some(index) == last_of && self.is(*index, demands) => Move::Conclusion,
                Move::Method if begun && self.is(*index, is_known) => Move::Result,
                Move::Method | Move::Purpose if after_finding && self.is(*index, is_told) => Move::Result,
                of => of,
            };
            begun |= of == Move::Result;
            placed.push((part(of), *index));
        }
        self.choice.chosen.extend(placed);
        for (index, answered) in asked {
            self.ask(index, answered);
        }
        if self.of(Slot::Results).is_empty() {
            let results =
                self.of(Slot::Method).into_iter().filter(|&index| self.is(index, |c| c.role == Role::Result));
            results.collect::<Vec<_>>().into_iter().for_each(|index| self.put(index, Some(Slot::Results)));
        }
    }

    /// Puts a question before its answer, else after the goal if it comes later, else in the motivation: it is no step of the method.
    fn ask(&mut self, index: usize, answered: bool) {
        let later = self.goal().is_some_and(|goal| goal < index && self.choice.is_in_abstract(goal));
        let slot = match answered {
            true => Slot::Results,
            false if later && self.has_room(Slot::Goal, index, None) => Slot::Goal,
            false => Slot::Motivation,
        };
        self.put(index, Some(slot));
    }

    /// Keeps the best contribution, and gives the others to the parts of their next moves. An aim is never a method: it joins the
    /// goal or the contribution, or is left out.
    fn contribute(&mut self) {
        let own = self.of(Slot::Contribution);
        let best = self.best_contribution(&own, |_| true);
        let goal = self.goal().unwrap_or_default();
        for index in own.into_iter().filter(|index| Some(*index) != best) {
            let fits = |of: &&Move| match of {
                Move::Purpose => false,
                Move::Background => index < goal,
                _ => true,
            };
            let aims = self.is(index, |c| c.signs.any(&[Sign::Aim, Sign::Study]) && !c.has(Sign::How));
            let room = |slot: &Slot| !self.of(*slot).is_empty() && self.has_room(*slot, index, None);
            let next = match self.moves(index).iter().find(fits).copied().map(part) {
                Some(_) if self.is(index, releases) && room(&Slot::Contribution) => Some(Slot::Contribution),
                Some(Slot::Method) if aims => {
                    // "We study X" before the goal would stand in its place.
                    let stated = index > goal || self.is(index, |c| c.has(Sign::Aim));
                    let mut slots = [Slot::Goal, Slot::Contribution].into_iter().skip(usize::from(!stated));
                    slots.find(room).or(Some(Slot::Method))
                }
                next => next,
            };
            self.put(index, next);
        }
    }

    /// Returns the best contribution among the sentences that can be understood alone.
    fn best_contribution(&self, own: &[usize], holds: impl Fn(&Candidate<'_>) -> bool) -> Option<usize> {
        let worth = |index: &usize| self.choice.points(Slot::Contribution, *index);
        let stands = |index: &usize| {
            self.is(*index, |c| c.dependence == Dependence::Alone && holds(c)) && worth(index) >= LEAST
        };
        own.iter().copied().filter(stands).max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)))
    }

    /// Reduces a list to its maximum length. What is called new becomes the contribution if there is none, even where there is room.
    fn make_room(&mut self, slot: Slot, most: usize) {
        loop {
            let own = self.of(slot);
            let new = self.of(Slot::Contribution).is_empty() && slot != Slot::Conclusion && own.len() > 1;
            let new = self.best_contribution(&own, |c| {
                let told = !c.is_labeled() || c.signs.any(&[Sign::Announce, Sign::Novel]);
                let made = slot == Slot::Method
                    && c.has(Sign::Announce)
                    && c.has(Sign::We)
                    && !c.has(Sign::Continues);
                let told = told && own.len() > most || c.has(Sign::Novel) && !c.has(Sign::How) || made;
                new && told && !c.has(Sign::Number)
            });
            if new.is_none() && self.choice.lines(slot, most) <= most {
                return;
            }
            let last = own.last().copied().filter(|last| self.may_follow(slot, *last, most));
            let worth = |index: &usize| self.worth(slot, *index);
            let weakest = own.iter().copied().min_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)));
            match (new, last, weakest) {
                (Some(new), _, _) => self.put(new, Some(Slot::Contribution)),
                (_, Some(last), _) if slot == Slot::Method => self.put(last, Some(Slot::Results)),
                (_, Some(last), _) => self.put(last, Some(Slot::Conclusion)),
                (_, _, Some(weakest)) => self.put(weakest, None),
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
        self.moves(last).iter().take(2).any(|one| *one == of) && self.of(part(of)).len() + 1 < most
    }

    /// Returns the value of a sentence in a list, which is higher if the next one depends on it.
    fn worth(&self, slot: Slot, index: usize) -> f64 {
        let needed = self.choice.chosen.contains(&(slot, index + 1))
            && self.is(index + 1, |c| c.dependence == Dependence::AfterPrevious);
        self.choice.points(slot, index) + if needed { 1.0 } else { 0.0 }
    }

    /// Reduces the motivation to one statement with the highest total points within the limits. What comes after the goal goes to the
    /// part of its next move.
    fn motivate(&mut self) {
        let own = self.of(Slot::Motivation);
        let runs = (0..own.len()).flat_map(|from| (from + 1..=own.len()).map(move |to| from..to));
        let runs = runs.filter_map(|run| own.get(run)).filter(|run| self.is_statement(run));
        let worth = |run: &&[usize]| -> f64 {
            run.iter().map(|&index| TOLD + self.choice.points(Slot::Motivation, index)).sum()
        };
        let best = runs.max_by(|a, b| worth(a).total_cmp(&worth(b)));
        let left: Vec<usize> =
            own.iter().copied().filter(|index| best.is_none_or(|best| !best.contains(index))).collect();
        let goal = self.goal().unwrap_or(usize::MAX);
        for index in left {
            let fits = |of: &&Move| !matches!(of, Move::Background | Move::Purpose);
            let next = self.moves(index).iter().find(fits).copied().map(part);
            self.put(index, next.filter(|_| goal < index && !self.hangs(index)));
        }
    }

    /// Returns true for sentences that are short enough for one statement, each understood after the one before it: in a row, or apart
    /// before the goal.
    fn is_statement(&self, run: &[usize]) -> bool {
        let goal = self.goal().unwrap_or(usize::MAX);
        let follows = |index: usize| index > 0 && run.contains(&(index - 1));
        let opens = |index: usize| run.first() == Some(&index) || index < goal;
        let stands = |&index: &usize| follows(index) || opens(index) && !self.hangs(index);
        run.iter().all(stands) && (run.len() == 1 || self.words(run) <= LONGEST)
    }

    fn words(&self, sentences: &[usize]) -> usize {
        sentences.iter().filter_map(|&index| self.choice.candidates.get(index)).map(|c| c.words).sum()
    }

    /// Puts a sentence after the one that it depends on. If there is no room and it begins with a pronoun, it is dropped.
    fn tie(&mut self, limits: Option<&Limits>) {
        for index in self.moves.iter().map(|told| told.0).collect::<Vec<_>>() {
            let at = |index: usize| {
                self.choice.chosen.iter().find(|chosen| chosen.1 == index).map(|chosen| chosen.0)
            };
            let Some(slot) = at(index) else { continue };
            let before = index.checked_sub(1).and_then(at);
            let is_statement =
                |slot: Slot| matches!(slot, Slot::Goal | Slot::Motivation | Slot::Contribution);
            // After the introduction "it" is understood, and what came out is no part of a goal.
            let found = slot == Slot::Results && before.is_some_and(is_statement);
            if before == Some(slot) || found || !self.needs(slot, index) {
                continue;
            }
            // "We address this with …" is no part of what is missing, but follows it as the contribution.
            let closes = [Sign::Announce, Sign::Study, Sign::Paper, Sign::We];
            if before == Some(Slot::Motivation)
                && self.is(index, |c| c.signs.any(&closes) && !c.has(Sign::Gap))
            {
                continue;
            }
            match before.filter(|before| self.has_room(*before, index, limits)) {
                Some(before) => self.put(index, Some(before)),
                None if limits.is_some() && self.hangs(index) => self.put(index, None),
                None => {}
            }
        }
    }

    /// Returns true for a sentence that points back to another one. At the beginning of an abstract, the pronoun of a clause before
    /// the subject points forward: "Despite their size, robots …".
    fn hangs(&self, index: usize) -> bool {
        let opens = self.moves.first().is_some_and(|first| first.0 == index);
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

    fn has_room(&self, slot: Slot, index: usize, limits: Option<&Limits>) -> bool {
        match slot {
            Slot::Goal | Slot::Motivation | Slot::Contribution => {
                self.words(&self.of(slot)) + self.words(&[index]) <= LONGEST
            }
            list => limits.is_none_or(|limits| {
                let most = list.limit(limits);
                self.choice.lines(list, most) < most
                    || self.choice.chosen.contains(&(list, index.wrapping_sub(1)))
            }),
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
