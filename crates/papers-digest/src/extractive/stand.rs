//! A sentence → what of it a reader understands without its neighbors, or nothing.
//!
//! A label of a list or of a structured abstract and a connective at the beginning are left out, nothing else. Refused
//! are sentences that hang on a pronoun, point to a table or a section, cite more than they say, or are no sentences.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use super::cues::{Sign, Signs};
use super::label;

/// Words of a sentence that says something and is still read.
const WORDS: RangeInclusive<usize> = 6..=60;

/// Words left of formulas with which a sentence is a formula.
const MANY_LOST: usize = 3;

/// The longest formula that is read as a word: `$n$`-copula, at rate `$O(\\sqrt{n})$`.
const WORDLIKE: usize = 14;

/// The same where every sentence was written to be read alone.
const ABSTRACT_WORDS: RangeInclusive<usize> = 3..=250;

/// What is understood after a longer one in the same digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Understood alone.
    Alone,
    /// Speaks of the results before it: "These findings suggest …".
    AfterResults,
    /// Says how what the sentence before it states was done: "This is achieved by …".
    AfterAim,
    /// Understood right after the sentence that stands before it in the paper.
    AfterPrevious,
    /// Not to be quoted.
    Never,
}

/// Where a sentence without what ties it to the one before can stand. `in_abstract`: an abstract has no headings and
/// formulas that look like sentences.
pub(super) fn standing(text: &str, signs: Signs, in_abstract: bool) -> Standing {
    if !is_statement(text, in_abstract) || signs.any(&[Sign::Pointer, Sign::Aside]) {
        Standing::Never
    } else if RESULTS.is_match(text.as_bytes()) || in_abstract && WORK.is_match(text.as_bytes()) {
        Standing::AfterResults
    } else if MEANS.is_match(text.as_bytes()) {
        Standing::AfterAim
    } else if (HANGING.is_match(text.as_bytes())
        || ADJUNCT.is_match(text.as_bytes())
        || OBJECT.is_match(text.as_bytes()))
        && !FREE.is_match(text.as_bytes())
    {
        Standing::AfterPrevious
    } else {
        Standing::Alone
    }
}

/// The sentence without list marks, labels and connectives at its beginning; nothing when it does not begin as sentences
/// do.
pub(super) fn untied(sentence: &str, in_abstract: bool) -> &str {
    let whole = sentence.trim();
    let mut text = theorem(whole).or_else(|| label::split(whole).map(|(_, rest)| rest)).unwrap_or(whole);
    if !in_abstract && !begins(text) {
        return "";
    }
    // Three are what "(2) Finally, to this end, we …" has.
    for _ in 0..3 {
        let Some(found) = TIE.find(text.as_bytes()) else { break };
        text = text.get(found.end()..).unwrap_or_default();
    }
    text
}

/// What a theorem states, without its number, where it is in words that need nothing before them.
///
/// A theorem that names its source (`Theorem 3. [6] …`, `Theorem 1. (Theorem 2 of …)`) is of others.
pub(super) fn theorem(sentence: &str) -> Option<&str> {
    let label = THEOREM.find(sentence.as_bytes())?;
    sentence.get(label.end()..).filter(|statement| is_stated(statement))
}

/// True for the label of a theorem alone: in the text of a PDF it is a sentence of its own, before the statement.
pub(super) fn is_label_of_theorem(sentence: &str) -> bool {
    sentence.ends_with(['.', ')'])
        && THEOREM.find(format!("{sentence} ").as_bytes()).is_some_and(|label| label.end() > sentence.len())
}

/// True for a statement without long formulas, lost letters or letters that it first defines.
pub(super) fn is_stated(statement: &str) -> bool {
    let short = statement.split('$').skip(1).step_by(2).all(|formula| formula.len() <= WORDLIKE);
    let proper = statement.starts_with(char::is_uppercase) && !GIVEN.is_match(statement.as_bytes());
    short && proper && lost(statement) == 0
}

/// Begins as sentences do: with a capital, a figure, a formula, or a name such as `nnU-Net`.
fn begins(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.starts_with(|c: char| !c.is_alphabetic() || !c.is_lowercase())
        || word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

fn is_statement(text: &str, in_abstract: bool) -> bool {
    let words = text.split_whitespace().count();
    let dense = text.chars().filter(|c| !c.is_ascii()).count() / 2;
    let ends = in_abstract || text.trim_end_matches(['"', '”', ')', '’']).ends_with(['.', '!', '。']);
    let allowed = if in_abstract { ABSTRACT_WORDS } else { WORDS };
    allowed.contains(&words.max(dense.min(*WORDS.end())))
        && ends
        && is_balanced(text)
        && !is_derivation(text, in_abstract)
        && !is_debris(text)
        && (in_abstract || lost(text) < MANY_LOST)
        && !HOLE.is_match(text.as_bytes())
        && (in_abstract || !EQUATION.is_match(text.as_bytes()))
}

/// True when every bracket is closed; those that count items (`i)`, `2)`) open none.
fn is_balanced(text: &str) -> bool {
    let counts = ITEM.find_iter(text.as_bytes()).count();
    let (opened, closed) = (text.matches('(').count(), text.matches(')').count());
    opened == closed || opened + counts == closed
}

/// Formulas that carry the sentence, or one that stands apart. In an abstract those as short as words are words.
fn is_derivation(text: &str, in_abstract: bool) -> bool {
    const MOST: usize = 2;
    /// Share of the characters that formulas may take.
    const SHARE: f64 = 0.35;
    let long = |formula: &&str| !in_abstract || formula.len() > WORDLIKE;
    let formulas: Vec<usize> = text.split('$').skip(1).step_by(2).filter(long).map(str::len).collect();
    formulas.len() > MOST
        || text.contains(r"\begin{")
        || formulas.iter().sum::<usize>() as f64 > SHARE * text.len() as f64
}

/// Words that only a formula can have left: `O n log n`, `H S ⊗ 1`. What is measured (`p < 0.05`) is none.
pub(super) fn lost(text: &str) -> usize {
    let prose: String = text.split('$').step_by(2).collect();
    let bare = |word: &'_ str| word.trim_matches(['.', ',', ';', ':', '(', ')']).to_owned();
    let words: Vec<String> = prose.split_whitespace().map(bare).collect();
    let is_number =
        |at: usize| words.get(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let is_sign = |at: usize| words.get(at).is_some_and(|word| SIGNS.contains(&word.as_str()));
    let is_lost = |at: usize, word: &str| match is_sign(at) {
        true => !is_number(at + 1),
        false => is_letter(word) && !(is_sign(at + 1) && is_number(at + 2)),
    };
    (0..).zip(&words).filter(|(at, word)| is_lost(*at, word)).count()
}

/// Signs between quantities.
const SIGNS: [&str; 18] =
    ["=", "<", ">", "+", "≤", "≥", "∈", "⊗", "∝", "→", "≈", "∼", "⊂", "×", "∑", "∫", "≡", "⇒"];

/// A letter that stands for a quantity; "a", "A" and "I" are words.
fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.next().is_none()
        && !["a", "A", "I"].contains(&word)
}

/// Cells of a table, leftovers of a conversion. Formulas may look like either.
fn is_debris(text: &str) -> bool {
    let prose: String = text.split('$').step_by(2).collect();
    let words: Vec<&str> = prose.split_whitespace().collect();
    let numbers = words.iter().filter(|word| !word.contains(|c: char| c.is_alphabetic())).count();
    3 * numbers > words.len()
        || prose.ends_with(['…', ';'])
        || ["??", "\u{fffd}", "|", " … ", "•"].iter().any(|leftover| prose.contains(leftover))
}

#[expect(clippy::expect_used, reason = "the patterns are constant and every test runs them")]
fn pattern(text: &str) -> Regex {
    let mut builder = RegexBuilder::new(text);
    builder.case_insensitive(true).ignore_whitespace(true).unicode(false).build().expect("constant pattern")
}

/// The label of a theorem, with the name that it may have.
static THEOREM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:main\ )?(?: theorem | corollary )(?:\ (?:[A-Z]\.?)?\d+(?:\.\d+)* | \ [A-Z])?\.?
        (?:\ \((?-i:[A-Z])[a-z]+(?:\ [a-z]+)*\)\.?)?\s+",
    )
});

/// A statement that first says what its letters stand for.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?: let | suppose | assume | assuming | consider | if | given | for | there | under | with | when | whenever | in | then | where | fix | denote | set | such | these | this | it )\b
        | \bthe\ following\b | :",
    )
});

/// The number of an equation; in an abstract it counts items.
static EQUATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z]\ \(\d{1,3}(?:\.\d+)?[a-z]?\)"));

/// The mark of an item within a sentence: "i) …, ii) …".
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\ ,;:])(?:\d{1,2}|[ivx]{1,4}|[a-h])\)"));

/// A formula got lost between two words: "can be where $x$ is a constant".
static HOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?: be | is | are | was | as | by | of | to | reads? | equals? | form | equation | namely )
        \ (?: where | , | ; | with\ (?:respect\ )?and )(?:\ |$)
        | \b(?: by | of | to | equals?| reads? ) \ (?: is | are | for\ all | holds )\b",
    )
});

/// What ties a sentence to the one before: bullets and numbers, labels, connectives.
static TIE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:
        (?: [-*] | • | – | ‣ | · | \(?\d{1,2}[.)] | \(?[ivx]{1,4}\) | \(?[a-h]\) )\s+
        | (?: however | moreover | furthermore | in\ addition | additionally | (?:more\ )?specifically | (?:more\ )?in\ particular | (?:more\ )?concretely
            | in\ conclusion | in\ summary | in\ short | in\ brief | to\ summarize | to\ conclude | nevertheless | nonetheless | besides
            | consequently | accordingly | as\ a\ (?:result|consequence) | as\ such | finally | lastly | last | first\ of\ all | first(?:ly)? | second(?:ly)? | third(?:ly)?
            | fourth(?:ly)? | next | then | also | meanwhile | in\ (?:contrast|turn|response|fact|general|practice|essence) | by\ contrast | on\ the\ other\ hand | conversely
            | instead | rather | indeed | notably | importantly | crucially | interestingly | remarkably | surprisingly | further | unfortunately | still | yet | but | and | so
            | for\ (?:example|instance) | to\ do\ (?:so|this) | with\ (?:this|that)\ in\ mind | here | accordingly | at\ the\ same\ time | after\ that
            | to\ the\ contrary | besides\ (?:this|that) | more\ (?:importantly|precisely|broadly|generally) | most\ (?:importantly|notably) | beyond\ (?:this|that|these\ \w+) | in\ light\ of\ (?:this|these)[^,]{0,40}
            | (?:motivated|inspired|driven|guided|informed|prompted)\ by\ (?:[\w\ ]{0,30}\b)?(?:this|these|such|the\ above)\b[^,]{0,60}
            | (?:based|building|built|drawing|relying)\ (?:up)?on\ (?:(?:top\ of\ )?(?:this|these|those|such|it|them)|the\ above)[^,]{0,50}
            | (?:leveraging|using|following|given|recogni[sz]ing|considering|under|addressing|tackling|overcoming|exploiting|building\ on)\ (?:this|these|those)[^,]{0,40}
            | (?:in\ order\ )?to\ \w+(?:\ and\ \w+)?\ (?:this|these|those|such|it|them|the\ above)\b[^,]{0,80}
            | as\ [^,]{0,30}\b(?:such\ an?|this|these|such)\b[^,]{0,30}
            | (?:in|for)\ (?:this|these)\ (?:regard|respect|context|direction|end|purposes?|reasons?)
          )\s*,\s+
        | (?: yet | but | and )\s+
        | (?: thus | hence | therefore | consequently | however | in\ particular | to\ (?:this|that|these)\ (?:ends?|fronts?|aims?|effect) )\s*,?\s+
        )",
    )
});

/// A first word that points back.
static HANGING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:
        (?: this | these | those | it | its | they | their | them | such | he | she | his | her | thereby | therein | otherwise | likewise | similarly
            | analogously | again | another | the\ (?:other | others | second | third | latter | former | same | resulting | rest ) | similar | other | others | neither | none | some
            | a\ similar | proof | remark | note\ that | recall | let | suppose | assume | consider | remark | observe | or | nor | that | which | where | whose | whereas | e\.g | i\.e | etc
            | one\ (?:of\ (?:these|them) | is) | each\ (?:of | is | has) | both\ (?:are | were | have | of | methods? | models? | approaches | tasks? | settings? )
            | all\ (?:of\ )?(?:these | this | those | them) | two\ of | as\ (?:shown | described | discussed | mentioned | noted | expected | before | above | well)
            | in\ (?:contrast | both | all | each | other) (?:\ to)? | more\ (?:details?|information) | there(?:by|fore|in)? (?:\ we) | in\ other\ words | by\ doing\ so | doing\ so | in\ so\ doing
            | \w+\ of\ (?:this|these|such|that)\ (?:kind|type|sort|form)s?
            | more\ (?:over | specifically) | at\ this | at\ that | next | then | instead | same | here | rather | namely | only\ then | to\ the\ contrary | for\ (?:this|these|both) )\b
        | (?: while | although | though | when | if | as | because | since | once | whereas | unlike | like | despite | given | by | with | without | using | from | on | in | of | at | under | through | during
            | besides | beyond | after | before | within | unless | until | among | alongside | for | to | via ) \s (?: it | its | they | their | them | this | these | those | such | that | doing\ so ) \b
        | (?: while | although | though | despite | given | once ) \s [^,]{0,60}, \s (?: this | these | those | such ) \b
        | (?: due | owing | thanks | according ) \ to\ (?: this | these | it | that ) \b | because\ of\ (?: this | these | it | that ) \b
        )",
    )
});

/// What begins with such a word and stands all the same.
static FREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:
        (?: in\  | with\  | through\  | within\  | throughout\  | (?:while|although|though|despite|given|once)\ [^,]{0,60},\  )? this\ (?:\S+\ ){0,3}(?: paper | work | study | article | letter | survey | review | report | thesis | tutorial | manuscript | research | project | chapter
            | dissertation | note | monograph | essay | publication | dataset\ paper )\b
        | it\ (?: is | was | has\ (?:long\ )?been | remains | becomes | seems )\ (?:\w+\ )?(?: known | shown | proved | proven | found | demonstrated | observed | argued | unclear | clear | important | necessary
            | possible | essential | crucial | critical | difficult | hard | challenging | common | natural | desirable | believed | assumed | established )\b
        | this\ is\ (?:an?|the)\ (?:[\w-]+\ ){0,4}(?: paper | survey | review | report | summary | introduction | note | collection | companion | proposal | tutorial | overview
            | description | study | guide ) s?\b
        | these\ (?:are\ )?(?:[\w-]+\ ){0,3}(?: notes | lectures | proceedings | slides )\b
        | (?: as | in | like | some | other | such | to | by | for | with) \ that\b
        | some \ \w+
        | in\ (?:both|all)\ (?:\w+\ ){0,2}\w+,\ (?:we|our)\b
        | here \ (?:we|i|the\ authors)\b
        | (?: instead\ of | rather\ than | in\ contrast\ to ) \ (?: [b-su-z] | a[^l] | t[^h] | the\ | al[^l] )
        | other \ than
        )",
    )
});

/// A pronoun as object before anything that it could stand for.
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\S+\ ){0,4}(?: show | demonstrate | achieve | address | do | confirm | solve | explain | validate | verify | illustrate | accomplish | realize | overcome | tackle | find ) (?:s|d|ed)?
        \ (?: this | it | these | them | so ) (?: \ (?: by | with | through | using | in | via | on | from | for | end ) \b | [.,])",
    )
});

/// An opening that leans on the sentence before, or that a pronoun follows as subject.
static ADJUNCT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?: in | on | upon | with | for | from | by | at | under | across | through | after | during | among | without | within | over | \w+ed\ (?:on|by|with|in|from|to) | \w+ing )
        \s (?:
            [^,.;:]{0,60} [\ ,]\ ? (?: it | they ) \s (?: \w+ly\s )? (?: is | are | was | were | has | have | can | \w+s | also ) \s
          | [^,.;:]{0,60} \b (?: this | these | those | them | it ) \b [^,]{0,40} ,
          | [^,.;:]{0,12} \b (?: these | those ) \s
        )",
    )
});

/// What the results before it mean.
static RESULTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:together,\ |taken\ together,\ |overall,\ )?(?:
          (?:these|those|the\ above|such)\ (?:\w+\ )?(?: results? | findings? | insights? | observations? | experiments | advances | gains | improvements | contributions )\b
        | this\ (?:result|theorem|finding)\b
        | results?\ of\ (?:this|these)\ (?:kind|type|sort|form)s?\b
        )",
    )
});

/// What the abstract made or found, taken up again at its end.
static WORK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:overall,\ )?this\ (?:[\w-]+\ ){0,2}(?: approach | method | methodology | framework | perspective | strategy | design | system | technique | dataset | benchmark | resource | tool
            | analysis | advance | algorithm | model | architecture | scheme | pipeline | platform | formulation | construction | characteri[sz]ation | equivalence )\b",
    )
});

/// How what was just said was done.
static MEANS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:
          this\ (?:is|was|can\ be)\ (?:\w+ly\ )?(?: achieved | accomplished | done | obtained | realized | attained | proved | proven | shown | established | enabled )\ (?: by | using | via | through | with )
        | we\ (?: do | achieve | accomplish | prove | show | obtain | establish )\ (?: this | so | it )\ (?: by | using | via | through | with )
        )\b",
    )
});

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn standing(sentence: &str) -> Standing {
        let text = untied(sentence, false);
        super::standing(text, Signs::of(text), false)
    }

    #[rstest]
    #[case("This makes the training of large models slow and costly.")]
    #[case("It also reaches the best score on MMBench and on GenEval.")]
    #[case("On top of it, the decoder treats drawing as a task of its own.")]
    #[case("From these thoughts it decides whether to interrupt a user.")]
    #[case("In our experiments it reaches the best score on GenEval.")]
    #[case("In dialogues with tools it completes most of the calls in time.")]
    #[case("With this approach, the error of the estimate falls by half.")]
    #[case("The second is trained on ten times more pairs of images.")]
    #[case("While they scale well, they need labels for every image.")]
    #[case("We demonstrate this by filtering a set of fifteen thousand dialogues.")]
    #[case("Their errors add up in the updates of the weights over time.")]
    #[case("While still young, this approach promises to save water.")]
    fn what_hangs_on_its_neighbor_does_not_stand_alone(#[case] text: &str) {
        assert_eq!(standing(text), Standing::AfterPrevious, "{text}");
    }

    #[rstest]
    #[case("This paper asks how a model can think while it listens.")]
    #[case("In this work, we train a tokenizer with continuous codes.")]
    #[case("It is known that the rounding errors of BF16 are biased.")]
    #[case("While brushes are old, this paper presents a new one.")]
    #[case("When users talk for long, they interrupt the model often.")]
    #[case("Both the encoder and the decoder are trained on one loss.")]
    #[case("The model reasons about the speech while it listens to it.")]
    fn what_names_its_subject_stands(#[case] text: &str) {
        assert_eq!(standing(text), Standing::Alone, "{text}");
    }

    #[rstest]
    #[case("In Section 4 we describe how the model is trained on speech.")]
    #[case("The scores of all models are listed in Table 2 below here.")]
    #[case("From (6) we can deduce that the error of the sum is bounded.")]
    #[case("The full action (11) is minimized numerically for every node.")]
    #[case("After some time the quantity … becomes so small that it is zero.")]
    #[case("After decoupling the temperature just can be where a is free.")]
    #[case("Lemma 3 bounds the error of every block of the matrix.")]
    #[case("Code is available at https://example.org for all to use.")]
    #[case("We set $a = b$, $c = d$, $e = f$ and $g = h$ from here on.")]
    #[case("The update is $x_{t+1} = x_t - \\eta \\nabla f(x_t) + \\beta (x_t - x_{t-1})$.")]
    #[case("GPT-4 71.2 80.3 92.1 LLaMA 60.4 70.1 81.0 ours 75.")]
    #[case("the encoder compresses the image and the decoder expands it.")]
    #[case("Training of the tokenizer")]
    #[case("The score (as measured on the test set is the best of all.")]
    fn what_is_no_statement_of_its_own_is_never_quoted(#[case] text: &str) {
        assert_eq!(standing(text), Standing::Never, "{text}");
    }

    #[rstest]
    #[case("However, existing models need labels.", "existing models need labels.")]
    #[case("To address this gap, we propose SHANKS.", "we propose SHANKS.")]
    #[case("Thus we need fewer labels.", "we need fewer labels.")]
    #[case("(2) Finally, we release the data.", "we release the data.")]
    #[case("Results: The error falls by half.", "The error falls by half.")]
    #[case("Built on top of it, Ming-UniVision draws.", "Ming-UniVision draws.")]
    #[case("As a model of such a system, we study nodes.", "we study nodes.")]
    #[case("Yetis are rare.", "Yetis are rare.")]
    fn what_ties_a_sentence_to_the_one_before_is_left_out(#[case] sentence: &str, #[case] text: &str) {
        assert_eq!(untied(sentence, false), text);
    }

    #[rstest]
    #[case("These findings suggest that one tokenizer is enough.", Standing::AfterResults)]
    #[case("Together, these results widen the choice of tokenizers.", Standing::AfterResults)]
    #[case("This result can be seen as a criterion for tokenizers.", Standing::AfterResults)]
    #[case("Results of this kind are a tool for theorems on rings.", Standing::AfterResults)]
    #[case("This is achieved by training the tokenizer on two tasks.", Standing::AfterAim)]
    fn what_takes_up_results_or_aim_stands_after_them(#[case] text: &str, #[case] expected: Standing) {
        assert_eq!(standing(text), expected);
    }

    #[rstest]
    #[case(
        "Theorem 2. The sum of two $n$-rings is an $n$-ring.",
        Some("The sum of two $n$-rings is an $n$-ring.")
    )]
    #[case(
        "Corollary 1.3 (Finite sums). Every finite sum of rings is a ring.",
        Some("Every finite sum of rings is a ring.")
    )]
    #[case("Main Theorem. Every sum of rings is a ring.", Some("Every sum of rings is a ring."))]
    #[case("Theorem 3. [6] Every sum of rings is a ring.", None)]
    #[case("Theorem 1. (Theorem 2 of the first paper) Every sum of rings is a ring.", None)]
    #[case("Theorem 4. Let $R$ be a ring.", None)]
    #[case("Theorem 5. The sum of all R i is finite.", None)]
    #[case("Theorem provers are old.", None)]
    fn a_theorem_in_words_is_read_without_its_number(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(theorem(text), expected);
    }

    #[test]
    fn a_label_of_a_theorem_may_be_a_sentence() {
        assert!(is_label_of_theorem("Theorem 2.") && is_label_of_theorem("Corollary 1.3 (Finite sums)."));
        assert!(!is_label_of_theorem("Theorem 2. Every sum is finite.") && !is_label_of_theorem("Lemma 2."));
    }

    #[rstest]
    #[case("The sort takes O n log n steps on every input.", 3)]
    #[case("The system has H S ⊗ 1 + 1 ⊗ H B as its energy.", 4)]
    #[case("The effect is large (n = 30, p < 0.05) in type B cells.", 1)]
    #[case("A sort of I and $n \\log n$ steps.", 0)]
    fn letters_that_a_formula_left_are_counted(#[case] text: &str, #[case] expected: usize) {
        assert_eq!(lost(text), expected, "{text}");
    }
}
