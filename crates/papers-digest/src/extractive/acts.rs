//! Tells what a sentence of an abstract does, by its signs: whether it says what is known, what was done, or what is asked for.

use super::candidate::{After, Candidate};
use super::context::Dependence;
use super::cues::Sign;
use super::moves::Move;
use crate::roles::Role;

/// The minimum probability of a result with which the classifier overrules the move of a method.
const SURE: f32 = 0.5;

/// Returns true for a sentence about an unexpected finding.
fn surprises(sentence: &str) -> bool {
    ["Surprisingly", "Remarkably", "Strikingly", "Unexpectedly", "Interestingly"]
        .iter()
        .any(|word| sentence.starts_with(word))
}

/// Returns true for a sentence without a sign that it is about the authors' work.
pub(super) fn is_known(c: &Candidate<'_>) -> bool {
    let own = [
        Sign::We,
        Sign::Paper,
        Sign::Announce,
        Sign::Study,
        Sign::How,
        Sign::Trial,
        Sign::Number,
        Sign::Procedure,
    ];
    !c.signs.any(&own) && !c.is_ours() && !c.is_labeled() && c.named.is_none()
}

/// Returns true for a sentence with "we" as a subject.
fn acts(c: &Candidate<'_>) -> bool {
    c.quote.starts_with("We ") || c.quote.contains("we ") && c.has(Sign::We)
}

/// Returns true for a sentence that says nothing about what the authors did.
pub(super) fn is_told(c: &Candidate<'_>) -> bool {
    let done = [Sign::Announce, Sign::Study, Sign::How, Sign::Trial, Sign::Procedure];
    !c.signs.any(&done) && !acts(c) && !c.is_labeled()
}

/// Returns true for a sentence that says what the authors tried or looked into, or what was done with the subjects, and not what
/// came out.
pub(super) fn is_done(c: &Candidate<'_>) -> bool {
    let finds = [Sign::Show, Sign::Reports, Sign::Compare, Sign::Outcome, Sign::Finds, Sign::Meaning];
    let tries = c.has(Sign::We) && c.signs.any(&[Sign::Trial, Sign::Study]) && !c.has(Sign::Number);
    (tries || c.has(Sign::Procedure)) && !c.signs.any(&finds) && !c.is_labeled()
}

/// Returns true for a sentence of background whose subject is what "we" do in this paper.
pub(super) fn is_own_step(c: &Candidate<'_>) -> bool {
    let acts = c.quote.starts_with("We ") || c.quote.starts_with("we ");
    acts && c.signs.any(&[Sign::Study, Sign::Trial, Sign::How, Sign::Announce, Sign::Show])
        && !c.has(Sign::Gap)
}

/// Returns true for a question that is not put into the authors' words.
pub(super) fn is_question(c: &Candidate<'_>) -> bool {
    c.text.ends_with('?')
        && !c.signs.any(&[Sign::Aim, Sign::Paper, Sign::Announce, Sign::Study])
        && !c.is_labeled()
}

/// Returns true for a sentence that answers the question before it.
pub(super) fn answers(c: &Candidate<'_>) -> bool {
    ["Yes", "No"]
        .iter()
        .any(|word| c.text.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', ','])))
}

/// Returns true for a sentence that says what the authors give away, and what for.
pub(super) fn releases(c: &Candidate<'_>) -> bool {
    ["We release ", "We also release ", "We publicly release ", "we release ", "we also release "]
        .iter()
        .any(|opening| c.quote.starts_with(opening))
}

/// Returns true for a sentence in which something is demanded: "a change of design is needed".
pub(super) fn demands(c: &Candidate<'_>) -> bool {
    [" should ", " must ", " paramount", " is needed", " are needed", " is required", " necessary"]
        .iter()
        .any(|word| c.text.contains(word))
}

/// Returns true for a sentence that says what "this paper" does.
pub(super) fn names_paper(c: &Candidate<'_>) -> bool {
    let does =
        c.signs.any(&[Sign::Announce, Sign::Study, Sign::Aim]) || c.has(Sign::Trial) && !c.has(Sign::How);
    c.has(Sign::Paper) && does && !c.is_labeled()
}

/// Returns true for a sentence that states what "this paper" does, or an aim, and not what came out or follows from it.
pub(super) fn is_purpose(c: &Candidate<'_>) -> bool {
    let means = [Sign::Show, Sign::Meaning, Sign::Outlook, Sign::Conclude, Sign::Future];
    let aims = c.has(Sign::Aim) && !c.has(Sign::How) && !c.is_labeled();
    (names_paper(c) || aims) && !c.signs.any(&means)
}

/// Returns true for a sentence that states an outcome, although its most likely move is another. `made` is true if the abstract
/// announces something.
pub(super) fn comes_out(c: &Candidate<'_>, of: Move, made: bool) -> bool {
    let finds = [Sign::Show, Sign::Reports, Sign::Number, Sign::Compare];
    let means = [Sign::Meaning, Sign::Outlook, Sign::Conclude, Sign::SumsUp];
    let shows = || c.has(Sign::Show) && c.has(Sign::We) && !c.has(Sign::Announce);
    let likely = || {
        let done = c.has(Sign::Trial) || c.has(Sign::We) && c.has(Sign::Study) && !c.signs.any(&finds);
        c.beliefs.get(Role::Result as usize).is_some_and(|&belief| belief >= SURE) && !done
    };
    let done = [Sign::How, Sign::Trial, Sign::Study, Sign::Announce, Sign::Procedure];
    let measures = || {
        let signs = [Sign::Outcome, Sign::Compare, Sign::Number, Sign::Tested];
        let out = c.signs.any(&signs) || c.after == Some(After::Result);
        let compared = c.has(Sign::Outcome) && c.has(Sign::Compare);
        let out = out && (!made || c.signs.any(&[Sign::Number, Sign::Tested]) || compared);
        out && !c.signs.any(&done) && !acts(c) && !c.is_ours() && c.named.is_none()
    };
    let gains = || {
        let told = c.has(Sign::Outcome) && (c.is_ours() || c.named.is_some()) && !acts(c);
        told && !c.signs.any(&[Sign::How, Sign::Trial, Sign::Study, Sign::Announce, Sign::Novel])
    };
    let ends = || c.signs.any(&means) || c.dependence == Dependence::AfterResults || demands(c);
    match of {
        _ if c.is_labeled() => false,
        Move::Conclusion => {
            c.signs.any(&finds) && !ends()
                || surprises(c.text)
                || shows() && !c.signs.any(&[Sign::Conclude, Sign::SumsUp])
        }
        Move::Method => {
            let tells = c.signs.any(&[Sign::Finds, Sign::Reports]) && !c.has(Sign::Trial);
            likely() || shows() || tells || measures() || gains() || surprises(c.text)
        }
        Move::Background | Move::Purpose | Move::Result => false,
    }
}
