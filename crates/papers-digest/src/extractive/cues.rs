//! Finds phrases with which authors show the function of a sentence. They are in `cues.txt` and, for phrases that are searched in
//! the whole sentence including connectives, in `openings.txt`.

use std::sync::LazyLock;

use papers_paper::text::phrase::{Phrases, lists};

/// A function or property shown by a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(dead_code, reason = "weights.txt asks for most signs by name")]
pub(super) enum Sign {
    /// States an aim explicitly.
    Aim,
    /// Says what is investigated.
    Study,
    /// Announces the authors' work.
    Announce,
    /// Mentions the paper itself.
    Paper,
    /// States what the authors show.
    Show,
    /// Calls something a contribution or new.
    Novel,
    /// Names a gap, a difficulty, a need.
    Gap,
    /// Is about previous work.
    Others,
    /// Says how something works or was done.
    How,
    /// Says what was tried, not the outcome.
    Trial,
    /// States an outcome.
    Outcome,
    /// Compares.
    Compare,
    /// Has a measured number.
    Number,
    /// Mentions limitations, of any work.
    Limit,
    /// Admits a limitation of the authors' own work.
    Admission,
    /// Names future work.
    Future,
    /// Summarizes the paper.
    Conclude,
    /// States a meaning.
    Meaning,
    /// Is about code, acknowledgments or the outline of the paper.
    Aside,
    /// Refers to something that a digest does not have.
    Pointer,
    /// Contains a citation.
    Cites,
    /// Refers to a neighbor within the sentence.
    Leans,
    /// Has the authors' work as its subject.
    Ours,
    /// Is in the first person.
    We,
    /// Is a step of an argument: "it follows that", "for all".
    Step,
    /// Gives others credit for a result.
    Credit,
    /// Says that something is not a limitation.
    Denial,
    /// States implications or uses of the work.
    Outlook,
    /// States an outcome, with experiments or results as its subject.
    Reports,
    /// Refers to something said before.
    Back,
    /// Refers to something named only in the sentences before.
    Anaphor,
    /// Announces limitations in the next sentences.
    Ahead,
    /// Says what the work assumes or is restricted to.
    Restricts,
    /// Says that something could not be done.
    Unable,
    /// Says that something is not known.
    Unclear,
    /// Warns the reader.
    Cautions,
    /// Assumes or simplifies something.
    Assumes,
    /// Says that there is little of something.
    Few,
    /// Mentions what may bias a study.
    Biased,
    /// Says what should be done.
    Advises,
    /// Begins like a continuation of the sentence before it.
    Continues,
    /// Begins with an ordinal such as "First".
    Ordinal,
    /// Begins with previous work.
    OthersFirst,
    /// Begins with a concession.
    Concessive,
    /// Begins like a concession late in a text.
    Turns,
    /// Begins with a summary.
    SumsUp,
    /// States what the authors' work achieved.
    Gets,
    /// Begins with one of several cases.
    Cases,
    /// Contains a statistical test or a part of the data.
    Tested,
    /// Praises in words that could be in any paper.
    Hollow,
    /// Says that something is missing or difficult.
    Missing,
    /// States a finding in its second half.
    Finds,
    /// Says what was done with subjects, data or material.
    Procedure,
}

/// The signs of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs(u64);

impl Signs {
    /// Finds the signs of a quote, and of the whole sentence that it is part of.
    pub(super) fn of(quote: &str, sentence: &str) -> Self {
        /// The signs of `openings.txt`.
        const OPENINGS: u64 = u64::MAX << Sign::Continues as u64;
        let whole = if quote == sentence { 0 } else { PHRASES.shown(sentence) };
        Self(PHRASES.shown(quote) | whole & OPENINGS)
    }

    pub(super) const fn has(self, sign: Sign) -> bool {
        self.0 & (1 << sign as u64) != 0
    }

    /// Returns one bit for each sign.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    /// Returns true if the sentence has one of these signs.
    pub(super) fn any(self, signs: &[Sign]) -> bool {
        signs.iter().any(|&sign| self.has(sign))
    }
}

/// The number of signs.
pub(super) const SIGNS: usize = Sign::Procedure as usize + 1;

/// The names and phrases of the lists in both files, in the order of [`Sign`].
static LISTS: LazyLock<(Vec<&'static str>, Vec<Vec<String>>)> = LazyLock::new(|| {
    [include_str!("cues.txt"), include_str!("openings.txt")].into_iter().flat_map(lists).unzip()
});

/// Returns the names of the signs, in their order.
pub(super) fn names() -> Vec<&'static str> {
    LISTS.0.clone()
}

/// Searched at once, because each search takes a pass over the text.
#[expect(clippy::expect_used, reason = "the files are part of the program and every test reads them")]
static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&LISTS.1).expect("phrases in cues.txt and openings.txt"));

#[cfg(test)]
mod tests {
    use papers_paper::text::phrase::Phrase;
    use proptest::prelude::*;
    use regex::bytes::{Regex, RegexBuilder};
    use rstest::rstest;

    use super::*;

    fn signs(text: &str) -> Signs {
        Signs::of(text, text)
    }

    #[test]
    fn an_opening_that_a_quote_leaves_out_counts() {
        let quoted = Signs::of("brushes work.", "In conclusion, brushes work.");
        assert!(quoted.has(Sign::SumsUp) && !quoted.has(Sign::Missing));
        assert!(Signs::of("We also wash.", "However, we also wash.").has(Sign::Continues));
    }

    #[test]
    fn every_sign_has_its_phrases() {
        let names = names();
        assert_eq!(names.len(), SIGNS);
        assert_eq!(names[Sign::Gap as usize], "gap");
        assert_eq!(names[Sign::Ahead as usize], "ahead");
        assert_eq!(names[Sign::Continues as usize], "continues");
        assert_eq!(names.last(), Some(&"procedure"));
    }

    #[rstest]
    #[case("The goal of this work is to save water.", Sign::Aim)]
    #[case("We revisit the design of brushes.", Sign::Study)]
    #[case("This paper also presents a brush.", Sign::Announce)]
    #[case("In this technical report, brushes are compared.", Sign::Paper)]
    #[case("We find that dust matters.", Sign::Show)]
    #[case("It is the first brush to work without water.", Sign::Novel)]
    #[case("How dust settles remains unclear.", Sign::Gap)]
    #[case("Existing cleaning methods need rails.", Sign::Others)]
    #[case("The robot consists of two belts.", Sign::How)]
    #[case("We evaluate the robot on forty farms.", Sign::Trial)]
    #[case("The robot outperforms all others.", Sign::Outcome)]
    #[case("It is faster than washing.", Sign::Compare)]
    #[case("Its score is higher than that of rails.", Sign::Compare)]
    #[case("Further studies of dust follow.", Sign::Future)]
    #[case("It restores 93.5% of the output.", Sign::Number)]
    #[case("It restores $93.5\\%$ of the output.", Sign::Number)]
    #[case("The brush cannot reach corners.", Sign::Limit)]
    #[case("Whether dust matters on Mars remains to be explored.", Sign::Admission)]
    #[case("We cannot yet clean wet panels.", Sign::Admission)]
    #[case("Our study has several important limitations.", Sign::Ahead)]
    #[case("Several limitations constrain the use of our results.", Sign::Ahead)]
    #[case("The main limitations are:", Sign::Ahead)]
    #[case("Two caveats temper this.", Sign::Ahead)]
    #[case("We address the above issues with a brush.", Sign::Anaphor)]
    #[case("The sample of panels was too small to tell brushes apart.", Sign::Admission)]
    #[case("We have not yet tested wet panels.", Sign::Admission)]
    #[case("We were not able to clean wet panels.", Sign::Admission)]
    #[case("Our estimates are based on the assumption that dust is dry.", Sign::Admission)]
    #[case("The robot still focuses on only one kind of dust.", Sign::Admission)]
    #[case("Whether dust matters remains to be seen.", Sign::Admission)]
    #[case("Future enhancements include softer brushes.", Sign::Future)]
    #[case("It would be interesting to wash at night.", Sign::Future)]
    #[case("We are currently exploring softer brushes.", Sign::Future)]
    #[case("First, dust is dry.", Sign::Continues)]
    #[case("Second, dust is dry.", Sign::Ordinal)]
    #[case("Existing brushes are hard.", Sign::OthersFirst)]
    #[case("Although brushes are old, they work.", Sign::Concessive)]
    #[case("Nevertheless, brushes wear out.", Sign::Turns)]
    #[case("Taken together, brushes work.", Sign::SumsUp)]
    #[case("We achieve a clean panel.", Sign::Gets)]
    #[case("For instance, dust is dry.", Sign::Cases)]
    #[case("It is 12% faster (p < 0.05).", Sign::Tested)]
    #[case("It offers valuable insights.", Sign::Hollow)]
    #[case("There is a gap in what is known.", Sign::Missing)]
    #[case("Dust was even, implying that rain matters.", Sign::Finds)]
    #[case("Brushes were also handed out, and farmers were interviewed.", Sign::Procedure)]
    #[case("The pilot revealed a gap.", Sign::Show)]
    #[case("We could show that dust matters.", Sign::Show)]
    #[case("We did not find a link between dust and rain.", Sign::Show)]
    #[case("Soft brushes were easier to use.", Sign::Outcome)]
    #[case("We do not have space for all brushes.", Sign::Denial)]
    #[case("It is 12% faster (Fig 3).", Sign::Pointer)]
    #[case("We have developed a brush.", Sign::Announce)]
    #[case("We demonstrated that dust matters.", Sign::Show)]
    #[case("We leave this for future work.", Sign::Aside)]
    #[case("We design a brush.", Sign::Announce)]
    #[case("Panels were recorded for a year.", Sign::How)]
    #[case("Our method does not handle wet panels.", Sign::Admission)]
    #[case("We leave curved panels for future work.", Sign::Future)]
    #[case("Overall, brushes work.", Sign::Conclude)]
    #[case("Our findings suggest that rails are not needed.", Sign::Meaning)]
    #[case("Code is available at example.org.", Sign::Aside)]
    #[case("Implications for farms are discussed.", Sign::Aside)]
    #[case("The tests have benefited greatly from extensive comments by two farmers.", Sign::Aside)]
    #[case("Two farmers provided many useful remarks on a draft.", Sign::Aside)]
    #[case("A summary of the tests is presented in this paper.", Sign::Aside)]
    #[case("The scores are listed in Table 3.", Sign::Pointer)]
    #[case("Dust matters (Smith et al., 2019).", Sign::Cites)]
    #[case("We address this problem.", Sign::Leans)]
    #[case("Our robot climbs.", Sign::Ours)]
    #[case("It helps us.", Sign::We)]
    #[case("It follows that the sum is finite.", Sign::Step)]
    #[case("If the norm is small, the state is slow.", Sign::Step)]
    #[case("The polarization must first be evaluated.", Sign::Step)]
    #[case("Hochster’s remarkable result is a bridge.", Sign::Credit)]
    #[case("The bound was proved by Erdős.", Sign::Credit)]
    #[case("Our definition does not limit the choice of logic.", Sign::Denial)]
    #[case("Our method does not rely on rails.", Sign::Denial)]
    #[case("As a limitation, panels were dry.", Sign::Admission)]
    #[case("In terms of limitations, panels were dry.", Sign::Admission)]
    #[case("A limitation of the trials is that panels were dry.", Sign::Admission)]
    #[case("The method could be extended to wet panels.", Sign::Future)]
    #[case("We focus on dust and show that it matters.", Sign::Show)]
    #[case("It is an important contribution to the field.", Sign::Hollow)]
    #[case("Brushes could help farms in dry regions.", Sign::Outlook)]
    #[case("It saves water, paving the way for farms in deserts.", Sign::Outlook)]
    #[case("Our findings underscore the need for brushes.", Sign::Outlook)]
    #[case("Extensive experiments on forty farms show that dust matters.", Sign::Reports)]
    #[case("The proof relies on a bound of the sum.", Sign::How)]
    #[case("Our main result is that every brush wears out.", Sign::Show)]
    #[case("Itshttps://example.org", Sign::Aside)]
    #[case("Brushes reach corners only", Sign::Gap)]
    #[case("It was not possible to wash at night.", Sign::Unable)]
    #[case("The cause of the dust is unresolved.", Sign::Unclear)]
    #[case("It is important to note that panels were dry.", Sign::Cautions)]
    #[case("Rain is ignored.", Sign::Assumes)]
    #[case("Data from the south are incomplete.", Sign::Few)]
    #[case("Owners may overestimate the dust.", Sign::Biased)]
    #[case("Farmers should wash at night.", Sign::Advises)]
    fn a_sign_is_seen(#[case] sentence: &str, #[case] sign: Sign) {
        assert!(signs(sentence).has(sign), "{sign:?}");
    }

    #[rstest]
    #[case("Our method does not require labels.", Sign::Admission)]
    #[case("To tackle this limitation, a brush is used.", Sign::Admission)]
    #[case("The novel-view benchmark is hard.", Sign::Novel)]
    #[case("GPT-4 cleans 300 panels.", Sign::Number)]
    #[case("The models are trained on public roads.", Sign::Aside)]
    #[case("Dust (which is dry) matters.", Sign::Cites)]
    #[case("We obtain an accuracy of 93%.", Sign::Step)]
    #[case("GPT-4's answer is proved by a checker.", Sign::Credit)]
    #[case("Rails are used rather than brushes.", Sign::Compare)]
    #[case("Panels were first moved to farms.", Sign::Novel)]
    #[case("The brush does not limit dust.", Sign::Admission)]
    #[case("Not only dust matters.", Sign::Gap)]
    #[case("The contour is wet.", Sign::We)]
    #[case("Rewards are bounded in [0,1].", Sign::Pointer)]
    #[case("A number of research studies are old.", Sign::Study)]
    #[case("The study design is under scrutiny.", Sign::Announce)]
    #[case("Rewards are bounded in [0,1].", Sign::Cites)]
    #[case("It reads papers published at leading conferences.", Sign::Aside)]
    #[case("It is comparable to and faster than a brush.", Sign::Pointer)]
    #[case("Brushes such as ours are soft.", Sign::Back)]
    #[case("The tests where we only consider dust are hard.", Sign::Admission)]
    #[case("We did not find a link between dust and rain.", Sign::Admission)]
    #[case("Our study has several limitations, above all few panels.", Sign::Ahead)]
    #[case("The farms of Singapore are wet.", Sign::Missing)]
    #[case("They use brushes, rails and fans, to name a few.", Sign::Missing)]
    #[case("Brushes are common in rare-dust regions.", Sign::Missing)]
    #[case("The second brush is thus first.", Sign::Continues)]
    fn a_sign_is_not_seen_where_it_is_none(#[case] sentence: &str, #[case] sign: Sign) {
        assert!(!signs(sentence).has(sign), "{sign:?}");
    }

    /// Combines the words of a file of phrases with characters that may be between words.
    fn pieces(file: &str) -> impl Strategy<Value = String> + use<> {
        let words: Vec<String> = file.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        let signs = ["", ". ", ", ", "(", ") ", "[1]", "$x$", " 3.5%", "-", "’s ", " of ", " the ", "\n"];
        let between = prop_oneof![12 => Just(" "), 5 => proptest::sample::select(signs.to_vec())];
        let piece = (proptest::sample::select(words), any::<bool>(), between);
        proptest::collection::vec(piece, 0..25).prop_map(|pieces| {
            let cased = |word: String, capital| match capital {
                true => word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default(),
                false => word,
            };
            pieces.into_iter().map(|(word, capital, between)| cased(word, capital) + between).collect()
        })
    }

    fn peer(phrases: &[String]) -> Regex {
        RegexBuilder::new(&phrases.join("|")).case_insensitive(true).unicode(false).build().unwrap()
    }

    static PEERS: LazyLock<Vec<Regex>> =
        LazyLock::new(|| lists(include_str!("cues.txt")).iter().map(|(_, phrases)| peer(phrases)).collect());

    static STAND: LazyLock<Vec<(Phrase, Regex)>> = LazyLock::new(|| {
        let lists = lists(include_str!("context.txt"));
        lists.iter().map(|(_, phrases)| (Phrase::constant(&phrases.join("|")), peer(phrases))).collect()
    });

    proptest! {
        #[test]
        fn phrases_are_seen_where_regex_sees_them(text in pieces(include_str!("cues.txt"))) {
            let signs = signs(&text);
            for (sign, peer) in PEERS.iter().enumerate() {
                prop_assert_eq!(signs.bits() >> sign & 1 == 1, peer.is_match(text.as_bytes()), "{}", peer);
            }
        }

        #[test]
        fn ties_are_seen_where_regex_sees_them(text in pieces(include_str!("context.txt"))) {
            for (phrase, peer) in STAND.iter() {
                let theirs = peer.find(text.as_bytes()).map(|found| found.range());
                prop_assert_eq!(phrase.find(&text), theirs, "{}", peer);
            }
        }
    }

    #[rstest]
    #[case("wets it first", 120, "then dries it", Sign::How)]
    #[case("a study", 60, "only", Sign::Limit)]
    #[case("the code", 60, "is available", Sign::Aside)]
    #[case("not well in ", 60, "one", Sign::Step)]
    fn the_second_part_of_a_phrase_comes_soon_or_not_at_all(
        #[case] first: &str,
        #[case] most: usize,
        #[case] second: &str,
        #[case] sign: Sign,
    ) {
        let apart = |spaces: usize| signs(&format!("{first}{}{second}", " ".repeat(spaces))).has(sign);
        assert_eq!([1, most, most + 1].map(apart), [true, true, false]);
    }
}
